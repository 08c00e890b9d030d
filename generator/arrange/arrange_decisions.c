/* arrange_decisions.c: what readers decided, worded: side by side under each variant, and what is to be known of all of
 * them. Nothing is resolved here. */
#include "arrange/arranging.h"
#include "casebound/base/time.h"

/* One reading. */

static void put_fact(cb_arranging *a, cb_node *facts, const char *label_key, const char *text) {
    cb_node *fact = text && *text ? cb_node_map(&a->builder, facts, NULL) : NULL;
    if (fact) {
        cb_node_add_text(&a->builder, fact, "label", cb_word(a, label_key));
        cb_node_add_text(&a->builder, fact, "text", text);
    }
}

static const char *class_word(cb_arranging *a, cb_class class) {
    return cb_word_of(a, "acmg_class_", cb_class_name(class));
}

/* "PM2_Supporting": the strength is named where it is not the criterion's own. */
static const char *criterion_text(cb_arranging *a, const cb_criterion_use *use) {
    const char *code = use->criterion->code;
    if (use->strength == use->criterion->strength) {
        return code;
    }
    return cb_worded(a, "acmg_modified", "code", code, "strength",
                     cb_word_of(a, "acmg_suffix_", cb_strength_name(use->strength)));
}

static const char *criteria_text(cb_arranging *a, const cb_decision *d) {
    const char *all = NULL;
    for (size_t i = 0; i < d->criterion_count; i++) {
        all = cb_joined(a, "mark_and", all, criterion_text(a, &d->criteria[i]));
    }
    return all;
}

static const char *rules_text(cb_arranging *a, const cb_decision *d) {
    const cb_acmg *acmg = a->request->acmg;
    cb_class class = cb_acmg_by_rules(acmg, d->criteria, d->criterion_count);
    return cb_worded(a, "acmg_result", "framework", acmg->rules_name, "class", class_word(a, class));
}

static const char *points_text(cb_arranging *a, const cb_decision *d) {
    const cb_acmg *acmg = a->request->acmg;
    int sum;
    cb_class class = cb_acmg_by_points(acmg, d->criteria, d->criterion_count, &sum);
    return cb_worded(a, "acmg_result_points", "framework", acmg->points_name, "class", class_word(a, class), "sum",
                     cb_formatted(a, "%d", sum));
}

static const char *reasons_text(cb_arranging *a, const cb_decision *d) {
    const char *all = NULL;
    for (size_t i = 0; i < d->reason_count; i++) {
        all = cb_joined(a, "list_and", all, d->reasons[i].text);
    }
    return all;
}

static const char *causative_text(cb_arranging *a, const cb_decision *d) {
    const char *name = cb_causative_name(d->causative);
    return name ? cb_word_of(a, "causative_", name) : NULL;
}

static const char *marks_text(cb_arranging *a, const cb_decision *d) {
    return cb_joined(a, "mark_and", d->pinned ? cb_word(a, "decision_pinned") : NULL,
                     d->meeting ? cb_word(a, "decision_meeting") : NULL);
}

static void put_facts(cb_arranging *a, cb_node *node, const cb_decision *d) {
    const char *validation = cb_validation_name(d->validation);
    cb_node *facts = cb_node_list(&a->builder, node, "facts");
    put_fact(a, facts, "decision_class", d->class != CB_CLASS_NONE ? class_word(a, d->class) : NULL);
    put_fact(a, facts, "decision_criteria", criteria_text(a, d));
    if (d->criterion_count > 0) {
        put_fact(a, facts, "decision_computed", cb_joined(a, "list_and", rules_text(a, d), points_text(a, d)));
    }
    put_fact(a, facts, "decision_dismissed", reasons_text(a, d));
    put_fact(a, facts, "decision_causative", causative_text(a, d));
    put_fact(a, facts, "decision_validation", validation ? cb_word_of(a, "validation_", validation) : NULL);
    put_fact(a, facts, "decision_rank", d->rank.text);
    put_fact(a, facts, "decision_marks", marks_text(a, d));
    put_fact(a, facts, "decision_reading", d->blind ? cb_word(a, "decision_blind") : NULL);
}

static void put_warnings(cb_arranging *a, cb_node *node, const cb_decision *d) {
    const cb_acmg *acmg = a->request->acmg;
    cb_builder *b = &a->builder;
    cb_node *list = cb_node_list(b, node, "warnings");
    cb_class rules = cb_acmg_by_rules(acmg, d->criteria, d->criterion_count);
    cb_class points = cb_acmg_by_points(acmg, d->criteria, d->criterion_count, NULL);
    if (rules != points) {
        cb_node_add_text(b, list, NULL, cb_word(a, "acmg_frameworks_differ"));
    }
    if (d->class != CB_CLASS_NONE && d->criterion_count > 0 && d->class != rules && d->class != points) {
        cb_node_add_text(b, list, NULL, cb_word(a, "acmg_class_differs"));
    }
    if (d->class >= CB_CLASS_LIKELY_PATHOGENIC && d->reason_count > 0) {
        cb_node_add_text(b, list, NULL, cb_word(a, "decision_dismissed_pathogenic"));
    }
    for (size_t i = 0; i < acmg->contradiction_count; i++) {
        const cb_contradiction *c = &acmg->contradictions[i];
        if (cb_acmg_contradicts(acmg, c, d->criteria, d->criterion_count)) {
            cb_node_add_text(b, list, NULL,
                             cb_worded(a, "acmg_conflict", "first", c->first, "second", c->second, "text", c->text));
        }
    }
}

static void put_comment(cb_arranging *a, cb_node *list, const char *label, const char *text) {
    cb_node *comment = text ? cb_node_map(&a->builder, list, NULL) : NULL;
    if (comment) {
        cb_node_add_text(&a->builder, comment, "label", label);
        cb_node_add_markdown(&a->builder, comment, "text", text);
    }
}

static void put_comments(cb_arranging *a, cb_node *node, const cb_decision *d) {
    cb_node *list = cb_node_list(&a->builder, node, "comments");
    put_comment(a, list, cb_word(a, "comment_scope_case"), d->comment);
    put_comment(a, list, cb_word(a, "comment_scope_institute"), d->institute);
    for (size_t i = 0; i < d->criterion_count; i++) {
        put_comment(a, list, criterion_text(a, &d->criteria[i]), d->criteria[i].comment);
    }
}

/* One line: what it comes to. */
static const char *summary(cb_arranging *a, const cb_decision *d) {
    const char *validation = cb_validation_name(d->validation);
    const char *text = d->class != CB_CLASS_NONE ? class_word(a, d->class) : NULL;
    text = cb_joined(a, "mark_and", text, causative_text(a, d));
    text = cb_joined(a, "mark_and", text, d->reason_count ? cb_word(a, "decision_is_dismissed") : NULL);
    text = cb_joined(a, "mark_and", text, marks_text(a, d));
    text = cb_joined(a, "mark_and", text, d->rank.text);
    text = cb_joined(a, "mark_and", text, validation ? cb_word_of(a, "validation_", validation) : NULL);
    text = cb_joined(a, "mark_and", text, d->comment || d->institute ? cb_word(a, "decision_commented") : NULL);
    return *text ? text : cb_word(a, "decision_criteria_alone");
}

static const char *date_text(cb_arranging *a, int64_t moment) {
    char date[CB_TIME_TEXT];
    cb_date_text(moment, date);
    return cb_formatted(a, "%s", date);
}

static void put_reading(cb_arranging *a, cb_node *list, const cb_decision *d) {
    cb_builder *b = &a->builder;
    cb_node *node = cb_node_map(b, list, NULL);
    cb_node_add_text(b, node, "author", d->file->author);
    cb_node_add_text(b, node, "date", date_text(a, d->changed));
    cb_node_add_text(b, node, "made_on", d->file->report_id);
    cb_node_add_text(b, node, "head",
                     cb_worded(a, "decision_head", "author", d->file->author, "date", date_text(a, d->changed),
                               "report", d->file->report_id));
    cb_put_bool(a, node, "blind", d->blind);
    cb_put_text(a, node, "class", cb_class_name(d->class));
    cb_node_add_text(b, node, "summary", summary(a, d));
    put_facts(a, node, d);
    put_warnings(a, node, d);
    put_comments(a, node, d);
}

static void put_readings(cb_arranging *a, cb_node *node, const cb_decided *decided) {
    cb_node *list = cb_node_list(&a->builder, node, "readings");
    for (size_t i = 0; decided && i < decided->count; i++) {
        put_reading(a, list, decided->list[i]);
    }
}

/* A variant. */

/* Words of marks, for a list to show and to filter by: each stands when any reader says so. */
static const char *mark_words(cb_arranging *a, const cb_decided *decided) {
    bool pinned = false, dismissed = false, causative = false, classified = false, meeting = false, commented = false;
    for (size_t i = 0; decided && i < decided->count; i++) {
        const cb_decision *d = decided->list[i];
        pinned = pinned || d->pinned;
        dismissed = dismissed || d->reason_count > 0;
        causative = causative || d->causative != CB_CAUSATIVE_NONE;
        classified = classified || d->class != CB_CLASS_NONE;
        meeting = meeting || d->meeting;
        commented = commented || d->comment || d->institute;
    }
    bool differ = decided && cb_decided_differ(decided) != 0;
    const char *text = cb_formatted(a, "%s%s%s%s%s%s%s", pinned ? " pinned" : "", dismissed ? " dismissed" : "",
                                    causative ? " causative" : "", classified ? " classified" : "",
                                    meeting ? " meeting" : "", commented ? " commented" : "", differ ? " differ" : "");
    return *text ? text + 1 : text;
}

static const char *differ_text(cb_arranging *a, const cb_decided *decided) {
    static const char *const words[] = {"differ_class", "differ_dismissal", "differ_causative", "differ_validation",
                                        "differ_rank"};
    unsigned bits = decided ? cb_decided_differ(decided) : 0;
    const char *what = NULL;
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        what = bits & 1u << i ? cb_joined(a, "mark_and", what, cb_word(a, words[i])) : what;
    }
    return what ? cb_worded(a, "decision_differ", "what", what) : "";
}

void cb_arrange_variant_decisions(cb_arranging *a, cb_node *node, const cb_variant *v) {
    const cb_decided *decided = cb_decided_of(a->request->readings, v->key);
    cb_node_add_text(&a->builder, node, "marks", mark_words(a, decided));
    cb_node_add_text(&a->builder, node, "differ", differ_text(a, decided));
    put_readings(a, node, decided);
}

const char *cb_decision_cell(cb_arranging *a, const cb_variant *v) {
    const cb_decided *decided = cb_decided_of(a->request->readings, v->key);
    const char *all = NULL;
    for (size_t i = 0; decided && i < decided->count; i++) {
        const cb_decision *d = decided->list[i];
        all = cb_joined(a, "list_and", all,
                        cb_worded(a, "decision_by", "author", d->file->author, "text", summary(a, d)));
    }
    return all ? cb_joined(a, "list_and", all, differ_text(a, decided)) : NULL;
}

static const char *with_comment(cb_arranging *a, const char *all, const cb_decision *d, const char *label,
                                const char *text) {
    return text
               ? cb_joined(a, "list_and", all,
                           cb_worded(a, "decision_comment_by", "author", d->file->author, "label", label, "text", text))
               : all;
}

const char *cb_comments_cell(cb_arranging *a, const cb_variant *v) {
    const cb_decided *decided = cb_decided_of(a->request->readings, v->key);
    const char *all = NULL;
    for (size_t i = 0; decided && i < decided->count; i++) {
        const cb_decision *d = decided->list[i];
        all = with_comment(a, all, d, cb_word(a, "decision_dismissed"), reasons_text(a, d));
        all = with_comment(a, all, d, cb_word(a, "decision_criteria"), criteria_text(a, d));
        all = with_comment(a, all, d, cb_word(a, "comment_scope_case"), d->comment);
        all = with_comment(a, all, d, cb_word(a, "comment_scope_institute"), d->institute);
        for (size_t k = 0; k < d->criterion_count; k++) {
            all = with_comment(a, all, d, criterion_text(a, &d->criteria[k]), d->criteria[k].comment);
        }
    }
    return all;
}

/* All of them. */

static const char *hex_text(cb_arranging *a, const cb_digest *digest) {
    char hex[CB_SHA256_HEX];
    cb_digest_hex(digest, hex);
    return cb_formatted(a, "%s", hex);
}

static void put_author(cb_arranging *a, cb_node *list, const cb_author *author) {
    const cb_decisions *last = author->last;
    cb_builder *b = &a->builder;
    char exported[CB_TIME_TEXT];
    cb_time_text(last->exported, exported);
    cb_node *node = cb_node_map(b, list, NULL);
    cb_node_add_text(b, node, "name", author->name);
    cb_put_count(a, node, "variants", (int64_t)author->count);
    cb_node_add_text(b, node, "exported", exported);
    cb_put_count(a, node, "sequence", last->sequence);
    cb_node_add_text(b, node, "made_on", last->report_id);
    cb_node_add_text(b, node, "facts_digest", hex_text(a, &last->facts));
    cb_node_add_text(b, node, "text",
                     cb_worded(a, "decision_author", "author", author->name, "count", cb_count_text(a, author->count),
                               "exported", exported, "report", last->report_id, "digest", hex_text(a, &last->facts)));
}

static void put_unlisted(cb_arranging *a, cb_node *list, const cb_decided *decided) {
    cb_builder *b = &a->builder;
    cb_node *node = cb_node_map(b, list, NULL);
    cb_node_add_text(b, node, "key", decided->key);
    cb_node_add_text(b, node, "title", decided->list[0]->title);
    cb_node_add_text(b, node, "why",
                     decided->rule ? cb_worded(a, "decision_dropped", "rule", decided->rule)
                                   : cb_word(a, "decision_absent"));
    cb_node_add_text(b, node, "differ", differ_text(a, decided));
    put_readings(a, node, decided);
}

static void put_agreement(cb_arranging *a, cb_node *list, const cb_readings *readings) {
    cb_agreement agreement = cb_readings_agreement(readings);
    if (readings->author_count < 2) {
        return;
    }
    cb_node_add_text(&a->builder, list, NULL,
                     cb_worded(a, "agreement_all", "both", cb_count_text(a, agreement.both), "same",
                               cb_count_text(a, agreement.both - agreement.differ), "differ",
                               cb_count_text(a, agreement.differ)));
    cb_node_add_text(&a->builder, list, NULL,
                     cb_worded(a, "agreement_class", "classes", cb_count_text(a, agreement.classes), "same",
                               cb_count_text(a, agreement.same_class)));
    cb_node_add_text(&a->builder, list, NULL,
                     cb_worded(a, "agreement_blind", "blind", cb_count_text(a, agreement.blind)));
}

static void put_listed(cb_arranging *a, cb_node *list) {
    const cb_arrange_request *r = a->request;
    for (size_t i = 0; i < r->variant_count; i++) {
        if (cb_decided_of(r->readings, r->variants[i]->key)) {
            cb_node_add_integer(&a->builder, list, NULL, (int64_t)i, NULL);
        }
    }
}

size_t cb_differing_count(const cb_readings *readings) {
    return readings ? cb_readings_agreement(readings).differ : 0;
}

void cb_arrange_decisions(cb_arranging *a, cb_node *root) {
    const cb_readings *readings = a->request->readings;
    cb_builder *b = &a->builder;
    cb_node *node = cb_node_map(b, root, "decisions");
    cb_node *authors = cb_node_list(b, node, "authors"), *agreement = cb_node_list(b, node, "agreement");
    cb_node *on_case = cb_node_list(b, node, "case"), *listed = cb_node_list(b, node, "listed");
    cb_node *unlisted = cb_node_list(b, node, "unlisted"), *files = cb_node_list(b, node, "files");
    if (!readings) {
        return;
    }
    for (size_t i = 0; i < readings->author_count; i++) {
        put_author(a, authors, &readings->authors[i]);
        if (readings->authors[i].on_case) {
            put_reading(a, on_case, readings->authors[i].on_case);
        }
    }
    put_agreement(a, agreement, readings);
    put_listed(a, listed);
    for (size_t i = 0; i < readings->decided_count; i++) {
        if (!readings->decided[i].listed) {
            put_unlisted(a, unlisted, &readings->decided[i]);
        }
    }
    for (size_t i = 0; i < readings->file_count; i++) {
        cb_node_add_text(b, files, NULL, hex_text(a, &readings->files[i]->digest));
    }
}

static bool named_before(const cb_readings *readings, size_t i) {
    for (size_t j = 0; j < i; j++) {
        if (readings->files[j]->revision == readings->files[i]->revision &&
            cb_digest_same(&readings->files[j]->facts, &readings->files[i]->facts)) {
            return true;
        }
    }
    return false;
}

/* The report that the case file says this one amends. */
static void put_amended(cb_arranging *a, cb_node *list) {
    const cb_amends *m = &a->request->kase->report.amends;
    if (!m->report) {
        return;
    }
    cb_builder *b = &a->builder;
    cb_node *node = cb_node_map(b, list, NULL);
    const char *id = m->date ? cb_worded(a, "amended_of", "id", m->report, "date", m->date) : m->report;
    cb_node_add_text(b, node, "id", m->report);
    cb_node_add_text(b, node, "facts_digest", m->digest);
    cb_node_add_text(
        b, node, "text",
        cb_worded(a, "report_amends", "id", id, "digest", m->digest, "reason", m->reason, "changes", m->changes));
    cb_node_add_text(b, node, "reason", m->reason);
    cb_node_add_text(b, node, "changes", m->changes);
}

void cb_arrange_superseded(cb_arranging *a, cb_node *report) {
    const cb_readings *readings = a->request->readings;
    cb_node *list = cb_node_list(&a->builder, report, "supersedes");
    put_amended(a, list);
    long highest = readings ? cb_decisions_revision(readings->files, readings->file_count) : 0;
    for (size_t i = 0; readings && i < readings->file_count; i++) {
        const cb_decisions *file = readings->files[i];
        if (file->revision != highest || named_before(readings, i)) {
            continue;
        }
        const char *digest = hex_text(a, &file->facts), *amended = a->request->kase->report.amends.digest;
        if (amended && strcmp(amended, digest) == 0) {
            continue; /* said already, with the reason */
        }
        cb_node *node = cb_node_map(&a->builder, list, NULL);
        cb_node_add_text(&a->builder, node, "id", file->report_id);
        cb_node_add_text(&a->builder, node, "facts_digest", digest);
        cb_node_add_text(&a->builder, node, "text",
                         cb_worded(a, "report_supersedes", "id", file->report_id, "digest", digest));
    }
}

void cb_arrange_binding(cb_arranging *a, cb_node *report) {
    cb_digest of_case, calls;
    cb_status s = cb_case_digests(a->arena, a->request->kase, &of_case, &calls, a->error);
    if (s != CB_OK && a->status == CB_OK) {
        a->status = s;
    }
    cb_node_add_text(&a->builder, report, "case_digest", s == CB_OK ? hex_text(a, &of_case) : "");
    cb_node_add_text(&a->builder, report, "calls_digest", s == CB_OK ? hex_text(a, &calls) : "");
}
