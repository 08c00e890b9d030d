#!/usr/bin/perl
# The report holds what the field requires: each mandatory item stands there, or is declared with its reason, or is printed as NOT SUPPLIED and keeps the report a draft.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Casebound;
use Test::More;

my @list = table_of('templates/checklist.tsv');
my %full = (patient_name => 'Anna Example', patient_id => 'MRN-1', birth_date => "'2020-01-02'", requester => 'Dr. Nemo', indication => 'Seizures', sample_date => "'2026-01-01'",
    received_date => "'2026-01-03'", sample_type => 'blood', consent => 'indication', laboratory => 'Example Laboratory', accreditation => 'none', test => 'Genome sequencing',
    scope => 'all genes');

sub case_of {
    my ($fields, $more, $terms) = @_;
    return small_case(more => ($terms // "phenotype_terms: ['HP:0001250']") . "\nreport:\n" . join('', map { "  $_: $fields->{$_}\n" } sort keys %$fields) . ($more // ''));
}

sub blockers { return [map { $_->{text} } grep { $_->{key} eq 'not_supplied' } @{ json_of("$_[0]/case.json")->{report}{blockers} }] }
sub state_of { my ($folder, $item) = @_; my ($found) = grep { $_->{item} eq $item } @{ json_of("$folder/case.json")->{checklist} }; return $found->{state} }
sub flat { return join ' ', split /\s+/, $_[0] }

# CB-CHECK-01
my $whole = build_ok('everything is supplied', case_of(\%full), '-o', scratch());
is_deeply(blockers($whole), [], 'nothing stands between the report and a final status');
is_deeply([map { $_->{item} } @{ json_of("$whole/case.json")->{checklist} }], [map { $_->{item} } @list], 'the report says of each item of the list how it stands');
is_deeply([map { $_->{item} } grep { $_->{mandatory} && $_->{state} ne 'present' } @{ json_of("$whole/case.json")->{checklist} }], [], 'each mandatory one is present');

# Each of them left out alone: NOT SUPPLIED at its place in PDF and page, listed, and a blocker; declared: the reason in its place.
# CB-CHECK-02
my %text = map { $_->{item} => $_->{text} } @list;
for my $item (qw(requester indication sample_date received_date sample_type consent laboratory accreditation test scope phenotype_terms)) {
    my %some = %full;
    delete $some{$item};
    my @terms = $item eq 'phenotype_terms' ? ('phenotype_terms: []') : ();
    my $bare = built(case_of(\%some, '', @terms), '-o', scratch());
    is_deeply(blockers($bare), ["$text{$item}: NOT SUPPLIED"], "$item absent: the report is blocked by it alone");
    is(state_of($bare, $item), 'absent', "$item absent: it is listed");
    my ($pdf, $page) = (flat(pdf_text("$bare/SMALL-r1.pdf")), flat(html_text("$bare/SMALL-r1.html")));
    cmp_ok(scalar(() = $pdf =~ /NOT SUPPLIED/g), '>=', 3, "$item absent: said in the PDF: banner, place and list");
    cmp_ok(scalar(() = $page =~ /NOT SUPPLIED/g), '>=', 3, "$item absent: said on the page");
    my $declared = built(case_of(\%some, "  not_provided: {$item: 'an old sample of the biobank'}\n", @terms), '-o', scratch());
    is_deeply(blockers($declared), [], "$item declared: nothing is blocked");
    is(state_of($declared, $item), 'declared', "$item declared: it is listed as that");
    ($pdf, $page) = (flat(pdf_text("$declared/SMALL-r1.pdf")), flat(html_text("$declared/SMALL-r1.html")));
    cmp_ok(scalar(() = $_->[1] =~ /not provided: an old sample of the biobank/g), '>=', 2, "$item declared: the reason stands in its place and in the list ($_->[0])") for ['PDF', $pdf], ['page', $page];
    unlike($pdf, qr/NOT SUPPLIED(?! keeps)/, "$item declared: nothing is NOT SUPPLIED any more");
}

# CB-CHECK-03
{
    my %one = map { $_ => $full{$_} } grep { !/^(patient_id|birth_date)$/ } keys %full;
    my $folder = built(case_of(\%one), '-o', scratch());
    is_deeply(blockers($folder), ["$text{identifiers}: NOT SUPPLIED"], 'one identifier is none');
    my $two = built(case_of({ %one, patient_id => 'MRN-1' }), '-o', scratch());
    is_deeply(blockers($two), [], 'any two of the three will do');
    my (undef, undef, $err) = my @said = casebound('build', case_of(\%full, "  not_provided: {shoe_size: 'nobody asked'}\n"), '-o', scratch());
    is($said[0], 3, 'an item that the list does not have cannot be declared');
    like($err, qr/'shoe_size'/, 'and is named');
    @said = casebound('build', case_of(\%full, "  not_provided: {requester: }\n"), '-o', scratch());
    is($said[0], 3, 'nor one without a reason');
}

# CB-CHECK-04
for my $folder ($whole, built(sample_case('FAM-0042'), '-o', scratch())) {
    my $id = basename($folder);
    my $view = json_of("$folder/case.json");
    my @pages = split /\f/, pdf_text("$folder/$id.pdf");
    my $bad = 0;
    for my $n (1 .. @pages) {
        my $page = flat($pages[ $n - 1 ]);
        my @must = ((map { my $v = $_->{value}; utf8::encode($v); $v } @{ $view->{identity}{identifiers} }), $id, "$n of " . @pages);
        $bad += grep { index($page, $_) < 0 && index($page, $_ =~ s{ of }{/}r) < 0 } @must;
    }
    is($bad, 0, "$id: two identifiers, report id with revision and page n of N on each of " . @pages . ' pages');
}

# CB-CHECK-05
{
    my $digest = json_of("$whole/case.json")->{report}{facts_digest};
    my $amends = "  revision: 2\n  amends:\n    report: SMALL-r1\n    date: '2026-01-31'\n    digest: $digest\n    reason: The father's sample was called anew.\n    changes: Genotypes of the father.\n";
    my $second = build_ok('an amended report', case_of(\%full, $amends), '-o', scratch());
    # CB-SIGN-28
    like(slurp("$second/audit.jsonl"), qr/"detail":"SMALL-r2; AMENDED REPORT\. Supersedes SMALL-r1 of 2026-01-31, facts digest $digest\. Reason: The father's sample was called anew\./,
        'the event of an amendment names what it supersedes, and why');
    my $view = json_of("$second/case.json");
    is_deeply($view->{report}{blockers}, [], 'is blocked by nothing');
    like($view->{report}{status}, qr/^Amended report/, 'is called amended');
    my ($first) = split /\f/, pdf_text("$second/SMALL-r2.pdf");
    $first = flat($first);
    for my $want ('SMALL-r1 of 2026-01-31', $digest, "The father's sample was called anew.", 'Genotypes of the father.', 'Revision 2') {
        like($first, qr/\Q$want\E/, "page 1 says: $want");
        like(flat(html_text("$second/SMALL-r2.html")), qr/\Q$want\E/, "so does the page: $want");
    }
    my $bare = built(case_of(\%full, "  revision: 2\n"), '-o', scratch());
    is_deeply([map { $_->{key} } @{ json_of("$bare/case.json")->{report}{blockers} }], ['amendment'], 'a later revision that does not say what it amends stays a draft');
    for my $key (qw(report digest reason changes)) {
        my ($status, undef, $err) = casebound('build', case_of(\%full, $amends =~ s/^    $key:.*\n//mr), '-o', scratch());
        is($status, 3, "amends without $key is refused");
        like($err, qr/line \d+: amends/, 'with its line');
    }
    my ($status) = casebound('build', case_of(\%full, $amends =~ s/$digest/12345/r), '-o', scratch());
    is($status, 3, 'and so is a digest that is none');
}

done_testing();
