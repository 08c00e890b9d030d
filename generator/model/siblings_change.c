/* siblings_change.c: alleles as changes of the reference, and calls that are halves of one. */
#include "siblings_change.h"

#include <string.h>

enum { ALLELE_MAX = 65536 };

/* Bases as the specification has them, in either case. */
static bool is_bases(const char *text) {
    static const bool bases[256] = {
        ['A'] = true, ['C'] = true, ['G'] = true, ['T'] = true, ['N'] = true, ['R'] = true, ['Y'] = true, ['S'] = true,
        ['W'] = true, ['K'] = true, ['M'] = true, ['B'] = true, ['D'] = true, ['H'] = true, ['V'] = true, ['a'] = true,
        ['c'] = true, ['g'] = true, ['t'] = true, ['n'] = true, ['r'] = true, ['y'] = true, ['s'] = true, ['w'] = true,
        ['k'] = true, ['m'] = true, ['b'] = true, ['d'] = true, ['h'] = true, ['v'] = true,
    };
    size_t n = 0;
    while (n <= ALLELE_MAX && bases[(unsigned char)text[n]]) {
        n++;
    }
    return n > 0 && n <= ALLELE_MAX && text[n] == '\0';
}

bool cb_change_of(const cb_variant *v, cb_change *out) {
    if (!is_bases(v->ref) || !is_bases(v->alt)) {
        return false;
    }
    size_t ref = strlen(v->ref), alt = strlen(v->alt), start = 0;
    while (ref > 0 && alt > 0 && v->ref[ref - 1] == v->alt[alt - 1]) {
        ref--;
        alt--;
    }
    while (start < ref && start < alt && v->ref[start] == v->alt[start]) {
        start++;
    }
    out->ref = v->ref + start;
    out->alt = v->alt + start;
    out->ref_size = ref - start;
    out->alt_size = alt - start;
    out->from = v->position + (int64_t)start;
    out->to = out->from + (int64_t)out->ref_size - 1;
    return true;
}

bool cb_changes_same(const cb_change *a, const cb_change *b) {
    return a->from == b->from && a->ref_size == b->ref_size && a->alt_size == b->alt_size &&
           memcmp(a->ref, b->ref, a->ref_size) == 0 && memcmp(a->alt, b->alt, a->alt_size) == 0;
}

bool cb_changes_exclude(const cb_change *a, const cb_change *b) {
    return a->ref_size > 0 && b->ref_size > 0 && a->from <= b->to && b->from <= a->to;
}

/* Phase sets that may differ say nothing of slots. */
static bool slots_compare(const cb_genotype *a, const cb_genotype *b) {
    if (!a->phased && !b->phased) {
        return true;
    }
    return a->phased && b->phased &&
           (a->phase_set ? b->phase_set && strcmp(a->phase_set, b->phase_set) == 0 : !b->phase_set);
}

bool cb_calls_complete(const cb_genotype *ga, const cb_variant *a, const cb_genotype *gb, const cb_variant *b) {
    int of_a = 0, of_b = 0;
    if (ga->ploidy != 2 || gb->ploidy != 2 || !slots_compare(ga, gb)) {
        return false;
    }
    for (int i = 0; i < 2; i++) {
        bool has_a = ga->allele[i] == a->allele_index, has_b = gb->allele[i] == b->allele_index;
        if (has_a == has_b) {
            return false;
        }
        of_a += has_a;
        of_b += has_b;
    }
    return of_a == 1 && of_b == 1;
}

/* The same origin; bcftools writes the number of the ALT behind its last '|'. */
static bool same_origin(const char *a, const char *b) {
    if (!a || !b) {
        return false;
    }
    const char *bar_a = strrchr(a, '|'), *bar_b = strrchr(b, '|');
    size_t n = bar_a ? (size_t)(bar_a - a) : strlen(a), m = bar_b ? (size_t)(bar_b - b) : strlen(b);
    return n == m && memcmp(a, b, n) == 0;
}

static bool somebody_completes(const cb_case *kase, const cb_variant *a, const cb_variant *b) {
    for (size_t i = 0; i < kase->family.count; i++) {
        if (cb_calls_complete(&a->genotypes[i], a, &b->genotypes[i], b)) {
            return true;
        }
    }
    return false;
}

bool cb_records_were_split(const cb_case *kase, const cb_variant *a, const cb_variant *b) {
    return same_origin(a->split_from, b->split_from) || somebody_completes(kase, a, b);
}

bool cb_records_are_siblings(const cb_case *kase, const cb_variant *a, const cb_change *of_a, const cb_variant *b,
                             const cb_change *of_b) {
    if (a->record_number == b->record_number || cb_changes_same(of_a, of_b)) {
        return false;
    }
    return a->position == b->position || same_origin(a->split_from, b->split_from) ||
           (cb_changes_exclude(of_a, of_b) && somebody_completes(kase, a, b));
}
