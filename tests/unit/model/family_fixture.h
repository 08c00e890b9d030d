/* family_fixture.h: families and alleles from short texts, for tests of model and judge. */
#ifndef TESTS_FAMILY_FIXTURE_H
#define TESTS_FAMILY_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "casebound/base/number.h"
#include "casebound/model/inheritance.h"

enum { FIXTURE_PERSONS = 8, FIXTURE_DEPTH = 30 };

typedef struct fixture {
    cb_arena *arena;
    cb_case kase;
    cb_policy policy;
    cb_error e;
    int64_t records;
} fixture;

static inline fixture *fixture_new(void) {
    cb_arena *arena = cb_arena_new(256 << 20);
    assert_non_null(arena);
    fixture *f = cb_alloc(arena, sizeof *f);
    assert_non_null(f);
    f->arena = arena;
    f->kase.build = CB_GRCH38;
    f->kase.family.persons = cb_alloc_array(arena, FIXTURE_PERSONS, sizeof(cb_person));
    assert_non_null(f->kase.family.persons);
    cb_policy_default(&f->policy);
    return f;
}

static inline void fixture_free(fixture *f) {
    cb_arena_free(f->arena);
}

/* `what`: sex (m, f, ?), then affection (a affected, u unaffected, ? unknown), then '-' when the person has no column.
 */
static inline void add_person(fixture *f, const char *id, const char *what, const char *father, const char *mother) {
    cb_family *family = &f->kase.family;
    assert_true(family->count < FIXTURE_PERSONS);
    cb_person *p = &family->persons[family->count];
    *p = (cb_person){.id = id, .display = id, .father_id = father, .mother_id = mother, .father = -1, .mother = -1};
    p->sex = what[0] == 'm' ? CB_MALE : what[0] == 'f' ? CB_FEMALE : CB_SEX_UNKNOWN;
    p->affection = what[1] == 'a' ? CB_AFFECTED : what[1] == 'u' ? CB_UNAFFECTED : CB_AFFECTION_UNKNOWN;
    p->column = what[2] == '-' ? -1 : (int)family->count;
    family->count++;
}

/* Proband P (sex and affection given), father F, mother M. */
static inline fixture *trio(const char *proband, const char *father, const char *mother) {
    fixture *f = fixture_new();
    add_person(f, "P", proband, "F", "M");
    add_person(f, "F", father, NULL, NULL);
    add_person(f, "M", mother, NULL, NULL);
    assert_true(cb_family_relate(&f->kase.family, "P"));
    return f;
}

static inline int32_t number_in(cb_str text) {
    int64_t value = -1;
    return cb_parse_integer(text, &value) ? (int32_t)value : -1;
}

static inline void read_alleles(cb_genotype *g) {
    bool slash = false, bar = false;
    for (const char *c = g->text; *c; c++) {
        if (*c == '/' || *c == '|') {
            slash = slash || *c == '/';
            bar = bar || *c == '|';
        } else {
            assert_true(g->ploidy < CB_PLOIDY_MAX);
            g->allele[g->ploidy++] = *c == '.' ? (int8_t)-1 : (int8_t)(*c - '0');
        }
    }
    g->phased = bar && !slash;
}

/* Reads as many as the call says: 30 in all. */
static inline void default_reads(cb_genotype *g, int index) {
    int ours = 0, others = 0;
    for (int i = 0; i < g->ploidy; i++) {
        ours += g->allele[i] == index;
        others += g->allele[i] >= 0 && g->allele[i] != index;
    }
    if (ours + others == 0) {
        return;
    }
    g->alt_depth = FIXTURE_DEPTH * ours / (ours + others);
    g->ref_depth = FIXTURE_DEPTH - g->alt_depth;
    g->depth = FIXTURE_DEPTH;
}

/* "GT", "GT:ref,alt", "GT:ref,alt:GQ" or "GT:ref,alt:GQ:PS". */
static inline cb_genotype read_call(fixture *f, const char *text, int index, int expected) {
    cb_genotype g = {.text = "", .depth = -1, .ref_depth = -1, .alt_depth = -1, .quality = -1, .copies = -1};
    cb_str rest = cb_str_of(text), gt = {"", 0}, ad = {NULL, 0}, gq = {NULL, 0}, ps = {NULL, 0}, part;
    cb_str *fields[] = {&gt, &ad, &gq, &ps};
    for (int i = 0; i < 4 && cb_str_split(&rest, ':', &part); i++) {
        *fields[i] = part;
    }
    g.text = cb_copy_str(f->arena, gt);
    assert_non_null(g.text);
    read_alleles(&g);
    default_reads(&g, index);
    if (ad.n > 0) {
        cb_str ref = {NULL, 0}, alt = {NULL, 0};
        assert_true(cb_str_split(&ad, ',', &ref) && cb_str_split(&ad, ',', &alt));
        g.ref_depth = number_in(ref);
        g.alt_depth = number_in(alt);
        g.depth = g.ref_depth < 0 ? -1 : g.ref_depth + g.alt_depth;
    }
    g.quality = gq.n > 0 ? number_in(gq) : -1;
    g.phase_set = ps.n > 0 ? cb_copy_str(f->arena, ps) : NULL;
    cb_genotype_judge(&g, index, expected, &f->policy.evidence);
    return g;
}

/* ALT `index` of a record; `calls` are parted by spaces, in the order of the family. */
static inline cb_variant *allele(fixture *f, const char *chrom, int64_t position, const char *alt, int index,
                                 const char *calls) {
    cb_variant *v = cb_alloc(f->arena, sizeof *v);
    cb_contig *contig = cb_alloc(f->arena, sizeof *contig);
    cb_genotype *genotypes = cb_alloc_array(f->arena, f->kase.family.count, sizeof *genotypes);
    assert_true(v && contig && genotypes);
    cb_contig_of(chrom, contig);
    *v = (cb_variant){.contig = contig,
                      .position = position,
                      .ref = "A",
                      .alt = alt,
                      .allele_index = index,
                      .allele_count = 1,
                      .quality = 50,
                      .filter_state = CB_FILTER_PASS,
                      .filter = "PASS",
                      .severity = INT32_MAX};
    v->record_number = ++f->records;
    v->key = cb_format(f->arena, "%s-%lld-A-%s", contig->display, (long long)position, alt);
    v->genotypes = genotypes;
    v->clinvar.stars = -1;
    cb_str rest = cb_str_of(calls), part;
    for (size_t i = 0; i < f->kase.family.count; i++) {
        assert_true(cb_str_split(&rest, ' ', &part));
        const cb_person *p = &f->kase.family.persons[i];
        int expected = cb_ploidy_expected(f->kase.build, contig->kind, position, p->sex);
        const char *call = p->column < 0 ? "" : cb_copy_str(f->arena, part);
        assert_non_null(call);
        genotypes[i] = read_call(f, call, index, expected);
    }
    return v;
}

static inline cb_variant *snv(fixture *f, const char *chrom, int64_t position, const char *calls) {
    return allele(f, chrom, position, "T", 1, calls);
}

/* One transcript: what the allele does in which gene. */
static inline void annotate(fixture *f, cb_variant *v, const char *gene, const char *consequence, const char *impact,
                            int severity) {
    cb_transcript *t = cb_alloc(f->arena, sizeof *t);
    assert_non_null(t);
    *t = (cb_transcript){.consequence = consequence,
                         .consequences = consequence,
                         .severity = severity,
                         .impact = impact,
                         .gene = gene,
                         .biotype = "protein_coding",
                         .feature = "ENST1"};
    v->transcripts = t;
    v->transcript_count = 1;
    v->chosen = t;
    v->gene = gene;
    v->consequence = consequence;
    v->severity = severity;
}

static inline const cb_verdict *verdict(fixture *f, cb_variant *v, cb_mode mode) {
    assert_int_equal(cb_inheritance(f->arena, &f->kase, v, &f->policy, &f->e), CB_OK);
    return &v->modes[mode];
}

static inline const char *fit_word(const cb_verdict *verdict) {
    return !verdict->tested              ? "untested"
           : verdict->fit == CB_FITS     ? "fits"
           : verdict->fit == CB_POSSIBLE ? "possible"
                                         : "no";
}

#endif
