#!/usr/bin/perl
# Sample checks in a whole report: a trio whose genotypes are drawn by transmission, and the same trio with another man's column
# under the father's name. The clinician's files say one neutral line; laboratory.html says what was found.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Casebound;
use Test::More;

# What blocks the report beside items that the case does not supply.
sub of_the_samples { return [grep { $_->{key} ne 'not_supplied' } @{ json_of($_[0])->{report}{blockers} }] }

my ($per_chromosome, $x_sites, $y_sites) = (120, 120, 40);
my $seed = 20260131;

# The same numbers on every machine.
sub draw {
    my ($n) = @_;
    $seed = ($seed * 1103515245 + 12345) % 2147483648;
    return ($seed >> 12) % $n;
}

# Columns dad, other, mum, kid of one site: pairs of alleles; the daughter inherits by phases that change now and then.
my %phase = (dad => 0, mum => 0);

sub site {
    my ($contig) = @_;
    my $often = 20 + draw(60);
    my %h = map { $_ => [map { draw(100) < $often ? 1 : 0 } 0, 1] } qw(dad other mum);
    for (qw(dad mum)) { $phase{$_} = 1 - $phase{$_} unless draw(60) }
    if ($contig eq 'Y') { return map { $_ =~ /dad|other/ ? "$h{$_}[0]/$h{$_}[0]" : './.' } qw(dad other mum kid) }
    if ($contig eq 'X') { $h{$_}[1] = $h{$_}[0] for qw(dad other) }
    $h{kid} = [$h{dad}[$phase{dad}], $h{mum}[$phase{mum}]];
    return map { join '/', sort @{ $h{$_} } } qw(dad other mum kid);
}

sub cell {
    my ($gt) = @_;
    return './.:0,0:0:.' if $gt eq './.';
    my $ad = $gt eq '0/0' ? '31,0' : $gt eq '0/1' ? '15,16' : '0,31';
    return "$gt:$ad:31:99";
}

sub drawn_vcf {
    my (@names) = @_;
    my $base = Casebound::small_vcf(samples => \@names);
    my @head = grep { /^##/ } split /\n/, $base;
    s/Protein_position"/Protein_position|gnomADe_AF"/ for @head;
    my $stop = 'T|stop_gained|HIGH|GENE1|ENSG01|Transcript|ENST01|protein_coding|3/9||ENST01:c.301C>T|ENSP01:p.Arg101Ter|301|301|101|';
    my @lines = join "\t", 'chr1', 1_000_000, '.', 'C', 'T', 900, 'PASS', "CSQ=$stop", 'GT:AD:DP:GQ', map { cell($_) } qw(0/0 0/0 0/0 0/1);
    for my $contig (1 .. 22, 'X', 'Y') {
        my $count = $contig eq 'X' ? $x_sites : $contig eq 'Y' ? $y_sites : $per_chromosome;
        for my $i (1 .. $count) {
            my $position = 5_000_000 + $i * ($contig eq 'Y' ? 100_000 : 300_000);
            my $alt = $i % 3 ? 'G' : 'C';
            my $csq = "$alt|intron_variant|MODIFIER|GENE$contig|ENSG0$contig|Transcript|ENST0$contig|protein_coding||1/2|||||" . '|0.4';
            push @lines, join "\t", "chr$contig", $position, '.', 'A', $alt, 900, 'PASS', "CSQ=$csq", 'GT:AD:DP:GQ', map { cell($_) } site($contig);
        }
    }
    return join "\n", @head, join("\t", '#CHROM', qw(POS ID REF ALT QUAL FILTER INFO FORMAT), @names), @lines, '';
}

my $true = drawn_vcf(qw(dad other mum kid));
(my $wrong = $true) =~ s/^(#CHROM.*)\tdad\tother\t/$1\tother\tdad\t/m;
isnt($wrong, $true, 'two columns change their names');

my @fields = ('-o', scratch(), '--key', key_folder() . '/seal.pem');
my $good = build_ok('the trio as it is', small_case(vcf => $true), @fields);
my $bad = build_ok('another man under the name of the father', small_case(vcf => $wrong), '-o', scratch(), '--key', key_folder() . '/seal.pem');
my $id = basename($bad);

# CB-SAMPLE-20
is(json_of("$good/case.json")->{samples}{state}, 'identity checks passed', 'the trio passes');
is(json_of("$bad/case.json")->{samples}{state}, 'the laboratory must resolve an identity check', 'the other man does not');
is_deeply([keys %{ json_of("$bad/case.json")->{samples} }], ['state'], 'and the view holds nothing else of it');
my ($banner) = grep { $_->{text} =~ /identity check/ } @{ json_of("$bad/case.json")->{banners} };
is($banner->{kind}, 'bad', 'a banner says it');
ok(!(grep { $_->{text} =~ /identity check/ } @{ json_of("$good/case.json")->{banners} }), 'and none where all passed');
# CB-SAMPLE-27
is_deeply(of_the_samples("$bad/case.json"),
    [{ key => 'identity_check', text => 'The laboratory must resolve an identity check' }], 'a blocker stands in the report');
like(json_of("$bad/case.json")->{report}{status}, qr/^Draft/, 'which stays a draft');
is_deeply(of_the_samples("$good/case.json"), [], 'and none where all passed');
for my $text ([page => html_text("$bad/$id.html")], ['page 1 of the PDF' => (split /\f/, pdf_text("$bad/$id.pdf"))[0]]) {
    (my $words = $text->[1]) =~ s/\s+/ /g;
    like($words, qr/Samples:? the laboratory must resolve an identity check/, "the $text->[0] has the line");
}

# CB-SAMPLE-21
cmp_ok(scalar @{ json_of("$bad/case.json")->{variants} }, '>=', 1, 'the report lists an allele, with its inheritance');
my $telling = qr/kinship|patern|parentage|relatedness|related|IBS0|Mendel|disomy|homozygosity|DISAGREES|undetermined|same sample|swap|XXY/i;
my %clinician = (
    page => html_text("$bad/$id.html"),
    PDF => pdf_text("$bad/$id.pdf"),
    map { $_ => slurp("$bad/$_") } qw(case.json variants.tsv ledger.tsv provenance.json used/case.yaml audit.jsonl),
);
# What stands in the true trio's report as well (the words of a criterion, say) is of no person.
my $parts = sub { split /\n|\s{2,}/, $_[0] };
my %every = map { $_ => 1 } $parts->(slurp("$good/case.json")), $parts->(html_text("$good/" . basename($good) . '.html')),
    $parts->(pdf_text("$good/" . basename($good) . '.pdf'));
my $own = sub { join "\n", grep { !$every{$_} } $parts->($_[0]) };
for my $name (sort keys %clinician) {
    my ($word) = $own->($clinician{$name}) =~ /(.{0,30}$telling.{0,30})/;
    is($word, undef, "$name does not tell");
}

# CB-SAMPLE-22
my $laboratory = html_text("$bad/laboratory.html");
$laboratory =~ s/\s+/ /g;
like($laboratory, qr/FOR THE LABORATORY ALONE/, 'laboratory.html says for whom it is');
like($laboratory, qr/kid and dad: the pedigree says parent and child; the genotypes say unrelated/, 'it names what was found');
unlike($laboratory, qr/kid and mum: the pedigree says/, 'and nobody else');
like($laboratory, qr/kid with dad and mum: \d+ Mendelian errors/, 'the Mendelian errors as well');
my $page = slurp("$bad/laboratory.html");
my ($policy) = $page =~ /http-equiv="Content-Security-Policy" content="([^"]*)"/;
like($policy, qr/^default-src 'none'; base-uri 'none'; form-action 'none'; style-src 'sha256-[^']*'$/, 'nothing runs in it');
unlike($page, qr/<script|\bon\w+=|(?:src|href)="(?!#)/, 'no script, nothing loaded');
my $digest = json_of("$bad/case.json")->{report}{facts_digest};
like($page, qr/<meta name="casebound-facts" content="$digest"/, 'it has the digest of the report');
my $drawings = () = $page =~ /<svg/g;
cmp_ok($drawings, '>=', 5, 'with its plots');
unlike($page, qr{/tmp|\Q@{[scratch()]}\E}, 'without a path');
like(html_text("$good/laboratory.html"), qr/Nothing disagrees/, 'and of the true trio that nothing disagrees');

# CB-SAMPLE-21, CB-SAMPLE-27
# The daughter's own column once more, under the name of a sister: twins who were called siblings, or one sample twice.
my $twins = join '', map {
    my @c = split /\t/, $_, -1;
    $c[10] = /^#CHROM/ ? 'sis' : $c[12] if @c > 12;
    join("\t", @c) . "\n"
} split /\n/, $true;
my $sister = "SMALL\tkid\tdad\tmum\t2\t2\nSMALL\tsis\tdad\tmum\t2\t1\nSMALL\tdad\t0\t0\t1\t1\nSMALL\tmum\t0\t0\t2\t1\n";
my $alike = built(dirname(small_case(vcf => $twins, ped => $sister)) . '/case.yaml', '-o', scratch());
my $seen = json_of("$alike/case.json");
is($seen->{samples}{state}, 'the laboratory must resolve an identity check', 'twins who were called siblings: the same line');
is_deeply([grep { $_ ne 'not_supplied' } map { $_->{key} } @{ $seen->{report}{blockers} }], ['identity_check'], 'the same blocker');
my $sisters = html_text("$alike/laboratory.html");
$sisters =~ s/\s+/ /g;
like($sisters, qr/kid and sis: the pedigree says full siblings; the genotypes say the same sample, or monozygotic twins/, 'the laboratory is told');
my ($twin_word) = $own->(slurp("$alike/case.json")) =~ /(.{0,30}$telling.{0,30})/;
is($twin_word, undef, 'and nobody else');

# CB-SAMPLE-23
my ($status, $out) = casebound('verify', $bad, '--trust', key_folder() . '/authority.pem');
is($status, 0, 'verify accepts the folder') or diag($out);
like(slurp("$bad/META-INF/ASiCManifest001.xml"), qr/"laboratory\.html"/, 'the manifest lists laboratory.html');
my $forged = copy_tree($bad, scratch() . '/forged');
spill("$forged/laboratory.html", $page =~ s/$digest/'0' x 64/er);
($status, $out) = casebound('verify', $forged, '--trust', key_folder() . '/authority.pem');
isnt($status, 0, 'another digest is refused');
like($out, qr/laboratory\.html: its facts digest is not that of case\.json/, 'and named');

# CB-SAMPLE-24
my $threads = built(small_case(vcf => $wrong), '-o', scratch(), '--key', key_folder() . '/seal.pem', '--threads', 4);
ok(slurp("$threads/laboratory.html") eq $page, 'four threads give the same bytes');
my ($head, @rest) = $wrong =~ /\A((?:#.*\n)+)((?:.*\n)*)\z/;
my $turned = $head . join '', reverse map { "$_\n" } split /\n/, $rest[0];
my $other = eval { built(small_case(vcf => $turned), '-o', scratch()) };
SKIP: {
    skip 'a file that is not sorted is refused', 1 unless defined $other;
    my $strip = sub { my $t = $_[0]; $t =~ s{<footer>.*}{}s; $t =~ s/[0-9a-f]{64}//g; $t };
    ok($strip->(slurp("$other/laboratory.html")) eq $strip->($page), 'another order of records gives the same findings');
}

# CB-SAMPLE-25
my $mixed = $true =~ s/^(##fileformat.*\n)/$1##bcftools_mergeVersion=1.20+htslib-1.20\n/r;
my $merged = built(small_case(vcf => $mixed), '-o', scratch());
is(json_of("$merged/case.json")->{samples}{state}, 'identity checks passed', 'merged with bcftools 1.20, depths fit the calls');
like(html_text("$merged/laboratory.html"), qr/merged with bcftools merge 1\.20/, 'the laboratory is told');
# Depths of the daughter under the mother and the other way round.
my $moved = join '', map {
    my @c = split /\t/, $_, -1;
    if (!/^#/ && $c[0] !~ /Y/) {
        my ($mum, $kid) = map { chomp(my $t = $_); [split /:/, $t] } @c[11, 12];
        ($mum->[1], $kid->[1]) = ($kid->[1], $mum->[1]);
        @c[11, 12] = (join(':', @$mum), join(':', @$kid) . "\n");
    }
    join "\t", @c;
} map { "$_\n" } split /\n/, $mixed;
$merged = built(small_case(vcf => $moved), '-o', scratch());
is(json_of("$merged/case.json")->{samples}{state}, 'the laboratory must resolve an identity check', 'the same with depths under another sample');

# CB-SAMPLE-26
my $few = built(sample_case('FAM-0042'), '-o', scratch());
is(json_of("$few/case.json")->{samples}{state}, 'not enough sites for identity checks', '400 records are too few to tell');
(my $open = html_text("$few/laboratory.html")) =~ s/\s+/ /g;
my $told = () = $open =~ /no check could tell this sample from another person's/g;
is($told, 2, 'the laboratory is told of each person but the one whose sex shows');
unlike($open, qr/Nothing disagrees/, 'and not that all is well');

SKIP: {
    my $real = real_data('cases/slivar-ashk-trio') or skip 'no real files', 3;
    my $folder = built('--vcf', "$real/ashk-trio.vcf.gz", '--ped', "$real/ashk-trio.ped", '-o', scratch());
    is(json_of("$folder/case.json")->{samples}{state}, 'identity checks passed', 'a real trio passes');
    my $text = html_text("$folder/laboratory.html");
    $text =~ s/\s+/ /g;
    like($text, qr/HG002 HG003 parent and child parent and child agrees 0\.2[3-8]/, 'the father is the father');
    like($text, qr/HG003 HG004 unrelated unrelated agrees/, 'the parents are not related');
}
done_testing();
