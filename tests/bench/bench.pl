#!/usr/bin/perl
# bench.pl BUILD RECORDS ROUNDS [ONLY [SEED]]: time and memory of the main job. First whole builds of small families;
# then a made-up genome of RECORDS records: reading and sieving, and the whole build, beside what bgzip and bcftools need
# for the same file in the same run. Medians of ROUNDS rounds that take turns; two processors. ONLY names jobs, commas
# between: those alone are run, without small families and ratios.
use strict;
use warnings;
use File::Path qw(make_path);
use File::Temp qw(tempdir);
use Time::HiRes qw(time sleep);

my ($build, $records, $rounds, $only, $seed) = @ARGV;
$seed ||= 1;
my $work = tempdir(CLEANUP => 1);
my $genome = "build/bench/$records-$seed";
my $data = $ENV{CASEBOUND_TEST_DATA} // '../shared/data';

# What the default profile asks, as near as an expression comes: the proband's call, frequency, consequence, splicing,
# ClinVar. VEP writes consequences into CSQ alone: TEXT searches there for what is more severe than an intron (basic
# regular expressions are what bcftools takes), and for a regulatory region where no gene is. TAG spares bcftools that: it
# asks a tag of its own for the most severe consequence, which the files of VEP do not have.
sub expression_with {
    my ($consequence) = @_;
    return '(GT[0]="alt" || GT[0]="mis") && (CLNSIG~"athogenic" || ((gnomAD_faf95<=0.02 || gnomAD_faf95=".") && '
        . "(SpliceAI_DS_MAX>=0.1 || $consequence)))";
}
my @outside = qw(intergenic_variant intron_variant upstream_gene_variant downstream_gene_variant);
my $severe = join '\\|', qw(splice_ stop_ frameshift_ start_ inframe_ missense_ protein_altering_ synonymous_ coding_sequence_
    mature_miRNA_ [35]_prime_UTR_ non_coding_transcript_exon_);
my $tag = expression_with('(' . join(' && ', map {"most_severe_consequence!=\"$_\""} @outside) . ')');
my $text = expression_with("CSQ~\"[|&]\\($severe\\)\" || (CSQ~\"|regulatory_region_variant|\" && CSQ~\"|intergenic_variant|\")");

sub command_line { my ($line) = `$_[0] 2>&1` =~ /(.*)/; return $line }

# Two processors, however many there are.
my @pinned = command_line('nproc') > 2 ? ("taskset", "-c", "0,1") : ();

# Seconds of the wall clock, seconds of the processors, and peak memory in MiB as the kernel counts it.
sub measure {
    my @words = @_;
    my ($before_user, $before_system) = (times)[2, 3];
    my $began = time;
    my $pid = fork // die;
    if (!$pid) {
        open STDOUT, '>', "$work/out" or die;
        exec @pinned, @words or exit 127;
    }
    my $peak = 0;
    while (waitpid($pid, 1) == 0) {
        if (open my $in, '<', "/proc/$pid/status") { while (<$in>) { $peak = $1 if /^VmHWM:\s+(\d+)/ } }
        sleep 0.003;
    }
    die "@words: failed, $?\n" if $?;
    my ($user, $system) = (times)[2, 3];
    return [time - $began, $user + $system - $before_user - $before_system, $peak / 1024];
}

sub median { my @sorted = sort { $a <=> $b } @_; return $sorted[$#sorted / 2] }
sub said { open my $in, '<', "$work/out" or die; local $/; return scalar <$in> }

my $n = 0;
sub build_words { return ("$build/casebound", 'build', @_, '-o', "$work/built" . $n++, '--key', "$work/key/seal.pem", '-q') }

sub small_cases {
    system("$build/casebound-samples -o $work/samples") == 0 or die;
    my @cases = map { [m{([^/]+)/case\.yaml$}, $_] } sort glob "$work/samples/*/case.yaml"; # tables as Markdown, for docs/performance.md
    my $real = "$data/cases/slivar-ashk-trio";
    push @cases, ['slivar-ashk-trio', '--vcf', "$real/ashk-trio.vcf.gz", '--ped', "$real/ashk-trio.ped"] if -d $real;
    printf "| %-40s | %8s | %6s |\n|---|---|---|\n", 'whole build of a small case', 'seconds', 'MiB';
    for my $case (@cases) {
        my ($name, @words) = @$case;
        my @runs = map { measure(build_words(@words)) } 1 .. $rounds;
        printf "| %-40s | %8.2f | %6.0f |\n", $name, median(map { $_->[0] } @runs), median(map { $_->[2] } @runs);
    }
}

# The PDF alone: the example, and with 5,000 rows more; goals of docs/performance.md.
sub drawings {
    printf "\n| %-40s | %8s | %6s | %9s |\n|---|---|---|---|\n", 'the PDF alone', 'seconds', 'MiB', 'kB';
    for my $goal ([0, 0.1, 60], [5000, 1, 60]) {
        my ($rows, $seconds, $memory) = @$goal;
        my @found = split ' ', command_line("$build/casebound-bench-pdf $rows $rounds");
        die "casebound-bench-pdf: @found\n" unless @found == 3 && $found[0] =~ /^[0-9.]+$/;
        my $missed = $found[0] > $seconds || $found[1] > $memory ? " missed: $seconds s, $memory MiB" : '';
        printf "| %-40s | %8.3f | %6.0f | %9.0f |%s\n", $rows ? "the example and $rows rows" : 'the example', @found[0, 1], $found[2] / 1000, $missed;
    }
}

sub older { my ($file, @than) = @_; return !-e $file || grep { -M $_ < -M $file } @than }

my @jobs = (
    ['bgzip', 'bgzip -@2 -dc VCF.gz', qw(bgzip -@2 -dc), "$genome/trio.vcf.gz"],
    ['bcftools-text', 'bcftools view -i TEXT, VCF.gz', filter_words($text, 'vcf.gz', 'kept-text')],
    ['bcftools-tag', 'bcftools view -i TAG, VCF.gz', filter_words($tag, 'vcf.gz', 'kept-tag')],
    ['sieve', 'sieve of VCF.gz', "$build/casebound-bench-sieve", "$genome/case.yaml", 2],
    ['bcftools-text-bcf', 'bcftools view -i TEXT, BCF', filter_words($text, 'bcf', 'kept-text-bcf')],
    ['bcftools-tag-bcf', 'bcftools view -i TAG, BCF', filter_words($tag, 'bcf', 'kept-tag-bcf')],
    ['sieve-bcf', 'sieve of BCF', "$build/casebound-bench-sieve", "$genome/case-bcf.yaml", 2],
    ['build', 'whole build, VCF.gz to sealed folder', "$genome/case.yaml", '--threads', 2],
);
if ($only) {
    my %wanted = map { $_ => 1 } split /,/, $only;
    @jobs = grep { delete $wanted{ $_->[0] } } @jobs;
    die "no such job: ", join(' ', sort keys %wanted), "\n" if %wanted;
}

sub filter_words {
    my ($expression, $kind, $kept) = @_;
    return (qw(bcftools view --threads 2 -Ob -o), "$work/$kept.bcf", '-i', $expression, "$genome/trio.$kind");
}

sub make_genome {
    make_path($genome);
    my $began = time;
    if (older("$genome/trio.vcf.gz", "$build/casebound-bench-trio")) {
        system("$build/casebound-bench-trio", $genome, $records, $seed) == 0 or die "no genome\n";
    }
    if ((grep { $_->[0] =~ /bcf$/ } @jobs) && older("$genome/trio.bcf", "$genome/trio.vcf.gz")) {
        system(qw(bcftools view --threads 2 -Ob -o), "$genome/trio.bcf", "$genome/trio.vcf.gz") == 0 or die "no BCF\n";
    }
    my @files = grep { -e } "$genome/trio.vcf.gz", "$genome/trio.bcf";
    system("cat @files > /dev/null");
    printf "\n%s records, seed %s: %s MB of VCF.gz and BCF, made in %.0f s\n", $records, $seed,
        join(' and ', map { sprintf '%.0f', (-s) / 1e6 } @files), time - $began;
}

# Every truth that was planted stands among the listed variants; its rank is printed.
sub check_truths {
    my ($table) = glob "$_[0]/*/variants.tsv";
    my (%rank, %at);
    open my $in, '<', $table or die;
    while (<$in>) {
        next if /^##/;
        chomp;
        my @f = split /\t/;
        if (!%at) { @at{@f} = 0 .. $#f; next }
        $rank{ join ' ', $f[$at{chrom}] =~ s/^chr//r, @f[@at{qw(pos ref alt)}] } = $f[$at{rank}];
    }
    open my $truths, '<', "$genome/truth.tsv" or die;
    my @found;
    while (<$truths>) {
        chomp;
        my ($chrom, $pos, $ref, $alt, $name) = split /\t/;
        my $rank = $rank{ join ' ', $chrom =~ s/^chr//r, $pos, $ref, $alt } // die "planted and not listed: $_\n";
        push @found, "$name $rank";
    }
    print "planted, and their ranks among ", scalar keys %rank, ": ", join(', ', @found), "\n";
}

sub ratio {
    my ($label, $value, $goal, $good, $by_cpu) = @_;
    printf "| %-52s | %6.2f | %6s | %s | %s |\n", $label, $value, defined $by_cpu ? sprintf('%.2f', $by_cpu) : '', $goal, $good ? 'reached' : 'not reached';
}

sub genome_cases {
    my (%runs, %counted);
    for my $round (1 .. $rounds) {
        for my $job (@jobs) {
            my ($name, $label, @words) = @$job;
            push @{ $runs{$name} }, measure($name eq 'build' ? build_words(@words) : @words);
            $counted{$name} //= said() if $name =~ /^sieve/;
            check_truths("$work/built" . ($n - 1)) if $name eq 'build' && $round == 1;
        }
    }
    count_kept(\%counted);
    printf "\n| %-40s | %8s | %8s | %10s | %6s | %s |\n|---|---|---|---|---|---|\n", 'median of ' . $rounds, 'seconds', 'CPU s', 'records/s', 'MiB', 'result';
    my %m;
    for my $job (@jobs) {
        my ($name, $label) = @$job;
        $m{$name} = [map { my $i = $_; median(map { $_->[$i] } @{ $runs{$name} }) } 0 .. 2];
        printf "| %-40s | %8.2f | %8.2f | %10.0f | %6.0f | %s |\n", $label, @{ $m{$name} }[0, 1], $records / $m{$name}[0], $m{$name}[2],
            ($counted{$name} // '') =~ s/\n.*//sr;
    }
    print_ratios(\%m) if !$only;
    my ($peak) = sort { $b <=> $a } map { $_->[2] } @m{ grep { /^(sieve|build)/ } keys %m };
    ratio('highest memory, MB', $peak * 1.048576, 'below 200', $peak * 1.048576 < 200) if defined $peak;
}

# Each filter of bcftools keeps the same records, as many as the sieve lists.
sub count_kept {
    my ($counted) = @_;
    my %sums;
    for my $name (map { $_->[0] } grep { $_->[0] =~ /^bcftools/ } @jobs) {
        my $file = "$work/" . $name =~ s/^bcftools/kept/r . '.bcf';
        $counted->{$name} = `bcftools view -H $file | wc -l` =~ s/\n/ records kept/r;
        $sums{ command_line("bcftools view -H $file | sha256sum") }++;
    }
    die "the filters of bcftools keep different records\n" if keys %sums > 1;
}

sub print_ratios {
    my ($m) = @_;
    printf "\n| %-52s | %6s | %6s | %s | |\n|---|---|---|---|---|\n", 'ratio', 'clock', 'CPU', 'goal';
    my @goals = (['sieve of VCF.gz, time of bgzip -dc', 'sieve', 'bgzip', -2.5]);
    for my $peer ('text', 'tag') {
        my $name = uc $peer;
        push @goals, ["sieve of VCF.gz, records/s of bcftools with $name", "bcftools-$peer", 'sieve', 2.5],
            ["sieve of BCF, records/s of bcftools with $name", "bcftools-$peer-bcf", 'sieve-bcf', 1],
            ["whole build, speed of bcftools with $name alone", "bcftools-$peer", 'build', 1.5];
    }
    for my $goal (@goals) {
        my ($label, $of, $by, $bound) = @$goal;
        my ($value, $cpu) = map { $m->{$of}[$_] / $m->{$by}[$_] } 0, 1;
        ratio($label, $value, ($bound < 0 ? 'at most ' : 'at least ') . abs $bound, $bound < 0 ? $value <= -$bound : $value >= $bound, $cpu);
    }
}

$| = 1;
system("$build/casebound key new -o $work/key > /dev/null") == 0 or die 'key new';
printf "%s; %s; %s; %s\n", command_line("grep -m1 'model name' /proc/cpuinfo") =~ s/.*:\s*//r,
    command_line('uname -sr'), command_line('bcftools --version'), @pinned ? 'held to two processors' : 'two processors or fewer';
print "TEXT: $text\nTAG: $tag\n\n";
small_cases() if !$only;
drawings() if !$only;
make_genome();
genome_cases();
