/* variants_oddities_test.c: what is let pass is counted and told, and changes nothing that is read. */
#include "whole_file.h"

typedef struct row {
    const char *name, *text, *notice; /* notice: a part of the notices; "" where there must be none */
} row;

#define ONE COLUMNS "\tFORMAT\tkid\n"
#define LINE(text) VERSION_42 ONE text "\n"
#define GOOD "1\t5\t.\tA\tC\t.\t.\t.\tGT\t0/1"
#define DECLARED(text) VERSION_42 "##FORMAT=<" text ",Description=\"x\">\n" ONE GOOD "\n"

static const row rows[] = {
    {"nothing odd", LINE(GOOD), ""},
    {"empty items", LINE("1\t5\t.\tA\tC\t.\t.\tA=1;;B=2\tGT\t0/1\n1\t6\t.\tA\tC\t.\t.\tA=1;\tGT\t0/1"),
     "in 2 records (the first at line 3) INFO is empty or has an empty item"},
    {"an empty INFO", LINE("1\t5\t.\tA\tC\t.\t.\t\tGT\t0/1"), "in 1 record (line 3) INFO is empty"},
    {"blank end", LINE(GOOD "\n\n"), "ends with blank lines (from line 4)"},
    {"no newline", VERSION_42 ONE GOOD, "no newline at end of file; its last line (3)"},
    {"IUPAC", LINE("1\t5\t.\tR\tC\t.\t.\t.\tGT\t0/1"), "a base other than A, C, G, T and N"},
    {"N and lower case", LINE("1\t5\t.\taN\tc,*\t.\t.\t.\tGT\t0/1"), ""},
    {"symbols have any letter", LINE("1\t5\t.\tA\t<DEL>,A[2:7[\t.\t.\t.\tGT\t0/1"), ""},
    {"ID twice", LINE("1\t5\trs1;rs2;rs1\tA\tC\t.\t.\t.\tGT\t0/1"), "ID names one identifier twice"},
    {"FILTER twice", LINE("1\t5\t.\tA\tC\t.\tq1;q1\t.\tGT\t0/1"), "FILTER names one filter twice"},
    {"END before POS", LINE("1\t5\t.\tA\tC\t.\t.\tEND=4\tGT\t0/1"), "INFO END is no position"},
    {"END in words", LINE("1\t5\t.\tA\tC\t.\t.\tEND=four\tGT\t0/1"), "INFO END is no position"},
    {"END and SVLEN", LINE("1\t5\t.\tA\t<DEL>\t.\t.\tEND=50;SVLEN=-90\tGT\t0/1"), "END and SVLEN name two different"},
    {"END and SVLEN agree", LINE("1\t5\t.\tA\t<DEL>\t.\t.\tEND=95;SVLEN=-90\tGT\t0/1"), ""},
    {"an insertion has no span", LINE("1\t5\t.\tA\t<INS>\t.\t.\tEND=5;SVLEN=90\tGT\t0/1"), ""},
    {"two likelihoods", LINE("1\t5\t.\tA\tC\t.\t.\t.\tGT:PL\t0/1:1,2"), "PL or GL does not have one value"},
    {"diploid likelihoods of a haploid call", LINE("1\t5\t.\tA\tC\t.\t.\t.\tGT:GL\t1:-1,-2,0"), "PL or GL does not"},
    {"likelihoods of a half call say nothing", LINE("1\t5\t.\tA\tC\t.\t.\t.\tGT:PL\t./1:1,2"), ""},
    {"three likelihoods", LINE("1\t5\t.\tA\tC\t.\t.\t.\tGT:PL\t0/1:9,0,9"), ""},
    {"AD of three", LINE("1\t5\t.\tA\tC\t.\t.\t.\tGT:AD\t0/1:1,2,3"), "AD does not have one value for each allele"},
    {"AD of VarScan", LINE("1\t5\t.\tA\tC\t.\t.\t.\tGT:RD:AD\t0/1:1:2"), ""},
    {"an allele of no ALT", LINE("1\t5\t.\tA\t.\t.\t.\t.\tGT\t0/1"), "names an alternate allele"},
    {"an open genotype", LINE("1\t5\t.\tA\tC\t.\t.\t.\tGT\t0/0|"), "a genotype ends in a separator"},
    {"unsorted", LINE("1\t9\t.\tA\tC\t.\t.\t.\tGT\t0/1\n" GOOD), "in 1 record (line 4) the position is smaller"},
    {"a contig again", LINE(GOOD "\n2\t5\t.\tA\tC\t.\t.\t.\tGT\t0/1\n1\t6\t.\tA\tC\t.\t.\t.\tGT\t0/1"),
     "in 1 record (line 5) a chromosome comes back"},
    {"sorted", LINE(GOOD "\n1\t5\t.\tA\tG\t.\t.\t.\tGT\t0/1\n2\t1\t.\tA\tC\t.\t.\t.\tGT\t0/1"), ""},
    {"a colon in a name", LINE("chr:1\t5\t.\tA\tC\t.\t.\t.\tGT\t0/1"), "contig ID contains a colon"},
    {"an HLA name", LINE("HLA-A*01:01\t5\t.\tA\tC\t.\t.\t.\tGT\t0/1"), ""},
    {"DP of two", DECLARED("ID=DP,Number=2,Type=Integer"), "declares FORMAT DP with Number 2 and Type Integer"},
    {"GQ of text", DECLARED("ID=GQ,Number=1,Type=String"), "declares FORMAT GQ with Number 1 and Type String"},
    {"AD of any number", DECLARED("ID=AD,Number=.,Type=Integer"), ""},
    {"another order", DECLARED("Number=1,Type=Integer,ID=DP"), "in another order of fields"},
    {"another key", DECLARED("ID=XX,Number=2,Type=String"), ""},
    {"a repeated change", LINE("1\t123\t.\tTAT\tTGT\t.\t.\t.\tGT\t0/1\n1\t124\t.\tA\tG\t.\t.\t.\tGT\t0/1"),
     "duplicated variant; the first in record 2"},
};

static void write_file(char *path, const char *text) {
    strcpy(path, "/tmp/casebound-odd-XXXXXX");
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, text, strlen(text)), (ssize_t)strlen(text));
    assert_int_equal(close(fd), 0);
}

/* CB-VCF-38 */
static void what_is_let_pass_is_counted_and_told(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char path[64];
        write_file(path, rows[i].text);
        whole w = read_whole(path);
        assert_int_equal(w.records, lines_of(path));
        unlink(path);
        if (w.status != CB_OK || (*rows[i].notice ? !strstr(w.notices, rows[i].notice) : *w.notices != '\0')) {
            fail_msg("%s: says '%s%s', not '%s'", rows[i].name, w.why, w.notices, rows[i].notice);
        }
    }
}

/* CB-VCF-38 */
static void a_key_declared_as_something_else_is_not_read_as_a_count(void **state) {
    (void)state;
    static const char text[] = VERSION_42 "##FORMAT=<ID=AD,Number=.,Type=String,Description=\"x\">\n" ONE
                                          "1\t5\t.\tA\tC\t.\t.\t.\tGT:AD\t0/1:48/48\n";
    fixture f = fixture_new();
    const cb_variant *v = variant_of(&f, text, 1);
    assert_int_equal(v->genotypes[0].alt_depth, -1);
    assert_int_equal(v->genotypes[0].depth, -1);
    assert_int_equal(read_all(&f), 0);
    assert_int_equal(cb_variants_notices(f.reader, &f.kase, f.arena, &f.error), CB_OK);
    bool told = false;
    for (size_t i = 0; i < f.kase.notice_count; i++) {
        told = told || strstr(f.kase.notices[i], "a depth or quality is no count");
    }
    assert_true(told);
    fixture_free(&f);
}

/* CB-VCF-38 */
static void a_blank_line_between_records_stays_damage(void **state) {
    (void)state;
    fixture f = fixture_new();
    assert_int_equal(open_text(&f, LINE(GOOD "\n\n\n" GOOD)), CB_OK);
    assert_int_equal(read_all(&f), -1);
    assert_non_null(strstr(f.error.text, "line 4: a blank line among the records"));
    fixture_free(&f);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_let_pass_is_counted_and_told),
        cmocka_unit_test(a_key_declared_as_something_else_is_not_read_as_a_count),
        cmocka_unit_test(a_blank_line_between_records_stays_damage),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
