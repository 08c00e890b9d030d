#!/usr/bin/perl
# Every command of docs/verify.md, as it stands there: a whole report passes, a changed one does not.
# CASEBOUND_DEMO=folder of a report, with CASEBOUND_DEMO_TRUST=authority.pem, in place of one made here.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Casebound;
use Pki;
use File::Spec;
use Test::More;

my ($folder, $trust) = @ENV{qw(CASEBOUND_DEMO CASEBOUND_DEMO_TRUST)};
if (!$folder) {
    $trust = key_folder() . '/authority.pem';
    $folder = build_ok('a sealed report is made', sample_case('FAM-0042'), '-o', scratch(), '--key', key_folder() . '/seal.pem');
}
($folder, $trust) = map { File::Spec->rel2abs($_) } $folder, $trust;
my $id = basename($folder);

# The fenced commands, each with the number of its section.
my (@blocks, $section, $open);
for my $line (split /\n/, slurp(root() . '/docs/verify.md')) {
    $section = $1 if $line =~ /^## (\d+)\./;
    if ($line =~ /^```/) {
        push @blocks, { section => $section, text => '' } if $line eq '```sh';
        $open = $line eq '```sh';
    } elsif ($open) {
        $blocks[-1]{text} .= "$line\n";
    }
}
is(scalar(grep { $_->{section} } @blocks), 15, 'docs/verify.md has its fifteen groups of commands') or BAIL_OUT('docs/verify.md');

# Runs the commands in a folder; the sections whose commands fail, and what they said.
sub sections_failing {
    my ($in, $wanted, %more) = @_;
    my %env = (TRUST => $trust, ID => $id, WORK => scratch(), %more);
    my (%failed, $said);
    for my $block (grep { $_->{section} && $_->{section} =~ ($wanted // qr/^[1-5]$/) } @blocks) {
        my ($status, $out, $err) = run_command({ env => \%env, in => $in }, 'sh', '-e', '-c', $block->{text});
        next if $status == 0;
        $failed{ $block->{section} } = 1;
        $said .= "section $block->{section}: exit $status\n$out$err";
    }
    return (join(' ', sort keys %failed), $said // '');
}

# CB-VERIFY-60
my ($failed, $said) = sections_failing($folder);
is($failed, '', 'by hand, the report passes') or diag($said);

sub changed {
    my ($name, $expected, $change) = @_;
    my $copy = scratch() . "/$id";
    copy_tree($folder, $copy);
    $change->($copy);
    my ($sections, $text) = sections_failing($copy);
    like($sections, $expected, "by hand, $name is found") or diag($text);
}

sub edit {
    my ($path, $from, $to) = @_;
    my $bytes = slurp($path);
    $bytes =~ s/$from/$to/ or die "$path: no $from";
    spill($path, $bytes);
}

changed('a changed file', qr/\b2\b/, sub { edit("$_[0]/ledger.tsv", qr/\z/, "x\n") });
changed('an added file', qr/\b2\b/, sub { spill("$_[0]/used/more.txt", "x") });
changed('a removed file', qr/\b2\b/, sub { unlink "$_[0]/provenance.json" or die });
changed('a changed manifest', qr/\b1\b/, sub { edit("$_[0]/META-INF/ASiCManifest001.xml", qr/text\/html/, 'text/HTML') });
changed('a changed fact', qr/\b2\b.*\b4\b/, sub { edit("$_[0]/case.json", qr/Draft/, 'Final') });
changed('a changed PDF', qr/\b2\b.*\b3\b/, sub { edit("$_[0]/$id.pdf", qr/MediaBox/, 'MediaBoX') });
changed('a longer PDF', qr/\b2\b.*\b3\b/, sub { edit("$_[0]/$id.pdf", qr/\z/, "%\n") });

# CB-VERIFY-61
my $lab = Pki->new('laboratory')->issue('seal');
my $time = Pki->new('time');
my $both = spill(scratch() . '/trust.pem', slurp($lab->root) . slurp($time->root));
my @lasting = (sample_case('FAM-0107'), '-q', '--date', '2026-01-31', '--key', $lab->seal('seal'), '--tsa', $time->clock('clock'), '--level', 'LTA', '--trust', $both,
    '--crl', $lab->list, '--crl', $time->list);
my $lasts = build_ok('a lasting report is made', @lasting, '-o', scratch());
my %where = (TRUST => $lab->root, CLOCK => $time->root, ID => basename($lasts));
is((casebound('renew', $lasts, '--tsa', $time->clock('clock'), '--trust', $both))[0], 0, 'and renewed');
($failed, $said) = sections_failing($lasts, qr/^[1456]$/, %where);
is($failed, '', 'by hand, its times pass') or diag($said);
my %wrong = (
    'a timestamp of another manifest' => sub { spill("$_[0]/META-INF/timestamp001.tst", slurp("$_[0]/META-INF/timestamp002.tst")) },
    'a file changed behind the archive' => sub { edit("$_[0]/ledger.tsv", qr/\z/, "x\n") },
    'a changed PDF' => sub { edit("$_[0]/$where{ID}.pdf", qr/MediaBox/, 'MediaBoX') },
    'another signature' => sub { my $f = "$_[0]/META-INF/signature001.p7s"; my $b = slurp($f); substr($b, index($b, "\x2a\x86\x48\x86\xf7\x0d\x01\x09\x10\x02\x0e") + 900, 1) ^= "\1"; spill($f, $b) },
);
for my $name (sort keys %wrong) {
    my $copy = copy_tree($lasts, scratch() . "/$where{ID}");
    $wrong{$name}->($copy);
    is((sections_failing($copy, qr/^6$/, %where))[0], '6', "by hand, $name is found");
}

# CB-VERIFY-62
my $people = Pki->new('people');
$people->issue($_) for 'Reviewer', 'Approver';
my $anchors = spill(scratch() . '/trust.pem', slurp($trust) . slurp($people->root));
my $signed = copy_tree($folder, scratch() . "/$id");
for (['Reviewer', 'review'], ['Approver', 'approval', '--tsa', $people->clock('clock')]) {
    my ($name, $meaning, @words) = @$_;
    my ($status, undef, $err) = casebound('sign-off', $signed, '--key', $people->seal($name), '--meaning', $meaning, @words);
    is($status, 0, "the report gets its $meaning") or diag($err);
}
my @seven = (qr/^[3457]$/, TRUST => $anchors);
($failed, $said) = sections_failing($signed, @seven);
is($failed, '', 'by hand, what persons signed passes') or diag($said);
my %spoiled = (
    'a changed event' => sub { edit("$_[0]/audit-002.jsonl", qr/signed: review/, 'signed: reviev') },
    'a signed PDF that was cut' => sub { spill("$_[0]/$id.signed.pdf", substr slurp("$_[0]/$id.signed.pdf"), 0, -1) },
    'an added file' => sub { spill("$_[0]/used/more.txt", 'x') },
    'an earlier PDF in place of the last' => sub { spill("$_[0]/$id.signed.pdf", slurp("$_[0]/$id.reviewed.pdf")) },
    'a manifest without its signature' => sub { unlink "$_[0]/META-INF/signature003.p7s" },
);
for my $name (sort keys %spoiled) {
    my $copy = copy_tree($signed, scratch() . "/$id");
    $spoiled{$name}->($copy);
    like((sections_failing($copy, @seven))[0], qr/7/, "by hand, $name is found");
}

done_testing;
