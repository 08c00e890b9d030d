#!/usr/bin/perl
# The genes of the phenotype terms, from a table of HPO's that the case names: asked about as those of panels, and ranking nothing.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Casebound;
use Test::More;

my $table = join '', map { join("\t", @$_) . "\n" } [qw(hpo_id hpo_name ncbi_gene_id gene_symbol disease_id)],
    ['HP:0001250', 'Seizure', 1, 'GENE2', 'OMIM:1'], ['HP:0001250', 'Seizure', 2, 'NOTHERE', 'OMIM:2'],
    ['HP:0001263', 'Delay', 1, 'GENE2', 'OMIM:1'], ['HP:0001263', 'Delay', 3, 'BRCA2', 'OMIM:3'], ['HP:0000118', 'All', 4, 'GENE3', 'OMIM:4'];

sub case_of {
    my ($more, %with) = @_;
    my $case = small_case(more => "phenotype_terms: ['HP:0001250', 'HP:0001263', 'HP:0000002']\n$more", %with);
    spill(dirname($case) . '/table.txt', $table);
    spill(dirname($case) . '/panels/p1.txt', "##panel_id=p1\n##display_name=One\n#hgnc_id\thgnc_symbol\n1\tGENE1\n");
    return $case;
}

my $panel = "panels: panels\ndefault_gene_panels: [p1]\n";

# CB-TERMS-02
{
    my $folder = built(case_of("${panel}hpo_genes: table.txt\n"), '-o', scratch());
    my $view = json_of("$folder/case.json");
    my %genes = map { my $g = $_; map { $_->{symbol} => [$g, @{ $_->{panels} }] } @{ $view->{genes}{$g} } } qw(found others silent);
    is_deeply(\%genes, { GENE1 => ['found', 'One'], GENE2 => ['found', 'HP:0001250', 'HP:0001263'], NOTHERE => ['silent', 'HP:0001250'] }, 'each gene with what names it; those of no term of the case are not asked about');
    like($view->{genes}{summary}, qr/^3 genes of the panels and phenotype terms/, 'the summary says whose');
    like(join("\n", map { $_->{text} // '' } @{ $view->{notices} }), qr/phenotype term HP:0000002 has no gene in table\.txt/, 'a term without a gene is told');
    like(slurp("$folder/used/panels/HP_0001250.tsv"), qr/^\tGENE2\n\tNOTHERE\n\z/m, 'the genes lie in used/');
    my ($input) = grep { $_->{role} eq 'hpo_genes' } @{ json_of("$folder/provenance.json")->{inputs} };
    is($input->{name}, 'table.txt', 'the table stands in the provenance');
    like($input->{sha256} // $input->{digest} // '', qr/^[0-9a-f]{64}$/, 'with its digest');
    like(slurp("$folder/used/case.yaml"), qr/^hpo_genes: "table\.txt"$/m, 'and in the case as it was understood');
    my ($page) = glob "$folder/*-r1.html";
    like(html_text($page), qr/NOTHERE/, 'the page has them');
}

# CB-TERMS-02
{
    my ($without) = built(case_of($panel), '-o', scratch());
    my ($with) = built(case_of("${panel}hpo_genes: table.txt\n"), '-o', scratch());
    my ($a, $b) = map { json_of("$_/case.json") } $without, $with;
    is_deeply([map { [@$_{qw(key rank score in_panel)}] } @{ $b->{variants} }], [map { [@$_{qw(key rank score in_panel)}] } @{ $a->{variants} }], 'nothing is ranked by them');
    like($a->{genes}{summary}, qr/phenotype terms are not asked about: the case names no table of them/, 'without a table the report says that they are not asked about');
}

# A gene that a term may go back to does not stand for consent.
# CB-TERMS-03
{
    my $folder = built(case_of("hpo_genes: table.txt\n", gene => 'BRCA2'), '-o', scratch());
    my ($withheld) = grep { $_->{what} eq 'withheld' } table_of("$folder/ledger.tsv");
    is($withheld->{alleles}, 1, 'what is withheld for want of consent stays withheld');
    my $view = json_of("$folder/case.json");
    unlike(JSON::PP->new->canonical->encode($view->{genes}), qr/BRCA2/, 'its gene is not asked about, and not called empty');
    like(join("\n", map { $_->{text} // '' } @{ $view->{notices} }), qr/on the list of secondary findings and in no panel \(1\) are not asked about/, 'which is told');
    ok(!-e "$folder/used/panels/HP_0001263.tsv" || slurp("$folder/used/panels/HP_0001263.tsv") !~ /BRCA2/, 'nor is it among what was asked');
    my $agreed = 'report: {secondary_findings: {kid: agreed, dad: agreed, mum: agreed}}';
    $folder = built(case_of("hpo_genes: table.txt\n$agreed\n", gene => 'BRCA2'), '-o', scratch());
    my ($gene) = grep { $_->{symbol} eq 'BRCA2' } @{ json_of("$folder/case.json")->{genes}{found} };
    is_deeply($gene->{panels}, ['HP:0001263'], 'with everybody\'s consent it is');
}

# CB-TERMS-01
for (['hpo_genes: none.txt', qr/line \d+: hpo_genes: there is no file/], ['hpo_genes: family.ped', qr/family\.ped line 1: is no row of HPO's|holds no row/],
    ['hpo_genes: [a]', qr/hpo_genes/]) {
    my ($key, $why) = @$_;
    my $place = scratch();
    my ($status, $out, $err) = casebound('build', case_of("$key\n"), '-o', $place, '-q');
    is($status, 3, "$key is refused");
    ok(one_line($err) && $err =~ $why, 'in one line that says why') or diag($err);
    is_deeply([glob "$place/*"], [], 'and nothing is left');
}

done_testing();
