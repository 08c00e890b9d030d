/* whole_file.h: reads a file as the pipeline does: header, samples, every record, every allele, siblings, notices. */
#ifndef CASEBOUND_TESTS_WHOLE_FILE_H
#define CASEBOUND_TESTS_WHOLE_FILE_H

#include "vcf_fixture.h"

#include <dirent.h>
#include <zlib.h>

#include "casebound/model/siblings.h"

enum { WHOLE_PERSONS = 8, WHOLE_TEXT = 8192 };

typedef struct whole {
    cb_status status;
    long records, alleles;
    bool binary;
    char why[CB_ERROR_TEXT];  /* of the refusal, or "" */
    char notices[WHOLE_TEXT]; /* one a line */
} whole;

static inline cb_status whole_family(fixture *f) {
    size_t count;
    const char *const *names = cb_variants_samples(f->reader, &count);
    count = count > WHOLE_PERSONS ? WHOLE_PERSONS : count;
    cb_person *persons = cb_alloc_array(f->arena, count + 1, sizeof *persons);
    assert_non_null(persons);
    for (size_t i = 0; i < count; i++) {
        persons[i] = (cb_person){.id = names[i],
                                 .display = names[i],
                                 .father = -1,
                                 .mother = -1,
                                 .column = -1,
                                 .role = i == 0 ? CB_PROBAND : CB_RELATIVE};
    }
    f->kase.family = (cb_family){.id = "family", .persons = persons, .count = count};
    return count > 0 ? cb_variants_map(f->reader, &f->kase, f->arena, &f->error) : CB_OK;
}

/* Every third allele is kept: both ways are gone. */
static inline cb_status whole_record(fixture *f, const cb_record *r, cb_siblings *siblings, whole *w) {
    cb_materials with = {&f->kase, &f->sources, &f->consequences, &f->evidence};
    cb_status status = CB_OK;
    for (int i = 1; status == CB_OK && i <= r->allele_count; i++) {
        cb_variant *v = NULL;
        status = cb_materialise(f->reader, r, i, &with, f->arena, &v, &f->error);
        w->alleles++;
        if (status == CB_OK) {
            status = cb_siblings_see(siblings, v, w->alleles % 3 == 0 ? NULL : "dropped", &f->error);
        }
    }
    return status;
}

static inline whole read_whole(const char *path) {
    whole w = {0};
    fixture f = fixture_new();
    cb_record r;
    cb_siblings *siblings = NULL;
    bool more = true;
    w.status = cb_variants_open(f.arena, path, &f.reader, &f.error);
    w.status = w.status == CB_OK ? whole_family(&f) : w.status;
    if (w.status == CB_OK) {
        w.status = cb_siblings_new(f.arena, &f.kase, &f.evidence, &siblings, &f.error);
    }
    while (w.status == CB_OK && more) {
        w.status = cb_variants_next(f.reader, &r, &more, &f.error);
        w.records += w.status == CB_OK && more ? 1 : 0;
        w.binary = r.line_number == 0;
        w.status = w.status == CB_OK && more ? whole_record(&f, &r, siblings, &w) : w.status;
    }
    w.status = w.status == CB_OK ? cb_siblings_end(siblings, &f.kase, &f.error) : w.status;
    w.status = w.status == CB_OK ? cb_variants_notices(f.reader, &f.kase, f.arena, &f.error) : w.status;
    assert_true(w.status == CB_OK || w.status == CB_INPUT);
    memcpy(w.why, f.error.text, CB_ERROR_TEXT);
    for (size_t i = 0, n = 0; i < f.kase.notice_count && n < WHOLE_TEXT; i++) {
        n += (size_t)snprintf(w.notices + n, WHOLE_TEXT - n, "%s\n", f.kase.notices[i]);
    }
    fixture_free(&f);
    return w;
}

/* Records of a text file, counted without the reader: lines that are neither empty nor begin with '#'. */
static inline long lines_of(const char *path) {
    gzFile file = gzopen(path, "rb");
    assert_non_null(file);
    long count = 0;
    int before = '\n', c;
    while ((c = gzgetc(file)) >= 0) {
        count += before == '\n' && c != '#' && c != '\n' && c != '\r' ? 1 : 0;
        before = c;
    }
    assert_int_equal(gzclose(file), Z_OK);
    return count;
}

/* Every file below a folder. */
static inline void visit(const char *folder, void (*on_file)(const char *, void *), void *with) {
    DIR *dir = opendir(folder);
    assert_non_null(dir);
    for (struct dirent *entry = readdir(dir); entry; entry = readdir(dir)) {
        char path[1024];
        if (entry->d_name[0] == '.') {
            continue;
        }
        assert_true(snprintf(path, sizeof path, "%s/%s", folder, entry->d_name) < (int)sizeof path);
        DIR *below = opendir(path);
        if (below) {
            closedir(below);
            visit(path, on_file, with);
        } else {
            on_file(path, with);
        }
    }
    closedir(dir);
}

/* The folder of real files, or the test is skipped. */
static inline const char *suite(char *path, size_t size, const char *part) {
    const char *folder = test_data();
    if (!folder) {
        skip();
    }
    snprintf(path, size, "%s/%s", folder, part);
    return path;
}

#endif
