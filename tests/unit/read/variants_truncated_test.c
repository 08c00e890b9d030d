/* variants_truncated_test.c: a compressed file that is cut or damaged anywhere is refused; it never looks like a
 * shorter one. */
#include "vcf_damage.h"

/* CB-VCF-08 */
static void a_cut_or_damaged_bgzf_is_refused(void **state) {
    (void)state;
    try_all(make_bgzf, 0, 1);
}

/* CB-VCF-08 */
static void a_cut_or_damaged_gzip_is_refused(void **state) {
    (void)state;
    try_all(make_gzip, 0, 1);
}

/* CB-VCF-08 */
static void a_cut_or_damaged_bcf_is_refused(void **state) {
    (void)state;
    try_all(make_bcf, 0, 1);
}

/* Wherever a plain header ends before its last newline. CB-VCF-02 */
static void a_cut_header_is_refused(void **state) {
    (void)state;
    static const char text[] = VERSION_42 "##INFO=<ID=DP,Number=1,Type=Integer,Description=\"d\">\n" TRIO;
    for (size_t size = 0; size < sizeof text - 1; size++) {
        fixture f = fixture_new();
        assert_int_equal(open_bytes(&f, text, size), CB_INPUT);
        assert_true(f.error.text[0] != '\0');
        fixture_free(&f);
    }
}

/* CB-VCF-09 */
static void every_container_gives_the_same_records(void **state) {
    (void)state;
    static void (*const makers[])(const char *) = {make_bgzf, make_gzip, make_bcf};
    static bytes whole;
    cb_buf first, got;
    cb_buf_init(&first, BYTES_MAX);
    cb_buf_init(&got, BYTES_MAX);
    for (size_t i = 0; i < 3; i++) {
        fixture f = fixture_new();
        write_bytes(&f, "", 0);
        makers[i](f.path);
        load(f.path, &whole);
        assert_true(read_back(whole.data, whole.size, 0, i == 0 ? &first : &got));
        if (i > 0) {
            assert_string_equal(first.data, got.data);
        }
        assert_true(read_back(whole.data, whole.size, 3, &got));
        assert_string_equal(first.data, got.data);
        fixture_free(&f);
    }
    cb_buf_free(&first);
    cb_buf_free(&got);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_cut_or_damaged_bgzf_is_refused),       cmocka_unit_test(a_cut_or_damaged_gzip_is_refused),
        cmocka_unit_test(a_cut_or_damaged_bcf_is_refused),        cmocka_unit_test(a_cut_header_is_refused),
        cmocka_unit_test(every_container_gives_the_same_records),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
