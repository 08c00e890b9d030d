/* signature.c: checks a CMS signature with OpenSSL, attribute by attribute, and its signer against the anchors. */
#include "verify/signature.h"

#include <openssl/cms.h>
#include <openssl/err.h>
#include <openssl/ess.h>
#include <openssl/x509v3.h>
#include <string.h>

#include "casebound/base/memory.h"
#include "casebound/base/time.h"
#include "verify/cms_form.h"
#include "verify/stamp.h"
#include "verify/trust.h"

enum { CERTIFICATES_MAX = 16, SECURITY_BITS = 112 /* NIST SP 800-57 part 1: RSA-2048 */ };

/* The one value of an attribute that must be there exactly once; NULL otherwise. */
static const ASN1_TYPE *only_value(const CMS_SignerInfo *signer, int nid) {
    int at = CMS_signed_get_attr_by_NID(signer, nid, -1);
    X509_ATTRIBUTE *attribute = at >= 0 ? CMS_signed_get_attr(signer, at) : NULL;
    if (!attribute || CMS_signed_get_attr_by_NID(signer, nid, at) >= 0 || X509_ATTRIBUTE_count(attribute) != 1) {
        return NULL;
    }
    return X509_ATTRIBUTE_get0_type(attribute, 0);
}

bool cb_pieces_digest(const EVP_MD *md, const cb_str *pieces, size_t count, unsigned char *out, unsigned *size) {
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    bool done = context && EVP_DigestInit_ex(context, md, NULL);
    for (size_t i = 0; done && i < count; i++) {
        done = EVP_DigestUpdate(context, pieces[i].s, pieces[i].n);
    }
    done = done && EVP_DigestFinal_ex(context, out, size);
    EVP_MD_CTX_free(context);
    return done;
}

static bool digest_matches(const ASN1_TYPE *value, const char *name, const cb_str *pieces, size_t count) {
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned size = 0;
    const EVP_MD *md = strcmp(name, "SHA-256") == 0   ? EVP_sha256()
                       : strcmp(name, "SHA-384") == 0 ? EVP_sha384()
                                                      : EVP_sha512();
    return cb_pieces_digest(md, pieces, count, digest, &size) && value->type == V_ASN1_OCTET_STRING &&
           value->value.octet_string->length == (int)size && memcmp(value->value.octet_string->data, digest, size) == 0;
}

/* signing-certificate-v2 (RFC 5035 section 3): the certificate that the signer meant is the one that verifies. */
static bool certificate_meant(const ASN1_TYPE *value, X509 *signer, STACK_OF(X509) * all) {
    if (value->type != V_ASN1_SEQUENCE) {
        return false;
    }
    const unsigned char *at = value->value.sequence->data;
    ESS_SIGNING_CERT_V2 *meant = d2i_ESS_SIGNING_CERT_V2(NULL, &at, value->value.sequence->length);
    STACK_OF(X509) *chain = sk_X509_new_null();
    bool good = meant && chain && sk_X509_push(chain, signer);
    for (int i = 0; good && i < sk_X509_num(all); i++) {
        good = X509_cmp(sk_X509_value(all, i), signer) == 0 || sk_X509_push(chain, sk_X509_value(all, i));
    }
    good = good && OSSL_ESS_check_signing_certs(NULL, meant, chain, 1) > 0;
    ESS_SIGNING_CERT_V2_free(meant);
    sk_X509_free(chain);
    return good;
}

static const char *claimed_time(cb_arena *arena, const ASN1_TYPE *value) {
    struct tm tm;
    char text[CB_TIME_TEXT];
    if (value->type != V_ASN1_UTCTIME && value->type != V_ASN1_GENERALIZEDTIME) {
        return NULL;
    }
    if (!ASN1_TIME_to_tm(value->value.asn1_string, &tm)) {
        return NULL;
    }
    cb_time_text((int64_t)timegm(&tm), text);
    return cb_copy(arena, text);
}

/* EN 319 122-1 table 1 demands signing-time, EN 319 142-1 forbids it; in a PDF the time is read from /M. */
static const char *check_time(cb_arena *arena, const CMS_SignerInfo *signer, cb_signature_form kind,
                              cb_signature *out) {
    const ASN1_TYPE *value = only_value(signer, NID_pkcs9_signingTime);
    if (kind == CB_FORM_PKCS7) {
        return NULL;
    }
    if (kind == CB_FORM_PADES) {
        bool has = CMS_signed_get_attr_by_NID(signer, NID_pkcs9_signingTime, -1) >= 0;
        return has ? "the signing-time attribute is forbidden in a PDF" : NULL;
    }
    out->claimed = value ? claimed_time(arena, value) : NULL;
    return out->claimed ? NULL : "the signing-time attribute is absent or unreadable";
}

static const char *check_attributes(cb_arena *arena, CMS_SignerInfo *signer, X509 *x, STACK_OF(X509) * all,
                                    const char *digest, const cb_str *pieces, size_t count, cb_signature_form kind,
                                    cb_signature *out) {
    const ASN1_TYPE *type = only_value(signer, NID_pkcs9_contentType);
    const ASN1_TYPE *said = only_value(signer, NID_pkcs9_messageDigest);
    const ASN1_TYPE *meant = only_value(signer, NID_id_smime_aa_signingCertificateV2);
    if (!type || type->type != V_ASN1_OBJECT || OBJ_obj2nid(type->value.object) != NID_pkcs7_data) {
        return "the content-type attribute is absent or wrong";
    }
    bool must_mean =
        kind != CB_FORM_PKCS7 || CMS_signed_get_attr_by_NID(signer, NID_id_smime_aa_signingCertificateV2, -1) >= 0;
    if (!said || (!meant && must_mean)) {
        return !said ? "the message-digest attribute is absent" : "the signing-certificate-v2 attribute is absent";
    }
    if (!digest_matches(said, digest, pieces, count)) {
        return "the bytes have been changed since they were signed";
    }
    if (meant && !certificate_meant(meant, x, all)) {
        return "the signing-certificate-v2 attribute names another certificate";
    }
    return check_time(arena, signer, kind, out);
}

static const char *check_key(cb_arena *arena, X509 *x, const cb_cms_form *form, cb_signature *out) {
    EVP_PKEY *key = X509_get0_pubkey(x);
    int type = key ? EVP_PKEY_get_base_id(key) : EVP_PKEY_NONE;
    if (type != EVP_PKEY_RSA && type != EVP_PKEY_RSA_PSS && type != EVP_PKEY_EC) {
        return "the signer's key is neither RSA nor EC";
    }
    if (form->ecdsa != (type == EVP_PKEY_EC)) {
        return "the signature algorithm is not the key's";
    }
    if (EVP_PKEY_get_security_bits(key) < SECURITY_BITS) {
        return "the signer's key is too short";
    }
    out->algorithm =
        cb_format(arena, "%s with %s %d", form->digest, type == EVP_PKEY_EC ? "ECDSA" : "RSA", EVP_PKEY_get_bits(key));
    return out->algorithm ? NULL : "memory is out";
}

static bool encodes_the_same(CMS_ContentInfo *cms, cb_str der) {
    unsigned char *again = NULL;
    int size = i2d_CMS_ContentInfo(cms, &again);
    bool same = size > 0 && (size_t)size == der.n && memcmp(again, der.s, der.n) == 0;
    OPENSSL_free(again);
    return same;
}

/* OpenSSL compares names without case (RFC 5280 section 7.1); here the signer is named byte for byte as its certificate
 * names its issuer. */
static bool names_issuer(CMS_SignerInfo *signer, X509 *x) {
    X509_NAME *issuer = NULL;
    const unsigned char *a, *b;
    size_t an, bn;
    if (!CMS_SignerInfo_get0_signer_id(signer, NULL, &issuer, NULL) || !issuer) {
        return true; /* named by its key's identifier, which was compared */
    }
    return X509_NAME_get0_der(issuer, &a, &an) && X509_NAME_get0_der(X509_get_issuer_name(x), &b, &bn) && an == bn &&
           memcmp(a, b, an) == 0;
}

typedef struct parsed {
    CMS_ContentInfo *cms;
    STACK_OF(X509) * all;
    CMS_SignerInfo *signer;
    X509 *certificate;
} parsed;

static const char *parse(cb_str der, parsed *p) {
    const unsigned char *at = (const unsigned char *)der.s;
    p->cms = d2i_CMS_ContentInfo(NULL, &at, (long)der.n);
    if (!p->cms || !encodes_the_same(p->cms, der)) {
        return "it is no CMS signature in DER";
    }
    p->all = CMS_get1_certs(p->cms);
    if (!p->all || sk_X509_num(p->all) > CERTIFICATES_MAX) {
        return "it holds no certificate, or too many";
    }
    STACK_OF(CMS_SignerInfo) *signers = CMS_get0_SignerInfos(p->cms);
    if (sk_CMS_SignerInfo_num(signers) != 1 || CMS_set1_signers_certs(p->cms, NULL, 0) < 1) {
        return "the signer's certificate is not in it";
    }
    p->signer = sk_CMS_SignerInfo_value(signers, 0);
    CMS_SignerInfo_get0_algs(p->signer, NULL, &p->certificate, NULL, NULL);
    bool named = p->certificate && names_issuer(p->signer, p->certificate);
    return named ? NULL : "the signer's certificate is not in it";
}

static const char *check(cb_arena *arena, cb_str cms, const cb_str *pieces, size_t count, cb_signature_form kind,
                         parsed *p, cb_cms_form *form, cb_signature *out) {
    const char *fault = cb_cms_form_check(cms, kind != CB_FORM_CADES, form);
    if (!fault) {
        fault = parse(form->der, p);
    }
    if (!fault) {
        fault = check_key(arena, p->certificate, form, out);
    }
    if (!fault && CMS_SignerInfo_verify(p->signer) != 1) {
        fault = "the signature value is wrong";
    }
    if (!fault) {
        fault = check_attributes(arena, p->signer, p->certificate, p->all, form->digest, pieces, count, kind, out);
    }
    return fault;
}

static cb_status describe(cb_arena *arena, X509 *x, cb_signature *out, cb_error *e) {
    unsigned size = CB_SHA256;
    out->signer = cb_trust_name(arena, X509_get_subject_name(x));
    out->issuer = cb_trust_name(arena, X509_get_issuer_name(x));
    out->not_after = cb_trust_time(arena, X509_get0_notAfter(x));
    if (!out->signer || !out->issuer || !out->not_after) {
        return cb_fail_memory(e);
    }
    bool done = X509_digest(x, EVP_sha256(), out->certificate.bytes, &size) &&
                X509_pubkey_digest(x, EVP_sha256(), out->key.bytes, &size);
    return done ? CB_OK : cb_fail_memory(e);
}

/* A proven time takes the place of now: what expired or was revoked later signed well then. */
static cb_status check_stamp(cb_arena *arena, const cb_cms_form *form, cb_judging *by, cb_stamp *stamp,
                             cb_signature *out, cb_error *e) {
    char text[CB_TIME_TEXT];
    cb_status status = cb_stamp_check(arena, form->token, form->value, by, stamp, e);
    if (status || stamp->fault) {
        out->fault = stamp->fault;
        return status;
    }
    cb_time_text(stamp->time, text);
    out->stamped = true;
    out->stamp_time = cb_copy(arena, text);
    out->stamp_authority = stamp->authority;
    out->stamp_distrust = stamp->distrust;
    if (!stamp->distrust) {
        by->now = stamp->time;
        by->proven = true;
    }
    return out->stamp_time ? CB_OK : cb_fail_memory(e);
}

/* The lists that came with it, in front of those that were given. */
static cb_status embedded_lists(cb_arena *arena, CMS_ContentInfo *cms, cb_judging *by, cb_error *e) {
    cb_status status = cb_revocations_make(arena, by->lists, true, &by->lists, e);
    STACK_OF(X509_CRL) *lists = status ? NULL : CMS_get1_crls(cms);
    for (int i = 0; !status && i < sk_X509_CRL_num(lists); i++) {
        status = cb_revocations_add(by->lists, sk_X509_CRL_value(lists, i)) ? CB_OK : cb_fail_memory(e);
    }
    sk_X509_CRL_pop_free(lists, X509_CRL_free);
    return status;
}

static void check_signer(cb_arena *arena, const parsed *p, const cb_judging *by, const cb_cms_form *form,
                         const cb_stamp *stamp, cb_signature *out) {
    cb_standing found = cb_trust_check(arena, by, p->certificate, p->all);
    bool stamped = out->stamped && stamp->chained, known = found.chained && found.revocation.known;
    out->distrust = found.distrust;
    if (!out->distrust && form->lists && (stamped || !out->stamped) && cb_revocations_unused(by->lists)) {
        out->distrust = "refused: a revocation list that nothing needs came with the signature";
    }
    out->trusted = !out->distrust;
    out->unrevoked = known && (!out->stamped || stamp->unrevoked);
    out->revocation = found.revocation.said ? found.revocation.said : out->stamped ? stamp->revocation : NULL;
    out->lasting = stamped && !stamp->distrust && known && found.revocation.embedded && stamp->embedded;
    out->archived = out->lasting && by->archived;
}

cb_status cb_signature_check(cb_arena *arena, cb_str cms, const cb_str *pieces, size_t count, cb_signature_form kind,
                             const cb_judging *given, cb_signature *out, cb_error *e) {
    parsed p = {0};
    cb_cms_form form;
    cb_judging by = *given;
    cb_stamp stamp = {0};
    char text[CB_TIME_TEXT];
    cb_status status = CB_OK;
    *out = (cb_signature){0};
    cb_memory_watch();
    out->fault = check(arena, cms, pieces, count, kind, &p, &form, out);
    if (!out->fault && form.lists) {
        status = embedded_lists(arena, p.cms, &by, e);
    }
    if (status == CB_OK && !out->fault && form.token.n) {
        status = check_stamp(arena, &form, &by, &stamp, out, e);
    }
    out->valid = !out->fault;
    if (status == CB_OK && out->valid) {
        cb_time_text(by.now, text);
        out->proven = by.proven ? cb_copy(arena, text) : NULL;
        check_signer(arena, &p, &by, &form, &stamp, out);
        status = describe(arena, p.certificate, out, e);
    }
    sk_X509_pop_free(p.all, X509_free);
    CMS_ContentInfo_free(p.cms);
    ERR_clear_error();
    /* libcrypto then calls a key or a certificate unknown */
    return status == CB_OK && cb_memory_refused() ? cb_fail_memory(e) : status;
}
