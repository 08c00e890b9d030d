/* transcripts.c: the consequences of an allele on transcripts. */
#include <limits.h>

#include "casebound/base/ascii.h"
#include "read/plan.h"

typedef struct entry_reader {
    cb_making *m;
    const cb_layout *layout;
    const cb_annotation *entry;
    const char *value; /* of INFO */
    char *copy;  /* of the whole value: bars and ends of entries are NUL, so that a field is a text where it stands */
    bool decode; /* there is a percent sign in it */
    bool vep;
    bool failed; /* memory */
    /* of the entry before */
    cb_str terms;
    const cb_transcript *before;
} entry_reader;

static char *place_of(const entry_reader *r, cb_str field) {
    return r->copy + (field.s - r->value);
}

static char *text_of(entry_reader *r, cb_part part) {
    cb_str raw;
    if (!cb_entry_field(r->entry, r->layout->part[part], &raw)) {
        return NULL;
    }
    char *text = place_of(r, raw);
    if (r->decode) {
        cb_info_decode(r->m, text, raw.n, r->vep);
    }
    return text;
}

static const char *copy(entry_reader *r, cb_str text) {
    char *copied = cb_copy_str(r->m->arena, text);
    r->failed = r->failed || !copied;
    return copied;
}

/* The terms in the Sequence Ontology's names, '&' between. */
static const char *join_terms(entry_reader *r, cb_str raw) {
    cb_str rest = raw, term;
    cb_buf all;
    cb_buf_init(&all, 2 * raw.n + 64 * (raw.n / 4 + 1));
    while (cb_str_split(&rest, '&', &term)) {
        term = r->layout->kind == CB_BCSQ ? cb_bcsq_term(term) : term;
        cb_buf_text(&all, term.n > 0 && all.size > 0 ? "&" : "");
        cb_buf_str(&all, term);
    }
    r->failed = r->failed || all.failed;
    const char *joined = copy(r, cb_buf_view(&all));
    cb_buf_free(&all);
    return joined;
}

/* The most severe term (the first of equals). */
static cb_str worst_term(const entry_reader *r, cb_str raw, int *severity, bool *gaps) {
    const cb_consequences *table = r->m->plan->with.consequences;
    cb_str term, worst = {0};
    *gaps = false;
    while (cb_str_split(&raw, '&', &term)) {
        term = r->layout->kind == CB_BCSQ ? cb_bcsq_term(term) : term;
        *gaps = *gaps || term.n == 0;
        int its = term.n > 0 ? cb_consequence_severity(table, term) : INT_MAX;
        if (term.n > 0 && (worst.n == 0 || its < *severity)) {
            worst = term;
            *severity = its;
        }
    }
    return worst;
}

/* All terms, and the most severe of them. Entries of one allele often have the same. */
static void read_consequence(entry_reader *r, cb_transcript *t) {
    const cb_consequences *table = r->m->plan->with.consequences;
    cb_str raw;
    bool gaps;
    t->severity = (int)table->count + 1;
    if (!cb_entry_field(r->entry, r->layout->part[CB_PART_CONSEQUENCE], &raw)) {
        return;
    }
    if (r->before && cb_str_same(r->terms, raw)) {
        t->severity = r->before->severity;
        t->consequence = r->before->consequence;
        t->consequences = r->before->consequences;
        return;
    }
    cb_str worst = worst_term(r, raw, &t->severity, &gaps);
    if (worst.n > 0) {
        const cb_consequence *row = cb_consequence_find(table, worst);
        t->consequences = gaps || r->layout->kind == CB_BCSQ ? join_terms(r, raw) : place_of(r, raw);
        t->consequence = row ? row->term : copy(r, worst);
    }
    r->terms = raw;
    r->before = t;
}

/* A pointer of bcftools csq to the record that holds the consequence of a whole haplotype. That record may not be at
 * hand any more, but that a coding haplotype is changed is certain: the ontology's term for "the protein is altered, in
 * a way not told" keeps the allele from being passed over. */
static const char POINTER_TERM[] = "protein_altering_variant";

static bool is_pointer(const cb_layout *layout, const cb_annotation *entry) {
    return layout->kind == CB_BCSQ && entry->text.n > 0 && entry->text.s[0] == '@';
}

static void read_pointer(entry_reader *r, cb_transcript *t) {
    t->consequence = POINTER_TERM;
    t->consequences = POINTER_TERM;
    t->severity = cb_consequence_severity(r->m->plan->with.consequences, cb_str_of(POINTER_TERM));
}

/* "HGNC:8847" or "8847"; anything else is no HGNC id. */
static const char *hgnc_of(entry_reader *r) {
    cb_str raw, rest;
    if (!cb_entry_field(r->entry, r->layout->part[CB_PART_HGNC], &raw)) {
        return NULL;
    }
    rest = raw;
    while (cb_str_starts(rest, "HGNC:")) {
        rest = (cb_str){rest.s + 5, rest.n - 5};
    }
    return cb_ascii_digits(rest) ? place_of(r, rest) : NULL;
}

/* "ENST00000361923.2:c.390+471_390+472insC": the part behind the prefix; *prefix is the reference sequence, or nothing.
 */
static const char *without_prefix(const char *hgvs, cb_str *prefix) {
    *prefix = (cb_str){0};
    const char *colon = hgvs ? strchr(hgvs, ':') : NULL;
    if (!colon || !colon[1] || colon[2] != '.' || !strchr("cgmnopr", colon[1])) {
        return hgvs;
    }
    *prefix = (cb_str){hgvs, (size_t)(colon - hgvs)};
    return colon + 1;
}

/* The prefix of HGVS is the transcript itself where it says no more than a version beside its name. */
static void read_hgvs(entry_reader *r, cb_transcript *t) {
    cb_str prefix, protein;
    char *coding = text_of(r, CB_PART_HGVS_C);
    t->hgvs_c = without_prefix(coding, &prefix);
    t->hgvs_p = without_prefix(text_of(r, CB_PART_HGVS_P), &protein);
    size_t plain = t->feature ? strlen(t->feature) : 0;
    if (plain > 0 && prefix.n > plain + 1 && cb_str_starts(prefix, t->feature) && prefix.s[plain] == '.' &&
        cb_ascii_digits((cb_str){prefix.s + plain + 1, prefix.n - plain - 1})) {
        coding[prefix.n] = '\0';
        t->feature = coding;
    }
}

static bool has_term(const char *consequences, const char *wanted) {
    cb_str rest = cb_str_of(consequences), term;
    while (rest.s && cb_str_split(&rest, '&', &term)) {
        if (cb_str_is(term, wanted)) {
            return true;
        }
    }
    return false;
}

/* SnpEff has one rank, of the exon or of the intron. */
static void read_place(entry_reader *r, cb_transcript *t) {
    t->exon = text_of(r, CB_PART_EXON);
    t->intron = text_of(r, CB_PART_INTRON);
    const char *rank = text_of(r, CB_PART_RANK);
    if (rank && (has_term(t->consequences, "intron_variant") || has_term(t->consequences, "splice_donor_variant") ||
                 has_term(t->consequences, "splice_acceptor_variant"))) {
        t->intron = rank;
    } else if (rank) {
        t->exon = rank;
    }
}

/* MANE_SELECT holds an id; the older field MANE held one too, and later the kind of it. */
static void read_mane(entry_reader *r, cb_transcript *t) {
    t->mane = text_of(r, CB_PART_MANE_SELECT);
    t->mane_plus = text_of(r, CB_PART_MANE_PLUS);
    const char *kind = text_of(r, CB_PART_MANE);
    if (!t->mane && kind && strcmp(kind, "MANE_Plus_Clinical") != 0) {
        t->mane = kind;
    }
}

static void read_transcript(entry_reader *r, cb_transcript *t) {
    cb_str canonical;
    read_consequence(r, t);
    t->impact = text_of(r, CB_PART_IMPACT);
    t->gene = text_of(r, CB_PART_SYMBOL);
    t->gene_id = text_of(r, CB_PART_GENE);
    t->hgnc_id = hgnc_of(r);
    t->feature = text_of(r, CB_PART_FEATURE);
    t->feature_type = text_of(r, CB_PART_FEATURE_TYPE);
    t->biotype = text_of(r, CB_PART_BIOTYPE);
    read_hgvs(r, t);
    read_place(r, t);
    t->canonical =
        cb_entry_field(r->entry, r->layout->part[CB_PART_CANONICAL], &canonical) && cb_str_is(canonical, "YES");
    read_mane(r, t);
}

static void add_impact(const cb_making *m, cb_transcript *t) {
    const cb_consequence *row =
        t->consequence ? cb_consequence_find(m->plan->with.consequences, cb_str_of(t->consequence)) : NULL;
    if (!t->impact && row) {
        t->impact = row->impact;
    }
}

/* A copy of the value in which every field ends with NUL. */
static char *parted_copy(const cb_making *m, const cb_entries *entries) {
    const cb_cut *cut = entries->cut;
    char *copied = cb_copy_str(m->arena, cut->value);
    for (size_t i = 0; copied && i < cut->bar_count; i++) {
        copied[m->record->line.s + cut->bars[i] - cut->value.s] = '\0';
    }
    for (size_t i = 0; copied && i < cut->count; i++) {
        const cb_str *text = &cut->list[i].text;
        copied[text->s + text->n - cut->value.s] = '\0';
    }
    return copied;
}

static void fill_entry(entry_reader *r, cb_transcript *t) {
    if (is_pointer(r->layout, r->entry)) {
        read_pointer(r, t);
    } else {
        read_transcript(r, t);
    }
    add_impact(r->m, t);
    t->allele_ambiguous = r->entry->ambiguous;
}

static cb_status fill(cb_making *m, const cb_entries *entries) {
    cb_variant *v = m->v;
    entry_reader r = {.m = m, .layout = entries->layout, .value = entries->cut->value.s};
    r.copy = parted_copy(m, entries);
    v->transcripts = r.copy ? cb_alloc_array(m->arena, entries->count + 1, sizeof *v->transcripts) : NULL;
    if (!v->transcripts) {
        return cb_fail_memory(m->e);
    }
    r.decode = memchr(entries->cut->value.s, '%', entries->cut->value.n) != NULL;
    r.vep = r.layout->kind != CB_BCSQ && !r.layout->snpeff;
    for (size_t i = 0; i < entries->count; i++) {
        cb_transcript *t = &v->transcripts[i];
        r.entry = &entries->list[i];
        fill_entry(&r, t);
        if (r.failed) {
            return cb_fail_memory(m->e);
        }
        if (t->consequence && t->severity < v->severity) {
            v->severity = t->severity;
            v->consequence = t->consequence;
        }
    }
    v->transcript_count = entries->count;
    return CB_OK;
}

cb_status cb_consequence_make(cb_making *m) {
    cb_variant *v = m->v;
    const cb_entries *entries;
    cb_status status = cb_annotation_check(m, &entries);
    v->severity = INT_MAX;
    if (status != CB_OK || !entries) {
        return status;
    }
    entry_reader r = {.m = m, .layout = entries->layout};
    cb_str worst = {0};
    for (size_t i = 0; i < entries->count; i++) {
        const cb_annotation *entry = &entries->list[i];
        cb_str raw, term = {0};
        int severity = INT_MAX;
        bool gaps;
        if (is_pointer(entries->layout, entry)) {
            term = cb_str_of(POINTER_TERM);
            severity = cb_consequence_severity(m->plan->with.consequences, term);
        } else if (cb_entry_field(entry, r.layout->part[CB_PART_CONSEQUENCE], &raw) && !cb_str_same(raw, r.terms)) {
            term = worst_term(&r, raw, &severity, &gaps);
            r.terms = raw;
        }
        if (term.n > 0 && severity < v->severity) {
            v->severity = severity;
            worst = term;
        }
    }
    const cb_consequence *row = cb_consequence_find(m->plan->with.consequences, worst);
    v->consequence = worst.n == 0 ? NULL : row ? row->term : copy(&r, worst);
    return r.failed ? cb_fail_memory(m->e) : CB_OK;
}

cb_status cb_transcripts_make(cb_making *m) {
    const cb_entries *entries;
    m->v->severity = INT_MAX;
    cb_status status = cb_annotation_check(m, &entries);
    return status == CB_OK && entries ? fill(m, entries) : status;
}
