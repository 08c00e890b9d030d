/* arrange_report.c: the report's own names and state, its banners, the patient, the question, what was not examined,
 * and notices. */
#include "arrange/arranging.h"

enum { REPORT_ID_MAX = 120 }; /* bytes: the id names files, and an id with its suffixes stays under 255 */

/* The report. */

/* The id names files and the folder, so it holds letters, digits, '.', '_' and '-' alone and begins with no dot. */
const char *cb_report_id(cb_arranging *a) {
    const cb_case *kase = a->request->kase;
    char *id = cb_format(a->arena, "%.*s-r%ld", REPORT_ID_MAX, kase->id ? kase->id : "", kase->report.revision);
    if (!id) {
        cb_arrange_fail(a, CB_INTERNAL, "out of memory", NULL);
        return "";
    }
    for (char *c = id; *c; c++) {
        bool plain = (*c >= 'a' && *c <= 'z') || (*c >= 'A' && *c <= 'Z') || (*c >= '0' && *c <= '9') || *c == '_';
        bool inner = c != id && (*c == '.' || *c == '-'); /* neither a hidden file nor an option */
        if (!plain && !inner) {
            *c = '_';
        }
    }
    return id;
}

static const char *seal_text(cb_arranging *a) {
    const cb_arrange_request *r = a->request;
    if (!r->seal_name) {
        return cb_word(a, "seal_none");
    }
    return cb_worded(a, r->seal_is_test ? "seal_test" : "seal_name", "name", r->seal_name);
}

static void put_banner(cb_arranging *a, cb_node *banners, const char *kind, const char *text) {
    cb_node *banner = cb_node_map(&a->builder, banners, NULL);
    cb_node_add_text(&a->builder, banner, "kind", kind);
    cb_node_add_text(&a->builder, banner, "text", text);
}

static bool frequency_annotated(const cb_arrange_request *r) {
    for (size_t i = 0; i < r->variant_count; i++) {
        if (r->variants[i]->af.presence != CB_NOT_ANNOTATED) {
            return true;
        }
    }
    return r->variant_count == 0;
}

/* How many of the page's identifiers the case does not give. */
static bool identifiers_lack(const cb_report_block *block) {
    const char *given[] = {block->patient_name, block->birth_date, block->patient_id};
    int count = 0;
    for (size_t i = 0; i < sizeof given / sizeof given[0]; i++) {
        count += given[i] && *given[i];
    }
    return count < 2;
}

static const char *status_text(cb_arranging *a) {
    return cb_word(a, a->request->kase->report.amends.report ? "report_status_amended" : "report_status_draft");
}

static bool must_resolve(const cb_arranging *a) {
    return a->request->samples && a->request->samples->state == CB_SAMPLES_RESOLVE;
}

void cb_arrange_banners(cb_arranging *a) {
    const cb_arrange_request *r = a->request;
    const cb_case *kase = r->kase;
    const size_t not_examined = cb_not_examined_count(kase);
    cb_node *banners = a->banners;
    if (!r->seal_name) {
        put_banner(a, banners, "bad", cb_word(a, "banner_unsealed"));
    } else if (r->seal_is_test) {
        put_banner(a, banners, "bad", seal_text(a));
    }
    if (must_resolve(a)) {
        put_banner(a, banners, "bad", cb_word(a, "banner_samples"));
    }
    if (not_examined == 1) {
        put_banner(a, banners, "warn", cb_word(a, "banner_not_examined_one"));
    } else if (not_examined > 1) {
        put_banner(a, banners, "warn",
                   cb_worded(a, "banner_not_examined_many", "count", cb_count_text(a, not_examined)));
    }
    if (!a->annotated) {
        put_banner(a, banners, "warn", cb_word(a, "banner_no_consequences"));
    }
    if (!frequency_annotated(r)) {
        put_banner(a, banners, "warn", cb_word(a, "banner_no_frequencies"));
    }
    if (kase->build == CB_BUILD_UNKNOWN) {
        put_banner(a, banners, "warn", cb_word(a, "banner_build_unknown"));
    }
    if (identifiers_lack(&kase->report)) {
        put_banner(a, banners, "warn", cb_word(a, "banner_identity"));
    }
    if (a->absent > 0) {
        put_banner(a, banners, "warn", cb_worded(a, "banner_absent", "count", cb_count_text(a, a->absent)));
    }
    put_banner(a, banners, "warn", status_text(a));
    if (cb_differing_count(r->readings) > 0) {
        put_banner(a, banners, "warn",
                   cb_worded(a, "banner_differ", "count", cb_count_text(a, cb_differing_count(r->readings))));
    }
    if (kase->report.revision > 1) {
        put_banner(a, banners, "info",
                   cb_worded(a, "banner_revision", "revision", cb_formatted(a, "%ld", kase->report.revision)));
    }
    if (r->seal_name && !r->seal_is_test) {
        put_banner(a, banners, "good", seal_text(a));
    }
}

void cb_arrange_report(cb_arranging *a, cb_node *root, cb_node **facts_digest) {
    const cb_arrange_request *r = a->request;
    cb_builder *b = &a->builder;
    const char *id = cb_report_id(a);
    cb_node *report = cb_node_map(b, root, "report");
    cb_node_add_text(b, report, "id", id);
    cb_node_add_text(b, report, "title", cb_worded(a, "report_title", "id", id));
    cb_node_add_integer(b, report, "revision", r->kase->report.revision, NULL);
    cb_node_add_text(b, report, "date", r->date);
    cb_node_add_text(b, report, "status", status_text(a));
    a->blockers = cb_node_list(b, report, "blockers");
    cb_node_add_text(b, report, "seal", seal_text(a));
    cb_put_bool(a, report, "sealed", r->seal_name != NULL);
    if (r->seal_level) {
        cb_node_add_text(b, report, "seal_level", r->seal_level);
    }
    if (r->kase->report.no_timestamp) {
        cb_node_add_text(b, report, "no_timestamp", r->kase->report.no_timestamp);
    }
    cb_node_add_text(b, report, "language", cb_word(a, "language"));
    cb_node_add_text(b, report, "generator",
                     r->software_count ? cb_formatted(a, "%s %s", r->software[0].name, r->software[0].version) : "");
    cb_arrange_binding(a, report);
    *facts_digest = cb_node_add_text(b, report, "facts_digest", "");
    cb_arrange_superseded(a, report);
    cb_node_add_text(b, report, "end", cb_worded(a, "report_end", "id", id));
    a->banners = cb_node_list(b, root, "banners");
}

/* The patient. */

typedef struct identifier {
    const char *label, *value;
} identifier;

static bool given(const char *value) {
    return value && *value;
}

/* Two on every page: name and birth date; the patient id takes the place of one that is not supplied. What is not shown
 * there follows in `rest`. */
static void put_identifiers(cb_arranging *a, cb_node *identity, identifier *rest) {
    const cb_report_block *block = &a->request->kase->report;
    identifier pair[2] = {{"identity_patient_name", block->patient_name}, {"identity_birth_date", block->birth_date}};
    *rest = (identifier){"identity_patient_id", block->patient_id};
    const size_t lacking = !given(pair[1].value) ? 1 : 0;
    if (given(rest->value) && !given(pair[lacking].value)) {
        const identifier displaced = pair[lacking];
        pair[lacking] = *rest;
        *rest = displaced;
    }
    cb_node *list = cb_node_list(&a->builder, identity, "identifiers");
    for (size_t i = 0; i < 2; i++) {
        cb_put_fact(a, list, pair[i].label, pair[i].value);
    }
}

void cb_arrange_identity(cb_arranging *a, cb_node *root) {
    const cb_case *kase = a->request->kase;
    const cb_report_block *block = &kase->report;
    const cb_person *proband = &kase->family.persons[kase->family.proband];
    cb_node *identity = cb_node_map(&a->builder, root, "identity");
    identifier rest;
    put_identifiers(a, identity, &rest);
    const identifier facts[] = {
        {"identity_sex", cb_sex_word(a, proband->sex)},
        {"identity_family", kase->family.id},
        {"identity_sample_id", proband->id},
        {"identity_sample_type", given(block->sample_type) ? block->sample_type : proband->sample_type},
        {"identity_sample_date", given(block->sample_date) ? block->sample_date : proband->collected},
        {"identity_received_date", block->received_date},
        {"identity_requester", block->requester},
        {"identity_test", block->test},
        {"identity_scope", block->scope},
        {"identity_consent", block->consent},
        {"identity_laboratory", block->laboratory},
        {"identity_accreditation", block->accreditation},
        {"identity_build", kase->build == CB_BUILD_UNKNOWN ? NULL : cb_build_name(kase->build)},
        {"identity_report_date", a->request->date},
    };
    cb_node *list = cb_node_list(&a->builder, identity, "facts");
    cb_put_fact(a, list, rest.label, rest.value);
    for (size_t i = 0; i < sizeof facts / sizeof facts[0]; i++) {
        cb_put_fact(a, list, facts[i].label, facts[i].value);
    }
}

/* The question. */

static void put_terms(cb_arranging *a, cb_node *question) {
    const cb_case *kase = a->request->kase;
    cb_node *list = cb_node_list(&a->builder, question, "terms");
    for (size_t i = 0; i < kase->term_count; i++) {
        const cb_term *term = &kase->terms[i];
        cb_node *node = cb_node_map(&a->builder, list, NULL);
        cb_node_add_text(&a->builder, node, "id", term->id);
        cb_node_add_text(&a->builder, node, "name", term->name ? term->name : cb_word(a, "term_without_name"));
        cb_node_add_text(&a->builder, node, "note",
                         term->replaced ? cb_worded(a, "term_replaced", "given", term->given) : "");
    }
}

static void put_panels(cb_arranging *a, cb_node *question) {
    const cb_case *kase = a->request->kase;
    cb_node *list = cb_node_list(&a->builder, question, "panels");
    for (size_t i = 0; i < kase->panel_count; i++) {
        const cb_panel *panel = &kase->panels[i];
        cb_node *node = cb_node_map(&a->builder, list, NULL);
        const char *count = cb_count_text(a, panel->gene_count);
        cb_node_add_text(&a->builder, node, "id", panel->id);
        cb_node_add_text(&a->builder, node, "name", panel->name ? panel->name : panel->id);
        cb_put_text(a, node, "version", panel->version);
        cb_put_text(a, node, "date", panel->date);
        if (panel->missing) {
            cb_put_missing(a, node, "genes");
        } else if (panel->gene_count == 1) {
            cb_node_add_text(&a->builder, node, "genes", cb_word(a, "panel_genes_one"));
        } else {
            cb_node_add_text(&a->builder, node, "genes", cb_worded(a, "panel_genes_many", "count", count));
        }
        cb_node_add_text(&a->builder, node, "state", cb_word(a, panel->missing ? "panel_not_found" : "panel_read"));
    }
}

void cb_arrange_question(cb_arranging *a, cb_node *root) {
    const cb_case *kase = a->request->kase;
    cb_node *question = cb_node_map(&a->builder, root, "question");
    put_terms(a, question);
    if (given(kase->synopsis)) {
        cb_node_add_markdown(&a->builder, question, "synopsis", kase->synopsis);
    }
    const char *indication = kase->report.indication;
    cb_node_add_text(&a->builder, question, "indication",
                     given(indication) ? indication : cb_absence(a, "indication"));
    cb_put_bool(a, question, "indication_supplied", given(indication));
    cb_node_add_text(&a->builder, question, "terms_absent", kase->term_count ? "" : cb_absence(a, "phenotype_terms"));
    put_panels(a, question);
}
