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

static void put_line(cb_arranging *a, cb_node *list, const cb_not_examined *n) {
    const char *kind = cb_word_of(a, "examined_", n->kind), *reason = cb_word_of(a, "examined_reason_", n->reason);
    const char *line = n->file ? "examined_line_file" : n->name ? "examined_line_key" : "examined_line_bare";
    if (n->file) {
        line = cb_worded(a, line, "kind", kind, "file", n->file, "reason", reason);
    } else if (n->name) {
        line = cb_worded(a, line, "kind", kind, "name", n->name, "reason", reason);
    } else {
        line = cb_worded(a, line, "kind", kind, "reason", reason);
    }
    cb_node *node = cb_node_map(&a->builder, list, NULL);
    cb_node_add_text(&a->builder, node, "kind", kind);
    cb_put_text(a, node, "name", n->name);
    cb_put_text(a, node, "file", n->file);
    cb_node_add_text(&a->builder, node, "reason", reason);
    cb_node_add_text(&a->builder, node, "text", line);
}

void cb_arrange_not_examined(cb_arranging *a, cb_node *root) {
    const cb_case *kase = a->request->kase;
    cb_node *list = cb_node_list(&a->builder, root, "not_examined");
    for (size_t i = 0; i < kase->not_examined_count; i++) {
        put_line(a, list, &kase->not_examined[i]);
    }
    for (size_t i = 0; i < kase->panel_count; i++) {
        const cb_panel *panel = &kase->panels[i];
        if (panel_is_unlisted(kase, panel)) {
            put_line(a, list, &(cb_not_examined){"panel", panel->name ? panel->name : panel->id, NULL, "file_absent"});
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
    const char *asked = kase->report.language, *used = cb_word(a, "language");
    if (asked && *asked && strcmp(asked, used) != 0) {
        put_notice(a, list, cb_worded(a, "language_other", "asked", asked, "used", used));
    }
}
