#!/usr/bin/perl
# A revision without a signature may bring the store of certificates and lists behind the seal, and nothing else. Readers differ in which object
# they show where a table is not as it should be; each such table is refused (ISO 32000-1 section 7.5.4).
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Casebound;
use Pki;
use Test::More;

my $trust = key_folder() . '/authority.pem';
my $sealed = build_ok('a sealed report', sample_case('FAM-0107'), '-o', scratch(), '--key', key_folder() . '/seal.pem');
my ($file) = glob "$sealed/*.pdf";
my $pdf = slurp($file);
my $laboratory = Pki->new('laboratory');
my $certificate = do { my $at = scratch() . '/certificate.der'; Pki::openssl('x509', '-in', $laboratory->root, '-outform', 'DER', '-out', $at); slurp($at) };

my ($previous) = $pdf =~ /startxref\s+(\d+)\s+%%EOF\s*\z/ or die 'no startxref';
my ($trailer) = $pdf =~ /.*trailer\s*<<(.*?)>>\s*startxref/s or die 'no trailer';
my ($size) = $trailer =~ m{/Size (\d+)};
my ($root) = $trailer =~ m{/Root (\d+) 0 R};
my ($catalog) = $pdf =~ /.*\n$root 0 obj\s*<<(.*?)>>\s*endobj/s or die 'no catalog';
# The content of page 1, and where it stands.
my ($page) = $pdf =~ m{/Kids \[ ?(\d+) 0 R};
my ($content) = $pdf =~ m{\n$page 0 obj\s*<<[^\0]*?/Contents (\d+) 0 R};
my $at_first = do { $pdf =~ /\n$content 0 obj/ or die 'no content'; $-[0] + 1 };
my $evil = "q 1 0 0 rg 0 300 600 300 re f Q";
my $forged = '<< /Length ' . length($evil) . " >>\nstream\n$evil\nendstream";

# A file with one more revision. with: objects [number, body, its generation], what stands between objects and table; entries [number, place,
# generation] beside those of the store, changes of trailer and catalog.
sub revised {
    my (%with) = @_;
    my ($out, @entries) = ($pdf);
    my $add = sub {
        my ($number, $body, $generation) = @_;
        my $at = length $out;
        $out .= "$number " . ($generation // 0) . " obj\n$body\nendobj\n";
        return $at;
    };
    my $catalog_now = $with{catalog} ? $with{catalog}->($catalog) : $catalog;
    push @entries, [$root, $add->($root, "<<$catalog_now /DSS $size 0 R >>"), 0];
    my @store = ([$size, $add->($size, '<< /Certs [ ' . ($size + 1) . ' 0 R ] >>'), 0], [$size + 1, $add->($size + 1, '<< /Length ' . length($certificate) . " >>\nstream\n$certificate\nendstream"), 0]);
    push @entries, $with{objects}->($add) if $with{objects};
    push @entries, @store;
    $out .= $with{between} // '';
    my $table = length $out;
    $out .= "xref\n" . join '', map { sprintf "%d 1\n%010d %05d %s \n", @$_[0 .. 2], $_->[3] // 'n' } @entries;
    my $now = $trailer =~ s{/Size \d+}{'/Size ' . ($size + ($with{size} // 2))}er =~ s{/Prev \d+}{/Prev $previous}r;
    $now = $with{trailer}->($now) if $with{trailer};
    return "${out}trailer\n<<$now>>\n" . ($with{behind} // '') . "startxref\n" . ($table + ($with{shift} // 0)) . "\n%%EOF\n";
}

sub judged { return casebound('verify', spill(scratch() . '/' . basename($file), $_[0]), '--trust', $trust) }

# CB-VERIFY-160
my ($status, $out) = judged(revised());
is($status, 0, 'a store alone may come') or diag($out);
like($out, qr/the store of certificates and lists came and nothing else changed/, 'and is named');
is((judged(revised(between => "% a comment\n")))[0], 0, 'a comment between objects shows nothing');

# CB-VERIFY-161
my @forgeries = (
    ['another content', qr/the content of page 1 was changed/, objects => sub { return [$content, $_[0]->($content, $forged), 0] }],
    ['a later generation of a number', qr/not of generation 0/, objects => sub { return [$content, $_[0]->($content, $forged, 1), 1] }],
    ['a later generation in the table alone', qr/not of generation 0/, objects => sub { return [$content, $_[0]->($content, $forged), 1] }],
    ['a later generation at the object alone', qr/does not stand at its place/, objects => sub { return [$content, $_[0]->($content, $forged, 1), 0] }],
    ['an object twice, the old one first', qr/lists an object twice/, objects => sub { return ([$content, $at_first, 0], [$content, $_[0]->($content, $forged), 0]) }],
    ['an object twice, the new one first', qr/lists an object twice/, objects => sub { return ([$content, $_[0]->($content, $forged), 0], [$content, $at_first, 0]) }],
    ['an object that no table lists', qr/something stands behind it/, objects => sub { $_[0]->($content, $forged); return () }],
    ['an entry behind the end of the file', qr/outside its revision/, size => 3, objects => sub { $_[0]->($content, $forged); return [$size + 2, 9_999_999_999, 0] }],
    ['an entry that leads to the file\'s begin', qr/outside its revision/, size => 3, objects => sub { return [$size + 2, 0, 0] }],
    ['an entry that leads into the first revision', qr/outside its revision/, objects => sub { return [$content, $at_first, 0] }],
    ['an entry that leads to another object', qr/does not stand at its place/, size => 3, objects => sub { my $at = $_[0]->($content, $forged); return [$size + 2, $at, 0] }],
    ['an object with number 0', qr/not of generation 0/, objects => sub { return [0, $_[0]->(0, $forged), 0] }],
    ['an object behind /Size', qr/behind its \/Size/, objects => sub { return [$size + 7, $_[0]->($size + 7, $forged), 0] }],
    ['text between objects and table', qr/something stands behind it/, between => "$content 0 obj\n$forged\nendobj\n"],
    ['an object within a stream that ends later', qr/does not stand at its place/, size => 3, objects => sub { return [$size + 2, $_[0]->($size + 2, "<< /Length 3 >>\nstream\nabc\nendstream\nendobj\n$content 0 obj\n$forged"), 0] }],
    ['text behind the trailer', qr/does not end with its table's place/, behind => "$content 0 obj\n$forged\nendobj\n"],
    ['another place behind startxref', qr/no classic table/, shift => 1],
    ['two catalogs in the trailer', qr/has a name twice/, trailer => sub { return "$_[0] /Root $content 0 R" }],
    ['two sizes in the trailer', qr/has a name twice/, trailer => sub { return "/Size 3$_[0]" }],
    ['a name twice in the catalog', qr/cannot be read|cannot be trusted|damaged|changed/, catalog => sub { return "$_[0] /Pages $content 0 R" }],
    ['a name twice in the catalog, once in escapes', qr/cannot be read|cannot be trusted|damaged|changed/, catalog => sub { return "/P#61ges $content 0 R $_[0]" }],
);
for (@forgeries) {
    my ($name, $said, %with) = @$_;
    ($status, $out) = judged(revised(%with));
    is($status, 1, "$name: not verified") or diag($out);
    like($out, qr/^FAILED\t.*$said/m, "$name: is named");
}
done_testing();
