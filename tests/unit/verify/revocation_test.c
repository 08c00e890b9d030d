/* revocation_test.c: which revocation lists count, and for which time. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>

#include "unit/seal/certificates.h"
#include "verify/revocation.h"

enum { ARENA = 8 << 20, NOW = 1700000000, DAY = 86400 };

typedef struct world {
    cb_arena *arena;
    paper root, other, own;
    STACK_OF(X509) * chain;
} world;

typedef struct list_wish {
    int64_t made, next; /* seconds; next 0: none */
    int64_t revoked;    /* 0: the list names nobody */
    int64_t invalid;    /* invalidity date; 0: none */
    const char *digest; /* NULL SHA-256 */
    bool delta;         /* a critical extension */
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
        assert_true(ASN1_INTEGER_set(base, 1) && X509_CRL_add1_ext_i2d(list, NID_delta_crl, base, 1, 0));
        ASN1_INTEGER_free(base);
    }
    assert_true(X509_CRL_sort(list));
    assert_true(X509_CRL_sign(list, by->key, EVP_get_digestbyname(wish->digest ? wish->digest : "SHA256")));
    ASN1_TIME_free(made);
    ASN1_TIME_free(next);
    return list;
}

/* What one list, as it would be read from a file, tells of the chain at a time. */
static cb_revocation ask(world *w, const list_wish *wish, int64_t at, bool proven, size_t *unused) {
    cb_error e = {0};
    cb_revocations *set;
    cb_revocation found;
    X509_CRL *list = make_list(w, wish);
    unsigned char *der = NULL;
    int size = i2d_X509_CRL(list, &der);
    assert_true(size > 0);
    assert_int_equal(cb_revocations_make(w->arena, NULL, true, &set, &e), CB_OK);
    assert_int_equal(cb_revocations_read(w->arena, set, (cb_str){(const char *)der, (size_t)size}, "list", &e), CB_OK);
    assert_true(cb_revocation_check(w->arena, set, w->chain, at, proven, &found));
    *unused = cb_revocations_unused(set);
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
        {.made = NOW, .next = NOW + DAY, .revoked = NOW - DAY, .delta = true},
        {.made = NOW, .next = NOW + DAY, .revoked = NOW - DAY, .digest = "SHA1"},
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        cb_revocation found = ask(w, &bad[i], NOW, true, &unused);
        assert_true(!found.known && !found.embedded && !found.fault);
        assert_non_null(strstr(found.said, "no list or answer of its issuer"));
        assert_int_equal(unused, 1);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_date_of_revocation_decides),
        cmocka_unit_test(a_list_tells_of_its_time_alone),
        cmocka_unit_test(what_is_no_whole_list_of_the_issuer_tells_nothing),
    };
    return cmocka_run_group_tests_name("revocation", tests, set_up, tear_down);
}
