#!/usr/bin/perl
# An amended report takes id, date and digest from the folder that it supersedes, says what changed, and is refused where the two do not fit.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Casebound;
use JSON::PP ();
use Test::More;

my @seal = ('--key', key_folder() . '/seal.pem');
my $trust = key_folder() . '/authority.pem';

# The family anew, with lines of its report block and a changed variant file.
sub family {
    my ($report, $change) = @_;
    my $vcf = Casebound::small_vcf();
    if ($change) {
        local $_ = $vcf;
        $change->();
        $vcf = $_;
    }
    my $path = small_case(vcf => $vcf);
    spill($path, slurp($path) . "report:\n  laboratory: TEST\n$report") if defined $report;
    return $path;
}
sub flat { my ($text) = @_; $text =~ s/\s+/ /g; return $text }
sub page_one { my ($folder) = @_; my ($page) = split /\f/, pdf_text("$folder/" . basename($folder) . '.pdf'); return flat($page) }

my $first = build_ok('a report', family(''), '-o', scratch(), @seal);
my $facts = json_of("$first/case.json")->{report}{facts_digest};

# CB-AMEND-01
# The father is called anew, one allele goes, one comes.
my $changed = sub {
    s{(chr1\t55051215.*?)\t0/0:31,0:31:93:0,93,1200\t}{$1\t0/1:15,16:31:99:480,0,490\t} or die;
    s{^chr2\t1000\t.*\n}{}m or die;
    s{(?=^chrX)}{chr2\t2000\t.\tG\tA\t500\tPASS\tCSQ=A|stop_gained|HIGH|GENE9|ENSG09|Transcript|ENST09|protein_coding|1/2||ENST09:c.50G>A|ENSP09:p.Trp17Ter|50|50|17\tGT:AD:DP:GQ:PL\t0/0:30,0:30:90:0,90,900\t0/1:15,14:29:99:400,0,410\t0/0:20,0:20:60:0,60,700\n}m or die;
};
my @why = ('--supersedes', $first, '--reason', "The father's sample was called anew.");
my $anew = family('', $changed);
my $second = build_ok('an amended report', $anew, '-o', scratch(), @seal, @why);
is(basename($second), 'SMALL-r2', 'is the next revision, where nobody says one');
my $view = json_of("$second/case.json")->{report};
my ($told) = @{ $view->{supersedes} };
is_deeply([@$told{qw(id facts_digest reason)}], ['SMALL-r1', $facts, "The father's sample was called anew."], 'names report, digest and reason');
like($view->{status}, qr/^Amended report/, 'its status says so');
my $changes = $told->{changes};
like($changes, qr/Added to the list \(1\): GENE9 ENST09:c\.50G>A|Added to the list \(1\): GENE9 c\.50G>A/, 'what came') or diag($changes);
like($changes, qr/No longer listed \(1\): GENE2/, 'what went');
like($changes, qr/Other genotypes \(1\): GENE1/, 'whose genotype differs');
like($changes, qr/Inputs that differ \(\d\): [^.]*family\.vcf/, 'which input differs');
unlike($changes, qr/Versions that differ|family\.ped/, 'and nothing that does not');
for my $want ("SMALL-r1 of 2026-01-31", $facts, "The father's sample was called anew.", 'Added to the list (1): GENE9') {
    like(page_one($second), qr/\Q$want\E/, "page 1 says: $want");
    like(flat(html_text("$second/SMALL-r2.html")), qr/\Q$want\E/, "so does the page: $want");
    like(slurp("$second/audit.jsonl"), qr/\Q$want\E/, "and the first event: $want");
}
my ($status, $out) = casebound('verify', $second, '--trust', $trust);
is($status, 0, 'it verifies');
like($out, qr/^note\tstatus\tSMALL-r2: draft, amended: it supersedes SMALL-r1, facts digest $facts$/m, 'and verify says what it supersedes');
($status, $out) = casebound('verify', $second, '--trust', $trust, '--json');
is_deeply(JSON::PP->new->utf8->decode($out)->{supersedes}, { report => 'SMALL-r1', facts_digest => $facts }, 'in JSON too');
my $third = build_ok('and so on', family(''), '-o', scratch(), @seal, '--supersedes', $second, '--reason', 'It was right at first.', '--trust', $trust);
like(page_one($third), qr/Supersedes SMALL-r2 of/, 'a third supersedes the second');
my $same = build_ok('nothing changed but the reason', family(''), '-o', scratch(), @seal, '--supersedes', $first, '--reason', 'Letterhead.', '--date', '2026-01-31');
like(json_of("$same/case.json")->{report}{supersedes}[0]{changes}, qr/^None in list, genotypes, classes, inputs and versions\.$/, 'and so it says') or diag(json_of("$same/case.json")->{report}{supersedes}[0]{changes});

# CB-AMEND-05
($status, $out) = casebound('verify', $second, '--trust', $trust, '--supersedes', $first);
is($status, 0, 'verify with the folder of the one before') or diag($out);
like($out, qr/^passed\tamendment\tSMALL-r2: it supersedes SMALL-r1, which verifies by itself \(draft\)$/m, 'finds the link');
for (['another report', $third, qr/it supersedes SMALL-r1, facts digest $facts; \S+ holds SMALL-r3/], ['one with other facts', $same, qr/holds SMALL-r2/]) {
    my ($name, $folder, $said) = @$_;
    ($status, $out) = casebound('verify', $second, '--trust', $trust, '--supersedes', $folder);
    is($status, 1, "$name in its place: exit 1");
    like($out, qr/^FAILED\tamendment\t[^\n]*$said/m, "$name in its place: told") or diag($out);
}
like((casebound('verify', $first, '--trust', $trust, '--supersedes', $second))[1], qr/^FAILED\tamendment\tSMALL-r1: it supersedes no report, nor SMALL-r2/m, 'the wrong way round: told');
my $bad = copy_tree($first, scratch() . '/SMALL-r1');
spill("$bad/ledger.tsv", 'x');
like((casebound('verify', $second, '--trust', $trust, '--supersedes', $bad))[1], qr/^FAILED\tamendment\t\S+: does not verify by itself: 1 checks failed/m, 'one that was changed: told');

# CB-AMEND-02
($status, $out) = casebound('rebuild', $second, '--inputs', dirname($anew));
is($status, 0, 'an amended report is rebuilt without the one before') or diag($out);
like($out, qr/^REBUILT\tdata the same, appearance the same$/m, 'byte by byte');

# CB-AMEND-03
my $amends = "  amends:\n    report: SMALL-r1\n    reason: A second look.\n    changes: Words of the laboratory.\n";
my $both = build_ok('case file and folder agree', family($amends), '-o', scratch(), @seal, '--supersedes', $first);
like(json_of("$both/case.json")->{report}{supersedes}[0]{text}, qr/Reason: A second look\. Changes: Words of the laboratory\. None in list|Changes: Words of the laboratory\. Inputs that differ/, 'the laboratory\'s words come first');
sub refused {
    my ($name, $exit, $said, @words) = @_;
    my $to = scratch();
    my ($got, undef, $line) = casebound('build', @words, '-o', $to, @seal, '-q');
    is($got, $exit, "$name: exit $exit") or diag($line);
    like($line, $said, "$name: told");
    ok(one_line($line), "$name: one line");
    is_deeply([listing($to)], [], "$name: nothing is published");
}
refused('another report than the folder\'s', 3, qr/line \d+: amends: report is 'SMALL-r9'; of what --supersedes names it is 'SMALL-r1'/, family($amends =~ s/SMALL-r1/SMALL-r9/r), '--supersedes', $first);
refused('another digest', 3, qr/amends: digest is /, family($amends . '    digest: ' . '0' x 64 . "\n"), '--supersedes', $first);
refused('another date', 3, qr/amends: date is /, family("$amends    date: '2025-01-01'\n"), '--supersedes', $first);
refused('another reason', 3, qr/amends: reason is /, family($amends), '--supersedes', $first, '--reason', 'Something else.');
refused('no reason', 2, qr/says why: --reason/, family(''), '--supersedes', $first);
refused('a reason for nothing', 2, qr/belongs to --supersedes/, family(''), '--reason', 'x');
refused('not a later revision', 3, qr/is to be revision 1 and supersedes revision 1; .*--revision 2/, family(''), '--revision', 1, @why);
my $other = build_ok('another case', sample_case('FAM-0107'), '-o', scratch(), @seal);
refused('another case\'s report', 3, qr/names FAM-0107-r1, which is another case than SMALL/, family(''), '--supersedes', $other, '--reason', 'x');
my $unsealed = build_ok('an unsealed report', family(''), '-o', scratch());
refused('an unsealed report', 3, qr/does not verify, and cannot be superseded: unsealed/, family(''), '--supersedes', $unsealed, '--reason', 'x');
my $damaged = copy_tree($first, scratch() . '/SMALL-r1');
spill("$damaged/variants.tsv", slurp("$damaged/variants.tsv") . "x\n");
refused('a report that was changed', 3, qr/does not verify, and cannot be superseded: file: variants\.tsv: changed/, family(''), '--supersedes', $damaged, '--reason', 'x');
refused('no folder', 3, qr/no-such/, family(''), '--supersedes', scratch() . '/no-such', '--reason', 'x');
refused('under a pseudonym', 2, qr/--pseudonymise takes no --supersedes/, family(''), @why, '--pseudonymise', 'P1');

# CB-AMEND-04
# Consent is withdrawn: what was shown with it leaves no trace, not even as gone.
my $planted = sub {
    s{GENE1\|ENSG01}{BRCA1|ENSG01}g;
};
my $agreed = "  secondary_findings: {kid: agreed, dad: agreed, mum: agreed}\n";
my $with = build_ok('a report with consent', family($agreed, $planted), '-o', scratch(), @seal);
like(slurp("$with/variants.tsv"), qr/BRCA1/, 'shows a secondary finding');
my $without = build_ok('an amended report without', family('', $planted), '-o', scratch(), @seal, '--supersedes', $with, '--reason', 'Consent was withdrawn.');
my %text = texts_of($without);
is_deeply([grep { $text{$_} =~ /55051215|c\.301C/ } sort keys %text], [], 'holds no trace of it in any file');
like(json_of("$without/case.json")->{report}{supersedes}[0]{changes}, qr/^Alleles that are no longer listed are not told of/, 'and does not tell what went');
my $later = build_ok('one that withholds as the one before did', family('', sub { $planted->(); s{^chr2\t1000\t.*\n}{}m }), '-o', scratch(), @seal, '--supersedes', $without, '--reason', 'x');
like(json_of("$later/case.json")->{report}{supersedes}[0]{changes}, qr/No longer listed \(1\): GENE2/, 'tells what went');

done_testing();
