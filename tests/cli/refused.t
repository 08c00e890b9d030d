#!/usr/bin/perl
# Bad input: one clear line, exit 3, no folder left.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Casebound;
use File::Copy qw(copy);
use Test::More;

my $key = key_folder() . '/seal.pem';

# $pattern is what the line must say beside the name of the program.
sub refused {
    my ($name, $pattern, @words) = @_;
    my $output = scratch();
    my ($status, $out, $err) = casebound('build', @words, '-o', $output, '--key', $key);
    is($status, 3, "$name: exit 3") or diag("stdout: $out", "stderr: $err");
    ok(one_line($err), "$name: one line") or diag($err);
    like($err, $pattern, "$name: the line says what is wrong");
    is($out, '', "$name: nothing on stdout");
    is_deeply([glob("$output/* $output/.[a-z]*")], [], "$name: no folder left");
}

sub with_vcf {
    my ($change) = @_;
    my $text = Casebound::small_vcf();
    $change->(\$text);
    return small_case(vcf => $text);
}

sub bgzipped {
    my $case = small_case(vcf_name => 'family.vcf.gz');
    my $folder = dirname($case);
    system("bgzip '$folder/family.vcf'") == 0 or die 'bgzip';
    return ($case, "$folder/family.vcf.gz");
}

# CB-CASE-10
refused('a case file that is not there', qr/nowhere\.yaml/, scratch() . '/nowhere.yaml');
my $gone = small_case();
unlink dirname($gone) . '/family.vcf';
refused('a VCF that is not there', qr/family\.vcf/, $gone);
my $no_ped = small_case();
unlink dirname($no_ped) . '/family.ped';
refused('a PED that is not there', qr/family\.ped/, $no_ped);
refused('a folder in place of the VCF', qr/sub/, do { my $c = small_case(vcf_name => 'sub'); mkdir dirname($c) . '/sub'; $c });

# CB-CASE-11
refused('not a VCF but text', qr/family\.vcf/, small_case(vcf => "Dear colleague,\nplease find attached\n"));
refused('not a VCF but a picture', qr/family\.vcf/, small_case(vcf => "\x89PNG\r\n\x1a\n" . "\0" x 400));
refused('an empty file', qr/family\.vcf/, small_case(vcf => ''));
refused('a header without its column line', qr/family\.vcf/, with_vcf(sub { ${ $_[0] } =~ s/^#CHROM.*//ms }));

# CB-CASE-12
my ($case, $gz) = bgzipped();
my $bytes = slurp($gz);
refused('BGZF without its end marker', qr/truncated|cut|end/i, do { spill($gz, substr($bytes, 0, -28)); $case });
refused('BGZF cut inside a block', qr/truncated|cut|end/i, do { spill($gz, substr($bytes, 0, length($bytes) / 2)); $case });
refused('BGZF with a flipped byte', qr/family\.vcf\.gz/, do {
    my $broken = $bytes;
    substr($broken, 60, 1) ^= "\x10";
    spill($gz, $broken);
    $case;
});

# CB-CASE-13
refused('a short line', qr/line 14/, with_vcf(sub { ${ $_[0] } =~ s/^(chr1\t.*?PASS)\t.*$/$1/m }));
refused('a blank line', qr/line 14/, with_vcf(sub { ${ $_[0] } =~ s/^(chr1\t)/\n$1/m }));
refused('a sample too few in a line', qr/line 14/, with_vcf(sub { ${ $_[0] } =~ s/^(chr1\t.*)\t[^\t\n]*$/$1/m }));
refused('an allele that the line has not', qr/line 14/, with_vcf(sub { ${ $_[0] } =~ s{^(chr1\t.*)0/1}{${1}0/2}m }));
refused('a position that is no number', qr/line 14/, with_vcf(sub { ${ $_[0] } =~ s/^chr1\t55051215/chr1\t5505x/m }));
refused('a NUL in a line', qr/line 14/, with_vcf(sub { ${ $_[0] } =~ s/^(chr1\t55051215\t)\./$1a\0b/m }));
refused('the same sample twice', qr/line 13/, small_case(samples => [qw(dad kid dad)]));

# CB-CASE-14
refused('a proband who is not in the VCF', qr/kid/, small_case(samples => [qw(dad child mum)]));
refused('a proband whose name differs in case alone', qr/kid/, small_case(samples => [qw(dad KID mum)]));

# CB-CASE-15
my $ped = "SMALL\tkid\tdad\tmum\t2\t2\nSMALL\tdad\t0\t0\t1\t1\n";
refused('a mother who is male', qr/mum/, small_case(ped => "${ped}SMALL\tmum\t0\t0\t1\t1\n", case => <<'YAML'));
family: SMALL
ped: family.ped
vcf_snv: family.vcf
human_genome_build: '38'
YAML
refused('a PED with a short line', qr/family\.ped line 3/, small_case(ped => "${ped}SMALL\tmum\t0\n"));
refused('a person twice in the PED, not the same', qr/family\.ped line 3/, small_case(ped => "${ped}SMALL\tdad\t0\t0\t1\t2\n"));
refused('a father of himself', qr/dad/, small_case(ped => "SMALL\tkid\tdad\tmum\t2\t2\nSMALL\tdad\tdad\t0\t1\t1\nSMALL\tmum\t0\t0\t2\t1\n"));

# CB-CASE-16
my $yaml = slurp(small_case());
refused('YAML with a tab', qr/case\.yaml line 4.*tab/i, small_case(case => $yaml =~ s/^family_name: /family_name:\n\t/mr));
refused('two YAML documents', qr/case\.yaml.*document/, small_case(case => "$yaml---\nfamily: other\n"));
refused('YAML that is no map', qr/case\.yaml/, small_case(case => "- a\n- b\n"));
refused('a key twice', qr/case\.yaml line \d+/, small_case(case => "${yaml}vcf_snv: other.vcf\n"));
refused('bytes that are no UTF-8 in the case file', qr/case\.yaml/, small_case(case => "${yaml}report:\n  patient_name: \"M\xfcller\"\n"));
refused('a case id that would leave the folder', qr{\.\./x}, small_case(case => $yaml =~ s{^family_name: SMALL}{family_name: ../x}mr));
refused('a revision that is no number', qr/revision/, small_case(more => "report:\n  revision: two\n"));
refused('a genome build that the VCF contradicts', qr/build|GRCh/, small_case(case => $yaml =~ s/'38'/'37'/r));

# CB-CASE-17
my $output = scratch();
my $alone = small_case(samples => [qw(kid mum)], vcf => Casebound::small_vcf(samples => [qw(kid mum)]) =~ s/^((?:chr)\w+\t(?:[^\t]*\t){7}[^\t]*)\t[^\t]*/$1/gmr);
my ($status, $out, $err) = casebound('build', $alone, '-o', $output, '--key', $key);
is($status, 0, 'a father without a column is no reason to refuse') or diag($err);
my $view = json_of("$output/SMALL-r1/case.json");
my ($father) = grep { $_->{id} eq 'dad' } @{ $view->{family}{members} };
like($father->{sample}, qr/no column/, 'the family table says that he has no column');
ok((grep { $_->{text} =~ /dad/ } @{ $view->{notices} }), 'a notice names him');

done_testing();
