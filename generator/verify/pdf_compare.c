/* pdf_compare.c: what a later revision changed. A signature stays valid when objects are replaced behind it (a "shadow
 * attack"), so every object of a signed revision is compared with the one that a reader of the next, or of the whole
 * file, would see. */
#include "verify/pdf.h"

#include <string.h>

enum {
    REPORTS_MAX = 20,
    SCRATCH = 128 << 20,
    PAGES_MAX = 20000,
    DEPTH_MAX = 50,
    NUMBER_MAX = 8388607,
    OBJECT_BYTES = 8
};

typedef struct comparison {
    cb_checking *checking;
    const char *name;
    const cb_pdf_revision *revision;
    cb_pdf *old, *whole;
    cb_pdf_fill fill;
    cb_arena *scratch;
    int *page_of; /* by object number: page, 1-based; negative: the page's content */
    int numbers, pages;
    size_t changes;
    size_t end; /* of what was opened last */
    cb_error *error;
} comparison;

static void note_content(comparison *k, cb_pdf_object content, int page, int depth) {
    int number = cb_pdf_number(k->old, content);
    if (number > 0 && number < k->numbers) {
        k->page_of[number] = -page;
    }
    size_t count = cb_pdf_count(k->old, content);
    for (size_t i = 0; depth < 2 && i < count; i++) {
        note_content(k, cb_pdf_item(k->old, content, i), page, depth + 1);
    }
}

/* Numbers the pages and their content streams, for messages alone. */
static void note_pages(comparison *k, cb_pdf_object node, int depth) {
    int number = cb_pdf_number(k->old, node);
    if (depth > DEPTH_MAX || k->pages >= PAGES_MAX) {
        return;
    }
    if (cb_pdf_is_name(k->old, cb_pdf_key(k->old, node, "/Type"), "/Page")) {
        k->pages++;
        if (number > 0 && number < k->numbers) {
            k->page_of[number] = k->pages;
        }
        note_content(k, cb_pdf_key(k->old, node, "/Contents"), k->pages, 0);
        return;
    }
    cb_pdf_object kids = cb_pdf_key(k->old, node, "/Kids");
    size_t count = cb_pdf_count(k->old, kids);
    for (size_t i = 0; i < count; i++) {
        note_pages(k, cb_pdf_item(k->old, kids, i), depth + 1);
    }
}

static void report(comparison *k, int number, const char *how) {
    if (k->changes++ >= REPORTS_MAX) {
        return;
    }
    int page = k->page_of[number];
    const char *role = number == k->revision->field ? "a signature field, beyond value and appearance,"
                       : page > 0                   ? "page"
                       : page < 0                   ? "the content of page"
                       : number == cb_pdf_number(k->old, cb_pdf_root(k->old)) ? "the catalog"
                                                                              : "an object";
    if (page) {
        CB_FAULT(k->checking, "revisions", "%s: %s %d was %s after %s (object %d)", k->name, role,
                 page > 0 ? page : -page, how, k->revision->since, number);
    } else {
        CB_FAULT(k->checking, "revisions", "%s: %s was %s after %s (object %d)", k->name, role, how, k->revision->since,
                 number);
    }
}

static cb_status same_streams(comparison *k, cb_pdf_object a, cb_pdf_object b, bool *same) {
    cb_str old_bytes, new_bytes;
    const char **old_keys, **new_keys;
    size_t old_count, new_count;
    cb_status status = cb_pdf_raw(k->old, k->scratch, a, &old_bytes, k->error);
    if (!status) {
        status = cb_pdf_raw(k->whole, k->scratch, b, &new_bytes, k->error);
    }
    if (!status) {
        status = cb_pdf_keys(k->old, k->scratch, a, &old_keys, &old_count, k->error);
    }
    if (!status) {
        status = cb_pdf_keys(k->whole, k->scratch, b, &new_keys, &new_count, k->error);
    }
    if (status) {
        return status;
    }
    *same = cb_str_same(old_bytes, new_bytes) && old_count == new_count;
    for (size_t i = 0; *same && i < old_count; i++) {
        const char *x = cb_pdf_written(k->old, k->scratch, cb_pdf_key(k->old, a, old_keys[i]));
        const char *y = cb_pdf_written(k->whole, k->scratch, cb_pdf_key(k->whole, b, new_keys[i]));
        if (!x || !y) {
            return cb_fail_memory(k->error);
        }
        *same = strcmp(old_keys[i], new_keys[i]) == 0 && strcmp(x, y) == 0;
    }
    return CB_OK;
}

static cb_status compare_one(comparison *k, int number) {
    cb_pdf_object a = cb_pdf_by_number(k->old, number, 0), b = cb_pdf_by_number(k->whole, number, 0);
    cb_pdf_kind old_kind = cb_pdf_kind_of(k->old, a), new_kind = cb_pdf_kind_of(k->whole, b);
    bool same = old_kind == new_kind;
    cb_status status = CB_OK;
    if (same && old_kind == CB_PDF_STREAM) {
        status = same_streams(k, a, b, &same);
    } else if (same) {
        const char *x = cb_pdf_written_inside(k->old, k->scratch, a),
                   *y = cb_pdf_written_inside(k->whole, k->scratch, b);
        status = x && y ? CB_OK : cb_fail_memory(k->error);
        same = x && y && strcmp(x, y) == 0;
    }
    if (!status && !same) {
        status = cb_pdf_fill_allows(&k->fill, number, &same, k->error);
    }
    /* before anything is said: what could not be read is no difference */
    status = status ? status : cb_pdf_forget(k->old, k->error);
    status = status ? status : cb_pdf_forget(k->whole, k->error);
    if (!status && !same) {
        report(k, number, old_kind == CB_PDF_NULL ? "added" : new_kind == CB_PDF_NULL ? "removed" : "changed");
    }
    cb_arena_reset(k->scratch);
    return status;
}

static int size_of(cb_pdf *pdf) {
    int64_t size;
    bool has = cb_pdf_integer(pdf, cb_pdf_key(pdf, cb_pdf_trailer(pdf), "/Size"), &size);
    return has && size > 0 && size <= NUMBER_MAX ? (int)size : 0;
}

/* The trailer leads to the same catalog and the same information. */
static void compare_roots(comparison *k) {
    static const char *const keys[] = {"/Root", "/Info"};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        cb_pdf_object a = cb_pdf_key(k->old, cb_pdf_trailer(k->old), keys[i]);
        cb_pdf_object b = cb_pdf_key(k->whole, cb_pdf_trailer(k->whole), keys[i]);
        bool indirect = cb_pdf_number(k->old, a) > 0 || cb_pdf_kind_of(k->old, a) == CB_PDF_NULL;
        if (!indirect || cb_pdf_number(k->old, a) != cb_pdf_number(k->whole, b) ||
            cb_pdf_generation(k->old, a) != cb_pdf_generation(k->whole, b)) {
            k->changes++;
            CB_FAULT(k->checking, "revisions", "%s: the trailer's %s was changed after %s", k->name, keys[i] + 1,
                     k->revision->since);
        }
    }
}

static cb_status prepare(comparison *k) {
    unsigned char *dangling = cb_alloc(k->checking->arena, (size_t)k->numbers + 1);
    k->page_of = cb_alloc_array(k->checking->arena, (size_t)k->numbers + 1, sizeof *k->page_of);
    if (!k->page_of || !dangling) {
        return cb_fail_memory(k->error);
    }
    note_pages(k, cb_pdf_key(k->old, cb_pdf_root(k->old), "/Pages"), 0);
    compare_roots(k);
    k->fill.dangling = dangling;
    return k->fill.field || k->fill.store ? cb_pdf_dangling(k->old, k->scratch, k->numbers, dangling, k->error) : CB_OK;
}

static void pass(comparison *k) {
    const char *store = k->fill.store ? "the store of certificates and lists came" : "";
    const char *both = k->fill.store && k->fill.field ? ", " : "";
    if (k->fill.stamp) {
        CB_PASS(k->checking, "revisions", "%s: behind %s, %s%sa document timestamp was added and nothing else changed",
                k->name, k->revision->since, store, both);
    } else if (k->fill.field) {
        CB_PASS(k->checking, "revisions", "%s: behind %s, %s%sthe field '%s' was filled and nothing else changed",
                k->name, k->revision->since, store, both, k->revision->field_name);
    } else if (k->fill.store) {
        CB_PASS(k->checking, "revisions", "%s: behind %s, %s and nothing else changed", k->name, k->revision->since,
                store);
    }
}

/* Without a signature over it, nothing may stand behind a revision but the store, which is judged by itself. */
static cb_status look_for_store(comparison *k) {
    const cb_pdf_revision *r = k->revision;
    cb_str after = r->after;
    k->fill =
        (cb_pdf_fill){.before = k->old, .after = k->whole, .scratch = k->scratch, .field = r->field, .stamp = r->stamp};
    cb_status status = k->old && k->whole ? cb_pdf_store_grew(&k->fill, &k->fill.store, k->error) : CB_OK;
    bool ends = k->whole && k->end == after.n;
    if (!status && !r->field && !(k->fill.store && ends)) {
        CB_FAULT(k->checking, "revisions", "%s: %zu bytes were added after %s", k->name, r->after.n - r->before.n,
                 r->since);
    } else if (!status && k->whole && !ends) {
        CB_FAULT(k->checking, "revisions", "%s: bytes stand behind its %%%%EOF", k->name);
    }
    return status;
}

static cb_status compare(comparison *k) {
    int old_size = size_of(k->old), new_size = size_of(k->whole);
    k->numbers = old_size > new_size ? old_size : new_size;
    if ((size_t)k->numbers > k->revision->after.n / OBJECT_BYTES) {
        CB_FAULT(k->checking, "revisions", "%s: it claims more objects than it can hold", k->name);
        return CB_OK;
    }
    cb_status status = prepare(k);
    for (int i = 1; !status && i < k->numbers; i++) {
        status = compare_one(k, i);
    }
    if (!status && k->changes > REPORTS_MAX) {
        CB_FAULT(k->checking, "revisions", "%s: %zu more objects were changed after %s", k->name,
                 k->changes - REPORTS_MAX, k->revision->since);
    }
    if (!status && (cb_pdf_damaged(k->old) || cb_pdf_damaged(k->whole))) {
        k->changes++; /* a name twice in a dictionary, for one: readers differ in which they take */
        CB_FAULT(k->checking, "revisions", "%s: an object cannot be read as it stands after %s", k->name,
                 k->revision->since);
    }
    if (!status && k->changes == 0) {
        pass(k);
    }
    return status;
}

/* A state by itself, and not CB_INPUT: what is wrong with it is reported. */
static cb_status open_state(comparison *k, cb_str bytes, cb_pdf **out) {
    cb_error why = {0};
    cb_status status = cb_pdf_tables_check(bytes, &k->end, &why);
    if (!status) {
        status = cb_pdf_open(k->checking->arena, bytes, out, &why);
    }
    if (status == CB_INPUT) {
        *out = NULL;
        CB_FAULT(k->checking, "revisions", "%s: a signed revision cannot be read by itself: %s", k->name, why.text);
        return CB_OK;
    }
    return status ? cb_fail(k->error, status, "%s", why.text) : CB_OK;
}

cb_status cb_pdf_compare(cb_checking *c, const char *name, const cb_pdf_revision *revision, cb_error *e) {
    comparison k = {.checking = c, .name = name, .revision = revision, .scratch = cb_arena_new(SCRATCH), .error = e};
    if (!k.scratch) {
        return cb_fail_memory(e);
    }
    cb_status status = open_state(&k, revision->before, &k.old);
    if (!status && k.old) {
        status = open_state(&k, revision->after, &k.whole);
    }
    if (!status) {
        status = look_for_store(&k);
    }
    if (!status && k.old && k.whole) {
        status = compare(&k);
    }
    if (status && !k.changes) {
        (void)cb_fail(e, status, "%s: the revisions cannot be compared", name);
    }
    cb_arena_free(k.scratch);
    return status;
}
