#!/usr/bin/perl
# Commands over a folder that is there, in which an allocation fails: what adds to it leaves it as it was or with the addition, and either
# verifies; pack writes the whole file or none, unpack the whole folder or none; verify never takes a damaged folder for a good one, nor a good
# one for a damaged one, nor does rebuild; what they and explain say with exit 0 is what they say without a fault.
# CASEBOUND_FAULTS=N: an allocation of so many call stacks of each, evenly spread from a seeded one on; "all" is every allocation (Faults.pm, in_passes).
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Casebound;
use Faults;
use Pki;
use Test::More;

plan skip_all => 'the sanitizers have an allocator of their own' unless -e fault_library();

my $lab = Pki->new('laboratory')->issue('person')->issue('recipient', "keyUsage=critical,keyEncipherment\n");
my $time = Pki->new('time');
my $trust = spill(scratch() . '/trust.pem', slurp(key_folder() . '/authority.pem') . slurp($lab->root) . slurp($time->root));
my $sealed = build_ok('a sealed report is made', sample_case('FAM-0107'), '-o', scratch(), '--key', key_folder() . '/seal.pem');
my $id = basename($sealed);
my %old = map { $_ => slurp("$sealed/$_") } listing($sealed);
my @by = ('--key', $lab->seal('person'), '--trust', $trust);
my @trusting = ('--trust', $trust);
my $wish = $ENV{CASEBOUND_FAULTS} // 40;
srand 42;

# A question of time that is asked beforehand: the copies can start no other program.
my ($question, $answer) = (scratch() . '/question.tsq', scratch() . '/answer.tsr');
is((casebound('renew', $sealed, '--tsa-request', $question))[0], 0, 'a question of time is written');
$time->clock('clock');
Pki::openssl('ts', '-reply', '-config', $time->clock_config('clock'), '-queryfile', $question, '-out', $answer);

# '' where the folder is what it was, or has an addition with which verify says what it should.
sub grown_wrong {
    my ($status, $folder, $said, $exit) = @_;
    my @changed = grep { !-e "$folder/$_" || slurp("$folder/$_") ne $old{$_} } sort keys %old;
    return "changed: @changed" if @changed;
    my @now = listing($folder);
    return $status == 0 ? 'exit 0 and nothing added' : '' if @now == keys %old;
    my ($code, $out) = verified_by($folder, @trusting);
    return $code == $exit && $out =~ $said && $out !~ /^FAILED/m ? '' : "a torn folder:\n$out";
}

my %ended;
sub each_of {
    my ($name, $words, $holds, $exit, $wrong, %with) = @_;
    my $some_fail = sub {
        my ($named, %chosen) = @_;
        my ($tried, $of, @bad) = each_allocation(%chosen, words => [program(), @$words], holds => $holds, env => $with{env}, status => $exit, judge => sub {
            my ($code, $said, $place) = @_;
            my $library = ended_inside($code, $said);
            $ended{$library}++ if $library;
            return "exit $code: $said" if !$library && $code >= 126;
            return "exit $code without one line that says why: $said" unless $library || $code == 0 || $code == 1 || one_line($said);
            my $bad = $wrong->($code, $place);
            return $bad && "exit $code: $bad";
        });
        is(scalar @bad, 0, "$named: $tried of $of allocations fail") or diag(join "\n", @bad[0 .. ($#bad < 4 ? $#bad : 4)]);
        return !@bad;
    };
    $wish eq 'all' ? in_passes($name, $some_fail) : $some_fail->($name, times => 1, wish => $with{wish} // $wish);
    return;
}

# CB-FAULT-07
my %grows = (
    'sign-off' => [['--meaning', 'review', @by], qr/^note\tstatus\t$id: reviewed;/m, 0],
    record => [['--event', 'withdrawal', '--reason', 'a swap', @by], qr/^note\tstatus\t$id: withdrawn$/m, 1],
    renew => [['--tsa-response', $answer, @trusting], qr/signed before [0-9TZ:-]+ is proven$/m, 0],
);
for my $command (sort keys %grows) {
    my ($words, $said, $exit) = @{ $grows{$command} };
    each_of($command, [$command, $id, @$words], $sealed, 0, sub { return grown_wrong($_[0], "$_[1]/$id", $said, $exit) });
}

# CB-FAULT-08
my $whole = scratch() . "/$id.asice";
is((casebound('pack', $sealed, '-o', $whole))[0], 0, 'the folder is packed');
each_of('pack', ['pack', $id, '-o', 'packed.asice'], $sealed, 0, sub {
    my ($code, $place) = @_;
    my $is_there = -e "$place/packed.asice";
    return 'exit 0 and no file' if $code == 0 && !$is_there;
    return $is_there && slurp("$place/packed.asice") ne slurp($whole) ? 'another file' : '';
});

# CB-FAULT-09
# Where no list tells of a signer, verify names the moment at which it asked.
sub without_now { return $_[0] =~ s/ at [0-9-]+T[0-9:]+Z \(--crl\)/ at NOW (--crl)/gr }
my $good = without_now((casebound({ in => dirname($sealed) }, 'verify', $id, @trusting))[1]);
like($good, qr/ at NOW /, 'verify tells when it asked');
each_of('verify', ['verify', $id, @trusting], $sealed, 0, sub {
    my ($code, $place) = @_;
    return 'a good folder is called damaged' if $code == 1;
    return $code == 0 && without_now(slurp("$place.out")) ne $good ? 'it says otherwise: ' . slurp("$place.out") : '';
});
my $damaged = copy_tree($sealed, scratch() . "/$id");
substr($old{'variants.tsv'}, 100, 1) ^= "\x01";
spill("$damaged/variants.tsv", $old{'variants.tsv'});
each_of('verify of a damaged folder', ['verify', $id, @trusting], $damaged, 1, sub { return $_[0] == 0 ? 'a damaged folder is called good' : '' });

# CB-FAULT-10
each_of('pack for a recipient', ['pack', $id, '-o', 'packed.cms', '--for', $lab->certificate('recipient')], $sealed, 0, sub {
    my ($code, $place) = @_;
    return $code == 0 ? 'exit 0 and no file' : '' if !-e "$place/packed.cms";
    my $opened = scratch() . '/opened';
    my @recipient = ('-recip', $lab->certificate('recipient'), '-inkey', $lab->seal('recipient'));
    my ($failed) = run_command({}, 'openssl', 'cms', '-decrypt', '-inform', 'DER', '-in', "$place/packed.cms", '-out', $opened, @recipient);
    return $failed ? 'it cannot be decrypted' : slurp($opened) eq slurp($whole) ? '' : 'another file';
}, wish => 10_000);
my $holds_packed = scratch() . '/packed';
spill("$holds_packed/$id.asice", slurp($whole));
each_of('unpack', ['unpack', "packed/$id.asice", '-o', 'out'], $holds_packed, 0, sub {
    my ($code, $place) = @_;
    my $folder = "$place/out/$id";
    return $code == 0 ? 'exit 0 and no folder' : '' if !-e $folder;
    return join(' ', listing($folder)) eq join(' ', listing($sealed)) && !grep({ slurp("$folder/$_") ne slurp("$sealed/$_") } listing($sealed)) ? '' : 'another folder';
});

# CB-FAULT-11
my $inputs = basename(dirname(sample_case('FAM-0107')));
for ([$sealed, 'rebuild', 0], [$damaged, 'rebuild of a damaged folder', 1]) {
    my ($folder, $name, $exit) = @$_;
    my $both = scratch() . '/both';
    copy_tree($folder, "$both/$id");
    copy_tree(dirname(sample_case('FAM-0107')), "$both/$inputs");
    spill("$both/tmp/here", '');
    my @words = ('rebuild', "both/$id", '--inputs', "both/$inputs");
    my ($code, $said) = casebound({ in => dirname($both) }, @words);
    is($code, $exit, "$name: exit $exit");
    each_of($name, \@words, $both, $exit, sub {
        my ($got, $place) = @_;
        return $got > 1 ? '' : $got != $exit ? 'the other answer' : slurp("$place.out") eq $said ? '' : 'it says otherwise: ' . slurp("$place.out");
    }, env => { TMPDIR => '/proc/self/cwd/both/tmp' });
}
my @asked = ('explain', "$inputs/case.yaml", '--gene', 'FBN1', '-q');
my ($found, $explained) = casebound({ in => dirname(dirname(sample_case('FAM-0107'))) }, @asked);
is($found, 0, 'a gene is explained');
each_of('explain', \@asked, dirname(sample_case('FAM-0107')), 0, sub {
    my ($code, $place) = @_;
    return $code == 1 ? 'it holds nothing of the gene' : $code == 0 && slurp("$place.out") ne $explained ? 'it says otherwise' : '';
});
note('ended inside a library: ' . join ', ', map { "$ended{$_} $_" } sort keys %ended);

done_testing();
