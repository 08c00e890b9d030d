/* variants_threads_test.c: what threads decompress is checked as everything else. */
#include "vcf_damage.h"

/* htslib 1.16 forgets 32 bytes for each damaged block that a thread finds; the file is refused and its reading ends
 * there. */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void) {
    return "leak:libhts.so";
}

/* CB-VCF-08 */
static void threads_see_it_too(void **state) {
    (void)state;
    try_all(make_bgzf, 2, 7);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(threads_see_it_too)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
