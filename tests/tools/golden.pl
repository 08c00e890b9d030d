#!/usr/bin/perl
# golden.pl --refresh: writes tests/golden and samples/expected.tsv anew and shows what changed. Read that before you commit it.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/../cli";
use Casebound;
use Golden;

die "usage: golden.pl --refresh\n" unless "@ARGV" eq '--refresh';
for my $family (golden_families()) {
    my %files = golden_facts($family);
    spill("tests/golden/$family/$_", $files{$_}) for sort keys %files;
}
spill('samples/expected.tsv', golden_digests());
exec 'git', '--no-pager', 'diff', '--stat', '--', 'tests/golden', 'samples/expected.tsv';
