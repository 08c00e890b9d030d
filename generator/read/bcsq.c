/* bcsq.c: what bcftools csq writes. Its terms are the Sequence Ontology's without "_variant"; an entry names no allele
 * but the change of DNA, and that only for coding consequences. */
#include "casebound/base/number.h"
#include "casebound/base/ascii.h"
#include "read/reader.h"

/* bcftools csq(1), section "Consequence types". */
static const struct {
    const char *short_name, *term;
} terms[] = {
    {"3_prime_utr", "3_prime_UTR_variant"},
    {"5_prime_utr", "5_prime_UTR_variant"},
    {"coding_sequence", "coding_sequence_variant"},
    {"feature_elongation", "feature_elongation"},
    {"frameshift", "frameshift_variant"},
    {"inframe_altering", "protein_altering_variant"},
    {"inframe_deletion", "inframe_deletion"},
    {"inframe_insertion", "inframe_insertion"},
    {"intergenic", "intergenic_variant"},
    {"intron", "intron_variant"},
    {"missense", "missense_variant"},
    {"non_coding", "non_coding_transcript_variant"},
    {"splice_acceptor", "splice_acceptor_variant"},
    {"splice_donor", "splice_donor_variant"},
    {"splice_region", "splice_region_variant"},
    {"start_lost", "start_lost"},
    {"start_retained", "start_retained_variant"},
    {"stop_gained", "stop_gained"},
    {"stop_lost", "stop_lost"},
    {"stop_retained", "stop_retained_variant"},
    {"synonymous", "synonymous_variant"},
};

cb_str cb_bcsq_term(cb_str term) {
    if (term.n > 0 && term.s[0] == '*') {
        term = (cb_str){term.s + 1, term.n - 1}; /* behind a stop on the same haplotype */
    }
    for (size_t i = 0; i < sizeof terms / sizeof *terms; i++) {
        if (cb_str_is(term, terms[i].short_name)) {
            return cb_str_of(terms[i].term);
        }
    }
    return term;
}

typedef enum answer { UNTOLD, OF_THIS, OF_OTHER, OF_BOTH } answer;

/* One change, "69511A>G". */
static answer ask_change(const cb_making *m, cb_str change) {
    cb_str position = m->record->fixed[CB_COL_POS], alt = {0};
    size_t digits = 0;
    while (digits < change.n && cb_ascii_digit(change.s[digits])) {
        digits++;
    }
    const char *arrow = change.n > 0 ? memchr(change.s, '>', change.n) : NULL;
    if (!arrow || digits == 0 || !cb_str_same((cb_str){change.s, digits}, position)) {
        return UNTOLD;
    }
    cb_str from = {change.s + digits, (size_t)(arrow - change.s) - digits};
    cb_str to = {arrow + 1, (size_t)(change.s + change.n - arrow - 1)};
    (void)cb_record_alt(m->record, m->index - 1, &alt);
    bool same = cb_ascii_same(from, m->record->fixed[CB_COL_REF]) && cb_ascii_same(to, alt);
    return same ? OF_THIS : OF_OTHER;
}

/* A change of several sites on one haplotype joins them with '+'. One that has two alleles of this site is certainly
 * neither's. */
static answer ask(const cb_making *m, const cb_annotation *entry, const cb_layout *layout) {
    cb_str list, change;
    answer given = UNTOLD;
    if (!cb_entry_field(entry, layout->part[CB_PART_DNA_CHANGE], &list)) {
        return UNTOLD;
    }
    while (cb_str_split(&list, '+', &change)) {
        answer now = ask_change(m, change);
        given = given == UNTOLD ? now : now == UNTOLD || now == given ? given : OF_BOTH;
    }
    return given;
}

void cb_bcsq_tie(const cb_making *m, cb_entries *entries) {
    bool alone = m->record->allele_count == 1 && !m->original->split;
    size_t matched = 0, kept = 0;
    for (size_t i = 0; i < entries->count; i++) {
        answer given = ask(m, &entries->list[i], entries->layout);
        matched += given == OF_THIS || given == OF_BOTH ? 1 : 0;
    }
    for (size_t i = 0; i < entries->count; i++) {
        answer given = ask(m, &entries->list[i], entries->layout);
        if (given == OF_OTHER && matched > 0 && !alone) {
            continue;
        }
        bool pointer = entries->list[i].text.n > 0 && entries->list[i].text.s[0] == '@';
        entries->list[kept] = entries->list[i];
        entries->list[kept++].ambiguous = pointer || (given == UNTOLD ? !alone : given != OF_THIS);
    }
    entries->count = kept;
}
