/* audit.c: lines of audit.jsonl, each holding the digest of the one before. */
#include "casebound/folder/folder.h"

#include "casebound/base/time.h"
#include "casebound/base/utf8.h"

enum { LINE_MAX_BYTES = 1 << 16 };

/* A JSON string (RFC 8259 section 7). Invalid UTF-8 and controls are made visible first: a line is one line. */
static void add_text(cb_arena *arena, cb_buf *out, const char *key, const char *text) {
    const char *shown = cb_utf8_shown(arena, cb_str_of(text ? text : ""));
    if (!shown) {
        out->failed = true;
        return;
    }
    cb_buf_printf(out, "\"%s\":\"", key);
    for (const char *c = shown; *c; c++) {
        if (*c == '"' || *c == '\\')
            cb_buf_printf(out, "\\%c", *c);
        else if ((unsigned char)*c < 0x20)
            cb_buf_printf(out, "\\u%04x", (unsigned)*c);
        else
            cb_buf_char(out, *c);
    }
    cb_buf_text(out, "\",");
}

cb_status cb_audit_line(cb_arena *arena, int64_t time, const char *actor, const char *event, const char *detail,
                        const cb_digest *previous, cb_str *out, cb_error *e) {
    char when[CB_TIME_TEXT];
    cb_time_text(time, when);
    cb_buf b;
    cb_buf_init(&b, LINE_MAX_BYTES);
    cb_buf_char(&b, '{');
    add_text(arena, &b, "time", when);
    add_text(arena, &b, "actor", actor);
    add_text(arena, &b, "event", event);
    add_text(arena, &b, "detail", detail);
    if (previous) {
        char hex[CB_SHA256_HEX];
        cb_digest_hex(previous, hex);
        cb_buf_printf(&b, "\"previous\":\"%s\"}\n", hex);
    } else {
        cb_buf_text(&b, "\"previous\":null}\n");
    }
    cb_status status = cb_buf_status(&b, e);
    if (!status) {
        *out = (cb_str){cb_copy_str(arena, cb_buf_view(&b)), b.size};
        status = out->s ? CB_OK : cb_fail_memory(e);
    }
    cb_buf_free(&b);
    return status;
}
