#!/usr/bin/perl
# Secondary findings: without the consent of everybody whose calls are shown, a variant that has nothing to do with the question leaves
# no trace in any file of the folder, the PDF's streams and the packed parts included; with it, it is there like any other.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Casebound;
use JSON::PP;
use Report;
use Test::More;

# What the planted variants would leave behind: places, names of transcripts and proteins, ClinVar's number, a depth.
my @traces = qw(43104121 ENST00000357654 CANARYBRCA c.4327C rs41293455 7771654 32340301 ENST00000380152);
my $brca = join "\t", 'chr17', 43104121, 'rs41293455', 'G', 'A', 7771654, 'PASS',
    'CSQ=A|stop_gained|HIGH|BRCA1|ENSG00000012048|Transcript|ENST00000357654|protein_coding|12/23||ENST00000357654:c.4327C>T|CANARYBRCA:p.Arg1443Ter|4440|4327|1443',
    'GT:AD:DP:GQ:PL', '0/0:31,0:31:93:0,93,1200', '0/1:18,17:35:99:500,0,510', '0/0:29,0:29:87:0,87,1100';
my $rare = $brca =~ s/chr17\t43104121\trs41293455/chr13\t32340301\t./r =~ s/BRCA1\|ENSG00000012048/BRCA2|ENSG00000139618/r =~ s/stop_gained\|HIGH/intron_variant|MODIFIER/r =~ s/357654/380152/gr;
my $plain = "chr1\t55051215\t.\tG\tA\t812.5\tPASS\tCSQ=A|stop_gained|HIGH|GENE1|ENSG01|Transcript|ENST01|protein_coding|3/9||ENST01:c.301C>T|ENSP01:p.Arg101Ter|301|301|101"
    . "\tGT:AD:DP:GQ:PL\t0/0:31,0:31:93:0,93,1200\t0/1:18,17:35:99:500,0,510\t0/0:29,0:29:87:0,87,1100";
my $header = join '', map { "##contig=<ID=$_,length=200000000>\n" } qw(chr13 chr17);

sub consents { return "report:\n  secondary_findings: {" . join(', ', @_) . "}\n" }

sub case_with {
    my ($first, $more, %with) = @_;
    return small_case(first => $first, header => $header, more => $more, %with);
}

sub traces {
    my ($folder) = @_;
    my %text = texts_of($folder);
    my @found;
    for my $file (sort keys %text) {
        push @found, map { "$file: $_" } grep { index($text{$file}, $_) >= 0 } @traces;
        # Tables of the program name genes whoever the patient is.
        push @found, "$file: a gene" if $file !~ m{^used/filters/data/} && $text{$file} =~ /BRCA[12]|ENSG00000012048|ENSG00000139618/;
    }
    return @found;
}

my @all = ('kid: agreed', 'dad: agreed', 'mum: agreed');

# CB-CONSENT-01
my $open = build_ok('with everybody\'s consent', case_with("$plain\n$brca\n$rare", consents(@all)), '-o', scratch());
my @seen = traces($open);
cmp_ok(scalar(grep { /43104121/ } @seen), '>=', 4, 'the variant stands in page, PDF and data') or diag("@seen");
my $view = json_of("$open/case.json");
ok((grep { $_->{gene} && $_->{gene} eq 'BRCA1' && $_->{shortlisted} } @{ $view->{variants} }), 'and is shortlisted like any other');
is($view->{ledger}{totals}{alleles_withheld}, 0, 'nothing is withheld');
like(pdf_text("$open/SMALL-r1.pdf"), qr/everybody whose calls are\s+shown has agreed/, 'page 1 says how consent stands');

# CB-CONSENT-02
for my $given ([[], 'nobody\'s recorded'], [['kid: agreed', 'dad: agreed'], 'one not recorded'], [['kid: agreed', 'dad: agreed', 'mum: declined'], 'one declined'],
    [['kid: declined', 'dad: declined', 'mum: declined'], 'all declined']) {
    my ($consents, $name) = @$given;
    my $case = case_with("$plain\n$brca\n$rare", @$consents ? consents(@$consents) : '');
    my $folder = build_ok($name, $case, '-o', scratch());
    is(join("\n", traces($folder)), '', "$name: no trace in any file");
    my $totals = json_of("$folder/case.json")->{ledger}{totals};
    is("$totals->{alleles_in} $totals->{alleles_withheld} $totals->{records_withheld}", '5 2 2', "$name: how many are withheld, of which nothing else is kept");
    ledger_sums(json_of("$folder/case.json"), dirname($case) . '/family.vcf');
    my ($page) = split /\f/, pdf_text("$folder/SMALL-r1.pdf");
    like($page, qr/NOT EXAMINED for want of consent/, "$name: page 1 says so");
    like(html_text("$folder/SMALL-r1.html"), qr/NOT EXAMINED for want of consent/, "$name: the page as well");
}

# What is withheld changes nothing else: but for digests, dates of files and the count of what is withheld, the data are those of a file without it.
# CB-CONSENT-03
my ($with, $without) = map { built(case_with($_, ''), '-o', scratch()) } "$plain\n$brca\n$rare", $plain;
my @rows = map { [map { delete $_->{record}; $_ } table_of("$_/variants.tsv")] } $with, $without;
is_deeply($rows[0], $rows[1], 'variants.tsv is the same but for the numbers of records');
cmp_ok(scalar @{ $rows[0] }, '>=', 1, 'and has rows');
my @lines = map { [grep { $_->{what} !~ /^(in|withheld)$/ } table_of("$_/ledger.tsv")] } $with, $without;
is_deeply($lines[0], $lines[1], 'so is the ledger but for what came in and what is withheld');

# CB-CONSENT-04
my $asked = scratch();
spill("$asked/panels/heredity.txt", "##panel_id=heredity\n##version=1\n#hgnc_id\thgnc_symbol\n1100\tBRCA1\n");
my $panel = build_ok('the gene is in a panel of the case', case_with("$plain\n$brca\n$rare", "panels: panels\ndefault_gene_panels: [heredity]\n", folder => $asked), '-o', scratch());
ok((grep { $_->{gene} && $_->{gene} eq 'BRCA1' } @{ json_of("$panel/case.json")->{variants} }), 'then it belongs to the question and stands in the report');
is(json_of("$panel/case.json")->{ledger}{totals}{alleles_withheld}, 1, 'the other one stays withheld');

# CB-CONSENT-05
my $withheld = case_with("$plain\n$brca\n$rare", '');
for my $question (['17-43104121-G-A'], ['--gene', 'BRCA1'], ['rs41293455'], ['BRCA1:c.4327C>T']) {
    my ($status, $out, $err) = casebound('explain', $withheld, @$question);
    is($status, 1, "explain @$question: exit 1");
    like($err, qr/is withheld/, 'and says that it is withheld') or diag($out, $err);
    unlike($out, qr/Arg1443|357654|\b18\b/, 'and nothing of it');
}

# What a reader wrote of a withheld allele would stand in used/ and among the decisions.
# CB-CONSENT-09
{
    my $report = json_of("$open/case.json")->{report};
    my $decisions = JSON::PP->new->utf8->canonical->encode({ format => 'casebound decisions', version => 1, report => { built_with => [], map { $_ => $report->{$_} } qw(id revision facts_digest case_digest calls_digest) },
        author => 'Dr. Reader', sequence => 1, exported => '2026-02-01T10:00:00Z', acmg => '1', variants => [{ key => '17-43104121-G-A', title => 'BRCA1', changed => '2026-02-01T10:00:00Z', pinned => JSON::PP::true }] });
    my $file = spill(scratch() . '/d.json', $decisions);
    my $agreed = case_with("$plain\n$brca\n$rare", consents(@all));
    my ($status, $out, $err) = casebound('build', $agreed, '-o', scratch(), '--decisions', $file, '--revision', 2, '--date', '2026-02-02', '-q');
    is($status, 0, 'with consent the decision is taken') or diag($err);
    my $place = scratch();
    ($status, $out, $err) = casebound('build', case_with("$plain\n$brca\n$rare", consents(@all[0, 1])), '-o', $place, '--decisions', $file, '--revision', 2, '-q');
    is($status, 3, 'without it the file of decisions is refused');
    like($err, qr/speak of a variant that is withheld/, 'with the cause') or diag($err);
    unlike($err, qr/BRCA1|43104121/, 'and without the variant');
    is_deeply([glob "$place/*"], [], 'nothing is left');
}

# CB-CONSENT-06
my $own = spill(scratch() . '/own.tsv', "##version=7\nGENE1\n");
my $lab = build_ok('a laboratory\'s own list', $withheld, '-o', scratch(), '--secondary-genes', $own);
is_deeply([grep { $_ && $_ eq 'GENE1' } map { $_->{gene} } @{ json_of("$lab/case.json")->{variants} }], [], 'takes the place of the other');
is(slurp("$lab/used/filters/data/secondary_findings.tsv"), slurp($own), 'and stays with the report');
for my $bad (['no version', "GENE1\n"], ['no gene', "##version=7\n"]) {
    my ($status, undef, $err) = casebound('build', $withheld, '-o', scratch(), '--secondary-genes', spill(scratch() . '/bad.tsv', $bad->[1]));
    is($status, 3, "a list with $bad->[0] is refused");
    ok(one_line($err), 'in one line') or diag($err);
}

# CB-CONSENT-07
for my $bad (['nobody', 'stranger: agreed'], ['no answer', 'kid: maybe']) {
    my ($status, undef, $err) = casebound('build', case_with($plain, consents($bad->[1])), '-o', scratch());
    is($status, 3, "consent of $bad->[0] is refused");
    like($err, qr/case\.yaml line \d+: secondary_findings/, 'with its line') or diag($err);
}
my %used = texts_of($open);
like($used{'used/case.yaml'}, qr/secondary_findings:\n    "kid": agreed\n    "dad": agreed\n    "mum": agreed/, 'the recorded consent stays with the report');

done_testing();
