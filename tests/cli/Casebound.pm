# Casebound.pm: what the command-line tests share. They run in the repository's root:
#   prove tests/cli        CASEBOUND=program, SAMPLES=folder of casebound-samples, CASEBOUND_TEST_DATA=real files
package Casebound;
use strict;
use warnings;
use Cwd qw(abs_path getcwd);
use Digest::SHA qw(sha256_hex);
use Exporter 'import';
use File::Basename qw(basename dirname);
use File::Copy qw(copy);
use File::Find qw(find);
use File::Path qw(make_path);
use File::Temp qw(tempdir);
use IPC::Open2 qw(open2);
use JSON::PP;
use POSIX ();
use Test::More;
our @EXPORT = qw(program root scratch casebound verified_by run_command key_folder sample sample_case real_data small_case build_ok built
    slurp spill json_of table_of listing content_of copy_tree pdf_text texts_of html_text calls_of one_line basename dirname text_cell);

my $root = getcwd();
my $program = $ENV{CASEBOUND} // "$root/build/release/casebound";
$program = "$root/$program" unless $program =~ m{^/};
my $date = '2026-01-31';
my $scratch = tempdir('casebound-test-XXXXXX', TMPDIR => 1, CLEANUP => 1);
my $next = 0;

sub program { return $program }
sub root { return $root }

# A new empty folder, gone when the test ends.
sub scratch {
    my $folder = "$scratch/" . ++$next;
    make_path($folder);
    return $folder;
}

# (exit status, stdout, stderr); a signal gives 128 + its number. Options: env => {…}, in => folder, stdin => text.
sub run_command {
    my ($options, @words) = @_;
    my $n = ++$next;
    my ($out, $err) = ("$scratch/$n.out", "$scratch/$n.err");
    my $pid = fork // die "fork: $!";
    if (!$pid) {
        $ENV{$_} = $options->{env}{$_} for keys %{ $options->{env} // {} };
        chdir $options->{in} or die "chdir: $!" if $options->{in};
        open STDIN, '<', $options->{stdin} // '/dev/null' or die;
        open STDOUT, '>', $out or die;
        open STDERR, '>', $err or die;
        exec { $words[0] } @words or POSIX::_exit(127);
    }
    waitpid $pid, 0;
    my $status = $? & 127 ? 128 + ($? & 127) : $? >> 8;
    return ($status, slurp($out), slurp($err));
}

sub casebound {
    my @words = @_;
    my $options = ref $words[0] ? shift @words : {};
    my @result = run_command($options, $program, @words);
    if ($result[0] == 99 || $result[0] >= 128 || $result[2] =~ /runtime error:|ERROR: \w+Sanitizer/) {
        fail("casebound $words[0] neither crashes nor trips a sanitizer");
        diag("exit $result[0]", $result[2]);
    }
    return @result;
}

# (exit status, output) of casebound verify, asked of one process again and again.
my ($verifier, $to_verifier, $from_verifier);
sub verified_by {
    my @words = @_;
    local $SIG{PIPE} = 'IGNORE';
    if (!$verifier) {
        $verifier = open2($from_verifier, $to_verifier, dirname($program) . '/tests/verifier');
        $to_verifier->autoflush(1);
    }
    print $to_verifier join("\t", @words), "\n";
    my $said = '';
    while (my $line = <$from_verifier>) {
        return ($1, $said) if $line =~ /^\x1e(\d+)$/;
        $said .= $line;
    }
    waitpid $verifier, 0;
    fail("verify neither crashes nor trips a sanitizer (wait status $?)");
    undef $verifier;
    return (255, $said);
}

# At its end the sanitizer tells of leaks.
END {
    if ($verifier) {
        my $status = $?;
        close $to_verifier;
        waitpid $verifier, 0;
        $? = $status || $? >> 8 || $?;
    }
}

sub slurp {
    my ($path) = @_;
    open my $in, '<:raw', $path or return '';
    local $/;
    return scalar(<$in>) // '';
}

sub spill {
    my ($path, $bytes) = @_;
    make_path(dirname($path));
    open my $out, '>:raw', $path or die "$path: $!";
    print $out $bytes;
    close $out or die "$path: $!";
    return $path;
}

# A folder with a TEST authority and key: the one that the plan made, else a new one.
my $keys;
sub key_folder {
    return $keys if $keys;
    return $keys = abs_path($ENV{CASEBOUND_KEY}) if $ENV{CASEBOUND_KEY} && -e "$ENV{CASEBOUND_KEY}/seal.pem";
    $keys = scratch() . '/key';
    my ($status, undef, $said) = casebound('key', 'new', '-o', $keys);
    die "key new: exit $status: $said" if $status;
    return $keys;
}

# The folder of one synthetic family: case.yaml, truth.tsv, FAMILY.vcf.gz and so on.
my $samples;
sub sample {
    my ($family) = @_;
    $samples //= abs_path($ENV{SAMPLES} // '') if $ENV{SAMPLES};
    if (!$samples) {
        $samples = scratch();
        my ($status, undef, $said) = run_command({}, dirname($program) . '/casebound-samples', '-o', $samples);
        die "casebound-samples: exit $status: $said" if $status;
    }
    return "$samples/$family";
}

sub sample_case { return sample($_[0]) . '/case.yaml' }

# A file or folder of the real data, or undef where they are absent.
sub real_data {
    my ($path) = @_;
    my $folder = $ENV{CASEBOUND_TEST_DATA} // '../shared/data';
    my $real = abs_path("$folder/$path");
    return defined $real && -e $real ? $real : undef;
}

# Builds and returns the folder's path; dies where that fails, for nothing behind it could be tested.
sub built {
    my @words = @_;
    my $options = ref $words[0] ? shift @words : {};
    my ($status, $out, $err) = casebound($options, 'build', @words, '-q', (grep { $_ eq '--date' } @words) ? () : ('--date', $date));
    die "build: exit $status: $err" if $status;
    chomp $out;
    die "build printed no folder: $out" unless -d ($options->{in} ? "$options->{in}/$out" : $out) || -d $out;
    return $out;
}

# built() as a test of its own.
sub build_ok {
    my ($name, @words) = @_;
    my $folder = eval { built(@words) };
    ok(defined $folder, $name) or do { diag($@); BAIL_OUT('a report that the rest looks at was not made') };
    return $folder;
}

my %parsed;
sub json_of {
    my ($path) = @_;
    my $bytes = slurp($path);
    return $parsed{ sha256_hex($bytes) } //= JSON::PP->new->utf8->decode($bytes);
}

# The shown text of a view's cell in case.json: a value, null, or {"not_annotated": true}.
sub text_cell {
    my ($value) = @_;
    return ref $value ? 'not annotated' : $value // '';
}

# Rows of a TSV with a header line, as hashes; lines that begin with "##" or "# " left out.
sub table_of {
    my ($path) = @_;
    my @lines = grep { !/^#[# ]/ } split /\n/, slurp($path);
    my @names = split /\t/, shift(@lines), -1;
    $names[0] =~ s/^#//;
    return map { my %row; @row{@names} = split /\t/, $_, -1; \%row } @lines;
}

# Sorted relative paths of all files below a folder.
sub listing {
    my ($folder) = @_;
    my @files;
    find({ no_chdir => 1, wanted => sub { push @files, substr($_, length($folder) + 1) if -f $_ } }, $folder);
    return sort @files;
}

# What an unsealed folder holds, file by file, without the times of audit.jsonl: name => digest.
sub content_of {
    my ($folder) = @_;
    my %content;
    for my $file (grep { $_ ne 'audit.jsonl' } listing($folder)) {
        my $bytes = slurp("$folder/$file");
        $bytes =~ s{(URI="audit\.jsonl".*?<ds:DigestValue>)[^<]*}{$1}s if $file =~ m{^META-INF/};
        $content{$file} = length $bytes ? sha256_hex($bytes) : 'empty';
    }
    return \%content;
}

sub copy_tree {
    my ($from, $to) = @_;
    for my $path (listing($from)) {
        make_path(dirname("$to/$path"));
        copy("$from/$path", "$to/$path") or die "$path: $!";
    }
    return $to;
}

# What stands in a folder, by file: its name and bytes, and of a PDF the unpacked objects, the text and the metadata too.
sub texts_of {
    my ($folder) = @_;
    my %text;
    for my $file (listing($folder)) {
        $text{$file} = "$file\n" . slurp("$folder/$file");
        next unless $file =~ /\.pdf$/;
        my $flat = scratch() . '/flat.pdf';
        run_command({}, 'qpdf', '--qdf', '--object-streams=disable', "$folder/$file", $flat);
        $text{$file} .= slurp($flat) . pdf_text("$folder/$file") . (run_command({}, 'pdfinfo', '-meta', "$folder/$file"))[1];
    }
    return %text;
}

sub pdf_text {
    my ($path) = @_;
    my (undef, $text) = run_command({}, 'pdftotext', '-enc', 'UTF-8', $path, '-');
    return $text;
}

# The page's text without markup, style and script.
sub html_text { return text_of(slurp($_[0])) }

sub text_of {
    my ($text) = @_;
    $text =~ s{<(style|script)\b.*?</\1>}{}gs;
    $text =~ s{<[^>]*>}{ }gs;
    my %named = (lt => '<', gt => '>', amp => '&', quot => '"', apos => "'");
    $text =~ s{&(?:(lt|gt|amp|quot|apos)|#(x?)([0-9A-Fa-f]+));}{my $c = $1 ? $named{$1} : chr($2 ? hex $3 : $3); utf8::encode($c) if ord $c > 127; $c}ge;
    return $text;
}

# What bcftools says of each allele: key => { sample => [gt, ref depth, alt depth, depth] }. Depths of alleles are AD, or RO and AO as
# freebayes writes them; the depth is DP, or the sum of AD where there is no DP.
sub calls_of {
    my ($vcf) = @_;
    my ($status, $names) = run_command({}, 'bcftools', 'query', '-l', $vcf);
    die 'bcftools query -l' if $status;
    my @samples = split /\n/, $names;
    my (undef, $header) = run_command({}, 'bcftools', 'view', '-h', $vcf);
    my $format = join ':', map { $header =~ /^##FORMAT=<ID=$_,/m ? "%$_" : '.' } qw(GT AD RO AO DP);
    my (undef, $lines) = run_command({}, 'bcftools', 'query', '-f', "%CHROM\\t%POS\\t%REF\\t%ALT[\\t$format]\\n", $vcf);
    my %calls;
    for my $line (split /\n/, $lines) {
        my ($chrom, $pos, $ref, $alts, @cells) = split /\t/, $line;
        $chrom =~ s/^chr//;
        my @alt = split /,/, $alts;
        for my $i (0 .. $#alt) {
            my %of;
            for my $j (0 .. $#samples) {
                my ($gt, $ad, $ro, $ao, $dp) = map { $_ eq '.' ? undef : $_ } split /:/, $cells[$j];
                my @depths = defined $ad ? split /,/, $ad : ($ro, split /,/, $ao // '');
                $dp //= eval { my $sum = 0; $sum += $_ for split /,/, $ad; $sum } if defined $ad;
                $of{ $samples[$j] } = [$gt, $depths[0], $depths[ $i + 1 ], $dp];
            }
            $calls{"$chrom-$pos-$ref-$alt[$i]"} = \%of;
        }
    }
    return %calls;
}

# A small family in a new folder: two healthy parents and an affected daughter, three records. Parts may be replaced:
# vcf, ped, case (whole texts), info, child (the first record's columns).
sub small_case {
    my (%with) = @_;
    my $folder = $with{folder} // scratch();
    spill("$folder/family.vcf", $with{vcf} // small_vcf(%with));
    spill("$folder/family.ped", $with{ped}
            // "SMALL\tkid\tdad\tmum\t2\t2\nSMALL\tdad\t0\t0\t1\t1\nSMALL\tmum\t0\t0\t2\t1\n");
    my $vcf = $with{vcf_name} // 'family.vcf';
    my $more = $with{more} // '';
    spill("$folder/case.yaml", $with{case} // <<"YAML");
owner: test
family: small
family_name: SMALL
human_genome_build: '38'
ped: family.ped
samples:
  - {sample_id: kid, father: dad, mother: mum, sex: female, phenotype: affected}
  - {sample_id: dad, father: '0', mother: '0', sex: male, phenotype: unaffected}
  - {sample_id: mum, father: '0', mother: '0', sex: female, phenotype: unaffected}
vcf_snv: $vcf
$more
YAML
    return "$folder/case.yaml";
}

sub small_vcf {
    my (%with) = @_;
    my $samples = join "\t", @{ $with{samples} // [qw(dad kid mum)] };
    my $gene = $with{gene} // 'GENE1';
    my $csq = "A|stop_gained|HIGH|$gene|ENSG01|Transcript|ENST01|protein_coding|3/9||ENST01:c.301C>T|ENSP01:p.Arg101Ter|301|301|101";
    my $info = $with{info} // "CSQ=$csq";
    my $first = $with{first} // "chr1\t55051215\t.\tG\tA\t812.5\tPASS\t$info\tGT:AD:DP:GQ:PL"
        . "\t0/0:31,0:31:93:0,93,1200\t0/1:18,17:35:99:500,0,510\t0/0:29,0:29:87:0,87,1100";
    my $header = $with{header} // '';
    return <<"VCF";
##fileformat=VCFv4.2
##reference=GRCh38
##contig=<ID=chr1,length=248956422>
##contig=<ID=chr2,length=242193529>
##contig=<ID=chrX,length=156040895>
##FILTER=<ID=LowQual,Description="Low quality">
##INFO=<ID=CSQ,Number=.,Type=String,Description="Consequence annotations from Ensembl VEP. Format: Allele|Consequence|IMPACT|SYMBOL|Gene|Feature_type|Feature|BIOTYPE|EXON|INTRON|HGVSc|HGVSp|cDNA_position|CDS_position|Protein_position">
${header}##FORMAT=<ID=GT,Number=1,Type=String,Description="Genotype">
##FORMAT=<ID=AD,Number=R,Type=Integer,Description="Depths of the alleles">
##FORMAT=<ID=DP,Number=1,Type=Integer,Description="Depth">
##FORMAT=<ID=GQ,Number=1,Type=Integer,Description="Quality of the genotype">
##FORMAT=<ID=PL,Number=G,Type=Integer,Description="Likelihoods">
#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\t$samples
$first
chr2\t1000\t.\tC\tT\t300\tPASS\tCSQ=T|missense_variant|MODERATE|GENE2|ENSG02|Transcript|ENST02|protein_coding|1/2||ENST02:c.10C>T|ENSP02:p.Pro4Ser|10|10|4\tGT:AD:DP:GQ:PL\t0/1:10,12:22:99:300,0,310\t0/1:15,14:29:99:400,0,410\t0/0:20,0:20:60:0,60,700
chrX\t2781500\t.\tA\tG\t250\tLowQual\tCSQ=G|intron_variant|MODIFIER|GENE3|ENSG03|Transcript|ENST03|protein_coding||2/5|ENST03:c.77+9A>G||||\tGT:AD:DP:GQ:PL\t0:14,0:14:40:0,400\t0/1:11,10:21:99:250,0,260\t0/1:9,9:18:99:220,0,230
VCF
}

# True when a command said exactly one line on stderr, beginning with the program's name.
sub one_line { return $_[0] =~ /\Acasebound: [^\n]+\n\z/ }

1;
