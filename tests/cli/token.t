#!/usr/bin/perl
# Keys on a PKCS#11 token (SoftHSM): RSA and EC, found by their URI, signing without leaving the token.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Casebound;
use Pki;
use Test::More;

my $place = scratch();
mkdir "$place/tokens";
my $conf = spill("$place/softhsm2.conf", "directories.tokendir = $place/tokens\nobjectstore.backend = file\nlog.level = ERROR\n");
my $pin = spill("$place/pin", "1234\n");
my $wrong = spill("$place/wrong", "4321\n");
my %env = (SOFTHSM2_CONF => $conf);
my $lab = Pki->new('laboratory')->issue('rsa')->issue('other');
my $in = $lab->{in};

sub softhsm {
    my ($code, $out, $err) = run_command({ env => \%env }, 'softhsm2-util', @_);
    $code == 0 or BAIL_OUT("softhsm2-util @_: $out$err");
}
softhsm('--init-token', '--free', '--label', 'lab', '--pin', '1234', '--so-pin', '5678');
softhsm('--init-token', '--free', '--label', 'spare', '--pin', '1234', '--so-pin', '5678');
# An EC key with a certificate of the same authority.
Pki::openssl('ecparam', '-name', 'prime256v1', '-genkey', '-noout', '-out', "$in/curve.ec");
Pki::openssl('pkcs8', '-topk8', '-nocrypt', '-in', "$in/curve.ec", '-out', "$in/curve.key");
Pki::openssl('req', '-new', '-key', "$in/curve.key", '-subj', '/CN=TEST curve', '-out', "$in/curve.csr");
spill("$in/curve.ext", "basicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature\n");
Pki::openssl('ca', '-batch', '-notext', '-config', "$in/ca.cnf", '-in', "$in/curve.csr", '-extfile', "$in/curve.ext", '-out', "$in/curve.pem", '-days', 200);
Pki::openssl('pkcs8', '-topk8', '-nocrypt', '-in', "$in/rsa.key", '-out', "$in/rsa.pk8");
softhsm('--import', "$in/rsa.pk8", '--token', 'lab', '--label', 'rsa', '--id', '01', '--pin', '1234');
softhsm('--import', "$in/curve.key", '--token', 'lab', '--label', 'curve', '--id', '02', '--pin', '1234');

# The words for build; the PIN comes through descriptor 3.
sub build {
    my ($pin_file, @words) = @_;
    return casebound_with($pin_file, 'build', sample_case('FAM-0107'), '-q', '--date', '2026-01-31', @words);
}
sub casebound_with {
    my ($pin_file, @words) = @_;
    return run_command({ env => \%env }, 'sh', '-c', 'file=$1; shift; exec "$@" 3<"$file"', 'sh', $pin_file, program(), @words, '--pass-fd', 3);
}

# CB-TOKEN-01
for my $name (qw(rsa curve)) {
    my ($status, $out, $err) = build($pin, '--key', "pkcs11:token=lab;object=$name", '--certificate', "$in/$name.pem", '-o', scratch());
    is($status, 0, "$name: a report is sealed on the token") or diag($err) or next;
    chomp(my $folder = $out);
    my ($verified, $said) = casebound('verify', $folder, '--trust', $lab->root);
    is($verified, 0, "$name: it verifies") or diag($said);
    like($said, $name eq 'rsa' ? qr/SHA-256 with RSA 2048/ : qr/SHA-256 with ECDSA 256/, "$name: by its own algorithm");
    my ($code, $sig) = run_command({}, 'pdfsig', '-nocert', "$folder/" . basename($folder) . '.pdf');
    like($sig, qr/Signature is Valid/, "$name: pdfsig calls it valid");
    unlike(join('', map { slurp($_) } glob "$folder/*.json"), qr/1234;|pkcs11:/, "$name: neither PIN nor place of the key is in the report");
}

# CB-TOKEN-02
my $key = 'pkcs11:token=lab;object=rsa';
my @good = ('--certificate', "$in/rsa.pem");
my %refused = (
    'a wrong PIN' => [$wrong, qr/wrong PIN/, '--key', $key, @good],
    'a token that is not there' => [$pin, qr/none that is there/, '--key', 'pkcs11:token=nowhere;object=rsa', @good],
    'an address of several tokens' => [$pin, qr/several/, '--key', 'pkcs11:object=rsa', @good],
    'a key that is not there' => [$pin, qr/no such private key/, '--key', 'pkcs11:token=lab;object=none', @good],
    'an address of several keys' => [$pin, qr/several private keys/, '--key', 'pkcs11:token=lab', @good],
    'a PIN in the address' => [$pin, qr/does not belong into the URI/, '--key', "$key?pin-value=1234", @good],
    'no address at all' => [$pin, qr/no pkcs11: URI/, '--key', 'pkcs11:%zz', @good],
    'a module that is none' => [$pin, qr/module cannot be used/, '--key', "$key?module-path=/none/module.so", @good],
    'a certificate of another key' => [$pin, qr/no certificate that belongs/, '--key', $key, '--certificate', "$in/other.pem"],
    'no certificate' => [$pin, qr/--certificate FILE/, '--key', $key],
);
for my $name (sort keys %refused) {
    my ($pin_file, $expected, @words) = @{ $refused{$name} };
    my $where = scratch();
    my ($status, undef, $err) = build($pin_file, @words, '-o', $where);
    is($status, 6, "$name: exit 6") or diag($err);
    ok(one_line($err) && $err =~ $expected, "$name: one line says why") or diag($err);
    unlike($err, qr/1234|4321/, "$name: and no PIN");
    is_deeply([glob "$where/*"], [], "$name: nothing is left");
}
my ($status, undef, $err) = build($pin, '--key', $lab->seal('rsa'), @good, '-o', scratch());
is($status, 2, '--certificate is of tokens alone: exit 2');
($status) = build($pin, '--key', "$key?module-path=/usr/lib/softhsm/libsofthsm2.so", @good, '-o', scratch());
is($status, 0, 'a module can be named in the address');

# CB-TOKEN-03
$lab->issue('reviewer');
Pki::openssl('pkcs8', '-topk8', '-nocrypt', '-in', "$in/reviewer.key", '-out', "$in/reviewer.pk8");
softhsm('--import', "$in/reviewer.pk8", '--token', 'spare', '--label', 'me', '--id', '03', '--pin', '1234');
(my $folder) = (build($pin, '--key', $key, @good, '-o', scratch()))[1] =~ /(.*)\n/;
($status, undef, $err) = casebound_with($pin, 'sign-off', $folder, '--key', 'pkcs11:token=spare;object=me', '--certificate', "$in/reviewer.pem", '--meaning', 'review', '--trust',
    $lab->root);
is($status, 0, 'a person signs with a token of their own') or diag($err);
is((casebound('verify', $folder, '--trust', $lab->root))[0], 0, 'and it verifies');
done_testing();
