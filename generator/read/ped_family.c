/* ped_family.c: choosing one family and its proband, and what no family can be. */
#include "ped.h"

#include "casebound/base/map.h"
#include <stdarg.h>
#include <string.h>

static bool same(const char *a, const char *b) {
    return strcmp(a, b) == 0;
}

cb_status cb_notice(cb_arena *arena, cb_notices *notices, cb_error *e, const char *format, ...) {
    cb_buf text;
    cb_buf_init(&text, CB_NOTICE_BYTES);
    va_list arguments;
    va_start(arguments, format);
    cb_buf_vprintf(&text, format, arguments);
    va_end(arguments);
    cb_status s = cb_buf_status(&text, e);
    const char **texts = cb_grow(arena, notices->texts, notices->count, &notices->capacity, sizeof *texts);
    const char *copy = s == CB_OK ? cb_copy_str(arena, cb_buf_view(&text)) : NULL;
    cb_buf_free(&text);
    if (s != CB_OK || !texts || !copy) {
        return s != CB_OK ? s : cb_fail_memory(e);
    }
    notices->texts = texts;
    texts[notices->count++] = copy;
    return CB_OK;
}

static cb_status family_of(const cb_members *m, const char *id, const char **out, cb_error *e) {
    *out = NULL;
    for (size_t i = 0; i < m->count; i++) {
        if (!same(m->rows[i].person.id, id)) {
            continue;
        }
        if (*out && !same(*out, m->rows[i].family)) {
            return cb_fail_at(e, CB_INPUT, m->file, m->rows[i].line,
                              "'%s' stands in the families '%s' and '%s'; give a file with one of them", id, *out,
                              m->rows[i].family);
        }
        *out = m->rows[i].family;
    }
    return *out ? CB_OK
                : cb_fail(e, CB_INPUT, "%s: holds no person '%s'; ids are compared letter by letter", m->file, id);
}

/* The only family, else the only one with an affected person. */
static cb_status only_family(const cb_members *m, const char **out, cb_error *e) {
    const char *first = m->rows[0].family, *affected = NULL;
    bool several = false, several_affected = false;
    for (size_t i = 0; i < m->count; i++) {
        const char *family = m->rows[i].family;
        several = several || !same(family, first);
        if (m->rows[i].person.affection == CB_AFFECTED) {
            several_affected = several_affected || (affected && !same(family, affected));
            affected = affected ? affected : family;
        }
    }
    *out = several ? affected : first;
    if (!*out || (several && several_affected)) {
        return cb_fail(e, CB_INPUT, "%s: holds several families, and %s; name the proband with --proband", m->file,
                       *out ? "more than one has an affected person" : "none has an affected person");
    }
    return CB_OK;
}

/* Some files give every person a family id of its own; such a parent must not be lost without a word. */
static cb_status check_stray(const cb_members *all, const char *family, const char *id, long line, cb_error *e) {
    bool stray = false;
    for (size_t i = 0; id && i < all->count; i++) {
        bool named = same(all->rows[i].person.id, id);
        if (named && same(all->rows[i].family, family)) {
            return CB_OK;
        }
        stray = stray || named;
    }
    return stray ? cb_fail_at(e, CB_INPUT, all->file, line,
                              "the parent '%s' stands under another family id; give the whole family one id", id)
                 : CB_OK;
}

static cb_status check_family(const cb_members *all, const char *family, cb_error *e) {
    size_t persons = 0;
    for (size_t i = 0; i < all->count; i++) {
        const cb_member *m = &all->rows[i];
        if (!same(m->family, family)) {
            continue;
        }
        if (++persons > CB_FAMILY_PERSONS) {
            return cb_fail_at(e, CB_INPUT, all->file, m->line, "the family has more than %d persons",
                              CB_FAMILY_PERSONS);
        }
        cb_status s = check_stray(all, family, m->person.father_id, m->line, e);
        s = s == CB_OK ? check_stray(all, family, m->person.mother_id, m->line, e) : s;
        if (s != CB_OK) {
            return s;
        }
    }
    return CB_OK;
}

cb_status cb_ped_choose(cb_members *members, const char *proband, cb_error *e) {
    const char *family;
    cb_status s = proband ? family_of(members, proband, &family, e) : only_family(members, &family, e);
    if (s != CB_OK) {
        return s;
    }
    s = check_family(members, family, e);
    if (s != CB_OK) {
        return s;
    }
    size_t kept = 0;
    for (size_t i = 0; i < members->count; i++) {
        if (same(members->rows[i].family, family)) {
            members->rows[kept++] = members->rows[i];
        }
    }
    members->count = kept;
    return CB_OK;
}

static cb_status index_members(cb_arena *arena, const cb_members *m, cb_map **out, cb_error *e) {
    cb_map *map = cb_map_new(arena);
    for (size_t i = 0; map && i < m->count; i++) {
        cb_str id = cb_str_of(m->rows[i].person.id);
        if (cb_map_has(map, id)) {
            return cb_fail_at(e, CB_INPUT, m->rows[i].file, m->rows[i].line,
                              "sample id '%s' stands twice in the family; remove one", m->rows[i].person.id);
        }
        if (!cb_map_set(map, id, &m->rows[i])) {
            map = NULL;
        }
    }
    *out = map;
    return map ? CB_OK : cb_fail_memory(e);
}

static const cb_member *parent(const cb_map *map, const char *id) {
    return id ? cb_map_get(map, cb_str_of(id)) : NULL;
}

static cb_status check_parent(cb_arena *arena, const cb_map *map, const cb_member *child, bool is_mother,
                              cb_notices *notices, cb_error *e) {
    const char *id = is_mother ? child->person.mother_id : child->person.father_id;
    const char *word = is_mother ? "mother" : "father";
    if (!id) {
        return CB_OK;
    }
    const cb_member *found = parent(map, id);
    if (!found) {
        return cb_notice(arena, notices, e,
                         "%s line %ld: the %s '%s' of '%s' is not in the family; taken as not sampled", child->file,
                         child->line, word, id, child->person.id);
    }
    if (found->person.sex == (is_mother ? CB_MALE : CB_FEMALE)) {
        return cb_fail_at(e, CB_INPUT, child->file, child->line,
                          "the %s of '%s' is '%s', who is %s (%s line %ld); correct the sex or the parents", word,
                          child->person.id, id, is_mother ? "male" : "female", found->file, found->line);
    }
    return CB_OK;
}

/* Takes away those whose parents are all taken away; who is left descends from a circle, and going up ends in it. */
static cb_status check_circles(cb_arena *arena, const cb_members *m, const cb_map *map, cb_error *e) {
    bool *gone = cb_alloc_array(arena, m->count, sizeof *gone);
    if (!gone) {
        return cb_fail_memory(e);
    }
    size_t left = m->count;
    for (size_t before = left + 1; left > 0 && left < before;) {
        before = left;
        for (size_t i = 0; i < m->count; i++) {
            const cb_member *father = parent(map, m->rows[i].person.father_id);
            const cb_member *mother = parent(map, m->rows[i].person.mother_id);
            if (!gone[i] && (!father || gone[father - m->rows]) && (!mother || gone[mother - m->rows])) {
                gone[i] = true;
                left--;
            }
        }
    }
    if (left == 0) {
        return CB_OK;
    }
    size_t at = 0;
    while (gone[at]) {
        at++;
    }
    for (size_t step = 0; step < left; step++) {
        const cb_member *father = parent(map, m->rows[at].person.father_id);
        const cb_member *up = father && !gone[father - m->rows] ? father : parent(map, m->rows[at].person.mother_id);
        at = (size_t)(up - m->rows);
    }
    return cb_fail_at(e, CB_INPUT, m->rows[at].file, m->rows[at].line, "'%s' is an own ancestor; correct the parents",
                      m->rows[at].person.id);
}

cb_status cb_members_check(cb_arena *arena, const cb_members *m, cb_notices *notices, cb_error *e) {
    cb_map *map;
    cb_status s = index_members(arena, m, &map, e);
    for (size_t i = 0; i < m->count && s == CB_OK; i++) {
        const cb_person *p = &m->rows[i].person;
        if (p->father_id && p->mother_id && same(p->father_id, p->mother_id)) {
            s = cb_fail_at(e, CB_INPUT, m->rows[i].file, m->rows[i].line,
                           "father and mother of '%s' are one person; correct them", p->id);
        }
        s = s == CB_OK ? check_parent(arena, map, &m->rows[i], false, notices, e) : s;
        s = s == CB_OK ? check_parent(arena, map, &m->rows[i], true, notices, e) : s;
    }
    return s == CB_OK ? check_circles(arena, m, map, e) : s;
}

static const cb_member *find(const cb_members *m, const char *id) {
    for (size_t i = 0; id && i < m->count; i++) {
        if (same(m->rows[i].person.id, id)) {
            return &m->rows[i];
        }
    }
    return NULL;
}

static cb_status wanted_proband(const cb_members *m, const char *wanted, const char **out, cb_error *e) {
    const cb_member *found = find(m, wanted);
    if (!found) {
        return cb_fail(e, CB_INPUT, "%s: the proband '%s' is none of its persons; ids are compared letter by letter",
                       m->file, wanted);
    }
    *out = found->person.id;
    return CB_OK;
}

cb_status cb_members_proband(const cb_members *m, const char *wanted, const char **out, cb_error *e) {
    if (wanted) {
        return wanted_proband(m, wanted, out, e);
    }
    const char *only = NULL, *with_parents = NULL;
    size_t affected = 0;
    for (size_t i = 0; i < m->count; i++) {
        const cb_person *p = &m->rows[i].person;
        if (p->affection != CB_AFFECTED) {
            continue;
        }
        affected++;
        only = p->id;
        if (!with_parents && find(m, p->father_id) && find(m, p->mother_id)) {
            with_parents = p->id;
        }
    }
    *out = affected == 1 ? only : with_parents;
    if (!*out) {
        return cb_fail(e, CB_INPUT, "%s: %s; name the proband with --proband", m->file,
                       affected ? "several persons are affected, none with both parents"
                                : "nobody in the family is affected");
    }
    return CB_OK;
}

static int index_of(const cb_members *m, const char *id) {
    const cb_member *found = find(m, id);
    return found ? (int)(found - m->rows) : -1;
}

cb_person *cb_members_persons(cb_arena *arena, const cb_members *m) {
    cb_person *persons = cb_alloc_array(arena, m->count, sizeof *persons);
    for (size_t i = 0; persons && i < m->count; i++) {
        persons[i] = m->rows[i].person;
        persons[i].father = index_of(m, persons[i].father_id);
        persons[i].mother = index_of(m, persons[i].mother_id);
        persons[i].column = -1;
    }
    return persons;
}
