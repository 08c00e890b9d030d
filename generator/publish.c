/* publish.c: arrange ▶ render ▶ seal ▶ verify ▶ publish. */
#include "publish.h"

#include <string.h>

#include "casebound/base/file.h"
#include "casebound/base/memory.h"
#include "casebound/base/time.h"
#include "casebound/cli/command.h"
#include "casebound/cli/versions.h"
#include "casebound/folder/folder.h"
#include "casebound/read/recorded.h"
#include "casebound/render/data.h"
#include "casebound/render/pdf.h"
#include "casebound/render/site.h"
#include "casebound/seal/archive.h"
#include "casebound/verify/verify.h"
#include "record.h"
#include "supersede.h"

#define PRODUCER "casebound " CB_VERSION

enum { PANEL_TEXT_MAX = 16 << 20, DRAWN_MAX = 1 << 30 };
static const size_t DRAWING_MEMORY = (size_t)6 << 30;

static cb_status printed_seal(cb_run *run) {
    if (run->options->again) {
        run->seal = run->options->again->seal;
    } else if (run->key) {
        run->seal = (cb_printed_seal){cb_copy(run->arena, cb_key_name(run->key)), cb_key_level(run->key),
                                      cb_key_is_test(run->key)};
        return run->seal.name ? CB_OK : cb_fail_memory(run->error);
    }
    return CB_OK;
}

static cb_status software(const cb_run *run, cb_arrange_request *request) {
    const cb_again *again = run->options->again;
    if (again) {
        request->software = again->software;
        request->software_count = again->software_count;
        return CB_OK;
    }
    return cb_versions(run->arena, &run->resources, &request->software, &request->software_count, run->error);
}

/* The report and what it supersedes, kept for the event that is written when the view is gone. */
static cb_status note_event(cb_run *run) {
    const cb_node *list = cb_node_at(run->view, "report/supersedes");
    run->audit_detail = run->report_id;
    for (const cb_node *old = list ? list->first : NULL; run->audit_detail && old; old = old->next) {
        run->audit_detail = cb_format(run->arena, "%s; %s", run->audit_detail, cb_node_text(old, "text"));
    }
    return run->audit_detail ? CB_OK : cb_fail_memory(run->error);
}

/* What an amended report changes is told from its view, and then stands in it. */
static cb_status arrange_view(cb_run *run, const cb_arrange_request *request) {
    bool told = false;
    cb_status s = cb_arrange(run->drawing, request, &run->view, run->error);
    if (s == CB_OK) {
        s = cb_supersede_tell(run, request, &told);
    }
    if (s != CB_OK || !told) {
        return s;
    }
    cb_arena_reset(run->drawing);
    return cb_arrange(run->drawing, request, &run->view, run->error);
}

cb_status cb_publish_arrange(cb_run *run) {
    char date[CB_TIME_TEXT];
    cb_date_text(run->created, date);
    cb_status s = printed_seal(run);
    run->request = (cb_arrange_request){
        .kase = run->kase,
        .profile = run->profile,
        .ledger = run->ledger,
        .variants = run->variants,
        .variant_count = run->variant_count,
        .texts = run->texts,
        .consequences = &run->consequences,
        .bands = &run->bands,
        .samples = run->samples,
        .secondary = &run->secondary,
        .checklist = &run->checklist,
        .acmg = &run->acmg,
        .choices = &run->choices,
        .readings = run->decision_count > 0 ? &run->readings : NULL,
        .date = cb_copy(run->arena, date),
        .seal_name = run->seal.name,
        .seal_is_test = run->seal.is_test,
        .seal_level = run->seal.level,
    };
    s = s == CB_OK && !run->request.date ? cb_fail_memory(run->error) : s;
    s = s == CB_OK ? software(run, &run->request) : s;
    if (s == CB_OK) {
        s = cb_run_arena(run->arena, DRAWING_MEMORY, &run->drawing, run->error);
    }
    if (s == CB_OK) {
        s = arrange_view(run, &run->request);
    }
    if (s == CB_OK) {
        s = cb_arrange_laboratory(run->drawing, &run->request, run->view, &run->laboratory, run->error);
    }
    if (s == CB_OK && strcmp(run->report_id, cb_node_text(run->view, "report/id")) != 0) {
        s = cb_fail(run->error, CB_INTERNAL, "the view calls the report %s, the folder %s",
                    cb_node_text(run->view, "report/id"), run->report_id);
    }
    return s == CB_OK ? note_event(run) : s;
}

static cb_status add(cb_run *run, const char *name, cb_str bytes, const char *type) {
    return name ? cb_bundle_add(run->arena, &run->bundle, name, bytes, type, run->error) : cb_fail_memory(run->error);
}

/* Drawn files that grow with the list are written while they are drawn; the PDF is sealed before. */

typedef cb_status draw(cb_run *run, cb_buf *out);

static cb_status draw_site(cb_run *run, cb_buf *out) {
    return cb_site_render(run->drawing, &run->resources.site, run->view, out, run->error);
}

static cb_status draw_laboratory(cb_run *run, cb_buf *out) {
    return cb_laboratory_render(run->drawing, &run->resources.laboratory, run->laboratory, out, run->error);
}

static cb_status draw_case(cb_run *run, cb_buf *out) {
    return cb_data_case(run->drawing, run->view, out, run->error);
}

static cb_status draw_variants(cb_run *run, cb_buf *out) {
    return cb_data_variants(run->drawing, run->view, out, run->error);
}

static cb_status draw_ledger(cb_run *run, cb_buf *out) {
    return cb_data_ledger(run->drawing, run->view, out, run->error);
}

static cb_status draw_provenance(cb_run *run, cb_buf *out) {
    return cb_data_provenance(run->drawing, run->view, out, run->error);
}

static cb_status add_drawn(cb_run *run, const char *name, draw *drawn, const char *type) {
    cb_folder_file file;
    cb_status s = name ? cb_folder_file_begin(run->arena, run->partial, name, DRAWN_MAX, &file, run->error)
                       : cb_fail_memory(run->error);
    if (s != CB_OK) {
        return s;
    }
    s = drawn(run, &file.bytes);
    return cb_folder_file_end(run->arena, &file, s, type, &run->bundle, run->error);
}

static cb_status add_pdf(cb_run *run) {
    cb_pdf_parts parts = run->resources.pdf;
    parts.created = run->created;
    parts.producer = PRODUCER;
    parts.part_one = run->options->pdfa && strcmp(run->options->pdfa, "1b") == 0;
    cb_str bytes = {NULL, 0};
    cb_status s = cb_pdf_render(run->arena, &parts, run->view, &bytes, run->error);
    return s == CB_OK ? add(run, cb_format(run->arena, "%s.pdf", run->report_id), bytes, "application/pdf") : s;
}

static cb_status add_data(cb_run *run) {
    static const struct {
        const char *name, *type;
        draw *drawn;
    } files[] = {
        {"laboratory.html", "text/html", draw_laboratory},
        {"case.json", "application/json", draw_case},
        {"variants.tsv", "text/tab-separated-values", draw_variants},
        {"ledger.tsv", "text/tab-separated-values", draw_ledger},
        {"provenance.json", "application/json", draw_provenance},
    };
    cb_status s = CB_OK;
    for (size_t i = 0; s == CB_OK && i < sizeof files / sizeof *files; i++) {
        s = add_drawn(run, files[i].name, files[i].drawn, files[i].type);
    }
    return s;
}

/* A panel as it was understood: what the ranking used, whatever dialect it came in. */
static cb_status add_panel(cb_run *run, const cb_panel *panel) {
    cb_buf text;
    cb_buf_init(&text, PANEL_TEXT_MAX);
    cb_buf_printf(&text, "##panel_id=%s\n##version=%s\n#hgnc_id\thgnc_symbol\n", panel->id,
                  panel->version ? panel->version : "");
    for (size_t i = 0; i < panel->gene_count; i++) {
        cb_buf_printf(&text, "%s\t%s\n", panel->hgnc && panel->hgnc[i] ? panel->hgnc[i] : "",
                      panel->genes[i] ? panel->genes[i] : "");
    }
    cb_status s = cb_buf_status(&text, run->error);
    char *copy = s == CB_OK ? cb_copy_str(run->arena, cb_buf_view(&text)) : NULL;
    size_t size = text.size;
    cb_buf_free(&text);
    if (s != CB_OK) {
        return s;
    }
    char *name = cb_format(run->arena, "used/panels/%s.tsv", panel->id);
    for (char *p = name ? name + strlen("used/panels/") : NULL; p && p[strlen(".tsv")]; p++) {
        if (!strchr("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-", *p)) {
            *p = '_';
        }
    }
    return copy ? add(run, name, (cb_str){copy, size}, "text/tab-separated-values") : cb_fail_memory(run->error);
}

static cb_status add_used(cb_run *run) {
    cb_status s = CB_OK;
    for (size_t i = 0; s == CB_OK && i < run->profile_files.count; i++) {
        const cb_profile_file *file = &run->profile_files.list[i];
        s = add(run, cb_format(run->arena, "used/filters/%s", file->name), file->bytes, "text/x-lua");
    }
    if (s == CB_OK) {
        s = add(run, "used/filters/data/consequences.tsv", run->resources.consequences, "text/tab-separated-values");
    }
    if (s == CB_OK) {
        s = add(run, "used/filters/data/bands.tsv", run->resources.bands, "text/tab-separated-values");
    }
    if (s == CB_OK) {
        s = add(run, "used/filters/data/secondary_findings.tsv", run->secondary_bytes, "text/tab-separated-values");
    }
    const char *penetrance = cb_profile_policy(run->profile)->penetrance_file;
    if (s == CB_OK && penetrance) {
        s = add(run, cb_format(run->arena, "used/filters/data/%s", penetrance), run->penetrance_bytes,
                "text/tab-separated-values");
    }
    if (s == CB_OK) {
        s = add(run, "used/filters/data/acmg.yaml", run->resources.acmg, "application/yaml");
    }
    if (s == CB_OK) {
        s = add(run, "used/filters/data/choices.yaml", run->resources.choices, "application/yaml");
    }
    if (s == CB_OK && run->options->choices) {
        s = add(run, "used/choices.yaml", run->choices_bytes, "application/yaml");
    }
    for (size_t i = 0; s == CB_OK && i < run->readings.file_count; i++) {
        s = add(run, cb_format(run->arena, "used/decisions/%zu.json", i + 1), run->readings.files[i]->bytes,
                "application/json");
    }
    if (s == CB_OK) {
        s = add(run, "used/templates/text.en.yaml", run->resources.texts, "application/yaml");
    }
    if (s == CB_OK) {
        s = add(run, "used/templates/checklist.tsv", run->resources.checklist, "text/tab-separated-values");
    }
    cb_str record = {NULL, 0};
    s = s == CB_OK ? cb_record_make(run, &record) : s;
    if (s == CB_OK) {
        s = add(run, CB_BUILD_PATH, record, "application/json");
    }
    if (s == CB_OK) {
        s = add(run, "used/case.yaml", cb_str_of(run->kase->resolved), "application/yaml");
    }
    if (s == CB_OK && run->kase->rank_model) {
        s = add(run, "used/rank_model.ini", run->kase->rank_model_bytes, "text/plain");
    }
    for (size_t i = 0; s == CB_OK && i < run->kase->panel_count; i++) {
        if (!run->kase->panels[i].missing) {
            s = add_panel(run, &run->kase->panels[i]);
        }
    }
    for (size_t i = 0; s == CB_OK && run->kase->term_genes && i < run->kase->term_count; i++) {
        const cb_panel *genes = &run->kase->term_genes[i];
        s = genes->gene_count > 0 ? add_panel(run, genes) : CB_OK;
    }
    return s;
}

cb_status cb_publish_render(cb_run *run) {
    cb_status s = cb_folder_make(run->partial, run->error);
    run->begun = s == CB_OK;
    if (s == CB_OK) {
        s = add_drawn(run, cb_format(run->arena, "%s.html", run->report_id), draw_site, "text/html");
    }
    if (s == CB_OK) {
        s = add_pdf(run);
    }
    if (s == CB_OK) {
        s = add_data(run);
    }
    run->view = run->laboratory = NULL;
    run->variants = NULL;
    run->variant_count = 0;
    cb_arena_reset(run->drawing);
    cb_arena_reset(run->alleles);
    cb_memory_trim();
    return s == CB_OK ? add_used(run) : s;
}

static cb_status seal_pdf(cb_run *run) {
    const char *name = cb_format(run->arena, "%s.pdf", run->report_id);
    for (size_t i = 0; name && i < run->bundle.count; i++) {
        cb_bundle_file *file = &run->bundle.files[i];
        if (strcmp(file->name, name) == 0) {
            return cb_seal_pdf(run->arena, run->key, file->bytes, "Seal", "Laboratory seal", run->now, &file->bytes,
                               run->error);
        }
    }
    return name ? cb_fail(run->error, CB_INTERNAL, "the PDF to be sealed is not in the bundle")
                : cb_fail_memory(run->error);
}

static cb_status add_audit(cb_run *run) {
    const char *actor = run->key ? cb_key_name(run->key) : PRODUCER;
    const char *why = run->options->expiring;
    const char *detail =
        why ? cb_format(run->arena, "%s; the certificate may end soon: %s", run->audit_detail, why) : run->audit_detail;
    cb_str line = {NULL, 0};
    if (!detail) {
        return cb_fail_memory(run->error);
    }
    cb_status s = cb_audit_line(run->arena, run->now, actor, run->key ? "built and sealed" : "built, unsealed", detail,
                                NULL, &line, run->error);
    return s == CB_OK ? add(run, "audit.jsonl", line, "application/jsonl") : s;
}

static cb_status add_manifest(cb_run *run) {
    cb_str manifest = {NULL, 0}, signature = {NULL, 0};
    cb_status s = cb_manifest_make(run->arena, &run->bundle, &manifest, run->error);
    if (s == CB_OK) {
        s = add(run, "mimetype", cb_str_of(CB_MIMETYPE), "text/plain");
    }
    if (s == CB_OK) {
        s = add(run, CB_MANIFEST_PATH, manifest, "text/xml");
    }
    if (s != CB_OK || !run->key) {
        return s;
    }
    s = cb_seal_bytes(run->arena, run->key, manifest, run->now, &signature, run->error);
    if (s == CB_OK) {
        s = add(run, CB_SIGNATURE_PATH, signature, "application/pkcs7-signature");
    }
    return s == CB_OK && strcmp(cb_key_level(run->key), "B-LTA") == 0
               ? cb_archive_add(run->arena, &run->bundle, &run->stamper, NULL, 0, run->error)
               : s;
}

cb_status cb_publish_seal(cb_run *run) {
    cb_status s = run->key ? seal_pdf(run) : CB_OK;
    if (s == CB_OK) {
        s = add_audit(run);
    }
    return s == CB_OK ? add_manifest(run) : s;
}

/* Who signed is for the reader to decide, unless anchors were given; that every byte holds is for us to know before the
 * folder gets its name. */
static bool matters_now(const cb_run *run, const cb_finding *finding) {
    return cb_finding_matters(finding, run->options->trust) && (run->key || strcmp(finding->check, "unsealed") != 0);
}

/* The level asked for, as verify finds it, or no folder. */
static cb_status check_level(cb_run *run, const cb_findings *found) {
    const char *level = run->key ? cb_key_level(run->key) : "B-B";
    const char *both = cb_format(run->arena, "CAdES %s, PAdES %s", level, level);
    if (!both) {
        return cb_fail_memory(run->error);
    }
    for (size_t i = 0; i < found->count; i++) {
        if (strcmp(found->list[i].check, "revocation") == 0 && found->list[i].kind == CB_FINDING_NOTE) {
            return cb_fail(run->error, CB_SEAL, "level %s is not reached: %s", level, found->list[i].text);
        }
    }
    return found->level && strcmp(found->level, both) == 0
               ? CB_OK
               : cb_fail(run->error, CB_SEAL, "level %s is not reached, but %s", level,
                         found->level ? found->level : "none");
}

static cb_status verify_written(cb_run *run, const char *path) {
    cb_findings findings = {0};
    const cb_verifying with = {.trust = run->options->trust, .now = run->now, .interrupted = cb_interrupted};
    cb_status s = cb_verify_with(run->arena, path, &with, &findings, run->error);
    for (size_t i = 0; s == CB_OK && i < findings.count; i++) {
        if (matters_now(run, &findings.list[i])) {
            s = cb_fail(run->error, run->options->trust ? CB_SEAL : CB_INTERNAL,
                        "the folder just written does not verify: %s: %s", findings.list[i].check,
                        findings.list[i].text);
        }
    }
    bool lasting = run->key && run->options->trust && strncmp(cb_key_level(run->key), "B-L", 3) == 0;
    return s == CB_OK && lasting ? check_level(run, &findings) : s;
}

cb_status cb_publish_target(cb_run *run) {
    const char *output = run->options->output ? run->options->output : ".";
    run->report_id = cb_format(run->arena, "%s-r%ld", run->kase->id, run->kase->report.revision);
    run->folder = run->report_id ? cb_path_join(run->arena, output, run->report_id) : NULL;
    run->partial = run->folder ? cb_format(run->arena, "%s.partial", run->folder) : NULL;
    if (!run->partial) {
        return cb_fail_memory(run->error);
    }
    if (cb_file_exists(run->folder)) {
        return cb_fail(
            run->error, CB_FILE,
            "%s: exists already and is never overwritten; raise report: revision or name another folder with -o",
            run->folder);
    }
    if (cb_file_exists(run->partial)) {
        return cb_fail(run->error, CB_FILE, "%s: is left from a run that was killed; remove it and run again",
                       run->partial);
    }
    return cb_folder_make_all(output, run->error);
}

cb_status cb_publish_folder(cb_run *run) {
    cb_status s = cb_folder_fill(run->partial, &run->bundle, run->error);
    if (s == CB_OK) {
        s = verify_written(run, run->partial);
    }
    if ((s == CB_OK || s == CB_INTERNAL) && cb_interrupted()) {
        cb_error_clear(run->error); /* what verify says of it */
        s = cb_fail(run->error, CB_INTERNAL, "interrupted; nothing was published");
    }
    return s == CB_OK ? cb_folder_publish(run->partial, run->folder, run->error) : s;
}

void cb_publish_abandon(const cb_run *run) {
    cb_error second = {0};
    if (run->begun && cb_file_exists(run->partial)) {
        (void)!cb_folder_remove(run->partial, &second); /* the first cause is what the user needs */
    }
}
