/* text.c: percent-encoding of INFO values. */
#include <string.h>

#include "read/making.h"

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

char *cb_info_decoded(const cb_making *m, cb_str raw, bool vep) {
    bool spec = m->reader->header->minor >= 3;
    char *out = cb_copy_str(m->arena, raw);
    size_t n = 0;
    if (!out || !memchr(raw.n > 0 ? raw.s : "", '%', raw.n)) {
        return out;
    }
    for (size_t i = 0; i < raw.n; i++) {
        int high = raw.s[i] == '%' && i + 2 < raw.n ? hex(raw.s[i + 1]) : -1;
        int code = high >= 0 && hex(raw.s[i + 2]) >= 0 ? high * 16 + hex(raw.s[i + 2]) : -1;
        bool encoded = is_encoded(code, spec, vep);
        out[n++] = encoded ? (char)code : raw.s[i];
        i += encoded ? 2 : 0;
    }
    out[n] = '\0';
    return out;
}
