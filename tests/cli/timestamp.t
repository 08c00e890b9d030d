#!/usr/bin/perl
# Level B-T: a timestamp authority (openssl ts, with keys of its own) stamps both seals; what it proves, and what is found when it is
# taken away, changed, unknown, refuses, lies or is silent.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Casebound;
use Der;
use Pki;
use Test::More;

my $place = scratch();
my $clock = Pki->new('clock');
my $ask = $clock->clock('clock');
my $trust = spill("$place/trust.pem", slurp(key_folder() . '/authority.pem') . slurp($clock->root));
my @build = (sample_case('FAM-0107'), '--key', key_folder() . '/seal.pem', '-q', '--date', '2026-01-31');

# CB-STAMP-01
my $folder = build_ok('a report is sealed with timestamps', @build, '--tsa', $ask, '-o', scratch());
my $id = basename($folder);
my ($status, $out) = casebound('verify', $folder, '--trust', $trust);
is($status, 0, 'it verifies') or diag($out);
like($out, qr/^VERIFIED\t.*CAdES B-T, PAdES B-T$/m, 'at level B-T, folder and PDF');
is(scalar(() = $out =~ /^passed\ttimestamp\t.*before 20\d\d-\d\d-\d\dT[\d:]+Z, as 'TEST clock' proves$/mg), 2, 'the time is proven for both');
unlike($out, qr/claimed/, 'no time is merely claimed');
is(json_of("$folder/case.json")->{report}{seal_level}, 'B-T', 'the report says at which level it was sealed');
my ($code, $text) = run_command({}, 'pdfsig', "$folder/$id.pdf");
like($text, qr/Signature is Valid/, 'pdfsig calls the PDF\'s signature valid');
is((run_command({}, 'qpdf', '--check', "$folder/$id.pdf"))[0], 0, 'qpdf finds nothing wrong');
($code) = run_command({}, 'openssl', 'cms', '-verify', '-cades', '-binary', '-inform', 'DER', '-in', "$folder/META-INF/signature001.p7s", '-content',
    "$folder/META-INF/ASiCManifest001.xml", '-CAfile', key_folder() . '/authority.pem', '-purpose', 'any', '-out', '/dev/null');
is($code, 0, 'openssl cms -verify -cades accepts the folder\'s');

# CB-STAMP-02
($status, $out) = casebound('verify', $folder, '--trust', key_folder() . '/authority.pem');
is($status, 0, 'without the authority\'s anchor the signature holds');
like($out, qr/^note\ttimestamp\t.*proves nothing/m, 'and the time is said to be unproven');
like($out, qr/^VERIFIED\t.*CAdES B-B, PAdES B-B$/m, 'which raises no level');
($status, $out) = casebound('verify', $folder, '--json');
like($out, qr/"level": "CAdES B-T, PAdES B-T"/, 'without anchors it is told what there is');
like($out, qr/stamped it at \S+, which proves nothing: unknown: no anchor was given/, 'and that it proves nothing');

# CB-STAMP-03
my $plain = build_ok('the same report without timestamps', @build, '-o', scratch());
is(json_of("$plain/case.json")->{report}{seal_level}, 'B-B', 'which says so');
my $stripped = copy_tree($folder, scratch() . "/$id");
my $p7s = "$stripped/META-INF/signature001.p7s";
my $der = slurp($p7s);
spill($p7s, strip($der));
($status, $out) = casebound('verify', $stripped, '--trust', $trust);
is($status, 1, 'a timestamp that was taken away: exit 1');
like($out, qr/^FAILED\ttimestamp\tMETA-INF\/signature001\.p7s: removed/m, 'it is named');

# Takes the unsigned attributes out of a CMS and mends the lengths around them.
sub strip {
    my ($bytes) = @_;
    my $oid = "\x06\x0b\x2a\x86\x48\x86\xf7\x0d\x01\x09\x10\x02\x0e";
    my $at = index($bytes, $oid);
    my $begin = $at - 1;
    $begin-- until substr($bytes, $begin, 1) eq "\xa1" && $at - $begin <= 12 && $begin + element($bytes, $begin) == length $bytes;
    my $cut = length($bytes) - $begin;
    my $short = substr($bytes, 0, $begin);
    # Every element that reached to the end is now shorter by what was cut.
    my $pos = 0;
    while ($pos < $begin) {
        my $size = element($bytes, $pos);
        if ($pos + $size == length $bytes) {
            my $head = head($bytes, $pos);
            my $new = $size - $head - $cut;
            substr($short, $pos + 2, $head - 2) = substr(pack('N', $new), 4 - ($head - 2)) if $head > 2;
            $pos += $head;
        } else { $pos += $size }
    }
    return $short;
}

# CB-STAMP-172
my $raised = copy_tree($plain, scratch() . "/$id");
my $own = "$raised/META-INF/signature001.p7s";
spill($own, stamped(slurp($own), Pki->new('own')));
($status, $out) = casebound('verify', $raised, '--trust', $trust);
is($status, 0, 'a timestamp that anybody added by a clock of their own spoils nothing') or diag($out);
like($out, qr/^note\ttimestamp\tMETA-INF\/.*'TEST mine' stamped it at .*, which proves nothing: unknown/m, 'and proves nothing');
like($out, qr/^VERIFIED\t.*CAdES B-B, PAdES B-B$/m, 'nor does it raise the level');
like($out, qr/^passed\tfolder signature\t.*: CAdES B-B,/m, 'of the signature either');
($status, $out) = casebound('verify', $raised, '--trust', $trust, '--json');
like($out, qr/"level": "CAdES B-B, PAdES B-B"/, 'in JSON too');

# The signature (CMS) with a timestamp by a clock of this authority among its unsigned attributes.
sub stamped {
    my ($bytes, $authority) = @_;
    $authority->clock('mine');
    my @around;
    my $pos = 0;
    until ($pos + element($bytes, $pos) == length $bytes && substr($bytes, $pos, 1) eq "\x04") { # the value: the signature's last element
        if ($pos + element($bytes, $pos) == length $bytes) { push @around, $pos; $pos += head($bytes, $pos) }
        else { $pos += element($bytes, $pos) }
    }
    my ($query, $token) = ("$place/own.tsq", "$place/own.tst");
    Pki::openssl('ts', '-query', '-data', spill("$place/value", substr $bytes, $pos + head($bytes, $pos)), '-sha256', '-cert', '-out', $query);
    Pki::openssl('ts', '-reply', '-config', $authority->clock_config('mine'), '-queryfile', $query, '-token_out', '-out', $token);
    my $more = slurp($token);
    $more = $_ . pack('n', length $more) . $more for "\x31\x82";
    $more = "\x06\x0b\x2a\x86\x48\x86\xf7\x0d\x01\x09\x10\x02\x0e$more";
    $more = $_ . pack('n', length $more) . $more for "\x30\x82", "\xa1\x82";
    for my $at (@around) {
        head($bytes, $at) == 4 or BAIL_OUT('a length of other than two bytes');
        substr($bytes, $at + 2, 2) = pack 'n', element($bytes, $at) - 4 + length $more;
    }
    return $bytes . $more;
}

# CB-STAMP-04
srand 42;
my $missed = 0;
my $token = index($der, "\x06\x0b\x2a\x86\x48\x86\xf7\x0d\x01\x09\x10\x02\x0e");
for (1 .. $ENV{CASEBOUND_FLIPS} // ($ENV{ASAN_OPTIONS} ? 40 : 150)) {
    my $at = $token + int rand(length($der) - $token);
    my $changed = $der;
    substr($changed, $at, 1) ^= chr(1 + int rand 255);
    spill($p7s, $changed);
    my ($exit, $said) = casebound('verify', $stripped, '--trust', $trust);
    # Its time must not count as proven any more; the seal itself may hold.
    next if $exit == 1 || $said !~ /^passed\ttimestamp\tMETA-INF/m;
    $missed++;
    diag("byte $at of ", length $der, ": exit $exit");
}
is($missed, 0, 'a flipped byte of the timestamp proves no time');

# CB-STAMP-05
my $web = $clock->clock('web', 'serverAuth');
my %wrong = (
    'an authority that is silent' => 'true', 'one that fails' => 'exit 3', 'one that talks nonsense' => 'echo no', 'one that is not there' => '/none/tsa 2>/dev/null',
    'an answer to another question' => "cat $place/old.tsr", 'one whose certificate is not made for it' => $web,
);
Pki::openssl('ts', '-query', '-data', $trust, '-sha256', '-cert', '-out', "$place/old.tsq");
Pki::openssl('ts', '-reply', '-config', $clock->clock_config('clock'), '-queryfile', "$place/old.tsq", '-out', "$place/old.tsr");
for my $name (sort keys %wrong) {
    my $where = scratch();
    my ($exit, undef, $err) = casebound('build', @build, '--tsa', $wrong{$name}, '-o', $where);
    is($exit, 6, "$name: exit 6");
    ok(one_line($err), "$name: one line") or diag($err);
    is_deeply([glob "$where/*"], [], "$name: no folder");
}

# CB-STAMP-190
# An authority between the clock and the anchor: its usage, and whether the clock is known by it.
sub below { # the command of a clock below such an authority
    my ($usage) = @_;
    my $made = scratch();
    for my $who (['between', $clock->root, $clock->{in} . '/root.key', "basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign\n$usage"],
        ['below', "$made/between.pem", "$made/between.key", "basicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature\nextendedKeyUsage=critical,timeStamping\n"]) {
        my ($name, $issuer, $key, $extensions) = @$who;
        Pki::openssl('req', '-newkey', 'rsa:2048', '-nodes', '-subj', "/CN=TEST $name", '-keyout', "$made/$name.key", '-out', "$made/$name.csr");
        Pki::openssl('x509', '-req', '-in', "$made/$name.csr", '-CA', $issuer, '-CAkey', $key, '-CAcreateserial', '-CAserial', "$made/serial", '-days', 100, '-extfile',
            spill("$made/$name.ext", $extensions), '-out', "$made/$name.pem");
    }
    my $config = slurp($clock->clock_config('clock')) =~ s{^serial = .*}{serial = $made/tokens}mr =~ s{^signer_cert = .*}{signer_cert = $made/below.pem}mr
        =~ s{^certs = .*}{certs = $made/between.pem}mr =~ s{^signer_key = .*}{signer_key = $made/below.key}mr;
    spill("$made/tokens", "01\n");
    return 'openssl ts -reply -config ' . spill("$made/ts.cnf", $config) . ' -queryfile /dev/stdin 2>/dev/null';
}
my %between = ('' => 1, "extendedKeyUsage=timeStamping\n" => 1, "extendedKeyUsage=anyExtendedKeyUsage\n" => 1, "extendedKeyUsage=codeSigning,emailProtection\n" => 0);
for my $usage (sort keys %between) {
    my $copy = copy_tree($plain, scratch() . "/$id");
    my ($renewed, undef, $why) = casebound('renew', $copy, '--tsa', below($usage));
    is($renewed, 0, "a clock below an authority '" . ($usage =~ s/\n//r) . "' stamps") or diag($why);
    my ($code, $said) = casebound('verify', $copy, '--trust', $trust);
    is($code, 0, 'the folder verifies') or diag($said);
    like($said, $between{$usage} ? qr/^passed\ttimestamp\tMETA-INF.*as 'TEST below' proves/m
        : qr/^note\ttimestamp\tMETA-INF.*proves nothing: wrong usage: the authority 'TEST between' is made for something else than timestamps/m, 'and its time is proven, or not') or diag($said);
}
my ($exit, undef, $err) = casebound('build', sample_case('FAM-0107'), '--tsa', $ask, '-o', scratch());
is($exit, 2, 'a timestamp without a seal: exit 2');
ok(one_line($err), 'one line says so');

done_testing();
