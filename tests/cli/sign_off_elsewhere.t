#!/usr/bin/perl
# A PDF whose prepared field was signed by another program (Apache PDFBox, with openssl's CMS) is taken in; one in which that program changed
# anything else is not.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Casebound;
use Pki;
use Test::More;

my $hospital = Pki->new('hospital');
$hospital->issue($_) for 'Reviewer', 'Approver';
my $seal = key_folder() . '/seal.pem';
my $trust = spill(scratch() . '/trust.pem', slurp(key_folder() . '/authority.pem') . slurp($hospital->root));
my $sealed = build_ok('a sealed report is made', sample_case('FAM-0107'), '-o', scratch(), '--key', $seal);
my $id = basename($sealed);
my $cache = scratch();
my $jars = join ':', map { "/usr/share/java/$_.jar" } qw(pdfbox2 fontbox2 commons-logging);

# The file that the other program makes of a PDF.
sub elsewhere {
    my ($pdf, $field, $name, @more) = @_;
    my $out = scratch() . '/elsewhere.pdf';
    my ($code, undef, $err) = run_command({}, 'java', "-Dpdfbox.fontcache=$cache", '-cp', $jars, root() . '/tests/cli/elsewhere/Sign.java', $pdf, $out, $field,
        "$hospital->{in}/$name.key", $hospital->certificate($name), $hospital->root, @more);
    is($code, 0, "the other program signs $field") or BAIL_OUT($err);
    return $out;
}
sub fresh { return copy_tree($sealed, scratch() . "/$id") }
sub take_in { my ($folder, $pdf, $meaning) = @_; return casebound('sign-off', $folder, '--key', $seal, '--meaning', $meaning, '--signed', $pdf, '--trust', $trust) }

# CB-SIGN-17
my $reviewed = elsewhere("$sealed/$id.pdf", 'Review', 'Reviewer');
my $folder = fresh();
my ($status, $out, $err) = take_in($folder, $reviewed, 'review');
is($status, 0, 'a review signed elsewhere is taken in') or diag($err);
ok(slurp("$folder/$id.reviewed.pdf") eq slurp($reviewed), 'as it is, byte by byte');
($status, $out) = casebound('verify', $folder, '--trust', $trust);
is($status, 0, 'the folder verifies') or diag($out);
like($out, qr/^note\tstatus\t$id: reviewed; review by 'TEST Reviewer' /m, 'and is reviewed, by whom');
like($out, qr/^note\tsigner\t$id\.reviewed\.pdf: signed elsewhere by 'TEST Reviewer', taken in by 'casebound TEST seal'$/m, 'taken in by whom');
like($out, qr/^passed\tpdf signature\t$id\.reviewed\.pdf \(Review\): PKCS#7 \(ISO 32000-1\), no PAdES/m, 'what kind of signature it is');
like(slurp("$folder/audit-002.jsonl"), qr/"actor":"casebound TEST seal","event":"signed elsewhere: review"/, 'the event says so');
($status, undef, $err) = casebound('sign-off', $folder, '--key', $hospital->seal('Approver'), '--meaning', 'approval', '--tsa', $hospital->clock('clock'), '--trust', $trust);
is($status, 0, 'an approval is signed behind it') or diag($err);
($status, $out) = casebound('verify', $folder, '--trust', $trust);
is($status, 0, 'both together verify') or diag($out);

# CB-SIGN-18
sub refused {
    my ($name, $exit, $said, $pdf, $meaning) = @_;
    my $in = fresh();
    my ($code, undef, $why) = take_in($in, $pdf, $meaning // 'review');
    is($code, $exit, "$name: exit $exit");
    like($why, $said, "$name: told") or diag($why);
    is_deeply([listing($in)], [listing($sealed)], "$name: nothing is added");
    ok(!-e "$in.partial", "$name: nothing is left beside it");
}
refused('a page that was drawn on', 6, qr/revisions: .*: page 1 was changed after the seal/, elsewhere("$sealed/$id.pdf", 'Review', 'Reviewer', 'page'));
refused('the other field', 6, qr/its last signature is not the review/, elsewhere("$sealed/$id.pdf", 'Approval', 'Approver'));
my $twin = build_ok('another case', sample_case('FAM-0042'), '-o', scratch(), '--key', $seal);
refused('another case\'s PDF', 6, qr/does not continue the report's PDF/, elsewhere("$twin/" . basename($twin) . '.pdf', 'Review', 'Reviewer'));
refused('the PDF as it was', 6, qr/does not continue the report's PDF/, "$sealed/$id.pdf");
refused('bytes behind the PDF', 6, qr/revisions: .* bytes were added after the seal|does not hold one signature more/, spill(scratch() . '/more.pdf', slurp("$sealed/$id.pdf") . "% more\n"));
my $unknown = Pki->new('unknown')->issue('Reviewer');
my $known = $hospital;
$hospital = $unknown;
refused('a signer whom no anchor knows', 6, qr/signer: .*calls itself 'TEST Reviewer'/, elsewhere("$sealed/$id.pdf", 'Review', 'Reviewer'));
$hospital = $known;
refused('a file that is not there', 3, qr/nowhere\.pdf/, scratch() . '/nowhere.pdf');

done_testing();
