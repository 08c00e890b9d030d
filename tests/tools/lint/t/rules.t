#!/usr/bin/perl
# Each rule of make lint finds what it is there for, and lets good code pass.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use LintTest;
use Test::More;

my $read = 'generator/read/x.c';

# CB-HOUSE-01
finds('floors', 'a higher floor', qr{x\.c:1: includes 'casebound/judge/judge\.h' of a higher floor},
    $read => qq{#include "casebound/judge/judge.h"\n});
finds('floors', 'a way up', qr{no way up}, $read => qq{#include "../judge/a.h"\n});
finds('floors', 'a private header of another floor', qr{private to 'model'}, $read => qq{#include "model/inner.h"\n});
finds('floors', 'a public header that looks up', qr{higher floor},
    'include/casebound/model/a.h' => qq{#include "casebound/read/record.h"\n});
finds('floors', 'a file on no floor', qr{no floor}, 'generator/attic/a.c' => "int a;\n");
passes('floors', 'own and lower floors',
    $read => qq{#include "casebound/model/case.h"\n#include "casebound/read/record.h"\n#include "read/line.h"\n#include "line.h"\n});

# CB-HOUSE-02
finds('wrappers', 'a library in a public header', qr{in a public header}, 'include/casebound/read/a.h' => "#include <htslib/vcf.h>\n");
finds('wrappers', 'a library on a wrong floor', qr{<lua\.h> of lua is wrapped in}, $read => "#include <lua.h>\n");
finds('wrappers', 'a library in a file that is not named', qr{is wrapped in},
    'generator/render/pdf/deep/x.c' => "#include <hpdf.h>\n");
finds('wrappers', 'an unknown header', qr{in no row}, $read => "#include <curl/curl.h>\n");
passes('wrappers', 'a library where it belongs', $read => "#include <htslib/vcf.h>\n#include <string.h>\n");

# CB-HOUSE-03
my $long = join '', map { "    a += $_;\n" } 1 .. 101;
finds('sizes', 'a long function', qr{x\.c:1: f: 104 lines}, $read => "int f(int a) {\n$long    return a;\n}\n");
finds('sizes', 'a long file', qr{601 lines}, $read => "int a;\n" x 601);
passes('sizes', 'a table, and braces in strings and comments',
    $read => "static const int t[] = {\n" . ("    1,\n" x 200) . "};\n/* { */\nconst char *f(void) {\n    return \"{{{\";\n}\n" . ("int a;\n" x 200));

# CB-HOUSE-04
my $guard = "#ifndef CASEBOUND_READ_A_H\n#define CASEBOUND_READ_A_H\n";
finds('headers', 'a header that needs another', qr{does not compile alone},
    'include/casebound/read/a.h' => "/* a.h: a. */\n${guard}size_t a(void);\n#endif\n");
finds('headers', 'a wrong guard', qr{guard CASEBOUND_READ_A_H is missing},
    'include/casebound/read/a.h' => "/* a.h: a. */\n#ifndef A\n#define A\nint a(void);\n#endif\n");
finds('headers', 'a header that says nothing', qr{begins with no comment},
    'include/casebound/read/a.h' => "${guard}int a(void);\n#endif\n");
passes('headers', 'a whole header',
    'include/casebound/read/a.h' => "/* a.h: a. */\n$guard#include <stddef.h>\nsize_t a(void);\n#endif\n");

# CB-HOUSE-05
finds('banned', 'strcpy', qr{x\.c:2: strcpy}, $read => "void f(char *a, const char *b) {\n    strcpy (a, b);\n}\n");
finds('banned', 'strtod outside number.c', qr{strtod}, $read => "double f(const char *a) { return strtod(a, 0); }\n");
finds('banned', 'switched off assertions', qr{assertions stay on}, $read => "#define NDEBUG 1\n");
finds('banned', 'exit outside main.c', qr{exit}, $read => "void f(void) { exit(1); }\n");
passes('banned', 'names that only look alike, comments and strings',
    $read => "/* strcpy(a, b) */\nint my_strcpy(void);\nconst char *s = \"system(1)\";\nvoid g(struct o *o) { o->exit(1); }\n");

# CB-HOUSE-06
my $head = "id\tfloor\trequirement\n";
finds('requirements', 'one that no test names', qr{no test names CB-READ-01},
    'docs/requirements.tsv' => "${head}CB-READ-01\tread\tReads.\n", 'tests/unit/read/a_test.c' => "int a;\n");
finds('requirements', 'one that is not listed', qr{CB-READ-02 is not in},
    'docs/requirements.tsv' => $head, 'tests/unit/read/a_test.c' => "/* CB-READ-02 */\n");
finds('requirements', 'one that is listed twice', qr{line 2 too},
    'docs/requirements.tsv' => $head . "CB-READ-01\tread\tReads.\n" x 2, 'tests/cli/a.t' => "# CB-READ-01\n");
finds('requirements', 'a row with an empty cell', qr{three cells}, 'docs/requirements.tsv' => "${head}CB-READ-01\tread\t\n");
passes('requirements', 'a list that agrees',
    'docs/requirements.tsv' => "${head}CB-READ-01\tread\tReads.\n", 'tests/cli/a.t' => "# CB-READ-01\n");

# CB-HOUSE-07
finds('words', 'the path of a machine', qr{path of one machine}, 'docs/a.md' => 'see /ho' . "me/anna/notes\n");
finds('words', 'unfinished work', qr{unfinished}, $read => '/* TO' . "DO: later */\n");
passes('words', 'relative paths', 'docs/a.md' => "see generator/root/x and http://example.org/home/x\n");
finds('spacing', 'a tab', qr{x\.c:1: tab}, $read => "\tint a;\n");
finds('spacing', 'a long line', qr{121 columns}, $read => '/*' . 'x' x 119 . "\n");
finds('spacing', 'white space at the end', qr{end of the line}, $read => "int a; \n");
finds('spacing', 'a missing end of line', qr{without an end of line}, $read => 'int a;');
passes('spacing', '120 columns of characters that take more bytes', $read => '//' . "\xc3\xa9" x 118 . "\n");
finds('toplevel', 'a new folder', qr{^scripts: has no place}m, 'scripts/a.sh' => "true\n");
passes('toplevel', 'the folders of the architecture', $read => "int a;\n", '.ci/run' => "true\n");

done_testing();
