/* key_rules.c: which certificates may seal (RFC 5280 sections 4.1.2.5, 4.2.1.3, 4.2.1.9 and 4.2.1.12). */
#include <openssl/err.h>
#include <openssl/x509v3.h>

#include "casebound/base/time.h"
#include "seal/key.h"

enum { SECURITY_BITS = 112 /* NIST SP 800-57 part 1: RSA-2048 */, DAY = 86400 };

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

/* An authority that ended takes with it what it vouched for. */
static cb_status check_chain(const cb_key *key, const char *path, int64_t now, cb_error *e) {
    time_t at = (time_t)now;
    for (int i = 0; i < sk_X509_num(key->chain); i++) {
        X509 *x = sk_X509_value(key->chain, i);
        if (X509_cmp_time(X509_get0_notBefore(x), &at) >= 0 || X509_cmp_time(X509_get0_notAfter(x), &at) <= 0) {
            return cb_fail(e, CB_SEAL, "%s: the certificate of an authority above '%s' is expired or not yet valid",
                           path, key->name);
        }
    }
    return CB_OK;
}

/* True when the extended key usage, where there is one, allows more than time stamps, OCSP, servers or code. */
static bool purpose_fits(X509 *x) {
    EXTENDED_KEY_USAGE *usage = X509_get_ext_d2i(x, NID_ext_key_usage, NULL, NULL);
    bool fits = !usage;
    for (int i = 0; usage && i < sk_ASN1_OBJECT_num(usage); i++) {
        int nid = OBJ_obj2nid(sk_ASN1_OBJECT_value(usage, i));
        fits |= nid != NID_time_stamp && nid != NID_OCSP_sign && nid != NID_server_auth && nid != NID_code_sign;
    }
    EXTENDED_KEY_USAGE_free(usage);
    return fits;
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
