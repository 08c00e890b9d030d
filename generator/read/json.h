/* json.h: a JSON document looked at by path, every kind and size checked. Private to the read floor; json.c alone sees
 * jansson. */
#ifndef CASEBOUND_READ_JSON_H
#define CASEBOUND_READ_JSON_H

#include "casebound/base/arena.h"
#include "casebound/base/digest.h"

typedef struct cb_json_file {
    cb_arena *arena;
    const char *name; /* for messages */
    cb_error *e;
} cb_json_file;

/* A map of the document. Lives as long as the arena. */
typedef struct cb_json {
    const cb_json_file *file;
    void *map;
    const char *path; /* "variants[3]"; "" for the document */
} cb_json;

/* Reads a document that is a map: RFC 8259 in UTF-8, at most `most` bytes. CB_INPUT with the line: no JSON, a key
 * twice, NUL. */
cb_status cb_json_open(const cb_json_file *file, cb_str bytes, size_t most, cb_json *out) CB_MUST_USE;

/* All below fail with CB_INPUT, file and path. */
cb_status cb_json_refuse(const cb_json *j, const char *key, const char *what) CB_MUST_USE;
/* Refuses a key that is not among `keys` (NULL ends them). */
cb_status cb_json_known(const cb_json *j, const char *const *keys) CB_MUST_USE;
bool cb_json_has(const cb_json *j, const char *key);
/* The member that is a map. */
cb_status cb_json_map(const cb_json *j, const char *key, cb_json *out) CB_MUST_USE;
/* How many maps or texts the member that is a list holds, at most `most`; 0 where it is not there. */
cb_status cb_json_count(const cb_json *j, const char *key, size_t most, size_t *out) CB_MUST_USE;
/* The i-th, which is a map. */
cb_status cb_json_nth(const cb_json *j, const char *key, size_t i, cb_json *out) CB_MUST_USE;

enum {
    CB_JSON_LINE = 0,         /* neither line end nor control character */
    CB_JSON_TEXT = 1 << 0,    /* line ends and tabs may stand in it */
    CB_JSON_OPTIONAL = 1 << 1 /* NULL where it is not there */
};
/* The member's text, of 1 to `most` bytes that are not all blank; `want` is a sum of the above. */
cb_status cb_json_text(const cb_json *j, const char *key, int want, size_t most, const char **out) CB_MUST_USE;
cb_status cb_json_integer(const cb_json *j, const char *key, int64_t least, int64_t most, int64_t *out) CB_MUST_USE;
/* False where it is not there. */
cb_status cb_json_truth(const cb_json *j, const char *key, bool *out) CB_MUST_USE;
/* "YYYY-MM-DDThh:mm:ssZ", as seconds since 1970. */
cb_status cb_json_moment(const cb_json *j, const char *key, int64_t *out) CB_MUST_USE;
/* 64 hexadecimal digits in lower case. */
cb_status cb_json_digest(const cb_json *j, const char *key, cb_digest *out) CB_MUST_USE;
/* The same, the i-th of a list. */
cb_status cb_json_nth_digest(const cb_json *j, const char *key, size_t i, cb_digest *out) CB_MUST_USE;

#endif
