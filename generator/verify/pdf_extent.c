/* pdf_extent.c: a revision's objects, each from its number to its "endobj", lie one behind the other without a gap (ISO
 * 32000-1 sections 7.3.10 and 7.5.3). */
#include "verify/pdf_extent.h"

#include <stdlib.h>
#include <string.h>

#include "verify/pdf_scan.h"

typedef struct object {
    cb_str rest;
    int depth;
    int64_t length; /* of its stream, where it stands there as a number */
    bool has_length;
} object;

static void skip(cb_str *rest, size_t n) {
    rest->s += n;
    rest->n -= n;
}

/* "/Length 12", not "/Length 12 0 R". */
static void look_for_length(object *o, cb_str name) {
    if (o->depth != 1 || !cb_str_is(name, "/Length")) {
        return;
    }
    int64_t generation;
    cb_str ahead = o->rest;
    bool is = cb_scan_number(&ahead, &o->length);
    cb_str behind = ahead;
    o->has_length = is && !(cb_scan_number(&behind, &generation) && cb_scan_word(&behind, "R"));
}

static bool skip_hex(cb_str *rest) {
    const char *end = memchr(rest->s, '>', rest->n);
    if (!end) {
        return false;
    }
    skip(rest, (size_t)(end - rest->s) + 1);
    return true;
}

static bool step(object *o) {
    cb_str *rest = &o->rest;
    char c = *rest->s;
    bool doubled = rest->n > 1 && rest->s[1] == c;
    if (c == '/') {
        look_for_length(o, cb_scan_name(rest));
        return true;
    }
    if (c == '(') {
        return cb_scan_string(rest);
    }
    if (c == '<' && !doubled) {
        return skip_hex(rest);
    }
    if (c == '<' || c == '[') {
        o->depth++;
    } else if (c == '>' || c == ']') {
        o->depth--;
    }
    skip(rest, c == '<' || (c == '>' && doubled) ? 2 : 1);
    return o->depth >= 0;
}

/* Where the length stands elsewhere, the stream ends with the object's last "endstream". */
static bool skip_to_last_end(cb_str *rest) {
    size_t at;
    bool found = false;
    cb_str tail = *rest;
    while (cb_str_find(tail, "endstream", &at)) {
        skip(&tail, at);
        *rest = tail;
        skip(&tail, 1);
        found = true;
    }
    return found;
}

static bool skip_stream(object *o) {
    cb_str *rest = &o->rest;
    skip(rest, strlen("stream"));
    if (rest->n && *rest->s == '\r') {
        skip(rest, 1);
    }
    if (!rest->n || *rest->s != '\n') {
        return false;
    }
    skip(rest, 1);
    if (!o->has_length) {
        return skip_to_last_end(rest) && cb_scan_word(rest, "endstream");
    }
    if ((uint64_t)o->length > rest->n) {
        return false;
    }
    skip(rest, (size_t)o->length);
    return cb_scan_word(rest, "endstream");
}

/* The extent holds the object and nothing else. */
static bool is_object(cb_str extent, int64_t number) {
    object o = {.rest = extent};
    int64_t is, generation;
    if (!extent.n || cb_scan_is_space(*extent.s) || !cb_scan_number(&o.rest, &is) || is != number ||
        !cb_scan_number(&o.rest, &generation) || generation != 0 || !cb_scan_word(&o.rest, "obj")) {
        return false;
    }
    for (;;) {
        cb_scan_blank(&o.rest);
        if (!o.rest.n) {
            return false;
        }
        if (o.depth == 0 && cb_str_starts(o.rest, "stream")) {
            if (!skip_stream(&o)) {
                return false;
            }
            cb_scan_blank(&o.rest);
            break;
        }
        if (o.depth == 0 && cb_str_starts(o.rest, "endobj")) {
            break;
        }
        if (!step(&o)) {
            return false;
        }
    }
    bool ends = cb_scan_word(&o.rest, "endobj");
    cb_scan_blank(&o.rest);
    return ends && o.rest.n == 0;
}

static int by_number(const void *a, const void *b) {
    int64_t x = ((const cb_pdf_entry *)a)->number, y = ((const cb_pdf_entry *)b)->number;
    return (x > y) - (x < y);
}

static int by_place(const void *a, const void *b) {
    size_t x = ((const cb_pdf_entry *)a)->at, y = ((const cb_pdf_entry *)b)->at;
    return (x > y) - (x < y);
}

static bool is_blank(cb_str text) {
    cb_scan_blank(&text);
    return text.n == 0;
}

const char *cb_pdf_extents_check(cb_str bytes, cb_pdf_span *span) {
    cb_pdf_entry *list = span->entries;
    size_t count = span->count;
    qsort(list, count, sizeof *list, by_number);
    for (size_t i = 1; i < count; i++) {
        if (list[i].number == list[i - 1].number) {
            return "a cross-reference table lists an object twice";
        }
    }
    qsort(list, count, sizeof *list, by_place);
    if (count && (list[0].at < span->start || list[count - 1].at >= span->table)) {
        return "a cross-reference table lists an object outside its revision";
    }
    size_t first = count ? list[0].at : span->table;
    if (first < span->start || !is_blank((cb_str){bytes.s + span->start, first - span->start})) {
        return "something stands in front of a revision's objects";
    }
    for (size_t i = 0; i < count; i++) {
        size_t end = i + 1 < count ? list[i + 1].at : span->table;
        if (!is_object((cb_str){bytes.s + list[i].at, end - list[i].at}, list[i].number)) {
            return "an object of a cross-reference table does not stand at its place, or something stands behind it";
        }
    }
    return NULL;
}
