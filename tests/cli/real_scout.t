#!/usr/bin/perl
# A real trio, exome, GRCh37, VEP: 680 records; its configuration unchanged, its files laid out as that expects.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Casebound;
use File::Copy qw(copy);
use File::Path qw(make_path);
use Report;
use Test::More;

my $real = real_data('cases/scout-643594') or plan skip_all => 'no real files ($CASEBOUND_TEST_DATA/cases/scout-643594)';
my $root = scratch();
make_path("$root/scout/demo");
for my $file (listing($real)) { copy("$real/$file", "$root/scout/demo/" . basename($file)) or die "$file: $!" }
my $case = "$root/scout/demo/643594.config.yaml";
is(slurp($case), slurp("$real/643594.config.yaml"), 'the configuration is as it was published');
my $folder = build_ok('a sealed report is made', $case, '--root', $root, '-o', scratch(), '--key', key_folder() . '/seal.pem');
my $id = basename($folder);
my $view = json_of("$folder/case.json");
my $vcf = "$root/scout/demo/643594.clinical.vcf.gz";

# CB-CASE-60
verifies($folder, key_folder() . '/authority.pem');
is($view->{ledger}{totals}{records_in}, 680, '680 records in');
ledger_sums($view, $vcf);
top_calls_agree($view, $vcf);
renderings_agree($folder);
digest_agrees($folder);
pdf_is_sound("$folder/$id.pdf");

# CB-CASE-61
my $page = html_text("$folder/$id.html");
my ($first) = split /\f/, pdf_text("$folder/$id.pdf");
for my $key (qw(vcf_sv vcf_str vcf_mei)) {
    my ($row) = grep { $_->{name} eq $key } @{ $view->{not_examined} };
    ok($row, "$key stands among what was not examined") or next;
    my ($line) = grep { index($_->{names}, $row->{file}) >= 0 } @{ $view->{not_examined_groups} };
    ok($line && $line->{findings}, "$key: it stands among what may hold the answer") or next;
    (my $text = $line->{text}) =~ s/\s+/ /g;
    utf8::encode($text) if utf8::is_utf8($text);
    (my $shown = $page) =~ s/\s+/ /g;
    ok(index($shown, $text) >= 0, "$key: the page says so");
    ok(index($first, $row->{file}) >= 0, "$key: page 1 of the PDF says so");
}

# CB-CASE-62
my %member = map { $_->{sample_id} => $_ } @{ $view->{family}{members} };
is_deeply([sort keys %member], [qw(ADM1059A1 ADM1059A2 ADM1059A3)], 'the three persons of the family');
ok($member{ADM1059A2}{proband}, 'the affected child is the proband');
is($_->{sample}, 'in the VCF', "$_->{id} has a column") for values %member;

# CB-SAMPLE-26
is($view->{samples}{state}, 'not enough sites for identity checks', '680 records are too few to tell who is who');
is_deeply([grep { $_->{key} ne 'not_supplied' } @{ $view->{report}{blockers} }], [], 'which blocks nothing');
(my $laboratory = html_text("$folder/laboratory.html")) =~ s/\s+/ /g;
like($laboratory, qr{\Q$_->{id}\E: no check could tell this sample from another person}, "the laboratory is told of $_->{id}") for values %member;
unlike($laboratory, qr/DISAGREES|Nothing disagrees/, 'and no verdict is given');
like($page =~ s/\s+/ /gr, qr/Samples: not enough sites for identity checks/, 'the page says so');

done_testing();
