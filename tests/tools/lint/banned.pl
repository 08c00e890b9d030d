#!/usr/bin/perl
# Calls that are never made here, and why. banned.tsv: name, files excepted, what to use.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Lint;

my @rows = table("$FindBin::Bin/banned.tsv");
chdir($ARGV[0] // '.') or die;

for my $file (files(qr{^(?:generator|include|samples)/.*\.[ch]$})) {
    my $code = code_of(slurp($file));
    my @lines = split /\n/, $code;
    for my $row (@rows) {
        my ($name, $excepted, $instead) = @$row;
        next if grep { $file eq $_ } split / /, $excepted;
        for my $i (0 .. $#lines) {
            found($file, $i + 1, "$name: $instead") if $lines[$i] =~ /(?<![\w.>])(?:$name)\s*\(/;
        }
    }
    for my $i (0 .. $#lines) {
        found($file, $i + 1, 'assertions stay on') if $lines[$i] =~ /#\s*(?:define|undef)\s+NDEBUG/;
        found($file, $i + 1, 'a warning is mended, not silenced') if $lines[$i] =~ /#\s*pragma\s+(?:GCC|clang)\s+diagnostic/;
    }
}
done();
