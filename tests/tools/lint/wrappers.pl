#!/usr/bin/perl
# Third-party headers are included by the files that wrappers.tsv names and by no other; never by a public header.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Lint;

my @rows = table($ENV{WRAPPERS} // "$FindBin::Bin/wrappers.tsv");
chdir($ARGV[0] // '.') or die;

sub match {
    my ($path, $globs) = @_;
    for my $glob (split / /, $globs) {
        my $pattern = join '[^/]*', map { quotemeta } split /\*/, $glob, -1;
        return 1 if $path =~ /^$pattern$/;
    }
    return 0;
}

for my $file (files(qr{^(?:generator|include|samples)/.*\.[ch]$})) {
    my $n = 0;
    for my $line (split /\n/, slurp($file)) {
        $n++;
        next unless $line =~ /^\s*#\s*include\s*<([^>]+)>/;
        my $header = $1;
        my ($row) = grep { $header =~ /^(?:$_->[1])$/ } @rows;
        if (!$row) { found($file, $n, "<$header> is in no row of wrappers.tsv") }
        elsif ($row->[0] eq 'system') { next }
        elsif ($file =~ m{^include/}) { found($file, $n, "<$header> in a public header") }
        elsif (!match($file, $row->[2])) { found($file, $n, "<$header> of $row->[0] is wrapped in: $row->[2]") }
    }
}
done();
