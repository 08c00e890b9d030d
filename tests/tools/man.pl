#!/usr/bin/perl
# man.pl NAME SECTION VERSION DATE FILE.md: a manual page in man(7) from the Markdown that docs/cli.md keeps to: headings of two and
# three levels, paragraphs, "- " lists, "`term`\n: text" definitions, indented or fenced code, tables of two columns,
# **bold**, *emphasis*, `code`, [text](address).
use strict;
use warnings;

my ($name, $section, $version, $date, $path) = @ARGV;
die "usage: man.pl NAME SECTION VERSION DATE FILE.md\n" unless defined $path;
open my $in, '<', $path or die "$path: $!\n";
chomp(my @lines = <$in>);

# A line of text must not begin with a control character, and a backslash is written out.
sub plain {
    my ($text) = @_;
    $text =~ s/\\/\\e/g;
    $text =~ s/-/\\-/g;
    $text =~ s/^([.'])/\\&$1/;
    return $text;
}

sub inline {
    my ($text) = @_;
    my $out = '';
    while ($text =~ /\G(?:`([^`]+)`|\*\*([^*]+)\*\*|\*([^*]+)\*|\[([^\]]+)\]\(([^)]+)\)|([^`*\[]+|.))/g) {
        if (defined $1) { $out .= '\\fB' . plain($1) . '\\fR' }
        elsif (defined $2) { $out .= '\\fB' . plain($2) . '\\fR' }
        elsif (defined $3) { $out .= '\\fI' . plain($3) . '\\fR' }
        elsif (defined $4) { $out .= plain($4) . ($5 =~ /^https?:/ ? ' (' . plain($5) . ')' : '') }
        else { $out .= plain($6) }
    }
    $out =~ s/^([.'])/\\&$1/;
    return $out;
}

sub code_block { my $headed = shift; print $headed ? '' : ".PP\n", ".RS 4\n.nf\n", (map { s/\\/\\e/gr =~ s/-/\\-/gr =~ s/^([.'])/\\&$1/r . "\n" } @_), ".fi\n.RE\n" }

sub table_row {
    my ($line) = @_;
    my @cells = map { s/^\s+|\s+$//gr } split /(?<!\\)\|/, $line =~ s/^\s*\||\|\s*$//gr;
    return if !grep { !/^:?-+:?$/ } @cells;
    my ($first, @rest) = map { inline(s/\\\|/|/gr) } @cells;
    print ".TP\n$first\n", join("\n", @rest), "\n";
}

print '.TH ', uc $name, " $section \"$date\" \"$name $version\" \"\"\n";
my ($first_row, $headed) = (1, 0);
while (@lines) {
    my $line = shift @lines;
    next if $line =~ /^# /;
    if ($line =~ /^## (.+)/) { print '.SH ', uc inline($1) =~ s/\\fB|\\fR//gr, "\n" }
    elsif ($line =~ /^### (.+)/) { print '.SS ', inline($1) =~ s/\\fB|\\fR//gr, "\n" }
    elsif ($line =~ /^```/) {
        my @code;
        push @code, shift @lines while @lines && $lines[0] !~ /^```/;
        shift @lines;
        code_block($headed, @code);
    } elsif ($line =~ /^\|/) {
        shift @lines if @lines && $lines[0] =~ /^\|\s*:?-/;
        table_row($line) unless $first_row;
        $first_row = 0;
    } elsif ($line =~ /^- (.+)/) {
        my $text = $1;
        $text .= ' ' . (shift @lines) =~ s/^\s+//r while @lines && $lines[0] =~ /^  \S/;
        print ".IP \\(bu 3\n", inline($text), "\n";
    } elsif (@lines && $lines[0] =~ /^: /) {
        (my $text = shift @lines) =~ s/^: //;
        $text .= ' ' . (shift @lines) =~ s/^\s+//r while @lines && $lines[0] =~ /^  \S/;
        print ".TP\n", inline($line), "\n", inline($text), "\n";
    } elsif ($line =~ /\S/) {
        $line .= ' ' . shift @lines while @lines && $lines[0] =~ /\S/ && $lines[0] !~ /^(?:#|- |\||```|: )/;
        print $headed ? '' : ".PP\n", inline($line), "\n";
    } else { $first_row = 1; next }
    $headed = $line =~ /^##/;
}
