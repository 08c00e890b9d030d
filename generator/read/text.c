/* text.c: percent-encoding of INFO values. */
#include "read/reader.h"

static int hex(char c) {
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    if (c >= 'a' && c <= 'f') {
        return c - 'a' + 10;
    }
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* VCF 4.3 section 1.2: ":;=%,\r\n\t". Before it a percent sign is nothing but itself ("FREQ=12%"), but VEP has always
 * written %3D, %3B and %2C. */
static bool is_encoded(int code, bool spec, bool vep) {
    return code > 0 && ((spec && strchr(":;=%,\r\n\t", code)) || (vep && strchr("=;,", code)));
}

void cb_info_decode(const cb_making *m, char *text, size_t size, bool vep) {
    bool spec = m->reader->header->minor >= 3;
    size_t n = 0;
    for (size_t i = 0; i < size; i++) {
        int high = text[i] == '%' && i + 2 < size ? hex(text[i + 1]) : -1;
        int code = high >= 0 && hex(text[i + 2]) >= 0 ? high * 16 + hex(text[i + 2]) : -1;
        bool encoded = is_encoded(code, spec, vep);
        text[n++] = encoded ? (char)code : text[i];
        i += encoded ? 2 : 0;
    }
    text[n] = '\0';
}

char *cb_info_decoded(const cb_making *m, cb_str raw, bool vep) {
    char *out = cb_copy_str(m->arena, raw);
    if (out && raw.n > 0 && memchr(raw.s, '%', raw.n)) {
        cb_info_decode(m, out, raw.n, vep);
    }
    return out;
}
