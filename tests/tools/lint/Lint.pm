# Lint.pm: what the rules of this folder share. A rule is a script RULE.pl [ROOT]; it prints "file:line: message" for each
# finding and exits 1 when there was one.
package Lint;
use strict;
use warnings;
use Exporter 'import';
our @EXPORT = qw(files slurp code_of found done table floors floor_of functions requirement_id ids_in_tests);

my $count = 0;

# Files of the tree below the current folder that are tracked, or would be if they were added; all files but packages of npm where git says
# nothing: outside of it, and for root in somebody else's clone.
sub files {
    my ($pattern) = @_;
    my @all = -e '.git' ? split /\n/, `git ls-files --cached --others --exclude-standard 2>/dev/null` : ();
    @all = split /\n/, `find . -name node_modules -prune -o -type f -print` unless @all;
    s{^\./}{} for @all;
    return sort grep { -f $_ && $_ =~ $pattern } @all;
}

sub slurp {
    my ($path) = @_;
    open my $in, '<', $path or die "$path: $!\n";
    local $/;
    return scalar(<$in>) // '';
}

sub requirement_id { return qr/\bCB-[A-Z]+-\d{2,3}\b/ }

# [file, line, id] of each requirement that a test names.
sub ids_in_tests {
    my ($id, @named) = (requirement_id());
    for my $file (files(qr{^tests/.*\.(?:c|h|t|mjs|pl|pm|sh|plan)$})) {
        my $line = 0;
        for my $text (split /\n/, slurp($file)) {
            $line++;
            push @named, map { [$file, $line, $_] } $text =~ /($id)/g;
        }
    }
    return @named;
}

# C source with comments, strings and character constants blanked out; line numbers stay.
sub code_of {
    my ($text) = @_;
    my $blank = sub { (my $t = shift) =~ s/[^\n]/ /g; $t };
    $text =~ s{(/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')}{
        my $t = $1; $t =~ m{^/} ? $blank->($t) : substr($t, 0, 1) . $blank->(substr($t, 1, -1)) . substr($t, -1) }gse;
    return $text;
}

sub found {
    my ($file, $line, $message) = @_;
    print $line ? "$file:$line: $message\n" : "$file: $message\n";
    $count++;
}

sub done { exit($count ? 1 : 0) }

# Rows of a tab-separated table without its comments.
sub table {
    my ($path) = @_;
    return map { [split /\t/] } grep { !/^#/ && /\S/ } split /\n/, slurp($path);
}

sub floors { return qw(base model read judge arrange render folder seal verify cli) }

# The floor's number of a file of generator/ or include/casebound/; main.c and pipeline.c stand above all floors.
sub floor_of {
    my ($path) = @_;
    my @floors = floors();
    return scalar @floors if $path =~ m{^generator/\w+\.[ch]$};
    return -1 unless $path =~ m{^(?:generator|include/casebound)/(\w+)/};
    my $name = $1;
    for my $i (0 .. $#floors) { return $i if $floors[$i] eq $name }
    return -1;
}

# [name, first line, lines] of each function, from its opening to its closing brace.
sub functions {
    my ($text) = @_;
    my $code = code_of($text);
    $code =~ s{^[ \t]*#(?:[^\n]*\\\n)*[^\n]*}{(my $t = $&) =~ s/[^\n]/ /g; $t}gme;
    my ($depth, $line, $name, $from, @out) = (0, 1);
    my $head = '';
    for my $token ($code =~ /[{};\n]|[^{};\n]+/g) {
        if ($token eq "\n") { $line++; $head .= ' ' if !$depth }
        elsif ($token eq '{') {
            if ($depth++ == 0) { ($name) = $head =~ /(\w+)\s*\([^{}]*\)\s*$/; $from = $line }
        } elsif ($token eq '}') {
            $depth-- if $depth;
            if (!$depth) {
                push @out, [$name, $from, $line - $from + 1] if defined $name;
                $head = '';
                $name = undef;
            }
        } elsif (!$depth) { $head = $token eq ';' ? '' : $head . $token }
    }
    return @out;
}

1;
