/* pdf_signed_test.c: what a signature draws into its field. */
#include "pdf_setting.h"

/* CB-PDF-28 */
static void a_signature_is_drawn_as_large_as_its_field(void **state) {
    (void)state;
    static const double sizes[][2] = {{194, 32}, {230, 58}};
    static const char *const names[] = {"Dr A. Novak",
                                        "Prof. Dr. med. Maria Magdalena von und zu Beispielhausen, MD, PhD, "
                                        "Head of Human Genetics"};
    setting s;
    begin(&s);
    for (size_t i = 0; i < 4; i++) {
        const cb_pdf_signed words = {.status = "FINAL",
                                     .meaning = "approved and signed by (TEST key)",
                                     .name = names[i % 2],
                                     .time = "2026-01-31 12:00:00 UTC",
                                     .field_width = sizes[i / 2][0],
                                     .field_height = sizes[i / 2][1],
                                     .final = true};
        cb_str pdf;
        assert_int_equal(cb_pdf_signed_render(s.arena, &s.parts, &words, &pdf, NULL), CB_OK);
        const char *size = cb_format(s.arena, " %g x %g pts", words.field_width, words.field_height);
        assert_non_null(strstr(run(&s, pdf, "pdfinfo", ""), size));
        const char *text = squeezed(s.arena, run(&s, pdf, "pdftotext -raw", "-"));
        const char *const parts[] = {"FINAL approved and signed by (TEST key)", words.name, words.time};
        check_in_order(text, parts, 3);
    }
    end(&s);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_signature_is_drawn_as_large_as_its_field)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
