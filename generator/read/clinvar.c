/* clinvar.c: significance, review status and accession as ClinVar has written them over the years: words
 * ("Pathogenic/Likely_pathogenic", "Conflicting_classifications_of_pathogenicity(Pathogenic(1)|Benign(2))"), numeric
 * codes of the VCF of 2016 and before ("5|2"), joined by & , | ; or /. Terms are compared as a whole:
 * "Conflicting_…_of_pathogenicity" is no pathogenic variant, "Likely_benign" is not "Benign". */
#include "casebound/base/ascii.h"
#include "casebound/base/number.h"
#include "read/plan.h"

enum { TERM_MAX = 80, STATUSES_MAX = 256 };

static const struct {
    const char *term;
    cb_clinvar_class class;
} terms[] = {
    {"pathogenic", CB_CLINVAR_PATHOGENIC},
    {"pathogenic_low_penetrance", CB_CLINVAR_PATHOGENIC},
    {"likely_pathogenic", CB_CLINVAR_LIKELY_PATHOGENIC},
    {"likely_pathogenic_low_penetrance", CB_CLINVAR_LIKELY_PATHOGENIC},
    {"conflicting_interpretations_of_pathogenicity", CB_CLINVAR_CONFLICTING},
    {"conflicting_classifications_of_pathogenicity", CB_CLINVAR_CONFLICTING},
    {"conflicting_data_from_submitters", CB_CLINVAR_CONFLICTING},
    {"uncertain_significance", CB_CLINVAR_UNCERTAIN},
    {"vus", CB_CLINVAR_UNCERTAIN},
    {"likely_benign", CB_CLINVAR_LIKELY_BENIGN},
    {"benign", CB_CLINVAR_BENIGN},
    {"0", CB_CLINVAR_UNCERTAIN},
    {"2", CB_CLINVAR_BENIGN},
    {"3", CB_CLINVAR_LIKELY_BENIGN},
    {"4", CB_CLINVAR_LIKELY_PATHOGENIC},
    {"5", CB_CLINVAR_PATHOGENIC},
};

/* How much a class weighs when several stand together. */
static int weight(cb_clinvar_class class) {
    static const int weights[] = {
        [CB_CLINVAR_NONE] = 0,
        [CB_CLINVAR_OTHER] = 1,
        [CB_CLINVAR_BENIGN] = 2,
        [CB_CLINVAR_LIKELY_BENIGN] = 3,
        [CB_CLINVAR_UNCERTAIN] = 4,
        [CB_CLINVAR_CONFLICTING] = 5,
        [CB_CLINVAR_LIKELY_PATHOGENIC] = 6,
        [CB_CLINVAR_PATHOGENIC] = 7,
    };
    return weights[class];
}

static bool is_pathogenic(cb_clinvar_class class) {
    return class == CB_CLINVAR_PATHOGENIC || class == CB_CLINVAR_LIKELY_PATHOGENIC;
}

/* Spaces as underscores, none at the ends. */
static cb_str plain(cb_str term, char buffer[TERM_MAX]) {
    while (term.n > 0 && (term.s[0] == '_' || term.s[0] == ' ')) {
        term = (cb_str){term.s + 1, term.n - 1};
    }
    while (term.n > 0 && (term.s[term.n - 1] == '_' || term.s[term.n - 1] == ' ')) {
        term.n--;
    }
    if (term.n >= TERM_MAX) {
        return term;
    }
    for (size_t i = 0; i < term.n; i++) {
        buffer[i] = term.s[i] == ' ' ? '_' : term.s[i];
    }
    return (cb_str){buffer, term.n};
}

static cb_clinvar_class class_of(cb_str term) {
    char buffer[TERM_MAX];
    term = plain(term, buffer);
    for (size_t i = 0; i < sizeof terms / sizeof *terms; i++) {
        if (cb_ascii_is(term, terms[i].term)) {
            return terms[i].class;
        }
    }
    return term.n == 0 || cb_str_is(term, ".") ? CB_CLINVAR_NONE : CB_CLINVAR_OTHER;
}

typedef struct reading {
    cb_clinvar_class class;
    bool pathogenic; /* also among the details of a conflict */
} reading;

/* VEP may write the allele before a term ("T:pathogenic"). */
static bool of_other_allele(const cb_making *m, cb_str *term, cb_str allele) {
    const char *colon = term->n > 0 ? memchr(term->s, ':', term->n) : NULL;
    bool ours = false;
    if (!colon || !cb_prefix_allele(m, (cb_str){term->s, (size_t)(colon - term->s)}, allele, &ours)) {
        return false;
    }
    *term = (cb_str){colon + 1, (size_t)(term->s + term->n - colon - 1)};
    return !ours;
}

static void read_term(const cb_making *m, cb_str term, cb_str allele, int depth, reading *out) {
    if (of_other_allele(m, &term, allele) || (depth > 0 && cb_ascii_digits(term))) {
        return;
    }
    cb_clinvar_class class = class_of(term);
    out->pathogenic = out->pathogenic || is_pathogenic(class);
    if (depth == 0 && weight(class) > weight(out->class)) {
        out->class = class;
    }
}

/* Terms at the top decide the class; what stands in brackets says only what was in conflict. */
static reading read_significance(const cb_making *m, cb_str text, cb_str allele) {
    reading out = {CB_CLINVAR_NONE, false};
    size_t from = 0;
    int depth = 0;
    for (size_t i = 0; i <= text.n; i++) {
        char c = i < text.n ? text.s[i] : ',';
        if (!strchr("&,|;/()", c)) {
            continue;
        }
        read_term(m, (cb_str){text.s + from, i - from}, allele, depth, &out);
        from = i + 1;
        depth += c == '(' ? 1 : 0;
        depth -= c == ')' && depth > 0 ? 1 : 0;
    }
    return out;
}

static bool ends_with(const char *text, const char *end) {
    size_t n = strlen(text), k = strlen(end);
    return n >= k && strcmp(text + n - k, end) == 0;
}

/* INFO/CLNSIGCONF lists the sides of a conflict and is no classification. */
static reading read_text(const cb_making *m, const char *key, cb_str text, cb_str allele) {
    reading got = read_significance(m, text, allele);
    if (ends_with(key, "CONF")) {
        got.class = CB_CLINVAR_NONE;
    }
    return got;
}

static cb_status hold(cb_making *m, cb_str raw, bool vep, const char *key, cb_text *out) {
    *out = (cb_text){.value = cb_info_decoded(m, raw, vep), .presence = CB_PRESENT, .source = key};
    return out->value ? CB_OK : cb_fail_memory(m->e);
}

/* The text with the gravest class is shown, so that words and class never differ. */
static cb_status read_significance_key(cb_making *m, const cb_bound_key *key, cb_clinvar *out, cb_str *shown) {
    const cb_found *found;
    cb_status status = cb_key_find(m, key, true, &found);
    if (status == CB_OK && found->declared && out->significance.presence == CB_NOT_ANNOTATED) {
        out->significance = (cb_text){.presence = CB_MISSING, .source = key->key};
    }
    for (size_t i = 0; status == CB_OK && i < found->count; i++) {
        reading got = read_text(m, key->key, found->texts[i], found->alleles[i]);
        out->has_pathogenic = out->has_pathogenic || got.pathogenic;
        if (weight(got.class) > weight(out->class)) {
            out->class = got.class;
            *shown = found->texts[i];
            status = hold(m, found->texts[i], found->vep, key->key, &out->significance);
            if (status == CB_OK && found->untied) {
                status = cb_flag(
                    m, cb_format(m->arena, "%s could not be tied to this allele: it may be another's", key->key));
            }
        }
    }
    return status;
}

static int stars_of_word(cb_str word) {
    static const struct {
        const char *word;
        int stars;
    } words[] = {
        {"practice_guideline", 4},
        {"guideline", 4},
        {"prof", 4},
        {"reviewed_by_expert_panel", 3},
        {"exp", 3},
        {"multiple_submitters", 2},
        {"mult", 2},
        {"single_submitter", 1},
        {"single", 1},
        {"conf", 1},
        {"conflicting_interpretations", 1},
        {"conflicting_classifications", 1},
        {"no_assertion", 0},
        {"no_criteria", 0},
    };
    char buffer[TERM_MAX];
    word = plain(word, buffer);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (cb_ascii_is(word, words[i].word)) {
            return words[i].stars;
        }
    }
    bool none =
        word.n > 3 && cb_ascii_same((cb_str){word.s, 3}, cb_str_of("no_")) && !cb_ascii_is(word, "no_conflicts");
    return none ? 0 : -1;
}

/* One status ("criteria_provided,_multiple_submitters,_no_conflicts"); VEP writes '&' for its commas. */
static int stars_of(cb_str status) {
    int stars = -1;
    bool conflict = false;
    size_t from = 0;
    for (size_t i = 0; i <= status.n; i++) {
        if (i < status.n && !strchr(",&", status.s[i])) {
            continue;
        }
        cb_str word = {status.s + from, i - from};
        int its = stars_of_word(word);
        size_t at;
        conflict = conflict || cb_ascii_find(word, "conflicting", &at);
        stars = its > stars ? its : stars;
        from = i + 1;
    }
    return conflict && stars == 2 ? 1 : stars;
}

static size_t cut(cb_str text, const char *separators, cb_str *parts) {
    size_t count = 0, from = 0;
    for (size_t i = 0; i <= text.n && count < STATUSES_MAX; i++) {
        if (i == text.n || strchr(separators, text.s[i])) {
            parts[count++] = (cb_str){text.s + from, i - from};
            from = i + 1;
        }
    }
    return count;
}

/* Of several submissions, the stars are those of the gravest; where they cannot be paired, the fewest, so that none
 * looks better reviewed than it is. */
static int pair_stars(cb_str significance, cb_str review) {
    cb_str codes[STATUSES_MAX], statuses[STATUSES_MAX];
    size_t n = cut(significance, "|,", codes), k = cut(review, "|,", statuses);
    bool numeric = n > 1 && n == k;
    size_t gravest = 0;
    for (size_t i = 0; numeric && i < n; i++) {
        numeric = cb_ascii_digits(codes[i]);
        gravest = weight(class_of(codes[i])) > weight(class_of(codes[gravest])) ? i : gravest;
    }
    if (numeric) {
        return stars_of(statuses[gravest]);
    }
    int fewest = -1;
    k = cut(review, "|", statuses);
    for (size_t i = 0; i < k; i++) {
        int its = stars_of(statuses[i]);
        fewest = fewest < 0 || (its >= 0 && its < fewest) ? its : fewest;
    }
    return fewest;
}

static cb_status read_review(cb_making *m, cb_str significance, cb_clinvar *out) {
    const cb_bound_keys *keys = &m->plan->review;
    cb_status status = CB_OK;
    for (size_t i = 0; i < keys->count && status == CB_OK && out->stars < 0; i++) {
        const cb_found *found;
        status = cb_key_find(m, &keys->list[i], true, &found);
        for (size_t k = 0; status == CB_OK && k < found->count && out->stars < 0; k++) {
            out->stars = pair_stars(significance, found->texts[k]);
        }
    }
    return status;
}

static cb_status read_accession(cb_making *m, cb_clinvar *out) {
    const cb_bound_keys *keys = &m->plan->accession;
    cb_status status = CB_OK;
    for (size_t i = 0; i < keys->count && status == CB_OK && !out->accession; i++) {
        const cb_found *found;
        status = cb_key_find(m, &keys->list[i], true, &found);
        if (status == CB_OK && found->count > 0 && found->texts[0].n > 0 && !cb_str_is(found->texts[0], ".")) {
            out->accession = cb_info_decoded(m, found->texts[0], found->vep);
            status = out->accession ? CB_OK : cb_fail_memory(m->e);
        }
    }
    return status;
}

cb_status cb_clinvar_make(cb_making *m) {
    const cb_bound_keys *keys = &m->plan->clinvar;
    cb_clinvar *out = &m->v->clinvar;
    cb_str shown = {0};
    *out = (cb_clinvar){.significance = {.presence = CB_NOT_ANNOTATED}, .class = CB_CLINVAR_NONE, .stars = -1};
    cb_status status = CB_OK;
    for (size_t i = 0; i < keys->count && status == CB_OK; i++) {
        status = read_significance_key(m, &keys->list[i], out, &shown);
    }
    if (status == CB_OK && out->class != CB_CLINVAR_NONE) {
        status = read_review(m, shown, out);
    }
    return status == CB_OK ? read_accession(m, out) : status;
}
