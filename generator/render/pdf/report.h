/* report.h: the report's own look: styles, headings, lists and tables of labels and values, on which its sections are
 * drawn. */
#ifndef CASEBOUND_RENDER_PDF_REPORT_H
#define CASEBOUND_RENDER_PDF_REPORT_H

#include "flow.h"

/* Colours: text has a contrast of 4.5 or more on its ground; none stands alone for a meaning. */
enum {
    INK = 0x1F2328,
    MUTE = 0x59636E,
    LINE = 0xD1D9E0,
    SOFT = 0xF6F8FA,
    PAPER = 0xFFFFFF,
    BAD = 0xB3261E,
    BAD_GROUND = 0xFFE7E5,
    WARN = 0x7D4E00,
    WARN_GROUND = 0xFFF3CD,
    INFO = 0x0550AE,
    INFO_GROUND = 0xDDF4FF,
    GOOD = 0x1A7F37,
    GOOD_GROUND = 0xDAFBE1,
    BAR = 0x7AA7D9,
    BAR_DROP = 0xC4CCD4
};

/* The seal's field on the last page. */
#define PDF_SEAL_WIDTH 230.0
#define PDF_SEAL_HEIGHT 58.0

#define BODY_SIZE 9.0
#define BODY_LEADING 12.6
#define CELL_SIZE 8.0
#define CELL_LEADING 10.4

typedef struct report {
    pdf_writer *w;
    pdf_flow flow;
    const cb_node *view;
    pdf_tag *root;
    size_t all_lines_page; /* the page that begins with all of what was not examined, counted from 1; 0: none does */
} report;

/* Words and texts of the view. */
/* text/NAME; a word that the view lacks is CB_INTERNAL. */
const char *cb_pdf_word(report *r, const char *name);
/* A word with its {places} filled: pairs of name and text, ended by NULL. */
const char *cb_pdf_filled(report *r, const char *name, ...) __attribute__((sentinel));
const char *cb_pdf_format(report *r, const char *format, ...) CB_PRINTF(2, 3);

/* Styles. */
pdf_style cb_pdf_body(void);
pdf_style cb_pdf_small(void); /* of cells */
pdf_style cb_pdf_muted(void);
pdf_style cb_pdf_strong(void); /* of cells */
pdf_style cb_pdf_code(void);   /* of cells */
pdf_style cb_pdf_in_color(pdf_style style, unsigned color);
pdf_style cb_pdf_in_size(pdf_style style, double size);

/* Headings: level 2 is a section and 3 a shortlisted allele, both with a bookmark; 4 is a caption within one. A heading
 * is drawn with what follows it, never alone at the foot of a page. `text` lives as long as the document. */
void cb_pdf_heading(report *r, int level, const char *text);
/* As a heading, with this height kept behind it at least. */
void cb_pdf_heading_keep(report *r, int level, const char *text, double keep);
/* A paragraph that stays with what follows it, such as the explanation of a table. */
void cb_pdf_note(report *r, const char *text, pdf_style style);
void cb_pdf_paragraph(report *r, const char *text, pdf_style style);
/* A list of the nodes' texts, or of their member `key`, each behind a label such as "•". */
void cb_pdf_bullets(report *r, const cb_node *list, const char *key, const char *label, pdf_style style);

/* One item of such a list. */
void cb_pdf_bullet(report *r, pdf_tag *list, const char *text, const char *label, pdf_style style);

/* Cells; spans live as long as the document. */
pdf_cell cb_pdf_cell(report *r, const char *text, pdf_style style);
pdf_cell cb_pdf_cell_two(report *r, const char *first, pdf_style style, const char *second, pdf_style other);
/* The text of node[path], muted when it is missing or not annotated. */
pdf_cell cb_pdf_cell_node(report *r, const cb_node *node, const char *path, pdf_style style);
pdf_cell cb_pdf_cell_head(report *r, const char *text);
pdf_cell *cb_pdf_cells(report *r, size_t count);
/* Draws rows under the report's root. */
void cb_pdf_rows(report *r, const pdf_column *columns, size_t column_count, const pdf_cell *cells, size_t row_count);

/* A table of labels and values, two pairs beside each other. */
typedef struct pdf_pair {
    const char *label;
    pdf_cell value;
} pdf_pair;
void cb_pdf_pairs(report *r, const pdf_pair *pairs, size_t count);
void cb_pdf_pairs_single(report *r, const pdf_pair *pairs, size_t count); /* one pair a row */

/* A frame with ruled lines to write on, under its label. */
void cb_pdf_ruled_box(report *r, const char *label, size_t lines);

/* The nodes' texts with a separator between them. */
const char *cb_pdf_joined(report *r, const cb_node *list, const char *separator);
/* The variant that an entry of `shortlist` names. */
const cb_node *cb_pdf_shortlisted(report *r, const cb_node *entry);

/* Sections, in the order of the report. */
void cb_pdf_draw_front(report *r); /* title, banners, headline, identity, what was not examined */
void cb_pdf_draw_question(report *r);
void cb_pdf_draw_family(report *r);
void cb_pdf_draw_summary(report *r); /* shortlist, notices */
void cb_pdf_draw_all_not_examined(report *r);
void cb_pdf_draw_funnel(report *r);
void cb_pdf_draw_genes(report *r);
void cb_pdf_draw_variants(report *r); /* one block for each shortlisted allele */
void cb_pdf_draw_back(report *r);     /* comments, methods, thresholds, ledger, provenance */
void cb_pdf_draw_sign_off(report *r);
void cb_pdf_draw_superseded(report *r);      /* on page 1: the reports that the decisions were made on */
void cb_pdf_draw_decisions(report *r);       /* all of them in a table; nothing where there are none */
void cb_pdf_draw_other_decisions(report *r); /* on alleles without a block, or not listed any more */
/* The readings of a variant, or of the case; false where there are none. */
bool cb_pdf_draw_readings(report *r, const cb_node *v);
bool cb_pdf_draw_case_readings(report *r);
void cb_pdf_draw_markdown(report *r, const char *source);

/* Shapes spans in the largest size, from the given one down to `smallest`, in which they take at most `lines` lines of
 * the width; no smaller size than that: their lines are more then. signed.c. */
void cb_pdf_fit(pdf_writer *w, pdf_span *spans, size_t count, double smallest, double width, size_t lines,
                pdf_text *out);
/* The fields that persons sign, at the right end of a column, one below the other; gives where they end. Beside them
 * the column is narrower by the width. report_status.c. */
double cb_pdf_status_width(void);
double cb_pdf_draw_status(report *r, double right, double top);

/* Headers and footers. */
double cb_pdf_frame_measure(report *r); /* height of the header */
void cb_pdf_frame_draw(report *r);

#endif
