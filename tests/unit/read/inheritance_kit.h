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
    /* The fewest reads of REF and ALT, and the lowest GQ, of the family's calls as the file has them. */
    int32_t *depth, *quality;
    size_t count;
    const void *with; /* for the name of the gene */
} family_run;

/* The gene of an allele; NULL: none, it makes no pairs. */
typedef const char *(*kit_gene)(const family_run *r, size_t i);

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

static inline int32_t lower(int32_t a, int32_t b) {
    return a < b ? a : b;
}

/* The calls as the file has them, before they are trusted. */
static inline void kit_note_calls(family_run *r, const cb_variant *v) {
    int32_t *depth = &r->depth[r->count], *quality = &r->quality[r->count];
    *depth = *quality = INT32_MAX;
    for (size_t i = 0; i < r->f->kase.family.count; i++) {
        const cb_genotype *g = &v->genotypes[i];
        *depth = lower(*depth, g->ref_depth < 0 || g->alt_depth < 0 ? g->depth : g->ref_depth + g->alt_depth);
        *quality = lower(*quality, g->quality);
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
            kit_note_calls(r, *v);
            if (trust) {
                kit_trust_calls(r, *v);
            }
            r->count++;
        }
    }
}

/* Opens `file` for the family ("id what father mother" of each person, ';' between, the proband first). False when the
 * data are not there. `gene` names an allele's gene, or is NULL: one gene for all; `with` is for it. */
static inline bool kit_open_with(family_run *r, const char *file, const char *family, cb_build build, bool trust,
                                 kit_gene gene, const void *with) {
    fixture *f = fixture_new();
    const char *path = kit_path(f->arena, file);
    *r = (family_run){.f = f, .with = with};
    if (!cb_file_exists(path)) {
        fixture_free(f);
        return false;
    }
    f->kase.build = build;
    kit_read_family(f, family);
    r->variants = cb_alloc_array(f->arena, KIT_VARIANTS, sizeof *r->variants);
    r->info = cb_alloc_array(f->arena, KIT_VARIANTS, sizeof *r->info);
    r->depth = cb_alloc_array(f->arena, KIT_VARIANTS, sizeof *r->depth);
    r->quality = cb_alloc_array(f->arena, KIT_VARIANTS, sizeof *r->quality);
    assert_true(r->variants && r->info && r->depth && r->quality);
    if (cb_variants_open(f->arena, path, &r->reader, &f->e) != CB_OK ||
        cb_variants_map(r->reader, &f->kase, f->arena, &f->e) != CB_OK) {
        fail_msg("%s", f->e.text);
    }
    kit_records(r, trust);
    for (size_t i = 0; i < r->count; i++) {
        cb_variant *v = r->variants[i];
        v->gene = gene ? gene(r, i) : "GENE";
        v->transcript_count = 0;
        assert_int_equal(cb_inheritance(f->arena, &f->kase, v, &f->policy, &f->e), CB_OK);
    }
    assert_int_equal(cb_pairs(f->arena, &f->kase, r->variants, r->count, &f->policy, &f->e), CB_OK);
    return true;
}

static inline bool kit_open(family_run *r, const char *file, const char *family, cb_build build, bool trust,
                            kit_gene gene) {
    return kit_open_with(r, file, family, build, trust, gene, NULL);
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

/* "TABLE 1:100 A>C mode" */
static inline const char *place_of(fixture *f, const char *what, const cb_variant *v, cb_mode mode) {
    const char *place = cb_format(f->arena, "%s %s:%lld %s>%s %s", what, v->contig->display, (long long)v->position,
                                  v->ref, v->alt, cb_mode_key(mode));
    assert_non_null(place);
    return place;
}

/* Runs the sets, asserts that nothing differs but what is listed, and writes the two blocks of docs/inheritance.md. */
typedef struct kit_set {
    const char *name;
    bool (*run)(tally *t); /* false: the data are not there */
} kit_set;

static inline void kit_sets(const kit_set *sets, size_t set_count, const difference *differences, int difference_count,
                            const char *figures_block, const char *list_block) {
    cb_buf figures, list;
    cb_buf_init(&figures, DOC_MAX);
    cb_buf_init(&list, DOC_MAX);
    cb_buf_text(&figures, "| set | cells | the same | listed below | expected, and excluded by ours with the reads "
                          "|\n|---|---|---|---|---|\n");
    cb_buf_text(&list, "| set | cell | the set says | casebound says | why ours is right |\n|---|---|---|---|---|\n");
    bool there = true;
    int found = 0, wrong = 0;
    for (size_t i = 0; i < set_count && there; i++) {
        tally t = {.set = sets[i].name, .differences = differences, .difference_count = difference_count, .doc = &list};
        there = sets[i].run(&t);
        cb_buf_printf(&figures, "| %s | %d | %d | %d | %d |\n", t.set, t.cells, t.same, t.found, t.excluded);
        print_message("%s: %d cells, %d the same, %d listed, %d not listed, %d excluded\n", t.set, t.cells, t.same,
                      t.found, t.wrong, t.excluded);
        found += t.found;
        wrong += t.wrong + t.excluded;
    }
    if (!there) {
        cb_buf_free(&figures);
        cb_buf_free(&list);
        skip();
    }
    assert_int_equal(wrong, 0);
    assert_int_equal(found, difference_count);
    doc_block("docs/inheritance.md", figures_block, cb_buf_view(&figures));
    doc_block("docs/inheritance.md", list_block, cb_buf_view(&list));
    cb_buf_free(&figures);
    cb_buf_free(&list);
}

#endif
