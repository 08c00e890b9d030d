/* pdf_gap.c: writes and fills the gap of a byte range. */
#include "seal/pdf_gap.h"

#include <stdio.h>

#define BYTE_RANGE "[0 0000000000 0000000000 0000000000]"
#define RANGE_AND_CONTENTS BYTE_RANGE " /Contents "

enum { CMS_MAX = 16384 /* bytes reserved for the signature, twice as many hexadecimal digits */ };

size_t cb_gap_write(cb_buf *body) {
    cb_buf_text(body, " /ByteRange " RANGE_AND_CONTENTS "<");
    size_t at = body->size - 1;
    for (int i = 0; i < CMS_MAX; i++) {
        cb_buf_text(body, "00");
    }
    cb_buf_char(body, '>');
    return at;
}

/* Where the "<" of /Contents stands in the new file. */
static size_t gap_of(const cb_update *u, int number, size_t gap) {
    for (size_t i = 0; i < u->count; i++) {
        if (u->objects[i].number == number) {
            return u->objects[i].body_at + gap;
        }
    }
    return 0;
}

cb_status cb_gap_fill(cb_update *u, int number, size_t gap, cb_gap_maker make, void *who) {
    size_t from = gap_of(u, number, gap), to = from + 2 + 2 * (size_t)CMS_MAX;
    char range[96];
    snprintf(range, sizeof range, "[0 %010zu %010zu %010zu]", from, to, u->out.size - to);
    memcpy(u->out.data + from - strlen(RANGE_AND_CONTENTS), range, strlen(BYTE_RANGE));
    const cb_str pieces[] = {{u->out.data, from}, {u->out.data + to, u->out.size - to}};
    cb_str cms;
    cb_status status = make(who, u->arena, pieces, &cms, u->error);
    if (status) {
        return status;
    }
    if (cms.n > CMS_MAX) {
        return cb_fail(u->error, CB_SEAL, "the signature needs %zu bytes and has %d: the chain is too long", cms.n,
                       CMS_MAX);
    }
    for (size_t i = 0; i < cms.n; i++) {
        static const char digits[] = "0123456789abcdef";
        unsigned char c = (unsigned char)cms.s[i];
        u->out.data[from + 1 + 2 * i] = digits[c >> 4];
        u->out.data[from + 2 + 2 * i] = digits[c & 15];
    }
    return CB_OK;
}
