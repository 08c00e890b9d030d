/* case_question.c: the phenotype terms, their genes, and the gene panels that the case names. */
#include "case_build.h"

#include "casebound/base/file.h"
#include "hpo_genes.h"
#include "panel.h"
#include <string.h>

/* A file under a key of the case file, which must be there; NULL: none is named. */
static cb_status named_file(cb_case_build *b, const char *key, const char **out) {
    const char *named;
    *out = NULL;
    cb_status s = cb_case_text(b, b->root, key, &named);
    if (s != CB_OK || !named) {
        return s;
    }
    *out = cb_case_path(b, named);
    if (*out && !cb_file_exists(*out)) {
        return cb_fail_at(b->e, CB_INPUT, b->file, cb_yaml_get(b->root, key)->line,
                          "%s: there is no file '%s'; correct the path or give --root", key, *out);
    }
    return *out ? CB_OK : cb_fail_memory(b->e);
}

static cb_status read_hpo(cb_case_build *b, cb_hpo *hpo, bool *there) {
    const char *path = b->request->hpo;
    cb_str bytes;
    cb_status s = path ? CB_OK : named_file(b, "hpo", &path);
    *there = s == CB_OK && path;
    if (!*there) {
        return s;
    }
    s = cb_case_slurp(b, path, "hpo", CB_HPO_BYTES, &bytes);
    if (s != CB_OK) {
        return s;
    }
    b->hpo_name = b->kase->inputs[b->kase->input_count - 1].name;
    s = cb_hpo_parse(b->arena, bytes, b->hpo_name, hpo, b->e);
    b->kase->hpo_version = hpo->version;
    return s;
}

static bool is_hpo_id(const char *id) {
    return strncmp(id, "HP:", 3) == 0 && strlen(id) == 10 && strspn(id + 3, "0123456789") == 7;
}

static cb_status look_up(cb_case_build *b, const cb_hpo *hpo, cb_term *term) {
    const cb_hpo_term *found = cb_hpo_find(hpo, term->given);
    if (!found) {
        return cb_notice(b->arena, &b->notices, b->e, "phenotype term '%s' is not in %s; its name is not shown",
                         term->given, b->hpo_name);
    }
    term->id = found->id;
    term->name = found->name;
    term->replaced = strcmp(found->id, term->given) != 0;
    cb_status s = CB_OK;
    if (term->replaced) {
        s = cb_notice(b->arena, &b->notices, b->e, "phenotype term %s is replaced by %s in %s", term->given, term->id,
                      b->hpo_name);
    }
    if (s == CB_OK && found->obsolete) {
        s = cb_notice(b->arena, &b->notices, b->e, "phenotype term %s is obsolete in %s and has no single replacement",
                      term->id, b->hpo_name);
    }
    return s;
}

static bool has_term(const cb_term *terms, size_t count, const char *id) {
    for (size_t i = 0; i < count; i++) {
        if (strcmp(terms[i].id, id) == 0) {
            return true;
        }
    }
    return false;
}

static cb_status add_terms(cb_case_build *b, const cb_hpo *hpo, const char *const *ids, size_t count, cb_term *terms) {
    cb_status s = CB_OK;
    for (size_t i = 0; i < count && s == CB_OK; i++) {
        cb_term term = {.id = ids[i], .given = ids[i]};
        if (has_term(terms, b->kase->term_count, ids[i])) {
            continue;
        }
        if (!is_hpo_id(ids[i])) {
            s = cb_notice(b->arena, &b->notices, b->e, "%s: phenotype term '%s' is no HPO id (HP:0001250)", b->file,
                          ids[i]);
        } else if (hpo) {
            s = look_up(b, hpo, &term);
        }
        if (s == CB_OK && !has_term(terms, b->kase->term_count, term.id)) {
            terms[b->kase->term_count++] = term;
        }
    }
    return s;
}

static cb_status parse_term_genes(cb_case_build *b, cb_str bytes, const char *name) {
    cb_status s = cb_case_take_input(b, bytes, "hpo_genes", name);
    if (s == CB_OK) {
        s = cb_hpo_genes_parse(b->arena, bytes, name, b->kase->terms, b->kase->term_count, &b->kase->term_genes, b->e);
    }
    for (size_t i = 0; s == CB_OK && i < b->kase->term_count; i++) {
        if (b->kase->term_genes[i].gene_count == 0) {
            s = cb_notice(b->arena, &b->notices, b->e, "phenotype term %s has no gene in %s: it asks about none",
                          b->kase->terms[i].id, name);
        }
    }
    return s;
}

/* The table is large, and of it the genes of a few terms are kept. */
static cb_status read_term_genes(cb_case_build *b) {
    const char *path;
    cb_status s = named_file(b, "hpo_genes", &path);
    if (s != CB_OK || !path) {
        return s;
    }
    cb_str bytes = {NULL, 0};
    cb_arena *table = cb_arena_new((size_t)2 * CB_HPO_GENES_BYTES);
    const char *name = table ? cb_copy(b->arena, cb_case_base_name(path)) : NULL;
    s = name ? cb_file_read(table, path, CB_HPO_GENES_BYTES, &bytes, b->e) : cb_fail_memory(b->e);
    s = s == CB_OK ? parse_term_genes(b, bytes, name) : s;
    cb_arena_free(table);
    return s;
}

cb_status cb_case_terms(cb_case_build *b) {
    const char *const *ids = NULL, *const *groups = NULL;
    size_t id_count = 0, group_count = 0;
    cb_hpo hpo;
    bool there = false;
    if (!b->root) {
        return CB_OK;
    }
    cb_status s = cb_case_list(b, "phenotype_terms", &ids, &id_count, CB_TERMS / 2);
    s = s == CB_OK ? cb_case_list(b, "phenotype_groups", &groups, &group_count, CB_TERMS / 2) : s;
    s = s == CB_OK ? read_hpo(b, &hpo, &there) : s;
    if (s != CB_OK) {
        return s;
    }
    cb_term *terms = cb_alloc_array(b->arena, id_count + group_count + 1, sizeof *terms);
    if (!terms) {
        return cb_fail_memory(b->e);
    }
    b->kase->terms = terms;
    s = add_terms(b, there ? &hpo : NULL, ids, id_count, terms);
    s = s == CB_OK ? add_terms(b, there ? &hpo : NULL, groups, group_count, terms) : s;
    return s == CB_OK ? read_term_genes(b) : s;
}

static bool is_file_name(const char *id) {
    return id[0] != '.' && !strchr(id, '/') && strlen(id) <= CB_CASE_ID;
}

/* --panels, else the folder that the case file names. NULL: none. */
static cb_status panel_folder(cb_case_build *b, const char **out) {
    const char *named;
    *out = b->request->panels;
    if (*out) {
        return cb_file_is_folder(*out) ? CB_OK : cb_fail(b->e, CB_INPUT, "--panels: '%s' is no folder", *out);
    }
    cb_status s = cb_case_text(b, b->root, "panels", &named);
    if (s != CB_OK || !named) {
        return s;
    }
    *out = cb_case_path(b, named);
    if (*out && !cb_file_is_folder(*out)) {
        return cb_fail_at(b->e, CB_INPUT, b->file, cb_yaml_get(b->root, "panels")->line,
                          "panels: there is no folder '%s'; correct the path or give --root", *out);
    }
    return *out ? CB_OK : cb_fail_memory(b->e);
}

static const char *const panel_endings[] = {"txt", "csv", "tsv", "list"};
enum { PANEL_ENDINGS = sizeof panel_endings / sizeof *panel_endings };

static bool is_panel_file(const cb_entry *entry) {
    const char *dot = strrchr(entry->path, '.');
    for (size_t i = 0; i < PANEL_ENDINGS && dot; i++) {
        if (strcmp(dot + 1, panel_endings[i]) == 0) {
            return entry->kind == 'f' && !strchr(entry->path, '/');
        }
    }
    return false;
}

/* A panel of Scout names itself by "##panel_id=ID" in its first lines, whatever its file is called. */
static bool calls_itself(cb_str text, const char *id) {
    cb_str line, key;
    while (cb_str_split(&text, '\n', &line) && cb_str_starts(line, "##")) {
        line = (cb_str){line.s + 2, line.n - 2};
        cb_str_split(&line, '=', &key);
        if (cb_str_is(cb_str_trim(key), "panel_id") && cb_str_is(cb_str_trim(line), id)) {
            return true;
        }
    }
    return false;
}

static cb_status look_inside(cb_case_build *b, const cb_entry *entry, const char *id, const char **out) {
    char *path = cb_path_join(b->arena, b->panel_folder, entry->path);
    cb_str text;
    cb_status s = path ? cb_file_read(b->arena, path, CB_PANEL_BYTES, &text, b->e) : cb_fail_memory(b->e);
    if (s != CB_OK || !calls_itself(text, id)) {
        return s;
    }
    if (*out) {
        return cb_fail(b->e, CB_INPUT, "--panels: %s and %s both say ##panel_id=%s; keep one of them",
                       cb_path_name(*out), entry->path, id);
    }
    *out = path;
    return CB_OK;
}

static cb_status find_panel_by_content(cb_case_build *b, const char *id, const char **out) {
    const cb_entry *entries = NULL;
    size_t count = 0;
    cb_status s = cb_folder_list(b->arena, b->panel_folder, &entries, &count, b->e);
    for (size_t i = 0; s == CB_OK && i < count; i++) {
        if (is_panel_file(&entries[i]) && entries[i].size <= CB_PANEL_BYTES) {
            s = look_inside(b, &entries[i], id, out);
        }
    }
    return s;
}

/* The first of ID.txt, .csv, .tsv, .list that is there, else the file that calls itself so, or NULL. */
static cb_status find_panel(cb_case_build *b, const char *id, const char **out) {
    *out = NULL;
    for (size_t i = 0; i < PANEL_ENDINGS && !*out; i++) {
        const char *name = cb_format(b->arena, "%s.%s", id, panel_endings[i]);
        const char *path = name ? cb_path_join(b->arena, b->panel_folder, name) : NULL;
        if (!path) {
            return cb_fail_memory(b->e);
        }
        *out = cb_file_exists(path) ? path : NULL;
    }
    return *out ? CB_OK : find_panel_by_content(b, id, out);
}

static cb_status read_panel(cb_case_build *b, const char *key, const char *id, cb_panel *panel) {
    const char *path = NULL;
    cb_str bytes;
    cb_status s = b->panel_folder && is_file_name(id) ? find_panel(b, id, &path) : CB_OK;
    if (s != CB_OK) {
        return s;
    }
    if (!path) {
        *panel = (cb_panel){.id = id, .name = id, .missing = true};
        return cb_case_not_examined(b, "panel", key, id, "file_absent");
    }
    s = cb_case_slurp(b, path, "panel", CB_PANEL_BYTES, &bytes);
    if (s != CB_OK) {
        return s;
    }
    return cb_panel_parse(b->arena, bytes, b->kase->inputs[b->kase->input_count - 1].name, id, panel, b->e);
}

static cb_status add_panels(cb_case_build *b, const char *key, const char *const *ids, size_t count, cb_panel *panels) {
    cb_status s = CB_OK;
    for (size_t i = 0; i < count && s == CB_OK; i++) {
        bool known = false;
        for (size_t k = 0; k < b->kase->panel_count; k++) {
            known = known || strcmp(panels[k].id, ids[i]) == 0;
        }
        if (!known) {
            s = read_panel(b, key, ids[i], &panels[b->kase->panel_count]);
            b->kase->panel_count += s == CB_OK;
        }
    }
    return s;
}

cb_status cb_case_panels(cb_case_build *b) {
    const char *const *shown = NULL, *const *others = NULL;
    size_t shown_count = 0, other_count = 0;
    if (!b->root) {
        return CB_OK;
    }
    cb_status s = panel_folder(b, &b->panel_folder);
    s = s != CB_OK ? s : cb_case_list(b, "default_gene_panels", &shown, &shown_count, CB_PANELS / 2);
    s = s == CB_OK ? cb_case_list(b, "gene_panels", &others, &other_count, CB_PANELS / 2) : s;
    if (s != CB_OK) {
        return s;
    }
    cb_panel *panels = cb_alloc_array(b->arena, shown_count + other_count + 1, sizeof *panels);
    if (!panels) {
        return cb_fail_memory(b->e);
    }
    b->kase->panels = panels;
    s = add_panels(b, "default_gene_panels", shown, shown_count, panels);
    return s == CB_OK ? add_panels(b, "gene_panels", others, other_count, panels) : s;
}
