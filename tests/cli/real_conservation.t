#!/usr/bin/perl
# Of every real file that a report can be made of: what came in is listed or dropped, by rule and by gene, counted again by bcftools and from the tables alone.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Casebound;
use List::Util qw(sum0 uniq);
use Test::More;

my $cases = real_data('cases') or plan skip_all => 'no real files ($CASEBOUND_TEST_DATA/cases)';
my @files = grep { /\.(?:vcf|vcf\.b?gz|bcf)$/ } listing($cases);
my $share = $ENV{ASAN_OPTIONS} ? 3 : 1; # under the sanitizers one in three
@files = map { $_ % $share ? () : $files[$_] } 0 .. $#files;

sub query { my ($status, $out) = run_command({}, 'bcftools', 'query', @_); return $status ? () : split /\n/, $out }

# The symbols of each record's annotation, by the header's own list of fields; undef without one.
sub genes_of {
    my ($vcf) = @_;
    my (undef, $header) = run_command({}, 'bcftools', 'view', '-h', $vcf);
    for (['CSQ', qr/SYMBOL/], ['ANN', qr/Gene_Name/], ['BCSQ', qr/gene/]) {
        my ($key, $field) = @$_;
        my ($list) = $header =~ /^##INFO=<ID=$key,.*?(?:Format|annotations): '?([^">]*)/m or next;
        my @names = split /\s*\|\s*/, $list;
        my ($at) = grep { $names[$_] =~ /^\W*$field\W*$/ } 0 .. $#names;
        next unless defined $at;
        return map { [uniq grep { defined && length && $_ ne '.' } map { (split /\|/)[$at] } split /,/] } query('-f', "%INFO/$key\\n", $vcf);
    }
    return;
}

sub case_of {
    my ($vcf, $sample, @genes) = @_;
    my $folder = scratch();
    spill("$folder/panels/asked.txt", join "\n", '#hgnc_symbol', @genes, 'NOSUCHGENE1', '');
    spill("$folder/family.ped", "F\t$sample\t0\t0\t0\t2\n");
    return spill("$folder/case.yaml", "family: F\nped: family.ped\npanels: panels\ndefault_gene_panels: [asked]\nvcf_snv: $vcf\n");
}

sub of { my ($lines, $what, %where) = @_; return grep { my $l = $_; $l->{what} eq $what && !grep { $l->{$_} ne $where{$_} } keys %where } @$lines }
sub alleles { return sum0 map { $_->{alleles} } of(@_) }

# Everything that the tables say, added up again. The names of what does not sum.
sub wrong_sums {
    my ($folder, $vcf, $genes, @asked) = @_;
    my @lines = table_of("$folder/ledger.tsv");
    my @listed = table_of("$folder/variants.tsv");
    my @alts = query('-f', '%ALT\n', $vcf);
    my ($in) = of(\@lines, 'in');
    my %sum = (
        records_in => [scalar @alts, $in->{records}],
        alleles_in => [(sum0 map { $_ eq '.' ? 0 : 1 + tr/,// } @alts), $in->{alleles}],
        alleles => [$in->{alleles}, alleles(\@lines, 'listed') + alleles(\@lines, 'withheld') + alleles(\@lines, 'dropped')],
        records => [$in->{records}, sum0 map { $_->{records} } map { of(\@lines, $_) } qw(listed dropped withheld no_alternate)],
        listed => [scalar @listed, alleles(\@lines, 'listed')],
        listed_records => [scalar(uniq map { $_->{record} } @listed), sum0 map { $_->{records} } of(\@lines, 'listed')],
        by_gene => [alleles(\@lines, 'gene_listed'), alleles(\@lines, 'listed')],
        near => [alleles(\@lines, 'near_misses'), alleles(\@lines, 'near_miss') + alleles(\@lines, 'near_misses_not_shown')],
    );
    $sum{"near_$_"} = [alleles(\@lines, 'gene_near_misses', rule => $_), alleles(\@lines, 'near_misses', rule => $_)] for map { $_->{rule} } of(\@lines, 'dropped');
    for my $gene (@asked, 'NOSUCHGENE1') {
        my ($account) = of(\@lines, 'asked_in', gene => $gene);
        my $named = grep { my $r = $_; grep { $_ eq $gene } @$r } @$genes;
        $sum{"asked_$gene"} = [$account->{alleles}, alleles(\@lines, 'asked_listed', gene => $gene) + alleles(\@lines, 'asked_dropped', gene => $gene)];
        $sum{"records_in_$gene"} = [$named, $account->{records}];
    }
    return map { "$_: $sum{$_}[0] is not $sum{$_}[1]" } grep { $sum{$_}[0] != $sum{$_}[1] } sort keys %sum;
}

# A near miss is an allele of the file that is not in the list.
sub strange_misses {
    my ($folder, $vcf) = @_;
    my %listed = map { $_->{key} => 1 } table_of("$folder/variants.tsv");
    my %there;
    for (query('-f', '%CHROM\t%POS\t%REF\t%ALT\n', $vcf)) {
        my ($chrom, $pos, $ref, $alts) = split /\t/;
        $there{ ($chrom =~ s/^chr//r) . "-$pos-$ref-$_" } = 1 for split /,/, $alts;
    }
    my @misses = map { $_->{allele} } of([table_of("$folder/ledger.tsv")], 'near_miss');
    return grep { $listed{$_} || !$there{ s/^MT-/M-/r } && !$there{$_} } @misses;
}

# CB-LEDGER-07
my ($built, $with_genes, $with_misses) = (0, 0, 0);
for my $file (@files) {
    my $vcf = "$cases/$file";
    my ($sample) = query('-l', $vcf) or next;
    my @genes = genes_of($vcf);
    my %of_gene;
    $of_gene{$_}++ for map { @$_ } @genes;
    my @asked = grep { /^[A-Za-z0-9][-A-Za-z0-9_.]*$/ && !/^\d+$/ } sort { $of_gene{$b} <=> $of_gene{$a} || $a cmp $b } keys %of_gene;
    splice @asked, 20;
    my ($status, $folder, $err) = casebound('build', case_of($vcf, $sample, @asked), '-o', scratch(), '-q', '--date', '2026-01-31');
    next if $status == 3; # no report is made of it, so nothing is lost in one
    is($status, 0, "$file: a report is made") or do { diag($err); next };
    chomp $folder;
    $built++;
    $with_genes++ if @asked;
    $with_misses++ if of([table_of("$folder/ledger.tsv")], 'near_miss');
    is_deeply([wrong_sums($folder, $vcf, \@genes, @asked)], [], "$file: in is listed and dropped");
    is_deeply([strange_misses($folder, $vcf)], [], "$file: near misses are of the file and not in the list");
}
cmp_ok($with_genes, '>=', 15 / $share, "with genes to ask about ($with_genes)");
cmp_ok($with_misses, '>=', 3 / $share, "with near misses ($with_misses)");
cmp_ok($built, '>=', 30 / $share, "a report is made of many files ($built of " . @files . ')');

done_testing();
