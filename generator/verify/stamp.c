/* stamp.c: checks a timestamp with OpenSSL: its form, its signature, what it stamps, and who made it. */
#include "verify/stamp.h"

#include <openssl/err.h>
#include <openssl/ess.h>
#include <openssl/ts.h>
#include <string.h>
#include <time.h>

#include "verify/cms_form.h"
#include "verify/trust.h"

static bool digest_fits(TS_TST_INFO *info, const cb_str *pieces, size_t count) {
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned size = 0;
    const ASN1_OBJECT *object = NULL;
    TS_MSG_IMPRINT *imprint = TS_TST_INFO_get_msg_imprint(info);
    ASN1_OCTET_STRING *said = TS_MSG_IMPRINT_get_msg(imprint);
    X509_ALGOR_get0(&object, NULL, NULL, TS_MSG_IMPRINT_get_algo(imprint));
    int nid = OBJ_obj2nid(object);
    const EVP_MD *md = nid == NID_sha256   ? EVP_sha256()
                       : nid == NID_sha384 ? EVP_sha384()
                       : nid == NID_sha512 ? EVP_sha512()
                                           : NULL;
    return md && cb_pieces_digest(md, pieces, count, digest, &size) && ASN1_STRING_length(said) == (int)size &&
           memcmp(ASN1_STRING_get0_data(said), digest, size) == 0;
}

/* OpenSSL does not ask whether the algorithm is the key's. */
static bool key_fits(PKCS7 *token, bool ecdsa) {
    STACK_OF(X509) *signers = PKCS7_get0_signers(token, NULL, 0);
    EVP_PKEY *key = sk_X509_num(signers) == 1 ? X509_get0_pubkey(sk_X509_value(signers, 0)) : NULL;
    sk_X509_free(signers);
    return key && ecdsa == (EVP_PKEY_get_base_id(key) == EVP_PKEY_EC);
}

static bool signature_good(PKCS7 *token, bool ecdsa) {
    BIO *content = BIO_new(BIO_s_mem());
    bool good = content && key_fits(token, ecdsa) &&
                PKCS7_verify(token, NULL, NULL, NULL, content, PKCS7_NOVERIFY | PKCS7_BINARY) == 1;
    BIO_free(content);
    return good;
}

static const char *check_token(PKCS7 *token, bool ecdsa, TS_TST_INFO *info, const cb_str *pieces, size_t count,
                               cb_stamp *out) {
    struct tm tm;
    if (!signature_good(token, ecdsa)) {
        return "its timestamp's signature is wrong";
    }
    if (!info || TS_TST_INFO_get_version(info) != 1 || !digest_fits(info, pieces, count)) {
        return "its timestamp is of something else";
    }
    if (!ASN1_TIME_to_tm(TS_TST_INFO_get_time(info), &tm)) {
        return "its timestamp has no time that can be read";
    }
    out->time = (int64_t)timegm(&tm);
    return NULL;
}

static const char *authority_of(cb_arena *arena, PKCS7 *token) {
    STACK_OF(X509) *signers = PKCS7_get0_signers(token, NULL, 0);
    const char *name = sk_X509_num(signers) > 0 ? cb_trust_name(arena, X509_get_subject_name(sk_X509_value(signers, 0)))
                                                : cb_copy(arena, "nobody");
    sk_X509_free(signers);
    return name;
}

/* A signed attribute that is a sequence, in DER; *has says whether there is one of its kind at all. */
static const ASN1_STRING *signed_sequence(PKCS7_SIGNER_INFO *signer, int nid, bool *has) {
    const ASN1_TYPE *value = PKCS7_get_signed_attribute(signer, nid);
    *has = value != NULL;
    return value && value->type == V_ASN1_SEQUENCE ? value->value.sequence : NULL;
}

/* ESSCertID and ESSCertIDv2 name the signer first, then nothing outside of its chain. OpenSSL's own check of a token
 * would build that chain anew, at the present, though it is judged at the time that is proven. */
static bool token_means(PKCS7 *token, STACK_OF(X509) * chain) {
    bool has_old, has_new;
    PKCS7_SIGNER_INFO *signer = sk_PKCS7_SIGNER_INFO_value(PKCS7_get_signer_info(token), 0);
    const ASN1_STRING *old_value = signed_sequence(signer, NID_id_smime_aa_signingCertificate, &has_old);
    const ASN1_STRING *new_value = signed_sequence(signer, NID_id_smime_aa_signingCertificateV2, &has_new);
    const unsigned char *at = old_value ? ASN1_STRING_get0_data(old_value) : NULL;
    ESS_SIGNING_CERT *old_meant = at ? d2i_ESS_SIGNING_CERT(NULL, &at, ASN1_STRING_length(old_value)) : NULL;
    at = new_value ? ASN1_STRING_get0_data(new_value) : NULL;
    ESS_SIGNING_CERT_V2 *new_meant = at ? d2i_ESS_SIGNING_CERT_V2(NULL, &at, ASN1_STRING_length(new_value)) : NULL;
    bool good = has_old == (old_meant != NULL) && has_new == (new_meant != NULL) &&
                OSSL_ESS_check_signing_certs(old_meant, new_meant, chain, 1) > 0;
    ESS_SIGNING_CERT_free(old_meant);
    ESS_SIGNING_CERT_V2_free(new_meant);
    return good;
}

/* RFC 3161 section 2.4.2 and RFC 5816: the certificate is the one that the token means, its chain ends at an anchor. */
static void check_authority(cb_arena *arena, const cb_judging *by, PKCS7 *token, cb_stamp *out) {
    STACK_OF(X509) *signers = PKCS7_get0_signers(token, NULL, 0);
    STACK_OF(X509) *chain = NULL;
    cb_standing found = {.distrust = "it is not signed by one"};
    if (sk_X509_num(signers) == 1) {
        found = cb_trust_check_clock(arena, by, sk_X509_value(signers, 0), token->d.sign->cert, &chain);
    }
    sk_X509_free(signers);
    out->distrust = found.distrust;
    out->chained = found.chained;
    out->unrevoked = found.chained && found.revocation.known;
    out->embedded = found.chained && found.revocation.embedded;
    out->revocation = found.revocation.said;
    if (!out->distrust && !token_means(token, chain)) {
        out->distrust = "the token means another certificate";
    }
    sk_X509_pop_free(chain, X509_free);
}

static bool encodes_the_same(PKCS7 *token, cb_str der) {
    unsigned char *again = NULL;
    int size = i2d_PKCS7(token, &again);
    bool same = size > 0 && (size_t)size == der.n && memcmp(again, der.s, der.n) == 0;
    OPENSSL_free(again);
    return same;
}

cb_status cb_stamp_check_pieces(cb_arena *arena, cb_str der, bool zeros, const cb_str *pieces, size_t count,
                                const cb_judging *by, cb_stamp *out, cb_error *e) {
    cb_cms_form form;
    *out = (cb_stamp){0};
    out->fault = cb_token_form_check(der, zeros, &form);
    if (out->fault) {
        out->fault = "its timestamp is none by its form";
        return CB_OK;
    }
    const unsigned char *at = (const unsigned char *)form.der.s;
    PKCS7 *token = d2i_PKCS7(NULL, &at, (long)form.der.n);
    TS_TST_INFO *info = token ? PKCS7_to_TS_TST_INFO(token) : NULL;
    out->fault = token && encodes_the_same(token, form.der) ? check_token(token, form.ecdsa, info, pieces, count, out)
                                                            : "its timestamp is none by its form";
    if (!out->fault) {
        out->authority = authority_of(arena, token);
        check_authority(arena, by, token, out);
    }
    TS_TST_INFO_free(info);
    PKCS7_free(token);
    ERR_clear_error();
    return out->fault || out->authority ? CB_OK : cb_fail_memory(e);
}

cb_status cb_stamp_check(cb_arena *arena, cb_str token, cb_str value, const cb_judging *by, cb_stamp *out,
                         cb_error *e) {
    return cb_stamp_check_pieces(arena, token, false, &value, 1, by, out, e);
}
