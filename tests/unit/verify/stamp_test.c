/* stamp_test.c: a timestamp is judged at the time that is proven, by the certificate that it means. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <openssl/ts.h>
#include <stdlib.h>

#include "unit/seal/certificates.h"
#include "verify/finding.h"
#include "verify/stamp.h"

enum { ARENA = 8 << 20, NOW = 1700000000, DAY = 86400 }; /* years ago: what is judged today has ended */

#define VALUE "the value of a signature"

typedef struct room {
    cb_arena *arena;
    paper root, clock;
    cb_trust *trust;
} room;

static int set_up(void **state) {
    room *r = calloc(1, sizeof *r);
    cb_error e = {0};
    char *pem = NULL;
    const paper_wish wish = {.name = "TEST clock",
                             .usage = "critical,digitalSignature",
                             .purpose = "critical,timeStamping",
                             .from = NOW - DAY,
                             .until = NOW + DAY};
    r->arena = cb_arena_new(ARENA);
    r->root = paper_authority("TEST root", NOW - 100 * DAY, NOW + 100 * DAY, NULL);
    r->clock = paper_make(&wish, &r->root);
    BIO *out = BIO_new(BIO_s_mem());
    *state = r;
    bool done = r->clock.x && PEM_write_bio_X509(out, r->root.x);
    size_t size = (size_t)BIO_get_mem_data(out, &pem);
    done = done && cb_trust_load(r->arena, (cb_str){pem, size}, "root", &r->trust, &e) == CB_OK;
    BIO_free(out);
    return done ? 0 : -1;
}

static int tear_down(void **state) {
    room *r = *state;
    paper_free(&r->root);
    paper_free(&r->clock);
    cb_arena_free(r->arena);
    free(r);
    return 0;
}

static int at_now(TS_RESP_CTX *context, void *data, long *seconds, long *micros) {
    (void)context;
    (void)data;
    *seconds = NOW;
    *micros = 0;
    return 1;
}

static BIO *ask(void) {
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned size = 0;
    TS_REQ *request = TS_REQ_new();
    TS_MSG_IMPRINT *imprint = TS_MSG_IMPRINT_new();
    X509_ALGOR *algorithm = X509_ALGOR_new();
    BIO *out = BIO_new(BIO_s_mem());
    assert_true(EVP_Digest(VALUE, strlen(VALUE), digest, &size, EVP_sha256(), NULL));
    X509_ALGOR_set_md(algorithm, EVP_sha256());
    assert_true(TS_MSG_IMPRINT_set_algo(imprint, algorithm) && TS_MSG_IMPRINT_set_msg(imprint, digest, (int)size));
    assert_true(TS_REQ_set_version(request, 1) && TS_REQ_set_msg_imprint(request, imprint));
    assert_true(TS_REQ_set_cert_req(request, 1) && i2d_TS_REQ_bio(out, request));
    TS_MSG_IMPRINT_free(imprint);
    X509_ALGOR_free(algorithm);
    TS_REQ_free(request);
    return out;
}

/* A token of the value at NOW; `meant` makes the digests that name its certificate, and where `chain` says so those of
 * its authorities. */
static PKCS7 *stamp(room *r, const EVP_MD *meant, bool chain) {
    TS_RESP_CTX *context = TS_RESP_CTX_new();
    ASN1_OBJECT *policy = OBJ_txt2obj("1.2.3.4.1", 1);
    STACK_OF(X509) *others = sk_X509_new_null();
    BIO *question = ask();
    assert_true(sk_X509_push(others, r->root.x) && TS_RESP_CTX_set_certs(context, others));
    assert_true(TS_RESP_CTX_set_signer_cert(context, r->clock.x) && TS_RESP_CTX_set_signer_key(context, r->clock.key));
    assert_true(TS_RESP_CTX_set_signer_digest(context, EVP_sha256()) && TS_RESP_CTX_add_md(context, EVP_sha256()));
    assert_true(TS_RESP_CTX_set_def_policy(context, policy) && TS_RESP_CTX_set_ess_cert_id_digest(context, meant));
    TS_RESP_CTX_add_flags(context, chain ? TS_ESS_CERT_ID_CHAIN : 0);
    TS_RESP_CTX_set_time_cb(context, at_now, NULL);
    TS_RESP *answer = TS_RESP_create_response(context, question);
    PKCS7 *token = answer ? PKCS7_dup(TS_RESP_get_token(answer)) : NULL;
    assert_non_null(token);
    TS_RESP_free(answer);
    TS_RESP_CTX_free(context);
    ASN1_OBJECT_free(policy);
    sk_X509_free(others);
    BIO_free(question);
    return token;
}

static cb_stamp look(room *r, PKCS7 *token, int64_t now, bool proven) {
    cb_error e = {0};
    cb_stamp found;
    unsigned char *der = NULL;
    const cb_judging by = {.trust = r->trust, .now = now, .proven = proven};
    int size = i2d_PKCS7(token, &der);
    assert_true(size > 0);
    assert_int_equal(
        cb_stamp_check(r->arena, (cb_str){(const char *)der, (size_t)size}, cb_str_of(VALUE), &by, &found, &e), CB_OK);
    OPENSSL_free(der);
    PKCS7_free(token);
    return found;
}

/* CB-STAMP-170 */
static void a_token_is_judged_at_the_proven_time(void **state) {
    room *r = *state;
    const EVP_MD *digests[] = {EVP_sha1(), EVP_sha256(), EVP_sha512()};
    for (size_t i = 0; i < 6; i++) {
        cb_stamp found = look(r, stamp(r, digests[i / 2], i % 2), NOW + DAY / 2, true);
        assert_null(found.fault);
        assert_null(found.distrust);
        assert_string_equal(found.authority, "TEST clock");
        assert_int_equal(found.time, NOW);
    }
    cb_stamp found = look(r, stamp(r, EVP_sha256(), false), NOW + 2 * DAY, false);
    assert_null(found.fault);
    assert_non_null(strstr(found.distrust, "expired: the certificate of 'TEST clock' ended"));
}

/* Another certificate of the same name, number and key, which verifies the token's signature as well. */
static X509 *another(room *r) {
    X509 *x = X509_dup(r->clock.x);
    assert_true(x && ASN1_TIME_set(X509_getm_notAfter(x), NOW + 50 * DAY));
    assert_true(X509_sign(x, r->root.key, EVP_sha256()) > 0);
    return x;
}

/* CB-STAMP-171 */
static void a_token_that_means_another_certificate_proves_nothing(void **state) {
    room *r = *state;
    const EVP_MD *digests[] = {EVP_sha1(), EVP_sha256()};
    for (size_t i = 0; i < 4; i++) {
        PKCS7 *token = stamp(r, digests[i / 2], i % 2);
        STACK_OF(X509) *held = token->d.sign->cert;
        for (int k = 0; k < sk_X509_num(held); k++) {
            if (X509_cmp(sk_X509_value(held, k), r->clock.x) == 0) {
                X509_free(sk_X509_value(held, k));
                sk_X509_set(held, k, another(r));
            }
        }
        cb_stamp found = look(r, token, NOW, true);
        assert_null(found.fault);
        assert_string_equal(found.distrust, "the token means another certificate");
    }
}

/* The levels that are told of signatures, one after the other. */
static const char *told(room *r, const cb_trust *trust, const cb_signature *list, size_t count) {
    cb_findings out = {0};
    cb_checking c = {.arena = r->arena, .out = &out, .by = {.trust = trust}};
    for (size_t i = 0; i < count; i++) {
        assert_true(cb_found_signature(&c, "folder signature", "it", "CAdES", &list[i]));
    }
    return out.level;
}

/* CB-STAMP-172, CB-STAMP-173 */
static void a_level_counts_with_a_proven_time_alone(void **state) {
    room *r = *state;
    const cb_signature good = {.valid = true, .trusted = true, .stamped = true, .algorithm = "", .stamp_time = "t"};
    cb_signature list[] = {good, good, good, good};
    list[0].lasting = list[0].archived = list[1].lasting = true;
    list[3].stamped = false;
    assert_string_equal(told(r, r->trust, list, 4), "CAdES B-LTA, CAdES B-LT, CAdES B-T, CAdES B-B");
    assert_string_equal(told(r, r->trust, (cb_signature[]){list[1], list[0], list[1]}, 3), "CAdES B-LT, CAdES B-LTA");
    for (size_t i = 0; i < 4; i++) {
        list[i].stamp_distrust = "nobody knows it";
    }
    assert_string_equal(told(r, r->trust, list, 4), "CAdES B-B");
    assert_string_equal(told(r, NULL, &list[2], 1), "CAdES B-T");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_token_is_judged_at_the_proven_time),
        cmocka_unit_test(a_token_that_means_another_certificate_proves_nothing),
        cmocka_unit_test(a_level_counts_with_a_proven_time_alone),
    };
    return cmocka_run_group_tests_name("stamp", tests, set_up, tear_down);
}
