#!/usr/bin/perl
# A real trio, exome slice, BCSQ, parents of unknown status: 9,940 records, given by --vcf and --ped.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Casebound;
use Report;
use Test::More;

my $real = real_data('cases/slivar-ashk-trio') or plan skip_all => 'no real files ($CASEBOUND_TEST_DATA/cases/slivar-ashk-trio)';
my $vcf = "$real/ashk-trio.vcf.gz";
my $folder = build_ok('a sealed report is made', '--vcf', $vcf, '--ped', "$real/ashk-trio.ped", '-o', scratch(), '--key', key_folder() . '/seal.pem');
my $id = basename($folder);
my $view = json_of("$folder/case.json");

# CB-CASE-63
verifies($folder, key_folder() . '/authority.pem');
is($view->{ledger}{totals}{records_in}, 9940, '9,940 records in');
ledger_sums($view, $vcf);
top_calls_agree($view, $vcf);
renderings_agree($folder);
digest_agrees($folder);
pdf_is_sound("$folder/$id.pdf");

# CB-CASE-64
my %member = map { $_->{sample_id} => $_ } @{ $view->{family}{members} };
like($member{$_}{affection}, qr/unknown/i, "$_: the status is unknown, not unaffected") for qw(HG003 HG004);

done_testing();
