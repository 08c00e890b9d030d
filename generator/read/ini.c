/* ini.c: sections in brackets, keys and values. Whatever is not understood is an error: a rule that is lost in silence
 * ranks wrongly. */
#include "ini.h"

#include <string.h>

#include "casebound/base/utf8.h"

enum { DEPTH = 2 };

typedef struct reader {
    cb_arena *arena;
    const char *name;
    cb_error *e;
    long line;
    size_t sections;
    cb_ini_section *open[DEPTH]; /* the section at each level that pairs go into; NULL: none */
    cb_ini_section *first;
} reader;

static cb_status refuse(const reader *r, const char *what) {
    return cb_fail_at(r->e, CB_FILTER, r->name, r->line, "%s", what);
}

/* Names in messages are cut: what a file calls a section has no length. */
static cb_status refuse_name(const reader *r, const char *what, const char *name, const char *why) {
    return cb_fail_at(r->e, CB_FILTER, r->name, r->line, "%s '%.60s' %s", what, name, why);
}

const cb_ini_pair *cb_ini_get(const cb_ini_section *section, const char *key) {
    for (const cb_ini_pair *p = section->pairs; p; p = p->next) {
        if (strcmp(p->key, key) == 0) {
            return p;
        }
    }
    return NULL;
}

/* Sections. */

static cb_status add_section(reader *r, size_t level, cb_str name) {
    if (level > 0 && !r->open[level - 1]) {
        return refuse(r, "a section in brackets of two stands in no section");
    }
    if (++r->sections > CB_INI_SECTIONS) {
        return refuse(r, "there are too many sections");
    }
    cb_ini_section *section = cb_alloc(r->arena, sizeof *section);
    if (!section || !(section->name = cb_copy_str(r->arena, name))) {
        return cb_fail_memory(r->e);
    }
    section->line = r->line;
    cb_ini_section **at = level > 0 ? &r->open[level - 1]->inside : &r->first;
    for (; *at; at = &(*at)->next) {
        if (strcmp((*at)->name, section->name) == 0) {
            return refuse_name(r, "section", section->name, "stands twice");
        }
    }
    *at = section;
    r->open[level] = section;
    for (size_t deeper = level + 1; deeper < DEPTH; deeper++) {
        r->open[deeper] = NULL;
    }
    return CB_OK;
}

/* "[a]" and "[[b]]", with blanks inside or not, and a comment behind. */
static cb_status take_section(reader *r, cb_str line) {
    size_t level = 0;
    while (level < line.n && line.s[level] == '[') {
        level++;
    }
    size_t end = level;
    while (end < line.n && line.s[end] != ']') {
        end++;
    }
    cb_str name = cb_str_trim((cb_str){line.s + level, end - level});
    cb_str behind = {line.s + end, line.n - end};
    for (size_t i = 0; i < level; i++, behind.s++, behind.n--) {
        if (behind.n == 0 || behind.s[0] != ']') {
            return refuse(r, "a section's name stands between as many brackets before as behind");
        }
    }
    behind = cb_str_trim(behind);
    if (name.n == 0 || (behind.n > 0 && behind.s[0] != '#')) {
        return refuse(r, "a section's name stands between as many brackets before as behind");
    }
    return level > DEPTH ? refuse(r, "sections go two levels deep") : add_section(r, level - 1, name);
}

/* Values. */

/* Where the value ends: at a '#' outside of quotes. False when a quote does not end. */
static bool value_end(cb_str text, size_t *end) {
    char quote = 0;
    size_t i = 0;
    for (; i < text.n && (quote || text.s[i] != '#'); i++) {
        if (quote ? text.s[i] == quote : text.s[i] == '\'' || text.s[i] == '"') {
            quote = quote ? 0 : text.s[i];
        }
    }
    *end = i;
    return !quote;
}

/* The next item before a comma outside of quotes; its own quotes are cut. */
static bool next_item(cb_str *rest, cb_str *item) {
    if (!rest->s) {
        return false;
    }
    char quote = 0;
    size_t i = 0;
    for (; i < rest->n && (quote || rest->s[i] != ','); i++) {
        if (quote ? rest->s[i] == quote : rest->s[i] == '\'' || rest->s[i] == '"') {
            quote = quote ? 0 : rest->s[i];
        }
    }
    *item = cb_str_trim((cb_str){rest->s, i});
    *rest = i < rest->n ? (cb_str){rest->s + i + 1, rest->n - i - 1} : (cb_str){NULL, 0};
    if (item->n >= 2 && (item->s[0] == '\'' || item->s[0] == '"') && item->s[item->n - 1] == item->s[0]) {
        *item = (cb_str){item->s + 1, item->n - 2};
    }
    return true;
}

/* A comma behind the last item makes a list of one and adds none. */
static cb_status take_items(reader *r, cb_ini_pair *pair, cb_str value) {
    const char *items[CB_INI_ITEMS];
    cb_str item;
    while (next_item(&value, &item)) {
        if (item.n == 0 && !value.s && pair->count > 0) {
            break;
        }
        if (pair->count == CB_INI_ITEMS) {
            return refuse(r, "the list is too long");
        }
        items[pair->count] = cb_copy_str(r->arena, item);
        if (!items[pair->count++]) {
            return cb_fail_memory(r->e);
        }
    }
    const char **list = cb_alloc_array(r->arena, pair->count + 1, sizeof *list);
    if (!list) {
        return cb_fail_memory(r->e);
    }
    memcpy(list, items, pair->count * sizeof *list);
    pair->items = list;
    return CB_OK;
}

static cb_status take_pair(reader *r, cb_str line) {
    cb_str value = line, key;
    (void)cb_str_split(&value, '=', &key);
    key = cb_str_trim(key);
    size_t end;
    if (!value.s || key.n == 0) {
        return refuse(r, "is no section, no 'key = value' and no comment");
    }
    if (!value_end(value, &end)) {
        return refuse(r, "a quote does not end on its line");
    }
    cb_ini_section *section = r->open[1] ? r->open[1] : r->open[0];
    if (!section) {
        return refuse(r, "a key stands in no section");
    }
    cb_ini_pair *pair = cb_alloc(r->arena, sizeof *pair), **at = &section->pairs;
    value = cb_str_trim((cb_str){value.s, end});
    if (!pair || !(pair->key = cb_copy_str(r->arena, key)) || !(pair->text = cb_copy_str(r->arena, value))) {
        return cb_fail_memory(r->e);
    }
    pair->line = r->line;
    size_t pairs = 0;
    for (; *at; at = &(*at)->next) {
        if (strcmp((*at)->key, pair->key) == 0) {
            return refuse_name(r, "key", pair->key, "stands twice in its section");
        }
        if (++pairs == CB_INI_PAIRS) {
            return refuse(r, "the section has too many keys");
        }
    }
    *at = pair;
    return take_items(r, pair, value);
}

static cb_status take_line(reader *r, cb_str line) {
    if (line.n > CB_INI_LINE) {
        return refuse(r, "the line is too long");
    }
    line = cb_str_trim(line);
    if (line.n == 0 || line.s[0] == '#') {
        return CB_OK;
    }
    return line.s[0] == '[' ? take_section(r, line) : take_pair(r, line);
}

cb_status cb_ini_read(cb_arena *arena, cb_str bytes, const char *name, cb_ini_section **out, cb_error *e) {
    reader r = {.arena = arena, .name = name, .e = e};
    cb_str line;
    *out = NULL;
    if (bytes.n > CB_INI_BYTES) {
        return cb_fail(e, CB_FILTER, "%s: more than 1 MiB", name);
    }
    if (!cb_utf8_valid(bytes, NULL)) {
        return cb_fail(e, CB_FILTER, "%s: holds NUL or bytes that are not UTF-8", name);
    }
    if (cb_str_starts(bytes, "\xef\xbb\xbf")) {
        bytes = (cb_str){bytes.s + 3, bytes.n - 3};
    }
    cb_status s = CB_OK;
    for (r.line = 1; s == CB_OK && cb_str_split(&bytes, '\n', &line); r.line++) {
        s = take_line(&r, line);
    }
    *out = s == CB_OK ? r.first : NULL;
    return s;
}
