#!/usr/bin/perl
# symbols.pl BUILD: what the archives of the floors call and define.
# model, judge, arrange and render touch no file, clock, environment or locale; nobody has writable globals but those of
# globals.tsv; every exported name begins with cb_. Only our own objects are looked at: a library may, we may not.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Lint;

my $build = $ARGV[0] // 'build/release';
my %writable_allowed = map { ("$_->[0] $_->[1]" => 1) } table("$FindBin::Bin/globals.tsv");
my $outside = qr/^(?:
    f?open(?:at|64|dir|_memstream)?|fopen64|f?read|f?write|fread|fwrite|p?read64|pread|pwrite|creat|close|fclose|fd?close|
    freopen|mkstemp|mkdir|rmdir|unlink|unlinkat|rename|renameat2?|readlink|l?stat|fstat|fstatat|stat64|access|mmap|
    socket|connect|getaddrinfo|fork|execv?[pe]*|posix_spawn|system|popen|
    time|clock|clock_gettime|gettimeofday|localtime(?:_r)?|gmtime(?:_r)?|mktime|strftime|timegm|ctime|
    getenv|secure_getenv|setenv|putenv|environ|setlocale|uselocale|newlocale|localeconv|nl_langinfo|
    rand|srand|random|rand_r|drand48|getrandom|getentropy|arc4random\w*|
    f?printf|vf?printf|__v?f?printf_chk|puts|putchar|fputs|perror|stdin|stdout|stderr|exit|_exit|quick_exit|
    gethostname|getcwd|getpid|getuid|getpwuid|isatty|pthread_create
)$/x;

# What an object needs and exports.
sub check_names {
    my ($archive, $floor) = @_;
    my $pure = $floor =~ /^(?:model|judge|arrange|render)$/;
    my $object = '';
    for my $line (split /\n/, `nm $archive 2>&1`) {
        if ($line =~ /^(\S+\.o):$/) { $object = "$floor/$1"; next }
        next unless $line =~ /^[0-9a-f]*\s+([A-Za-z])\s+(\S+)$/;
        my ($type, $name) = ($1, $2);
        found($object, 0, "calls '$name'") if $pure && $type eq 'U' && $name =~ $outside;
        found($object, 0, "exports '$name' without cb_") if $type =~ /^[TDBRCW]$/ && $name !~ /^(?:cb|CB)_/;
    }
}

# The section tells what may be written: constants with addresses in them stand in .data.rel.ro, which nm calls data too.
sub check_writable {
    my ($archive, $floor) = @_;
    my $object = '';
    for my $line (split /\n/, `objdump -t $archive 2>&1`) {
        if ($line =~ m{^(?:\S*/)?(\S+\.o):\s+file format}) { $object = "$floor/$1"; next }
        next unless $line =~ /^[0-9a-f]+ .{6}[O ] (\S+)\s+[0-9a-f]+ (?:\.hidden )?([^\s.]\S*)$/;
        my ($section, $name) = ($1, $2);
        next unless $section =~ /^(?:\.data|\.bss|\.tdata|\.tbss|\*COM\*)/ && $section !~ /^\.data\.rel\.ro/;
        $name =~ s/\.\d+$//;
        found($object, 0, "writable global '$name'") unless $writable_allowed{"$object $name"};
    }
}

for my $floor (floors()) {
    my $archive = "$build/lib$floor.a";
    if (!-e $archive) { found($archive, 0, 'is not there: build first'); next }
    check_names($archive, $floor);
    check_writable($archive, $floor);
}
check_writable($_, 'generator') for sort glob "$build/generator/*.o";
done();
