/* yaml.c: libfyaml's events become our tree. Its own documents are not used: they resolve aliases and compare keys
 * pairwise. */
#include "yaml.h"

#include "casebound/base/memory.h"
#include "casebound/base/utf8.h"
#include <libfyaml.h>

typedef struct builder {
    cb_arena *arena;
    const char *name;
    cb_error *e;
    cb_yaml *root;
    cb_yaml *open[CB_YAML_DEPTH]; /* maps and sequences around the next event */
    size_t depth, nodes, documents;
    long line;       /* of the last event that has a mark: empty keys and values have none */
    const char *key; /* read, its value not yet */
    long key_line;
} builder;

bool cb_yaml_is_null(const cb_yaml *node) {
    if (node->kind != CB_YAML_SCALAR || node->quoted) {
        return false;
    }
    cb_str text = cb_str_of(node->text);
    return text.n == 0 || cb_str_is(text, "~") || cb_str_is(text, "null") || cb_str_is(text, "Null") ||
           cb_str_is(text, "NULL");
}

const cb_yaml *cb_yaml_get(const cb_yaml *map, const char *key) {
    const cb_yaml *node = map->kind == CB_YAML_MAP ? cb_map_get(map->members, cb_str_of(key)) : NULL;
    return node && !cb_yaml_is_null(node) ? node : NULL;
}

static long line_at(cb_str bytes, size_t at) {
    long line = 1;
    for (size_t i = 0; i < at; i++) {
        line += bytes.s[i] == '\n';
    }
    return line;
}

static bool is_json(cb_str bytes) {
    cb_str text = cb_str_trim(bytes);
    return text.n > 0 && (text.s[0] == '{' || text.s[0] == '[');
}

/* YAML 1.2 section 6.1 forbids tabs in indentation; libfyaml takes some. JSON has no indentation. */
static cb_status check_tabs(cb_str bytes, const char *name, cb_error *e) {
    cb_str rest = bytes, line;
    for (long number = 1; cb_str_split(&rest, '\n', &line); number++) {
        size_t blanks = 0;
        bool tab = false;
        while (blanks < line.n && (line.s[blanks] == ' ' || line.s[blanks] == '\t')) {
            tab = tab || line.s[blanks] == '\t';
            blanks++;
        }
        if (tab && cb_str_trim(line).n > 0) {
            return cb_fail_at(e, CB_INPUT, name, number, "a tab stands in the indentation; indent with spaces");
        }
    }
    return CB_OK;
}

static cb_status check_bytes(cb_str bytes, const char *name, cb_error *e) {
    size_t at = 0;
    if (bytes.n > CB_YAML_BYTES) {
        return cb_fail(e, CB_INPUT, "%s: has %zu bytes; a case or text file may have %d", name, bytes.n, CB_YAML_BYTES);
    }
    if (!cb_utf8_valid(bytes, &at)) {
        return cb_fail_at(e, CB_INPUT, name, line_at(bytes, at), "%s; save the file as UTF-8",
                          bytes.s[at] ? "a byte is not UTF-8" : "a NUL byte stands in the text");
    }
    return is_json(bytes) ? CB_OK : check_tabs(bytes, name, e);
}

/* Points that a page could not show as what they are. */
static bool hidden(uint32_t point) {
    return point < 0x20 || (point >= 0x7f && point < 0xa0) || point == 0x61c || (point >= 0x200b && point <= 0x200f) ||
           (point >= 0x2028 && point <= 0x202e) || (point >= 0x2060 && point <= 0x206f) || point == 0xfeff ||
           (point >= 0xfdd0 && point <= 0xfdef) || (point & 0xfffe) == 0xfffe;
}

void cb_yaml_quote(cb_buf *b, const char *text) {
    cb_str rest = cb_str_of(text);
    cb_buf_char(b, '"');
    while (rest.n > 0) {
        uint32_t point = cb_utf8_next(&rest);
        if (point == '"' || point == '\\') {
            cb_buf_printf(b, "\\%c", (char)point);
        } else if (point == '\n') {
            cb_buf_text(b, "\\n");
        } else if (hidden(point)) {
            cb_buf_printf(b, "\\%c%0*X", point > 0xffff ? 'U' : 'u', point > 0xffff ? 8 : 4, (unsigned)point);
        } else {
            cb_utf8_add(b, point);
        }
    }
    cb_buf_char(b, '"');
}

static long line_of(builder *b, struct fy_event *event) {
    const struct fy_mark *mark = fy_event_start_mark(event);
    b->line = mark ? (long)mark->line + 1 : b->line;
    return b->line;
}

static cb_status refuse(builder *b, long line, const char *what) {
    return cb_fail_at(b->e, CB_INPUT, b->name, line, "%s", what);
}

/* Hangs a node into the innermost open map or sequence, or makes it the root. */
static cb_status attach(builder *b, cb_yaml *node) {
    cb_yaml *parent = b->depth ? b->open[b->depth - 1] : NULL;
    if (!parent) {
        b->root = node;
        return CB_OK;
    }
    if (parent->kind == CB_YAML_MAP) {
        node->key = b->key;
        node->key_line = b->key_line;
        b->key = NULL;
        if (!cb_map_set(parent->members, cb_str_of(node->key), node)) {
            return cb_fail_memory(b->e);
        }
    }
    if (parent->last) {
        parent->last->next = node;
    } else {
        parent->first = node;
    }
    parent->last = node;
    parent->count++;
    return CB_OK;
}

static cb_status new_node(builder *b, cb_yaml_kind kind, long line, cb_yaml **out) {
    if (++b->nodes > CB_YAML_NODES) {
        return cb_fail_at(b->e, CB_INPUT, b->name, line, "more than %d values; no case file needs that many",
                          CB_YAML_NODES);
    }
    *out = cb_alloc(b->arena, sizeof **out);
    if (!*out) {
        return cb_fail_memory(b->e);
    }
    **out = (cb_yaml){.kind = kind, .line = line};
    return CB_OK;
}

/* True when the next scalar is a key. */
static bool wants_key(const builder *b) {
    return b->depth && b->open[b->depth - 1]->kind == CB_YAML_MAP && !b->key;
}

static cb_status open_node(builder *b, cb_yaml_kind kind, long line) {
    if (wants_key(b)) {
        return refuse(b, line, "a key is a map or a list; write it as text");
    }
    if (b->depth == CB_YAML_DEPTH) {
        return refuse(b, line, "maps and lists are nested too deeply");
    }
    cb_yaml *node;
    cb_status s = new_node(b, kind, line, &node);
    if (s == CB_OK && kind == CB_YAML_MAP && !(node->members = cb_map_new(b->arena))) {
        s = cb_fail_memory(b->e);
    }
    s = s == CB_OK ? attach(b, node) : s;
    if (s == CB_OK) {
        b->open[b->depth++] = node;
    }
    return s;
}

static cb_status take_key(builder *b, const char *text, long line) {
    if (cb_map_has(b->open[b->depth - 1]->members, cb_str_of(text))) {
        return cb_fail_at(b->e, CB_INPUT, b->name, line, "key '%s' stands twice in one map; keep one", text);
    }
    b->key = text;
    b->key_line = line;
    return CB_OK;
}

static cb_status take_scalar(builder *b, struct fy_event *event, long line) {
    size_t size = 0;
    const char *text = fy_token_get_text(event->scalar.value, &size);
    /* where it has no memory, libfyaml gives an empty text and no error */
    if (size == 0 && event->scalar.value && fy_token_get_text_length(event->scalar.value) > 0) {
        return cb_fail_memory(b->e);
    }
    /* escapes can write what check_bytes has refused in the file itself */
    if (!cb_utf8_valid((cb_str){text, size}, NULL)) {
        return refuse(b, line, "an escape writes NUL or half a surrogate pair; write the character itself");
    }
    char *copy = cb_copy_n(b->arena, text ? text : "", size);
    if (!copy) {
        return cb_fail_memory(b->e);
    }
    if (wants_key(b)) {
        return take_key(b, copy, line);
    }
    cb_yaml *node;
    cb_status s = new_node(b, CB_YAML_SCALAR, line, &node);
    if (s != CB_OK) {
        return s;
    }
    node->text = copy;
    node->quoted = event->scalar.value && fy_token_scalar_style(event->scalar.value) != FYSS_PLAIN;
    return attach(b, node);
}

static cb_status take(builder *b, struct fy_event *event) {
    long line = line_of(b, event);
    switch (event->type) {
    case FYET_DOCUMENT_START:
        return ++b->documents > 1 ? refuse(b, line, "a second document begins; one file holds one case") : CB_OK;
    case FYET_MAPPING_START:
        return open_node(b, CB_YAML_MAP, line);
    case FYET_SEQUENCE_START:
        return open_node(b, CB_YAML_SEQUENCE, line);
    case FYET_MAPPING_END:
    case FYET_SEQUENCE_END:
        b->depth--;
        return CB_OK;
    case FYET_SCALAR:
        return take_scalar(b, event, line);
    case FYET_ALIAS:
        return refuse(b, line, "an alias (*name) is not read; write the value out");
    default:
        return CB_OK;
    }
}

static void print_nothing(struct fy_diag *diag, void *user, const char *text, size_t size) {
    (void)diag;
    (void)user;
    (void)text;
    (void)size;
}

/* The first error is asked for and not printed: libfyaml 0.7 draws the line of an error on its stack, and a line with
 * tabs overflows it (its issue 57). */
static cb_status parse_error(builder *b, struct fy_diag *diag) {
    if (cb_memory_refused()) {
        return cb_fail_memory(b->e);
    }
    void *at = NULL;
    const struct fy_diag_error *first = fy_diag_errors_iterate(diag, &at);
    return first ? cb_fail_at(b->e, CB_INPUT, b->name, first->line, "is not YAML: %s", first->msg)
                 : cb_fail(b->e, CB_INPUT, "%s: is not YAML", b->name);
}

static cb_status parse(builder *b, struct fy_parser *parser, struct fy_diag *diag) {
    cb_status s = CB_OK;
    bool ended = false;
    while (s == CB_OK && !ended) {
        struct fy_event *event = fy_parser_parse(parser);
        if (!event) {
            return parse_error(b, diag);
        }
        ended = event->type == FYET_STREAM_END;
        s = take(b, event);
        fy_parser_event_free(parser, event);
    }
    if (s == CB_OK && !b->root) {
        s = cb_fail(b->e, CB_INPUT, "%s: is empty", b->name);
    }
    return s;
}

cb_status cb_yaml_read(cb_arena *arena, cb_str bytes, const char *name, cb_yaml **root, cb_error *e) {
    cb_status s = check_bytes(bytes, name, e);
    if (s != CB_OK) {
        return s;
    }
    if (cb_str_trim(bytes).n == 0) {
        return cb_fail(e, CB_INPUT, "%s: is empty", name);
    }
    builder b = {.arena = arena, .name = name, .e = e, .line = 1};
    cb_memory_watch();
    struct fy_diag_cfg silent;
    fy_diag_cfg_default(&silent);
    silent.fp = NULL;
    silent.output_fn = print_nothing;
    struct fy_diag *diag = fy_diag_create(&silent);
    struct fy_parse_cfg settings = {.search_path = "", .flags = FYPCF_JSON_NONE, .diag = diag};
    if (diag) {
        fy_diag_set_collect_errors(diag, true);
    }
    struct fy_parser *parser = diag ? fy_parser_create(&settings) : NULL;
    if (!parser || fy_parser_set_string(parser, bytes.s, bytes.n) != 0) {
        s = cb_fail_memory(e);
    } else {
        s = parse(&b, parser, diag);
        s = s == CB_OK && cb_memory_refused() ? cb_fail_memory(e) : s;
    }
    if (diag) {
        fy_diag_reset_error(diag); /* the errors hold tokens of the parser */
    }
    if (parser) {
        fy_parser_destroy(parser);
    }
    fy_diag_unref(diag);
    *root = b.root;
    return s;
}
