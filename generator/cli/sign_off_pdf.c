/* sign_off_pdf.c: the PDF with one more signature, drawn in the report's fonts or taken from elsewhere. */
#include <string.h>

#include "casebound/base/file.h"
#include "casebound/base/time.h"
#include "casebound/cli/resources.h"
#include "casebound/read/case_file.h"
#include "casebound/render/pdf.h"
#include "sign_off.h"

enum { PDF_MAX = 1 << 29 };

static bool is_review(const cb_sign_off *w) {
    return strcmp(w->meaning, "review") == 0;
}

/* Printed name, date and time, meaning (21 CFR 11.50), and the status, as large as the PDF's field. */
static cb_status draw(cb_arena *arena, const cb_sign_off *w, cb_str pdf, const char *field, cb_str *out, cb_error *e) {
    cb_str texts;
    cb_pdf_parts fonts = {0};
    cb_map *words = NULL;
    char time[CB_TIME_TEXT];
    cb_status s = cb_resources_words(arena, &texts, &fonts, e);
    if (s == CB_OK) {
        s = cb_texts_read(arena, texts, "text.en.yaml", &words, e);
    }
    if (s != CB_OK) {
        return s;
    }
    bool review = is_review(w);
    const char *meaning = cb_map_get(words, cb_str_of(review ? "signed_review" : "signed_approval"));
    const char *status = cb_map_get(words, cb_str_of(review ? "signed_review_status" : "signed_approval_status"));
    const char *test = cb_key_is_test(w->key) ? cb_map_get(words, cb_str_of("signed_test")) : "";
    if (!meaning || !status || !test) {
        return cb_fail(e, CB_INTERNAL, "the words of the report have no text for a signature");
    }
    cb_time_text(w->now, time); /* "YYYY-MM-DDThh:mm:ssZ" */
    cb_pdf_signed said = {.status = status,
                          .meaning = cb_format(arena, "%s%s", meaning, test),
                          .name = w->name ? w->name : cb_key_name(w->key),
                          .time = cb_format(arena, "%.10s %.8s UTC", time, time + 11),
                          .final = !review};
    s = cb_sign_field_size(arena, pdf, field, &said.field_width, &said.field_height, e);
    if (s != CB_OK) {
        return s;
    }
    return said.meaning && said.time ? cb_pdf_signed_render(arena, &fonts, &said, out, e) : cb_fail_memory(e);
}

/* What the other program made is judged by verify; here that it is this report's PDF. */
static cb_status take_in(cb_arena *arena, const cb_sign_off *w, cb_str pdf, cb_str *out, cb_error *e) {
    cb_status s = cb_file_read(arena, w->elsewhere, PDF_MAX, out, e);
    if (s == CB_OK && (out->n <= pdf.n || memcmp(out->s, pdf.s, pdf.n) != 0)) {
        s = cb_fail(e, CB_SEAL,
                    "%s: does not continue the report's PDF byte by byte: sign that file, saved incrementally",
                    w->elsewhere);
    }
    return s;
}

cb_status cb_sign_off_pdf(cb_arena *arena, const cb_sign_off *w, cb_str pdf, cb_str *out, cb_error *e) {
    const char *field = is_review(w) ? "Review" : "Approval";
    cb_pdf_signing signing = {.field = field, .reason = field, .time = w->now};
    if (w->elsewhere) {
        return take_in(arena, w, pdf, out, e);
    }
    cb_status s = draw(arena, w, pdf, field, &signing.appearance, e);
    return s == CB_OK ? cb_sign_pdf(arena, w->key, pdf, &signing, out, e) : s;
}
