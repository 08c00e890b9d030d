#!/usr/bin/perl
# The synthetic trio: the planted alleles are found, and what is drawn of the one view agrees everywhere.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Casebound;
use Report;
use Test::More;

sub encoded { my ($text) = @_; $text =~ s/\s+/ /g; utf8::encode($text); return $text }

my $family = sample('FAM-0042');
my $folder = build_ok('a sealed report is made', "$family/case.yaml", '-o', scratch(), '--key', key_folder() . '/seal.pem');
my $id = basename($folder);
my $view = json_of("$folder/case.json");
my $vcf = "$family/FAM-0042.vcf.gz";

# CB-CASE-50
verifies($folder, key_folder() . '/authority.pem');
ledger_sums($view, $vcf);
top_calls_agree($view, $vcf);

# CB-CASE-51
my @truth = table_of("$family/truth.tsv");
my %planted = map { $_->{key} => $_ } grep { $_->{what} eq 'candidate' } @truth;
my @first = grep { $_->{rank} <= 4 } @{ $view->{variants} };
is(scalar(keys %planted), 4, 'four alleles are planted');
my %word = slurp('templates/text.en.yaml') =~ /^(\w+): "(.*)"$/mg;
for my $v (@first) {
    my $truth = $planted{ $v->{key} };
    ok($truth, "rank $v->{rank}, $v->{key}, is a planted one") or next;
    my ($long, $short) = map { $word{"$_$truth->{inheritance}"} } qw(mode_ mode_short_);
    like($v->{inheritance_short}, qr/^\Q$short\E/, "$v->{key}: $short is named first");
    my @fits = map { $_->{mode} } grep { $_->{kind} eq 'fits' } @{ $v->{inheritance} };
    ok((grep { index($_, $long) == 0 } @fits), "$v->{key}: $long fits") or diag("fits: @fits");
}

# CB-CASE-52
renderings_agree($folder);
digest_agrees($folder);
pdf_is_sound("$folder/$id.pdf");

# CB-CASE-53
for my $what (@{ $view->{identity}{identifiers} }) {
    my @pages = split /\f/, pdf_text("$folder/$id.pdf");
    is(scalar(grep { index($_, $what->{value}) < 0 } @pages), 0, "every page of the PDF has the $what->{label}");
}
like(pdf_text("$folder/$id.pdf"), qr/END OF REPORT \Q$id\E/, 'the PDF has its end mark');

# CB-CASE-59
my ($front) = split /\f/, pdf_text("$folder/$id.pdf");
$front =~ s/\s+/ /g;
for my $want ('Not reviewed when built', 'Draft: not signed off when built', (map { encoded($_->{position}) } @{ $view->{variants} }[@{ $view->{shortlist} }]),
    'The full list of ' . @{ $view->{variants} } . ' alleles', map { encoded($_->{text}) } @{ $view->{not_examined_groups} }) {
    ok(index($front, $want) >= 0, "page 1 says: $want");
}

done_testing();
