#!/usr/bin/perl
# bench.pl BUILD: the time and memory of the main job, the best of three runs each.
use strict;
use warnings;
use File::Temp qw(tempdir);
use Time::HiRes qw(time);

my $build = shift // 'build/release';
my $work = tempdir(CLEANUP => 1);
my $data = $ENV{CASEBOUND_TEST_DATA} // '../shared/data';
system("$build/casebound-samples -o $work/samples") == 0 or die 'casebound-samples';
system("$build/casebound key new -o $work/key > /dev/null") == 0 or die 'key new';
my @cases = map { [$_, "$work/samples/$_/case.yaml"] } map { m{([^/]+)/case\.yaml$} } sort glob "$work/samples/*/case.yaml";
my $real = "$data/cases/slivar-ashk-trio";
push @cases, ['slivar-ashk-trio', '--vcf', "$real/ashk-trio.vcf.gz", '--ped', "$real/ashk-trio.ped"] if -d $real;

# Peak memory in MiB as the kernel counts it for the child, and seconds of the wall clock.
sub run_once {
    my ($n, @words) = @_;
    my $out = "$work/out$n";
    my $began = time;
    my $pid = fork // die;
    if (!$pid) {
        open STDOUT, '>', '/dev/null';
        exec "$build/casebound", 'build', @words, '-o', $out, '--key', "$work/key/seal.pem", '-q' or exit 127;
    }
    my $peak = 0;
    while (waitpid($pid, 1) == 0) {
        if (open my $in, '<', "/proc/$pid/status") { while (<$in>) { $peak = $1 if /^VmHWM:\s+(\d+)/ } }
        select undef, undef, undef, 0.002;
    }
    die "build failed: $?" if $?;
    return (time - $began, $peak / 1024);
}

printf "%-20s %8s %8s\n", 'case', 'seconds', 'MiB';
my $n = 0;
for my $case (@cases) {
    my ($name, @words) = @$case;
    my @runs = sort { $a->[0] <=> $b->[0] } map { [run_once($n++, @words)] } 1 .. 3;
    printf "%-20s %8.2f %8.0f\n", $name, @{ $runs[0] };
}
