/* tests_vcf.c: the VCF of a test case from lines, or from tables that name a place, calls and annotation. */
#include "tests.h"
#include <string.h>

enum { FIELDS_MAX = 200, ENTRIES_MAX = 100, RECORDS_MAX = 2000, PLACE_PARTS = 4 };

static const char *const FORMATS = "##FORMAT=<ID=GT,Number=1,Type=String,Description=\"genotype\">\n"
                                   "##FORMAT=<ID=AD,Number=R,Type=Integer,Description=\"reads\">\n"
                                   "##FORMAT=<ID=DP,Number=1,Type=Integer,Description=\"depth\">\n"
                                   "##FORMAT=<ID=GQ,Number=1,Type=Integer,Description=\"quality\">\n";

typedef struct vcf {
    lua_State *L;
    cb_profile_reader *r;
    size_t samples;
    const char *fields[FIELDS_MAX]; /* of CSQ, sorted, without Allele, which stands first */
    const char *infos[FIELDS_MAX];
    size_t field_count, info_count;
} vcf;

static const char *checked(vcf *v, char *text) {
    if (!text) {
        cb_profile_no_memory(v->L, v->r);
    }
    return text;
}

#define FORMAT(v, ...) checked(v, cb_format((v)->r->arena, __VA_ARGS__))

/* Keeps a name once, in bytewise order. */
static void add_name(vcf *v, const char **names, size_t *count, const char *name) {
    size_t at = 0;
    while (at < *count && strcmp(names[at], name) < 0) {
        at++;
    }
    if (at < *count && strcmp(names[at], name) == 0) {
        return;
    }
    if (*count == FIELDS_MAX) {
        luaL_error(v->L, "records: more than %d fields", (int)FIELDS_MAX);
    }
    memmove(&names[at + 1], &names[at], (*count - at) * sizeof *names);
    names[at] = name;
    (*count)++;
}

/* The names of the table at the top, popped. */
static void add_names(vcf *v, const char **names, size_t *count, const char *what) {
    lua_State *L = v->L;
    int table = lua_gettop(L);
    if (!lua_istable(L, table)) {
        luaL_error(L, "records: %s is a table { name = value }", what);
    }
    for (lua_pushnil(L); lua_next(L, table) != 0; lua_pop(L, 1)) {
        const char *name = lua_type(L, -2) == LUA_TSTRING ? lua_tostring(L, -2) : "";
        if (!*name || name[strcspn(name, "|;=, \t\r\n\"<>")]) {
            luaL_error(L, "records: '%s' cannot be a name of %s", name, what);
        }
        if (strcmp(name, "Allele") != 0) {
            add_name(v, names, count, name);
        }
    }
    lua_pop(L, 1);
}

/* csq is one entry or a list of entries: the count, with the entries one by one under lua_geti of `table`. */
static lua_Integer entries_of(lua_State *L, int csq) {
    if (!lua_istable(L, csq)) {
        luaL_error(L, "records: csq is a table { field = value }, or a list of those");
    }
    lua_Integer count = (lua_Integer)lua_rawlen(L, csq);
    if (count > ENTRIES_MAX) {
        luaL_error(L, "records: csq has more than %d entries", (int)ENTRIES_MAX);
    }
    return count;
}

static void collect(vcf *v, int record) {
    lua_State *L = v->L;
    if (lua_getfield(L, record, "csq") != LUA_TNIL) {
        int csq = lua_gettop(L);
        lua_Integer count = entries_of(L, csq);
        for (lua_Integer i = 1; i <= count; i++) {
            lua_rawgeti(L, csq, i);
            add_names(v, v->fields, &v->field_count, "csq");
        }
        if (count == 0) {
            lua_pushvalue(L, csq);
            add_names(v, v->fields, &v->field_count, "csq");
        }
    }
    if (lua_getfield(L, record, "info") != LUA_TNIL) {
        add_names(v, v->infos, &v->info_count, "info");
    }
    lua_settop(L, record);
}

/* The text or number at the top, which must not break the columns; popped, "" for nil. */
static const char *value_at_top(vcf *v, const char *what, const char *refused) {
    lua_State *L = v->L;
    const char *text = "";
    if (!lua_isnil(L, -1)) {
        if (lua_type(L, -1) != LUA_TSTRING && lua_type(L, -1) != LUA_TNUMBER) {
            luaL_error(L, "records: %s is a text or a number, not a %s", what, luaL_typename(L, -1));
        }
        lua_pushvalue(L, -1); /* a number becomes a text in place */
        text = FORMAT(v, "%s", lua_tostring(L, -1));
        lua_pop(L, 1);
        if (text[strcspn(text, refused)]) {
            luaL_error(L, "records: %s has a character that it cannot hold: '%s'", what, text);
        }
    }
    lua_pop(L, 1);
    return text;
}

static const char *field_text(vcf *v, int table, const char *key, const char *otherwise) {
    lua_getfield(v->L, table, key);
    const char *text = value_at_top(v, key, " \t\r\n");
    return *text ? text : otherwise;
}

typedef struct place {
    const char *part[PLACE_PARTS]; /* chromosome, position, REF, ALT */
} place;

static place place_of(vcf *v, int record) {
    lua_State *L = v->L;
    place p;
    lua_rawgeti(L, record, 1);
    const char *text = value_at_top(v, "the place", " \t\r\n");
    cb_str rest = cb_str_of(text), part = {NULL, 0};
    for (int i = 0; i < PLACE_PARTS; i++) {
        bool there = i + 1 < PLACE_PARTS ? cb_str_split(&rest, '-', &part) : rest.n > 0;
        part = i + 1 < PLACE_PARTS ? part : rest;
        if (!there || part.n == 0) {
            luaL_error(L, "records: '%s' is no place: write chromosome-position-REF-ALT", text);
        }
        p.part[i] = FORMAT(v, "%.*s", (int)part.n, part.s);
    }
    return p;
}

/* As VEP writes it: without the base that both have in common before an insertion or a deletion. */
static const char *vep_allele(const place *p) {
    const char *ref = p->part[2], *alt = p->part[3];
    if (strlen(ref) == strlen(alt) || ref[0] != alt[0]) {
        return alt;
    }
    return alt[1] ? alt + 1 : "-";
}

/* The entry at the top, popped. */
static const char *entry_text(vcf *v, const place *p) {
    lua_State *L = v->L;
    int entry = lua_gettop(L);
    lua_getfield(L, entry, "Allele");
    const char *own = value_at_top(v, "Allele", " \t\r\n|;,");
    const char *text = *own ? own : vep_allele(p);
    for (size_t i = 0; i < v->field_count; i++) {
        lua_getfield(L, entry, v->fields[i]);
        text = FORMAT(v, "%s|%s", text, value_at_top(v, v->fields[i], " \t\r\n|;,"));
    }
    lua_settop(L, entry - 1);
    return text;
}

static const char *csq_text(vcf *v, int record, const place *p) {
    lua_State *L = v->L;
    const char *text = "";
    if (lua_getfield(L, record, "csq") != LUA_TNIL) {
        int csq = lua_gettop(L);
        lua_Integer count = entries_of(L, csq);
        for (lua_Integer i = 1; i <= count; i++) {
            lua_rawgeti(L, csq, i);
            text = FORMAT(v, "%s%s%s", text, i > 1 ? "," : "CSQ=", entry_text(v, p));
        }
        if (count == 0) {
            lua_pushvalue(L, csq);
            text = FORMAT(v, "CSQ=%s", entry_text(v, p));
        }
    }
    lua_settop(L, record);
    return text;
}

static const char *info_text(vcf *v, int record, const place *p) {
    lua_State *L = v->L;
    const char *text = csq_text(v, record, p);
    if (lua_getfield(L, record, "info") == LUA_TTABLE) {
        int info = lua_gettop(L);
        for (size_t i = 0; i < v->info_count; i++) {
            lua_getfield(L, info, v->infos[i]);
            const char *value = value_at_top(v, v->infos[i], " \t\r\n;");
            text = *value ? FORMAT(v, "%s%s%s=%s", text, *text ? ";" : "", v->infos[i], value) : text;
        }
    }
    lua_settop(L, record);
    return *text ? text : ".";
}

/* Reads that fit the call: 30, and a quality of 99. */
static const char *call_text(vcf *v, cb_str call) {
    static const struct {
        const char *gt, *reads;
    } usual[] = {{"0/0", "30,0"},  {"0|0", "30,0"},  {"0", "30,0"},   {"0/1", "15,15"}, {"1/0", "15,15"},
                 {"0|1", "15,15"}, {"1|0", "15,15"}, {"1/1", "0,30"}, {"1|1", "0,30"},  {"1", "0,30"}};
    for (size_t i = 0; i < sizeof usual / sizeof *usual; i++) {
        if (cb_str_is(call, usual[i].gt)) {
            return FORMAT(v, "\t%s:%s:30:99", usual[i].gt, usual[i].reads);
        }
    }
    return FORMAT(v, "\t%.*s", (int)call.n, call.s);
}

static const char *calls_text(vcf *v, int record) {
    lua_rawgeti(v->L, record, 2);
    cb_str rest = cb_str_of(value_at_top(v, "the calls", "\t\r\n")), call;
    const char *text = "";
    size_t count = 0;
    while (cb_str_split(&rest, ' ', &call)) {
        if (call.n > 0) {
            text = FORMAT(v, "%s%s", text, call_text(v, call));
            count++;
        }
    }
    if (count != v->samples) {
        luaL_error(v->L, "records: %d calls for %d persons", (int)count, (int)v->samples);
    }
    return text;
}

static const char *record_line(vcf *v, int record) {
    static const char *const known[] = {"1", "2", "csq", "info", "filter", "quality", "id", NULL};
    cb_profile_known_keys(v->L, record, "records", known);
    place p = place_of(v, record);
    const char *id = field_text(v, record, "id", "."), *quality = field_text(v, record, "quality", "60"),
               *filter = field_text(v, record, "filter", "PASS"), *info = info_text(v, record, &p);
    return FORMAT(v, "%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\tGT:AD:DP:GQ%s\n", p.part[0], p.part[1], id, p.part[2], p.part[3],
                  quality, filter, info, calls_text(v, record));
}

/* A line of columns: blanks are as good as tabs. */
static const char *plain_line(vcf *v, const char *text) {
    cb_str rest = cb_str_of(text), part;
    const char *line = "";
    bool tabs = strchr(text, '\t') != NULL;
    while (cb_str_split(&rest, tabs ? '\t' : ' ', &part)) {
        if (part.n > 0 || tabs) {
            line = FORMAT(v, "%s%s%.*s", line, *line ? "\t" : "", (int)part.n, part.s);
        }
    }
    return FORMAT(v, "%s\n", line);
}

static const char *join(vcf *v, const char *const *lines, size_t count) {
    size_t size = 0, at = 0;
    for (size_t i = 0; i < count; i++) {
        size += strlen(lines[i]);
    }
    char *text = cb_profile_array(v->L, v->r, size, 1);
    for (size_t i = 0; i < count; i++) {
        size_t n = strlen(lines[i]);
        memcpy(text + at, lines[i], n);
        at += n;
    }
    text[size] = '\0';
    return text;
}

static const char *lines_of(vcf *v, int kase) {
    lua_State *L = v->L;
    lua_getfield(L, kase, "records");
    int list = lua_gettop(L);
    size_t count = cb_profile_list(L, list, "records", RECORDS_MAX);
    const char **lines = cb_profile_array(L, v->r, count, sizeof *lines);
    for (size_t i = 0; i < count; i++) {
        if (lua_rawgeti(L, list, (lua_Integer)i + 1) == LUA_TTABLE) {
            collect(v, list + 1);
        }
        lua_settop(L, list);
    }
    for (size_t i = 0; i < count; i++) {
        int type = lua_rawgeti(L, list, (lua_Integer)i + 1);
        if (type != LUA_TSTRING && type != LUA_TTABLE) {
            luaL_error(L, "records: each is a line of a VCF or a table");
        }
        lines[i] = type == LUA_TTABLE ? record_line(v, list + 1) : plain_line(v, lua_tostring(L, list + 1));
        lua_settop(L, list);
    }
    lua_settop(L, list - 1);
    return join(v, lines, count);
}

static const char *header_of(vcf *v, int kase, const char *build) {
    const char *text = FORMAT(v, "##fileformat=VCFv4.2\n##reference=%s\n%s", build, FORMATS), *fields = "Allele",
               *infos = "";
    for (size_t i = 0; i < v->field_count; i++) {
        fields = FORMAT(v, "%s|%s", fields, v->fields[i]);
    }
    for (size_t i = 0; i < v->info_count; i++) {
        infos = FORMAT(v, "%s##INFO=<ID=%s,Number=.,Type=String,Description=\"test\">\n", infos, v->infos[i]);
    }
    if (v->field_count > 0) {
        infos = FORMAT(v,
                       "%s##INFO=<ID=CSQ,Number=.,Type=String,Description=\"Consequence annotations from Ensembl VEP. "
                       "Format: %s\">\n",
                       infos, fields);
    }
    cb_tests_field(v->L, kase, "header");
    const char *more = value_at_top(v, "header", "");
    return FORMAT(v, "%s%s%s%s", text, infos, more, *more && more[strlen(more) - 1] != '\n' ? "\n" : "");
}

const char *cb_tests_vcf(lua_State *L, cb_profile_reader *r, int kase, const char *build, const char *const *samples,
                         size_t sample_count) {
    vcf *v = cb_profile_array(L, r, 1, sizeof *v);
    *v = (vcf){.L = L, .r = r, .samples = sample_count};
    const char *lines = lines_of(v, kase);
    const char *text = FORMAT(v, "%s#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT", header_of(v, kase, build));
    for (size_t i = 0; i < sample_count; i++) {
        text = FORMAT(v, "%s\t%s", text, samples[i]);
    }
    return FORMAT(v, "%s\n%s", text, lines);
}
