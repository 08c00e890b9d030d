/* case_members.c: the case file's samples and the PED become one family, or are found to contradict each other. */
#include "case_build.h"

#include "casebound/base/file.h"
#include <string.h>

static cb_status word_error(cb_case_build *b, const cb_yaml *sample, const char *key, const char *word,
                            const char *known) {
    const cb_yaml *node = cb_yaml_get(sample, key);
    return cb_fail_at(b->e, CB_INPUT, b->file, node ? node->line : sample->line, "%s '%s' is not known; write %s", key,
                      word, known);
}

static cb_status read_words(cb_case_build *b, const cb_yaml *sample, cb_person *p) {
    const char *sex, *status;
    cb_status s = cb_case_text(b, sample, "sex", &sex);
    s = s == CB_OK ? cb_case_text(b, sample, "phenotype", &status) : s;
    if (s != CB_OK) {
        return s;
    }
    if (!cb_ped_sex(cb_str_of(sex), &p->sex)) {
        return word_error(b, sample, "sex", sex, "male, female or unknown");
    }
    if (!cb_ped_affection(cb_str_of(status), &p->affection)) {
        return word_error(b, sample, "phenotype", status, "affected, unaffected or unknown");
    }
    for (int i = 0; i < 2 && s == CB_OK; i++) {
        if (!(i ? status : sex)) {
            s = cb_notice(b->arena, &b->notices, b->e,
                          "%s line %ld: no %s is given for sample '%s'; it counts as unknown", b->file, sample->line,
                          i ? "phenotype" : "sex", p->id);
        }
    }
    return s;
}

static cb_status read_parent(cb_case_build *b, const cb_yaml *sample, const char *key, const char **out) {
    cb_status s = cb_case_text(b, sample, key, out);
    if (s == CB_OK && *out && cb_parent_missing(cb_str_of(*out))) {
        *out = NULL;
    }
    return s == CB_OK && *out ? cb_person_id(cb_str_of(*out), b->file, sample->line, b->e) : s;
}

static cb_status read_sample(cb_case_build *b, const cb_yaml *sample, cb_member *m) {
    cb_status s = cb_case_map(b, sample, "a sample");
    cb_person *p = &m->person;
    *m = (cb_member){.file = b->file,
                     .line = sample->line,
                     .person = {.father = -1, .mother = -1, .column = -1, .role = CB_RELATIVE}};
    s = s == CB_OK ? cb_case_text(b, sample, "sample_id", &p->id) : s;
    if (s == CB_OK && !p->id) {
        return cb_fail_at(b->e, CB_INPUT, b->file, sample->line, "a sample has no sample_id; name it as the VCF does");
    }
    s = s == CB_OK ? cb_person_id(cb_str_of(p->id), b->file, sample->line, b->e) : s;
    s = s == CB_OK ? cb_case_text(b, sample, "sample_name", &p->display) : s;
    s = s == CB_OK ? cb_case_text(b, sample, "tissue_type", &p->sample_type) : s;
    s = s == CB_OK ? cb_case_text(b, sample, "sample_date", &p->collected) : s;
    s = s == CB_OK ? cb_case_text(b, sample, "analysis_type", &p->analysis) : s;
    s = s == CB_OK ? read_parent(b, sample, "father", &p->father_id) : s;
    s = s == CB_OK ? read_parent(b, sample, "mother", &p->mother_id) : s;
    return s == CB_OK ? read_words(b, sample, p) : s;
}

/* Two persons shown under one name could be taken for each other: such persons are shown by their ids. */
static void separate_names(cb_members *m) {
    for (size_t i = 0; i < m->count; i++) {
        cb_person *p = &m->rows[i].person;
        p->display = p->display ? p->display : p->id;
    }
    for (size_t i = 0; i < m->count; i++) {
        bool shared = false;
        for (size_t k = i + 1; k < m->count; k++) {
            if (strcmp(m->rows[i].person.display, m->rows[k].person.display) == 0) {
                m->rows[k].person.display = m->rows[k].person.id;
                shared = true;
            }
        }
        m->rows[i].person.display = shared ? m->rows[i].person.id : m->rows[i].person.display;
    }
}

static cb_status add_member(cb_case_build *b, const cb_member *member) {
    cb_members *m = &b->members;
    cb_member *rows = cb_grow(b->arena, m->rows, m->count, &m->capacity, sizeof *rows);
    if (!rows) {
        return cb_fail_memory(b->e);
    }
    m->rows = rows;
    rows[m->count++] = *member;
    return CB_OK;
}

static cb_status read_samples(cb_case_build *b) {
    const cb_yaml *samples = b->root ? cb_yaml_get(b->root, "samples") : NULL;
    b->members = (cb_members){.file = b->file};
    if (!samples) {
        return CB_OK;
    }
    if (samples->kind != CB_YAML_SEQUENCE || samples->count > CB_FAMILY_PERSONS) {
        return cb_fail_at(b->e, CB_INPUT, b->file, samples->key_line, "'samples' is no list of at most %d samples",
                          CB_FAMILY_PERSONS);
    }
    cb_status s = CB_OK;
    for (const cb_yaml *sample = samples->first; sample && s == CB_OK; sample = sample->next) {
        cb_member m;
        s = read_sample(b, sample, &m);
        s = s == CB_OK ? add_member(b, &m) : s;
    }
    return s;
}

static cb_member *find(const cb_members *m, const char *id) {
    for (size_t i = 0; i < m->count; i++) {
        if (strcmp(m->rows[i].person.id, id) == 0) {
            return &m->rows[i];
        }
    }
    return NULL;
}

static cb_status contradiction(cb_case_build *b, const cb_member *ours, const cb_members *ped, const cb_member *theirs,
                               const char *what) {
    return cb_fail_at(b->e, CB_INPUT, b->file, ours->line, "%s of '%s' is not what %s line %ld says; make them agree",
                      what, ours->person.id, ped->file, theirs->line);
}

static bool differ(const char *a, const char *b) {
    return a && b && strcmp(a, b) != 0;
}

/* What one source leaves unknown, the other may know. */
static cb_status merge(cb_case_build *b, cb_member *ours, const cb_members *ped, const cb_member *theirs) {
    cb_person *o = &ours->person;
    const cb_person *t = &theirs->person;
    if (o->sex && t->sex && o->sex != t->sex) {
        return contradiction(b, ours, ped, theirs, "the sex");
    }
    if (o->affection && t->affection && o->affection != t->affection) {
        return contradiction(b, ours, ped, theirs, "the phenotype");
    }
    if (differ(o->father_id, t->father_id)) {
        return contradiction(b, ours, ped, theirs, "the father");
    }
    if (differ(o->mother_id, t->mother_id)) {
        return contradiction(b, ours, ped, theirs, "the mother");
    }
    bool filled = (!o->sex && t->sex) || (!o->affection && t->affection) || (!o->father_id && t->father_id) ||
                  (!o->mother_id && t->mother_id);
    o->sex = o->sex ? o->sex : t->sex;
    o->affection = o->affection ? o->affection : t->affection;
    o->father_id = o->father_id ? o->father_id : t->father_id;
    o->mother_id = o->mother_id ? o->mother_id : t->mother_id;
    return filled ? cb_notice(b->arena, &b->notices, b->e,
                              "%s line %ld: what is not given for '%s' is taken from %s line %ld", b->file, ours->line,
                              o->id, ped->file, theirs->line)
                  : CB_OK;
}

static cb_status merge_all(cb_case_build *b, cb_members *ped) {
    const char *anchor = NULL;
    for (size_t i = 0; i < b->members.count && !anchor; i++) {
        const cb_member *found = find(ped, b->members.rows[i].person.id);
        anchor = found ? found->person.id : NULL;
    }
    if (!anchor) {
        return cb_fail(b->e, CB_INPUT, "%s: holds none of the samples of %s; ids are compared letter by letter",
                       ped->file, b->file);
    }
    cb_status s = cb_ped_choose(ped, anchor, b->e);
    for (size_t i = 0; i < ped->count && s == CB_OK; i++) {
        cb_member *ours = find(&b->members, ped->rows[i].person.id);
        s = ours ? merge(b, ours, ped, &ped->rows[i]) : add_member(b, &ped->rows[i]);
    }
    for (size_t i = 0; i < b->members.count && s == CB_OK; i++) {
        const cb_member *ours = &b->members.rows[i];
        if (!find(ped, ours->person.id)) {
            s = cb_notice(b->arena, &b->notices, b->e, "%s line %ld: sample '%s' is not in %s", b->file, ours->line,
                          ours->person.id, ped->file);
        }
    }
    return s;
}

/* NULL: there is no PED. */
static cb_status ped_path(cb_case_build *b, const char **out) {
    *out = b->request->ped;
    if (*out || !b->root) {
        return CB_OK;
    }
    const char *named;
    cb_status s = cb_case_text(b, b->root, "ped", &named);
    if (s != CB_OK || !named) {
        return s;
    }
    *out = cb_case_path(b, named);
    if (*out && !cb_file_exists(*out)) {
        return cb_fail_at(b->e, CB_INPUT, b->file, cb_yaml_get(b->root, "ped")->line,
                          "ped: there is no file '%s'; correct the path or give --root", *out);
    }
    return *out ? CB_OK : cb_fail_memory(b->e);
}

static cb_status read_ped(cb_case_build *b, const char *proband) {
    const char *path;
    cb_members ped;
    cb_str bytes;
    cb_status s = ped_path(b, &path);
    if (s != CB_OK || !path) {
        return s;
    }
    s = cb_case_slurp(b, path, "ped", CB_PED_BYTES, &bytes);
    if (s != CB_OK) {
        return s;
    }
    b->ped_name = b->kase->inputs[b->kase->input_count - 1].name;
    s = cb_ped_rows(b->arena, bytes, b->ped_name, &ped, b->e);
    if (s == CB_OK && b->members.count > 0) {
        return merge_all(b, &ped);
    }
    s = s == CB_OK ? cb_ped_choose(&ped, proband, b->e) : s;
    if (s == CB_OK) {
        b->family_id = ped.rows[0].family;
        b->members = ped;
    }
    return s;
}

cb_status cb_case_members(cb_case_build *b) {
    const char *proband = b->request->proband, *named = NULL;
    cb_status s = b->root ? cb_case_text(b, b->root, "proband", &named) : CB_OK;
    proband = proband ? proband : named;
    s = s == CB_OK ? read_samples(b) : s;
    s = s == CB_OK ? read_ped(b, proband) : s;
    if (s != CB_OK) {
        return s;
    }
    if (b->members.count == 0) {
        return cb_fail(b->e, CB_INPUT, "%s: names no samples; add samples: or ped:", b->file);
    }
    s = cb_members_check(b->arena, &b->members, &b->notices, b->e);
    s = s == CB_OK ? cb_members_proband(&b->members, proband, &proband, b->e) : s;
    if (s != CB_OK) {
        return s;
    }
    separate_names(&b->members);
    cb_family *family = &b->kase->family;
    family->persons = cb_members_persons(b->arena, &b->members);
    family->count = b->members.count;
    if (!family->persons) {
        return cb_fail_memory(b->e);
    }
    return cb_family_relate(family, proband) ? CB_OK : cb_fail(b->e, CB_INTERNAL, "%s: the proband got lost", b->file);
}
