#!/usr/bin/perl
# validation.pl SAMPLES FOLDER: what `casebound validate` holds a laboratory's machine against, for the program that lies beside
# FOLDER: the families that the program SAMPLES writes, samples/expected.tsv, matrix.tsv (each requirement with the tests that show
# it) and installed.tsv (the digest of each file that comes with the program). A file that is right already is left alone.
use strict;
use warnings;
use Digest::SHA qw(sha256_hex);
use File::Basename qw(dirname);
use File::Find qw(find);
use File::Path qw(make_path remove_tree);
use File::Temp qw(tempdir);
use FindBin;
use lib "$FindBin::Bin/lint";
use Lint;

my ($samples, $folder) = @ARGV;
die "usage: validation.pl SAMPLES FOLDER\n" unless defined $folder;
my %made;

sub below {
    my ($top) = @_;
    my @files;
    find({ no_chdir => 1, wanted => sub { push @files, $_ if -f } }, $top);
    return sort @files;
}

sub version {
    my ($version) = slurp('docs/changes.md') =~ /^## ([0-9.]+)/m or die "docs/changes.md names no version\n";
    return $version;
}

sub tsv { return join '', map { join("\t", @$_) . "\n" } ["# version: " . version()], @_ }

# The programs of tests that a file with tests belongs to: itself, or those that import it, over any number of steps.
sub programs_of {
    my ($file, $imported_by, %seen) = @_;
    my (@programs, @waiting) = ();
    push @waiting, $file;
    while (defined(my $next = shift @waiting)) {
        next if $seen{$next}++;
        if ($imported_by->{$next}) { push @waiting, @{ $imported_by->{$next} } }
        else { push @programs, $next }
    }
    return @programs;
}

sub imports {
    my %by;
    for my $file (files(qr{^tests/browser/.*\.mjs$})) {
        for my $name (slurp($file) =~ /\bfrom '(\.[^']+)'/g) {
            my $path = dirname($file) . "/$name";
            1 while $path =~ s{/\./}{/} || $path =~ s{[^/]+/\.\./}{};
            push @{ $by{$path} }, $file;
        }
    }
    return \%by;
}

sub matrix {
    my %tests;
    my $imported_by = imports();
    for my $named (ids_in_tests()) { $tests{ $named->[2] }{$_} = 1 for programs_of($named->[0], $imported_by) }
    my (undef, @rows) = table('docs/requirements.tsv');
    my %seen;
    for (@rows) { die "docs/requirements.tsv: $_->[0] stands there twice\n" if $seen{ $_->[0] }++ }
    my @matrix = map { [$_->[0], $_->[1], $_->[2], join(' ', sort keys %{ $tests{ $_->[0] } })] } sort { $a->[0] cmp $b->[0] } @rows;
    return tsv([qw(id floor requirement tests)], @matrix);
}

# The families without the plain text of a file that is there packed as well.
sub families {
    my $place = tempdir(CLEANUP => 1);
    system($samples, '-o', $place) == 0 or die "$samples failed\n";
    for my $path (below($place)) {
        $made{ 'families/' . substr($path, length($place) + 1) } = slurp($path) unless -e "$path.gz";
    }
}

# Names as they are installed: templates/, filters/, validation/.
sub installed {
    my %digests = map { $_ => sha256_hex(slurp($_)) } map { below($_) } qw(templates filters);
    $digests{"validation/$_"} = sha256_hex($made{$_}) for keys %made;
    return tsv([qw(of name value)], (map { ['file', $_, $digests{$_}] } sort keys %digests), ['rows', 'counted', scalar keys %digests]);
}

sub put {
    my ($path, $bytes) = @_;
    return if -e $path && slurp($path) eq $bytes;
    make_path(dirname($path));
    open my $out, '>:raw', "$path.new" or die "$path: $!\n";
    print $out $bytes;
    close $out or die "$path: $!\n";
    rename "$path.new", $path or die "$path: $!\n";
}

families();
$made{'expected.tsv'} = slurp('samples/expected.tsv');
$made{'matrix.tsv'} = matrix();
$made{'installed.tsv'} = installed();
if (-d $folder) { for (below($folder)) { unlink unless exists $made{ substr($_, length($folder) + 1) } } }
put("$folder/$_", $made{$_}) for sort keys %made;
