/* inheritance_kit.h: published families through read and model. */
#ifndef TESTS_INHERITANCE_KIT_H
#define TESTS_INHERITANCE_KIT_H

#include "casebound/read/variants.h"
#include "unit/model/agreement.h"

enum { KIT_PERSONS = FIXTURE_PERSONS, KIT_VARIANTS = 4096, KIT_REASON = 4096 };

/* A family of a file, its alleles with their verdicts. */
typedef struct family_run {
    fixture *f;
    cb_variants *reader;
    cb_variant **variants;
    cb_str *info; /* INFO of each allele's record */
    size_t count;
} family_run;

static inline const char *kit_path(cb_arena *arena, const char *name) {
    const char *data = getenv("CASEBOUND_TEST_DATA");
    const char *path = cb_format(arena, "%s/inheritance/%s", data ? data : "../shared/data", name);
    assert_non_null(path);
    return path;
}

/* The genotypes alone: reads as a caller of these calls would have had them. Several sets have placeholders for reads.
 */
static inline void kit_trust_calls(family_run *r, cb_variant *v) {
    for (size_t i = 0; i < r->f->kase.family.count; i++) {
        cb_genotype *g = &v->genotypes[i];
        if (g->ploidy > 0) {
            g->alt_depth = g->ref_depth = g->depth = -1;
            default_reads(g, v->allele_index);
            cb_genotype_judge(
                g, v->allele_index,
                cb_ploidy_expected(r->f->kase.build, v->contig->kind, v->position, r->f->kase.family.persons[i].sex),
                &r->f->policy.evidence);
        }
    }
}

static inline void kit_read_family(fixture *f, const char *text) {
    cb_str rest = cb_str_of(text), one;
    const char *first = NULL;
    while (cb_str_split(&rest, ';', &one)) {
        const char *part[4] = {NULL, NULL, NULL, NULL};
        cb_str word;
        for (int i = 0; i < 4 && cb_str_split(&one, ' ', &word); i++) {
            part[i] = cb_copy_str(f->arena, word);
            assert_non_null(part[i]);
        }
        add_person(f, part[0], part[1], part[2], part[3]);
        f->kase.family.persons[f->kase.family.count - 1].column = -1;
        first = first ? first : part[0];
    }
    assert_true(cb_family_relate(&f->kase.family, first));
}

static inline void kit_records(family_run *r, bool trust) {
    const cb_sources sources = {.frequency_count = 0};
    const cb_consequences consequences = {.terms = cb_map_new(r->f->arena), .count = 0};
    const cb_materials with = {&r->f->kase, &sources, &consequences, &r->f->policy.evidence};
    cb_error *e = &r->f->e;
    assert_non_null(consequences.terms);
    for (bool more = true;;) {
        cb_record record;
        if (cb_variants_next(r->reader, &record, &more, e) != CB_OK) {
            fail_msg("%s", e->text);
        }
        if (!more) {
            break;
        }
        for (int i = 1; i <= record.allele_count; i++) {
            assert_true(r->count < KIT_VARIANTS);
            cb_variant **v = &r->variants[r->count];
            if (cb_materialise(r->reader, &record, i, &with, r->f->arena, v, e) != CB_OK) {
                fail_msg("%s", e->text);
            }
            r->info[r->count].s = cb_copy_str(r->f->arena, record.fixed[CB_COL_INFO]);
            assert_non_null(r->info[r->count].s);
            r->info[r->count].n = record.fixed[CB_COL_INFO].n;
            if (trust) {
                kit_trust_calls(r, *v);
            }
            r->count++;
        }
    }
}

/* Opens `file` for the family ("id what father mother" of each person, ';' between, the proband first). False when the
 * data are not there. `gene` names an allele's gene from its INFO, or is NULL: one gene for all. */
static inline bool kit_open(family_run *r, const char *file, const char *family, cb_build build, bool trust,
                            const char *(*gene)(fixture *f, cb_str info)) {
    fixture *f = fixture_new();
    const char *path = kit_path(f->arena, file);
    *r = (family_run){.f = f};
    if (!cb_file_exists(path)) {
        fixture_free(f);
        return false;
    }
    f->kase.build = build;
    kit_read_family(f, family);
    r->variants = cb_alloc_array(f->arena, KIT_VARIANTS, sizeof *r->variants);
    r->info = cb_alloc_array(f->arena, KIT_VARIANTS, sizeof *r->info);
    assert_true(r->variants && r->info);
    if (cb_variants_open(f->arena, path, 0, &r->reader, &f->e) != CB_OK ||
        cb_variants_map(r->reader, &f->kase, f->arena, &f->e) != CB_OK) {
        fail_msg("%s", f->e.text);
    }
    kit_records(r, trust);
    for (size_t i = 0; i < r->count; i++) {
        cb_variant *v = r->variants[i];
        v->gene = gene ? gene(f, r->info[i]) : "GENE";
        v->transcript_count = 0;
        assert_int_equal(cb_inheritance(f->arena, &f->kase, v, &f->policy, &f->e), CB_OK);
    }
    assert_int_equal(cb_pairs(f->arena, &f->kase, r->variants, r->count, &f->policy, &f->e), CB_OK);
    return true;
}

static inline void kit_close(family_run *r) {
    fixture_free(r->f);
}

/* A value of INFO by its key; "" when it is not there. */
static inline const char *kit_info(fixture *f, cb_str info, const char *key) {
    cb_str rest = info, one;
    size_t n = strlen(key);
    while (cb_str_split(&rest, ';', &one)) {
        if (one.n > n && strncmp(one.s, key, n) == 0 && one.s[n] == '=') {
            const char *value = cb_copy_n(f->arena, one.s + n + 1, one.n - n - 1);
            assert_non_null(value);
            return value;
        }
    }
    return "";
}

#endif
