/* case_resolved.c: the case as it was understood, as a case file again: read back beside its inputs it gives the same
 * case. No path stands in it. */
#include "case_build.h"

#include <string.h>

#include "casebound/base/number.h"

static void pair(cb_buf *b, const char *indent, const char *key, const char *value) {
    if (value) {
        cb_buf_printf(b, "%s%s: ", indent, key);
        cb_yaml_quote(b, value);
        cb_buf_char(b, '\n');
    }
}

static const char *sex_word(cb_sex sex) {
    return sex == CB_MALE ? "male" : sex == CB_FEMALE ? "female" : "unknown";
}

static const char *status_word(cb_affection affection) {
    return affection == CB_AFFECTED ? "affected" : affection == CB_UNAFFECTED ? "unaffected" : "unknown";
}

static void persons(cb_buf *b, const cb_family *family) {
    cb_buf_text(b, "samples:\n");
    for (size_t i = 0; i < family->count; i++) {
        const cb_person *p = &family->persons[i];
        pair(b, "  - ", "sample_id", p->id);
        pair(b, "    ", "sample_name", p->display);
        pair(b, "    ", "father", p->father_id ? p->father_id : "0");
        pair(b, "    ", "mother", p->mother_id ? p->mother_id : "0");
        pair(b, "    ", "sex", sex_word(p->sex));
        pair(b, "    ", "phenotype", status_word(p->affection));
        pair(b, "    ", "tissue_type", p->sample_type);
        pair(b, "    ", "sample_date", p->collected);
        pair(b, "    ", "analysis_type", p->analysis);
    }
    pair(b, "", "proband", family->persons[0].id);
}

static void deceased(cb_buf *b, const cb_family *family) {
    bool any = false;
    for (size_t i = 0; i < family->count; i++) {
        if (family->persons[i].deceased) {
            cb_buf_text(b, any ? "    - " : "  deceased:\n    - ");
            cb_yaml_quote(b, family->persons[i].id);
            cb_buf_char(b, '\n');
            any = true;
        }
    }
}

/* The birth of the person `first`, of which nobody stands before. */
static void birth(cb_buf *b, const cb_family *family, size_t first) {
    static const char *const words[] = {
        [CB_TWINS_UNKNOWN] = "unknown", [CB_TWINS_MONOZYGOTIC] = "monozygotic", [CB_TWINS_DIZYGOTIC] = "dizygotic"};
    cb_buf_printf(b, "    - zygosity: %s\n      persons:\n", words[family->persons[first].zygosity]);
    for (size_t i = first; i < family->count; i++) {
        if (cb_family_twins(family, first, i)) {
            cb_buf_text(b, "        - ");
            cb_yaml_quote(b, family->persons[i].id);
            cb_buf_char(b, '\n');
        }
    }
}

static bool is_first_born(const cb_family *family, size_t i) {
    for (size_t k = 0; k < i; k++) {
        if (cb_family_twins(family, k, i)) {
            return false;
        }
    }
    return family->persons[i].birth > 0;
}

static void pedigree(cb_buf *b, const cb_family *family) {
    bool any = false, twins = false;
    for (size_t i = 0; i < family->count; i++) {
        any = any || family->persons[i].deceased || family->persons[i].birth > 0;
    }
    if (!any) {
        return;
    }
    cb_buf_text(b, "pedigree:\n");
    deceased(b, family);
    for (size_t i = 0; i < family->count; i++) {
        if (is_first_born(family, i)) {
            cb_buf_text(b, twins ? "" : "  twins:\n");
            birth(b, family, i);
            twins = true;
        }
    }
}

static void question(cb_buf *b, const cb_case *k) {
    cb_buf_text(b, k->term_count ? "phenotype_terms:\n" : "phenotype_terms: []\n");
    for (size_t i = 0; i < k->term_count; i++) {
        cb_buf_text(b, "  - ");
        cb_yaml_quote(b, k->terms[i].id);
        cb_buf_char(b, '\n');
    }
    cb_buf_text(b, k->panel_count ? "default_gene_panels:\n" : "default_gene_panels: []\n");
    for (size_t i = 0; i < k->panel_count; i++) {
        cb_buf_text(b, "  - ");
        cb_yaml_quote(b, k->panels[i].id);
        cb_buf_char(b, '\n');
    }
    pair(b, "", "synopsis", k->synopsis);
}

static void consents(cb_buf *b, const cb_family *family) {
    bool any = false;
    for (size_t i = 0; i < family->count; i++) {
        const cb_person *p = &family->persons[i];
        if (p->secondary != CB_CONSENT_NOT_RECORDED) {
            cb_buf_text(b, any ? "    " : "  secondary_findings:\n    ");
            cb_yaml_quote(b, p->id);
            cb_buf_printf(b, ": %s\n", p->secondary == CB_CONSENT_GIVEN ? "agreed" : "declined");
            any = true;
        }
    }
}

static void declared(cb_buf *b, const cb_report_block *r) {
    cb_buf_text(b, r->not_provided_count ? "  not_provided:\n" : "");
    for (size_t i = 0; i < r->not_provided_count; i++) {
        cb_buf_text(b, "    ");
        cb_yaml_quote(b, r->not_provided[i].item);
        cb_buf_text(b, ": ");
        cb_yaml_quote(b, r->not_provided[i].reason);
        cb_buf_char(b, '\n');
    }
    cb_buf_text(b, r->amends.report ? "  amends:\n" : "");
    pair(b, "    ", "report", r->amends.report);
    pair(b, "    ", "date", r->amends.date);
    pair(b, "    ", "digest", r->amends.digest);
    pair(b, "    ", "reason", r->amends.reason);
    pair(b, "    ", "changes", r->amends.changes);
}

static void report(cb_buf *b, const cb_report_block *r) {
    cb_buf_text(b, "report:\n");
    pair(b, "  ", "patient_name", r->patient_name);
    pair(b, "  ", "patient_id", r->patient_id);
    pair(b, "  ", "birth_date", r->birth_date);
    pair(b, "  ", "requester", r->requester);
    pair(b, "  ", "indication", r->indication);
    pair(b, "  ", "sample_date", r->sample_date);
    pair(b, "  ", "received_date", r->received_date);
    pair(b, "  ", "sample_type", r->sample_type);
    pair(b, "  ", "consent", r->consent);
    pair(b, "  ", "laboratory", r->laboratory);
    pair(b, "  ", "accreditation", r->accreditation);
    pair(b, "  ", "test", r->test);
    pair(b, "  ", "scope", r->scope);
    pair(b, "  ", "no_timestamp", r->no_timestamp);
    cb_buf_printf(b, "  revision: %ld\n", r->revision);
    pair(b, "  ", "language", r->language);
}

/* The name of the first input with a role, or NULL. */
static const char *input_name(const cb_case *k, const char *role) {
    for (size_t i = 0; i < k->input_count; i++) {
        if (strcmp(k->inputs[i].role, role) == 0) {
            return k->inputs[i].name;
        }
    }
    return NULL;
}

/* Under one key that a second reading passes over. */
static void findings(cb_buf *b, const cb_case *k) {
    cb_buf_text(b, "resolved:\n");
    pair(b, "  ", "id", k->id);
    pair(b, "  ", "ped", input_name(k, "ped"));
    pair(b, "  ", "hpo_version", k->hpo_version);
    cb_buf_text(b, "  terms:\n");
    for (size_t i = 0; i < k->term_count; i++) {
        pair(b, "    - ", "id", k->terms[i].id);
        pair(b, "      ", "name", k->terms[i].name);
        pair(b, "      ", "given", k->terms[i].replaced ? k->terms[i].given : NULL);
    }
    cb_buf_text(b, "  panels:\n");
    for (size_t i = 0; i < k->panel_count; i++) {
        const cb_panel *p = &k->panels[i];
        pair(b, "    - ", "id", p->id);
        pair(b, "      ", "name", p->name);
        pair(b, "      ", "version", p->version);
        pair(b, "      ", "date", p->date);
        if (p->missing) {
            cb_buf_text(b, "      missing: true\n");
        } else {
            cb_buf_printf(b, "      genes: %zu\n", p->gene_count);
        }
    }
    cb_buf_text(b, "  not_examined:\n");
    for (size_t i = 0; i < k->not_examined_count; i++) {
        const cb_not_examined *n = &k->not_examined[i];
        pair(b, "    - ", "kind", n->kind);
        pair(b, "      ", "name", n->name);
        pair(b, "      ", "file", n->file);
        pair(b, "      ", "reason", n->reason);
    }
}

cb_status cb_case_resolve(cb_arena *arena, cb_case *k, cb_error *e) {
    cb_buf b;
    cb_buf_init(&b, CB_TEXT_BYTES);
    cb_buf_text(
        &b,
        "# The case as it was understood. Files are named without their folders; provenance.json has their digests.\n");
    pair(&b, "", "family", k->family.id);
    pair(&b, "", "family_name", k->name);
    pair(&b, "", "human_genome_build", k->build == CB_GRCH37 ? "37" : k->build == CB_GRCH38 ? "38" : NULL);
    const char *snv = input_name(k, CB_ROLE_SNV); /* a name of its own once the file was read */
    pair(&b, "", "vcf_snv", snv ? snv : cb_case_base_name(k->vcf_snv));
    pair(&b, "", "hpo", input_name(k, "hpo"));
    pair(&b, "", "hpo_genes", input_name(k, "hpo_genes"));
    if (k->rank_model) {
        char threshold[CB_NUMBER_TEXT];
        cb_number_text(k->rank_threshold, threshold);
        pair(&b, "", "rank_model", input_name(k, "rank_model"));
        pair(&b, "", "rank_model_version", k->rank_model->version);
        cb_buf_printf(&b, "rank_score_threshold: %s\n", threshold);
    }
    persons(&b, &k->family);
    pedigree(&b, &k->family);
    question(&b, k);
    report(&b, &k->report);
    consents(&b, &k->family);
    declared(&b, &k->report);
    findings(&b, k);
    cb_status s = cb_buf_status(&b, e);
    if (s == CB_OK && !(k->resolved = cb_copy_str(arena, cb_buf_view(&b)))) {
        s = cb_fail_memory(e);
    }
    cb_buf_free(&b);
    return s;
}
