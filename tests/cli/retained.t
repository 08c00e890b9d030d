#!/usr/bin/perl
# What each profile must keep, and where it must stand: one small trio for each published or known way to lose a diagnosis.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Casebound;
use Test::More;

my @csq = qw(Allele Consequence IMPACT SYMBOL Gene Feature_type Feature BIOTYPE HGVSc HGVSp HGNC_ID gnomADe_AF gnomAD_FAF95 MAX_AF
    ClinVar_CLNSIG ClinVar_CLNREVSTAT REVEL SpliceAI_pred_DS_AG);
my %impact = (stop_gained => 'HIGH', frameshift_variant => 'HIGH', missense_variant => 'MODERATE', synonymous_variant => 'LOW');

# One record: place, the calls of child, father and mother, and what VEP says. A call is GT, with reads and quality that fit it.
sub record {
    my ($place, $calls, %said) = @_;
    my ($chrom, $position, $ref, $alt) = split /-/, $place;
    my %info = (%{ delete $said{info} // {} });
    my $filter = delete $said{filter} // 'PASS';
    my $term = $said{Consequence} //= 'missense_variant';
    %said = (Allele => $alt, IMPACT => $impact{$term} // 'MODIFIER', SYMBOL => 'GENE1', Feature_type => 'Transcript', Feature => 'NM_000001.1',
        BIOTYPE => 'protein_coding', %said);
    my $csq = join '|', map { $said{$_} // '' } @csq;
    my %reads = ('0/0' => '30,0', '0|1' => '16,14', '0/1' => '16,14', '1/1' => '0,30', '1' => '0,20', '0' => '20,0');
    my @calls = map { m{:} ? $_ : "$_:$reads{$_}:30:99" } split / /, $calls;
    my $info = join ';', (map { "$_=$info{$_}" } sort keys %info), "CSQ=$csq";
    return join("\t", "chr$chrom", $position, '.', $ref, $alt, 60, $filter, $info, 'GT:AD:DP:GQ', @calls) . "\n";
}

my $header = join '', map { "##$_\n" } 'fileformat=VCFv4.2', 'FILTER=<ID=LowQual,Description="low">',
    'INFO=<ID=AF,Number=A,Type=Float,Description="of the family">',
    'INFO=<ID=CSQ,Number=.,Type=String,Description="Consequence annotations from Ensembl VEP. Format: ' . join('|', @csq) . '">',
    'FORMAT=<ID=GT,Number=1,Type=String,Description="g">', 'FORMAT=<ID=AD,Number=R,Type=Integer,Description="a">',
    'FORMAT=<ID=DP,Number=1,Type=Integer,Description="d">', 'FORMAT=<ID=GQ,Number=1,Type=Integer,Description="q">',
    map { "contig=<ID=chr$_->[0],length=$_->[1]>" } [1, 248956422], [2, 242193529], [3, 198295559], [12, 133275309], ['X', 156040895],
    ['M', 16569];

# key => variant, and rule => { alleles dropped } of the ledger; "near" => { key => rule } of the near misses.
sub report {
    my ($profile, @records) = @_;
    my $place = scratch();
    my $vcf = spill("$place/x.vcf", $header . "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tC\tF\tM\n" . join('', @records));
    my $ped = spill("$place/x.ped", "T\tC\tF\tM\t1\t2\nT\tF\t0\t0\t1\t1\nT\tM\t0\t0\t2\t1\n");
    my $folder = built('--vcf', $vcf, '--ped', $ped, '--profile', $profile, '-o', $place);
    my %found = map { $_->{key} => $_ } @{ json_of("$folder/case.json")->{variants} };
    return (\%found, slurp("$folder/ledger.tsv"));
}

# A dozen rare missense alleles from one parent each, so that a rank means something.
sub crowd { return map { record("3-" . (1000 * $_) . "-A-G", $_ % 2 ? '0/1 0/1 0/0' : '0/1 0/0 0/1', SYMBOL => "CROWD$_", gnomADe_AF => 0.0002) } 1 .. 12 }

sub kept {
    my ($what, $v, $most) = @_;
    ok($v, "$what is kept") or return;
    cmp_ok($v->{rank}, '<=', $most, "$what: rank $v->{rank}") if $most;
}

my $truncation = record('1-94000000-C-T', '0/1 0/1 0/0', Consequence => 'stop_gained', SYMBOL => 'ABCA4', gnomADe_AF => 0.00001);
my @abca4 = (SYMBOL => 'ABCA4', gnomADe_AF => 0.056, gnomAD_FAF95 => 0.054, ClinVar_CLNSIG =>
    'Conflicting_classifications_of_pathogenicity&Pathogenic&Benign', ClinVar_CLNREVSTAT => 'criteria_provided&_conflicting_classifications',
    HGVSc => 'NM_000350.3:c.5603A>T', HGVSp => 'NP_000341.2:p.Asn1868Ile');
my $common = '1-94010000-T-A';

# CB-KEEP-01
{
    my ($v) = report('rare_disease', crowd(), $truncation, record($common, '0/1 0/0 0/1', @abca4));
    kept('ABCA4 c.5603A>T in trans with a truncation', $v->{$common}, 2);
    ok($v->{$common}{shortlisted} && $v->{'1-94000000-C-T'}{shortlisted}, 'both of the pair are on the shortlist');
    like($v->{$common}{partners}[0]{key}, qr/^1-94000000-C-T$/, 'each names the other');
    ($v) = report('rare_disease', crowd(), record($common, '0/1 0/0 0/1', @abca4));
    kept('ABCA4 c.5603A>T alone', $v->{$common});
    ok(!$v->{$common}{shortlisted} && $v->{$common}{rank} > 6, 'alone it is ranked low: ' . $v->{$common}{rank});
    like(join("\n", @{ $v->{$common}{against} }), qr/common/, 'and said to be common');
}

# CB-KEEP-02
{
    my $allele = record($common, '0/1 0/0 0/1', SYMBOL => 'ABCA4', gnomADe_AF => 0.05, gnomAD_FAF95 => 0.048);
    my ($v) = report('rare_disease', crowd(), $truncation, $allele);
    kept('a common allele beside a truncation of its gene', $v->{$common});
    like(join("\n", @{ ($v->{$common} // {})->{flags} // [] }), qr/beside a strong allele/, 'is said to be there for that alone');
    ($v, my $ledger) = report('rare_disease', crowd(), $allele);
    ok(!$v->{$common}, 'alone it is dropped');
    like($ledger, qr/^.*\Q$common\E.*too_common|^.*too_common.*\Q$common\E/m, 'and stands among the near misses');
    ($v) = report('rare_disease', crowd(), $truncation, record($common, '0/1 0/0 0/1', SYMBOL => 'ABCA4', gnomADe_AF => 0.2, gnomAD_FAF95 => 0.19));
    ok(!$v->{$common}, 'an allele of one in five people is not brought back');
    ($v) = report('rare_disease', crowd(), $truncation, record($common, '0/1 0/0 0/1', SYMBOL => 'OTHER', gnomADe_AF => 0.05, gnomAD_FAF95 => 0.048));
    ok(!$v->{$common}, 'a strong allele of another gene brings nothing back');
}

# CB-KEEP-03
{
    my @rna = (SYMBOL => 'RNU4ATAC', BIOTYPE => 'snRNA', Consequence => 'non_coding_transcript_exon_variant', gnomADe_AF => 0.0005);
    my ($v) = report('rare_disease', crowd(), record('2-121530000-G-A', '0/1 0/1 0/0', @rna), record('2-121530050-C-T', '0/1 0/0 0/1', @rna));
    kept('one allele of a pair in a non-coding RNA gene', $v->{'2-121530000-G-A'}, 6);
    kept('the other', $v->{'2-121530050-C-T'}, 6);
    is(($v->{'2-121530050-C-T'}{partners}[0] // {})->{key}, '2-121530000-G-A', 'they are a pair');
}

# CB-KEEP-04
{
    my $place = '12-120291838-T-TA';
    my ($v) = report('rare_disease', crowd(), record($place, '0/1 0/0 0/0', SYMBOL => 'RNU4-2', BIOTYPE => 'snRNA', HGNC_ID => 'HGNC:10193',
        Consequence => 'non_coding_transcript_exon_variant', HGVSc => 'NR_003137.2:n.64_65insT', Allele => 'A'));
    kept('RNU4-2 n.64_65insT, new, without p. and REVEL', $v->{$place}, 3);
}

# CB-KEEP-05
{
    my ($v) = report('rare_disease', crowd(), record('1-1000-A-G', '1/1 0/1 0/1', gnomADe_AF => 0.004, gnomAD_FAF95 => 0.003, MAX_AF => 0.06));
    kept('a founder allele: popmax 0.06, FAF95 0.003', $v->{'1-1000-A-G'});
    ($v) = report('rare_disease', crowd(), record('1-1000-A-G', '1/1 0/1 0/1', gnomADe_AF => 0.004, MAX_AF => 0.06));
    kept('the same without FAF95', $v->{'1-1000-A-G'});
}

# CB-KEEP-06
for my $class (qw(Pathogenic Likely_pathogenic Pathogenic/Likely_pathogenic Conflicting_classifications_of_pathogenicity&Likely_pathogenic)) {
    my %against = (
        frequency => [gnomADe_AF => 0.3, gnomAD_FAF95 => 0.3], consequence => [Consequence => 'intron_variant'],
        'no gene' => [Consequence => 'intergenic_variant', SYMBOL => ''], filter => [filter => 'LowQual'],
        stars => [ClinVar_CLNREVSTAT => 'no_assertion_criteria_provided'],
    );
    $against{'all of it'} = [map { @{ $against{$_} } } sort keys %against];
    for my $what (sort keys %against) {
        my ($v) = report('rare_disease', record('1-1000-A-G', '0/1 0/1 0/1', ClinVar_CLNSIG => $class, @{ $against{$what} }));
        kept("$class against $what", $v->{'1-1000-A-G'});
    }
}

# CB-KEEP-07
{
    my ($v) = report('rare_disease', crowd(), record('1-1000-A-G', '0/1 0/1 0/1', Consequence => 'stop_gained', gnomADe_AF => 0.00001));
    kept('a truncation that misfits every model but a dominant one that healthy parents share', $v->{'1-1000-A-G'});
    ($v) = report('rare_disease', record('1-1000-A-G', '0/1 0/0 0/0', Consequence => 'stop_gained', filter => 'LowQual'));
    kept('a new truncation with FILTER set', $v->{'1-1000-A-G'}, 1);
    ($v) = report('rare_disease', record('1-1000-A-G', '0/1 0/0 0/0', Consequence => 'stop_gained', info => { AF => 0.5 }));
    kept("an allele that the family's own AF calls common", $v->{'1-1000-A-G'}, 1);
    is_deeply([grep { ($_->{value} // 0) && !ref $_->{value} && $_->{value} == 0.5 } @{ $v->{'1-1000-A-G'}{frequencies} }], [], 'INFO/AF is no frequency');
}

# CB-KEEP-08
{
    my ($v) = report('rare_disease', record('1-1000-A-G', '0/1 0/1 0/0', Consequence => 'intron_variant', SpliceAI_pred_DS_AG => 0.1),
        record('1-2000-A-G', '0/1 0/1 0/0', Consequence => 'intron_variant', SpliceAI_pred_DS_AG => 0.09),
        record('1-3000-A-G', '0/1 0/1 0/0', Consequence => '5_prime_UTR_variant'),
        record('1-4000-A-G', '0/1 0/1 0/0', Consequence => 'intron_variant', ClinVar_CLNSIG => 'Uncertain_significance'),
        record('1-5000-A-G', '0/1 0/1 0/0', Consequence => 'intron_variant'));
    is(join(' ', sort keys %$v), '1-1000-A-G 1-3000-A-G 1-4000-A-G', 'what lies outside of exons stays for a splice score of 0.1 or a record in ClinVar; a UTR stays');
}

# CB-KEEP-09
{
    my ($v) = report('rare_disease', record('M-1555-A-G', '0/1 0/0 0/1', Consequence => 'non_coding_transcript_exon_variant', SYMBOL => 'MT-RNR1', gnomADe_AF => 0.002),
        record('M-750-A-G', '0/1 0/0 0/1', Consequence => 'non_coding_transcript_exon_variant', SYMBOL => 'MT-RNR1', gnomADe_AF => 0.011));
    is(join(' ', keys %$v), 'MT-1555-A-G', 'mitochondrial alleles have a gate of their own');
}

# CB-KEEP-10
{
    my $new = record('2-1000-A-G', '0/1 0/0 0/0', gnomADe_AF => 0.0005, SYMBOL => 'ASXL1', Consequence => 'frameshift_variant');
    my $mosaic = record('2-2000-A-G', '0/1 0/0:27,3:30:99 0/0', SYMBOL => 'GENE2');
    my $unsure = record('2-3000-A-G', '0/1 0/0:2,0:2:6 0/0', SYMBOL => 'GENE3');
    my $inherited = record('2-4000-A-G', '0/1 0/1 0/0', SYMBOL => 'GENE4', Consequence => 'stop_gained');
    my $common = record('2-5000-A-G', '0/1 0/0 0/0', gnomADe_AF => 0.002, SYMBOL => 'GENE5');
    my ($v, $ledger) = report('de_novo', $new, $mosaic, $unsure, $inherited, $common);
    kept('de_novo: a new allele at 0.0005', $v->{'2-1000-A-G'}, 1);
    kept('de_novo: one with three reads in the father', $v->{'2-2000-A-G'});
    kept('de_novo: one with two reads of the father in all', $v->{'2-3000-A-G'});
    is(scalar(keys %$v), 3, 'de_novo: what a parent carries and what is commoner than 0.001 is dropped');
    like($ledger, qr/^dropped\tsnv\tparent_carries\t\.\t\.\t1\t1\t/m, 'de_novo: the ledger says so');
}

# CB-KEEP-11
{
    my @gene = (SYMBOL => 'GJB2', gnomADe_AF => 0.009);
    my ($v) = report('recessive', crowd(), record('2-1000-A-G', '1/1 0/1 0/1', SYMBOL => 'CFTR', gnomADe_AF => 0.015),
        record('2-2000-A-G', '0/1 0/1 0/0', @gene), record('2-3000-A-G', '0/1 0/0 0/1', @gene),
        record('2-4000-A-G', '0/1 0/0 0/0', SYMBOL => 'KCNQ2', Consequence => 'stop_gained'));
    kept('recessive: a homozygous allele at 0.015', $v->{'2-1000-A-G'}, 4);
    kept('recessive: a new truncation of one copy stays', $v->{'2-4000-A-G'});
    ok($v->{"2-$_-A-G"}{rank} < $v->{'3-1000-A-G'}{rank}, "recessive: the pair's $_ stands before single alleles") for 2000, 3000;
    like(join("\n", @{ $v->{'3-1000-A-G'}{against} }), qr/one copy of the gene alone/, 'recessive: these are told why');
}

# CB-KEEP-12
{
    my ($v) = report('dominant', record('2-1000-A-G', '0/1 0/0 0/1', SYMBOL => 'CHEK2', gnomADe_AF => 0.0045, Consequence => 'frameshift_variant'),
        record('2-2000-A-G', '0/1 0/0 0/1', SYMBOL => 'LRRK2', gnomADe_AF => 0.016, ClinVar_CLNSIG => 'Pathogenic'),
        record('2-3000-A-G', '0/1 0/0 0/1', SYMBOL => 'GENE3', gnomADe_AF => 0.02));
    is(join(' ', sort keys %$v), '2-1000-A-G 2-2000-A-G', 'dominant: founder alleles below 0.005 stay, known ones at any frequency');
}

# CB-KEEP-13
{
    my ($v) = report('research', record('2-1000-A-G', '0/1 0/0 0/1', Consequence => 'intergenic_variant', SYMBOL => ''),
        record('2-2000-A-G', '0/1 0/0 0/1', Consequence => 'intron_variant', gnomADe_AF => 0.045),
        record('2-3000-A-G', '0/1 0/0 0/1', Consequence => 'intron_variant', gnomADe_AF => 0.06));
    is(join(' ', sort keys %$v), '2-1000-A-G 2-2000-A-G', 'research: every place stays, up to 0.05');
}

# CB-KEEP-14
{
    my ($v) = report('scout_clinical', record('2-1000-A-G', '0|1 0/0 0/0', gnomADe_AF => 0.0099),
        record('2-2000-A-G', '0/1 0/1 0/0', Consequence => 'synonymous_variant'),
        record('2-3000-A-G', '0/1 0/1 0/0', Consequence => 'intron_variant'),
        record('2-4000-A-G', '0/1 0/1 0/0', gnomADe_AF => 0.0101),
        record('2-5000-A-G', '0/0 0/1 0/0', Consequence => 'stop_gained'),
        record('2-6000-A-G', '0/1 0/1 0/0', Consequence => 'intron_variant', gnomADe_AF => 0.3, ClinVar_CLNSIG => 'Pathogenic',
            ClinVar_CLNREVSTAT => 'criteria_provided&_single_submitter'),
        record('2-7000-A-G', '0/1 0/1 0/0', Consequence => 'intron_variant', gnomADe_AF => 0.3, ClinVar_CLNSIG => 'Pathogenic',
            ClinVar_CLNREVSTAT => 'no_assertion_criteria_provided'),
        record('X-9000000-A-G', '1 0 0/1', Consequence => 'stop_gained'));
    is(join(' ', sort keys %$v), '2-1000-A-G 2-2000-A-G 2-6000-A-G X-9000000-A-G',
        'scout_clinical: phased and haploid calls, 22 consequences, gnomAD below 0.01 or a trusted record of ClinVar');
}

done_testing();
