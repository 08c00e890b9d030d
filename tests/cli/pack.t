#!/usr/bin/perl
# A folder as one .asice file and back, encrypted for those who may read it, looked at by unzip and openssl too.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Casebound;
use Test::More;

my $trust = key_folder() . '/authority.pem';
my $folder = build_ok('a sealed report is made', sample_case('FAM-0107'), '-o', scratch(), '--key', key_folder() . '/seal.pem');
my $id = basename($folder);
my @files = listing($folder);
my $place = scratch();
my $asice = "$place/$id.asice";

sub same_files {
    my ($name, $other) = @_;
    is_deeply([listing($other)], \@files, "$name: the same files");
    is(scalar(grep { slurp("$other/$_") ne slurp("$folder/$_") } @files), 0, "$name: the same bytes");
}

# CB-PACK-01
my ($status, $out, $err) = casebound('pack', $folder, '-o', $asice);
is($status, 0, 'a folder is packed') or diag($err);
my $bytes = slurp($asice);
is(substr($bytes, 30, 8) . substr($bytes, 38, 31), 'mimetypeapplication/vnd.etsi.asic-e+zip', 'its type stands at byte 38, stored');
is((run_command({}, 'unzip', '-tqq', $asice))[0], 0, 'unzip finds nothing wrong');
my $by_unzip = scratch();
run_command({}, 'unzip', '-qq', $asice, '-d', $by_unzip);
same_files('unzip', $by_unzip);
casebound('pack', "$folder/", '-o', "$place/again.asice");
is(slurp("$place/again.asice"), $bytes, 'packed again, it is the same byte for byte');
($status, $out, $err) = casebound({ in => $place }, 'pack', $folder);
is($status, 4, 'an existing file is never overwritten: exit 4');
ok(one_line($err), 'one line says so');

# CB-PACK-02
($status, $out) = casebound('verify', $asice, '--trust', $trust);
is($status, 0, 'the packed report verifies as it is') or diag($out);
($status, $out) = casebound('unpack', $asice, '-o', scratch() . '/new');
chomp $out;
is(basename($out), $id, 'it is unpacked under its name');
same_files('unpack', $out);
is((casebound('unpack', $asice, '-o', dirname($out)))[0], 4, 'an existing folder is never overwritten');

# CB-PACK-03
srand 42;
my $missed = 0;
for (1 .. 60) {
    my $at = int rand length $bytes;
    my $changed = $bytes;
    substr($changed, $at, 1) ^= chr(1 + int rand 255);
    my $file = spill(scratch() . '/x.asice', $changed);
    my ($code, $text) = casebound('verify', $file, '--trust', $trust);
    next if $code == 1 && $text =~ /^FAILED\t/m;
    # What is in no file's content (dates, attributes) may change: then all of it is still what was signed.
    next if $code == 0;
    $missed++;
    diag("byte $at: exit $code: $text");
}
is($missed, 0, 'a flipped byte is found, or changes nothing that was signed');
for my $cut (0, 3, 40, 1000, length($bytes) - 1) {
    my $file = spill(scratch() . '/x.asice', substr($bytes, 0, $cut));
    my ($code) = casebound('verify', $file, '--trust', $trust);
    ok($code == 1 || $code == 3, "cut to $cut bytes: exit $code");
    isnt((casebound('unpack', $file, '-o', scratch()))[0], 0, "cut to $cut bytes: not unpacked");
}

# CB-PACK-04
sub refused {
    my ($name, $why, $file) = @_;
    my $where = scratch();
    my ($code, undef, $said) = casebound('unpack', $file, '-o', $where);
    is($code, 3, "$name: exit 3");
    ok(one_line($said) && $said =~ $why, "$name: one line says so") or diag($said);
    is_deeply([glob "$where/*"], [], "$name: nothing is left");
}
sub zipped {
    my ($with, @words) = @_;
    my $work = copy_tree($folder, scratch() . '/c');
    $with->($work) if $with;
    my $file = scratch() . '/z.zip';
    run_command({ in => $work }, 'zip', '-q', '-X', '-0', $file, 'mimetype');
    run_command({ in => $work }, 'zip', '-q', '-X', '-r', @words, $file, '.');
    return $file;
}
refused('a folder as an entry', qr/name/, zipped());
refused('no container', qr/ASiC-E/, spill(scratch() . '/x.asice', "PK\3\4 and nothing more"));
refused('a type that is not stored first', qr/ASiC-E/, do {
    my $file = scratch() . '/z.zip';
    run_command({ in => $folder }, 'zip', '-q', '-X', '-r', '-D', $file, '.');
    $file;
});
my $plain = zipped(undef, '-D');
is((casebound('verify', $plain, '--trust', $trust))[0], 0, 'another program\'s ZIP of the same files verifies');
my $odd = slurp($plain);
my $count = ($odd =~ s/case\.json/..\/e.json/g);
refused('a name that leads out of the folder', qr/name/, spill(scratch() . '/x.asice', $odd));
ok($count >= 2, 'the name was changed in both places');

# CB-PACK-05
my $keys = scratch();
sub openssl { my ($code, $text, $error) = run_command({}, 'openssl', @_); $code == 0 or diag("openssl @_: $error"); return $code }
my @holders = (['rsa', 'rsa:2048'], ['ec', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256']);
for my $holder (@holders) {
    my ($name, @kind) = @$holder;
    openssl('req', '-x509', '-newkey', @kind, '-nodes', '-keyout', "$keys/$name.key", '-out', "$keys/$name.pem", '-days', 30, '-subj', "/CN=$name");
}
my $sent = "$place/$id.asice.p7m";
($status, $out, $err) = casebound('pack', $folder, '-o', $sent, map { ('--for', "$keys/$_->[0].pem") } @holders);
is($status, 0, 'it is packed for two readers') or diag($err);
ok(index(slurp($sent), 'mimetype') < 0, 'nothing of it can be read');
for my $holder (@holders) {
    my $opened = "$place/$holder->[0].asice";
    is(openssl('cms', '-decrypt', '-inform', 'DER', '-in', $sent, '-out', $opened, '-recip', "$keys/$holder->[0].pem", '-inkey', "$keys/$holder->[0].key"),
        0, "openssl alone opens it with the $holder->[0] key");
    is(slurp($opened), $bytes, "$holder->[0]: the same bytes");
}
openssl('req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', "$keys/other.key", '-out', "$keys/other.pem", '-days', 30, '-subj', '/CN=other');
isnt((run_command({}, 'openssl', 'cms', '-decrypt', '-inform', 'DER', '-in', $sent, '-out', "$place/no", '-recip', "$keys/other.pem", '-inkey', "$keys/other.key"))[0],
    0, 'another key does not open it');
for my $wrong ([$trust, qr/not made for encryption/], ["$keys/rsa.key", qr/holds no certificate/], ["$keys/none.pem", qr/cannot be opened/]) {
    my ($code, undef, $said) = casebound('pack', $folder, '-o', "$place/wrong.p7m", '--for', $wrong->[0]);
    ok($code != 0 && one_line($said) && $said =~ $wrong->[1], 'a recipient that cannot be: ' . basename($wrong->[0])) or diag($said);
    ok(!-e "$place/wrong.p7m", 'nothing is written');
}

done_testing();
