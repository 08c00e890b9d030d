/* allele_match.c: which entries of CSQ or ANN belong to an allele.
 *
 * VEP does not write ALT into its Allele field: where a record has an insertion or deletion and all its alleles begin
 * with one base, that base is taken off ('-' is left of a deletion); with --minimal more is. A record that was split
 * after annotation carries the entries of all alleles of its original. An entry that cannot be told is kept and marked,
 * never silently attached and never lost. */
#include "casebound/base/ascii.h"
#include "casebound/base/number.h"
#include "read/reader.h"

typedef struct alleles {
    cb_str ref;
    const cb_str *alts;
    int count;
    int own;         /* index into alts */
    bool first_goes; /* VEP takes the first base off */
} alleles;

/* The ways in which tools write an allele. */
typedef enum rule { BY_VEP, BY_TRIMMING, BY_TEXT, RULES } rule;

static const rule vep_order[RULES] = {BY_VEP, BY_TRIMMING, BY_TEXT};
static const rule snpeff_order[RULES] = {BY_TEXT, BY_VEP, BY_TRIMMING};

/* '*', '<*>' and '<NON_REF>' stand for no allele of their own. */
static bool is_star(cb_str alt) {
    return cb_str_is(alt, "<NON_REF>") || (alt.n > 0 && memchr(alt.s, '*', alt.n) != NULL);
}

/* Does VEP take the first base off? A record of one substitution keeps it; '*' does not count. */
static bool first_base_goes(const alleles *a) {
    bool changes_length = false;
    for (int i = 0; i < a->count; i++) {
        cb_str alt = a->alts[i];
        changes_length = changes_length || (!cb_str_is(alt, "<NON_REF>") && alt.n != a->ref.n);
        if (!is_star(alt) && !cb_ascii_same((cb_str){alt.s, 1}, (cb_str){a->ref.s, 1})) {
            return false;
        }
    }
    return changes_length;
}

static cb_str or_dash(cb_str allele) {
    return allele.n > 0 ? allele : cb_str_of("-");
}

static cb_str written(rule by, const alleles *a, int i) {
    cb_str ref = a->ref, alt = a->alts[i];
    if (by == BY_VEP && a->first_goes && !is_star(alt)) {
        return or_dash((cb_str){alt.s + 1, alt.n - 1});
    }
    if (by == BY_TRIMMING) {
        while (ref.n > 0 && alt.n > 0 && ref.s[0] == alt.s[0]) {
            ref = (cb_str){ref.s + 1, ref.n - 1};
            alt = (cb_str){alt.s + 1, alt.n - 1};
        }
        while (ref.n > 0 && alt.n > 0 && ref.s[ref.n - 1] == alt.s[alt.n - 1]) {
            ref.n--;
            alt.n--;
        }
        return or_dash(alt);
    }
    return alt;
}

/* How many alleles an entry's text may be under a rule, and whether the one at hand is among them. */
static int matches(rule by, const alleles *a, cb_str text, bool *own) {
    int count = 0;
    *own = false;
    for (int i = 0; i < a->count; i++) {
        if (cb_ascii_same(written(by, a, i), text)) {
            count++;
            *own = *own || i == a->own;
        }
    }
    return count;
}

static bool allele_of(const cb_layout *layout, const cb_annotation *entry, cb_str *text) {
    return cb_entry_field(entry, layout->part[CB_PART_ALLELE], text);
}

/* The first rule by which every entry is some allele of the record. */
static bool find_rule(const cb_entries *entries, const alleles *a, rule *by) {
    const rule *order = entries->layout->snpeff ? snpeff_order : vep_order;
    for (int k = 0; k < RULES; k++) {
        bool all = true;
        for (size_t i = 0; all && i < entries->count; i++) {
            cb_str text;
            bool own;
            all = allele_of(entries->layout, &entries->list[i], &text) && matches(order[k], a, text, &own) > 0;
        }
        if (all) {
            *by = order[k];
            return true;
        }
    }
    return false;
}

typedef enum answer { OF_OTHER, OF_THIS, OPEN } answer;

/* Under no one rule: this allele's when some rule says so and none says another's. */
static answer ask_all_rules(const alleles *a, cb_str text) {
    bool any_own = false, any_other = false;
    for (int k = 0; k < RULES; k++) {
        bool own;
        int count = matches((rule)k, a, text, &own);
        any_own = any_own || own;
        any_other = any_other || count > (own ? 1 : 0);
    }
    if (any_own == any_other) {
        return OPEN;
    }
    return any_own ? OF_THIS : OF_OTHER;
}

static answer ask(const cb_layout *layout, const cb_annotation *entry, const alleles *a, bool ruled, rule by) {
    cb_str text;
    bool own;
    if (!allele_of(layout, entry, &text)) {
        return OPEN;
    }
    if (!ruled) {
        return ask_all_rules(a, text);
    }
    int count = matches(by, a, text, &own);
    if (!own) {
        return OF_OTHER;
    }
    return count == 1 ? OF_THIS : OPEN;
}

static void keep(cb_entries *entries, size_t *kept, size_t i, bool ambiguous) {
    entries->list[*kept] = entries->list[i];
    entries->list[(*kept)++].ambiguous = ambiguous;
}

/* VEP's --allele_number counts the record's alleles, 1 is the first ALT. */
static bool allele_number(const cb_layout *layout, const cb_annotation *entry, int64_t *number) {
    cb_str text;
    return cb_entry_field(entry, layout->part[CB_PART_ALLELE_NUMBER], &text) && cb_parse_integer(text, number);
}

/* True when every entry bears a number of the `count` alleles; *highest is the largest. */
static bool all_numbered(const cb_entries *entries, int count, int64_t *highest) {
    *highest = 0;
    for (size_t i = 0; i < entries->count; i++) {
        int64_t number = 0;
        if (!allele_number(entries->layout, &entries->list[i], &number) || number < 1 || number > count) {
            return false;
        }
        *highest = number > *highest ? number : *highest;
    }
    return entries->count > 0;
}

static void keep_numbered(cb_entries *entries, int own) {
    size_t kept = 0;
    for (size_t i = 0; i < entries->count; i++) {
        int64_t number = 0;
        if (allele_number(entries->layout, &entries->list[i], &number) && number == own) {
            keep(entries, &kept, i, false);
        }
    }
    entries->count = kept;
}

/* Entries of several alleles: those of others go. */
static void tie_among(cb_entries *entries, const alleles *a) {
    rule by = BY_TEXT;
    bool ruled = find_rule(entries, a, &by);
    size_t kept = 0;
    for (size_t i = 0; i < entries->count; i++) {
        answer given = ask(entries->layout, &entries->list[i], a, ruled, by);
        if (given != OF_OTHER) {
            keep(entries, &kept, i, given == OPEN);
        }
    }
    entries->count = kept;
}

static bool any_of_this(const cb_entries *entries, const alleles *a) {
    rule by = BY_TEXT;
    bool ruled = find_rule(entries, a, &by);
    for (size_t i = 0; i < entries->count; i++) {
        if (ask(entries->layout, &entries->list[i], a, ruled, by) == OF_THIS) {
            return true;
        }
    }
    return false;
}

/* Can a record of this one ALT have been annotated with this text? Symbolic alleles and breakends are written in words
 * ("deletion"). */
static bool explained(const alleles *a, cb_str text) {
    cb_str alt = a->alts[0];
    bool own;
    if (alt.n > 0 && (memchr(alt.s, '<', alt.n) || memchr(alt.s, '[', alt.n) || memchr(alt.s, ']', alt.n) ||
                      memchr(alt.s, '.', alt.n))) {
        return true;
    }
    if (cb_str_is(text, "-") && alt.n < a->ref.n) {
        return true;
    }
    for (int k = 0; k < RULES; k++) {
        if (matches((rule)k, a, text, &own) > 0) {
            return true;
        }
    }
    return false;
}

static bool several_alleles(const cb_entries *entries) {
    cb_str first = {0}, text;
    for (size_t i = 0; i < entries->count; i++) {
        if (!allele_of(entries->layout, &entries->list[i], &text)) {
            continue;
        }
        if (first.s && !cb_ascii_same(first, text)) {
            return true;
        }
        first = text;
    }
    return false;
}

/* A record with one ALT whose entries name several alleles was split after it was annotated, and its original is not
 * known. A substitution of one base keeps its text through a split, or has it among more bases: an entry of one other
 * base is of another allele. An insertion or deletion may have been cut anew, so that its text is another's. */
static void tie_unknown_split(const cb_making *m, cb_entries *entries, const alleles *a) {
    bool substitution = a->ref.n == 1 && a->alts[0].n == 1;
    size_t kept = 0, matched = 0;
    for (size_t i = 0; i < entries->count; i++) {
        cb_str text;
        matched += allele_of(entries->layout, &entries->list[i], &text) && explained(a, text) ? 1 : 0;
    }
    for (size_t i = 0; i < entries->count; i++) {
        cb_str text;
        bool there = allele_of(entries->layout, &entries->list[i], &text), match = there && explained(a, text);
        bool other_base = there && substitution && text.n == 1 && cb_ascii_letter(text.s[0]);
        if (match || matched == 0 || (!m->original->split && !other_base)) {
            keep(entries, &kept, i, !match || !substitution);
        }
    }
    entries->count = kept;
}

static void tie_single(const cb_making *m, cb_entries *entries, const alleles *a) {
    cb_str before = {0};
    for (size_t i = 0; i < entries->count; i++) {
        cb_str text = {0};
        bool written_down = allele_of(entries->layout, &entries->list[i], &text);
        if (i > 0 && written_down && cb_str_same(text, before)) {
            entries->list[i].ambiguous = entries->list[i - 1].ambiguous;
            continue;
        }
        before = text;
        bool told =
            written_down ? explained(a, text) : entries->layout->part[CB_PART_ALLELE] < 0 && !m->original->split;
        entries->list[i].ambiguous = !told;
    }
}

void cb_entries_tie(const cb_making *m, cb_entries *entries) {
    cb_str alts[CB_ALTS_MAX]; /* filled as far as they are counted */
    int count = m->record->allele_count;
    alts[0] = (cb_str){NULL, 0}; /* what asks of one ALT may ask a record of none */
    for (int i = 0; i < count; i++) {
        (void)cb_record_alt(m->record, i, &alts[i]);
    }
    alleles now = {m->record->fixed[CB_COL_REF], alts, count, m->index - 1, false};
    alleles before = {m->original->ref, m->original->alts, m->original->alt_count, m->original->own - 1, false};
    now.first_goes = first_base_goes(&now);
    before.first_goes = first_base_goes(&before);
    int64_t highest = 0;
    bool numbered = all_numbered(entries, count, &highest);
    if (count > 1 && numbered) {
        keep_numbered(entries, m->index);
    } else if (count > 1) {
        tie_among(entries, &now);
    } else if (m->original->own > 0 && all_numbered(entries, before.count, &highest) && highest > 1) {
        keep_numbered(entries, m->original->own);
    } else if (!several_alleles(entries)) {
        tie_single(m, entries, &now);
    } else if (m->original->own > 0 && any_of_this(entries, &before)) {
        tie_among(entries, &before);
    } else {
        tie_unknown_split(m, entries, &now);
    }
}
