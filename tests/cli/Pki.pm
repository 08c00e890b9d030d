# Pki.pm: an authority made with openssl alone, that issues certificates of any kind, stamps times, and revokes.
package Pki;
use strict;
use warnings;
use Casebound qw(run_command scratch slurp spill);
use Test::More;

sub openssl {
    my @words = @_;
    my ($code, $out, $err) = run_command({}, 'openssl', @words);
    $code == 0 or BAIL_OUT("openssl @words: $err");
    return $out;
}

# A root "TEST NAME root" in a folder of its own.
sub new {
    my ($class, $name) = @_;
    my $self = bless { name => $name, in => scratch() }, $class;
    my $in = $self->{in};
    spill("$in/ca.cnf", <<"CNF");
[ca]
default_ca = one
[one]
database = $in/index.txt
serial = $in/serial
crlnumber = $in/crlnumber
new_certs_dir = $in
certificate = $in/root.pem
private_key = $in/root.key
default_md = sha256
default_crl_days = 10
unique_subject = no
policy = any
[any]
commonName = supplied
CNF
    spill("$in/$_->[0]", $_->[1]) for ['index.txt', ''], ['serial', "1000\n"], ['crlnumber', "01\n"];
    openssl('req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', 300, '-subj', "/CN=TEST $name root", '-addext', 'keyUsage=critical,keyCertSign,cRLSign', '-keyout',
        "$in/root.key", '-out', "$in/root.pem");
    return $self;
}

sub root { return $_[0]{in} . '/root.pem' }

# Issues a certificate; more are lines of extensions, and -startdate, -enddate or -days words for openssl ca.
sub issue {
    my ($self, $name, $extensions, @words) = @_;
    my $in = $self->{in};
    openssl('req', '-newkey', 'rsa:2048', '-nodes', '-subj', "/CN=TEST $name", '-keyout', "$in/$name.key", '-out', "$in/$name.csr");
    spill("$in/$name.ext", "basicConstraints=critical,CA:FALSE\n" . ($extensions // "keyUsage=critical,digitalSignature,nonRepudiation\n"));
    openssl('ca', '-batch', '-notext', '-config', "$in/ca.cnf", '-in', "$in/$name.csr", '-extfile', "$in/$name.ext", '-out', "$in/$name.pem", @words ? @words : ('-days', 200));
    return $self;
}

# The file that build --key takes.
sub seal {
    my ($self, $name) = @_;
    my $in = $self->{in};
    return spill("$in/$name.seal.pem", slurp("$in/$name.key") . slurp("$in/$name.pem") . slurp("$in/root.pem"));
}

sub certificate { return "$_[0]{in}/$_[1].pem" }

# The command that stamps with a certificate of this authority, for --tsa; more are words for openssl ca.
sub clock {
    my ($self, $name, $usage, @words) = @_;
    my $in = $self->{in};
    $self->issue($name, "keyUsage=critical,digitalSignature\nextendedKeyUsage=" . ($usage // 'critical,timeStamping') . "\n", @words);
    spill("$in/$name.cnf", <<"CNF");
[tsa]
default_tsa = one
[one]
serial = $in/$name.serial
crypto_device = builtin
signer_cert = $in/$name.pem
certs = $in/root.pem
signer_key = $in/$name.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256, sha384, sha512
accuracy = secs:1
ordering = no
tsa_name = no
ess_cert_id_chain = no
ess_cert_id_alg = sha256
CNF
    spill("$in/$name.serial", "01\n");
    return "openssl ts -reply -config $in/$name.cnf -queryfile /dev/stdin 2>/dev/null";
}

sub clock_config { return "$_[0]{in}/$_[1].cnf" }

sub revoke {
    my ($self, $name, $reason) = @_;
    openssl('ca', '-config', "$self->{in}/ca.cnf", '-revoke', "$self->{in}/$name.pem", '-crl_reason', $reason // 'keyCompromise');
    return $self;
}

# The list as it is now, in PEM; words for openssl ca -gencrl, such as -crlsec 1.
sub list {
    my ($self, @words) = @_;
    my $file = "$self->{in}/list" . ++$self->{lists} . '.pem';
    openssl('ca', '-gencrl', '-config', "$self->{in}/ca.cnf", '-out', $file, @words);
    return $file;
}

# An OCSP response about one certificate, in DER, from what the authority knows now.
sub answer {
    my ($self, $name, @words) = @_;
    my $in = $self->{in};
    my $file = "$in/answer" . ++$self->{answers};
    openssl('ocsp', '-issuer', "$in/root.pem", '-cert', "$in/$name.pem", '-no_nonce', '-reqout', "$file.req");
    openssl('ocsp', '-index', "$in/index.txt", '-rsigner', "$in/root.pem", '-rkey', "$in/root.key", '-CA', "$in/root.pem", '-reqin', "$file.req", '-ndays', 10, '-respout',
        "$file.ors", @words);
    return "$file.ors";
}

1;
