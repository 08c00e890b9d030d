/* wording.c: text keys with places become text; values get the words of absence. The one place where words are looked
 * up. */
#include "arrange/arranging.h"

#include "casebound/base/number.h"
#include <stdarg.h>
#include <string.h>

enum {
    WORDED_MAX = 1024 * 1024, /* bytes of one text; the longest holds all names of a family or all rules */
    PLACES_MAX = 8
};

typedef struct place {
    const char *name, *value;
} place;

void cb_arrange_fail(cb_arranging *a, cb_status status, const char *why, const char *what) {
    if (a->status != CB_OK) {
        return;
    }
    a->status = what ? cb_fail(a->error, status, "%s '%s'", why, what) : cb_fail(a->error, status, "%s", why);
}

static const char *no_memory(cb_arranging *a) {
    if (a->status == CB_OK) {
        a->status = cb_fail_memory(a->error);
    }
    return "";
}

/* The text of a key, or NULL after a failure. */
static const char *look_up(cb_arranging *a, const char *key) {
    const char *text = cb_map_get(a->request->texts, cb_str_of(key));
    if (!text) {
        cb_arrange_fail(a, CB_INTERNAL, "the words of the report have no text", key);
    }
    return text;
}

static const char *value_of(const place *places, size_t count, cb_str name) {
    for (size_t i = 0; i < count; i++) {
        if (cb_str_is(name, places[i].name)) {
            return places[i].value ? places[i].value : "";
        }
    }
    return NULL;
}

/* One pass: braces inside a value are the value's own. */
static bool fill(cb_buf *out, const char *text, const place *places, size_t count) {
    for (const char *open; (open = strchr(text, '{')); text++) {
        const char *close = strchr(open, '}');
        const char *value = close ? value_of(places, count, (cb_str){open + 1, (size_t)(close - open - 1)}) : NULL;
        if (!value) {
            return false;
        }
        cb_buf_add(out, text, (size_t)(open - text));
        cb_buf_text(out, value);
        text = close;
    }
    cb_buf_text(out, text);
    return true;
}

static const char *filled(cb_arranging *a, const char *key, const place *places, size_t count) {
    const char *text = a->status == CB_OK ? look_up(a, key) : NULL;
    if (!text) {
        return "";
    }
    if (!strchr(text, '{')) {
        return text;
    }
    cb_buf out;
    cb_buf_init(&out, WORDED_MAX);
    const char *copy = "";
    if (!fill(&out, text, places, count)) {
        cb_arrange_fail(a, CB_INTERNAL, "nothing fills a place in the text", key);
    } else if (out.failed) {
        cb_arrange_fail(a, CB_INTERNAL, "too long, or no memory, for the text", key);
    } else {
        copy = cb_copy_str(a->arena, cb_buf_view(&out));
    }
    cb_buf_free(&out);
    return copy ? copy : no_memory(a);
}

const char *cb_word(cb_arranging *a, const char *key) {
    return filled(a, key, NULL, 0);
}

const char *cb_fill(cb_arranging *a, const char *key, const char *const *pairs, size_t count) {
    place places[PLACES_MAX];
    const size_t fit = count / 2 < PLACES_MAX ? count / 2 : PLACES_MAX;
    for (size_t i = 0; i < fit; i++) {
        places[i] = (place){pairs[2 * i], pairs[2 * i + 1]};
    }
    return filled(a, key, places, fit);
}

const char *cb_formatted(cb_arranging *a, const char *format, ...) {
    if (a->status != CB_OK) {
        return "";
    }
    va_list arguments;
    va_start(arguments, format);
    const char *text = cb_format_list(a->arena, format, arguments);
    va_end(arguments);
    return text ? text : no_memory(a);
}

const char *cb_word_of(cb_arranging *a, const char *prefix, const char *name) {
    return cb_word(a, cb_formatted(a, "%s%s", prefix, name ? name : ""));
}

/* The one key that may be absent: a profile names sources that no text file knows. */
const char *cb_source_word(cb_arranging *a, const char *name) {
    const char *known = cb_map_get(a->request->texts, cb_str_of(cb_key_of(a, "source_", name)));
    return known ? known : name;
}

const char *cb_joined(cb_arranging *a, const char *key, const char *first, const char *second) {
    if (!first || !*first) {
        return second ? second : "";
    }
    return second && *second ? cb_worded(a, key, "first", first, "second", second) : first;
}

static const char *copied(cb_arranging *a, const char *text) {
    const char *copy = a->status == CB_OK ? cb_copy(a->arena, text) : "";
    return copy ? copy : no_memory(a);
}

const char *cb_count_text(cb_arranging *a, uint64_t count) {
    char text[CB_NUMBER_TEXT];
    cb_integer_grouped(count > INT64_MAX ? INT64_MAX : (int64_t)count, text);
    return copied(a, text);
}

const char *cb_rounded_text(cb_arranging *a, double value, int digits) {
    char text[CB_NUMBER_TEXT];
    cb_number_rounded(value, digits, text);
    return copied(a, text);
}

const char *cb_key_of(cb_arranging *a, const char *prefix, const char *name) {
    char *key = cb_format(a->arena, "%s%s", prefix, name);
    if (!key) {
        return no_memory(a);
    }
    for (char *c = key; *c; c++) {
        bool upper = *c >= 'A' && *c <= 'Z';
        bool plain = (*c >= 'a' && *c <= 'z') || (*c >= '0' && *c <= '9');
        *c = upper ? (char)(*c - 'A' + 'a') : plain ? *c : '_';
    }
    return key;
}

/* Nodes. */

void cb_put_missing(cb_arranging *a, cb_node *parent, const char *key) {
    cb_node_add_missing(&a->builder, parent, key, cb_word(a, "missing"));
}

void cb_put_not_annotated(cb_arranging *a, cb_node *parent, const char *key) {
    cb_node_add_not_annotated(&a->builder, parent, key, cb_word(a, "not_annotated"));
}

void cb_put_bool(cb_arranging *a, cb_node *parent, const char *key, bool value) {
    cb_node_add_bool(&a->builder, parent, key, value, cb_word(a, value ? "answer_yes" : "answer_no"));
}

void cb_put_text(cb_arranging *a, cb_node *parent, const char *key, const char *text) {
    if (text) {
        cb_node_add_text(&a->builder, parent, key, text);
    } else {
        cb_put_missing(a, parent, key);
    }
}

void cb_put_annotated(cb_arranging *a, cb_node *parent, const char *key, const char *text) {
    if (!text && !a->annotated) {
        cb_put_not_annotated(a, parent, key);
    } else {
        cb_put_text(a, parent, key, text);
    }
}

void cb_put_count(cb_arranging *a, cb_node *parent, const char *key, int64_t count) {
    if (count < 0) {
        cb_put_missing(a, parent, key);
    } else {
        cb_node_add_integer(&a->builder, parent, key, count, cb_count_text(a, (uint64_t)count));
    }
}

void cb_put_real(cb_arranging *a, cb_node *parent, const char *key, cb_real value) {
    enum { SHOWN_DIGITS = 4 }; /* the whole value stays beside its wording */
    switch (value.presence) {
    case CB_PRESENT:
        cb_node_add_real(&a->builder, parent, key, value.value, cb_rounded_text(a, value.value, SHOWN_DIGITS));
        break;
    case CB_MISSING:
        cb_put_missing(a, parent, key);
        break;
    case CB_NOT_ANNOTATED:
        cb_put_not_annotated(a, parent, key);
        break;
    }
}

void cb_put_value(cb_arranging *a, cb_node *parent, const char *key, cb_text value) {
    switch (value.presence) {
    case CB_PRESENT:
        cb_put_text(a, parent, key, value.value);
        break;
    case CB_MISSING:
        cb_put_missing(a, parent, key);
        break;
    case CB_NOT_ANNOTATED:
        cb_put_not_annotated(a, parent, key);
        break;
    }
}

void cb_put_quality(cb_arranging *a, cb_node *parent, const char *key, double quality) {
    cb_put_real(a, parent, key, (cb_real){quality, quality < 0 ? CB_MISSING : CB_PRESENT, NULL});
}

const char *cb_absence(cb_arranging *a, const char *item) {
    const char *why = cb_why_not_provided(&a->request->kase->report, item);
    return why ? cb_worded(a, "not_provided", "reason", why) : cb_word(a, "not_supplied");
}

void cb_put_fact(cb_arranging *a, cb_node *list, const char *label_key, const char *value) {
    static const char prefix[] = "identity_";
    const char *item = label_key + sizeof prefix - 1;
    const bool given = value && *value;
    const bool supplied = given || cb_why_not_provided(&a->request->kase->report, item);
    cb_node *fact = cb_node_map(&a->builder, list, NULL);
    cb_node_add_text(&a->builder, fact, "item", item);
    cb_node_add_text(&a->builder, fact, "label", cb_word(a, label_key));
    cb_node_add_text(&a->builder, fact, "value", given ? value : cb_absence(a, item));
    cb_put_bool(a, fact, "supplied", supplied);
}
