/* decide.c: decisions given with --decisions: read, bound to the case, merged, tied to alleles. */
#include "decide.h"

#include "casebound/base/file.h"
#include "casebound/read/decisions.h"

enum { CHOICES_BYTES = 1 << 20 };

static cb_status read_own_choices(cb_run *run) {
    const char *path = run->options->choices;
    if (!path) {
        return CB_OK;
    }
    cb_status s = cb_file_read(run->arena, path, CHOICES_BYTES, &run->choices_bytes, run->error);
    return s == CB_OK ? cb_choices_read(run->arena, run->choices_bytes, cb_path_name(path), &run->choices, run->error)
                      : s;
}

static cb_status read_tables(cb_run *run) {
    cb_status s = cb_acmg_read(run->arena, run->resources.acmg, "acmg.yaml", &run->acmg, run->error);
    if (s == CB_OK) {
        s = cb_choices_read(run->arena, run->resources.choices, "choices.yaml", &run->choices, run->error);
    }
    return s == CB_OK ? read_own_choices(run) : s;
}

static cb_status read_file(cb_run *run, const char *path) {
    cb_str bytes;
    cb_decisions *file = NULL;
    cb_status s = cb_file_read(run->arena, path, CB_DECISIONS_BYTES, &bytes, run->error);
    if (s == CB_OK) {
        s = cb_decisions_read(run->arena, bytes, cb_path_name(path), &run->acmg, &file, run->error);
    }
    if (s == CB_OK) {
        run->decisions[run->decision_count++] = file;
    }
    return s;
}

cb_status cb_decide_read(cb_run *run) {
    const cb_repeated *paths = &run->options->decisions;
    run->decisions = cb_alloc_array(run->arena, paths->count + 1, sizeof *run->decisions);
    if (!run->decisions) {
        return cb_fail_memory(run->error);
    }
    cb_status s = read_tables(run);
    for (size_t i = 0; s == CB_OK && i < paths->count; i++) {
        s = read_file(run, paths->values[i]);
    }
    return s;
}

/* A report with decisions follows the one that they were made on. */
static cb_status check_revision(cb_run *run) {
    long made_on = cb_decisions_revision(run->decisions, run->decision_count), now = run->kase->report.revision;
    return made_on < now ? CB_OK
                         : cb_fail(run->error, CB_INPUT,
                                   "the decisions were made on revision %ld, and this report is to be revision %ld; "
                                   "with them it is a later one: give --revision %ld, or say so in the case file",
                                   made_on, now, made_on + 1);
}

/* The laboratory's own choices, and the files in the order in which they count. */
static cb_status add_inputs(cb_run *run) {
    cb_status s = cb_run_add_input(run, "acmg", "acmg.yaml", run->resources.acmg);
    if (s == CB_OK) {
        s = cb_run_add_input(run, "choices", "choices.yaml", run->resources.choices);
    }
    if (s == CB_OK && run->options->choices) {
        s = cb_run_add_input(run, "choices_own", cb_path_name(run->options->choices), run->choices_bytes);
    }
    for (size_t i = 0; s == CB_OK && i < run->readings.file_count; i++) {
        s = cb_run_add_input(run, CB_ROLE_DECISIONS, run->readings.files[i]->name, run->readings.files[i]->bytes);
    }
    return s;
}

cb_status cb_decide_bind(cb_run *run) {
    cb_status s = CB_OK;
    for (size_t i = 0; s == CB_OK && i < run->decision_count; i++) {
        s = cb_decisions_fit(run->arena, run->decisions[i], run->kase, run->options->calls_changed, run->error);
    }
    if (s == CB_OK && run->decision_count > 0) {
        s = check_revision(run);
    }
    if (s == CB_OK) {
        s = cb_readings_merge(run->arena, run->decisions, run->decision_count, &run->readings, run->error);
    }
    return s == CB_OK ? add_inputs(run) : s;
}

static cb_status is_decided(void *who, cb_variant *v, bool *wanted, cb_error *e) {
    const cb_run *run = who;
    cb_status s = cb_variant_need(v, CB_MAKE_TEXTS, e);
    *wanted = s == CB_OK && cb_map_has(run->readings.by_key, cb_str_of(v->key));
    return s;
}

static cb_status remember_drop(void *who, cb_variant *v, const cb_rule *rule, cb_error *e) {
    cb_run *run = who;
    cb_decided *decided = cb_map_get(run->readings.by_key, cb_str_of(v->key));
    (void)e;
    if (decided) {
        decided->rule = rule->text;
    }
    return CB_OK;
}

/* What a reader wrote of it would stand in the report. */
static cb_status refuse_withheld(void *who, const cb_variant *v, cb_error *e) {
    const cb_run *run = who;
    if (!cb_map_has(run->readings.by_key, cb_str_of(v->key))) {
        return CB_OK;
    }
    return cb_fail(e, CB_INPUT,
                   "the decisions speak of a variant that is withheld: not everybody has agreed to secondary findings "
                   "(report: secondary_findings); record the consent, or build without these decisions");
}

cb_status cb_decide_scan(cb_run *run) {
    const cb_drops drops = {
        .who = run, .wants = is_decided, .take = remember_drop, .withheld = refuse_withheld};
    return cb_run_scan(run, run->readings.decided_count > 0 ? &drops : NULL);
}

/* The report was made on another variant file. */
static cb_status tell_calls(cb_run *run) {
    cb_digest of_case, calls;
    cb_status s = cb_case_digests(run->arena, run->kase, &of_case, &calls, run->error);
    size_t other = 0;
    for (size_t i = 0; s == CB_OK && i < run->readings.file_count; i++) {
        other += !cb_digest_same(&calls, &run->readings.files[i]->calls);
    }
    if (s == CB_OK && other > 0) {
        s = cb_add_notice(run->kase, run->arena,
                          cb_format(run->arena,
                                    "%zu of %zu decisions files were made on another variant file of this family "
                                    "(--calls-changed): each decision must be looked at again.",
                                    other, run->readings.file_count),
                          run->error);
    }
    return s;
}

static cb_status tell_unlisted(cb_run *run) {
    size_t count = 0;
    for (size_t i = 0; i < run->readings.decided_count; i++) {
        count += !run->readings.decided[i].listed;
    }
    if (count == 0) {
        return CB_OK;
    }
    return cb_add_notice(run->kase, run->arena,
                         cb_format(run->arena,
                                   "%zu variant%s that a reader decided on %s not in the list any more; each stands "
                                   "among the decisions with why.",
                                   count, count == 1 ? "" : "s", count == 1 ? "is" : "are"),
                         run->error);
}

cb_status cb_decide_match(cb_run *run) {
    if (run->decision_count == 0) {
        return CB_OK;
    }
    cb_readings_match(&run->readings, run->variants, run->variant_count);
    cb_status s = tell_calls(run);
    return s == CB_OK ? tell_unlisted(run) : s;
}
