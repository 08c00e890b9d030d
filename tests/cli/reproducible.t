#!/usr/bin/perl
# Two builds that differ in time zone, language, working directory, paths and threads give the same bytes.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Casebound;
use Test::More;

my $case = sample_case('FAM-0042');
my $key = key_folder() . '/seal.pem';
my %here = (env => { TZ => 'UTC', LANG => 'C', LC_ALL => 'C' });
my %there = (
    env => { TZ => 'Asia/Kolkata', LANG => 'tr_TR.UTF-8', LC_ALL => 'tr_TR.UTF-8', LC_NUMERIC => 'de_DE.UTF-8', HOME => '/', COLUMNS => 40 },
    in => dirname($case),
);

sub pair {
    my (@words) = @_;
    my ($one, $two) = (scratch(), scratch());
    my $a = built(\%here, $case, '-o', $one, @words);
    sleep 1; # a second later by any clock
    my $b = built(\%there, './' . basename($case), '-o', $two, '--threads', 4, @words);
    return ($a, $b);
}

# The signature, its time, and the second half of the last revision's /ID, which ISO 32000-2 section 14.4 has made from its bytes.
sub without_signature {
    $_[0] =~ s{/Contents\s*<[0-9A-Fa-f]+>}{}g;
    $_[0] =~ s{/M\s*\(D:[^)]*\)}{}g;
    $_[0] =~ s{(.*/ID\s*\[\s*<[0-9A-Fa-f]+>)\s*<[0-9A-Fa-f]+>}{$1}s;
}

sub same {
    my ($a, $b, $file, $blank) = @_;
    my ($x, $y) = (slurp("$a/$file"), slurp("$b/$file"));
    if ($blank) { $blank->($_) for $x, $y }
    ok($x eq $y && length $x, "$file is the same");
}

# CB-CASE-30
my ($a, $b) = pair();
is_deeply(content_of($a), content_of($b), 'unsealed: every file is the same');
is(scalar(grep { $_ eq 'empty' } values %{ content_of($a) }), 0, 'and none is empty');

# CB-CASE-31
($a, $b) = pair('--key', $key);
is_deeply([listing($a)], [listing($b)], 'sealed: the same files');
for my $file (listing($a)) {
    next if $file eq 'audit.jsonl' || $file =~ m{^META-INF/};
    my $blank = $file =~ /\.pdf$/ ? \&without_signature : undef;
    same($a, $b, $file, $blank);
}

# CB-CASE-32
my $machine = root();
my $user = getpwuid($<) // '';
for my $file (listing($a)) {
    my $bytes = slurp("$a/$file");
    ok(index($bytes, $machine) < 0 && index($bytes, dirname($case)) < 0 && index($bytes, dirname($a)) < 0, "$file holds no path of this machine");
}

# CB-CASE-33
my $folder = scratch();
my ($status, $out) = casebound({ env => { SOURCE_DATE_EPOCH => 1700000000 } }, 'build', $case, '-o', $folder, '-q');
chomp $out;
is(json_of("$out/case.json")->{report}{date}, '2023-11-14', 'SOURCE_DATE_EPOCH is the date of the report where --date says none');

done_testing();
