/* bcf_lean_test.c: a record of BCF that is taken without what nobody asks for says the same, and is refused for the
 * same, as the whole one. */
#include "vcf_fixture.h"

#include <htslib/hts_log.h>
#include <htslib/vcf.h>

#include "casebound/base/number.h"
#include "read/reader.h"

static const char *const KEYS[] = {"INFO/DP", "INFO/CLNSIG", "INFO/QD",    "INFO/set",
                                   "INFO/FS", "INFO/DB",     "INFO/AC_Het"};
enum { KEY_COUNT = sizeof KEYS / sizeof *KEYS };

typedef struct side {
    fixture f;
    cb_record record;
    bool more;
    cb_status status;
} side;

static void open_side(side *s, const char *path, bool lean) {
    s->f = fixture_new();
    s->f.sources.clinvar_keys = KEYS;
    s->f.sources.clinvar_key_count = KEY_COUNT;
    cb_plan *plan;
    const cb_materials with = {&s->f.kase, &s->f.sources, &s->f.consequences, &s->f.evidence};
    s->more = true;
    s->status = cb_variants_open(s->f.arena, path, &s->f.reader, &s->f.error);
    if (lean && s->status == CB_OK) {
        assert_int_equal(cb_variants_plan(s->f.reader, &with, s->f.arena, &plan, &s->f.error), CB_OK);
        assert_int_equal(cb_variants_ask_for(s->f.reader, plan, &s->f.error), CB_OK);
    }
}

static void next(side *s) {
    s->status = cb_variants_next(s->f.reader, &s->record, &s->more, &s->f.error);
}

/* A number is worth what its text says, and has that text. */
static void compare_key(const side *whole, const side *lean, size_t place) {
    const cb_reading *r = lean->f.reader->own;
    cb_info_key *key = r->info.told[place];
    cb_str a = {0}, b = {0};
    double number = 0, parsed = 0;
    bool there = cb_record_info(&whole->record, r->info.asked[place], &a);
    assert_int_equal(there, key->seen == r->number);
    if (!there) {
        return;
    }
    if (cb_info_number(key, &number)) {
        assert_true(cb_parse_real(a, &parsed));
        assert_memory_equal(&number, &parsed, sizeof number);
    }
    b = cb_info_text(r, key);
    if (!cb_str_same(a, b)) {
        fail_msg("%s: '%.*s', whole '%.*s'", r->info.asked[place], (int)b.n, b.s, (int)a.n, a.s);
    }
}

static void compare_records(const side *whole, const side *lean) {
    for (int i = 0; i < CB_RECORD_FIXED; i++) {
        if (i != CB_COL_INFO && !cb_str_same(whole->record.fixed[i], lean->record.fixed[i])) {
            fail_msg("column %d: '%.*s', whole '%.*s'", i, (int)lean->record.fixed[i].n, lean->record.fixed[i].s,
                     (int)whole->record.fixed[i].n, whole->record.fixed[i].s);
        }
    }
    assert_true(cb_str_same(whole->record.samples, lean->record.samples));
    assert_int_equal(lean->f.reader->own->info.asked_count, CB_INFO_FIXED + KEY_COUNT);
    for (size_t i = 0; i < CB_INFO_FIXED + KEY_COUNT; i++) {
        compare_key(whole, lean, i);
    }
}

typedef struct counts {
    long files, records, shorter;
} counts;

/* The place in a line that a BCF file does not have depends on what is left out of it. */
static bool same_words(const char *a, const char *b) {
    const char *place = strstr(a, " at byte ");
    size_t n = place ? (size_t)(place - a) : strlen(a) + 1;
    return strncmp(a, b, n) == 0;
}

/* Reads a BCF file twice, to its end or to the same refusal. */
static void compare_file(const char *path, counts *c, char *refused, size_t size) {
    side whole, lean;
    open_side(&whole, path, false);
    open_side(&lean, path, true);
    assert_int_equal(whole.status, lean.status);
    while (whole.status == CB_OK && whole.more) {
        next(&whole);
        next(&lean);
        if (whole.status != lean.status || !same_words(whole.f.error.text, lean.f.error.text)) {
            fail_msg("whole %d '%s', lean %d '%s'", whole.status, whole.f.error.text, lean.status, lean.f.error.text);
        }
        assert_int_equal(whole.more, lean.more);
        if (whole.more) {
            compare_records(&whole, &lean);
            c->records++;
            c->shorter += lean.record.line.n < whole.record.line.n;
        }
    }
    if (whole.status == CB_OK) {
        assert_memory_equal(whole.f.reader->oddities, lean.f.reader->oddities, sizeof whole.f.reader->oddities);
    }
    snprintf(refused, size, "%s", whole.status == CB_OK ? "" : whole.f.error.text);
    c->files++;
    fixture_free(&whole.f);
    fixture_free(&lean.f);
}

/* Any file as BCF; false when htslib cannot. */
static bool as_bcf(const char *from, const char *to, const char *mode, void (*change)(bcf_hdr_t *, bcf1_t *)) {
    htsFile *in = hts_open(from, "r"), *out = hts_open(to, mode);
    bcf_hdr_t *header = in ? bcf_hdr_read(in) : NULL;
    bcf1_t *record = bcf_init();
    assert_true(out && record);
    bool good = header && bcf_hdr_write(out, header) == 0;
    while (good && bcf_read(in, header, record) == 0) {
        if (change) {
            change(header, record);
        }
        good = record->errcode == 0 && bcf_write(out, header, record) == 0;
    }
    bcf_destroy(record);
    bcf_hdr_destroy(header);
    good = hts_close(out) == 0 && good;
    if (in) {
        hts_close(in);
    }
    return good;
}

static void make_name(char *path) {
    strcpy(path, "/tmp/casebound-bcf-XXXXXX");
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    close(fd);
}

/* CB-VCF-50 */
static void real_files_say_the_same(void **state) {
    (void)state;
    const char *folder = test_data();
    char path[8192], line[4096], refused[1024], bcf[64];
    counts c = {0};
    if (!folder) {
        skip();
    }
    hts_set_log_level(HTS_LOG_OFF);
    make_name(bcf);
    snprintf(path, sizeof path, "%s/HTSLIB_VERIFY.tsv", folder);
    FILE *list = fopen(path, "r");
    assert_non_null(list);
    while (fgets(line, sizeof line, list)) {
        char *tab = strchr(line, '\t');
        if (!tab || strncmp(line, "cases/", 6) != 0) {
            continue;
        }
        *tab = '\0';
        snprintf(path, sizeof path, "%s/%s", folder, line);
        if (as_bcf(path, bcf, "wb", NULL)) {
            compare_file(bcf, &c, refused, sizeof refused);
        }
    }
    fclose(list);
    unlink(bcf);
    print_message("%ld files, %ld records, %ld of them shorter\n", c.files, c.records, c.shorter);
    assert_true(c.files > 40 && c.records > 15000 && c.shorter > 10000);
}

#define HEADER                                                              \
    VERSION_42 "##contig=<ID=1>\n"                                          \
               "##INFO=<ID=DP,Number=1,Type=Integer,Description=\"d\">\n"   \
               "##INFO=<ID=NOTE,Number=1,Type=String,Description=\"d\">\n"  \
               "##INFO=<ID=OTHER,Number=.,Type=Float,Description=\"d\">\n"  \
               "##INFO=<ID=QD,Number=.,Type=Float,Description=\"d\">\n"     \
               "##INFO=<ID=FS,Number=.,Type=Float,Description=\"d\">\n"     \
               "##INFO=<ID=FLAG,Number=0,Type=Flag,Description=\"d\">\n"    \
               "##FORMAT=<ID=GT,Number=1,Type=String,Description=\"d\">\n"  \
               "##FORMAT=<ID=AD,Number=R,Type=Integer,Description=\"d\">\n" \
               "##FORMAT=<ID=PL,Number=G,Type=Integer,Description=\"d\">\n" \
               "##FORMAT=<ID=FT,Number=1,Type=String,Description=\"d\">\n" TRIO

static const char *note; /* of the record that is changed */

static void set_note(bcf_hdr_t *h, bcf1_t *r) {
    if (note) {
        assert_int_equal(bcf_update_info_string(h, r, "NOTE", note), 0);
    }
}

typedef struct row {
    const char *record, *note, *refused;
    bool shorter;
} row;

static const row rows[] = {
    {"1\t5\trs1;rs2\tA\tC,G\t30.5\tPASS\tDP=7;OTHER=0.1,.,3;FLAG\tGT:AD:PL:FT\t0/1:3,4,0:0,1,2,3,4,500:ok\t./"
     ".:.:.:.\t1|2\n",
     NULL, "", true},
    {"1\t5\t.\tA\t.\t.\t.\tOTHER=0.5\tGT:AD\t0/0:70000\t0/0\t0\n", NULL, "", true},
    {"1\t5\t.\tACGT\tA\t1e-9\tPASS\t.\tGT\t0/1\t0/1\t.\n", NULL, "", false},
    {"1\t5\t.\tA\tC\t30\tPASS\tDP=1\tGT\t0/1\t0/0\t0/0\n", "plain words", "", true},
    {"1\t5\t.\tA\tC\t30\tPASS\tDP=1\tGT\t0/1\t0/0\t0/0\n", "\xc3\xa4", "", false},
    {"1\t5\t.\tA\tC\t30\tPASS\tDP=1\tGT\t0/1\t0/0\t0/0\n", "a;DP=2", "INFO has a key twice, with two values (item 3)",
     false},
    {"1\t5\t.\tA\tC\t30\tPASS\tDP=1\tGT\t0/1\t0/0\t0/0\n", "a; b=2", "INFO has a space in a key (item 3)", false},
    {"1\t5\t.\tA\tC\t30\tPASS\tDP=1\tGT\t0/1\t0/0\t0/0\n", "a\x01", "a control character (byte 1)", false},
    {"1\t5\t.\tA\tC\t30\tPASS\tDP=1\tGT\t0/1\t0/0\t0/0\n", "a\xff", "not valid UTF-8", false},
    {"1\t5\t.\tA\tC\t30\tPASS\tDP=1\tGT\t0/1\t0/0\t0/0\n", "a\tb", "columns", false},
    {"1\t5\t.\tA\tC\t30\tPASS\tOTHER=1;DP=1;OTHER=2\tGT\t0/1\t0/0\t0/0\n", NULL,
     "INFO has a key twice, with two values (item 3)", false},
    {"1\t5\t.\tA\tC\t30\tPASS\tDP=1\tGT\t0/3\t0/0\t0/0\n", NULL, "GT of sample 1 is not a genotype", false},
    {"1\t5\t.\tA\tC\t30\tPASS\tDP=-70000;QD=1e-9,0.1,.,nan,-0,0.9999997,-12.5,1e6,999999,123456.5\tGT\t0/1\t0/0\t0/0\n",
     NULL, "", true},
    {"1\t5\t.\tA\tC\t30\tPASS\tDP=.;QD=0.30000001;FS=-0.0005\tGT\t0/1\t0/0\t0/0\n", NULL, "", true},
    {"1\t5\t.\tA\tC\t30\tPASS\tQD=1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17;DP=99\tGT\t0/1\t0/0\t0/0\n", NULL, "",
     true},
    {"1\t5\t.\tA\tC\t30\tPASS\tFS=inf;DP=1000;QD=12345678\tGT:AD:PL\t0/1:1000,70000:-5,1000000,99\t0/0:.\t0/0:99,100,."
     "\n",
     NULL, "", true},
};

/* CB-VCF-50 */
static void what_is_left_out_is_checked(void **state) {
    (void)state;
    hts_set_log_level(HTS_LOG_OFF);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char bcf[64], text[4096], refused[1024] = "";
        counts c = {0};
        fixture f = fixture_new();
        snprintf(text, sizeof text, "%s%s", HEADER, rows[i].record);
        write_bytes(&f, text, strlen(text));
        make_name(bcf);
        note = rows[i].note;
        assert_true(as_bcf(f.path, bcf, "wb", set_note));
        compare_file(bcf, &c, refused, sizeof refused);
        if ((*rows[i].refused == '\0') != (*refused == '\0') || !strstr(refused, rows[i].refused) ||
            (c.shorter > 0) != rows[i].shorter) {
            fail_msg("row %zu: '%s', %ld shorter", i, refused, c.shorter);
        }
        unlink(bcf);
        fixture_free(&f);
    }
}

/* Any byte of the records but the lengths of the last may be any other: lengths, types, counts, numbers of names,
 * values. */
/* CB-VCF-52 */
static void damage_is_found_as_in_the_whole(void **state) {
    (void)state;
    static const unsigned char changes[] = {0x01, 0x02, 0x04, 0x10, 0x80, 0xff, 0x77};
    static unsigned char bytes[8192];
    char bcf[64], text[4096], refused[1024];
    counts c = {0};
    long refusals = 0;
    fixture f = fixture_new();
    hts_set_log_level(HTS_LOG_OFF);
    snprintf(text, sizeof text, "%s%s%s", HEADER, rows[0].record, rows[0].record);
    write_bytes(&f, text, strlen(text));
    make_name(bcf);
    assert_true(as_bcf(f.path, bcf, "wbu", NULL));
    FILE *in = fopen(bcf, "rb");
    assert_non_null(in);
    size_t size = fread(bytes, 1, sizeof bytes, in), from = 9 + bytes[5] + 256U * bytes[6];
    fclose(in);
    assert_true(from < size && size < sizeof bytes);
    for (size_t at = from; at < size; at++) {
        for (size_t i = 0; i < sizeof changes; i++) {
            bytes[at] ^= changes[i];
            FILE *out = fopen(bcf, "wb");
            assert_true(out && fwrite(bytes, 1, size, out) == size && fclose(out) == 0);
            compare_file(bcf, &c, refused, sizeof refused);
            refusals += *refused != '\0';
            bytes[at] ^= changes[i];
        }
    }
    print_message("%ld damaged files, %ld refused, %ld records\n", c.files, refusals, c.records);
    assert_true(refusals > 500 && c.records > c.files);
    unlink(bcf);
    fixture_free(&f);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(real_files_say_the_same),
                                       cmocka_unit_test(what_is_left_out_is_checked),
                                       cmocka_unit_test(damage_is_found_as_in_the_whole)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
