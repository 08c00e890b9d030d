#!/usr/bin/perl
# Decisions given to build: bound to their case, merged, shown in every rendering, never lost; hostile text in each field stays text.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Casebound;
use Digest::SHA qw(sha256_hex);
use Encode qw(decode encode);
use JSON::PP;
use Test::More;

my $json = JSON::PP->new->utf8->canonical;
my $case = sample_case('FAM-0042');
my $first = build_ok('the report that is decided on', $case, '-o', scratch());
my $view = json_of("$first/case.json");
my @keys = map { $_->{key} } @{ $view->{variants} };
my $time = '2026-01-31T10:00:00Z';

# A file of decisions as a page exports it; parts may be replaced.
sub file_of {
    my ($author, $variants, %with) = @_;
    my %report = map { $_ => $view->{report}{$_} } qw(id revision facts_digest case_digest calls_digest);
    return spill(scratch() . '/' . ($with{name} // 'd.json'), $json->encode({
        format => 'casebound decisions', version => 1, report => { %report, built_with => $with{built_with} // [], %{ $with{report} // {} } }, author => $author,
        sequence => $with{sequence} // 1, exported => $with{exported} // '2026-01-31T12:00:00Z', acmg => '1', variants => $variants, $with{case} ? (case => $with{case}) : (),
    }));
}

sub on { my ($key, %said) = @_; return { key => $key, title => "title of $key", changed => $time, %said } }

sub with_files {
    my ($name, @words) = @_;
    return build_ok($name, $case, '-o', scratch(), '--revision', 2, map { ref $_ ? ('--decisions', $$_) : $_ } @words);
}

sub refused {
    my ($name, $like, @words) = @_;
    my $output = scratch();
    my ($status, $out, $err) = casebound('build', $case, '-o', $output, '-q', @words);
    is($status, 3, "$name: exit 3") or diag($err);
    ok(one_line($err), "$name: one line") or diag($err);
    like($err, $like, "$name: says why");
    is_deeply([glob "$output/*"], [], "$name: nothing is left");
}

# CB-DECIDE-50
my $a = file_of('Dr A', [on($keys[0], class => 'pathogenic', criteria => [{ code => 'PVS1', strength => 'very_strong' }, { code => 'PM2', strength => 'supporting', comment => 'rare' }], pinned => JSON::PP::true),
    on($keys[20], dismissed => [{ code => '29', text => 'Technical issues' }]), on('7-1-A-T', class => 'pathogenic', comment => 'where is it')], case => { changed => $time, comment => 'Talk to them.' });
my $b = file_of('Dr B', [on($keys[0], class => 'likely_pathogenic', blind => JSON::PP::true), on($keys[5], causative => 'full')], exported => '2026-01-31T13:00:00Z');
my $second = with_files('two readers', \$a, \$b);
is(basename($second), 'FAM-0042-r2', 'the next revision');
my $next = json_of("$second/case.json");
is_deeply([map { [$_->{author}, $_->{class}] } @{ $next->{variants}[0]{readings} }], [['Dr A', 'pathogenic'], ['Dr B', 'likely_pathogenic']], 'both stand side by side');
is($next->{variants}[0]{differ}, 'Readers disagree: class', 'and that they disagree');
is($next->{variants}[0]{marks}, 'pinned classified differ', 'marks for a list');
ok((grep { $_->{text} =~ /readers disagree: 1/ } @{ $next->{banners} }), 'a banner says so');
my ($five) = grep { $_->{key} eq $keys[5] } @{ $next->{variants} };
ok(!$view->{variants}[5]{shortlisted} && $five->{shortlisted}, 'what a reader calls causative has its section, whatever its score');
is($five->{rank}, $view->{variants}[5]{rank}, 'and keeps its rank');
my $pdf = pdf_text("$second/FAM-0042-r2.pdf") =~ s/\s+/ /gr;
my $page = html_text("$second/FAM-0042-r2.html") =~ s/\s+/ /gr;
for my $text ('Readers disagree: class', 'PVS1, PM2_Supporting', 'Technical issues', 'Dr A (as typed, not signed)', 'Talk to them.', 'where is it', "Supersedes FAM-0042-r1, facts digest $view->{report}{facts_digest}") {
    ok(index($pdf, $text) >= 0, "the PDF shows: $text");
    ok(index($page, $text) >= 0, "the page shows: $text");
}
like(pdf_text("$first/FAM-0042-r1.pdf"), qr/Comments \(case\)/, 'where nobody decided there are ruled lines');
unlike(pdf_text("$second/FAM-0042-r2.pdf"), qr/Comments \(case\)/, 'and none where somebody did');
my %row = map { $_->{key} => $_ } table_of("$second/variants.tsv");
is($row{ $keys[0] }{decision}, 'Dr A: pathogenic, pinned; Dr B: likely pathogenic; Readers disagree: class', 'variants.tsv has them');
ok(!exists((table_of("$first/variants.tsv"))[0]{decision}), 'without decisions there is no such column');

# CB-DECIDE-51
my ($gone) = @{ $next->{decisions}{unlisted} };
is_deeply([$gone->{key}, $gone->{why}, $gone->{readings}[0]{author}], ['7-1-A-T', 'not in the variant file any more', 'Dr A'], 'a decision on an allele that is gone is reported, with whose and why');
my ($status, $out, $err) = casebound('build', $case, '-o', scratch(), '--revision', 2, '--decisions', $a);
like($err, qr/^casebound: 1 variant that a reader decided on is not in the list any more/m, 'and build says so');
ok((grep { $_->{text} =~ /not in the list any more/ } @{ $next->{notices} }), 'and the notices');
my $dropped = (grep { $_->{alleles} > 0 } @{ $view->{ledger}{rows} })[0];
my (undef, $lines) = run_command({}, 'bcftools', 'query', '-f', '%CHROM-%POS-%REF-%ALT\n', sample('FAM-0042') . '/FAM-0042.vcf.gz');
my %listed = map { $_ => 1 } @keys;
my ($out_of_list) = grep { !$listed{$_} && !/,/ } map { s/^chr//r } split /\n/, $lines;
my $third = with_files('a decision on an allele that the sieve drops', \file_of('Dr A', [on($out_of_list, pinned => JSON::PP::true)]));
like(json_of("$third/case.json")->{decisions}{unlisted}[0]{why}, qr/^not listed any more: ./, 'the rule that dropped it is named');

# CB-DECIDE-52
my @inputs = grep { $_->{role} eq 'decisions' } @{ json_of("$second/provenance.json")->{inputs} };
is_deeply([map { $_->{sha256} } @inputs], [map { sha256_hex(slurp($_)) } $a, $b], 'provenance names the files, earliest first');
is_deeply([map { sha256_hex(slurp("$second/used/decisions/$_.json")) } 1, 2], [map { $_->{sha256} } @inputs], 'they lie in used/, byte for byte');
ok((grep { /used\/filters\/data\/acmg.yaml/ } listing($second)), 'so do the tables that they refer to');
is(slurp(with_files('another order', \$b, \$a, \$a) . '/case.json'), slurp("$second/case.json"), 'the order of the files, and one twice, change nothing');
my @trusted = ('--trust', key_folder() . '/authority.pem');
my $sealed = with_files('sealed', \$a, '--key', key_folder() . '/seal.pem');
is((casebound('verify', $sealed, @trusted))[0], 0, 'a report with decisions verifies');

# CB-DECIDE-53
refused('another case', qr/another case/, '--revision', 2, '--decisions', file_of('Dr A', [], report => { case_digest => '0' x 64 }));
refused('the same family, another variant file', qr/--calls-changed/, '--revision', 2, '--decisions', file_of('Dr A', [], report => { calls_digest => '0' x 64 }));
my $across = with_files('told that it is the same family', '--calls-changed', \file_of('Dr A', [on($keys[0], pinned => JSON::PP::true)], report => { calls_digest => '0' x 64 }));
ok((grep { $_->{text} =~ /made on another variant file/ } @{ json_of("$across/case.json")->{notices} }), 'and the report says so');
my (undef, undef, $other) = casebound('build', sample_case('FAM-0107'), '-o', scratch(), '-q', '--revision', 2, '--decisions', $a);
like($other, qr/another case than FAM-0107/, 'a real other case is refused');
refused('the same revision', qr/give --revision 2/, '--decisions', $a);
refused('a file that is absent', qr/none\.json/, '--revision', 2, '--decisions', scratch() . '/none.json');
refused('no JSON', qr/d\.json line 1: is not JSON/, '--revision', 2, '--decisions', spill(scratch() . '/d.json', 'not json'));
refused('an unknown key', qr/variants\[0\]\.evil/, '--revision', 2, '--decisions', file_of('Dr A', [on($keys[0], pinned => JSON::PP::true, evil => 1)]));
refused('an unknown criterion', qr/variants\[0\]\.criteria\[0\]\.code/, '--revision', 2, '--decisions', file_of('Dr A', [on($keys[0], criteria => [{ code => 'PVS9', strength => 'strong' }])]));
refused('two exports of which neither is later', qr/which is the later cannot be told/, '--revision', 2, '--decisions', file_of('Dr A', [on($keys[0], pinned => JSON::PP::true)]), '--decisions', $a);
refused('a reading that stands on another', qr/used\/decisions/, '--revision', 3, '--decisions', file_of('Dr B', [], built_with => [sha256_hex(slurp($a))], report => { revision => 2 }));
is((casebound('build', $case, '-o', scratch(), '--revision', 0x10000))[0], 2, 'a revision out of range is a matter of the command line');
my $bare = small_case();
my $one = built($bare, '-o', scratch());
my $v = json_of("$one/case.json");
my $plain = spill(scratch() . '/d.json', $json->encode({ format => 'casebound decisions', version => 1, report => { map({ $_ => $v->{report}{$_} } qw(id revision facts_digest case_digest calls_digest)), built_with => [] },
    author => 'Dr A', sequence => 1, exported => $time, acmg => '1', variants => [] }));
is(basename(built($bare, '-o', scratch(), '--decisions', $plain)), 'SMALL-r2', 'where nobody says a revision it is one more than that of the decisions');

# CB-DECIDE-54
my $own = spill(scratch() . '/own.yaml', "version: \"1\"\nsource: us\nreasons:\n  - {code: lab-1, text: Seen in our controls}\n");
my $with = built($case, '-o', scratch(), '--choices', $own);
ok((grep { $_->{text} eq 'Seen in our controls' } @{ json_of("$with/case.json")->{choices}{reasons} }), "the laboratory's own reasons are offered");
is(slurp("$with/used/choices.yaml"), slurp($own), 'and lie in used/');
refused('a code that is taken', qr/the code '2' of 'reasons' is taken/, '--choices', spill(scratch() . '/own.yaml', "version: \"1\"\nsource: us\nreasons:\n  - {code: \"2\", text: x}\n"));

# CB-DECIDE-55
my @hostile = @{ $json->decode(slurp('tests/data/hostile.json')) };
cmp_ok(scalar @hostile, '>=', 60, 'hostile texts');
my $plain_kinds = kinds(slurp("$second/FAM-0042-r2.html"));

sub kinds { my %seen; my ($html) = @_; $html =~ s{(<(style|script)\b[^>]*>).*?</\2>}{$1}gs; $seen{$1}++ while $html =~ /<([a-zA-Z][^\s>]*)/g; return join ' ', sort keys %seen }

# As a rendering shows it: hidden characters named, white space as one blank.
sub seen {
    my ($text) = @_;
    $text =~ s/([\x{61c}\x{200e}\x{200f}\x{2028}-\x{202e}\x{2066}-\x{2069}\x{feff}\x{fdd0}-\x{fdef}\x{80}-\x{9f}])/sprintf '<U+%04X>', ord $1/ge;
    return $text =~ s/\s+/ /gr =~ s/^ | $//gr;
}

my (@variants, @lines);
for my $i (0 .. $#hostile) {
    my $line = substr($hostile[$i] =~ s/[\x00-\x1f]/ /gr, 0, 400) =~ s/^\s+|\s+$//gr;
    push @lines, $line;
    push @variants, on($i < @keys ? $keys[$i] : "7-$i-A-T", title => "$line t", comment => "$line c", institute => "$line i", criteria => [{ code => 'PM2', strength => 'supporting', comment => "$line k" }],
        rank => { code => "$line", text => "$line r" }, dismissed => [{ code => "$line", text => "$line d" }]);
}
my @authors = map { ('--decisions', file_of("$lines[$_] a", [$variants[$_]], name => "h$_.json", exported => sprintf('2026-01-31T12:%02d:%02dZ', $_ / 60, $_ % 60), case => { changed => $time, comment => "$lines[$_] z" })) } 0 .. $#lines;
my $wild = build_ok('hostile text in every field', $case, '-o', scratch(), '--revision', 2, @authors);
my $html = slurp("$wild/FAM-0042-r2.html");
my @new = grep { " $plain_kinds " !~ / \Q$_\E / } split / /, kinds($html);
is_deeply([grep { !/^(?:p|ul|ol|li|em|strong|code|pre|blockquote|br|hr|h[1-6]|a)$/ } @new], [], 'no element that is not ours');
unlike($html, qr/\xe2\x80[\x8e\x8f\xaa-\xae]|\xe2\x81[\xa6-\xa9]/, 'no bidirectional control reaches the page');
unlike($html =~ s{<(style|script)\b.*?</\1>}{}gsr, qr/<[a-z][^<>]*\s(?:on\w+\s*=|href="(?:javascript|data|vbscript):)/i, 'nothing that runs');
my $shown = decode('UTF-8', $html) =~ s/\s+/ /gr;
my $tsv = decode('UTF-8', slurp("$wild/variants.tsv")) =~ s/\s+/ /gr;
(my $paper = decode('UTF-8', pdf_text("$wild/FAM-0042-r2.pdf"))) =~ s/\s+//g;
my %absent;
for my $i (0 .. $#lines) {
    my $text = seen($lines[$i]);
    my $escaped = $text =~ s/&/&amp;/gr =~ s/</&lt;/gr =~ s/>/&gt;/gr;
    for my $field (qw(r d a)) {
        push @{ $absent{page} }, "$i $field $text" if index($shown, "$escaped $field") < 0;
        push @{ $absent{tsv} }, "$i $field $text" if $i < @keys && index($tsv, "$text $field") < 0;
    }
    my $letters = "${text}d" =~ s/\s+//gr;
    push @{ $absent{paper} }, "$i $text" if index($paper, $letters) < 0 && $letters =~ /^[\x21-\x7e]{1,60}$/;
}
is_deeply(\%absent, {}, 'each is shown as text in page, TSV and PDF: as a name, a rank and a reason') or diag(explain(\%absent));
is((run_command({}, 'qpdf', '--check', "$wild/FAM-0042-r2.pdf"))[0], 0, 'the PDF is sound');
is((run_command({}, 'pdfinfo', '-js', "$wild/FAM-0042-r2.pdf"))[1], '', 'no script in it');
my %widths = map { scalar(split /\t/, $_, -1) => 1 } grep { !/^##/ } split /\n/, slurp("$wild/variants.tsv");
is(scalar keys %widths, 1, 'variants.tsv has one width');
unlike(join("\n", map { $_->{decision} . "\n" . $_->{comments} } table_of("$wild/variants.tsv")), qr/^(?:[=+@]|-[^-])/m, 'no cell that a spreadsheet computes');

done_testing();
