/* json.c: jansson's tree behind typed looks. */
#include "json.h"

#include "casebound/base/memory.h"
#include "casebound/base/time.h"
#include "casebound/base/utf8.h"
#include <jansson.h>
#include <string.h>

static void drop(void *tree) {
    json_decref(tree);
}

static cb_status refuse_syntax(const cb_json_file *file, const json_error_t *error) {
    const char *what = "is not JSON";
    switch (json_error_code(error)) {
    case json_error_out_of_memory:
        return cb_fail_memory(file->e);
    case json_error_duplicate_key:
        what = "a key stands twice in one map";
        break;
    case json_error_stack_overflow:
        what = "maps and lists are nested too deeply";
        break;
    case json_error_null_character:
    case json_error_null_byte_in_key:
        what = "an escape writes NUL";
        break;
    case json_error_numeric_overflow:
        what = "a number is too large";
        break;
    case json_error_end_of_input_expected:
        what = "something stands behind the document";
        break;
    case json_error_premature_end_of_input:
        what = "ends in the middle: the file was cut";
        break;
    default:
        break;
    }
    return cb_fail_at(file->e, CB_INPUT, file->name, error->line, "%s", what);
}

cb_status cb_json_open(const cb_json_file *file, cb_str bytes, size_t most, cb_json *out) {
    json_error_t error;
    *out = (cb_json){file, NULL, ""};
    if (bytes.n > most) {
        return cb_fail(file->e, CB_INPUT, "%s: has %zu bytes; %zu are allowed", file->name, bytes.n, most);
    }
    if (!cb_utf8_valid(bytes, NULL)) {
        return cb_fail(file->e, CB_INPUT, "%s: holds NUL or bytes that are not UTF-8", file->name);
    }
    cb_memory_watch(); /* jansson leaves a digit out where it cannot keep it */
    json_t *tree = json_loadb(bytes.n ? bytes.s : "", bytes.n, JSON_REJECT_DUPLICATES, &error);
    bool starved = cb_memory_refused();
    if (!tree) {
        return starved ? cb_fail_memory(file->e) : refuse_syntax(file, &error);
    }
    cb_status s = cb_arena_defer(file->arena, drop, tree, file->e);
    if (s != CB_OK || starved) {
        return s != CB_OK ? s : cb_fail_memory(file->e);
    }
    out->map = tree;
    return json_is_object(tree) ? CB_OK : cb_fail(file->e, CB_INPUT, "%s: is no map of keys and values", file->name);
}

cb_status cb_json_refuse(const cb_json *j, const char *key, const char *what) {
    return cb_fail(j->file->e, CB_INPUT, "%s: %s%s%s: %s", j->file->name, j->path, *j->path ? "." : "", key, what);
}

cb_status cb_json_known(const cb_json *j, const char *const *keys) {
    json_t *map = j->map;
    for (void *at = json_object_iter(map); at; at = json_object_iter_next(map, at)) {
        const char *key = json_object_iter_key(at);
        bool known = false;
        for (size_t i = 0; keys[i]; i++) {
            known = known || strcmp(key, keys[i]) == 0;
        }
        if (!known) {
            return cb_json_refuse(j, key, "is no key that is known here");
        }
    }
    return CB_OK;
}

static json_t *member(const cb_json *j, const char *key) {
    return json_object_get(j->map, key);
}

bool cb_json_has(const cb_json *j, const char *key) {
    return member(j, key) != NULL;
}

cb_status cb_json_map(const cb_json *j, const char *key, cb_json *out) {
    json_t *m = member(j, key);
    *out = (cb_json){j->file, m, key};
    return json_is_object(m) ? CB_OK : cb_json_refuse(j, key, "is missing or no map");
}

cb_status cb_json_count(const cb_json *j, const char *key, size_t most, size_t *out) {
    const json_t *m = member(j, key);
    *out = m ? json_array_size(m) : 0;
    if (m && !json_is_array(m)) {
        return cb_json_refuse(j, key, "is no list");
    }
    return *out <= most ? CB_OK : cb_json_refuse(j, key, "has too many values");
}

cb_status cb_json_nth(const cb_json *j, const char *key, size_t i, cb_json *out) {
    json_t *m = json_array_get(member(j, key), i);
    const char *path = cb_format(j->file->arena, "%s%s%s[%zu]", j->path, *j->path ? "." : "", key, i);
    *out = (cb_json){j->file, m, path};
    if (!path) {
        return cb_fail_memory(j->file->e);
    }
    return json_is_object(m) ? CB_OK : cb_fail(j->file->e, CB_INPUT, "%s: %s: is no map", j->file->name, path);
}

static bool clean(cb_str text, bool lines) {
    for (size_t i = 0; i < text.n; i++) {
        unsigned char c = (unsigned char)text.s[i];
        bool control = c < 0x20 || c == 0x7f;
        if (control && !(lines && (c == '\n' || c == '\t'))) {
            return false;
        }
    }
    return true;
}

cb_status cb_json_text(const cb_json *j, const char *key, int want, size_t most, const char **out) {
    const json_t *m = member(j, key);
    *out = NULL;
    if (!m && (want & CB_JSON_OPTIONAL)) {
        return CB_OK;
    }
    if (!m || !json_is_string(m)) {
        return cb_json_refuse(j, key, "is missing or no text");
    }
    cb_str text = {json_string_value(m), json_string_length(m)};
    if (cb_str_trim(text).n == 0 || text.n > most) {
        return cb_json_refuse(j, key, text.n > most ? "is too long" : "is empty");
    }
    if (!clean(text, want & CB_JSON_TEXT)) {
        return cb_json_refuse(j, key, "holds a control character or, where one line is expected, several");
    }
    *out = cb_copy_str(j->file->arena, text);
    return *out ? CB_OK : cb_fail_memory(j->file->e);
}

cb_status cb_json_integer(const cb_json *j, const char *key, int64_t least, int64_t most, int64_t *out) {
    const json_t *m = member(j, key);
    if (!m || !json_is_integer(m) || json_integer_value(m) < least || json_integer_value(m) > most) {
        return cb_json_refuse(j, key, "is missing, no whole number, or out of its range");
    }
    *out = json_integer_value(m);
    return CB_OK;
}

cb_status cb_json_truth(const cb_json *j, const char *key, bool *out) {
    const json_t *m = member(j, key);
    *out = json_is_true(m);
    return !m || json_is_boolean(m) ? CB_OK : cb_json_refuse(j, key, "is neither true nor false");
}

cb_status cb_json_moment(const cb_json *j, const char *key, int64_t *out) {
    enum { WHOLE = sizeof "YYYY-MM-DDThh:mm:ssZ" - 1 };
    const json_t *m = member(j, key);
    cb_str text = json_is_string(m) ? (cb_str){json_string_value(m), json_string_length(m)} : (cb_str){NULL, 0};
    return text.n == WHOLE && cb_time_parse(text, out)
               ? CB_OK
               : cb_json_refuse(j, key, "is missing or no time such as 2026-01-31T12:00:00Z");
}

static int digit(char c) {
    static const char digits[] = "0123456789abcdef";
    const char *at = c ? strchr(digits, c) : NULL;
    return at ? (int)(at - digits) : -1;
}

static bool digest_of(const json_t *m, cb_digest *out) {
    if (!m || !json_is_string(m) || json_string_length(m) != CB_SHA256_HEX - 1) {
        return false;
    }
    const char *hex = json_string_value(m);
    for (size_t i = 0; i < CB_SHA256; i++) {
        int high = digit(hex[2 * i]), low = digit(hex[2 * i + 1]);
        if (high < 0 || low < 0) {
            return false;
        }
        out->bytes[i] = (unsigned char)(high << 4 | low);
    }
    return true;
}

#define NO_DIGEST "is missing or no SHA-256 in lower-case hexadecimal"

cb_status cb_json_digest(const cb_json *j, const char *key, cb_digest *out) {
    return digest_of(member(j, key), out) ? CB_OK : cb_json_refuse(j, key, NO_DIGEST);
}

cb_status cb_json_nth_digest(const cb_json *j, const char *key, size_t i, cb_digest *out) {
    return digest_of(json_array_get(member(j, key), i), out) ? CB_OK : cb_json_refuse(j, key, NO_DIGEST);
}
