/* tests.c: the cases of a profile, read key by key from the table that their file returns. */
#include "tests.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { CASES_MAX = 1000, PERSONS_MAX = 100, TERMS_MAX = 100, PANELS_MAX = 20, POINTS_MAX = 50, EXPECTED_MAX = 500 };

static const char *const TRIO = "T\tproband\tfather\tmother\t1\t2\nT\tfather\t0\t0\t1\t1\nT\tmother\t0\t0\t2\t1\n",
                         *const SINGLETON = "T\tproband\t0\t0\t1\t2\n";

typedef struct loading {
    cb_profile_reader reader;
    cb_str bytes;
    const char *chunk;
    cb_filter_test *tests;
    size_t count;
} loading;

int cb_tests_field(lua_State *L, int kase, const char *key) {
    if (lua_getfield(L, kase, key) == LUA_TNIL) {
        lua_pop(L, 1);
        lua_getfield(L, 1, key);
    }
    return lua_type(L, -1);
}

static const char *text_at(lua_State *L, cb_profile_reader *r, int table, const char *key) {
    lua_getfield(L, table, key);
    const char *text = cb_profile_text(L, r, -1, key);
    lua_pop(L, 1);
    return text;
}

/* A text that can stand in YAML, a file's name or a key of a variant as it is. */
static const char *word(lua_State *L, int index, const char *what) {
    const char *text = lua_type(L, index) == LUA_TSTRING ? lua_tostring(L, index) : "";
    if (!*text || text[strcspn(text, " \t\r\n,[]{}'\"/\\#")]) {
        luaL_error(L, "%s: '%s' cannot stand there", what, text);
    }
    return text;
}

static const char *checked(lua_State *L, cb_profile_reader *r, const char *text) {
    if (!text) {
        cb_profile_no_memory(L, r);
    }
    return text;
}

/* A whole file: longer than what a profile may say in a text. */
static const char *file_text(lua_State *L, cb_profile_reader *r, int index, const char *what) {
    size_t n = 0;
    const char *text = lua_type(L, index) == LUA_TSTRING ? lua_tolstring(L, index, &n) : "";
    if (n == 0 || strlen(text) != n) {
        luaL_error(L, "%s is the text of a file", what);
    }
    return checked(L, r, cb_copy_n(r->arena, text, n));
}

static const char *ped_of(lua_State *L, cb_profile_reader *r, int kase) {
    const char *text = NULL;
    lua_getfield(L, kase, "family"); /* a case's own word comes before the file's ped */
    bool own_family = !lua_isnil(L, -1);
    lua_pop(L, 1);
    if (!own_family && cb_tests_field(L, kase, "ped") == LUA_TSTRING) {
        text = file_text(L, r, -1, "ped");
    } else if (own_family || lua_isnil(L, -1)) {
        int type = cb_tests_field(L, kase, "family");
        const char *name = type == LUA_TSTRING ? lua_tostring(L, -1) : "";
        text = type == LUA_TNIL || strcmp(name, "trio") == 0 ? TRIO : strcmp(name, "singleton") == 0 ? SINGLETON : NULL;
    }
    if (!text) {
        luaL_error(L, "family is \"trio\" or \"singleton\"; another family is the text of a PED file in ped");
    }
    return text;
}

/* The ids of the PED's persons, in its order: the samples of the VCF. */
static size_t samples_of(lua_State *L, cb_profile_reader *r, const char *ped, const char **ids) {
    cb_str rest = cb_str_of(ped), line;
    size_t count = 0;
    while (cb_str_split(&rest, '\n', &line)) {
        line = cb_str_trim(line);
        if (line.n == 0 || line.s[0] == '#') {
            continue;
        }
        size_t family = 0, id = 0, end;
        while (family < line.n && !strchr(" \t", line.s[family])) {
            family++;
        }
        id = family;
        while (id < line.n && strchr(" \t", line.s[id])) {
            id++;
        }
        for (end = id; end < line.n && !strchr(" \t", line.s[end]);) {
            end++;
        }
        if (end == id || count == PERSONS_MAX) {
            luaL_error(L, end == id ? "ped: a line without a person" : "ped: too many persons");
        }
        ids[count++] = checked(L, r, cb_copy_n(r->arena, line.s + id, end - id));
    }
    return count;
}

/* "a, b" of a list of words. */
static const char *listed(lua_State *L, cb_profile_reader *r, int kase, const char *key) {
    const char *text = "";
    if (cb_tests_field(L, kase, key) != LUA_TNIL) {
        int list = lua_gettop(L);
        size_t count = cb_profile_list(L, list, key, TERMS_MAX);
        for (size_t i = 0; i < count; i++) {
            lua_rawgeti(L, list, (lua_Integer)i + 1);
            text = checked(L, r, cb_format(r->arena, "%s%s'%s'", text, i > 0 ? ", " : "", word(L, -1, key)));
            lua_pop(L, 1);
        }
    }
    lua_pop(L, 1);
    return text;
}

static int order_files(const void *a, const void *b) {
    return strcmp(((const cb_profile_file *)a)->name, ((const cb_profile_file *)b)->name);
}

static void read_panels(lua_State *L, cb_profile_reader *r, int kase, cb_filter_test *test) {
    if (cb_tests_field(L, kase, "panels") != LUA_TNIL) {
        int table = lua_gettop(L);
        if (!lua_istable(L, table)) {
            luaL_error(L, "panels is a table { id = text of a panel file }");
        }
        cb_profile_file *panels = cb_profile_array(L, r, PANELS_MAX, sizeof *panels);
        for (lua_pushnil(L); lua_next(L, table) != 0; lua_pop(L, 1)) {
            if (test->panel_count == PANELS_MAX) {
                luaL_error(L, "panels has too many entries");
            }
            const char *id = checked(L, r, cb_copy(r->arena, word(L, -2, "panels")));
            panels[test->panel_count++] = (cb_profile_file){id, cb_str_of(file_text(L, r, -1, id))};
        }
        qsort(panels, test->panel_count, sizeof *panels, order_files);
        test->panels = panels;
    }
    lua_pop(L, 1);
}

static const char *build_of(lua_State *L, int kase) {
    int type = cb_tests_field(L, kase, "build");
    const char *name = type == LUA_TSTRING ? lua_tostring(L, -1) : "";
    bool old = strcmp(name, "GRCh37") == 0;
    if (type != LUA_TNIL && !old && strcmp(name, "GRCh38") != 0) {
        luaL_error(L, "build is \"GRCh37\" or \"GRCh38\"");
    }
    lua_pop(L, 1);
    return old ? "GRCh37" : "GRCh38";
}

static const char *case_text(lua_State *L, cb_profile_reader *r, int kase, const char *build, cb_filter_test *test) {
    const char *panels = "", *proband = "", *terms = listed(L, r, kase, "terms");
    for (size_t i = 0; i < test->panel_count; i++) {
        panels = checked(L, r, cb_format(r->arena, "%s%s'%s'", panels, i > 0 ? ", " : "", test->panels[i].name));
    }
    if (lua_getfield(L, kase, "proband") != LUA_TNIL) {
        proband = checked(L, r, cb_format(r->arena, "proband: '%s'\n", word(L, -1, "proband")));
    }
    lua_pop(L, 1);
    return checked(L, r,
                   cb_format(r->arena,
                             "family: T\nped: case.ped\nvcf_snv: case.vcf\nhuman_genome_build: '%s'\n%s"
                             "phenotype_terms: [%s]\ndefault_gene_panels: [%s]\n",
                             build + strlen("GRCh"), proband, terms, panels));
}

static cb_wish wish(lua_State *L, int table, const char *key) {
    int type = lua_getfield(L, table, key);
    if (type != LUA_TNIL && type != LUA_TBOOLEAN) {
        luaL_error(L, "expect: %s is true or false", key);
    }
    cb_wish said = type == LUA_TNIL ? CB_NO_WISH : lua_toboolean(L, -1) ? CB_WISH_YES : CB_WISH_NO;
    lua_pop(L, 1);
    return said;
}

static int order_points(const void *a, const void *b) {
    return strcmp(((const cb_expected_points *)a)->reason, ((const cb_expected_points *)b)->reason);
}

static void read_points(lua_State *L, cb_profile_reader *r, int table, cb_expected *out) {
    if (lua_getfield(L, table, "points") != LUA_TNIL) {
        int list = lua_gettop(L);
        if (!lua_istable(L, list)) {
            luaL_error(L, "expect: points is a table { reason = number or boolean }");
        }
        cb_expected_points *points = cb_profile_array(L, r, POINTS_MAX, sizeof *points);
        for (lua_pushnil(L); lua_next(L, list) != 0; lua_pop(L, 1)) {
            bool number = lua_type(L, -1) == LUA_TNUMBER && isfinite(lua_tonumber(L, -1));
            if (out->point_count == POINTS_MAX || (!number && !lua_isboolean(L, -1))) {
                luaL_error(L, "expect: points is a table { reason = number or boolean }");
            }
            points[out->point_count++] =
                (cb_expected_points){.reason = checked(L, r, cb_copy(r->arena, word(L, -2, "points"))),
                                     .wish = number                 ? CB_NO_WISH
                                             : lua_toboolean(L, -1) ? CB_WISH_YES
                                                                    : CB_WISH_NO,
                                     .points = number ? lua_tonumber(L, -1) : 0};
        }
        qsort(points, out->point_count, sizeof *points, order_points);
        out->points = points;
    }
    lua_pop(L, 1);
}

static const char *text_or_null(lua_State *L, cb_profile_reader *r, int table, const char *key) {
    const char *text = lua_getfield(L, table, key) == LUA_TNIL ? NULL : cb_profile_text(L, r, -1, key);
    lua_pop(L, 1);
    return text;
}

/* The expectation at the top, popped. */
static void read_expected(lua_State *L, cb_profile_reader *r, cb_expected *out) {
    static const char *const known[] = {"kept", "dropped", "rescued", "near_miss", "shortlisted",
                                        "rank", "top",     "flag",    "points",    NULL};
    enum { RANK_MAX = 1000000 };
    int table = lua_gettop(L);
    if (!lua_istable(L, table)) {
        luaL_error(L, "expect: '%s' has a table { kept = true } or { dropped = \"rule\" }", out->key);
    }
    cb_profile_known_keys(L, table, "expect", known);
    out->dropped = text_or_null(L, r, table, "dropped");
    if ((wish(L, table, "kept") == CB_WISH_YES) == (out->dropped != NULL)) {
        luaL_error(L, "expect: '%s' says either kept = true or dropped = \"rule\"", out->key);
    }
    out->rescued = wish(L, table, "rescued");
    out->near_miss = wish(L, table, "near_miss");
    out->shortlisted = wish(L, table, "shortlisted");
    out->rank = (size_t)cb_profile_whole(L, table, "expect", "rank", 1, RANK_MAX, 0);
    out->top = (size_t)cb_profile_whole(L, table, "expect", "top", 1, RANK_MAX, 0);
    out->flag = text_or_null(L, r, table, "flag");
    read_points(L, r, table, out);
    bool ranked = out->rescued || out->shortlisted || out->rank || out->top || out->flag || out->point_count;
    if (out->dropped ? ranked : out->near_miss != CB_NO_WISH) {
        luaL_error(L,
                   out->dropped ? "expect: '%s' is dropped: of that, near_miss alone can be said"
                                : "expect: '%s' is kept: it is no near miss",
                   out->key);
    }
    lua_settop(L, table - 1);
}

static int order_expected(const void *a, const void *b) {
    return strcmp(((const cb_expected *)a)->key, ((const cb_expected *)b)->key);
}

static void read_all_expected(lua_State *L, cb_profile_reader *r, int kase, cb_filter_test *test) {
    lua_getfield(L, kase, "expect");
    int table = lua_gettop(L);
    cb_expected *list = cb_profile_array(L, r, EXPECTED_MAX, sizeof *list);
    if (!lua_istable(L, table)) {
        luaL_error(L, "expect is a table { [\"1-12345-A-T\"] = { kept = true } }");
    }
    for (lua_pushnil(L); lua_next(L, table) != 0;) {
        if (test->expected_count == EXPECTED_MAX) {
            luaL_error(L, "expect has too many entries");
        }
        cb_expected *one = &list[test->expected_count++];
        one->key = checked(L, r, cb_copy(r->arena, word(L, -2, "expect")));
        read_expected(L, r, one);
    }
    if (test->expected_count == 0) {
        luaL_error(L, "expect says nothing of any allele");
    }
    qsort(list, test->expected_count, sizeof *list, order_expected);
    test->expected = list;
    lua_settop(L, table - 1);
}

/* The case at the top, popped. */
static void read_case(lua_State *L, cb_profile_reader *r, cb_filter_test *test) {
    static const char *const known[] = {"name",  "why",    "family", "ped",     "proband", "build",
                                        "terms", "panels", "header", "records", "expect",  NULL};
    int kase = lua_gettop(L);
    if (!lua_istable(L, kase)) {
        luaL_error(L, "cases: each is a table");
    }
    test->name = text_at(L, r, kase, "name");
    cb_profile_known_keys(L, kase, test->name, known);
    test->why = text_at(L, r, kase, "why");
    const char **samples = cb_profile_array(L, r, PERSONS_MAX, sizeof *samples);
    const char *ped = ped_of(L, r, kase), *build = build_of(L, kase);
    lua_settop(L, kase);
    size_t count = samples_of(L, r, ped, samples);
    test->ped = cb_str_of(ped);
    test->vcf = cb_str_of(cb_tests_vcf(L, r, kase, build, samples, count));
    read_panels(L, r, kase, test);
    test->kase = cb_str_of(case_text(L, r, kase, build, test));
    read_all_expected(L, r, kase, test);
    lua_settop(L, kase - 1);
}

static void read_cases(lua_State *L, loading *l) {
    static const char *const known[] = {"cases", "family", "ped", "build", "header", NULL};
    if (!lua_istable(L, 1)) {
        luaL_error(L, "the file returns %s instead of a table", lua_isnil(L, 1) ? "nothing" : luaL_typename(L, 1));
    }
    cb_profile_known_keys(L, 1, "", known);
    lua_getfield(L, 1, "cases");
    size_t count = cb_profile_list(L, 2, "cases", CASES_MAX);
    l->tests = cb_profile_array(L, &l->reader, count, sizeof *l->tests);
    for (size_t i = 0; i < count; i++) {
        lua_rawgeti(L, 2, (lua_Integer)i + 1);
        read_case(L, &l->reader, &l->tests[i]);
    }
    l->count = count;
}

static int load_tests(lua_State *L) {
    loading *l = lua_touserdata(L, 1);
    lua_settop(L, 0);
    if (luaL_loadbufferx(L, l->bytes.s, l->bytes.n, l->chunk, "t") != LUA_OK) {
        return lua_error(L);
    }
    lua_call(L, 0, 1);
    read_cases(L, l);
    return 0;
}

cb_status cb_filter_tests_load(cb_arena *arena, cb_str bytes, const char *name, const cb_sandbox_limits *limits,
                               const cb_filter_test **out, size_t *count, cb_error *e) {
    loading l = {.reader = {.arena = arena}, .bytes = bytes, .chunk = cb_format(arena, "=%s", name)};
    cb_sandbox *sandbox = NULL;
    if (!l.chunk) {
        return cb_fail_memory(e);
    }
    cb_status status = cb_profile_check_source(bytes, name, e);
    if (status == CB_OK) {
        status = cb_sandbox_new(arena, name, limits, &sandbox, e);
    }
    if (status != CB_OK) {
        return status;
    }
    cb_error cause = {0};
    status = cb_sandbox_run(sandbox, load_tests, &l, sandbox->limits.steps_load, &cause);
    if (status != CB_OK) {
        return l.reader.no_memory ? cb_fail_memory(e) : cb_fail(e, status, "%s", cause.text);
    }
    *out = l.tests;
    *count = l.count;
    return CB_OK;
}
