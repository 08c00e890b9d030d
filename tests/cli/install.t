#!/usr/bin/perl
# An installed program runs from its prefix, and from wherever that is moved to.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Casebound;
use Test::More;

my $stage = scratch();
delete @ENV{qw(MAKEFLAGS MAKELEVEL MFLAGS DESTDIR)};
my ($status, $out, $err) = run_command({}, 'make', 'install', 'PREFIX=/opt/casebound', "DESTDIR=$stage", 'JOBS=1');
is($status, 0, 'make install') or diag($out, $err);
my $prefix = "$stage/opt/casebound";
my @files = listing($prefix);

# CB-HOUSE-10, CB-VALID-04
ok(-x "$prefix/bin/casebound", 'the program');
for my $file (qw(share/man/man1/casebound.1 share/casebound/templates/site.xhtml share/casebound/filters/rare_disease.lua share/casebound/validation/matrix.tsv)) {
    ok((grep { $_ eq $file } @files), $file);
}
my $moved = scratch() . '/elsewhere';
rename $prefix, $moved or die;
my $place = scratch();
($status, $out, $err) = run_command({ in => '/' }, "$moved/bin/casebound", 'build', sample_case('FAM-0042'), '-o', $place, '-q');
is($status, 0, 'moved to another prefix, it builds a report') or diag($err);
($status, $out) = run_command({ in => '/' }, "$moved/bin/casebound", 'filters', 'list');
like($out, qr/^rare_disease\t/m, 'moved to another prefix, it finds its profiles');
($status, $out, $err) = run_command({ in => '/' }, "$moved/bin/casebound", 'validate', '-o', "$place/validation");
is($status, 0, 'and it is what was installed') or diag($out, $err);

# CB-HOUSE-11
rename $moved, $prefix or die;
($status) = run_command({}, 'make', 'uninstall', 'PREFIX=/opt/casebound', "DESTDIR=$stage", 'JOBS=1');
is($status, 0, 'make uninstall');
is_deeply([listing($stage)], [], 'make uninstall leaves no file');

done_testing();
