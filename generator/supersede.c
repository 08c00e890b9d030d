/* supersede.c: the report that an amended one supersedes. */
#include "supersede.h"

#include <string.h>

#include "casebound/folder/container.h"
#include "casebound/read/recorded.h"
#include "casebound/render/data.h"
#include "casebound/verify/verify.h"

enum { TABLE_MEMORY = 1 << 30 };

static cb_status look(cb_run *run, cb_findings *found) {
    const cb_build_options *o = run->options;
    const cb_verifying with = {.trust = o->trust, .now = run->now, .interrupted = cb_interrupted};
    cb_status s = cb_verify_with(run->arena, o->supersedes, &with, found, run->error);
    if (s == CB_INTERNAL && cb_interrupted()) {
        cb_error_clear(run->error); /* what verify says of it */
        return cb_fail(run->error, s, "interrupted; nothing was written");
    }
    for (size_t i = 0; s == CB_OK && i < found->count; i++) {
        const cb_finding *f = &found->list[i];
        if (cb_finding_matters(f, o->trust)) {
            s = cb_fail(run->error, CB_INPUT, "%s: does not verify, and cannot be superseded: %s: %s", o->supersedes,
                        f->check, f->text);
        }
    }
    return s == CB_OK && !found->report
               ? cb_fail(run->error, CB_INPUT, "--supersedes %s: is no folder of a report", o->supersedes)
               : s;
}

static cb_status take_files(cb_run *run, cb_recorded *recorded) {
    static const char *const names[] = {"provenance.json", CB_BUILD_PATH, "variants.tsv"};
    enum { FILES = sizeof names / sizeof *names };
    cb_bundle bundle = {0};
    const cb_bundle_file *files[FILES];
    cb_status s = cb_folder_read(run->arena, run->options->supersedes, &bundle, run->error);
    for (size_t i = 0; s == CB_OK && i < FILES; i++) {
        files[i] = cb_bundle_find(&bundle, names[i]);
        if (!files[i]) {
            s = cb_fail(run->error, CB_INPUT, "%s: holds no %s", run->options->supersedes, names[i]);
        }
    }
    if (s == CB_OK) {
        run->earlier.variants = files[2]->bytes;
        s = cb_recorded_read(run->arena, files[0]->bytes, files[1]->bytes, recorded, run->error);
    }
    return s;
}

static cb_status read_earlier(cb_run *run) {
    cb_findings found = {0};
    cb_recorded recorded = {0};
    cb_status s = look(run, &found);
    if (s == CB_OK) {
        s = take_files(run, &recorded);
    }
    if (s == CB_OK && strcmp(recorded.report, found.report) != 0) {
        s = cb_fail(run->error, CB_INPUT, "%s: is called %s here and %s there", run->options->supersedes,
                    recorded.report, found.report);
    }
    if (s != CB_OK) {
        return s;
    }
    run->amends = (cb_amends){
        .report = found.report, .date = recorded.date, .digest = found.facts, .reason = run->options->reason};
    run->earlier.revision = (long)recorded.revision;
    run->earlier.inputs = recorded.inputs;
    run->earlier.input_count = recorded.input_count;
    run->earlier.software_names = recorded.software_names;
    run->earlier.software_versions = recorded.software_versions;
    run->earlier.software_count = recorded.software_count;
    run->earlier.withheld = found.withheld;
    return CB_OK;
}

cb_status cb_supersede_read(cb_run *run) {
    const cb_build_options *o = run->options;
    if (o->again) {
        run->amends = o->again->amends ? *o->again->amends : run->amends;
        return CB_OK;
    }
    if (!o->supersedes) {
        return o->reason ? cb_fail(run->error, CB_USAGE, "--reason belongs to --supersedes DIR") : CB_OK;
    }
    if (o->pseudonym) {
        return cb_fail(run->error, CB_USAGE,
                       "--pseudonymise takes no --supersedes: the report before it would be named");
    }
    return read_earlier(run);
}

long cb_supersede_revision(const cb_run *run) {
    long made_on = cb_decisions_revision(run->decisions, run->decision_count);
    return run->earlier.revision > made_on ? run->earlier.revision : made_on;
}

cb_status cb_supersede_check(cb_run *run) {
    const cb_case *kase = run->kase;
    if (!run->earlier.revision) {
        return CB_OK;
    }
    const char *same = cb_format(run->arena, "%s-r%ld", kase->id, run->earlier.revision);
    if (!same) {
        return cb_fail_memory(run->error);
    }
    if (strcmp(same, run->amends.report) != 0) {
        return cb_fail(run->error, CB_INPUT, "--supersedes names %s, which is another case than %s", run->amends.report,
                       kase->id);
    }
    return kase->report.revision > run->earlier.revision
               ? CB_OK
               : cb_fail(run->error, CB_INPUT,
                         "this report is to be revision %ld and supersedes revision %ld; it is a later one: give "
                         "--revision %ld, or say so in the case file",
                         kase->report.revision, run->earlier.revision, run->earlier.revision + 1);
}

cb_status cb_supersede_tell(cb_run *run, const cb_arrange_request *request, bool *told) {
    cb_amends *a = &run->kase->report.amends;
    cb_buf now;
    const char *changes = NULL;
    *told = run->earlier.revision > 0;
    if (!*told) {
        return CB_OK;
    }
    cb_arena *scratch = cb_arena_new(TABLE_MEMORY);
    cb_buf_init(&now, TABLE_MEMORY);
    cb_status s = scratch ? cb_data_variants(scratch, run->view, &now, run->error) : cb_fail_memory(run->error);
    if (s == CB_OK) {
        s = cb_arrange_changes(scratch, request, cb_buf_view(&now), &run->earlier, &changes, run->error);
    }
    if (s == CB_OK) {
        a->changes = cb_format(run->arena, "%s%s%s", a->changes ? a->changes : "", a->changes ? " " : "", changes);
        s = a->changes ? cb_case_resolve(run->arena, run->kase, run->error) : cb_fail_memory(run->error);
    }
    cb_buf_free(&now);
    cb_arena_free(scratch);
    return s;
}
