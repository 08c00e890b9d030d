/* revocation_test.c: which revocation lists count, and for which time. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <openssl/ocsp.h>
#include <stdlib.h>

#include "unit/seal/certificates.h"
#include "verify/revocation.h"

enum { ARENA = 8 << 20, NOW = 1700000000, DAY = 86400 };

typedef struct world {
    cb_arena *arena;
    paper root, other, own;
    STACK_OF(X509) * chain;
} world;

enum { NO_DELTA, DELTA, CRITICAL_DELTA };
enum { NO_SCOPE, PLACE, USERS, AUTHORITIES, ATTRIBUTES, REASONS, INDIRECT, BROKEN };

typedef struct list_wish {
    int64_t made, next; /* seconds; next 0: none */
    int64_t revoked;    /* 0: the list names nobody */
    int64_t invalid;    /* invalidity date; 0: none */
    const char *digest; /* NULL SHA-256 */
    int delta;          /* an extension, critical or not */
    int scope;          /* an issuing distribution point, not critical */
    const paper *by;    /* NULL: the root */
} list_wish;

static int set_up(void **state) {
    world *w = calloc(1, sizeof *w);
    const paper_wish wish = {.from = NOW - 100 * DAY, .until = NOW + 100 * DAY};
    w->arena = cb_arena_new(ARENA);
    w->root = paper_authority("TEST root", NOW - 200 * DAY, NOW + 200 * DAY, NULL);
    w->other = paper_authority("TEST root", NOW - 200 * DAY, NOW + 200 * DAY, NULL); /* of the same name */
    w->own = paper_make(&wish, &w->root);
    w->chain = sk_X509_new_null();
    *state = w;
    return sk_X509_push(w->chain, w->own.x) && sk_X509_push(w->chain, w->root.x) ? 0 : -1;
}

static int tear_down(void **state) {
    world *w = *state;
    sk_X509_free(w->chain);
    paper_free(&w->root);
    paper_free(&w->other);
    paper_free(&w->own);
    cb_arena_free(w->arena);
    free(w);
    return 0;
}

static void add_entry(world *w, const list_wish *wish, X509_CRL *list) {
    X509_REVOKED *entry = X509_REVOKED_new();
    ASN1_TIME *when = ASN1_TIME_set(NULL, (time_t)wish->revoked);
    assert_true(X509_REVOKED_set_serialNumber(entry, X509_get_serialNumber(w->own.x)));
    assert_true(X509_REVOKED_set_revocationDate(entry, when));
    if (wish->invalid) {
        ASN1_GENERALIZEDTIME *since = ASN1_GENERALIZEDTIME_set(NULL, (time_t)wish->invalid);
        assert_true(X509_REVOKED_add1_ext_i2d(entry, NID_invalidity_date, since, 0, 0));
        ASN1_GENERALIZEDTIME_free(since);
    }
    assert_true(X509_CRL_add0_revoked(list, entry));
    ASN1_TIME_free(when);
}

static void add_scope(X509_CRL *list, int kind) {
    ISSUING_DIST_POINT *scope = ISSUING_DIST_POINT_new();
    scope->onlyuser = kind == USERS ? 0xff : -1;
    scope->onlyCA = kind == AUTHORITIES ? 0xff : -1;
    scope->onlyattr = kind == ATTRIBUTES ? 0xff : -1;
    scope->indirectCRL = kind == INDIRECT ? 0xff : -1;
    if (kind == REASONS) {
        scope->onlysomereasons = ASN1_BIT_STRING_new();
        assert_true(ASN1_BIT_STRING_set_bit(scope->onlysomereasons, 1, 1));
    }
    if (kind == PLACE) {
        GENERAL_NAME *name = a2i_GENERAL_NAME(NULL, NULL, NULL, GEN_URI, "http://x.example/list", 0);
        scope->distpoint = DIST_POINT_NAME_new();
        scope->distpoint->type = 0;
        scope->distpoint->name.fullname = sk_GENERAL_NAME_new_null();
        assert_true(sk_GENERAL_NAME_push(scope->distpoint->name.fullname, name));
    }
    assert_true(X509_CRL_add1_ext_i2d(list, NID_issuing_distribution_point, scope, 0, 0));
    if (kind == BROKEN) {
        ASN1_OCTET_STRING *data = X509_EXTENSION_get_data(X509_CRL_get_ext(list, X509_CRL_get_ext_count(list) - 1));
        assert_true(ASN1_OCTET_STRING_set(data, (const unsigned char *)"\x04", 1));
    }
    ISSUING_DIST_POINT_free(scope);
}

static X509_CRL *make_list(world *w, const list_wish *wish) {
    const paper *by = wish->by ? wish->by : &w->root;
    X509_CRL *list = X509_CRL_new();
    ASN1_TIME *made = ASN1_TIME_set(NULL, (time_t)wish->made), *next = ASN1_TIME_set(NULL, (time_t)wish->next);
    assert_true(X509_CRL_set_version(list, X509_CRL_VERSION_2));
    assert_true(X509_CRL_set_issuer_name(list, X509_get_subject_name(by->x)));
    assert_true(X509_CRL_set1_lastUpdate(list, made));
    assert_true(!wish->next || X509_CRL_set1_nextUpdate(list, next));
    if (wish->revoked) {
        add_entry(w, wish, list);
    }
    if (wish->delta) {
        ASN1_INTEGER *base = ASN1_INTEGER_new();
        assert_true(ASN1_INTEGER_set(base, 1) &&
                    X509_CRL_add1_ext_i2d(list, NID_delta_crl, base, wish->delta == CRITICAL_DELTA, 0));
        ASN1_INTEGER_free(base);
    }
    if (wish->scope) {
        add_scope(list, wish->scope);
    }
    assert_true(X509_CRL_sort(list));
    assert_true(X509_CRL_sign(list, by->key, EVP_get_digestbyname(wish->digest ? wish->digest : "SHA256")));
    ASN1_TIME_free(made);
    ASN1_TIME_free(next);
    return list;
}

/* What one file tells of the chain at a time, to who looks 300 days later. */
static cb_revocation ask_bytes(world *w, cb_str der, int64_t at, bool proven, size_t *unused) {
    cb_error e = {0};
    cb_revocations *set;
    cb_revocation found;
    assert_int_equal(cb_revocations_make(w->arena, NULL, true, &set, &e), CB_OK);
    assert_int_equal(cb_revocations_read(w->arena, set, der, "list", &e), CB_OK);
    const cb_judging by = {.lists = set, .now = at, .today = NOW + 300 * DAY, .proven = proven};
    assert_true(cb_revocation_check(w->arena, w->chain, &by, &found));
    *unused = cb_revocations_unused(set);
    return found;
}

static cb_revocation ask(world *w, const list_wish *wish, int64_t at, bool proven, size_t *unused) {
    X509_CRL *list = make_list(w, wish);
    unsigned char *der = NULL;
    int size = i2d_X509_CRL(list, &der);
    assert_true(size > 0);
    cb_revocation found = ask_bytes(w, (cb_str){(const char *)der, (size_t)size}, at, proven, unused);
    OPENSSL_free(der);
    X509_CRL_free(list);
    return found;
}

/* CB-REVOKE-06 */
static void the_date_of_revocation_decides(void **state) {
    world *w = *state;
    size_t unused;
    list_wish wish = {.made = NOW + DAY, .next = NOW + 10 * DAY};
    cb_revocation found = ask(w, &wish, NOW, true, &unused);
    assert_true(found.known && found.embedded && !found.fault && !found.said);
    assert_int_equal(unused, 0);
    wish.revoked = NOW + 1;
    found = ask(w, &wish, NOW, true, &unused);
    assert_true(found.known && !found.fault);
    assert_non_null(strstr(found.said, "after the proven time"));
    wish.revoked = NOW;
    found = ask(w, &wish, NOW, true, &unused);
    assert_non_null(strstr(found.fault, "revoked: the certificate of 'TEST someone'"));
    wish.revoked = NOW + 1;
    wish.invalid = NOW - DAY;
    found = ask(w, &wish, NOW, true, &unused);
    assert_non_null(strstr(found.fault, "before the proven time"));
    found = ask(w, &wish, NOW + DAY, false, &unused);
    assert_non_null(strstr(found.fault, "nothing proves an earlier time"));
}

/* CB-REVOKE-07 */
static void a_list_tells_of_its_time_alone(void **state) {
    world *w = *state;
    size_t unused;
    list_wish wish = {.made = NOW - 10 * DAY, .next = NOW};
    assert_true(ask(w, &wish, NOW, true, &unused).known);
    assert_false(ask(w, &wish, NOW + 1, true, &unused).known);
    wish.next = 0;
    assert_true(ask(w, &wish, wish.made, true, &unused).known);
    assert_false(ask(w, &wish, wish.made + 1, true, &unused).known);
    wish = (list_wish){.made = NOW + 101 * DAY, .next = NOW + 110 * DAY}; /* the certificate ended before */
    assert_false(ask(w, &wish, NOW, true, &unused).known);
    wish.revoked = NOW - 1;
    assert_non_null(ask(w, &wish, NOW, true, &unused).fault);
}

/* CB-REVOKE-08 */
static void what_is_no_whole_list_of_the_issuer_tells_nothing(void **state) {
    world *w = *state;
    size_t unused;
    const list_wish bad[] = {
        {.made = NOW, .next = NOW + DAY, .revoked = NOW - DAY, .by = &w->other},
        {.made = NOW, .next = NOW + DAY, .revoked = NOW - DAY, .delta = CRITICAL_DELTA},
        {.made = NOW, .next = NOW + DAY, .revoked = NOW - DAY, .digest = "SHA1"},
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        cb_revocation found = ask(w, &bad[i], NOW, true, &unused);
        assert_true(!found.known && !found.embedded && !found.fault);
        assert_non_null(strstr(found.said, "no list or answer of its issuer"));
        assert_int_equal(unused, 1);
    }
}

/* CB-REVOKE-190 */
static void a_partial_list_tells_nothing_critical_or_not(void **state) {
    world *w = *state;
    size_t unused;
    list_wish wish = {.made = NOW, .next = NOW + DAY, .delta = DELTA};
    assert_false(ask(w, &wish, NOW, true, &unused).known);
    assert_int_equal(unused, 1);
    wish.delta = NO_DELTA;
    for (wish.scope = PLACE; wish.scope <= BROKEN; wish.scope++) {
        const bool whole = wish.scope == PLACE || wish.scope == USERS;
        assert_true(ask(w, &wish, NOW, true, &unused).known == whole);
        assert_int_equal(unused, whole ? 0 : 1);
    }
}

/* CB-REVOKE-191 */
static void a_list_of_the_future_tells_only_what_it_names(void **state) {
    world *w = *state;
    size_t unused;
    const int64_t today = NOW + 50 * DAY;
    list_wish wish = {.made = today + 300, .next = today + DAY};
    cb_revocations *set;
    cb_error e = {0};
    for (int late = 0; late < 2; late++, wish.made++) {
        cb_revocation found;
        X509_CRL *list = make_list(w, &wish);
        assert_int_equal(cb_revocations_make(w->arena, NULL, true, &set, &e), CB_OK);
        assert_true(cb_revocations_add(set, list));
        const cb_judging by = {.lists = set, .now = NOW, .today = today, .proven = true};
        assert_true(cb_revocation_check(w->arena, w->chain, &by, &found));
        assert_true(found.known == !late);
        X509_CRL_free(list);
    }
    wish = (list_wish){.made = NOW + 301 * DAY, .next = NOW + 310 * DAY, .revoked = NOW - 1};
    assert_non_null(ask(w, &wish, NOW, true, &unused).fault);
}

/* What an answer says of the certificate, one entry after the other: the time of its revocation, or 0 for good. */
static cb_revocation ask_answer(world *w, const int64_t *entries, size_t count, const paper *by, const char *digest,
                                size_t *unused) {
    OCSP_BASICRESP *answer = OCSP_BASICRESP_new();
    ASN1_TIME *made = ASN1_TIME_set(NULL, (time_t)NOW), *next = ASN1_TIME_set(NULL, (time_t)(NOW + DAY));
    for (size_t i = 0; i < count; i++) {
        OCSP_CERTID *id = OCSP_cert_to_id(EVP_sha1(), w->own.x, w->root.x);
        ASN1_TIME *when = entries[i] ? ASN1_TIME_set(NULL, (time_t)entries[i]) : NULL;
        assert_non_null(OCSP_basic_add1_status(answer, id, when ? V_OCSP_CERTSTATUS_REVOKED : V_OCSP_CERTSTATUS_GOOD,
                                               -1, when, made, next));
        ASN1_TIME_free(when);
        OCSP_CERTID_free(id);
    }
    assert_true(OCSP_basic_sign(answer, by->x, by->key, EVP_get_digestbyname(digest), NULL, 0));
    OCSP_RESPONSE *response = OCSP_response_create(OCSP_RESPONSE_STATUS_SUCCESSFUL, answer);
    unsigned char *der = NULL;
    int size = i2d_OCSP_RESPONSE(response, &der);
    assert_true(size > 0);
    cb_revocation found = ask_bytes(w, (cb_str){(const char *)der, (size_t)size}, NOW, true, unused);
    OPENSSL_free(der);
    OCSP_RESPONSE_free(response);
    OCSP_BASICRESP_free(answer);
    ASN1_TIME_free(made);
    ASN1_TIME_free(next);
    return found;
}

/* CB-REVOKE-192 */
static void an_answer_counts_with_good_digests_alone(void **state) {
    world *w = *state;
    size_t unused;
    const int64_t good = 0, far = 4000000000;
    paper_wish wish = {.from = NOW - DAY, .until = far, .purpose = "OCSPSigning"};
    paper responder = paper_make(&wish, &w->root);
    wish.digest = "SHA1";
    paper weak = paper_make(&wish, &w->root);
    assert_true(ask_answer(w, &good, 1, &w->root, "SHA256", &unused).known);
    assert_true(ask_answer(w, &good, 1, &responder, "SHA384", &unused).known);
    assert_int_equal(unused, 0);
    assert_false(ask_answer(w, &good, 1, &w->root, "SHA1", &unused).known);
    assert_false(ask_answer(w, &good, 1, &responder, "SHA1", &unused).known);
    assert_false(ask_answer(w, &good, 1, &weak, "SHA256", &unused).known);
    assert_int_equal(unused, 1);
    paper_free(&responder);
    paper_free(&weak);
}

/* CB-REVOKE-193 */
static void of_an_answers_entries_the_earliest_revocation_counts(void **state) {
    world *w = *state;
    size_t unused;
    const int64_t entries[][3] = {{0, NOW - DAY, 0}, {NOW - DAY, 0, 0}, {NOW + DAY, 0, NOW - DAY}};
    for (size_t i = 0; i < sizeof entries / sizeof *entries; i++) {
        cb_revocation found = ask_answer(w, entries[i], 3, &w->root, "SHA256", &unused);
        assert_non_null(found.fault);
        assert_non_null(strstr(found.fault, "was revoked at 2023-11-13"));
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_date_of_revocation_decides),
        cmocka_unit_test(a_list_tells_of_its_time_alone),
        cmocka_unit_test(what_is_no_whole_list_of_the_issuer_tells_nothing),
        cmocka_unit_test(a_partial_list_tells_nothing_critical_or_not),
        cmocka_unit_test(a_list_of_the_future_tells_only_what_it_names),
        cmocka_unit_test(an_answer_counts_with_good_digests_alone),
        cmocka_unit_test(of_an_answers_entries_the_earliest_revocation_counts),
    };
    return cmocka_run_group_tests_name("revocation", tests, set_up, tear_down);
}
