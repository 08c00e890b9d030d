/* command_verify.c: casebound verify. */
#include <stdio.h>

#include "casebound/base/time.h"
#include "casebound/cli/command.h"
#include "pipeline.h"
#include "verify_json.h"

static void print_findings(const cb_findings *found) {
    static const char *const words[] = {
        [CB_FINDING_PASSED] = "passed", [CB_FINDING_FAILED] = "FAILED", [CB_FINDING_NOTE] = "note"};
    for (size_t i = 0; i < found->count; i++) {
        const cb_finding *f = &found->list[i];
        printf("%s\t%s\t%s\n", words[f->kind], f->check, f->text);
    }
}

static void print_verdict(const cb_findings *found, const char *path) {
    if (found->failed > 0) {
        printf("NOT VERIFIED\t%s\t%zu of %zu checks failed\n", path, found->failed, found->count);
        return;
    }
    const cb_report_event *w = found->withdrawn;
    if (w) {
        printf("WITHDRAWN\t%s\tby %s at %s (%s), because: %s\tintact, and not to be used any more\n", path, w->signer,
               w->time, w->proven ? "proven" : "claimed", w->reason);
        return;
    }
    printf("VERIFIED\t%s\tsigned by %s\t%s\n", path, found->signer ? found->signer : "nobody",
           found->level ? found->level : "");
}

static cb_status print(cb_arena *arena, const cb_findings *found, const char *path, bool json, cb_error *e) {
    cb_str document = {NULL, 0};
    cb_status s = json ? cb_verify_json(arena, found, path, &document, e) : CB_OK;
    if (s == CB_OK && json) {
        (void)fwrite(document.s, 1, document.n, stdout); /* whether it was printed is asked once, at the end */
    } else if (s == CB_OK) {
        print_findings(found);
        print_verdict(found, path);
    }
    return s;
}

cb_status cb_command_verify(cb_arena *arena, int argc, char **argv, cb_error *e) {
    const char *trust = NULL, *word = NULL, *earlier = NULL;
    cb_repeated lists = {0};
    bool json = false;
    const cb_option table[] = {
        {.name = "--trust", .text = &trust, .value = "CA.pem"},
        {.name = "--crl", .many = &lists, .value = "FILE"},
        {.name = "--supersedes", .text = &earlier, .value = "DIR"},
        {.name = "--json", .flag = &json},
    };
    size_t count = 0;
    cb_status s = cb_options_read(argc, argv, table, sizeof table / sizeof *table, &word, 1, &count, e);
    if (s == CB_OK && count != 1) {
        s = cb_fail(e, CB_USAGE, "verify takes the folder of a report, an .asice file, or one PDF");
    }
    cb_findings found = {0};
    if (s == CB_OK) {
        const cb_verifying with = {trust, lists.values, lists.count, earlier, cb_time_now(), cb_interrupted};
        s = cb_verify_with(arena, word, &with, &found, e);
    }
    if (s == CB_OK) {
        s = print(arena, &found, word, json, e);
    }
    return s != CB_OK ? s : found.failed > 0 || found.withdrawn ? CB_FOUND : CB_OK;
}
