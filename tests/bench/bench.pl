#!/usr/bin/perl
# bench.pl BUILD RECORDS ROUNDS [SEED]: time and memory of the main job. First whole builds of small families; then a
# made-up genome of RECORDS records: reading and sieving, and the whole build, beside what bgzip and bcftools need for
# the same file in the same run. Medians of ROUNDS rounds that take turns; two processors.
use strict;
use warnings;
use File::Path qw(make_path);
use File::Temp qw(tempdir);
use Time::HiRes qw(time sleep);

my ($build, $records, $rounds, $seed) = (@ARGV, 1)[0 .. 3];
my $work = tempdir(CLEANUP => 1);
my $genome = "build/bench/$records-$seed";
my $data = $ENV{CASEBOUND_TEST_DATA} // '../shared/data';

# What the default profile asks, as near as an expression comes: the proband's call, frequency, consequence, splicing,
# ClinVar. The sum over transcripts is left out: the most severe consequence stands in a tag of its own.
my $expression = '(GT[0]="alt" || GT[0]="mis") && (CLNSIG~"athogenic" || ((gnomAD_faf95<=0.02 || gnomAD_faf95=".") && '
    . '(SpliceAI_DS_MAX>=0.1 || (most_severe_consequence!="intergenic_variant" && most_severe_consequence!="intron_variant" && '
    . 'most_severe_consequence!="upstream_gene_variant" && most_severe_consequence!="downstream_gene_variant"))))';

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

sub older { my ($file, @than) = @_; return !-e $file || grep { -M $_ < -M $file } @than }

sub make_genome {
    make_path($genome);
    my $began = time;
    if (older("$genome/trio.vcf.gz", "$build/casebound-bench-trio")) {
        system("$build/casebound-bench-trio", $genome, $records, $seed) == 0 or die "no genome\n";
    }
    if (older("$genome/trio.bcf", "$genome/trio.vcf.gz")) {
        system(qw(bcftools view --threads 2 -Ob -o), "$genome/trio.bcf", "$genome/trio.vcf.gz") == 0 or die "no BCF\n";
    }
    system("cat $genome/trio.vcf.gz $genome/trio.bcf > /dev/null");
    printf "\n%s records, seed %s: VCF.gz %.0f MB, BCF %.0f MB, made in %.0f s\n", $records, $seed,
        (-s "$genome/trio.vcf.gz") / 1e6, (-s "$genome/trio.bcf") / 1e6, time - $began;
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

my @jobs = (
    ['bgzip', 'bgzip -@2 -dc VCF.gz', qw(bgzip -@2 -dc), "$genome/trio.vcf.gz"],
    ['bcftools', 'bcftools view -i EXPR --threads 2 VCF.gz',
        qw(bcftools view --threads 2 -Ob -o), "$work/kept.bcf", '-i', $expression, "$genome/trio.vcf.gz"],
    ['sieve', 'sieve of VCF.gz', "$build/casebound-bench-sieve", "$genome/case.yaml", 2],
    ['bcftools-bcf', 'bcftools view -i EXPR --threads 2 BCF',
        qw(bcftools view --threads 2 -Ob -o), "$work/kept2.bcf", '-i', $expression, "$genome/trio.bcf"],
    ['sieve-bcf', 'sieve of BCF', "$build/casebound-bench-sieve", "$genome/case-bcf.yaml", 2],
    ['build', 'whole build, VCF.gz to sealed folder', "$genome/case.yaml", '--threads', 2],
);

sub ratio {
    my ($label, $value, $goal, $good, $by_cpu) = @_;
    printf "| %-48s | %6.2f | %6s | %s | %s |\n", $label, $value, defined $by_cpu ? sprintf('%.2f', $by_cpu) : '', $goal, $good ? 'reached' : 'not reached';
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
    $counted{$_->[0]} = `bcftools view -H $_->[1] | wc -l` =~ s/\n/ records kept\n/r for ['bcftools', "$work/kept.bcf"], ['bcftools-bcf', "$work/kept2.bcf"];
    printf "\n| %-40s | %8s | %8s | %10s | %6s | %s |\n|---|---|---|---|---|---|\n", 'median of ' . $rounds, 'seconds', 'CPU s', 'records/s', 'MiB', 'result';
    my %m;
    for my $job (@jobs) {
        my ($name, $label) = @$job;
        $m{$name} = [map { my $i = $_; median(map { $_->[$i] } @{ $runs{$name} }) } 0 .. 2];
        printf "| %-40s | %8.2f | %8.2f | %10.0f | %6.0f | %s |\n", $label, @{ $m{$name} }[0, 1], $records / $m{$name}[0], $m{$name}[2],
            ($counted{$name} // '') =~ s/\n.*//sr;
    }
    my ($peak) = sort { $b <=> $a } map { $m{$_}[2] } qw(sieve sieve-bcf build);
    printf "\n| %-48s | %6s | %6s | %s | |\n|---|---|---|---|---|\n", 'ratio', 'clock', 'CPU', 'goal';
    for my $goal (['sieve of VCF.gz, records/s of bcftools view -i', 'bcftools', 'sieve', 2.5], ['sieve of VCF.gz, time of bgzip -dc', 'sieve', 'bgzip', -2.5],
        ['sieve of BCF, records/s of bcftools view -i', 'bcftools-bcf', 'sieve-bcf', 1], ['whole build, speed of bcftools view -i alone', 'bcftools', 'build', 1.5]) {
        my ($label, $of, $by, $bound) = @$goal;
        my ($value, $cpu) = map { $m{$of}[$_] / $m{$by}[$_] } 0, 1;
        ratio($label, $value, ($bound < 0 ? 'at most ' : 'at least ') . abs $bound, $bound < 0 ? $value <= -$bound : $value >= $bound, $cpu);
    }
    ratio('highest memory, MB', $peak * 1.048576, 'below 200', $peak * 1.048576 < 200);
}

$| = 1;
system("$build/casebound key new -o $work/key > /dev/null") == 0 or die 'key new';
printf "%s; %s; %s; %s\n", command_line("grep -m1 'model name' /proc/cpuinfo") =~ s/.*:\s*//r,
    command_line('uname -sr'), command_line('bcftools --version'), @pinned ? 'held to two processors' : 'two processors or fewer';
print "EXPR: $expression\n\n";
small_cases();
make_genome();
genome_cases();
