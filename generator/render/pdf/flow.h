/* flow.h: paragraphs and tables one below the other, from page to page. y runs from the bottom of the page upwards, in
 * points. */
#ifndef CASEBOUND_RENDER_PDF_FLOW_H
#define CASEBOUND_RENDER_PDF_FLOW_H

#include "writer.h"

/* A paragraph of one style that waits for what follows it: both stand on one page. */
typedef struct pdf_held {
    pdf_tag *tag; /* its element, already in its place */
    pdf_span span;
    double leading, before, after; /* before and after: space */
    double keep;                   /* height that is kept behind it at least */
    int bookmark;                  /* level of its bookmark; 0: none */
} pdf_held;

enum { PDF_HELD_MAXIMUM = 6 };

typedef struct pdf_flow {
    pdf_writer *w;
    pdf_page *page;
    double left, width;                                /* of the column */
    double top, bottom;                                /* of the column on pages to come */
    double floor;                                      /* of the column on this page */
    double y;                                          /* where the next block begins */
    void (*opened)(struct pdf_flow *flow, void *data); /* called on each new page, may draw; NULL: nothing */
    void *data;
    pdf_held held[PDF_HELD_MAXIMUM]; /* waiting, in order */
    size_t held_count;
    double held_height;
} pdf_flow;

void cb_pdf_flow_page(pdf_flow *flow);
/* Goes to a new page when `height` does not fit any more with what is held (and this page is not empty), and draws what
 * is held. True when it did go. Whatever is drawn in the column asks for its height first. */
bool cb_pdf_flow_need(pdf_flow *flow, double height);
/* Holds a paragraph such as a heading until the next height is asked for. */
void cb_pdf_flow_hold(pdf_flow *flow, const pdf_held *held);
void cb_pdf_flow_space(pdf_flow *flow, double height); /* nothing at the top of a page */
bool cb_pdf_flow_at_top(const pdf_flow *flow);
double cb_pdf_flow_left(const pdf_flow *flow); /* height left on this page */

typedef struct pdf_block {
    pdf_tag *parent;
    const char *type; /* of the element made for it */
    const pdf_span *spans;
    size_t count;
    double leading;    /* from baseline to baseline */
    double indent;     /* from the left */
    const char *label; /* drawn in the indent, as Lbl of a list item; "": an item without one; NULL: no item */
    unsigned fill;     /* colour behind it; 0: none */
} pdf_block;

/* Draws a paragraph; one line never stands alone at the end or beginning of a page. Gives its element. */
pdf_tag *cb_pdf_flow_text(pdf_flow *flow, const pdf_block *block);

/* A genotype sign before the text of a cell. */
typedef struct pdf_sign {
    bool shown;
    pdf_shape shape;
    pdf_fill fill;
} pdf_sign;

typedef struct pdf_cell {
    const pdf_span *spans;
    size_t count;
    pdf_sign sign;
    bool head;  /* a row header */
    double bar; /* 0 to 1: a bar of this share of the cell's width instead of a text; below 0: none */
    unsigned bar_color;
} pdf_cell;

typedef struct pdf_column {
    const char *head; /* NULL in every column: a table without a head row */
    double weight;    /* share of spare width; 0: none */
    double fixed;     /* width in points; 0: by content */
    bool right;       /* numbers */
} pdf_column;

enum { PDF_COLUMNS = 12 };

typedef struct pdf_table {
    pdf_tag *parent;
    const pdf_column *columns;
    size_t column_count;   /* at most PDF_COLUMNS */
    const pdf_cell *cells; /* row by row */
    size_t row_count;
    double leading, gap; /* of lines; above and below each row */
    bool rules;          /* a line below each row */
    pdf_style head_style;
} pdf_table;

/* Draws a table: widths by content, the head repeated on each page, a row broken only where it is higher than a page.
 */
void cb_pdf_flow_table(pdf_flow *flow, const pdf_table *table);

#endif
