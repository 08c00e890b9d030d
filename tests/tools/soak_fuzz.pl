#!/usr/bin/perl
# soak_fuzz.pl FOLDER SECONDS [TARGET...]: each fuzz target, or those named, for so many seconds of its own processor
# time (user and system, as the kernel counts them, so that a busy machine changes nothing), in slices with fixed seeds
# that go on from the inputs that the slices before found interesting. Prints a line for each and exits 1 when one found
# something; what it found stays in FOLDER.
use strict;
use warnings;
use File::Basename qw(basename);
use File::Path qw(make_path);

my $SLICE = 300;
my ($folder, $seconds, @targets) = @ARGV;
die "usage: soak_fuzz.pl FOLDER SECONDS [TARGET...]\n" unless defined $seconds && $seconds =~ /^[0-9]+$/;
@targets = map { basename($_, '_fuzz.c') } sort glob 'tests/fuzz/*_fuzz.c' unless @targets;

sub children_cpu {
    my (undef, undef, $user, $system) = times;
    return $user + $system;
}

# One run of the fuzzer: false when it found something.
sub slice {
    my ($target, $seed, $time, $sum) = @_;
    my $log = "$folder/$target.log";
    my $before = children_cpu();
    my $status = system "build/fuzz/tests/fuzz/${target}_fuzz -seed=$seed -max_total_time=$time -rss_limit_mb=4096"
        . " -timeout=25 -print_final_stats=1 -artifact_prefix=$folder/$target- $folder/$target"
        . " tests/fuzz/corpus/$target >$log 2>&1";
    $sum->{cpu} += children_cpu() - $before;
    open my $in, '<:raw', $log or die "$log: $!\n";
    while (my $line = <$in>) {
        $sum->{inputs} += $1 if $line =~ /^stat::number_of_executed_units:\s+(\d+)/;
        $sum->{mib} = $1 if $line =~ /^stat::peak_rss_mb:\s+(\d+)/ && $1 > $sum->{mib};
    }
    return $status == 0;
}

my $failed = 0;
for my $target (@targets) {
    make_path("$folder/$target");
    my %sum = (cpu => 0, inputs => 0, mib => 0);
    my $clean = 1;
    for (my $seed = 1; $clean && $sum{cpu} < $seconds; $seed++) {
        my $left = int($seconds - $sum{cpu}) + 1;
        my $before = $sum{cpu};
        $clean = slice($target, $seed, $left < $SLICE ? $left : $SLICE, \%sum);
        die "$target: a run took no time; see $folder/$target.log\n" if $clean && $sum{cpu} - $before < 0.01;
    }
    printf "%s: %d inputs, %.0f s of processor time, %d MiB, %s\n", $target, @sum{qw(inputs cpu mib)},
        $clean ? 'found nothing' : "FOUND something: $folder/$target.log";
    $| = 1;
    $failed ||= !$clean;
}
exit $failed;
