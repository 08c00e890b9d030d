/* decisions.c: words, ties to a case, and what readers say side by side. */
#include "casebound/model/decisions.h"

#include <stdlib.h>
#include <string.h>

enum { BINDING_MAX = 1 << 24 };

static const char *const causatives[CB_CAUSATIVES] = {[CB_CAUSATIVE_FULL] = "full", [CB_CAUSATIVE_PARTIAL] = "partial"};
static const char *const validations[CB_VALIDATIONS] = {[CB_VALIDATION_ORDERED] = "ordered",
                                                        [CB_VALIDATION_TRUE] = "true_positive",
                                                        [CB_VALIDATION_FALSE] = "false_positive"};

const char *cb_causative_name(cb_causative causative) {
    return causatives[causative];
}

const char *cb_validation_name(cb_validation validation) {
    return validations[validation];
}

bool cb_causative_find(cb_str name, cb_causative *out) {
    *out = cb_str_is(name, causatives[CB_CAUSATIVE_FULL])      ? CB_CAUSATIVE_FULL
           : cb_str_is(name, causatives[CB_CAUSATIVE_PARTIAL]) ? CB_CAUSATIVE_PARTIAL
                                                               : CB_CAUSATIVE_NONE;
    return *out != CB_CAUSATIVE_NONE;
}

bool cb_validation_find(cb_str name, cb_validation *out) {
    for (int i = CB_VALIDATION_ORDERED; i < CB_VALIDATIONS; i++) {
        if (cb_str_is(name, validations[i])) {
            *out = (cb_validation)i;
            return true;
        }
    }
    *out = CB_VALIDATION_NONE;
    return false;
}

/* Ties to a case. */

static int order_of_ids(const void *a, const void *b) {
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Every text stands behind its length, so that no two cases give one line. */
static cb_status digest_persons(cb_arena *arena, const cb_case *kase, cb_digest *out, cb_error *e) {
    const cb_family *family = &kase->family;
    const char **ids = cb_alloc_array(arena, family->count + 1, sizeof *ids);
    if (!ids) {
        return cb_fail_memory(e);
    }
    for (size_t i = 0; i < family->count; i++) {
        ids[i] = family->persons[i].id;
    }
    qsort(ids, family->count, sizeof *ids, order_of_ids);
    cb_buf text;
    cb_buf_init(&text, BINDING_MAX);
    cb_buf_printf(&text, "casebound case 1\n%zu:%s\n%s\n", strlen(kase->id), kase->id, cb_build_name(kase->build));
    for (size_t i = 0; i < family->count; i++) {
        cb_buf_printf(&text, "%zu:%s\n", strlen(ids[i]), ids[i]);
    }
    cb_status s = cb_buf_status(&text, e);
    s = s == CB_OK ? cb_digest_of(cb_buf_view(&text), out, e) : s;
    cb_buf_free(&text);
    return s;
}

cb_status cb_case_digests(cb_arena *arena, const cb_case *kase, cb_digest *of_case, cb_digest *calls, cb_error *e) {
    const cb_input *variants = NULL;
    for (size_t i = 0; i < kase->input_count; i++) {
        if (strcmp(kase->inputs[i].role, CB_ROLE_SNV) == 0) {
            variants = &kase->inputs[i];
        }
    }
    if (!variants) {
        return cb_fail(e, CB_INTERNAL, "the case has no variant file to tie decisions to");
    }
    *calls = variants->digest;
    return digest_persons(arena, kase, of_case, e);
}

cb_status cb_decisions_fit(cb_arena *arena, const cb_decisions *file, const cb_case *kase, bool calls_changed,
                           cb_error *e) {
    cb_digest of_case, calls;
    cb_status s = cb_case_digests(arena, kase, &of_case, &calls, e);
    if (s != CB_OK) {
        return s;
    }
    if (!cb_digest_same(&of_case, &file->case_digest)) {
        return cb_fail(e, CB_INPUT,
                       "%s: holds decisions on %s, which is another case than %s (id, genome build and persons differ)",
                       file->name, file->report_id, kase->id);
    }
    if (!cb_digest_same(&calls, &file->calls) && !calls_changed) {
        return cb_fail(e, CB_INPUT,
                       "%s: holds decisions on another variant file of %s; where it is the same family's, called or "
                       "annotated anew, say --calls-changed",
                       file->name, kase->id);
    }
    return CB_OK;
}

long cb_decisions_revision(const cb_decisions *const *files, size_t count) {
    long highest = 0;
    for (size_t i = 0; i < count; i++) {
        highest = files[i]->revision > highest ? files[i]->revision : highest;
    }
    return highest;
}

/* Looking up. */

const cb_decided *cb_decided_of(const cb_readings *readings, const char *key) {
    return readings && readings->by_key ? cb_map_get(readings->by_key, cb_str_of(key)) : NULL;
}

static bool wants_section(const cb_decided *decided) {
    for (size_t i = 0; i < decided->count; i++) {
        const cb_decision *d = decided->list[i];
        if (d->class != CB_CLASS_NONE || d->pinned || d->causative != CB_CAUSATIVE_NONE) {
            return true;
        }
    }
    return false;
}

void cb_readings_match(cb_readings *readings, cb_variant *const *variants, size_t count) {
    for (size_t i = 0; i < count; i++) {
        cb_decided *decided = readings->by_key ? cb_map_get(readings->by_key, cb_str_of(variants[i]->key)) : NULL;
        if (decided) {
            decided->listed = true;
            variants[i]->shortlisted = variants[i]->shortlisted || wants_section(decided);
        }
    }
}

/* Agreement. */

static bool for_it(const cb_decision *d) {
    return d->reason_count == 0 && (d->pinned || d->causative != CB_CAUSATIVE_NONE || d->class >= CB_CLASS_UNCERTAIN);
}

static unsigned differ(const cb_decision *a, const cb_decision *b) {
    unsigned bits = 0;
    if (a->class != CB_CLASS_NONE && b->class != CB_CLASS_NONE && a->class != b->class) {
        bits |= CB_DIFFER_CLASS;
    }
    if ((a->reason_count > 0 && for_it(b)) || (b->reason_count > 0 && for_it(a))) {
        bits |= CB_DIFFER_DISMISSAL;
    }
    if (a->causative != CB_CAUSATIVE_NONE && b->causative != CB_CAUSATIVE_NONE && a->causative != b->causative) {
        bits |= CB_DIFFER_CAUSATIVE;
    }
    if (a->validation != CB_VALIDATION_NONE && b->validation != CB_VALIDATION_NONE && a->validation != b->validation) {
        bits |= CB_DIFFER_VALIDATION;
    }
    if (a->rank.code && b->rank.code && strcmp(a->rank.code, b->rank.code) != 0) {
        bits |= CB_DIFFER_RANK;
    }
    return bits;
}

unsigned cb_decided_differ(const cb_decided *decided) {
    unsigned bits = 0;
    for (size_t i = 0; i < decided->count; i++) {
        for (size_t j = i + 1; j < decided->count; j++) {
            bits |= differ(decided->list[i], decided->list[j]);
        }
    }
    return bits;
}

static void count_classes(const cb_decided *decided, cb_agreement *a) {
    cb_class first = CB_CLASS_NONE;
    size_t classified = 0, same_class = 0;
    for (size_t i = 0; i < decided->count; i++) {
        cb_class class = decided->list[i]->class;
        if (class == CB_CLASS_NONE) {
            continue;
        }
        first = classified++ ? first : class;
        same_class += class == first;
    }
    a->classes += classified > 1;
    a->same_class += classified > 1 && same_class == classified;
}

cb_agreement cb_readings_agreement(const cb_readings *readings) {
    cb_agreement a = {0};
    for (size_t i = 0; i < readings->decided_count; i++) {
        const cb_decided *decided = &readings->decided[i];
        bool blind = false;
        for (size_t j = 0; j < decided->count; j++) {
            blind = blind || decided->list[j]->blind;
        }
        if (decided->count > 1) {
            a.both++;
            a.differ += cb_decided_differ(decided) != 0;
            a.blind += blind;
            count_classes(decided, &a);
        }
    }
    return a;
}
