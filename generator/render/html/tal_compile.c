/* tal_compile.c: a template's tree with its expressions compiled and everything refused that a page must not hold. */
#include "render/html/tal_parts.h"

#include "render/html/escape.h"
#include <string.h>

typedef struct compiler {
    cb_place place;
    cb_tales_scope scope;
    const cb_tal_source *source;
    const cb_xml_node *document;
    size_t nodes;
} compiler;

static cb_status compile_children(compiler *c, const cb_xml_node *from, int depth, bool preformatted, tal_node *to);

/* The next part of "a; b;; c": parts end at ';', ";;" stands for one. NULL text and CB_OK at the end. */
static cb_status next_part(compiler *c, cb_str *rest, cb_str *part) {
    *part = (cb_str){NULL, 0};
    if (!rest->s)
        return CB_OK;
    char *copy = cb_alloc(c->place.arena, rest->n + 1);
    if (!copy)
        return cb_fail_memory(c->place.e);
    size_t n = 0, i = 0;
    for (; i < rest->n; i++) {
        if (rest->s[i] == ';' && (i + 1 == rest->n || rest->s[i + 1] != ';'))
            break;
        if (rest->s[i] == ';')
            i++;
        copy[n++] = rest->s[i];
    }
    *rest = i < rest->n ? (cb_str){rest->s + i + 1, rest->n - i - 1} : (cb_str){NULL, 0};
    *part = cb_str_trim((cb_str){copy, n});
    return CB_OK;
}

/* "name expression" */
static cb_status split_name(compiler *c, cb_str part, const char **name, cb_str *expression) {
    size_t n = 0;
    while (n < part.n && !strchr(" \t\n", part.s[n]))
        n++;
    *expression = cb_str_trim((cb_str){part.s + n, part.n - n});
    *name = cb_copy_n(c->place.arena, part.s, n);
    if (!*name)
        return cb_fail_memory(c->place.e);
    return expression->n ? CB_OK : cb_place_fail(&c->place, "'%s' without an expression", *name);
}

static cb_status open_name(compiler *c, const char *name, bool repeated, size_t *slot) {
    if (!cb_tales_name(cb_str_of(name)) || strcmp(name, "repeat") == 0 || strcmp(name, "nothing") == 0 ||
        strcmp(name, "default") == 0)
        return cb_place_fail(&c->place, "'%s' cannot be a name", name);
    if (c->scope.count == CB_TALES_SCOPE)
        return cb_place_fail(&c->place, "more than %d names open at once", CB_TALES_SCOPE);
    *slot = c->scope.count++;
    c->scope.names[*slot] = name;
    c->scope.repeated[*slot] = repeated;
    return CB_OK;
}

static cb_status compile_defines(compiler *c, const char *source, tal_node *to) {
    cb_str rest = cb_str_of(source), part, expression;
    while (rest.s) {
        cb_status status = next_part(c, &rest, &part);
        if (status != CB_OK)
            return status;
        if (part.n == 0)
            continue;
        to->defines = cb_grow(c->place.arena, to->defines, to->define_count, &to->define_capacity, sizeof *to->defines);
        if (!to->defines)
            return cb_fail_memory(c->place.e);
        tal_define *one = &to->defines[to->define_count++];
        const char *name;
        status = split_name(c, part, &name, &expression);
        if (status == CB_OK)
            status = cb_tales_compile(&c->place, expression, &one->value);
        if (status == CB_OK)
            status = open_name(c, name, false, &one->slot);
        if (status != CB_OK)
            return status;
    }
    return CB_OK;
}

static cb_status compile_repeat(compiler *c, const char *source, tal_node *to) {
    const char *name;
    cb_str expression;
    cb_status status = split_name(c, cb_str_trim(cb_str_of(source)), &name, &expression);
    if (status == CB_OK)
        status = cb_tales_compile(&c->place, expression, &to->repeat);
    if (status == CB_OK)
        status = open_name(c, name, true, &to->repeat_slot);
    return status;
}

/* The policy, and what keeps Firefox from looking up the hosts of links before anybody follows one. */
static bool is_pragma(const char *value) {
    return strcmp(value, "Content-Security-Policy") == 0 || strcmp(value, "x-dns-prefetch-control") == 0;
}

static cb_status add_attribute(compiler *c, tal_node *to, const char *name, const char *value,
                               const cb_tales *expression) {
    cb_attribute_kind kind = cb_attribute(to->name, name);
    if (kind == CB_ATTRIBUTE_REFUSED)
        return cb_place_fail(&c->place, "attribute '%s' is not allowed on <%s>", name, to->name);
    bool local = !to->svg || (value && value[0] == '#');
    if (kind == CB_ATTRIBUTE_LINK && !expression && (!local || !cb_escape_link(cb_str_of(value))))
        return cb_place_fail(&c->place, "'%s' may not be linked to", value);
    if (strcmp(name, "http-equiv") == 0 && (expression || !value || !is_pragma(value)))
        return cb_place_fail(&c->place, "http-equiv may only be Content-Security-Policy or x-dns-prefetch-control");
    for (size_t i = 0; i < to->attribute_count; i++)
        if (strcmp(to->attributes[i].name, name) == 0) {
            if (!expression || to->attributes[i].expression)
                return cb_place_fail(&c->place, "attribute '%s' twice", name);
            to->attributes[i].expression = expression;
            return CB_OK;
        }
    to->attributes =
        cb_grow(c->place.arena, to->attributes, to->attribute_count, &to->attribute_capacity, sizeof *to->attributes);
    if (!to->attributes)
        return cb_fail_memory(c->place.e);
    to->attributes[to->attribute_count++] = (tal_attribute){name, value, expression, kind};
    return CB_OK;
}

static cb_status compile_attributes(compiler *c, const char *source, tal_node *to) {
    cb_str rest = cb_str_of(source), part, expression;
    while (rest.s) {
        cb_status status = next_part(c, &rest, &part);
        if (status != CB_OK)
            return status;
        if (part.n == 0)
            continue;
        const char *name;
        const cb_tales *compiled = NULL;
        status = split_name(c, part, &name, &expression);
        if (status == CB_OK)
            status = cb_tales_compile(&c->place, expression, &compiled);
        if (status == CB_OK)
            status = add_attribute(c, to, name, NULL, compiled);
        if (status != CB_OK)
            return status;
    }
    return CB_OK;
}

static const char *const words[] = {"define", "condition", "repeat", "content", "replace", "attributes", "omit-tag"};

/* TAL's words need no prefix on <tal:block>. */
static const char *tal_value(const cb_xml_node *from, const char *word) {
    for (size_t i = 0; i < from->attribute_count; i++) {
        const cb_xml_attribute *a = &from->attributes[i];
        bool tal = a->space == CB_SPACE_TAL || (a->space == CB_SPACE_NONE && from->space == CB_SPACE_TAL);
        if (tal && strcmp(a->name, word) == 0)
            return a->value;
    }
    return NULL;
}

static cb_status check_words(compiler *c, const cb_xml_node *from) {
    for (size_t i = 0; i < from->attribute_count; i++) {
        const cb_xml_attribute *a = &from->attributes[i];
        bool known = false;
        for (size_t k = 0; k < sizeof words / sizeof words[0]; k++)
            known = known || strcmp(a->name, words[k]) == 0;
        if (a->space == CB_SPACE_METAL)
            known = strcmp(a->name, "define-macro") == 0 || strcmp(a->name, "use-macro") == 0;
        if (a->space == CB_SPACE_NONE && from->space != CB_SPACE_TAL)
            known = true;
        if (a->space == CB_SPACE_XML || a->space == CB_SPACE_OTHER || !known)
            return cb_place_fail(&c->place, "unknown attribute '%s'", a->name);
    }
    return CB_OK;
}

/* In the order in which they apply: define, condition, repeat, content or replace, attributes, omit-tag. */
static cb_status compile_words(compiler *c, const cb_xml_node *from, tal_node *to) {
    const char *v;
    cb_status status = check_words(c, from);
    if (status == CB_OK && (v = tal_value(from, "define")))
        status = compile_defines(c, v, to);
    if (status == CB_OK && (v = tal_value(from, "condition")))
        status = cb_tales_compile(&c->place, cb_str_of(v), &to->condition);
    if (status == CB_OK && (v = tal_value(from, "repeat")))
        status = compile_repeat(c, v, to);
    if (status == CB_OK && (v = tal_value(from, "content")))
        status = cb_tales_compile(&c->place, cb_str_of(v), &to->content);
    if (status == CB_OK && (v = tal_value(from, "replace"))) {
        if (to->content)
            return cb_place_fail(&c->place, "tal:content and tal:replace together");
        to->replace = true;
        status = cb_tales_compile(&c->place, cb_str_of(v), &to->content);
    }
    for (size_t i = 0; i < from->attribute_count && status == CB_OK && !to->bare; i++)
        if (from->attributes[i].space == CB_SPACE_NONE)
            status = add_attribute(c, to, from->attributes[i].name, from->attributes[i].value, NULL);
    if (status == CB_OK && (v = tal_value(from, "attributes"))) {
        if (to->bare)
            return cb_place_fail(&c->place, "tal:block has no attributes");
        status = compile_attributes(c, v, to);
    }
    if (status == CB_OK && (v = tal_value(from, "omit-tag")))
        status = cb_tales_compile(&c->place, cb_str_of(v), &to->omit);
    return status;
}

/* The page's one style and one script: an element without anything of its own. */
static cb_status compile_inlined(compiler *c, const cb_xml_node *from, tal_node *to) {
    if (from->first || from->attribute_count)
        return cb_place_fail(&c->place, "<%s> stands empty and without attributes: it holds the page's own %s",
                             from->name, from->name);
    to->inlined = strcmp(from->name, "style") == 0 ? c->source->style : c->source->script;
    return CB_OK;
}

static cb_status compile_element(compiler *c, const cb_xml_node *from, int depth, bool preformatted, tal_node *to) {
    to->name = from->name;
    to->svg = from->space == CB_SPACE_SVG;
    to->bare = from->space == CB_SPACE_TAL && strcmp(from->name, "block") == 0;
    to->kind = to->bare ? CB_ELEMENT_PLAIN : cb_element(from->space, from->name);
    if (to->kind == CB_ELEMENT_REFUSED)
        return cb_place_fail(&c->place, "element <%s> is not allowed", from->name);
    if (to->kind == CB_ELEMENT_INLINED)
        return compile_inlined(c, from, to);
    if (!to->svg && from->name[0] == 'h' && from->name[1] >= '1' && from->name[1] <= '6' && !from->name[2])
        to->heading = from->name[1] - '0';
    size_t open = c->scope.count;
    cb_status status = compile_words(c, from, to);
    if (status == CB_OK && to->kind == CB_ELEMENT_VOID && (from->first || to->content))
        status = cb_place_fail(&c->place, "<%s> holds nothing", from->name);
    preformatted = preformatted || to->kind == CB_ELEMENT_PREFORMATTED;
    if (status == CB_OK)
        status = compile_children(c, from, depth + 1, preformatted, to);
    c->scope.count = open;
    return status;
}

/* Runs of white space that hold a newline are the template's own layout: one newline is left of each. */
static cb_status compile_text(compiler *c, const char *text, bool preformatted, tal_node *to) {
    cb_buf out;
    cb_buf_init(&out, 6 * (size_t)CB_XML_MAXIMUM);
    cb_str rest = cb_str_of(text);
    while (rest.n) {
        size_t n = 0, blank = strspn(rest.s, " \t\n");
        if (!preformatted && blank && memchr(rest.s, '\n', blank)) {
            cb_buf_char(&out, '\n');
            n = blank;
        } else {
            n = blank + strcspn(rest.s + blank, " \t\n");
            cb_escape_text(&out, (cb_str){rest.s, n});
        }
        rest = (cb_str){rest.s + n, rest.n - n};
    }
    cb_status status = cb_buf_status(&out, c->place.e);
    to->text = status == CB_OK ? cb_copy_n(c->place.arena, out.data ? out.data : "", out.size) : NULL;
    cb_buf_free(&out);
    if (status == CB_OK && !to->text)
        status = cb_fail_memory(c->place.e);
    return status;
}

static const cb_xml_attribute *metal(const cb_xml_node *node, const char *word) {
    for (size_t i = 0; i < node->attribute_count; i++)
        if (node->attributes[i].space == CB_SPACE_METAL && strcmp(node->attributes[i].name, word) == 0)
            return &node->attributes[i];
    return NULL;
}

static const cb_xml_node *find_macro(const cb_xml_node *in, const char *name) {
    const cb_xml_attribute *defined = in->name ? metal(in, "define-macro") : NULL;
    if (defined && strcmp(defined->value, name) == 0)
        return in;
    const cb_xml_node *found = NULL;
    for (const cb_xml_node *child = in->first; child && !found; child = child->next)
        found = find_macro(child, name);
    return found;
}

/* A macro is compiled anew wherever it is used, so its names are those in scope there. */
static cb_status compile_node(compiler *c, const cb_xml_node *from, int depth, bool preformatted, tal_node *to) {
    c->place.line = to->line = from->line;
    if (depth > CB_TAL_DEPTH || ++c->nodes > CB_TAL_NODES)
        return cb_place_fail(&c->place, "too many elements, or a macro that uses itself");
    if (!from->name)
        return compile_text(c, from->text, preformatted, to);
    const cb_xml_attribute *use = metal(from, "use-macro");
    if (!use)
        return compile_element(c, from, depth, preformatted, to);
    const cb_xml_node *macro = find_macro(c->document, use->value);
    if (!macro)
        return cb_place_fail(&c->place, "no macro '%s'", use->value);
    if (from->attribute_count > 1 || from->first)
        return cb_place_fail(&c->place, "an element that uses a macro holds nothing else");
    c->place.line = to->line = macro->line;
    return compile_element(c, macro, depth + 1, preformatted, to);
}

static bool is_blank(const cb_xml_node *node) {
    return !node->name && node->text[strspn(node->text, " \t\n")] == '\0';
}

static cb_status compile_children(compiler *c, const cb_xml_node *from, int depth, bool preformatted, tal_node *to) {
    const tal_node **end = &to->first;
    bool drop = !preformatted && cb_element_drops_space(from->space, from->name);
    for (const cb_xml_node *child = from->first; child; child = child->next) {
        if ((drop && is_blank(child)) || (child->name && metal(child, "define-macro")))
            continue;
        tal_node *node = cb_alloc(c->place.arena, sizeof *node);
        if (!node)
            return cb_fail_memory(c->place.e);
        cb_status status = compile_node(c, child, depth, preformatted, node);
        if (status != CB_OK)
            return status;
        *end = node;
        end = &node->next;
    }
    return CB_OK;
}

cb_status cb_tal_compile(cb_arena *arena, const cb_tal_source *source, const cb_tal **out, cb_error *e) {
    *out = NULL;
    compiler c = {.place = {.arena = arena, .file = source->file, .e = e}, .source = source};
    c.place.scope = &c.scope;
    c.scope.roots[0] = source->view;
    c.scope.roots[1] = source->site;
    cb_status status = cb_xml_parse(arena, source->file, source->bytes, &c.document, e);
    if (status != CB_OK)
        return status;
    cb_tal *tal = cb_alloc(arena, sizeof *tal);
    tal_node *root = cb_alloc(arena, sizeof *root);
    if (!tal || !root)
        return cb_fail_memory(e);
    if (c.document->space != CB_SPACE_HTML || strcmp(c.document->name, "html") != 0)
        return cb_fail_at(e, CB_INTERNAL, source->file, c.document->line,
                          "a template's outermost element is XHTML's html");
    status = compile_node(&c, c.document, 1, false, root);
    *tal = (cb_tal){source->file, root};
    *out = tal;
    return status;
}
