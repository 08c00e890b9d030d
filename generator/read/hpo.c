/* hpo.c: the few tags of hp.obo that a report needs. */
#include "hpo.h"

#include "casebound/base/utf8.h"

typedef struct reader {
    cb_arena *arena;
    const char *name;
    cb_error *e;
    cb_hpo *hpo;
    cb_hpo_term *term; /* of the stanza at hand, NULL outside of a [Term] */
    long term_line;
} reader;

/* OBO 1.4 section 1.3: an unescaped '!' begins a comment; a backslash escapes the next character. */
static char *unescape(cb_arena *arena, cb_str value) {
    char *out = cb_copy_str(arena, value);
    size_t n = 0;
    for (size_t i = 0; out && i < value.n && value.s[i] != '!'; i++) {
        if (value.s[i] == '\\' && i + 1 < value.n) {
            i++;
            out[n++] = value.s[i] == 'n' || value.s[i] == 'W' || value.s[i] == 't' ? ' ' : value.s[i];
        } else {
            out[n++] = value.s[i];
        }
    }
    while (out && n > 0 && out[n - 1] == ' ') {
        n--;
    }
    if (out) {
        out[n] = '\0';
    }
    return out;
}

static cb_status take_id(reader *r, const char *value, long line) {
    r->term->id = value;
    if (cb_map_has(r->hpo->terms, cb_str_of(value))) {
        return cb_fail_at(r->e, CB_INPUT, r->name, line, "term '%s' stands twice", value);
    }
    return cb_map_set(r->hpo->terms, cb_str_of(value), r->term) ? CB_OK : cb_fail_memory(r->e);
}

static cb_status take_tag(reader *r, cb_str tag, const char *value, long line) {
    cb_hpo_term *term = r->term;
    if (cb_str_is(tag, "id")) {
        return take_id(r, value, line);
    }
    if (cb_str_is(tag, "name")) {
        term->name = value;
    } else if (cb_str_is(tag, "is_obsolete")) {
        term->obsolete = cb_str_is(cb_str_of(value), "true");
    } else if (cb_str_is(tag, "replaced_by")) {
        term->several = term->replaced_by != NULL;
        term->replaced_by = term->several ? term->replaced_by : value;
    } else if (!cb_map_set(r->hpo->alternative, cb_str_of(value), term)) { /* alt_id */
        return cb_fail_memory(r->e);
    }
    return CB_OK;
}

static bool wanted(cb_str tag) {
    return cb_str_is(tag, "id") || cb_str_is(tag, "name") || cb_str_is(tag, "is_obsolete") ||
           cb_str_is(tag, "replaced_by") || cb_str_is(tag, "alt_id");
}

static cb_status end_stanza(reader *r) {
    if (r->term && !r->term->id) {
        return cb_fail_at(r->e, CB_INPUT, r->name, r->term_line, "a term has no id; the file is damaged");
    }
    r->term = NULL;
    return CB_OK;
}

static cb_status take_line(reader *r, cb_str line, long number) {
    if (line.n > 0 && line.s[0] == '[') {
        cb_status s = end_stanza(r);
        r->term_line = number;
        if (s == CB_OK && cb_str_is(line, "[Term]") && !(r->term = cb_alloc(r->arena, sizeof *r->term))) {
            s = cb_fail_memory(r->e);
        }
        return s;
    }
    cb_str value = line, tag;
    if (!cb_str_split(&value, ':', &tag) || !value.s) {
        return CB_OK;
    }
    bool version = !r->hpo->version && r->term_line == 0 && cb_str_is(tag, "data-version");
    if (!version && (!r->term || !wanted(tag))) {
        return CB_OK;
    }
    char *text = unescape(r->arena, cb_str_trim(value));
    if (!text) {
        return cb_fail_memory(r->e);
    }
    if (version) {
        r->hpo->version = text;
        return CB_OK;
    }
    return take_tag(r, tag, text, number);
}

cb_status cb_hpo_parse(cb_arena *arena, cb_str bytes, const char *name, cb_hpo *out, cb_error *e) {
    *out = (cb_hpo){.terms = cb_map_new(arena), .alternative = cb_map_new(arena)};
    reader r = {.arena = arena, .name = name, .e = e, .hpo = out};
    if (!out->terms || !out->alternative) {
        return cb_fail_memory(e);
    }
    cb_status s = CB_OK;
    cb_str rest = bytes, line;
    for (long number = 1; s == CB_OK && cb_str_split(&rest, '\n', &line); number++) {
        if (!cb_utf8_valid(line, NULL)) {
            return cb_fail_at(e, CB_INPUT, name, number, "holds NUL or bytes that are not UTF-8");
        }
        s = take_line(&r, cb_str_trim(line), number);
    }
    s = s == CB_OK ? end_stanza(&r) : s;
    if (s == CB_OK && cb_map_size(out->terms) == 0) {
        s = cb_fail(e, CB_INPUT, "%s: holds no [Term]; an hp.obo is expected", name);
    }
    return s;
}

const cb_hpo_term *cb_hpo_find(const cb_hpo *hpo, const char *id) {
    const cb_hpo_term *term = NULL;
    for (int hop = 0; hop < CB_HPO_HOPS && id; hop++) {
        const cb_hpo_term *next = cb_map_get(hpo->terms, cb_str_of(id));
        next = next ? next : cb_map_get(hpo->alternative, cb_str_of(id));
        if (!next) {
            break;
        }
        term = next;
        id = term->obsolete && !term->several ? term->replaced_by : NULL;
    }
    return term;
}
