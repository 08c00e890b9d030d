#!/usr/bin/perl
# A folder appears whole under its name or not at all, and what is there already is never overwritten.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Casebound;
use Test::More;
use Time::HiRes qw(sleep time);

my $case = sample_case('FAM-0042');
my $key = key_folder() . '/seal.pem';
my $trust = key_folder() . '/authority.pem';

# CB-CASE-40
my $output = scratch();
my $began = time;
my $folder = build_ok('a sealed report is made', $case, '-o', $output, '--key', $key);
my $took = time - $began;
my %before = map { $_ => slurp("$folder/$_") } listing($folder);
my ($status, $out, $err) = casebound('build', $case, '-o', $output, '--key', $key);
is($status, 4, 'an existing target: exit 4');
ok(one_line($err) && $err =~ /exists/, 'an existing target: one line says so') or diag($err);
my %after = map { $_ => slurp("$folder/$_") } listing($folder);
is_deeply(\%after, \%before, 'an existing target: no byte of it changed');
is_deeply([glob "$output/*"], [$folder], 'an existing target: nothing is left beside it');

# CB-CASE-41
my $open = build_ok('an unsealed report is made', $case, '-o', scratch());
($status, $out) = casebound('verify', $open, '--trust', $trust);
is($status, 1, 'an unsealed report: verify exits 1');
like($out, qr/^FAILED\t/m, 'an unsealed report: a check says so');
my $id = basename($open);
like(html_text("$open/$id.html"), qr/UNSEALED/, 'the page says UNSEALED');
my @pages = split /\f/, pdf_text("$open/$id.pdf");
is(scalar(grep { !/UNSEALED/ } @pages), 0, 'every page of the PDF says UNSEALED');
unlike(html_text("$folder/$id.html"), qr/UNSEALED/, 'a sealed page does not');

# CB-CASE-42
sub killed {
    my ($signal, $delay) = @_;
    my $place = scratch();
    my $pid = fork // die;
    if (!$pid) {
        open STDOUT, '>', '/dev/null';
        open STDERR, '>', '/dev/null';
        exec { program() } program(), 'build', $case, '-o', $place, '--key', $key, '-q' or POSIX::_exit(127);
    }
    sleep $delay;
    kill $signal, $pid;
    waitpid $pid, 0;
    return $place;
}
my ($whole, $none, $torn, $rest) = (0, 0, 0, 0);
for my $step (1 .. 24) {
    my $signal = $step % 2 ? 'KILL' : 'TERM';
    my $place = killed($signal, $took * $step / 22);
    if (!-e "$place/$id") { $none++ }
    elsif ((casebound('verify', "$place/$id", '--trust', $trust))[0] == 0) { $whole++ }
    else { $torn++; diag("$signal after ", $took * $step / 22, ' s left a torn folder') }
    $rest++ if $signal eq 'TERM' && -e "$place/$id.partial";
}
is($torn, 0, "a kill leaves no folder ($none) or a whole one ($whole), never a torn one");
is($rest, 0, 'after SIGTERM nothing is left beside it either');

# CB-CASE-43
sub no_place {
    my ($name, @command) = @_;
    my ($code, $text, $error) = run_command({}, @command);
    is($code, 4, "$name: exit 4") or diag($text, $error);
    ok(one_line($error), "$name: one line") or diag($error);
}
no_place('a file where the folder should be made', program(), 'build', $case, '-o', spill(scratch() . '/file', 'x'), '-q');
no_place('a file system that takes no folder', program(), 'build', $case, '-o', '/proc/casebound', '-q');
my $small = scratch();
no_place('a write that is refused half-way', 'sh', '-c', "trap '' XFSZ; ulimit -f 8; exec \"\$0\" \"\$@\"", program(), 'build', $case, '-o', $small, '-q');
is_deeply([glob "$small/*"], [], 'a write that is refused half-way: nothing is left');

SKIP: {
    my $full = scratch();
    my $mount = "mount -t tmpfs -o size=64k none '$full'";
    skip 'no mount of a small file system here', 3 if system("unshare -m sh -c \"$mount\" 2>/dev/null") != 0;
    my ($code, $said, $error) = run_command({}, 'unshare', '-m', 'sh', '-c',
        "$mount && \"\$0\" \"\$@\"; code=\$?; ls -A '$full'; exit \$code", program(), 'build', $case, '-o', $full, '-q');
    is($code, 4, 'a full disk: exit 4') or diag($said, $error);
    ok(one_line($error), 'a full disk: one line') or diag($error);
    is($said, '', 'a full disk: nothing is left');
}
SKIP: {
    skip 'root may write everywhere', 2 if $< == 0;
    my $closed = scratch();
    chmod 0555, $closed;
    no_place('a folder without permission', program(), 'build', $case, '-o', $closed, '-q');
}

done_testing();
