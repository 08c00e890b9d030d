# Der.pm: where the elements of DER begin and end (X.690, 8.1).
package Der;
use strict;
use warnings;
use Exporter 'import';
our @EXPORT = qw(head element);

# The bytes of the head of the element at a place.
sub head { my $l = ord substr($_[0], $_[1] + 1, 1); return $l < 128 ? 2 : 2 + ($l & 127) }

# The bytes of the whole element.
sub element {
    my ($b, $p) = @_;
    my $h = head($b, $p);
    return $h + ($h == 2 ? ord substr($b, $p + 1, 1) : unpack('N', substr("\0\0\0\0" . substr($b, $p + 2, $h - 2), -4)));
}

1;
