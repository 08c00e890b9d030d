/* pdf_scan.h: tokens of a PDF, taken from the front of a text (ISO 32000-1 section 7.2 and 7.3). What is taken is gone
 * from `rest`; where something else stands, nothing is said of what is left. */
#ifndef CASEBOUND_VERIFY_PDF_SCAN_H
#define CASEBOUND_VERIFY_PDF_SCAN_H

#include "casebound/base/bytes.h"

bool cb_scan_is_space(char c);
void cb_scan_space(cb_str *rest);
/* White space and comments. */
void cb_scan_blank(cb_str *rest);
/* The word behind white space. */
bool cb_scan_word(cb_str *rest, const char *word);
/* An unsigned integer of at most 12 digits behind white space. */
bool cb_scan_number(cb_str *rest, int64_t *out);
/* A literal string, whose "(" stands in front. */
bool cb_scan_string(cb_str *rest);
/* A name, whose "/" stands in front, with it. */
cb_str cb_scan_name(cb_str *rest);

#endif
