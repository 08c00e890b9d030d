#!/usr/bin/perl
# What may stand at the top of the tree (docs/architecture.md, section 1).
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Lint;

my %may = map { $_ => 1 } qw(generator templates filters include samples tests docs debian Makefile README.md LICENSE .ci);
chdir($ARGV[0] // '.') or die;
my %top;
for my $file (files(qr{.})) { $top{ (split m{/}, $file)[0] } = 1 }
for my $name (sort keys %top) { found($name, 0, 'has no place at the top of the tree') unless $may{$name} || $name =~ /^\.[a-z]/ }
done();
