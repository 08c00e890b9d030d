#!/usr/bin/perl
# Levels B-LT and B-LTA: what is embedded, what other programs say of it, and what is found when it is taken away or lacking.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Casebound;
use Der;
use Pki;
use Test::More;

my $lab = Pki->new('laboratory')->issue('seal');
my $time = Pki->new('time');
my $ask = $time->clock('clock');
my $trust = spill(scratch() . '/trust.pem', slurp($lab->root) . slurp($time->root));
my @lists = map { ('--crl', $_) } $lab->list, $time->list;
my @build = (sample_case('FAM-0107'), '-q', '--date', '2026-01-31', '--key', $lab->seal('seal'));
my @lasting = (@build, '--tsa', $ask, '--trust', $trust, @lists);

sub verified {
    my ($folder, @words) = @_;
    my ($status, $out, $err) = casebound('verify', $folder, '--trust', $trust, @words);
    return ($status, $out . $err);
}

# CB-LEVEL-01
my %made;
for my $level (qw(LT LTA)) {
    my $folder = $made{$level} = build_ok("a report is sealed at level $level", @lasting, '--level', $level, '-o', scratch());
    my $id = basename($folder);
    my ($status, $said) = verified($folder);
    is($status, 0, "$level: it verifies") or diag($said);
    like($said, qr/^VERIFIED\t.*CAdES B-$level, PAdES B-$level$/m, "$level: at that level, folder and PDF");
    is(scalar(() = $said =~ /^passed\trevocation\t.*nothing from 'TEST seal' to its anchor was revoked/mg), 2, "$level: without any list given, nothing was revoked");
    is(json_of("$folder/case.json")->{report}{seal_level}, "B-$level", "$level: the report says so");
    my ($alone, $about) = verified("$folder/$id.pdf");
    is($alone, 0, "$level: the PDF by itself verifies") or diag($about);
    like($about, qr/^passed\trevisions\t.*nothing else changed/m, "$level: its revisions are looked at");
    is((run_command({}, 'qpdf', '--check', "$folder/$id.pdf"))[0], 0, "$level: qpdf finds nothing wrong");
    my (undef, $sig) = run_command({}, 'pdfsig', '-nocert', "$folder/$id.pdf");
    like($sig, qr/Signature is Valid/, "$level: pdfsig calls the seal valid");
    my ($code) = run_command({}, 'openssl', 'cms', '-verify', '-cades', '-binary', '-inform', 'DER', '-in', "$folder/META-INF/signature001.p7s", '-content',
        "$folder/META-INF/ASiCManifest001.xml", '-CAfile', $lab->root, '-purpose', 'any', '-crl_check', '-out', '/dev/null');
    is($code, 0, "$level: openssl cms accepts the folder's and finds the list in it");
    (undef, my $shown) = run_command({}, 'openssl', 'cms', '-cmsout', '-inform', 'DER', '-in', "$folder/META-INF/signature001.p7s", '-print', '-noout');
    like($shown, qr/lastUpdate/, "$level: which openssl shows");
}
my $folder = $made{LTA};
my $id = basename($folder);
my ($code) = run_command({}, 'openssl', 'ts', '-verify', '-token_in', '-in', "$folder/META-INF/timestamp001.tst", '-data', "$folder/META-INF/ASiCArchiveManifest001.xml",
    '-CAfile', $time->root);
is($code, 0, 'openssl ts accepts the archive timestamp');
like(slurp("$folder/$id.pdf"), qr{/SubFilter /ETSI\.RFC3161}, 'the PDF has a document timestamp');

# CB-LEVEL-02
my %lacking = (
    'without the list of the signer\'s authority' => ['--crl', $time->list],
    'without the list of the clock\'s authority' => ['--crl', $lab->list],
    'with a list that has ended' => ['--crl', $lab->list('-crlsec', 1), '--crl', $time->list],
    'with a file that is no list' => ['--crl', $trust, '--crl', $time->list],
);
sleep 2;
for my $name (sort keys %lacking) {
    my $where = scratch();
    my ($exit, undef, $err) = casebound('build', @build, '--tsa', $ask, '--trust', $trust, '--level', 'LT', @{ $lacking{$name} }, '-o', $where);
    is($exit, 6, "$name: exit 6");
    ok(one_line($err), "$name: one line") or diag($err);
    is_deeply([glob "$where/*"], [], "$name: nothing is left");
}
my $where = scratch();
my ($exit) = casebound('build', @build, '--tsa', $ask, '--trust', $lab->root, '--level', 'LTA', @lists, '-o', $where);
is($exit, 6, 'a timestamp authority that the anchors do not know: exit 6');
is_deeply([glob "$where/*"], [], 'and nothing is left');
for my $words (['--level', 'LT'], ['--level', 'T'], ['--level', 'XL', '--tsa', $ask], ['--level', 'B', '--tsa', $ask], ['--level', 'LT', '--tsa', $ask, '--trust', $trust]) {
    ($exit, undef, my $err) = casebound('build', @build, @$words, '-o', scratch());
    is($exit, 2, "@$words[0, 1]: exit 2");
    ok(one_line($err), 'one line says why');
}

# CB-LEVEL-03
my $revoked = build_ok('a lasting report, whose certificate is revoked afterwards', @lasting, '--level', 'LTA', '-o', scratch());
sleep 1;
$lab->revoke('seal');
my ($status, $said) = verified($revoked);
is($status, 0, 'by what it holds it verifies');
($status, $said) = verified($revoked, '--crl', $lab->list);
is($status, 0, 'with today\'s list it verifies') or diag($said);
like($said, qr/^passed\trevocation\t.*'TEST seal' was revoked at .*after the proven time/m, 'and the later revocation is said');

# CB-LEVEL-04
sub damaged {
    my ($name, $level, $expected, $change) = @_;
    my $copy = copy_tree($made{$level}, scratch() . "/$id");
    $change->($copy);
    my ($exit, $text) = verified($copy);
    is($exit, 1, "$name: exit 1") or diag($text);
    like($text, $expected, "$name: it is named") or diag($text);
}
damaged('an archive timestamp taken away', 'LTA', qr/^FAILED\ttimestamp\tMETA-INF\/timestamp001\.tst: removed/m, sub { unlink "$_[0]/META-INF/timestamp001.tst" });
damaged('the archive taken away', 'LTA', qr/^FAILED\ttimestamp\t.*ASiCArchiveManifest001\.xml: removed/m, sub { unlink "$_[0]/META-INF/timestamp001.tst", "$_[0]/META-INF/ASiCArchiveManifest001.xml" });
damaged('a changed archive manifest', 'LTA', qr/^FAILED\ttimestamp\tMETA-INF\/timestamp001\.tst over .*: its timestamp is of something else/m,
    sub { my $f = "$_[0]/META-INF/ASiCArchiveManifest001.xml"; spill($f, slurp($f) =~ s/text\/html/text\/HTML/r) });
damaged('a token of another folder', 'LTA', qr/^FAILED\ttimestamp\tMETA-INF\/timestamp001\.tst over/m, sub { spill("$_[0]/META-INF/timestamp001.tst", slurp("$revoked/META-INF/timestamp001.tst")) });
damaged('a second archive without a manifest', 'LTA', qr/^FAILED\tlayout\tMETA-INF\/timestamp002\.tst: added/m, sub { spill("$_[0]/META-INF/timestamp002.tst", 'x') });
damaged('a signature of a lower level in its place', 'LT', qr/^FAILED\ttimestamp\tMETA-INF\/signature001\.p7s: removed: .*\(level B-LT\)/m,
    sub { spill("$_[0]/META-INF/signature001.p7s", lower($_[0])) });

# The same signature without its lists: another program could strip them, as they are not signed.
sub lower {
    my ($in) = @_;
    my $out = scratch() . '/lower.p7s';
    my $bytes = slurp("$in/META-INF/signature001.p7s");
    my $at = index($bytes, "\xa1", index($bytes, 'TEST laboratory root'));
    # SignedData.crls stand between the certificates and the signer infos: cut them out and mend the lengths around.
    while ($at > 0 && ($at + element($bytes, $at) >= length $bytes || substr($bytes, $at + element($bytes, $at), 1) ne "\x31")) { $at = index($bytes, "\xa1", $at + 1) }
    my $cut = element($bytes, $at);
    substr($bytes, $at, $cut) = '';
    my $pos = 0;
    while ($pos < $at) {
        my ($size, $head) = (element($bytes, $pos), head($bytes, $pos));
        if ($pos + $size - $cut >= $at && $head > 2) {
            substr($bytes, $pos + 2, $head - 2) = substr(pack('N', $size - $head - $cut), 4 - ($head - 2));
            $pos += $head;
        } else { $pos += $size }
    }
    return $bytes;
}

# CB-LEVEL-05
srand 42;
my $missed = 0;
my $pdf = slurp("$made{LTA}/$id.pdf");
my $loose = scratch() . "/$id.pdf";
for (1 .. ($ENV{ASAN_OPTIONS} ? 20 : 120)) {
    my $at = int rand length $pdf;
    my $changed = $pdf;
    substr($changed, $at, 1) ^= chr(1 + int rand 255);
    spill($loose, $changed);
    my ($exit, $text) = verified($loose);
    # The token of the document timestamp is signed by its authority; what of it is not signed must prove nothing.
    next if $exit == 1 || $text !~ /^passed\ttimestamp\t.*the document existed/m;
    $missed++;
    diag("byte $at of ", length $pdf, " flipped: exit $exit");
}
is($missed, 0, 'a flipped byte of a lasting PDF is found');
my $shadow = $pdf;
$shadow .= "% a comment\n";
is((verified(spill($loose, $shadow)))[0], 1, 'bytes behind the document timestamp are found');
my $lt = slurp("$made{LT}/" . basename($made{LT}) . '.pdf');
is((verified(spill($loose, "$lt% a comment\n")))[0], 1, 'bytes behind the store are found');

# CB-LEVEL-06
# One more revision with a page that is wider, behind the store and behind the document timestamp.
for my $level (qw(LT LTA)) {
    my $bytes = slurp("$made{$level}/" . basename($made{$level}) . '.pdf');
    my ($number, $body) = $bytes =~ m{\n(\d+) 0 obj\n(<<(?:(?!endobj).)*?/Type ?/Page\b(?!s).*?)\nendobj}s or die 'no page';
    $body =~ s{/MediaBox ?\[[^]]*\]}{/MediaBox [0 0 900 900]} or die 'no MediaBox';
    my ($previous) = $bytes =~ /startxref\n(\d+)\n%%EOF\n\z/;
    my ($size) = $bytes =~ m{.*/Size (\d+)}s;
    my ($root) = $bytes =~ m{.*/Root (\d+ 0 R)}s;
    my ($info) = $bytes =~ m{.*/Info (\d+ 0 R)}s;
    my $at = length $bytes;
    my $new = "$number 0 obj\n$body\nendobj\n";
    my $table = $at + length $new;
    $new .= sprintf "xref\n%d 1\n%010d 00000 n \ntrailer\n<< /Size %d /Root %s /Info %s /Prev %d >>\nstartxref\n%d\n%%%%EOF\n", $number, $at, $size, $root, $info, $previous, $table;
    my ($exit, $text) = verified(spill($loose, $bytes . $new));
    is($exit, 1, "$level: a page replaced behind it is found");
    like($text, qr/^FAILED\trevisions\t.*page \d+ was changed after/m, "$level: and named") or diag($text);
}
done_testing();
