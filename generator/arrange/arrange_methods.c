/* arrange_methods.c: how the report was made, worded so that a reader can judge it: build, annotation, sieve, ranking,
 * limits. */
#include "arrange/arranging.h"

static void put_method(cb_arranging *a, cb_node *list, const char *label_key, const char *text) {
    cb_node *node = cb_node_map(&a->builder, list, NULL);
    cb_node_add_text(&a->builder, node, "label", cb_word(a, label_key));
    cb_node_add_text(&a->builder, node, "text", text);
}

static const char *build_text(cb_arranging *a) {
    const cb_build build = a->request->kase->build;
    if (build == CB_BUILD_UNKNOWN) {
        return cb_word(a, "method_build_unknown");
    }
    return cb_worded(a, "method_build_text", "build", cb_build_name(build));
}

static const char *genotypes_text(cb_arranging *a) {
    const cb_evidence_policy *p = &cb_profile_policy(a->request->profile)->evidence;
    return cb_worded(a, "method_genotypes_text", "depth", cb_formatted(a, "%d", (int)p->min_depth), "reads",
                     cb_formatted(a, "%d", (int)p->max_alt_reads_free));
}

static const char *annotation_text(cb_arranging *a) {
    const cb_case *kase = a->request->kase;
    const char *kinds = "";
    for (size_t i = 0; i < kase->annotation_kind_count; i++) {
        kinds = cb_joined(a, "mark_and", kinds, kase->annotation_kinds[i]);
    }
    return *kinds ? cb_worded(a, "method_annotation_text", "kinds", kinds) : cb_word(a, "method_annotation_none");
}

/* Whether any listed allele's file declares the source. Without a listed allele nobody knows, and nothing is said. */
static bool source_declared(const cb_arrange_request *r, size_t index, bool predictors) {
    for (size_t i = 0; i < r->variant_count; i++) {
        const cb_variant *v = r->variants[i];
        const size_t count = predictors ? v->predictor_count : v->frequency_count;
        const cb_measure *measures = predictors ? v->predictors : v->frequencies;
        if (index < count && measures[index].value.presence != CB_NOT_ANNOTATED) {
            return true;
        }
    }
    return r->variant_count == 0;
}

/* The sources that the file declares, then those that it does not: a highest value says little when nobody looked. */
static const char *sources_text(cb_arranging *a, bool predictors) {
    const cb_sources *s = cb_profile_sources(a->request->profile);
    const cb_source *sources = predictors ? s->predictors : s->frequencies;
    const size_t count = predictors ? s->predictor_count : s->frequency_count;
    const char *declared = "", *absent = "";
    for (size_t i = 0; i < count; i++) {
        const char **list = source_declared(a->request, i, predictors) ? &declared : &absent;
        *list = cb_joined(a, "mark_and", *list, cb_source_word(a, sources[i].name));
    }
    if (count == 0) {
        return cb_word(a, predictors ? "method_predictors_none" : "method_frequency_none");
    }
    if (!*declared) {
        return cb_worded(a, predictors ? "method_predictors_absent" : "method_frequency_absent", "absent", absent);
    }
    if (*absent) {
        absent = cb_worded(a, "method_sources_absent", "absent", absent);
    }
    return cb_worded(a, predictors ? "method_predictors_text" : "method_frequency_text", "sources", declared, "absent",
                     absent);
}

static const char *clinvar_text(cb_arranging *a) {
    const cb_arrange_request *r = a->request;
    for (size_t i = 0; i < r->variant_count; i++) {
        if (r->variants[i]->clinvar.significance.presence != CB_NOT_ANNOTATED) {
            return cb_word(a, "method_clinvar_text");
        }
    }
    return cb_word(a, r->variant_count == 0 ? "method_clinvar_text" : "method_clinvar_none");
}

static const char *sieve_text(cb_arranging *a) {
    const cb_arrange_request *r = a->request;
    const char *profile = cb_profile_name(r->profile), *version = cb_profile_version(r->profile), *rules = "";
    for (size_t i = 0; i < r->ledger->count; i++) {
        const cb_ledger_row *row = &r->ledger->rows[i];
        if (row->alleles > 0) {
            const char *rule =
                cb_worded(a, "method_sieve_rule", "text", row->text, "count", cb_count_text(a, row->alleles));
            rules = cb_joined(a, "list_and", rules, rule);
        }
    }
    if (!*rules) {
        return cb_worded(a, "method_sieve_none", "profile", profile, "version", version);
    }
    return cb_worded(a, "method_sieve_text", "profile", profile, "version", version, "rules", rules);
}

static const char *penetrance_text(cb_arranging *a, const cb_policy *p) {
    if (!p->penetrance) {
        return cb_word(a, "method_penetrance_none");
    }
    const char *count = cb_count_text(a, p->penetrance->count);
    return cb_worded(a, "method_penetrance_text", "count", count, "table", p->penetrance_file, "version",
                     p->penetrance->version);
}

static const char *policy_fit(cb_arranging *a, cb_fit fit) {
    static const char *const keys[] = {
        [CB_DOES_NOT_FIT] = "fit_no", [CB_POSSIBLE] = "fit_possible", [CB_FITS] = "fit_fits"};
    return cb_word(a, keys[fit]);
}

/* What another laboratory may see otherwise stands here by name. */
static const char *policies_text(cb_arranging *a) {
    const cb_policy *p = cb_profile_policy(a->request->profile);
    const char *text =
        cb_worded(a, "method_policies_text", "penetrance", penetrance_text(a, p), "homozygous",
                  policy_fit(a, p->dominant_homozygous), "female", policy_fit(a, p->x_dominant_healthy_female));
    const char *calls = cb_word(a, p->strict_no_calls ? "method_no_calls_strict" : "method_no_calls");
    const char *reads =
        cb_worded(a, "method_policies_reads", "reads", cb_formatted(a, "%d", (int)p->evidence.max_alt_reads_free),
                  "mosaic", cb_formatted(a, "%d", (int)p->mosaic_percent), "heteroplasmy",
                  cb_formatted(a, "%d", (int)p->heteroplasmy_percent));
    return cb_joined(a, "sentences_and", cb_joined(a, "sentences_and", text, calls), reads);
}

static const char *panels_text(cb_arranging *a) {
    const cb_case *kase = a->request->kase;
    const char *all = "";
    for (size_t i = 0; i < kase->panel_count; i++) {
        const cb_panel *p = &kase->panels[i];
        const char *name = p->name ? p->name : p->id;
        if (p->missing) {
            continue;
        }
        if (p->version) {
            name = cb_worded(a, "method_panel_named", "name", name, "version", p->version);
        }
        all = cb_joined(a, "list_and", all, name);
    }
    if (!*all) {
        return cb_word(a, kase->panel_count > 0 ? "method_panels_not_found" : "method_panels_none");
    }
    return cb_worded(a, "method_panels_text", "panels", all);
}

static const char *shortlist_text(cb_arranging *a) {
    size_t size;
    double score;
    cb_profile_shortlist(a->request->profile, &size, &score);
    return cb_worded(a, "method_shortlist_text", "size", cb_count_text(a, size), "score", cb_rounded_text(a, score, 6));
}

void cb_arrange_methods(cb_arranging *a, cb_node *root) {
    const cb_arrange_request *r = a->request;
    cb_node *list = cb_node_list(&a->builder, root, "methods");
    const char *pairs = cb_count_text(a, cb_profile_policy(r->profile)->pairs_per_gene);
    const char *version = r->consequences->version ? r->consequences->version : cb_word(a, "missing");
    const size_t not_examined = cb_not_examined_count(r->kase);
    put_method(a, list, "method_build", build_text(a));
    put_method(a, list, "method_genotypes", genotypes_text(a));
    put_method(a, list, "method_annotation", annotation_text(a));
    put_method(a, list, "method_transcript", cb_worded(a, "method_transcript_text", "version", version));
    put_method(a, list, "method_frequency", sources_text(a, false));
    put_method(a, list, "method_predictors", sources_text(a, true));
    put_method(a, list, "method_clinvar", clinvar_text(a));
    put_method(a, list, "method_inheritance", cb_worded(a, "method_inheritance_text", "pairs", pairs));
    put_method(a, list, "method_policies", policies_text(a));
    put_method(a, list, "method_sieve", sieve_text(a));
    put_method(a, list, "method_ranking", cb_rank_method(a));
    put_method(a, list, "method_shortlist", shortlist_text(a));
    put_method(a, list, "method_panels", panels_text(a));
    if (not_examined > 0) {
        const char *count = cb_count_text(a, not_examined);
        put_method(a, list, "method_not_examined", cb_worded(a, "method_not_examined_text", "count", count));
    }
    cb_node *coverage = cb_node_map(&a->builder, root, "coverage");
    cb_node_add_text(&a->builder, coverage, "text", cb_word(a, "method_coverage_text"));
    cb_node_add_text(&a->builder, coverage, "limits", cb_word(a, "method_limits_text"));
    put_method(a, list, "method_coverage", cb_word(a, "method_coverage_text"));
    put_method(a, list, "method_limits", cb_word(a, "method_limits_text"));
    put_method(a, list, "method_secondary", cb_node_text(root, "secondary/text"));
    put_method(a, list, "method_classification", cb_word(a, "method_classification_text"));
}
