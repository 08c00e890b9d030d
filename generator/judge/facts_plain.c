/* facts_plain.c: facts of few values, which rules ask of every allele: their words, and their values outside of Lua. */
#include "facts.h"
#include "memo.h"
#include <string.h>

const char *cb_fact_chrom_kind(const cb_variant *v) {
    static const char *const kinds[] = {
        [CB_AUTOSOME] = "autosome", [CB_X] = "x", [CB_Y] = "y", [CB_MT] = "mitochondrial", [CB_OTHER_CONTIG] = "other"};
    return kinds[v->contig->kind];
}

static bool is_sequence(const char *alt) {
    size_t n = 0;
    while (alt[n] && strchr("ACGTNacgtn", alt[n])) {
        n++;
    }
    return n > 0 && alt[n] == '\0';
}

const char *cb_fact_alt_kind(const cb_variant *v) {
    const char *alt = v->alt;
    if (is_sequence(alt)) {
        return "sequence";
    }
    return strcmp(alt, "*") == 0                                      ? "star"
           : strcmp(alt, "<NON_REF>") == 0 || strcmp(alt, "<*>") == 0 ? "reference"
                                                                      : "symbolic";
}

const char *cb_fact_filter(const cb_variant *v) {
    static const char *const states[] = {
        [CB_FILTER_NOT_APPLIED] = "not_applied", [CB_FILTER_PASS] = "PASS", [CB_FILTER_FAILED] = "failed"};
    return states[v->filter_state];
}

const char *cb_fact_clinvar(const cb_variant *v) {
    static const char *const classes[] = {
        [CB_CLINVAR_NONE] = NULL,
        [CB_CLINVAR_BENIGN] = "benign",
        [CB_CLINVAR_LIKELY_BENIGN] = "likely_benign",
        [CB_CLINVAR_UNCERTAIN] = "uncertain",
        [CB_CLINVAR_CONFLICTING] = "conflicting",
        [CB_CLINVAR_LIKELY_PATHOGENIC] = "likely_pathogenic",
        [CB_CLINVAR_PATHOGENIC] = "pathogenic",
        [CB_CLINVAR_OTHER] = "other",
    };
    return classes[v->clinvar.class];
}

const char *cb_fact_carrier(const cb_genotype *g) {
    static const char *const words[] = {
        [CB_EVIDENCE_UNKNOWN] = "unknown", [CB_EVIDENCE_CARRIER] = "yes", [CB_EVIDENCE_FREE] = "no"};
    return words[g->evidence];
}

const char *cb_fact_zygosity(const cb_genotype *g) {
    static const char *const words[] = {
        [CB_NO_COLUMN] = "no_column", [CB_NO_CALL] = "no_call",   [CB_HALF_CALL] = "half_call",
        [CB_HALF_ALT] = "half_alt",   [CB_HOM_REF] = "hom_ref",   [CB_HET] = "het",
        [CB_HOM_ALT] = "hom_alt",     [CB_HEMI_REF] = "hemi_ref", [CB_HEMI_ALT] = "hemi_alt",
    };
    return words[g->zygosity];
}

static const cb_transcript *severest(const cb_variant *v) {
    for (size_t i = 0; i < v->transcript_count; i++) {
        if (v->transcripts[i].severity == v->severity && v->transcripts[i].consequence && v->consequence &&
            strcmp(v->transcripts[i].consequence, v->consequence) == 0) {
            return &v->transcripts[i];
        }
    }
    return v->chosen;
}

const char *cb_fact_impact(const cb_variant *v) {
    const cb_transcript *t = severest(v);
    return t ? t->impact : NULL;
}

/* Values outside of Lua. Where a text is missing, the number tells which of the two absences stands for it. */

static cb_plain chrom_kind(const cb_case *kase, const cb_handle *h) {
    (void)kase;
    return (cb_plain){.text = cb_fact_chrom_kind(h->v), .lasting = true};
}

static cb_plain alt_kind(const cb_case *kase, const cb_handle *h) {
    (void)kase;
    return (cb_plain){.text = cb_fact_alt_kind(h->v), .lasting = true};
}

static cb_plain filter(const cb_case *kase, const cb_handle *h) {
    (void)kase;
    return (cb_plain){.text = cb_fact_filter(h->v), .lasting = true};
}

static cb_plain consequence(const cb_case *kase, const cb_handle *h) {
    return (cb_plain){.text = h->v->consequence, .number = kase->annotation_kind_count > 0};
}

static cb_plain impact(const cb_case *kase, const cb_handle *h) {
    return (cb_plain){.text = cb_fact_impact(h->v), .number = kase->annotation_kind_count > 0};
}

static cb_plain clinvar(const cb_case *kase, const cb_handle *h) {
    (void)kase;
    return (cb_plain){.text = cb_fact_clinvar(h->v), .number = h->v->clinvar.significance.presence, .lasting = true};
}

static cb_plain clinvar_pathogenic(const cb_case *kase, const cb_handle *h) {
    (void)kase;
    return (cb_plain){.number = h->v->clinvar.has_pathogenic};
}

static cb_plain proband(const cb_case *kase, const cb_handle *h) {
    (void)h;
    return (cb_plain){.number = (long)kase->family.proband};
}

static cb_plain carrier(const cb_case *kase, const cb_handle *h) {
    (void)kase;
    return (cb_plain){.text = cb_fact_carrier(&h->v->genotypes[h->index]), .lasting = true};
}

static cb_plain zygosity(const cb_case *kase, const cb_handle *h) {
    (void)kase;
    return (cb_plain){.text = cb_fact_zygosity(&h->v->genotypes[h->index]), .lasting = true};
}

cb_plain_getter cb_plain_getter_of(cb_kind kind, const char *fact) {
    static const struct {
        cb_kind kind;
        const char *fact;
        cb_plain_getter get;
    } getters[] = {
        {CB_KIND_VARIANT, "chrom_kind", chrom_kind}, {CB_KIND_VARIANT, "alt_kind", alt_kind},
        {CB_KIND_VARIANT, "filter", filter},         {CB_KIND_VARIANT, "consequence", consequence},
        {CB_KIND_VARIANT, "impact", impact},         {CB_KIND_VARIANT, "clinvar", clinvar},
        {CB_KIND_VARIANT, "proband", proband},       {CB_KIND_VARIANT, "clinvar_pathogenic", clinvar_pathogenic},
        {CB_KIND_CALL, "carrier", carrier},          {CB_KIND_CALL, "zygosity", zygosity},
    };
    for (size_t i = 0; i < sizeof getters / sizeof *getters; i++) {
        if (getters[i].kind == kind && strcmp(getters[i].fact, fact) == 0) {
            return getters[i].get;
        }
    }
    return NULL;
}
