# Golden.pm: the expected facts of a synthetic family: tests/golden/FAMILY/{variants.tsv,ledger.tsv,facts.json}. What depends on
# the machine (versions of libraries, digests that hold them) is left out.
package Golden;
use strict;
use warnings;
use Exporter 'import';
use FindBin;
use lib $FindBin::Bin, "$FindBin::Bin/../cli";
use Casebound;
use JSON::PP;
our @EXPORT = qw(golden_facts golden_families);

my @parts = qw(banners identity question family not_examined notices summary funnel ledger columns shortlist methods thresholds);

sub golden_families { return map { basename($_) } sort grep { -d } glob 'tests/golden/*' }

# name => bytes of the files of a family.
sub golden_facts {
    my ($family) = @_;
    my $folder = built(sample_case($family), '-o', scratch(), '--key', key_folder() . '/seal.pem');
    my $view = json_of("$folder/case.json");
    my %facts = map { $_ => $view->{$_} } @parts;
    $facts{profile} = { map { $_ => $view->{profile}{$_} } qw(name version) };
    $facts{shortlisted} = [map { $view->{variants}[$_] } @{ $view->{shortlist} }];
    my $json = JSON::PP->new->utf8->canonical->pretty->indent_length(1)->encode(\%facts);
    my %files = ('facts.json' => $json);
    for my $name (qw(variants.tsv ledger.tsv)) { ($files{$name} = slurp("$folder/$name")) =~ s/^##.*\n//mg }
    return %files;
}

1;
