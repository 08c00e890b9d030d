/* variants_records_test.c: what a record and a header must look like, each way of being broken in a row of a table. */
#include "vcf_fixture.h"

#include "casebound/base/log.h"

#define ONE COLUMNS "\tFORMAT\tkid\n"

typedef struct row {
    const char *name, *text, *why; /* why: a part of the message; NULL where the file is sound */
} row;

static void check(const row *r) {
    fixture f = fixture_new();
    cb_status status = open_text(&f, r->text);
    long count = status == CB_OK ? read_all(&f) : -1;
    if (!r->why) {
        if (count < 0) {
            fail_msg("%s: refused: %s", r->name, f.error.text);
        }
    } else {
        if (count >= 0) {
            fail_msg("%s: accepted", r->name);
        }
        assert_int_equal(f.error.status, CB_INPUT);
        if (!strstr(f.error.text, r->why)) {
            fail_msg("%s: says '%s', not '%s'", r->name, f.error.text, r->why);
        }
    }
    fixture_free(&f);
}

#define LINE(text) VERSION_42 ONE text "\n"

static const row records[] = {
    {"sound", LINE("1\t5\trs1;rs2\tA\tC\t3.5\tPASS\tDP=3;DB\tGT:AD\t0/1:3,4"), NULL},
    {"position 0 is the telomere", LINE("1\t0\t.\tA\tC\t.\t.\t.\tGT\t0/1"), NULL},
    {"no ALT", LINE("1\t5\t.\tA\t.\t.\t.\t.\tGT\t0/0"), NULL},
    {"symbolic, star, breakends", LINE("1\t5\t.\tA\t<DEL:ME:ALU>,*,A[2:7[,]<ctg>:9]A,A.,.C\t.\t.\t.\tGT\t0/5"), NULL},
    {"IUPAC and lower case", LINE("1\t5\t.\taR\tc\t.\t.\t.\tGT\t0/1"), NULL},
    {"NaN and Inf qualities", LINE("1\t5\t.\tA\tC\tNaN\t.\t.\tGT\t0/1\n1\t5\t.\tA\tC\t+Inf\t.\t.\tGT\t0/1"), NULL},
    {"a quality of nothing, rounded", LINE("1\t5\t.\tA\tC\t-3.86e-14\t.\t.\tGT\t0/1"), NULL},
    {"dropped trailing fields", LINE("1\t5\t.\tA\tC\t.\t.\t.\tGT:AD:DP\t0/1"), NULL},
    {"haploid, half, phased, no call",
     LINE("1\t5\t.\tA\tC\t.\t.\t.\tGT\t1\n1\t6\t.\tA\tC\t.\t.\t.\tGT\t./1\n"
          "1\t7\t.\tA\tC\t.\t.\t.\tGT\t0|1\n1\t8\t.\tA\tC\t.\t.\t.\tGT\t.\n1\t9\t.\tA\tC\t.\t.\t.\tGT\t./."),
     NULL},
    {"unsorted, a contig that comes back",
     LINE("2\t5\t.\tA\tC\t.\t.\t.\tGT\t1\n1\t6\t.\tA\tC\t.\t.\t.\tGT\t1\n2\t1\t.\tA\tC\t.\t.\t.\tGT\t1"), NULL},
    {"the same key twice, same value", LINE("1\t5\t.\tA\tC\t.\t.\tX=1;Y;X=1\tGT\t0/1"), NULL},
    {"a space in a value", LINE("1\t5\t.\tA\tC\t.\t.\tDISEASE=two words\tGT\t0/1"), NULL},
    {"INFO with an empty item", LINE("1\t5\t.\tA\tC\t.\t.\tA=1;;B=2;\tGT\t0/1"), NULL},
    {"INFO empty", LINE("1\t5\t.\tA\tC\t.\t.\t\tGT\t0/1"), NULL},
    {"blank lines at the end", LINE("1\t5\t.\tA\tC\t.\t.\t.\tGT\t0/1\n\n"), NULL},
    {"an allele where there is none", LINE("1\t5\t.\tA\t.\t.\t.\t.\tGT\t0/1"), NULL},
    {"HLA contig", LINE("HLA-A*01:01:01:01\t5\t.\tA\tC\t.\t.\t.\tGT\t0/1"), NULL},
    {"a column too few", LINE("1\t5\t.\tA\tC\t.\tPASS\tDP=1\tGT"), "9 columns where the #CHROM line has 10"},
    {"INFO missing", LINE("1\t5\t.\tA\tC\t.\tPASS"), "7 columns"},
    {"a column too many", LINE("1\t5\t.\tA\tC\t.\tPASS\t.\tGT\t0/1\t0/1"), "11 columns"},
    {"spaces for tabs", LINE("1 5 . A C . PASS . GT 0/1"), "1 columns"},
    {"blank line", LINE("1\t5\t.\tA\tC\t.\t.\t.\tGT\t0/1\n\n1\t6\t.\tA\tC\t.\t.\t.\tGT\t0/1"), "line 4: a blank line"},
    {"second header", LINE("1\t5\t.\tA\tC\t.\t.\t.\tGT\t0/1\n##fileformat=VCFv4.2"),
     "line 4: a header line among the records"},
    {"empty CHROM", LINE("\t5\t.\tA\tC\t.\t.\t.\tGT\t0/1"), "CHROM is empty"},
    {"comma in CHROM", LINE("1,2\t5\t.\tA\tC\t.\t.\t.\tGT\t0/1"), "comma in CHROM"},
    {"negative POS", LINE("1\t-5\t.\tA\tC\t.\t.\t.\tGT\t0/1"), "POS is not a position"},
    {"POS with a fraction", LINE("1\t5.0\t.\tA\tC\t.\t.\t.\tGT\t0/1"), "POS is not a position"},
    {"POS too large", LINE("1\t99999999999999999999\t.\tA\tC\t.\t.\t.\tGT\t0/1"), "POS is not a position"},
    {"REF with a dash", LINE("1\t5\t.\t-\tC\t.\t.\t.\tGT\t0/1"), "REF has something other than bases"},
    {"REF missing", LINE("1\t5\t.\t.\tC\t.\t.\t.\tGT\t0/1"), "REF has something"},
    {"ALT with a trailing comma", LINE("1\t5\t.\tA\tC,\t.\t.\t.\tGT\t0/1"), "ALT number 2 is not an allele"},
    {"ALT missing among others", LINE("1\t5\t.\tA\tC,.\t.\t.\t.\tGT\t0/1"), "ALT number 2"},
    {"ALT unclosed", LINE("1\t5\t.\tA\t<DEL\t.\t.\t.\tGT\t0/1"), "ALT number 1"},
    {"ALT nested", LINE("1\t5\t.\tA\t<<DEL>>\t.\t.\t.\tGT\t0/1"), "ALT number 1"},
    {"breakend without bases", LINE("1\t5\t.\tA\t[2:7[\t.\t.\t.\tGT\t0/1"), "ALT number 1"},
    {"breakend without place", LINE("1\t5\t.\tA\tA[2[\t.\t.\t.\tGT\t0/1"), "ALT number 1"},
    {"breakend with two brackets", LINE("1\t5\t.\tA\tA[2:7]\t.\t.\t.\tGT\t0/1"), "ALT number 1"},
    {"QUAL in words", LINE("1\t5\t.\tA\tC\thigh\t.\t.\tGT\t0/1"), "QUAL is not a number"},
    {"QUAL negative", LINE("1\t5\t.\tA\tC\t-5\t.\t.\tGT\t0/1"), "QUAL is not a number"},
    {"FILTER with an empty part", LINE("1\t5\t.\tA\tC\t.\tq10;\t.\tGT\t0/1"), "FILTER has an empty part"},
    {"FILTER 0", LINE("1\t5\t.\tA\tC\t.\t0\t.\tGT\t0/1"), "FILTER has an empty part, or the reserved value 0"},
    {"FILTER with a space", LINE("1\t5\t.\tA\tC\t.\tlow quality\t.\tGT\t0/1"), "a space in FILTER"},
    {"ID with an empty part", LINE("1\t5\t;rs1\tA\tC\t.\t.\t.\tGT\t0/1"), "ID has an empty part"},
    {"INFO with a value alone", LINE("1\t5\t.\tA\tC\t.\t.\tA=1;=1\tGT\t0/1"), "INFO has an empty key (item 2)"},
    {"INFO with a space in a key", LINE("1\t5\t.\tA\tC\t.\t.\tA B=1\tGT\t0/1"), "INFO has a space in a key"},
    {"INFO key twice with two values", LINE("1\t5\t.\tA\tC\t.\t.\tAF=1;B=2;AF=0.1\tGT\t0/1"), "INFO has a key twice"},
    {"FORMAT key twice", LINE("1\t5\t.\tA\tC\t.\t.\t.\tGT:AD:AD\t0/1"), "FORMAT has a key twice"},
    {"GT not first", LINE("1\t5\t.\tA\tC\t.\t.\t.\tAD:GT\t1:0/1"), "GT is not the first"},
    {"FORMAT with an empty key", LINE("1\t5\t.\tA\tC\t.\t.\t.\tGT::AD\t0/1"), "FORMAT key number 2"},
    {"more values than keys", LINE("1\t5\t.\tA\tC\t.\t.\t.\tGT:AD\t0/1:1,2:3"),
     "sample 1 has 3 values where FORMAT has 2 keys"},
    {"allele out of range", LINE("1\t5\t.\tA\tC\t.\t.\t.\tGT\t0/2"), "GT of sample 1 is not a genotype"},
    {"an index that nobody could hold", LINE("1\t5\t.\tA\t.\t.\t.\t.\tGT\t0/128"), "0 alternate alleles"},
    {"GT of letters", LINE("1\t5\t.\tA\tC\t.\t.\t.\tGT\t0/C"), "GT of sample 1"},
    {"GT with an open end", LINE("1\t5\t.\tA\tC\t.\t.\t.\tGT\t0/"), "GT of sample 1"},
    {"GT with a hole", LINE("1\t5\t.\tA\tC\t.\t.\t.\tGT\t0/|1"), "GT of sample 1"},
    {"GT empty", LINE("1\t5\t.\tA\tC\t.\t.\t.\tGT:DP\t:3"), "GT of sample 1"},
    {"sample empty", LINE("1\t5\t.\tA\tC\t.\t.\t.\tGT:DP\t"), "the column of sample 1 is empty"},
    {"prefix phase before 4.4", LINE("1\t5\t.\tA\tC\t.\t.\t.\tGT\t|0/1"), "GT of sample 1"},
    {"a control character", LINE("1\t5\t.\tA\tC\t.\t.\tX=\001\tGT\t0/1"), "a control character (byte 1)"},
    {"a lone CR", LINE("1\t5\t.\tA\tC\t.\t.\tX=a\rb\tGT\t0/1"), "a control character (byte 13)"},
    {"bad UTF-8", LINE("1\t5\t.\tA\tC\t.\t.\tX=\xff\xfe\tGT\t0/1"), "not valid UTF-8"},
    {"one chromosome, two names", LINE("chr1\t5\t.\tA\tC\t.\t.\t.\tGT\t0/1\n1\t6\t.\tA\tC\t.\t.\t.\tGT\t0/1"),
     "two names, chr1 and 1"},
    {"mitochondria, two names", LINE("MT\t5\t.\tA\tC\t.\t.\t.\tGT\t0/1\nchrM\t6\t.\tA\tC\t.\t.\t.\tGT\t0/1"),
     "two names, MT and chrM"},
};

/* CB-VCF-01 */
static void every_record_is_checked(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof records / sizeof *records; i++) {
        check(&records[i]);
    }
}

#define AFTER ONE "1\t5\t.\tA\tC\t.\t.\t.\tGT\t0/1\n"

static const row headers[] = {
    {"sound", VERSION_42 "##remark\n##INFO=<ID=X,Number=1,Type=Float,Description=\"a, \\\"b\\\" > c\">\n" AFTER, NULL},
    {"no samples", VERSION_42 COLUMNS "\n1\t5\t.\tA\tC\t.\t.\t.\n", NULL},
    {"no records", VERSION_42 ONE, NULL},
    {"Number of 4.4", "##fileformat=VCFv4.4\n##FORMAT=<ID=X,Number=LA,Type=Integer,Description=\"\">\n" AFTER, NULL},
    {"prefix phase", "##fileformat=VCFv4.4\n" ONE "1\t5\t.\tA\tC\t.\t.\t.\tGT\t|0/1\n1\t6\t.\tA\tC\t.\t.\t.\tGT\t/1\n",
     NULL},
    {"no ##fileformat", ONE "1\t5\t.\tA\tC\t.\t.\t.\tGT\t0/1\n", "is not a VCF or BCF file"},
    {"nothing at all", "", "is not a VCF or BCF file"},
    {"another version", "##fileformat=VCFv5.0\n" AFTER, "version of ##fileformat"},
    {"a minor version not known", "##fileformat=VCFv4.9\n" AFTER, "version of ##fileformat"},
    {"second ##fileformat", VERSION_42 VERSION_42 AFTER, "line 2: a second ##fileformat"},
    {"no #CHROM", VERSION_42 "##source=x\n", "ends before its #CHROM line"},
    {"records without #CHROM", VERSION_42 "1\t5\t.\tA\tC\t.\t.\t.\n", "line 2: a line that is no header line"},
    {"blank line", VERSION_42 "\n" AFTER, "a blank line before the #CHROM line"},
    {"columns in another order", VERSION_42 "#CHROM\tPOS\tREF\tID\tALT\tQUAL\tFILTER\tINFO\n",
     "column 3 of the #CHROM line is not ID"},
    {"seven columns", VERSION_42 "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\n", "7 columns"},
    {"sample twice", VERSION_42 COLUMNS "\tFORMAT\tkid\tmum\tkid\n", "two samples have the same name"},
    {"sample without a name", VERSION_42 COLUMNS "\tFORMAT\tkid\t\n", "the name of sample 2 is empty"},
    {"sample with spaces around", VERSION_42 COLUMNS "\tFORMAT\tkid \n", "the name of sample 1"},
    {"INFO unclosed", VERSION_42 "##INFO=<ID=X,Number=1,Type=Float,Description=\"a\"\n" AFTER,
     "line 2: ##INFO is not well formed"},
    {"INFO with an open quote", VERSION_42 "##INFO=<ID=X,Number=1,Type=Float,Description=\"a>\n" AFTER,
     "##INFO is not well formed"},
    {"INFO with inner quotes", VERSION_42 "##INFO=<ID=X,Number=1,Type=Float,Description=\"a \"b\" c\">\n" AFTER,
     "##INFO is not well formed"},
    {"INFO without ID", VERSION_42 "##INFO=<Number=1,Type=Float,Description=\"a\">\n" AFTER,
     "##INFO is not well formed"},
    {"INFO with a wrong Number", VERSION_42 "##INFO=<ID=X,Number=many,Type=Float,Description=\"a\">\n" AFTER,
     "no usable ID or Number"},
    {"FORMAT with a wrong Type", VERSION_42 "##FORMAT=<ID=X,Number=1,Type=Text,Description=\"a\">\n" AFTER,
     "no usable Type"},
    {"INFO twice with two Numbers",
     VERSION_42 "##INFO=<ID=X,Number=1,Type=Float,Description=\"a\">\n"
                "##INFO=<ID=X,Number=A,Type=Float,Description=\"a\">\n" AFTER,
     "line 3: ##INFO X is declared twice"},
    {"contig with a space", VERSION_42 "##contig=<ID=a b>\n" AFTER, "##contig without a usable ID"},
    {"contig with two lengths", VERSION_42 "##contig=<ID=1,length=5>\n##contig=<ID=1,length=6>\n" AFTER, "two lengths"},
    {"position behind the contig", VERSION_42 "##contig=<ID=1,length=3>\n" AFTER, "POS lies behind the end of 1"},
    {"telomere behind the contig", VERSION_42 "##contig=<ID=1,length=4>\n" AFTER, NULL},
    {"header of bad UTF-8", VERSION_42 "##source=\xff\n" AFTER, "not valid UTF-8"},
    {"CSQ without a list", VERSION_42 "##INFO=<ID=CSQ,Number=.,Type=String,Description=\"Consequences\">\n" AFTER,
     "without the list of its fields"},
};

/* CB-VCF-02 */
static void the_header_is_checked(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof headers / sizeof *headers; i++) {
        check(&headers[i]);
    }
}

/* CB-VCF-01 */
static void a_nul_byte_is_refused(void **state) {
    (void)state;
    static const char text[] = VERSION_42 ONE "1\t5\t.\tA\tC\t.\t.\tX=a\0b\tGT\t0/1\n";
    static const char header[] = VERSION_42 "##source=a\0b\n" ONE;
    fixture f = fixture_new();
    assert_int_equal(open_bytes(&f, text, sizeof text - 1), CB_OK);
    assert_int_equal(read_all(&f), -1);
    assert_non_null(strstr(f.error.text, "control character (byte 0)"));
    fixture_free(&f);
    f = fixture_new();
    assert_int_equal(open_bytes(&f, header, sizeof header - 1), CB_INPUT);
    fixture_free(&f);
}

/* CB-VCF-03 */
static void line_ends_of_windows_change_nothing(void **state) {
    (void)state;
    fixture f = fixture_new();
    cb_record record;
    bool more;
    assert_int_equal(
        open_text(&f, "##fileformat=VCFv4.2\r\n" COLUMNS "\tFORMAT\tkid\r\n1\t5\t.\tA\tC\t.\t.\t.\tGT\t0/1\r\n"),
        CB_OK);
    size_t count;
    assert_string_equal(cb_variants_samples(f.reader, &count)[0], "kid");
    assert_int_equal(cb_variants_next(f.reader, &record, &more, &f.error), CB_OK);
    assert_true(cb_str_is(record.samples, "0/1"));
    assert_int_equal(record.line_number, 3);
    assert_int_equal(cb_variants_next(f.reader, &record, &more, &f.error), CB_OK);
    assert_false(more);
    fixture_free(&f);
}

static const row ends[] = {
    {"whole but for its newline", VERSION_42 ONE "1\t5\t.\tA\tC\t.\t.\t.\tGT:DP\t0/1:30", NULL},
    {"cut between values", VERSION_42 ONE "1\t5\t.\tA\tC\t.\t.\t.\tGT:DP\t0/1", "the last line is cut short"},
    {"cut before the sample", VERSION_42 ONE "1\t5\t.\tA\tC\t.\t.\t.\tGT:DP", "9 columns"},
    {"cut in the header", VERSION_42 COLUMNS "\tFORMAT\tki", "the #CHROM line is cut short"},
};

/* CB-VCF-04 */
static void a_last_line_without_newline_must_be_whole(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        check(&ends[i]);
    }
}

/* CB-VCF-01 */
static void more_alleles_than_an_index_holds_are_refused(void **state) {
    (void)state;
    cb_buf b;
    cb_buf_init(&b, 4096);
    cb_buf_text(&b, VERSION_42 ONE "1\t5\t.\tA\tC");
    for (int i = 0; i < 127; i++) {
        cb_buf_text(&b, ",G");
    }
    cb_buf_text(&b, "\t.\t.\t.\tGT\t0/1\n");
    fixture f = fixture_new();
    assert_int_equal(open_text(&f, b.data), CB_OK);
    assert_int_equal(read_all(&f), -1);
    assert_non_null(strstr(f.error.text, "more than 127 alternate alleles"));
    cb_buf_free(&b);
    fixture_free(&f);
}

/* CB-VCF-05 */
static void fields_are_found_on_demand(void **state) {
    (void)state;
    fixture f = fixture_new();
    cb_record r;
    bool more;
    cb_str value;
    assert_int_equal(
        open_text(&f, VERSION_42 TRIO "1\t5\t.\tA\tC,G\t.\t.\tAB=1;B=2=3;FLAG;C=\tGT:AD:DP\t0/1:1,2:.\t.\t0/0::7\n"),
        CB_OK);
    assert_int_equal(cb_variants_next(f.reader, &r, &more, &f.error), CB_OK);
    assert_true(cb_record_info(&r, "B", &value) && cb_str_is(value, "2=3"));
    assert_true(cb_record_info(&r, "AB", &value) && cb_str_is(value, "1"));
    assert_true(cb_record_info(&r, "FLAG", &value) && value.n == 0);
    assert_true(cb_record_info(&r, "C", &value) && value.n == 0);
    assert_false(cb_record_info(&r, "A", &value));
    assert_false(cb_record_info(&r, "FLA", &value));
    assert_true(cb_record_alt(&r, 1, &value) && cb_str_is(value, "G"));
    assert_false(cb_record_alt(&r, 2, &value));
    assert_false(cb_record_alt(&r, -1, &value));
    assert_true(cb_record_format(&r, 0, "DP", &value) && cb_str_is(value, "."));
    assert_false(cb_record_format(&r, 1, "DP", &value));
    assert_false(cb_record_format(&r, 2, "AD", &value));
    assert_true(cb_record_format(&r, 2, "DP", &value) && cb_str_is(value, "7"));
    assert_false(cb_record_format(&r, 3, "DP", &value));
    assert_false(cb_record_format(&r, 0, "GQ", &value));
    fixture_free(&f);
}

/* CB-VCF-06 */
static void no_path_is_a_url_or_a_command(void **state) {
    (void)state;
    static const char *const paths[] = {"http://127.0.0.1:9/x.vcf", "data:,x",         "-", "/dev/null", "/tmp",
                                        "preload:/dev/null",        "file:///dev/null"};
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        fixture f = fixture_new();
        assert_int_equal(cb_variants_open(f.arena, paths[i], &f.reader, &f.error), CB_INPUT);
        assert_null(f.reader);
        fixture_free(&f);
    }
}

/* CB-VCF-07 */
static void the_digest_is_of_the_file_that_was_read(void **state) {
    (void)state;
    fixture f = fixture_new();
    cb_input input;
    char hex[CB_SHA256_HEX];
    assert_int_equal(open_text(&f, VERSION_42 ONE), CB_OK);
    assert_int_equal(cb_variants_input(f.reader, "vcf_snv", f.arena, &input, &f.error), CB_OK);
    assert_int_equal(input.size, strlen(VERSION_42 ONE));
    assert_string_equal(input.role, "vcf_snv");
    assert_null(strchr(input.name, '/'));
    cb_digest digest;
    assert_int_equal(cb_digest_of(cb_str_of(VERSION_42 ONE), &digest, &f.error), CB_OK);
    cb_digest_hex(&digest, hex);
    assert_memory_equal(digest.bytes, input.digest.bytes, sizeof digest.bytes);
    FILE *out = fopen(f.path, "a");
    assert_non_null(out);
    assert_int_equal(fputs("1\t5\t.\tA\tC\t.\t.\t.\tGT\t0/1\n", out) >= 0, 1);
    assert_int_equal(fclose(out), 0);
    assert_int_equal(cb_variants_input(f.reader, "vcf_snv", f.arena, &input, &f.error), CB_INPUT);
    assert_non_null(strstr(f.error.text, "changed while it was read"));
    fixture_free(&f);
}

int main(void) {
    cb_log_set(CB_QUIET);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_record_is_checked),
        cmocka_unit_test(the_header_is_checked),
        cmocka_unit_test(a_nul_byte_is_refused),
        cmocka_unit_test(line_ends_of_windows_change_nothing),
        cmocka_unit_test(a_last_line_without_newline_must_be_whole),
        cmocka_unit_test(more_alleles_than_an_index_holds_are_refused),
        cmocka_unit_test(fields_are_found_on_demand),
        cmocka_unit_test(no_path_is_a_url_or_a_command),
        cmocka_unit_test(the_digest_is_of_the_file_that_was_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
