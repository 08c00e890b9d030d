/* family.c: who is whose parent, and the order in which a family is shown. */
#include "casebound/model/family.h"

#include <string.h>

int cb_family_find(const cb_family *family, const char *id) {
    for (size_t i = 0; id && i < family->count; i++) {
        if (strcmp(family->persons[i].id, id) == 0) {
            return (int)i;
        }
    }
    return -1;
}

bool cb_family_twins(const cb_family *family, size_t a, size_t b) {
    const size_t birth = family->persons[a].birth;
    return a == b || (birth > 0 && birth == family->persons[b].birth);
}

static void find_parents(cb_family *family) {
    for (size_t i = 0; i < family->count; i++) {
        cb_person *p = &family->persons[i];
        p->father = cb_family_find(family, p->father_id);
        p->mother = cb_family_find(family, p->mother_id);
    }
}

static cb_role role_towards(const cb_family *family, int proband, int other) {
    const cb_person *p = &family->persons[proband], *o = &family->persons[other];
    if (other == proband) {
        return CB_PROBAND;
    }
    if (other == p->father) {
        return CB_FATHER;
    }
    if (other == p->mother) {
        return CB_MOTHER;
    }
    if (o->father == proband || o->mother == proband) {
        return CB_CHILD;
    }
    bool shares_father = p->father >= 0 && p->father == o->father;
    bool shares_mother = p->mother >= 0 && p->mother == o->mother;
    return shares_father && shares_mother ? CB_SIBLING : CB_RELATIVE;
}

/* Insertion by role keeps the order of the pedigree file within a role. */
static void order_by_role(cb_family *family) {
    for (size_t i = 1; i < family->count; i++) {
        cb_person moving = family->persons[i];
        size_t at = i;
        while (at > 0 && family->persons[at - 1].role > moving.role) {
            family->persons[at] = family->persons[at - 1];
            at--;
        }
        family->persons[at] = moving;
    }
}

bool cb_family_relate(cb_family *family, const char *proband_id) {
    int proband = cb_family_find(family, proband_id);
    if (proband < 0) {
        return false;
    }
    find_parents(family);
    for (size_t i = 0; i < family->count; i++) {
        family->persons[i].role = role_towards(family, proband, (int)i);
    }
    order_by_role(family);
    find_parents(family);
    family->proband = 0;
    return true;
}
