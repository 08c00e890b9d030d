#!/usr/bin/perl
# The synthetic families give the facts of tests/golden, letter by letter. What differs is left in build/check/golden;
# `make golden-refresh` writes them anew, and its difference is read before it is committed.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Casebound;
use Golden;
use Test::More;

# CB-CASE-54
for my $family (golden_families()) {
    my %files = golden_facts($family);
    for my $name (sort keys %files) {
        my $expected = "tests/golden/$family/$name";
        my $same = slurp($expected) eq $files{$name};
        ok($same, "$family/$name");
        next if $same;
        my $left = spill("build/check/golden/$family/$name", $files{$name});
        my (undef, $difference) = run_command({}, 'diff', '-u', $expected, $left);
        diag(substr($difference, 0, 4000));
    }
}
done_testing();
