/* arrange_order.c: two texts to copy: an order for Sanger sequencing, and what a letter can say of the allele before
 * anybody has judged it: neutral, with places where a decision is lacking. */
#include "arrange/arranging.h"

#include "casebound/model/genotype.h"

enum { PRIMER_FLANK = 350 /* bases on either side, within which primers of a common product lie */ };

/* Lines, one below the other. */
static void add(cb_arranging *a, const char **text, const char *line) {
    *text = cb_joined(a, "lines_and", *text, line);
}

/* The order. */

static const char *called(cb_arranging *a, size_t i, const cb_genotype *g) {
    const char *id = a->request->kase->family.persons[i].id;
    return cb_worded(a, "order_person", "role", a->labels[i], "id", id, "gt", g->text, "zygosity",
                     cb_word(a, cb_zygosity_key(g->zygosity)));
}

static void add_persons(cb_arranging *a, const char **text, const cb_variant *v) {
    const cb_family *family = &a->request->kase->family;
    const char *without = "";
    add(a, text, cb_word(a, "order_test"));
    for (size_t i = 0; i < family->count; i++) {
        if (v->genotypes[i].zygosity != CB_NO_COLUMN) {
            add(a, text, called(a, i, &v->genotypes[i]));
        } else {
            without = cb_joined(a, "mark_and", without, a->labels[i]);
        }
    }
    if (*without) {
        add(a, text, cb_worded(a, "order_without", "persons", without));
    }
}

static const char *region(cb_arranging *a, const cb_variant *v) {
    const long long start = v->position > PRIMER_FLANK ? (long long)v->position - PRIMER_FLANK : 1;
    return cb_worded(a, "order_region", "chrom", v->contig->display, "start", cb_formatted(a, "%lld", start), "end",
                     cb_formatted(a, "%lld", (long long)v->end + PRIMER_FLANK), "build",
                     cb_build_name(a->request->kase->build), "flank", cb_formatted(a, "%d", PRIMER_FLANK));
}

static const char *transcript_text(cb_arranging *a, const cb_variant *v) {
    const cb_transcript *t = v->chosen;
    if (!t || !t->feature) {
        return cb_word(a, "order_no_transcript");
    }
    return t->exon ? cb_worded(a, "order_exon", "transcript", t->feature, "exon", t->exon) : t->feature;
}

static const char *position_text(cb_arranging *a, const cb_variant *v) {
    return cb_worded(a, "variant_position", "place", cb_place_and_bases(a, v), "build",
                     cb_build_name(a->request->kase->build));
}

static const char *order_text(cb_arranging *a, const cb_variant *v, const char *report) {
    const char *text = cb_worded(a, "order_title", "report", report, "date", a->request->date);
    add(a, &text, cb_worded(a, "order_variant", "title", cb_variant_title(a, v)));
    add(a, &text, cb_worded(a, "order_transcript", "transcript", transcript_text(a, v)));
    add(a, &text, cb_worded(a, "order_position", "position", position_text(a, v)));
    add(a, &text, region(a, v));
    add_persons(a, &text, v);
    return text;
}

/* The letter. */

static const char *relatives_text(cb_arranging *a, const cb_variant *v) {
    const cb_family *family = &a->request->kase->family;
    const char *all = "";
    for (size_t i = 0; i < family->count; i++) {
        if (i != family->proband && v->genotypes[i].zygosity != CB_NO_COLUMN) {
            const char *zygosity = cb_word(a, cb_zygosity_key(v->genotypes[i].zygosity));
            all = cb_joined(a, "list_and", all,
                            cb_worded(a, "letter_relative", "role", a->labels[i], "zygosity", zygosity));
        }
    }
    return *all ? cb_worded(a, "letter_relatives", "relatives", all) : "";
}

static const char *frequency_text(cb_arranging *a, const cb_variant *v) {
    switch (v->af.presence) {
    case CB_PRESENT:
        return cb_worded(a, "letter_frequency", "af", cb_rounded_text(a, v->af.value, 2), "source",
                         cb_source_word(a, v->af_name ? v->af_name : ""));
    case CB_MISSING:
        return cb_word(a, "letter_no_frequency");
    case CB_NOT_ANNOTATED:
        break;
    }
    return cb_word(a, "letter_frequency_unknown");
}

static const char *partner_text(cb_arranging *a, const cb_variant *v) {
    static const char *const phases[] = {
        [CB_PAIR_TRANS] = "phase_trans", [CB_PAIR_POSSIBLE] = "phase_possible", [CB_PAIR_CIS] = "phase_cis"};
    if (v->pair_count == 0 || v->pairs[0].fit == CB_DOES_NOT_FIT) {
        return "";
    }
    return cb_worded(a, "letter_partner", "title", cb_variant_title(a, v->pairs[0].partner), "phase",
                     cb_word(a, phases[v->pairs[0].phase]));
}

static const char *clinvar_text(cb_arranging *a, const cb_clinvar *clinvar) {
    const char *class = cb_clinvar_word(a, clinvar);
    if (clinvar->stars < 0) {
        return class;
    }
    return cb_joined(a, "mark_and", class,
                     cb_worded(a, "clinvar_stars_words", "stars", cb_formatted(a, "%d", clinvar->stars)));
}

/* What readers concluded, each by name; a place to fill in where nobody did. */
static const char *class_text(cb_arranging *a, const cb_variant *v) {
    const cb_decided *decided = cb_decided_of(a->request->readings, v->key);
    const char *all = "";
    for (size_t i = 0; decided && i < decided->count; i++) {
        const cb_decision *d = decided->list[i];
        if (d->class != CB_CLASS_NONE) {
            const char *class = cb_word_of(a, "acmg_class_", cb_class_name(d->class));
            all = cb_joined(a, "list_and", all, cb_worded(a, "decision_by", "author", d->file->author, "text", class));
        }
    }
    return cb_worded(a, "letter_class", "class", *all ? all : cb_word(a, "letter_class_open"));
}

static const char *letter_text(cb_arranging *a, const cb_variant *v, const char *report) {
    const size_t proband = a->request->kase->family.proband;
    const char *zygosity = cb_word(a, cb_zygosity_key(v->genotypes[proband].zygosity));
    const char *text = cb_worded(a, "letter_found", "title", cb_variant_title(a, v), "transcript",
                                 transcript_text(a, v), "position", position_text(a, v), "zygosity", zygosity);
    add(a, &text, partner_text(a, v));
    add(a, &text, relatives_text(a, v));
    add(a, &text, cb_worded(a, "letter_inheritance", "inheritance", cb_inheritance_short(a, v)));
    add(a, &text, frequency_text(a, v));
    if (v->clinvar.significance.presence == CB_PRESENT) {
        add(a, &text, cb_worded(a, "letter_clinvar", "class", clinvar_text(a, &v->clinvar)));
    }
    add(a, &text, class_text(a, v));
    add(a, &text, cb_word(a, "letter_open"));
    add(a, &text, cb_worded(a, "letter_report", "report", report, "date", a->request->date));
    return text;
}

void cb_arrange_order(cb_arranging *a, cb_node *variant, const cb_variant *v) {
    if (!v->shortlisted) {
        return;
    }
    const char *report = cb_report_id(a);
    cb_node_add_text(&a->builder, variant, "order", order_text(a, v, report));
    cb_node_add_text(&a->builder, variant, "letter", letter_text(a, v, report));
}
