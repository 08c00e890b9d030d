/* pseudonym.c: a case under another name. */
#include "casebound/model/pseudonym.h"

#include <stdio.h>
#include <string.h>

enum { ROLE_TEXT = 40 };

bool cb_pseudonym_good(const char *name) {
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    size_t n = strlen(name);
    return n > 0 && n <= CB_PSEUDONYM_MAX && strspn(name, letters) > 0 &&
           strspn(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-") == n;
}

typedef struct hiding {
    cb_arena *arena;
    cb_identifiers *hidden;
    cb_error *e;
    bool no_memory;
} hiding;

/* Remembers a text that is taken away, and leaves nothing in its place. */
static void hide(hiding *h, const char **text) {
    if (*text && **text) {
        const char **grown = cb_grow(h->arena, h->hidden->words, h->hidden->count, &h->hidden->capacity, sizeof *grown);
        h->no_memory = h->no_memory || !grown;
        if (grown) {
            h->hidden->words = grown;
            grown[h->hidden->count++] = *text;
        }
    }
    *text = NULL;
}

static void replace(hiding *h, const char **text, const char *by) {
    hide(h, text);
    *text = cb_copy(h->arena, by);
    h->no_memory = h->no_memory || !*text;
}

/* "father" where the family has one, "sibling-2" where it has several. */
static void role_name(const cb_family *family, size_t person, char out[ROLE_TEXT]) {
    static const char *const names[] = {[CB_PROBAND] = "proband", [CB_FATHER] = "father", [CB_MOTHER] = "mother",
                                        [CB_SIBLING] = "sibling", [CB_CHILD] = "child",   [CB_RELATIVE] = "relative"};
    cb_role role = family->persons[person].role;
    size_t all = 0, before = 0;
    for (size_t i = 0; i < family->count; i++) {
        all += family->persons[i].role == role;
        before += i < person && family->persons[i].role == role;
    }
    if (all > 1) {
        snprintf(out, ROLE_TEXT, "%s-%zu", names[role], before + 1);
    } else {
        snprintf(out, ROLE_TEXT, "%s", names[role]);
    }
}

static void rename_persons(hiding *h, cb_family *family) {
    char name[ROLE_TEXT];
    for (size_t i = 0; i < family->count; i++) {
        cb_person *p = &family->persons[i];
        role_name(family, i, name);
        hide(h, &p->display);
        replace(h, &p->id, name);
        p->display = p->id;
        hide(h, &p->collected);
        hide(h, &p->father_id);
        hide(h, &p->mother_id);
    }
    for (size_t i = 0; i < family->count; i++) { /* all have their names */
        cb_person *p = &family->persons[i];
        p->father_id = p->father >= 0 ? family->persons[p->father].id : NULL;
        p->mother_id = p->mother >= 0 ? family->persons[p->mother].id : NULL;
    }
}

/* What is taken away is not provided, and the laboratory's own reasons are free text. */
static void strip_texts(hiding *h, cb_report_block *r) {
    static const char *const items[] = {"patient_name", "birth_date",    "requester",   "indication",
                                        "sample_date",  "received_date", "sample_type", "consent"};
    enum { ITEMS = sizeof items / sizeof *items };
    cb_amends *a = &r->amends;
    const char **const taken[] = {&a->report, &a->date, &a->digest, &a->reason, &a->changes};
    cb_not_provided *list = cb_alloc_array(h->arena, ITEMS, sizeof *list);
    h->no_memory = h->no_memory || !list;
    for (size_t i = 0; i < r->not_provided_count; i++) {
        const char *reason = r->not_provided[i].reason;
        hide(h, &reason);
    }
    for (size_t i = 0; i < sizeof taken / sizeof *taken; i++) {
        hide(h, taken[i]);
    }
    for (size_t i = 0; list && i < ITEMS; i++) {
        list[i] = (cb_not_provided){items[i], "withheld under the pseudonym"};
    }
    r->not_provided = list;
    r->not_provided_count = list ? ITEMS : 0;
}

static void strip_report(hiding *h, cb_report_block *r) {
    const char **const taken[] = {&r->patient_name, &r->patient_id,    &r->birth_date,  &r->requester, &r->indication,
                                  &r->sample_date,  &r->received_date, &r->sample_type, &r->consent};
    for (size_t i = 0; i < sizeof taken / sizeof *taken; i++) {
        hide(h, taken[i]);
    }
}

static void strip_files(hiding *h, cb_case *kase) {
    for (size_t i = 0; i < kase->input_count; i++) { /* profiles and panels are called what they are */
        const char *role = kase->inputs[i].role;
        if (strcmp(role, "case") == 0 || strcmp(role, "ped") == 0 || strcmp(role, CB_ROLE_SNV) == 0) {
            replace(h, &kase->inputs[i].name, role);
        }
    }
    cb_not_examined *list = cb_alloc_array(h->arena, kase->not_examined_count + 1, sizeof *list);
    h->no_memory = h->no_memory || !list;
    for (size_t i = 0; list && i < kase->not_examined_count; i++) {
        list[i] = kase->not_examined[i];
        hide(h, &list[i].file);
    }
    kase->not_examined = list;
}

cb_status cb_case_pseudonymise(cb_arena *arena, cb_case *kase, const char *name, cb_identifiers *hidden, cb_error *e) {
    hiding h = {.arena = arena, .hidden = hidden, .e = e};
    replace(&h, &kase->id, name);
    replace(&h, &kase->name, name);
    replace(&h, &kase->family.id, name);
    rename_persons(&h, &kase->family);
    strip_report(&h, &kase->report);
    strip_texts(&h, &kase->report);
    kase->report.patient_id = kase->id;
    hide(&h, &kase->synopsis);
    strip_files(&h, kase);
    return h.no_memory ? cb_fail_memory(e) : cb_notices_withhold(arena, kase, hidden, e);
}

static bool names_one(const char *text, const cb_identifiers *hidden) {
    for (size_t i = 0; i < hidden->count; i++) {
        if (strstr(text, hidden->words[i])) {
            return true;
        }
    }
    return false;
}

cb_status cb_notices_withhold(cb_arena *arena, cb_case *kase, const cb_identifiers *hidden, cb_error *e) {
    const char **kept = cb_alloc_array(arena, kase->notice_count + 1, sizeof *kept);
    size_t count = 0;
    if (!kept) {
        return cb_fail_memory(e);
    }
    for (size_t i = 0; i < kase->notice_count; i++) {
        if (!names_one(kase->notices[i], hidden)) {
            kept[count++] = kase->notices[i];
        }
    }
    size_t withheld = kase->notice_count - count;
    kase->notices = kept;
    kase->notice_count = count;
    const char *text =
        cb_format(arena, "%zu notice%s about the inputs %s withheld: names or files stand in %s", withheld,
                  withheld == 1 ? "" : "s", withheld == 1 ? "is" : "are", withheld == 1 ? "it" : "them");
    if (withheld == 0) {
        return CB_OK;
    }
    return text ? cb_add_notice(kase, arena, text, e) : cb_fail_memory(e);
}
