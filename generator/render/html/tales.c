/* tales.c: compiles expressions. */
#include "render/html/tales_parts.h"

#include <string.h>

bool cb_tales_name(cb_str text) {
    for (size_t i = 0; i < text.n; i++) {
        char c = text.s[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
        if (!letter && (i == 0 || !((c >= '0' && c <= '9') || c == '-')))
            return false;
    }
    return text.n > 0;
}

static bool is_index(cb_str text) {
    for (size_t i = 0; i < text.n; i++)
        if (text.s[i] < '0' || text.s[i] > '9')
            return false;
    return text.n > 0 && text.n <= 9;
}

/* The innermost definition wins. */
static bool find_slot(const cb_tales_scope *scope, cb_str name, size_t *slot) {
    for (size_t i = scope->count; i-- > 0;)
        if (cb_str_is(name, scope->names[i])) {
            *slot = i;
            return true;
        }
    return false;
}

static const cb_node *find_root(const cb_tales_scope *scope, cb_str name) {
    for (size_t r = 0; r < sizeof scope->roots / sizeof scope->roots[0]; r++)
        for (const cb_node *n = scope->roots[r] ? scope->roots[r]->first : NULL; n; n = n->next)
            if (cb_str_is(name, n->key))
                return n;
    return NULL;
}

/* "repeat/NAME/index": where the loop over NAME stands. */
static cb_status compile_loop(const cb_place *place, cb_str rest, path *p) {
    static const struct {
        const char *name;
        loop_fact fact;
    } facts[] = {{"index", LOOP_INDEX},
                 {"number", LOOP_NUMBER},
                 {"length", LOOP_LENGTH},
                 {"start", LOOP_START},
                 {"end", LOOP_END}};
    cb_str name = {NULL, 0};
    cb_str_split(&rest, '/', &name);
    if (!find_slot(place->scope, name, &p->slot) || !place->scope->repeated[p->slot])
        return cb_place_fail(place, "repeat/%.*s: no tal:repeat of that name is open", (int)name.n, name.s);
    for (size_t i = 0; i < sizeof facts / sizeof facts[0]; i++)
        if (rest.s && cb_str_is(rest, facts[i].name)) {
            p->fact = facts[i].fact;
            return CB_OK;
        }
    return cb_place_fail(place, "repeat/%.*s: index, number, length, start or end is wanted behind it", (int)name.n,
                         name.s);
}

static cb_status compile_step(const cb_place *place, cb_str part, step *s) {
    if (part.n && part.s[0] == '?') {
        cb_str name = {part.s + 1, part.n - 1};
        s->from_slot = true;
        if (find_slot(place->scope, name, &s->slot))
            return CB_OK;
        return cb_place_fail(place, "'%.*s' is not defined here", (int)name.n, name.s);
    }
    if (!cb_tales_name(part) && !is_index(part))
        return cb_place_fail(place, "'%.*s' is no part of a path", (int)part.n, part.s);
    s->name = cb_copy_str(place->arena, part);
    return s->name ? CB_OK : cb_fail_memory(place->e);
}

static cb_status compile_steps(const cb_place *place, cb_str rest, path *p) {
    size_t count = 1;
    for (size_t i = 0; i < rest.n; i++)
        count += rest.s[i] == '/';
    p->steps = cb_alloc_array(place->arena, count, sizeof *p->steps);
    if (!p->steps)
        return cb_fail_memory(place->e);
    cb_str part;
    while (rest.s && cb_str_split(&rest, '/', &part)) {
        cb_status status = compile_step(place, part, &p->steps[p->count]);
        if (status != CB_OK)
            return status;
        p->count++;
    }
    return CB_OK;
}

static cb_status compile_path(const cb_place *place, cb_str source, cb_tales *x) {
    path *p = &x->path;
    x->source = cb_copy_str(place->arena, source);
    if (!x->source)
        return cb_fail_memory(place->e);
    cb_str rest = source, head = {NULL, 0};
    cb_str_split(&rest, '/', &head);
    if (!cb_tales_name(head))
        return cb_place_fail(place, "'%.*s' is no path", (int)source.n, source.s);
    if (cb_str_is(head, "repeat"))
        return compile_loop(place, rest, p);
    p->fact = LOOP_NONE;
    if (!find_slot(place->scope, head, &p->slot)) {
        p->root = find_root(place->scope, head);
        if (!p->root)
            return cb_place_fail(place, "'%.*s' is neither in the view nor defined here", (int)head.n, head.s);
    }
    return rest.s ? compile_steps(place, rest, p) : CB_OK;
}

static cb_status compile_at(const cb_place *place, cb_str source, int depth, cb_tales **out);

static cb_status add_piece(const cb_place *place, cb_tales *x, cb_str literal, cb_tales *inner) {
    if (!inner && literal.n == 0)
        return CB_OK;
    x->pieces = cb_grow(place->arena, x->pieces, x->piece_count, &x->piece_capacity, sizeof *x->pieces);
    if (!x->pieces)
        return cb_fail_memory(place->e);
    piece *one = &x->pieces[x->piece_count++];
    *one = (piece){.inner = inner};
    if (literal.n == 0)
        return CB_OK;
    char *copy = cb_copy_str(place->arena, literal);
    if (!copy)
        return cb_fail_memory(place->e);
    one->literal = (cb_str){copy, literal.n};
    return CB_OK;
}

/* `source` stands at "${"; on success it stands behind the "}". */
static cb_status compile_hole(const cb_place *place, cb_str *source, int depth, cb_tales *x) {
    const char *end = memchr(source->s, '}', source->n);
    if (!end)
        return cb_place_fail(place, "'${' without '}'");
    cb_str inside = {source->s + 2, (size_t)(end - source->s) - 2};
    cb_tales *inner;
    cb_status status = compile_at(place, inside, depth + 1, &inner);
    if (status != CB_OK)
        return status;
    if (inner->kind == TALES_STRING || inner->kind == TALES_FILL)
        return cb_place_fail(place, "a built text inside a string:");
    source->n -= (size_t)(end + 1 - source->s);
    source->s = end + 1;
    return add_piece(place, x, (cb_str){NULL, 0}, inner);
}

static cb_status compile_string(const cb_place *place, cb_str rest, int depth, cb_tales *x) {
    cb_status status = CB_OK;
    while (rest.n && status == CB_OK) {
        if (rest.s[0] == '$' && rest.n > 1 && rest.s[1] == '{') {
            status = compile_hole(place, &rest, depth, x);
            continue;
        }
        if (rest.s[0] == '$' && (rest.n < 2 || rest.s[1] != '$'))
            return cb_place_fail(place, "'$' is written '$$'");
        size_t skip = rest.s[0] == '$' ? 1 : 0, n = skip + 1;
        while (n < rest.n && rest.s[n] != '$')
            n++;
        status = add_piece(place, x, (cb_str){rest.s + skip, n - skip}, NULL);
        rest = (cb_str){rest.s + n, rest.n - n};
    }
    return status;
}

/* "is: PATH WORD": the word is what stands behind the last space. */
static cb_status compile_is(const cb_place *place, cb_str rest, int depth, cb_tales *x) {
    rest = cb_str_trim(rest);
    size_t at = rest.n;
    while (at > 0 && rest.s[at - 1] != ' ')
        at--;
    if (at == 0)
        return cb_place_fail(place, "'is:' wants a path, a space and a word");
    x->word = cb_copy_n(place->arena, rest.s + at, rest.n - at);
    if (!x->word)
        return cb_fail_memory(place->e);
    return compile_at(place, (cb_str){rest.s, at}, depth + 1, &x->inner);
}

static cb_str next_word(cb_str *rest) {
    *rest = cb_str_trim(*rest);
    size_t n = 0;
    while (n < rest->n && rest->s[n] != ' ' && rest->s[n] != '\n')
        n++;
    cb_str word = {rest->s, n};
    *rest = (cb_str){rest->s + n, rest->n - n};
    return word;
}

/* "fill: PATH NAME PATH NAME PATH": the first path names a text with places such as {NAME}. */
static cb_status compile_fill(const cb_place *place, cb_str rest, int depth, cb_tales *x) {
    cb_status status = compile_at(place, next_word(&rest), depth + 1, &x->inner);
    while (status == CB_OK && cb_str_trim(rest).n) {
        cb_str name = next_word(&rest);
        cb_tales *value;
        if (!cb_tales_name(name))
            return cb_place_fail(place, "'%.*s' is no name of a place", (int)name.n, name.s);
        status = compile_at(place, next_word(&rest), depth + 1, &value);
        if (status == CB_OK)
            status = add_piece(place, x, name, value);
    }
    return status;
}

static const struct {
    const char *prefix;
    tales_kind kind;
} prefixes[] = {{"string", TALES_STRING}, {"not", TALES_NOT},         {"exists", TALES_EXISTS}, {"value", TALES_VALUE},
                {"key", TALES_KEY},       {"missing", TALES_MISSING}, {"line", TALES_LINE},     {"data", TALES_DATA},
                {"is", TALES_IS},         {"fill", TALES_FILL},       {"count", TALES_COUNT},
                {"except", TALES_EXCEPT}};

static cb_status compile_prefixed(const cb_place *place, cb_str prefix, cb_str rest, int depth, cb_tales *x) {
    for (size_t i = 0; i < sizeof prefixes / sizeof prefixes[0]; i++) {
        if (!cb_str_is(prefix, prefixes[i].prefix))
            continue;
        x->kind = prefixes[i].kind;
        if (x->kind == TALES_STRING)
            return compile_string(place, rest, depth, x);
        if (x->kind == TALES_FILL)
            return compile_fill(place, rest, depth, x);
        if (x->kind == TALES_IS || x->kind == TALES_EXCEPT)
            return compile_is(place, rest, depth, x);
        cb_status status = compile_at(place, rest, depth + 1, &x->inner);
        if (status == CB_OK && x->kind == TALES_EXISTS && (x->inner->kind != TALES_PATH || x->inner->other))
            return cb_place_fail(place, "'exists:' wants one path");
        return status;
    }
    return cb_place_fail(place, "unknown kind of expression '%.*s:'", (int)prefix.n, prefix.s);
}

/* A first alternative is a path; what stands behind the first "|" is the second, and so on. */
static cb_status compile_plain(const cb_place *place, cb_str source, int depth, cb_tales *x) {
    size_t bar;
    cb_str head = source;
    if (cb_str_find(source, "|", &bar)) {
        head.n = bar;
        cb_status status = compile_at(place, (cb_str){source.s + bar + 1, source.n - bar - 1}, depth + 1, &x->other);
        if (status != CB_OK)
            return status;
    }
    head = cb_str_trim(head);
    if (cb_str_is(head, "nothing"))
        x->kind = TALES_NOTHING;
    else if (cb_str_is(head, "default"))
        x->kind = TALES_DEFAULT;
    else
        return compile_path(place, head, x);
    return CB_OK;
}

static cb_status compile_at(const cb_place *place, cb_str source, int depth, cb_tales **out) {
    *out = NULL;
    if (depth > CB_TALES_NESTING)
        return cb_place_fail(place, "an expression nested too deep");
    source = cb_str_trim(source);
    if (source.n == 0)
        return cb_place_fail(place, "an empty expression");
    cb_tales *x = cb_alloc(place->arena, sizeof *x);
    if (!x)
        return cb_fail_memory(place->e);
    x->line = place->line;
    x->kind = TALES_PATH;
    *out = x;
    size_t colon = 0;
    while (colon < source.n && source.s[colon] >= 'a' && source.s[colon] <= 'z')
        colon++;
    if (colon == source.n || source.s[colon] != ':')
        return compile_plain(place, source, depth, x);
    cb_str rest = {source.s + colon + 1, source.n - colon - 1};
    if (rest.n && rest.s[0] == ' ')
        rest = (cb_str){rest.s + 1, rest.n - 1};
    return compile_prefixed(place, (cb_str){source.s, colon}, rest, depth, x);
}

cb_status cb_tales_compile(const cb_place *place, cb_str source, const cb_tales **out) {
    cb_tales *x;
    cb_status status = compile_at(place, source, 0, &x);
    *out = x;
    return status;
}
