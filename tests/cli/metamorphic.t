#!/usr/bin/perl
# What must not change a report: the order of columns, of persons, of INFO's keys, the container of the VCF. CASEBOUND_SEEDS
# seeds are tried (make soak: many).
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Casebound;
use List::Util qw(shuffle);
use Test::More;

my $family = sample('FAM-0042');
my $vcf = "$family/FAM-0042.vcf.gz";
my $text = (run_command({}, 'bgzip', '-dc', $vcf))[1];
my $case = slurp("$family/case.yaml");
my $name = basename($vcf);
my $ped = 'FAM-0042.ped';
my $expected = rows(built("$family/case.yaml", '-o', scratch()));

sub rows { return join "\n", grep { !/^##/ } split /\n/, slurp("$_[0]/variants.tsv") }

# The family in a new folder with another VCF and PED.
sub variation {
    my ($file, $bytes, $change_ped) = @_;
    my $folder = scratch();
    spill("$folder/case.yaml", $case =~ s/\Q$name\E/$file/gr);
    spill("$folder/$file", $bytes);
    my $lines = slurp("$family/$ped");
    spill("$folder/$ped", $change_ped ? $change_ped->($lines) : $lines);
    spill("$folder/$_", slurp("$family/$_")) for 'hp.obo', grep { m{^panels/} } listing($family);
    return $folder;
}

sub same {
    my ($what, $folder) = @_;
    my $built = eval { built("$folder/case.yaml", '-o', scratch()) };
    ok(defined $built && rows($built) eq $expected, "$what changes nothing") or diag($@);
}

sub permuted_columns {
    my @lines = split /\n/, $text;
    my ($head) = grep { /^#CHROM/ } @lines;
    my @order = shuffle 9 .. scalar(split /\t/, $head) - 1;
    return join '', map { /^##/ ? "$_\n" : do { my @c = split /\t/, $_, -1; join("\t", @c[0 .. 8], @c[@order]) . "\n" } } @lines;
}

sub shuffled_info {
    return join '', map {
        if (/^#/) { "$_\n" }
        else { my @c = split /\t/, $_, -1; $c[7] = join ';', shuffle split /;/, $c[7]; join("\t", @c) . "\n" }
    } split /\n/, $text;
}

my $shuffle_ped = sub { my @l = split /\n/, $_[0]; join '', map { "$_\n" } (grep { /^#/ } @l), shuffle grep { !/^#/ } @l };

# CB-CASE-84
for my $seed (1 .. $ENV{CASEBOUND_SEEDS} // 3) {
    srand $seed;
    same("seed $seed: another order of columns", variation('x.vcf', permuted_columns()));
    same("seed $seed: another order of INFO's keys", variation('x.vcf', shuffled_info()));
    same("seed $seed: another order of persons", variation('x.vcf', $text, $shuffle_ped));
}
# CB-CASE-85
same('plain text', variation('x.vcf', $text));
my $gz = variation('x.vcf.gz', $text);
rename "$gz/x.vcf.gz", "$gz/x.vcf" or die;
system("bgzip '$gz/x.vcf'") == 0 or die;
same('bgzip', $gz);
my $bcf = variation('x.bcf', '');
system("bcftools view --no-version -Ob -o '$bcf/x.bcf' '$vcf'") == 0 or die;
same('BCF', $bcf);

done_testing();
