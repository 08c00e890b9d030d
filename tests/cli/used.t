#!/usr/bin/perl
# What decided stays with the report: every rule and table that provenance names lies in used/, byte for byte.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Casebound;
use Digest::SHA qw(sha256_hex);
use Test::More;

my $folder = build_ok('a report is made', sample_case('FAM-0042'), '-o', scratch());
my %place = (
    profile      => 'used/filters/rare_disease.lua',
    consequences => 'used/filters/data/consequences.tsv',
    bands        => 'used/filters/data/bands.tsv',
    secondary_genes => 'used/filters/data/secondary_findings.tsv',
    checklist    => 'used/templates/checklist.tsv',
    penetrance   => 'used/filters/data/penetrance.tsv',
    texts        => 'used/templates/text.en.yaml',
);

# CB-CASE-86
my %input = map { $_->{role} => $_ } @{ json_of("$folder/provenance.json")->{inputs} };
for my $role (sort keys %place) {
    ok($input{$role}, "$role: provenance names it") or next;
    ok(-e "$folder/$place{$role}", "$role: it lies in $place{$role}") or next;
    is(sha256_hex(slurp("$folder/$place{$role}")), $input{$role}{sha256}, "$role: its digest is the one in provenance.json");
}

# CB-CASE-87
my ($code, $out, $said) = casebound('check', "$folder/used/case.yaml");
is($code, 3, 'the resolved case names no path: it is refused only where its VCF is wanted');
like($said, qr/vcf_snv/, 'and the line says so') or diag($said);
unlike(slurp("$folder/used/case.yaml"), qr{/}, 'no path in the resolved case') or diag(slurp("$folder/used/case.yaml"));

done_testing();
