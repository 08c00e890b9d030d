#!/usr/bin/perl
# What is dropped is forgotten: six times the records need no more memory where as many are listed, and none may come back beside a partner.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Casebound;
use Test::More;
use Time::HiRes qw(sleep);

plan skip_all => 'the sanitizers keep memory of their own' if program() =~ m{/asan/};

# Peak of the resident memory in MiB, as the kernel counts it.
sub peak_of {
    my @words = @_;
    my $pid = fork // die;
    if (!$pid) {
        open STDOUT, '>', '/dev/null';
        exec { $words[0] } @words or POSIX::_exit(127);
    }
    my $peak = 0;
    while (waitpid($pid, POSIX::WNOHANG()) == 0) {
        if (open my $in, '<', "/proc/$pid/status") { while (defined(my $l = <$in>)) { $peak = $1 / 1024 if $l =~ /^VmHWM:\s+(\d+)/ } }
        sleep 0.002;
    }
    is($?, 0, 'the report is made');
    return $peak;
}

# Records of which one is listed: the others are common, most of them far above the gate, some just above it (near misses), and failed a
# filter, so that the checks of the samples, whose sites have a cap of their own, do not count them. They lie in 500 genes.
sub case_of {
    my ($records) = @_;
    my $head = Casebound::small_vcf(first => '') =~ s/^chr.*//mrgs =~ s/\n+\z/\n/r =~ s/Protein_position"/Protein_position|gnomADe_AF"/r;
    my $line = sub {
        my ($n, $filter, $af) = @_;
        my $gene = $n % 500;
        my $csq = "CSQ=G|synonymous_variant|LOW|GENE$gene|ENSG$gene|Transcript|ENST$gene|protein_coding||||||||$af";
        return join("\t", 'chr1', 1000 + 100 * $n, '.', 'A', 'G', 300, $filter, $csq, 'GT:AD:DP:GQ', map { "$_:15,15:30:99" } '0/0', '0/1', '0/1') . "\n";
    };
    return small_case(vcf => join '', $head, $line->(0, 'PASS', 0.0001), map { $line->($_, 'LowQual', $_ % 10 ? 0.3 : 0.09) } 1 .. $records);
}

# CB-SCAN-04
for my $threads (1, 4) {
    my ($few, $many) = map { peak_of(program(), 'build', case_of($_), '-o', scratch(), '-q', '--threads', $threads) } 20_000, 120_000;
    note(sprintf '%.1f and %.1f MiB with %d threads', $few, $many, $threads);
    cmp_ok($few, '>', 10, 'memory was measured');
    cmp_ok($many - $few, '<', 6, 'six times the records need no more');
    cmp_ok($many, '<', 100, 'and little in all');
}

# Alleles that all are listed, by the profile that keeps every place, each with six transcripts.
sub case_of_listed {
    my ($listed) = @_;
    my $head = Casebound::small_vcf(first => '') =~ s/^chr.*//mrgs =~ s/\n+\z/\n/r;
    my $line = sub {
        my ($n) = @_;
        my $csq = join ',', map { "G|missense_variant|MODERATE|GENE$n|ENSG$n|Transcript|ENST$n$_|protein_coding|1/9||ENST$n$_.1:c.${n}A>G||||" } 1 .. 6;
        return join("\t", 'chr1', 1000 + 100 * $n, '.', 'A', 'G', 300, 'PASS', "CSQ=$csq", 'GT:AD:DP:GQ', '0/1:15,15:30:99', '0/1:15,15:30:99', '0/0:30,0:30:99') . "\n";
    };
    return small_case(vcf => join '', $head, map { $line->($_) } 1 .. $listed);
}

# CB-SCAN-12
{
    my ($few, $many) = (1500, 4500);
    my ($small, $large) = map { peak_of(program(), 'build', case_of_listed($_), '-o', scratch(), '-q', '--profile', 'research', '--threads', 2) } $few, $many;
    my $each = ($large - $small) * 1024 / ($many - $few);
    note(sprintf '%.1f and %.1f MiB: %.1f kB for each listed allele', $small, $large, $each);
    cmp_ok($each, '>', 1, 'the list counts');
    cmp_ok($each, '<', 11, 'an allele is held through the run, what is said of it is not');
}

done_testing();
