#!/usr/bin/perl
# Text files: no tabs where the language needs none, no white space at a line's end, no CR, an end of line at the end,
# and in C no line over 120 columns.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Lint;

my $columns = 120;
chdir($ARGV[0] // '.') or die;
for my $file (files(qr{(?:\.(?:c|h|pl|pm|t|sh|mjs|js|css|xhtml|lua|yaml|md)|^\.ci/\w+)$})) {
    next if $file =~ m{^tests/(?:data|golden|fuzz/corpus)/};
    my $text = slurp($file);
    found($file, 0, 'ends without an end of line') if $text ne '' && $text !~ /\n\z/;
    my $n = 0;
    for my $line (split /\n/, $text) {
        $n++;
        found($file, $n, 'carriage return') if $line =~ /\r/;
        found($file, $n, 'white space at the end of the line') if $line =~ /[ \t]$/ && $file !~ /\.md$/;
        next unless $file =~ /\.[ch]$/;
        found($file, $n, 'tab') if $line =~ /\t/;
        (my $shown = $line) =~ s/[\x80-\xbf]//g;
        found($file, $n, length($shown) . " columns, $columns are allowed") if length($shown) > $columns;
    }
}
done();
