/* cms_form.c: walks a CMS SignedData (RFC 5652 section 5.1) in DER (X.690 section 10). A signature covers its signed
 * attributes and nothing else of the CMS; so that no byte of the rest can change unseen, the rest has one spelling
 * here. */
#include "verify/cms_form.h"

#include <string.h>

enum {
    CMS_MAX = 1 << 22,
    INTEGER = 0x02,
    OCTETS = 0x04,
    OBJECT = 0x06,
    SEQUENCE = 0x30,
    SET = 0x31,
    CONTEXT_0 = 0xA0,
    CONTEXT_1 = 0xA1
};

#define BYTES(text) \
    { (text), sizeof(text) - 1 }
#define SLICE(text) ((cb_str)BYTES(text))

/* Takes one element with the tag from *rest: its contents and, where asked, the whole of it. Lengths are definite and
 * minimal. */
static bool take(cb_str *rest, unsigned tag, cb_str *contents, cb_str *whole) {
    const unsigned char *s = (const unsigned char *)rest->s;
    size_t n = rest->n, size, head = 2;
    if (n < 2 || s[0] != tag) {
        return false;
    }
    size = s[1];
    if (size >= 0x80) {
        size_t more = size & 0x7f;
        if (more < 1 || more > 3 || n < 2 + more || s[2] == 0) {
            return false;
        }
        size = 0;
        for (size_t i = 0; i < more; i++) {
            size = size << 8 | s[2 + i];
        }
        if (size < 0x80) {
            return false;
        }
        head += more;
    }
    if (size > n - head) {
        return false;
    }
    *contents = (cb_str){rest->s + head, size};
    if (whole) {
        *whole = (cb_str){rest->s, head + size};
    }
    *rest = (cb_str){rest->s + head + size, n - head - size};
    return true;
}

static bool take_exactly(cb_str *rest, cb_str bytes) {
    if (rest->n < bytes.n || memcmp(rest->s, bytes.s, bytes.n) != 0) {
        return false;
    }
    *rest = (cb_str){rest->s + bytes.n, rest->n - bytes.n};
    return true;
}

static bool has_tag(cb_str rest, unsigned tag) {
    return rest.n > 0 && (unsigned char)rest.s[0] == tag;
}

/* AlgorithmIdentifiers that go with a digest (RFC 5754 sections 2 and 3): of itself, without and with NULL parameters,
 * and of signatures. */
typedef struct digest_kind {
    const char *name;
    cb_str plain, with_null, rsa, ecdsa;
} digest_kind;

static const digest_kind digests_known[] = {
    {"SHA-256", BYTES("\x30\x0b\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x01"),
     BYTES("\x30\x0d\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x01\x05\x00"),
     BYTES("\x30\x0d\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x01\x0b\x05\x00"),
     BYTES("\x30\x0a\x06\x08\x2a\x86\x48\xce\x3d\x04\x03\x02")},
    {"SHA-384", BYTES("\x30\x0b\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x02"),
     BYTES("\x30\x0d\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x02\x05\x00"),
     BYTES("\x30\x0d\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x01\x0c\x05\x00"),
     BYTES("\x30\x0a\x06\x08\x2a\x86\x48\xce\x3d\x04\x03\x03")},
    {"SHA-512", BYTES("\x30\x0b\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x03"),
     BYTES("\x30\x0d\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x03\x05\x00"),
     BYTES("\x30\x0d\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x01\x0d\x05\x00"),
     BYTES("\x30\x0a\x06\x08\x2a\x86\x48\xce\x3d\x04\x03\x04")},
};

static const digest_kind *digest_of(cb_str algorithm, bool foreign) {
    for (size_t i = 0; i < sizeof digests_known / sizeof *digests_known; i++) {
        const digest_kind *d = &digests_known[i];
        if (cb_str_same(algorithm, d->plain) || (foreign && cb_str_same(algorithm, d->with_null))) {
            return d;
        }
    }
    return NULL;
}

/* rsaEncryption and ecdsa-with-SHA*; of other programs sha*WithRSAEncryption and RSASSA-PSS too, whose parameters
 * OpenSSL compares with the digest. OpenSSL itself would take any digest's name here. */
static bool is_signature_algorithm(cb_str algorithm, const digest_kind *digest, bool foreign, bool *ecdsa) {
    static const cb_str rsa = BYTES("\x30\x0d\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x01\x01\x05\x00");
    *ecdsa = cb_str_same(algorithm, digest->ecdsa);
    if (*ecdsa || cb_str_same(algorithm, rsa)) {
        return true;
    }
    cb_str inner;
    return foreign && (cb_str_same(algorithm, digest->rsa) ||
                       (take(&algorithm, SEQUENCE, &inner, NULL) &&
                        take_exactly(&inner, SLICE("\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x01\x0a"))));
}

/* One attribute with one value: a timestamp of the signature (RFC 3161 appendix A). */
static const char *check_unsigned(cb_str rest, cb_cms_form *out) {
    cb_str attributes, attribute, values, inner;
    bool good = take(&rest, CONTEXT_1, &attributes, NULL) && rest.n == 0 &&
                take(&attributes, SEQUENCE, &attribute, NULL) && attributes.n == 0 &&
                take_exactly(&attribute, SLICE("\x06\x0b\x2a\x86\x48\x86\xf7\x0d\x01\x09\x10\x02\x0e")) &&
                take(&attribute, SET, &values, NULL) && attribute.n == 0 &&
                take(&values, SEQUENCE, &inner, &out->token) && values.n == 0;
    return good ? NULL : "its unsigned attributes are not one timestamp and nothing else";
}

/* RFC 5652 sections 5.1 and 5.3: both versions are 1 where the signer is named by issuer and serial number, 3 where by
 * its key's identifier. */
static const char *check_signer(cb_str signer, cb_str digest, bool by_name, bool foreign, cb_cms_form *out) {
    cb_str part, whole;
    if (!take_exactly(&signer, by_name ? SLICE("\x02\x01\x01") : SLICE("\x02\x01\x03"))) {
        return "the signer's version is wrong";
    }
    if (!take(&signer, by_name ? SEQUENCE : 0x80, &part, NULL)) {
        return "the signer is not identified";
    }
    if (!take(&signer, SEQUENCE, &part, &whole) || !cb_str_same(whole, digest)) {
        return "the signer's digest algorithm is not the one announced";
    }
    if (!take(&signer, CONTEXT_0, &part, NULL)) {
        return "there are no signed attributes";
    }
    if (!take(&signer, SEQUENCE, &part, &whole) ||
        !is_signature_algorithm(whole, digest_of(digest, foreign), foreign, &out->ecdsa)) {
        return "the signature algorithm is not accepted, or not the one of its digest";
    }
    if (!take(&signer, OCTETS, &out->value, NULL)) {
        return "there is no signature value";
    }
    return signer.n ? check_unsigned(signer, out) : NULL;
}

/* The content: none for a detached signature, TSTInfo for a timestamp (RFC 3161 section 2.4.2). */
static const char *check_content(cb_str *data, bool token) {
    cb_str content, tagged, octets;
    if (!token) {
        return take_exactly(data, SLICE("\x30\x0b\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x01"))
                   ? NULL
                   : "it is not detached data";
    }
    bool good = take(data, SEQUENCE, &content, NULL) &&
                take_exactly(&content, SLICE("\x06\x0b\x2a\x86\x48\x86\xf7\x0d\x01\x09\x10\x01\x04")) &&
                take(&content, CONTEXT_0, &tagged, NULL) && content.n == 0 && take(&tagged, OCTETS, &octets, NULL) &&
                tagged.n == 0;
    return good ? NULL : "it is no timestamp";
}

/* Whole X.509 lists and nothing of another kind (RFC 5652 section 10.2.1). */
static bool take_lists(cb_str *data, cb_cms_form *out) {
    cb_str lists, list;
    out->lists = take(data, CONTEXT_1, &lists, NULL) && lists.n > 0;
    while (out->lists && lists.n > 0) {
        out->lists = take(&lists, SEQUENCE, &list, NULL);
    }
    return out->lists;
}

static const char *check_signed_data(cb_str data, bool token, bool foreign, cb_cms_form *out) {
    cb_str part, digests, digest, signers;
    bool by_name = take_exactly(&data, SLICE("\x02\x01\x01"));
    if (!by_name && (!foreign || !take_exactly(&data, SLICE("\x02\x01\x03")))) {
        return "the version is unknown, or the signer not named by issuer and number";
    }
    if (!take(&data, SET, &digests, NULL) || !take(&digests, SEQUENCE, &part, &digest) || digests.n) {
        return "there is not exactly one digest algorithm";
    }
    const digest_kind *kind = digest_of(digest, foreign);
    out->digest = kind ? kind->name : NULL;
    if (!kind) {
        return "the digest algorithm is not accepted (SHA-256, SHA-384 and SHA-512 are)";
    }
    const char *why = check_content(&data, token);
    if (why) {
        return why;
    }
    if (!take(&data, CONTEXT_0, &part, NULL)) {
        return "it holds no certificate";
    }
    if (has_tag(data, CONTEXT_1) && (token || !take_lists(&data, out))) {
        return "it holds something else than revocation lists among them";
    }
    if (!take(&data, SET, &signers, NULL) || data.n || !take(&signers, SEQUENCE, &part, NULL) || signers.n) {
        return "there is not exactly one signer";
    }
    if (token) { /* whose own version is 3 for its kind of content */
        by_name = cb_str_starts(part, "\x02\x01\x01");
    }
    return check_signer(part, digest, by_name, foreign, out);
}

static const char *check_form(cb_str bytes, bool zeros_may_follow, bool token, bool foreign, cb_cms_form *out) {
    cb_str rest = bytes, info, tagged, data;
    *out = (cb_cms_form){0};
    if (bytes.n > CMS_MAX) {
        return "it is too large";
    }
    if (!take(&rest, SEQUENCE, &info, &out->der) ||
        !take_exactly(&info, SLICE("\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02")) ||
        !take(&info, CONTEXT_0, &tagged, NULL) || info.n || !take(&tagged, SEQUENCE, &data, NULL) || tagged.n) {
        return "it is no CMS signature in DER";
    }
    for (size_t i = 0; i < rest.n; i++) {
        if (!zeros_may_follow || rest.s[i] != '\0') {
            return "other bytes follow it";
        }
    }
    return check_signed_data(data, token, foreign, out);
}

const char *cb_cms_form_check(cb_str bytes, bool foreign, cb_cms_form *out) {
    return check_form(bytes, foreign, false, foreign, out);
}

const char *cb_token_form_check(cb_str bytes, bool zeros_may_follow, cb_cms_form *out) {
    const char *why = check_form(bytes, zeros_may_follow, true, true, out);
    return why ? why : out->token.n ? "a timestamp of the timestamp is not known here" : NULL;
}
