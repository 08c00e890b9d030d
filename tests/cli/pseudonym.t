#!/usr/bin/perl
# A pseudonymised report: canaries stand in every name, id, date, path and free text of the case, and in no file of the folder, the
# PDF's streams and the packed parts included.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Casebound;
use Test::More;

my @canaries = qw(CANARYCHILD CANARYFATHER CANARYMOTHER CANARYSIB CANARYFAM CANARYFILE CANARYPED CANARYNAME CANARYBORN CANARYMRN CANARYASK
    CANARYTEXT CANARYWHY CANARYDATE CANARYFOLDER CANARYSHOWN CANARYOWNER CANARYCRAM CANARYCASE CANARYABSENT 1987-06-05 1999-08-07);
my $place = scratch() . '/CANARYFOLDER';
my @people = qw(CANARYCHILD CANARYFATHER CANARYMOTHER CANARYSIB);
my $record = join "\t", 'chr1', 55051215, '.', 'G', 'A', 812, 'PASS',
    'RankScore=CANARYFAM:18;CSQ=A|stop_gained|HIGH|GENE1|ENSG01|Transcript|ENST01|protein_coding|3/9||ENST01:c.301C>T|ENSP01:p.Arg101Ter|301|301|101',
    'GT:AD:DP:GQ:PL', '0/1:18,17:35:99:500,0,510', '0/0:31,0:31:93:0,93,1200', '0/0:29,0:29:87:0,87,1100', '0/0:29,0:29:87:0,87,1100';
my $vcf = Casebound::small_vcf(samples => \@people, first => $record,
    header => qq{##INFO=<ID=RankScore,Number=.,Type=String,Description="Rank">\n##bcftools_viewCommand=view -s CANARYCHILD CANARYFOLDER/x.vcf\n});
$vcf = join '', map { /^chr[2X]/ ? s/\n/\t0\/0:20,0:20:60:0,60,700\n/r : "$_" } map { "$_\n" } split /\n/, $vcf;
spill("$place/CANARYFILE.vcf", $vcf);
spill("$place/CANARYPED.ped", join '', map { "$_\n" } "CANARYFAM\tCANARYCHILD\tCANARYFATHER\tCANARYMOTHER\t2\t2", "CANARYFAM\tCANARYFATHER\t0\t0\t1\t1",
    "CANARYFAM\tCANARYMOTHER\t0\t0\t2\t1", "CANARYFAM\tCANARYSIB\tCANARYFATHER\tCANARYMOTHER\t1\t1", "CANARYFAM\tCANARYABSENT\tCANARYFATHER\t0\t1\t1");
my $case = spill("$place/CANARYCASE.yaml", <<'YAML');
owner: CANARYOWNER
family: CANARYFAM
family_name: CANARYFAM
human_genome_build: '38'
ped: CANARYPED.ped
samples:
  - {sample_id: CANARYCHILD, sample_name: CANARYSHOWN, father: CANARYFATHER, mother: CANARYMOTHER, sex: female, phenotype: affected, sample_date: '1999-08-07', tissue_type: blood}
  - {sample_id: CANARYFATHER, father: '0', mother: '0', sex: male, phenotype: unaffected}
  - {sample_id: CANARYMOTHER, father: '0', mother: '0', sex: female, phenotype: unaffected, alignment_path: /data/CANARYCRAM.cram}
  - {sample_id: CANARYSIB, father: CANARYFATHER, mother: CANARYMOTHER, sex: male, phenotype: unaffected}
vcf_snv: CANARYFILE.vcf
vcf_sv: CANARYABSENT.sv.vcf.gz
synopsis: The family of CANARYTEXT came in 1999-08-07.
phenotype_terms: ['HP:0001250']
report:
  patient_name: CANARYNAME
  patient_id: CANARYMRN
  birth_date: '1987-06-05'
  requester: Dr. CANARYASK
  indication: CANARYWHY
  sample_date: '1999-08-07'
  received_date: CANARYDATE
  consent: CANARYTEXT agreed
  laboratory: The laboratory
YAML

# CB-HIDE-01
my @key = ('--key', key_folder() . '/seal.pem');
my $open = build_ok('the report with all names is made', $case, '-o', scratch(), @key);
my %shown = texts_of($open);
my $all = join "\n", values %shown;
my @seen = grep { $all =~ /\Q$_\E/ } @canaries;
cmp_ok(scalar @seen, '>=', 12, 'the canaries sing where nothing hides them: ' . @seen . ' of ' . @canaries);

# CB-HIDE-02
my ($status, $out, $err) = casebound('build', $case, '-o', my $where = scratch(), @key, '--pseudonymise', 'CASE-7', '--date', '2026-01-31');
is($status, 0, 'a pseudonymised report is made') or diag($err);
chomp $out;
is(basename($out), 'CASE-7-r1', 'it has the new name');
my %hidden = texts_of($out);
for my $canary (@canaries) {
    my @in = grep { $hidden{$_} =~ /\Q$canary\E/i } sort keys %hidden;
    is("@in", '', "$canary stands in no file");
}
unlike($err, qr/CANARY/, 'nor in the messages');
is((casebound('verify', $out, '--trust', key_folder() . '/authority.pem'))[0], 0, 'it verifies');
my $view = json_of("$out/case.json");
is_deeply([map { $_->{id} } @{ $view->{family}{members} }], [qw(proband father mother sibling relative)], 'persons are called by their roles');
my $before = json_of("$open/case.json");
is_deeply([map { [$_->{key}, $_->{score}, map { $_->{gt} } @{ $_->{genotypes} }] } @{ $view->{variants} }],
    [map { [$_->{key}, $_->{score}, map { $_->{gt} } @{ $_->{genotypes} }] } @{ $before->{variants} }], 'variants, scores and genotypes are the same');

# CB-HIDE-03
for my $bad ('', '-x', 'a b', '../x', 'x' x 41) {
    my ($code, undef, $said) = casebound('build', $case, '-o', scratch(), '--pseudonymise', $bad);
    is($code, 2, "the name '$bad' is no pseudonym: exit 2");
    ok(one_line($said), 'one line says so') or diag($said);
}

done_testing();
