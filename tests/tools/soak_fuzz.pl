#!/usr/bin/perl
# soak_fuzz.pl FOLDER SECONDS [TARGET...]: each fuzz target, or those named, for so many seconds of its own processor
# time (user and system, as the kernel counts them, so that a busy machine changes nothing), in slices with fixed seeds
# that go on from the inputs that the slices before found interesting. What was run is counted in FOLDER/TARGET.sum, so
# that a soak that was broken off goes on where it stopped, as long as the fuzzer is the same. Prints a line for each and
# exits 1 when one found something; what it found stays in FOLDER.
use strict;
use warnings;
use Digest::SHA;
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

sub program { return "build/fuzz/tests/fuzz/$_[0]_fuzz" }

# The sums so far of this very fuzzer: of another, or of none, they start from nothing.
sub read_sum {
    my ($target) = @_;
    my $program = Digest::SHA->new(256)->addfile(program($target))->hexdigest;
    my %sum = (program => $program, slices => 0, cpu => 0, inputs => 0, mib => 0);
    open my $in, '<:raw', "$folder/$target.sum" or return \%sum;
    my %before = map { chomp; split /\t/, $_, 2 } <$in>;
    return ($before{program} // '') eq $program ? \%before : \%sum;
}

sub write_sum {
    my ($target, $sum) = @_;
    open my $out, '>:raw', "$folder/$target.sum.part" or die "$folder/$target.sum.part: $!\n";
    print $out map { "$_\t$sum->{$_}\n" } sort keys %$sum;
    close $out or die "$folder/$target.sum.part: $!\n";
    rename "$folder/$target.sum.part", "$folder/$target.sum" or die "$folder/$target.sum: $!\n";
}

# One run of the fuzzer: false when it found something.
sub slice {
    my ($target, $seed, $time, $sum) = @_;
    my $log = "$folder/$target.log";
    my $before = children_cpu();
    my $status = system program($target) . " -seed=$seed -max_total_time=$time -rss_limit_mb=4096"
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
    my $sum = read_sum($target);
    my $clean = 1;
    while ($clean && $sum->{cpu} < $seconds) {
        my $left = int($seconds - $sum->{cpu}) + 1;
        my $before = $sum->{cpu};
        $clean = slice($target, ++$sum->{slices}, $left < $SLICE ? $left : $SLICE, $sum);
        die "$target: a run took no time; see $folder/$target.log\n" if $clean && $sum->{cpu} - $before < 0.01;
        write_sum($target, $sum) if $clean;
    }
    printf "%s: %d inputs, %.0f s of processor time, %d MiB, %s\n", $target, @{$sum}{qw(inputs cpu mib)},
        $clean ? 'found nothing' : "FOUND something: $folder/$target.log";
    $| = 1;
    $failed ||= !$clean;
}
exit $failed;
