/* decisions.c: the file that a page exports. */
#include "casebound/read/decisions.h"

#include "json.h"
#include <string.h>

#define FORMAT "casebound decisions"

enum { FORMAT_VERSION = 1, SEQUENCE_MAX = 1000000 };

typedef struct reader {
    cb_json_file file;
    const cb_acmg *acmg;
    cb_decisions *out;
} reader;

static cb_status read_criterion(const reader *r, const cb_json *j, cb_criterion_use *use) {
    static const char *const keys[] = {"code", "strength", "comment", NULL};
    const char *code = NULL, *strength = NULL;
    cb_status s = cb_json_known(j, keys);
    s = s == CB_OK ? cb_json_text(j, "code", CB_JSON_LINE, CB_DECISIONS_LINE, &code) : s;
    s = s == CB_OK ? cb_json_text(j, "strength", CB_JSON_LINE, CB_DECISIONS_LINE, &strength) : s;
    s = s == CB_OK ? cb_json_text(j, "comment", CB_JSON_TEXT | CB_JSON_OPTIONAL, CB_DECISIONS_COMMENT, &use->comment)
                   : s;
    if (s != CB_OK) {
        return s;
    }
    use->criterion = cb_criterion_find(r->acmg, cb_str_of(code));
    if (!use->criterion) {
        return cb_json_refuse(j, "code", "names no criterion of acmg.yaml");
    }
    if (!cb_strength_find(cb_str_of(strength), &use->strength) || !cb_criterion_allows(use->criterion, use->strength)) {
        return cb_json_refuse(j, "strength", "is none that this criterion may have");
    }
    return CB_OK;
}

static cb_status read_criteria(const reader *r, const cb_json *j, cb_decision *d) {
    size_t count;
    cb_status s = cb_json_count(j, "criteria", CB_DECISIONS_LIST, &count);
    cb_criterion_use *uses = s == CB_OK ? cb_alloc_array(r->file.arena, count + 1, sizeof *uses) : NULL;
    if (!uses) {
        return s == CB_OK ? cb_fail_memory(r->file.e) : s;
    }
    for (size_t i = 0; s == CB_OK && i < count; i++) {
        cb_json one;
        s = cb_json_nth(j, "criteria", i, &one);
        s = s == CB_OK ? read_criterion(r, &one, &uses[i]) : s;
        for (size_t k = 0; s == CB_OK && k < i; k++) {
            if (uses[k].criterion == uses[i].criterion) {
                s = cb_json_refuse(&one, "code", "stands twice");
            }
        }
    }
    d->criteria = uses;
    d->criterion_count = count;
    return s;
}

static cb_status read_choice(const cb_json *j, cb_choice *out) {
    static const char *const keys[] = {"code", "text", NULL};
    cb_status s = cb_json_known(j, keys);
    s = s == CB_OK ? cb_json_text(j, "code", CB_JSON_LINE, CB_DECISIONS_LINE, &out->code) : s;
    return s == CB_OK ? cb_json_text(j, "text", CB_JSON_LINE, CB_DECISIONS_LINE, &out->text) : s;
}

static cb_status read_reasons(const reader *r, const cb_json *j, cb_decision *d) {
    size_t count;
    cb_status s = cb_json_count(j, "dismissed", CB_DECISIONS_LIST, &count);
    cb_choice *reasons = s == CB_OK ? cb_alloc_array(r->file.arena, count + 1, sizeof *reasons) : NULL;
    if (!reasons) {
        return s == CB_OK ? cb_fail_memory(r->file.e) : s;
    }
    for (size_t i = 0; s == CB_OK && i < count; i++) {
        cb_json one;
        s = cb_json_nth(j, "dismissed", i, &one);
        s = s == CB_OK ? read_choice(&one, &reasons[i]) : s;
        for (size_t k = 0; s == CB_OK && k < i; k++) {
            if (strcmp(reasons[k].code, reasons[i].code) == 0) {
                s = cb_json_refuse(&one, "code", "stands twice");
            }
        }
    }
    d->reasons = reasons;
    d->reason_count = count;
    return s;
}

static cb_status read_rank(const cb_json *j, cb_decision *d) {
    cb_json rank;
    if (!cb_json_has(j, "rank")) {
        return CB_OK;
    }
    cb_status s = cb_json_map(j, "rank", &rank);
    return s == CB_OK ? read_choice(&rank, &d->rank) : s;
}

/* Words that name one of a few. */
static cb_status read_words(const cb_json *j, cb_decision *d) {
    const char *word;
    cb_status s = cb_json_text(j, "class", CB_JSON_LINE | CB_JSON_OPTIONAL, CB_DECISIONS_LINE, &word);
    if (s == CB_OK && word && !cb_class_find(cb_str_of(word), &d->class)) {
        s = cb_json_refuse(j, "class", "names none");
    }
    s = s == CB_OK ? cb_json_text(j, "causative", CB_JSON_LINE | CB_JSON_OPTIONAL, CB_DECISIONS_LINE, &word) : s;
    if (s == CB_OK && word && !cb_causative_find(cb_str_of(word), &d->causative)) {
        s = cb_json_refuse(j, "causative", "is neither full nor partial");
    }
    s = s == CB_OK ? cb_json_text(j, "validation", CB_JSON_LINE | CB_JSON_OPTIONAL, CB_DECISIONS_LINE, &word) : s;
    if (s == CB_OK && word && !cb_validation_find(cb_str_of(word), &d->validation)) {
        s = cb_json_refuse(j, "validation", "is neither ordered, true_positive nor false_positive");
    }
    return s;
}

static cb_status read_comments(const cb_json *j, cb_decision *d) {
    int want = CB_JSON_TEXT | CB_JSON_OPTIONAL;
    cb_status s = cb_json_moment(j, "changed", &d->changed);
    s = s == CB_OK ? cb_json_truth(j, "withdrawn", &d->withdrawn) : s;
    s = s == CB_OK ? cb_json_truth(j, "blind", &d->blind) : s;
    s = s == CB_OK ? cb_json_text(j, "comment", want, CB_DECISIONS_COMMENT, &d->comment) : s;
    return s == CB_OK ? cb_json_text(j, "institute", want, CB_DECISIONS_COMMENT, &d->institute) : s;
}

/* An entry says something or takes something back, never both and never neither. */
static cb_status check_entry(const cb_json *j, const cb_decision *d) {
    bool says = d->pinned || d->meeting || d->class != CB_CLASS_NONE || d->criterion_count || d->reason_count ||
                d->rank.code || d->causative != CB_CAUSATIVE_NONE || d->validation != CB_VALIDATION_NONE ||
                d->comment || d->institute;
    return says != d->withdrawn
               ? CB_OK
               : cb_json_refuse(j, "withdrawn", says ? "stands beside what is said" : "is missing: nothing is said");
}

static cb_status read_variant(const reader *r, const cb_json *j, cb_decision *d) {
    static const char *const keys[] = {"key",        "title",   "changed",   "withdrawn", "blind",     "pinned",
                                       "meeting",    "class",   "criteria",  "rank",      "dismissed", "causative",
                                       "validation", "comment", "institute", NULL};
    d->file = r->out;
    cb_status s = cb_json_known(j, keys);
    s = s == CB_OK ? cb_json_text(j, "key", CB_JSON_LINE, CB_DECISIONS_KEY, &d->key) : s;
    s = s == CB_OK ? cb_json_text(j, "title", CB_JSON_LINE, CB_DECISIONS_KEY, &d->title) : s;
    s = s == CB_OK ? cb_json_truth(j, "pinned", &d->pinned) : s;
    s = s == CB_OK ? cb_json_truth(j, "meeting", &d->meeting) : s;
    s = s == CB_OK ? read_comments(j, d) : s;
    s = s == CB_OK ? read_words(j, d) : s;
    s = s == CB_OK ? read_criteria(r, j, d) : s;
    s = s == CB_OK ? read_rank(j, d) : s;
    s = s == CB_OK ? read_reasons(r, j, d) : s;
    return s == CB_OK ? check_entry(j, d) : s;
}

static cb_status read_variants(const reader *r, const cb_json *root) {
    size_t count;
    cb_status s = cb_json_count(root, "variants", CB_DECISIONS_VARIANTS, &count);
    cb_decision *list = s == CB_OK ? cb_alloc_array(r->file.arena, count + 1, sizeof *list) : NULL;
    cb_map *keys = list ? cb_map_new(r->file.arena) : NULL;
    if (!keys) {
        return s == CB_OK ? cb_fail_memory(r->file.e) : s;
    }
    for (size_t i = 0; s == CB_OK && i < count; i++) {
        cb_json one;
        s = cb_json_nth(root, "variants", i, &one);
        s = s == CB_OK ? read_variant(r, &one, &list[i]) : s;
        if (s == CB_OK && cb_map_has(keys, cb_str_of(list[i].key))) {
            s = cb_json_refuse(&one, "key", "stands twice");
        }
        if (s == CB_OK && !cb_map_set(keys, cb_str_of(list[i].key), &list[i])) {
            s = cb_fail_memory(r->file.e);
        }
    }
    r->out->list = list;
    r->out->count = count;
    return s;
}

static cb_status read_case(const reader *r, const cb_json *root) {
    static const char *const keys[] = {"changed", "withdrawn", "blind", "comment", "institute", NULL};
    cb_json j;
    if (!cb_json_has(root, "case")) {
        return CB_OK;
    }
    cb_decision *d = cb_alloc(r->file.arena, sizeof *d);
    if (!d) {
        return cb_fail_memory(r->file.e);
    }
    d->file = r->out;
    r->out->on_case = d;
    cb_status s = cb_json_map(root, "case", &j);
    s = s == CB_OK ? cb_json_known(&j, keys) : s;
    s = s == CB_OK ? read_comments(&j, d) : s;
    return s == CB_OK ? check_entry(&j, d) : s;
}

static cb_status read_built_with(const reader *r, const cb_json *j) {
    size_t count;
    cb_status s = cb_json_count(j, "built_with", CB_DECISIONS_LIST, &count);
    cb_digest *list = s == CB_OK ? cb_alloc_array(r->file.arena, count + 1, sizeof *list) : NULL;
    if (!list) {
        return s == CB_OK ? cb_fail_memory(r->file.e) : s;
    }
    for (size_t i = 0; s == CB_OK && i < count; i++) {
        s = cb_json_nth_digest(j, "built_with", i, &list[i]);
    }
    r->out->built_with = list;
    r->out->built_with_count = count;
    return s;
}

static cb_status read_report(const reader *r, const cb_json *root) {
    static const char *const keys[] = {"id",         "revision", "facts_digest", "case_digest", "calls_digest",
                                       "built_with", NULL};
    cb_decisions *out = r->out;
    cb_json j;
    int64_t revision = 0;
    cb_status s = cb_json_map(root, "report", &j);
    s = s == CB_OK ? cb_json_known(&j, keys) : s;
    s = s == CB_OK ? cb_json_text(&j, "id", CB_JSON_LINE, CB_DECISIONS_LINE, &out->report_id) : s;
    s = s == CB_OK ? cb_json_integer(&j, "revision", 1, CB_REVISION_MAX - 1, &revision) : s;
    s = s == CB_OK ? cb_json_digest(&j, "facts_digest", &out->facts) : s;
    s = s == CB_OK ? cb_json_digest(&j, "case_digest", &out->case_digest) : s;
    s = s == CB_OK ? cb_json_digest(&j, "calls_digest", &out->calls) : s;
    out->revision = (long)revision;
    return s == CB_OK ? read_built_with(r, &j) : s;
}

/* What it is, before anything that a later format may have otherwise. */
static cb_status check_format(const cb_json *root) {
    const char *format;
    int64_t version;
    cb_status s = cb_json_text(root, "format", CB_JSON_LINE, CB_DECISIONS_LINE, &format);
    if (s == CB_OK && strcmp(format, FORMAT) != 0) {
        s = cb_json_refuse(root, "format", "is not '" FORMAT "'");
    }
    return s == CB_OK ? cb_json_integer(root, "version", FORMAT_VERSION, FORMAT_VERSION, &version) : s;
}

/* Blanks at its ends would make two authors of one. */
static cb_status read_author(const reader *r, const cb_json *root) {
    const char *author;
    cb_status s = cb_json_text(root, "author", CB_JSON_LINE, CB_DECISIONS_LINE, &author);
    if (s == CB_OK && !(r->out->author = cb_copy_str(r->file.arena, cb_str_trim(cb_str_of(author))))) {
        s = cb_fail_memory(r->file.e);
    }
    return s;
}

static cb_status read_document(const reader *r, const cb_json *root) {
    static const char *const keys[] = {"format",   "version", "report", "author",   "sequence",
                                       "exported", "acmg",    "case",   "variants", NULL};
    const char *acmg; /* the version of the table that the page had */
    cb_status s = check_format(root);
    s = s == CB_OK ? cb_json_known(root, keys) : s;
    s = s == CB_OK ? read_author(r, root) : s;
    s = s == CB_OK ? cb_json_integer(root, "sequence", 1, SEQUENCE_MAX, &r->out->sequence) : s;
    s = s == CB_OK ? cb_json_moment(root, "exported", &r->out->exported) : s;
    s = s == CB_OK ? cb_json_text(root, "acmg", CB_JSON_LINE, CB_DECISIONS_LINE, &acmg) : s;
    s = s == CB_OK ? read_report(r, root) : s;
    s = s == CB_OK ? read_case(r, root) : s;
    return s == CB_OK ? read_variants(r, root) : s;
}

cb_status cb_decisions_read(cb_arena *arena, cb_str bytes, const char *name, const cb_acmg *acmg, cb_decisions **out,
                            cb_error *e) {
    reader r = {{arena, name, e}, acmg, cb_alloc(arena, sizeof(cb_decisions))};
    *out = r.out;
    if (!r.out) {
        return cb_fail_memory(e);
    }
    r.out->name = name;
    r.out->bytes = bytes;
    cb_json root;
    cb_status s = cb_digest_of(bytes, &r.out->digest, e);
    s = s == CB_OK ? cb_json_open(&r.file, bytes, CB_DECISIONS_BYTES, &root) : s;
    return s == CB_OK ? read_document(&r, &root) : s;
}
