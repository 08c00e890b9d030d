# Faults.pm: a command in which calls fail (tests/faults/).
package Faults;
use strict;
use warnings;
use Casebound;
use Digest::SHA qw(sha256_hex);
use Exporter 'import';
use File::Path qw(remove_tree);
use POSIX ();
our @EXPORT = qw(fault_library counts_of ended_inside each_allocation in_passes);

use constant { PASSES => 16, NONE => 1_000_000_000 };

sub fault_library { return dirname(program()) . '/tests/faults.so' }

# What a file of FAULT_COUNTS says: kind => number of calls.
sub counts_of { return { map { split / / } split /\n/, slurp($_[0]) } }

# Where these have no memory they end the program themselves, or crash in their own code, and no caller can prevent it: qpdf's C functions
# allocate before they catch what is thrown, cmark says so and aborts; qpdf 11 (qpdf_oh_get_stream_data), libfyaml 0.7, libxml2 2.9 and
# HarfBuzz 6 use a pointer that they have just been refused. The library, or ''.
sub ended_inside {
    my ($status, $err) = @_;
    return '' unless $status == 134 || $status == 139;
    return 'qpdf' if $err =~ /std::bad_alloc/;
    return $err =~ /\[(cmark)\] \w+ returned null pointer, aborting$|^crashed in lib(fyaml|qpdf|xml2|harfbuzz(?:-subset)?)\./m ? $1 // $2 : '';
}

# step and offset of so many.
sub spread {
    my (%with) = @_;
    my $wish = delete $with{wish};
    my (undef, $all) = each_allocation(%with, step => NONE, offset => NONE - 1);
    my $step = $all < $wish ? 1 : int($all / $wish);
    return ($step, int rand $step);
}

# Runs a command once, in a folder of its own, and each allocation n with n % step == offset fails in a copy of the process that is made at that moment
# (tests/faults/trial.h); with times, of the first so many of each call stack alone, numbered among themselves; with wish in place of step
# and offset, so many, evenly spread from a seeded one on. words: the command; holds: a folder, copied beforehand into the one where the command runs; env: of
# the command; onward: all behind n fail too; status: its exit without a fault (0);
# judge: called with exit status (a signal gives 128 + its number), stderr and the folder where the copy ran; says what is wrong, or ''.
# Returns the number of copies, of allocations from main() on (or of those numbered), and what was wrong.
sub each_allocation {
    my (%with) = @_;
    @with{qw(step offset)} = spread(%with) if $with{wish};
    my ($base, $place, $counts) = (scratch(), scratch(), scratch() . '/counts');
    copy_tree($with{holds}, "$base/" . basename($with{holds})) if $with{holds};
    pipe my $report, my $to_report or die "pipe: $!";
    pipe my $from_answer, my $answer or die "pipe: $!";
    my $pid = fork // die "fork: $!";
    if (!$pid) {
        POSIX::dup2(fileno $to_report, 198);
        POSIX::dup2(fileno $from_answer, 199);
        chdir $base or POSIX::_exit(127);
        open STDOUT, '>', "$place.first.out" or POSIX::_exit(127);
        open STDERR, '>', "$place.first.err" or POSIX::_exit(127);
        @ENV{qw(LD_PRELOAD FAULT_EACH FAULT_COUNTS)} = (fault_library(), ($with{times} ? "\@$with{times}:" : '') . ($with{onward} ? '+' : '') . "$with{step}:$with{offset}:$place", $counts);
        @ENV{ keys %{ $with{env} } } = values %{ $with{env} } if $with{env};
        exec { $with{words}[0] } @{ $with{words} } or POSIX::_exit(127);
    }
    close $to_report;
    close $from_answer;
    my ($tried, @wrong) = (0);
    while (sysread $report, my $said, 16) {
        my ($n, $status) = unpack 'QQ', $said;
        my $code = $status & 127 ? 128 + ($status & 127) : $status >> 8;
        my $wrong = $code == 125 ? 'the copy could not be made' : $with{judge}->($code, slurp("$place.err"), $place);
        push @wrong, "allocation $n" . ($with{onward} ? ' and on' : '') . ": $wrong" if $wrong;
        $tried++;
        remove_tree($place, { keep_root => 1 });
        syswrite $answer, 'x';
    }
    waitpid $pid, 0;
    push @wrong, 'without a fault: ' . slurp("$place.first.err") if $? != ($with{status} // 0) << 8;
    my $count = counts_of($counts);
    my $all = $with{times} ? $count->{numbered} : $count->{malloc} - $count->{early};
    push @wrong, "$tried of $all were tried" if $tried < int($all / $with{step});
    return ($tried, $all, @wrong);
}

# Every allocation: first three of each call stack, which are in minutes what the rest is in hours, then passes of each 16th, spread evenly,
# so that what is broken off has seen every part of the run. pass: called with a name and what each_allocation is to choose (times, step, offset);
# true where it went well. What did stands in the file that CASEBOUND_FAULTS_DONE names, one a line, and is not done again as long as the
# program is the same.
sub in_passes {
    my ($name, $pass) = @_;
    my ($log, $program) = ($ENV{CASEBOUND_FAULTS_DONE}, sha256_hex(slurp(program())));
    my @offsets = map { my $first = $_; map { $first + 4 * $_ } 0 .. 3 } 0 .. PASSES / 4 - 1;
    for (['three of each call stack', times => 3, step => 1, offset => 0], map { ["$_ of " . PASSES, step => PASSES, offset => $_] } @offsets) {
        my ($which, @chosen) = @$_;
        next if $log && -e $log && slurp($log) =~ /^\Q$program $name, $which\E$/m;
        my $well = $pass->("$name, $which", @chosen);
        spill($log, (-e $log ? slurp($log) : '') . "$program $name, $which\n") if $log && $well;
    }
    return;
}

1;
