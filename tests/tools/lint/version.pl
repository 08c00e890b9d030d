#!/usr/bin/perl
# The version of the program is the newest one of docs/changes.md.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Lint;

chdir($ARGV[0] // '.') or die;
my ($header, $changes) = ('include/casebound/cli/command.h', 'docs/changes.md');
my ($program) = slurp($header) =~ /#define CB_VERSION "([^"]+)"/;
my ($newest) = slurp($changes) =~ /^## ([0-9.]+)/m;
found($header, 0, 'defines no CB_VERSION') unless defined $program;
found($changes, 0, 'names no version') unless defined $newest;
found($changes, 0, "the newest is $newest, the program is $program") if defined $program && defined $newest && $program ne $newest;
done();
