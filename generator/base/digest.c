/* digest.c: SHA-256 by libcrypto. */
#include "casebound/base/digest.h"
#include "casebound/base/memory.h"
#include "casebound/base/thread.h"

#include <errno.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <stdio.h>
#include <string.h>

enum { PIECE = 1 << 16 };

cb_status cb_digest_start(cb_error *e) {
    cb_memory_watch();
    bool prepared = OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG | OPENSSL_INIT_LOAD_CRYPTO_STRINGS, NULL) == 1;
    /* Names of algorithms that have no room are left out else, when first asked for, and what is encrypted then cannot
     * be decrypted. */
    const uint64_t names = OPENSSL_INIT_ADD_ALL_CIPHERS | OPENSSL_INIT_ADD_ALL_DIGESTS;
    prepared = prepared && OPENSSL_init_crypto(names, NULL) == 1 && !cb_memory_refused();
    /* Sets nothing, but makes the default context and returns it also where it could not be made. */
    prepared = prepared && OSSL_LIB_CTX_set0_default(NULL) && !cb_memory_refused();
    /* Makes what errors are kept in: where that fails later, libcrypto never tells one again. */
    ERR_raise(ERR_LIB_USER, ERR_R_INTERNAL_ERROR);
    prepared = prepared && ERR_peek_error() != 0;
    ERR_clear_error();
    return prepared ? CB_OK : cb_fail(e, CB_INTERNAL, "libcrypto cannot be prepared: memory is out");
}

cb_status cb_digest_of(cb_str bytes, cb_digest *out, cb_error *e) {
    if (EVP_Digest(bytes.s ? bytes.s : "", bytes.n, out->bytes, NULL, EVP_sha256(), NULL) != 1) {
        return cb_fail(e, CB_INTERNAL, "SHA-256 is not available, or memory is out");
    }
    return CB_OK;
}

/* The handle is OpenSSL's own. */
static EVP_MD_CTX *context_of(cb_digesting *d) {
    return (EVP_MD_CTX *)d;
}

cb_status cb_digest_begin(cb_digesting **out, cb_error *e) {
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    *out = (cb_digesting *)context;
    if (context && EVP_DigestInit_ex(context, EVP_sha256(), NULL) == 1) {
        return CB_OK;
    }
    EVP_MD_CTX_free(context);
    *out = NULL;
    return cb_fail(e, CB_INTERNAL, "SHA-256 is not available, or memory is out");
}

cb_status cb_digest_add(cb_digesting *d, cb_str bytes, cb_error *e) {
    return EVP_DigestUpdate(context_of(d), bytes.s, bytes.n) == 1 ? CB_OK : cb_fail(e, CB_INTERNAL, "SHA-256 failed");
}

cb_status cb_digest_end(cb_digesting *d, cb_digest *out, cb_error *e) {
    bool done = !out || EVP_DigestFinal_ex(context_of(d), out->bytes, NULL) == 1;
    EVP_MD_CTX_free(context_of(d));
    return done ? CB_OK : cb_fail(e, CB_INTERNAL, "SHA-256 failed");
}

cb_status cb_digest_sink(void *digesting, cb_str bytes, cb_error *e) {
    return cb_digest_add(digesting, bytes, e);
}

static cb_status digest_stream(FILE *file, const cb_task *task, const char *path, cb_digesting *d, uint64_t *size,
                               cb_error *e) {
    char piece[PIECE];
    size_t got;
    while ((got = fread(piece, 1, sizeof piece, file)) > 0) {
        *size += got;
        if (task && cb_task_unwanted(task)) {
            return cb_fail(e, CB_INTERNAL, "%s: its digest is not wanted any more", path);
        }
        cb_status s = cb_digest_add(d, (cb_str){piece, got}, e);
        if (s != CB_OK) {
            return s;
        }
    }
    return ferror(file) ? cb_fail(e, CB_FILE, "%s: cannot be read: %s", path, strerror(errno)) : CB_OK;
}

cb_status cb_digest_file(const char *path, cb_digest *out, uint64_t *size, cb_error *e) {
    return cb_digest_file_in(NULL, path, out, size, e);
}

cb_status cb_digest_file_in(const cb_task *task, const char *path, cb_digest *out, uint64_t *size, cb_error *e) {
    FILE *file = fopen(path, "rb");
    if (!file) {
        return cb_fail(e, errno == ENOENT ? CB_INPUT : CB_FILE, "%s: cannot be opened: %s", path, strerror(errno));
    }
    uint64_t count = 0;
    cb_digesting *d = NULL;
    cb_status s = cb_digest_begin(&d, e);
    if (s == CB_OK) {
        s = digest_stream(file, task, path, d, &count, e);
    }
    cb_status ended = cb_digest_end(d, s == CB_OK ? out : NULL, e);
    fclose(file); /* opened for reading: nothing can be lost */
    if (size) {
        *size = count;
    }
    return s == CB_OK ? ended : s;
}

bool cb_digest_same(const cb_digest *a, const cb_digest *b) {
    return memcmp(a->bytes, b->bytes, CB_SHA256) == 0;
}

void cb_digest_hex(const cb_digest *digest, char out[CB_SHA256_HEX]) {
    static const char hex[] = "0123456789abcdef";
    for (int i = 0; i < CB_SHA256; i++) {
        out[2 * i] = hex[digest->bytes[i] >> 4];
        out[2 * i + 1] = hex[digest->bytes[i] & 15];
    }
    out[2 * CB_SHA256] = '\0';
}
