/* doc_block.h: a table of docs/ that a test makes, so that it stays true. `<!-- NAME -->` and `<!-- /NAME -->` stand
 * around it; CASEBOUND_DOCS_REFRESH=1 writes it anew. Tests run in the repository's root. */
#ifndef TESTS_DOC_BLOCK_H
#define TESTS_DOC_BLOCK_H

#include <stdio.h>

#include "casebound/base/file.h"
#include "unit/model/family_fixture.h"

enum { DOC_MAX = 1 << 20 };

/* A cell: '|' would end it. */
static inline void doc_cell(cb_buf *out, const char *text) {
    cb_buf_text(out, "| ");
    for (; *text; text++) {
        if (*text == '|') {
            cb_buf_text(out, "\\");
        }
        cb_buf_add(out, text, 1);
    }
    cb_buf_text(out, " ");
}

static inline void doc_write(const char *path, cb_str head, cb_str body, cb_str tail) {
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(head.s, 1, head.n, file), head.n);
    assert_int_equal(fwrite(body.s, 1, body.n, file), body.n);
    assert_int_equal(fwrite(tail.s, 1, tail.n, file), tail.n);
    assert_int_equal(fclose(file), 0);
}

static inline void doc_block(const char *path, const char *name, cb_str body) {
    cb_arena *arena = cb_arena_new(4 << 20);
    assert_non_null(arena);
    cb_error e = {0};
    cb_str doc;
    if (cb_file_read(arena, path, DOC_MAX, &doc, &e) != CB_OK) {
        fail_msg("%s", e.text);
    }
    const char *text = cb_copy_str(arena, doc), *open = cb_format(arena, "<!-- %s -->\n", name),
               *close = cb_format(arena, "<!-- /%s -->", name);
    assert_true(text && open && close);
    const char *from = strstr(text, open), *to = from ? strstr(from, close) : NULL;
    if (!from || !to) {
        fail_msg("%s has no block %s", path, name);
        return;
    }
    from += strlen(open);
    cb_str now = {from, (size_t)(to - from)};
    bool same = now.n == body.n && memcmp(now.s, body.s, body.n) == 0;
    if (!same && getenv("CASEBOUND_DOCS_REFRESH")) {
        doc_write(path, (cb_str){text, (size_t)(from - text)}, body, cb_str_of(to));
        same = true;
    }
    cb_arena_free(arena);
    if (!same) {
        fail_msg("%s: the block %s is not what the program answers; CASEBOUND_DOCS_REFRESH=1 writes it anew", path,
                 name);
    }
}

#endif
