/* variants_threads_test.c: what threads decompress is checked as everything else. */
#include "vcf_damage.h"

/* CB-VCF-08 */
static void threads_see_it_too(void **state) {
    (void)state;
    try_all(make_bgzf, 1, 1);
    try_all(make_bgzf, 2, 7);
    try_all(make_bcf, 1, 1);
    try_all(make_bcf, 8, 7);
    try_all(make_gzip, 2, 7);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(threads_see_it_too)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
