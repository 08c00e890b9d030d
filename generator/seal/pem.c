/* pem.c: reads PEM through OpenSSL, and hands on DER alone, or the blocks as OpenSSL writes them. */
#include "casebound/seal/pem.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <string.h>

#include "casebound/base/memory.h"

enum { PEM_MAX = 64 << 20 };

static int no_pass(char *out, int size, int writing, void *data) {
    (void)out;
    (void)size;
    (void)writing;
    (void)data;
    return -1;
}

/* malloc's own word is lost where libcrypto calls the system in between; it notes the cause then. */
static bool starved(void) {
    bool found = cb_memory_refused();
    for (unsigned long code; (code = ERR_get_error());) {
        found |= ERR_GET_REASON(code) == ERR_R_MALLOC_FAILURE;
    }
    return found;
}

static bool at_the_end(void) {
    unsigned long code = ERR_peek_last_error();
    return ERR_GET_LIB(code) == ERR_LIB_PEM && ERR_GET_REASON(code) == PEM_R_NO_START_LINE;
}

static cb_status read_all(cb_arena *arena, BIO *in, const char *label, size_t most, const char *name, cb_str **list,
                          size_t *count, cb_error *e) {
    size_t capacity = 0;
    unsigned char *der = NULL;
    long size = 0;
    while (PEM_bytes_read_bio(&der, &size, NULL, label, in, no_pass, NULL)) {
        cb_str *grown = *count < most ? cb_grow(arena, *list, *count, &capacity, sizeof **list) : NULL;
        char *copy = grown ? cb_copy_n(arena, (const char *)der, (size_t)size) : NULL;
        OPENSSL_free(der);
        if (*count >= most) {
            return cb_fail(e, CB_INPUT, "%s: holds more than %zu blocks of %s", name, most, label);
        }
        if (!copy) {
            return cb_fail_memory(e);
        }
        *list = grown;
        grown[(*count)++] = (cb_str){copy, (size_t)size};
    }
    bool ended = at_the_end();
    return starved() ? cb_fail_memory(e)
           : ended   ? CB_OK
                     : cb_fail(e, CB_INPUT, "%s: a block of %s cannot be read", name, label);
}

cb_status cb_pem_read(cb_arena *arena, cb_str text, const char *label, size_t most, const char *name,
                      const cb_str **out, size_t *count, cb_error *e) {
    cb_str *list = NULL;
    *out = NULL;
    *count = 0;
    if (text.n > PEM_MAX) {
        return cb_fail(e, CB_INPUT, "%s: larger than %d bytes", name, PEM_MAX);
    }
    ERR_clear_error();
    cb_memory_watch();
    BIO *in = BIO_new_mem_buf(text.n ? text.s : "", (int)text.n);
    cb_status s = in ? read_all(arena, in, label, most, name, &list, count, e) : cb_fail_memory(e);
    BIO_free(in);
    ERR_clear_error();
    *out = list;
    return s;
}

static bool is_among(const char *label, const char *const *labels) {
    for (; *labels; labels++) {
        if (strcmp(label, *labels) == 0) {
            return true;
        }
    }
    return false;
}

static cb_status write_again(BIO *in, BIO *out, const char *const *labels, const char *name, cb_error *e) {
    char *label = NULL, *header = NULL;
    unsigned char *der = NULL;
    long size = 0;
    bool written = true;
    while (written && PEM_read_bio(in, &label, &header, &der, &size)) {
        written = !is_among(label, labels) || PEM_write_bio(out, label, "", der, size) > 0;
        OPENSSL_free(label);
        OPENSSL_free(header);
        OPENSSL_free(der);
    }
    bool ended = written && at_the_end();
    return starved() || !written ? cb_fail_memory(e)
           : ended               ? CB_OK
                                 : cb_fail(e, CB_INPUT, "%s: a block of PEM cannot be read", name);
}

cb_status cb_pem_again(cb_arena *arena, cb_str text, const char *const *labels, const char *name, cb_str *out,
                       cb_error *e) {
    *out = (cb_str){NULL, 0};
    if (text.n > PEM_MAX) {
        return cb_fail(e, CB_INPUT, "%s: larger than %d bytes", name, PEM_MAX);
    }
    ERR_clear_error();
    cb_memory_watch();
    BIO *in = BIO_new_mem_buf(text.n ? text.s : "", (int)text.n), *blocks = BIO_new(BIO_s_mem());
    cb_status s = in && blocks ? write_again(in, blocks, labels, name, e) : cb_fail_memory(e);
    char *bytes = NULL;
    long size = s == CB_OK ? BIO_get_mem_data(blocks, &bytes) : 0;
    if (size > 0) {
        char *copy = cb_copy_n(arena, bytes, (size_t)size);
        *out = (cb_str){copy, copy ? (size_t)size : 0};
        s = copy ? CB_OK : cb_fail_memory(e);
    }
    BIO_free(in);
    BIO_free(blocks);
    ERR_clear_error();
    return s;
}
