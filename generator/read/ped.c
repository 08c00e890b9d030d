/* ped.c: PED rows in the field's dialects: tabs or blanks, a header with or without '#', words or numbers, columns
 * after the sixth. */
#include "ped.h"

#include "casebound/base/file.h"
#include "casebound/base/utf8.h"
#include "casebound/read/case_file.h"
#include <string.h>
#include <strings.h>

enum { COLUMNS = 6, FIELDS_MAX = 64, WORD_MAX = 32 };
enum { FAMILY, INDIVIDUAL, FATHER, MOTHER, SEX, STATUS };

/* Where each of the six columns stands; by position unless a header says otherwise. */
typedef struct layout {
    int at[COLUMNS];
} layout;

static const char *const COLUMN_NAMES[COLUMNS] = {"family", "individual", "father", "mother", "sex", "phenotype"};

static bool one_of(cb_str word, const char *const *words, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (strlen(words[i]) == word.n && strncasecmp(words[i], word.s, word.n) == 0) {
            return true;
        }
    }
    return false;
}
#define ONE_OF(word, words) one_of(word, words, sizeof(words) / sizeof *(words))

bool cb_ped_sex(cb_str word, cb_sex *out) {
    static const char *const male[] = {"1", "male", "m"};
    static const char *const female[] = {"2", "female", "f"};
    static const char *const unknown[] = {"0", "-9", "-1", ".", "unknown", "other", "u", "na", "none", "undetermined"};
    *out = ONE_OF(word, male) ? CB_MALE : ONE_OF(word, female) ? CB_FEMALE : CB_SEX_UNKNOWN;
    return *out != CB_SEX_UNKNOWN || word.n == 0 || ONE_OF(word, unknown);
}

bool cb_ped_affection(cb_str word, cb_affection *out) {
    static const char *const affected[] = {"2", "affected", "case"};
    static const char *const unaffected[] = {"1", "unaffected", "healthy", "control"};
    static const char *const unknown[] = {"0", "-9", "-1", ".", "unknown", "other", "na", "none", "missing"};
    *out = ONE_OF(word, affected) ? CB_AFFECTED : ONE_OF(word, unaffected) ? CB_UNAFFECTED : CB_AFFECTION_UNKNOWN;
    return *out != CB_AFFECTION_UNKNOWN || word.n == 0 || ONE_OF(word, unknown);
}

bool cb_parent_missing(cb_str word) {
    static const char *const missing[] = {"0", "-9", "-1", ".", "none", "na"};
    return word.n == 0 || ONE_OF(word, missing);
}

cb_status cb_person_id(cb_str id, const char *file, long line, cb_error *e) {
    if (id.n == 0 || id.n > CB_PERSON_ID) {
        return cb_fail_at(e, CB_INPUT, file, line, "a family or sample id is %s; name persons as the VCF does",
                          id.n ? "too long" : "empty");
    }
    for (size_t i = 0; i < id.n; i++) {
        if ((unsigned char)id.s[i] < 0x20 || id.s[i] == 0x7f) {
            return cb_fail_at(e, CB_INPUT, file, line, "a family or sample id holds a control character; remove it");
        }
    }
    return CB_OK;
}

/* Letters and digits of a column's name, in lower case: "#Family_ID" is "familyid". */
static cb_str plain_word(cb_str field, char out[WORD_MAX]) {
    size_t n = 0;
    for (size_t i = 0; i < field.n && n < WORD_MAX; i++) {
        char c = field.s[i];
        c = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
            out[n++] = c;
        }
    }
    return (cb_str){out, n};
}

static int column_of(cb_str field) {
    static const char *const family[] = {"familyid", "family", "famid", "fam", "fid", "pedigree", "pedigreeid"};
    static const char *const individual[] = {"individualid", "individual", "sampleid",  "sample", "personid", "person",
                                             "iid",          "name",       "subjectid", "indid",  "id"};
    static const char *const father[] = {"paternalid", "paternal", "fatherid", "father", "dadid", "dad", "pat", "pid"};
    static const char *const mother[] = {"maternalid", "maternal", "motherid", "mother", "momid",
                                         "mom",        "mumid",    "mum",      "mat",    "mid"};
    static const char *const sex[] = {"sex", "gender"};
    static const char *const status[] = {"phenotype", "pheno",           "affected",       "affection",
                                         "status",    "affectionstatus", "affectedstatus", "diseasestatus"};
    char buffer[WORD_MAX];
    cb_str word = plain_word(field, buffer);
    return ONE_OF(word, family)       ? FAMILY
           : ONE_OF(word, individual) ? INDIVIDUAL
           : ONE_OF(word, father)     ? FATHER
           : ONE_OF(word, mother)     ? MOTHER
           : ONE_OF(word, sex)        ? SEX
           : ONE_OF(word, status)     ? STATUS
                                      : -1;
}

static size_t split_blanks(cb_str line, cb_str fields[FIELDS_MAX]) {
    size_t count = 0, i = 0;
    while (i < line.n && count < FIELDS_MAX) {
        size_t start = i;
        while (i < line.n && line.s[i] != ' ' && line.s[i] != '\t') {
            i++;
        }
        if (i > start) {
            fields[count++] = (cb_str){line.s + start, i - start};
        }
        i++;
    }
    return count;
}

static size_t split_tabs(cb_str line, cb_str fields[FIELDS_MAX]) {
    size_t count = 0;
    cb_str rest = line, field;
    while (count < FIELDS_MAX && cb_str_split(&rest, '\t', &field)) {
        fields[count++] = cb_str_trim(field);
    }
    return count;
}

static bool has_blank(cb_str field) {
    return field.n > 0 && memchr(field.s, ' ', field.n) != NULL;
}

/* A line with five tabs or more is separated by tabs alone, so that an empty field stays one; another by runs of
 * blanks. */
static size_t split_line(cb_str line, cb_str fields[FIELDS_MAX]) {
    size_t count = split_tabs(line, fields);
    return count >= COLUMNS ? count : split_blanks(line, fields);
}

/* A header names a family, a person and a sex column, which no row does; true when all six columns are found. */
static bool read_header(const cb_str *fields, size_t count, layout *out, bool *is_header) {
    layout found = {{-1, -1, -1, -1, -1, -1}};
    for (size_t i = 0; i < count; i++) {
        int column = column_of(fields[i]);
        if (column >= 0 && found.at[column] < 0) {
            found.at[column] = (int)i;
        }
    }
    bool all = true;
    for (int i = 0; i < COLUMNS; i++) {
        all = all && found.at[i] >= 0;
    }
    *is_header = found.at[FAMILY] >= 0 && found.at[INDIVIDUAL] >= 0 && found.at[SEX] >= 0;
    if (all) {
        *out = found;
    }
    return all;
}

static cb_status check_line(cb_str line, const char *name, long number, cb_error *e) {
    if (!cb_utf8_valid(line, NULL)) {
        return cb_fail_at(e, CB_INPUT, name, number, "holds NUL or bytes that are not UTF-8; save the file as UTF-8");
    }
    for (size_t i = 0; i < line.n; i++) {
        if ((unsigned char)line.s[i] < 0x20 && line.s[i] != '\t') {
            return cb_fail_at(e, CB_INPUT, name, number, "holds a control character; end lines with LF or CR LF");
        }
    }
    return CB_OK;
}

static cb_status parent_of(cb_arena *arena, cb_str field, const char *name, long line, const char **out, cb_error *e) {
    *out = NULL;
    if (cb_parent_missing(field)) {
        return CB_OK;
    }
    cb_status s = cb_person_id(field, name, line, e);
    if (s == CB_OK && !(*out = cb_copy_str(arena, field))) {
        s = cb_fail_memory(e);
    }
    return s;
}

static cb_status read_words(const cb_str field[COLUMNS], const char *name, cb_member *m, cb_error *e) {
    if (!cb_ped_sex(field[SEX], &m->person.sex)) {
        return cb_fail_at(e, CB_INPUT, name, m->line, "'%.*s' is no sex; write 1 or male, 2 or female, 0 or unknown",
                          (int)field[SEX].n, field[SEX].s);
    }
    if (!cb_ped_affection(field[STATUS], &m->person.affection)) {
        return cb_fail_at(e, CB_INPUT, name, m->line,
                          "'%.*s' is no status; write 2 or affected, 1 or unaffected, 0 or unknown",
                          (int)field[STATUS].n, field[STATUS].s);
    }
    return CB_OK;
}

static cb_status read_row(cb_arena *arena, const cb_str field[COLUMNS], const char *name, cb_member *m, cb_error *e) {
    cb_status s = CB_OK;
    for (int i = INDIVIDUAL; i <= MOTHER && s == CB_OK; i++) {
        if (has_blank(field[i])) {
            s = cb_fail_at(e, CB_INPUT, name, m->line,
                           "'%.*s' holds a blank; separate all columns by tabs or all by blanks", (int)field[i].n,
                           field[i].s);
        }
    }
    s = s == CB_OK ? cb_person_id(field[FAMILY], name, m->line, e) : s;
    s = s == CB_OK ? cb_person_id(field[INDIVIDUAL], name, m->line, e) : s;
    s = s == CB_OK ? read_words(field, name, m, e) : s;
    s = s == CB_OK ? parent_of(arena, field[FATHER], name, m->line, &m->person.father_id, e) : s;
    s = s == CB_OK ? parent_of(arena, field[MOTHER], name, m->line, &m->person.mother_id, e) : s;
    if (s != CB_OK) {
        return s;
    }
    m->family = cb_copy_str(arena, field[FAMILY]);
    m->person.id = cb_copy_str(arena, field[INDIVIDUAL]);
    m->person.display = m->person.id;
    return m->family && m->person.id ? CB_OK : cb_fail_memory(e);
}

static cb_status add_row(cb_arena *arena, const cb_str *fields, size_t count, const layout *where, long line,
                         cb_members *out, cb_error *e) {
    cb_str field[COLUMNS];
    for (int i = 0; i < COLUMNS; i++) {
        if ((size_t)where->at[i] >= count) {
            return cb_fail_at(e, CB_INPUT, out->file, line,
                              "has %zu columns, none for %s; write family, individual, father, mother, sex, phenotype",
                              count, COLUMN_NAMES[i]);
        }
        field[i] = fields[where->at[i]];
    }
    cb_member m = {
        .file = out->file, .line = line, .person = {.father = -1, .mother = -1, .column = -1, .role = CB_RELATIVE}};
    cb_status s = read_row(arena, field, out->file, &m, e);
    if (s != CB_OK) {
        return s;
    }
    if (out->count == CB_PED_ROWS) {
        return cb_fail_at(e, CB_INPUT, out->file, line, "more than %d persons", CB_PED_ROWS);
    }
    cb_member *rows = cb_grow(arena, out->rows, out->count, &out->capacity, sizeof *rows);
    if (!rows) {
        return cb_fail_memory(e);
    }
    out->rows = rows;
    rows[out->count++] = m;
    return CB_OK;
}

static cb_status read_line(cb_arena *arena, cb_str line, long number, layout *where, cb_members *out, cb_error *e) {
    cb_str fields[FIELDS_MAX];
    bool comment = line.s[0] == '#', is_header = false;
    size_t count = split_line(line, fields);
    if (comment || out->count == 0) {
        bool complete = read_header(fields, count, where, &is_header);
        if (is_header && !complete && !comment) {
            return cb_fail_at(e, CB_INPUT, out->file, number,
                              "the header does not name all of family, individual, father, mother, sex, phenotype");
        }
    }
    return comment || is_header ? CB_OK : add_row(arena, fields, count, where, number, out, e);
}

cb_status cb_ped_rows(cb_arena *arena, cb_str bytes, const char *name, cb_members *out, cb_error *e) {
    *out = (cb_members){.file = name};
    layout where = {{FAMILY, INDIVIDUAL, FATHER, MOTHER, SEX, STATUS}};
    cb_str rest = bytes, line;
    if (cb_str_starts(rest, "\xef\xbb\xbf")) {
        rest = (cb_str){rest.s + 3, rest.n - 3};
    }
    cb_status s = CB_OK;
    for (long number = 1; s == CB_OK && cb_str_split(&rest, '\n', &line); number++) {
        line.n -= line.n > 0 && line.s[line.n - 1] == '\r';
        s = check_line(line, name, number, e);
        if (s == CB_OK && cb_str_trim(line).n > 0) {
            s = read_line(arena, line, number, &where, out, e);
        }
    }
    if (s == CB_OK && out->count == 0) {
        s = cb_fail(e, CB_INPUT, "%s: holds no person", name);
    }
    return s;
}

cb_status cb_ped_read(cb_arena *arena, const char *path, cb_family *out, cb_error *e) {
    cb_str bytes;
    cb_members members;
    cb_notices notices = {0};
    cb_status s = cb_file_read(arena, path, CB_PED_BYTES, &bytes, e);
    s = s == CB_OK ? cb_ped_rows(arena, bytes, cb_path_name(path), &members, e) : s;
    s = s == CB_OK ? cb_ped_choose(&members, NULL, e) : s;
    s = s == CB_OK ? cb_members_check(arena, &members, &notices, e) : s;
    if (s != CB_OK) {
        return s;
    }
    *out = (cb_family){members.rows[0].family, cb_members_persons(arena, &members), members.count, 0};
    return out->persons ? CB_OK : cb_fail_memory(e);
}
