/* pdf_active.c: what a PDF could do by itself: scripts, actions, attachments, media, files elsewhere. */
#include "verify/pdf.h"

#include <string.h>

enum {
    NUMBER_MAX = 8388607, /* indirect objects, ISO 32000-1 annex C */
    DEPTH_MAX = 100,
    REPORTS_MAX = 20,
    SCRATCH = 64 << 20
};

typedef struct walk {
    cb_checking *checking;
    const char *name;
    cb_pdf *pdf;
    cb_arena *scratch, *kept; /* for one object, for the walk */
    unsigned char *seen;      /* one bit an object number */
    int *waiting;
    size_t waiting_count, waiting_capacity;
    size_t ranges, reports;
    cb_error *error;
} walk;

static void report(walk *w, const char *what, int number) {
    if (w->reports++ < REPORTS_MAX) {
        CB_FAULT(w->checking, "active content", "%s: %s (object %d)", w->name, what, number);
    }
}

static const char *bad_key(const char *key) {
    static const struct {
        const char *key, *what;
    } bad[] = {{"/JS", "a script"},
               {"/JavaScript", "a script"},
               {"/AA", "actions without a click"},
               {"/OpenAction", "an action on opening"},
               {"/URI", "an address outside the file"},
               {"/EmbeddedFiles", "attachments"},
               {"/EF", "an attachment"},
               {"/RichMedia", "media"},
               {"/XFA", "an XFA form"},
               {"/Encrypt", "encryption"}};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        if (strcmp(key, bad[i].key) == 0) {
            return bad[i].what;
        }
    }
    return NULL;
}

/* Values of /S of an action (ISO 32000-1 table 198) and of /Subtype of an annotation (table 169) that do more than move
 * within the file. */
static const char *bad_value(const char *key, const char *value) {
    static const char *const actions[] = {"/Launch",     "/GoToR",      "/GoToE",           "/URI",
                                          "/Sound",      "/Movie",      "/Thread",          "/Rendition",
                                          "/SubmitForm", "/ResetForm",  "/ImportData",      "/JavaScript",
                                          "/Hide",       "/GoTo3DView", "/RichMediaExecute"};
    static const char *const annotations[] = {"/FileAttachment", "/Sound", "/Movie", "/Screen", "/3D", "/RichMedia"};
    if (strcmp(key, "/S") == 0) {
        for (size_t i = 0; i < sizeof actions / sizeof actions[0]; i++) {
            if (strcmp(value, actions[i]) == 0) {
                return "an action that leaves the file or runs a program";
            }
        }
    }
    if (strcmp(key, "/Subtype") == 0) {
        for (size_t i = 0; i < sizeof annotations / sizeof annotations[0]; i++) {
            if (strcmp(value, annotations[i]) == 0) {
                return "media or an attachment";
            }
        }
    }
    return NULL;
}

/* Notes an indirect object to be visited; false when memory is out. */
static bool wait_for(walk *w, cb_pdf_object o, int from) {
    int number = cb_pdf_number(w->pdf, o);
    if (cb_pdf_generation(w->pdf, o) != 0) {
        report(w, "an object of a later generation, which casebound never writes", from);
        return true;
    }
    if (number <= 0 || number > NUMBER_MAX) {
        report(w, "an object number beyond the limit of PDF", from);
        return true;
    }
    if (w->seen[number / 8] & 1 << number % 8) {
        return true;
    }
    int *waiting = cb_grow(w->kept, w->waiting, w->waiting_count, &w->waiting_capacity, sizeof *waiting);
    if (!waiting) {
        return false;
    }
    w->seen[number / 8] = (unsigned char)(w->seen[number / 8] | 1 << number % 8);
    w->waiting = waiting;
    waiting[w->waiting_count++] = number;
    return true;
}

static cb_status visit(walk *w, cb_pdf_object o, int from, int depth);

static cb_status visit_value(walk *w, cb_pdf_object value, int from, int depth) {
    if (cb_pdf_number(w->pdf, value) > 0) {
        return wait_for(w, value, from) ? CB_OK : cb_fail_memory(w->error);
    }
    return visit(w, value, from, depth + 1);
}

static cb_status visit_keys(walk *w, cb_pdf_object o, bool is_stream, int from, int depth) {
    const char **keys;
    size_t count;
    cb_status status = cb_pdf_keys(w->pdf, w->scratch, o, &keys, &count, w->error);
    for (size_t i = 0; !status && i < count; i++) {
        cb_pdf_object value = cb_pdf_key(w->pdf, o, keys[i]);
        const char *name = cb_pdf_name(w->pdf, w->scratch, value);
        if (!name) {
            return cb_fail_memory(w->error);
        }
        const char *what = bad_key(keys[i]);
        what = what ? what : bad_value(keys[i], name);
        if (is_stream && strcmp(keys[i], "/F") == 0) {
            what = "a stream whose bytes lie in another file";
        }
        if (what) {
            report(w, what, from);
        }
        w->ranges += strcmp(keys[i], "/ByteRange") == 0;
        status = visit_value(w, value, from, depth);
    }
    return status;
}

static cb_status visit(walk *w, cb_pdf_object o, int from, int depth) {
    cb_pdf_kind kind = cb_pdf_kind_of(w->pdf, o);
    if (depth > DEPTH_MAX) {
        report(w, "values nested too deeply", from);
        return CB_OK;
    }
    if (kind == CB_PDF_DICTIONARY || kind == CB_PDF_STREAM) {
        return visit_keys(w, o, kind == CB_PDF_STREAM, from, depth);
    }
    cb_status status = CB_OK;
    size_t count = cb_pdf_count(w->pdf, o);
    for (size_t i = 0; !status && i < count; i++) {
        status = visit_value(w, cb_pdf_item(w->pdf, o, i), from, depth);
    }
    return status;
}

static cb_status walk_all(walk *w) {
    cb_status status = visit(w, cb_pdf_trailer(w->pdf), 0, 0);
    while (!status && w->waiting_count) {
        int number = w->waiting[--w->waiting_count];
        cb_arena_reset(w->scratch);
        status = cb_pdf_forget(w->pdf, w->error);
        status = status ? status : visit(w, cb_pdf_by_number(w->pdf, number, 0), number, 0);
    }
    return status ? status : cb_pdf_forget(w->pdf, w->error);
}

cb_status cb_pdf_active(cb_checking *c, const char *name, cb_pdf *pdf, size_t *ranges, cb_error *e) {
    walk w = {.checking = c, .name = name, .pdf = pdf, .error = e};
    w.scratch = cb_arena_new(SCRATCH);
    w.kept = cb_arena_new(SCRATCH);
    w.seen = w.scratch && w.kept ? cb_alloc(w.kept, NUMBER_MAX / 8 + 1) : NULL;
    cb_status status = w.seen ? walk_all(&w) : cb_fail_memory(e);
    cb_arena_free(w.scratch);
    cb_arena_free(w.kept);
    *ranges = w.ranges;
    if (!status && w.reports > REPORTS_MAX) {
        CB_FAULT(c, "active content", "%s: %zu more of the kind", name, w.reports - REPORTS_MAX);
    }
    if (!status && cb_pdf_damaged(pdf)) {
        CB_FAULT(c, "pdf signature", "%s: an object is damaged", name);
    }
    if (!status && w.reports == 0) {
        CB_PASS(c, "active content", "%s: no script, no action that leaves the file, no attachment", name);
    }
    return status;
}
