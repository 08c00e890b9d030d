#!/usr/bin/perl
# Every public header compiles alone, as C11 under the house's warnings, and has its guard and a first comment.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Lint;

chdir($ARGV[0] // '.') or die;
my $compiler = ($ENV{CC} // 'cc') . ' -std=c11 -Wall -Wextra -Wpedantic -Wstrict-prototypes -Werror -fsyntax-only -Iinclude';
for my $file (files(qr{^include/casebound/.*\.h$})) {
    my $text = slurp($file);
    (my $include = $file) =~ s{^include/}{};
    (my $guard = uc $include) =~ s{[/.]}{_}g;
    found($file, 1, 'begins with no comment that says what it is for') unless $text =~ m{^/\*};
    found($file, 1, "guard $guard is missing") unless $text =~ /#ifndef $guard\n#define $guard\n/;
    my $said = `printf '#include "%s"\\nint unused_but_not_empty;\\n' '$include' | $compiler -x c - 2>&1`;
    found($file, 0, "does not compile alone:\n$said") if $?;
}
done();
