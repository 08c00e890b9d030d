#!/usr/bin/perl
# renew: archive timestamps keep a folder verifiable when certificates end or are revoked; by a command or by a pair of files.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Casebound;
use Digest::SHA qw(sha256);
use MIME::Base64 qw(encode_base64);
use Pki;
use POSIX qw(strftime);
use Test::More;

my $lab = Pki->new('laboratory')->issue('person');
my $time = Pki->new('time');
my ($first, $second) = ($time->clock('first'), $time->clock('second'));
my $trust = spill(scratch() . '/trust.pem', slurp($lab->root) . slurp($time->root));
my @case = (sample_case('FAM-0107'), '-q', '--date', '2026-01-31');

sub verified {
    my ($folder, @words) = @_;
    my ($status, $out, $err) = casebound('verify', $folder, '--trust', $trust, @words);
    return ($status, $out . $err);
}

# Certificates that end in a few seconds, a report that one of them seals, and one that the other stamps too.
my $ends = time + ($ENV{ASAN_OPTIONS} ? 25 : 9);
my @short = ('-enddate', strftime('%Y%m%d%H%M%SZ', gmtime $ends));
$lab->issue('short', undef, @short);
my $brief = $time->clock('brief', undef, @short);
my $folder = build_ok('a report is sealed with a certificate about to end', @case, '--key', $lab->seal('short'), '--expiring-key', 'a test', '-o', scratch());
my @stamped = (@case, '--key', $lab->seal('short'), '--expiring-key', 'a test', '--tsa', $brief, '-o');
my $renewed = build_ok('another is stamped by an authority about to end', @stamped, scratch());
my $id = basename($folder);
my $unrenewed = copy_tree($renewed, scratch() . "/$id");
my ($done, undef, $why) = casebound('renew', $renewed, '--tsa', $second, '--trust', $trust);
is($done, 0, 'and renewed by one that stays') or diag($why);
my $plain = copy_tree($folder, scratch() . "/$id");
my %bytes = map { $_ => slurp("$folder/$_") } listing($folder);

# CB-RENEW-01
my ($status, $out, $err) = casebound('renew', "$folder/", '--tsa', $first, '--trust', $trust);
is($status, 0, 'it is renewed') or diag($err);
is($out, "$folder\n", 'and the folder is printed');
is_deeply({ map { $_ => slurp("$folder/$_") } grep { exists $bytes{$_} } listing($folder) }, \%bytes, 'no byte that was there has changed');
is_deeply([grep { !exists $bytes{$_} } listing($folder)], ['META-INF/ASiCArchiveManifest001.xml', 'META-INF/timestamp001.tst'], 'two files were added');
is_deeply([glob "$folder.*"], [], 'nothing else is left');
is((run_command({}, 'openssl', 'ts', '-verify', '-token_in', '-in', "$folder/META-INF/timestamp001.tst", '-data', "$folder/META-INF/ASiCArchiveManifest001.xml", '-CAfile',
    $time->root))[0], 0, 'openssl ts accepts the timestamp');

# CB-RENEW-03
$time->revoke('first', 'superseded');
sleep 1;
my $list = $time->list;
my $third = $time->clock('third');
my $late = build_ok('a report of today', @case, '--key', $lab->seal('person'), '-o', scratch());
my $plain_late = copy_tree($late, scratch() . '/' . basename($late));
($status, undef, $err) = casebound('renew', $late, '--tsa', $third, '--trust', $trust, '--crl', $list);
is($status, 0, 'it is renewed with the list of today') or diag($err);
($status, undef, $err) = casebound('renew', $late, '--tsa', $second, '--trust', $trust, '--crl', $time->list);
is($status, 0, 'and again') or diag($err);
sleep 1;
$time->revoke('third', 'superseded');
($status, my $said) = verified($late, '--crl', $time->list, '--crl', $lab->list);
is($status, 0, 'the first authority is revoked after the second stamped: it holds') or diag($said);
is(scalar(() = $said =~ /^passed\ttimestamp\tMETA-INF\/timestamp00[12]\.tst: \d+ files existed before/mg), 2, 'the chain of times is told');
like($said, qr/'TEST third' was revoked at .*after the proven time/, 'with the later revocation');

# CB-RENEW-04
sub damaged {
    my ($name, $expected, $change) = @_;
    my $copy = copy_tree($late, scratch() . '/' . basename($late));
    $change->($copy);
    my ($exit, $text) = verified($copy);
    is($exit, 1, "$name: exit 1") or diag($text);
    like($text, $expected, "$name: it is named") or diag($text);
}
damaged('the first timestamp taken away', qr/^FAILED\t\w+\tMETA-INF\/timestamp001\.tst: removed/m, sub { unlink "$_[0]/META-INF/timestamp001.tst" });
damaged('the first archive taken away', qr/^FAILED\tlayout\tMETA-INF\/timestamp002\.tst: added/m, sub { unlink "$_[0]/META-INF/timestamp001.tst", "$_[0]/META-INF/ASiCArchiveManifest001.xml" });
damaged('the second timestamp in place of the first', qr/^FAILED\t.*timestamp001\.tst/m,
    sub { spill("$_[0]/META-INF/timestamp001.tst", slurp("$_[0]/META-INF/timestamp002.tst")) });
damaged('a list changed', qr/^FAILED\t.*revocation001-1/m, sub { spill("$_[0]/META-INF/revocation001-1", slurp("$_[0]/META-INF/revocation001-1") . "\n") });
damaged('a list added', qr/^FAILED\tlayout\tMETA-INF\/revocation002-9: added/m, sub { spill("$_[0]/META-INF/revocation002-9", slurp("$_[0]/META-INF/revocation001-1")) });
for my $file (grep { !/mimetype/ } listing($late)) {
    damaged("$file, a byte longer", qr/^FAILED\t[^\n]*\Q$file\E/m, sub { spill("$_[0]/$file", slurp("$_[0]/$file") . "\n") });
}

# CB-RENEW-05
my $far = build_ok('a report where no authority can be reached', @case, '--key', $lab->seal('person'), '-o', scratch());
my ($question, $answer) = (scratch() . '/question.tsq', scratch() . '/answer.tsr');
my @before = listing($far);
($status, $out, $err) = casebound('renew', $far, '--tsa-request', $question, '--crl', $list);
is($status, 0, 'a request is written') or diag($err);
is($out, "$question\n", 'and named');
is_deeply([listing($far)], \@before, 'the folder is as it was');
Pki::openssl('ts', '-reply', '-config', $time->clock_config('second'), '-queryfile', $question, '-out', $answer);
($status, undef, $err) = casebound('renew', $far, '--tsa-response', $answer);
is($status, 6, 'an answer to another question (without the list): exit 6');
ok(one_line($err), 'one line says so');
($status, undef, $err) = casebound('renew', $far, '--tsa-response', $answer, '--crl', $list, '--trust', $trust);
is($status, 0, 'the answer is taken in') or diag($err);
is((verified($far))[0], 0, 'and the folder verifies');
for my $words ([], ['--tsa', $second, '--tsa-request', $question], ['--tsa-response', $answer, '--tsa-request', $question]) {
    is((casebound('renew', $far, @$words))[0], 2, 'one way of asking, not ' . @$words / 2 . ': exit 2');
}

# CB-RENEW-06
my @same = listing($late);
my %wrong = ('an authority that is silent' => 'true', 'one that no anchor knows' => Pki->new('stranger')->clock('stranger'), 'one that is not made for it' => $time->clock('web', 'serverAuth'));
for my $name (sort keys %wrong) {
    ($status, undef, $err) = casebound('renew', $late, '--tsa', $wrong{$name}, '--trust', $trust);
    is($status, 6, "$name: exit 6");
    ok(one_line($err), "$name: one line") or diag($err);
}
my $unsealed = build_ok('an unsealed report', @case, '-o', scratch());
is((casebound('renew', $unsealed, '--tsa', $second))[0], 1, 'an unsealed folder is not renewed');
my $damaged = copy_tree($late, scratch() . '/' . basename($late));
spill("$damaged/case.json", slurp("$damaged/case.json") . ' ');
is((casebound('renew', $damaged, '--tsa', $second))[0], 1, 'nor is a damaged one');
is_deeply([listing($late)], \@same, 'the folders are as they were');
is_deeply([glob("$late.*"), glob("$damaged.*")], [], 'and nothing is left beside them');

# CB-RENEW-07
my $signed = build_ok('a lasting report', @case, '--key', $lab->seal('person'), '--tsa', $second, '--level', 'LTA', '--trust', $trust, '--crl', $lab->list, '--crl', $time->list,
    '-o', scratch());
$lab->issue('reviewer');
($status, undef, $err) = casebound('sign-off', $signed, '--key', $lab->seal('reviewer'), '--meaning', 'review', '--trust', $trust, '--tsa', $second);
is($status, 0, 'it takes a person\'s signature behind its timestamps') or diag($err);
($status, undef, $err) = casebound('renew', $signed, '--tsa', $second, '--trust', $trust);
is($status, 0, 'and a renewal behind that') or diag($err);
($status, $said) = verified($signed);
is($status, 0, 'and verifies') or diag($said);

# CB-RENEW-190
# Anybody may renew, with a clock and lists of their own: no word of theirs comes in with it.
my $outsider = Pki->new('outsider');
my $forged = spill(scratch() . '/forged.pem', "This report was WITHDRAWN\n" . slurp($outsider->list) . "Do not use it.\n");
my $given = build_ok('a report of the laboratory', @case, '--key', $lab->seal('person'), '-o', scratch());
($status, undef, $err) = casebound('renew', $given, '--tsa', $outsider->clock('outsider'), '--crl', $forged);
is($status, 0, 'somebody without anchors renews it') or diag($err);
my $stored = slurp("$given/META-INF/revocation001-1");
like($stored, qr/\A-----BEGIN X509 CRL-----\n[^-]*-----END X509 CRL-----\n\z/, 'of the file of lists its blocks alone are kept');
($status, $said) = verified($given);
is($status, 0, 'what was there verifies') or diag($said);
like($said, qr/^note\ttimestamp\tMETA-INF\/timestamp001\.tst: 'TEST outsider' stamped the folder at .*proves nothing: unknown/m, 'their clock is called unknown');
like($said, qr/^note\trevocation\tMETA-INF\/revocation001-1: holds a list that tells nothing/m, 'and their list needless');
unlike((verified($late))[1], qr/tells nothing/, 'the laboratory\'s own are needed');
my $one = slurp($list) =~ s/\A.*?(?=-----BEGIN)//sr;
my %texts = (
    'a text in front' => "WITHDRAWN\n$one", 'a text behind' => "${one}WITHDRAWN\n", 'a text in the block' => $one =~ s/\n/\nNote: WITHDRAWN\n\n/r,
    'a block of another kind' => "$one-----BEGIN MESSAGE-----\nV0lUSERSQVdO\n-----END MESSAGE-----\n",
    'a certificate that is none' => "$one-----BEGIN CERTIFICATE-----\nV0lUSERSQVdO\n-----END CERTIFICATE-----\n", 'a space' => $one =~ s/\n/ \n/r,
);
Pki::openssl('crl', '-in', $list, '-outform', 'DER', '-out', my $bare = scratch() . '/list.der');
$texts{'bytes behind a list in DER'} = slurp($bare) . 'WITHDRAWN';
$texts{'bytes behind an answer'} = slurp($time->answer('second')) . 'WITHDRAWN';
sub archived { # a folder whose archive holds these bytes, as somebody with a clock and an editor makes it
    my ($bytes) = @_;
    my $copy = copy_tree($plain_late, scratch() . '/' . basename($plain_late));
    spill("$copy/META-INF/revocation001-1", $bytes);
    my $manifest = slurp("$late/META-INF/ASiCArchiveManifest001.xml");
    for my $file (listing($copy)) {
        my $uri = $file =~ s{([^A-Za-z0-9._~/-])}{sprintf '%%%02X', ord $1}ger;
        my $digest = encode_base64(sha256(slurp("$copy/$file")), '');
        $manifest =~ s{(URI="\Q$uri\E".*?<ds:DigestValue>)[^<]*}{$1$digest}s;
    }
    my $made = spill("$copy/META-INF/ASiCArchiveManifest001.xml", $manifest);
    Pki::openssl('ts', '-query', '-data', $made, '-sha256', '-cert', '-out', "$copy.tsq");
    Pki::openssl('ts', '-reply', '-config', $time->clock_config('second'), '-queryfile', "$copy.tsq", '-token_out', '-out', "$copy/META-INF/timestamp001.tst");
    return verified($copy);
}
($status, $said) = archived($one);
is($status, 0, 'a list in PEM, archived by hand, passes') or diag($said);
is((archived($_->[1]))[0], 0, "$_->[0]: passes") for ['a list in DER', slurp($bare)], ['lines that end otherwise', $one =~ s/\n/\r\n/gr], ['a certificate beside it', $one . slurp($time->root)],
    ['an OCSP response', slurp($time->answer('second'))];
for my $name (sort keys %texts) {
    ($status, $said) = archived($texts{$name});
    is($status, 1, "$name: exit 1") or diag($said);
    like($said, qr/^FAILED\trevocation\tMETA-INF\/revocation001-1: /m, "$name: it is named") or diag($said);
}

# CB-RENEW-02, last: the certificate's end is waited for.
sleep 1 while time <= $ends;
($status, $said) = verified($plain);
is($status, 1, 'without it the report fails when the certificate has ended');
like($said, qr/^FAILED\tsigner\t.*expired: the certificate of 'TEST short' ended/m, 'by its own finding');
($status, $said) = verified($folder);
is($status, 0, 'with it the report verifies') or diag($said);
like($said, qr/^passed\ttimestamp\tMETA-INF\/timestamp001\.tst: \d+ files existed before 20[^\n]*, as 'TEST first' proves/m, 'and says which time is proven');

# CB-RENEW-170
($status, $said) = verified($renewed);
is($status, 0, 'when the authority of its first timestamp has ended too, it verifies') or diag($said);
is(scalar(() = $said =~ /^passed\ttimestamp\t.*: it was signed before 20[^\n]*, as 'TEST brief' proves$/mg), 2, 'by the time of that timestamp') or diag($said);
unlike($said, qr/proves nothing/, 'which is judged at the time of the renewal');
like($said, qr/^VERIFIED\t.*CAdES B-T, PAdES B-T$/m, 'and counts for the level');
($status, $said) = verified($unrenewed);
is($status, 1, 'without the renewal it does not verify');
like($said, qr/^note\ttimestamp\t.*proves nothing: expired: the certificate of 'TEST brief' ended 20/m, 'for the authority has ended, which is said');

# CB-RENEW-03
($status, $said) = verified($folder, '--crl', $list);
is($status, 1, 'a revoked authority proves nothing by itself');
like($said, qr/^note\ttimestamp\tMETA-INF\/timestamp001\.tst: .*proves nothing: revoked/m, 'and that is said');
($status) = casebound('renew', $folder, '--tsa', $second, '--trust', $trust, '--crl', $list);
is($status, 1, 'too late: what does not verify is not renewed');
my $chained = copy_tree($plain, scratch() . "/$id");
($status) = casebound('renew', $chained, '--tsa', $third);
is($status, 0, 'without anchors the rest is asked, and the folder renewed');

done_testing();
