/* signature_test.c: a signature made with EC keys throughout: which of its bits count, and what spellings of its
 * algorithms pass. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>

#include "casebound/seal/seal.h"
#include "seal/key.h"
#include "unit/seal/certificates.h"
#include "unit/seal/small_pdf.h"
#include "verify/signature.h"

enum { ARENA = 8 << 20, NOW = 1700000000, DAY = 86400 };

typedef struct world {
    cb_arena *arena, *looking;
    paper root, between, own, rsa;
    cb_trust *trust;
} world;

#define CONTENT cb_str_of("what is signed")

static int set_up(void **state) {
    world *w = calloc(1, sizeof *w);
    cb_error e = {0};
    cb_str pem;
    paper_wish wish = {.from = NOW - DAY, .until = NOW + DAY};
    w->arena = cb_arena_new(ARENA);
    w->looking = cb_arena_new(ARENA);
    w->root = paper_authority("TEST root", NOW - DAY, NOW + DAY, NULL);
    w->between = paper_authority("TEST between", NOW - DAY, NOW + DAY, &w->root);
    w->own = paper_make(&wish, &w->between);
    wish.rsa_bits = 2048;
    w->rsa = paper_make(&wish, &w->between);
    *state = w;
    const char *folder = scratch_make(w->arena), *file = cb_path_join(w->arena, folder, "root.pem");
    bool done = paper_write(file, NULL, NULL, (X509 *[]){w->root.x, NULL}) &&
                cb_file_read(w->arena, file, 1 << 16, &pem, &e) == CB_OK &&
                cb_trust_load(w->arena, pem, "root.pem", &w->trust, &e) == CB_OK;
    scratch_drop(folder);
    return done ? 0 : -1;
}

static int tear_down(void **state) {
    world *w = *state;
    paper_free(&w->root);
    paper_free(&w->between);
    paper_free(&w->own);
    paper_free(&w->rsa);
    cb_arena_free(w->looking);
    cb_arena_free(w->arena);
    free(w);
    return 0;
}

static cb_str sign_below(world *w, const paper *by, const paper *between) {
    cb_error e = {0};
    cb_str out;
    cb_key key = {by->key, by->x, sk_X509_new_null(), "TEST someone", true};
    assert_true(sk_X509_push(key.chain, between->x));
    if (cb_seal_bytes(w->arena, &key, CONTENT, NOW, &out, &e)) {
        fail_msg("%s", e.text);
    }
    sk_X509_free(key.chain);
    return out;
}

static cb_str sign(world *w, const paper *by) {
    return sign_below(w, by, &w->between);
}

/* What is wrong with it, or NULL; it lives until the next look. */
static const char *look(world *w, cb_str cms, cb_signature_form form) {
    cb_error e = {0};
    cb_signature found;
    const cb_str content = CONTENT;
    const cb_judging by = {.trust = w->trust, .now = NOW};
    cb_arena_reset(w->looking);
    if (cb_signature_check(w->looking, cms, &content, 1, form, &by, &found, &e)) {
        fail_msg("%s", e.text);
    }
    return found.fault ? found.fault : found.distrust;
}

/* CB-VERIFY-190 */
static void every_bit_of_an_ec_signature_counts(void **state) {
    world *w = *state;
    cb_str cms = sign(w, &w->own);
    assert_null(look(w, cms, CB_FORM_CADES));
    char *bytes = cb_copy_str(w->arena, cms);
    for (size_t at = 0; at < cms.n; at++) {
        for (int bit = 0; bit < 8; bit++) {
            bytes[at] = (char)(cms.s[at] ^ 1 << bit);
            if (!look(w, (cb_str){bytes, cms.n}, CB_FORM_CADES)) {
                fail_msg("bit %d of byte %zu of %zu", bit, at, cms.n);
            }
        }
        bytes[at] = cms.s[at];
    }
}

/* The same with the last place of some bytes exchanged for others of the same number. */
static cb_str exchange(world *w, cb_str cms, const char *from, const char *to, size_t n) {
    char *bytes = cb_copy_str(w->arena, cms);
    for (size_t at = cms.n - n;; at--) {
        if (memcmp(bytes + at, from, n) == 0) {
            memcpy(bytes + at, to, n);
            return (cb_str){bytes, cms.n};
        }
        assert_true(at > 0);
    }
}

/* CB-VERIFY-191 */
static void the_algorithm_is_that_of_digest_and_key(void **state) {
    static const char rsa[] = "\x2a\x86\x48\x86\xf7\x0d\x01\x01", ecdsa[] = "\x2a\x86\x48\xce\x3d\x04\x03\x02";
    world *w = *state;
    cb_str by_rsa = sign(w, &w->rsa), by_ec = sign(w, &w->own);
    assert_null(look(w, by_rsa, CB_FORM_CADES));
    for (char last = 0x0a; last <= 0x0d; last++) { /* RSASSA-PSS, sha256WithRSA, sha384WithRSA, sha512WithRSA */
        char from[9], to[9];
        memcpy(from, rsa, 8);
        memcpy(to, rsa, 8);
        from[8] = '\x01';
        to[8] = last;
        cb_str other = exchange(w, by_rsa, from, to, sizeof to);
        assert_non_null(strstr(look(w, other, CB_FORM_CADES), "the signature algorithm is not accepted"));
        assert_true(!look(w, other, CB_FORM_PKCS7) == (last == 0x0b)); /* as other programs spell it */
    }
    for (char last = 0x01; last <= 0x04; last++) {
        char to[8];
        memcpy(to, ecdsa, 8);
        to[7] = last;
        cb_str other = exchange(w, by_ec, ecdsa, to, sizeof to);
        assert_true(!look(w, other, CB_FORM_CADES) == (last == 0x02));
        assert_true(!look(w, other, CB_FORM_PKCS7) == (last == 0x02));
    }
}

/* CB-VERIFY-193 */
static void signer_and_authorities_are_made_for_documents(void **state) {
    world *w = *state;
    for (size_t i = 0; i < sizeof paper_purposes / sizeof *paper_purposes; i++) {
        const char *usage = paper_purposes[i].usage;
        const paper_wish plain = {.from = NOW - DAY, .until = NOW + DAY};
        paper_wish wish = plain;
        wish.purpose = usage;
        paper leaf = paper_make(&wish, &w->between);
        wish.name = "TEST other";
        wish.constraints = "critical,CA:TRUE";
        wish.usage = "critical,keyCertSign";
        paper between = paper_make(&wish, &w->root), below = paper_make(&plain, &between);
        const char *why = look(w, sign(w, &leaf), CB_FORM_CADES);
        assert_true(paper_purposes[i].documents ? !why : why && strstr(why, "wrong usage: its certificate"));
        why = look(w, sign_below(w, &below, &between), CB_FORM_CADES);
        assert_true(paper_purposes[i].documents ? !why : why && strstr(why, "wrong usage: the authority 'TEST other'"));
        paper_free(&leaf);
        paper_free(&between);
        paper_free(&below);
    }
}

/* CB-VERIFY-194 */
static void an_anchor_may_be_made_for_anything(void **state) {
    world *w = *state;
    cb_error e = {0};
    cb_str pem;
    const paper_wish wish = {.name = "TEST anchor",
                             .constraints = "critical,CA:TRUE",
                             .usage = "critical,keyCertSign",
                             .purpose = "serverAuth",
                             .from = NOW - DAY,
                             .until = NOW + DAY};
    const paper_wish plain = {.from = NOW - DAY, .until = NOW + DAY};
    paper anchor = paper_make(&wish, &w->root), own = paper_make(&plain, &anchor);
    cb_trust *trust = w->trust;
    const char *folder = scratch_make(w->arena), *file = cb_path_join(w->arena, folder, "anchor.pem");
    assert_true(paper_write(file, NULL, NULL, (X509 *[]){anchor.x, NULL}));
    assert_int_equal(cb_file_read(w->arena, file, 1 << 16, &pem, &e), CB_OK);
    assert_int_equal(cb_trust_load(w->arena, pem, "anchor.pem", &w->trust, &e), CB_OK);
    assert_null(look(w, sign_below(w, &own, &anchor), CB_FORM_CADES));
    w->trust = trust;
    scratch_drop(folder);
    paper_free(&anchor);
    paper_free(&own);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_bit_of_an_ec_signature_counts),
        cmocka_unit_test(the_algorithm_is_that_of_digest_and_key),
        cmocka_unit_test(signer_and_authorities_are_made_for_documents),
        cmocka_unit_test(an_anchor_may_be_made_for_anything),
    };
    return cmocka_run_group_tests_name("verify signature", tests, set_up, tear_down);
}
