/* arrange_variant.c: everything that is said of one listed allele. */
#include "arrange/arranging.h"

#include <string.h>

enum {
    PARTNERS_OF_UNSHORTLISTED = 5
}; /* pairs grow with the square of a gene's alleles; partner_count says how many there are */

/* Heading. */

static const char *exon_text(const cb_transcript *t) {
    return t ? t->exon : NULL;
}

static void put_heading(cb_arranging *a, cb_node *node, const cb_variant *v) {
    const cb_transcript *t = v->chosen;
    cb_builder *b = &a->builder;
    const cb_consequence *known =
        v->consequence ? cb_consequence_find(a->request->consequences, cb_str_of(v->consequence)) : NULL;
    cb_node_add_real(b, node, "score", v->score, cb_rounded_text(a, v->score, 6));
    cb_put_annotated(a, node, "gene", v->gene);
    cb_put_annotated(a, node, "hgnc_id", v->hgnc_id);
    cb_node_add_text(b, node, "title", cb_variant_title(a, v));
    const char *place = cb_worded(a, "variant_position", "place", cb_place_and_bases(a, v), "build",
                                  cb_build_name(a->request->kase->build));
    cb_node_add_text(b, node, "position", place);
    cb_put_text(a, node, "rs", v->id);
    cb_put_annotated(a, node, "hgvs_c", t ? t->hgvs_c : NULL);
    cb_put_annotated(a, node, "hgvs_p", t ? t->hgvs_p : NULL);
    cb_put_annotated(a, node, "transcript", t ? t->feature : NULL);
    cb_put_annotated(a, node, "exon", exon_text(t));
    cb_node_add_text(b, node, "transcript_why",
                     cb_word(a, t && v->chosen_why ? v->chosen_why : "variant_no_transcript"));
    cb_put_annotated(a, node, "consequence", cb_consequence_shown(a, v));
    cb_put_annotated(a, node, "impact", known ? known->impact : NULL);
}

/* Inheritance. */

/* One sentence a person: the model puts "; " between them. */
static void put_reasons(cb_arranging *a, cb_node *node, const char *reason) {
    cb_node *list = cb_node_list(&a->builder, node, "reasons");
    for (const char *at = reason; at && *at;) {
        const char *end = strstr(at, "; ");
        const size_t n = end ? (size_t)(end - at) : strlen(at);
        cb_node_add_text(&a->builder, list, NULL, cb_formatted(a, "%.*s", (int)n, at));
        at = end ? end + strlen("; ") : at + n;
    }
}

static void put_modes(cb_arranging *a, cb_node *list, const cb_variant *v, cb_fit fit) {
    static const char *const words[] = {
        [CB_DOES_NOT_FIT] = "fit_no", [CB_POSSIBLE] = "fit_possible", [CB_FITS] = "fit_fits"};
    static const char *const kinds[] = {[CB_DOES_NOT_FIT] = "no", [CB_POSSIBLE] = "possible", [CB_FITS] = "fits"};
    cb_builder *b = &a->builder;
    for (int mode = 0; mode < CB_MODES; mode++) {
        const cb_verdict *verdict = &v->modes[mode];
        if (!verdict->tested || verdict->fit != fit) {
            continue;
        }
        cb_node *node = cb_node_map(b, list, NULL);
        cb_node_add_text(b, node, "mode", cb_mode_word(a, v, (cb_mode)mode, false));
        cb_node_add_text(b, node, "fit", cb_word(a, words[fit]));
        cb_node_add_text(b, node, "kind", kinds[fit]);
        cb_node_add_text(b, node, "reason", verdict->reason);
        put_reasons(a, node, verdict->reason);
    }
}

static void put_inheritance(cb_arranging *a, cb_node *node, const cb_variant *v) {
    cb_node *list = cb_node_list(&a->builder, node, "inheritance");
    put_modes(a, list, v, CB_FITS);
    put_modes(a, list, v, CB_POSSIBLE);
    put_modes(a, list, v, CB_DOES_NOT_FIT);
    cb_node_add_text(&a->builder, node, "inheritance_short", cb_inheritance_short(a, v));
}

/* Annotation. */

static void put_clinvar(cb_arranging *a, cb_node *parent, const cb_clinvar *clinvar) {
    cb_node *node = cb_node_map(&a->builder, parent, "clinvar");
    if (cb_clinvar_absent(a, node, "class", clinvar)) {
        cb_clinvar_absent(a, node, "significance", clinvar);
        cb_clinvar_absent(a, node, "stars", clinvar);
        cb_clinvar_absent(a, node, "accession", clinvar);
        return;
    }
    cb_node_add_text(&a->builder, node, "class", cb_clinvar_word(a, clinvar));
    cb_put_value(a, node, "significance", clinvar->significance);
    if (clinvar->stars < 0) {
        cb_put_missing(a, node, "stars");
    } else {
        const char *text = cb_worded(a, "clinvar_stars_words", "stars", cb_formatted(a, "%d", clinvar->stars));
        cb_node_add_integer(&a->builder, node, "stars", clinvar->stars, text);
    }
    cb_put_text(a, node, "accession", clinvar->accession);
}

static void put_annotation(cb_arranging *a, cb_node *node, const cb_variant *v) {
    cb_put_real(a, node, "af", v->af);
    cb_put_value(a, node, "af_name", (cb_text){v->af_name, v->af.presence, NULL});
    cb_arrange_measures(a, node, v);
    put_clinvar(a, node, &v->clinvar);
    cb_node_add_text(&a->builder, node, "filter", cb_filter_word(a, v));
    cb_put_quality(a, node, "quality", v->quality);
    cb_put_value(a, node, "upstream_score", v->upstream_score);
    cb_node *panels = cb_node_list(&a->builder, node, "panels");
    for (size_t i = 0; i < v->panel_count; i++) {
        cb_node_add_text(&a->builder, panels, NULL, v->panels[i]);
    }
}

/* Points, for and against. */

static void put_points(cb_arranging *a, cb_node *node, const cb_variant *v) {
    cb_builder *b = &a->builder;
    cb_node *list = cb_node_list(b, node, "points");
    for (size_t i = 0; i < v->point_count; i++) {
        const cb_point *p = &v->points[i];
        const char *number = cb_rounded_text(a, p->points, 6);
        cb_node *point = cb_node_map(b, list, NULL);
        cb_node_add_real(b, point, "points", p->points, p->points > 0 ? cb_formatted(a, "+%s", number) : number);
        cb_node_add_text(b, point, "text", p->text);
        cb_node_add_text(b, point, "evidence", p->evidence);
        cb_node_add_text(b, point, "reason", p->reason);
        cb_arrange_rank_point(a, point, v, i);
    }
    cb_arrange_ranking(a, node, v);
    const cb_point *points;
    size_t count;
    cb_arguments(v, &points, &count);
    cb_node *favour = cb_node_list(b, node, "for");
    for (size_t i = 0; i < count; i++) {
        if (points[i].points > 0) {
            cb_node_add_text(b, favour, NULL, points[i].text);
        }
    }
}

static bool says(const cb_node *list, const char *text) {
    for (const cb_node *n = list->first; n; n = n->next) {
        if (strcmp(n->text, text) == 0) {
            return true;
        }
    }
    return false;
}

/* What takes points away, then what weakens the evidence whether the profile weighs it or not. */
static void put_against(cb_arranging *a, cb_node *node, const cb_variant *v) {
    cb_builder *b = &a->builder;
    cb_node *list = cb_node_list(b, node, "against");
    const cb_point *points;
    size_t count;
    cb_arguments(v, &points, &count);
    for (size_t i = 0; i < count; i++) {
        if (points[i].points < 0) {
            cb_node_add_text(b, list, NULL, points[i].text);
        }
    }
    if (v->filter_state == CB_FILTER_FAILED) {
        cb_node_add_text(b, list, NULL, cb_worded(a, "against_filter", "filter", v->filter));
    }
    for (size_t i = 0; i < a->request->kase->family.count; i++) {
        const cb_genotype *g = &v->genotypes[i];
        if (g->doubt && g->zygosity != CB_NO_COLUMN) {
            const char *doubt = cb_word_of(a, "doubt_", g->doubt);
            cb_node_add_text(b, list, NULL, cb_worded(a, "against_doubt", "role", a->labels[i], "doubt", doubt));
        }
    }
    if (v->chosen && v->chosen->allele_ambiguous && !says(list, cb_word(a, "against_ambiguous"))) {
        cb_node_add_text(b, list, NULL, cb_word(a, "against_ambiguous"));
    }
    if (v->was_split) {
        const char *from = v->split_from ? v->split_from : cb_word(a, "missing");
        cb_node_add_text(b, list, NULL, cb_worded(a, "against_split", "from", from));
    }
}

static void put_flags(cb_arranging *a, cb_node *node, const cb_variant *v) {
    cb_node *list = cb_node_list(&a->builder, node, "flags");
    for (size_t i = 0; i < v->flag_count; i++) {
        cb_node_add_text(&a->builder, list, NULL, v->flags[i]);
    }
}

/* Partners, transcripts, comments. */

static void put_partners(cb_arranging *a, cb_node *node, const cb_variant *v) {
    const size_t shown =
        v->shortlisted || v->pair_count < PARTNERS_OF_UNSHORTLISTED ? v->pair_count : PARTNERS_OF_UNSHORTLISTED;
    cb_builder *b = &a->builder;
    cb_put_count(a, node, "partner_count", (int64_t)v->pair_count);
    cb_node *list = cb_node_list(b, node, "partners");
    for (size_t i = 0; i < shown; i++) {
        const cb_pair *pair = &v->pairs[i];
        cb_node *partner = cb_node_map(b, list, NULL);
        cb_put_count(a, partner, "rank", pair->partner->rank > 0 ? (int64_t)pair->partner->rank : -1);
        cb_node_add_text(b, partner, "title", cb_variant_title(a, pair->partner));
        cb_node_add_text(b, partner, "key", pair->partner->key);
        cb_node_add_text(b, partner, "anchor",
                         pair->partner->shortlisted ? cb_formatted(a, "v%zu", pair->partner->rank) : "");
        cb_node_add_text(b, partner, "phase", cb_phase_word(a, pair->phase));
        cb_node_add_text(b, partner, "reason", pair->reason);
    }
}

static const char *transcript_mark(cb_arranging *a, const cb_transcript *t, bool chosen) {
    const char *mark = t->mane ? cb_word(a, "transcript_mane") : "";
    mark = cb_joined(a, "mark_and", mark, t->mane_plus ? cb_word(a, "transcript_mane_plus") : "");
    mark = cb_joined(a, "mark_and", mark, t->canonical ? cb_word(a, "transcript_canonical") : "");
    mark = cb_joined(a, "mark_and", mark, chosen ? cb_word(a, "transcript_chosen") : "");
    mark = cb_joined(a, "mark_and", mark, t->allele_ambiguous ? cb_word(a, "transcript_ambiguous") : "");
    return *mark ? mark : NULL;
}

static void put_transcripts(cb_arranging *a, cb_node *node, const cb_variant *v) {
    cb_builder *b = &a->builder;
    cb_node *list = cb_node_list(b, node, "transcripts");
    for (size_t i = 0; v->shortlisted && i < v->transcript_count; i++) {
        const cb_transcript *t = &v->transcripts[i];
        const char *exon = t->exon     ? t->exon
                           : t->intron ? cb_worded(a, "transcript_intron", "intron", t->intron)
                                       : NULL;
        cb_node *line = cb_node_map(b, list, NULL);
        cb_put_text(a, line, "feature", t->feature);
        cb_put_text(a, line, "gene", t->gene);
        cb_put_text(a, line, "consequence",
                    cb_consequence_label(a, t->consequences ? t->consequences : t->consequence));
        cb_put_text(a, line, "hgvs_c", t->hgvs_c);
        cb_put_text(a, line, "hgvs_p", t->hgvs_p);
        cb_put_text(a, line, "exon", exon);
        cb_put_text(a, line, "biotype", t->biotype);
        cb_put_text(a, line, "mark", transcript_mark(a, t, t == v->chosen));
    }
}

static void put_comment(cb_arranging *a, cb_node *node, const cb_variant *v) {
    if (!v->shortlisted) {
        return;
    }
    cb_node *comment = cb_node_map(&a->builder, node, "comment");
    const char *label = cb_worded(a, "comment_variant_label", "title", cb_variant_title(a, v));
    cb_node_add_text(&a->builder, comment, "label", label);
    cb_node_add_text(&a->builder, comment, "placeholder", cb_word(a, "comment_placeholder"));
}

void cb_arrange_allele_facts(cb_arranging *a, cb_node *node, const cb_variant *v) {
    put_heading(a, node, v);
    put_inheritance(a, node, v);
    put_annotation(a, node, v);
    cb_arrange_genotypes(a, node, v);
    put_points(a, node, v);
    put_against(a, node, v);
    put_flags(a, node, v);
    put_partners(a, node, v);
    put_transcripts(a, node, v);
}

/* In brief: all that the list shows. */
static void fill_variant(cb_arranging *a, cb_node *node, const cb_variant *v, bool brief) {
    cb_builder *b = &a->builder;
    cb_node_add_integer(b, node, "rank", (int64_t)v->rank, NULL);
    cb_node_add_text(b, node, "anchor", v->shortlisted ? cb_formatted(a, "v%zu", v->rank) : "");
    cb_put_bool(a, node, "shortlisted", v->shortlisted);
    cb_node_add_text(b, node, "key", v->key);
    cb_arrange_cells(a, node, v);
    if (brief) {
        cb_arrange_genotypes(a, node, v);
        return;
    }
    cb_arrange_allele_facts(a, node, v);
    cb_arrange_gene(a, node, v);
    cb_arrange_order(a, node, v);
    put_comment(a, node, v);
    cb_arrange_variant_decisions(a, node, v);
}

/* Entries of the shortlist: an allele, and behind it those that make a pair with it. */

static bool is_free(const cb_arrange_request *r, const bool *placed, const cb_variant *v) {
    return v->shortlisted && v->rank > 0 && v->rank <= r->variant_count && r->variants[v->rank - 1] == v &&
           !placed[v->rank - 1];
}

static void put_member(cb_arranging *a, cb_node *members, bool *placed, const cb_variant *v) {
    placed[v->rank - 1] = true;
    cb_node_add_integer(&a->builder, members, NULL, (int64_t)v->rank - 1, NULL);
}

static void put_entries(cb_arranging *a, cb_node *root) {
    const cb_arrange_request *r = a->request;
    cb_node *entries = cb_node_list(&a->builder, root, "entries");
    bool *placed = cb_alloc_array(a->arena, r->variant_count + 1, sizeof *placed);
    if (!placed) {
        cb_arrange_fail(a, CB_INTERNAL, "out of memory", NULL);
        return;
    }
    for (size_t i = 0; i < r->variant_count; i++) {
        const cb_variant *v = r->variants[i];
        if (!is_free(r, placed, v)) {
            continue;
        }
        cb_node *members = cb_node_list(&a->builder, cb_node_map(&a->builder, entries, NULL), "members");
        put_member(a, members, placed, v);
        for (size_t j = 0; j < v->pair_count; j++) {
            if (v->pairs[j].fit != CB_DOES_NOT_FIT && is_free(r, placed, v->pairs[j].partner)) {
                put_member(a, members, placed, v->pairs[j].partner);
            }
        }
    }
}

/* The list. What is said of an allele takes some 30 kB while it is a tree, more than is held of the allele itself: but
 * for those that pages name and for the first, it is made for each reading and forgotten. */

enum { FIRST_HELD = 200 };

static bool is_held(const cb_arrange_request *r, size_t place) {
    const cb_variant *v = r->variants[place];
    return place < FIRST_HELD || v->shortlisted || (r->readings && cb_decided_of(r->readings, v->key));
}

static cb_status make_row(const void *who, size_t place, bool brief, cb_arena *arena, cb_node **out, cb_error *e) {
    cb_arranging a = *(const cb_arranging *)who;
    a.arena = arena;
    a.error = e;
    cb_builder_init(&a.builder, arena);
    *out = cb_node_root(&a.builder);
    fill_variant(&a, *out, a.request->variants[place], brief);
    return a.status == CB_OK ? cb_builder_status(&a.builder, e) : a.status;
}

static void put_list(cb_arranging *a, cb_node *root) {
    const cb_arrange_request *r = a->request;
    cb_rows *rows = cb_alloc(a->arena, sizeof *rows);
    if (!rows) {
        cb_arrange_fail(a, CB_INTERNAL, "out of memory", NULL);
        return;
    }
    *rows = (cb_rows){make_row, a};
    cb_node *list = cb_node_rows(&a->builder, root, "variants", r->variant_count, rows);
    for (size_t i = 0; i < r->variant_count && a->status == CB_OK && !a->builder.failed; i++) {
        if (is_held(r, i)) {
            fill_variant(a, cb_node_held(&a->builder, list, i), r->variants[i], false);
        }
    }
}

void cb_arrange_variants(cb_arranging *a, cb_node *root) {
    const cb_arrange_request *r = a->request;
    cb_builder *b = &a->builder;
    put_list(a, root);
    cb_node *shortlist = cb_node_list(b, root, "shortlist");
    for (size_t i = 0; i < r->variant_count; i++) {
        if (r->variants[i]->shortlisted) {
            cb_node_add_integer(b, shortlist, NULL, (int64_t)i, NULL);
        }
    }
    put_entries(a, root);
    cb_node *comment = cb_node_map(b, cb_node_map(b, root, "comments"), "case");
    cb_node_add_text(b, comment, "label", cb_word(a, "comment_case_label"));
    cb_node_add_text(b, comment, "placeholder", cb_word(a, "comment_placeholder"));
}
