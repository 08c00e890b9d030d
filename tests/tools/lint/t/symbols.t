#!/usr/bin/perl
# The rule over the archives finds calls to the outside, writable globals and names without cb_.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use LintTest;
use Test::More;

my $rule = rule_folder() . '/symbols.pl';

# Archives of all floors, empty but for one object of the floor given.
sub said_of {
    my ($floor, $source) = @_;
    my $folder = tree('x.c' => $source, 'nothing.c' => "extern int cb_nothing;\n");
    system("cd $folder && cc -std=c11 -D_GNU_SOURCE -fPIE -c x.c nothing.c") == 0 or die 'cc';
    for my $name (qw(base model read judge arrange render folder seal verify cli)) {
        my $object = $name eq $floor ? 'x.o' : 'nothing.o';
        system("cd $folder && ar rcs lib$name.a $object") == 0 or die 'ar';
    }
    my $said = `perl $rule $folder 2>&1`;
    return ($? >> 8) . " $said";
}

# CB-HOUSE-08
like(said_of('render', "#include <stdio.h>\nint cb_f(void);\nint cb_f(void) { return fopen(\"a\", \"r\") != 0; }\n"),
    qr{^1 render/x\.o: calls 'fopen'}, 'render opens a file');
like(said_of('model', "#include <time.h>\ntime_t cb_f(void);\ntime_t cb_f(void) { return time(0); }\n"), qr{^1 model/x\.o: calls 'time'},
    'model asks the clock');
like(said_of('arrange', "#include <stdlib.h>\nchar *cb_f(void);\nchar *cb_f(void) { return getenv(\"A\"); }\n"),
    qr{^1 arrange/x\.o: calls 'getenv'}, 'arrange asks the environment');
like(said_of('read', "#include <stdio.h>\nint cb_f(void);\nint cb_f(void) { return fopen(\"a\", \"r\") != 0; }\n"), qr{^0 $},
    'read may open a file');
# CB-HOUSE-09
like(said_of('base', "int cb_f(void);\nstatic int counter;\nint cb_f(void) { return ++counter; }\n"),
    qr{^1 base/x\.o: writable global 'counter'}, 'a static counter');
like(said_of('base', "int cb_f(void);\nint cb_f(void) { static int n = 4; return ++n; }\n"), qr{^1 base/x\.o: writable global 'n'},
    'a static in a function');
like(said_of('base', "int cb_f(void);\nint cb_f(void) { static _Thread_local int n; return ++n; }\n"), qr{^1 base/x\.o: writable global 'n'},
    'a thread-local one');
like(said_of('base', "const char *cb_f(int i);\nstatic const char *const t[] = {\"a\", \"b\"};\nconst char *cb_f(int i) { return t[i]; }\n"),
    qr{^0 $}, 'a constant table of addresses is no writable global');
like(said_of('base', "int helper(void);\nint helper(void) { return 1; }\n"), qr{^1 base/x\.o: exports 'helper'}, 'a name without cb_');

done_testing();
