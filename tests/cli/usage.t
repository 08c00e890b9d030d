#!/usr/bin/perl
# Help, versions and wrong command lines.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Casebound;
use Test::More;

# CB-CASE-01
for my $words (['help'], ['--help'], ['-h']) {
    my ($status, $out, $err) = casebound(@$words);
    is($status, 0, "@$words: exit 0");
    like($out, qr/casebound build/, "@$words: lists the commands");
    is($err, '', "@$words: says nothing on stderr");
}
my ($status, $out) = casebound('--version');
is($status, 0, '--version: exit 0');
like($out, qr/\Acasebound \d+\.\d+\.\d+\n\z/, '--version: one line');
is((casebound())[0], 2, 'no command: exit 2');

# CB-CASE-02
for my $case (
    ['bild'], ['build'], ['build', '--nonsense'], ['build', '--vcf', 'x.vcf'], ['build', 'a.yaml', 'b.yaml'],
    ['build', '--threads', 'two', 'a.yaml'], ['build', '--threads', '0', 'a.yaml'], ['build', '-o'], ['verify'],
    ['build', '--date', '2026-02-30', sample_case('FAM-0042')], ['build', '--profile', 'no_such', sample_case('FAM-0042')],
    ['key', 'new'], ['key', 'old', '-o', 'x'], ['filters'], ['filters', 'dance'], ['explain'],
) {
    my ($code, $said, $error) = casebound(@$case);
    (my $shown = "@$case") =~ s{/\S*/}{}g;
    is($code, 2, "$shown: exit 2");
    ok(one_line($error), "$shown: one line says why") or diag($error);
    is($said, '', "$shown: nothing on stdout");
}

# CB-CASE-03
my $full = system("'" . program() . "' help > /dev/full 2> /dev/null") >> 8;
is($full, 4, 'standard output that cannot be written: exit 4');

done_testing();
