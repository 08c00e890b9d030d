/* likelihoods.c: whether PL, GL or LPL prefer the genotype that was called. */
#include "casebound/base/number.h"
#include "read/reader.h"

/* Likelihoods of all genotypes in the order of the specification (section 1.6.2, GL): j/k of a diploid stands at
 * k(k+1)/2+j. */
typedef struct likelihoods {
    cb_str list;
    size_t count;
    bool phred; /* PL: 0 is the best; GL: the highest is */
} likelihoods;

/* The lists are short: looked through byte by byte. */
static bool likelihood_at(const likelihoods *l, size_t place, double *out) {
    const char *from = l->list.s, *end = from + l->list.n;
    for (size_t i = 0; i < place; i++) {
        while (from < end && *from != ',') {
            from++;
        }
        if (from == end) {
            return false;
        }
        from++;
    }
    const char *stop = from;
    while (stop < end && *stop != ',') {
        stop++;
    }
    if (!cb_parse_real((cb_str){from, (size_t)(stop - from)}, out)) {
        return false;
    }
    *out = l->phred ? -*out : *out;
    return true;
}

static size_t diploid_place(size_t a, size_t b) {
    return a > b ? a * (a + 1) / 2 + b : b * (b + 1) / 2 + a;
}

static size_t parts_of(cb_str list) {
    size_t count = 1;
    for (size_t i = 0; i < list.n; i++) {
        count += list.s[i] == ',' ? 1 : 0;
    }
    return count;
}

static bool is_given(const cb_call *s, int at, cb_str *list) {
    return cb_call_part(s, at, list) && !cb_str_is(*list, ".");
}

/* PL, else GL, of all alleles of the record; LPL of the sample's local ones. */
static bool find_likelihoods(const cb_call *s, likelihoods *out, cb_local *alleles) {
    out->phred = is_given(s, s->map->pl, &out->list);
    bool whole = out->phred || is_given(s, s->map->gl, &out->list);
    alleles->count = 0;
    if (whole) {
        alleles->count = (size_t)s->record->allele_count + 1;
        for (size_t i = 0; i < alleles->count; i++) {
            alleles->allele[i] = (int)i;
        }
    } else {
        cb_error ignored = {0}; /* a list that cannot be read has been refused where depths were read */
        cb_call quiet = *s;
        quiet.e = &ignored;
        out->phred = is_given(s, s->map->lpl, &out->list) && cb_local_read(&quiet, alleles) == CB_OK;
    }
    out->count = alleles->count > 0 ? parts_of(out->list) : 0;
    return out->count > 0;
}

/* Only where every allele is called and there are as many likelihoods as genotypes. */
bool cb_call_uninformative(const cb_call *s, int index, const cb_genotype *g) {
    likelihoods l;
    cb_local alleles;
    double called, carrier;
    bool diploid = g->ploidy == 2 && g->allele[0] >= 0 && g->allele[1] >= 0,
         haploid = g->ploidy == 1 && g->allele[0] >= 0;
    if ((!diploid && !haploid) || !find_likelihoods(s, &l, &alleles)) {
        return false;
    }
    int first = cb_local_place(&alleles, g->allele[0]), own = cb_local_place(&alleles, index);
    int second = diploid ? cb_local_place(&alleles, g->allele[1]) : 0;
    if (first < 0 || second < 0 || own < 0 ||
        l.count != (diploid ? alleles.count * (alleles.count + 1) / 2 : alleles.count)) {
        return false;
    }
    size_t j = (size_t)own;
    if (!likelihood_at(&l, diploid ? diploid_place((size_t)first, (size_t)second) : (size_t)first, &called)) {
        return false;
    }
    for (size_t other = 0; other < (diploid ? alleles.count : 1); other++) {
        if (likelihood_at(&l, diploid ? diploid_place(other, j) : j, &carrier) && carrier >= called) {
            return true;
        }
    }
    return false;
}
