#!/usr/bin/perl
# Neither the number of threads nor where the chunks of a file end changes a byte of the folder. Chunks of one record put every pair, every
# overlap, every first line of a notice and every candidate of a rescue into different hands.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Casebound;
use Test::More;

my $chunked = dirname(program()) . '/tests/chunked';
my $sanitized = program() =~ m{/asan/};
my @all_ways = ([1, 1], [2, 1], [8, 1], [8, 4096], [2, 0]); # threads, bytes of a chunk
my @few_ways = ([8, 1], [2, 4096]);

# Names of the files that differ from the build in one thread with chunks of the usual size.
sub differences {
    my ($ways, @words) = @_;
    my $whole = eval { built(@words, '-o', scratch()) } or return;
    my $expected = content_of($whole);
    return [map { my $way = $_; map { "@$way: $_" } other_files($expected, $way, @words) } @$ways];
}

sub other_files {
    my ($expected, $way, @words) = @_;
    my ($threads, $bytes) = @$way;
    my ($status, $out, $err) = run_command({}, $chunked, $bytes, @words, '-o', scratch(), '-q', '--date', '2026-01-31', '--threads', $threads);
    return "exit $status: $err" if $status;
    chomp $out;
    my $found = content_of($out);
    my %names = (%$expected, %$found);
    return grep { ($expected->{$_} // '') ne ($found->{$_} // '') } sort keys %names;
}

sub same_in_all_ways {
    my ($name, @words) = @_;
    my $differences = differences($sanitized ? \@few_ways : \@all_ways, @words);
    is_deeply($differences, [], "$name: the same folder, however it is cut and dealt out");
}

# The case beside another file of the same variants.
sub with_file {
    my ($family, $file, @bcftools) = @_;
    my $folder = copy_tree(sample($family), scratch());
    my ($status, undef, $err) = run_command({}, 'bcftools', 'view', '--no-version', @bcftools, '-o', "$folder/$file", "$folder/$family.vcf.gz");
    die $err if $status;
    spill("$folder/case.yaml", slurp("$folder/case.yaml") =~ s/^(vcf_snv:).*/$1 $file/mr);
    return "$folder/case.yaml";
}

# CB-SCAN-01
same_in_all_ways("$_, VCF.gz", sample_case($_)) for qw(FAM-0042 FAM-0107 FAM-0231);
same_in_all_ways('FAM-0042, VCF', with_file('FAM-0042', 'plain.vcf', '-Ov'));
same_in_all_ways('FAM-0042, BCF', with_file('FAM-0042', 'binary.bcf', '-Ob'));

# What reaches over the end of a chunk: two alleles of one gene, one of which comes back beside the other and one of which has nobody; alleles
# that overlap; two ALTs with different fates; a file that is not sorted, with an empty item of INFO, blank lines and no newline at its end.
# CB-SCAN-01
{
    my $csq = sub { my ($alt, $term, $impact, $gene, $af) = @_; return "CSQ=$alt|$term|$impact|$gene|ENSG1|Transcript|ENST1|protein_coding||||||||$af" };
    my $line = sub {
        my ($chrom, $pos, $ref, $alt, $info, @gt) = @_;
        my $n = 1 + ($alt =~ tr/,//);
        my @calls = map { my $gt = $_; my $reads = join ',', map { $gt =~ /$_/ ? 15 : 0 } 0 .. $n; my $depth = $gt =~ m{(\d)/\g1} ? 15 : 30; "$gt:$reads:$depth:99" } @gt;
        return join("\t", $chrom, $pos, '.', $ref, $alt, 300, 'PASS', $info, 'GT:AD:DP:GQ', @calls) . "\n";
    };
    my $head = Casebound::small_vcf(first => '') =~ s/^chr.*//mrgs =~ s/\n+\z/\n/r =~ s/Protein_position"/Protein_position|gnomADe_AF"/r;
    my $records = join '', $line->('chr1', 1000, 'A', 'G', $csq->('G', 'missense_variant', 'MODERATE', 'ABCA4', 0.05), '0/1', '0/1', '0/0'),
        $line->('chr1', 2000, 'C', 'T', $csq->('T', 'stop_gained', 'HIGH', 'ABCA4', 0.00001), '0/0', '0/1', '0/1'),
        $line->('chr1', 3000, 'C', 'T', $csq->('T', 'missense_variant', 'MODERATE', 'ALONE', 0.05), '0/0', '0/1', '0/1'),
        $line->('chr1', 4000, 'CAAA', 'C', $csq->('-', 'frameshift_variant', 'HIGH', 'LONG', 0.0001), '0/0', '0/1', '0/0'),
        $line->('chr1', 4002, 'A', 'T', $csq->('T', 'missense_variant', 'MODERATE', 'LONG', 0.0001), '0/0', '0/1', '0/0'),
        $line->('chr1', 4003, 'A', 'T,G', $csq->('T', 'missense_variant', 'MODERATE', 'LONG', 0.3) . ',' . $csq->('G', 'stop_gained', 'HIGH', 'LONG', 0) =~ s/CSQ=//r, '0/1', '1/2', '0/2'),
        $line->('chr2', 900, 'G', 'A', ';' . $csq->('A', 'intron_variant', 'MODIFIER', 'FAR', 0.0001), '0/0', '0/1', '0/1'),
        $line->('chr2', 800, 'G', '.', '.', '0/0', '0/0', '0/0'),
        $line->('chrX', 2781500, 'A', 'G', $csq->('G', 'missense_variant', 'MODERATE', 'XGENE', 0.0001), '0/0', '0/1', '0/1');
    my $case = small_case(vcf => "$head$records\n\n");
    my $folder = built($case, '-o', scratch());
    my ($back) = grep { $_->{key} eq '1-1000-A-G' } @{ json_of("$folder/case.json")->{variants} };
    like(join(' ', @{ $back->{flags} // [] }), qr/beside a strong allele/, 'an allele comes back');
    like(slurp("$folder/ledger.tsv"), qr/near_miss\t.*1-3000-C-T/, 'another is a near miss');
    same_in_all_ways('what reaches over chunks', $case);
    same_in_all_ways('without a newline at the end', small_case(vcf => "$head$records" =~ s/\n\z//r));
}

# Everybody of a real file in a trio where it has three, else the first sample alone.
# CB-SCAN-01
SKIP: {
    my $cases = real_data('cases') or skip('no real files ($CASEBOUND_TEST_DATA/cases)', 1);
    my $most = $sanitized ? 12_000 : 500_000;
    my @files = grep { /\.(?:vcf|vcf\.b?gz|bcf)$/ && -s "$cases/$_" < $most } listing($cases);
    my ($same, @strange) = (0);
    for my $file (@files) {
        my ($status, $names) = run_command({}, 'bcftools', 'query', '-l', "$cases/$file");
        my ($child, $father, $mother) = split /\n/, $names;
        next if $status || !defined $child;
        my $folder = scratch();
        spill("$folder/family.ped", defined $mother ? "F\t$child\t$father\t$mother\t0\t2\nF\t$father\t0\t0\t1\t1\nF\t$mother\t0\t0\t2\t1\n" : "F\t$child\t0\t0\t0\t2\n");
        my $differences = differences(\@few_ways, '--vcf', "$cases/$file", '--ped', "$folder/family.ped", '--proband', $child) // next;
        push @strange, map { "$file: $_" } @$differences;
        $same++ unless @$differences;
    }
    is_deeply(\@strange, [], 'real files: the same folder, however they are cut and dealt out');
    cmp_ok($same, '>=', $sanitized ? 15 : 30, "many of them ($same of " . @files . ')');
}

done_testing();
