/* sign_off.c: the additions of a sealed folder (see folder.h), and the status now: draft to withdrawn. */
#include "verify/sign_off.h"

#include <string.h>

#include "casebound/base/map.h"
#include "casebound/base/memory.h"

#define REVIEW "review"
#define APPROVAL "approval"

static const char *time_of(const cb_signature *s, const cb_signature *proof, bool *proven) {
    const cb_signature *by = s->stamped && !s->stamp_distrust                    ? s
                             : proof && proof->stamped && !proof->stamp_distrust ? proof
                                                                                 : NULL;
    *proven = by != NULL;
    return by ? by->stamp_time : s->claimed ? s->claimed : "";
}

/* A timestamp of the folder behind it proves a time as well, if a later one. */
static const char *unproven(const cb_signature *s, const cb_signature *proof, bool proven) {
    bool late = s->proven || (proof && proof->proven);
    return proven || late ? NULL : s->stamp_distrust ? s->stamp_distrust : proof ? proof->stamp_distrust : NULL;
}

void cb_signed_add(cb_checking *c, const char *file, const cb_pdf_signature *s, const cb_signature *proof) {
    cb_findings *f = c->out;
    if (!s->valid || !s->meaning) {
        return;
    }
    cb_signed *list =
        cb_grow(c->arena, f->signatures, f->signature_count, &f->signature_capacity, sizeof *f->signatures);
    if (!list) {
        c->no_memory = true;
        return;
    }
    f->signatures = list;
    cb_signed *one = &list[f->signature_count++];
    *one = (cb_signed){.file = file,
                       .meaning = s->meaning,
                       .signer = s->signature.signer,
                       .issuer = s->signature.issuer,
                       .trusted = s->signature.trusted,
                       .stamped = s->signature.stamped || (proof && proof->stamped),
                       .certificate = s->signature.certificate,
                       .key = s->signature.key};
    one->time = time_of(&s->signature, proof, &one->proven);
    one->unproven = unproven(&s->signature, proof, one->proven);
}

typedef struct addition {
    cb_checking *checking;
    const cb_seen *seen;
    unsigned n;
    const cb_seen_seal *seal;
    const char *reviewed, *approved; /* the names that its PDF may have */
    const cb_checked_pdf *before, *pdf;
    bool has_event;
    const cb_event *event; /* NULL: none that can be read */
    cb_event_seen said;    /* it, where the manifest's signature is valid; else without event */
} addition;

static const cb_checked_pdf *find_pdf(const cb_checked_pdf *pdfs, size_t count, const char *name) {
    for (size_t i = 0; i < count; i++) {
        if (strcmp(pdfs[i].file->name, name) == 0) {
            return &pdfs[i];
        }
    }
    return NULL;
}

/* One name that the manifest before did not list. */
static void look_at_new(addition *a, const char *name, const cb_checked_pdf *pdfs, size_t count) {
    const char *event = cb_audit_path(a->checking->arena, a->n);
    a->checking->no_memory |= !event;
    if (event && strcmp(name, event) == 0) {
        a->has_event = true;
    } else if (!a->pdf && (strcmp(name, a->reviewed) == 0 || strcmp(name, a->approved) == 0)) {
        a->pdf = find_pdf(pdfs, count, name);
    } else if (strcmp(name, a->seal[-1].name) != 0) {
        CB_FAULT(a->checking, "file", "%s: added by %s: it adds an event, and of a sign-off a signed PDF, alone", name,
                 a->seal->name);
    }
}

static cb_status look_through(addition *a, const cb_checked_pdf *pdfs, size_t count, cb_error *e) {
    const cb_manifest *old = &a->seal[-1].manifest, *now = &a->seal->manifest;
    cb_map *had = cb_map_new(a->checking->arena);
    bool kept = had != NULL;
    for (size_t i = 0; kept && i < old->count; i++) {
        kept = cb_map_set(had, cb_str_of(old->entries[i].name), &old->entries[i]);
    }
    for (size_t i = 0; kept && i < now->count; i++) {
        if (!cb_map_has(had, cb_str_of(now->entries[i].name))) {
            look_at_new(a, now->entries[i].name, pdfs, count);
        }
    }
    return kept ? CB_OK : cb_fail_memory(e);
}

/* Who bound the folder and who signed the PDF: the same person, or the laboratory for one who signed elsewhere. */
static void check_signers(addition *a, const cb_pdf_signature *last, const cb_digest *seal_key) {
    const char *name = a->pdf->file->name;
    if (last->valid && cb_digest_same(&last->signature.key, seal_key)) {
        CB_FAULT(a->checking, "signer",
                 "%s: the %s is signed with the laboratory's seal, which is no person's signature", name,
                 last->meaning ? last->meaning : "field");
    } else if (last->valid && a->seal->sealed &&
               !cb_digest_same(&last->signature.certificate, &a->seal->signature.certificate)) {
        CB_NOTE(a->checking, "signer", "%s: signed elsewhere by '%s', taken in by '%s'", name, last->signature.signer,
                a->seal->signature.signer);
    }
}

/* The event says at which level was signed; a timestamp of the manifest could be taken away unseen otherwise. */
static void check_level(addition *a) {
    const char *level = a->event ? a->event->level : NULL;
    if (a->event && !level) {
        CB_FAULT(a->checking, "audit", "%s: its event does not say at which level it was signed", a->seal->name);
    } else if (level && strcmp(level, "B-B") != 0 && a->seal->sealed && !a->seal->signature.stamped) {
        CB_FAULT(a->checking, "timestamp", "%s: removed: it was made with a timestamp", a->seal->signature_name);
    }
}

static void check_pdf(addition *a, const cb_digest *seal_key) {
    cb_checking *c = a->checking;
    const cb_seen_file *file = a->pdf->file, *old = a->before->file;
    const cb_pdf_result *found = &a->pdf->found;
    if (file->bytes.n <= old->bytes.n || memcmp(file->bytes.s, old->bytes.s, old->bytes.n) != 0) {
        CB_FAULT(c, "revisions", "%s: it does not continue %s byte by byte", file->name, old->name);
        return;
    }
    if (found->count != a->before->found.count + 1) {
        CB_FAULT(c, "pdf signature", "%s: it does not hold one signature more than %s", file->name, old->name);
        return;
    }
    const cb_pdf_signature *last = &found->list[found->count - 1];
    const char *should = strcmp(file->name, a->reviewed) == 0 ? REVIEW : APPROVAL;
    if (!last->meaning || strcmp(last->meaning, should) != 0) {
        CB_FAULT(c, "pdf signature", "%s: its last signature is not the %s", file->name, should);
        return;
    }
    check_signers(a, last, seal_key);
    if (a->said.event && last->valid) {
        cb_event_sign_off_check(c, &a->said, should, file->name,
                                cb_digest_same(&last->signature.certificate, &a->seal->signature.certificate));
    }
    cb_signed_add(c, file->name, last, a->seal->sealed && a->seal->signature.trusted ? &a->seal->signature : NULL);
}

/* Memory that is refused makes no good line a bad one, nor hides the event before. */
static bool read_line(cb_checking *c, cb_str line, cb_event *out) {
    cb_memory_watch();
    bool good = cb_event_read(c->arena, line, out);
    c->no_memory |= !good && cb_memory_refused();
    return good;
}

/* The one line of the addition's trail. */
static cb_status read_event(addition *a, cb_event *event, cb_error *e) {
    const char *name = cb_audit_path(a->checking->arena, a->n);
    const cb_seen_file *file = name ? cb_seen_find(a->seen, name) : NULL;
    a->event = NULL;
    if (!name) {
        return cb_fail_memory(e);
    }
    if (!a->has_event) {
        CB_FAULT(a->checking, "audit", "%s: it adds no event of the audit trail", a->seal->name);
    } else if (file && !file->unreadable && read_line(a->checking, file->bytes, event)) {
        a->event = event;
    } else if (file && !file->unreadable) {
        CB_FAULT(a->checking, "audit", "%s: it is not one event, as casebound writes it", name);
    }
    return CB_OK;
}

/* The last line of the trail's file before; false where it cannot be read, which is told of that file. */
static bool read_before(addition *a, cb_event *out) {
    const char *name = cb_audit_path(a->checking->arena, a->n - 1);
    const cb_seen_file *file = name ? cb_seen_find(a->seen, name) : NULL;
    a->checking->no_memory |= !name;
    if (!file || file->unreadable || file->bytes.n < 2) {
        return false;
    }
    size_t at = file->bytes.n - 1;
    while (at > 0 && file->bytes.s[at - 1] != '\n') {
        at--;
    }
    return read_line(a->checking, (cb_str){file->bytes.s + at, file->bytes.n - at}, out);
}

static void check_event(addition *a) {
    cb_event before;
    a->said = (cb_event_seen){.name = cb_audit_path(a->checking->arena, a->n)};
    a->checking->no_memory |= !a->said.name;
    if (a->said.name && a->event && a->seal->sealed) {
        a->said.event = a->event;
        a->said.by = &a->seal->signature;
        cb_event_check(a->checking, &a->said, read_before(a, &before) ? &before : NULL);
    }
}

/* Withdrawal and merge are events by themselves. */
static bool stands_alone(const cb_event *event) {
    return event && (strcmp(event->event, CB_EVENT_WITHDRAWAL) == 0 || strcmp(event->event, CB_EVENT_MERGE) == 0);
}

static void check_recorded(addition *a, const char *id) {
    const cb_event *event = a->event;
    bool merge = strcmp(event->event, CB_EVENT_MERGE) == 0;
    if (!event->reason || merge != (event->into != NULL)) {
        CB_FAULT(a->checking, "audit", "%s: its event does not say %s", a->seal->name,
                 event->reason ? "into what was merged, or says it where nothing was" : "why");
    } else if (a->seal->sealed) {
        cb_report_event_add(a->checking, id, event, &a->seal->signature);
    }
}

static cb_status check_addition(addition *a, const char *id, const cb_checked_pdf *pdfs, size_t count,
                                const cb_digest *seal_key, cb_error *e) {
    cb_event event;
    cb_status status = look_through(a, pdfs, count, e);
    if (!status) {
        status = read_event(a, &event, e);
    }
    if (status) {
        return status;
    }
    check_level(a);
    check_event(a);
    if (stands_alone(a->event) && a->pdf) {
        CB_FAULT(a->checking, "file", "%s: added by %s, whose event is no signature", a->pdf->file->name,
                 a->seal->name);
    } else if (stands_alone(a->event)) {
        check_recorded(a, id);
    } else if (a->pdf) {
        check_pdf(a, seal_key);
    } else {
        CB_FAULT(a->checking, "pdf signature", "%s: it adds no signed PDF", a->seal->name);
    }
    return CB_OK;
}

cb_status cb_additions_check(cb_checking *c, const cb_seen *seen, const char *id, const cb_checked_pdf *pdfs,
                             size_t count, cb_error *e) {
    addition a = {.checking = c, .seen = seen};
    const char *base = cb_format(c->arena, "%s.pdf", id);
    a.reviewed = cb_format(c->arena, "%s.reviewed.pdf", id);
    a.approved = cb_format(c->arena, "%s.signed.pdf", id);
    if (!base || !a.reviewed || !a.approved) {
        return cb_fail_memory(e);
    }
    a.before = find_pdf(pdfs, count, base);
    if (!a.before) {
        return CB_OK; /* which is reported where the renderings are compared */
    }
    const cb_pdf_result *sealed = &a.before->found;
    if (sealed->count > 1) {
        CB_FAULT(c, "pdf signature", "%s: it holds more signatures than the seal", base);
    }
    cb_digest none = {{0}}, seal_key = sealed->count ? sealed->list[0].signature.key : none;
    if (sealed->count) {
        cb_signed_add(c, base, &sealed->list[0], NULL);
    }
    cb_status status = CB_OK;
    for (a.n = 2; !status && a.n <= seen->seal_count; a.n++) {
        a.seal = &seen->seals[a.n - 1];
        a.pdf = NULL;
        a.has_event = false;
        if (!a.seal->has_manifest || !a.seal[-1].has_manifest) {
            break; /* reported there */
        }
        status = check_addition(&a, id, pdfs, count, &seal_key, e);
        a.before = a.pdf ? a.pdf : a.before;
    }
    return status;
}

static const cb_signed *signed_as(const cb_findings *f, const char *meaning) {
    for (size_t i = 0; i < f->signature_count; i++) {
        if (f->signatures[i].trusted && strcmp(f->signatures[i].meaning, meaning) == 0) {
            return &f->signatures[i];
        }
    }
    return NULL;
}

/* A withdrawal holds by a known signer; where no anchors were given nobody is known, and it is not passed over. */
static const cb_report_event *withdrawal(const cb_checking *c) {
    for (size_t i = 0; i < c->out->event_count; i++) {
        const cb_report_event *one = &c->out->events[i];
        if (strcmp(one->event, CB_EVENT_WITHDRAWAL) == 0 && (one->trusted || !c->by.trust)) {
            return one;
        }
    }
    return NULL;
}

static const char *words_of(cb_checking *c, const cb_signed *s) {
    const char *words = s ? cb_format(c->arena, "; %s by '%s' at %s (%s)", s->meaning, s->signer, s->time,
                                      s->proven ? "proven" : "claimed")
                          : "";
    c->no_memory |= !words;
    return words ? words : "";
}

static const char *amended(cb_checking *c) {
    const cb_findings *f = c->out;
    const char *words = f->supersedes ? cb_format(c->arena, ", amended: it supersedes %s, facts digest %s",
                                                  f->supersedes, f->supersedes_facts)
                                      : "";
    c->no_memory |= !words;
    return words ? words : "";
}

/* What must not be signed off: a report that says what is open, and one whose time nothing proves and nobody explains.
 */
static void check_final(cb_checking *c, const char *name, const cb_json_facts *facts, const cb_signed *approval) {
    if (facts->blocked) {
        CB_FAULT(c, "status", "%s: it is signed off although it says what must be resolved before (report/blockers)",
                 name);
    }
    if (!approval->stamped && !facts->needs_no_timestamp) {
        CB_FAULT(c, "status",
                 "%s: it is signed off without a timestamp, and the laboratory's configuration does not "
                 "say why (report/no_timestamp)",
                 name);
    }
}

/* A clock that nobody knows is none: anybody can run one. `facts` is NULL of one PDF by itself, which asks for none. */
static bool is_final(const cb_json_facts *facts, const cb_signed *approval) {
    return approval && (!facts || facts->needs_no_timestamp || !approval->unproven);
}

void cb_status_check(cb_checking *c, const char *name, const cb_json_facts *facts) {
    const cb_signed *review = signed_as(c->out, REVIEW), *approval = signed_as(c->out, APPROVAL);
    bool sealed = c->out->signature_count > 0;
    c->out->withdrawn = withdrawal(c);
    bool final = is_final(facts, approval);
    c->out->status = !sealed             ? "unsealed"
                     : c->out->withdrawn ? "withdrawn"
                     : final             ? "final"
                     : review            ? "reviewed"
                                         : "draft";
    CB_NOTE(c, "status", "%s: %s%s%s%s", name, c->out->status, amended(c), words_of(c, review), words_of(c, approval));
    if (approval && !final) {
        CB_NOTE(c, "status", "%s: not final: the timestamp of the approval by '%s' proves nothing: %s", name,
                approval->signer, approval->unproven);
    }
    if (review && approval && cb_digest_same(&review->key, &approval->key)) {
        CB_NOTE(c, "status", "%s: review and approval are by the same person", name);
    }
    if (facts && approval) {
        check_final(c, name, facts, approval);
    }
}
