/* case_report.c: what the report block says in maps of its own: who agreed to secondary findings, what is not provided
 * and why, and which report this one amends. */
#include "case_build.h"

#include "casebound/base/digest.h"
#include <string.h>

static cb_status take_consent(cb_case_build *b, const cb_yaml *m) {
    int at = cb_family_find(&b->kase->family, m->key);
    if (at < 0) {
        return cb_fail_at(b->e, CB_INPUT, b->file, m->key_line, "secondary_findings: no person is called '%s'", m->key);
    }
    bool agreed = m->kind == CB_YAML_SCALAR && strcmp(m->text, "agreed") == 0;
    bool declined = m->kind == CB_YAML_SCALAR && strcmp(m->text, "declined") == 0;
    if (!agreed && !declined) {
        return cb_fail_at(b->e, CB_INPUT, b->file, m->line, "secondary_findings: write agreed or declined for '%s'",
                          m->key);
    }
    b->kase->family.persons[at].secondary = agreed ? CB_CONSENT_GIVEN : CB_CONSENT_DECLINED;
    return CB_OK;
}

static cb_status read_consents(cb_case_build *b, const cb_yaml *report) {
    const cb_yaml *map = cb_yaml_get(report, "secondary_findings");
    cb_status s = map ? cb_case_map(b, map, "'secondary_findings'") : CB_OK;
    for (const cb_yaml *m = map && s == CB_OK ? map->first : NULL; m && s == CB_OK; m = m->next) {
        s = take_consent(b, m);
    }
    return s;
}

static cb_status read_not_provided(cb_case_build *b, const cb_yaml *report) {
    cb_report_block *r = &b->kase->report;
    const cb_yaml *map = cb_yaml_get(report, "not_provided");
    cb_status s = map ? cb_case_map(b, map, "'not_provided'") : CB_OK;
    if (!map || s != CB_OK) {
        return s;
    }
    cb_not_provided *list = cb_alloc_array(b->arena, map->count + 1, sizeof *list);
    if (!list) {
        return cb_fail_memory(b->e);
    }
    for (const cb_yaml *m = map->first; m && s == CB_OK; m = m->next) {
        const char *reason;
        s = cb_case_text(b, map, m->key, &reason);
        if (s == CB_OK && !reason) {
            s = cb_fail_at(b->e, CB_INPUT, b->file, m->key_line, "not_provided: give the reason for '%s'", m->key);
        }
        list[r->not_provided_count] = (cb_not_provided){m->key, reason};
        r->not_provided_count += s == CB_OK;
    }
    r->not_provided = list;
    return s;
}

static bool is_digest(const char *text) {
    return strlen(text) == CB_SHA256_HEX - 1 && strspn(text, "0123456789abcdef") == CB_SHA256_HEX - 1;
}

/* What the case file says itself, where no folder says it. */
static cb_status check_amends(cb_case_build *b, const cb_yaml *map, const cb_amends *a) {
    if (!a->report || !a->digest || !a->reason || !a->changes) {
        return cb_fail_at(b->e, CB_INPUT, b->file, map->key_line,
                          "amends: give report, digest, reason and changes of the report that this one supersedes");
    }
    return is_digest(a->digest) ? CB_OK
                                : cb_fail_at(b->e, CB_INPUT, b->file, cb_yaml_get(map, "digest")->line,
                                             "amends: digest is not the facts_digest of its case.json: 64 digits 0-9, "
                                             "a-f");
}

/* Both say it: they must agree. */
static cb_status take_earlier(cb_case_build *b, const cb_yaml *map, const char *key, const char **said,
                              const char *earlier) {
    if (*said && earlier && strcmp(*said, earlier) != 0) {
        return cb_fail_at(b->e, CB_INPUT, b->file, cb_yaml_get(map, key)->line,
                          "amends: %s is '%s'; of what --supersedes names it is '%s'", key, *said, earlier);
    }
    *said = earlier ? earlier : *said;
    return CB_OK;
}

static cb_status add_earlier(cb_case_build *b, const cb_yaml *map, cb_amends *a) {
    const cb_amends *earlier = b->request->supersedes;
    cb_status s = take_earlier(b, map, "report", &a->report, earlier->report);
    s = s == CB_OK ? take_earlier(b, map, "date", &a->date, earlier->date) : s;
    s = s == CB_OK ? take_earlier(b, map, "digest", &a->digest, earlier->digest) : s;
    s = s == CB_OK ? take_earlier(b, map, "reason", &a->reason, earlier->reason) : s;
    if (s == CB_OK && !a->reason) {
        return cb_fail(b->e, CB_USAGE,
                       "an amended report says why: --reason TEXT, or report: amends: reason in the case file");
    }
    a->changes = earlier->changes ? earlier->changes : a->changes;
    return s;
}

cb_status cb_case_amends(cb_case_build *b, const cb_yaml *report) {
    cb_amends *a = &b->kase->report.amends;
    const struct {
        const char *key;
        const char **to;
    } fields[] = {{"report", &a->report},
                  {"date", &a->date},
                  {"digest", &a->digest},
                  {"reason", &a->reason},
                  {"changes", &a->changes}};
    const cb_yaml *map = report ? cb_yaml_get(report, "amends") : NULL;
    cb_status s = map ? cb_case_map(b, map, "'amends'") : CB_OK;
    for (size_t i = 0; map && s == CB_OK && i < sizeof fields / sizeof *fields; i++) {
        s = cb_case_text(b, map, fields[i].key, fields[i].to);
    }
    if (s == CB_OK && b->request->supersedes) {
        return add_earlier(b, map, a);
    }
    return map && s == CB_OK ? check_amends(b, map, a) : s;
}

cb_status cb_case_report(cb_case_build *b, const cb_yaml *report) {
    cb_status s = read_consents(b, report);
    s = s == CB_OK ? read_not_provided(b, report) : s;
    return s == CB_OK ? cb_case_amends(b, report) : s;
}
