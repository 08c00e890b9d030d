/* write.h: the syntax of PDF objects, as text (ISO 32000-1 section 7.3). */
#ifndef CASEBOUND_RENDER_PDF_WRITE_H
#define CASEBOUND_RENDER_PDF_WRITE_H

#include "casebound/base/bytes.h"

/* A number with at most `decimals` (0 to 3) decimals, trailing zeros cut, no exponent; what is not finite becomes 0. */
void cb_pdf_write_number(cb_buf *b, double value, int decimals);
/* UTF-16BE as hexadecimal digits, without brackets or byte order mark. */
void cb_pdf_write_utf16(cb_buf *b, cb_str utf8);
/* A text string: <FEFF…>. */
void cb_pdf_write_text(cb_buf *b, const char *utf8);
/* Text in XML. */
void cb_pdf_write_xml(cb_buf *b, const char *utf8);

#endif
