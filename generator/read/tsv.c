/* tsv.c: see tsv.h. */
#include "read/tsv.h"
#include "casebound/base/utf8.h"

enum { NAMES_MAX = 1000 };

cb_status cb_tsv_refuse(const cb_tsv *t, long line, const char *what) {
    return cb_fail_at(t->e, CB_INPUT, t->name, line, "%s", what);
}

static cb_status refuse_columns(const cb_tsv *t, long line) {
    cb_buf names;
    cb_buf_init(&names, NAMES_MAX);
    for (size_t i = 0; i < t->column_count; i++) {
        cb_buf_text(&names, i ? ", " : "");
        cb_buf_text(&names, t->columns[i]);
    }
    cb_status s = cb_buf_status(&names, t->e);
    if (s == CB_OK) {
        s = cb_fail_at(t->e, CB_INPUT, t->name, line, "has not the %zu columns %s, or is longer than %zu bytes",
                       t->column_count, names.data, t->longest);
    }
    cb_buf_free(&names);
    return s;
}

static cb_status take_header(cb_tsv *t, const cb_str *part, long line) {
    t->header = true;
    for (size_t i = 0; i < t->column_count; i++) {
        if (!cb_str_is(part[i], t->columns[i])) {
            return cb_tsv_refuse(t, line, "the header is missing");
        }
    }
    return CB_OK;
}

static cb_status take_row(cb_tsv *t, cb_str text, long line, cb_tsv_take take) {
    cb_str part[CB_TSV_COLUMNS], rest = text;
    size_t count = 0;
    while (count < t->column_count && cb_str_split(&rest, '\t', &part[count])) {
        part[count] = cb_str_trim(part[count]);
        count++;
    }
    if (count < t->column_count || rest.s || text.n > t->longest) {
        return refuse_columns(t, line);
    }
    if (!t->header) {
        return take_header(t, part, line);
    }
    t->rows++;
    return take(t, part, line);
}

static cb_status take_line(cb_tsv *t, cb_str text, long line, cb_tsv_take take) {
    static const char version[] = "# version:";
    if (!cb_utf8_valid(text, NULL)) {
        return cb_tsv_refuse(t, line, "holds NUL or bytes that are not UTF-8");
    }
    if (cb_str_starts(text, version)) {
        cb_str behind = cb_str_trim((cb_str){text.s + sizeof version - 1, text.n - (sizeof version - 1)});
        t->version = behind.n ? cb_copy_str(t->arena, behind) : NULL;
        return behind.n && !t->version ? cb_fail_memory(t->e) : CB_OK;
    }
    return cb_str_trim(text).n == 0 || text.s[0] == '#' ? CB_OK : take_row(t, text, line, take);
}

cb_status cb_tsv_read(cb_tsv *t, cb_str bytes, cb_tsv_take take) {
    while (t->column_count < CB_TSV_COLUMNS && t->columns[t->column_count]) {
        t->column_count++;
    }
    cb_status s = CB_OK;
    cb_str rest = bytes, text;
    for (long line = 1; s == CB_OK && cb_str_split(&rest, '\n', &text); line++) {
        s = take_line(t, text, line, take);
    }
    if (s == CB_OK && (t->rows == 0 || !t->version)) {
        s = cb_fail(t->e, CB_INPUT, "%s: has no %s or no version", t->name, t->thing);
    }
    return s;
}
