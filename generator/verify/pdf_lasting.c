/* pdf_lasting.c: what makes a seal in a PDF last (ETSI EN 319 142-1 section 5.4): its store of revocation lists,
 * document timestamps, and which changes both may bring. */
#include "verify/pdf.h"

#include <string.h>

#include "casebound/base/time.h"
#include "verify/stamp.h"

enum { STORE_MAX = 256 };

static cb_status read_one(cb_checking *c, const char *name, cb_pdf *pdf, cb_pdf_object stream, cb_judging *by,
                          cb_error *e) {
    cb_str bytes;
    cb_error why = {0};
    if (cb_pdf_kind_of(pdf, cb_pdf_key(pdf, stream, "/Filter")) != CB_PDF_NULL) {
        CB_NOTE(c, "revocation", "%s: its store holds a compressed list, which is not read", name);
        return CB_OK;
    }
    cb_status s = cb_pdf_raw(pdf, c->arena, stream, &bytes, &why);
    if (s == CB_OK) {
        s = cb_revocations_read_stored(c->arena, by->lists, bytes, name, &why);
    }
    if (s == CB_INPUT) {
        CB_FAULT(c, "revocation", "%s: its store: %s", name, why.text);
        return CB_OK;
    }
    return s ? cb_fail(e, s, "%s", why.text) : CB_OK;
}

cb_status cb_pdf_store_read(cb_checking *c, const char *name, cb_pdf *pdf, cb_judging *by, cb_error *e) {
    static const char *const kinds[] = {"/CRLs", "/OCSPs"};
    cb_pdf_object store = cb_pdf_key(pdf, cb_pdf_root(pdf), "/DSS");
    cb_status s = cb_revocations_make(c->arena, by->lists, true, &by->lists, e);
    for (size_t k = 0; s == CB_OK && k < sizeof kinds / sizeof *kinds; k++) {
        cb_pdf_object list = cb_pdf_key(pdf, store, kinds[k]);
        size_t count = cb_pdf_count(pdf, list);
        for (size_t i = 0; s == CB_OK && i < count && i < STORE_MAX; i++) {
            s = read_one(c, name, pdf, cb_pdf_item(pdf, list, i), by, e);
        }
    }
    return s;
}

cb_status cb_pdf_stamp_check(cb_checking *c, const char *what, cb_str token, const cb_str pieces[2], cb_judging *by,
                             cb_error *e) {
    cb_stamp stamp;
    char time[CB_TIME_TEXT];
    cb_status s = cb_stamp_check_pieces(c->arena, token, true, pieces, 2, by, &stamp, e);
    if (s != CB_OK) {
        return s;
    }
    cb_time_text(stamp.time, time);
    if (stamp.fault) {
        CB_FAULT(c, "timestamp", "%s: %s", what, stamp.fault);
    } else if (by->proven && stamp.time > by->now) {
        CB_FAULT(c, "timestamp", "%s: its time %s is later than that of a timestamp over it", what, time);
    } else if (stamp.distrust) {
        CB_NOTE(c, "timestamp", "%s: '%s' stamped the document at %s, which proves nothing: %s", what, stamp.authority,
                time, stamp.distrust);
    } else {
        CB_PASS(c, "timestamp", "%s: the document existed before %s, as '%s' proves", what, time, stamp.authority);
        by->now = stamp.time;
        by->proven = by->archived = true;
    }
    return CB_OK;
}

cb_status cb_pdf_store_grew(const cb_pdf_fill *f, bool *grew, cb_error *e) {
    cb_pdf_object a = cb_pdf_key(f->before, cb_pdf_root(f->before), "/DSS");
    cb_pdf_object b = cb_pdf_key(f->after, cb_pdf_root(f->after), "/DSS");
    const char *x = cb_pdf_written_inside(f->before, f->scratch, a);
    const char *y = cb_pdf_written_inside(f->after, f->scratch, b);
    *grew = x && y && strcmp(x, y) != 0 && cb_pdf_kind_of(f->after, b) == CB_PDF_DICTIONARY;
    return x && y ? CB_OK : cb_fail_memory(e);
}

cb_status cb_pdf_stamp_listed(const cb_pdf_fill *f, bool *listed, cb_error *e) {
    cb_pdf_object a = cb_pdf_key(f->before, cb_pdf_key(f->before, cb_pdf_root(f->before), "/AcroForm"), "/Fields");
    cb_pdf_object b = cb_pdf_key(f->after, cb_pdf_key(f->after, cb_pdf_root(f->after), "/AcroForm"), "/Fields");
    size_t count = cb_pdf_count(f->before, a);
    *listed =
        cb_pdf_count(f->after, b) == count + 1 && cb_pdf_number(f->after, cb_pdf_item(f->after, b, count)) == f->field;
    for (size_t i = 0; *listed && i < count; i++) {
        const char *x = cb_pdf_written(f->before, f->scratch, cb_pdf_item(f->before, a, i));
        const char *y = cb_pdf_written(f->after, f->scratch, cb_pdf_item(f->after, b, i));
        if (!x || !y) {
            return cb_fail_memory(e);
        }
        *listed = strcmp(x, y) == 0;
    }
    return CB_OK;
}
