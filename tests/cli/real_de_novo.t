#!/usr/bin/perl
# The de novo candidates of a real trio under the rule of slivar's own test, written as a profile (profiles/truth.lua):
# 11, of them 4 PASS; 31 without the floors of quality. The rule is applied to bcftools' text as well.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Casebound;
use Test::More;

my $real = real_data('cases/slivar-ashk-trio') or plan skip_all => 'no real files ($CASEBOUND_TEST_DATA/cases/slivar-ashk-trio)';
my ($vcf, $ped) = ("$real/ashk-trio.vcf.gz", "$real/ashk-trio.ped");
my $profile = "$FindBin::Bin/profiles/truth.lua";

# The same rule over bcftools' text: place, and whether the floors and the filter are passed.
my (undef, $text) = run_command({}, 'bcftools', 'query', '-s', 'HG002,HG003,HG004', '-f', '%CHROM-%POS-%REF-%ALT\t%FILTER[\t%GT\t%AD\t%GQ\t%DP]\n', $vcf);
my (@called, @solid, @passed);
for (split /\n/, $text) {
    my ($key, $filter, @f) = split /\t/;
    tr{|}{/} for @f[0, 4, 8];
    next unless $f[0] =~ m{^(?:0/1|1/0)$} && $f[4] eq '0/0' && $f[8] eq '0/0';
    push @called, $key;
    my $reads = (split /,/, $f[5])[1] + (split /,/, $f[9])[1];
    next if $reads >= 2 || grep { $_ !~ /^[0-9]+$/ || $_ <= 10 } @f[2, 3, 6, 7, 10, 11];
    push @solid, $key;
    push @passed, $key if $filter eq 'PASS';
}
is(scalar @called, 31, 'bcftools: 31 calls are new in the child');
is(scalar @solid, 11, 'bcftools: 11 with the floors');
is(scalar @passed, 4, 'bcftools: 4 of them PASS');

# The published calls are of all genes: no gene is withheld.
my $none = spill(scratch() . '/none.tsv', "##version=1\nNOSUCHGENE1\n");
sub listed {
    my ($name, $lua) = @_;
    my $folder = build_ok($name, '--vcf', $vcf, '--ped', $ped, '-o', scratch(), '--profile', $lua, '--secondary-genes', $none, '--key', key_folder() . '/seal.pem');
    return @{ json_of("$folder/case.json")->{variants} };
}

# CB-INHERIT-12
my @new = listed('the rule with its floors', $profile);
is_deeply([sort map { $_->{key} } @new], [sort @solid], 'exactly the 11 candidates are listed');
is_deeply([sort map { $_->{key} } grep { $_->{shortlisted} } @new], [sort @passed], 'and the 4 that PASS are shortlisted');

my $without = scratch() . '/truth.lua';
(my $source = slurp($profile)) =~ s/FLOORS = true/FLOORS = false/ or die 'no floors in the profile';
spill($without, $source);
is_deeply([sort map { $_->{key} } listed('the rule without its floors', $without)], [sort @called], 'exactly the 31 calls without floors');

done_testing();
