#!/usr/bin/perl
# A scan that ends early: a broken record far back, a profile that fails there, a file that is cut, a signal. Whatever the threads and chunks,
# the same line is said, with the same exit code, and nothing is left.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Casebound;
use Test::More;

$ENV{TMPDIR} = scratch();
# htslib 1.16 forgets 32 bytes for each damaged block that a thread finds.
$ENV{LSAN_OPTIONS} = join ':', $ENV{LSAN_OPTIONS} // (), 'print_suppressions=0', 'suppressions=' . spill(scratch() . '/lsan', "leak:libhts.so\n");
my $chunked = dirname(program()) . '/tests/chunked';
my $records = 6000;
my $pad = 'x' x 400; # so that the usual chunks are several

sub vcf {
    my (%other) = @_;
    my $header = join '', map { "##$_\n" } 'fileformat=VCFv4.2', 'INFO=<ID=PAD,Number=1,Type=String,Description="p">',
        'FORMAT=<ID=GT,Number=1,Type=String,Description="g">', map { "contig=<ID=$_,length=249250621>" } qw(1 2 chr1 chr2);
    my @lines = map { $other{$_} // sprintf "1\t%d\t.\tA\tC\t60\tPASS\tPAD=%s\tGT\t0/1\n", 100 + $_, $pad } 1 .. $records;
    return join '', $header, "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tkid\n", @lines;
}

sub at { my ($n, $from, $to) = @_; return sprintf("1\t%d\t.\tA\tC\t60\tPASS\tPAD=%s\tGT\t0/1\n", 100 + $n, $pad) =~ s/$from/$to/r }

sub profile {
    my ($rule) = @_;
    return <<"LUA";
return { about = "a", version = "1", shortlist = { size = 1, score = 1 }, score = function() end,
    rules = { { "r", "text", drop = function(v) $rule end } } }
LUA
}

# Every way to run one case; the first is the one that the others are compared with.
sub ways {
    my ($case, @words) = @_;
    my @rest = ($case, '-q', '--date', '2026-01-31', @words);
    return [program(), 'build', @rest], (map { [program(), 'build', @rest, '--threads', $_] } 2, 8),
        map { [$chunked, $_->[1], @rest, '--threads', $_->[0]] } [1, 1], [2, 1], [8, 1], [8, 4096];
}

sub ends_the_same {
    my ($name, $code, $says, $case, @words) = @_;
    my ($said, @strange);
    for my $way (ways($case, @words)) {
        my $place = scratch();
        my ($status, $out, $err) = run_command({}, @$way, '-o', $place);
        $said //= $err;
        my @left = (glob("$place/*"), glob("$ENV{TMPDIR}/*"));
        push @strange, "@$way[0 .. 2]: exit $status, left @left: $err" if $status != $code || $err ne $said || @left || $out ne '';
    }
    is_deeply(\@strange, [], "$name: exit $code, the same line in every way, nothing left");
    like($said, $says, "$name: says so");
}

sub vcf_case { my ($text) = @_; return small_case(vcf => $text, case => "family: F\nped: family.ped\nvcf_snv: family.vcf\n", ped => "F\tkid\t0\t0\t1\t2\n") }

my $first = 7; # lines of the header

# CB-SCAN-02
{
    my $line = $first + 5000;
    ends_the_same('a broken position', 3, qr/^casebound: family\.vcf line @{[ $line + 1 ]}: .*POS/, vcf_case(vcf(5000 => at(5000, qr/\t5100\t/, "\tx\t"))));
    ends_the_same('a second name of a chromosome', 3, qr/^casebound: family\.vcf.*chr1/, vcf_case(vcf(5000 => at(5000, qr/^1/, 'chr1'))));
    ends_the_same('a blank line', 3, qr/^casebound: family\.vcf line @{[ $line + 1 ]}: a blank line/, vcf_case(vcf(5000 => "\n")));
    my $two = vcf_case(vcf(4000 => "\n", 5000 => at(5000, qr/\t5100\t/, "\tx\t")));
    ends_the_same('the first of two', 3, qr/line @{[ $first + 4001 ]}: a blank line/, $two);
    my $fails = spill(dirname($two) . '/lab.lua', profile('if v.position == 3100 then return v.gen end return false'));
    ends_the_same('a profile before both', 5, qr/^casebound: lab\.lua line 2: v has no field 'gen'.*\(record 3000, variant 1-3100-A-C\)$/, $two, '--profile', $fails);
    spill($fails, profile('if v.position > 4200 then return v.gen end return false'));
    ends_the_same('a profile behind one', 3, qr/line @{[ $first + 4001 ]}: a blank line/, $two, '--profile', $fails);
}

# CB-SCAN-02
{
    my $case = vcf_case(vcf());
    my $lua = spill(dirname($case) . '/lab.lua', profile('if v.position == 5100 then while true do end end return false'));
    ends_the_same('an endless loop far back', 5, qr/too many steps: an endless loop\? \(record 5000, variant 1-5100-A-C\)$/, $case, '--profile', $lua);
    spill($lua, profile('if v.position == 5100 then local s = "x" while true do s = s .. s end end return false'));
    ends_the_same('a memory bomb far back', 5, qr/more memory asked for than a profile may have.*\(record 5000/, $case, '--profile', $lua);
}

# CB-SCAN-02
{
    my $case = small_case(vcf => vcf(), vcf_name => 'family.vcf.gz', case => "family: F\nped: family.ped\nvcf_snv: family.vcf.gz\n", ped => "F\tkid\t0\t0\t1\t2\n");
    my $folder = dirname($case);
    run_command({}, 'bgzip', '-l', '0', "$folder/family.vcf");
    my $bytes = slurp("$folder/family.vcf.gz");
    spill("$folder/family.vcf.gz", substr($bytes, 0, int(0.7 * length $bytes)));
    ends_the_same('a file that is cut within a block', 3, qr/^casebound: family\.vcf\.gz/, $case);
    substr($bytes, int(0.7 * length $bytes), 40) = "\0" x 40;
    spill("$folder/family.vcf.gz", $bytes);
    ends_the_same('a damaged block', 3, qr/^casebound: family\.vcf\.gz/, $case);
}

# A signal that meets any read of the input.
# CB-SCAN-03
SKIP: {
    my $library = dirname(program()) . '/tests/faults.so';
    skip('the sanitizers have an allocator of their own', 1) unless -e $library;
    my $case = vcf_case(vcf());
    my $counts = scratch() . '/counts';
    my @build = (program(), 'build', $case, '-q', '--date', '2026-01-31');
    my ($whole) = run_command({ env => { LD_PRELOAD => $library, FAULT_COUNTS => $counts } }, @build, '-o', scratch());
    is($whole, 0, 'without a signal the report is made');
    my %count = map { split / / } split /\n/, slurp($counts);
    cmp_ok($count{interrupt}, '>', 50, "$count{interrupt} reads");
    for my $kind ([interrupt => 128 + 2], [terminate => 128 + 15]) {
        my ($name, $code) = @$kind;
        for my $threads (1, 4) {
            my @strange;
            for my $at (map { 1 + int($_ * ($count{interrupt} - 1) / 12) } 0 .. 11) {
                my $place = scratch();
                my ($status, $out, $err) = run_command({ env => { LD_PRELOAD => $library, FAULT => "$name:$at" } }, @build, '-o', $place, '--threads', $threads);
                my @left = (glob("$place/*"), glob("$ENV{TMPDIR}/*"));
                push @strange, "$at: exit $status, left @left: $err" if $status != $code || @left || $out ne '' || $err !~ /^casebound: interrupted; nothing was [a-z]+\n$/;
            }
            is_deeply(\@strange, [], "$name, $threads threads: one line, no folder, and the shell is told of the signal");
        }
    }
}

done_testing();
