#!/usr/bin/perl
# explain: the spellings of an allele, rule by rule why it stands where it stands, all of a gene, and what is said of one that is not there.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Casebound;
use JSON::PP;
use Test::More;

my $family = sample('FAM-0042');
my $case = "$family/case.yaml";
my ($planted) = grep { $_->{gene} eq 'STXBP1' && $_->{what} eq 'candidate' } table_of("$family/truth.tsv");
my ($chrom, $pos, $ref, $alt) = split /-/, $planted->{key};

sub explained { return casebound('explain', $case, @_, '-q') }

sub tree_of {
    my ($status, $out, $err) = explained(@_, '--json');
    is($status, 0, "explain @_: exit 0") or diag($err);
    return JSON::PP->new->utf8->decode($out);
}

sub keys_of { return join ' ', map { $_->{key} } @{ tree_of(@_)->{alleles} } }

# CB-EXPLAIN-02
my ($status, $first) = explained($planted->{key});
is($status, 0, 'a listed allele: exit 0');
for my $spelling ("chr$chrom:$pos$ref>$alt", "$chrom:$pos:$ref:$alt", "chr$chrom-$pos-$ref-$alt", "$chrom:$pos $ref>$alt", "${chrom}:${pos}_$ref/$alt",
    'STXBP1 c.874C>T', 'STXBP1:c.874C>T', lc "$chrom:$pos:$ref:$alt") {
    is((explained($spelling))[1], $first, "the same answer for '$spelling'");
}
my ($id) = grep { $_->{id} =~ /^rs/ } table_of(built($case, '-o', scratch()) . '/variants.tsv');
is(keys_of($id->{id}), $id->{key}, "by its number: $id->{id}");
my ($transcript) = $first =~ /^allele\t/m ? map { $_->{transcript} } tree_of($planted->{key})->{alleles}[0] : ();
is(keys_of("$transcript:c.874C>T"), $planted->{key}, "by HGVS on $transcript");
(my $bare = $transcript) =~ s/\.\d+$//;
is(keys_of("$bare:c.874C>T"), $planted->{key}, 'and without its version');
is((explained("$bare.99:c.874C>T"))[0], 1, 'another version is another transcript');
is(keys_of('19:13427993'), '19-13427993-CAAA-C 19-13427993-CAAA-CA', 'a place: every allele of its record') or diag(keys_of('19:13427993'));
my $same = tree_of('19-13427992-NCAAA-NC');
is($same->{alleles}[0]{key}, '19-13427993-CAAA-C', 'the same change, written with another base before it');
ok($same->{alleles}[0]{written_otherwise}, 'and it says so');

# CB-EXPLAIN-03
my $listed = tree_of($planted->{key})->{alleles}[0];
is($listed->{state}, 'shortlisted', 'its state');
cmp_ok($listed->{rank}, '<=', 4, 'its rank');
my $sum = 0;
$sum += $_->{points} for @{ $listed->{points} };
cmp_ok(abs($sum - $listed->{score}), '<', 1e-9, 'the points sum to the score');
is(join(' ', map { $_->{rule} } @{ $listed->{rules} }), 'reference_or_star proband_not_carrier clinvar_pathogenic too_common no_gene_effect', 'every rule, in order');
ok(!(grep { !@{ $_->{facts} } } @{ $listed->{rules} }), 'each with what it read');
ok((grep { $_->{fit} eq 'fits' && $_->{reason} } @{ $listed->{inheritance} }), 'inheritance with its reason');
my ($pair) = grep { $_->{inheritance} eq 'recessive_compound' } table_of("$family/truth.tsv");
ok(scalar @{ tree_of($pair->{key})->{alleles}[0]{partners} }, 'partners');

# CB-EXPLAIN-04
my ($common) = grep { $_->{gene} eq 'MTHFR' } table_of("$family/truth.tsv");
my $dropped = tree_of($common->{key})->{alleles}[0];
is("$dropped->{state} $dropped->{rule}", 'dropped too_common', 'a dropped allele, with its rule');
my ($rule) = grep { $_->{decided} } @{ $dropped->{rules} };
is($rule->{rule}, 'too_common', 'the rule that decided is marked');
my %facts = map { $_->{name} => $_->{value} } @{ $rule->{facts} };
cmp_ok($facts{'v.af'}, '>', $facts{'t.max_af'}, 'the value that it read is above the threshold that it read');
is_deeply($facts{'v:frequency("gnomAD FAF95")'}, { not_annotated => JSON::PP::true }, 'what nobody annotated is told apart');
is($dropped->{rules}[-1]{answer}, 'no', 'a rule behind it says what it would have said');
ok((grep { $_->{mode} =~ /homozygous/ && $_->{fit} eq 'fits' } @{ $dropped->{inheritance} }), 'inheritance of a dropped allele');

# A common allele beside a truncation in its gene: dropped by one rule, brought back, counted as listed; without the truncation it is a near miss.
# CB-EXPLAIN-04 CB-LEDGER-02
my @calls = ("GT:AD:DP:GQ:PL\t0/1:14,15:29:99:400,0,410\t0/1:15,14:29:99:400,0,410\t0/0:30,0:30:90:0,90,900", "GT:AD:DP:GQ:PL\t0/0:30,0:30:90:0,90,900\t0/1:15,14:29:99:400,0,410\t0/1:15,14:29:99:400,0,410");
my $entry = 'HIGH|GENE9|ENSG09|Transcript|ENST09|protein_coding|3/9||ENST09:c.301C>T|ENSP09:p.Arg101Ter|301|301|101';
my $truncation = "chr2\t900\t.\tG\tA\t800\tPASS\tCSQ=A|stop_gained|$entry\t$calls[0]";
my $missense = "chr2\t950\t.\tG\tA\t800\tPASS\tgnomAD_AF=0.05;CSQ=A|missense_variant|" . ($entry =~ s/HIGH/MODERATE/r) . "\t$calls[1]";
my %with = (header => qq(##INFO=<ID=gnomAD_AF,Number=A,Type=Float,Description="Frequency">\n));
my $both = small_case(%with, first => "$truncation\n$missense");
my ($back) = @{ JSON::PP->new->utf8->decode((casebound('explain', $both, '2-950-G-A', '-q', '--json'))[1])->{alleles} };
isnt($back->{state}, 'dropped', 'beside a truncation the common allele is listed');
is((grep { $_->{decided} } @{ $back->{rules} })[0]{answer}, 'dropped, brought back', 'its rule dropped it, and it was brought back');
my @lines = table_of(built($both, '-o', scratch()) . '/ledger.tsv');
is((grep { $_->{what} eq 'rescued' && $_->{rule} eq 'too_common' } @lines)[0]{alleles}, 1, 'the ledger counts it as rescued');
my $alone = JSON::PP->new->utf8->decode((casebound('explain', small_case(%with, first => $missense), '2-950-G-A', '-q', '--json'))[1])->{alleles}[0];
is("$alone->{state} $alone->{rule} $alone->{near_miss}", 'dropped too_common ' . JSON::PP::true, 'alone it is dropped, and a near miss');

# CB-EXPLAIN-05
my $vcf = "$family/FAM-0042.vcf.gz";
my (undef, $records) = run_command({}, 'bcftools', 'query', '-i', 'INFO/CSQ~"|ATP7A|"', '-f', '%CHROM-%POS-%REF-%ALT\n', $vcf);
my $gene = tree_of('--gene', 'ATP7A');
is_deeply([sort map { $_->{key} } @{ $gene->{alleles} }], [sort map { s/^chr//r } split /\n/, $records], 'a gene: every allele that its annotation names');
my $counted = $gene->{listed};
$counted += $_->{alleles} for @{ $gene->{dropped} };
is($counted, scalar @{ $gene->{alleles} }, 'they are listed or dropped by a rule');
is(join('|', map { $_->{key} } @{ tree_of('--gene', 'HGNC:869')->{alleles} }), join('|', map { $_->{key} } @{ $gene->{alleles} }), 'by its HGNC id');
ok((grep { /Coverage/ } @{ $gene->{not_examined} }), 'and what was not examined for it');

# CB-EXPLAIN-06
my $err;
($status, my $out, $err) = explained("$chrom-$pos-$ref-GG");
is($status, 1, 'another allele at the same place: exit 1');
like($out, qr/^nearest\t\Q$planted->{key}\E$/m, 'the allele that is there is told');
ok(one_line($err), 'one line says that there is none');
($status, undef, $err) = explained('--gene', 'ATP7');
is($status, 1, 'a gene without a record: exit 1');
like($err, qr/did you mean 'ATP7A'/, 'with a hint');
like($err, qr/whether it was covered is not known/, 'and no claim about its coverage');
for my $words (['nonsense'], ['1-x-A-T'], ['1-12345-A'], [], [$planted->{key}, '--gene', 'ATP7A']) {
    is((explained(@$words))[0], 2, "usage: @$words");
}
is((casebound('build', $case, '--gene', 'ATP7A'))[0], 2, '--gene is a word of explain alone');

done_testing();
