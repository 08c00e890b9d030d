/* arrange_checklist.c: what a report has to hold, looked for in the view that was just made. */
#include "arrange/arranging.h"

#include <string.h>

static const cb_node *fact_of(const cb_node *root, const char *item) {
    static const char *const lists[] = {"identity/identifiers", "identity/facts"};
    for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++) {
        const cb_node *list = cb_node_at(root, lists[i]);
        for (const cb_node *fact = list ? list->first : NULL; fact; fact = fact->next) {
            if (strcmp(cb_node_text(fact, "item"), item) == 0) {
                return fact;
            }
        }
    }
    return NULL;
}

/* A value that stands there, and no declaration in its place. */
static bool given(cb_arranging *a, const cb_node *fact) {
    const cb_report_block *report = &a->request->kase->report;
    const char *why = cb_why_not_provided(report, cb_node_text(fact, "item"));
    const char *value = cb_node_text(fact, "value");
    return cb_node_true(cb_node_at(fact, "supplied")) &&
           !(why && strcmp(value, cb_worded(a, "not_provided", "reason", why)) == 0);
}

static bool all_given(cb_arranging *a, const cb_node *list) {
    bool all = list && list->first;
    for (const cb_node *fact = list ? list->first : NULL; fact; fact = fact->next) {
        all = all && given(a, fact);
    }
    return all;
}

static bool holds(cb_arranging *a, const cb_node *root, const char *place) {
    static const char fact_prefix[] = "fact:";
    if (strncmp(place, fact_prefix, sizeof fact_prefix - 1) == 0) {
        const cb_node *fact = fact_of(root, place + sizeof fact_prefix - 1);
        return fact && given(a, fact);
    }
    const cb_node *node = cb_node_at(root, place);
    const bool facts = node && node->kind == CB_NODE_LIST && node->first && cb_node_at(node->first, "supplied");
    return facts ? all_given(a, node) : cb_node_true(node);
}

/* Why an item is left out, or NULL. Of the identifiers each is declared for itself. */
static const char *reason_of(cb_arranging *a, const cb_node *root, const cb_check_item *item) {
    const cb_report_block *report = &a->request->kase->report;
    const char *why = cb_why_not_provided(report, item->item);
    const cb_node *list = why ? NULL : cb_node_at(root, item->place);
    for (const cb_node *fact = list && list->kind == CB_NODE_LIST ? list->first : NULL; fact; fact = fact->next) {
        const char *own = cb_why_not_provided(report, cb_node_text(fact, "item"));
        if (!given(a, fact)) {
            why = own;
        }
        if (!given(a, fact) && !own) {
            return NULL;
        }
    }
    return why;
}

static void put_blocker(cb_arranging *a, const char *key, const char *text) {
    cb_node *blocker = cb_node_map(&a->builder, a->blockers, NULL);
    cb_node_add_text(&a->builder, blocker, "key", key);
    cb_node_add_text(&a->builder, blocker, "text", text);
}

static void put_item(cb_arranging *a, const cb_node *root, cb_node *list, const cb_check_item *item) {
    const bool present = holds(a, root, item->place);
    const char *why = present ? NULL : reason_of(a, root, item);
    const char *state = present ? "present" : why ? "declared" : "absent";
    const char *note = present ? cb_word(a, "checklist_present")
                       : why   ? cb_worded(a, "not_provided", "reason", why)
                               : cb_word(a, item->mandatory ? "not_supplied" : "checklist_none");
    cb_builder *b = &a->builder;
    cb_node *node = cb_node_map(b, list, NULL);
    cb_node_add_text(b, node, "item", item->item);
    cb_node_add_text(b, node, "text", item->text);
    cb_node_add_text(b, node, "source", item->source);
    cb_put_bool(a, node, "mandatory", item->mandatory);
    cb_node_add_text(b, node, "state", state);
    cb_node_add_text(b, node, "note", note);
    if (item->mandatory && !present && !why) {
        put_blocker(a, "not_supplied", cb_worded(a, "checklist_absent", "text", item->text));
        a->absent++;
    }
}

void cb_arrange_checklist(cb_arranging *a, cb_node *root) {
    const cb_checklist *checklist = a->request->checklist;
    const cb_report_block *report = &a->request->kase->report;
    cb_node *list = cb_node_list(&a->builder, root, "checklist");
    if (a->request->samples && a->request->samples->state == CB_SAMPLES_RESOLVE) {
        put_blocker(a, "identity_check", cb_word(a, "banner_samples"));
    }
    if (report->revision > 1 && !cb_node_true(cb_node_at(root, "report/supersedes"))) {
        put_blocker(a, "amendment", cb_worded(a, "amendment_unexplained", "revision",
                                              cb_formatted(a, "%ld", report->revision)));
    }
    for (size_t i = 0; checklist && i < checklist->count; i++) {
        put_item(a, root, list, &checklist->items[i]);
    }
}
