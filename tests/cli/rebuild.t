#!/usr/bin/perl
# A report is made again from its recorded inputs and what lies in used/, and compared: the same bytes anywhere, and what is missing, changed or drawn by other
# versions is named.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Casebound;
use Test::More;

my $case = sample_case('FAM-0042');
my $inputs = dirname($case);
my @key = ('--key', key_folder() . '/seal.pem');

sub rebuild {
    my ($folder, @more) = @_;
    my $options = ref $more[0] ? shift @more : {};
    my ($status, $out, $err) = casebound($options, 'rebuild', $folder, '--inputs', shift(@more) // $inputs);
    return ($status, $out, $err);
}

sub again_ok {
    my ($name, $folder, @more) = @_;
    my ($status, $out, $err) = rebuild($folder, @more);
    is($status, 0, "$name: exit 0") or diag($out, $err);
    like($out, qr/^REBUILT\tdata the same, appearance the same$/m, "$name: data and appearance are the same");
    return $out;
}

sub copy_of { return copy_tree($_[0], scratch() . '/' . basename($_[0])) }

# CB-REBUILD-01
my $folder = build_ok('a sealed report', $case, '-o', scratch(), @key, '--date', '2026-01-31T11:22:33Z');
my $out = again_ok('sealed', $folder);
my %compared = map { (split /\t/)[2] => 1 } split /\n/, $out;
for my $file (listing($folder)) {
    next if $file =~ m{^META-INF/|^audit\.jsonl$|^mimetype$};
    ok($compared{$file}, "$file is compared");
}
again_ok('elsewhere', $folder, { env => { TZ => 'Asia/Kolkata', LC_ALL => 'tr_TR.UTF-8', LC_NUMERIC => 'de_DE.UTF-8', SOURCE_DATE_EPOCH => 1 }, in => '/' });
again_ok('made with threads', built($case, '-o', scratch(), '--threads', 4));
my $flat = scratch();
my $n = 0;
for my $file (listing($inputs)) { spill("$flat/" . ($n++) . "/renamed-$n", slurp("$inputs/$file")) }
again_ok('inputs of other names and places', $folder, $flat);

# CB-REBUILD-02
{
    my $own = scratch();
    my $profile = spill("$own/lab.lua", slurp('filters/rare_disease.lua') . "-- ours\n");
    my $genes = spill("$own/genes.tsv", "##version=9\nKCNQ2\n");
    my $choices = spill("$own/our.yaml", "version: \"1\"\nsource: us\nreasons:\n  - {code: \"ours\", text: Seen in our cohort}\n");
    my $lab = build_ok('with files of the laboratory\'s own', $case, '-o', scratch(), '--profile', $profile, '--secondary-genes', $genes, '--proband', 'SYN0042P', '--revision', 3);
    again_ok('own profile and genes', $lab);
    again_ok('PDF/A-1b', built($case, '-o', scratch(), '--pdfa', '1b', @key));
    is((casebound('build', $case, '-o', scratch(), '--pdfa', '3a'))[0], 2, 'another part of PDF/A is refused');
    again_ok('pseudonymised', built($case, '-o', scratch(), '--pseudonymise', 'CASE-7', @key));
    again_ok('without a case file', built('--vcf', "$inputs/FAM-0042.vcf.gz", '--ped', "$inputs/FAM-0042.ped", '-o', scratch()));
    my $view = json_of("$folder/case.json");
    my %report = map { $_ => $view->{report}{$_} } qw(id revision facts_digest case_digest calls_digest);
    my $decisions = JSON::PP->new->canonical->encode({ format => 'casebound decisions', version => 1, report => { %report, built_with => [] }, author => 'Dr. Reader', sequence => 1,
        exported => '2026-02-01T10:00:00Z', acmg => '1', variants => [{ key => $view->{variants}[0]{key}, title => 'x', changed => '2026-02-01T10:00:00Z', pinned => JSON::PP::true }] });
    my ($status, $built, $err) = casebound('build', $case, '-o', scratch(), '--decisions', spill("$own/reader.json", $decisions), '--revision', 2, '--choices', $choices, '--date', '2026-02-02', '-q');
    chomp $built;
    is($status, 0, 'with decisions') or diag($err);
    again_ok('decisions and choices', $built) if $status == 0;
}

# CB-REBUILD-03
for my $lost ('FAM-0042.vcf.gz', 'FAM-0042.ped', 'hp.obo', 'case.yaml') {
    my $some = copy_tree($inputs, scratch() . '/inputs');
    unlink "$some/$lost" or die;
    my ($status, $said, $err) = rebuild($folder, $some);
    is($status, 1, "without $lost: exit 1");
    like($said, qr/^MISSING\tinput\t\Q$lost\E\t.*SHA-256 [0-9a-f]{64}$/m, "$lost is named as missing");
    like($said, qr/^NOT REBUILT\t/m, 'and nothing was made');
    ok(one_line($err), 'in one line on stderr');
    spill("$some/$lost", slurp("$inputs/$lost") . "\n");
    ($status, $said) = rebuild($folder, $some);
    is($status, 1, "with another $lost: exit 1");
    like($said, qr/^CHANGED\tinput\t\Q$lost\E\t/m, "$lost is named as changed");
}

# CB-REBUILD-04
for my $used ('filters/rare_disease.lua', 'filters/data/bands.tsv', 'templates/text.en.yaml', 'templates/checklist.tsv') {
    my $other = copy_of($folder);
    my $name = basename($used);
    spill("$other/used/$used", slurp("$other/used/$used") . "\n");
    my ($status, $said) = rebuild($other);
    is($status, 1, "another $used: exit 1");
    like($said, qr/^CHANGED\tinput\t\Q$name\E\t.*used\/ is not the recorded one/m, 'it is named');
    unlink "$other/used/$used" or die;
    ($status, $said) = rebuild($other);
    like($said, qr/^MISSING\tinput\t\Q$name\E\t.*not in used/m, "without $used: it is named");
}
for my $file ('variants.tsv', 'case.json', 'ledger.tsv', 'used/case.yaml', 'used/panels/synthetic-epilepsy.tsv', 'FAM-0042-r1.html', 'FAM-0042-r1.pdf', 'laboratory.html') {
    my $other = copy_of($folder);
    my $bytes = slurp("$other/$file");
    substr($bytes, length($bytes) / 3, 1) = substr($bytes, length($bytes) / 3, 1) eq 'x' ? 'y' : 'x';
    spill("$other/$file", $bytes);
    my ($status, $said) = rebuild($other);
    my $part = $file =~ /\.(html|pdf)$/ ? 'appearance' : 'data';
    is($status, 1, "$file with one other byte: exit 1");
    like($said, qr/^DIFFERS\t$part\t\Q$file\E\t/m, "it is named, as $part");
    is(() = $said =~ /^DIFFERS/mg, 1, 'and nothing else is');
    my ($data, $appearance) = $said =~ /^NOT THE SAME\tdata (.*), appearance (.*)$/m;
    is($data, $part eq 'data' ? 'not the same' : 'the same', 'the last line tells data');
    is($appearance, $part eq 'data' ? 'the same' : 'not the same', 'from appearance');
}

# The program of another version: its bytes with another number. The same data, drawn otherwise, and it is said to be that.
# CB-REBUILD-05
{
    my $home = scratch();
    my $bytes = slurp(program());
    my $changed = ($bytes =~ s/\b0\.2\.0\b/0.2.9/g);
    cmp_ok($changed, '>=', 1, 'a program of another version');
    spill("$home/casebound", $bytes);
    chmod 0755, "$home/casebound";
    symlink root() . "/$_", "$home/$_" for qw(templates filters);
    my ($status, $made, $err) = run_command({}, "$home/casebound", 'build', $case, '-o', scratch(), '--date', '2026-01-31', '-q');
    is($status, 0, 'makes a report') or diag($err);
    chomp $made;
    my ($code, $said) = rebuild($made);
    is($code, 1, 'which is not the same here: exit 1');
    like($said, qr/^note\tsoftware\tcasebound\t0\.2\.9 then, 0\.2\.0 here$/m, 'the versions are told');
    like($said, qr/^NOT THE SAME\tdata the same, appearance not the same$/m, 'the data are the same');
    like($said, qr/^DIFFERS\tappearance\tFAM-0042-r1\.pdf\tis drawn otherwise, and was made with other versions: casebound 0\.2\.9 then, 0\.2\.0 here$/m, 'what differs is said to be of another version');
    unlike($said, qr/^DIFFERS\tdata/m, 'and no data differ');
}

# The page's templates of another version: they are not in the folder, their digest is.
# CB-REBUILD-08
{
    my $home = scratch();
    copy_tree(root() . "/$_", "$home/$_") for qw(templates filters);
    spill("$home/templates/site.css", slurp("$home/templates/site.css") . "\nbody { margin: 0 }\n");
    spill("$home/casebound", slurp(program()));
    chmod 0755, "$home/casebound";
    my ($status, $made, $err) = run_command({}, "$home/casebound", 'build', $case, '-o', scratch(), '--date', '2026-01-31', '-q');
    is($status, 0, 'with another style sheet a report is made') or diag($err);
    chomp $made;
    my ($code, $said) = rebuild($made);
    is($code, 1, 'its page is another here: exit 1');
    like($said, qr/^note\tsoftware\tpage templates\tSHA-256 [0-9a-f]{16} then, SHA-256 [0-9a-f]{16} here$/m, 'the templates are told to be others');
    like($said, qr/^DIFFERS\tappearance\tFAM-0042-r1\.html\t.*other versions: page templates SHA-256 /m, 'and named where the page differs');
    is_deeply([$said =~ /^DIFFERS\t(\S+\t\S+)/mg], ["appearance\tFAM-0042-r1.html", "appearance\tlaboratory.html"], 'the pages differ and nothing else');
    like($said, qr/^NOT THE SAME\tdata the same, appearance not the same$/m, 'the data are the same');
    unlike($said, qr/^note\tsoftware\tfonts/m, 'the fonts are not');
}

# A library of another version: one that draws the same, and one that does not.
# CB-REBUILD-09
SKIP: {
    my $library = dirname(program()) . '/tests/harfbuzz.so';
    skip 'nothing is preloaded before the sanitizers', 9 unless -e $library;
    for my $wider (0, 1) {
        my ($status, $made, $err) = run_command({ env => { LD_PRELOAD => $library, $wider ? (OTHER_WIDTHS => 1) : () } }, program(), 'build', $case, '-o', scratch(), '--date', '2026-01-31', '-q');
        is($status, 0, 'another HarfBuzz makes a report') or diag($err);
        chomp $made;
        my ($code, $said) = rebuild($made);
        like($said, qr/^note\tsoftware\tHarfBuzz\t99\.0\.0 then, [0-9.]+ here$/m, 'its version is told');
        is($code, $wider, $wider ? 'drawn otherwise: exit 1' : 'drawn the same: exit 0');
        like($said, $wider ? qr/^NOT THE SAME\tdata the same, appearance not the same$/m : qr/^REBUILT\tdata the same, appearance the same$/m, 'the data are the same');
        like($said, qr/^DIFFERS\tappearance\tFAM-0042-r1\.pdf\tis drawn otherwise, and was made with other versions: HarfBuzz 99\.0\.0 then/m, 'the PDF is said to be drawn by it') if $wider;
    }
}

# CB-REBUILD-07
for my $name ('../escaped', '/tmp/escaped', '..', 'a/b') {
    my $other = copy_of($folder);
    spill("$other/provenance.json", slurp("$other/provenance.json") =~ s/"name": "FAM-0042\.ped"/"name": "$name"/r);
    my ($status, undef, $err) = rebuild($other);
    is($status, 3, "an input that calls itself $name is refused");
    like($err, qr/provenance\.json/, 'with the file') or diag($err);
}
for my $file ('provenance.json', 'used/build.json') {
    my $other = copy_of($folder);
    spill("$other/$file", substr slurp("$other/$file"), 0, 100);
    is((rebuild($other))[0], 3, "half of $file is refused");
}

# CB-REBUILD-06
for my $bad ([$folder], [$folder, '--inputs', '/nowhere'], ['--inputs', $inputs], [scratch(), '--inputs', $inputs]) {
    my ($status, undef, $err) = casebound('rebuild', @$bad);
    cmp_ok($status, '>=', 2, 'rebuild ' . join(' ', map { basename($_) } @$bad) . ': refused');
    ok(one_line($err), 'in one line') or diag($err);
}

done_testing();
