#!/usr/bin/perl
# Certificates that must not sign, and those that were revoked: before and after a proven time, by lists and by OCSP.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Casebound;
use Pki;
use Test::More;

my $lab = Pki->new('laboratory');
my $time = Pki->new('time');
my $ask = $time->clock('clock');
$lab->issue($_) for qw(seal later before);
$lab->issue('soon', undef, '-days', 29)->issue('over', undef, '-startdate', '20200101000000Z', '-enddate', '20210101000000Z');
$lab->issue('future', undef, '-startdate', '20900101000000Z', '-enddate', '20910101000000Z');
$lab->issue('web', "keyUsage=critical,digitalSignature\nextendedKeyUsage=serverAuth\n")->issue('cipher', "keyUsage=critical,keyEncipherment\n");
my $trust = spill(scratch() . '/trust.pem', slurp($lab->root) . slurp($time->root));
my @case = (sample_case('FAM-0107'), '-q', '--date', '2026-01-31');

sub seal { return ('--key', $lab->seal($_[0])) }

sub verified {
    my ($folder, @words) = @_;
    my ($status, $out, $err) = casebound('verify', $folder, '--trust', $trust, map { ('--crl', $_) } @words);
    return ($status, $out . $err);
}

# CB-REVOKE-01
my %refused = (
    over => qr/has expired by .* \(it ended 2021-01-01T00:00:00Z\)/, future => qr/not yet valid/, soon => qr/in less than 30 days/, web => qr/usage of the certificate/,
    cipher => qr/usage of the certificate/,
);
for my $name (sort keys %refused) {
    my $where = scratch();
    my ($exit, undef, $err) = casebound('build', @case, seal($name), '-o', $where);
    is($exit, 6, "a certificate '$name': exit 6");
    ok(one_line($err) && $err =~ $refused{$name}, "'$name': one line says why") or diag($err);
    is_deeply([glob "$where/*"], [], "'$name': no folder");
}
my ($exit, undef, $err) = casebound('build', @case, '--key', spill(scratch() . '/root.pem', slurp($lab->{in} . '/root.key') . slurp($lab->root)), '-o', scratch());
is($exit, 6, 'the authority itself must not seal');
my $soon = build_ok('a certificate that ends soon seals for a reason', @case, seal('soon'), '--expiring-key', 'its successor is in the post', '-o', scratch());
like(slurp("$soon/audit.jsonl"), qr/its successor is in the post/, 'which the audit trail keeps');

# CB-REVOKE-02
my $folder = build_ok('a report is sealed with timestamps', @case, seal('seal'), '--tsa', $ask, '-o', scratch());
my ($status, $said) = verified($folder);
is($status, 0, 'without lists it verifies') or diag($said);
is(scalar(() = $said =~ /^note\trevocation\t.*revocation not checked: no list or answer/mg), 2, 'and says of both seals that revocation was not checked');
my @lists = ($lab->list, $time->list);
($status, $said) = verified($folder, @lists);
is($status, 0, 'with the lists of both authorities it verifies') or diag($said);
is(scalar(() = $said =~ /^passed\trevocation\t.*nothing from 'TEST seal' to its anchor was revoked at 20/mg), 2, 'and nothing was revoked at the proven time');
($status, $said) = verified($folder, $lists[0]);
like($said, qr/^note\trevocation\t.*tells of 'TEST clock'/m, 'of an authority without a list that is said');

# CB-REVOKE-03
my $late = build_ok('a report whose certificate is revoked later', @case, seal('later'), '--tsa', $ask, '-o', scratch());
my $unstamped = build_ok('the same without a timestamp', @case, seal('later'), '-o', scratch());
$lab->revoke('before');
my $bad = build_ok('a report by a certificate that had been revoked', @case, seal('before'), '--tsa', $ask, '-o', scratch());
sleep 2;
$lab->revoke('later', 'superseded');
@lists = ($lab->list, $time->list);
($status, $said) = verified($late, @lists);
is($status, 0, 'revoked after the proven time: it holds') or diag($said);
like($said, qr/^passed\trevocation\t.*'TEST later' was revoked at 20[^\n]*\(superseded\), after the proven time/m, 'and that is said');
($status, $said) = verified($bad, @lists);
is($status, 1, 'revoked before the proven time: exit 1');
like($said, qr/^FAILED\tsigner\t.*revoked: the certificate of 'TEST before' was revoked at 20[^\n]*\(keyCompromise\), before the proven time/m, 'by its own finding');
($status, $said) = verified($unstamped, @lists);
is($status, 1, 'revoked, and no time is proven: exit 1');
like($said, qr/revoked: .*nothing proves an earlier time/, 'and that is said');

# CB-REVOKE-04
my @answers = ($lab->answer('later'), $time->answer('clock'));
($status, $said) = verified($late, @answers);
is($status, 0, 'OCSP responses serve as well') or diag($said);
like($said, qr/'TEST later' was revoked at .*after the proven time/, 'they tell of the later revocation');
($status, $said) = verified($bad, $lab->answer('before'), $answers[1]);
is($status, 1, 'and of the earlier one');
like($said, qr/^FAILED\tsigner\t.*revoked: /m, 'by its own finding');
my $stranger = Pki->new('laboratory');
($status, $said) = verified($folder, $stranger->list, $time->list);
like($said, qr/^note\trevocation\t.*not checked/m, 'a list of another authority of the same name tells nothing');
my $old = $lab->list('-crlsec', 1);
sleep 2;
my $young = build_ok('a report younger than a list', @case, seal('seal'), '--tsa', $ask, '-o', scratch());
($status, $said) = verified($young, $old, $time->list);
like($said, qr/^note\trevocation\t.*not checked/m, 'a list that ended before the proven time tells nothing');
($status, $said) = verified($folder, $trust);
is($status, 3, 'a file that is no list is refused');

# CB-REVOKE-05
my $fast = Pki->new('fast');
my $quick = $fast->clock('quick');
my $quickly = build_ok('a report stamped by an authority that will be revoked', @case, seal('seal'), '--tsa', $quick, '-o', scratch());
$fast->revoke('quick');
my $both = spill(scratch() . '/both.pem', slurp($lab->root) . slurp($fast->root));
($status, $said) = casebound('verify', $quickly, '--trust', $both, '--crl', $fast->list);
like($said, qr/^note\ttimestamp\t.*proves nothing: revoked: the certificate of 'TEST quick'/m, 'a revoked authority proves no time');

done_testing();
