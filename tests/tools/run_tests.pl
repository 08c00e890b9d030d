#!/usr/bin/perl
# run_tests.pl [--list] PLAN [WORD…]: runs the jobs of a plan, two or more at a time, and ends with one line: "N passed, N failed,
# N skipped". With words, only jobs whose name holds one of them (and those marked `must`) run. Exit 1 when anything failed.
#
# A plan is read line by line; '#' starts a comment.
#   env NAME VALUE                 set for all jobs from here on; VALUE may use {root}
#   include FILE                   another plan in this place
#   ---                            later jobs start when all earlier ones have ended
#   must NAME SECONDS COMMAND      exit 0 is one passed test; otherwise nothing behind it runs
#   cmd NAME SECONDS COMMAND       exit 0 is one passed test, 77 a skipped one (the last line says why)
#   tap NAME SECONDS COMMAND       prints TAP, as prove and cmocka know it
#   each NAME SECONDS GLOB COMMAND tap for each file; {} is its path, {stem} without "tests/" and its ending
# A job that runs longer than SECONDS is ended and has failed. Outputs stay in build/check/log/NAME.{out,err}; what each job came to
# is in build/check/results.tsv, for `casebound validate --results`, the same bytes for the same results. With --list nothing runs: each
# job is printed with its programs of tests.
use strict;
use warnings;
use Cwd qw(getcwd);
use File::Path qw(make_path);
use POSIX qw(:sys_wait_h setpgid);
use Time::HiRes qw(time sleep);

my $root = getcwd();
my $logs = "build/check/log";
my $results = "build/check/results.tsv";
my $shown_lines = 60;
my ($passed, $failed, $skipped) = (0, 0, 0);
my (@failures, %skip_reasons, %result_of);
my $stop = 0;

sub read_plan {
    my ($path) = @_;
    open my $in, '<', $path or die "$path: $!\n";
    my @steps;
    while (my $line = <$in>) {
        chomp $line;
        $line =~ s/^\s+|\s+$//g;
        next if $line eq '' || $line =~ /^#/;
        if ($line eq '---') { push @steps, { kind => 'wait' } }
        elsif ($line =~ /^include (\S+)$/) { push @steps, read_plan($1) }
        elsif ($line =~ /^env (\w+) (.*)$/) { push @steps, { kind => 'env', name => $1, value => $2 } }
        elsif ($line =~ /^(must|cmd|tap) (\S+) (\d+) (.+)$/) {
            push @steps, { kind => $1, name => $2, seconds => $3, command => $4 };
        } elsif ($line =~ /^each (\S+) (\d+) (\S+) (.+)$/) { push @steps, expand($1, $2, $3, $4) }
        else { die "$path line $.: not understood: $line\n" }
    }
    return @steps;
}

sub expand {
    my ($name, $seconds, $glob, $command) = @_;
    my @steps;
    for my $path (sort glob $glob) {
        (my $stem = $path) =~ s{^tests/}{};
        $stem =~ s{\.\w+$}{};
        (my $filled = $command) =~ s/\{\}/$path/g;
        $filled =~ s/\{stem\}/$stem/g;
        push @steps, { kind => 'tap', name => "$name/$stem", seconds => $seconds, command => $filled, tests => $path };
    }
    return @steps;
}

sub start {
    my ($job) = @_;
    (my $file = $job->{name}) =~ s{[^\w.-]}{_}g;
    $job->{out} = "$logs/$file.out";
    $job->{err} = "$logs/$file.err";
    $job->{began} = time;
    my $pid = fork;
    die "fork: $!\n" unless defined $pid;
    if ($pid == 0) {
        setpgid(0, 0);
        open STDIN, '<', '/dev/null';
        open STDOUT, '>', $job->{out} or die;
        open STDERR, '>', $job->{err} or die;
        exec '/bin/sh', '-c', $job->{command} or exit 127;
    }
    setpgid($pid, $pid);
    $job->{pid} = $pid;
}

# The programs of tests of a job.
sub tests_of {
    my ($job) = @_;
    return $job->{tests} // join ' ', grep { -f } $job->{command} =~ m{\btests/[\w./-]+}g;
}

sub slurp {
    my ($path) = @_;
    open my $in, '<', $path or return '';
    local $/;
    return scalar(<$in>) // '';
}

# Counts of a TAP stream. cmocka writes a skipped test as "not ok N # SKIP", and one plan for each group of tests.
sub read_tap {
    my ($job) = @_;
    my %seen = (passed => 0, failed => 0, skipped => 0, names => []);
    my ($planned, $ran) = (0, 0);
    my $plan_seen = 0;
    for my $line (split /\n/, slurp($job->{out})) {
        if ($line =~ /^1\.\.(\d+)\s*(?:#\s*skip\S*\s*(.*))?$/i) {
            $plan_seen = 1;
            $planned += $1;
            if ($1 == 0 && defined $2) { $seen{skipped}++; $skip_reasons{$2}++ }
        } elsif ($line =~ /^(not )?ok\b\s*\d*\s*(.*)$/) {
            my ($not, $rest) = ($1, $2);
            $ran++;
            if ($rest =~ /#\s*skip\S*\s*(.*)$/i) { $seen{skipped}++; $skip_reasons{$1 || 'no reason given'}++ }
            elsif ($not) { $seen{failed}++; push @{ $seen{names} }, $rest }
            else { $seen{passed}++ }
        } elsif ($line =~ /^Bail out!\s*(.*)/) { $seen{failed}++; push @{ $seen{names} }, "bailed out: $1" }
    }
    my @wrong;
    push @wrong, 'no plan' unless $plan_seen;
    push @wrong, "planned $planned tests, ran $ran" if $planned != $ran;
    return (\%seen, @wrong);
}

sub how_ended {
    my ($job, $status) = @_;
    return "ran longer than $job->{seconds} s" if $job->{late};
    return 'signal ' . ($status & 127) if $status & 127;
    return 'exit ' . ($status >> 8);
}

sub judge {
    my ($job, $status) = @_;
    my $ended = how_ended($job, $status);
    if ($job->{kind} eq 'tap') {
        my ($seen, @wrong) = read_tap($job);
        push @wrong, $ended if $job->{late} || ($status != 0 && !$seen->{failed});
        if (@wrong) { $seen->{failed}++; push @{ $seen->{names} }, join('; ', @wrong) }
        return $seen;
    }
    return { passed => 1, failed => 0, skipped => 0 } if $status == 0;
    if (!$job->{late} && $status >> 8 == 77 && $job->{kind} eq 'cmd') {
        my @lines = split /\n/, slurp($job->{out});
        $skip_reasons{ $lines[-1] // 'no reason given' }++;
        return { passed => 0, failed => 0, skipped => 1 };
    }
    return { passed => 0, failed => 1, skipped => 0, names => [$ended] };
}

sub tail_of {
    my ($path) = @_;
    my @lines = split /\n/, slurp($path);
    my $cut = @lines > $shown_lines ? @lines - $shown_lines : 0;
    print "    … $cut more lines in $path\n" if $cut;
    print "    $_\n" for @lines[$cut .. $#lines];
}

sub finish {
    my ($job, $status) = @_;
    my $seen = judge($job, $status);
    $passed += $seen->{passed};
    $failed += $seen->{failed};
    $skipped += $seen->{skipped};
    $result_of{ $job->{name} } = join "\t", $job->{name}, tests_of($job), map { $seen->{$_} } qw(passed failed skipped);
    my $word = $seen->{failed} ? 'FAIL' : $seen->{passed} ? 'ok' : 'skip';
    printf "%-4s %s (%d passed, %d skipped, %.1f s)\n", $word, $job->{name}, $seen->{passed}, $seen->{skipped},
        time - $job->{began};
    return unless $seen->{failed};
    print "  failed: $_\n" for @{ $seen->{names} };
    tail_of($job->{out});
    tail_of($job->{err});
    push @failures, map { "$job->{name}: $_" } @{ $seen->{names} };
    $stop = 1 if $job->{kind} eq 'must';
}

# Without path of the machine, date or duration. A job that did not run is not there.
sub write_results {
    my ($version) = slurp('docs/changes.md') =~ /^## ([0-9.]+)/m;
    open my $out, '>', $results or die "$results: $!\n";
    print $out "# version: ", $version // 'unknown', "\n", join("\t", qw(job tests passed failed skipped)), "\n";
    print $out "$result_of{$_}\n" for sort keys %result_of;
    close $out or die "$results: $!\n";
}

# Ends what one of our own jobs left running, by its process group.
sub end_late {
    my ($job) = @_;
    return if $job->{late} || time - $job->{began} < $job->{seconds};
    $job->{late} = 1;
    kill 'TERM', -$job->{pid};
    sleep 1;
    kill 'KILL', -$job->{pid};
}

sub run_phase {
    my ($jobs, @waiting) = @_;
    my %running;
    while (@waiting || %running) {
        while (@waiting && keys %running < $jobs && !$stop) {
            my $job = shift @waiting;
            start($job);
            $running{ $job->{pid} } = $job;
        }
        @waiting = () if $stop;
        my $pid = waitpid(-1, WNOHANG);
        if ($pid > 0 && $running{$pid}) { finish(delete $running{$pid}, $?) }
        else { end_late($_) for values %running; sleep 0.02 }
    }
}

sub run_plan {
    my ($steps, $jobs, @words) = @_;
    my @phase;
    for my $step (@$steps, { kind => 'wait' }) {
        if ($step->{kind} eq 'env' || $step->{kind} eq 'wait') {
            run_phase($jobs, @phase);
            @phase = ();
            last if $stop;
            if ($step->{kind} eq 'env') { ($ENV{ $step->{name} } = $step->{value}) =~ s/\{root\}/$root/g }
        } elsif ($step->{kind} eq 'must' || !@words || grep { index($step->{name}, $_) >= 0 } @words) {
            push @phase, $step;
        }
    }
}

my $list = @ARGV && $ARGV[0] eq '--list' && shift @ARGV;
my ($plan, @words) = @ARGV;
die "usage: run_tests.pl [--list] PLAN [WORD…]\n" unless defined $plan;
$| = 1;
delete @ENV{qw(MAKEFLAGS MAKELEVEL MFLAGS)};
my ($jobs) = map { $_ || 2 } ($ENV{JOBS} || `nproc 2>/dev/null` || 2) =~ /(\d+)/;
my @steps = read_plan($plan);
if ($list) {
    print "$_->{name}\t", tests_of($_), "\n" for grep { defined $_->{command} } @steps;
    exit 0;
}
make_path($logs);
run_plan(\@steps, $jobs, @words);
write_results();
print "a step that the rest needs has failed; what stands behind it did not run\n" if $stop;
for my $reason (sort keys %skip_reasons) { print "skipped $skip_reasons{$reason}: $reason\n" }
print "failed: $_\n" for @failures;
print "$passed passed, $failed failed, $skipped skipped\n";
exit($failed || $passed == 0 ? 1 : 0);
