/* key_sign.c: one signature with a key, in a file or on a token. */
#include <openssl/ec.h>
#include <openssl/err.h>

#include "casebound/base/digest.h"
#include "seal/cms.h"
#include "seal/key.h"
#include "seal/token.h"

/* r and s of the token, behind one another, as the SEQUENCE that CMS has. */
static cb_status encode_ec(const unsigned char *raw, size_t n, unsigned char *out, size_t *size, cb_error *e) {
    ECDSA_SIG *pair = ECDSA_SIG_new();
    BIGNUM *r = BN_bin2bn(raw, (int)(n / 2), NULL), *s = BN_bin2bn(raw + n / 2, (int)(n / 2), NULL);
    bool done = pair && r && s && n > 0 && n % 2 == 0 && ECDSA_SIG_set0(pair, r, s);
    if (!done) { /* else the pair owns them */
        BN_free(r);
        BN_free(s);
    }
    int length = done ? i2d_ECDSA_SIG(pair, NULL) : -1;
    done = length > 0 && (size_t)length <= *size;
    if (done) {
        *size = (size_t)i2d_ECDSA_SIG(pair, &out);
    }
    ECDSA_SIG_free(pair);
    return done ? CB_OK : cb_openssl_fail(e, "the token's signature cannot be encoded");
}

static cb_status sign_on_token(const cb_key *key, const unsigned char *bytes, size_t n, unsigned char *out,
                               size_t *size, cb_error *e) {
    unsigned char digest[EVP_MAX_MD_SIZE], raw[CB_TOKEN_SIGNATURE];
    size_t made = sizeof raw;
    const cb_str whole = {(const char *)bytes, n};
    if (!cb_digest_pieces(&whole, 1, digest)) {
        return cb_openssl_fail(e, "a digest cannot be made");
    }
    cb_status s = cb_token_sign(key->token, digest, raw, &made, e);
    if (s != CB_OK || cb_token_is_ec(key->token)) {
        return s == CB_OK ? encode_ec(raw, made, out, size, e) : s;
    }
    if (made > *size) {
        return cb_fail(e, CB_SEAL, "the token's signature is too long");
    }
    memcpy(out, raw, made);
    *size = made;
    return CB_OK;
}

cb_status cb_key_sign(const cb_key *key, const unsigned char *bytes, size_t n, unsigned char *out, size_t *size,
                      cb_error *e) {
    if (key->token) {
        return sign_on_token(key, bytes, n, out, size, e);
    }
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    bool done = context && EVP_DigestSignInit(context, NULL, EVP_sha256(), NULL, key->secret) > 0 &&
                EVP_DigestSign(context, out, size, bytes, n) > 0;
    EVP_MD_CTX_free(context);
    return done ? CB_OK : cb_openssl_fail(e, "a signature cannot be made");
}
