/* pipeline.c: scan ▶ tally ▶ sieve ▶ materialise ▶ relate ▶ score ▶ rank ▶ arrange ▶ render ▶ seal ▶ verify ▶ publish.
 */
#include "pipeline.h"

#include <stdlib.h>
#include <string.h>

#include "casebound/base/file.h"
#include "casebound/base/number.h"
#include "casebound/base/time.h"
#include "casebound/cli/authority.h"
#include "casebound/model/inheritance.h"
#include "decide.h"
#include "publish.h"
#include "scan.h"
#include "supersede.h"

cb_status cb_run_date(const char *given, int64_t now, int64_t *out, cb_error *e) {
    const char *epoch = getenv("SOURCE_DATE_EPOCH");
    *out = now;
    if (given && !cb_time_parse(cb_str_of(given), out)) {
        return cb_fail(e, CB_USAGE, "--date takes YYYY-MM-DD or YYYY-MM-DDThh:mm:ssZ, not '%s'", given);
    }
    if (!given && epoch && !cb_parse_integer(cb_str_of(epoch), out)) {
        return cb_fail(e, CB_USAGE, "SOURCE_DATE_EPOCH is '%s', not a number of seconds", epoch);
    }
    return CB_OK;
}

static cb_status load_penetrance(cb_run *run) {
    const char *name = cb_profile_policy(run->profile)->penetrance_file;
    if (!name) {
        return CB_OK;
    }
    cb_status s = cb_resources_table(run->arena, run->resources.share, name, &run->penetrance_bytes, run->error);
    if (s == CB_OK) {
        s = cb_penetrance_read(run->arena, run->penetrance_bytes, name, &run->penetrance, run->error);
    }
    if (s == CB_OK) {
        cb_profile_set_penetrance(run->profile, &run->penetrance);
    }
    return s;
}

static cb_status load_profile(cb_run *run) {
    const char *wanted = run->options->profile ? run->options->profile : "rare_disease";
    cb_status s = cb_resources_profile(run->arena, run->resources.share, wanted, &run->profile_files, run->error);
    if (s != CB_OK) {
        return s;
    }
    s = cb_profile_load_files(run->arena, &run->profile_files, NULL, &run->profile, run->error);
    return s == CB_OK ? load_penetrance(run) : s;
}

enum { GENE_LIST_BYTES = 1 << 20 };

/* The laboratory's own list takes the place of the program's. */
static cb_status read_secondary(cb_run *run) {
    const char *own = run->options->secondary;
    cb_status s = CB_OK;
    run->secondary_bytes = run->resources.secondary;
    run->secondary_name = own ? cb_path_name(own) : "secondary_findings.tsv";
    if (own) {
        s = cb_file_read(run->arena, own, GENE_LIST_BYTES, &run->secondary_bytes, run->error);
    }
    return s == CB_OK ? cb_gene_list_read(run->arena, run->secondary_bytes, run->secondary_name, &run->secondary_list,
                                          run->error)
                      : s;
}

static cb_status read_tables(cb_run *run) {
    run->resources.share = run->options->again ? run->options->again->share : NULL;
    cb_status s = cb_resources_read(run->arena, &run->resources, run->error);
    if (s == CB_OK) {
        s = read_secondary(run);
    }
    if (s == CB_OK) {
        s = cb_checklist_read(run->arena, run->resources.checklist, "checklist.tsv", &run->checklist, run->error);
    }
    if (s == CB_OK) {
        s = cb_texts_read(run->arena, run->resources.texts, "text.en.yaml", &run->texts, run->error);
    }
    if (s == CB_OK) {
        s = cb_consequences_read(run->arena, run->resources.consequences, "consequences.tsv", &run->consequences,
                                 run->error);
    }
    if (s == CB_OK) {
        s = cb_bands_read(run->arena, run->resources.bands, "bands.tsv", &run->bands, run->error);
    }
    return s;
}

/* The case file's build counts; a VCF that says otherwise is refused, for every coordinate would be another place. */
static cb_status settle_build(cb_run *run) {
    cb_build said = cb_variants_build(run->reader);
    if (run->kase->build == CB_BUILD_UNKNOWN) {
        run->kase->build = said;
    }
    if (said != CB_BUILD_UNKNOWN && said != run->kase->build) {
        return cb_fail(run->error, CB_INPUT,
                       "%s: its header says %s, the case says %s; correct human_genome_build or give the right file",
                       cb_path_name(run->kase->vcf_snv), cb_build_name(said), cb_build_name(run->kase->build));
    }
    return CB_OK;
}

static cb_status open_variants(cb_run *run) {
    cb_case *kase = run->kase;
    cb_status s = cb_variants_open(run->arena, kase->vcf_snv, &run->reader, run->error);
    if (s == CB_OK) {
        s = cb_variants_map(run->reader, kase, run->arena, run->error);
    }
    if (s != CB_OK) {
        return s;
    }
    const cb_input input = {.role = CB_ROLE_SNV, .name = cb_path_name(kase->vcf_snv)};
    run->calls_input = kase->input_count;
    s = cb_case_add_input(run->arena, kase, &input, run->error);
    if (s == CB_OK && run->options->threads > 1) {
        s = cb_variants_digest(run->reader, run->error);
    }
    s = s == CB_OK ? cb_variants_rank(run->reader, kase, run->arena, run->error) : s;
    kase->upstream = cb_variants_upstream(run->reader);
    kase->annotation_kinds = cb_variants_annotations(run->reader, &kase->annotation_kind_count);
    return s == CB_OK ? settle_build(run) : s;
}

cb_status cb_run_settle_input(cb_run *run) {
    cb_input made, *input = &run->kase->inputs[run->calls_input];
    cb_status s = cb_variants_input(run->reader, input->role, run->arena, &made, run->error);
    if (s == CB_OK) {
        input->digest = made.digest;
        input->size = made.size;
    }
    return s;
}

/* What came with the program or the laboratory decides as much as what came with the case. */
cb_status cb_run_add_input(cb_run *run, const char *role, const char *name, cb_str bytes) {
    cb_input input = {.role = role, .name = name, .size = bytes.n};
    cb_status s = cb_digest_of(bytes, &input.digest, run->error);
    return s == CB_OK ? cb_case_add_input(run->arena, run->kase, &input, run->error) : s;
}

static cb_status add_rule_inputs(cb_run *run) {
    cb_status s = CB_OK;
    for (size_t i = 0; s == CB_OK && i < run->profile_files.count; i++) {
        const char *role = i + 1 < run->profile_files.count ? "profile_extended" : "profile";
        s = cb_run_add_input(run, role, run->profile_files.list[i].name, run->profile_files.list[i].bytes);
    }
    if (s == CB_OK) {
        s = cb_run_add_input(run, "consequences", "consequences.tsv", run->resources.consequences);
    }
    if (s == CB_OK) {
        s = cb_run_add_input(run, "bands", "bands.tsv", run->resources.bands);
    }
    if (s == CB_OK) {
        s = cb_run_add_input(run, "checklist", "checklist.tsv", run->resources.checklist);
    }
    if (s == CB_OK) {
        s = cb_run_add_input(run, "secondary_genes", run->secondary_name, run->secondary_bytes);
    }
    const char *penetrance = cb_profile_policy(run->profile)->penetrance_file;
    if (s == CB_OK && penetrance) {
        s = cb_run_add_input(run, "penetrance", penetrance, run->penetrance_bytes);
    }
    return s == CB_OK ? cb_run_add_input(run, "texts", "text.en.yaml", run->resources.texts) : s;
}

/* What would end in an unsealed folder, or in one of a lower level, is refused before hours of work. */
static cb_status set_level(cb_run *run) {
    const cb_build_options *o = run->options;
    cb_level level = o->authority ? CB_LEVEL_T : CB_LEVEL_B;
    if (!run->key && (o->authority || o->level)) {
        return cb_fail(run->error, CB_USAGE, "%s is about a seal: name the key with --key",
                       o->authority ? "--tsa" : "--level");
    }
    if (o->level && !cb_level_named(o->level, &level)) {
        return cb_fail(run->error, CB_USAGE, "--level takes B, T, LT or LTA, not '%s'", o->level);
    }
    if (level > CB_LEVEL_B && !o->authority) {
        return cb_fail(run->error, CB_USAGE, "--level %s needs a timestamp authority: --tsa COMMAND", o->level);
    }
    if (level == CB_LEVEL_B && o->authority) {
        return cb_fail(run->error, CB_USAGE, "--level B has no timestamp: leave out --tsa, or ask for T");
    }
    if (level >= CB_LEVEL_LT && (o->lists.count == 0 || !o->trust)) {
        return cb_fail(run->error, CB_USAGE,
                       "--level %s needs the revocation lists (--crl) and the anchors by which it is checked (--trust)",
                       o->level);
    }
    if (level == CB_LEVEL_B) {
        return CB_OK;
    }
    run->stamper = (cb_stamper){cb_authority_ask, (void *)(uintptr_t)o->authority, false};
    return cb_key_seal_at(run->arena, run->key, level, &run->stamper, o->lists.values, o->lists.count, run->error);
}

static cb_status prepare(cb_run *run) {
    run->now = cb_time_now();
    cb_status s = cb_run_date(run->options->date, run->now, &run->created, run->error);
    if (s == CB_OK && run->options->key) {
        const cb_key_request wanted = {run->options->key, run->options->pass, run->options->certificates, run->now,
                                       run->options->expiring != NULL};
        s = cb_key_open_with(run->arena, &wanted, &run->key, run->error);
    }
    if (s == CB_OK) {
        s = set_level(run);
    }
    if (s == CB_OK) {
        s = read_tables(run);
    }
    if (s == CB_OK) {
        s = load_profile(run);
    }
    if (s == CB_OK) {
        s = cb_decide_read(run);
    }
    if (s == CB_OK) {
        s = cb_supersede_read(run);
    }
    if (s == CB_OK) {
        cb_case_request request = run->options->request;
        request.next_revision = cb_supersede_revision(run) + 1;
        request.supersedes = run->amends.report ? &run->amends : NULL;
        s = cb_case_read(run->arena, &request, &run->kase, run->error);
    }
    if (s == CB_OK) {
        s = cb_supersede_check(run);
    }
    if (s == CB_OK) {
        s = cb_checklist_fits(&run->checklist, &run->kase->report, run->error);
    }
    if (s == CB_OK) {
        s = open_variants(run);
    }
    if (s == CB_OK) {
        s = add_rule_inputs(run);
    }
    if (s == CB_OK && run->decision_count > 0) {
        s = cb_run_settle_input(run); /* decisions are bound to the variants' file */
    }
    return s == CB_OK ? cb_decide_bind(run) : s;
}

/* Behind the mapping of samples, which needs their names, and before anything is worded. */
static cb_status pseudonymise(cb_run *run) {
    const char *name = run->options->pseudonym;
    if (!name) {
        return CB_OK;
    }
    if (!cb_pseudonym_good(name)) {
        return cb_fail(run->error, CB_USAGE, "--pseudonymise takes a name of up to %d letters, digits and hyphens",
                       CB_PSEUDONYM_MAX);
    }
    if (run->decision_count > 0) {
        return cb_fail(run->error, CB_USAGE,
                       "--pseudonymise takes no --decisions: what readers wrote may name the patient");
    }
    cb_status s = cb_case_pseudonymise(run->arena, run->kase, name, &run->hidden, run->error);
    return s == CB_OK ? cb_case_resolve(run->arena, run->kase, run->error) : s;
}

/* What reading the records told may name the file. A RankScore begins with the name of the family. */
static cb_status withhold(cb_run *run) {
    if (!run->options->pseudonym) {
        return CB_OK;
    }
    for (size_t i = 0; i < run->variant_count; i++) {
        cb_text *score = &run->variants[i]->upstream_score;
        const char *colon = score->presence == CB_PRESENT ? strrchr(score->value, ':') : NULL;
        if (colon && strchr(score->value, ',')) {
            score->presence = CB_MISSING; /* several families: whose the last one is, its name alone tells */
        }
        score->value = colon ? colon + 1 : score->value;
    }
    return cb_notices_withhold(run->arena, run->kase, &run->hidden, run->error);
}

static void free_arena(void *arena) {
    cb_arena_free(arena);
}

cb_status cb_run_arena(cb_arena *of, size_t memory, cb_arena **out, cb_error *e) {
    *out = cb_arena_new(memory);
    return *out ? cb_arena_defer(of, free_arena, *out, e) : cb_fail_memory(e);
}

static const size_t ALLELES_MEMORY = (size_t)6 << 30;

cb_status cb_run_open(cb_arena *arena, const cb_build_options *options, cb_run **out, cb_error *e) {
    cb_run *run = cb_alloc(arena, sizeof *run);
    if (!run) {
        return cb_fail_memory(e);
    }
    *run = (cb_run){.arena = arena, .options = options, .error = e};
    *out = run;
    cb_status s = cb_run_arena(arena, ALLELES_MEMORY, &run->alleles, e);
    s = s == CB_OK ? prepare(run) : s;
    return s == CB_OK ? pseudonymise(run) : s;
}

/* A rank model ranks in place of the profile, whose points stay beside it. */
static cb_status rank_by_model(cb_run *run) {
    const cb_case *kase = run->kase;
    cb_status s = CB_OK;
    cb_profile_set_shortlist(run->profile, kase->rank_threshold);
    for (size_t i = 0; s == CB_OK && i < run->variant_count; i++) {
        cb_variant *v = run->variants[i];
        cb_ranking *ranking = NULL;
        s = cb_rank_model_score(run->alleles, kase->rank_model, v, &ranking, run->error);
        if (s == CB_OK) {
            cb_ranking_compare(ranking, v, kase->rank_family, kase->rank_names);
            s = cb_ranking_apply(run->alleles, ranking, v, run->error);
        }
    }
    return s;
}

cb_status cb_run_judge(cb_run *run) {
    const cb_policy *policy = cb_profile_policy(run->profile);
    cb_status s = CB_OK;
    for (size_t i = 0; s == CB_OK && i < run->variant_count; i++) {
        s = cb_inheritance(run->alleles, run->kase, run->variants[i], policy, run->error);
    }
    if (s == CB_OK) {
        s = cb_pairs(run->alleles, run->kase, run->variants, run->variant_count, policy, run->error);
    }
    for (size_t i = 0; s == CB_OK && i < run->variant_count; i++) {
        s = cb_judge_score(run->profile, run->alleles, run->kase, run->variants[i], run->error);
    }
    s = s == CB_OK && run->kase->rank_model ? rank_by_model(run) : s;
    if (s == CB_OK) {
        cb_judge_rank(run->profile, run->variants, run->variant_count);
    }
    return s;
}

cb_status cb_run_unsigned(cb_arena *arena, const cb_build_options *options, cb_run **out, cb_error *e) {
    cb_status s = cb_run_open(arena, options, out, e);
    cb_status (*const stages[])(cb_run *) = {
        cb_publish_target, cb_decide_scan,     withhold,          cb_run_judge,
        cb_decide_match,   cb_publish_arrange, cb_publish_render,
    };
    for (size_t i = 0; s == CB_OK && i < sizeof stages / sizeof *stages; i++) {
        s = stages[i](*out);
    }
    return s;
}

cb_status cb_run_build(cb_arena *arena, const cb_build_options *options, cb_run **out, cb_error *e) {
    *out = NULL;
    cb_status s = cb_run_unsigned(arena, options, out, e);
    s = s == CB_OK ? cb_publish_seal(*out) : s;
    s = s == CB_OK ? cb_publish_folder(*out) : s;
    if (s != CB_OK && *out) {
        cb_publish_abandon(*out);
    }
    return s;
}
