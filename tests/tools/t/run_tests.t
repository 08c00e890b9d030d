#!/usr/bin/perl
# The runner counts what ran, and nothing that failed gets past it.
use strict;
use warnings;
use Cwd qw(getcwd);
use File::Temp qw(tempdir);
use Test::More;

my $runner = getcwd() . '/tests/tools/run_tests.pl';

my $place;

# (last line, exit code, all output) of a plan, run in a folder of its own, which is $place then.
sub ran {
    my ($plan, @words) = @_;
    my $folder = $place = tempdir(CLEANUP => 1);
    open my $out, '>', "$folder/a.plan" or die;
    print $out $plan;
    close $out;
    my $said = `cd $folder && JOBS=2 perl $runner a.plan @words 2>&1`;
    my $code = $? >> 8;
    return ((split /\n/, $said)[-1], $code, $said);
}

sub closes {
    my ($name, $line, $code, $plan) = @_;
    my ($last, $exit, $said) = ran($plan);
    ok($last eq $line && $exit == $code, $name) or diag("exit $exit\n$said");
}

# CB-HOUSE-12
closes('what passes is counted', '3 passed, 0 failed, 0 skipped', 0, "cmd a 5 true\ntap b 5 printf '1..2\\nok 1\\nok 2 - x\\n'\n");
closes('a command that fails', '0 passed, 1 failed, 0 skipped', 1, "cmd a 5 exit 4\n");
closes('a test that fails', '1 passed, 1 failed, 0 skipped', 1, "tap a 5 printf '1..2\\nok 1\\nnot ok 2 - x\\n'\n");
closes('a test that fails though the program exits 0, and the program after it', '1 passed, 1 failed, 0 skipped', 1,
    "tap a 5 printf '1..1\\nnot ok 1\\n'\ncmd b 5 true\n");
closes('tests that were planned and did not run', '1 passed, 1 failed, 0 skipped', 1, "tap a 5 printf '1..2\\nok 1\\n'\n");
closes('tests without a plan', '1 passed, 1 failed, 0 skipped', 1, "tap a 5 echo ok 1\n");
closes('a program that prints nothing', '0 passed, 1 failed, 0 skipped', 1, "tap a 5 true\n");
closes('a program that dies after its last test', '1 passed, 1 failed, 0 skipped', 1, "tap a 5 printf '1..1\\nok 1\\n'; kill -SEGV \$\$\n");
closes('a program that hangs', '0 passed, 1 failed, 0 skipped', 1, "cmd a 1 sleep 60\n");
closes('Bail out!', '0 passed, 1 failed, 0 skipped', 1, "tap a 5 printf '1..0\\nBail out! no\\n'\n");
closes('nothing at all is no success', '0 passed, 0 failed, 0 skipped', 1, "# nothing\n");
# CB-HOUSE-13
closes('a skipped test', '1 passed, 0 failed, 1 skipped', 0, "tap a 5 printf '1..2\\nok 1\\nok 2 # skip no data\\n'\n");
closes('a skipped test of cmocka', '1 passed, 0 failed, 1 skipped', 0, "tap a 5 printf '1..2\\nok 1 - a\\nnot ok 2 # SKIP b\\n'\n");
closes('a skipped file', '1 passed, 0 failed, 1 skipped', 0, "tap a 5 echo '1..0 # SKIP no data'\ncmd b 5 true\n");
closes('a skipped command', '1 passed, 0 failed, 1 skipped', 0, "cmd a 5 echo no data; exit 77\ncmd b 5 true\n");
closes('two groups of cmocka in one program', '3 passed, 0 failed, 0 skipped', 0, "tap a 5 printf '1..1\\nok 1\\n1..2\\nok 1\\nok 2\\n'\n");
# CB-HOUSE-14
closes('a step that the rest needs', '0 passed, 1 failed, 0 skipped', 1, "must a 5 false\n---\ncmd b 5 true\n");
closes('environment', '1 passed, 0 failed, 0 skipped', 0, "env WORD {root}/x\ncmd a 5 [ \"\$WORD\" = \"\$PWD/x\" ]\n");
my ($last, $code, $said) = ran("cmd one/a 5 true\ncmd two/b 5 false\n", 'one');
is($last, '1 passed, 0 failed, 0 skipped', 'words choose jobs');
($last, $code, $said) = ran("cmd a 5 echo on stdout; echo on stderr >&2; false\n");
like($said, qr/on stdout.*on stderr/s, 'what a failing job said is shown');
like($said, qr/^failed: a: exit 1$/m, 'failures are named once more at the end');
like((ran("nonsense\n"))[2], qr/a\.plan line 1: not understood/, 'a plan that is not understood');

# CB-VALID-09
sub results_of {
    my ($plan, %files) = @_;
    my $folder = $place = tempdir(CLEANUP => 1);
    for my $path (keys %files) {
        my $at = $folder;
        for my $part (split m{/}, $path =~ s{/[^/]+$}{}r) { $at .= "/$part"; mkdir $at }
        open my $out, '>', "$folder/$path" or die;
        print $out $files{$path};
    }
    open my $out, '>', "$folder/a.plan" or die;
    print $out $plan;
    close $out;
    `cd $folder && perl $runner a.plan 2>&1`;
    open my $in, '<', "$folder/build/check/results.tsv" or return '';
    local $/;
    return <$in>;
}
my %files = ('docs/changes.md' => "# Changes\n\n## 1.2.3, 2026-01-01\n", 'tests/cli/a.t' => "print qq{1..2\\nok 1\\nnot ok 2\\n}", 'tests/cli/b.t' => "print qq{1..1\\nok 1 # skip no\\n}",
    'tests/tools/c.sh' => 'true');
my $plan = "each x 5 tests/cli/*.t perl {}\neach asan/x 5 tests/cli/b.t perl {}\ncmd c 5 sh tests/tools/c.sh\ncmd d 5 true\n";
my $first = results_of($plan, %files);
is($first, join('', map { join("\t", @$_) . "\n" } ['# version: 1.2.3'], [qw(job tests passed failed skipped)], ['asan/x/cli/b', 'tests/cli/b.t', 0, 0, 1],
        ['c', 'tests/tools/c.sh', 1, 0, 0], ['d', '', 1, 0, 0], ['x/cli/a', 'tests/cli/a.t', 1, 1, 0], ['x/cli/b', 'tests/cli/b.t', 0, 0, 1]),
    'each job with its tests and its counts, sorted');
is(results_of($plan, %files), $first, 'the same results are the same bytes, in whatever folder');
is(`cd $place && perl $runner --list a.plan`, "x/cli/a\ttests/cli/a.t\nx/cli/b\ttests/cli/b.t\nasan/x/cli/b\ttests/cli/b.t\nc\ttests/tools/c.sh\nd\t\n", 'a list of jobs');
like(results_of("must a 5 false\n---\ncmd b 5 true\n"), qr/\A# version: unknown\n[^\n]+\na\t\t0\t1\t0\n\z/, 'what did not run is not there');

done_testing();
