/* points.c: what score adds to an allele: points with their reason, words and evidence, and flags. */
#include "casebound/base/number.h"
#include "casebound/base/utf8.h"
#include "facts.h"
#include <math.h>
#include <string.h>

enum { POINTS_MAX = 200, FLAGS_MAX = 100, TEXT_MAX = 400, REASON_MAX = 40, EVIDENCE_MAX = 400, EVIDENCE_DIGITS = 6 };
static const double POINT_LIMIT = 1000; /* a single addition beyond it is a slip */

/* Only the allele that is being scored may be added to: a partner's own call adds to it. */
static cb_judging *scoring(lua_State *L) {
    const cb_handle *h = cb_check_handle(L, 1, CB_KIND_VARIANT);
    cb_judging *j = cb_judging_of(L);
    if (!j->arena) {
        luaL_error(L, "points and flags are added in score alone");
    }
    if (h->v != j->v) {
        luaL_error(L, "points and flags are added to the variant at hand, not to its partner");
    }
    return j;
}

static int no_memory(lua_State *L, cb_judging *j) {
    (void)cb_fail_memory(&j->failed);
    return cb_raise_failed(L);
}

static cb_str checked_text(lua_State *L, int index, size_t most, const char *what) {
    size_t n, at = 0;
    const char *s = luaL_checklstring(L, index, &n);
    cb_str text = {s, n};
    if (n > most) {
        luaL_error(L, "%s has more than %d bytes", what, (int)most);
    }
    if (!cb_utf8_valid(text, &at)) {
        luaL_error(L, "%s is not valid UTF-8 at byte %d", what, (int)at + 1);
    }
    return text;
}

/* Evidence repeats what a file says: a FILTER or a reason of any length must not stop a profile. What is longer is cut
 * between two characters and ends in an ellipsis; the whole text stands where it came from. */
static void cut_evidence(lua_State *L, int index) {
    size_t n;
    const char *s = luaL_checklstring(L, index, &n);
    if (n <= EVIDENCE_MAX) {
        return;
    }
    n = EVIDENCE_MAX - strlen("\xe2\x80\xa6");
    while (n > 0 && ((unsigned char)s[n] & 0xc0) == 0x80) {
        n--;
    }
    lua_pushlstring(L, s, n);
    lua_pushliteral(L, "\xe2\x80\xa6");
    lua_concat(L, 2);
    lua_replace(L, index);
}

void cb_push_evidence(lua_State *L, int index) {
    char number[CB_NUMBER_TEXT];
    const char *absent = NULL;
    switch (lua_type(L, index)) {
    case LUA_TNUMBER:
        if (lua_isinteger(L, index)) {
            lua_pushfstring(L, "%I", (LUAI_UACINT)lua_tointeger(L, index));
            return;
        }
        cb_number_rounded(lua_tonumber(L, index), EVIDENCE_DIGITS, number);
        lua_pushstring(L, number);
        return;
    case LUA_TBOOLEAN:
        lua_pushstring(L, lua_toboolean(L, index) ? "yes" : "no");
        return;
    case LUA_TSTRING:
        lua_pushvalue(L, index);
        cut_evidence(L, lua_gettop(L));
        return;
    default:
        if (!cb_is_missing(L, index, &absent)) {
            luaL_error(L, "evidence takes numbers, texts and booleans, not a %s", luaL_typename(L, index));
        }
        lua_pushstring(L, absent);
    }
}

/* { af = 0.0001, source = "gnomAD" } becomes "af = 0.0001, source = gnomAD", sorted by key. Leaves the text. */
static void push_evidence_table(lua_State *L, int table) {
    lua_pushliteral(L, "");
    int text = lua_gettop(L);
    lua_pushcfunction(L, cb_sandbox_pairs);
    lua_pushvalue(L, table);
    lua_call(L, 1, 1);
    for (;;) {
        lua_pushvalue(L, text + 1);
        lua_call(L, 0, 2);
        if (lua_isnil(L, text + 2)) {
            break;
        }
        cb_sandbox_text(L, text + 2);
        const char *name = lua_tostring(L, -1);
        cb_push_evidence(L, text + 3);
        const char *before = lua_tostring(L, text);
        lua_pushfstring(L, "%s%s%s = %s", before, *before ? ", " : "", name, lua_tostring(L, -1));
        lua_replace(L, text);
        lua_settop(L, text + 1);
    }
    lua_settop(L, text);
}

static cb_str evidence_text(lua_State *L, int index) {
    if (lua_isnoneornil(L, index)) {
        return (cb_str){"", 0};
    }
    if (lua_type(L, index) == LUA_TTABLE) {
        push_evidence_table(L, index);
        lua_replace(L, index);
    }
    cut_evidence(L, index);
    return checked_text(L, index, EVIDENCE_MAX, "the evidence");
}

static const char *checked_reason(lua_State *L, int index) {
    size_t n;
    const char *word = luaL_checklstring(L, index, &n);
    if (n == 0 || n > REASON_MAX || word[strspn(word, "abcdefghijklmnopqrstuvwxyz0123456789_")] != 0) {
        luaL_error(L, "the reason '%s' is not a key of small letters, digits and '_'", word);
    }
    return word;
}

int cb_method_add(lua_State *L) {
    cb_judging *j = scoring(L);
    lua_settop(L, 5);
    double points = luaL_checknumber(L, 2);
    const char *word = checked_reason(L, 3);
    cb_str text = checked_text(L, 4, TEXT_MAX, "the text of the points");
    cb_str evidence = evidence_text(L, 5);
    cb_variant *v = j->v;
    if (!isfinite(points) || fabs(points) > POINT_LIMIT) {
        return luaL_error(L, "points must be a number between -%d and %d", (int)POINT_LIMIT, (int)POINT_LIMIT);
    }
    if (text.n == 0 || v->point_count >= POINTS_MAX) {
        return luaL_error(L, text.n == 0 ? "points need a text" : "too many additions to one variant");
    }
    cb_point *list = cb_grow(j->arena, v->points, v->point_count, &v->point_capacity, sizeof *list);
    cb_point point = {.points = points,
                      .reason = cb_copy(j->arena, word),
                      .text = cb_copy_str(j->arena, text),
                      .evidence = cb_copy_str(j->arena, evidence)};
    if (!list || !point.reason || !point.text || !point.evidence) {
        return no_memory(L, j);
    }
    v->points = list;
    v->points[v->point_count++] = point;
    return 0;
}

int cb_method_flag(lua_State *L) {
    cb_judging *j = scoring(L);
    cb_str text = checked_text(L, 2, TEXT_MAX, "the flag");
    if (text.n == 0 || j->v->flag_count >= FLAGS_MAX) {
        return luaL_error(L, text.n == 0 ? "a flag needs a text" : "too many flags on one variant");
    }
    if (cb_variant_flag(j->arena, j->v, cb_copy_str(j->arena, text), NULL) != CB_OK) {
        return no_memory(L, j);
    }
    return 0;
}
