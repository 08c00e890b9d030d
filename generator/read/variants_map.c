/* variants_map.c: which column of the file belongs to which person: by name, and by nothing else. */
#include "casebound/base/ascii.h"
#include "read/reader.h"

static const char *role_name(cb_role role) {
    static const char *const names[] = {
        [CB_PROBAND] = "proband", [CB_FATHER] = "father", [CB_MOTHER] = "mother",
        [CB_SIBLING] = "sibling", [CB_CHILD] = "child",   [CB_RELATIVE] = "relative",
    };
    return names[role];
}

/* A name that is the same but for the case of letters or spaces around it: somebody's slip, and nobody's place to
 * guess. */
static const char *near_name(const cb_header *h, const char *id) {
    for (size_t i = 0; i < h->sample_count; i++) {
        if (cb_ascii_same(cb_str_trim(cb_str_of(h->samples[i])), cb_str_trim(cb_str_of(id)))) {
            return h->samples[i];
        }
    }
    return NULL;
}

static cb_status map_person(cb_variants *reader, cb_case *kase, cb_map *columns, cb_person *person, cb_arena *arena,
                            cb_error *e) {
    const cb_header *h = &reader->header;
    const size_t *column = cb_map_get(columns, cb_str_of(person->id));
    person->column = column ? (int)*column : -1;
    if (column) {
        return CB_OK;
    }
    const char *near = near_name(h, person->id);
    if (near) {
        return cb_fail(e, CB_INPUT, "%s: sample '%s' of the family is named '%s' there; write both the same",
                       reader->file, person->id, near);
    }
    if (person->role == CB_PROBAND) {
        return cb_fail(e, CB_INPUT, "%s: the proband '%s' is none of its %zu samples; check the pedigree and the file",
                       reader->file, person->id, h->sample_count);
    }
    return cb_add_notice(kase, arena,
                         cb_format(arena, "The %s %s has no column in %s: nothing is known of this person's genotypes.",
                                   role_name(person->role), person->display ? person->display : person->id,
                                   reader->file),
                         e);
}

static cb_map *columns_of(const cb_header *h, cb_arena *arena) {
    cb_map *map = cb_map_new(arena);
    size_t *numbers = cb_alloc_array(arena, h->sample_count + 1, sizeof *numbers);
    if (!map || !numbers) {
        return NULL;
    }
    for (size_t i = 0; i < h->sample_count; i++) {
        numbers[i] = i;
        if (!cb_map_set(map, cb_str_of(h->samples[i]), &numbers[i])) {
            return NULL;
        }
    }
    return map;
}

/* What the header says that a reader of the report must know. */
static cb_status notice_header(const cb_variants *reader, cb_case *kase, size_t mapped, cb_arena *arena, cb_error *e) {
    const cb_header *h = &reader->header;
    cb_status status = CB_OK;
    size_t others = h->sample_count - mapped;
    if (others > 0) {
        status = cb_add_notice(kase, arena,
                               cb_format(arena, "%s holds %zu more %s, of nobody in the pedigree; %s not used.",
                                         reader->file, others, others == 1 ? "sample" : "samples",
                                         others == 1 ? "it is" : "they are"),
                               e);
    }
    if (status == CB_OK && h->old_mitochondria) {
        status =
            cb_add_notice(kase, arena,
                          cb_format(arena,
                                    "%s declares a mitochondrial genome of 16571 bases (NC_001807 of hg19, not the "
                                    "rCRS): its mitochondrial "
                                    "positions are not those of MITOMAP and ClinVar.",
                                    reader->file),
                          e);
    }
    if (status == CB_OK && h->merged_with) {
        status =
            cb_add_notice(kase, arena,
                          cb_format(arena,
                                    "%s was merged with bcftools %s, which could put allele depths under the wrong "
                                    "sample (mended in 1.21): "
                                    "depths and allele balances may be another person's.",
                                    reader->file, h->merged_with),
                          e);
    }
    return status;
}

cb_status cb_variants_map(cb_variants *reader, cb_case *kase, cb_arena *arena, cb_error *e) {
    cb_map *columns = columns_of(&reader->header, arena);
    size_t mapped = 0;
    if (!columns) {
        return cb_fail_memory(e);
    }
    for (size_t i = 0; i < kase->family.count; i++) {
        cb_status status = map_person(reader, kase, columns, &kase->family.persons[i], arena, e);
        if (status != CB_OK) {
            return status;
        }
        mapped += kase->family.persons[i].column >= 0 ? 1 : 0;
    }
    return notice_header(reader, kase, mapped, arena, e);
}
