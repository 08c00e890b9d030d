/* persons.c: the members of the family by what they are to the proband. */
#include "casebound/base/near.h"
#include "facts.h"
#include <string.h>

enum { HALF_SIBLING = CB_RELATIVE + 1, RELATIONS };
static const char *const RELATION_WORDS[RELATIONS] = {
    [CB_PROBAND] = "proband", [CB_FATHER] = "father",     [CB_MOTHER] = "mother",          [CB_SIBLING] = "sibling",
    [CB_CHILD] = "child",     [CB_RELATIVE] = "relative", [HALF_SIBLING] = "half_sibling",
};

static int relation_at(const cb_family *family, size_t person) {
    const cb_person *p = &family->persons[family->proband], *o = &family->persons[person];
    bool shares = (p->father >= 0 && p->father == o->father) || (p->mother >= 0 && p->mother == o->mother);
    return o->role == CB_RELATIVE && shares ? HALF_SIBLING : (int)o->role;
}

static const cb_family *family_of(lua_State *L) {
    return &cb_judging_of(L)->kase->family;
}

const char *cb_relation(lua_State *L, size_t person) {
    return RELATION_WORDS[relation_at(family_of(L), person)];
}

static int checked_relation(lua_State *L, int index) {
    const char *word = luaL_checkstring(L, index);
    for (int i = 0; i < RELATIONS; i++) {
        if (strcmp(RELATION_WORDS[i], word) == 0) {
            return i;
        }
    }
    cb_near near;
    cb_near_start(&near, word);
    for (int i = 0; i < RELATIONS; i++) {
        cb_near_try(&near, RELATION_WORDS[i]);
    }
    return luaL_error(L, "there is no role '%s'%s", word, cb_near_hint(&near));
}

int cb_method_of(lua_State *L) {
    static const char *const formats[RELATIONS] = {
        [CB_PROBAND] = "v:of(\"proband\")",       [CB_FATHER] = "v:of(\"father\")",
        [CB_MOTHER] = "v:of(\"mother\")",         [CB_SIBLING] = "v:of(\"sibling\")",
        [CB_CHILD] = "v:of(\"child\")",           [CB_RELATIVE] = "v:of(\"relative\")",
        [HALF_SIBLING] = "v:of(\"half_sibling\")"};
    const cb_handle *h = cb_check_handle(L, 1, CB_KIND_VARIANT);
    const cb_family *family = family_of(L);
    int relation = checked_relation(L, 2);
    for (size_t i = 0; i < family->count; i++) {
        if (relation_at(family, i) == relation) {
            cb_push_handle(L, CB_KIND_CALL, h->v, i);
            return 1;
        }
    }
    cb_push_missing(L, CB_MISSING, formats[relation], "");
    return 1;
}

/* Who is asked for: everybody, those of one relation, or relatives of one affection. */
typedef struct choice {
    int relation;  /* or -1 */
    int affection; /* or -1 */
} choice;

static bool is_chosen(const cb_family *family, size_t person, const choice *c) {
    bool relation = c->relation < 0 || relation_at(family, person) == c->relation;
    bool affection =
        c->affection < 0 || (person != family->proband && (int)family->persons[person].affection == c->affection);
    return relation && affection;
}

/* A list of calls of the variant at index 1, or of persons where index 1 is the case. */
static int push_list(lua_State *L, cb_kind of, const choice *c) {
    const cb_handle *h = cb_check_handle(L, 1, of);
    const cb_family *family = family_of(L);
    lua_Integer count = 0;
    cb_sandbox_charge(L, family->count);
    lua_newtable(L);
    for (size_t i = 0; i < family->count; i++) {
        if (is_chosen(family, i, c)) {
            cb_push_handle(L, of == CB_KIND_CASE ? CB_KIND_PERSON : CB_KIND_CALL, h->v, i);
            lua_rawseti(L, -2, ++count);
        }
    }
    return 1;
}

static int push_members(lua_State *L, cb_kind of) {
    choice c = {.relation = lua_isnoneornil(L, 2) ? -1 : checked_relation(L, 2), .affection = -1};
    return push_list(L, of, &c);
}

int cb_method_members(lua_State *L) {
    return push_members(L, CB_KIND_VARIANT);
}

int cb_method_affected(lua_State *L) {
    return push_list(L, CB_KIND_VARIANT, &(choice){-1, CB_AFFECTED});
}

int cb_method_unaffected(lua_State *L) {
    return push_list(L, CB_KIND_VARIANT, &(choice){-1, CB_UNAFFECTED});
}

static int case_members(lua_State *L) {
    return push_members(L, CB_KIND_CASE);
}

static int case_affected(lua_State *L) {
    return push_list(L, CB_KIND_CASE, &(choice){-1, CB_AFFECTED});
}

static int case_unaffected(lua_State *L) {
    return push_list(L, CB_KIND_CASE, &(choice){-1, CB_UNAFFECTED});
}

static int has_term(lua_State *L) {
    (void)cb_check_handle(L, 1, CB_KIND_CASE);
    const cb_case *kase = cb_judging_of(L)->kase;
    const char *id = luaL_checkstring(L, 2);
    if (strncmp(id, "HP:", 3) != 0) {
        return luaL_error(L, "a phenotype term is written HP:0001250, not '%s'", id);
    }
    bool found = false;
    for (size_t i = 0; i < kase->term_count && !found; i++) {
        const cb_term *t = &kase->terms[i];
        found = strcmp(t->id, id) == 0 || (t->given && strcmp(t->given, id) == 0);
    }
    lua_pushboolean(L, found);
    return 1;
}

const cb_method CB_CASE_METHODS[] = {
    {"members", "case:members(role)", "list of persons",
     "the persons with this role, in the order of the pedigree; the whole family, proband first, where none is given",
     "#case:members(\"sibling\") == 0", case_members},
    {"affected_relatives", "case:affected_relatives()", "list of persons", "all but the proband who are affected",
     "#case:affected_relatives() == 0", case_affected},
    {"unaffected_relatives", "case:unaffected_relatives()", "list of persons",
     "all but the proband who are known to be unaffected", "#case:unaffected_relatives() == 2", case_unaffected},
    {"has_term", "case:has_term(id)", "boolean",
     "the case names this HPO term itself, by its present or by the given id; terms above or below it do not count",
     "case:has_term(\"HP:0001250\")", has_term},
    {.name = NULL},
};
