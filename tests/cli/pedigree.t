#!/usr/bin/perl
# What a PED cannot say of a family, twins and who has died, from the case file to the page, the PDF, the laboratory's page and a second reading.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Casebound;
use Test::More;

my $twins = "pedigree:\n  deceased: [mum]\n  twins:\n  - persons: [kid, sis]\n    zygosity: ";
my $ped = join '', map { "SMALL\t$_\n" } "kid\tdad\tmum\t2\t2", "dad\t0\t0\t1\t1", "mum\t0\t0\t2\t1", "sis\tdad\tmum\t2\t1", "bro\tdad\tmum\t1\t1";

sub family_with { return small_case(ped => $ped, more => $_[0]) }

# CB-ARRANGE-63
my $folder = build_ok('monozygotic twins', family_with("${twins}monozygotic\n"), '-o', scratch());
my ($page) = glob "$folder/*-r1.html";
my $svg = slurp($page) =~ m{(<svg[^>]*aria-labelledby="pedigree-title".*?</svg>)}s ? $1 : '';
like($svg, qr/<title id="pedigree-title">[^<]*Proband kid, female, affected, child of Father and Mother, monozygotic twin of Sister;/, 'the drawing in words');
like($svg, qr/Mother mum, female, unaffected, deceased/, 'and who has died');
is(() = $svg =~ /d="M-\.63 \.63L\.63-\.63"/g, 1, 'one stroke is drawn');
my @slanted = grep { $_->[0] != $_->[2] && $_->[1] != $_->[3] } map { [/x1="([\d.]+)" y1="([\d.]+)" x2="([\d.]+)" y2="([\d.]+)"/] } $svg =~ /<line [^>]*>/g;
is(scalar @slanted, 2, 'two slanted lines');
is("@{ $slanted[0] }[0, 1]", "@{ $slanted[1] }[0, 1]", 'from one point');
like(html_text($page), qr/affected\s*monozygotic twin of Sister/, 'the table says it');
(my $pdf = $page) =~ s/html$/pdf/;
like(pdf_text($pdf), qr/II-1.*monozygotic twin of\s+Sister|monozygotic twin of\s+Sister.*II-1/s, 'so does the PDF, and the drawing there has the persons\' numbers');
like(slurp("$folder/used/case.yaml"), qr/zygosity: monozygotic/, 'and the resolved case');

# CB-INPUT-35
for my $case (["${twins}dizygotic\n", qr/dizygotic twin of Sister/], ["${twins}unknown\n", qr/twin of Sister, zygosity not known/]) {
    my $other = build_ok('twins otherwise', family_with($case->[0]), '-o', scratch());
    like(json_of("$other/case.json")->{family}{members}[0]{note}, $case->[1], 'are told');
}
for my $case ([($twins =~ s/sis/bro/r) . "monozygotic\n", qr/line \d+: twins: 'bro' is not of the sex of the monozygotic twin/],
    [($twins =~ s/sis/dad/r) . "unknown\n", qr/line \d+: twins: 'dad' has no parent in the family/],
    [($twins =~ s/mum/nan/r) . "unknown\n", qr/line \d+: deceased: no person is called 'nan'/]) {
    my ($status, undef, $err) = casebound('build', family_with($case->[0]), '-o', scratch());
    is($status, 3, 'what cannot be is refused');
    like($err, $case->[1], 'with its line');
}
done_testing();
