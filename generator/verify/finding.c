/* finding.c: the list of findings. */
#include "verify/finding.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "casebound/base/utf8.h"

enum { FINDINGS_MAX = 5000, TEXT_MAX = 4096 };

static void add(cb_checking *c, cb_finding_kind kind, const char *check, const char *text) {
    cb_findings *f = c->out;
    if (kind == CB_FINDING_FAILED) {
        f->failed++;
    }
    if (f->count >= FINDINGS_MAX) {
        return;
    }
    cb_finding *list = cb_grow(c->arena, f->list, f->count, &f->capacity, sizeof *list);
    char *shown = cb_utf8_shown(c->arena, cb_str_of(text));
    if (!list || !shown) {
        c->no_memory = true;
        return;
    }
    for (char *at = shown; *at; at++) {
        if (*at == '\n' || *at == '\t') {
            *at = ' ';
        }
    }
    f->list = list;
    list[f->count++] = (cb_finding){kind, check, shown};
    if (f->count == FINDINGS_MAX - 1) {
        f->failed++;
        list[f->count++] = (cb_finding){CB_FINDING_FAILED, "layout", "there is more; it is counted and not listed"};
    }
}

cb_status cb_wanted(const cb_checking *c, cb_error *e) {
    return c->interrupted && c->interrupted() ? cb_fail(e, CB_INTERNAL, "interrupted; there is no verdict") : CB_OK;
}

void cb_found(cb_checking *c, cb_finding_kind kind, const char *check, const char *format, ...) {
    char text[TEXT_MAX];
    va_list arguments;
    va_start(arguments, format);
    int n = vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    c->no_memory |= n < 0;
    add(c, kind, check, n < 0 || n >= TEXT_MAX ? "a text too long to show" : text);
}

/* True where the list of levels, ", " between them, has this one: "B-LTA" is not "B-LT". */
static bool has_level(const char *list, const char *level) {
    size_t n = strlen(level);
    for (const char *at = strstr(list, level); at; at = strstr(at + 1, level)) {
        bool begins = at == list || at[-1] == ' ', ends = at[n] == '\0' || at[n] == ',';
        if (begins && ends) {
            return true;
        }
    }
    return false;
}

static void add_level(cb_checking *c, const char *level) {
    const char *has = c->out->level;
    c->out->level = !has ? level : has_level(has, level) ? has : cb_format(c->arena, "%s, %s", has, level);
    c->no_memory |= !c->out->level;
}

/* How far it reaches. A clock that the anchors given do not know raises nothing, for anybody can add a timestamp;
 * without anchors nobody is known, and it is told what there is. */
static const char *level_of(const cb_checking *c, const cb_signature *s) {
    bool stamped = s->stamped && (!c->by.trust || !s->stamp_distrust);
    return stamped && s->archived ? "B-LTA" : stamped && s->lasting ? "B-LT" : stamped ? "B-T" : "B-B";
}

static void found_time(cb_checking *c, const char *what, const cb_signature *s) {
    if (s->stamped && !s->stamp_distrust) {
        CB_PASS(c, "timestamp", "%s: it was signed before %s, as '%s' proves", what, s->stamp_time, s->stamp_authority);
    } else if (s->stamped) {
        CB_NOTE(c, "timestamp", "%s: '%s' stamped it at %s, which proves nothing: %s", what, s->stamp_authority,
                s->stamp_time, s->stamp_distrust);
    } else if (s->claimed && s->proven) {
        CB_NOTE(c, "signer", "%s: signing time %s is claimed by the signer; that it was signed before %s is proven",
                what, s->claimed, s->proven);
    } else if (s->claimed) {
        CB_NOTE(c, "signer", "%s: signing time %s is claimed by the signer, no timestamp proves it", what, s->claimed);
    }
}

static void found_revocation(cb_checking *c, const char *what, const cb_signature *s) {
    if (!s->trusted) {
        return;
    }
    if (s->unrevoked) {
        CB_PASS(c, "revocation", "%s: nothing from '%s' to its anchor was revoked at %s%s%s", what, s->signer,
                s->proven ? s->proven : "this moment", s->revocation ? "; " : "", s->revocation ? s->revocation : "");
    } else {
        CB_NOTE(c, "revocation", "%s: revocation not checked: %s", what, s->revocation ? s->revocation : "no list");
    }
}

bool cb_found_signature(cb_checking *c, const char *check, const char *what, const char *level, const cb_signature *s) {
    if (!s->valid) {
        CB_FAULT(c, check, "%s: %s", what, s->fault);
        return false;
    }
    if (strcmp(level, CB_NO_PADES) != 0) {
        level = cb_format(c->arena, "%s %s", level, level_of(c, s));
    }
    if (!level) {
        c->no_memory = true;
        return true;
    }
    CB_PASS(c, check, "%s: %s, %s, unchanged since it was signed", what, level, s->algorithm);
    add_level(c, level);
    if (s->trusted) {
        CB_PASS(c, "signer", "%s: signed by '%s', certified by '%s', valid until %s", what, s->signer, s->issuer,
                s->not_after);
        c->out->signer = c->out->signer ? c->out->signer : s->signer; /* the first: the seal */
    } else {
        CB_FAULT(c, "signer", "%s: the signer, who calls itself '%s', is not accepted: %s", what, s->signer,
                 s->distrust);
    }
    found_revocation(c, what, s);
    found_time(c, what, s);
    return true;
}
