#!/usr/bin/perl
# Whatever is changed, added, removed or renamed in a sealed folder, verify exits 1 and names it. CASEBOUND_FLIPS=N: so many seeded
# flips of a byte over all files.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Casebound;
use Test::More;

my $trust = key_folder() . '/authority.pem';
my $folder = build_ok('a sealed report is made', sample_case('FAM-0042'), '-o', scratch(), '--key', key_folder() . '/seal.pem');
my @files = listing($folder);
my @eighths = $ENV{ASAN_OPTIONS} ? (5) : (0 .. 7); # under the sanitizers each verify costs five times as much

sub verified { return verified_by($_[0] // $folder, '--trust', $_[1] // $trust) }

# CB-CASE-20
my ($status, $said) = verified();
is($status, 0, 'the folder as it was made verifies') or BAIL_OUT($said);
like($said, qr/^VERIFIED\t.*signed by .*TEST.*B-B/m, 'verify names signer and level');

sub found {
    my ($name, $file) = @_;
    my ($code, $text) = verified();
    is($code, 1, "$name: exit 1") or diag($text);
    like($text, qr/^FAILED\t[^\n]*\Q$file\E/m, "$name: $file is named");
}

# CB-CASE-21
for my $file (@files) {
    my $bytes = slurp("$folder/$file");
    my $size = length $bytes;
    my $missed = 0;
    for my $at (map { int($size * $_ / 8) } @eighths) {
        $at = $size - 1 if $at >= $size;
        my $changed = $bytes;
        substr($changed, $at, 1) ^= "\x01";
        spill("$folder/$file", $changed);
        my ($code, $text) = verified();
        next if $code == 1 && $text =~ /^FAILED\t[^\n]*\Q$file\E/m;
        $missed++;
        diag("$file: byte $at of $size flipped: exit $code\n$text");
    }
    is($missed, 0, "$file: a flipped byte is found at each of " . @eighths . ' places');
    spill("$folder/$file", substr($bytes, 0, -1));
    found("$file, a byte shorter", $file);
    spill("$folder/$file", "$bytes\n");
    found("$file, a byte longer", $file) unless $ENV{ASAN_OPTIONS};
    spill("$folder/$file", $bytes);
}

# CB-CASE-26
my $flips = $ENV{CASEBOUND_FLIPS} // ($ENV{ASAN_OPTIONS} ? 30 : 1000);
my %bytes = map { $_ => slurp("$folder/$_") } @files;
my ($missed, %flipped) = (0);
srand 42;
for (1 .. $flips) {
    my $file = $files[rand @files];
    my $at = int rand length $bytes{$file};
    my $changed = $bytes{$file};
    substr($changed, $at, 1) ^= chr(1 + int rand 255);
    spill("$folder/$file", $changed);
    my ($code, $text) = verified();
    spill("$folder/$file", $bytes{$file});
    $flipped{$file}++;
    next if $code == 1 && $text =~ /^FAILED\t[^\n]*\Q$file\E/m;
    $missed++;
    diag("$file: byte $at of ", length $changed, ": exit $code\n$text");
}
is($missed, 0, "$flips seeded flips of a byte over " . keys(%flipped) . ' files are found and named');

# CB-CASE-27
my $twin = build_ok('another case is sealed with the same key', sample_case('FAM-0107'), '-o', scratch(), '--key',
    key_folder() . '/seal.pem');
(my $twin_id = basename($twin)) =~ s/-r1$//;
for my $file (@files) {
    (my $there = $file) =~ s/^FAM-0042/$twin_id/;
    next unless -e "$twin/$there";
    next if slurp("$twin/$there") eq $bytes{$file};
    spill("$folder/$file", slurp("$twin/$there"));
    my ($code, $text) = verified();
    is($code, 1, "$file of another case: exit 1");
    like($text, qr/^FAILED\t/m, "$file of another case: a check says so");
    spill("$folder/$file", $bytes{$file});
}
is((verified())[0], 0, 'with its own files the folder verifies again');

# CB-CASE-22
for my $file ('extra.txt', '.hidden', 'META-INF/extra.xml', 'META-INF/signature002.p7s', 'used/extra.lua', 'sub/extra.html') {
    my $made = !-d dirname("$folder/$file");
    spill("$folder/$file", "something\n");
    found("an added $file", $file);
    unlink "$folder/$file";
    rmdir dirname("$folder/$file") if $made;
}
symlink 'case.json', "$folder/link.json";
found('an added link', 'link.json');
unlink "$folder/link.json";
mkdir "$folder/empty";
found('an added empty folder', 'empty');
rmdir "$folder/empty";

# CB-CASE-23
for my $file (@files) {
    rename "$folder/$file", "$folder/../aside" or die;
    found("$file removed", $file);
    rename "$folder/../aside", "$folder/$file" or die;
}
for my $file ($ENV{ASAN_OPTIONS} ? 'case.json' : @files) {
    rename "$folder/$file", "$folder/$file.old" or die;
    found("$file renamed", $file);
    rename "$folder/$file.old", "$folder/$file" or die;
}
rename "$folder/case.json", "$folder/../aside" or die;
symlink '../aside', "$folder/case.json" or die;
found('a file replaced by a link to itself', 'case.json');
unlink "$folder/case.json";
rename "$folder/../aside", "$folder/case.json" or die;
is((verified())[0], 0, 'put back as it was, the folder verifies again');

# CB-CASE-24
my $other = scratch() . '/other';
casebound('key', 'new', '-o', $other);
($status, $said) = verified($folder, "$other/authority.pem");
is($status, 1, 'an unknown signer: exit 1');
like($said, qr/^FAILED\tsigner\t/m, 'an unknown signer is named');
($status, $said) = casebound('verify', $folder);
is($status, 1, 'without an anchor nobody is known: exit 1');

# CB-CASE-25
my ($pdf) = grep { /\.pdf$/ } @files;
is((verified("$folder/$pdf"))[0], 0, 'the PDF alone verifies');
my $loose = spill(scratch() . '/loose.pdf', slurp("$folder/$pdf") . "\n% a comment behind the signature\n");
is((verified($loose))[0], 1, 'bytes behind the signature of a PDF are found');
isnt((verified(scratch()))[0], 0, 'an empty folder is not verified');
isnt((verified(scratch() . '/nowhere'))[0], 0, 'a folder that is not there is not verified');

done_testing();
