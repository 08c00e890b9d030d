#!/usr/bin/perl
# A rank model of genmod ranks in place of the profile's points: order, reasons, ranges, the file itself, genmod's own ranking beside it.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Casebound;
use Digest::SHA qw(sha256_hex);
use List::Util qw(sum0);
use Report;
use Test::More;

my $place = scratch();
my $text = <<'INI';
[Version]
  version = 2.1
  name = test_model
[Categories]
  [[frequency]]
    category_aggregation = min
  [[consequence]]
    category_aggregation = max
  [[models]]
    category_aggregation = min
  [[quality]]
    category_aggregation = sum
[gnomad]
  field = INFO
  info_key = CSQ
  csq_key = gnomADe_AF
  data_type = float
  category = frequency
  separators = None
  [[not_reported]]
    score = 4
  [[common]]
    score = -12
    lower = 0.02
    upper = 1
  [[rare]]
    score = 3
    lower = 0
    upper = 0.02
[obs]
  field = INFO
  info_key = Obs
  data_type = integer
  category = frequency
  separators = ',',
  [[not_reported]]
    score = 4
  [[seen]]
    score = 1
    lower = 1
    upper = 100
[term]
  field = INFO
  info_key = CSQ
  csq_key = Consequence
  data_type = string
  category = consequence
  separators = None
  [[stop]]
    score = 8
    priority = 3
    string = stop_gained
  [[frameshift]]
    score = 8
    priority = 3
    string = frameshift_variant
  [[missense]]
    score = 5
    priority = 2
    string = missense_variant
[genetic_models]
  field = INFO
  info_key = GeneticModels
  data_type = string
  category = models
  separators = ',', ':', '|',
  [[de_novo]]
    score = 2
    priority = 2
    string = 'AD_dn'
  [[recessive]]
    score = 1
    priority = 1
    string = 'AR_hom'
  [[compound]]
    score = 1
    priority = 1
    string = 'AR_comp'
  [[not_reported]]
    score = -12
[filter]
  field = FILTER
  data_type = string
  category = quality
  separators = ';',
  [[pass]]
    score = 3
    priority = 1
    string = 'PASS'
INI
my $model = spill("$place/model.ini", $text);
my $case = sample_case('FAM-0042');

# CB-RANK-12
my $plain = json_of(build_ok('a report without a rank model', $case, '-o', scratch()) . '/case.json');
my $folder = build_ok('a report with a rank model', $case, '-o', scratch(), '--rank-model', $model);
my $view = json_of("$folder/case.json");
my @variants = @{ $view->{variants} };
is_deeply([sort map { $_->{key} } @variants], [sort map { $_->{key} } @{ $plain->{variants} }], 'the profile still sieves: the same alleles are listed');
is(scalar(grep { $_->{score} != sum0(map { $_->{points} } @{ $_->{points} }) } @variants), 0, 'the points of every allele sum to its score');
is(scalar(grep { @{ $_->{points} } != 4 } @variants), 0, 'each allele has a point for each category');
my @order = sort { $variants[$b]{score} <=> $variants[$a]{score} || $variants[$b]{ranking}{profile_score} <=> $variants[$a]{ranking}{profile_score} || $a <=> $b } 0 .. $#variants;
is_deeply(\@order, [0 .. $#variants], 'alleles stand by the model, equal ones by the profile');
my %before = map { $_->{key} => $_->{score} } @{ $plain->{variants} };
is(scalar(grep { $_->{ranking}{profile_score} != $before{ $_->{key} } } @variants), 0, 'the profile gives what it gave before');
isnt(join(' ', map { $_->{score} } @variants), join(' ', map { $_->{score} } @{ $plain->{variants} }), 'the scores are others');
Report::renderings_agree($folder);

# CB-RANK-10
my ($new) = grep { $_->{inheritance_short} =~ /de novo/ } @variants;
my ($point) = grep { $_->{reason} eq 'models' } @{ $new->{points} };
is($point->{points}, 2, 'where the file has no GeneticModels, casebound says de novo');
like($point->{evidence}, qr/^GeneticModels AD_dn \(by casebound\)$/, 'and that it is its own verdict');
is(scalar(grep { $_->{text} =~ /counts it as not reported: INFO\/Obs$/ } @{ $view->{notices} }), 1, 'a key that the file does not have is told');

# CB-RANK-13
is(slurp("$folder/used/rank_model.ini"), $text, 'the model lies in used/, byte for byte');
my ($input) = grep { $_->{role} eq 'rank_model' } @{ json_of("$folder/provenance.json")->{inputs} };
is($input->{sha256}, sha256_hex($text), 'provenance has its digest');
is($input->{name}, 'model.ini', 'and its name without a folder');

# CB-RANK-14
my @range = map { "$_->{name} $_->{range}" } @{ $view->{profile}{rank_model}{categories} };
is_deeply(\@range, ['frequency -12 to 4', 'consequence 0 to 8', 'models -12 to 2', 'quality 0 to 3'], 'each category has its range');
is($view->{profile}{rank_model}{range}, '-24 to 17', 'and the model has one');
my $first = $variants[0];
my $pdf = pdf_text("$folder/" . $view->{report}{id} . '.pdf') =~ s/\s+/ /gr;
my $page = html_text("$folder/" . $view->{report}{id} . '.html') =~ s/\s+/ /gr;
for my $p (@{ $first->{points} }) {
    for my $where ([PDF => $pdf], [page => $page]) {
        ok(index($where->[1], $p->{text}) >= 0, "the $where->[0] shows '$p->{text}'");
        ok(index($where->[1], $p->{range}) >= 0, "the $where->[0] shows its range $p->{range}");
    }
}
like($_->[1], qr/The rank model test_model 2\.1 \(model\.ini\) gives each allele the points of its 4 categories, -24 to 17 in all/, "the $_->[0] says what ranks")
    for [PDF => $pdf], [page => $page];
my ($row) = table_of("$folder/variants.tsv");
is($row->{rank_result}, join('|', map { $_->{points} } @{ $first->{points} }), 'variants.tsv has the points of the categories');
is($row->{profile_score}, $first->{ranking}{profile_score}, 'and the score of the profile');
my ($status, $out, $err) = casebound('explain', $case, $first->{key}, '--rank-model', $model);
is($status, 0, 'explain takes the model') or diag($err);
for my $p (@{ $first->{points} }) {
    ok(index($out, "points\t$p->{points}\t$p->{reason}\t$p->{text}\t$p->{evidence}\n") >= 0, "explain prints $p->{reason}");
}
like($out, qr/^score\t$first->{score}$/m, 'and their sum');

# CB-RANK-02
spill("$place/bad.ini", $text =~ s/category_aggregation = sum/category_agregation = sum/r);
($status, $out, $err) = casebound('build', $case, '-o', my $empty = scratch(), '--rank-model', "$place/bad.ini");
is($status, 5, 'a misspelt key: exit 5');
ok(one_line($err), 'one line says so') or diag($err);
like($err, qr/bad\.ini line 12: \[quality\] has a key 'category_agregation' that is not known \(did you mean 'category_aggregation'\?\)/, 'with file, line and the near one');
is_deeply([listing($empty)], [], 'no folder');
($status, undef, $err) = casebound('build', $case, '-o', $empty, '--rank-model', "$place/absent.ini");
ok($status == 3 || $status == 4, 'a model that is not there is refused') or diag("exit $status: $err");
ok(one_line($err), 'one line says so') or diag($err);

# CB-RANK-16
my $small = small_case(more => "rank_model: model.ini\nrank_model_version: '2.0'\nrank_score_threshold: 12", folder => $place);
$folder = build_ok('the case file names a rank model', $small, '-o', scratch());
$view = json_of("$folder/case.json");
is_deeply([map { $_->{shortlisted} ? 1 : 0 } @{ $view->{variants} }], [map { $_->{score} >= 12 ? 1 : 0 } @{ $view->{variants} }], 'its threshold makes the shortlist');
ok((grep { $_->{shortlisted} } @{ $view->{variants} }) && (grep { !$_->{shortlisted} } @{ $view->{variants} }), 'some are above it and some below');
is(scalar(grep { $_->{text} =~ /rank_model_version is 2\.0, and the rank model model\.ini says 2\.1/ } @{ $view->{notices} }), 1, 'another version is told');
my $resolved = slurp("$folder/used/case.yaml");
like($resolved, qr/^rank_model: "?model\.ini"?$/m, 'the resolved case names the model');
like($resolved, qr/^rank_score_threshold: 12$/m, 'and the threshold');
for my $bad (["rank_model: absent.ini", qr/case\.yaml line \d+: rank_model: there is no file/], ["rank_model: model.ini\nrank_score_threshold: much", qr/rank_score_threshold is no number/]) {
    ($status, undef, $err) = casebound('build', small_case(more => $bad->[0], folder => $place), '-o', scratch());
    is($status, 3, 'refused: exit 3');
    like($err, $bad->[1], 'the line says why');
}

# CB-RANK-15
my $header = join '', map { qq{##INFO=<ID=$_->[0],Number=.,Type=String,Description="$_->[1]">\n} } ['RankScore', 'x'], ['RankResult', 'quality|models|consequence|frequency'], ['GeneticModels', 'x'];
my $csq = 'CSQ=A|stop_gained|HIGH|GENE1|ENSG01|Transcript|ENST01|protein_coding|3/9||ENST01:c.301C>T|ENSP01:p.Arg101Ter|301|301|101';
sub with_ranking { return small_case(folder => scratch(), header => $header, info => "$csq;$_[0]") }
my @model = ('--rank-model', $model);
$folder = build_ok('a file with its own ranking', with_ranking('GeneticModels=SMALL:AR_comp,small:AD_dn;RankScore=small:11;RankResult=3|2|8|4'), '-o', scratch(), @model);
$view = json_of("$folder/case.json");
my ($v) = grep { $_->{gene} eq 'GENE1' } @{ $view->{variants} };
is($v->{score}, 17, 'the values under the family\'s name count') or diag(explain($v->{points}));
is(scalar(grep { $_->{differs} } @{ $v->{points} }), 0, 'no category differs');
is($v->{ranking}{beside}, 'RankScore in the file: 11, while its categories sum to 17: genmod takes points off for weak pairs.', 'the score of the file stands beside ours');
is(scalar(grep { $_->{text} =~ /0 of 1 listed alleles in a category of RankResult, 1 of 1 in RankScore/ } @{ $view->{notices} }), 1, 'the difference is a notice');
$folder = build_ok('a file that ranks otherwise', with_ranking('GeneticModels=small:AD_dn;RankScore=small:14;RankResult=3|2|5|4'), '-o', scratch(), @model);
$view = json_of("$folder/case.json");
($v) = grep { $_->{gene} eq 'GENE1' } @{ $view->{variants} };
is_deeply([map { "$_->{reason} $_->{in_file}" } grep { $_->{differs} } @{ $v->{points} }], ['consequence 5'], 'the category that differs is marked');
like(html_text("$folder/" . $view->{report}{id} . '.html'), qr/5 in the file/, 'also on the page');
my $laboratory = html_text("$folder/laboratory.html") =~ s/\s+/ /gr;
like($laboratory, qr/consequence 0 to 8 1 1 .*quality 0 to 3 1 0 .*RankResult 1 1 RankScore -24 to 17 1 1/, 'the laboratory has the counts by category') or diag($laboratory);
$folder = build_ok('under a pseudonym', with_ranking('GeneticModels=small:AD_dn;RankScore=small:14;RankResult=3|2|5|4'), '-o', scratch(), @model, '--pseudonymise', 'X7');
my ($hidden) = grep { $_->{gene} eq 'GENE1' } @{ json_of("$folder/case.json")->{variants} };
is_deeply([$hidden->{score}, map { $_->{evidence} } @{ $hidden->{points} }], [$v->{score}, map { $_->{evidence} } @{ $v->{points} }], 'the ranking is the same');

done_testing();
