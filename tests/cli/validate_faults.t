#!/usr/bin/perl
# A validation in which a write, sync, close, rename, new folder or allocation fails, or that is killed, leaves no record or a whole
# one, which says that a step failed where one did. CASEBOUND_FAULTS=N: so many faults of a kind (a seeded sample; "all": 200);
# CASEBOUND_KILLS=N: so many moments of a kill.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Casebound;
use Faults;
use Test::More;
use Time::HiRes qw(sleep time);

plan skip_all => 'the sanitizers have an allocator of their own' unless -e fault_library();
srand 42;
my %seen;

# What is wrong with what a run left, or ''.
sub wrong_with {
    my ($code, $said, $place) = @_;
    my $ended = $code == 134 && $said =~ /std::bad_alloc/; # qpdf's C functions end the program where they have no memory to report that
    return "exit $code: $said" if ($code >= 126 && !$ended) || $code == 99;
    my $record = "$place/record";
    if (!-e $record) {
        $seen{none}++;
        return $code <= 1 ? "exit $code and no record" : $ended || one_line($said) ? '' : "exit $code without one line that says why: $said";
    }
    my $json = eval { json_of("$record/validation.json") } or return "exit $code and half a record";
    my @failed = grep { !$_->{ok} } @{ $json->{steps} };
    $seen{ @failed ? 'failed' : 'whole' }++;
    return '' if $code == 4 && !@failed && one_line($said); # the record is there, and may be gone when the power is: its folder could not be synced
    return "exit $code, and " . @failed . ' steps failed' if $code != (@failed ? 1 : 0) || !$json->{validated} != !!@failed;
    return 'a text that says something else' unless slurp("$record/validation.txt") =~ (@failed ? qr/^Result:   NOT VALIDATED$/m : qr/^Result:   VALIDATED$/m);
    my @keys = grep { slurp("$record/$_") =~ /PRIVATE KEY/ } grep { /\.pem$/ } listing($record);
    return @keys ? "a key was left: @keys" : '';
}

sub met {
    my ($fault) = @_;
    my $place = scratch();
    my ($code, undef, $said) = run_command({ env => { LD_PRELOAD => fault_library(), FAULT => $fault, TMPDIR => scratch() } }, program(), 'validate', '-o', "$place/record");
    return wrong_with($code, $said, $place);
}

my $file = scratch() . '/counts';
my $began = time;
my ($status, undef, $err) = run_command({ env => { LD_PRELOAD => fault_library(), FAULT_COUNTS => $file } }, program(), 'validate', '-o', scratch() . '/record');
my $took = time - $began;
is($status, 0, 'done without a fault') or BAIL_OUT($err);
my $count = counts_of($file);

# CB-VALID-10
my $wish = $ENV{CASEBOUND_FAULTS} // 1;
$wish = 200 if $wish eq 'all';
for my $kind (qw(write fsync close rename mkdir malloc)) {
    my $n = $count->{$kind};
    my %chosen = map { 1 + int(rand $n) => 1 } 1 .. ($kind eq 'malloc' ? 4 : 1) * $wish;
    $chosen{$n} = 1 unless $kind eq 'malloc'; # the last is of the record itself
    my @faults = map { ("$kind:$_", $kind eq 'write' && $_ % 2 ? "$kind:$_+" : ()) } sort { $a <=> $b } keys %chosen;
    my @bad = map { my $said = met($_); $said ? "$_: $said" : () } @faults;
    is(scalar @bad, 0, "a $kind fails: " . @faults . " of $n") or diag(join "\n", @bad);
}
note(join ', ', map { "$seen{$_} $_" } sort keys %seen);

my $torn = 0;
for (1 .. $ENV{CASEBOUND_KILLS} // 3) {
    my $place = scratch();
    my $pid = fork // die;
    if (!$pid) {
        open STDOUT, '>', '/dev/null';
        open STDERR, '>', '/dev/null';
        $ENV{TMPDIR} = scratch();
        exec program(), 'validate', '-o', "$place/record" or POSIX::_exit(127);
    }
    sleep rand(1.1 * $took);
    kill 'KILL', $pid;
    waitpid $pid, 0;
    $torn++ if -e "$place/record" && wrong_with(0, '', $place);
}
is($torn, 0, 'kill -9 leaves no record or a whole one');

done_testing();
