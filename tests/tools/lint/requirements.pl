#!/usr/bin/perl
# Each id of docs/requirements.tsv stands in a test, each id in a test stands there, and none stands there twice.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Lint;

chdir($ARGV[0] // '.') or die;
my $list = 'docs/requirements.tsv';
my $id = requirement_id();
my (%line_of, %shown);
my $n = 0;
for my $row (split /\n/, slurp($list)) {
    $n++;
    my @cells = split /\t/, $row, -1;
    if ($n == 1) { found($list, 1, "the first line is not id, floor, requirement") if $row ne "id\tfloor\trequirement"; next }
    if (@cells != 3 || grep { !/\S/ } @cells) { found($list, $n, 'three cells that are not empty'); next }
    found($list, $n, "'$cells[0]' is no id") unless $cells[0] =~ /^$id$/;
    found($list, $n, "no floor '$cells[1]'") unless grep { $_ eq $cells[1] } floors(), qw(house samples);
    found($list, $n, "$cells[0] stands in line $line_of{$cells[0]} too") if $line_of{ $cells[0] };
    $line_of{ $cells[0] } = $n;
}
# The samples that the rules' own tests plant are no claims.
for my $named (ids_in_tests()) {
    my ($file, $line, $name) = @$named;
    $shown{$name} = 1;
    found($file, $line, "$name is not in $list") unless $line_of{$name} || $file =~ m{^tests/tools/lint/t/};
}
for my $name (sort keys %line_of) { found($list, $line_of{$name}, "no test names $name") unless $shown{$name} }
done();
