/* arrange_inputs.c: what the case names and this report does not examine, and what else the reader must know of the
 * inputs. */
#include "arrange/arranging.h"

#include <string.h>

/* A panel whose file was not found is not examined, whether the reader of the case listed it or not. */
static bool panel_is_listed(const cb_case *kase, const cb_panel *panel) {
    for (size_t i = 0; i < kase->not_examined_count; i++) {
        const cb_not_examined *n = &kase->not_examined[i];
        bool named = (n->name && strcmp(n->name, panel->id) == 0) || (n->file && strcmp(n->file, panel->id) == 0);
        if (strcmp(n->kind, "panel") == 0 && named) {
            return true;
        }
    }
    return false;
}

static bool panel_is_unlisted(const cb_case *kase, const cb_panel *panel) {
    return panel->missing && !panel_is_listed(kase, panel);
}

size_t cb_not_examined_count(const cb_case *kase) {
    size_t count = kase->not_examined_count;
    for (size_t i = 0; i < kase->panel_count; i++) {
        count += panel_is_unlisted(kase, &kase->panels[i]);
    }
    return count;
}

/* Kinds that may hold the answer to the question come first; what only accompanies them follows. */
static bool holds_findings(const char *kind) {
    static const char *const kinds[] = {"sv",    "str", "mei",     "mitochondrial", "cancer",          "fusion",
                                        "omics", "smn", "paralog", "research",      "unsupported_key", "panel"};
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        if (strcmp(kind, kinds[i]) == 0) {
            return true;
        }
    }
    return false;
}

/* All that was not examined, in the order of the pages; NULL when memory is out. */
static const cb_not_examined *in_order(cb_arranging *a) {
    const cb_case *kase = a->request->kase;
    cb_not_examined *all = cb_alloc_array(a->arena, cb_not_examined_count(kase) + 1, sizeof *all);
    size_t count = 0;
    for (int findings = 1; all && findings >= 0; findings--) {
        for (size_t i = 0; i < kase->not_examined_count; i++) {
            if (holds_findings(kase->not_examined[i].kind) == findings) {
                all[count++] = kase->not_examined[i];
            }
        }
        for (size_t i = 0; findings && i < kase->panel_count; i++) {
            const cb_panel *p = &kase->panels[i];
            if (panel_is_unlisted(kase, p)) {
                all[count++] = (cb_not_examined){"panel", p->name ? p->name : p->id, NULL, "file_absent"};
            }
        }
    }
    if (!all) {
        cb_arrange_fail(a, CB_INTERNAL, "out of memory", NULL);
    }
    return all;
}

static void put_line(cb_arranging *a, cb_node *list, const cb_not_examined *n) {
    const char *kind = cb_word_of(a, "examined_", n->kind), *reason = cb_word_of(a, "examined_reason_", n->reason),
               *line;
    if (n->file) {
        line = cb_worded(a, "examined_line_file", "kind", kind, "file", n->file, "reason", reason);
    } else if (n->name) {
        line = cb_worded(a, "examined_line_key", "kind", kind, "name", n->name, "reason", reason);
    } else {
        line = cb_worded(a, "examined_line_bare", "kind", kind, "reason", reason);
    }
    const bool findings = holds_findings(n->kind);
    cb_node *node = cb_node_map(&a->builder, list, NULL);
    cb_node_add_text(&a->builder, node, "kind", kind);
    cb_put_text(a, node, "name", n->name);
    cb_put_text(a, node, "file", n->file);
    cb_node_add_text(&a->builder, node, "reason", reason);
    cb_node_add_text(&a->builder, node, "text", line);
    cb_put_bool(a, node, "findings", findings);
}

static bool same_group(const cb_not_examined *x, const cb_not_examined *y) {
    return strcmp(x->kind, y->kind) == 0 && strcmp(x->reason, y->reason) == 0;
}

static const char *own_name(const cb_not_examined *n) {
    return n->file ? n->file : n->name ? n->name : "";
}

static bool named_before(const cb_not_examined *all, size_t from, size_t i) {
    for (size_t j = from; j < i; j++) {
        if (same_group(&all[j], &all[i]) && strcmp(own_name(&all[j]), own_name(&all[i])) == 0) {
            return true;
        }
    }
    return false;
}

/* All of one kind and reason in one line, each name once. */
static void put_group(cb_arranging *a, cb_node *list, const cb_not_examined *all, size_t count, size_t first) {
    const cb_not_examined *n = &all[first];
    const char *names = "";
    size_t members = 0;
    for (size_t i = first; i < count; i++) {
        if (same_group(n, &all[i])) {
            members++;
            names = named_before(all, first, i) ? names : cb_joined(a, "mark_and", names, own_name(&all[i]));
        }
    }
    const char *kind = cb_word_of(a, "examined_", n->kind), *reason = cb_word_of(a, "examined_short_", n->reason);
    const bool findings = holds_findings(n->kind);
    cb_node *node = cb_node_map(&a->builder, list, NULL);
    cb_node_add_text(&a->builder, node, "kind", kind);
    cb_node_add_text(&a->builder, node, "names", names);
    cb_node_add_text(&a->builder, node, "reason", reason);
    cb_put_count(a, node, "count", (int64_t)members);
    cb_node_add_text(&a->builder, node, "text",
                     cb_worded(a, "examined_group", "kind", kind, "names", names, "reason", reason));
    cb_put_bool(a, node, "findings", findings);
}

void cb_arrange_not_examined(cb_arranging *a, cb_node *root) {
    const size_t count = cb_not_examined_count(a->request->kase);
    const cb_not_examined *all = in_order(a);
    cb_node *list = cb_node_list(&a->builder, root, "not_examined");
    for (size_t i = 0; all && i < count; i++) {
        put_line(a, list, &all[i]);
    }
    cb_node *groups = cb_node_list(&a->builder, root, "not_examined_groups");
    for (size_t i = 0; all && i < count; i++) {
        bool first = true;
        for (size_t j = 0; j < i; j++) {
            first &= !same_group(&all[j], &all[i]);
        }
        if (first) {
            put_group(a, groups, all, count, i);
        }
    }
}

static void put_notice(cb_arranging *a, cb_node *list, const char *text) {
    cb_node *node = cb_node_map(&a->builder, list, NULL);
    cb_node_add_text(&a->builder, node, "text", text);
}

void cb_arrange_notices(cb_arranging *a, cb_node *root) {
    const cb_case *kase = a->request->kase;
    cb_node *list = cb_node_list(&a->builder, root, "notices");
    for (size_t i = 0; i < kase->notice_count; i++) {
        put_notice(a, list, kase->notices[i]);
    }
    if (cb_rank_notice(a)) {
        put_notice(a, list, cb_rank_notice(a));
    }
    const char *asked = kase->report.language, *used = cb_word(a, "language");
    if (asked && *asked && strcmp(asked, used) != 0) {
        put_notice(a, list, cb_worded(a, "language_other", "asked", asked, "used", used));
    }
}
