#!/usr/bin/perl
# A report is made again whatever it was made with: a rank model, genes of phenotype terms, decisions of several readers, the report that it amends; and with
# fonts of another version the data are the same and the appearance is told apart.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Casebound;
use JSON::PP ();
use Test::More;

my $case = sample_case('FAM-0042');
my $inputs = dirname($case);
my @key = ('--key', key_folder() . '/seal.pem', '--date', '2026-01-31T11:22:33Z');

sub rebuild { my ($folder, $from) = @_; return casebound('rebuild', $folder, '--inputs', $from // $inputs) }

# Whatever differs of the folder itself is told, so a file that rebuild does not make would be seen: all are compared.
sub again_ok {
    my ($name, $folder, $from) = @_;
    my ($status, $out, $err) = rebuild($folder, $from);
    is($status, 0, "$name: made again") or diag($out, $err);
    like($out, qr/^REBUILT\tdata the same, appearance the same$/m, "$name: data and appearance are the same");
    my %compared = map { /^(?:same|DIFFERS)\t\S+\t(\S+)/ ? ($1 => 1) : () } split /\n/, $out;
    my @left = grep { !m{^META-INF/|^audit\.jsonl$|^mimetype$} && !$compared{$_} } listing($folder);
    is_deeply(\@left, [], "$name: every file is compared");
    return $out;
}

# The folder with one other byte in a file: it is told, so the file takes part.
sub told_if_changed {
    my ($name, $folder, $file, $said, $from) = @_;
    my $other = copy_tree($folder, scratch() . '/' . basename($folder));
    spill("$other/$file", slurp("$other/$file") . "\n");
    my ($status, $out) = rebuild($other, $from);
    is($status, 1, "$name: another $file: exit 1");
    like($out, $said, "$name: it is named");
}

# A model that asks for what the files have; ranks by it stand in the record.
my $model = spill(scratch() . '/our model.ini', <<'INI');
[Version]
  version = 2.1
  name = ours
[Categories]
  [[consequence]]
    category_aggregation = max
[term]
  field = INFO
  info_key = CSQ
  csq_key = Consequence
  data_type = string
  category = consequence
  separators = None
  [[stop]]
    score = 3
    priority = 3
    string = stop_gained
  [[missense]]
    score = 8
    priority = 2
    string = missense_variant
INI

# CB-REBUILD-02
{
    my $plain = json_of(built($case, '-o', scratch()) . '/case.json');
    my $ranked = build_ok('with a rank model', $case, '-o', scratch(), '--rank-model', $model, @key);
    isnt(join(' ', map { $_->{key} } @{ json_of("$ranked/case.json")->{variants} }), join(' ', map { $_->{key} } @{ $plain->{variants} }), 'which ranks otherwise');
    again_ok('rank model', $ranked);
    told_if_changed('rank model', $ranked, 'used/rank_model.ini', qr/^CHANGED\tinput\tour model\.ini\t.*used\/ is not the recorded one/m);
}
{
    my $from = copy_tree($inputs, scratch() . '/inputs');
    spill("$from/terms.txt", join '', map { join("\t", @$_) . "\n" } [qw(hpo_id hpo_name ncbi_gene_id gene_symbol disease_id)],
        ['HP:0001250', 'Seizure', 1, 'KCNQ2', 'OMIM:1'], ['HP:0001250', 'Seizure', 2, 'NOTHERE', 'OMIM:2'], ['HP:0001252', 'Hypotonia', 1, 'STXBP1', 'OMIM:3']);
    spill("$from/case.yaml", slurp("$from/case.yaml") . "hpo_genes: terms.txt\n");
    my $asked = build_ok('with genes of phenotype terms', "$from/case.yaml", '-o', scratch(), @key);
    like(slurp("$asked/case.json"), qr/NOTHERE/, 'which are asked about');
    again_ok('genes of phenotype terms', $asked, $from);
    told_if_changed('genes of phenotype terms', $asked, 'used/panels/HP_0001250.tsv', qr/^DIFFERS\tdata\tused\/panels\/HP_0001250\.tsv\t/m, $from);
    spill("$from/terms.txt", slurp("$from/terms.txt") . "HP:0001250\tSeizure\t3\tGENE3\tOMIM:4\n");
    my ($status, $out) = rebuild($asked, $from);
    is($status, 1, 'with another table: exit 1');
    like($out, qr/^CHANGED\tinput\tterms\.txt\thpo_genes: /m, 'it is named');
}

# Two readers, a rank model, and the report that this one amends: what one build may have all together.
{
    my $first = build_ok('a first report', $case, '-o', scratch(), '--rank-model', $model, @key);
    my $view = json_of("$first/case.json");
    my %report = map { $_ => $view->{report}{$_} } qw(id revision facts_digest case_digest calls_digest);
    my @read = map {
        my ($who, $n) = @$_;
        spill(scratch() . '/decisions.json', JSON::PP->new->canonical->encode({ format => 'casebound decisions', version => 1, report => { %report, built_with => [] },
            author => $who, sequence => 1, exported => "2026-02-01T10:00:0${n}Z", acmg => '1',
            variants => [{ key => $view->{variants}[$n]{key}, title => 'x', changed => '2026-02-01T10:00:00Z', pinned => JSON::PP::true }] }))
    } ['Dr. One', 0], ['Dr. Two', 1];
    my @words = ('--rank-model', $model, (map { ('--decisions', $_) } @read), '--revision', 2, '--supersedes', $first, '--reason', "Read by two: \"quoted\", \xC3\xA4.");
    my $second = build_ok('an amended report with two readers', $case, '-o', scratch(), @words, @key);
    is(scalar(@{ json_of("$second/case.json")->{report}{supersedes} }), 1, 'which amends one');
    is_deeply([grep { m{^used/decisions/} } listing($second)], ['used/decisions/1.json', 'used/decisions/2.json'], 'both decisions lie in used/');
    again_ok('decisions and amended', $second);
    told_if_changed('decisions', $second, 'used/decisions/2.json', qr/^CHANGED\tinput\tdecisions\.json\t.*used\/ is not the recorded one/m);
}
{
    my $from = copy_tree($inputs, scratch() . '/inputs');
    my $yaml = slurp("$from/case.yaml");
    my $digest = 'ab' x 32;
    $yaml =~ s/^(  revision:).*/$1 2/m or BAIL_OUT('no revision');
    $yaml =~ s/^report:\n/report:\n  amends:\n    report: FAM-0042-r1\n    digest: $digest\n    reason: A second look.\n    changes: Words of the laboratory.\n/m or BAIL_OUT('no report block');
    spill("$from/case.yaml", $yaml);
    my $amended = build_ok('amended as the case file says', "$from/case.yaml", '-o', scratch(), @key);
    is(basename($amended), 'FAM-0042-r2', 'a second revision');
    again_ok('amended as the case file says', $amended, $from);
}

# A font of another version. The program names its fonts by place, so a copy of it with other places stands for a machine with other fonts.
sub tables_of {
    my ($font) = @_;
    return map { my ($tag, undef, $at, $size) = unpack 'a4N3', substr $font, 12 + 16 * $_, 16; $tag => [$at, $size] } 0 .. unpack('n', substr $font, 4, 2) - 1;
}
sub program_with {
    my ($font) = @_;
    my $there = '/usr/share/fonts/truetype/noto/NotoSans-Regular.ttf';
    my $here = spill(scratch() . '/f.ttf', $font);
    length $here <= length $there or BAIL_OUT("$here is too long");
    $here = '/' x (length($there) - length $here) . $here;
    my $bytes = slurp(program());
    $bytes =~ s/\Q$there\E/$here/g or BAIL_OUT('the program does not name its font');
    my $home = scratch();
    spill("$home/casebound", $bytes);
    chmod 0755, "$home/casebound";
    symlink root() . "/$_", "$home/$_" for qw(templates filters);
    return "$home/casebound";
}

# CB-REBUILD-08
{
    my $font = slurp('/usr/share/fonts/truetype/noto/NotoSans-Regular.ttf');
    my %at = tables_of($font);
    my %fonts = (renamed => $font, wider => $font);
    substr($fonts{renamed}, $at{name}[0] + $at{name}[1] - 1, 1) ^= "\x01"; # a letter of its licence
    my $letters = unpack 'n', substr $font, $at{hhea}[0] + 34, 2;
    for my $i (0 .. $letters - 1) {
        my $place = $at{hmtx}[0] + 4 * $i;
        substr($fonts{wider}, $place, 2) = pack 'n', 40 + unpack 'n', substr $font, $place, 2;
    }
    for my $kind (sort keys %fonts) {
        my ($status, $made, $err) = run_command({}, program_with($fonts{$kind}), 'build', $case, '-o', scratch(), '--date', '2026-01-31', '-q');
        is($status, 0, "a report with fonts that are $kind") or diag($err);
        chomp $made;
        my ($code, $said) = rebuild($made);
        like($said, qr/^note\tsoftware\tfonts\tSHA-256 [0-9a-f]{16} then, SHA-256 [0-9a-f]{16} here$/m, "$kind: the fonts are told to be others");
        unlike($said, qr/^DIFFERS\tdata/m, "$kind: no data differ");
        if ($kind eq 'wider') {
            is($code, 1, 'drawn otherwise: exit 1');
            is_deeply([$said =~ /^DIFFERS\t(\S+\t\S+)/mg], ["appearance\tFAM-0042-r1.pdf"], 'the PDF differs and nothing else');
            like($said, qr/^DIFFERS\tappearance\tFAM-0042-r1\.pdf\tis drawn otherwise, and was made with other versions: fonts SHA-256 [0-9a-f]{16} then/m, 'it is said to be of other fonts');
            like($said, qr/^NOT THE SAME\tdata the same, appearance not the same$/m, 'the last line says which is which');
        } else {
            is($code, 0, 'drawn the same: exit 0');
            like($said, qr/^REBUILT\tdata the same, appearance the same$/m, 'data and appearance are the same');
        }
    }
}

done_testing();
