#!/usr/bin/perl
# A laboratory validates a release on its own machine: an installed program says of itself, and of the reports that it makes of the
# families that come with it, whether they are those of the release.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Casebound;
use File::Path qw(remove_tree);
use Test::More;

my $build = dirname(program());
my ($version) = (casebound('--version'))[1] =~ /(\d\S*)/;
my @ids = map { (split /\t/)[0] } grep { /^CB-/ } split /\n/, slurp('docs/requirements.tsv');

# An installation of its own, which a test may damage: (program, share folder).
sub installed {
    my $prefix = scratch();
    my $share = "$prefix/share/casebound";
    spill("$prefix/bin/casebound", slurp(program()));
    chmod 0755, "$prefix/bin/casebound";
    copy_tree($_, "$share/" . basename($_)) for 'templates', 'filters', "$build/validation";
    return ("$prefix/bin/casebound", $share);
}

# (exit, stdout, stderr, the folder) of a validation.
sub validated {
    my ($program, @words) = @_;
    my $options = ref $words[0] ? shift @words : {};
    my $folder = scratch() . '/record';
    my @said = run_command($options, $program, 'validate', '-o', $folder, '--date', '2026-02-03', @words);
    return (@said, $folder);
}

sub record_of { return json_of("$_[0]/validation.json") }

sub failed_steps { return join '; ', map { $_->{name} } grep { !$_->{ok} } @{ record_of($_[0])->{steps} } }

# CB-VALID-01
my ($program, $share) = installed();
my ($status, $out, $err, $record) = validated($program);
my $json = record_of($record);
is_deeply([map { $_->{id} } @{ $json->{requirements} }], [sort @ids], 'every requirement is in the matrix');
is_deeply([grep { !@{ $_->{shown_by} } } @{ $json->{requirements} }], [], 'each with tests that show it');
my %programs = map { $_ => 1 } map { @{ $_->{shown_by} } } @{ $json->{requirements} };
is_deeply([grep { !-f } sort keys %programs], [], 'which are there');
my %run = map { $_ => 1 } map { split / /, (split /\t/, $_, -1)[1] } split /\n/, (run_command({}, 'perl', 'tests/tools/run_tests.pl', '--list', 'tests/check.plan'))[1];
is_deeply([grep { !$run{$_} } sort keys %programs], [], 'and are run by make check');
my %installed = map { (split /\t/)[1] => 1 } grep { /^file\t/ } split /\n/, slurp("$share/validation/installed.tsv");
is_deeply([sort keys %installed], [grep { $_ ne 'validation/installed.tsv' } listing($share)], 'every installed file has its digest');
for my $env ({}, { GIT_DIR => '/nowhere' }) { # as for root in somebody else's clone
    my $again = scratch();
    my ($code, undef, $why) = run_command({ env => $env }, 'perl', 'tests/tools/validation.pl', "$build/casebound-samples", $again);
    is($code, 0, 'the tables are made again') or diag($why);
    is(slurp("$again/$_"), slurp("$share/validation/$_"), "$_ is the same") for qw(matrix.tsv installed.tsv);
}

# samples/expected.tsv is what the program gives; where this fails, see what has changed, then `make golden-refresh`.
# CB-VALID-04
is($status, 0, 'an installed release: exit 0') or diag($out, $err);
is($err, '', 'nothing on stderr');
like($out, qr/^VALIDATED\t\Q$record\E\t\d+ steps; no results of the tests were given$/m, 'the last line says so');
ok($json->{validated}, 'and the record');
is($json->{casebound}, $version, 'with the version');
is(failed_steps($record), '', 'every step is ok');
is_deeply([map { $_->{name} } @{ $json->{steps} }],
    ['installed files', 'versions', (map { "report of $_" } qw(FAM-0042 FAM-0107 FAM-0231)), 'the same with 4 threads', 'cases of the profiles', 'sealed and verified',
        'made again from its inputs', 'tampering found'], 'the steps');
my %known = map { $_ => 1 } @ids;
is_deeply([grep { !$known{$_} } map { @{ $_->{shows} } } @{ $json->{steps} }], [], 'each step shows requirements that there are');
my $text = slurp("$record/validation.txt");
for my $id (@ids) { $text =~ /^  \Q$id\E +not told /m or fail("$id stands in the text") }
like($text, qr/^Result:   VALIDATED$/m, 'the text says the result');
like($text, qr/^  $_->{name} +\Q$_->{version}\E +\Q$_->{recorded}\E$/m, "the text names the version of $_->{name}") for @{ $json->{versions} };
is((verified_by("$record/sealed/FAM-0042-r1", '--trust', "$record/authority.pem"))[0], 0, 'its sealed report verifies under the TEST authority beside it');
is_deeply([grep { /\.pem$/ } listing($record)], ['authority.pem'], 'no key is left');
unlike($text . slurp("$record/validation.json"), qr{/tmp|\Q@{[dirname($share)]}\E}, 'no path of the machine is in the record');
{
    my ($code, undef, undef, $second) = validated($program, { env => { TZ => 'Asia/Kolkata', LC_ALL => 'tr_TR.UTF-8', SOURCE_DATE_EPOCH => 1 }, in => '/' });
    is($code, 0, 'elsewhere: exit 0');
    is_deeply([listing($second)], [listing($record)], 'the same files');
    is(slurp("$second/$_"), slurp("$record/$_"), "the same $_") for qw(validation.txt validation.json);
    is_deeply(content_of("$second/compared/$_"), content_of("$record/compared/$_"), "the same $_") for qw(FAM-0042-r1 FAM-0107-r1 FAM-0231-r1);
}

# CB-VALID-05
{
    my ($damaged, $where) = installed();
    my @changed = ('templates/site.xhtml', 'filters/rare_disease.lua', 'filters/recessive.lua', 'validation/families/FAM-0231/FAM-0231.vcf.gz', 'validation/matrix.tsv');
    for my $file (@changed) {
        my $bytes = slurp("$where/$file");
        if ($file =~ /lua$/) { $bytes .= "-- \n" }
        elsif ($file =~ /gz$/) { substr($bytes, length($bytes) / 2, 1) = chr(ord(substr $bytes, length($bytes) / 2, 1) ^ 1) }
        else { $bytes =~ s/([a-z])(?=[^a-z]*\z)/$1 eq 'x' ? 'y' : 'x'/e }
        spill("$where/$file", $bytes);
    }
    spill("$where/filters/lab.lua", slurp('filters/recessive.lua'));
    spill("$where/filters/lab.tests.lua", slurp('filters/de_novo.tests.lua'));
    my ($code, $said, $why, $made) = validated($damaged);
    is($code, 1, 'changed files: exit 1');
    ok(one_line($why), 'in one line') or diag($why);
    like($said, qr/^FAILED\tinstalled files\t5 of \d+ files are not those of the release$/m, 'the step says how many');
    my $text = slurp("$made/validation.txt");
    for my $file (@changed) {
        like($said, qr/^\tCHANGED\t\Q$file\E\trecorded SHA-256 [0-9a-f]{64}$/m, "$file is named");
        like($text, qr/^ +CHANGED\t\Q$file\E\t/m, 'in the record too');
    }
    is(() = $said =~ /^\tCHANGED/mg, 5, 'and no other file is');
    like($said, qr/^\tnote\tfilters\/lab\.lua\tis not of this release$/m, "a laboratory's own profile is named");
    like($said, qr/^FAILED\tcases of the profiles\t.*\n\tFAIL\tlab\t/m, 'and its cases are run');
    like($text, qr/^Result:   NOT VALIDATED$/m, 'the record says the result');
    like($text, qr/^  CB-VALID-05 +not told +FAILED /m, 'and that the requirement failed here');
    like($said, qr/^NOT VALIDATED\t.*\t\d of 10 steps failed$/m, 'as the last line does');
    like($said, qr/^FAILED\treport of FAM-0231\t/m, 'the family whose input was changed has failed');
}
{
    my ($damaged, $where) = installed();
    my @lost = ('templates/laboratory.css', 'filters/data/penetrance.tsv', 'validation/families/FAM-0107/case.yaml');
    unlink "$where/$_" or die for @lost;
    my $matrix = "$where/validation/matrix.tsv"; # that lost whole rows can be read; its digest tells
    my $rows = slurp($matrix);
    unlink $matrix or die;
    spill($matrix, $rows =~ s/.*\n\z//r);
    my ($code, $said) = validated($damaged);
    is($code, 1, 'missing files: exit 1');
    like($said, qr/^\tMISSING\t\Q$_\E\t/m, "$_ is named") for @lost;
    like($said, qr/^FAILED\treport of FAM-0042\t.*laboratory\.css/m, 'what cannot be done says why');
    like($said, qr{^\tCHANGED\t\Qvalidation/matrix.tsv\E\t}m, 'and a matrix without its last row is named');
}
for my $file (qw(installed.tsv expected.tsv matrix.tsv)) {
    my ($damaged, $where) = installed();
    my $bytes = slurp("$where/validation/$file");
    my $cut = substr($bytes, 0, length($bytes) / 2) =~ s/\t[^\t]*\z//r; # within a row
    for my $bad (undef, $cut, $bytes =~ s/^# version: .*\n/# version: 9.9.9\n/r) {
        next if $file eq 'matrix.tsv' && defined $bad && $bad =~ /9\.9\.9/;
        unlink "$where/validation/$file";
        spill("$where/validation/$file", $bad) if defined $bad;
        my ($code, undef, $why, $made) = validated($damaged);
        is($code, 3, "$file that is " . (!defined $bad ? 'absent' : $bad =~ /9\.9\.9/ ? 'of another version' : 'cut') . ': exit 3');
        like($why, qr/\Q$file\E/, 'it is named') or diag($why);
        ok(one_line($why), 'in one line');
        ok(!-e $made, 'and no folder is left');
    }
}

# CB-VALID-06
sub expecting {
    my ($change) = @_;
    my ($other, $where) = installed();
    my $rows = slurp("$where/validation/expected.tsv");
    $change->() for $rows;
    spill("$where/validation/expected.tsv", $rows);
    my @said = validated($other);
    return @said;
}
{
    my ($code, $said) = expecting(sub { s/^(FAM-0107\tvariants\.tsv\t).*/$1 . '0' x 64/me; s/^(FAM-0231\tFAM-0231-r1\.pdf\t).*/$1 . '0' x 64/me });
    is($code, 1, 'other data than recorded: exit 1');
    like($said, qr/^FAILED\treport of FAM-0107\tdata NOT the same, appearance the same\n\tDIFFERS\tdata\tvariants\.tsv\t/m, 'they are named');
    like($said, qr/^FAILED\treport of FAM-0231\tdata the same, appearance NOT the same\n\tDIFFERS\tappearance\tFAM-0231-r1\.pdf\tis drawn otherwise, and not by another version/m, 'without another version that is said');
    like($said, qr/^ok\treport of FAM-0042\tdata the same, appearance the same$/m, 'and another family is the same');
    ($code, $said) = expecting(sub { s/^(FAM-0107\t(?:case\.json|FAM-0107-r1\.html)\t).*/$1 . '0' x 64/gme; s/^FAM-0231\tledger\.tsv\t.*\n//m; s/^(FAM-0042\tledger)(\.tsv\t.*\n)/$1$2${1}2$2/m });
    is($code, 1, 'other files than recorded: exit 1');
    like($said, qr/^\tDIFFERS\tdata\tcase\.json\t.*\n\tDIFFERS\tappearance\tFAM-0107-r1\.html\tshows other data, or is drawn otherwise$/m, 'data come before what is drawn of them');
    like($said, qr/^FAILED\treport of FAM-0231\t.*\n\tDIFFERS\tdata\tledger\.tsv\tis not recorded$/m, 'one that is not recorded is named');
    like($said, qr/^FAILED\treport of FAM-0042\t.*\n\tDIFFERS\tdata\tledger2\.tsv\t/m, 'and one that is recorded and not made');
}

# A library of another version: one that draws the same, and one that does not.
SKIP: {
    my $library = "$build/tests/harfbuzz.so";
    skip 'nothing is preloaded before the sanitizers', 7 unless -e $library;
    for my $wider (0, 1) {
        my ($code, $said) = validated($program, { env => { LD_PRELOAD => $library, $wider ? (OTHER_WIDTHS => 1) : () } });
        is($code, $wider, $wider ? 'drawn otherwise: exit 1' : 'another library, drawn the same: exit 0');
        like($said, qr/^ok\tversions\t.*\n\tnote\tHarfBuzz\t99\.0\.0 here, [0-9.]+ recorded$/m, 'its version is told');
        like($said, qr/^@{[$wider ? 'FAILED' : 'ok']}\treport of FAM-0042\tdata the same, appearance @{[$wider ? 'NOT ' : '']}the same$/m, 'the data are the same');
        next unless $wider;
        like($said, qr/^\tDIFFERS\tappearance\tFAM-0042-r1\.pdf\tis drawn otherwise, and was made with other versions: HarfBuzz [0-9.]+ then, 99\.0\.0 here/m,
            'and what differs is said to be drawn by it');
    }
}

# CB-VALID-07
sub results {
    my ($rows, $of) = @_;
    return spill(scratch() . '/results.tsv', join '', map { join("\t", @$_) . "\n" } ['# version: ' . ($of // $version)], [qw(job tests passed failed skipped)], @$rows);
}
{
    my @all = map { ["x/$_", $_, 3, 0, 0] } sort keys %programs;
    my ($code, $said, $why, $made) = validated($program, '--results', results(\@all));
    is($code, 0, 'results in which all has passed: exit 0') or diag($said, $why);
    like($said, qr/^ok\tresults of the tests\t@{[scalar @ids]} requirements: 0 failed, 0 not run$/m, 'they are a step');
    is_deeply([grep { $_->{tests} ne 'passed' } @{ record_of($made)->{requirements} }], [], 'every requirement has passed');
    my %told = ('tests/cli/verify_by_hand.t' => [3, 1, 0, 'FAILED'], 'tests/cli/renew.t' => [0, 0, 2, 'skipped'], 'tests/cli/token.t' => [5, 0, 1, 'in part'], 'tests/cli/retained.t' => undef);
    my @some = map { my ($name, $path) = @$_; !exists $told{$path} ? $_ : $told{$path} ? [$name, $path, @{ $told{$path} }[0 .. 2]] : () } @all;
    ($code, $said, $why, $made) = validated($program, '--results', results(\@some));
    is($code, 1, 'a job that failed, and one that did not run: exit 1');
    like($said, qr/^\tFAILED\tCB-\S+\t.*tests\/cli\/verify_by_hand\.t/m, 'what failed is named');
    like($said, qr/^\tNOT RUN\tCB-\S+\t.*tests\/cli\/retained\.t/m, 'and what did not run');
    my ($counted) = slurp("$made/validation.txt") =~ /^3 Requirements: (.*)$/m;
    like($counted, qr/\d $_(?:,|$)/, "$_ is counted") for 'FAILED', 'NOT RUN', 'skipped', 'in part', 'passed';
    my $wrong = 0;
    for my $row (@{ record_of($made)->{requirements} }) {
        my @its = grep { exists $told{$_} } @{ $row->{shown_by} };
        my $one = @its == 1 && @{ $row->{shown_by} } == 1;
        $wrong++ if @its ? $one && $row->{tests} ne ($told{ $its[0] } ? $told{ $its[0] }[3] : 'NOT RUN') : $row->{tests} ne 'passed';
        $wrong++ if @its && $row->{tests} eq 'passed';
    }
    is($wrong, 0, 'each requirement is told as its jobs are');
    is_deeply([grep { $_->{tests} ne 'not told' } @{ $json->{requirements} }], [], 'without results nothing is said to have passed');
    unlike(slurp("$record/validation.txt"), qr/^  CB-\S+ +passed/m, 'in the text neither');
}
for my $bad (['of another version', results([['a', 'b', 1, 0, 0]], '0.0.1'), qr/results\.tsv: are results of casebound 0\.0\.1/],
    ['without a job', results([]), qr/results\.tsv: has no job/], ['that are none', 'docs/cli.md', qr/cli\.md/],
    ['that are not there', '/nowhere/results.tsv', qr/results\.tsv/], ['with half a row', results([['a', 'b', 1]]), qr/results\.tsv line 3/]) {
    my ($name, $path, $says) = @$bad;
    my ($code, $said, $why, $made) = validated($program, '--results', $path);
    is($code, 3, "results $name: exit 3");
    like($why, $says, 'the line says why');
    ok(one_line($why), 'and is one') or diag($why);
    ok(!-e $made && !-e "$made.partial", 'no folder is left');
}

# CB-VALID-08
for my $taken ('record', 'record.partial') {
    my $place = scratch();
    mkdir "$place/$taken" or die;
    my ($code, undef, $why) = run_command({}, $program, 'validate', '-o', "$place/record/");
    is($code, 4, "$taken is there: exit 4");
    ok(one_line($why), 'in one line') or diag($why);
    is_deeply([glob "$place/*"], ["$place/$taken"], 'and nothing else');
}
is((run_command({}, $program, 'validate', '-o', '/nowhere/at/all'))[0], 4, 'a place that is not there: exit 4');
for my $words ([], ['-o'], ['-o', 'x', 'y'], ['-o', 'x', '--date', 'yesterday'], ['-o', 'x', '--nonsense']) {
    my ($code, undef, $why) = run_command({ in => scratch() }, $program, 'validate', @$words);
    is($code, 2, "validate @$words: exit 2");
    ok(one_line($why), 'in one line') or diag($why);
}
{
    my ($home, $place) = (scratch(), scratch());
    my $pid = fork // die;
    if (!$pid) {
        $ENV{TMPDIR} = $home;
        open STDOUT, '>', '/dev/null';
        open STDERR, '>', "$place/err";
        exec $program, 'validate', '-o', "$place/record" or POSIX::_exit(127);
    }
    for (1 .. 500) { last if -d "$place/record.partial/compared"; select undef, undef, undef, 0.02 }
    kill 'TERM', $pid;
    waitpid $pid, 0;
    is($? & 127, 15, 'ended by a signal');
    is_deeply([glob "$place/rec* $home/*"], [], 'it leaves nothing');
    ok(one_line(slurp("$place/err")), 'and says so in one line') or diag(slurp("$place/err"));
}

done_testing();
