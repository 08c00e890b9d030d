# Report.pm: what is looked at in a finished folder, whatever the case.
package Report;
use strict;
use warnings;
use Digest::SHA qw(sha256_hex);
use Exporter 'import';
use FindBin;
use lib $FindBin::Bin;
use Casebound;
use Test::More;
our @EXPORT = qw(verifies ledger_sums renderings_agree digest_agrees top_calls_agree pdf_is_sound);

sub verifies {
    my ($folder, $trust) = @_;
    my ($status, $out, $err) = casebound('verify', $folder, '--trust', $trust);
    is($status, 0, 'verify accepts the folder') or diag($out, $err);
    like($out, qr/^VERIFIED\t/m, 'verify says so');
}

# in = listed + dropped, and "in" is what bcftools counts.
sub ledger_sums {
    my ($view, $vcf) = @_;
    my (undef, $alts) = run_command({}, 'bcftools', 'query', '-f', '%ALT\n', $vcf);
    my @records = split /\n/, $alts;
    my ($alleles, $bare) = (0, 0);
    for (@records) { $_ eq '.' ? $bare++ : ($alleles += 1 + tr/,//) }
    my ($totals, $rows) = @{ $view->{ledger} }{qw(totals rows)};
    is($totals->{records_in}, scalar @records, 'records in: as many as bcftools counts');
    is($totals->{alleles_in}, $alleles, 'alleles in: as many as bcftools counts');
    is($totals->{records_without_alt}, $bare, 'records without an alternative allele: as bcftools counts');
    my ($dropped_alleles, $dropped_records) = (0, 0);
    for my $row (@$rows) { $dropped_alleles += $row->{alleles}; $dropped_records += $row->{records} }
    is($totals->{alleles_listed} + $totals->{alleles_withheld} + $dropped_alleles, $totals->{alleles_in}, 'alleles: listed, withheld and dropped sum to in');
    is($totals->{records_listed} + $totals->{records_without_alt} + $totals->{records_withheld} + $dropped_records, $totals->{records_in},
        'records: listed, without alternative, withheld and dropped sum to in');
    is($totals->{alleles_listed}, scalar @{ $view->{variants} }, 'as many alleles are listed as the ledger says');
    ok(!(grep { !$_->{rule} || !$_->{text} } @$rows), 'every dropped allele has its rule and its wording');
}

# The variant keys of the page's list, from top to bottom: the last cell of a row holds what waits to be asked for, a tab between, in the order of the boxes
# of the columns.
sub keys_listed {
    my ($table) = @_;
    my @wide = $table =~ m{<input\b[^>]*\bname="wide"[^>]*\bvalue="([^"]*)"}g;
    my ($column) = grep { $wide[$_] eq 'key' } 0 .. $#wide;
    my ($body) = $table =~ m{<tbody\b[^>]*>(.*?)</tbody>}s;
    return map { my @cells = m{<td\b[^>]*>(.*?)</td>}gs; (split /\t/, Casebound::text_of($cells[-1]))[$column] } $body =~ m{<tr\b[^>]*>(.*?)</tr>}gs;
}

sub renderings_agree {
    my ($folder) = @_;
    my $id = basename($folder);
    my $view = json_of("$folder/case.json");
    my @keys = map { $_->{key} } @{ $view->{variants} };
    is_deeply([map { $_->{key} } table_of("$folder/variants.tsv")], \@keys, 'variants.tsv: the same alleles in the same order as case.json');
    is_deeply([map { $_->{rank} } @{ $view->{variants} }], [1 .. @keys], 'ranks are 1 to the last without a gap');
    my $html = slurp("$folder/$id.html");
    my ($list) = $html =~ m{(<variant-table\b.*?</variant-table>)}s;
    ok(defined $list, 'the page has its list') or return;
    is_deeply([keys_listed($list)], \@keys, 'the list of the page: the same alleles in the same order');
    my @short = map { $view->{variants}[$_] } @{ $view->{shortlist} };
    my $pdf = pdf_text("$folder/$id.pdf");
    my $page = html_text("$folder/$id.html");
    s/\s+/ /g for $pdf, $page;
    for my $text ([PDF => $pdf], [page => $page]) {
        my ($name, $where) = @$text;
        my $at = 0;
        my $missing = 0;
        for my $v (@short) {
            (my $position = $v->{position}) =~ s/\s+/ /g;
            utf8::encode($position);
            my $found = index($where, $position, $at);
            if ($found < 0) { $missing++; diag("$name: '$position' is not behind the one before it"); next }
            $at = $found;
        }
        is($missing, 0, "the $name shows the shortlisted alleles in their order (" . scalar(@short) . ')');
    }
    for my $v (@short) {
        for my $g (@{ $v->{genotypes} }) {
            my $text = $g->{gt} // '';
            ok(index($pdf, $text) >= 0 && index($page, $text) >= 0, "$v->{key}: genotype $text of $g->{member} is in PDF and page");
        }
    }
}

# The digest is computed here again from case.json's own bytes: white space between tokens and the digest's node taken out.
sub digest_agrees {
    my ($folder) = @_;
    my $id = basename($folder);
    my $json = slurp("$folder/case.json");
    my $digest = json_of("$folder/case.json")->{report}{facts_digest};
    like($digest, qr/^[0-9a-f]{64}$/, 'case.json has a digest over its facts');
    my $compact = '';
    while ($json =~ /\G(?:("(?:\\.|[^"\\])*")|([^"\s]+)|\s+)/gc) { $compact .= $1 // $2 // '' }
    $compact =~ s/,"facts_digest":"[0-9a-f]{64}"//;
    is(sha256_hex($compact), $digest, 'it is the SHA-256 of the facts');
    like(slurp("$folder/variants.tsv"), qr/^##[^\n]*\Q$digest\E/m, 'variants.tsv has the same digest');
    like(slurp("$folder/$id.html"), qr/<meta\b[^>]*\Q$digest\E/, 'the page has it');
    my (undef, $meta) = run_command({}, 'pdfinfo', '-meta', "$folder/$id.pdf");
    like($meta, qr/\Q$digest\E/, 'the metadata of the PDF have it');
}

# Genotypes and depths of the first ten, against bcftools alone.
sub top_calls_agree {
    my ($view, $vcf) = @_;
    my %calls = calls_of($vcf);
    my @first = grep { $_->{rank} <= 10 } @{ $view->{variants} };
    cmp_ok(scalar @first, '>=', 1, 'there are alleles to compare');
    for my $v (@first) {
        my $calls = $calls{ $v->{key} };
        ok($calls, "rank $v->{rank}, $v->{key}, is in the VCF") or next;
        for my $i (0 .. $#{ $v->{genotypes} }) {
            my ($g, $call) = ($v->{genotypes}[$i], $calls->{ $view->{family}{members}[$i]{sample_id} });
            next unless $call;
            my @want = map { !defined $_ || $_ eq '.' ? undef : $_ } @$call;
            my @have = map { ref $_ ? undef : $_ } @$g{qw(gt ref_depth alt_depth depth)};
            is_deeply(\@have, \@want, "$v->{key}: genotype and depths of $g->{member} are what bcftools prints");
        }
    }
}

sub pdf_is_sound {
    my ($pdf) = @_;
    my ($status, $out, $err) = run_command({}, 'qpdf', '--check', $pdf);
    is($status, 0, 'qpdf --check: clean') or diag($out, $err);
    unlike($out . $err, qr/WARNING/i, 'qpdf --check: no warning');
    ($status, $out) = run_command({}, 'pdfsig', $pdf);
    like($out, qr/Signature Validation: Signature is Valid/, 'pdfsig: valid') or diag($out);
    like($out, qr/Total document signed/, 'pdfsig: the whole document is signed');
    ($status, $out) = run_command({}, 'pdfinfo', '-js', $pdf);
    is($out, '', 'no script in the PDF');
    (undef, $out) = run_command({}, 'pdfinfo', $pdf);
    my ($pages) = $out =~ /^Pages:\s+(\d+)/m;
    my @texts = split /\f/, pdf_text($pdf);
    is(scalar(grep { $_ =~ /\S/ } @texts), $pages, 'every page has its text');
    my $numbered = grep { my $n = $_; $texts[ $n - 1 ] =~ m{\b$n\s*(?:/|of)\s*$pages\b} } 1 .. $pages;
    is($numbered, $pages, 'every page says n/N');
}

1;
