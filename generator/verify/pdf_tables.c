/* pdf_tables.c: the chain of cross-reference tables, read from the bytes (ISO 32000-1 sections 7.5.4 to 7.5.6). */
#include "verify/pdf.h"

#include <string.h>

#include "casebound/base/number.h"
#include "verify/pdf_extent.h"
#include "verify/pdf_scan.h"

enum { TAIL = 1024, REVISIONS_MAX = 100, ENTRY = 20, ENTRIES_MAX = 1 << 29, DEPTH_MAX = 32, SUBSECTIONS_MAX = 1000000 };

/* A trailer's names that readers follow; each stands there once. */
static const char *const followed[] = {"/Root", "/Size", "/Prev", "/Info", "/ID"};
enum { FOLLOWED = sizeof followed / sizeof *followed };

typedef struct listing {
    size_t at, end; /* of the table; behind its %%EOF */
    cb_pdf_entry *entries;
    size_t count, capacity;
} listing;

static const char BROKEN[] = "a cross-reference table is broken";
static const char MEMORY[] = "out of memory"; /* by its address, as no other */

static bool last_table(cb_str bytes, int64_t *at) {
    size_t from = bytes.n > TAIL ? bytes.n - TAIL : 0, next;
    cb_str tail = {bytes.s + from, bytes.n - from};
    bool found = false;
    while (cb_str_find(tail, "startxref", &next)) {
        tail = (cb_str){tail.s + next + strlen("startxref"), tail.n - next - strlen("startxref")};
        found = true;
    }
    return found && cb_scan_number(&tail, at) && cb_scan_word(&tail, "%%EOF");
}

static bool is_entry(const char *s) {
    for (int i = 0; i < 16; i++) {
        bool digit = s[i] >= '0' && s[i] <= '9';
        if (i == 10 ? s[i] != ' ' : !digit) {
            return false;
        }
    }
    return s[16] == ' ' && (s[17] == 'n' || s[17] == 'f') && (s[18] == ' ' || s[18] == '\r') &&
           (s[19] == '\n' || s[19] == '\r');
}

static const char *take_entry(cb_arena *arena, listing *t, const char *s, int64_t number) {
    int64_t at;
    if (!is_entry(s) || !cb_parse_integer((cb_str){s, 10}, &at)) {
        return BROKEN;
    }
    if (s[17] == 'f') {
        return NULL;
    }
    if (memcmp(s + 11, "00000", 5) != 0 || number == 0) {
        return "an object is not of generation 0"; /* readers differ in which generation they show */
    }
    cb_pdf_entry *list = cb_grow(arena, t->entries, t->count, &t->capacity, sizeof *list);
    if (!list) {
        return MEMORY;
    }
    t->entries = list;
    list[t->count++] = (cb_pdf_entry){number, (size_t)at};
    return NULL;
}

/* The subsections of a table, to its trailer. */
static const char *take_entries(cb_arena *arena, cb_str *rest, listing *t) {
    for (int i = 0; i < SUBSECTIONS_MAX; i++) {
        int64_t first, count;
        if (cb_scan_word(rest, "trailer")) {
            return NULL;
        }
        if (!cb_scan_number(rest, &first) || !cb_scan_number(rest, &count)) {
            return BROKEN;
        }
        cb_scan_space(rest);
        if (count < 0 || (uint64_t)count > rest->n / ENTRY) {
            return BROKEN;
        }
        for (int64_t k = 0; k < count; k++) {
            const char *why = take_entry(arena, t, rest->s, first + k);
            if (why) {
                return why;
            }
            rest->s += ENTRY;
            rest->n -= ENTRY;
        }
    }
    return BROKEN;
}

/* A trailer's dictionary as tokens. Only names and integers at its own level matter. */
typedef struct scan {
    cb_str rest;
    int depth;
    int64_t previous, size;
    bool has[FOLLOWED];
} scan;

static bool *has(scan *t, const char *name) {
    for (int i = 0; i < FOLLOWED; i++) {
        if (strcmp(followed[i], name) == 0) {
            return &t->has[i];
        }
    }
    return NULL;
}

static const char *on_name(scan *t, cb_str name) {
    if (t->depth != 1) {
        return NULL;
    }
    if (memchr(name.s, '#', name.n) || cb_str_is(name, "/XRefStm") || cb_str_is(name, "/Encrypt")) {
        return "a trailer is encrypted, hides a stream or spells a name in escapes";
    }
    for (int i = 0; i < FOLLOWED; i++) {
        if (cb_str_is(name, followed[i]) && t->has[i]) {
            return "a trailer has a name twice"; /* readers differ in which they follow */
        }
        t->has[i] |= cb_str_is(name, followed[i]);
    }
    int64_t *number = cb_str_is(name, "/Prev") ? &t->previous : cb_str_is(name, "/Size") ? &t->size : NULL;
    return number && !cb_scan_number(&t->rest, number) ? "a trailer's /Prev or /Size is broken" : NULL;
}

static const char *step(scan *t) {
    cb_str *rest = &t->rest;
    bool doubled = rest->n > 1 && rest->s[0] == rest->s[1];
    size_t n = 1;
    if (*rest->s == '/') {
        return on_name(t, cb_scan_name(rest));
    }
    if (*rest->s == '(') {
        return cb_scan_string(rest) ? NULL : "a trailer is broken";
    }
    if (*rest->s == '%') {
        return "a trailer holds a comment";
    }
    if (*rest->s == '<' || *rest->s == '[') {
        n += *rest->s == '<' && doubled;
        t->depth += *rest->s == '[' || doubled;
    } else if (*rest->s == '>' || *rest->s == ']') {
        n += *rest->s == '>' && doubled;
        t->depth -= *rest->s == ']' || doubled;
    }
    *rest = (cb_str){rest->s + n, rest->n - n};
    return t->depth > DEPTH_MAX ? "a trailer is nested too deeply" : NULL;
}

static const char *scan_trailer(scan *t) {
    if (!cb_scan_word(&t->rest, "<<")) {
        return "a trailer is broken";
    }
    t->depth = 1;
    while (t->depth > 0) {
        cb_scan_space(&t->rest);
        if (t->rest.n == 0) {
            return "a trailer is broken";
        }
        const char *why = step(t);
        if (why) {
            return why;
        }
    }
    return NULL;
}

/* startxref, the table's place again, %%EOF, and the end of its line. */
static bool take_end(cb_str *rest, size_t table) {
    int64_t at;
    cb_scan_blank(rest);
    if (!cb_scan_word(rest, "startxref") || !cb_scan_number(rest, &at) || (uint64_t)at != table ||
        !cb_scan_word(rest, "%%EOF")) {
        return false;
    }
    cb_scan_space(rest);
    return true;
}

static const char *take_table(cb_arena *arena, cb_str bytes, listing *t, scan *trailer) {
    trailer->rest = (cb_str){bytes.s + t->at, bytes.n - t->at};
    if (!cb_str_starts(trailer->rest, "xref")) {
        return "a cross-reference is no classic table";
    }
    trailer->rest = (cb_str){trailer->rest.s + 4, trailer->rest.n - 4};
    const char *why = take_entries(arena, &trailer->rest, t);
    why = why ? why : scan_trailer(trailer);
    if (why) {
        return why;
    }
    for (size_t i = 0; i < t->count; i++) {
        if (t->entries[i].number >= trailer->size) {
            return "a cross-reference table lists an object behind its /Size"; /* some readers pass it over */
        }
    }
    if (!take_end(&trailer->rest, t->at)) {
        return "a revision does not end with its table's place";
    }
    t->end = (size_t)(trailer->rest.s - bytes.s);
    return NULL;
}

/* The chain from the last table to the first. */
static const char *take_tables(cb_arena *arena, cb_str bytes, listing *tables, size_t *count) {
    int64_t at;
    if (!last_table(bytes, &at)) {
        return "it does not end as a PDF";
    }
    for (size_t i = 0; i < REVISIONS_MAX; i++) {
        if (at < 0 || (uint64_t)at >= bytes.n) {
            return "a cross-reference table lies outside the file";
        }
        scan trailer = {.size = 0};
        tables[i] = (listing){.at = (size_t)at};
        const char *why = take_table(arena, bytes, &tables[i], &trailer);
        *count = i + 1;
        if (why || !*has(&trailer, "/Prev")) {
            return why;
        }
        if (trailer.previous >= at) {
            return "a cross-reference table does not point to an earlier one";
        }
        at = trailer.previous;
    }
    return "it has too many revisions";
}

/* Each byte up to the last %%EOF belongs to an object, a table or a trailer. */
static const char *check_extents(cb_str bytes, const listing *tables, size_t count, size_t *end) {
    size_t start = 0;
    for (size_t i = count; i-- > 0;) {
        cb_pdf_span span = {start, tables[i].at, tables[i].entries, tables[i].count};
        const char *why = tables[i].at < start ? "a cross-reference table lies within another revision"
                                               : cb_pdf_extents_check(bytes, &span);
        if (why) {
            return why;
        }
        start = tables[i].end;
    }
    *end = start;
    return NULL;
}

cb_status cb_pdf_tables_check(cb_str bytes, size_t *end, cb_error *e) {
    listing tables[REVISIONS_MAX];
    size_t count = 0;
    cb_arena *arena = cb_arena_new(ENTRIES_MAX);
    if (!arena) {
        return cb_fail_memory(e);
    }
    const char *why = cb_str_starts(bytes, "%PDF-") ? take_tables(arena, bytes, tables, &count) : "it is no PDF";
    why = why ? why : check_extents(bytes, tables, count, end);
    cb_arena_free(arena);
    return why == MEMORY ? cb_fail_memory(e) : why ? cb_fail(e, CB_INPUT, "%s", why) : CB_OK;
}
