#!/usr/bin/perl
# What is added to a folder cannot hold up its verification: a file beyond the limit is not read, and a signal ends the reading of many.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Casebound;
use POSIX qw(WNOHANG);
use Test::More;
use Time::HiRes qw(sleep time);

use constant { LIMIT => 1 << 29, PATIENCE => 30 };

my $trust = key_folder() . '/authority.pem';
my $folder = build_ok('a sealed report is made', sample_case('FAM-0107'), '-o', scratch(), '--key', key_folder() . '/seal.pem');

# A file of zeros that takes no room on the disk.
sub sparse {
    my ($path, $size) = @_;
    spill($path, '');
    truncate $path, $size or die "truncate $path: $!";
}

# (128 and the signal, or the exit status, or undef where it did not end in time; what it said)
sub within {
    my ($signal, @words) = @_;
    my ($out, $err) = (scratch() . '/out', scratch() . '/err');
    my $pid = fork // die "fork: $!";
    if (!$pid) {
        open STDOUT, '>', $out or die;
        open STDERR, '>', $err or die;
        exec { program() } program(), @words or POSIX::_exit(127);
    }
    sleep 1 if $signal;
    kill $signal, $pid if $signal;
    for (my $begun = time; time < $begun + PATIENCE; sleep 0.02) {
        next unless waitpid $pid, WNOHANG;
        return ($? & 127 ? 128 + ($? & 127) : $? >> 8, slurp($out), slurp($err));
    }
    kill 'KILL', $pid;
    waitpid $pid, 0;
    return (undef, slurp($out), slurp($err));
}

# CB-VERIFY-150
for my $case (['ledger of 200 GB', 'big.tsv', 200 << 30], ['a page beyond the limit', 'big.html', LIMIT + 1], ['a list beyond the limit', 'META-INF/big', LIMIT + 1]) {
    my ($name, $file, $size) = @$case;
    my $changed = copy_tree($folder, scratch() . '/f');
    sparse("$changed/$file", $size);
    my ($status, $out) = within(undef, 'verify', $changed, '--trust', $trust);
    is($status, 1, "$name: it is found in time");
    is(scalar(() = $out =~ /^FAILED\tfile\t\Q$file\E: has $size bytes; at most @{[LIMIT]} are read$/mg), 1, "$name: one line says so") or diag($out);
}
my $grown = copy_tree($folder, scratch() . '/f');
truncate "$grown/ledger.tsv", LIMIT + 1;
my ($status, $out) = within(undef, 'verify', $grown, '--trust', $trust);
is_deeply([$status, grep { /^FAILED/ } split /\n/, $out], [1, "FAILED\tfile\tledger.tsv: has " . (LIMIT + 1) . ' bytes; at most ' . LIMIT . ' are read'],
    'a file of the report that has grown beyond the limit: one line says so');

# CB-VERIFY-151
my $many = copy_tree($folder, scratch() . '/f');
sparse("$many/many/$_", LIMIT) for 1 .. 200;
for my $signal (['TERM', 15], ['INT', 2]) {
    my ($ended, $said, $err) = within($signal->[0], 'verify', $many, '--trust', $trust);
    is($ended, 128 + $signal->[1], "SIG$signal->[0] ends it");
    is($said, '', "SIG$signal->[0]: there is no verdict");
    ok(one_line($err) && $err =~ /interrupted/, "SIG$signal->[0]: one line says so") or diag($err);
}

done_testing();
