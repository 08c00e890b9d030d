/* case_fuzz.c: case files, PED, panels, ontologies and tables from any bytes; a case that is read is read again from
 * its resolved text. The first byte chooses the reader. */
#include "read/case_build.h"
#include "read/panel.h"
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { ROOM = 256 << 20 };

/* libfyaml 0.7 loses a buffer while it words some errors. */
const char *__lsan_default_suppressions(void); /* NOLINT(bugprone-reserved-identifier): the hook's name */
const char *__lsan_default_suppressions(void) {
    return "leak:libfyaml";
}

static void must(bool truth) {
    if (!truth) {
        abort();
    }
}

static cb_status read_case(cb_arena *arena, cb_str bytes, cb_case **out, cb_error *e) {
    cb_case_request request = {.vcf = "/dev/null"};
    return cb_case_from_bytes(arena, &request, bytes, "case.yaml", "/nonexistent", out, e);
}

static cb_status try_case(cb_arena *arena, cb_str bytes, cb_error *e) {
    cb_case *first, *second;
    cb_status s = read_case(arena, bytes, &first, e);
    if (s != CB_OK) {
        return s;
    }
    must(read_case(arena, cb_str_of(first->resolved), &second, e) == CB_OK);
    must(strcmp(first->id, second->id) == 0 && first->family.count == second->family.count);
    for (size_t i = 0; i < first->family.count; i++) {
        const cb_person *a = &first->family.persons[i], *b = &second->family.persons[i];
        must(strcmp(a->id, b->id) == 0 && a->sex == b->sex && a->affection == b->affection && a->father == b->father &&
             a->mother == b->mother);
    }
    return CB_OK;
}

static cb_status try_ped(cb_arena *arena, cb_str bytes, cb_error *e) {
    cb_members members;
    cb_notices notices = {0};
    const char *proband;
    cb_status s = cb_ped_rows(arena, bytes, "f.ped", &members, e);
    s = s == CB_OK ? cb_ped_choose(&members, NULL, e) : s;
    s = s == CB_OK ? cb_members_check(arena, &members, &notices, e) : s;
    return s == CB_OK ? cb_members_proband(&members, NULL, &proband, e) : s;
}

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

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    cb_arena *arena = cb_arena_new(ROOM);
    if (!arena || size == 0) {
        cb_arena_free(arena);
        return 0;
    }
    cb_str bytes = {(const char *)data + 1, size - 1};
    cb_error e = {0};
    cb_status s;
    cb_map *texts;
    cb_consequences table;
    switch (data[0]) {
    case 'p':
        s = try_ped(arena, bytes, &e);
        break;
    case 'g':
        s = try_panel(arena, bytes, &e);
        break;
    case 'h':
        s = try_hpo(arena, bytes, &e);
        break;
    case 't':
        s = cb_texts_read(arena, bytes, "t.yaml", &texts, &e);
        break;
    case 'c':
        s = cb_consequences_read(arena, bytes, "c.tsv", &table, &e);
        break;
    default:
        s = try_case(arena, bytes, &e);
    }
    must(s == CB_OK ? e.text[0] == '\0' : (s == CB_INPUT && e.text[0] && !strchr(e.text, '\n')));
    cb_arena_free(arena);
    return 0;
}
