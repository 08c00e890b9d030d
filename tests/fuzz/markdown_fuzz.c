/* markdown_fuzz.c: any text either is refused or gives balanced, bounded events. */
#include "casebound/render/markdown.h"
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_balance(const cb_mark_event *events, size_t count) {
    int depth = 0;
    for (size_t i = 0; i < count; i++) {
        cb_mark mark = events[i].mark;
        bool leaf = mark == CB_MARK_TEXT || mark == CB_MARK_CODE || mark == CB_MARK_CODE_BLOCK ||
                    mark == CB_MARK_RULE || mark == CB_MARK_BREAK;
        depth += leaf ? 0 : events[i].enter ? 1 : -1;
        if (depth < 0 || depth > 2 * CB_MARKDOWN_DEPTH + 1)
            abort();
        if ((mark == CB_MARK_TEXT || mark == CB_MARK_CODE) && (!events[i].text || strchr(events[i].text, '\n')))
            abort();
    }
    if (depth)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    cb_arena *arena = cb_arena_new((size_t)256 << 20);
    char *text = arena ? cb_copy_n(arena, (const char *)data, size) : NULL;
    const cb_mark_event *events;
    size_t count;
    cb_error e = {0};
    if (text && cb_markdown(arena, text, &events, &count, &e) == CB_OK)
        check_balance(events, count);
    cb_arena_free(arena);
    return 0;
}
