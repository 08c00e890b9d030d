#!/usr/bin/perl
# What is missing is found by what it is wanted for; a plain machine gets one clear line where it cannot be installed.
use strict;
use warnings;
use File::Temp qw(tempdir);
use Test::More;

# Runs install.sh with only these commands on the path.
sub ran {
    my ($commands, @lists) = @_;
    my $folder = tempdir(CLEANUP => 1);
    for my $name (keys %$commands) {
        open my $out, '>', "$folder/$name" or die;
        print $out "#!/bin/sh\n$commands->{$name}\n";
        close $out;
        chmod 0755, "$folder/$name";
    }
    my $said = `env PATH=$folder /bin/sh tests/tools/install.sh @lists 2>&1`;
    return ($? >> 8, $said);
}

my %tools = map { $_ => "exec /usr/bin/$_ \"\$@\"" } qw(mktemp tail);
$tools{rm} = 'exec /bin/rm "$@"';
$tools{env} = 'exec /usr/bin/env "$@"';
my $nothing = 'exit 1';

# CB-HOUSE-15
my ($code, $said) = ran({ %tools, 'dpkg-query' => $nothing }, 'build');
is($code, 1, 'without apt-get: exit 1');
like($said, qr/missing: gcc .*libhts-dev.*there is no apt-get here/, 'without apt-get: one line names what is missing');
($code, $said) = ran({ %tools, 'dpkg-query' => $nothing, 'apt-get' => 'exit 0', id => 'echo 1000' }, 'build');
is($code, 1, 'neither root nor sudo: exit 1');
like($said, qr/apt-get install gcc .* as root/, 'neither root nor sudo: the line says what to run');
# CB-HOUSE-16
my $log = tempdir(CLEANUP => 1) . '/log';
my %calls = (%tools, 'apt-get' => "echo \"\$@\" >> $log", id => 'echo 0', 'dpkg-query' => $nothing);
($code, $said) = ran(\%calls, 'build', 'test');
is($code, 0, 'as root: exit 0') or diag($said);
open my $in, '<', $log or die;
my @said = <$in>;
like($said[0], qr/update$/, 'as root: the lists are updated first');
like($said[1], qr/install --no-install-recommends gcc .*chromium/, 'as root: then all that is missing is installed at once');
# CB-HOUSE-17
my $script = do { local (@ARGV, $/) = 'tests/tools/install.sh'; <> };
my @present = $script =~ /^\S+ cmd:(\S+)/mg;
cmp_ok(scalar @present, '>', 10, 'packages are probed by their commands');
unlink $log;
($code, $said) = ran({ %calls, (map { $_ => 'exit 0' } @present), 'dpkg-query' => 'echo installed' }, 'build', 'test');
is("$code$said", '0', 'where all is there nothing is said') or diag($said);
ok(!-e $log, 'and apt-get is not asked');
unlink $log;
ran({ %calls, (map { $_ => 'exit 0' } grep { $_ ne 'npm' } @present), 'dpkg-query' => 'echo installed' }, 'test');
open $in, '<', $log or die;
like(join('', <$in>), qr/install --no-install-recommends npm$/m, 'a node from elsewhere stays; npm alone is added where it is missing');
isnt((ran(\%calls, 'kitchen'))[0], 0, 'an unknown list is refused');

done_testing();
