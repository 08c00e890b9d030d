/* writer.h: what is being drawn: pages, their structure (ISO 32000-1 section 14.7), bookmarks and fields. Sticky: after
 * the first failure (status) drawing calls do nothing; pages and tags may then be NULL, which every call here takes. */
#ifndef CASEBOUND_RENDER_PDF_WRITER_H
#define CASEBOUND_RENDER_PDF_WRITER_H

#include "document.h"
#include "font.h"
#include "text.h"

typedef struct pdf_tag pdf_tag; /* a structure element */

typedef struct pdf_page {
    pdf_ref ref;
    unsigned key; /* in the parent tree */
    cb_buf content;
    pdf_tag **marks; /* by marked-content number */
    size_t mark_count, mark_capacity;
    pdf_ref *annotations;
    size_t annotation_count, annotation_capacity;
} pdf_page;

typedef struct pdf_bookmark {
    const char *title;
    int level; /* 1 or 2 */
    const pdf_page *page;
    double y;
    pdf_ref ref;
} pdf_bookmark;

/* The owner of a key of the parent tree: the marks of a page, or the element of an annotation. */
typedef struct pdf_parent {
    pdf_page *page;
    pdf_tag *tag;
} pdf_parent;

typedef struct pdf_writer {
    cb_arena *arena;   /* what lives as long as the document */
    cb_arena *scratch; /* what lives as long as a paragraph or table row: see cb_pdf_scratch_begin */
    int scratch_depth;
    const cb_node *view;
    pdf_document *document;
    pdf_fonts fonts;
    pdf_page **pages;
    size_t page_count, page_capacity;
    pdf_tag *root, *first_tag, *last_tag;
    pdf_ref tree;
    pdf_parent *parents;
    size_t parent_count, parent_capacity;
    pdf_bookmark *bookmarks;
    size_t bookmark_count, bookmark_capacity;
    pdf_ref *fields;
    size_t field_count, field_capacity;
    cb_status status;
    cb_error *e;
} pdf_writer;

/* Lengths are in points from the lower left corner of the page. */
enum { PDF_PAGES_MAXIMUM = 20000 };
#define PDF_PAGE_WIDTH 595.28 /* A4 */
#define PDF_PAGE_HEIGHT 841.89

void cb_pdf_fail(pdf_writer *w, cb_status status); /* after cb_fail was called with w->e */
void cb_pdf_out_of_memory(pdf_writer *w);
bool cb_pdf_fine(const pdf_writer *w);

/* Between the two, what is taken from w->scratch stays; it is given back when the outermost pair ends. */
void cb_pdf_scratch_begin(pdf_writer *w);
void cb_pdf_scratch_end(pdf_writer *w);

/* Pages. */
pdf_page *cb_pdf_page_add(pdf_writer *w);
void cb_pdf_pages_free(pdf_writer *w); /* the pages' buffers */

/* Shapes; colours are 0xRRGGBB. Real content or artifact is the caller's to mark. */
void cb_pdf_fill_box(pdf_page *page, double x, double y, double width, double height, unsigned color);
void cb_pdf_draw_box(pdf_page *page, double x, double y, double width, double height, double line, unsigned color);
void cb_pdf_draw_line(pdf_page *page, double x1, double y1, double x2, double y2, double line, unsigned color);

typedef enum pdf_shape { PDF_SQUARE, PDF_CIRCLE, PDF_DIAMOND } pdf_shape;
typedef enum pdf_fill { PDF_EMPTY, PDF_HALF, PDF_FULL, PDF_DASHED } pdf_fill;
/* A pedigree symbol or genotype sign around its centre; PDF_HALF fills the right half, PDF_DASHED has a dashed outline.
 */
void cb_pdf_draw_symbol(pdf_page *page, pdf_shape shape, pdf_fill fill, double x, double y, double size,
                        unsigned color);

/* Structure. `type` is a standard structure type and is borrowed. */
pdf_tag *cb_pdf_tag(pdf_writer *w, pdf_tag *parent, const char *type);
/* Entries of the element, such as "/A<</O/Table/Scope/Column>>"; copied. */
void cb_pdf_tag_entries(pdf_writer *w, pdf_tag *tag, const char *entries);
void cb_pdf_tag_alternative(pdf_writer *w, pdf_tag *tag, const char *text);
/* What is drawn between mark and unmark is content of the tag; between artifact and unmark it is none. `properties` may
 * be NULL. Marks do not nest. */
void cb_pdf_mark(pdf_writer *w, pdf_page *page, pdf_tag *tag);
void cb_pdf_artifact(pdf_page *page, const char *properties);
void cb_pdf_unmark(pdf_page *page);
/* Makes an annotation the tag's content; gives the annotation's StructParent. */
unsigned cb_pdf_tag_annotation(pdf_writer *w, pdf_tag *tag, const pdf_page *page, pdf_ref annotation);
/* Writes the tree and its parent tree; gives the StructTreeRoot. */
pdf_ref cb_pdf_structure_write(pdf_writer *w);

void cb_pdf_bookmark(pdf_writer *w, int level, const char *title, const pdf_page *page, double y);
/* Writes the outline; 0 when there is none. */
pdf_ref cb_pdf_bookmarks_write(pdf_writer *w);

/* An empty signature field with a widget in this place. */
void cb_pdf_signature_field(pdf_writer *w, pdf_tag *parent, pdf_page *page, const char *name, const char *label,
                            double x, double y, double width, double height);
/* Writes the AcroForm; 0 when there are no fields. */
pdf_ref cb_pdf_fields_write(pdf_writer *w);

/* Shapes spans into w->scratch. A missing glyph fails with the view's path of the text. Failure leaves an empty text.
 */
void cb_pdf_shape(pdf_writer *w, const pdf_span *spans, size_t count, pdf_text *out);
void cb_pdf_break(pdf_writer *w, pdf_text *text, double width);
void cb_pdf_draw(pdf_writer *w, pdf_page *page, const pdf_text *text, size_t line, double x, double y);

#endif
