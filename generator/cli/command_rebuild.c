/* command_rebuild.c: casebound rebuild DIR --inputs DIR. */
#include <stdio.h>

#include "casebound/base/file.h"
#include "casebound/cli/command.h"
#include "rebuild.h"

static void print(const cb_rebuilt *r) {
    for (size_t i = 0; i < r->count; i++) {
        const cb_comparison *c = &r->list[i];
        printf("%s\t%s\t%s\t%s\n", cb_outcome_word(c->outcome), c->part, c->name, c->text);
    }
    if (cb_rebuilt_same(r, "input")) {
        printf("%s\tdata %s, appearance %s\n", r->same ? "REBUILT" : "NOT THE SAME",
               cb_rebuilt_same(r, "data") ? "the same" : "not the same",
               cb_rebuilt_same(r, "appearance") ? "the same" : "not the same");
    } else {
        printf("NOT REBUILT\tthe recorded inputs are not all there\n");
    }
}

static cb_status rebuild(cb_arena *arena, const char *folder, const char *inputs, cb_error *e) {
    const char *stage = NULL;
    cb_rebuilt rebuilt;
    cb_status s = cb_folder_scratch(arena, &stage, e);
    if (s != CB_OK) {
        return s;
    }
    s = cb_rebuild(arena, folder, inputs, stage, &rebuilt, e);
    cb_error second = {0};
    cb_status removed = cb_folder_remove(stage, s == CB_OK ? e : &second);
    s = s == CB_OK ? removed : s;
    if (s != CB_OK) {
        return s;
    }
    print(&rebuilt);
    return rebuilt.same
               ? CB_OK
               : cb_fail(e, CB_FOUND, "%s: what was made again is not what is archived; the lines say where", folder);
}

cb_status cb_command_rebuild(cb_arena *arena, int argc, char **argv, cb_error *e) {
    const char *folder = NULL, *inputs = NULL;
    const cb_option table[] = {{.name = "--inputs", .text = &inputs, .value = "DIR"}};
    size_t count = 0;
    cb_status s = cb_options_read(argc, argv, table, 1, &folder, 1, &count, e);
    if (s == CB_OK && (count != 1 || !inputs)) {
        s = cb_fail(e, CB_USAGE,
                    "rebuild takes a report's folder, and --inputs DIR with the files that it was made of");
    }
    return s == CB_OK ? rebuild(arena, folder, inputs, e) : s;
}
