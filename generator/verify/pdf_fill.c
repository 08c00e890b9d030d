/* pdf_fill.c: what the filling of a signature field changes in a PDF, and nothing beyond it (ISO 32000-1
 * sections 12.7.4.5 and 12.8.2.2, /P 2). */
#include "verify/pdf.h"

#include <string.h>

enum { DEPTH_MAX = 100 };

/* Keys that may differ: of the field its value, its appearance within the same rectangle, and the date of its change;
 * of the form its flags and what appearances are made with. Names end with NULL. */
static const char *const field_keys[] = {"/V", "/AP", "/M", NULL};
static const char *const form_keys[] = {"/SigFlags", "/DR", "/DA", NULL};
static const char *const stamp_keys[] = {"/SigFlags", "/Fields", NULL};
static const char *const store_keys[] = {"/DSS", NULL};

static bool is_in(const char *const *keys, const char *key) {
    for (; *keys; keys++) {
        if (strcmp(*keys, key) == 0) {
            return true;
        }
    }
    return false;
}

#define DIGITS "0123456789.-"

/* The length of a number without zeros that say nothing: "42.0" is "42". */
static size_t plain(const char *number, size_t n) {
    if (memchr(number, '.', n)) {
        while (number[n - 1] == '0') {
            n--;
        }
        n -= number[n - 1] == '.';
    }
    return n;
}

/* Two rectangles: other programs write the numbers of a field that they fill in another form. */
static bool same_rectangle(const char *x, const char *y) {
    while (*x && *y) {
        size_t n = strspn(x, DIGITS), m = strspn(y, DIGITS);
        size_t a = plain(x, n), b = plain(y, m);
        if (n ? a != b || memcmp(x, y, a) != 0 : m || *x != *y || !strchr("[ ]", *x)) {
            return false;
        }
        x += n ? n : 1;
        y += n ? m : 1;
    }
    return *x == *y;
}

/* Every key of `a` but the free ones has the same value in `b`. */
static cb_status keys_stay(const cb_pdf_fill *f, cb_pdf *from, cb_pdf_object a, cb_pdf *to, cb_pdf_object b,
                           const char *const *free_keys, bool *same, cb_error *e) {
    const char **keys;
    size_t count;
    cb_status status = cb_pdf_keys(from, f->scratch, a, &keys, &count, e);
    for (size_t i = 0; !status && *same && i < count; i++) {
        const char *x = cb_pdf_written(from, f->scratch, cb_pdf_key(from, a, keys[i]));
        const char *y = cb_pdf_written(to, f->scratch, cb_pdf_key(to, b, keys[i]));
        if (!x || !y) {
            return cb_fail_memory(e);
        }
        *same =
            is_in(free_keys, keys[i]) || strcmp(x, y) == 0 || (strcmp(keys[i], "/Rect") == 0 && same_rectangle(x, y));
    }
    return status;
}

static cb_status same_but(const cb_pdf_fill *f, int number, const char *const *free_keys, bool *same, cb_error *e) {
    cb_pdf_object a = cb_pdf_by_number(f->before, number, 0), b = cb_pdf_by_number(f->after, number, 0);
    *same = cb_pdf_kind_of(f->before, a) == CB_PDF_DICTIONARY && cb_pdf_kind_of(f->after, b) == CB_PDF_DICTIONARY;
    if (!*same) {
        return CB_OK;
    }
    cb_status status = keys_stay(f, f->before, a, f->after, b, free_keys, same, e);
    return status ? status : keys_stay(f, f->after, b, f->before, a, free_keys, same, e);
}

static bool was_empty(const cb_pdf_fill *f) {
    cb_pdf_object field = cb_pdf_by_number(f->before, f->field, 0);
    return cb_pdf_kind_of(f->before, cb_pdf_key(f->before, field, "/V")) == CB_PDF_NULL;
}

static cb_status allow_form(const cb_pdf_fill *f, int number, bool *allowed, cb_error *e) {
    cb_status status = same_but(f, number, f->stamp ? stamp_keys : form_keys, allowed, e);
    return !status && *allowed && f->stamp ? cb_pdf_stamp_listed(f, allowed, e) : status;
}

cb_status cb_pdf_fill_allows(const cb_pdf_fill *f, int number, bool *allowed, cb_error *e) {
    cb_pdf_object old = cb_pdf_by_number(f->before, number, 0);
    cb_pdf_object form = cb_pdf_key(f->before, cb_pdf_root(f->before), "/AcroForm");
    *allowed = false;
    if (f->store && number == cb_pdf_number(f->before, cb_pdf_root(f->before))) {
        return same_but(f, number, store_keys, allowed, e);
    }
    if (!f->field && !f->store) {
        return CB_OK;
    }
    if (number == f->field && !f->stamp) {
        return was_empty(f) ? same_but(f, number, field_keys, allowed, e) : CB_OK;
    }
    if (f->field && number == cb_pdf_number(f->before, form)) {
        return allow_form(f, number, allowed, e);
    }
    *allowed = cb_pdf_kind_of(f->before, old) == CB_PDF_NULL && !f->dangling[number];
    return CB_OK;
}

typedef struct walk {
    cb_pdf *pdf;
    cb_arena *scratch;
    int numbers;
    unsigned char *out;
    cb_error *error;
} walk;

static cb_status mark(walk *w, cb_pdf_object o, bool inside, int depth);

static cb_status mark_all(walk *w, cb_pdf_object o, int depth) {
    const char **keys;
    size_t count, items = cb_pdf_count(w->pdf, o);
    cb_status status = cb_pdf_keys(w->pdf, w->scratch, o, &keys, &count, w->error);
    for (size_t i = 0; !status && i < count; i++) {
        status = mark(w, cb_pdf_key(w->pdf, o, keys[i]), false, depth + 1);
    }
    for (size_t i = 0; !status && i < items; i++) {
        status = mark(w, cb_pdf_item(w->pdf, o, i), false, depth + 1);
    }
    return status;
}

static cb_status mark(walk *w, cb_pdf_object o, bool inside, int depth) {
    int number = cb_pdf_number(w->pdf, o);
    if (number > 0 && !inside) {
        if (number < w->numbers && cb_pdf_kind_of(w->pdf, o) == CB_PDF_NULL) {
            w->out[number] = 1;
        }
        return CB_OK;
    }
    return depth > DEPTH_MAX ? CB_OK : mark_all(w, o, depth); /* deeper values are a finding of their own */
}

cb_status cb_pdf_dangling(cb_pdf *pdf, cb_arena *scratch, int numbers, unsigned char *out, cb_error *e) {
    walk w = {pdf, scratch, numbers, out, e};
    cb_status status = mark(&w, cb_pdf_trailer(pdf), true, 0);
    for (int i = 1; !status && i < numbers; i++) {
        status = mark(&w, cb_pdf_by_number(pdf, i, 0), true, 0);
        status = status ? status : cb_pdf_forget(pdf, e);
        cb_arena_reset(scratch);
    }
    return status;
}
