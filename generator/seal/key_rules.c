/* key_rules.c: which certificates may seal (RFC 5280 sections 4.1.2.5, 4.2.1.3, 4.2.1.9 and 4.2.1.12). */
#include <openssl/err.h>
#include <openssl/x509v3.h>
#include <string.h>

#include "casebound/base/time.h"
#include "seal/key.h"

enum { SECURITY_BITS = 112 /* NIST SP 800-57 part 1: RSA-2048 */, DAY = 86400, OID_TEXT = 80 };

static cb_status check_key(const cb_key *key, const char *path, cb_error *e) {
    EVP_PKEY *public = X509_get0_pubkey(key->certificate);
    int type = public ? EVP_PKEY_get_base_id(public) : EVP_PKEY_NONE;
    if (type != EVP_PKEY_RSA && type != EVP_PKEY_EC) {
        return cb_fail(e, CB_SEAL, "%s: only RSA and EC keys can seal", path);
    }
    if (EVP_PKEY_get_security_bits(public) < SECURITY_BITS) {
        return cb_fail(e, CB_SEAL, "%s: the key is too short (%d bits)", path, EVP_PKEY_get_bits(public));
    }
    return CB_OK;
}

/* The end of a validity, in seconds; false where it cannot be read. */
static bool end_of(X509 *x, int64_t *out) {
    struct tm tm;
    if (!ASN1_TIME_to_tm(X509_get0_notAfter(x), &tm)) {
        return false;
    }
    *out = (int64_t)timegm(&tm);
    return true;
}

static cb_status check_validity(const cb_key *key, const char *path, int64_t now, bool expiring, cb_error *e) {
    time_t at = (time_t)now;
    int64_t end = 0;
    char when[CB_TIME_TEXT], until[CB_TIME_TEXT];
    cb_time_text(now, when);
    if (!end_of(key->certificate, &end)) {
        return cb_fail(e, CB_SEAL, "%s: the certificate of '%s' has no end that can be read", path, key->name);
    }
    cb_time_text(end, until);
    if (X509_cmp_time(X509_get0_notBefore(key->certificate), &at) >= 0) {
        return cb_fail(e, CB_SEAL, "%s: the certificate of '%s' is not yet valid at %s", path, key->name, when);
    }
    if (X509_cmp_time(X509_get0_notAfter(key->certificate), &at) <= 0) {
        return cb_fail(e, CB_SEAL, "%s: the certificate of '%s' has expired by %s (it ended %s)", path, key->name, when,
                       until);
    }
    if (!expiring && end - now < (int64_t)CB_KEY_DAYS * DAY) {
        return cb_fail(e, CB_SEAL,
                       "%s: the certificate of '%s' ends %s, in less than %d days; renew it, or give the reason why it "
                       "must seal (--expiring-key REASON)",
                       path, key->name, until, CB_KEY_DAYS);
    }
    return CB_OK;
}

static bool has_usage(const EXTENDED_KEY_USAGE *usages, const char *oid) {
    char text[OID_TEXT];
    for (int i = 0; i < sk_ASN1_OBJECT_num(usages); i++) {
        if (OBJ_obj2txt(text, sizeof text, sk_ASN1_OBJECT_value(usages, i), 1) > 0 && strcmp(text, oid) == 0) {
            return true;
        }
    }
    return false;
}

/* True when the extended key usage, where there is one, allows any use, e-mail, documents (RFC 9336, Adobe, Microsoft)
 * or a person's log-in, which is a machine's beside serverAuth. verify asks the same, by its own code. */
static bool purpose_fits(X509 *x) {
    static const char *const documents[] = {"2.5.29.37.0", "1.3.6.1.5.5.7.3.4", "1.3.6.1.5.5.7.3.36",
                                            "1.2.840.113583.1.1.5", "1.3.6.1.4.1.311.10.3.12"};
    int found = -1;
    EXTENDED_KEY_USAGE *usages = X509_get_ext_d2i(x, NID_ext_key_usage, &found, NULL);
    bool fits =
        usages ? has_usage(usages, "1.3.6.1.5.5.7.3.2") && !has_usage(usages, "1.3.6.1.5.5.7.3.1") : found == -1;
    for (size_t i = 0; usages && i < sizeof documents / sizeof *documents; i++) {
        fits |= has_usage(usages, documents[i]);
    }
    EXTENDED_KEY_USAGE_free(usages);
    return fits;
}

/* An authority that ended takes with it what it vouched for, and one for other things vouches for no document. */
static cb_status check_chain(const cb_key *key, const char *path, int64_t now, cb_error *e) {
    time_t at = (time_t)now;
    for (int i = 0; i < sk_X509_num(key->chain); i++) {
        X509 *x = sk_X509_value(key->chain, i);
        if (X509_cmp_time(X509_get0_notBefore(x), &at) >= 0 || X509_cmp_time(X509_get0_notAfter(x), &at) <= 0) {
            return cb_fail(e, CB_SEAL, "%s: the certificate of an authority above '%s' is expired or not yet valid",
                           path, key->name);
        }
        if (!purpose_fits(x)) {
            return cb_fail(e, CB_SEAL,
                           "%s: the usage of the certificate of an authority above '%s' does not allow a seal", path,
                           key->name);
        }
    }
    return CB_OK;
}

/* An absent extension does not restrict. */
static cb_status check_usage(const cb_key *key, const char *path, cb_error *e) {
    uint32_t usage = X509_get_key_usage(key->certificate);
    if (X509_get_extension_flags(key->certificate) & EXFLAG_INVALID) {
        return cb_fail(e, CB_SEAL, "%s: the certificate of '%s' has a broken extension", path, key->name);
    }
    if (X509_check_ca(key->certificate) != 0) {
        return cb_fail(e, CB_SEAL, "%s: the certificate of '%s' is an authority's and must not seal", path, key->name);
    }
    if (!(usage & (KU_DIGITAL_SIGNATURE | KU_NON_REPUDIATION)) || !purpose_fits(key->certificate)) {
        return cb_fail(e, CB_SEAL, "%s: the usage of the certificate of '%s' does not allow a seal", path, key->name);
    }
    return CB_OK;
}

static cb_status check_issuer(const cb_key *key, const char *path, cb_error *e) {
    return X509_self_signed(key->certificate, 0) == 1
               ? cb_fail(e, CB_SEAL, "%s: the certificate of '%s' is self-signed: no authority vouches for it", path,
                         key->name)
               : CB_OK;
}

cb_status cb_key_rules(const cb_key *key, const char *path, int64_t now, bool expiring, cb_error *e) {
    cb_status s = check_key(key, path, e);
    if (s == CB_OK) {
        s = check_validity(key, path, now, expiring, e);
    }
    if (s == CB_OK) {
        s = check_usage(key, path, e);
    }
    if (s == CB_OK) {
        s = check_issuer(key, path, e);
    }
    if (s == CB_OK) {
        s = check_chain(key, path, now, e);
    }
    ERR_clear_error();
    return s;
}
