#!/usr/bin/perl
# Every command of docs/verify.md, as it stands there: a whole report passes, a changed one does not.
# CASEBOUND_DEMO=folder of a report, with CASEBOUND_DEMO_TRUST=authority.pem, in place of one made here.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Casebound;
use File::Spec;
use Test::More;

my ($folder, $trust) = @ENV{qw(CASEBOUND_DEMO CASEBOUND_DEMO_TRUST)};
if (!$folder) {
    $trust = key_folder() . '/authority.pem';
    $folder = build_ok('a sealed report is made', sample_case('FAM-0042'), '-o', scratch(), '--key', key_folder() . '/seal.pem');
}
($folder, $trust) = map { File::Spec->rel2abs($_) } $folder, $trust;
my $id = basename($folder);

# The fenced commands, each with the number of its section.
my (@blocks, $section, $open);
for my $line (split /\n/, slurp(root() . '/docs/verify.md')) {
    $section = $1 if $line =~ /^## (\d+)\./;
    if ($line =~ /^```/) {
        push @blocks, { section => $section, text => '' } if $line eq '```sh';
        $open = $line eq '```sh';
    } elsif ($open) {
        $blocks[-1]{text} .= "$line\n";
    }
}
is(scalar(grep { $_->{section} } @blocks), 8, 'docs/verify.md has its eight groups of commands') or BAIL_OUT('docs/verify.md');

# Runs the commands in a folder; the sections whose commands fail, and what they said.
sub sections_failing {
    my ($in) = @_;
    my %env = (TRUST => $trust, ID => $id, WORK => scratch());
    my (%failed, $said);
    for my $block (@blocks) {
        my ($status, $out, $err) = run_command({ env => \%env, in => $in }, 'sh', '-e', '-c', $block->{text});
        next if $status == 0;
        $failed{ $block->{section} } = 1;
        $said .= "section $block->{section}: exit $status\n$out$err";
    }
    return (join(' ', sort keys %failed), $said // '');
}

# CB-VERIFY-60
my ($failed, $said) = sections_failing($folder);
is($failed, '', 'by hand, the report passes') or diag($said);

sub changed {
    my ($name, $expected, $change) = @_;
    my $copy = scratch() . "/$id";
    copy_tree($folder, $copy);
    $change->($copy);
    my ($sections, $text) = sections_failing($copy);
    like($sections, $expected, "by hand, $name is found") or diag($text);
}

sub edit {
    my ($path, $from, $to) = @_;
    my $bytes = slurp($path);
    $bytes =~ s/$from/$to/ or die "$path: no $from";
    spill($path, $bytes);
}

changed('a changed file', qr/\b2\b/, sub { edit("$_[0]/ledger.tsv", qr/\z/, "x\n") });
changed('an added file', qr/\b2\b/, sub { spill("$_[0]/used/more.txt", "x") });
changed('a removed file', qr/\b2\b/, sub { unlink "$_[0]/provenance.json" or die });
changed('a changed manifest', qr/\b1\b/, sub { edit("$_[0]/META-INF/ASiCManifest001.xml", qr/text\/html/, 'text/HTML') });
changed('a changed fact', qr/\b2\b.*\b4\b/, sub { edit("$_[0]/case.json", qr/Draft/, 'Final') });
changed('a changed PDF', qr/\b2\b.*\b3\b/, sub { edit("$_[0]/$id.pdf", qr/MediaBox/, 'MediaBoX') });
changed('a longer PDF', qr/\b2\b.*\b3\b/, sub { edit("$_[0]/$id.pdf", qr/\z/, "%\n") });
done_testing;
