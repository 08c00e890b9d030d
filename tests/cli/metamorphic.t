#!/usr/bin/perl
# What must not change a report: the order of columns, of persons, of INFO's keys, the container of the VCF, names of chromosomes,
# its version, and whether multi-allelic records are split. CASEBOUND_SEEDS seeds are tried (make soak: many).
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


# CB-VCF-47
# The names of chromosomes, and a header with declarations that htslib 1.16 does not know.
(my $bare = $text) =~ s/^(##contig=<ID=)?chr(?=[0-9XYM])/defined $1 ? $1 : ''/gme;
isnt($bare, $text, 'the family has names with chr');
same('names without chr', variation('x.vcf', $bare));
my $new = join '', map { qq(##FORMAT=<ID=$_->[0],Number=$_->[1],Type=Integer,Description="x">\n) }
    ['LAA', '.'], ['LAD', 'LR'], ['LPL', 'LG'], ['LEC', 'LA'], ['XP', 'P'], ['XM', 'M'];
for my $version (qw(4.4 4.5)) {
    (my $later = $text) =~ s/^##fileformat=VCFv4\.\d\n/##fileformat=VCFv$version\n$new/;
    same("a header of $version", variation('x.vcf', $later));
    $later =~ s{\t([0-9.]+)/([0-9.]+)(?=[:\t\n])}{\t/$1/$2}g;
    same_facts("calls of $version with the phase of their first allele", facts($expected),
        variation('x.vcf', $later));
}

# What is said of an allele, whatever record it stands in: all but the calls as they are written, warnings, and the record's
# number. Ranks of alleles with one score go by record.
sub facts {
    my ($rows) = @_;
    my @lines = split /\n/, $rows;
    my @names = split /\t/, shift @lines;
    s/^#// for @names;
    my %facts;
    for my $line (@lines) {
        my %row;
        @row{@names} = split /\t/, $line, -1;
        delete @row{ 'rank', 'record', 'flags', grep { /^gt_/ } @names };
        $facts{ $row{key} } = \%row;
    }
    return \%facts;
}

sub same_facts {
    my ($what, $wanted, $folder) = @_;
    my $built = eval { built("$folder/case.yaml", '-o', scratch()) } or diag($@);
    is_deeply($built ? facts(rows($built)) : undef, $wanted, "$what changes no fact");
    return $built;
}

# By bcftools norm, into a new file.
sub normed {
    my ($folder, $from, $to, @how) = @_;
    my ($status, undef, $err) = run_command({}, 'bcftools', 'norm', '--no-version', @how, '-o', "$folder/$to", "$folder/$from");
    is($status, 0, "bcftools norm @how") or diag($err);
    return $folder;
}

my $split = variation('x.vcf', '');
spill("$split/y.vcf", $text);
same_facts('splitting the family', facts($expected), normed($split, 'y.vcf', 'x.vcf', '-m', '-any'));

# Sites with two ALTs each: both in the daughter, one dropped, one in each parent, on X, an indel beside a substitution.
sub site {
    my ($chrom, $pos, $ref, $alts, $gene, $af, @calls) = @_;
    my @alt = split /,/, $alts;
    my $csq = join ',', map {
        my $written = length $ref == 1 && length $alt[$_] == 1 ? $alt[$_] : substr($alt[$_], 1) || '-';
        join '|', $written, $_ ? 'stop_gained|HIGH' : 'missense_variant|MODERATE', $gene, "ENSG_$gene", 'Transcript', "ENST_$gene",
            'protein_coding', '1/2', '', "ENST_$gene:c.1$_", '', $af->[$_]
    } 0 .. $#alt;
    return join("\t", $chrom, $pos, '.', $ref, $alts, 300, 'PASS', "CSQ=$csq", 'GT:AD:DP:GQ:PL', @calls) . "\n";
}

my $none = [ '', '' ];
my $substitutions = site('chr1', 1000, 'C', 'T,G', 'GENEA', $none,
    '0/1:10,12,0:22:99:300,0,310,330,346,650', '1/2:0,15,14:29:99:900,400,410,380,0,420', '2/2:0,0,20:20:60:800,800,800,60,60,0')
    . site('chr1', 5000, 'A', 'T,G', 'GENEB', [ '0.3', '' ],
    '0/1:10,12,0:22:99:300,0,310,330,346,650', '1/2:0,15,14:29:99:900,400,410,380,0,420', '0/2:11,0,12:23:99:300,330,650,0,310,320')
    . site('chr2', 1000, 'G', 'C,A', 'GENEC', $none,
    '0/1:10,12,0:22:99:300,0,310,330,346,650', '0/1:11,15,0:26:99:300,0,310,330,346,650', '0/2:11,0,12:23:99:300,330,650,0,310,320')
    . site('chrX', 50000000, 'T', 'A,G', 'GENED', $none,
    '2:0,0,20:20:99:600,600,0', '0/2:11,0,15:26:99:300,330,650,0,310,320', '1/1:0,21,0:21:60:800,60,0,800,60,800');
my $indels = site('chr2', 5000, 'GAA', 'G,GA', 'GENEE', $none,
    '0/1:10,12,0:22:99:300,0,310,330,346,650', '1/2:0,15,14:29:99:900,400,410,380,0,420', '0/2:11,0,12:23:99:300,330,650,0,310,320');

sub sites_vcf {
    my ($lines) = @_;
    my $made = Casebound::small_vcf();
    $made =~ s/^(#CHROM[^\n]*\n).*/$1/ms;
    $made =~ s/cDNA_position\|CDS_position\|Protein_position/gnomADe_AF/;
    return $made . $lines;
}

sub sites_case {
    my ($lines) = @_;
    my $case = small_case(vcf => sites_vcf($lines), vcf_name => 'x.vcf');
    rename dirname($case) . '/family.vcf', dirname($case) . '/x.vcf' or die;
    return dirname($case);
}

for my $set ([ 'substitutions', $substitutions, [ '-m', '-any' ] ],
    [ 'substitutions, the origin named', $substitutions, [ '-m', '-any', '--old-rec-tag', 'OLD_REC' ] ],
    [ 'insertions and deletions, the origin named', $indels, [ '-m', '-any', '--old-rec-tag', 'OLD_REC' ] ]) {
    my ($name, $lines, $how) = @$set;
    my $whole = sites_case($lines);
    my $built = built("$whole/case.yaml", '-o', scratch());
    my $wanted = facts(rows($built));
    cmp_ok(scalar keys %$wanted, '>=', 2, "$name: alleles are listed");
    my $parts = sites_case($lines);
    rename "$parts/x.vcf", "$parts/y.vcf" or die;
    my $of_parts = same_facts("splitting $name", $wanted, normed($parts, 'y.vcf', 'x.vcf', @$how));
    my $again = sites_case($lines);
    spill("$again/y.vcf", slurp("$parts/x.vcf"));
    same_facts("joining $name", $wanted, normed($again, 'y.vcf', 'x.vcf', '-m', '+any'));
    next if $name ne 'substitutions' or !$of_parts;
    my $flags = { map { $_->{key} => $_->{flags} } table_of("$of_parts/variants.tsv") };
    like($flags->{'1-1000-C-G'}, qr/no copy of the site is unchanged; the other copy has 1:1000 C>T/, 'two halves say that they are one call');
    like($flags->{'1-5000-A-G'}, qr/the other copy has 1:5000 A>T \(dropped: too_common\)/, 'a dropped half is named');
    like($flags->{'1-5000-A-G'}, qr{father: 0/0 in this record means 'not this allele'; carries 1:5000 A>T}, 'a 0 is said to be no REF');
}

done_testing();
