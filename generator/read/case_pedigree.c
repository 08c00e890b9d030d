/* case_pedigree.c: what the drawn pedigree shows and no PED can say: twins, and who has died. */
#include "case_build.h"

#include <string.h>

static cb_status person_of(cb_case_build *b, const cb_yaml *item, const char *what, cb_person **out) {
    cb_family *family = &b->kase->family;
    if (item->kind != CB_YAML_SCALAR) {
        return cb_fail_at(b->e, CB_INPUT, b->file, item->line, "%s: write a list of the persons' ids", what);
    }
    int at = cb_family_find(family, item->text);
    if (at < 0) {
        return cb_fail_at(b->e, CB_INPUT, b->file, item->line, "%s: no person is called '%s'", what, item->text);
    }
    *out = &family->persons[at];
    return CB_OK;
}

static cb_status check_list(cb_case_build *b, const cb_yaml *node, const char *what) {
    return node->kind == CB_YAML_SEQUENCE
               ? CB_OK
               : cb_fail_at(b->e, CB_INPUT, b->file, node->key_line, "'%s' is no list", what);
}

static cb_status read_deceased(cb_case_build *b, const cb_yaml *list) {
    cb_status s = list ? check_list(b, list, "deceased") : CB_OK;
    for (const cb_yaml *m = list && s == CB_OK ? list->first : NULL; m && s == CB_OK; m = m->next) {
        cb_person *person;
        s = person_of(b, m, "deceased", &person);
        if (s == CB_OK) {
            person->deceased = true;
        }
    }
    return s;
}

static bool same(const char *a, const char *b) {
    return a && b ? strcmp(a, b) == 0 : a == b;
}

/* `p` joins the birth of `first`, who may be the same. */
static cb_status join(cb_case_build *b, long line, const cb_person *first, cb_twin_zygosity zygosity, cb_person *p) {
    const char *why = NULL;
    if (p->birth > 0) {
        why = "stands twice among the twins";
    } else if (p->father < 0 && p->mother < 0) {
        why = "has no parent in the family; add the parents to the PED, where persons without a sample may stand";
    } else if (!same(p->father_id, first->father_id) || !same(p->mother_id, first->mother_id)) {
        why = "has not the parents of the other twin; correct the parents or the twins";
    } else if (zygosity == CB_TWINS_MONOZYGOTIC && p->sex && first->sex && p->sex != first->sex) {
        why = "is not of the sex of the monozygotic twin; correct the sex or the zygosity";
    }
    p->zygosity = zygosity;
    return why ? cb_fail_at(b->e, CB_INPUT, b->file, line, "twins: '%s' %s", p->id, why) : CB_OK;
}

static cb_status read_zygosity(cb_case_build *b, const cb_yaml *twins, cb_twin_zygosity *out) {
    static const char *const words[] = {
        [CB_TWINS_UNKNOWN] = "unknown", [CB_TWINS_MONOZYGOTIC] = "monozygotic", [CB_TWINS_DIZYGOTIC] = "dizygotic"};
    const char *word;
    cb_status s = cb_case_text(b, twins, "zygosity", &word);
    if (s != CB_OK) {
        return s;
    }
    for (size_t i = 0; word && i < sizeof words / sizeof *words; i++) {
        if (strcmp(word, words[i]) == 0) {
            *out = (cb_twin_zygosity)i;
            return CB_OK;
        }
    }
    return cb_fail_at(b->e, CB_INPUT, b->file, twins->line,
                      "twins: write 'zygosity: monozygotic', 'dizygotic' or 'unknown'");
}

/* Twins, or three and more of one birth. */
static cb_status read_birth(cb_case_build *b, const cb_yaml *twins, size_t birth) {
    cb_twin_zygosity zygosity = CB_TWINS_UNKNOWN;
    cb_status s = cb_case_map(b, twins, "an entry of 'twins'");
    s = s == CB_OK ? read_zygosity(b, twins, &zygosity) : s;
    const cb_yaml *list = s == CB_OK ? cb_yaml_get(twins, "persons") : NULL;
    if (s == CB_OK && (!list || list->kind != CB_YAML_SEQUENCE || list->count < 2)) {
        return cb_fail_at(b->e, CB_INPUT, b->file, twins->line, "twins: write 'persons:' with two ids or more");
    }
    const cb_person *first = NULL;
    for (const cb_yaml *m = list ? list->first : NULL; m && s == CB_OK; m = m->next) {
        cb_person *person = NULL;
        s = person_of(b, m, "twins", &person);
        first = first ? first : person;
        s = s == CB_OK ? join(b, m->line, first, zygosity, person) : s;
        if (s == CB_OK) {
            person->birth = birth;
        }
    }
    return s;
}

static cb_status read_twins(cb_case_build *b, const cb_yaml *list) {
    cb_status s = list ? check_list(b, list, "twins") : CB_OK;
    size_t birth = 0;
    for (const cb_yaml *m = list && s == CB_OK ? list->first : NULL; m && s == CB_OK; m = m->next) {
        s = read_birth(b, m, ++birth);
    }
    return s;
}

cb_status cb_case_pedigree(cb_case_build *b) {
    const cb_yaml *pedigree = b->root ? cb_yaml_get(b->root, "pedigree") : NULL;
    if (!pedigree || cb_yaml_is_null(pedigree)) {
        return CB_OK;
    }
    cb_status s = cb_case_map(b, pedigree, "'pedigree'");
    s = s == CB_OK ? read_deceased(b, cb_yaml_get(pedigree, "deceased")) : s;
    s = s == CB_OK ? read_twins(b, cb_yaml_get(pedigree, "twins")) : s;
    for (const cb_yaml *m = s == CB_OK ? pedigree->first : NULL; m && s == CB_OK; m = m->next) {
        if (strcmp(m->key, "deceased") != 0 && strcmp(m->key, "twins") != 0) {
            s = cb_notice(b->arena, &b->notices, b->e, "%s line %ld: key 'pedigree.%s' is not known and was not used",
                          b->file, m->key_line, m->key);
        }
    }
    return s;
}
