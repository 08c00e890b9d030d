#!/usr/bin/perl
# Words that have no place in the project: paths of one machine, marks of unfinished work, talk about who wrote it.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Lint;

my @rows = table("$FindBin::Bin/words.tsv");
chdir($ARGV[0] // '.') or die;

my $any = join '|', map { "(?:$_->[0])" } @rows;
for my $file (files(qr{.})) {
    next if $file =~ m{^tests/tools/lint/(?:words\.tsv|t/words\.t)$} || -B $file;
    my $text = slurp($file);
    next unless $text =~ /$any/;
    my $n = 0;
    for my $line (split /\n/, $text) {
        $n++;
        for my $row (@rows) { found($file, $n, "'$1': $row->[1]") if $line =~ /($row->[0])/ }
    }
}
done();
