#!/usr/bin/perl
# Every variants' file of the published suites and cases through the whole program, its samples as a family: a report whose
# ledger counts each of its records, or one line and no folder. Never a crash, a hang, a finding of the sanitizers.
# One in twelve of conformance/failed and passed, of each of which a unit test reads the records, and by the release build of all; the
# sanitized build reads one in three of the others. CASEBOUND_SEEDS set (make soak): each one. CASEBOUND_FILES=word: those whose path holds it.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Casebound;
use File::Find qw(find);
use Test::More;

my $real = real_data('conformance') or plan skip_all => 'no real files ($CASEBOUND_TEST_DATA/conformance)';
$real = dirname($real);
my $word = $ENV{CASEBOUND_FILES} // '';
my $whole = $ENV{CASEBOUND_SEEDS} || $word;
my $rare = program() =~ m{/asan/} ? qr{/conformance/(?:failed|passed)/} : qr{};

my @files;
find({ no_chdir => 1, wanted => sub { push @files, $_ if -f && /\.(?:vcf|vcf\.b?gz|bcf|vcf\.bz2)$/ && /\Q$word\E/ } },
    map { "$real/$_" } qw(conformance cases));
my %n = (3 => 0, 12 => 0);
@files = grep { my $one_in = /$rare/ ? 12 : 3; $whole || $n{$one_in}++ % $one_in == 0 } sort @files;

# The text, uncompressed by another program than ours; nothing where there is none.
sub text_of {
    my ($path) = @_;
    return slurp($path) if $path =~ /\.vcf$/;
    my @how = $path =~ /\.bcf$/ ? qw(bcftools view --no-version) : $path =~ /bz2$/ ? qw(bzip2 -dc) : qw(gzip -dc);
    return (run_command({}, @how, $path))[1];
}

# The first sample is the proband, two more the parents.
sub ped_of {
    my ($text) = @_;
    my ($line) = $text =~ /^#CHROM([^\r\n]*)/m;
    my (undef, undef, undef, undef, undef, undef, undef, undef, undef, @names) = split /\t/, $line // '', -1;
    @names = grep { /^[^\s]+$/ } @names;
    @names = ('nobody') unless @names;
    my $father = $names[1] // 0;
    my $mother = $names[2] // 0;
    return join '', "F\t$names[0]\t$father\t$mother\t0\t2\n", $father ? "F\t$father\t0\t0\t1\t1\n" : (),
        $mother ? "F\t$mother\t0\t0\t2\t1\n" : ();
}

# CB-VCF-49
my ($reports, $refusals) = (0, 0);
for my $path (@files) {
    my $text = text_of($path);
    my $folder = scratch();
    my $ped = spill("$folder/family.ped", ped_of($text));
    (my $name = $path) =~ s{^\Q$real\E/}{};
    my ($status, $out, $err) = casebound('build', '--vcf', $path, '--ped', $ped, '-o', "$folder/out", '-q', '--date', '2026-01-31');
    if ($status == 3) {
        $refusals++;
        my $clean = $err =~ /\Acasebound: [^\n]+\n\z/ && $out eq '' && !listing_of("$folder/out");
        ok($clean, "$name: refused in one line, without a folder") or diag($err, $out);
        next;
    }
    $reports++;
    is($status, 0, "$name: a report, or a refusal") or do { diag($err); next };
    chomp $out;
    my $records = grep { /\S/ && !/^#/ } split /\n/, $text;
    my $in = json_of("$out/case.json")->{ledger}{totals}{records_in};
    is($in, $records, "$name: each record stands in the ledger");
}
cmp_ok($reports, '>', 0, "$reports reports, $refusals refusals");
done_testing();

sub listing_of {
    my ($folder) = @_;
    opendir my $in, $folder or return 0;
    return scalar grep { !/^\.\.?$/ } readdir $in;
}
