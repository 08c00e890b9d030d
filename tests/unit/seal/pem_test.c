/* pem_test.c: the reader of PEM files. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "casebound/seal/pem.h"

enum { ARENA = 4 << 20 };

#define BLOCK(label, text) "-----BEGIN " label "-----\n" text "\n-----END " label "-----\n"

typedef struct seen {
    cb_arena *arena;
    const cb_str *list;
    size_t count;
    cb_error e;
} seen;

static cb_status read_pem(seen *s, cb_str text, const char *label, size_t most) {
    cb_arena_free(s->arena);
    *s = (seen){.arena = cb_arena_new(ARENA)};
    return cb_pem_read(s->arena, text, label, most, "x.pem", &s->list, &s->count, &s->e);
}

/* CB-SEAL-21 */
static void blocks_of_the_label_are_read_and_others_passed_over(void **state) {
    seen s = {0};
    (void)state;
    const char text[] = "words\n" BLOCK("CERTIFICATE", "AQID") "more\n" BLOCK("X509 CRL", "BAUG")
        BLOCK("PRIVATE KEY", "BwgJ") BLOCK("CERTIFICATE", "Cg==");
    assert_int_equal(read_pem(&s, cb_str_of(text), CB_PEM_CERTIFICATE, 2), CB_OK);
    assert_int_equal(s.count, 2);
    assert_true(cb_str_is(s.list[0], "\1\2\3"));
    assert_true(cb_str_is(s.list[1], "\n"));
    assert_int_equal(read_pem(&s, cb_str_of(text), CB_PEM_LIST, 9), CB_OK);
    assert_int_equal(s.count, 1);
    assert_true(cb_str_is(s.list[0], "\4\5\6"));
    assert_int_equal(read_pem(&s, (cb_str){NULL, 0}, CB_PEM_LIST, 9), CB_OK);
    assert_int_equal(s.count, 0);
    cb_arena_free(s.arena);
}

/* CB-SEAL-21 */
static void a_broken_block_and_one_too_many_are_refused(void **state) {
    static const char *const texts[] = {
        BLOCK("CERTIFICATE", "AQID") BLOCK("CERTIFICATE", "A*ID"),
        BLOCK("CERTIFICATE", "AQID") "-----BEGIN CERTIFICATE-----\nAQID\n",
        BLOCK("CERTIFICATE", "Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,00112233445566778899AABBCCDDEEFF\n\nAQID"),
    };
    seen s = {0};
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        assert_int_equal(read_pem(&s, cb_str_of(texts[i]), CB_PEM_CERTIFICATE, 9), CB_INPUT);
        assert_non_null(strstr(s.e.text, "x.pem: a block of CERTIFICATE cannot be read"));
    }
    assert_int_equal(
        read_pem(&s, cb_str_of(BLOCK("CERTIFICATE", "AQID") BLOCK("CERTIFICATE", "AQID")), CB_PEM_CERTIFICATE, 1),
        CB_INPUT);
    assert_non_null(strstr(s.e.text, "more than 1"));
    cb_arena_free(s.arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(blocks_of_the_label_are_read_and_others_passed_over),
        cmocka_unit_test(a_broken_block_and_one_too_many_are_refused),
    };
    return cmocka_run_group_tests_name("pem", tests, NULL, NULL);
}
