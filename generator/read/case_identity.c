/* case_identity.c: what the case is called, whom it is reported for, and the file that is examined. */
#include "case_build.h"

#include "casebound/base/file.h"
#include "casebound/base/number.h"
#include "casebound/base/utf8.h"
#include <string.h>
#include <strings.h>

enum { LANGUAGE_MAX = 16 };

static cb_status id_error(cb_case_build *b, const char *id, const char *why) {
    return cb_fail(b->e, CB_INPUT, "%s: the case id '%s' cannot name a folder: it %s; give another family_name",
                   b->file, id, why);
}

/* The id names files: letters, digits, '.', '_' and '-' stay, every other character becomes '_'. */
static cb_status safe_id(cb_case_build *b, const char *id, const char **out) {
    cb_str rest = cb_str_of(id);
    if (rest.n == 0 || rest.n > CB_CASE_ID) {
        return id_error(b, id, rest.n ? "is too long" : "is empty");
    }
    if (id[0] == '.') {
        return id_error(b, id, "begins with a dot");
    }
    char *safe = cb_alloc(b->arena, rest.n + 1);
    if (!safe) {
        return cb_fail_memory(b->e);
    }
    for (size_t n = 0; rest.n > 0; n++) {
        uint32_t c = cb_utf8_next(&rest);
        if (c == '/' || c < 0x20 || (c >= 0x7f && c < 0xa0)) {
            return id_error(b, id, "holds '/' or a control character");
        }
        bool plain = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '.' ||
                     c == '_' || (c == '-' && n > 0);
        safe[n] = plain ? (char)c : '_';
    }
    *out = safe;
    return strcmp(safe, id) == 0
               ? CB_OK
               : cb_notice(b->arena, &b->notices, b->e, "%s: the case '%s' is filed as '%s'", b->file, id, safe);
}

static cb_status read_id(cb_case_build *b) {
    const char *family = b->family_id, *name = b->family_id;
    cb_status s = CB_OK;
    if (b->root) {
        s = cb_case_text(b, b->root, "family", &family);
        s = s == CB_OK ? cb_case_text(b, b->root, "family_name", &name) : s;
        family = family ? family : b->family_id;
        name = name ? name : family;
        family = family ? family : name;
    }
    if (s == CB_OK && !name) {
        return cb_fail(b->e, CB_INPUT, "%s: names no family; add 'family: ID'", b->file);
    }
    b->kase->name = name;
    b->kase->family.id = family;
    return s == CB_OK ? safe_id(b, name, &b->kase->id) : s;
}

static cb_status read_build(cb_case_build *b) {
    static const char *const words[] = {"37", "grch37", "hg19", "38", "grch38", "hg38"};
    const char *word;
    cb_status s = cb_case_text(b, b->root, "human_genome_build", &word);
    if (s != CB_OK || !word) {
        return s;
    }
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (strcasecmp(word, words[i]) == 0) {
            b->kase->build = i < 3 ? CB_GRCH37 : CB_GRCH38;
            return CB_OK;
        }
    }
    return cb_fail_at(b->e, CB_INPUT, b->file, cb_yaml_get(b->root, "human_genome_build")->line,
                      "human_genome_build '%s' is not known; write 37 or 38", word);
}

/* Scout's list of strings becomes paragraphs. */
static cb_status read_synopsis(cb_case_build *b) {
    const char *const *parts;
    size_t count;
    cb_status s = cb_case_list(b, "synopsis", &parts, &count, CB_YAML_NODES);
    if (s != CB_OK || count == 0) {
        return s;
    }
    cb_buf text;
    cb_buf_init(&text, CB_TEXT_BYTES);
    for (size_t i = 0; i < count; i++) {
        cb_buf_text(&text, i ? "\n\n" : "");
        cb_buf_text(&text, parts[i]);
    }
    s = cb_buf_status(&text, b->e);
    if (s == CB_OK && !(b->kase->synopsis = cb_copy_str(b->arena, cb_buf_view(&text)))) {
        s = cb_fail_memory(b->e);
    }
    cb_buf_free(&text);
    return s;
}

static cb_status read_revision(cb_case_build *b, const cb_yaml *report) {
    const char *text;
    int64_t value;
    cb_status s = cb_case_text(b, report, "revision", &text);
    if (s != CB_OK || !text) {
        return s;
    }
    if (!cb_parse_integer(cb_str_of(text), &value) || value < 1 || value > CB_REVISION_MAX) {
        return cb_fail_at(b->e, CB_INPUT, b->file, cb_yaml_get(report, "revision")->line,
                          "revision '%s' is no number from 1 to %d", text, CB_REVISION_MAX);
    }
    b->kase->report.revision = (long)value;
    return CB_OK;
}

/* The language names a file of texts. */
static cb_status check_language(cb_case_build *b, const cb_yaml *report) {
    cb_str text = cb_str_of(b->kase->report.language);
    bool plain = text.n <= LANGUAGE_MAX;
    for (size_t i = 0; i < text.n; i++) {
        char c = text.s[i];
        plain = plain && ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c == '-' && i > 0));
    }
    return plain ? CB_OK
                 : cb_fail_at(b->e, CB_INPUT, b->file, cb_yaml_get(report, "language")->line,
                              "language '%s' is none; write a code such as en", text.s);
}

static cb_status unknown_report_key(cb_case_build *b, const cb_yaml *member) {
    return cb_notice(b->arena, &b->notices, b->e, "%s line %ld: key 'report.%s' is not known and was not used", b->file,
                     member->key_line, member->key);
}

static cb_status read_report(cb_case_build *b) {
    cb_report_block *r = &b->kase->report;
    const struct {
        const char *key;
        const char **to;
    } fields[] = {{"patient_name", &r->patient_name},
                  {"patient_id", &r->patient_id},
                  {"birth_date", &r->birth_date},
                  {"requester", &r->requester},
                  {"indication", &r->indication},
                  {"sample_date", &r->sample_date},
                  {"received_date", &r->received_date},
                  {"sample_type", &r->sample_type},
                  {"consent", &r->consent},
                  {"laboratory", &r->laboratory},
                  {"accreditation", &r->accreditation},
                  {"test", &r->test},
                  {"scope", &r->scope},
                  {"no_timestamp", &r->no_timestamp},
                  {"language", &r->language}};
    enum { COUNT = sizeof fields / sizeof *fields };
    const cb_yaml *report = cb_yaml_get(b->root, "report");
    if (!report) {
        return cb_case_amends(b, NULL);
    }
    cb_status s = cb_case_map(b, report, "'report'");
    for (size_t i = 0; i < COUNT && s == CB_OK; i++) {
        const char *value;
        s = cb_case_text(b, report, fields[i].key, &value);
        *fields[i].to = value ? value : *fields[i].to;
    }
    s = s == CB_OK ? read_revision(b, report) : s;
    s = s == CB_OK ? check_language(b, report) : s;
    s = s == CB_OK ? cb_case_report(b, report) : s;
    for (const cb_yaml *m = s == CB_OK ? report->first : NULL; m && s == CB_OK; m = m->next) {
        bool known = strcmp(m->key, "revision") == 0 || strcmp(m->key, "secondary_findings") == 0 ||
                     strcmp(m->key, "not_provided") == 0 || strcmp(m->key, "amends") == 0;
        for (size_t i = 0; i < COUNT; i++) {
            known = known || strcmp(m->key, fields[i].key) == 0;
        }
        s = known ? CB_OK : unknown_report_key(b, m);
    }
    return s;
}

/* Only files that are there and are files: the reader of variants says the rest. */
static cb_status read_snv(cb_case_build *b) {
    if (b->request->vcf) {
        if (!cb_file_exists(b->request->vcf) || cb_file_is_folder(b->request->vcf)) {
            return cb_fail(b->e, CB_INPUT, "--vcf: there is no file '%s'", b->request->vcf);
        }
        b->kase->vcf_snv = cb_copy(b->arena, b->request->vcf);
        return b->kase->vcf_snv ? CB_OK : cb_fail_memory(b->e);
    }
    const char *named;
    cb_status s = cb_case_text(b, b->root, "vcf_snv", &named);
    if (s != CB_OK) {
        return s;
    }
    if (!named) {
        return cb_fail(b->e, CB_INPUT, "%s: names no vcf_snv; add the file with the variants", b->file);
    }
    b->kase->vcf_snv = cb_case_path(b, named);
    if (!b->kase->vcf_snv) {
        return cb_fail_memory(b->e);
    }
    if (!cb_file_exists(b->kase->vcf_snv) || cb_file_is_folder(b->kase->vcf_snv)) {
        return cb_fail_at(b->e, CB_INPUT, b->file, cb_yaml_get(b->root, "vcf_snv")->line,
                          "vcf_snv: there is no file '%s'; correct the path or give --root", b->kase->vcf_snv);
    }
    return CB_OK;
}

cb_status cb_case_identity(cb_case_build *b) {
    cb_status s = read_id(b);
    if (b->root) {
        s = s == CB_OK ? read_build(b) : s;
        s = s == CB_OK ? read_synopsis(b) : s;
        s = s == CB_OK ? read_report(b) : s;
    }
    if (b->request->revision > 0) {
        b->kase->report.revision = (long)b->request->revision;
    }
    return s == CB_OK ? read_snv(b) : s;
}
