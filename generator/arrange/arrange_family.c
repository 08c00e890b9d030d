/* arrange_family.c: the persons with their roles, and the names by which the rest of the view calls them. */
#include "arrange/arranging.h"

#include <string.h>

const char *cb_sex_word(cb_arranging *a, cb_sex sex) {
    return cb_word(a, sex == CB_MALE ? "sex_male" : sex == CB_FEMALE ? "sex_female" : "sex_unknown");
}

const char *cb_affection_word(cb_arranging *a, cb_affection affection) {
    return cb_word(a, affection == CB_AFFECTED     ? "affection_affected"
                      : affection == CB_UNAFFECTED ? "affection_unaffected"
                                                   : "affection_unknown");
}

/* Roles. */

typedef struct role_words {
    const char *male, *female, *other;
} role_words;

static const char *by_sex(cb_sex sex, role_words words) {
    return sex == CB_MALE ? words.male : sex == CB_FEMALE ? words.female : words.other;
}

/* "0" is the PED's word for nobody. */
static bool named(const char *id) {
    return id && *id && strcmp(id, "0") != 0;
}

/* The model calls a half-sibling, a grandparent and a partner relatives; a report names them. */
static const char *relative_key(const cb_family *family, int other) {
    const cb_person *p = &family->persons[family->proband], *o = &family->persons[other];
    const bool shares_father = p->father >= 0 && p->father == o->father,
               shares_mother = p->mother >= 0 && p->mother == o->mother;
    if (shares_father || shares_mother) {
        const bool known =
            shares_father ? named(p->mother_id) && named(o->mother_id) : named(p->father_id) && named(o->father_id);
        return known ? by_sex(o->sex, (role_words){"role_half_brother", "role_half_sister", "role_half_sibling"})
                     : "role_full_or_half_sibling";
    }
    for (int side = 0; side < 2; side++) {
        int parent = side == 0 ? p->father : p->mother;
        if (parent >= 0 && family->persons[parent].father == other) {
            return side == 0 ? "role_paternal_grandfather" : "role_maternal_grandfather";
        }
        if (parent >= 0 && family->persons[parent].mother == other) {
            return side == 0 ? "role_paternal_grandmother" : "role_maternal_grandmother";
        }
    }
    for (size_t i = 0; i < family->count; i++) {
        const cb_person *child = &family->persons[i];
        const int proband = (int)family->proband;
        if ((child->father == proband && child->mother == other) ||
            (child->mother == proband && child->father == other)) {
            return "role_partner";
        }
    }
    return "role_relative";
}

static const char *role_key(const cb_family *family, size_t i) {
    const cb_sex sex = family->persons[i].sex;
    switch (family->persons[i].role) {
    case CB_PROBAND:
        return "role_proband";
    case CB_FATHER:
        return "role_father";
    case CB_MOTHER:
        return "role_mother";
    case CB_SIBLING:
        return by_sex(sex, (role_words){"role_brother", "role_sister", "role_sibling"});
    case CB_CHILD:
        return by_sex(sex, (role_words){"role_son", "role_daughter", "role_child"});
    case CB_RELATIVE:
        break;
    }
    return relative_key(family, (int)i);
}

static bool role_is_alone(const cb_arranging *a, size_t i) {
    for (size_t j = 0; j < a->request->kase->family.count; j++) {
        if (j != i && strcmp(a->roles[i], a->roles[j]) == 0) {
            return false;
        }
    }
    return true;
}

static bool key_is_taken(const cb_arranging *a, size_t before, const char *key) {
    for (size_t j = 0; j < before; j++) {
        if (a->gt_keys[j] && strcmp(a->gt_keys[j], key) == 0) {
            return true;
        }
    }
    return false;
}

/* Two sample ids may differ in a character that no key has. */
static const char *genotype_key(cb_arranging *a, size_t i) {
    const char *plain = cb_key_of(a, "gt_", a->request->kase->family.persons[i].id), *key = plain;
    for (size_t n = 2; a->status == CB_OK && key_is_taken(a, i, key); n++) {
        key = cb_formatted(a, "%s__%zu", plain, n);
    }
    return key;
}

void cb_word_family(cb_arranging *a) {
    const cb_family *family = &a->request->kase->family;
    a->roles = cb_alloc_array(a->arena, family->count + 1, sizeof *a->roles);
    a->labels = cb_alloc_array(a->arena, family->count + 1, sizeof *a->labels);
    a->gt_keys = cb_alloc_array(a->arena, family->count + 1, sizeof *a->gt_keys);
    if (!a->roles || !a->labels || !a->gt_keys) {
        a->status = cb_fail_memory(a->error);
        return;
    }
    for (size_t i = 0; i < family->count; i++) {
        a->roles[i] = cb_word(a, role_key(family, i));
    }
    for (size_t i = 0; i < family->count; i++) {
        const cb_person *p = &family->persons[i];
        const bool alone = role_is_alone(a, i);
        a->labels[i] = alone ? a->roles[i] : cb_worded(a, "column_role_id", "role", a->roles[i], "id", p->display);
        a->gt_keys[i] = p->column >= 0 ? genotype_key(a, i) : NULL;
    }
}

const char *cb_person_note(cb_arranging *a, size_t i) {
    static const char *const keys[] = {[CB_TWINS_UNKNOWN] = "twin_unknown",
                                       [CB_TWINS_MONOZYGOTIC] = "twin_monozygotic",
                                       [CB_TWINS_DIZYGOTIC] = "twin_dizygotic"};
    const cb_family *family = &a->request->kase->family;
    const char *others = "";
    for (size_t k = 0; k < family->count; k++) {
        if (k != i && cb_family_twins(family, i, k)) {
            others = cb_joined(a, "pedigree_and", others, a->labels[k]);
        }
    }
    const char *twin = *others ? cb_worded(a, keys[family->persons[i].zygosity], "others", others) : "";
    return cb_joined(a, "mark_and", family->persons[i].deceased ? cb_word(a, "deceased") : "", twin);
}

/* The section. */

/* A parent who is named and is no person of the family is named all the same. */
static void put_parent(cb_arranging *a, cb_node *member, const char *key, int parent, const char *id) {
    const cb_family *family = &a->request->kase->family;
    const char *text = parent >= 0 ? family->persons[parent].display : NULL;
    if (!text && named(id)) {
        text = cb_worded(a, "parent_not_in_family", "id", id);
    }
    cb_put_text(a, member, key, text);
}

static void put_member(cb_arranging *a, cb_node *members, size_t i) {
    const cb_family *family = &a->request->kase->family;
    const cb_person *p = &family->persons[i];
    const bool proband = i == family->proband;
    cb_builder *b = &a->builder;
    cb_node *member = cb_node_map(b, members, NULL);
    cb_node_add_text(b, member, "id", p->display);
    cb_node_add_text(b, member, "role", a->roles[i]);
    cb_node_add_text(b, member, "label", a->labels[i]);
    cb_node_add_text(b, member, "sex", cb_sex_word(a, p->sex));
    cb_node_add_text(b, member, "affection", cb_affection_word(a, p->affection));
    cb_node_add_text(b, member, "note", cb_person_note(a, i));
    put_parent(a, member, "father", p->father, p->father_id);
    put_parent(a, member, "mother", p->mother, p->mother_id);
    cb_node_add_text(b, member, "sample", cb_word(a, p->column >= 0 ? "sample_in_vcf" : "sample_no_column"));
    cb_node_add_text(b, member, "sample_id", p->id);
    cb_put_text(a, member, "sample_type", p->sample_type);
    cb_put_text(a, member, "collected", p->collected);
    cb_put_text(a, member, "analysis", p->analysis);
    cb_put_bool(a, member, "proband", proband);
}

void cb_arrange_family(cb_arranging *a, cb_node *root) {
    const cb_family *family = &a->request->kase->family;
    cb_node *node = cb_node_map(&a->builder, root, "family");
    cb_node_add_text(&a->builder, node, "id", family->id);
    cb_node *members = cb_node_list(&a->builder, node, "members");
    for (size_t i = 0; i < family->count; i++) {
        put_member(a, members, i);
    }
    cb_arrange_pedigree(a, node);
}
