/* arrange_secondary.c: how consent to secondary findings stands, and what is withheld for want of it. No gene, no place
 * and no allele of what is withheld is said anywhere. */
#include "arrange/arranging.h"

static const char *list_name(cb_arranging *a) {
    const cb_panel *list = a->request->secondary->list;
    const char *count = cb_count_text(a, list->gene_count);
    const char *version = list->version ? list->version : cb_word(a, "missing");
    return list->date
               ? cb_worded(a, "secondary_list_dated", "name", cb_panel_title(list), "version", version, "date",
                           list->date, "count", count)
               : cb_worded(a, "secondary_list", "name", cb_panel_title(list), "version", version, "count", count);
}

static const char *consent_word(cb_arranging *a, cb_consent consent) {
    static const char *const keys[] = {[CB_CONSENT_NOT_RECORDED] = "consent_not_recorded",
                                       [CB_CONSENT_DECLINED] = "consent_declined",
                                       [CB_CONSENT_GIVEN] = "consent_given"};
    return cb_word(a, keys[consent]);
}

/* "Proband: not recorded; Father: declined" */
static const char *put_persons(cb_arranging *a, cb_node *secondary) {
    const cb_family *family = &a->request->kase->family;
    cb_node *list = cb_node_list(&a->builder, secondary, "persons");
    const char *all = "";
    for (size_t i = 0; i < family->count; i++) {
        if (family->persons[i].column < 0) {
            continue;
        }
        const char *consent = consent_word(a, family->persons[i].secondary);
        cb_node *node = cb_node_map(&a->builder, list, NULL);
        cb_node_add_text(&a->builder, node, "label", a->labels[i]);
        cb_node_add_text(&a->builder, node, "consent", consent);
        all =
            cb_joined(a, "list_and", all, cb_worded(a, "secondary_person", "label", a->labels[i], "consent", consent));
    }
    return all;
}

static const char *text_of(cb_arranging *a, const char *persons) {
    const cb_secondary *s = a->request->secondary;
    if (!s) {
        return cb_word(a, "secondary_none");
    }
    if (s->agreed) {
        return cb_worded(a, "secondary_agreed", "list", list_name(a));
    }
    if (!a->annotated) {
        return cb_worded(a, "secondary_unknown", "list", list_name(a), "persons", persons);
    }
    return cb_worded(a, "secondary_withheld", "list", list_name(a), "outside", cb_count_text(a, s->outside), "persons",
                     persons);
}

void cb_arrange_secondary(cb_arranging *a, cb_node *root) {
    const cb_secondary *s = a->request->secondary;
    cb_node *node = cb_node_map(&a->builder, root, "secondary");
    const bool withheld = s && !s->agreed;
    const char *persons = put_persons(a, node);
    cb_node_add_text(&a->builder, node, "list", s ? list_name(a) : "");
    cb_put_bool(a, node, "withheld", withheld);
    cb_node_add_text(&a->builder, node, "text", text_of(a, persons));
}

const char *cb_withheld_label(cb_arranging *a) {
    const cb_panel *list = a->request->secondary->list;
    return cb_worded(a, "funnel_withheld", "name", cb_panel_title(list), "version", list->version);
}
