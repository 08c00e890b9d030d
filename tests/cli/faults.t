#!/usr/bin/perl
# Every allocation and every write, sync, close, rename and new folder may fail, also inside a library: then there is no folder and
# one line says why, or the folder is the one that would have been made anyway. CASEBOUND_FAULTS=N: an allocation of so many
# call stacks, evenly spread from a seeded one on; "all" is every allocation (Faults.pm, in_passes). CASEBOUND_KILLS=N: so many moments of a kill.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Casebound;
use Digest::SHA qw(sha256_hex);
use Faults;
use JSON::PP;
use Test::More;
use Time::HiRes qw(sleep time);

my $library = fault_library();
plan skip_all => 'the sanitizers have an allocator of their own' unless -e $library;

my $case = sample_case('FAM-0107');
my $key = key_folder() . '/seal.pem';
my $trust = key_folder() . '/authority.pem';
my @unsealed = (program(), 'build', $case, '-q', '--date', '2026-01-31');
srand 42;

# Times and what hangs on them (of a sealed PDF its seal, the seal's time and the file's second identifier) differ from run to run; no
# other byte may.
sub content {
    my ($folder) = @_;
    my @files = grep { !/^(audit\.jsonl|META-INF\/)/ } listing($folder);
    return join "\n", map {
        my $bytes = slurp("$folder/$_");
        $bytes =~ s{/M \(D:[0-9]+Z\)|/Contents <[0-9A-Fa-f]+>|/ID \[<[0-9a-f]+> <[0-9a-f]+>\]}{}g if /\.pdf$/ && $bytes =~ m{/ByteRange};
        "$_ " . sha256_hex($bytes);
    } @files;
}

sub counts {
    my @words = @_;
    my $file = scratch() . '/counts';
    my $place = scratch();
    my ($status, undef, $err) = run_command({ env => { LD_PRELOAD => $library, FAULT_COUNTS => $file } }, @words, '-o', $place);
    is($status, 0, 'without a fault the report is made') or BAIL_OUT($err);
    return (counts_of($file), content(glob "$place/*"));
}

my ($count, $whole) = counts(@unsealed);
my @sealed = (@unsealed, '--key', $key);
my (undef, $whole_sealed) = counts(@sealed);
ok($count->{malloc} > 1000, "the program asks for memory $count->{malloc} times");

my @threads = (dirname(program()) . '/tests/chunked', 4096, '-q', '--date', '2026-01-31', '--threads', 4);

# So many allocations until the scan meets a record that is broken: the first, or one behind the last.
sub asked_until_broken {
    my ($where) = @_;
    my $folder = copy_tree(dirname($case), scratch());
    my $vcf = slurp("$folder/FAM-0107.vcf");
    spill("$folder/broken.vcf", $where eq 'first' ? $vcf =~ s/^(#CHROM.*\n)/$1broken\n/mr : "${vcf}broken\n");
    spill("$folder/case.yaml", slurp("$folder/case.yaml") =~ s/^(vcf_snv:).*/$1 broken.vcf/mr);
    my $file = scratch() . '/counts';
    my ($status) = run_command({ env => { LD_PRELOAD => $library, FAULT_COUNTS => $file } }, @threads, "$folder/case.yaml", '-o', scratch());
    is($status, 3, "the scan ends where the $where record is broken");
    return counts_of($file)->{malloc};
}

my %ended;
# What is wrong with a run that met a fault, or ''.
sub wrong_with {
    my ($expected, $status, $err, $place) = @_;
    my @left = glob "$place/*";
    my @folders = grep { !/\.partial$/ } @left;
    return 'another report than without the fault' if @folders && (@folders > 1 || content($folders[0]) ne $expected);
    return 'a folder that does not verify' if @folders && -e "$folders[0]/META-INF/signature001.p7s" && (verified_by($folders[0], '--trust', $trust))[0];
    my $library = ended_inside($status, $err);
    $ended{$library}++ if $library;
    return '' if $library;
    return "exit $status: $err" if $status >= 126 || $status == 99;
    return @folders ? '' : 'exit 0 and no folder' if $status == 0;
    return one_line($err) ? '' : "exit $status without one line that says why: $err";
}

sub met {
    my ($fault, $expected, @words) = @_;
    my $place = scratch();
    my ($status, $out, $err) = run_command({ env => { LD_PRELOAD => $library, FAULT => $fault } }, @words, '-o', $place);
    return wrong_with($expected, $status, $err, $place);
}

sub sweep {
    my ($name, $expected, $words, @faults) = @_;
    my @bad = map { my $said = met($_, $expected, @$words); $said ? "$_: $said" : () } @faults;
    is(scalar @bad, 0, "$name: " . @faults . ' faults') or diag(join "\n", @bad[0 .. ($#bad < 9 ? $#bad : 9)]);
}

my $wish = $ENV{CASEBOUND_FAULTS} // 120;
sub sample_of {
    my ($all, $share) = @_;
    return 1 .. $all if $wish eq 'all';
    my %chosen = map { 1 + int(rand $all) => 1 } 1 .. $wish * $share;
    return sort { $a <=> $b } keys %chosen;
}

# Allocations of one run fail, each in a copy of it; with onward all behind it too.
sub each_fails {
    my ($name, $expected, $words, %chosen) = @_;
    my ($tried, $all, @wrong) = each_allocation(%chosen, words => [@$words, '-o', 'out'],
        judge => sub { my ($status, $err, $place) = @_; return wrong_with($expected, $status, $err, "$place/out") });
    is(scalar @wrong, 0, "$name: $tried of $all faults") or diag(join "\n", @wrong[0 .. ($#wrong < 9 ? $#wrong : 9)]);
    return !@wrong;
}

# An amended report of a trio with a reader's decisions. --supersedes reads the report before, --decisions what a page exported.
sub amended {
    my $trio = sample_case('FAM-0042');
    my $first = built($trio, '-o', scratch(), '--key', $key);
    my $view = json_of("$first/case.json");
    my ($one, $other) = map { $_->{key} } @{ $view->{variants} }[0, 1];
    my $said = { format => 'casebound decisions', version => 1, author => 'Dr A', sequence => 1, exported => '2026-01-30T12:00:00Z', acmg => '1',
        report => { (map { $_ => $view->{report}{$_} } qw(id revision facts_digest case_digest calls_digest)), built_with => [] },
        case => { changed => '2026-01-30T10:00:00Z', comment => 'the parents were seen again, and the mother reports the same since her youth' },
        variants => [
            { key => $one, title => 'the first', changed => '2026-01-30T10:00:00Z', class => 'pathogenic', comment => 'confirmed in a second sample of the same child',
                criteria => [{ code => 'PVS1', strength => 'very_strong' }, { code => 'PM2', strength => 'supporting', comment => 'absent from all populations that were asked' }] },
            { key => $other, title => 'the second', changed => '2026-01-30T10:00:00Z', dismissed => [{ code => '29', text => 'Technical issues' }] },
        ] };
    my $file = spill(scratch() . '/decisions.json', JSON::PP->new->utf8->canonical->encode($said));
    return (program(), 'build', $trio, '-q', '--date', '2026-01-31', '--revision', 2, '--supersedes', $first, '--reason', 'a reader has decided', '--decisions', $file);
}

# CB-FAULT-01
my @builds = (['an allocation of a sealed build fails', $whole_sealed, \@sealed], ['an allocation fails', $whole, \@unsealed]);
for (@builds) {
    my ($name, @build) = @$_;
    my $some_fail = sub { my ($named, @chosen) = @_; return each_fails($named, @build, @chosen) };
    $wish eq 'all' ? in_passes($name, $some_fail) : $some_fail->($name, times => 1, wish => $wish);
}

# CB-FAULT-12
my @amended = amended();
my (undef, $whole_amended) = counts(@amended);
each_fails('an allocation of an amended trio fails', $whole_amended, \@amended, times => $wish eq 'all' ? 3 : 1, wish => $wish eq 'all' ? 100_000 : $wish / 2);

each_fails('memory is gone from an allocation on', $whole, \@unsealed, onward => 1, times => 1, wish => $wish eq 'all' ? 20_000 : $wish / 4);
note('ended inside a library, without a folder: ' . join ', ', map { "$ended{$_} $_" } sort keys %ended);

# Which allocation of which worker it is differs from run to run; what may become of it does not.
# CB-FAULT-04
my @threaded = (@threads, $case);
is((counts(@threaded))[1], $whole, 'four threads make the same report');
my ($from, $to) = map { asked_until_broken($_) } qw(first last);
cmp_ok($to - $from, '>', 60, 'the scan asks for memory ' . ($to - $from) . ' times');
my @workers = map { $from + $_ } sample_of($to - $from, 0.5);
sweep('an allocation of one of four threads fails', $whole, \@threaded, map { "malloc:$_" } @workers);
sweep('memory is gone for four threads from an allocation on', $whole, \@threaded, map { "malloc:$_+" } grep { $_ % 4 == 0 } @workers);

# CB-FAULT-02
for my $kind (qw(write fsync close rename mkdir)) {
    sweep("a $kind fails", $whole, \@unsealed, map { "$kind:$_" } 1 .. $count->{$kind});
}
sweep('the disk is full from a write on', $whole, \@unsealed, map { "write:$_+" } 1 .. $count->{write});

# CB-FAULT-03
my $began = time;
my $first = scratch();
run_command({}, @sealed, '-o', $first);
my $took = time - $began;
my ($id) = map { basename($_) } glob "$first/*";
my %seen = (none => 0, whole => 0, torn => 0);
for (1 .. $ENV{CASEBOUND_KILLS} // 40) {
    my $place = scratch();
    my $pid = fork // die;
    if (!$pid) {
        open STDOUT, '>', '/dev/null';
        open STDERR, '>', '/dev/null';
        exec { $sealed[0] } @sealed, '-o', $place or POSIX::_exit(127);
    }
    sleep rand(1.1 * $took);
    kill 'KILL', $pid;
    waitpid $pid, 0;
    my $folder = "$place/$id";
    $seen{ !-e $folder ? 'none' : (verified_by($folder, '--trust', $trust))[0] == 0 ? 'whole' : 'torn' }++;
}
is($seen{torn}, 0, "kill -9 leaves no folder ($seen{none}) or one that verifies ($seen{whole})");

done_testing();
