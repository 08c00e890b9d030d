/* decisions_fuzz.c: a file of decisions, and the tables that it refers to, from any bytes. What is read is merged with
 * itself and compared. The first byte chooses: 'a' and 'c' the tables, anything else a file of decisions. */
#include "casebound/read/decisions.h"
#include "fuzz_kit.h"

enum { ROOM = 256 << 20 };

static const char TABLE[] =
    "version: \"1\"\n"
    "rules: {name: R, source: r, combinations: [{class: pathogenic, strong: 2}, {class: benign, stand_alone: 1}]}\n"
    "points:\n"
    "  name: P\n"
    "  source: p\n"
    "  strengths: {supporting: 1, moderate: 2, strong: 4, very_strong: 8}\n"
    "  least: {pathogenic: 10, likely_pathogenic: 6, uncertain: 0, likely_benign: -6}\n"
    "criteria:\n"
    "  - {code: PVS1, side: pathogenic, strength: very_strong, text: t}\n"
    "  - {code: PM2, side: pathogenic, strength: moderate, text: t}\n"
    "  - {code: BA1, side: benign, strength: stand_alone, text: t}\n"
    "conflicts: [{first: BA1, second: pathogenic, text: t}]\n";

static void check_decision(const cb_acmg *acmg, const cb_decision *d) {
    must(d->key && d->key[0] && d->title && d->file);
    must_be_text(d->key);
    must_be_text(d->title);
    must_be_text(d->comment);
    must_be_text(d->institute);
    for (size_t i = 0; i < d->criterion_count; i++) {
        must(cb_criterion_allows(d->criteria[i].criterion, d->criteria[i].strength));
        must_be_text(d->criteria[i].comment);
    }
    must((cb_acmg_by_rules(acmg, d->criteria, d->criterion_count) == CB_CLASS_NONE) == (d->criterion_count == 0));
    must((cb_acmg_by_points(acmg, d->criteria, d->criterion_count, NULL) == CB_CLASS_NONE) ==
         (d->criterion_count == 0));
    for (size_t i = 0; i < acmg->contradiction_count; i++) {
        cb_acmg_contradicts(acmg, &acmg->contradictions[i], d->criteria, d->criterion_count);
    }
    for (size_t i = 0; i < d->reason_count; i++) {
        must_be_text(d->reasons[i].code);
        must_be_text(d->reasons[i].text);
    }
}

/* A file beside itself is one file, unless it was built with others; every entry that says something is found. */
static void check_merged(cb_arena *arena, const cb_decisions *file) {
    const cb_decisions *twice[] = {file, file};
    cb_readings readings;
    cb_error e = {0};
    cb_status s = cb_readings_merge(arena, twice, 2, &readings, &e);
    must_answer(s, &e);
    if (s != CB_OK) {
        must(file->built_with_count > 0);
        return;
    }
    must(readings.file_count == 1 && readings.author_count == 1);
    size_t said = 0;
    for (size_t i = 0; i < file->count; i++) {
        const cb_decided *decided = cb_decided_of(&readings, file->list[i].key);
        must((decided != NULL) == !file->list[i].withdrawn);
        must(!decided || (decided->count == 1 && cb_decided_differ(decided) == 0));
        said += decided != NULL;
    }
    must(readings.decided_count == said && cb_readings_agreement(&readings).both == 0);
}

static cb_status try_file(cb_arena *arena, cb_str bytes, cb_error *e) {
    cb_acmg acmg;
    cb_decisions *file;
    must(cb_acmg_read(arena, cb_str_of(TABLE), "acmg.yaml", &acmg, e) == CB_OK);
    cb_status s = cb_decisions_read(arena, bytes, "d.json", &acmg, &file, e);
    for (size_t i = 0; s == CB_OK && i < file->count; i++) {
        check_decision(&acmg, &file->list[i]);
    }
    if (s == CB_OK) {
        must_be_text(file->author);
        must(file->author[0] && file->sequence > 0 && file->revision > 0 && file->revision < CB_REVISION_MAX);
        check_merged(arena, file);
    }
    return s;
}

static cb_status try_one(cb_arena *arena, uint8_t which, cb_str bytes, cb_error *e) {
    cb_acmg acmg;
    cb_choices choices = {0};
    switch (which) {
    case 'a':
        return cb_acmg_read(arena, bytes, "acmg.yaml", &acmg, e);
    case 'c':
        return cb_choices_read(arena, bytes, "choices.yaml", &choices, e);
    default:
        return try_file(arena, bytes, e);
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
