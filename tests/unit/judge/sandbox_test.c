/* sandbox_test.c: known ways out of a Lua sandbox, and known ways to never come back. */
#include <unistd.h>

#include "casebound/base/file.h"
#include "unit/judge/profile_fixture.h"

/* A name that is not there must be an error when it is read, also inside a call. */
static const char *const absent[] = {
    "io",     "os",        "package",        "debug",        "require",      "load",     "loadstring", "loadfile",
    "dofile", "coroutine", "collectgarbage", "setmetatable", "getmetatable", "rawset",   "rawget",     "rawequal",
    "rawlen", "print",     "warn",           "xpcall",       "_G",           "_VERSION", "module",     "newproxy",
    "arg",
};

/* CB-SANDBOX-01 */
static void test_absent_names(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof absent / sizeof *absent; i++) {
        fixture *f = trio("ma", "mu", "fu");
        cb_profile *p;
        const char *before = cb_format(f->arena, "local x = %s", absent[i]);
        assert_int_equal(load_text(f, profile_text(f, before, "return true", ""), &p), CB_FILTER);
        assert_non_null(strstr(f->e.text, cb_format(f->arena, "test.lua line 1: unknown name '%s'", absent[i])));
        const char *inside = cb_format(f->arena, "local x = %s return true", absent[i]);
        p = loaded(f, "", inside, "");
        bool keep;
        assert_int_equal(ask_sieve(f, p, snv(f, "1", 1, "0/1 0/0 0/0"), &keep), CB_FILTER);
        assert_non_null(strstr(f->e.text, absent[i]));
        fixture_free(f);
    }
}

/* One trick of the corpus. Its first line says what it tries, the second what must become of it: "-- harmless", or
 * "-- says: " with a part of the message, " | " between those of which one will do. */
typedef struct trick {
    const char *name, *code;
    cb_str says; /* empty: harmless */
} trick;

static const char *const CORPUS = "tests/unit/judge/sandbox";
enum { TRICK_MAX = 1 << 16, TRICKS_AT_LEAST = 40 };

static trick read_trick(fixture *f, const char *name) {
    cb_str bytes, line;
    const char *path = cb_path_join(f->arena, CORPUS, name);
    if (!path || cb_file_read(f->arena, path, TRICK_MAX, &bytes, &f->e) != CB_OK) {
        fail_msg("%s", f->e.text);
    }
    trick t = {.name = name, .code = bytes.s};
    assert_true(cb_str_split(&bytes, '\n', &line) && cb_str_starts(line, "-- "));
    assert_true(cb_str_split(&bytes, '\n', &line));
    static const char says[] = "-- says: ";
    if (!cb_str_is(line, "-- harmless")) {
        assert_true(cb_str_starts(line, says));
        t.says = (cb_str){line.s + strlen(says), line.n - strlen(says)};
        assert_true(t.says.n > 0);
    }
    return t;
}

static bool is_said(cb_str says, const char *message) {
    size_t at;
    for (cb_str rest = says, word; rest.s;) {
        word = rest;
        if (cb_str_find(rest, " | ", &at)) {
            word.n = at;
            rest = (cb_str){rest.s + at + 3, rest.n - at - 3};
        } else {
            rest.s = NULL;
        }
        char part[200];
        snprintf(part, sizeof part, "%.*s", (int)word.n, word.s);
        if (strstr(message, part)) {
            return true;
        }
    }
    return false;
}

/* While loading, in a rule, and in score. */
static cb_status run_trick(fixture *f, const trick *t, int place) {
    size_t at;
    bool slow = cb_str_find(t->says, "processor", &at); /* what the clock ends need not take long */
    const cb_sandbox_limits limits = {
        .memory = 4 << 20, .steps_load = 200000, .steps_call = 100000, .processor = slow ? 200 : 20000};
    const char *code = cb_format(f->arena, "do\n%s\nend", t->code);
    const char *text =
        profile_text(f, place == 0 ? code : "", cb_format(f->arena, "%s return true", place == 1 ? code : ""),
                     place == 2 ? code : "");
    cb_profile *p = NULL;
    bool yes;
    cb_error_clear(&f->e);
    cb_status s = cb_profile_load(f->arena, cb_str_of(text), "test.lua", &limits, &p, &f->e);
    cb_variant *v = full_variant(f);
    if (s == CB_OK) {
        s = place == 2 ? cb_judge_score(p, f->arena, &f->kase, v, &f->e) : ask_sieve(f, p, v, &yes);
        assert_true(s == CB_OK || strstr(f->e.text, "(record 1, variant 1-1000-A-T)") || strlen(f->e.text) > 1000);
    }
    return s;
}

/* How many places went otherwise. */
static int check_trick(const char *name) {
    int wrong = 0;
    static const char *const places[] = {"while loading", "in a rule", "in score"};
    for (int place = 0; place < 3; place++) {
        fixture *f = trio("ma", "mu", "fu");
        trick t = read_trick(f, name);
        cb_status s = run_trick(f, &t, place);
        bool harmless = t.says.n == 0;
        if (s != (harmless ? CB_OK : CB_FILTER) || (!harmless && !is_said(t.says, f->e.text)) ||
            strchr(f->e.text, '\n')) {
            print_error("%s %s: status %d, %s\n", name, places[place], (int)s, f->e.text);
            wrong++;
        }
        fixture_free(f);
    }
    return wrong;
}

/* CB-SANDBOX-01 CB-SANDBOX-02 CB-SANDBOX-03 CB-SANDBOX-08 */
static void test_corpus(void **state) {
    (void)state;
    cb_arena *arena = cb_arena_new(TRICK_MAX);
    cb_error e = {0};
    const cb_entry *entries = NULL;
    size_t count = 0;
    assert_non_null(arena);
    assert_int_equal(cb_folder_list(arena, CORPUS, &entries, &count, &e), CB_OK);
    assert_true(count >= TRICKS_AT_LEAST);
    int wrong = 0;
    for (size_t i = 0; i < count; i++) {
        wrong += check_trick(entries[i].path);
    }
    cb_arena_free(arena);
    assert_int_equal(wrong, 0);
}

/* The same trick says the same, however often it is tried in one state. */
/* CB-SANDBOX-06 */
static void test_corpus_again(void **state) {
    (void)state;
    static const char *const names[] = {"loop_after_pcall.lua", "memory_doubling.lua", "recursion_by_gsub.lua"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        fixture *f = trio("ma", "mu", "fu");
        trick t = read_trick(f, names[i]);
        cb_profile *p = loaded(f, "", cb_format(f->arena, "if v.position == 1 then\n%s\nend return true", t.code), "");
        const char *first = NULL;
        for (int turn = 0; turn < 4; turn++) {
            bool yes;
            assert_int_equal(ask_sieve(f, p, snv(f, "1", 2, "0/1 0/0 0/0"), &yes), CB_OK);
            cb_variant *v = snv(f, "1", 1, "0/1 0/0 0/0");
            v->record_number = 1;
            assert_int_equal(ask_sieve(f, p, v, &yes), CB_FILTER);
            first = first ? first : cb_copy(f->arena, f->e.text);
            assert_string_equal(f->e.text, first);
        }
        fixture_free(f);
    }
}

/* Ways to leave something for the next call: refused when the profile is loaded, or when the call ends. */
static const struct {
    const char *before, *body, *reason;
} memories[] = {
    {"local n = 0", "n = n + 1 return true", "a call changed the outer local 'n'"},
    {"local n", "n = v.key return true", "a call changed the outer local 'n'"},
    {"n = 0", "n = n + 1 return true", "'n' cannot be set"},
    {"", "fresh = 1 return true", "'fresh' cannot be set"},
    {"", "_ENV.fresh = 1 return true", "'fresh' cannot be set"},
    {"", "_ENV = {} return true", "a call changed the outer local '_ENV'"},
    {"local seen = {}", "seen[v.key] = true return true", "cannot be set"},
    {"local seen = {}", "seen[1] = true return true", "'1' cannot be set"},
    {"local seen = {}", "table.insert(seen, 1) return true", "cannot be set"},
    {"local seen = { 1, 2 }", "table.sort(seen, function(a, b) return a > b end) return true", "cannot be set"},
    {"local seen = { 1, 2 }", "table.remove(seen) return true", "cannot be set"},
    {"local seen = { 1, 2 }", "table.move({ 3 }, 1, 1, 1, seen) return true", "cannot be set"},
    {"local deep = { a = { b = {} } }", "deep.a.b.c = 1 return true", "'c' cannot be set"},
    {"local function counter() local n = 0 return function() n = n + 1 return n end end local tick = counter()",
     "tick() return true", "a call changed the outer local 'n'"},
    {"", "t.max_af = 1 return true", "'max_af' cannot be set"},
    {"", "v.af = 1 return true", "facts cannot be set"},
    {"", "v.proband.depth = 1 return true", "facts cannot be set"},
};

/* CB-SANDBOX-04 */
static void test_memory_of_calls(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof memories / sizeof *memories; i++) {
        fixture *f = trio("ma", "mu", "fu");
        cb_profile *p = loaded(f, memories[i].before, memories[i].body, "");
        bool keep;
        cb_status s = ask_sieve(f, p, snv(f, "1", 1, "0/1 0/0 0/0"), &keep);
        if (s != CB_FILTER || !strstr(f->e.text, memories[i].reason)) {
            fail_msg("%s / %s: status %d, %s", memories[i].before, memories[i].body, (int)s, f->e.text);
        }
        fixture_free(f);
    }
}

/* What a profile cannot keep even while it is loaded. */
static const struct {
    const char *before, *reason;
} unkeepable[] = {
    {"it = pairs({ 1, 2 })", "an iterator cannot be kept"},
    {"it = string.gmatch('a b', '%a')", "an iterator cannot be kept"},
    {"held = { [{}] = 1 }", "a table cannot be a key"},
    {"held = { [function() end] = 1 }", "a function cannot be a key"},
    {"held = {} local t = held for i = 1, 100 do t.x = {} t = t.x end", "nested more than"},
};

/* CB-SANDBOX-04 */
static void test_unkeepable(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof unkeepable / sizeof *unkeepable; i++) {
        fixture *f = trio("ma", "mu", "fu");
        cb_profile *p;
        assert_int_equal(load_text(f, profile_text(f, unkeepable[i].before, "return true", ""), &p), CB_FILTER);
        if (!strstr(f->e.text, unkeepable[i].reason)) {
            fail_msg("%s: %s", unkeepable[i].before, f->e.text);
        }
        fixture_free(f);
    }
}

/* Locked tables read as before; functions, outer locals and libraries work in calls. */
/* CB-SANDBOX-05 */
static void test_what_works(void **state) {
    (void)state;
    static const char *const good[] = {
        "#list == 3 and list[2] == 'b' and table.concat(list, ',') == 'a,b,c'",
        "select('#', table.unpack(list)) == 3",
        "helper(2) == 4 and map.inner.x == 1 and map.none == nil",
        "(function() local s = '' for k, x in pairs(map.order) do s = s .. tostring(k) .. x .. ' ' end return s end)() "
        "== "
        "'false0 1a 2b 10c a4 b5 z6 '",
        "(function() local s = '' for i, x in ipairs(list) do s = s .. i .. x end return s end)() == '1a2b3c'",
        "(function() local k, x = next(map.order) return k == false and next(map.order, 10) == 'a' end)()",
        "(function() local u = { 5, 3, 9, 1 } table.sort(u) return table.concat(u, ' ') end)() == '1 3 5 9'",
        "(function() local u = { 'b1', 'a1', 'b2', 'a2' } table.sort(u, function(x, y) return x:sub(1, 1) < y:sub(1, "
        "1) end)"
        " return table.concat(u, ' ') end)() == 'a1 a2 b1 b2'",
        "('stop_gained'):gsub('_', ' ') == 'stop gained'",
        "('splice_donor_variant'):match('^(%a+)_') == 'splice'",
        "string.format('%.3g %s %d %5.2f %%', 0.00012345, true, 3, 1.5) == '0.000123 true 3  1.50 %'",
        "tostring(missing) == 'missing' and tostring(not_annotated) == 'not annotated' and tostring(nil) == 'nil'",
        "tostring({}) == 'table' and tostring(1.5) == '1.5' and string.format('%s', {}) == 'table'",
        "select(2, pcall(error, 'x')) == 'x' and pcall(function() return 1 end)",
        "math.max(1, 3) == 3 and math.floor(2.5) == 2 and utf8.len('é') == 1 and tonumber('0x10') == 16",
        "('x'):rep(3, '-') == 'x-x-x' and ('x'):rep(0) == '' and (''):rep(1e9) == ''",
        "_ENV.helper == helper",
        "(function() local n = 0 for w in ('a bc d'):gmatch('%a+') do n = n + #w end return n end)() == 4",
    };
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        fixture *f = trio("ma", "mu", "fu");
        const char *before = "local list = { 'a', 'b', 'c' }\nlocal map = { inner = { x = 1 }, "
                             "order = { z = 6, [10] = 'c', a = 4, [false] = 0, [2] = 'b', b = 5, [1] = 'a' } }\n"
                             "function helper(x) return x * 2 end\nlocal helper = helper";
        cb_profile *p = loaded(f, before, cb_format(f->arena, "assert(%s) return true", good[i]), "");
        bool keep = false;
        for (int turn = 0; turn < 3; turn++) {
            if (ask_sieve(f, p, snv(f, "1", 1, "0/1 0/0 0/0"), &keep) != CB_OK || !keep) {
                fail_msg("%s: %s", good[i], f->e.text);
            }
        }
        fixture_free(f);
    }
}

/* A stop is not for ever: the next call has a fresh budget. */
/* CB-SANDBOX-06 */
static void test_fresh_budget(void **state) {
    (void)state;
    fixture *f = trio("ma", "mu", "fu");
    cb_profile *p = loaded(f, "", "if v.position == 1 then while true do end end return true", "");
    bool keep = false;
    for (int i = 0; i < 3; i++) {
        assert_int_equal(ask_sieve(f, p, snv(f, "1", 1, "0/1 0/0 0/0"), &keep), CB_FILTER);
        assert_int_equal(ask_sieve(f, p, snv(f, "1", 2, "0/1 0/0 0/0"), &keep), CB_OK);
        assert_true(keep);
    }
    fixture_free(f);
}

/* CB-SANDBOX-07 */
static void test_sources_refused(void **state) {
    (void)state;
    static const struct {
        cb_str bytes;
        const char *reason;
    } sources[] = {
        {{"\x1bLua\x54\x00", 6}, "compiled Lua is not taken"},
        {{"return {\x00}", 10}, "not valid UTF-8"},
        {{"return '\xff'", 10}, "not valid UTF-8"},
        {{"", 0}, "returns nothing instead of a table"},
        {{"return 7", 8}, "returns number instead of a table"},
    };
    for (size_t i = 0; i < sizeof sources / sizeof *sources; i++) {
        fixture *f = fixture_new();
        cb_profile *p;
        assert_int_equal(cb_profile_load(f->arena, sources[i].bytes, "test.lua", NULL, &p, &f->e), CB_FILTER);
        assert_non_null(strstr(f->e.text, sources[i].reason));
        fixture_free(f);
    }
    fixture *f = fixture_new();
    cb_profile *p;
    enum { DEEP = 100000 };
    char *deep = cb_alloc(f->arena, DEEP + 1);
    assert_non_null(deep);
    memset(deep, '{', DEEP);
    assert_int_equal(load_text(f, deep, &p), CB_FILTER);
    memset(deep, '(', DEEP);
    memcpy(deep, "return ", 7);
    assert_int_equal(load_text(f, deep, &p), CB_FILTER);
    const cb_sandbox_limits tiny = {.memory = 1000, .steps_load = 1000, .steps_call = 1000, .processor = 5000};
    assert_int_equal(cb_profile_load(f->arena, cb_str_of("return {}"), "t.lua", &tiny, &p, &f->e), CB_FILTER);
    const cb_sandbox_limits small = {.memory = 20000, .steps_load = 100000, .steps_call = 1000, .processor = 5000};
    assert_int_equal(cb_profile_load(f->arena, cb_str_of("return {}"), "t.lua", &small, &p, &f->e), CB_FILTER);
    fixture_free(f);
}

int main(void) {
    alarm(300); /* a trick that never ends is a failure, not a hang */
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_absent_names), cmocka_unit_test(test_corpus),
        cmocka_unit_test(test_corpus_again), cmocka_unit_test(test_memory_of_calls),
        cmocka_unit_test(test_unkeepable),   cmocka_unit_test(test_what_works),
        cmocka_unit_test(test_fresh_budget), cmocka_unit_test(test_sources_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
