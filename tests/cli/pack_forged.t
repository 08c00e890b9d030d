#!/usr/bin/perl
# A packed report that two readers of ZIPs could see differently, or that holds more than was signed: verify and unpack refuse each with one line.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Casebound;
use Compress::Raw::Zlib qw(crc32);
use Test::More;

my $trust = key_folder() . '/authority.pem';
my $folder = build_ok('a sealed report is made', sample_case('FAM-0107'), '-o', scratch(), '--key', key_folder() . '/seal.pem');
my $id = basename($folder);
my $page = "$id.html";
my $asice = scratch() . "/$id.asice";
is((casebound('pack', $folder, '-o', $asice))[0], 0, 'it is packed');
my $good = slurp($asice);

# The parts of a ZIP: each entry's name, the 26 bytes that both headers share, its data, and what else the directory says.
my @parts;
{
    my ($count, undef, $at) = unpack 'vVV', substr $good, -12;
    for (1 .. $count) {
        my ($named, $from) = (unpack('v', substr $good, $at + 28), unpack('V', substr $good, $at + 42));
        my $size = unpack 'V', substr $good, $at + 20;
        push @parts, { name => substr($good, $at + 46, $named), shared => substr($good, $at + 6, 26), data => substr($good, $from + 30 + $named, $size) };
        $at += 46 + $named;
    }
}

sub entry {
    my ($name, $bytes) = @_;
    return { name => $name, data => $bytes, shared => pack('vvvvvVVVvv', 10, 0, 0, 0, 33, crc32($bytes), length $bytes, length $bytes, length $name, 0) };
}

# A ZIP of the parts. Of a part: local, directory (ways to change a header), before (bytes in front of it), unlisted, at (its offset in the
# directory less the true one), made_by, attributes, central_extra, local_extra, remark. Of the whole: prefix, base (where it begins), between,
# inserted (before the end record), comment, counted, disk, order (of the directory).
sub zip_of {
    my ($entries, %whole) = @_;
    my $out = $whole{prefix} // '';
    my $base = $whole{base} // 0;
    my @central;
    for my $p (@$entries) {
        $out .= $p->{before} // '';
        my $at = $base + length($out) + ($p->{at} // 0);
        my ($local, $central) = ($p->{shared}, $p->{shared});
        substr($local, 24, 2) = pack 'v', length $p->{local_extra} if $p->{local_extra};
        substr($central, 24, 2) = pack 'v', length $p->{central_extra} if $p->{central_extra};
        my $name = $p->{local_name} // $p->{name};
        $local = $p->{local}->($local) if $p->{local};
        $central = $p->{directory}->($central) if $p->{directory};
        $out .= "PK\3\4$local$name" . ($p->{local_extra} // '') . $p->{data};
        push @central, "PK\1\2" . pack('v', $p->{made_by} // 63) . $central . pack('vvvVV', length($p->{remark} // ''), 0, 0, $p->{attributes} // 0, $at)
            . $p->{name} . ($p->{central_extra} // '') . ($p->{remark} // '') unless $p->{unlisted};
        push @central, $central[-1] if $p->{again};
    }
    $out .= $whole{between} // '';
    my $counted = $whole{counted} // scalar @central;
    my $directory = join '', $whole{order} ? $whole{order}->(@central) : @central;
    my $from = $base + length $out;
    my $comment = $whole{comment} // '';
    return $out . $directory . ($whole{inserted} // '')
        . "PK\5\6" . pack('vvvvVVv', ($whole{disk} // 0) x 2, $counted, $counted, length $directory, $from, $whole{announced} // length $comment) . $comment;
}

# The parts again, with the named one changed.
sub changed { my ($name, %how) = @_; return [map { $_->{name} eq $name ? { %$_, %how } : {%$_} } @parts] }
sub put { my ($at, $form, $value) = @_; return sub { my ($h) = @_; substr($h, $at, length pack $form, $value) = pack $form, $value; return $h } }
# Both headers alike.
sub both { my ($name, @put) = @_; my ($p) = grep { $_->{name} eq $name } @parts; return changed($name, shared => put(@put)->($p->{shared})) }

my $forged = '<!DOCTYPE html><title>forged</title><h1>benign, no finding</h1>';
my ($audit, $case) = ('audit.jsonl', 'case.json');
my $whole = zip_of(\@parts);
my $hidden = "PK\3\4" . entry($page, $forged)->{shared} . $page . $forged;

# The whole report within a stored file, whose end record's comment reaches to the end: some readers take the one, some the other.
sub embedded {
    my $front = entry('mimetype', 'application/vnd.etsi.asic-e+zip');
    my $begin = 2 * 30 + length('mimetype') + length($front->{data}) + length 'x';
    my $behind = length(zip_of([$front, entry('x', ''), entry($page, $forged)])) - $begin;
    return zip_of([$front, entry('x', zip_of(\@parts, base => $begin, announced => $behind)), entry($page, $forged)]);
}

# An archive within the comment of the first.
sub second {
    my $none = zip_of(\@parts);
    return zip_of(\@parts, comment => zip_of([entry('mimetype', 'application/vnd.etsi.asic-e+zip'), entry($page, $forged)], base => length $none));
}

my $zip64 = "PK\6\6" . pack('Q<vvVVQ<Q<Q<Q<', 44, 63, 45, 0, 0, scalar @parts, scalar @parts, 0, 0) . "PK\6\7" . pack('VQ<V', 0, length($whole) - 22, 1);

# CB-PACK-150
my @forgeries = (
    ['a comment', qr/last 22 bytes/, zip_of(\@parts, comment => 'this report was withdrawn')],
    ['a second archive in the comment', qr/last 22 bytes|before it ends/, second()],
    ['a byte behind the end', qr/last 22 bytes/, "$whole\0"],
    ['a comment announced', qr/announces a comment/, zip_of(\@parts, announced => 1)],
    ['a file in front', qr/does not begin with its type/, zip_of(\@parts, prefix => $hidden)],
    ['a file behind the type that the directory does not list', qr/before it ends/, zip_of([map { { %$_, $_->{name} eq $page ? (before => $hidden) : () } } @parts])],
    ['a file before the directory that it does not list', qr/between its last file/, zip_of(\@parts, between => $hidden)],
    ['a byte before the directory', qr/between its last file/, zip_of(\@parts, between => "\0")],
    ['a byte behind the directory', qr/where its end record begins/, zip_of(\@parts, inserted => "\0")],
    ['an end record for large archives', qr/where its end record begins/, zip_of(\@parts, inserted => $zip64)],
    ['several disks', qr/several disks/, zip_of(\@parts, disk => 1)],
    ['no files', qr/holds 0 files/, zip_of(\@parts, counted => 0)],
    ['one file fewer than the directory lists', qr/more than the files/, zip_of(\@parts, counted => @parts - 1)],
    ['one file more than the directory lists', qr/fewer files/, zip_of(\@parts, counted => @parts + 1)],
    ['a directory in another order', qr/before it ends/, zip_of(\@parts, order => sub { return @_[0, reverse 1 .. $#_] })],
    ['one file listed twice', qr/before it ends/, zip_of(changed($case, again => 1))],
    ['one name twice', qr/stands twice/, zip_of([@parts, entry($page, $forged)])],
    ['an offset that leads to another file', qr/before it ends/, zip_of(changed($case, at => -1))],
    ['another name in the file\'s own header', qr/told otherwise/, zip_of(changed($case, local_name => 'Case.json'))],
    ['another sum in the file\'s own header', qr/told otherwise/, zip_of(changed($case, local => put(10, 'V', 1)))],
    ['another size in the file\'s own header', qr/told otherwise/, zip_of(changed($case, local => put(18, 'V', 1)))],
    ['another method in the file\'s own header', qr/told otherwise/, zip_of(changed($case, local => put(4, 'v', 0)))],
    ['an extra field in the file\'s own header', qr/told otherwise/, zip_of(changed($case, local_extra => "\xfe\xca\0\0"))],
    ['an extra field in the directory', qr/extra field/, zip_of(changed($case, central_extra => "\xfe\xca\0\0"))],
    ['a second name in Unicode', qr/extra field/, zip_of(changed($case, central_extra => pack('vvCV', 0x7075, 14, 1, crc32($case)) . 'other.json'))],
    ['a remark on a file', qr/extra field or a comment/, zip_of(changed($case, remark => 'forged'))],
    ['sizes behind the data', qr/sizes behind its data/, zip_of(both($case, 2, 'v', 8))],
    ['an encrypted file', qr/is encrypted/, zip_of(both($case, 2, 'v', 1))],
    ['a hidden directory', qr/is encrypted/, zip_of(both($case, 2, 'v', 1 << 13))],
    ['another method', qr/neither stored nor deflated/, zip_of(both($case, 4, 'v', 12))],
    ['a reader of version 4.5 needed', qr/version 2\.0/, zip_of(both($case, 0, 'v', 45))],
    ['a stored file with two sizes', qr/two sizes/, zip_of(both('mimetype', 18, 'V', 30))],
    ['a symbolic link', qr/no plain file/, zip_of(changed($audit, made_by => 0x031e, attributes => oct('120777') << 16))],
    ['a symbolic link, as of DOS', qr/no plain file/, zip_of(changed($audit, attributes => oct('120777') << 16))],
    ['a folder by its attributes', qr/no plain file/, zip_of(changed($audit, attributes => 0x10))],
    ['a device', qr/no plain file/, zip_of(changed($audit, made_by => 0x031e, attributes => oct('060644') << 16))],
    ['a set-user-id bit', qr/no plain file/, zip_of(changed($audit, made_by => 0x031e, attributes => oct('104755') << 16))],
    ['a file of another system', qr/no plain file/, zip_of(changed($audit, made_by => 0x023f))],
    ['a file that reaches over the next', qr/before it ends/, zip_of(both($case, 14, 'V', 1_000))],
    ['a file that reaches into the directory', qr/reaches into the directory/, zip_of(both($case, 14, 'V', 1 << 30))],
    ['a file hidden behind a deflated one', qr/is damaged/,
        zip_of([map { my $p = $_; $p->{name} eq $case ? { %$p, data => $p->{data} . $hidden, shared => put(14, 'V', length($p->{data}) + length $hidden)->($p->{shared}) } : $p } @parts])],
    ['a smaller size than there is', qr/is damaged/, zip_of(both($case, 18, 'V', 5))],
    ['a larger size than there is', qr/is damaged/, zip_of(both($case, 18, 'V', 1 << 20))],
    ['a size that no deflated file can have', qr/is damaged/, zip_of(both($case, 18, 'V', 0xfffffff0))],
    ['another sum in both places', qr/is damaged/, zip_of(both($case, 10, 'V', 1))],
    ['a folder as an entry', qr/entry 24 has a name/, zip_of([@parts, entry('used/new/', '')])],
    ['a name with a zero', qr/entry 24 has a name/, zip_of([@parts, entry("a\0b", '')])],
);
is($whole, $good, 'the parts make the same container');
is((verified_by($asice, '--trust', $trust))[0], 0, 'which verifies');
for my $forgery (@forgeries) {
    my ($name, $why, $bytes) = @$forgery;
    my $where = scratch();
    my $file = spill(scratch() . '/x.asice', $bytes);
    my ($status, $out) = verified_by($file, '--trust', $trust);
    my @failed = grep { /^FAILED\t/ } split /\n/, $out;
    ok($status == 1 && @failed == 1 && $failed[0] =~ /^FAILED\tcontainer\t/ && $failed[0] =~ $why, "$name: verify says so in one line") or diag("exit $status: $out");
    my ($code, undef, $said) = casebound('unpack', $file, '-o', $where);
    ok($code == 3 && one_line($said) && $said =~ $why, "$name: unpack too") or diag("exit $code: $said");
    is_deeply([glob "$where/*"], [], "$name: nothing is left");
}

my $prefixed = spill(scratch() . '/x.asice', zip_of(\@parts, prefix => 'x'));
is((verified_by($prefixed, '--trust', $trust))[0], 1, 'a byte in front: it is not verified');
is((casebound('unpack', $prefixed, '-o', scratch()))[0], 3, 'a byte in front: nor unpacked');
my $embedded = spill(scratch() . '/x.asice', embedded());
my ($status, $out) = verified_by($embedded, '--trust', $trust);
is($status, 1, 'a report within a file is not verified');
like($out, qr/^FAILED\tmanifest\t/m, 'what unzip sees is judged');
($status, $out) = casebound('unpack', $embedded, '-o', scratch());
chomp $out;
is_deeply([sort(listing($out))], [sort $page, 'mimetype', 'x'], 'and unpacked');

done_testing();
