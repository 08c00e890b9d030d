#!/usr/bin/perl
# casebound filters: the list, the reference, the cases that a profile carries; and what a wrong profile says.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Casebound;
use Test::More;

# A place of this test's own: what other runs leave in the common one is not its business.
$ENV{TMPDIR} = scratch();

# CB-FILTERS-01
{
    my ($status, $out, $err) = casebound('filters', 'list');
    is($status, 0, 'filters list');
    my @names = map { (split /\t/)[0] } split /\n/, $out;
    is_deeply(\@names, [sort map { basename($_) =~ s/\.lua$//r } grep { !/\.tests\.lua$/ } glob(root() . '/filters/*.lua')],
        'each profile once, and no file of cases');
    unlike($out, qr/^(?!\w+\t[^\t]+\t[^\t]+$)/m, 'with version and purpose');
    ($status, $out) = casebound('filters', 'docs');
    is($status, 0, 'filters docs');
    like($out, qr/^\| `$_` \|/m, "the reference has $_") for qw(af zygosity symbol hgvs_c parents_sampled), 'v:count\(name, …\)', 'case:has_term\(id\)';
    ($status) = casebound('filters', @$_) and is($status, 2, "filters @$_ is refused") for [], ['lists'], ['list', 'x'], ['docs', 'x'];
}

# The examples of the manual, by the file name in their first line.
sub manual {
    my $folder = scratch();
    my @files;
    my $text = slurp(root() . '/docs/filters.md');
    while ($text =~ /^```lua\n(-- (\w+(?:\.tests)?\.lua)\n.*?)^```$/gms) {
        push @files, $2;
        spill("$folder/$2", $1);
    }
    return ($folder, @files);
}

# CB-FILTERS-02
{
    my ($folder, @files) = manual();
    is_deeply(\@files, ['our_lab.lua', 'our_lab.tests.lua'], 'the manual has a whole profile and its cases');
    my ($status, $out, $err) = casebound('filters', 'test', "$folder/our_lab.lua");
    is($status, 0, 'the cases of the manual pass') or diag($out, $err);
    my $cases = () = slurp("$folder/our_lab.tests.lua") =~ /^            why = /mg;
    is(() = $out =~ /^ok\tour_lab\t/mg, $cases, "a line for each of the $cases");
    is($err, '', 'and nothing else');
    my ($changed) = slurp("$folder/our_lab.lua") =~ s/max_af = \{ 0.01/max_af = { 0.05/r;
    spill("$folder/our_lab.lua", $changed);
    ($status, $out, $err) = casebound('filters', 'test', "$folder/our_lab.lua");
    is($status, 5, 'a profile that has lost a rule fails its case');
    like($out, qr/^FAIL\tour_lab\twhat is common is dropped[^\t]*\t1-5000-A-G: is kept with rank 1, expected dropped by too_common\ta third of/m,
        'the line says what is otherwise, and why it matters');
    is($err, "casebound: 2 of $cases cases failed\n", "and how many: nothing is left to come back either");
}

# What comes with the program holds its own cases.
# CB-FILTERS-02
{
    my ($status, $out, $err) = casebound('filters', 'test');
    is("$status $err", '0 ', 'the cases of all profiles pass') or diag($out);
    for my $profile (map { basename($_) =~ s{\.lua$}{}r } grep { !/\.tests\.lua$/ } glob(root() . '/filters/*.lua')) {
        cmp_ok(scalar(() = $out =~ /^ok\t$profile\t/mg), '>=', 5, "those of $profile among them");
    }
    ($status, my $one) = casebound('filters', 'test', 'rare_disease');
    is($status, 0, 'by name');
    ok(index($out, $one) >= 0 && $one, 'the same lines');
}

# Each expectation can fail, and says how.
# CB-FILTERS-02
{
    my $folder = scratch();
    my ($manual) = manual();
    spill("$folder/lab.lua", slurp("$manual/our_lab.lua"));
    my $stop = 'csq = { Consequence = "stop_gained", IMPACT = "HIGH", SYMBOL = "A", gnomADe_AF = 0.00001 }';
    my $common = 'csq = { Consequence = "missense_variant", IMPACT = "MODERATE", SYMBOL = "A", gnomADe_AF = 0.04 }';
    my %said = (
        '["1-1-C-T"] = { dropped = "too_common" }' => '1-1-C-T: is kept with rank 1, expected dropped by too_common',
        '["1-1-C-T"] = { kept = true, rank = 2 }' => '1-1-C-T: has rank 1, expected 2',
        '["1-9-C-T"] = { kept = true, top = 1 }' => '1-9-C-T: has rank 2, expected 1 at most',
        '["1-1-C-T"] = { kept = true, shortlisted = false }' => '1-1-C-T: is on the shortlist, expected that it is not',
        '["1-1-C-T"] = { kept = true, rescued = true }' => '1-1-C-T: is not rescued, expected that it is',
        '["1-1-C-T"] = { kept = true, points = { consequence = 7 } }' => '1-1-C-T: has 8 points of consequence, expected 7',
        '["1-1-C-T"] = { kept = true, points = { clinvar = 1 } }' => '1-1-C-T: has no points of clinvar, expected 1',
        '["1-1-C-T"] = { kept = true, points = { clinvar = true } }' => '1-1-C-T: has no points of clinvar, expected some',
        '["1-1-C-T"] = { kept = true, points = { rarity = false } }' => '1-1-C-T: has 3 points of rarity, expected none',
        '["1-1-C-T"] = { kept = true, flag = "common" }' => "1-1-C-T: has no such flag, expected one with 'common'",
        '["1-5-C-T"] = { kept = true }' => '1-5-C-T: is dropped by too_common, expected kept',
        '["1-5-C-T"] = { dropped = "proband_not_carrier" }' => '1-5-C-T: is dropped by too_common, expected dropped by proband_not_carrier',
        '["1-5-C-T"] = { dropped = "too_common", near_miss = false }' => '1-5-C-T: is a near miss, expected that it is not',
        '["1-7-C-T"] = { dropped = "proband_not_carrier", near_miss = true }' => '1-7-C-T: is not a near miss, expected that it is',
        '["1-5-C-T"] = { dropped = "too_comon" }' => "1-5-C-T: the profile has no drop rule 'too_comon' (did you mean 'too_common'?), expected a rule of it",
        '["1-6-C-T"] = { kept = true }' => "1-6-C-T: is no allele of the case's records, expected kept",
    );
    for my $expect (sort keys %said) {
        spill("$folder/lab.tests.lua", <<"LUA");
return { cases = { { name = "n", why = "w", expect = { $expect }, records = {
    { "1-1-C-T", "0/1 0/0 0/0", $stop }, { "1-5-C-T", "0/1 0/1 0/0", csq = { Consequence = "intron_variant", IMPACT = "MODIFIER", gnomADe_AF = 0.5 } },
    { "1-7-C-T", "0/0 0/1 0/0", $common }, { "1-9-C-T", "0/1 0/1 0/0", csq = { IMPACT = "LOW", Consequence = "synonymous_variant" } } } } } }
LUA
        my ($status, $out) = casebound('filters', 'test', "$folder/lab.lua");
        is("$status $out", "5 FAIL\tlab\tn\t$said{$expect}\tw\n", $expect);
    }
}

# CB-FILTERS-02
{
    my $folder = scratch();
    my ($status, $out, $err) = casebound('filters', 'test', "$folder/none.lua");
    is($status, 2, 'a profile without cases is no success');
    like($err, qr/^casebound: none\.tests\.lua: not there: a profile's cases stand beside it\n$/, 'and says where they belong');
    my ($manual) = manual();
    spill("$folder/lab.lua", slurp("$manual/our_lab.lua"));
    spill("$folder/lab.tests.lua", 'return { cases = { { name = "n", why = "w", records = { { "1-1-C-T", "0/1 0/0" } }, expect = {} } } }');
    ($status, $out, $err) = casebound('filters', 'test', "$folder/lab.lua");
    is("$status $out$err", "5 casebound: lab.tests.lua: records: 2 calls for 3 persons\n", 'a wrong file of cases names itself');
    spill("$folder/lab.tests.lua", 'return { cases = { { name = "n", why = "w", records = { { "1-x-C-T", "0/1 0/0 0/0" } },
        expect = { ["1-1-C-T"] = { kept = true } } } } }');
    ($status, $out, $err) = casebound('filters', 'test', "$folder/lab.lua");
    is($status, 5, 'records that the reader refuses fail the case');
    like($out, qr/^FAIL\tlab\tn\tcase\.vcf line \d+: .*POS.*\tw\n$/, 'with the reader\'s words');
    is(join(' ', glob "$ENV{TMPDIR}/casebound-*"), '', 'no folder is left');
}

# One line, exit 5, no folder. Each is a whole profile, or a part of one.
my $rest = 'about = "a", version = "1", shortlist = { size = 1, score = 1 }';
sub wrong {
    my ($rule, $score) = (@_, '');
    return "return { $rest, rules = { { 'r', 'text', drop = function(v, t, case) $rule end } }, score = function(v, case, t) $score end }";
}
my @wrong = (
    ['a syntax error', "return {\n    about = = 1", qr/^casebound: lab\.lua line 2: unexpected symbol near '='$/],
    ['nothing returned', 'local x = 1', qr/^casebound: lab\.lua: the profile returns nothing instead of a table$/],
    ['a number returned', 'return 7', qr/^casebound: lab\.lua: the profile returns number instead of a table$/],
    ['an unknown key', "return { $rest, rulez = {} }", qr/^casebound: lab\.lua: unknown key 'rulez' \(did you mean 'rules'\?\)$/],
    ['an unknown field', wrong('return v.gen == "X"'), qr/^casebound: lab\.lua line 1: v has no field 'gen' \(did you mean 'gene'\?\) \(record 1, variant 1-100-A-C\)$/],
    ['an unknown field in score', wrong('return false', 'v:add(v.imapct, "a", "b")'), qr/line 1: v has no field 'imapct' \(did you mean 'impact'\?\) \(record 1, variant/],
    ['an endless loop in a rule', wrong('while true do end'), qr/^casebound: lab\.lua line 1: too many steps: an endless loop\? \(record 1, variant 1-100-A-C\)$/],
    ['an endless loop at load', 'while true do end', qr/^casebound: lab\.lua line 1: too many steps: an endless loop\?$/],
    ['an endless loop in score', wrong('return false', 'repeat until false'), qr/too many steps: an endless loop\? \(record 1, variant/],
    ['a memory bomb', wrong('local s = {} for i = 1, 1e9 do s[i] = {} end'), qr/^casebound: lab\.lua(?: line 1)?: (?:more memory asked for than a profile may have|too many steps)/],
    ['a memory bomb at load', 'local s = "x" while true do s = s .. s end', qr/^casebound: lab\.lua(?: line 1)?: more memory asked for than a profile may have/],
    ['a rule that returns nothing', wrong(''), qr/^casebound: lab\.lua: r\.drop returned nil: it returns true or false \(record 1, variant 1-100-A-C\)$/],
    ['a rule that returns a number', wrong('return 1'), qr/r\.drop returned number: it returns true or false/],
    ['a missing value used', wrong('return v.quality > v.af'), qr/line 1: v\.af is not annotated \(no input of this case has the field\): test it with known\(v\.af\) before it is used \(record 1/],
    ['points that are no number', wrong('return false', 'v:add("4", {}, "b")'), qr/line 1: bad argument #2 to 'add' \(string expected, got table\) \(record 1/],
    ['a file as a table', wrong('return io.open("/etc/passwd") ~= nil'), qr/line 1: unknown name 'io'/],
    ['compiled Lua', "\x1bLua\x54\x00", qr/^casebound: lab\.lua: compiled Lua is not taken, only its text$/],
    ['text that is no UTF-8', "return '\xff'", qr/^casebound: lab\.lua: not valid UTF-8 text at byte 9$/],
    ['a rule that keeps and drops', "return { $rest, rules = { { 'r', 't', drop = function() end, keep = function() end } }, score = function() end }",
        qr/^casebound: lab\.lua: rules\.r has one function: drop or keep$/],
    ['the family\'s own frequency', "return { $rest, frequencies = { { name = 'x', keys = { 'INFO/AF' } } } }", qr/INFO\/AF counts this family's own alleles/],
    ['a state kept between calls', "local n = 0\n" . wrong('n = n + 1 return false'), qr/a call changed the outer local 'n': no call may leave anything to the next \(record 1/],
);

# CB-FILTERS-03
for (@wrong) {
    my ($what, $text, $message) = @$_;
    my $folder = scratch();
    my $vcf = spill("$folder/x.vcf", "##fileformat=VCFv4.2\n##FORMAT=<ID=GT,Number=1,Type=String,Description=\"g\">\n"
        . "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tC\n1\t100\t.\tA\tC\t60\tPASS\t.\tGT\t0/1\n");
    my $ped = spill("$folder/x.ped", "T\tC\t0\t0\t1\t2\n");
    my $profile = spill("$folder/lab.lua", $text);
    my ($status, $out, $err) = casebound('build', '--vcf', $vcf, '--ped', $ped, '--profile', $profile, '-o', "$folder/out");
    is($status, 5, "$what: exit 5") or diag($err);
    like($err, $message, "$what: says so");
    is(() = $err =~ /\n/g, 1, "$what: in one line");
    is("@{[glob(\"$folder/out/*\")]}", '', "$what: leaves no folder");
}

# Counts of the default profile, shown where an input declares them; zero is a count.
# CB-FILTERS-05
{
    my $folder = scratch();
    my $vcf = spill("$folder/x.vcf", join '', "##fileformat=VCFv4.2\n", (map { "##INFO=<ID=$_,Number=1,Type=Integer,Description=\"d\">\n" } qw(nhomalt Obs)),
        "##INFO=<ID=CSQ,Number=.,Type=String,Description=\"Format: Allele|Consequence|IMPACT|SYMBOL|gnomADe_AF\">\n",
        "##FORMAT=<ID=GT,Number=1,Type=String,Description=\"g\">\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tC\n",
        "1\t100\t.\tA\tC\t60\tPASS\tnhomalt=37;Obs=0;CSQ=C|stop_gained|HIGH|GENE1|0.0001\tGT\t1/1\n");
    my $ped = spill("$folder/x.ped", "T\tC\t0\t0\t1\t2\n");
    my $report = built('--vcf', $vcf, '--ped', $ped, '-o', "$folder/out");
    my ($v) = @{ json_of("$report/case.json")->{variants} };
    is_deeply($v->{counts}, [{ name => 'gnomAD homozygotes', value => 37 }, { name => 'local observations', value => 0 }],
        'counts stand in the data, those of no input do not');
    my ($pdf) = glob "$report/*.pdf";
    like(pdf_text($pdf), qr/Counts.*37/s, 'and in the PDF');
    my ($page) = glob "$report/*-r1.html";
    like(html_text($page), qr/gnomAD homozygotes\s*37\s*local observations\s*0/, 'and on the page, where zero is a number');
}

done_testing();
