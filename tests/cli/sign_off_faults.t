#!/usr/bin/perl
# A sign-off or an event in which a write, sync, close, rename or new folder fails, or that is killed, leaves the folder as it was or the one
# with the addition, and either verifies (allocations: command_faults.t). CASEBOUND_FAULTS=N: so many faults of a kind (a seeded sample; "all"
# is every one); CASEBOUND_KILLS=N: so many moments of a kill.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Casebound;
use Pki;
use Test::More;
use Time::HiRes qw(sleep time);

my $library = dirname(program()) . '/tests/faults.so';
plan skip_all => 'the sanitizers have an allocator of their own' unless -e $library;

my $hospital = Pki->new('hospital')->issue('Reviewer');
my $trust = spill(scratch() . '/trust.pem', slurp(key_folder() . '/authority.pem') . slurp($hospital->root));
my $sealed = build_ok('a sealed report is made', sample_case('FAM-0107'), '-o', scratch(), '--key', key_folder() . '/seal.pem');
my $id = basename($sealed);
my %old = map { $_ => slurp("$sealed/$_") } listing($sealed);
my @by = ('--key', $hospital->seal('Reviewer'), '--trust', $trust);
# command => [its words, what verify says then, its exit]
my %commands = (
    'sign-off' => [['--meaning', 'review', @by], qr/^note\tstatus\t$id: reviewed;/m, 0],
    record => [['--event', 'withdrawal', '--reason', 'a swap', @by], qr/^note\tstatus\t$id: withdrawn$/m, 1],
);
srand 42;

sub count { my @files = listing($_[0]); return scalar @files }

# '' where the folder is what it was or has the addition and verifies; $done says which it must be, undef either.
sub wrong_with {
    my ($command, $folder, $done) = @_;
    my (undef, $said, $exit) = @{ $commands{$command} };
    return 'there is no folder' unless -d $folder;
    my @changed = grep { slurp("$folder/$_") ne $old{$_} } sort keys %old;
    return "changed: @changed" if @changed;
    my $more = count($folder) - keys %old;
    return "exit 0 and nothing added" if $done && !$more;
    return '' if !$more;
    my ($status, $out) = casebound('verify', $folder, '--trust', $trust);
    return $status == $exit && $out =~ $said && $out !~ /^FAILED/m ? '' : "a torn folder:\n$out";
}

sub met {
    my ($command, $fault) = @_;
    my $folder = copy_tree($sealed, scratch() . "/$id");
    my ($code, undef, $said) = run_command({ env => { LD_PRELOAD => $library, FAULT => $fault } }, program(), $command, $folder, @{ $commands{$command}[0] });
    return "exit $code: $said" if $code >= 126 || $code == 99;
    return "exit $code without one line that says why: $said" unless $code == 0 || one_line($said);
    my $wrong = wrong_with($command, $folder, $code == 0);
    return $wrong && "exit $code: $wrong";
}

my $wish = $ENV{CASEBOUND_FAULTS} // 12;
my $kills = $ENV{CASEBOUND_KILLS} // 20;
for my $command (sort { $b cmp $a } keys %commands) {
    my @words = @{ $commands{$command}[0] };
    my $file = scratch() . '/counts';
    my $first = copy_tree($sealed, scratch() . "/$id");
    my ($status, undef, $err) = run_command({ env => { LD_PRELOAD => $library, FAULT_COUNTS => $file } }, program(), $command, $first, @words);
    is($status, 0, "$command: done without a fault") or BAIL_OUT($err);
    my $count = { map { split / / } split /\n/, slurp($file) };

    # CB-SIGN-25
    for my $kind (qw(write fsync close rename mkdir)) {
        my $n = $count->{$kind};
        my %chosen = $wish eq 'all' || $n <= $wish ? map { $_ => 1 } 1 .. $n : map { 1 + int(rand $n) => 1 } 1 .. $wish;
        my @faults = map { ("$kind:$_", $kind eq 'write' && $_ % 2 ? "$kind:$_+" : ()) } sort { $a <=> $b } keys %chosen;
        my @bad = map { my $said = met($command, $_); $said ? "$_: $said" : () } @faults;
        is(scalar @bad, 0, "$command: a $kind fails: " . @faults . " of $n") or diag($bad[0]);
    }

    # CB-SIGN-26
    my $began = time;
    casebound($command, copy_tree($sealed, scratch() . "/$id"), @words);
    my $took = time - $began;
    my %seen = (old => 0, done => 0);
    my @torn;
    for (1 .. $kills) {
        my $folder = copy_tree($sealed, scratch() . "/$id");
        my $pid = fork // die;
        if (!$pid) {
            open STDOUT, '>', '/dev/null';
            open STDERR, '>', '/dev/null';
            exec { program() } program(), $command, $folder, @words or POSIX::_exit(127);
        }
        sleep rand(1.1 * $took);
        kill 'KILL', $pid;
        waitpid $pid, 0;
        push @torn, wrong_with($command, $folder) || ();
        $seen{ count($folder) > keys %old ? 'done' : 'old' }++;
    }
    is(scalar @torn, 0, "$command: kill -9 leaves the folder as it was ($seen{old}) or whole ($seen{done})") or diag($torn[0]);
}

# CB-SIGN-27
my $folder = copy_tree($sealed, scratch() . "/$id");
my @people = map { $hospital->issue("P$_"); $hospital->seal("P$_") } 1 .. 3;
my @running = map {
    my $key = $_;
    my $pid = fork // die;
    if (!$pid) {
        open STDOUT, '>', '/dev/null';
        open STDERR, '>', '/dev/null';
        exec { program() } program(), 'sign-off', $folder, '--key', $key, '--meaning', 'review', '--trust', $trust or POSIX::_exit(127);
    }
    $pid;
} @people;
my $signed = 0;
for (@running) { waitpid $_, 0; $signed++ if $? == 0 }
is($signed, 1, 'of three persons who review at the same time, one signs');
is(wrong_with('sign-off', $folder, 1), '', 'and the folder verifies');
ok(!-e "$folder.partial", 'nothing is left beside it');

done_testing();
