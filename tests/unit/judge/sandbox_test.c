/* sandbox_test.c: known ways out of a Lua sandbox, and known ways to never come back. */
#include <unistd.h>

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

/* Expressions that must be nil or false: each is asserted while loading. */
static const char *const closed[] = {
    "string.dump",
    "('x').dump",
    "string.pack",
    "string.unpack",
    "string.packsize",
    "math.random",
    "math.randomseed",
    "table.create",
    "utf8.codes",
    "utf8.charpattern",
    "('x').__index",
    "tostring({}):find('0x')",
    "tostring({}):find(':')",
    "tostring(tostring):find('0x')",
    "tostring(function() end):find(':')",
    "string.format('%s', {}):find(':')",
    "string.format('%s', print_me):find(':')",
    "string.format('%10s', {}):find('0x')",
    "pcall(function() return ('x') .. {} end)",
    "pcall(string.rep)",
    "pcall(function() string.format = 1 end)",
    "pcall(function() math.pi = 3 end)",
    "pcall(function() string.gsub = nil end)",
    "pcall(function() ('').extra = 1 end)",
    "pcall(function() table.insert(math, 1) end)",
    "pcall(function() table.insert(string, 'x') end)",
    "pcall(table.move, {1}, 1, 1, 1, string)",
    "pcall(string.format, '%p', {})",
    "pcall(string.format, '%-20p', {})",
    "pcall(string.format, '%5.3p', 'x')",
    "pcall(function() local x <close> = {} end)",
    "pcall(function() missing = 1; return missing.x end)",
    "pcall(function() return known.x end)",
    "pcall(string.char, 256)",
    "pcall(utf8.codepoint, ('\\xff'):rep(3), 1, -1)",
    "pcall(select, -1)",
    "pcall(pairs, string.gmatch)",
    "pcall(next, { [{}] = 1 })",
    "pcall(pairs, { [print_me] = 1 })",
    "pcall(tostring)",
    "pcall(('x').rep, 'x', 1e9)",
    "pcall(string.rep, 'abc', math.maxinteger)",
    "pcall(string.rep, '', 10, ('x'):rep(60000))",
    "pcall(table.unpack, {}, 1, 1e7)",
    "pcall(table.unpack, {}, math.mininteger, math.maxinteger)",
    "pcall(table.move, {}, 1, math.maxinteger, 2)",
    "pcall(table.move, {}, math.mininteger, -1, 2)",
    "pcall(table.concat, {}, 'x', 1, math.maxinteger)",
    "pcall(string.find, ('a'):rep(200), ('.-'):rep(20) .. 'b')",
    "pcall(string.gsub, ('a'):rep(60000), '.-.-.-x', '')",
    "pcall(string.match, ('a'):rep(60000), '(.*)(.*)(.*)x')",
    "pcall(string.gmatch, ('('):rep(60000), '%b()%b()%b()')",
    "pcall(string.find, ('a'):rep(60000) .. 'b', ('a'):rep(2000), 1, true)",
    "pcall(string.find, ('a'):rep(3000), ('a?'):rep(100) .. ('a'):rep(100))",
};

/* CB-SANDBOX-01 CB-SANDBOX-02 CB-SANDBOX-03 */
static void test_closed(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof closed / sizeof *closed; i++) {
        fixture *f = trio("ma", "mu", "fu");
        cb_profile *p;
        const char *before = cb_format(f->arena, "local print_me = function() end\nassert(not (%s))", closed[i]);
        if (load_text(f, profile_text(f, before, "return true", ""), &p) != CB_OK) {
            fail_msg("%s: %s", closed[i], f->e.text);
        }
        fixture_free(f);
    }
}

typedef struct endless {
    const char *body, *reason;
} endless;

#define STEPS "too many steps"
#define MEMORY "memory"

/* Each of these must end as an error soon, at load and in a call. */
static const endless endlesses[] = {
    {"while true do end", STEPS},
    {"repeat until false", STEPS},
    {"::top:: goto top", STEPS},
    {"for i = 1, math.huge do end", STEPS},
    {"pcall(function() while true do end end) while true do end", STEPS},
    {"while true do pcall(function() while true do end end) end", STEPS},
    {"for i = 1, 5 do pcall(function() while true do end end) end", STEPS},
    {"while true do pcall(error) end", STEPS},
    {"local function f() pcall(f) while true do end end f()", STEPS},
    {"local function f() return f() end f()", STEPS},
    {"local function f() return 1 + f() end f()", MEMORY},
    {"local function f() local ok = pcall(f) return 1 + f() end f()", ""},
    {"local s = 'x' while true do s = s .. s end", MEMORY},
    {"local s = ('x'):rep(60000) while true do local t = s .. 'y' end", ""},
    {"local t = {} while true do t[#t + 1] = ('x'):rep(60000) .. #t end", ""},
    {"local t = {} while true do t[#t + 1] = {} end", ""},
    {"local t = {} for i = 1, 1e9 do t[i] = i end", ""},
    {"while true do pcall(function() local s = 'x' while true do s = s .. s end end) end", ""},
    {"local f = function() end while true do local g = f f = function() return g end end", ""},
    {"while true do table.sort({3, 2, 1}, function() return true end) end", STEPS},
    {"table.sort({3, 2, 1, 5, 4}, function() while true do end end)", STEPS},
    {"string.gsub('aaaa', 'a', function() while true do end end)", STEPS},
    {"for k in pairs({1, 2, 3}) do while true do end end", STEPS},
    {"local t = {} for i = 1, 3000 do t[i] = i end while true do for k in pairs(t) do end end", STEPS},
    {"local t = {} for i = 1, 3000 do t[i] = i end local k while true do k = next(t, k) end", STEPS},
    {"local t = {} for i = 1, 3000 do t[i] = i end while true do table.insert(t, 1, 0) end", ""},
    {"local t = {} for i = 1, 3000 do t[i] = 'x' end while true do local s = table.concat(t) end", STEPS},
    {"local t = {} for i = 1, 3000 do t[i] = i end while true do table.move(t, 1, 3000, 2) end", STEPS},
    {"local t = {} for i = 1, 3000 do t[i] = -i end while true do table.sort(t) end", STEPS},
    {"while true do local s = ('x'):rep(60000) end", STEPS},
    {"local s = ('x'):rep(60000) while true do local t = s:upper():lower():reverse() end", STEPS},
    {"local s = ('x'):rep(60000) while true do local t = s:find('y', 1, true) end", STEPS},
    {"local s = ('x'):rep(900) while true do local t = s:gsub('x', 'yy') end", ""},
    {"local s = ('x'):rep(60000) while true do local t = string.format('%s', s) end", STEPS},
    {"local s = ('x'):rep(60000) while true do local a, b = utf8.len(s) end", STEPS},
};

static void check_endless(const endless *trick, bool at_load) {
    fixture *f = trio("ma", "mu", "fu");
    cb_profile *p;
    cb_status s;
    const char *wrapped = cb_format(f->arena, "do %s end", trick->body);
    if (at_load) {
        s = load_text(f, profile_text(f, wrapped, "return true", ""), &p);
    } else {
        bool keep;
        p = loaded(f, "", cb_format(f->arena, "%s return true", wrapped), "");
        s = ask_sieve(f, p, snv(f, "1", 1, "0/1 0/0 0/0"), &keep);
        assert_true(s == CB_OK || strstr(f->e.text, "(record 1, variant 1-1-A-T)"));
    }
    if (s != CB_FILTER || !strstr(f->e.text, trick->reason)) {
        fail_msg("%s: status %d, %s", trick->body, (int)s, f->e.text);
    }
    fixture_free(f);
}

/* CB-SANDBOX-02 CB-SANDBOX-03 */
static void test_endless(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof endlesses / sizeof *endlesses; i++) {
        check_endless(&endlesses[i], true);
        check_endless(&endlesses[i], false);
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
    const cb_sandbox_limits tiny = {.memory = 1000, .steps_load = 1000, .steps_call = 1000};
    assert_int_equal(cb_profile_load(f->arena, cb_str_of("return {}"), "t.lua", &tiny, &p, &f->e), CB_FILTER);
    const cb_sandbox_limits small = {.memory = 20000, .steps_load = 100000, .steps_call = 1000};
    assert_int_equal(cb_profile_load(f->arena, cb_str_of("return {}"), "t.lua", &small, &p, &f->e), CB_FILTER);
    fixture_free(f);
}

int main(void) {
    alarm(300); /* a trick that never ends is a failure, not a hang */
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_absent_names), cmocka_unit_test(test_closed),
        cmocka_unit_test(test_endless),      cmocka_unit_test(test_memory_of_calls),
        cmocka_unit_test(test_unkeepable),   cmocka_unit_test(test_what_works),
        cmocka_unit_test(test_fresh_budget), cmocka_unit_test(test_sources_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
