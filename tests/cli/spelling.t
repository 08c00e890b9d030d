#!/usr/bin/perl
# The folder's signature has one spelling: the bytes that no signature covers say the same in other words, and are found. What other
# programs may spell otherwise in a PDF or a timestamp passes there.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Casebound;
use Der;
use Pki;
use Test::More;

my @case = (sample_case('FAM-0107'), '-q', '--date', '2026-01-31');
my $lab = Pki->new('laboratory')->issue('rsa', "keyUsage=critical,digitalSignature\nsubjectKeyIdentifier=hash\n");
my $in = scratch();
Pki::openssl('req', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-subj', '/CN=TEST curve', '-keyout', "$in/ec.key", '-out', "$in/ec.csr");
spill("$in/ec.ext", "basicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature\nsubjectKeyIdentifier=hash\n");
Pki::openssl('x509', '-req', '-in', "$in/ec.csr", '-CA', $lab->root, '-CAkey', $lab->{in} . '/root.key', '-CAcreateserial', '-CAserial', "$in/serial", '-days', 100, '-extfile',
    "$in/ec.ext", '-out', "$in/ec.pem");
my %key = (RSA => $lab->seal('rsa'), EC => spill("$in/key.pem", slurp("$in/ec.key") . slurp("$in/ec.pem") . slurp($lab->root)));

sub wrapped { # an element with this tag and contents
    my ($tag, $contents) = @_;
    my $n = length $contents;
    return chr($tag) . ($n < 128 ? chr $n : $n < 256 ? "\x81" . chr $n : "\x82" . pack 'n', $n) . $contents;
}

sub parts { # the elements of contents
    my ($contents) = @_;
    my @list;
    while (length $contents) { push @list, substr $contents, 0, element($contents, 0), '' }
    return @list;
}

sub inside { return substr $_[0], head($_[0], 0) }

# The parts of SignedData and of its one signer go through a function, and the whole is put together again.
sub spelled {
    my ($cms, $change) = @_;
    my ($type, $tagged) = parts(inside($cms));
    my @data = parts(inside(inside($tagged)));
    my @signer = parts(inside(inside($data[-1])));
    $change->(\@data, \@signer);
    $data[-1] = wrapped(0x31, wrapped(0x30, join '', @signer));
    return wrapped(0x30, $type . wrapped(0xa0, wrapped(0x30, join '', @data)));
}

my $plain = "\x30\x0b\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x01";
my $null = "\x30\x0d\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x01\x05\x00";
my $pss = "\x30\x0b\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x01\x0a";
my $with_rsa = "\x30\x0d\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x01\x0b\x05\x00";
my $rsa = "\x30\x0d\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x01\x01\x05\x00";
my %other = (
    'NULL with both digests' => sub { $_[0][1] = wrapped(0x31, $null); $_[1][2] = $null },
    'NULL with one digest' => sub { $_[1][2] = $null },
    'another algorithm of RSA' => sub { $_[1][4] = $with_rsa },
    'PSS without parameters' => sub { $_[1][4] = $pss },
    'RSA for EC and ECDSA for RSA' => sub { $_[1][4] = $_[1][4] eq $rsa ? "\x30\x0a\x06\x08\x2a\x86\x48\xce\x3d\x04\x03\x02" : $rsa },
);

# CB-VERIFY-192
for my $kind (sort keys %key) {
    my $folder = build_ok("a report is sealed with $kind", @case, '--key', $key{$kind}, '-o', scratch());
    my $file = "$folder/META-INF/signature001.p7s";
    my $cms = slurp($file);
    is(spelled($cms, sub { }), $cms, "$kind: taken apart and put together it is the same");
    my ($status, $said) = casebound('verify', $folder, '--trust', $lab->root);
    is($status, 0, "$kind: it verifies") or diag($said);
    for my $name (sort keys %other) {
        spill($file, spelled($cms, $other{$name}));
        ($status, $said) = casebound('verify', $folder, '--trust', $lab->root);
        is($status, 1, "$kind, $name: exit 1");
        like($said, qr/^FAILED\tfolder signature\t/m, "$kind, $name: it is named") or diag($said);
    }
    my $number = Pki::openssl('x509', '-in', $key{$kind}, '-noout', '-ext', 'subjectKeyIdentifier') =~ /^\s+([0-9A-F:]{59})$/m ? pack 'H*', $1 =~ tr/://dr : die;
    spill($file, spelled($cms, sub { $_[0][0] = $_[1][0] = "\x02\x01\x03"; $_[1][1] = wrapped(0x80, $number) }));
    ($status, $said) = casebound('verify', $folder, '--trust', $lab->root);
    is($status, 1, "$kind, the signer named by its key: exit 1");
    like($said, qr/^FAILED\tfolder signature\t/m, "$kind, the signer named by its key: it is named") or diag($said);
}

done_testing();
