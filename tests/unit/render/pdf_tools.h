/* pdf_tools.h: readers of the PDF that are not ours (qpdf, poppler), as processes; tests skip where one is not
 * installed. */
#ifndef CASEBOUND_TESTS_PDF_TOOLS_H
#define CASEBOUND_TESTS_PDF_TOOLS_H

#include "casebound/base/arena.h"
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { TOOL_OUTPUT = 64 << 20 };

static inline bool tool_there(cb_arena *arena, const char *tool) {
    char *command = cb_format(arena, "command -v %s >/dev/null 2>&1", tool);
    return command && system(command) == 0;
}

/* What `command`, in which %s stands for the file, writes; *result is its exit code. NULL when it cannot be run. */
static inline const char *tool_output(cb_arena *arena, cb_str pdf, const char *before, const char *after, int *result) {
    char path[] = "/tmp/casebound-pdf-XXXXXX";
    int descriptor = mkstemp(path);
    FILE *file = descriptor < 0 ? NULL : fdopen(descriptor, "wb");
    if (!file)
        return NULL;
    bool written = fwrite(pdf.s, 1, pdf.n, file) == pdf.n;
    written = fclose(file) == 0 && written;
    char *command = cb_format(arena, "%s %s %s 2>&1", before, path, after);
    FILE *pipe = written && command ? popen(command, "r") : NULL;
    cb_buf b;
    cb_buf_init(&b, TOOL_OUTPUT);
    char part[4096];
    for (size_t size; pipe && (size = fread(part, 1, sizeof part, pipe)) > 0;)
        cb_buf_add(&b, part, size);
    *result = pipe ? pclose(pipe) : -1;
    unlink(path);
    const char *text = b.failed ? NULL : cb_copy_str(arena, cb_buf_view(&b));
    cb_buf_free(&b);
    return text;
}

#endif
