/* write.c: numbers and texts in PDF syntax. */
#include "write.h"

#include "casebound/base/utf8.h"
#include <math.h>
#include <stdlib.h>

void cb_pdf_write_number(cb_buf *b, double value, int decimals) {
    static const int64_t scales[] = {1, 10, 100, 1000};
    static const double LIMIT = 1e12;
    if (!isfinite(value) || fabs(value) > LIMIT)
        value = 0;
    int64_t scale = scales[decimals], scaled = llround(value * (double)scale);
    int64_t whole = llabs(scaled) / scale, rest = llabs(scaled) % scale;
    cb_buf_printf(b, "%s%lld", scaled < 0 ? "-" : "", (long long)whole);
    if (!rest)
        return;
    cb_buf_char(b, '.');
    for (scale /= 10; rest; scale /= 10) {
        cb_buf_char(b, (char)('0' + rest / scale));
        rest %= scale;
    }
}

void cb_pdf_write_utf16(cb_buf *b, cb_str utf8) {
    while (utf8.n) {
        uint32_t point = cb_utf8_next(&utf8);
        if (point < 0x10000) {
            cb_buf_printf(b, "%04X", (unsigned)point);
        } else {
            point -= 0x10000;
            cb_buf_printf(b, "%04X%04X", 0xD800u | (unsigned)(point >> 10), 0xDC00u | (unsigned)(point & 0x3FF));
        }
    }
}

void cb_pdf_write_text(cb_buf *b, const char *utf8) {
    cb_buf_text(b, "<FEFF");
    cb_pdf_write_utf16(b, cb_str_of(utf8));
    cb_buf_char(b, '>');
}

void cb_pdf_write_xml(cb_buf *b, const char *utf8) {
    for (const char *p = utf8; *p; p++) {
        switch (*p) {
        case '<':
            cb_buf_text(b, "&lt;");
            break;
        case '>':
            cb_buf_text(b, "&gt;");
            break;
        case '&':
            cb_buf_text(b, "&amp;");
            break;
        case '"':
            cb_buf_text(b, "&quot;");
            break;
        default:
            cb_buf_char(b, *p);
        }
    }
}
