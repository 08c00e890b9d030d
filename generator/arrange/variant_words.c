/* variant_words.c: what a variant, its consequence, its inheritance and its record in ClinVar are called. */
#include "arrange/arranging.h"

#include "casebound/base/number.h"
#include <string.h>

enum {
    SEQUENCE_SHOWN = 24, /* bases of REF or ALT up to which a page shows them all */
    SEQUENCE_BEGIN = 12  /* bases shown of a longer one */
};

/* Places and changes. */

/* Bases as a page shows them; symbolic alleles stay whole as far as they go. */
static const char *bases(cb_arranging *a, const char *sequence) {
    const size_t length = strlen(sequence);
    if (length <= SEQUENCE_SHOWN) {
        return sequence;
    }
    const char *start = cb_formatted(a, "%.*s", SEQUENCE_BEGIN, sequence);
    return cb_worded(a, "variant_sequence_long", "start", start, "length", cb_count_text(a, length));
}

const char *cb_place_text(cb_arranging *a, const cb_variant *v) {
    return cb_formatted(a, "%s:%lld", v->contig->display, (long long)v->position);
}

const char *cb_place_and_bases(cb_arranging *a, const cb_variant *v) {
    return cb_worded(a, "variant_title_place", "position", cb_place_text(a, v), "ref", bases(a, v->ref), "alt",
                     bases(a, v->alt));
}

static const char *hgvs_text(cb_arranging *a, const cb_variant *v) {
    const cb_transcript *t = v->chosen;
    if (!t || !t->hgvs_c) {
        return t && t->hgvs_p ? t->hgvs_p : NULL;
    }
    return t->hgvs_p ? cb_formatted(a, "%s %s", t->hgvs_c, t->hgvs_p) : t->hgvs_c;
}

const char *cb_variant_title(cb_arranging *a, const cb_variant *v) {
    const char *hgvs = v->gene ? hgvs_text(a, v) : NULL, *place = cb_place_and_bases(a, v);
    return v->gene ? cb_formatted(a, "%s %s", v->gene, hgvs ? hgvs : place) : place;
}

/* Letters of a sequence; 0 for an allele that is none. */
static size_t sequence_length(const char *allele) {
    size_t length = strspn(allele, "ACGTNacgtn");
    return allele[length] ? 0 : length;
}

const char *cb_kind_word(cb_arranging *a, const cb_variant *v) {
    const size_t ref = sequence_length(v->ref), alt = sequence_length(v->alt);
    if (!ref || !alt) {
        return cb_word(a, "kind_other");
    }
    if (ref == alt) {
        return cb_word(a, ref == 1 ? "kind_snv" : "kind_mnv");
    }
    const size_t common = ref < alt ? ref : alt;
    if (strncmp(v->ref, v->alt, common) != 0) {
        return cb_word(a, "kind_indel");
    }
    return cb_word(a, ref < alt ? "kind_insertion" : "kind_deletion");
}

/* Consequences. */

/* Terms of one entry, '&' between, each by its label; a term that the table does not list as it is written. */
const char *cb_consequence_label(cb_arranging *a, const char *terms) {
    if (!terms) {
        return NULL;
    }
    cb_str rest = cb_str_of(terms), part;
    const char *all = "";
    while (cb_str_split(&rest, '&', &part)) {
        const char *term = cb_formatted(a, "%.*s", (int)(part.n > 200 ? 200 : part.n), part.s);
        const cb_consequence *known = cb_consequence_find(a->request->consequences, part);
        all = cb_joined(a, "mark_and", all, known ? known->label : term);
    }
    return all;
}

/* The transcript that the most severe term stands on; NULL when it is the one that heads the report. */
static const cb_transcript *severest_elsewhere(const cb_variant *v) {
    if (!v->chosen || v->chosen->severity <= v->severity) {
        return NULL;
    }
    for (size_t i = 0; i < v->transcript_count; i++) {
        if (v->transcripts[i].severity == v->severity) {
            return &v->transcripts[i];
        }
    }
    return NULL;
}

const char *cb_consequence_shown(cb_arranging *a, const cb_variant *v) {
    const char *severest = cb_consequence_label(a, v->consequence);
    const cb_transcript *other = severest_elsewhere(v);
    if (!other) {
        return severest;
    }
    return cb_worded(a, "consequence_elsewhere", "severest", severest, "transcript", other->feature, "here",
                     cb_consequence_label(a, v->chosen->consequence));
}

/* Inheritance. */

const char *cb_phase_word(cb_arranging *a, cb_pair_phase phase) {
    static const char *const phases[] = {
        [CB_PAIR_TRANS] = "phase_trans", [CB_PAIR_POSSIBLE] = "phase_possible", [CB_PAIR_CIS] = "phase_cis"};
    return cb_word(a, phases[phase]);
}

const char *cb_mode_word(cb_arranging *a, const cb_variant *v, cb_mode mode, bool brief) {
    const char *word = cb_word_of(a, brief ? "mode_short_" : "mode_", cb_mode_key(mode));
    if (mode != CB_MODE_RECESSIVE_COMPOUND || v->pair_count == 0) {
        return word;
    }
    return cb_worded(a, "compound_phase", "mode", word, "phase", cb_phase_word(a, v->pairs[0].phase));
}

/* The telling modes first; "de novo" says "dominant" too. */
static const cb_mode telling[] = {CB_MODE_DE_NOVO,
                                  CB_MODE_X_DE_NOVO,
                                  CB_MODE_RECESSIVE_COMPOUND,
                                  CB_MODE_RECESSIVE_HOMOZYGOUS,
                                  CB_MODE_X_RECESSIVE,
                                  CB_MODE_MITOCHONDRIAL,
                                  CB_MODE_Y,
                                  CB_MODE_X_DOMINANT,
                                  CB_MODE_DOMINANT};

static bool has_fit(const cb_variant *v, cb_mode mode, cb_fit fit) {
    return v->modes[mode].tested && v->modes[mode].fit == fit;
}

static bool implied(const cb_variant *v, cb_mode mode, cb_fit fit) {
    return (mode == CB_MODE_DOMINANT && has_fit(v, CB_MODE_DE_NOVO, fit)) ||
           (mode == CB_MODE_X_DOMINANT && has_fit(v, CB_MODE_X_DE_NOVO, fit));
}

static const char *modes_of_fit(cb_arranging *a, const cb_variant *v, cb_fit fit) {
    const char *all = "";
    for (size_t i = 0; i < sizeof telling / sizeof telling[0]; i++) {
        const cb_mode mode = telling[i];
        if (has_fit(v, mode, fit) && !implied(v, mode, fit)) {
            all = cb_joined(a, "list_and", all, cb_mode_word(a, v, mode, true));
        }
    }
    return all;
}

const char *cb_inheritance_short(cb_arranging *a, const cb_variant *v) {
    bool tested = false;
    for (int mode = 0; mode < CB_MODES; mode++) {
        tested |= v->modes[mode].tested;
    }
    if (!tested) {
        return cb_word(a, "inheritance_untested");
    }
    const char *fits = modes_of_fit(a, v, CB_FITS);
    if (!*fits) {
        const char *possible = modes_of_fit(a, v, CB_POSSIBLE);
        return *possible ? cb_worded(a, "inheritance_possible", "mode", possible) : cb_word(a, "inheritance_none");
    }
    if (!has_fit(v, CB_MODE_RECESSIVE_COMPOUND, CB_POSSIBLE)) {
        return fits;
    }
    const char *compound =
        cb_mode_word(a, v, CB_MODE_RECESSIVE_COMPOUND, true); /* a second allele is news beside a dominant fit */
    return cb_joined(a, "list_and", fits, cb_worded(a, "inheritance_possible", "mode", compound));
}

int64_t cb_inheritance_place(const cb_variant *v) {
    static const cb_fit fits[] = {CB_FITS, CB_POSSIBLE};
    const size_t modes = sizeof telling / sizeof telling[0];
    for (size_t f = 0; f < sizeof fits / sizeof fits[0]; f++) {
        for (size_t i = 0; i < modes; i++) {
            if (has_fit(v, telling[i], fits[f])) {
                return (int64_t)(f * modes + i + 1);
            }
        }
    }
    return (int64_t)(2 * modes + 1);
}

const char *cb_partner_short(cb_arranging *a, const cb_pair *pair) {
    const char *rank = cb_formatted(a, "%zu", pair->partner->rank);
    return cb_worded(a, "partner_short", "rank", rank, "phase", cb_phase_word(a, pair->phase));
}

/* ClinVar and FILTER. */

/* True, with the node made, when there is no record to word. */
bool cb_clinvar_absent(cb_arranging *a, cb_node *parent, const char *key, const cb_clinvar *clinvar) {
    if (clinvar->significance.presence == CB_PRESENT) {
        return false;
    }
    cb_put_value(a, parent, key, clinvar->significance);
    return true;
}

const char *cb_clinvar_word(cb_arranging *a, const cb_clinvar *clinvar) {
    switch (clinvar->class) {
    case CB_CLINVAR_BENIGN:
        return cb_word(a, "clinvar_benign");
    case CB_CLINVAR_LIKELY_BENIGN:
        return cb_word(a, "clinvar_likely_benign");
    case CB_CLINVAR_UNCERTAIN:
        return cb_word(a, "clinvar_uncertain");
    case CB_CLINVAR_CONFLICTING:
        return cb_word(a, clinvar->has_pathogenic ? "clinvar_conflicting_pathogenic" : "clinvar_conflicting");
    case CB_CLINVAR_LIKELY_PATHOGENIC:
        return cb_word(a, "clinvar_likely_pathogenic");
    case CB_CLINVAR_PATHOGENIC:
        return cb_word(a, "clinvar_pathogenic");
    case CB_CLINVAR_NONE:
    case CB_CLINVAR_OTHER:
        break;
    }
    return cb_worded(a, "clinvar_other", "significance", clinvar->significance.value);
}

const char *cb_clinvar_cell(cb_arranging *a, const cb_clinvar *clinvar) {
    static const char *const stars[] = {"", "★", "★★", "★★★", "★★★★"};
    const char *class = cb_clinvar_word(a, clinvar);
    if (clinvar->stars <= 0 || clinvar->stars > 4) {
        return class;
    }
    return cb_worded(a, "clinvar_stars", "class", class, "stars", stars[clinvar->stars]);
}

int64_t cb_clinvar_place(const cb_clinvar *clinvar) {
    enum { STARS = 4 };
    static const int places[] = {[CB_CLINVAR_PATHOGENIC] = 0,    [CB_CLINVAR_LIKELY_PATHOGENIC] = 1,
                                 [CB_CLINVAR_CONFLICTING] = 3,   [CB_CLINVAR_UNCERTAIN] = 4,
                                 [CB_CLINVAR_LIKELY_BENIGN] = 5, [CB_CLINVAR_BENIGN] = 6,
                                 [CB_CLINVAR_OTHER] = 7,         [CB_CLINVAR_NONE] = 7};
    const bool conflicting_pathogenic = clinvar->class == CB_CLINVAR_CONFLICTING && clinvar->has_pathogenic;
    const int class = conflicting_pathogenic ? 2 : places[clinvar->class];
    const int stars = clinvar->stars < 0 ? 0 : clinvar->stars > STARS ? STARS : clinvar->stars;
    return class * (STARS + 1) + STARS - stars + 1;
}

const char *cb_filter_word(cb_arranging *a, const cb_variant *v) {
    switch (v->filter_state) {
    case CB_FILTER_PASS:
        return cb_word(a, "filter_pass");
    case CB_FILTER_NOT_APPLIED:
        return cb_word(a, "filter_not_applied");
    case CB_FILTER_FAILED:
        break;
    }
    return cb_worded(a, "filter_failed", "filter", v->filter);
}

const char *cb_genotype_cell(cb_arranging *a, const cb_genotype *g) {
    const char *missing = cb_word(a, "missing");
    const char *alt = g->alt_depth < 0 ? missing : cb_formatted(a, "%d", (int)g->alt_depth);
    const char *depth = g->depth < 0 ? missing : cb_formatted(a, "%d", (int)g->depth);
    const char *cell = cb_worded(a, "genotype_cell", "gt", g->text, "alt", alt, "depth", depth);
    return g->doubt ? cb_worded(a, "genotype_cell_doubt", "cell", cell) : cell;
}
