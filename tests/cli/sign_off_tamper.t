#!/usr/bin/perl
# Whatever is changed, added, removed or exchanged in a folder that two persons signed, verify exits 1 and names it. CASEBOUND_FLIPS=N: so many
# seeded flips of a byte over all files.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Casebound;
use Pki;
use Test::More;

my $hospital = Pki->new('hospital');
$hospital->issue($_) for 'Reviewer', 'Approver';
my $clock = $hospital->clock('clock');
my $seal = key_folder() . '/seal.pem';
my $trust = spill(scratch() . '/trust.pem', slurp(key_folder() . '/authority.pem') . slurp($hospital->root));

sub signed {
    my ($family) = @_;
    my $folder = build_ok("$family is sealed", sample_case($family), '-o', scratch(), '--key', $seal);
    for (['Reviewer', 'review'], ['Approver', 'approval', '--tsa', $clock]) {
        my ($name, $meaning, @more) = @$_;
        my ($status, undef, $err) = casebound('sign-off', $folder, '--key', $hospital->seal($name), '--meaning', $meaning, '--trust', $trust, @more);
        is($status, 0, "$family: $meaning") or BAIL_OUT($err);
    }
    return $folder;
}
my $folder = signed('FAM-0107');
my $id = basename($folder);
my @files = listing($folder);
my %bytes = map { $_ => slurp("$folder/$_") } @files;
my @added = grep { /-00[23]\.jsonl$|00[23]\.(?:xml|p7s)$|\.(?:reviewed|signed)\.pdf$/ } @files;
is(scalar @added, 8, 'two additions of four files each');

sub verified { return verified_by($_[0] // $folder, '--trust', $trust) }
sub named {
    my ($name, $file) = @_;
    my ($code, $text) = verified();
    return if $code == 1 && $text =~ /^FAILED\t[^\n]*\Q$file\E/m;
    # A timestamp stands outside of what is signed: a byte of it that was flipped may leave the signature good, and its time unproven.
    return if $code == 0 && $file =~ /signature\d+\.p7s$/ && $text !~ /^passed\ttimestamp\t[^\n]*\Q$file\E/m;
    return "$name: exit $code\n$text";
}
sub none_missed { my ($name, @missed) = @_; is(scalar @missed, 0, $name) or diag($missed[0]) }

# CB-SIGN-19
my @missed;
for my $file ($ENV{ASAN_OPTIONS} ? @added : @files) { # what the build made is tried at length by tamper.t
    my $size = length $bytes{$file};
    my $new = grep { $_ eq $file } @added;
    for my $at (int $size / 2, $new && !$ENV{ASAN_OPTIONS} ? (0, int $size / 3, $size - 1) : ()) {
        my $changed = $bytes{$file};
        substr($changed, $at, 1) ^= "\x01";
        spill("$folder/$file", $changed);
        push @missed, named("$file: byte $at of $size", $file) // ();
    }
    spill("$folder/$file", $bytes{$file});
    next unless $new;
    spill("$folder/$file", substr($bytes{$file}, 0, -1));
    push @missed, named("$file, a byte shorter", $file) // ();
    spill("$folder/$file", $bytes{$file});
    next if $ENV{ASAN_OPTIONS}; # whatever is missing is told apart by names, not by reading
    spill("$folder/$file", "$bytes{$file}\n");
    push @missed, named("$file, a byte longer", $file) // ();
    unlink "$folder/$file";
    push @missed, named("$file removed", $file) // ();
    spill("$folder/$file.old", $bytes{$file});
    push @missed, named("$file renamed", $file) // ();
    unlink "$folder/$file.old";
    spill("$folder/$file", $bytes{$file});
}
none_missed('each file changed, and each added one shorter, longer, removed and renamed, is found and named (of the additions, changed and shorter, under the sanitizers)', @missed);

# CB-SIGN-20
srand 42;
@missed = ();
my $flips = $ENV{CASEBOUND_FLIPS} // ($ENV{ASAN_OPTIONS} ? 10 : 120);
for (1 .. $flips) {
    my $file = $added[rand @added];
    my $at = int rand length $bytes{$file};
    my $changed = $bytes{$file};
    substr($changed, $at, 1) ^= chr(1 + int rand 255);
    spill("$folder/$file", $changed);
    push @missed, named("$file: byte $at of " . length $changed, $file) // ();
    spill("$folder/$file", $bytes{$file});
}
none_missed("$flips seeded flips of a byte over the additions are found and named", @missed);

# CB-SIGN-21
sub without {
    my ($name, $said, @gone) = @_;
    unlink map { "$folder/$_" } @gone;
    my ($code, $text) = verified();
    is($code, 1, "$name: exit 1");
    like($text, $said, "$name: named") or diag($text);
    spill("$folder/$_", $bytes{$_}) for @gone;
}
without('the second manifest', qr/^FAILED\tfile\tMETA-INF\/ASiCManifest002\.xml: removed|^FAILED\tlayout\tMETA-INF\/signature002\.p7s: added/m, 'META-INF/ASiCManifest002.xml');
without('the second manifest with its signature', qr/^FAILED\tlayout\tMETA-INF\/ASiCManifest003\.xml: added/m, 'META-INF/ASiCManifest002.xml', 'META-INF/signature002.p7s');
without('all of the review, under the approval', qr/^FAILED\tlayout\tMETA-INF\/ASiCManifest003\.xml: added/m, grep { /002|reviewed/ } @files);
without('the approval\'s signature over the folder', qr/^FAILED\tfolder signature\tMETA-INF\/signature003\.p7s: removed/m, 'META-INF/signature003.p7s');
without('the signed PDF', qr/^FAILED\tfile\t$id\.signed\.pdf: removed/m, "$id.signed.pdf");
without('the event', qr/^FAILED\tfile\taudit-003\.jsonl: removed/m, 'audit-003.jsonl');
without('the seal under both', qr/^FAILED\tunsealed\t/m, 'META-INF/signature001.p7s');
my @last = grep { /003|\.signed\.pdf/ } @files;
unlink map { "$folder/$_" } @last;
my ($code, $text) = verified();
is($code, 0, 'the last addition taken away whole leaves the folder that was there before');
like($text, qr/^note\tstatus\t$id: reviewed;/m, 'which is reviewed and says so, not signed off');
spill("$folder/$_", $bytes{$_}) for @last;

# CB-SIGN-22
my $twin = signed('FAM-0042');
(my $twin_id = basename($twin)) =~ s/-r1$//;
for my $file (@added) {
    (my $there = $file) =~ s/^FAM-0107/$twin_id/;
    spill("$folder/$file", slurp("$twin/$there"));
    ($code, $text) = verified();
    is($code, 1, "$file of another case: exit 1");
    like($text, qr/^FAILED\t[^\n]*\Q$file\E/m, "$file of another case: named");
    spill("$folder/$file", $bytes{$file});
}
spill("$folder/$id.signed.pdf", $bytes{"$id.reviewed.pdf"});
($code, $text) = verified();
is($code, 1, 'the reviewed PDF in place of the signed one: exit 1');
like($text, qr/^FAILED\t[^\n]*\Q$id\E\.signed\.pdf/m, 'named');
spill("$folder/$id.signed.pdf", $bytes{"$id.signed.pdf"});

# CB-SIGN-23
# A revision that replaces the content of page 1, as any editor would append it.
sub shadow {
    my ($pdf) = @_;
    my ($table) = $pdf =~ /startxref\s+(\d+)\s+%%EOF\s*\z/;
    my ($size) = substr($pdf, $table) =~ m{/Size (\d+)};
    my (undef, $pages) = run_command({}, 'qpdf', '--show-pages', spill(scratch() . '/one.pdf', $pdf));
    my ($object) = $pages =~ /content:\s+(\d+) 0 R/ or die $pages;
    my $at = length $pdf;
    my $new = "$object 0 obj\n<< /Length 28 >>\nstream\n1 0 0 rg 50 400 400 200 re f\nendstream\nendobj\n";
    return $pdf . $new . sprintf("xref\n%d 1\n%010d 00000 n \ntrailer\n<< /Size %d /Root 1 0 R /Info 3 0 R /Prev %d >>\nstartxref\n%d\n%%%%EOF\n", $object, $at, $size, $table, $at + length $new);
}
my $alone = spill(scratch() . '/shadow.pdf', shadow($bytes{"$id.signed.pdf"}));
my (undef, $sig) = run_command({}, 'pdfsig', '-nocert', $alone);
is(scalar(() = $sig =~ /Signature is Valid/g), 3, 'a page replaced behind the last signature: pdfsig calls all three valid');
($code, $text) = verified($alone);
is($code, 1, 'verify does not');
like($text, qr/^FAILED\trevisions\t.*the content of page 1 was changed after Approval/m, 'and names the page');
is((verified())[0], 0, 'as it was signed, the folder verifies');

done_testing();
