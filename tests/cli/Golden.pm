# Golden.pm: the expected facts of a synthetic family: tests/golden/FAMILY/{variants.tsv,ledger.tsv,facts.json}. What depends on
# the machine (versions of libraries, digests that hold them) is left out; samples/expected.tsv has the digests, with the versions
# that they were made with.
package Golden;
use strict;
use warnings;
use Exporter 'import';
use FindBin;
use lib $FindBin::Bin, "$FindBin::Bin/../cli";
use Casebound;
use Digest::SHA qw(sha256_hex);
use JSON::PP;
our @EXPORT = qw(golden_digests golden_facts golden_families);

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

# samples/expected.tsv: what `validate` compares, made as it makes it: unsealed, at one date.
sub golden_digests {
    my $date = '2026-01-31';
    my (@rows, $software);
    for my $family (golden_families()) {
        my $folder = built(sample_case($family), '-o', scratch(), '--date', $date);
        $software = json_of("$folder/provenance.json")->{software};
        push @rows, map { [$family, $_, sha256_hex(slurp("$folder/$_"))] } grep { !m{^(META-INF/|audit\.jsonl$|mimetype$)} } listing($folder);
    }
    unshift @rows, ['date', 'report', $date], map { ['software', $_->{name}, $_->{version}] } @$software;
    return join '', map { join("\t", @$_) . "\n" } ["# version: $software->[0]{version}"], [qw(of name value)], @rows, ['rows', 'counted', scalar @rows];
}

1;
