#!/usr/bin/perl
# A file includes headers of its own floor or of a lower one, ours written "casebound/floor/x.h" or, private ones, from
# its own floor's folder. Tests of a floor may include what the floor may.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Lint;

chdir($ARGV[0] // '.') or die;
my @names = floors();

sub target {
    my ($file, $include) = @_;
    return $include =~ m{^casebound/(\w+)/} ? "include/$include" : "generator/$include" if $include =~ m{/};
    (my $folder = $file) =~ s{[^/]+$}{};
    return $folder . $include;
}

for my $file (files(qr{^(?:generator|include/casebound|samples)/.*\.[ch]$})) {
    my $floor = $file =~ m{^samples/} ? 1 : floor_of($file);
    found($file, 0, 'stands on no floor') if $floor < 0;
    my $n = 0;
    for my $line (split /\n/, slurp($file)) {
        $n++;
        next unless $line =~ /^\s*#\s*include\s*"([^"]+)"/;
        my $include = $1;
        next if $file =~ m{^samples/} && $include !~ m{/};
        my $other = floor_of(target($file, $include));
        if ($include =~ m{\.\.}) { found($file, $n, "'$include': no way up") }
        elsif ($other < 0) { found($file, $n, "'$include' belongs to no floor") }
        elsif ($other > $floor) { found($file, $n, "includes '$include' of a higher floor") }
        elsif ($include !~ m{^casebound/} && $other != $floor) { found($file, $n, "'$include' is private to '$names[$other]'") }
    }
}
done();
