/* vcf_fixture.h: small VCF files of fictitious people, written to a temporary place and read back. */
#ifndef CASEBOUND_TESTS_VCF_FIXTURE_H
#define CASEBOUND_TESTS_VCF_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "casebound/read/case_file.h"
#include "casebound/read/variants.h"

#define VERSION_42 "##fileformat=VCFv4.2\n"
#define COLUMNS "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO"
#define TRIO COLUMNS "\tFORMAT\tkid\tmum\tdad\n"

typedef struct fixture {
    cb_arena *arena;
    cb_error error;
    cb_variants *reader;
    cb_case kase;
    cb_person persons[3];
    cb_consequences consequences;
    cb_sources sources;
    cb_evidence_policy evidence;
    char path[64];
} fixture;

static inline void write_bytes(fixture *f, const void *bytes, size_t size) {
    strcpy(f->path, "/tmp/casebound-vcf-XXXXXX");
    int fd = mkstemp(f->path);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, bytes, size), (ssize_t)size);
    assert_int_equal(close(fd), 0);
}

static inline void add_term(fixture *f, const char *term, const char *impact, int severity) {
    cb_consequence *c = cb_alloc(f->arena, sizeof *c);
    assert_non_null(c);
    *c = (cb_consequence){.term = term, .impact = impact, .label = term, .severity = severity};
    assert_true(cb_map_set(f->consequences.terms, cb_str_of(term), c));
    f->consequences.count++;
}

/* An empty fixture: kid (the proband), mum and dad, a short table of consequences, no sources. */
static inline fixture fixture_new(void) {
    fixture f = {.evidence = {.min_depth = 8, .max_alt_reads_free = 2}};
    f.arena = cb_arena_new((size_t)256 << 20);
    assert_non_null(f.arena);
    f.consequences.terms = cb_map_new(f.arena);
    assert_non_null(f.consequences.terms);
    add_term(&f, "stop_gained", "HIGH", 1);
    add_term(&f, "frameshift_variant", "HIGH", 2);
    add_term(&f, "missense_variant", "MODERATE", 3);
    add_term(&f, "protein_altering_variant", "MODERATE", 4);
    add_term(&f, "synonymous_variant", "LOW", 5);
    add_term(&f, "intron_variant", "MODIFIER", 6);
    f.persons[0] = (cb_person){
        .id = "kid", .display = "kid", .father = 2, .mother = 1, .column = -1, .sex = CB_MALE, .role = CB_PROBAND};
    f.persons[1] = (cb_person){
        .id = "mum", .display = "mum", .father = -1, .mother = -1, .column = -1, .sex = CB_FEMALE, .role = CB_MOTHER};
    f.persons[2] = (cb_person){
        .id = "dad", .display = "dad", .father = -1, .mother = -1, .column = -1, .sex = CB_MALE, .role = CB_FATHER};
    f.kase.build = CB_GRCH38;
    return f;
}

static inline void fixture_free(fixture *f) {
    if (f->path[0]) {
        unlink(f->path);
    }
    cb_arena_free(f->arena);
}

static inline cb_status open_bytes(fixture *f, const void *bytes, size_t size) {
    write_bytes(f, bytes, size);
    return cb_variants_open(f->arena, f->path, &f->reader, &f->error);
}

static inline cb_status open_text(fixture *f, const char *text) {
    return open_bytes(f, text, strlen(text));
}

/* Reads to the end; the number of records, or -1 after an error (which stands in f->error). */
static inline long read_all(fixture *f) {
    cb_record record;
    bool more = true;
    long count = 0;
    while (more) {
        if (cb_variants_next(f->reader, &record, &more, &f->error) != CB_OK) {
            return -1;
        }
        count += more ? 1 : 0;
    }
    return count;
}

static inline cb_status map_family(fixture *f) {
    f->kase.family = (cb_family){.id = "family", .persons = f->persons, .count = 3};
    return cb_variants_map(f->reader, &f->kase, f->arena, &f->error);
}

/* Opens the text, maps the family and makes the ALT `index` of the first record. */
static inline cb_status make_variant(fixture *f, const char *text, int index, cb_variant **out) {
    cb_record record;
    bool more = false;
    *out = NULL;
    cb_status status = open_text(f, text);
    status = status == CB_OK ? map_family(f) : status;
    status = status == CB_OK ? cb_variants_next(f->reader, &record, &more, &f->error) : status;
    if (status != CB_OK || !more) {
        return status;
    }
    cb_materials with = {&f->kase, &f->sources, &f->consequences, &f->evidence};
    return cb_materialise(f->reader, &record, index, &with, f->arena, out, &f->error);
}

/* As above, where it must succeed. */
static inline cb_variant *variant_of(fixture *f, const char *text, int index) {
    cb_variant *v;
    if (make_variant(f, text, index, &v) != CB_OK) {
        fail_msg("refused: %s", f->error.text);
    }
    assert_non_null(v);
    return v;
}

/* Folder of real files, or NULL. */
static inline const char *test_data(void) {
    const char *folder = getenv("CASEBOUND_TEST_DATA");
    folder = folder ? folder : "../shared/data";
    return access(folder, R_OK) == 0 ? folder : NULL;
}

#endif
