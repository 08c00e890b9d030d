/* transcripts.c: the consequences of an allele on transcripts. */
#include <limits.h>
#include <string.h>

#include "casebound/base/ascii.h"
#include "read/making.h"

/* VEP first: its entries name transcripts with versions, MANE and HGNC ids; SnpEff's have HGVS without versions;
 * bcftools' have no HGVS at all. One kind alone is used, so that a transcript never heads a report twice. */
static const cb_annotator preference[CB_ANNOTATORS] = {CB_CSQ, CB_ANN, CB_BCSQ};

typedef struct entry_reader {
    cb_making *m;
    const cb_layout *layout;
    cb_str entry;
    bool failed; /* memory */
} entry_reader;

static const char *text_of(entry_reader *r, cb_part part) {
    cb_str raw;
    if (!cb_entry_field(r->entry, r->layout->part[part], &raw)) {
        return NULL;
    }
    char *text = cb_info_decoded(r->m, raw, r->layout->kind != CB_BCSQ && !r->layout->snpeff);
    r->failed = r->failed || !text;
    return text;
}

static const char *copy(entry_reader *r, cb_str text) {
    char *copied = cb_copy_str(r->m->arena, text);
    r->failed = r->failed || !copied;
    return copied;
}

/* All terms in the Sequence Ontology's names, and the most severe of them (the first of equals). */
static void read_consequence(entry_reader *r, cb_transcript *t) {
    const cb_consequences *table = r->m->with->consequences;
    cb_str raw, term, worst = {0};
    t->severity = (int)table->count + 1;
    if (!cb_entry_field(r->entry, r->layout->part[CB_PART_CONSEQUENCE], &raw)) {
        return;
    }
    cb_buf all;
    cb_buf_init(&all, 2 * raw.n + 64 * (raw.n / 4 + 1));
    while (cb_str_split(&raw, '&', &term)) {
        term = r->layout->kind == CB_BCSQ ? cb_bcsq_term(term) : term;
        if (term.n == 0) {
            continue;
        }
        int severity = cb_consequence_severity(table, term);
        if (worst.n == 0 || severity < t->severity) {
            worst = term;
            t->severity = severity;
        }
        cb_buf_text(&all, all.size > 0 ? "&" : "");
        cb_buf_str(&all, term);
    }
    if (worst.n > 0) {
        t->consequence = copy(r, worst);
        t->consequences = copy(r, cb_buf_view(&all));
    }
    r->failed = r->failed || all.failed;
    cb_buf_free(&all);
}

/* A pointer of bcftools csq to the record that holds the consequence of a whole haplotype. That record may not be at
 * hand any more, but that a coding haplotype is changed is certain: the ontology's term for "the protein is altered, in
 * a way not told" keeps the allele from being passed over. */
static void read_pointer(entry_reader *r, cb_transcript *t) {
    static const char term[] = "protein_altering_variant";
    t->consequence = term;
    t->consequences = term;
    t->severity = cb_consequence_severity(r->m->with->consequences, cb_str_of(term));
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
    return cb_ascii_digits(rest) ? copy(r, rest) : NULL;
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
    t->hgvs_c = without_prefix(text_of(r, CB_PART_HGVS_C), &prefix);
    t->hgvs_p = without_prefix(text_of(r, CB_PART_HGVS_P), &protein);
    size_t plain = t->feature ? strlen(t->feature) : 0;
    if (plain > 0 && prefix.n > plain + 1 && cb_str_starts(prefix, t->feature) && prefix.s[plain] == '.' &&
        cb_ascii_digits((cb_str){prefix.s + plain + 1, prefix.n - plain - 1})) {
        t->feature = copy(r, prefix);
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
    bool in_intron = has_term(t->consequences, "intron_variant") || has_term(t->consequences, "splice_donor_variant") ||
                     has_term(t->consequences, "splice_acceptor_variant");
    if (rank && in_intron) {
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
        t->consequence ? cb_consequence_find(m->with->consequences, cb_str_of(t->consequence)) : NULL;
    if (!t->impact && row) {
        t->impact = row->impact;
    }
}

static cb_status fill(cb_making *m, const cb_entries *entries) {
    cb_variant *v = m->v;
    v->transcripts = cb_alloc_array(m->arena, entries->count + 1, sizeof *v->transcripts);
    if (!v->transcripts) {
        return cb_fail_memory(m->e);
    }
    for (size_t i = 0; i < entries->count; i++) {
        cb_transcript *t = &v->transcripts[i];
        entry_reader r = {.m = m, .layout = entries->layout, .entry = entries->list[i].text};
        if (entries->layout->kind == CB_BCSQ && r.entry.n > 0 && r.entry.s[0] == '@') {
            read_pointer(&r, t);
        } else {
            read_transcript(&r, t);
        }
        add_impact(m, t);
        t->allele_ambiguous = entries->list[i].ambiguous;
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

/* Entries whose key no header line declares cannot be read, and leaving them out would call the variant unannotated. */
static cb_status refuse_undeclared(const cb_making *m) {
    static const char *const keys[] = {"CSQ", "ANN", "BCSQ"};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        cb_str value;
        if (cb_record_info(m->record, keys[i], &value) && !cb_header_info(m->reader->header, cb_str_of(keys[i]))) {
            return cb_record_fail(m->reader, m->record, m->e,
                                  "INFO has %s, and the header does not declare it; keep the annotator's header lines",
                                  keys[i]);
        }
    }
    return CB_OK;
}

cb_status cb_transcripts_make(cb_making *m) {
    m->v->severity = INT_MAX;
    for (int i = 0; i < CB_ANNOTATORS; i++) {
        const cb_entries *entries;
        cb_status status = cb_entries_of(m, preference[i], &entries);
        if (status != CB_OK) {
            return status;
        }
        if (entries && entries->count > 0) {
            return fill(m, entries);
        }
    }
    return refuse_undeclared(m);
}
