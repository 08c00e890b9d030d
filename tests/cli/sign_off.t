#!/usr/bin/perl
# A person signs a sealed report: what is added, what stays, what is printed, who may not, and what verify says then.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Casebound;
use JSON::PP ();
use Pki;
use Test::More;

my $hospital = Pki->new('hospital');
$hospital->issue($_) for 'Reviewer', 'Approver';
my %key = map { $_ => $hospital->seal($_) } 'Reviewer', 'Approver';
my $clock = $hospital->clock('clock');
my $seal = key_folder() . '/seal.pem';
my $trust = spill(scratch() . '/trust.pem', slurp(key_folder() . '/authority.pem') . slurp($hospital->root));
my $sealed = build_ok('a sealed report is made', sample_case('FAM-0107'), '-o', scratch(), '--key', $seal);
my $id = basename($sealed);

sub fresh { return copy_tree($sealed, scratch() . "/$id") }
sub sign_off { my @words = @_; return casebound('sign-off', @words, '--trust', $trust) }
sub verified { my ($folder, @words) = @_; return casebound('verify', $folder, '--trust', $trust, @words) }

# name => bytes
sub contents { my ($folder) = @_; return map { $_ => slurp("$folder/$_") } listing($folder) }

sub kept {
    my ($name, $folder, %before) = @_;
    my @changed = grep { slurp("$folder/$_") ne $before{$_} } sort keys %before;
    is_deeply(\@changed, [], "$name: no byte of an earlier file changes");
    ok(!-e "$folder.partial", "$name: nothing is left beside it");
}

# CB-SIGN-10
my $folder = fresh();
my %before = contents($folder);
my ($status, $out, $err) = sign_off($folder, '--key', $key{Reviewer}, '--meaning', 'review');
is($status, 0, 'a review is signed') or BAIL_OUT($err);
is($out, "$folder/$id.reviewed.pdf\n", 'the signed PDF is printed');
is_deeply([grep { !exists $before{$_} } listing($folder)],
    ["$id.reviewed.pdf", 'META-INF/ASiCManifest002.xml', 'META-INF/signature002.p7s', 'audit-002.jsonl'], 'what is added');
kept('a review', $folder, %before);
($status, $out) = verified($folder);
is($status, 0, 'the reviewed folder verifies') or diag($out);
like($out, qr/^note\tstatus\t$id: reviewed; review by 'TEST Reviewer' at \S+ \(claimed\)$/m, 'status: reviewed, by whom and when');
my %reviewed = contents($folder);
($status, undef, $err) = sign_off("$folder/", '--key', $key{Approver}, '--meaning', 'approval', '--tsa', $clock, '--name', 'Dr. TEST Approver, MD');
is($status, 0, 'an approval is signed') or BAIL_OUT($err);
kept('an approval', $folder, %reviewed);
my ($code, $text) = verified($folder);
is($code, 0, 'the folder that is signed off verifies') or diag($text);
like($text, qr/^note\tstatus\t$id: final; review by 'TEST Reviewer' .*; approval by 'TEST Approver' at \S+ \(proven\)$/m, 'status: final');
unlike($text, qr/by the same person/, 'by two persons');
is(index(slurp("$folder/$id.signed.pdf"), slurp("$folder/$id.reviewed.pdf")), 0, 'each PDF continues the one before');
is(index(slurp("$folder/$id.reviewed.pdf"), slurp("$folder/$id.pdf")), 0, 'from the sealed one on');
($code) = verified("$folder/$id.signed.pdf");
is($code, 0, 'the signed PDF verifies alone');
my $signed = $folder;

# CB-SIGN-11
my $pdf = "$folder/$id.signed.pdf";
my (undef, $sig) = run_command({}, 'pdfsig', '-nocert', $pdf);
is(scalar(() = $sig =~ /Signature is Valid/g), 3, 'pdfsig: three signatures are valid');
is(scalar(() = $sig =~ /Total document signed/g), 1, 'pdfsig: the last covers the whole document') or diag($sig);
($code, $out, $err) = run_command({}, 'qpdf', '--check', $pdf);
is($code, 0, 'qpdf --check: clean');
unlike($out . $err, qr/WARNING/, 'qpdf --check: no warning');
(undef, $text) = run_command({}, 'pdftotext', '-raw', '-enc', 'UTF-8', '-l', 1, $pdf, '-'); # in the order of drawing: fields behind the page
my ($signed_at) = slurp("$folder/audit-002.jsonl") =~ /"time":"([^"]+)"/;
(my $printed = $signed_at) =~ s/^(.{10})T(.{8})Z$/$1 $2 UTC/;
ok($text =~ /REVIEWED\s+reviewed and signed by \(TEST key\)\s+TEST Reviewer\s+\Q$printed\E/, 'printed on page 1: status, meaning, name and time of the review');
ok($text =~ /FINAL\s+approved and signed by \(TEST key\)\s+Dr\. TEST Approver, MD\s+\d{4}-\d\d-\d\d [\d:]{8} UTC/, 'of the approval, with titles');
my %ground = (draft => pack('C3', 0xFF, 0xF3, 0xCD), reviewed => pack('C3', 0xDD, 0xF4, 0xFF), final => pack('C3', 0xDA, 0xFB, 0xE1)); # of the fields
my @drawn = map {
    my (undef, $picture) = run_command({}, 'pdftoppm', '-r', 36, '-l', 1, $_);
    [map { index($picture, $ground{$_} x 20) >= 0 ? $_ : () } sort keys %ground]
} "$folder/$id.pdf", "$folder/$id.reviewed.pdf", $pdf;
is_deeply(\@drawn, [['draft'], ['draft', 'reviewed'], ['final', 'reviewed']], 'a signature covers what its field said while it was empty');
for my $n (1 .. 3) {
    ($code) = run_command({}, 'openssl', 'cms', '-verify', '-cades', '-binary', '-inform', 'DER', '-in', "$folder/META-INF/signature00$n.p7s", '-content',
        "$folder/META-INF/ASiCManifest00$n.xml", '-CAfile', $trust, '-purpose', 'any', '-out', '/dev/null');
    is($code, 0, "openssl accepts signature $n over its manifest");
}

# CB-SIGN-12
sub refused {
    my ($name, $exit, $said, $in, @words) = @_;
    my %had = contents($in);
    my ($got, $printed_out, $why) = sign_off($in, @words);
    is($got, $exit, "$name: exit $exit") or diag($why);
    like($why, $said, "$name: told");
    ok(one_line($why), "$name: one line");
    is($printed_out, '', "$name: nothing on standard output");
    is_deeply({ contents($in) }, \%had, "$name: the folder stays as it was");
    ok(!-e "$in.partial", "$name: nothing is left beside it");
}
my @review = ('--key', $key{Reviewer}, '--meaning', 'review');
my @approve = ('--key', $key{Approver}, '--meaning', 'approval', '--tsa', $clock);
my $unsealed = build_ok('an unsealed report is made', sample_case('FAM-0107'), '-o', scratch());
refused('an unsealed folder', 6, qr/UNSEALED/, $unsealed, @review);
$folder = fresh();
spill("$folder/ledger.tsv", slurp("$folder/ledger.tsv") . "x\n");
refused('a folder that was changed', 1, qr/does not verify and is not signed: file: ledger\.tsv: changed/, $folder, @review);
$folder = fresh();
refused('the laboratory\'s seal as a person\'s key', 6, qr/is the laboratory's seal/, $folder, '--key', $seal, '--meaning', 'review');
$hospital->issue('Institute', "keyUsage=critical,digitalSignature,nonRepudiation\nqcStatements=DER:30:15:30:13:06:06:04:00:8E:46:01:06:30:09:06:07:04:00:8E:46:01:06:02\n");
refused('a certificate for seals', 6, qr/is an organisation's/, $folder, '--key', $hospital->seal('Institute'), '--meaning', 'review');
refused('another name than the certificate\'s', 6, qr/--name 'Prof\. Somebody' is not the name in the certificate, 'TEST Reviewer'/, $folder, @review, '--name', 'Prof. Somebody');
refused('an approval without a timestamp', 6, qr/an approval needs a timestamp/, $folder, '--key', $key{Approver}, '--meaning', 'approval');
refused('no meaning', 2, qr/--meaning review or --meaning approval/, $folder, '--key', $key{Reviewer});
refused('another meaning', 2, qr/--meaning review or --meaning approval/, $folder, '--key', $key{Reviewer}, '--meaning', 'authorship');
refused('no key', 2, qr/needs --key/, $folder, '--meaning', 'review');
my $past = sub { my @t = gmtime(time + 86400 * shift); return sprintf '%04d%02d%02d000000Z', $t[5] + 1900, $t[4] + 1, $t[3] };
$hospital->issue('Late', undef, '-startdate', $past->(-20), '-enddate', $past->(-2));
refused('an expired certificate', 6, qr/expired/, $folder, '--key', $hospital->seal('Late'), '--meaning', 'review');
$hospital->issue('Early', undef, '-startdate', $past->(5), '-enddate', $past->(100));
refused('a certificate that is not valid yet', 6, qr/not yet valid/, $folder, '--key', $hospital->seal('Early'), '--meaning', 'review');
$hospital->issue('Soon', undef, '-startdate', $past->(-5), '-enddate', $past->(9));
refused('a certificate that ends soon', 6, qr/Soon/, $folder, '--key', $hospital->seal('Soon'), '--meaning', 'review');
$hospital->issue('Server', "keyUsage=critical,digitalSignature\nextendedKeyUsage=serverAuth\n");
refused('a certificate for something else', 6, qr/Server/, $folder, '--key', $hospital->seal('Server'), '--meaning', 'review');
my $strange = Pki->new('strange')->issue('Stranger');
refused('a signer whom the anchors do not know', 6, qr/would not verify: signer: .*TEST Stranger/, $folder, '--key', $strange->seal('Stranger'), '--meaning', 'review');
my $reviewed = fresh();
sign_off($reviewed, @review);
refused('the same meaning again', 6, qr/has its review already, by 'TEST Reviewer'/, $reviewed, @review);
refused('a review after the approval', 6, qr/has its review already|is signed off already/, $signed, '--key', $key{Approver}, '--meaning', 'review');
my $approved = fresh();
($status) = sign_off($approved, @approve);
is($status, 0, 'an approval without a review is signed');
refused('a review behind the approval', 6, qr/is signed off already, by 'TEST Approver'; a review comes before/, $approved, @review);

my $open = build_ok('a report that says what is open', small_case(), '-o', scratch(), '--key', $seal);
cmp_ok(scalar @{ json_of("$open/case.json")->{report}{blockers} }, '>', 0, 'something must be resolved before it is final');
refused('the approval of what is open', 6, qr/must be resolved before it is final \(report\/blockers in case\.json\)/, $open, @approve);
($status, undef, $err) = sign_off($open, @review);
is($status, 0, 'a review of it is signed') or diag($err);

# CB-SIGN-14
my $local = sample('FAM-0107');
my $yaml = slurp("$local/case.yaml");
$yaml =~ s/^report:\n/report:\n  no_timestamp: The archive of the hospital stamps every report on arrival\n/m or BAIL_OUT('no report block');
my $excused = build_ok('a laboratory without an authority of time says why', spill(scratch() . '/case.yaml', $yaml), '--root', $local, '-o', scratch(), '--key', $seal);
my $plainly = copy_tree($excused, scratch() . "/$id");
($status, undef, $err) = sign_off($excused, '--key', $key{Approver}, '--meaning', 'approval');
is($status, 0, 'an approval then needs no timestamp') or diag($err);
($status, $out) = verified($excused);
is($status, 0, 'and verifies') or diag($out);
ok(pdf_text("$excused/$id.pdf") =~ /needs no timestamp for the approval: The archive of the hospital stamps every report\s+on\s+arrival/, 'the report says so');

# CB-SIGN-170
my $own = Pki->new('own')->clock('mine');
my @own = ('--key', $key{Approver}, '--meaning', 'approval', '--tsa', $own);
refused('an approval by a clock that the anchors do not know', 6, qr/with this approval it would not be final: its timestamp proves nothing: unknown: no chain from 'TEST /, $folder, @own);
for my $meaning ('draft', 'reviewed') {
    my $unknown = $meaning eq 'draft' ? fresh() : copy_tree($reviewed, scratch() . "/$id");
    ($status, undef, $err) = casebound('sign-off', $unknown, @own);
    is($status, 0, "without anchors nobody is known: a $meaning report is approved") or diag($err);
    ($status, $out) = verified($unknown);
    is($status, 0, 'it verifies') or diag($out);
    like($out, qr/^note\tstatus\t$id: $meaning;.* approval by 'TEST Approver' at \S+ \(claimed\)$/m, "but is $meaning as before");
    like($out, qr/^note\tstatus\t$id: not final: the timestamp of the approval by 'TEST Approver' proves nothing: unknown: /m, 'and the reason is told');
}
my $content = copy_tree($plainly, scratch() . "/$id");
($status, undef, $err) = sign_off($content, @own);
is($status, 0, 'where the laboratory says why it needs no timestamp, one by any clock does no harm') or diag($err);
($status, $out) = verified($content);
like($out, qr/^note\tstatus\t$id: final; approval by/m, 'and the report is final');

mkdir "$folder.partial";
($status, undef, $err) = sign_off($folder, @review);
is($status, 4, 'another sign-off at work: exit 4');
like($err, qr/another sign-off is at work, or was killed/, 'which is told');
rmdir "$folder.partial";

# CB-SIGN-15
($status, $out, $err) = verified($signed, '--json');
is($status, 0, 'verify --json: exit 0');
my $told = eval { JSON::PP->new->utf8->decode($out) } // BAIL_OUT("no JSON: $out");
is_deeply([@$told{qw(verified report status signer failed)}], [JSON::PP::true, $id, 'final', 'casebound TEST seal', 0], 'verdict, report, status now and signer');
is_deeply([map { [@$_{qw(file meaning signer time_proven trusted)}] } @{ $told->{signatures} }],
    [["$id.pdf", 'seal', 'casebound TEST seal', JSON::PP::false, JSON::PP::true], ["$id.reviewed.pdf", 'review', 'TEST Reviewer', JSON::PP::false, JSON::PP::true],
        ["$id.signed.pdf", 'approval', 'TEST Approver', JSON::PP::true, JSON::PP::true]], 'who signed, what it meant, whether the time is proven');
is($told->{signatures}[1]{time}, $signed_at, 'and when');
my (undef, $lines) = verified($signed);
is_deeply([map { ($_->{kind} eq 'failed' ? 'FAILED' : $_->{kind}) . "\t$_->{check}\t" . ($_->{text} =~ s/at this moment|at \d\S+//gr) } @{ $told->{findings} }],
    [map { s/at this moment|at \d\S+//gr } grep { !/^VERIFIED/ } split /\n/, $lines], 'the same findings as in lines');
my $damaged = copy_tree($signed, scratch() . "/$id");
unlink "$damaged/variants.tsv";
($status, $out) = verified($damaged, '--json');
is($status, 1, 'a damaged folder: exit 1');
$told = JSON::PP->new->utf8->decode($out);
ok(!$told->{verified} && $told->{failed} > 0, 'which the document says too');
my @checks = do { my %seen; grep { !$seen{$_}++ } map { slurp($_) =~ /CB_(?:FAULT|PASS|NOTE)\([^,]+, "([^"]+)"/g } glob 'generator/verify/*.c' };
my ($table) = slurp('docs/verify.md') =~ /## The answer as JSON\n(.*)/s;
is_deeply([grep { !defined $table || $table !~ /^\| `\Q$_\E` \|/m } sort @checks], [], 'docs/verify.md names every check');

# CB-SIGN-16
($status, $out) = casebound('verify', $signed, '--trust', key_folder() . '/authority.pem');
is($status, 1, 'persons whom the anchors do not know: exit 1');
like($out, qr/^FAILED\tsigner\t$id\.signed\.pdf \(Review\): the signer, who calls itself 'TEST Reviewer'/m, 'each is named');
like($out, qr/^note\tstatus\t$id: draft/m, 'and the status counts known signers alone');

# CB-SIGN-24
my $lab = Pki->new('laboratory')->issue('seal');
my $time = Pki->new('time');
my $anchors = spill(scratch() . '/anchors.pem', slurp($lab->root) . slurp($time->root) . slurp($hospital->root));
my $tsa = $time->clock('clock');
my $lasting = build_ok('a lasting report is made', sample_case('FAM-0107'), '--key', $lab->seal('seal'), '--tsa', $tsa, '--level', 'LTA', '--trust', $anchors,
    '--crl', $lab->list, '--crl', $time->list, '-o', scratch());
my %archived = contents($lasting);
for (['Reviewer', 'review'], ['Approver', 'approval', '--tsa', $tsa]) {
    my ($name, $meaning, @words) = @$_;
    ($status, undef, $err) = casebound('sign-off', $lasting, '--key', $key{$name}, '--meaning', $meaning, '--trust', $anchors, @words);
    is($status, 0, "a lasting report gets its $meaning") or diag($err);
}
kept('behind an archive timestamp', $lasting, %archived);
is((casebound('renew', $lasting, '--tsa', $tsa, '--trust', $anchors))[0], 0, 'what is signed off is renewed');
($status, $out) = casebound('verify', $lasting, '--trust', $anchors);
is($status, 0, 'and verifies') or diag($out);
like($out, qr/^note\tstatus\t$id: final;/m, 'final');
like($out, qr/^passed\trevisions\t$id\.reviewed\.pdf: behind Timestamp, the field 'Review' was filled and nothing else changed$/m, 'the person behind the document timestamp');

done_testing();
