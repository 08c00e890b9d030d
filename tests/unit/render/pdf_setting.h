/* pdf_setting.h: the arena and fonts of a test that draws PDFs, and what readers say of one. */
#ifndef CASEBOUND_TESTS_PDF_SETTING_H
#define CASEBOUND_TESTS_PDF_SETTING_H

#include "pdf_example.h"
#include "pdf_tools.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

enum { ARENA = 1 << 30 };

typedef struct setting {
    cb_arena *arena;
    cb_pdf_parts parts;
} setting;

static inline void begin(setting *s) {
    s->arena = cb_arena_new(ARENA);
    assert_non_null(s->arena);
    if (!example_pdf_parts(s->arena, &s->parts)) {
        cb_arena_free(s->arena);
        skip();
    }
}

static inline void end(setting *s) {
    cb_arena_free(s->arena);
}

static inline const char *run(setting *s, cb_str pdf, const char *before, const char *after) {
    int result = 0;
    char tool[20] = "";
    memcpy(tool, before, strcspn(before, " "));
    if (!tool_there(s->arena, tool)) {
        end(s);
        skip();
    }
    const char *text = tool_output(s->arena, pdf, before, after, &result);
    assert_non_null(text);
    if (result != 0)
        fail_msg("%s: %.2000s", before, text);
    return text;
}

static inline void check_in_order(const char *text, const char *const *parts, size_t count) {
    for (size_t i = 0; i < count; i++) {
        const char *found = strstr(text, parts[i]);
        if (!found)
            fail_msg("'%s' is missing, or stands before '%s'", parts[i], i ? parts[i - 1] : "");
        text = found;
    }
}

/* Only spaces count as one space. */
static inline const char *squeezed(cb_arena *arena, const char *text) {
    char *copy = cb_copy(arena, text);
    size_t to = 0;
    for (size_t i = 0; copy && copy[i]; i++) {
        bool space = copy[i] == ' ' || copy[i] == '\n' || copy[i] == '\f';
        if (!space)
            copy[to++] = copy[i];
        else if (to && copy[to - 1] != ' ')
            copy[to++] = ' ';
    }
    if (copy)
        copy[to] = 0;
    return copy;
}

#endif
