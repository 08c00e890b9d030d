/* command_validate.c: casebound validate -o DIR. */
#include <stdio.h>

#include "casebound/base/log.h"
#include "casebound/cli/command.h"
#include "growing.h"
#include "validate.h"

static void print(const cb_qualification *v, const char *folder) {
    for (size_t i = 0; i < v->step_count; i++) {
        const cb_step *step = &v->steps[i];
        printf("%s\t%s\t%s\n", step->ok ? "ok" : "FAILED", step->name, step->text);
        for (size_t n = 0; n < step->line_count; n++) {
            printf("\t%s\n", step->lines[n]);
        }
    }
    if (v->failed > 0) {
        printf("NOT VALIDATED\t%s\t%zu of %zu steps failed\n", folder, v->failed, v->step_count);
    } else {
        printf("VALIDATED\t%s\t%zu steps%s\n", folder, v->step_count,
               v->results ? "" : "; no results of the tests were given");
    }
}

cb_status cb_command_validate(cb_arena *arena, int argc, char **argv, cb_error *e) {
    const char *output = NULL, *results = NULL, *date = NULL;
    const cb_option table[] = {
        {.name = "--output", .short_name = "-o", .text = &output, .value = "DIR"},
        {.name = "--results", .text = &results, .value = "FILE"},
        {.name = "--date", .text = &date, .value = "DATE"},
    };
    size_t count = 0;
    cb_status s = cb_options_read(argc, argv, table, sizeof table / sizeof *table, NULL, 0, &count, e);
    if (s != CB_OK || !output) {
        return s != CB_OK ? s : cb_fail(e, CB_USAGE, "validate needs -o DIR, a folder that is not there yet");
    }
    const char *folder = cb_folder_trimmed(arena, output);
    if (!folder) {
        return cb_fail_memory(e);
    }
    cb_qualification v;
    cb_log_set(CB_QUIET); /* what the program says of a made-up family is no news */
    s = cb_validate(arena, folder, results, date, &v, e);
    if (s != CB_OK) {
        return s;
    }
    print(&v, folder);
    return v.failed == 0 ? CB_OK
                         : cb_fail(e, CB_FOUND, "%s: %zu of %zu steps failed; the lines say where", folder, v.failed,
                                   v.step_count);
}
