/* small_pdf.h: a PDF of one page with one or two fields for signatures, made by hand; and a scratch folder. For the
 * tests of seal and verify. */
#ifndef TESTS_UNIT_SEAL_SMALL_PDF_H
#define TESTS_UNIT_SEAL_SMALL_PDF_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "casebound/base/arena.h"
#include "casebound/base/file.h"

enum { SMALL_PDF_OBJECTS = 9 }; /* with a second field: one more */

typedef struct small_pdf {
    const char *field;    /* what stands in the /T of the signature field; NULL "Seal" */
    const char *catalog;  /* keys added to the catalog, or NULL */
    const char *content;  /* the page's content stream, or NULL */
    const char *metadata; /* the XMP, or NULL */
    const char *page;     /* keys added to the page, or NULL */
    const char *second;   /* the /T of a second field, or NULL */
} small_pdf;

static inline cb_str small_pdf_make(cb_arena *arena, const small_pdf *with) {
    const char *content = with->content ? with->content : "0 0 0 rg 50 400 400 200 re f";
    const char *metadata = with->metadata ? with->metadata : "<x/>";
    size_t at[SMALL_PDF_OBJECTS + 1] = {0};
    int objects = SMALL_PDF_OBJECTS + (with->second ? 1 : 0);
    const char *more = with->second ? " 9 0 R" : "";
    cb_buf b;
    cb_buf_init(&b, 1 << 20);
    cb_buf_text(&b, "%PDF-1.7\n%\xe2\xe3\xcf\xd3\n");
    for (int i = 1; i < objects; i++) {
        at[i] = b.size;
        cb_buf_printf(&b, "%d 0 obj\n", i);
        switch (i) {
        case 1:
            cb_buf_printf(&b, "<< /Type /Catalog /Pages 2 0 R /AcroForm 5 0 R /Metadata 7 0 R %s >>",
                          with->catalog ? with->catalog : "");
            break;
        case 2:
            cb_buf_text(&b, "<< /Type /Pages /Kids [3 0 R] /Count 1 >>");
            break;
        case 3:
            cb_buf_printf(&b,
                          "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 500 700] /Contents 4 0 R /Resources << >> "
                          "/Annots [6 0 R%s] %s >>",
                          more, with->page ? with->page : "");
            break;
        case 4:
            cb_buf_printf(&b, "<< /Length %zu >>\nstream\n%s\nendstream", strlen(content), content);
            break;
        case 5:
            cb_buf_printf(&b, "<< /Fields [6 0 R%s] >>", more);
            break;
        case 6:
            cb_buf_printf(&b,
                          "<< /Type /Annot /Subtype /Widget /FT /Sig /T (%s) /F 132 /Rect [10 10 200 60] /P 3 0 R "
                          "/AP << /N 8 0 R >> >>",
                          with->field ? with->field : "Seal");
            break;
        case 9:
            cb_buf_printf(&b,
                          "<< /Type /Annot /Subtype /Widget /FT /Sig /T (%s) /F 132 /Rect [210 10 400 60] /P 3 0 R "
                          "/AP << /N 8 0 R >> >>",
                          with->second);
            break;
        case 7:
            cb_buf_printf(&b, "<< /Type /Metadata /Subtype /XML /Length %zu >>\nstream\n%s\nendstream",
                          strlen(metadata), metadata);
            break;
        default:
            cb_buf_text(&b, "<< /Type /XObject /Subtype /Form /BBox [0 0 190 50] /Resources << >> /Length 0 >>\n"
                            "stream\n\nendstream");
            break;
        }
        cb_buf_text(&b, "\nendobj\n");
    }
    size_t table = b.size;
    cb_buf_printf(&b, "xref\n0 %d\n0000000000 65535 f \n", objects);
    for (int i = 1; i < objects; i++) {
        cb_buf_printf(&b, "%010zu 00000 n \n", at[i]);
    }
    cb_buf_printf(&b,
                  "trailer\n<< /Size %d /Root 1 0 R /ID [<00112233445566778899aabbccddeeff> "
                  "<00112233445566778899aabbccddeeff>] >>\n",
                  objects);
    cb_buf_printf(&b, "startxref\n%zu\n%%%%EOF\n", table);
    cb_str out = {cb_copy_str(arena, cb_buf_view(&b)), b.size};
    cb_buf_free(&b);
    return out;
}

/* A new folder below $TMPDIR or /tmp; removed by scratch_drop. */
static inline const char *scratch_make(cb_arena *arena) {
    const char *base = getenv("TMPDIR");
    char *path = cb_format(arena, "%s/casebound-test-XXXXXX", base && *base ? base : "/tmp");
    return path ? mkdtemp(path) : NULL;
}

static inline void scratch_drop(const char *path) {
    cb_error e = {0};
    if (path && cb_folder_remove(path, &e) != CB_OK) {
        fprintf(stderr, "%s\n", e.text);
    }
}

#endif
