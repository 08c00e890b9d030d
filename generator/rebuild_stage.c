/* rebuild_stage.c: the inputs of a build, found by digest and gathered under their recorded names; what lies in used/
 * is checked against the digests of provenance.json. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "casebound/base/file.h"
#include "rebuild.h"

enum { TABLE_MOST = 64 << 20 };

/* Where a role's bytes lie in used/; NULL: with the inputs. "%s" is the recorded name. */
typedef struct place {
    const char *role, *used;
} place;

static const place PLACES[] = {
    {"profile", "filters/%s"},
    {"profile_extended", "filters/%s"},
    {"consequences", "filters/data/consequences.tsv"},
    {"bands", "filters/data/bands.tsv"},
    {"penetrance", "filters/data/%s"},
    {"secondary_genes", "filters/data/secondary_findings.tsv"},
    {"acmg", "filters/data/acmg.yaml"},
    {"choices", "filters/data/choices.yaml"},
    {"texts", "templates/text.en.yaml"},
    {"checklist", "templates/checklist.tsv"},
    {"choices_own", "choices.yaml"},
    {"rank_model", "rank_model.ini"},
};

typedef struct gathering {
    cb_rebuilt *r;
    cb_build_options *options;
    const cb_entry *entries; /* of the inputs' folder */
    size_t entry_count;
    size_t decisions;
    bool whole;
} gathering;

static bool role_is(const cb_input *input, const char *role) {
    return strcmp(input->role, role) == 0;
}

static const char *used_place(const gathering *g, const cb_input *input) {
    cb_arena *arena = g->r->arena;
    if (role_is(input, CB_ROLE_DECISIONS)) {
        return cb_format(arena, "decisions/%zu.json", g->decisions + 1);
    }
    for (size_t i = 0; i < sizeof PLACES / sizeof *PLACES; i++) {
        if (role_is(input, PLACES[i].role)) {
            const char *name = strstr(PLACES[i].used, "%s");
            return name ? cb_format(arena, "%.*s%s", (int)(name - PLACES[i].used), PLACES[i].used, input->name)
                        : PLACES[i].used;
        }
    }
    return NULL;
}

static cb_status lacks(gathering *g, cb_outcome outcome, const cb_input *input, const char *text) {
    char hex[CB_SHA256_HEX];
    cb_digest_hex(&input->digest, hex);
    g->whole = false;
    const char *line = cb_format(g->r->arena, "%s: %s; SHA-256 %s", input->role, text, hex);
    return line ? cb_rebuilt_add(g->r, outcome, "input", input->name, line) : cb_fail_memory(g->r->error);
}

/* A link under a name; a name that is taken by an equal file stays. */
static cb_status link_as(gathering *g, const char *from, const char *folder, const char *name) {
    cb_rebuilt *r = g->r;
    const char *parent = cb_path_join(r->arena, r->stage, folder);
    const char *to = parent ? cb_path_join(r->arena, parent, name) : NULL;
    if (!to) {
        return cb_fail_memory(r->error);
    }
    cb_status s = cb_folder_make_all(cb_path_folder(r->arena, to), r->error);
    char *whole = s == CB_OK ? realpath(from, NULL) : NULL;
    if (s == CB_OK && !whole) {
        s = cb_fail(r->error, CB_FILE, "%s: %s", from, strerror(errno));
    }
    if (s == CB_OK && !cb_file_exists(to) && symlink(whole, to) != 0) {
        s = cb_fail(r->error, CB_FILE, "%s: %s", to, strerror(errno));
    }
    free(whole);
    return s;
}

/* By digest, whatever a file is called and wherever it lies; the name only tells what is missing from what changed. */
static cb_status find_input(gathering *g, const cb_input *input, const char **path, bool *named) {
    cb_rebuilt *r = g->r;
    *path = NULL;
    *named = false;
    for (size_t i = 0; i < g->entry_count && !*path; i++) {
        const cb_entry *entry = &g->entries[i];
        if (entry->kind != 'f') {
            continue;
        }
        *named = *named || strcmp(cb_path_name(entry->path), input->name) == 0;
        const char *full = entry->size == input->size ? cb_path_join(r->arena, r->inputs, entry->path) : NULL;
        cb_digest digest;
        uint64_t size;
        cb_status s = full ? cb_digest_file(full, &digest, &size, r->error) : CB_OK;
        if (s != CB_OK) {
            return s;
        }
        *path = full && cb_digest_same(&digest, &input->digest) ? full : NULL;
    }
    return CB_OK;
}

static cb_status check_used(const gathering *g, const cb_input *input, const char *path, bool *right) {
    cb_digest digest;
    uint64_t size = 0;
    *right = false;
    if (!cb_file_exists(path)) {
        return CB_OK;
    }
    cb_status s = cb_digest_file(path, &digest, &size, g->r->error);
    *right = s == CB_OK && cb_digest_same(&digest, &input->digest);
    return s;
}

/* A file of the laboratory's own, given by an option under its own name. */
static cb_status take_own(gathering *g, const cb_input *input, const char *path) {
    cb_rebuilt *r = g->r;
    const char *folder = cb_format(r->arena, "own/%zu", g->decisions);
    cb_status s = folder ? link_as(g, path, folder, input->name) : cb_fail_memory(r->error);
    const char *own = s == CB_OK ? cb_format(r->arena, "%s/%s/%s", r->stage, folder, input->name) : NULL;
    if (!own) {
        return s == CB_OK ? cb_fail_memory(r->error) : s;
    }
    if (role_is(input, "choices_own")) {
        g->options->choices = own;
    } else if (role_is(input, "rank_model")) {
        g->options->request.rank_model = own;
    } else if (role_is(input, "secondary_genes")) {
        g->options->secondary = own;
    } else if (g->options->decisions.count < CB_REPEATS) {
        g->options->decisions.values[g->options->decisions.count++] = own;
        g->decisions++;
    }
    return CB_OK;
}

static cb_status take_used(gathering *g, const cb_input *input, const char *used) {
    cb_rebuilt *r = g->r;
    bool right = false;
    const char *path = cb_format(r->arena, "%s/used/%s", r->folder, used);
    cb_status s = path ? check_used(g, input, path, &right) : cb_fail_memory(r->error);
    if (s == CB_OK && !right) {
        s = lacks(g, cb_file_exists(path) ? CB_INPUT_CHANGED : CB_INPUT_MISSING, input,
                  cb_file_exists(path) ? "the file in used/ is not the recorded one" : "is not in used/");
        g->decisions += role_is(input, CB_ROLE_DECISIONS);
        return s;
    }
    bool table = strncmp(used, "filters/", 8) == 0 || strncmp(used, "templates/", 10) == 0;
    bool renamed = role_is(input, "secondary_genes") && strcmp(input->name, cb_path_name(used)) != 0;
    if (s == CB_OK && table) {
        s = link_as(g, path, "share", used);
    }
    if (s == CB_OK && role_is(input, "profile")) {
        g->options->profile = cb_copy_n(r->arena, input->name, strcspn(input->name, "."));
    }
    return s == CB_OK && (!table || renamed) ? take_own(g, input, path) : s;
}

static cb_status take_input(gathering *g, const cb_input *input) {
    cb_rebuilt *r = g->r;
    const char *path;
    bool named;
    cb_status s = find_input(g, input, &path, &named);
    if (s != CB_OK || !path) {
        return s != CB_OK ? s
               : named    ? lacks(g, CB_INPUT_CHANGED, input, "the file of this name is not the recorded one")
                          : lacks(g, CB_INPUT_MISSING, input, "no file of the inputs has its digest");
    }
    const char *folder = role_is(input, "panel") ? "panels" : "files";
    s = link_as(g, path, folder, input->name);
    if (s == CB_OK) { /* under a pseudonym the recorded name is not the one that the case file knows */
        s = link_as(g, path, folder, cb_path_name(path));
    }
    const char *own = cb_format(r->arena, "%s/%s/%s", r->stage, folder, input->name);
    if (!own) {
        return cb_fail_memory(r->error);
    }
    cb_case_request *q = &g->options->request;
    const char **to = role_is(input, "case")        ? &q->case_file
                      : role_is(input, "ped")       ? &q->ped
                      : role_is(input, "hpo")       ? &q->hpo
                      : role_is(input, CB_ROLE_SNV) ? &q->vcf
                                                    : NULL;
    if (to) {
        *to = own;
    }
    return s;
}

/* What a build takes from the program beside what used/ holds: the pages. */
static cb_status take_pages(gathering *g) {
    cb_rebuilt *r = g->r;
    const char *share = NULL;
    const cb_entry *entries = NULL;
    size_t count = 0;
    cb_status s = cb_resources_find(r->arena, &share, r->error);
    const char *templates = s == CB_OK ? cb_path_join(r->arena, share, "templates") : NULL;
    if (!templates) {
        return s == CB_OK ? cb_fail_memory(r->error) : s;
    }
    s = cb_folder_list(r->arena, templates, &entries, &count, r->error);
    for (size_t i = 0; s == CB_OK && i < count; i++) {
        const char *path = cb_path_join(r->arena, templates, entries[i].path);
        s = !path                    ? cb_fail_memory(r->error)
            : entries[i].kind == 'f' ? link_as(g, path, "share/templates", entries[i].path)
                                     : CB_OK;
    }
    return s;
}

static cb_status take_words(gathering *g, cb_again *again, cb_gathered *gathered) {
    cb_rebuilt *r = g->r;
    const cb_recorded *c = &r->recorded;
    cb_software *software = cb_alloc_array(r->arena, c->software_count + 1, sizeof *software);
    gathered->folder = cb_path_join(r->arena, r->stage, "files");
    again->share = cb_path_join(r->arena, r->stage, "share");
    g->options->request.panels = cb_path_join(r->arena, r->stage, "panels");
    g->options->output = cb_path_join(r->arena, r->stage, "out");
    if (!software || !gathered->folder || !again->share || !g->options->request.panels || !g->options->output) {
        return cb_fail_memory(r->error);
    }
    for (size_t i = 0; i < c->software_count; i++) {
        software[i] = (cb_software){c->software_names[i], c->software_versions[i]};
    }
    again->software = software;
    again->software_count = c->software_count;
    again->amends = c->amends.report ? &c->amends : NULL;
    again->seal = (cb_printed_seal){c->seal_name, c->seal_level, c->seal_is_test};
    gathered->absent = c->absent;
    gathered->absent_count = c->absent_count;
    g->options->again = again;
    g->options->pseudonym = c->pseudonym;
    g->options->pdfa = c->pdfa;
    g->options->calls_changed = c->calls_changed;
    g->options->request.proband = c->proband;
    g->options->request.revision = c->revision;
    return cb_folder_make_all(g->options->request.panels, r->error);
}

cb_status cb_rebuild_gather(cb_rebuilt *r, cb_build_options *options, cb_again *again, cb_gathered *gathered,
                            bool *whole) {
    gathering g = {.r = r, .options = options, .whole = true};
    cb_status s = cb_folder_list(r->arena, r->inputs, &g.entries, &g.entry_count, r->error);
    for (size_t i = 0; s == CB_OK && i < r->recorded.input_count; i++) {
        const cb_input *input = &r->recorded.inputs[i];
        const char *used = used_place(&g, input);
        s = used ? take_used(&g, input, used) : take_input(&g, input);
    }
    s = s == CB_OK ? take_pages(&g) : s;
    s = s == CB_OK ? take_words(&g, again, gathered) : s;
    if (options->request.case_file) { /* the case file names it */
        options->request.vcf = NULL;
        options->request.gathered = gathered;
    }
    *whole = g.whole;
    return s;
}
