#!/usr/bin/perl
# The manual page says what the Markdown says, and a line of text never becomes a command of roff.
use strict;
use warnings;
use File::Temp qw(tempdir);
use Test::More;

my $folder = tempdir(CLEANUP => 1);

sub page {
    my ($text) = @_;
    open my $out, '>', "$folder/a.md" or die;
    print $out $text;
    close $out;
    return scalar `perl tests/tools/man.pl casebound 1 0.1.0 2026-01-31 $folder/a.md`;
}

# CB-HOUSE-18
my $page = page("# x(1)\n\n## Name\n\nx - does *much*\n\n## Options\n\n`-o` *DIR*\n: Where to.\n\n- one\n  and more\n- two\n");
like($page, qr/^\.TH CASEBOUND 1 "2026-01-31" "casebound 0\.1\.0"/, 'title');
like($page, qr/^\.SH NAME\nx \\- does \\fImuch\\fR$/m, 'section and emphasis');
like($page, qr/^\.TP\n\\fB\\-o\\fR \\fIDIR\\fR\nWhere to\.$/m, 'definition');
like($page, qr/^\.IP \\\(bu 3\none and more\n\.IP \\\(bu 3\ntwo$/m, 'list');
like(page("## A\n\n.so /etc/passwd\n"), qr/^\\&\.so/m, 'a dot at the beginning of a line is text');
like(page("## A\n\n'quoted' and \\fBback\\fR\n"), qr/^\\&'quoted' and \\efBback\\efR$/m, 'a quote and a backslash are text');
like(page("## A\n\n```\n.x --long\n```\n"), qr/^\.nf\n\\&\.x \\-\\-long\n\.fi$/m, 'code');
like(page("## A\n\n| a | b |\n|---|---|\n| `x` | y |\n"), qr/^\.TP\n\\fBx\\fR\ny$/m, 'a table becomes a list of terms');
is(system("mandoc -Tlint -Wwarning build/docs/casebound.1 >/dev/null 2>&1"), 0, 'mandoc finds nothing in our page');
my $manual = do { local (@ARGV, $/) = 'docs/cli.md'; <> };
my $help = `@{[ $ENV{CASEBOUND} // 'build/release/casebound' ]} help 2>/dev/null` // '';
like($help, qr/--output/, 'the help lists options');
my @missing = grep { index($manual, "`$_`") < 0 } $help =~ /(--[a-z-]+)/g;
is("@missing", '', 'the manual has each option of the help');

done_testing();
