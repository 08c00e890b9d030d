/* choices_read.c: filters/data/choices.yaml and a laboratory's own: reasons to dismiss, manual ranks. */
#include "casebound/read/decisions.h"
#include "yaml_table.h"
#include <string.h>

enum { CHOICES_MAX = 200 };

static bool has_code(const cb_choice *list, size_t count, const char *code) {
    for (size_t i = 0; i < count; i++) {
        if (strcmp(list[i].code, code) == 0) {
            return true;
        }
    }
    return false;
}

/* Appends the file's to those that are there. */
static cb_status take_list(const cb_yaml_table *t, const char *key, const cb_choice **list, size_t *count) {
    static const char *const keys[] = {"code", "text", NULL};
    const cb_yaml *given;
    cb_status s = cb_table_list(t, t->root, key, CHOICES_MAX, &given);
    if (s != CB_OK || !given) {
        return s;
    }
    cb_choice *all = cb_alloc_array(t->arena, *count + given->count, sizeof *all);
    if (!all) {
        return cb_fail_memory(t->e);
    }
    for (size_t i = 0; i < *count; i++) {
        all[i] = (*list)[i];
    }
    *list = all;
    for (const cb_yaml *node = given->first; s == CB_OK && node; node = node->next) {
        cb_choice *c = &all[*count];
        s = cb_table_known(t, node, keys);
        s = s == CB_OK ? cb_table_text(t, node, "code", &c->code) : s;
        s = s == CB_OK ? cb_table_text(t, node, "text", &c->text) : s;
        if (s == CB_OK && has_code(all, *count, c->code)) {
            s = cb_fail_at(t->e, CB_INPUT, t->name, node->line, "the code '%s' of '%s' is taken", c->code, key);
        }
        *count += s == CB_OK;
    }
    return s;
}

cb_status cb_choices_read(cb_arena *arena, cb_str bytes, const char *name, cb_choices *out, cb_error *e) {
    static const char *const keys[] = {"version", "source", "reasons", "ranks", NULL};
    cb_yaml_table t;
    const char *source, *version;
    cb_status s = cb_table_open(arena, bytes, name, &t, e);
    s = s == CB_OK ? cb_table_known(&t, t.root, keys) : s;
    s = s == CB_OK ? cb_table_text(&t, t.root, "version", &version) : s;
    s = s == CB_OK ? cb_table_text(&t, t.root, "source", &source) : s;
    s = s == CB_OK ? take_list(&t, "reasons", &out->reasons, &out->reason_count) : s;
    return s == CB_OK ? take_list(&t, "ranks", &out->ranks, &out->rank_count) : s;
}
