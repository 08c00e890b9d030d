/* lists_fuzz.c: panels, ontologies, texts and the tables of the engine from any bytes. The first byte chooses the
 * reader. */
#include "casebound/read/recorded.h"
#include "casebound/read/validation.h"
#include "fuzz_kit.h"
#include "read/case_build.h"
#include "read/hpo_genes.h"
#include "read/panel.h"
#include <string.h>

enum { ROOM = 256 << 20 };

static cb_status try_panel(cb_arena *arena, cb_str bytes, cb_error *e) {
    cb_panel panel;
    cb_status s = cb_panel_parse(arena, bytes, "p.txt", "p", &panel, e);
    for (size_t i = 0; s == CB_OK && i < panel.gene_count; i++) {
        must(panel.genes[i] && (panel.genes[i][0] || panel.hgnc[i]));
    }
    return s;
}

static cb_status try_hpo(cb_arena *arena, cb_str bytes, cb_error *e) {
    cb_hpo hpo;
    cb_status s = cb_hpo_parse(arena, bytes, "hp.obo", &hpo, e);
    for (size_t i = 0; s == CB_OK && i < cb_map_size(hpo.terms); i++) {
        must(cb_hpo_find(&hpo, cb_map_key(hpo.terms, i)) != NULL);
    }
    return s;
}

static cb_status try_term_genes(cb_arena *arena, cb_str bytes, cb_error *e) {
    static const cb_term terms[] = {{.id = "HP:0000135", .given = "HP:0000135"}, {.id = "HP:0000007", .given = "7"}};
    const cb_panel *panels;
    cb_status s = cb_hpo_genes_parse(arena, bytes, "g.txt", terms, 2, &panels, e);
    for (size_t t = 0; s == CB_OK && t < 2; t++) {
        for (size_t i = 0; i < panels[t].gene_count; i++) {
            must(panels[t].genes[i][0] && strlen(panels[t].genes[i]) <= CB_SYMBOL);
        }
    }
    return s;
}

static cb_status try_penetrance(cb_arena *arena, cb_str bytes, cb_error *e) {
    cb_penetrance table;
    cb_status s = cb_penetrance_read(arena, bytes, "p.tsv", &table, e);
    must(s != CB_OK ||
         (table.version && cb_map_size(table.by_symbol) == table.count && cb_map_size(table.by_hgnc) <= table.count));
    return s;
}

static cb_status try_checklist(cb_arena *arena, cb_str bytes, cb_error *e) {
    cb_checklist list;
    cb_status s = cb_checklist_read(arena, bytes, "c.tsv", &list, e);
    must(s != CB_OK || (list.version && list.count > 0));
    return s;
}

/* Names lead out of no folder. */
static cb_status try_claims(cb_arena *arena, cb_str bytes, cb_error *e) {
    cb_claims claims;
    cb_status s = cb_claims_read(arena, bytes, "e.tsv", &claims, e);
    for (size_t i = 0; s == CB_OK && i < claims.count; i++) {
        must(claims.list[i].name[0] != '/' && claims.list[i].of[0] != '/' && !strstr(claims.list[i].name, "/../"));
    }
    return s;
}

static cb_status try_results(cb_arena *arena, cb_str bytes, cb_error *e) {
    cb_requirement one = {.id = "A-01", .floor = "read", .text = "One.", .tests = "tests/cli/a.t tests/cli/b.t"};
    const cb_matrix matrix = {.version = "1", .list = &one, .count = 1};
    const cb_shown *shown;
    cb_results results;
    cb_status s = cb_results_read(arena, bytes, "r.tsv", &results, e);
    s = s == CB_OK ? cb_matrix_shown(arena, &matrix, &results, &shown, e) : s;
    must(s != CB_OK || *shown != CB_SHOWN_NOT_TOLD);
    return s;
}

/* Both files of the record, a NUL between them. */
static cb_status try_record(cb_arena *arena, cb_str bytes, cb_error *e) {
    cb_recorded record;
    const char *end = bytes.n ? memchr(bytes.s, '\0', bytes.n) : NULL;
    size_t n = end ? (size_t)(end - bytes.s) : bytes.n;
    cb_str build = end ? (cb_str){end + 1, bytes.n - n - 1} : (cb_str){"", 0};
    cb_status s = cb_recorded_read(arena, (cb_str){bytes.s, n}, build, &record, e);
    for (size_t i = 0; s == CB_OK && i < record.input_count; i++) {
        must(!strchr(record.inputs[i].name, '/'));
    }
    return s;
}

static cb_status try_one(cb_arena *arena, uint8_t which, cb_str bytes, cb_error *e) {
    cb_map *texts;
    cb_consequences table;
    switch (which) {
    case 'g':
        return try_panel(arena, bytes, e);
    case 'h':
        return try_hpo(arena, bytes, e);
    case 'n':
        return try_term_genes(arena, bytes, e);
    case 't':
        return cb_texts_read(arena, bytes, "t.yaml", &texts, e);
    case 'k':
        return try_checklist(arena, bytes, e);
    case 'r':
        return try_record(arena, bytes, e);
    case 'v':
        return try_claims(arena, bytes, e);
    case 's':
        return try_results(arena, bytes, e);
    case 'c':
        return cb_consequences_read(arena, bytes, "c.tsv", &table, e);
    default:
        return try_penetrance(arena, bytes, e);
    }
}

/* libfyaml 0.7 loses a buffer while it words some errors. */
const char *__lsan_default_suppressions(void); /* NOLINT(bugprone-reserved-identifier): the hook's name */
const char *__lsan_default_suppressions(void) {
    return "leak:libfyaml";
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    cb_arena *arena = cb_arena_new(ROOM);
    cb_error e = {0};
    must(arena != NULL);
    if (size > 0) {
        cb_status s = try_one(arena, data[0], (cb_str){(const char *)data + 1, size - 1}, &e);
        must_answer(s, &e);
    }
    cb_arena_free(arena);
    return 0;
}
