/* bidi.h: the direction of each character of a left-to-right paragraph (Unicode Standard Annex 9, without explicit
 * controls, which the view makes visible, and without the bracket rule N0). */
#ifndef CASEBOUND_RENDER_PDF_BIDI_H
#define CASEBOUND_RENDER_PDF_BIDI_H

#include "casebound/base/arena.h"

/* Writes a level for each byte of `text`: 0 left to right, 1 right to left, 2 numbers within right to left. False when
 * memory is out. */
bool cb_pdf_bidi_levels(cb_arena *arena, cb_str text, uint8_t *levels) CB_MUST_USE;

/* The order in which `count` segments of these levels stand on a line from left to right (rule L2): order[i] is the
 * segment at place i. */
void cb_pdf_bidi_order(const uint8_t *levels, size_t count, size_t *order);

#endif
