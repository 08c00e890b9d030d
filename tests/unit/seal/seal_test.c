/* seal_test.c: the signatures themselves, and what outside tools say of them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "casebound/base/digest.h"
#include "casebound/seal/seal.h"
#include "unit/seal/small_pdf.h"

enum { ARENA = 64 << 20, NOW = 1700000000 };

typedef struct world {
    cb_arena *arena;
    const char *scratch, *keys;
    cb_key *key;
} world;

static int set_up(void **state) {
    cb_error e = {0};
    world *w = calloc(1, sizeof *w);
    w->arena = cb_arena_new(ARENA);
    w->scratch = scratch_make(w->arena);
    w->keys = cb_path_join(w->arena, w->scratch, "keys");
    if (cb_key_new(w->keys, NOW, &e) ||
        cb_key_open(w->arena, cb_path_join(w->arena, w->keys, "seal.pem"), NULL, NOW, &w->key, &e)) {
        fprintf(stderr, "%s\n", e.text);
        return -1;
    }
    *state = w;
    return 0;
}

static int tear_down(void **state) {
    world *w = *state;
    scratch_drop(w->scratch);
    cb_arena_free(w->arena);
    free(w);
    return 0;
}

static cb_str seal(world *w, cb_str pdf) {
    cb_error e = {0};
    cb_str out = {0};
    cb_status status = cb_seal_pdf(w->arena, w->key, pdf, "Seal", "Tested \xc3\xa4 \xf0\x9f\xa7\xac", NOW, &out, &e);
    if (status) {
        fail_msg("%s", e.text);
    }
    return out;
}

static const char *put(world *w, const char *name, cb_str bytes) {
    cb_error e = {0};
    const char *path = cb_path_join(w->arena, w->scratch, name);
    remove(path);
    assert_int_equal(cb_file_write(path, bytes, &e), CB_OK);
    return path;
}

/* What a command prints on standard output and error. */
static char *run(world *w, int *code, const char *command) {
    FILE *in = popen(cb_format(w->arena, "LC_ALL=C %s 2>&1", command), "r");
    assert_non_null(in);
    char *out = cb_alloc(w->arena, 1 << 16);
    size_t n = fread(out, 1, (1 << 16) - 1, in);
    out[n] = '\0';
    *code = pclose(in);
    return out;
}

static bool has_tool(world *w, const char *name) {
    int code;
    run(w, &code, cb_format(w->arena, "command -v %s", name));
    return code == 0;
}

/* CB-SEAL-01 */
static void the_existing_bytes_stay(void **state) {
    world *w = *state;
    cb_str pdf = small_pdf_make(w->arena, &(small_pdf){0}), out = seal(w, pdf);
    assert_true(out.n > pdf.n);
    assert_memory_equal(out.s, pdf.s, pdf.n);
}

/* CB-SEAL-02 */
static void the_byte_range_covers_all_but_contents(void **state) {
    world *w = *state;
    cb_str out = seal(w, small_pdf_make(w->arena, &(small_pdf){0}));
    size_t at;
    long long first, from, to, size;
    assert_true(cb_str_find(out, "/ByteRange [", &at));
    assert_int_equal(sscanf(out.s + at, "/ByteRange [%lld %lld %lld %lld]", &first, &from, &to, &size), 4);
    assert_int_equal(first, 0);
    assert_int_equal(out.s[from], '<');
    assert_int_equal(out.s[to - 1], '>');
    assert_memory_equal(out.s + from - 10, "/Contents ", 10);
    assert_int_equal(to + size, out.n);
    assert_int_equal(strspn(out.s + from + 1, "0123456789abcdef"), to - from - 2);
}

/* CB-SEAL-03 */
static void the_same_time_gives_the_same_bytes(void **state) {
    world *w = *state;
    cb_str pdf = small_pdf_make(w->arena, &(small_pdf){0}), a = seal(w, pdf), b = seal(w, pdf), c, d;
    assert_int_equal(a.n, b.n);
    assert_memory_equal(a.s, b.s, a.n);
    cb_error e = {0};
    assert_int_equal(cb_seal_bytes(w->arena, w->key, pdf, NOW, &c, &e), CB_OK);
    assert_int_equal(cb_seal_bytes(w->arena, w->key, pdf, NOW, &d, &e), CB_OK);
    assert_true(cb_str_same(c, d));
    assert_int_equal(cb_seal_bytes(w->arena, w->key, pdf, NOW + 1, &d, &e), CB_OK);
    assert_false(cb_str_same(c, d));
}

/* CB-SEAL-04 */
static void a_field_that_is_absent_or_filled_is_refused(void **state) {
    world *w = *state;
    cb_error e = {0};
    cb_str out, pdf = small_pdf_make(w->arena, &(small_pdf){0});
    assert_int_equal(cb_seal_pdf(w->arena, w->key, pdf, "Review", NULL, NOW, &out, &e), CB_SEAL);
    assert_non_null(strstr(e.text, "no signature field 'Review'"));
    cb_error_clear(&e);
    assert_int_equal(cb_seal_pdf(w->arena, w->key, seal(w, pdf), "Seal", NULL, NOW, &out, &e), CB_SEAL);
    assert_non_null(strstr(e.text, "filled before"));
}

/* CB-SIGN-34 */
static void the_size_of_a_field_is_read(void **state) {
    world *w = *state;
    cb_error e = {0};
    double width = 0, height = 0;
    cb_str sealed = seal(w, small_pdf_make(w->arena, &(small_pdf){.second = "Review"}));
    assert_int_equal(cb_sign_field_size(w->arena, sealed, "Review", &width, &height, &e), CB_OK);
    assert_true(width > 189.99 && width < 190.01 && height > 49.99 && height < 50.01);
    assert_int_equal(cb_sign_field_size(w->arena, sealed, "Approval", &width, &height, &e), CB_SEAL);
    assert_non_null(strstr(e.text, "no signature field 'Approval'"));
    static const char *const flat[] = {"/Rect [210 60 400 60]", "/Rect [210 10 400 a0]", "/Rect [210 10 400   ]"};
    for (size_t i = 0; i < sizeof flat / sizeof *flat; i++) {
        size_t at;
        char *copy = cb_copy_str(w->arena, sealed);
        assert_true(cb_str_find(sealed, "/Rect [210 10 400 60]", &at));
        memcpy(copy + at, flat[i], strlen(flat[i]));
        cb_error_clear(&e);
        assert_int_not_equal(cb_sign_field_size(w->arena, (cb_str){copy, sealed.n}, "Review", &width, &height, &e),
                             CB_OK);
        assert_true(strlen(e.text) > 10);
    }
}

/* CB-SEAL-05 */
static void a_broken_pdf_is_refused(void **state) {
    world *w = *state;
    cb_str pdf = small_pdf_make(w->arena, &(small_pdf){0}), out;
    for (size_t n = 0; n < pdf.n; n += 97) {
        cb_error e = {0};
        assert_int_equal(cb_seal_pdf(w->arena, w->key, (cb_str){pdf.s, n}, "Seal", NULL, NOW, &out, &e), CB_SEAL);
        assert_true(strlen(e.text) > 10);
    }
}

/* CB-SEAL-06 */
static void pdfsig_and_qpdf_accept_the_seal(void **state) {
    world *w = *state;
    int code;
    if (!has_tool(w, "pdfsig") || !has_tool(w, "qpdf")) {
        skip();
    }
    const char *path = put(w, "sealed.pdf", seal(w, small_pdf_make(w->arena, &(small_pdf){0})));
    char *said = run(w, &code, cb_format(w->arena, "pdfsig -nocert '%s'", path));
    assert_non_null(strstr(said, "Signature is Valid"));
    assert_non_null(strstr(said, "Total document signed"));
    assert_non_null(strstr(said, "ETSI.CAdES.detached"));
    said = run(w, &code, cb_format(w->arena, "qpdf --check '%s'", path));
    if (code) {
        fail_msg("%s", said);
    }
}

/* CB-SEAL-07 */
static void openssl_accepts_the_folder_signature(void **state) {
    world *w = *state;
    int code;
    cb_error e = {0};
    cb_str cms, bytes = cb_str_of("any bytes\r\nat all\n");
    if (!has_tool(w, "openssl")) {
        skip();
    }
    assert_int_equal(cb_seal_bytes(w->arena, w->key, bytes, NOW, &cms, &e), CB_OK);
    const char *signature = put(w, "bytes.p7s", cms), *content = put(w, "bytes", bytes);
    char *command =
        cb_format(w->arena,
                  "openssl cms -verify -cades -binary -inform DER -in '%s' -content '%s' -CAfile '%s/authority.pem' "
                  "-attime %d -purpose any -out /dev/null",
                  signature, content, w->keys, NOW);
    char *said = run(w, &code, command);
    if (code) {
        fail_msg("%s", said);
    }
    put(w, "bytes", cb_str_of("any bytes\r\nat all!"));
    run(w, &code, command);
    assert_int_not_equal(code, 0);
}

/* CB-SEAL-08 */
static void signing_time_stands_in_cades_and_not_in_pades(void **state) {
    world *w = *state;
    cb_error e = {0};
    static const char oid[] = "\x2a\x86\x48\x86\xf7\x0d\x01\x09\x05", oid_hex[] = "2a864886f70d010905";
    cb_str cms, pdf = seal(w, small_pdf_make(w->arena, &(small_pdf){0}));
    assert_int_equal(cb_seal_bytes(w->arena, w->key, cb_str_of("x"), NOW, &cms, &e), CB_OK);
    assert_true(cb_str_find(cms, oid, NULL));
    assert_false(cb_str_find(pdf, oid_hex, NULL));
    assert_true(cb_str_find(pdf, "2a864886f70d010904", NULL)); /* messageDigest: the digits are looked for rightly */
    assert_true(cb_str_find(pdf, "/M (D:20231114221320Z)", NULL));
}

/* CB-SIGN-01 */
static void the_seal_certifies_and_a_person_signs_behind_it(void **state) {
    world *w = *state;
    cb_error e = {0};
    cb_str sealed = seal(w, small_pdf_make(w->arena, &(small_pdf){.second = "Review"})), out = {0};
    assert_true(cb_str_find(sealed, "/TransformMethod /DocMDP /TransformParams << /Type /TransformParams /P 2", NULL));
    assert_true(cb_str_find(sealed, "/Perms << /DocMDP 10 0 R >>", NULL));
    const cb_pdf_signing wish = {.field = "Review",
                                 .reason = "Review",
                                 .time = NOW,
                                 .appearance =
                                     small_pdf_make(w->arena, &(small_pdf){.content = "0 0 1 rg 0 0 9 9 re f"})};
    if (cb_sign_pdf(w->arena, w->key, sealed, &wish, &out, &e)) {
        fail_msg("%s", e.text);
    }
    assert_memory_equal(out.s, sealed.s, sealed.n);
    cb_str added = {out.s + sealed.n, out.n - sealed.n};
    assert_true(cb_str_find(added, "0 0 1 rg 0 0 9 9 re f", NULL));
    assert_true(cb_str_find(added, "/Subtype /Form /BBox [ 0 0 500 700 ]", NULL) ||
                cb_str_find(added, "/Subtype /Form /BBox [0 0 500 700 ]", NULL));
    assert_false(cb_str_find(added, "/DocMDP", NULL));
    int code;
    const char *path = put(w, "both.pdf", out);
    char *said = run(w, &code, cb_format(w->arena, "qpdf --check %s", path));
    assert_int_equal(code, 0);
    said = run(w, &code, cb_format(w->arena, "pdfsig -nocert %s", path));
    const char *first = strstr(said, "Signature is Valid");
    assert_non_null(first);
    assert_non_null(strstr(first + 1, "Signature is Valid"));
    assert_int_equal(cb_sign_pdf(w->arena, w->key, out, &wish, &out, &e), CB_SEAL);
    assert_non_null(strstr(e.text, "filled before"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_seal_certifies_and_a_person_signs_behind_it),
        cmocka_unit_test(the_existing_bytes_stay),
        cmocka_unit_test(the_byte_range_covers_all_but_contents),
        cmocka_unit_test(the_same_time_gives_the_same_bytes),
        cmocka_unit_test(a_field_that_is_absent_or_filled_is_refused),
        cmocka_unit_test(the_size_of_a_field_is_read),
        cmocka_unit_test(a_broken_pdf_is_refused),
        cmocka_unit_test(pdfsig_and_qpdf_accept_the_seal),
        cmocka_unit_test(openssl_accepts_the_folder_signature),
        cmocka_unit_test(signing_time_stands_in_cades_and_not_in_pades),
    };
    return cmocka_run_group_tests_name("seal", tests, set_up, tear_down);
}
