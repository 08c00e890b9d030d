/* cms.c: makes CAdES signatures. OpenSSL 3.0's own finishing always adds signing-time (openssl issue 15777), which
 * PAdES forbids, so the signed attributes are put together, sorted as DER demands, and signed here. */
#include "seal/cms.h"

#include <openssl/cms.h>
#include <openssl/err.h>
#include <stdlib.h>
#include <string.h>

#include "casebound/base/digest.h"
#include "seal/key.h"
#include "seal/lasting.h"

enum { ATTRIBUTES_MAX = 8, SIGNATURE_MAX = 4096 };

typedef struct encoded {
    unsigned char *bytes;
    int size;
} encoded;

static int by_encoding(const void *a, const void *b) {
    const encoded *x = a, *y = b;
    int order = memcmp(x->bytes, y->bytes, (size_t)(x->size < y->size ? x->size : y->size));
    return order ? order : x->size - y->size;
}

bool cb_digest_pieces(const cb_str *pieces, size_t count, unsigned char *out) {
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    bool done = context && EVP_DigestInit_ex(context, EVP_sha256(), NULL);
    for (size_t i = 0; done && i < count; i++) {
        done = EVP_DigestUpdate(context, pieces[i].s, pieces[i].n);
    }
    done = done && EVP_DigestFinal_ex(context, out, NULL);
    EVP_MD_CTX_free(context);
    return done;
}

/* X.690 section 11.6: the elements of a SET OF stand in ascending order of their encodings. */
static unsigned char *encode_set(encoded *list, int count, int *size) {
    int total = 0;
    for (int i = 0; i < count; i++) {
        total += list[i].size;
    }
    qsort(list, (size_t)count, sizeof *list, by_encoding);
    *size = ASN1_object_size(1, total, V_ASN1_SET);
    unsigned char *set = *size > 0 ? OPENSSL_malloc((size_t)*size) : NULL, *at = set;
    if (set) {
        ASN1_put_object(&at, 1, total, V_ASN1_SET, V_ASN1_UNIVERSAL);
        for (int i = 0; i < count; i++) {
            memcpy(at, list[i].bytes, (size_t)list[i].size);
            at += list[i].size;
        }
    }
    return set;
}

static unsigned char *encode_attributes(CMS_SignerInfo *signer, int *size) {
    encoded list[ATTRIBUTES_MAX] = {{NULL, 0}};
    int count = CMS_signed_get_attr_count(signer);
    bool done = count > 0 && count <= ATTRIBUTES_MAX;
    for (int i = 0; done && i < count; i++) {
        list[i].size = i2d_X509_ATTRIBUTE(CMS_signed_get_attr(signer, i), &list[i].bytes);
        done = list[i].size > 0;
    }
    unsigned char *set = done ? encode_set(list, count, size) : NULL;
    for (int i = 0; i < ATTRIBUTES_MAX; i++) {
        OPENSSL_free(list[i].bytes);
    }
    return set;
}

/* Signs and at once checks what came out: a faulty signature can tell the key (Boneh, DeMillo, Lipton 1997), and a
 * token may hold another key than its certificate says. */
static cb_status sign_set(const cb_key *key, const unsigned char *set, int size, ASN1_OCTET_STRING *out, cb_error *e) {
    unsigned char signature[SIGNATURE_MAX];
    size_t n = sizeof signature;
    cb_status s = cb_key_sign(key, set, (size_t)size, signature, &n, e);
    EVP_MD_CTX *check = s == CB_OK ? EVP_MD_CTX_new() : NULL;
    bool good =
        check && EVP_DigestVerifyInit(check, NULL, EVP_sha256(), NULL, X509_get0_pubkey(key->certificate)) > 0 &&
        EVP_DigestVerify(check, signature, n, set, (size_t)size) == 1 && ASN1_OCTET_STRING_set(out, signature, (int)n);
    EVP_MD_CTX_free(check);
    return s != CB_OK || good ? s : cb_openssl_fail(e, "a signature was made that its certificate does not verify");
}

static bool add_time(CMS_SignerInfo *signer, int64_t time) {
    ASN1_TIME *when = ASN1_TIME_set(NULL, (time_t)time);
    bool done = when && CMS_signed_add1_attr_by_NID(signer, NID_pkcs9_signingTime, ASN1_STRING_type(when), when, -1);
    ASN1_TIME_free(when);
    return done;
}

static bool add_attributes(CMS_SignerInfo *signer, const unsigned char *digest, const int64_t *time) {
    return CMS_signed_add1_attr_by_NID(signer, NID_pkcs9_contentType, V_ASN1_OBJECT, OBJ_nid2obj(NID_pkcs7_data), -1) &&
           CMS_signed_add1_attr_by_NID(signer, NID_pkcs9_messageDigest, V_ASN1_OCTET_STRING, digest, CB_SHA256) &&
           CMS_signed_get_attr_by_NID(signer, NID_id_smime_aa_signingCertificateV2, -1) >= 0 &&
           (!time || add_time(signer, *time));
}

static bool add_chain(CMS_ContentInfo *cms, const cb_key *key) {
    for (int i = 0; i < sk_X509_num(key->chain); i++) {
        if (!CMS_add1_cert(cms, sk_X509_value(key->chain, i))) {
            return false;
        }
    }
    return true;
}

/* OpenSSL asks for a key when a signer is added and compares its public half alone. */
static cb_status sign(CMS_ContentInfo *cms, const cb_key *key, const unsigned char *digest, const int64_t *time,
                      cb_error *e) {
    const unsigned flags = CMS_PARTIAL | CMS_NOSMIMECAP | CMS_CADES;
    EVP_PKEY *half = key->secret ? key->secret : X509_get0_pubkey(key->certificate);
    CMS_SignerInfo *signer = CMS_add1_signer(cms, key->certificate, half, EVP_sha256(), flags);
    int size = 0;
    unsigned char *set =
        signer && add_chain(cms, key) && add_attributes(signer, digest, time) ? encode_attributes(signer, &size) : NULL;
    cb_status s = set ? sign_set(key, set, size, CMS_SignerInfo_get0_signature(signer), e)
                      : cb_openssl_fail(e, "a signature cannot be made");
    OPENSSL_free(set);
    return s;
}

static cb_status encode(cb_arena *arena, CMS_ContentInfo *cms, cb_str *out, cb_error *e) {
    unsigned char *der = NULL;
    int size = i2d_CMS_ContentInfo(cms, &der);
    if (size <= 0) {
        return cb_openssl_fail(e, "a signature cannot be encoded");
    }
    *out = (cb_str){cb_copy_n(arena, (const char *)der, (size_t)size), (size_t)size};
    OPENSSL_free(der);
    return out->s ? CB_OK : cb_fail_memory(e);
}

cb_status cb_cms_make(cb_arena *arena, const cb_key *key, const cb_str *pieces, size_t count, const int64_t *time,
                      cb_str *out, cb_error *e) {
    unsigned char digest[EVP_MAX_MD_SIZE];
    CMS_ContentInfo *cms = CMS_sign(NULL, NULL, NULL, NULL, CMS_PARTIAL | CMS_DETACHED | CMS_BINARY);
    cb_status status = cms && cb_digest_pieces(pieces, count, digest)
                           ? sign(cms, key, digest, time, e)
                           : cb_openssl_fail(e, "a signature cannot be made");
    if (!status) {
        CMS_SignerInfo *signer = sk_CMS_SignerInfo_value(CMS_get0_SignerInfos(cms), 0);
        status = key->stamper ? cb_cms_stamp(arena, key->stamper, signer, e) : CB_OK;
        if (!status && time && key->level >= CB_LEVEL_LT) {
            status = cb_lists_add(key, cms, e);
        }
        status = status == CB_OK ? encode(arena, cms, out, e) : status;
    }
    CMS_ContentInfo_free(cms);
    ERR_clear_error();
    return status;
}

cb_status cb_seal_bytes(cb_arena *arena, const cb_key *key, cb_str bytes, int64_t time, cb_str *out, cb_error *e) {
    return cb_cms_make(arena, key, &bytes, 1, &time, out, e);
}
