#!/usr/bin/perl
# check, explain and filters: what they print, and that they write nothing.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Casebound;
use Test::More;

my $case = sample_case('FAM-0042');
my $family = sample('FAM-0042');
my $vcf = "$family/FAM-0042.vcf.gz";

# CB-CASE-80
my $here = scratch();
my ($status, $out, $err) = casebound({ in => $here }, 'check', $case);
is($status, 0, 'check: exit 0') or diag($err);
is(scalar(() = $out =~ /^person\t/mg), 3, 'check: a line for each person');
like($out, qr/^person\t\S+\tproband\t.*\tcolumn \d+ \(/m, 'check: the column of the proband, with its name in the VCF');
my (undef, $count) = run_command({}, 'bcftools', 'index', '-n', $vcf);
(undef, $count) = run_command({}, 'sh', '-c', "bcftools view -H '$vcf' | wc -l") unless $count =~ /^\d+$/m;
like($out, qr/^records\t${\ ($count =~ s{\s}{}gr)}$/m, 'check: as many records as bcftools counts');
is_deeply([glob "$here/*"], [], 'check: nothing is written');
is((casebound('check', small_case(vcf => "no\n")))[0], 3, 'check: bad input is refused as build does');

# CB-CASE-81
my ($truth) = grep { $_->{what} eq 'candidate' } table_of("$family/truth.tsv");
($status, $out) = casebound('explain', $case, $truth->{key});
is($status, 0, 'explain: exit 0');
like($out, qr/^\Q$truth->{key}\E\trank \d+ of \d+\tshortlisted/m, 'explain: rank');
my $sum = 0;
$sum += $_ for $out =~ /^points\t(-?[\d.]+)\t/mg;
my ($score) = $out =~ /^score\t(-?[\d.]+)$/m;
cmp_ok(abs($sum - $score), '<', 1e-9, 'explain: the points sum to the score');
is((casebound('explain', $case, '1-1-A-C'))[0], 1, 'explain: an allele that is not there: exit 1');

# CB-CASE-82
my $built = built($case, '-o', scratch());
my %listed = map { $_->{key} => 1 } table_of("$built/variants.tsv");
my ($dropped) = grep { !$listed{$_} } sort keys %{ { calls_of($vcf) } };
SKIP: {
    skip 'the profile drops nothing of this family', 1 unless $dropped;
    ($status, $out) = casebound('explain', $case, $dropped);
    like($out, qr/^\Q$dropped\E\tdropped by \S+\t\S/m, 'explain: a dropped allele, with its rule');
}

# CB-CASE-83
($status, $out) = casebound('filters', 'list');
is($status, 0, 'filters list: exit 0');
like($out, qr/^rare_disease\t\d\S*\t\S/m, 'filters list: the default profile, its version, what it is for');
($status, $out) = casebound('filters', 'docs');
is($status, 0, 'filters docs: exit 0');
like($out, qr/inheritance/, 'filters docs: the facts that a profile may read');

done_testing();
