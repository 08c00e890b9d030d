/* tales_evaluate.c: runs compiled expressions over a view. */
#include "render/html/tales_parts.h"

#include <string.h>

bool cb_value_true(const cb_value *value) {
    switch (value->kind) {
    case CB_VALUE_NODE:
        return cb_node_true(value->node);
    case CB_VALUE_TEXT:
        return value->text.n > 0;
    case CB_VALUE_TRUTH:
        return value->truth;
    case CB_VALUE_DEFAULT:
        return true;
    case CB_VALUE_NOTHING:
        break;
    }
    return false;
}

cb_status cb_value_text(const cb_frame *frame, long line, const cb_value *value, cb_str *out) {
    *out = cb_str_of("");
    if (value->kind == CB_VALUE_TEXT)
        *out = value->text;
    if (value->kind == CB_VALUE_TRUTH)
        *out = cb_str_of(value->truth ? "yes" : "");
    if (value->kind != CB_VALUE_NODE)
        return CB_OK;
    if (value->node->kind == CB_NODE_MAP || value->node->kind == CB_NODE_LIST || value->node->kind == CB_NODE_ROWS)
        return cb_fail_at(frame->e, CB_INTERNAL, frame->file, line, "a list or map is named where a text is wanted");
    *out = cb_str_of(value->node->text);
    return CB_OK;
}

/* Keeps a number's text in scratch. */
static cb_value number_value(cb_frame *frame, double number) {
    char text[CB_NUMBER_TEXT];
    cb_number_text(number, text);
    cb_buf_clear(&frame->scratch);
    cb_buf_text(&frame->scratch, text);
    return (cb_value){.kind = CB_VALUE_TEXT, .text = cb_buf_view(&frame->scratch)};
}

static cb_value loop_value(cb_frame *frame, const path *p) {
    const cb_slot *slot = &frame->slots[p->slot];
    switch (p->fact) {
    case LOOP_INDEX:
        return number_value(frame, (double)slot->index);
    case LOOP_NUMBER:
        return number_value(frame, (double)slot->index + 1);
    case LOOP_LENGTH:
        return number_value(frame, (double)slot->length);
    case LOOP_START:
        return (cb_value){.kind = CB_VALUE_TRUTH, .truth = slot->index == 0};
    default:
        return (cb_value){.kind = CB_VALUE_TRUTH, .truth = slot->index + 1 == slot->length};
    }
}

/* A text in a slot is a C string as well: it comes from the arena or from a node. */
static const char *step_name(const cb_frame *frame, const step *s) {
    if (!s->from_slot)
        return s->name;
    const cb_value *value = &frame->slots[s->slot].value;
    if (value->kind == CB_VALUE_TEXT)
        return value->text.s;
    return value->kind == CB_VALUE_NODE ? value->node->text : "";
}

static bool walk(cb_frame *frame, const path *p, cb_value *out) {
    if (p->fact != LOOP_NONE) {
        *out = loop_value(frame, p);
        return true;
    }
    *out = p->root ? (cb_value){.kind = CB_VALUE_NODE, .node = p->root} : frame->slots[p->slot].value;
    for (size_t i = 0; i < p->count; i++) {
        const char *name = step_name(frame, &p->steps[i]);
        const cb_node *next = NULL;
        if (out->kind == CB_VALUE_NODE && name[0] && !strchr(name, '/'))
            next = cb_node_at(out->node, name);
        if (!next)
            return false;
        out->node = next;
    }
    return true;
}

static cb_status evaluate_path(cb_frame *frame, const cb_tales *x, cb_value *out) {
    bool found = true;
    if (x->kind == TALES_PATH)
        found = walk(frame, &x->path, out);
    if (x->kind == TALES_DEFAULT)
        out->kind = CB_VALUE_DEFAULT;
    if (found)
        return CB_OK;
    *out = (cb_value){.kind = CB_VALUE_NOTHING};
    if (x->other)
        return cb_tales_evaluate(frame, x->other, out);
    return cb_fail_at(frame->e, CB_INTERNAL, frame->file, x->line, "the view has no '%s'", x->source);
}

/* The text just built becomes the scratch, and the value points there. */
static cb_status keep_built(cb_frame *frame, cb_buf *built, cb_status status, cb_value *out) {
    if (status == CB_OK)
        status = cb_buf_status(built, frame->e);
    cb_buf_free(&frame->scratch);
    frame->scratch = *built;
    *out = (cb_value){.kind = CB_VALUE_TEXT, .text = cb_buf_view(built)};
    return status;
}

static cb_status append_text(cb_frame *frame, const cb_tales *inner, cb_buf *built) {
    cb_value value;
    cb_str text;
    cb_status status = cb_tales_evaluate(frame, inner, &value);
    if (status == CB_OK)
        status = cb_value_text(frame, inner->line, &value, &text);
    if (status == CB_OK)
        cb_buf_str(built, text);
    return status;
}

static cb_status evaluate_string(cb_frame *frame, const cb_tales *x, cb_value *out) {
    cb_buf built;
    cb_buf_init(&built, frame->scratch.maximum);
    cb_status status = CB_OK;
    for (size_t i = 0; i < x->piece_count && status == CB_OK; i++) {
        if (x->pieces[i].inner)
            status = append_text(frame, x->pieces[i].inner, &built);
        else
            cb_buf_str(&built, x->pieces[i].literal);
    }
    return keep_built(frame, &built, status, out);
}

static cb_status fill_place(cb_frame *frame, const cb_tales *x, cb_str name, cb_buf *built) {
    for (size_t i = 0; i < x->piece_count; i++)
        if (cb_str_same(x->pieces[i].literal, name))
            return append_text(frame, x->pieces[i].inner, built);
    return cb_fail_at(frame->e, CB_INTERNAL, frame->file, x->line, "nothing fills the place {%.*s} of '%s'",
                      (int)name.n, name.s, x->inner->source);
}

/* Every place of the words is filled, every other byte stays. */
static cb_status fill_places(cb_frame *frame, const cb_tales *x, const char *words, cb_buf *built) {
    cb_status status = CB_OK;
    while (*words && status == CB_OK) {
        size_t n = strcspn(words, "{");
        cb_buf_add(built, words, n);
        words += n;
        const char *end = *words ? strchr(words, '}') : NULL;
        if (*words && !end)
            return cb_fail_at(frame->e, CB_INTERNAL, frame->file, x->line, "'{' without '}' in '%s'", x->inner->source);
        if (!end)
            continue;
        status = fill_place(frame, x, (cb_str){words + 1, (size_t)(end - words) - 1}, built);
        words = end + 1;
    }
    return status;
}

static cb_status evaluate_fill(cb_frame *frame, const cb_tales *x, cb_value *out) {
    cb_value words;
    cb_status status = cb_tales_evaluate(frame, x->inner, &words);
    if (status != CB_OK)
        return status;
    if (words.kind != CB_VALUE_NODE || words.node->kind != CB_NODE_TEXT)
        return cb_fail_at(frame->e, CB_INTERNAL, frame->file, x->line, "'fill:' wants a text of the view");
    cb_buf built;
    cb_buf_init(&built, frame->scratch.maximum);
    status = fill_places(frame, x, words.node->text, &built);
    return keep_built(frame, &built, status, out);
}

/* The number itself. Without one, nothing. */
static cb_value value_of(cb_frame *frame, const cb_value *inner) {
    if (inner->kind == CB_VALUE_NODE && inner->node->kind == CB_NODE_INTEGER)
        return number_value(frame, (double)inner->node->integer);
    if (inner->kind == CB_VALUE_NODE && inner->node->kind == CB_NODE_REAL)
        return number_value(frame, inner->node->real);
    return (cb_value){.kind = CB_VALUE_NOTHING};
}

/* What to sort by, where the text shown does not read as the same number: a number, or the place of a word. */
static cb_value key_of(cb_frame *frame, const cb_value *inner) {
    if (inner->kind == CB_VALUE_NODE && inner->node->kind == CB_NODE_TEXT && inner->node->integer > 0)
        return number_value(frame, (double)inner->node->integer);
    cb_value value = value_of(frame, inner);
    double shown, exact;
    if (value.kind == CB_VALUE_TEXT && cb_parse_real(cb_str_of(inner->node->text), &shown) &&
        cb_parse_real(value.text, &exact) && shown == exact)
        value.kind = CB_VALUE_NOTHING;
    return value;
}

/* The text in one line and without tabs, so that these can stand between texts. */
static cb_value line_of(cb_frame *frame, cb_str text) {
    cb_buf built; /* the text may be the scratch's own */
    cb_buf_init(&built, frame->scratch.maximum);
    for (size_t i = 0; i < text.n; i++)
        cb_buf_char(&built, strchr("\t\n\r", text.s[i]) ? ' ' : text.s[i]);
    cb_buf_free(&frame->scratch);
    frame->scratch = built;
    return (cb_value){.kind = CB_VALUE_TEXT, .text = cb_buf_view(&frame->scratch)};
}

static bool is_missing(const cb_value *v) {
    return v->kind == CB_VALUE_NODE && (v->node->kind == CB_NODE_MISSING || v->node->kind == CB_NODE_NOT_ANNOTATED);
}

/* "data:" is a number in full. */
static cb_status evaluate_line(cb_frame *frame, const cb_tales *x, const cb_value *inner, cb_value *out) {
    cb_str text;
    *out = x->kind == TALES_DATA ? value_of(frame, inner) : (cb_value){.kind = CB_VALUE_NOTHING};
    if (out->kind == CB_VALUE_TEXT)
        return CB_OK;
    cb_status status = cb_value_text(frame, x->line, inner, &text);
    if (status == CB_OK)
        *out = line_of(frame, text);
    return status;
}

static cb_status evaluate_prefixed(cb_frame *frame, const cb_tales *x, cb_value *out) {
    cb_value inner;
    cb_str text;
    cb_status status = cb_tales_evaluate(frame, x->inner, &inner);
    if (status != CB_OK)
        return status;
    out->kind = CB_VALUE_TRUTH;
    switch (x->kind) {
    case TALES_NOT:
        out->truth = !cb_value_true(&inner);
        break;
    case TALES_MISSING:
        out->truth = is_missing(&inner);
        break;
    case TALES_VALUE:
        *out = value_of(frame, &inner);
        break;
    case TALES_KEY:
        *out = key_of(frame, &inner);
        break;
    case TALES_LINE:
    case TALES_DATA:
        return evaluate_line(frame, x, &inner, out);
    case TALES_COUNT:
        *out = number_value(frame, inner.kind == CB_VALUE_NODE ? (double)inner.node->count : 0);
        break;
    case TALES_EXCEPT:
        status = cb_value_text(frame, x->line, &inner, &text);
        *out = inner;
        if (status == CB_OK && (text.n == 0 || cb_str_is(text, x->word))) {
            *out = (cb_value){.kind = CB_VALUE_NOTHING};
        }
        break;
    default:
        status = cb_value_text(frame, x->line, &inner, &text);
        out->truth = status == CB_OK && cb_str_is(text, x->word);
    }
    return status;
}

static cb_status evaluate_exists(cb_frame *frame, const cb_tales *x, cb_value *out) {
    cb_value inner = {.kind = CB_VALUE_NOTHING};
    out->kind = CB_VALUE_TRUTH;
    out->truth = walk(frame, &x->inner->path, &inner);
    return CB_OK;
}

static cb_status evaluate(cb_frame *frame, const cb_tales *expression, cb_value *out) {
    switch (expression->kind) {
    case TALES_PATH:
    case TALES_NOTHING:
    case TALES_DEFAULT:
        return evaluate_path(frame, expression, out);
    case TALES_STRING:
        return evaluate_string(frame, expression, out);
    case TALES_FILL:
        return evaluate_fill(frame, expression, out);
    case TALES_EXISTS:
        return evaluate_exists(frame, expression, out);
    default:
        return evaluate_prefixed(frame, expression, out);
    }
}

cb_status cb_tales_evaluate(cb_frame *frame, const cb_tales *expression, cb_value *out) {
    *out = (cb_value){.kind = CB_VALUE_NOTHING};
    cb_status status = evaluate(frame, expression, out);
    return status == CB_OK ? cb_buf_status(&frame->scratch, frame->e) : status; /* the text may stand there */
}
