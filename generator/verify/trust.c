/* trust.c: who may be believed: anchors from a PEM file, chains to them (RFC 5280 section 6) and what a certificate may
 * be used for. */
#include "verify/trust.h"

#include <openssl/err.h>
#include <openssl/x509v3.h>
#include <string.h>

#include "casebound/base/memory.h"
#include "casebound/base/time.h"
#include "casebound/base/utf8.h"
#include "casebound/seal/pem.h"

enum { ANCHORS_MAX = 1000, DEPTH_MAX = 8, LEVEL = 2 /* of OpenSSL: 112 bits, no SHA-1 */ };

struct cb_trust {
    X509_STORE *store;
};

static void drop_trust(void *handle) {
    X509_STORE_free(((cb_trust *)handle)->store);
}

/* Certificates of the file that are no authority's are passed over: a seal's own certificate proves nothing about
 * itself. */
static cb_status add_anchor(cb_trust *trust, cb_str der, const char *name, int *kept, cb_error *e) {
    const unsigned char *at = (const unsigned char *)der.s;
    X509 *x = d2i_X509(NULL, &at, (long)der.n);
    if (!x) {
        ERR_clear_error();
        return cb_memory_refused() ? cb_fail_memory(e)
                                   : cb_fail(e, CB_INPUT, "%s: holds a certificate that cannot be read", name);
    }
    bool anchor = X509_check_ca(x) == 1, added = anchor && X509_STORE_add_cert(trust->store, x);
    X509_free(x);
    ERR_clear_error();
    *kept += added;
    return anchor && !added ? cb_fail_memory(e) : CB_OK;
}

static cb_status load(cb_arena *arena, cb_trust *trust, cb_str pem, const char *name, cb_error *e) {
    const cb_str *list;
    size_t count;
    int kept = 0;
    cb_status s = cb_pem_read(arena, pem, CB_PEM_CERTIFICATE, ANCHORS_MAX, name, &list, &count, e);
    for (size_t i = 0; s == CB_OK && i < count; i++) {
        s = add_anchor(trust, list[i], name, &kept, e);
    }
    if (s == CB_OK && cb_memory_refused()) { /* an anchor without its key, a method of libcrypto held absent */
        return cb_fail_memory(e);
    }
    return s == CB_OK && kept == 0 ? cb_fail(e, CB_INPUT, "%s: holds no certificate of an authority in PEM", name) : s;
}

cb_status cb_trust_load(cb_arena *arena, cb_str pem, const char *name, cb_trust **out, cb_error *e) {
    *out = NULL;
    cb_memory_watch();
    cb_trust *trust = cb_alloc(arena, sizeof *trust);
    if (!trust || !(trust->store = X509_STORE_new())) {
        return cb_fail_memory(e);
    }
    cb_status status = cb_arena_defer(arena, drop_trust, trust, e);
    if (!status) {
        status = load(arena, trust, pem, name, e);
    }
    *out = status ? NULL : trust;
    return status;
}

enum { OID_TEXT = 80 };

static bool is_any_of(const ASN1_OBJECT *usage, const char *const *oids) {
    char text[OID_TEXT];
    int n = OBJ_obj2txt(text, sizeof text, usage, 1);
    for (; n > 0 && n < OID_TEXT && *oids; oids++) {
        if (strcmp(text, *oids) == 0) {
            return true;
        }
    }
    return false;
}

static bool has_any_of(const EXTENDED_KEY_USAGE *usages, const char *const *oids) {
    for (int i = 0; i < sk_ASN1_OBJECT_num(usages); i++) {
        if (is_any_of(sk_ASN1_OBJECT_value(usages, i), oids)) {
            return true;
        }
    }
    return false;
}

/* RFC 5280 section 4.2.1.12, of leaves and of authorities alike: any usage, e-mail, documents (RFC 9336, Adobe,
 * Microsoft), or a person's log-in; the last with serverAuth is a machine's. An absent extension does not restrict. */
static bool allows_documents(X509 *x) {
    static const char *const documents[] = {"2.5.29.37.0",          "1.3.6.1.5.5.7.3.4",       "1.3.6.1.5.5.7.3.36",
                                            "1.2.840.113583.1.1.5", "1.3.6.1.4.1.311.10.3.12", NULL};
    static const char *const person[] = {"1.3.6.1.5.5.7.3.2", NULL}, *const server[] = {"1.3.6.1.5.5.7.3.1", NULL};
    int found = -1;
    EXTENDED_KEY_USAGE *usages = X509_get_ext_d2i(x, NID_ext_key_usage, &found, NULL);
    bool allows = usages ? has_any_of(usages, documents) || (has_any_of(usages, person) && !has_any_of(usages, server))
                         : found == -1;
    EXTENDED_KEY_USAGE_free(usages);
    return allows;
}

static bool allows_times(X509 *x) {
    static const char *const times[] = {"2.5.29.37.0", "1.3.6.1.5.5.7.3.8", NULL};
    int found = -1;
    EXTENDED_KEY_USAGE *usages = X509_get_ext_d2i(x, NID_ext_key_usage, &found, NULL);
    bool allows = usages ? has_any_of(usages, times) : found == -1;
    EXTENDED_KEY_USAGE_free(usages);
    return allows;
}

/* RFC 5280 sections 4.2.1.3, 4.2.1.9 and 4.2.1.12. */
static const char *check_usage(X509 *x) {
    if (X509_get_extension_flags(x) & EXFLAG_INVALID) {
        return "wrong usage: its certificate has a broken extension";
    }
    if (X509_check_ca(x) != 0) {
        return "wrong usage: its certificate is an authority's";
    }
    if (!(X509_get_key_usage(x) & (KU_DIGITAL_SIGNATURE | KU_NON_REPUDIATION))) {
        return "wrong usage: its certificate is not made for signatures";
    }
    return allows_documents(x) ? NULL : "wrong usage: its certificate is made for something else than documents";
}

/* What an authority between signer and anchor may vouch for, its anchor aside: OpenSSL looks at a leaf's usage alone.
 */
static const char *check_authorities(cb_arena *arena, STACK_OF(X509) * chain, bool clock) {
    for (int i = 1; i + 1 < sk_X509_num(chain); i++) {
        X509 *x = sk_X509_value(chain, i);
        if (clock ? !allows_times(x) : !allows_documents(x)) {
            const char *name = cb_trust_name(arena, X509_get_subject_name(x));
            const char *text =
                name ? cb_format(arena, "wrong usage: the authority '%s' is made for something else than %s", name,
                                 clock ? "timestamps" : "documents")
                     : NULL;
            return text ? text : "wrong usage: an authority is made for something else";
        }
    }
    return NULL;
}

static bool is_in(STACK_OF(X509) * chain, X509 *x) {
    for (int i = 0; i < sk_X509_num(chain); i++) {
        if (X509_cmp(sk_X509_value(chain, i), x) == 0) {
            return true;
        }
    }
    return false;
}

/* What OpenSSL found, in the words of docs/verify.md: each cause has its own. */
static const char *describe(cb_arena *arena, int error, X509 *at, int64_t now) {
    char when[CB_TIME_TEXT];
    const char *name = at ? cb_trust_name(arena, X509_get_subject_name(at)) : "?";
    const char *end = at ? cb_trust_time(arena, X509_get0_notAfter(at)) : "?", *text;
    cb_time_text(now, when);
    switch (error) {
    case X509_V_ERR_CERT_HAS_EXPIRED:
        text = cb_format(arena, "expired: the certificate of '%s' ended %s, before %s", name, end, when);
        break;
    case X509_V_ERR_CERT_NOT_YET_VALID:
        text = cb_format(arena, "not yet valid: the certificate of '%s' begins after %s", name, when);
        break;
    case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
        text = cb_format(arena, "self-signed: nobody but '%s' vouches for it", name);
        break;
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
        text = cb_format(arena, "unknown: no chain from '%s' to an authority that was given (--trust)", name);
        break;
    default:
        text = cb_format(arena, "refused: %s (certificate of '%s')", X509_verify_cert_error_string(error), name);
    }
    return text ? text : "its chain does not end at an anchor";
}

static const char *check_chain(cb_arena *arena, X509_STORE_CTX *context, STACK_OF(X509) * others, int64_t now) {
    if (X509_verify_cert(context) != 1) {
        return describe(arena, X509_STORE_CTX_get_error(context), X509_STORE_CTX_get_current_cert(context), now);
    }
    for (int i = 0; i < sk_X509_num(others); i++) {
        if (!is_in(X509_STORE_CTX_get0_chain(context), sk_X509_value(others, i))) {
            return "refused: a certificate that its chain does not need came with the signature";
        }
    }
    return NULL;
}

static cb_standing check_purpose(cb_arena *arena, const cb_judging *by, X509 *certificate, STACK_OF(X509) * others,
                                 int purpose, STACK_OF(X509) * *chain) {
    cb_standing out = {.distrust = "memory is out"};
    if (!by->trust) {
        out.distrust = "unknown: no anchor was given to know it by (--trust)";
        return out;
    }
    X509_STORE_CTX *context = X509_STORE_CTX_new();
    if (context && X509_STORE_CTX_init(context, by->trust->store, certificate, others)) {
        X509_VERIFY_PARAM *rules = X509_STORE_CTX_get0_param(context);
        X509_VERIFY_PARAM_set_time(rules, (time_t)by->now);
        X509_VERIFY_PARAM_set_purpose(rules, purpose);
        X509_VERIFY_PARAM_set_flags(rules, X509_V_FLAG_PARTIAL_CHAIN);
        X509_VERIFY_PARAM_set_depth(rules, DEPTH_MAX);
        X509_VERIFY_PARAM_set_auth_level(rules, LEVEL);
        out.distrust = check_chain(arena, context, others, by->now);
        if (!out.distrust) {
            out.distrust =
                check_authorities(arena, X509_STORE_CTX_get0_chain(context), purpose == X509_PURPOSE_TIMESTAMP_SIGN);
        }
        out.chained = !out.distrust;
    }
    if (out.chained && !cb_revocation_check(arena, X509_STORE_CTX_get0_chain(context), by, &out.revocation)) {
        out.distrust = "memory is out";
    }
    out.distrust = out.distrust ? out.distrust : out.revocation.fault;
    if (chain && !out.distrust && !(*chain = X509_STORE_CTX_get1_chain(context))) {
        out.distrust = "memory is out";
    }
    X509_STORE_CTX_free(context);
    ERR_clear_error();
    return out;
}

cb_standing cb_trust_check(cb_arena *arena, const cb_judging *by, X509 *certificate, STACK_OF(X509) * others) {
    cb_standing out = check_purpose(arena, by, certificate, others, X509_PURPOSE_ANY, NULL);
    out.distrust = out.distrust ? out.distrust : check_usage(certificate);
    ERR_clear_error();
    return out;
}

cb_standing cb_trust_check_clock(cb_arena *arena, const cb_judging *by, X509 *certificate, STACK_OF(X509) * others,
                                 STACK_OF(X509) * *chain) {
    *chain = NULL;
    return check_purpose(arena, by, certificate, others, X509_PURPOSE_TIMESTAMP_SIGN, chain);
}

const char *cb_trust_name(cb_arena *arena, const X509_NAME *name) {
    int at = X509_NAME_get_index_by_NID(name, NID_commonName, -1);
    if (at < 0) {
        at = X509_NAME_get_index_by_NID(name, NID_organizationName, -1);
    }
    if (at < 0) {
        return cb_copy(arena, "unnamed");
    }
    unsigned char *utf8 = NULL;
    int n = ASN1_STRING_to_UTF8(&utf8, X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, at)));
    const char *text = n < 0 ? cb_copy(arena, "?") : cb_utf8_shown(arena, (cb_str){(const char *)utf8, (size_t)n});
    OPENSSL_free(utf8);
    return text;
}

const char *cb_trust_time(cb_arena *arena, const ASN1_TIME *time) {
    struct tm tm;
    char text[CB_TIME_TEXT];
    if (!ASN1_TIME_to_tm(time, &tm)) {
        return cb_copy(arena, "?");
    }
    cb_time_text((int64_t)timegm(&tm), text);
    return cb_copy(arena, text);
}
