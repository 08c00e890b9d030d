# LintTest.pm: a rule is run on a small tree of its own, and must find what is planted there and nothing else.
package LintTest;
use strict;
use warnings;
use Cwd qw(abs_path);
use Exporter 'import';
use File::Basename qw(dirname);
use File::Path qw(make_path);
use File::Temp qw(tempdir);
use Test::More;
our @EXPORT = qw(finds passes tree rule_folder);

sub rule_folder { return abs_path(dirname(__FILE__) . '/..') }

# A new folder with these files: path => text.
sub tree {
    my (%files) = @_;
    my $folder = tempdir(CLEANUP => 1);
    for my $path (keys %files) {
        make_path(dirname("$folder/$path"));
        open my $out, '>', "$folder/$path" or die "$path: $!";
        print $out $files{$path};
        close $out or die;
    }
    return $folder;
}

sub run_rule {
    my ($rule, $files) = @_;
    my $folder = tree(%$files);
    my $said = `perl $LintTest::rules/$rule.pl $folder 2>&1`;
    return ($said, $? >> 8);
}
our $rules = rule_folder();

sub finds {
    my ($rule, $name, $pattern, %files) = @_;
    my ($said, $status) = run_rule($rule, \%files);
    ok($status == 1 && $said =~ $pattern, "$rule finds $name") or diag("exit $status, said: $said");
}

sub passes {
    my ($rule, $name, %files) = @_;
    my ($said, $status) = run_rule($rule, \%files);
    ok($status == 0, "$rule passes $name") or diag("exit $status, said: $said");
}

1;
