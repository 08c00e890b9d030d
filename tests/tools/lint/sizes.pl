#!/usr/bin/perl
# Functions over 100 lines and files over 600 fail; functions over 60 are warned of. Flat switches and option tables are
# excepted by name in sizes.tsv.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Lint;

my %excepted = map { ("$_->[0] $_->[1]" => 1) } table("$FindBin::Bin/sizes.tsv");
my ($warn, $fail, $file_limit) = (60, 100, 600);
chdir($ARGV[0] // '.') or die;

for my $file (files(qr{^(?:generator|include|samples|tests)/.*\.[ch]$})) {
    my $text = slurp($file);
    my $lines = () = $text =~ /\n/g;
    found($file, 0, "$lines lines, $file_limit are allowed") if $lines > $file_limit;
    for my $function (functions($text)) {
        my ($name, $from, $size) = @$function;
        next if $excepted{"$file $name"};
        if ($size > $fail) { found($file, $from, "$name: $size lines, $fail are allowed") }
        elsif ($size > $warn) { print "warning: $file:$from: $name has $size lines\n" }
    }
}
done();
