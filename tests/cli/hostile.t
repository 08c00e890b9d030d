#!/usr/bin/perl
# Hostile text in every text field is shown as text or refused; it never becomes markup, script, link or a hidden letter.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Casebound;
use JSON::PP;
use Test::More;

my @payloads = (
    [script => '<script>alert(1)</script>'], [image => '"><img src=x onerror=alert(2)>'], [url => 'javascript:alert(3)'],
    [cdata => ']]>alert(4)<![CDATA['], [entity => '&lt;b&gt;&#60;script&#62;alert(5)'], [template => '${python: 1}structure view/title'],
    [bidi => "abc\xe2\x80\xaecba\xe2\x81\xa6x"], [control => "a\x01\x1bb"], [nul => "a\0b"], [utf8 => "a\xc3(\xff\xfeb"], [long => 'A' x 5000],
);

# Tags and the attributes of each element of a page; comments and what stands in style and script left out.
sub elements {
    my ($html) = @_;
    $html =~ s{(<(style|script)\b[^>]*>).*?</\2>}{$1}gs;
    my @found;
    while ($html =~ m{<([A-Za-z][^\s/>]*)((?:\s+[^\s=/>]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>]+))?)*)\s*/?>}g) {
        my ($tag, $rest) = (lc $1, $2);
        my %attributes;
        while ($rest =~ m{([^\s=/>]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+)))?}g) { $attributes{ lc $1 } = $2 // $3 // $4 // '' }
        push @found, [$tag, \%attributes];
    }
    return @found;
}

sub kinds { return join ' ', sort keys %{ { map { $_->[0] => 1 } @_ } } }

my $plain = built(small_case(more => report_block('x'), info => undef), '-o', scratch());
my $plain_kinds = kinds(elements(slurp("$plain/SMALL-r1.html")));

sub report_block {
    my ($text) = @_;
    my $quoted = yaml($text);
    return "synopsis: $quoted\nreport:\n" . join '', map { "  $_: $quoted\n" }
        qw(patient_name patient_id birth_date requester indication sample_date received_date sample_type consent laboratory accreditation test scope no_timestamp);
}

# A double-quoted YAML scalar; bytes stay as they are where YAML lets them.
sub yaml {
    my ($text) = @_;
    $text =~ s/([\\"])/\\$1/g;
    return "\"$text\"";
}

sub check_page {
    my ($name, $html) = @_;
    my @elements = elements($html);
    my @new = grep { " $plain_kinds " !~ / \Q$_\E / } split / /, kinds(@elements);
    is_deeply([grep { !/^(?:p|ul|ol|li|em|strong|code|pre|blockquote|br|hr|h[1-6]|a)$/ } @new], [], "$name: no element that is not ours");
    is(scalar(grep { $_->[0] eq 'script' } @elements), 1, "$name: one script, ours");
    my @handlers = grep { grep { /^on/ } keys %{ $_->[1] } } @elements;
    is(scalar @handlers, 0, "$name: no attribute that runs");
    my @links = map { my $a = $_->[1]; map { $a->{$_} // () } qw(href src action formaction xlink:href data) } @elements;
    is_deeply([grep { !/^(?:#|https?:|mailto:|[\w.-]+$)/ } @links], [], "$name: no link but to known schemes");
    unlike($html, qr/\xe2\x80[\x8e\x8f\xaa-\xae]|\xe2\x81[\xa6-\xa9]/, "$name: no bidirectional control reaches the page");
    unlike($html, qr/[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]/, "$name: no control character reaches the page");
    my $copy = $html;
    ok(utf8::decode($copy), "$name: the page is UTF-8");
}

sub check_pdf {
    my ($name, $pdf) = @_;
    is((run_command({}, 'qpdf', '--check', $pdf))[0], 0, "$name: the PDF is sound");
    my (undef, $script) = run_command({}, 'pdfinfo', '-js', $pdf);
    is($script, '', "$name: no script in the PDF");
    my (undef, $links) = run_command({}, 'pdfinfo', '-url', $pdf);
    unlike($links, qr/javascript:/i, "$name: no script behind a link of the PDF");
}

# Builds; the folder must be clean, or the input refused in one line. $shown: text that must be readable when it is not refused.
sub safe {
    my ($name, $shown, @words) = @_;
    my $output = scratch();
    my ($status, $out, $err) = casebound('build', @words, '-o', $output, '--date', '2026-01-31');
    unlike($err, qr/[\x00-\x09\x0b-\x1f\x7f]|\xe2\x80\xae|\xe2\x81\xa6/, "$name: what stderr says holds no control character");
    if ($status == 3) {
        ok(one_line($err), "$name: refused in one line") or diag($err);
        is_deeply([glob "$output/*"], [], "$name: no folder left");
        return;
    }
    is($status, 0, "$name: built or refused") or do { diag($err); return };
    my ($folder) = glob "$output/*";
    my $id = basename($folder);
    check_page($name, slurp("$folder/$id.html"));
    check_pdf($name, "$folder/$id.pdf");
    my $case = eval { json_of("$folder/case.json") };
    ok($case, "$name: case.json is JSON");
    my @rows = split /\n/, slurp("$folder/variants.tsv");
    my %widths = map { scalar(split /\t/, $_, -1) => 1 } grep { !/^##/ } @rows;
    is(scalar(keys %widths), 1, "$name: variants.tsv has one width");
    ok(index(html_text("$folder/$id.html"), $shown) >= 0, "$name: the text is shown") if defined $shown;
}

for my $payload (@payloads) {
    my ($name, $text) = @$payload;
    my $shown = $name =~ /^(?:script|image|url)$/ ? $text : undef;
    (my $word = $text) =~ s/[\s;=,|]/_/g;
    (my $percent = $text) =~ s/[\s;,|]/_/g;
    # CB-CASE-70
    safe("$name in the report block", $shown, small_case(more => report_block($text)));
    # CB-CASE-71
    safe("$name as a gene of the annotation", $name eq 'url' ? $text : undef, small_case(gene => $percent =~ s/=/%3D/gr));
    safe("$name as an ID of the VCF", undef, small_case(vcf => Casebound::small_vcf() =~ s/^(chr1\t\d+\t)\./$1$word/mr));
    safe("$name as a FILTER", undef, small_case(vcf => Casebound::small_vcf() =~ s/^(chr1\t.*\t)PASS\t/$1$word\t/mr));
    safe("$name as a header line", undef, small_case(header => "##source=$text\n##INFO=<ID=ZZ,Number=1,Type=String,Description=\"$word\">\n"));
    # CB-CASE-72
    my $sample = "kid$word";
    safe("$name as a sample's name", undef, small_case(samples => ['dad', $sample, 'mum'], ped => "SMALL\t$sample\tdad\tmum\t2\t2\nSMALL\tdad\t0\t0\t1\t1\nSMALL\tmum\t0\t0\t2\t1\n",
        case => "family: SMALL\nped: family.ped\nvcf_snv: family.vcf\nhuman_genome_build: '38'\n"));
    safe("$name as the name of the case", undef, small_case(case => slurp(small_case()) =~ s/^family_name: SMALL/"family_name: " . yaml($text)/mer));
    safe("$name as an unknown key", undef, small_case(more => yaml($text) . ": 1\n"));
    # CB-CASE-73
    my $panels = small_case(more => "default_gene_panels: [p1]\n");
    spill(dirname($panels) . '/panels/p1.txt', "##panel_id=p1\n##version=$text\n##display_name=$text\n#hgnc_id\thgnc_symbol\n1\t$word\n2\tGENE1\n");
    safe("$name in a panel", undef, $panels, '--panels', dirname($panels) . '/panels');
    my $terms = small_case(more => "phenotype_terms: ['HP:0001250']\n");
    spill(dirname($terms) . '/hp.obo', "format-version: 1.2\n\n[Term]\nid: HP:0001250\nname: $text\n");
    safe("$name as the name of an HPO term", undef, $terms, '--hpo', dirname($terms) . '/hp.obo');
}
# CB-CASE-74
my $markdown = "# A <b>note</b>\n\n[here](javascript:alert(1)) ![picture](http://example.org/x.png) <script>alert(2)</script>\n\n"
    . "<http://example.org/a> [there](data:text/html,<script>alert(3)</script>)\n";
(my $folded = $markdown) =~ s/^/  /gm;
safe('Markdown with everything', undef, small_case(more => "synopsis: |\n$folded"));

# Every text of the list in every field at once: the report block, a person's name, sample and dates, panel, disease, term, annotation, key.
# CB-CASE-88
sub everywhere {
    my ($text) = @_;
    (my $word = $text) =~ s/[\s;,|=]/_/g;
    my $quoted = yaml($text);
    my $case = small_case(gene => $word, more => report_block($text) . "  reason: $quoted\ndefault_gene_panels: [p1]\nphenotype_terms: ['HP:0001250']\nowner2: $quoted\n");
    my $folder = dirname($case);
    spill($case, slurp($case) =~ s/\{sample_id: kid,/"{sample_id: kid, sample_name: $quoted, tissue_type: $quoted, sample_date: $quoted, analysis_type: $quoted,"/er);
    spill("$folder/panels/p1.txt", "##panel_id=p1\n##version=$text\n##display_name=$text\n#hgnc_id\thgnc_symbol\tgenetic_disease_models\tphenotypes\n1\tGENE2\t$text\t$text\n");
    spill("$folder/hp.obo", "format-version: 1.2\n\n[Term]\nid: HP:0001250\nname: $text\n");
    return ($case, '--panels', "$folder/panels", '--hpo', "$folder/hp.obo");
}

my @texts = map { my $text = $_; $text =~ s/[\0-\x1f\x7f]/ /g; utf8::encode($text); $text =~ s/^\s+|\s+$//gr } @{ JSON::PP->new->utf8->decode(slurp(root() . '/tests/data/hostile.json')) };
cmp_ok(scalar @texts, '>=', 60, 'at least 60 texts');
for my $i (grep { !$ENV{ASAN_OPTIONS} || $_ % 4 == 0 } 0 .. $#texts) { # under the sanitizers each build costs five times as much
    my $text = $texts[$i];
    my $plain = $text =~ /^[ -~]+$/ && $text !~ /\s\s|["\\]/ ? $text : undef;
    safe("text $i everywhere", $plain, everywhere($text));
}

done_testing();
