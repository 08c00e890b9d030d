/* audit.c: lines of audit.jsonl, each holding the digest of the one before: written, and read as they are written. */
#include "casebound/folder/folder.h"

#include <stddef.h>

#include "casebound/base/time.h"
#include "casebound/base/utf8.h"

enum { LINE_MAX_BYTES = 1 << 16 };

/* The members in their order, but for `previous` behind them. */
static const struct {
    const char *key;
    size_t at; /* in cb_event */
} members[] = {
    {"time", offsetof(cb_event, time)},     {"actor", offsetof(cb_event, actor)},
    {"event", offsetof(cb_event, event)},   {"level", offsetof(cb_event, level)},
    {"into", offsetof(cb_event, into)},     {"reason", offsetof(cb_event, reason)},
    {"detail", offsetof(cb_event, detail)},
};
enum { MEMBERS = sizeof members / sizeof *members };

static const char *value_of(const cb_event *event, size_t i) {
    const char *value;
    memcpy(&value, (const char *)event + members[i].at, sizeof value);
    return value;
}

/* A JSON string (RFC 8259 section 7). Invalid UTF-8 and controls are made visible first: a line is one line. */
static void add_text(cb_arena *arena, cb_buf *out, const char *key, const char *text) {
    const char *shown = cb_utf8_shown(arena, cb_str_of(text));
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

cb_status cb_event_line(cb_arena *arena, const cb_event *event, const cb_digest *previous, cb_str *out, cb_error *e) {
    cb_buf b;
    cb_buf_init(&b, LINE_MAX_BYTES);
    cb_buf_char(&b, '{');
    for (size_t i = 0; i < MEMBERS; i++) {
        const char *value = value_of(event, i);
        if (value) {
            add_text(arena, &b, members[i].key, value);
        }
    }
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

cb_status cb_audit_line(cb_arena *arena, int64_t time, const char *actor, const char *event, const char *detail,
                        const cb_digest *previous, cb_str *out, cb_error *e) {
    char when[CB_TIME_TEXT];
    cb_time_text(time, when);
    const cb_event whole = {.time = when, .actor = actor, .event = event, .detail = detail ? detail : ""};
    return cb_event_line(arena, &whole, previous, out, e);
}

static bool take(cb_str *rest, const char *text) {
    size_t n = strlen(text);
    if (!cb_str_starts(*rest, text)) {
        return false;
    }
    *rest = (cb_str){rest->s + n, rest->n - n};
    return true;
}

/* The value of \u00XX, or -1: the writer escapes no other character so. */
static int escaped(cb_str text) {
    static const char digits[] = "0123456789abcdef";
    const char *high = text.n >= 4 && text.s[2] ? strchr(digits, text.s[2]) : NULL;
    const char *low = text.n >= 4 && text.s[3] ? strchr(digits, text.s[3]) : NULL;
    int value =
        high && low && text.s[0] == '0' && text.s[1] == '0' ? (int)(high - digits) * 16 + (int)(low - digits) : -1;
    return value > 0 && value < 0x20 ? value : -1;
}

/* A string up to its closing quote, as add_text writes it. */
static bool take_text(cb_arena *arena, cb_str *rest, const char **out) {
    char *text = cb_alloc(arena, rest->n + 1);
    size_t n = 0;
    for (size_t i = 0; text && i < rest->n; i++) {
        char c = rest->s[i];
        if (c == '"') {
            *out = text;
            text[n] = '\0';
            *rest = (cb_str){rest->s + i + 1, rest->n - i - 1};
            return cb_utf8_valid((cb_str){text, n}, NULL);
        }
        if ((unsigned char)c < 0x20) {
            return false;
        }
        if (c == '\\') {
            c = ++i < rest->n ? rest->s[i] : '\0';
            int value = c == 'u' ? escaped((cb_str){rest->s + i + 1, rest->n - i - 1}) : c == '"' || c == '\\' ? c : -1;
            if (value < 0) {
                return false;
            }
            i += c == 'u' ? 4 : 0;
            c = (char)value;
        }
        text[n++] = c;
    }
    return false;
}

static bool take_member(cb_arena *arena, cb_str *rest, size_t i, cb_event *out) {
    const char *value = NULL;
    if (!take(rest, "\"") || !take(rest, members[i].key) || !take(rest, "\":\"") || !take_text(arena, rest, &value) ||
        !take(rest, ",")) {
        return false;
    }
    memcpy((char *)out + members[i].at, &value, sizeof value);
    return true;
}

bool cb_event_read(cb_arena *arena, cb_str line, cb_event *out) {
    cb_str rest = line;
    *out = (cb_event){0};
    bool good = line.n <= LINE_MAX_BYTES && take(&rest, "{");
    for (size_t i = 0; good && i < MEMBERS; i++) {
        cb_str before = rest;
        if (!take_member(arena, &rest, i, out)) {
            rest = before; /* another may stand here: which must fit then */
        }
    }
    const char *end = good && rest.n ? memchr(rest.s, '}', rest.n) : NULL;
    return end && out->time && out->actor && out->event && cb_str_starts(rest, "\"previous\":") &&
           rest.n == (size_t)(end - rest.s) + 2 && end[1] == '\n';
}
