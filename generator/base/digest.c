/* digest.c: SHA-256 by libcrypto. */
#include "casebound/base/digest.h"
#include "casebound/base/thread.h"

#include <errno.h>
#include <openssl/evp.h>
#include <stdio.h>
#include <string.h>

enum { PIECE = 1 << 16 };

cb_status cb_digest_of(cb_str bytes, cb_digest *out, cb_error *e) {
    if (EVP_Digest(bytes.s ? bytes.s : "", bytes.n, out->bytes, NULL, EVP_sha256(), NULL) != 1) {
        return cb_fail(e, CB_INTERNAL, "SHA-256 is not available");
    }
    return CB_OK;
}

static cb_status digest_stream(FILE *file, const cb_task *task, const char *path, EVP_MD_CTX *context, uint64_t *size,
                               cb_error *e) {
    char piece[PIECE];
    size_t got;
    while ((got = fread(piece, 1, sizeof piece, file)) > 0) {
        *size += got;
        if (task && cb_task_unwanted(task)) {
            return cb_fail(e, CB_INTERNAL, "%s: its digest is not wanted any more", path);
        }
        if (EVP_DigestUpdate(context, piece, got) != 1) {
            return cb_fail(e, CB_INTERNAL, "SHA-256 failed");
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
    cb_status s = CB_OK;
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    if (!context || EVP_DigestInit_ex(context, EVP_sha256(), NULL) != 1) {
        s = cb_fail(e, CB_INTERNAL, "SHA-256 is not available");
    }
    if (s == CB_OK) {
        s = digest_stream(file, task, path, context, &count, e);
    }
    if (s == CB_OK && EVP_DigestFinal_ex(context, out->bytes, NULL) != 1) {
        s = cb_fail(e, CB_INTERNAL, "SHA-256 failed");
    }
    EVP_MD_CTX_free(context);
    fclose(file); /* opened for reading: nothing can be lost */
    if (size) {
        *size = count;
    }
    return s;
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
