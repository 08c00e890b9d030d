/* revocation.c: what revocation lists and OCSP answers say of a chain at one time. OpenSSL's own checking refuses a
 * list that is younger than the time of judging; here such a list is the better one, as it tells what was revoked until
 * later, and the date of revocation decides. */
#include "verify/revocation.h"

#include <openssl/err.h>
#include <openssl/ocsp.h>
#include <openssl/x509v3.h>
#include <time.h>

#include "casebound/base/memory.h"
#include "casebound/base/time.h"
#include "casebound/seal/pem.h"
#include "verify/trust.h"

enum { ITEMS_MAX = 256, LISTS_IN_PEM = 100, CLOCKS_DIFFER = 300 /* seconds */ };

typedef struct item {
    X509_CRL *list;
    OCSP_BASICRESP *answer; /* one of the two */
    const char *name;       /* of its file, borrowed; NULL: it came in a signature */
    bool used;
} item;

struct cb_revocations {
    item items[ITEMS_MAX];
    size_t count;
    bool embedded;
    cb_revocations *behind;
};

/* The time that is asked about. */
typedef struct moment {
    int64_t at, today;
    bool proven;
} moment;

/* What one source says of one certificate. */
typedef struct saying {
    bool speaks;     /* it is of the issuer, signed by it, and about the certificate */
    bool conclusive; /* about the time of judging */
    bool revoked;
    int64_t when; /* of the revocation */
    const char *reason;
} saying;

static void drop(void *handle) {
    cb_revocations *set = handle;
    for (size_t i = 0; i < set->count; i++) {
        X509_CRL_free(set->items[i].list);
        OCSP_BASICRESP_free(set->items[i].answer);
    }
}

cb_status cb_revocations_make(cb_arena *arena, cb_revocations *behind, bool embedded, cb_revocations **out,
                              cb_error *e) {
    cb_revocations *set = cb_alloc(arena, sizeof *set);
    *out = set;
    if (!set) {
        return cb_fail_memory(e);
    }
    set->behind = behind;
    set->embedded = embedded;
    return cb_arena_defer(arena, drop, set, e);
}

static bool keep(cb_revocations *set, X509_CRL *list, OCSP_BASICRESP *answer, const char *name) {
    if (set->count == ITEMS_MAX) {
        return false;
    }
    set->items[set->count++] = (item){list, answer, name, false};
    return true;
}

bool cb_revocations_add(cb_revocations *set, X509_CRL *list) {
    if (!X509_CRL_up_ref(list)) {
        return false;
    }
    if (!keep(set, list, NULL, NULL)) {
        X509_CRL_free(list);
        return false;
    }
    return true;
}

static X509_CRL *read_list(cb_str der) {
    const unsigned char *at = (const unsigned char *)der.s;
    X509_CRL *list = d2i_X509_CRL(NULL, &at, (long)der.n);
    if (list && (size_t)(at - (const unsigned char *)der.s) != der.n) {
        X509_CRL_free(list);
        list = NULL;
    }
    ERR_clear_error();
    return list;
}

static OCSP_BASICRESP *read_answer(cb_str der) {
    const unsigned char *at = (const unsigned char *)der.s;
    OCSP_RESPONSE *response = d2i_OCSP_RESPONSE(NULL, &at, (long)der.n);
    OCSP_BASICRESP *answer = response && OCSP_response_status(response) == OCSP_RESPONSE_STATUS_SUCCESSFUL
                                 ? OCSP_response_get1_basic(response)
                                 : NULL;
    if (answer && (size_t)(at - (const unsigned char *)der.s) != der.n) {
        OCSP_BASICRESP_free(answer);
        answer = NULL;
    }
    OCSP_RESPONSE_free(response);
    ERR_clear_error();
    return answer;
}

static cb_status add_der(cb_revocations *set, cb_str der, const char *name, cb_error *e) {
    X509_CRL *list = read_list(der);
    OCSP_BASICRESP *answer = list ? NULL : read_answer(der);
    if (!list && !answer) {
        return cb_memory_refused()
                   ? cb_fail_memory(e)
                   : cb_fail(e, CB_INPUT, "%s: is neither a revocation list nor a successful OCSP response", name);
    }
    if (!keep(set, list, answer, name)) {
        X509_CRL_free(list);
        OCSP_BASICRESP_free(answer);
        return cb_fail(e, CB_INPUT, "%s: more than %d revocation lists", name, ITEMS_MAX);
    }
    return CB_OK;
}

cb_status cb_revocations_read(cb_arena *arena, cb_revocations *set, cb_str bytes, const char *name, cb_error *e) {
    const cb_str *lists;
    size_t count;
    cb_status s = cb_pem_read(arena, bytes, CB_PEM_LIST, LISTS_IN_PEM, name, &lists, &count, e);
    cb_memory_watch();
    for (size_t i = 0; s == CB_OK && i < count; i++) {
        s = add_der(set, lists[i], name, e);
    }
    return s == CB_OK && count == 0 ? add_der(set, bytes, name, e) : s;
}

static bool is_break(char c) {
    return c == '\r' || c == '\n';
}

/* Lines may end and be broken as they like: that hides no text. */
static bool same_but_for_breaks(cb_str a, cb_str b) {
    while (a.n && b.n) {
        if (is_break(*a.s)) {
            a = (cb_str){a.s + 1, a.n - 1};
        } else if (is_break(*b.s)) {
            b = (cb_str){b.s + 1, b.n - 1};
        } else if (*a.s != *b.s) {
            return false;
        } else {
            a = (cb_str){a.s + 1, a.n - 1};
            b = (cb_str){b.s + 1, b.n - 1};
        }
    }
    cb_str rest = a.n ? a : b;
    for (size_t i = 0; i < rest.n; i++) {
        if (!is_break(rest.s[i])) {
            return false;
        }
    }
    return true;
}

static cb_status check_certificates(cb_arena *arena, cb_str bytes, const char *name, cb_error *e) {
    const cb_str *list;
    size_t count;
    cb_status s = cb_pem_read(arena, bytes, CB_PEM_CERTIFICATE, LISTS_IN_PEM, name, &list, &count, e);
    cb_memory_watch();
    for (size_t i = 0; s == CB_OK && i < count; i++) {
        const unsigned char *at = (const unsigned char *)list[i].s;
        X509 *x = d2i_X509(NULL, &at, (long)list[i].n);
        bool whole = x && (size_t)(at - (const unsigned char *)list[i].s) == list[i].n;
        X509_free(x);
        ERR_clear_error();
        s = whole                 ? CB_OK
            : cb_memory_refused() ? cb_fail_memory(e)
                                  : cb_fail(e, CB_INPUT, "%s: holds a certificate that cannot be read", name);
    }
    return s;
}

cb_status cb_revocations_read_stored(cb_arena *arena, cb_revocations *set, cb_str bytes, const char *name,
                                     cb_error *e) {
    static const char *const labels[] = {CB_PEM_LIST, CB_PEM_CERTIFICATE, NULL};
    cb_str blocks;
    cb_status s = cb_revocations_read(arena, set, bytes, name, e);
    if (s == CB_OK) {
        s = cb_pem_again(arena, bytes, labels, name, &blocks, e);
    }
    if (s == CB_OK && blocks.n && !same_but_for_breaks(bytes, blocks)) {
        return cb_fail(e, CB_INPUT, "%s: holds other bytes than its revocation lists", name);
    }
    return s == CB_OK && blocks.n ? check_certificates(arena, bytes, name, e) : s;
}

static bool seconds(const ASN1_TIME *time, int64_t *out) {
    struct tm tm;
    if (!time || !ASN1_TIME_to_tm(time, &tm)) {
        return false;
    }
    *out = (int64_t)timegm(&tm);
    return true;
}

/* A source speaks of all times up to its next issue. One that was made after the certificate ended may have dropped it
 * (RFC 5280 section 5.1.2.6), so that only what it does name counts; so it is with one that says it was made later than
 * today, by whatever clock: it would speak of all times until then. */
static bool covers(const ASN1_TIME *made, const ASN1_TIME *next, X509 *x, const moment *m) {
    int64_t from, until, end;
    if (!seconds(made, &from) || !seconds(X509_get0_notAfter(x), &end) || from > end ||
        from > m->today + CLOCKS_DIFFER) {
        return false;
    }
    return m->at <= from || (seconds(next, &until) && m->at <= until);
}

/* Collisions in a digest would let a forger make a list. */
static bool digest_good(int nid) {
    int digest = NID_undef;
    return OBJ_find_sigid_algs(nid, &digest, NULL) &&
           (digest == NID_sha256 || digest == NID_sha384 || digest == NID_sha512);
}

/* The part of the issuer's certificates of which a list tells (RFC 5280 section 5.2.5), critical or not: a place where
 * it is found limits nothing by itself. */
static bool scope_fits(X509_CRL *list, X509 *x) {
    int found = -1;
    ISSUING_DIST_POINT *scope = X509_CRL_get_ext_d2i(list, NID_issuing_distribution_point, &found, NULL);
    bool fits = scope ? scope->onlyCA <= 0 && (scope->onlyuser <= 0 || X509_check_ca(x) == 0) && scope->onlyattr <= 0 &&
                            scope->indirectCRL <= 0 && !scope->onlysomereasons
                      : found == -1;
    ISSUING_DIST_POINT_free(scope);
    return fits;
}

/* Whole lists of the issuer itself: no delta list, no partial or indirect one. Such a list ought to say so in a
 * critical extension; what else is critical is unknown here. */
static bool list_fits(X509_CRL *list, X509 *x, X509 *issuer) {
    return X509_NAME_cmp(X509_CRL_get_issuer(list), X509_get_issuer_name(x)) == 0 &&
           (X509_get_key_usage(issuer) & KU_CRL_SIGN) && X509_CRL_get_ext_by_critical(list, 1, -1) < 0 &&
           X509_CRL_get_ext_by_NID(list, NID_delta_crl, -1) < 0 && scope_fits(list, x) &&
           digest_good(X509_CRL_get_signature_nid(list)) && X509_CRL_verify(list, X509_get0_pubkey(issuer)) == 1;
}

/* From when on the key was not its owner's alone: the date of revocation, or an earlier date of invalidity. */
static void read_entry(X509_REVOKED *entry, saying *out) {
    int64_t invalid;
    ASN1_GENERALIZEDTIME *since = X509_REVOKED_get_ext_d2i(entry, NID_invalidity_date, NULL, NULL);
    ASN1_ENUMERATED *reason = X509_REVOKED_get_ext_d2i(entry, NID_crl_reason, NULL, NULL);
    out->revoked = true;
    out->when = INT64_MIN; /* a date that cannot be read is as early as can be */
    (void)!seconds(X509_REVOKED_get0_revocationDate(entry), &out->when);
    if (since && seconds(since, &invalid) && invalid < out->when) {
        out->when = invalid;
    }
    out->reason = reason ? OCSP_crl_reason_str((long)ASN1_ENUMERATED_get(reason)) : "no reason given";
    ASN1_GENERALIZEDTIME_free(since);
    ASN1_ENUMERATED_free(reason);
}

static saying ask_list(X509_CRL *list, X509 *x, X509 *issuer, const moment *m) {
    saying out = {0};
    X509_REVOKED *entry = NULL;
    if (!list_fits(list, x, issuer)) {
        return out;
    }
    out.speaks = true;
    out.conclusive = covers(X509_CRL_get0_lastUpdate(list), X509_CRL_get0_nextUpdate(list), x, m);
    if (X509_CRL_get0_by_cert(list, &entry, x) == 1 && entry) {
        read_entry(entry, &out);
    }
    return out;
}

/* One that the issuer made for OCSP, valid when it answered. */
static bool is_responder(X509 *x, X509 *issuer, OCSP_BASICRESP *answer) {
    int64_t made, from, until;
    return (X509_get_extended_key_usage(x) & XKU_OCSP_SIGN) && X509_get_extended_key_usage(x) != UINT32_MAX &&
           X509_NAME_cmp(X509_get_issuer_name(x), X509_get_subject_name(issuer)) == 0 &&
           digest_good(X509_get_signature_nid(x)) && X509_verify(x, X509_get0_pubkey(issuer)) == 1 &&
           seconds(OCSP_resp_get0_produced_at(answer), &made) && seconds(X509_get0_notBefore(x), &from) &&
           seconds(X509_get0_notAfter(x), &until) && from <= made && made <= until;
}

static bool answer_digest_good(const OCSP_BASICRESP *answer) {
    const ASN1_OBJECT *algorithm = NULL;
    X509_ALGOR_get0(&algorithm, NULL, NULL, OCSP_resp_get0_tbs_sigalg(answer));
    return digest_good(OBJ_obj2nid(algorithm));
}

/* RFC 6960 section 4.2.2.2: signed by the issuer itself, or by such a responder. */
static bool answer_fits(OCSP_BASICRESP *answer, X509 *issuer) {
    STACK_OF(X509) *extra = sk_X509_new_null();
    X509 *signer = NULL;
    bool fits = answer_digest_good(answer) && extra && sk_X509_push(extra, issuer) &&
                OCSP_basic_verify(answer, extra, NULL, OCSP_NOVERIFY) == 1 &&
                OCSP_resp_get0_signer(answer, &signer, extra) == 1 && signer &&
                (X509_cmp(signer, issuer) == 0 || is_responder(signer, issuer, answer));
    sk_X509_free(extra);
    return fits;
}

static bool answer_is_about(OCSP_SINGLERESP *single, X509 *x, X509 *issuer) {
    ASN1_OBJECT *algorithm = NULL;
    OCSP_CERTID *said = (OCSP_CERTID *)(uintptr_t)OCSP_SINGLERESP_get0_id(single);
    if (!OCSP_id_get0_info(NULL, &algorithm, NULL, NULL, said)) {
        return false;
    }
    const EVP_MD *digest = EVP_get_digestbyobj(algorithm);
    OCSP_CERTID *meant = digest ? OCSP_cert_to_id(digest, x, issuer) : NULL;
    bool same = meant && OCSP_id_cmp(meant, said) == 0;
    OCSP_CERTID_free(meant);
    return same;
}

/* An answer may hold several entries for one certificate, in any order: the earliest revocation counts. */
static void read_single(OCSP_SINGLERESP *single, X509 *x, const moment *m, saying *out) {
    ASN1_GENERALIZEDTIME *revoked = NULL, *made = NULL, *next = NULL;
    int64_t when = INT64_MIN;
    int reason = -1, status = OCSP_single_get0_status(single, &reason, &revoked, &made, &next);
    if (status == V_OCSP_CERTSTATUS_UNKNOWN) {
        return;
    }
    out->speaks = true;
    out->conclusive |= covers(made, next, x, m);
    if (status == V_OCSP_CERTSTATUS_REVOKED) {
        (void)!seconds(revoked, &when);
        if (!out->revoked || when < out->when) {
            out->when = when;
            out->reason = reason >= 0 ? OCSP_crl_reason_str(reason) : "no reason given";
        }
        out->revoked = true;
    }
}

static saying ask_answer(OCSP_BASICRESP *answer, X509 *x, X509 *issuer, const moment *m) {
    saying out = {0};
    bool fits = false, looked = false;
    for (int i = 0; i < OCSP_resp_count(answer); i++) {
        OCSP_SINGLERESP *single = OCSP_resp_get0(answer, i);
        if (!answer_is_about(single, x, issuer)) {
            continue;
        }
        fits = looked ? fits : answer_fits(answer, issuer);
        looked = true;
        if (fits) {
            read_single(single, x, m, &out);
        }
    }
    return out;
}

/* All sources about one certificate. */
typedef struct verdict {
    bool known, embedded; /* by any, by embedded data */
    saying worst;         /* the earliest revocation */
} verdict;

static verdict ask_all(cb_revocations *set, X509 *x, X509 *issuer, const moment *m) {
    verdict out = {0};
    for (; set; set = set->behind) {
        for (size_t i = 0; i < set->count; i++) {
            item *source = &set->items[i];
            saying said =
                source->list ? ask_list(source->list, x, issuer, m) : ask_answer(source->answer, x, issuer, m);
            source->used |= said.speaks;
            out.known |= said.conclusive;
            out.embedded |= said.conclusive && set->embedded;
            if (said.revoked && (!out.worst.revoked || said.when < out.worst.when)) {
                out.worst = said;
            }
        }
    }
    ERR_clear_error();
    return out;
}

static void revocation_text(cb_arena *arena, const verdict *v, X509 *x, const moment *m, cb_revocation *out) {
    char when[CB_TIME_TEXT], then[CB_TIME_TEXT];
    const char *name = cb_trust_name(arena, X509_get_subject_name(x)), *text;
    cb_time_text(v->worst.when > INT64_MIN ? v->worst.when : 0, when);
    cb_time_text(m->at, then);
    name = name ? name : "?";
    if (v->worst.when <= m->at) {
        text = cb_format(arena, "revoked: the certificate of '%s' was revoked at %s (%s)%s%s", name, when,
                         v->worst.reason, m->proven ? ", before the proven time " : "; nothing proves an earlier time",
                         m->proven ? then : "");
        out->fault = text ? text : "revoked: a certificate of its chain";
    } else {
        text = cb_format(arena, "the certificate of '%s' was revoked at %s (%s), after the proven time %s: it holds",
                         name, when, v->worst.reason, then);
        out->said = text ? text : "a certificate of its chain was revoked later";
    }
}

bool cb_revocation_check(cb_arena *arena, STACK_OF(X509) * chain, const cb_judging *by, cb_revocation *out) {
    const moment m = {by->now, by->today, by->proven};
    *out = (cb_revocation){.known = true, .embedded = true};
    for (int i = 0; !out->fault && i + 1 < sk_X509_num(chain); i++) {
        X509 *x = sk_X509_value(chain, i), *issuer = sk_X509_value(chain, i + 1);
        verdict v = ask_all(by->lists, x, issuer, &m);
        out->embedded &= v.embedded;
        if (v.worst.revoked) {
            revocation_text(arena, &v, x, &m, out);
        }
        if (!v.known && !v.worst.revoked) {
            const char *name = cb_trust_name(arena, X509_get_subject_name(x));
            char when[CB_TIME_TEXT];
            cb_time_text(m.at, when);
            out->known = false;
            out->said =
                name ? cb_format(arena, "no list or answer of its issuer tells of '%s' at %s (--crl)", name, when)
                     : NULL;
            if (!out->said) {
                return false;
            }
        }
    }
    return true;
}

size_t cb_revocations_unused(const cb_revocations *set) {
    size_t count = 0;
    for (size_t i = 0; i < set->count; i++) {
        count += !set->items[i].used;
    }
    return count;
}

const char *cb_revocations_unused_file(const cb_revocations *set, size_t *at) {
    while (*at < set->count) {
        const item *i = &set->items[(*at)++];
        if (!i->used && i->name) {
            while (*at < set->count && set->items[*at].name == i->name) {
                (*at)++;
            }
            return i->name;
        }
    }
    return NULL;
}
