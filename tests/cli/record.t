#!/usr/bin/perl
# A report is withdrawn, or its patient's record merged into another: what is added, what stays, who may not, and what verify says from then on.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Casebound;
use JSON::PP ();
use Pki;
use Test::More;

my $hospital = Pki->new('hospital');
$hospital->issue($_) for 'Reviewer', 'Head';
my %key = (seal => key_folder() . '/seal.pem', map { $_ => $hospital->seal($_) } 'Reviewer', 'Head');
my $clock = $hospital->clock('clock');
my $trust = spill(scratch() . '/trust.pem', slurp(key_folder() . '/authority.pem') . slurp($hospital->root));
my $sealed = build_ok('a sealed report is made', sample_case('FAM-0107'), '-o', scratch(), '--key', $key{seal});
my $id = basename($sealed);
my $why = 'The samples of mother and "aunt" were \\ swapped – Müller';

sub fresh { return copy_tree($sealed, scratch() . "/$id") }
sub contents { my ($folder) = @_; return map { $_ => slurp("$folder/$_") } listing($folder) }
sub record { my @words = @_; return casebound('record', @words, '--trust', $trust) }
sub verified { my ($folder, @words) = @_; return casebound('verify', $folder, '--trust', $trust, @words) }
sub withdrawal { my ($who) = @_; return ('--event', 'withdrawal', '--reason', $why, '--key', $key{$who}) }

sub kept {
    my ($name, $folder, %before) = @_;
    is_deeply([grep { slurp("$folder/$_") ne $before{$_} } sort keys %before], [], "$name: no byte of an earlier file changes");
    ok(!-e "$folder.partial", "$name: nothing is left beside it");
}

# CB-SIGN-30
my $folder = fresh();
my %before = contents($folder);
my ($status, $out, $err) = record("$folder/", withdrawal('Head'), '--tsa', $clock);
is($status, 0, 'a report is withdrawn by a person') or BAIL_OUT($err);
is($out, "$folder\n", 'its folder is printed');
is_deeply([grep { !exists $before{$_} } listing($folder)], ['META-INF/ASiCManifest002.xml', 'META-INF/signature002.p7s', 'audit-002.jsonl'], 'an event, a manifest and a signature are added');
kept('a withdrawal', $folder, %before);
my $event = JSON::PP->new->utf8->decode(slurp("$folder/audit-002.jsonl"));
utf8::decode(my $reason = $why);
is_deeply([@$event{qw(actor event level reason)}], ['TEST Head', 'withdrawal', 'B-T', $reason], 'the event says who, what, and why');
my %withdrawn = contents($folder);
($status, $out) = verified($folder);
is($status, 1, 'verify exits 1: what is withdrawn is not to be used');
unlike($out, qr/^FAILED/m, 'though it is intact') or diag($out);
like($out, qr/^note\tevent\t$id: WITHDRAWN at \S+ \(proven, 'TEST Head'\), because: \Q$why\E; it is not to be used any more$/m, 'when, by whom and why');
like($out, qr/^note\tstatus\t$id: withdrawn$/m, 'the status');
like($out, qr/^WITHDRAWN\t\Q$folder\E\tby TEST Head at \S+ \(proven\), because: \Q$why\E\tintact, and not to be used any more\n\z/m, 'the last line');
($status, $out) = verified($folder, '--json');
is($status, 1, '--json: exit 1');
my $told = JSON::PP->new->utf8->decode($out);
is_deeply([@$told{qw(verified withdrawn status)}], [JSON::PP::true, JSON::PP::true, 'withdrawn'], '--json: intact and withdrawn');
is_deeply([map { [@$_{qw(event reason into signer time_proven trusted)}] } @{ $told->{events} }], [['withdrawal', $reason, undef, 'TEST Head', JSON::PP::true, JSON::PP::true]], '--json: the event');
($status, $out) = casebound('verify', $folder);
like($out, qr/^note\tevent\t$id: WITHDRAWN at .*by an unknown signer/m, 'without anchors the withdrawal is told too');
like($out, qr/^note\tstatus\t$id: withdrawn$/m, 'and is the status');
($status, $out) = casebound('verify', $folder, '--trust', key_folder() . '/authority.pem');
like($out, qr/^FAILED\tsigner\tMETA-INF\/ASiCManifest002\.xml .*'TEST Head', is not accepted/m, 'who withdrew it must be known');

# CB-SIGN-31
my $merged = fresh();
casebound('sign-off', $merged, '--key', $key{Reviewer}, '--meaning', 'review', '--trust', $trust);
my %reviewed = contents($merged);
($status, undef, $err) = record($merged, '--event', 'patient-merge', '--into', 'PAT-77', '--reason', 'registered twice', '--key', $key{seal});
is($status, 0, 'a merge is recorded with the laboratory\'s key, behind a review') or diag($err);
kept('a merge', $merged, %reviewed);
($status, $out) = verified($merged);
is($status, 0, 'a merged report verifies') or diag($out);
like($out, qr/^note\tevent\t$id: MERGED at \S+ \(claimed, 'casebound TEST seal'\) into 'PAT-77', because: registered twice; names and ids in it are of before$/m, 'into whom, and why');
like($out, qr/^note\tstatus\t$id: reviewed; review by/m, 'the status stays');
($status, undef, $err) = casebound('sign-off', $merged, '--key', $key{Head}, '--meaning', 'approval', '--tsa', $clock, '--trust', $trust);
is($status, 0, 'it is approved behind the merge') or diag($err);
($status, undef, $err) = record($merged, withdrawal('seal'));
is($status, 0, 'and withdrawn at last') or diag($err);
($status, $out) = verified($merged);
like($out, qr/^passed\taudit\t5 event\(s\)/m, 'all events are one trail');
like($out, qr/^note\tstatus\t$id: withdrawn; review by .*; approval by/m, 'withdrawn, and what it had been');
($status, undef, $err) = record($merged, '--event', 'patient-merge', '--into', 'PAT-78', '--reason', 'and again', '--key', $key{seal});
is($status, 0, 'a merge behind the withdrawal is recorded') or diag($err);
($status, undef, $err) = casebound('renew', $merged, '--tsa', $clock, '--trust', $trust);
is($status, 0, 'what is withdrawn is renewed, for the archive') or diag($err);
my $packed = scratch() . "/$id.asice";
is((casebound('pack', $merged, '-o', $packed))[0], 0, 'and packed');
($status, $out) = verified($packed);
like($out, qr/^WITHDRAWN\t/m, 'which verify tells of the packed one too');

# CB-SIGN-32
sub refused {
    my ($name, $exit, $said, $in, @words) = @_;
    my %had = contents($in);
    my ($got, $printed, $line) = record($in, @words);
    is($got, $exit, "$name: exit $exit") or diag($line);
    like($line, $said, "$name: told");
    ok(one_line($line), "$name: one line");
    is($printed, '', "$name: nothing on standard output");
    is_deeply({ contents($in) }, \%had, "$name: the folder stays as it was");
    ok(!-e "$in.partial", "$name: nothing is left beside it");
}
refused('a second withdrawal', 6, qr/is withdrawn already, by 'TEST Head'/, $folder, withdrawal('seal'));
my ($code, undef, $line) = casebound('sign-off', $folder, '--key', $key{Reviewer}, '--meaning', 'review', '--trust', $trust);
is($code, 6, 'what is withdrawn is not signed');
like($line, qr/is withdrawn, by 'TEST Head'; nobody signs it any more/, 'which is told');
my $whole = fresh();
refused('no event', 2, qr/needs --event/, $whole, '--reason', 'x', '--key', $key{seal});
refused('another event', 2, qr/needs --event withdrawal or --event patient-merge/, $whole, '--event', 'lost', '--reason', 'x', '--key', $key{seal});
refused('no reason', 2, qr/needs --reason/, $whole, '--event', 'withdrawal', '--key', $key{seal});
refused('a reason of blanks', 2, qr/needs --reason/, $whole, '--event', 'withdrawal', '--reason', '  ', '--key', $key{seal});
refused('a reason of two lines', 2, qr/one line/, $whole, '--event', 'withdrawal', '--reason', "a\nb", '--key', $key{seal});
refused('a reason that turns its text around', 2, qr/one line/, $whole, '--event', 'withdrawal', '--reason', "a\xe2\x80\xaeb", '--key', $key{seal});
refused('a reason without end', 2, qr/1000 bytes/, $whole, '--event', 'withdrawal', '--reason', 'x' x 1001, '--key', $key{seal});
refused('a merge into nobody', 2, qr/--into/, $whole, '--event', 'patient-merge', '--reason', 'x', '--key', $key{seal});
refused('a withdrawal into somebody', 2, qr/--into/, $whole, '--event', 'withdrawal', '--into', 'P', '--reason', 'x', '--key', $key{seal});
refused('no key', 2, qr/needs --key/, $whole, '--event', 'withdrawal', '--reason', 'x');
my $strange = Pki->new('strange')->issue('Stranger');
$key{Stranger} = $strange->seal('Stranger');
refused('a key that the anchors do not know', 6, qr/would not verify: signer: .*TEST Stranger/, $whole, withdrawal('Stranger'));
my $unsealed = build_ok('an unsealed report', sample_case('FAM-0107'), '-o', scratch());
refused('an unsealed folder', 6, qr/UNSEALED/, $unsealed, withdrawal('seal'));
my $damaged = fresh();
spill("$damaged/ledger.tsv", slurp("$damaged/ledger.tsv") . "x\n");
refused('a folder that was changed', 1, qr/does not verify, and nothing is recorded in it: file: ledger\.tsv: changed/, $damaged, withdrawal('seal'));

# CB-SIGN-33
my %all = contents($merged);
my @added = grep { !exists $reviewed{$_} && !/Archive|timestamp/ } sort keys %all;
is(scalar @added, 13, 'three files of each of three events, four of the approval');
my @missed;
for my $file (@added) {
    my $asked = 0;
    for (['changed', substr($all{$file}, 0, 40) . '#' . substr($all{$file}, 41)], ['shorter', substr($all{$file}, 0, -1)], ['removed', undef]) {
        my ($what, $bytes) = @$_;
        next if $asked++ && $ENV{ASAN_OPTIONS}; # each verify costs five times as much
        defined $bytes ? spill("$merged/$file", $bytes) : unlink "$merged/$file";
        my ($exit, $said) = verified($merged);
        push @missed, "$file $what: exit $exit\n$said" unless $exit == 1 && $said =~ /^FAILED\t[^\n]*\Q$file\E/m && $said =~ /^NOT VERIFIED/m;
        spill("$merged/$file", $all{$file});
    }
}
is(scalar @missed, 0, 'each file of an event changed, shorter and removed (under the sanitizers, changed) is named') or diag($missed[0]);
my $middle = copy_tree($merged, scratch() . "/$id");
unlink map { "$middle/$_" } 'audit-005.jsonl', 'META-INF/ASiCManifest005.xml', 'META-INF/signature005.p7s';
($status, $out) = verified($middle);
is($status, 1, 'a withdrawal taken away from below what stands behind it: exit 1');
like($out, qr/^FAILED\tmanifest\tMETA-INF\/ASiCManifest005\.xml: removed/m, 'named');
my $last = fresh();
spill("$last/$_", $withdrawn{$_}) for grep { !/audit-002|002\./ } keys %withdrawn;
is((verified($last))[0], 0, 'the last one taken away whole leaves the folder that was there before');

done_testing();
