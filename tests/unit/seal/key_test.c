/* key_test.c: which keys may seal. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <sys/stat.h>

#include "casebound/seal/seal.h"
#include "unit/seal/certificates.h"
#include "unit/seal/small_pdf.h"

enum { ARENA = 16 << 20, NOW = 1700000000, DAY = 86400, LONG = 100 * DAY };

typedef struct world {
    cb_arena *arena;
    const char *scratch, *file;
    paper root;
} world;

static int set_up(void **state) {
    world *w = calloc(1, sizeof *w);
    w->arena = cb_arena_new(ARENA);
    w->scratch = scratch_make(w->arena);
    w->file = cb_path_join(w->arena, w->scratch, "key.pem");
    w->root = paper_authority("TEST root", NOW - DAY, NOW + LONG, NULL);
    *state = w;
    return w->root.x ? 0 : -1;
}

static int tear_down(void **state) {
    world *w = *state;
    paper_free(&w->root);
    scratch_drop(w->scratch);
    cb_arena_free(w->arena);
    free(w);
    return 0;
}

static paper_wish wish(void) {
    return (paper_wish){.from = NOW - DAY, .until = NOW + LONG};
}

/* Opens what is wished for; NULL text: it is accepted, else the error holds the text. */
static void expect(world *w, const paper_wish *wanted, const char *text) {
    cb_error e = {0};
    cb_key *key = NULL;
    paper p = paper_make(wanted, &w->root);
    assert_non_null(p.x);
    assert_true(paper_write(w->file, p.key, NULL, (X509 *[]){p.x, w->root.x, NULL}));
    cb_status status = cb_key_open(w->arena, w->file, NULL, NOW, &key, &e);
    paper_free(&p);
    if (!text) {
        assert_string_equal(e.text, "");
        assert_int_equal(status, CB_OK);
        assert_non_null(key);
        return;
    }
    assert_int_equal(status, CB_SEAL);
    assert_null(key);
    if (!strstr(e.text, text)) {
        fail_msg("'%s' does not say '%s'", e.text, text);
    }
}

/* CB-SEAL-10 */
static void a_key_is_refused_outside_its_validity(void **state) {
    world *w = *state;
    paper_wish k = wish();
    expect(w, &k, NULL);
    k.from = NOW + 1;
    expect(w, &k, "not yet valid");
    k.from = NOW - DAY;
    k.until = NOW - 1;
    expect(w, &k, "expired");
}

/* CB-SEAL-19 */
static void a_certificate_that_ends_soon_seals_for_a_reason_alone(void **state) {
    world *w = *state;
    cb_error e = {0};
    cb_key *key;
    paper_wish k = wish();
    const cb_key_request soon = {.key = w->file, .now = NOW, .expiring = true};
    k.until = NOW + (int64_t)CB_KEY_DAYS * DAY;
    expect(w, &k, NULL);
    k.until--;
    expect(w, &k, "in less than 30 days");
    assert_int_equal(cb_key_open_with(w->arena, &soon, &key, &e), CB_OK);
    k.until = NOW - 1;
    expect(w, &k, "expired");
    assert_int_equal(cb_key_open_with(w->arena, &soon, &key, &e), CB_SEAL);
}

/* CB-SEAL-20 */
static void a_certificate_without_a_valid_authority_is_refused(void **state) {
    world *w = *state;
    cb_error e = {0};
    cb_key *key;
    paper_wish k = wish();
    paper self = paper_make(&k, NULL), late = paper_authority("TEST issuer", NOW - LONG, NOW - 1, &w->root),
          p = paper_make(&k, &late);
    assert_true(paper_write(w->file, self.key, NULL, (X509 *[]){self.x, NULL}));
    assert_int_equal(cb_key_open(w->arena, w->file, NULL, NOW, &key, &e), CB_SEAL);
    assert_non_null(strstr(e.text, "self-signed"));
    cb_error_clear(&e);
    assert_true(paper_write(w->file, p.key, NULL, (X509 *[]){p.x, late.x, NULL}));
    assert_int_equal(cb_key_open(w->arena, w->file, NULL, NOW, &key, &e), CB_SEAL);
    assert_non_null(strstr(e.text, "an authority above 'TEST someone' is expired"));
    paper_free(&self);
    paper_free(&late);
    paper_free(&p);
}

/* CB-SEAL-11 */
static void a_key_of_the_wrong_usage_is_refused(void **state) {
    world *w = *state;
    paper_wish k = wish();
    k.usage = "critical,keyEncipherment";
    expect(w, &k, "usage");
    k.usage = "critical,nonRepudiation";
    expect(w, &k, NULL);
    k.purpose = "critical,timeStamping";
    expect(w, &k, "usage");
    k.purpose = "serverAuth";
    expect(w, &k, "usage");
    k.purpose = "timeStamping,emailProtection";
    expect(w, &k, NULL);
    k.purpose = NULL;
    k.constraints = "critical,CA:TRUE";
    k.usage = "critical,keyCertSign,digitalSignature";
    expect(w, &k, "authority");
}

/* CB-SEAL-190 */
static void a_key_and_its_authorities_are_made_for_documents(void **state) {
    world *w = *state;
    cb_error e = {0};
    cb_key *key;
    for (size_t i = 0; i < sizeof paper_purposes / sizeof *paper_purposes; i++) {
        paper_wish k = wish();
        k.purpose = paper_purposes[i].usage;
        expect(w, &k, paper_purposes[i].documents ? NULL : "usage");
        const paper_wish between = {.name = "TEST issuer",
                                    .constraints = "critical,CA:TRUE",
                                    .usage = "keyCertSign",
                                    .purpose = paper_purposes[i].usage,
                                    .from = NOW - LONG,
                                    .until = NOW + LONG};
        k.purpose = NULL;
        paper issuer = paper_make(&between, &w->root), p = paper_make(&k, &issuer);
        assert_true(paper_write(w->file, p.key, NULL, (X509 *[]){p.x, issuer.x, NULL}));
        cb_error_clear(&e);
        cb_status s = cb_key_open(w->arena, w->file, NULL, NOW, &key, &e);
        assert_int_equal(s, paper_purposes[i].documents ? CB_OK : CB_SEAL);
        assert_true(s == CB_OK || strstr(e.text, "usage of the certificate of an authority above 'TEST someone'"));
        paper_free(&issuer);
        paper_free(&p);
    }
}

/* CB-SEAL-12 */
static void a_short_key_is_refused(void **state) {
    world *w = *state;
    paper_wish k = wish();
    k.rsa_bits = 1024;
    expect(w, &k, "too short");
}

/* CB-SEAL-13 */
static void a_key_needs_its_own_certificate(void **state) {
    world *w = *state;
    cb_error e = {0};
    cb_key *key;
    paper_wish k = wish();
    paper a = paper_make(&k, &w->root), b = paper_make(&k, &w->root);
    assert_true(paper_write(w->file, a.key, NULL, (X509 *[]){b.x, w->root.x, NULL}));
    assert_int_equal(cb_key_open(w->arena, w->file, NULL, NOW, &key, &e), CB_SEAL);
    assert_non_null(strstr(e.text, "no certificate that belongs"));
    cb_error_clear(&e);
    assert_true(paper_write(w->file, NULL, NULL, (X509 *[]){a.x, NULL}));
    assert_int_equal(cb_key_open(w->arena, w->file, NULL, NOW, &key, &e), CB_SEAL);
    assert_non_null(strstr(e.text, "no private key"));
    cb_error_clear(&e);
    assert_true(paper_write(w->file, a.key, NULL, (X509 *[]){b.x, w->root.x, a.x, NULL}));
    assert_int_equal(cb_key_open(w->arena, w->file, NULL, NOW, &key, &e), CB_OK);
    paper_free(&a);
    paper_free(&b);
}

/* CB-SEAL-14 */
static void a_pass_phrase_opens_a_key_and_no_other_does(void **state) {
    world *w = *state;
    cb_key *key;
    paper_wish k = wish();
    paper p = paper_make(&k, &w->root);
    const char *const box = cb_path_join(w->arena, w->scratch, "key.p12");
    assert_true(paper_write(w->file, p.key, "open sesame", (X509 *[]){p.x, NULL}));
    assert_true(paper_write_pkcs12(box, &p, w->root.x, "open sesame"));
    const char *const files[] = {w->file, box};
    for (int i = 0; i < 2; i++) {
        cb_error none = {0}, wrong = {0}, right = {0};
        assert_int_equal(cb_key_open(w->arena, files[i], NULL, NOW, &key, &none), CB_SEAL);
        assert_non_null(strstr(none.text, "pass phrase"));
        assert_int_equal(cb_key_open(w->arena, files[i], "open barley", NOW, &key, &wrong), CB_SEAL);
        assert_null(strstr(wrong.text, "barley"));
        assert_int_equal(cb_key_open(w->arena, files[i], "open sesame", NOW, &key, &right), CB_OK);
        assert_string_equal(cb_key_name(key), "TEST someone");
    }
    paper_free(&p);
}

/* CB-SEAL-15 */
static void other_files_are_no_keys(void **state) {
    world *w = *state;
    const char *const texts[] = {"", "x", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n",
                                 "\x30\x82\xff\xff"};
    cb_key *key;
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        cb_error e = {0};
        remove(w->file);
        assert_int_equal(cb_file_write(w->file, cb_str_of(texts[i]), &e), CB_OK);
        assert_int_equal(cb_key_open(w->arena, w->file, "x", NOW, &key, &e), CB_SEAL);
    }
    cb_error e = {0};
    assert_int_equal(cb_key_open(w->arena, "/nowhere/key.pem", NULL, NOW, &key, &e), CB_INPUT);
}

/* CB-SEAL-16 */
static void test_stands_in_every_test_subject_and_is_told(void **state) {
    world *w = *state;
    cb_error e = {0};
    cb_key *key;
    paper_wish k = wish();
    expect(w, &k, NULL);
    paper root = paper_authority("Laboratory root", NOW - DAY, NOW + LONG, NULL);
    k.name = "Laboratory";
    paper p = paper_make(&k, &root);
    assert_true(paper_write(w->file, p.key, NULL, (X509 *[]){p.x, NULL}));
    assert_int_equal(cb_key_open(w->arena, w->file, NULL, NOW, &key, &e), CB_OK);
    assert_false(cb_key_is_test(key));
    assert_string_equal(cb_key_name(key), "Laboratory");
    paper_free(&p);
    paper_free(&root);
    const char *folder = cb_path_join(w->arena, w->scratch, "keys");
    assert_int_equal(cb_key_new(folder, NOW, &e), CB_OK);
    assert_int_equal(cb_key_open(w->arena, cb_path_join(w->arena, folder, "seal.pem"), NULL, NOW, &key, &e), CB_OK);
    assert_true(cb_key_is_test(key));
    assert_string_equal(cb_key_name(key), "casebound TEST seal");
    cb_key *authority;
    const char *path = cb_path_join(w->arena, folder, "authority.key.pem");
    assert_int_equal(cb_key_open(w->arena, path, NULL, NOW, &authority, &e), CB_SEAL); /* it holds no certificate */
}

/* CB-SEAL-17 */
static void new_keys_are_private_and_never_written_over(void **state) {
    world *w = *state;
    cb_error e = {0};
    struct stat st;
    const char *folder = cb_path_join(w->arena, w->scratch, "twice");
    assert_int_equal(cb_key_new(folder, NOW, &e), CB_OK);
    assert_int_equal(stat(cb_path_join(w->arena, folder, "seal.pem"), &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    assert_int_equal(stat(cb_path_join(w->arena, folder, "authority.key.pem"), &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    assert_int_equal(cb_key_new(folder, NOW, &e), CB_FILE);
}

/* CB-SEAL-18 */
static void the_chain_goes_along_and_the_root_does_not(void **state) {
    world *w = *state;
    cb_error e = {0};
    cb_key *key;
    cb_str cms;
    paper_wish k = wish();
    paper middle = paper_authority("TEST issuing authority", NOW - DAY, NOW + LONG, &w->root),
          p = paper_make(&k, &middle);
    assert_true(paper_write(w->file, p.key, NULL, (X509 *[]){p.x, middle.x, w->root.x, NULL}));
    assert_int_equal(cb_key_open(w->arena, w->file, NULL, NOW, &key, &e), CB_OK);
    assert_int_equal(cb_seal_bytes(w->arena, key, cb_str_of("x"), NOW, &cms, &e), CB_OK);
    X509 *const all[] = {p.x, middle.x, w->root.x};
    for (int i = 0; i < 3; i++) {
        unsigned char *der = NULL;
        int n = i2d_X509(all[i], &der);
        assert_true(n > 0);
        assert_int_equal(memmem(cms.s, cms.n, der, (size_t)n) != NULL, i < 2);
        OPENSSL_free(der);
    }
    paper_free(&p);
    paper_free(&middle);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_key_is_refused_outside_its_validity),
        cmocka_unit_test(a_certificate_that_ends_soon_seals_for_a_reason_alone),
        cmocka_unit_test(a_certificate_without_a_valid_authority_is_refused),
        cmocka_unit_test(a_key_of_the_wrong_usage_is_refused),
        cmocka_unit_test(a_key_and_its_authorities_are_made_for_documents),
        cmocka_unit_test(a_short_key_is_refused),
        cmocka_unit_test(a_key_needs_its_own_certificate),
        cmocka_unit_test(a_pass_phrase_opens_a_key_and_no_other_does),
        cmocka_unit_test(other_files_are_no_keys),
        cmocka_unit_test(test_stands_in_every_test_subject_and_is_told),
        cmocka_unit_test(new_keys_are_private_and_never_written_over),
        cmocka_unit_test(the_chain_goes_along_and_the_root_does_not),
    };
    return cmocka_run_group_tests_name("keys", tests, set_up, tear_down);
}
