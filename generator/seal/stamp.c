/* stamp.c: timestamps of signatures (RFC 3161; CAdES and PAdES level B-T: ETSI EN 319 122-1 section 5.3). */
#include <openssl/cms.h>
#include <openssl/err.h>
#include <openssl/rand.h>
#include <openssl/ts.h>

#include "casebound/base/digest.h"
#include "seal/cms.h"
#include "seal/key.h"

enum { NONCE_SIZE = 8, RESPONSE_MAX = 1 << 17 };

static bool set_imprint(TS_REQ *request, const cb_str *pieces, size_t count) {
    unsigned char digest[EVP_MAX_MD_SIZE];
    TS_MSG_IMPRINT *imprint = TS_MSG_IMPRINT_new();
    X509_ALGOR *algorithm = X509_ALGOR_new();
    bool done = imprint && algorithm && cb_digest_pieces(pieces, count, digest) &&
                X509_ALGOR_set0(algorithm, OBJ_nid2obj(NID_sha256), V_ASN1_NULL, NULL) &&
                TS_MSG_IMPRINT_set_algo(imprint, algorithm) && TS_MSG_IMPRINT_set_msg(imprint, digest, CB_SHA256) &&
                TS_REQ_set_msg_imprint(request, imprint);
    X509_ALGOR_free(algorithm);
    TS_MSG_IMPRINT_free(imprint);
    return done;
}

/* A nonce of our own shows that the answer was made for this question, not kept from an earlier one. */
static bool set_nonce(TS_REQ *request) {
    unsigned char random[NONCE_SIZE];
    BIGNUM *number = NULL;
    ASN1_INTEGER *nonce = NULL;
    bool done = RAND_bytes(random, sizeof random) == 1;
    random[0] = (unsigned char)((random[0] & 0x7f) | 0x40); /* positive, and of one length */
    number = done ? BN_bin2bn(random, sizeof random, NULL) : NULL;
    nonce = number ? BN_to_ASN1_INTEGER(number, NULL) : NULL;
    done = nonce && TS_REQ_set_nonce(request, nonce);
    ASN1_INTEGER_free(nonce);
    BN_free(number);
    return done;
}

static TS_REQ *make_request(const cb_str *pieces, size_t count, bool nonce) {
    TS_REQ *request = TS_REQ_new();
    bool done = request && TS_REQ_set_version(request, 1) && set_imprint(request, pieces, count) &&
                (!nonce || set_nonce(request)) && TS_REQ_set_cert_req(request, 1);
    if (!done) {
        TS_REQ_free(request);
        request = NULL;
    }
    return request;
}

static cb_status ask(cb_arena *arena, const cb_stamper *stamper, TS_REQ *request, TS_RESP **out, cb_error *e) {
    unsigned char *der = NULL;
    cb_str answer = {NULL, 0};
    int size = i2d_TS_REQ(request, &der);
    if (size <= 0) {
        return cb_openssl_fail(e, "a timestamp request cannot be encoded");
    }
    cb_status s = stamper->ask(stamper->who, arena, (cb_str){(const char *)der, (size_t)size}, &answer, e);
    OPENSSL_free(der);
    if (s != CB_OK) {
        return s;
    }
    const unsigned char *at = (const unsigned char *)answer.s;
    *out = answer.n > 0 && answer.n <= RESPONSE_MAX ? d2i_TS_RESP(NULL, &at, (long)answer.n) : NULL;
    if (!*out || (size_t)(at - (const unsigned char *)answer.s) != answer.n) {
        return cb_openssl_fail(e, "the timestamp authority's answer is no timestamp response");
    }
    return CB_OK;
}

/* Granted, for this digest and this nonce, and the token signed by a certificate that came with it. Whether that one
 * is to be believed is for who verifies. */
static bool response_fits(TS_REQ *request, TS_RESP *response) {
    TS_VERIFY_CTX *context = TS_REQ_to_TS_VERIFY_CTX(request, NULL);
    bool fits = context && TS_RESP_verify_response(context, response) == 1;
    TS_VERIFY_CTX_free(context);
    PKCS7 *token = fits ? TS_RESP_get_token(response) : NULL;
    BIO *content = BIO_new(BIO_s_mem());
    fits = token && content && PKCS7_verify(token, NULL, NULL, NULL, content, PKCS7_NOVERIFY | PKCS7_BINARY) == 1;
    BIO_free(content);
    return fits;
}

static cb_status token_of(cb_arena *arena, TS_RESP *response, cb_str *out, cb_error *e) {
    unsigned char *der = NULL;
    int size = i2d_PKCS7(TS_RESP_get_token(response), &der);
    if (size <= 0) {
        return cb_openssl_fail(e, "a timestamp cannot be encoded");
    }
    *out = (cb_str){cb_copy_n(arena, (const char *)der, (size_t)size), (size_t)size};
    OPENSSL_free(der);
    return out->s ? CB_OK : cb_fail_memory(e);
}

cb_status cb_stamp_make(cb_arena *arena, const cb_stamper *stamper, const cb_str *pieces, size_t count, cb_str *out,
                        cb_error *e) {
    TS_RESP *response = NULL;
    TS_REQ *request = make_request(pieces, count, !stamper->repeats);
    cb_status s =
        request ? ask(arena, stamper, request, &response, e) : cb_openssl_fail(e, "a timestamp request cannot be made");
    if (s == CB_OK && !response_fits(request, response)) {
        s = cb_openssl_fail(e, "the timestamp authority did not stamp what was asked");
    }
    if (s == CB_OK) {
        s = token_of(arena, response, out, e);
    }
    TS_RESP_free(response);
    TS_REQ_free(request);
    ERR_clear_error();
    return s;
}

cb_status cb_cms_stamp(cb_arena *arena, const cb_stamper *stamper, CMS_SignerInfo *signer, cb_error *e) {
    const ASN1_OCTET_STRING *signature = CMS_SignerInfo_get0_signature(signer);
    const cb_str value = {(const char *)ASN1_STRING_get0_data(signature), (size_t)ASN1_STRING_length(signature)};
    cb_str token = {NULL, 0};
    cb_status s = cb_stamp_make(arena, stamper, &value, 1, &token, e);
    if (s == CB_OK && !CMS_unsigned_add1_attr_by_NID(signer, NID_id_smime_aa_timeStampToken, V_ASN1_SEQUENCE, token.s,
                                                     (int)token.n)) {
        s = cb_openssl_fail(e, "a timestamp cannot be added to the signature");
    }
    return s;
}
