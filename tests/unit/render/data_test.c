/* data_test.c: the data files of a report: JSON that reads back, tables in which hostile text stays in its cell. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "casebound/render/bundle.h"
#include "casebound/render/data.h"
#include "unit/arrange/example_view.h"
#include <jansson.h>

enum { ARENA = 1 << 27 };

static cb_arena *new_arena(void) {
    cb_arena *arena = cb_arena_new(ARENA);
    assert_non_null(arena);
    return arena;
}

enum { MOST = 1 << 26 };
typedef cb_status writer(cb_arena *arena, const cb_node *view, cb_buf *out, cb_error *e);

/* What the writer appends, in the arena. */
static cb_status made(writer *write, cb_arena *arena, const cb_node *view, cb_str *out, cb_error *e) {
    cb_buf bytes;
    cb_buf_init(&bytes, MOST);
    cb_status status = write(arena, view, &bytes, e);
    if (status == CB_OK) {
        *out = (cb_str){cb_copy_str(arena, cb_buf_view(&bytes)), bytes.size};
        status = out->s ? CB_OK : cb_fail_memory(e);
    }
    cb_buf_free(&bytes);
    return status;
}

static json_t *parsed(cb_str json) {
    json_error_t error;
    json_t *tree = json_loadb(json.s, json.n, JSON_REJECT_DUPLICATES, &error);
    if (!tree) {
        fail_msg("not JSON at line %d: %s", error.line, error.text);
    }
    return tree;
}

typedef struct table {
    size_t comments, rows, columns;
    char *cells[200][60];
    char *comment[10];
} table;

/* Reads a table as a spreadsheet does: lines, then tabs. Every row has as many cells as the first. */
static void read_table(cb_arena *arena, cb_str text, table *t) {
    memset(t, 0, sizeof *t);
    assert_true(text.n > 0 && text.s[text.n - 1] == '\n');
    cb_str lines = {text.s, text.n - 1}, line;
    while (cb_str_split(&lines, '\n', &line)) {
        if (t->rows == 0 && cb_str_starts(line, "##")) {
            t->comment[t->comments++] = cb_copy_str(arena, line);
            continue;
        }
        size_t count = 0;
        cb_str cell;
        while (cb_str_split(&line, '\t', &cell)) {
            assert_true(count < 60 && t->rows < 200);
            t->cells[t->rows][count++] = cb_copy_str(arena, cell);
        }
        t->columns = t->rows == 0 ? count : t->columns;
        assert_int_equal(count, t->columns);
        t->rows++;
    }
}

static const char *cell(const table *t, size_t row, const char *key) {
    for (size_t i = 0; i < t->columns; i++) {
        if (strcmp(t->cells[0][i], key) == 0) {
            return t->cells[row + 1][i];
        }
    }
    fail_msg("no column %s", key);
    return NULL;
}

/* CB-DATA-01 */
static void test_case_json(void **state) {
    (void)state;
    cb_arena *arena = new_arena();
    const cb_node *view = example_view(arena);
    cb_str json;
    cb_error e = {0};
    assert_int_equal(made(cb_data_case, arena, view, &json, &e), CB_OK);
    assert_int_equal(json.s[json.n - 1], '\n');
    assert_true(cb_str_starts(json, "{\n  \"report\": {\n    \"id\": \"FAM-0042-r1\""));
    json_t *tree = parsed(json);
    json_t *variants = json_object_get(tree, "variants");
    assert_int_equal(json_array_size(variants), EXAMPLE_LISTED);
    size_t i = 0;
    for (const cb_node *v = cb_node_at(view, "variants")->first; v; v = v->next, i++) {
        json_t *key = json_object_get(json_array_get(variants, i), "key");
        assert_string_equal(json_string_value(key), cb_node_text(v, "key"));
    }
    json_t *digest = json_object_get(json_object_get(tree, "report"), "facts_digest");
    assert_string_equal(json_string_value(digest), cb_node_text(view, CB_FACTS_DIGEST_PATH));
    json_decref(tree);
    cb_arena_free(arena);
}

/* The text without the white space between its tokens. */
static char *compact(cb_arena *arena, cb_str json, size_t *size) {
    char *out = cb_copy_str(arena, json);
    assert_non_null(out);
    bool inside = false;
    *size = 0;
    for (size_t i = 0; i < json.n; i++) {
        const char c = json.s[i];
        if (!inside && (c == ' ' || c == '\n')) {
            continue;
        }
        inside = c == '"' ? !inside : inside;
        out[(*size)++] = c;
        if (inside && c == '\\') {
            out[(*size)++] = json.s[++i];
        }
    }
    return out;
}

/* CB-DATA-01 */
static void test_digest_can_be_checked_from_case_json(void **state) {
    (void)state;
    cb_arena *arena = new_arena();
    const cb_node *view = example_view(arena);
    cb_str json;
    cb_error e = {0};
    size_t size = 0, at = 0;
    assert_int_equal(made(cb_data_case, arena, view, &json, &e), CB_OK);
    char *text = compact(arena, json, &size);
    char *member = cb_format(arena, "\"facts_digest\":\"%s\",", cb_node_text(view, CB_FACTS_DIGEST_PATH));
    assert_non_null(member);
    assert_true(cb_str_find((cb_str){text, size}, member, &at));
    memmove(text + at, text + at + strlen(member), size - at - strlen(member));
    cb_digest digest;
    char hex[CB_SHA256_HEX];
    assert_int_equal(cb_digest_of((cb_str){text, size - strlen(member)}, &digest, &e), CB_OK);
    cb_digest_hex(&digest, hex);
    assert_string_equal(hex, cb_node_text(view, CB_FACTS_DIGEST_PATH));
    cb_arena_free(arena);
}

/* CB-DATA-02 */
static void test_variants_table(void **state) {
    (void)state;
    static table t;
    cb_arena *arena = new_arena();
    const cb_node *view = example_view(arena);
    cb_str text;
    cb_error e = {0};
    assert_int_equal(made(cb_data_variants, arena, view, &text, &e), CB_OK);
    read_table(arena, text, &t);
    assert_int_equal(t.comments, 4);
    assert_string_equal(t.comment[0], "##variants=FAM-0042-r1");
    assert_string_equal(t.comment[1] + strlen("##facts_digest="), cb_node_text(view, CB_FACTS_DIGEST_PATH));
    assert_int_equal(t.rows, EXAMPLE_LISTED + 1);
    size_t i = 0;
    for (const cb_node *c = cb_node_at(view, "columns")->first; c; c = c->next, i++) {
        assert_string_equal(t.cells[0][i], cb_node_text(c, "key"));
    }
    assert_int_equal(i, t.columns);
    i = 0;
    for (const cb_node *v = cb_node_at(view, "variants")->first; v; v = v->next, i++) {
        assert_string_equal(cell(&t, i, "key"), cb_node_text(v, "key"));
    }
    assert_string_equal(cell(&t, 0, "gt_p_0042_1"), "0/1 · 18/35");
    assert_string_equal(cell(&t, 3, "gt_p_0042_3"), "./. · –/– ?");
    assert_string_equal(cell(&t, 3, "gq_p_0042_1"), "42");
    cb_arena_free(arena);
}

/* CB-DATA-03 */
static void test_three_kinds_of_nothing(void **state) {
    (void)state;
    static table t;
    cb_arena *arena = new_arena();
    const cb_node *view = example_view(arena);
    cb_str text;
    cb_error e = {0};
    assert_int_equal(made(cb_data_variants, arena, view, &text, &e), CB_OK);
    read_table(arena, text, &t);
    assert_string_equal(cell(&t, 0, "af"), ".");             /* declared, no value */
    assert_string_equal(cell(&t, 2, "af"), "0");             /* zero */
    assert_string_equal(cell(&t, 3, "af"), "not_annotated"); /* nobody looked */
    assert_int_equal(made(cb_data_case, arena, view, &text, &e), CB_OK);
    json_t *tree = parsed(text), *variants = json_object_get(tree, "variants");
    assert_true(json_is_null(json_object_get(json_array_get(variants, 0), "af")));
    assert_true(json_is_number(json_object_get(json_array_get(variants, 2), "af")));
    assert_true(json_is_object(json_object_get(json_array_get(variants, 3), "af")));
    json_decref(tree);
    cb_arena_free(arena);
}

/* A view of one column and one cell. */
static const cb_node *view_of_cell(cb_arena *arena, const char *text) {
    cb_builder b;
    cb_error e = {0};
    cb_builder_init(&b, arena);
    cb_node *root = cb_node_root(&b);
    cb_node_add_text(&b, cb_node_map(&b, root, "report"), "id", text);
    cb_node_add_text(&b, cb_node_map(&b, cb_node_list(&b, root, "columns"), NULL), "key", "k");
    cb_node *variant = cb_node_map(&b, cb_node_list(&b, root, "variants"), NULL);
    cb_node_add_text(&b, cb_node_list(&b, variant, "cells"), NULL, text);
    assert_int_equal(cb_builder_status(&b, &e), CB_OK);
    return root;
}

/* CB-DATA-04 */
static void test_hostile_cells(void **state) {
    (void)state;
    static const char *const all[][2] = {
        {"a\tb\nc\rd", "a b c<U+000D>d"},
        {"=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"},
        {"+1+1", "'+1+1"},
        {"@SUM(A1)", "'@SUM(A1)"},
        {"-2+3", "'-2+3"},
        {"-", "-"},
        {"", ""},
        {"<b>&amp;\"quoted\"</b>", "<b>&amp;\"quoted\"</b>"},
        {"\xe2\x80\xae"
         "x\xff",
         "<U+202E>x\xef\xbf\xbd"},
        {"1/1 · 3/3", "1/1 · 3/3"},
    };
    static table t;
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
        cb_arena *arena = new_arena();
        cb_str text;
        cb_error e = {0};
        assert_int_equal(made(cb_data_variants, arena, view_of_cell(arena, all[i][0]), &text, &e), CB_OK);
        read_table(arena, text, &t);
        assert_int_equal(t.rows, 2);
        assert_string_equal(cell(&t, 0, "k"), all[i][1]);
        cb_arena_free(arena);
    }
}

/* CB-DATA-04 */
static void test_hostile_text_keeps_the_shape(void **state) {
    (void)state;
    static table t;
    cb_arena *arena = new_arena();
    const cb_node *view = example_view(arena);
    cb_str text;
    cb_error e = {0};
    assert_int_equal(made(cb_data_variants, arena, view, &text, &e), CB_OK);
    read_table(arena, text, &t); /* the example holds tabs, line ends and quotes */
    assert_non_null(strstr(cell(&t, 11, "clinvar"), "<script>"));
    assert_non_null(strstr(cell(&t, 11, "clinvar"), "evil one two"));
    cb_arena_free(arena);
}

/* CB-DATA-02 */
static void test_cells_and_columns_must_agree(void **state) {
    (void)state;
    cb_arena *arena = new_arena();
    cb_builder b;
    cb_str text;
    cb_error e = {0};
    cb_builder_init(&b, arena);
    cb_node *root = cb_node_root(&b);
    assert_int_equal(made(cb_data_variants, arena, root, &text, &e), CB_INTERNAL);
    cb_error_clear(&e);
    assert_int_equal(made(cb_data_ledger, arena, root, &text, &e), CB_INTERNAL);
    cb_node_list(&b, root, "columns");
    cb_node *variant = cb_node_map(&b, cb_node_list(&b, root, "variants"), NULL);
    cb_node_add_text(&b, variant, "key", "1-2-A-G");
    cb_node_add_text(&b, cb_node_list(&b, variant, "cells"), NULL, "one too many");
    cb_error_clear(&e);
    assert_int_equal(made(cb_data_variants, arena, root, &text, &e), CB_INTERNAL);
    assert_non_null(strstr(e.text, "1-2-A-G"));
    cb_arena_free(arena);
}

/* CB-DATA-05 */
static void test_ledger_sums(void **state) {
    (void)state;
    static table t;
    cb_arena *arena = new_arena();
    const cb_node *view = example_view(arena);
    cb_str text;
    cb_error e = {0};
    assert_int_equal(made(cb_data_ledger, arena, view, &text, &e), CB_OK);
    read_table(arena, text, &t);
    assert_string_equal(t.cells[0][0], "what");
    long alleles = 0, records = 0, in = 0, records_in = 0, asked = 0, near = 0;
    for (size_t i = 0; i + 1 < t.rows; i++) {
        const char *what = cell(&t, i, "what");
        long count = strtol(cell(&t, i, "alleles"), NULL, 10);
        assert_string_equal(cell(&t, i, "category"), "snv");
        if (strcmp(what, "in") == 0) {
            in = count;
            records_in = strtol(cell(&t, i, "records"), NULL, 10);
        } else if (strcmp(what, "listed") == 0 || strcmp(what, "no_alternate") == 0 ||
                   strcmp(what, "withheld") == 0 || strcmp(what, "dropped") == 0) {
            alleles += count;
            records += strtol(cell(&t, i, "records"), NULL, 10);
        } else {
            bool asked_in = strcmp(what, "asked_in") == 0;
            assert_true(asked_in || strcmp(cell(&t, i, "records"), ".") == 0);
            asked += asked_in ? count : strncmp(what, "asked_", 6) == 0 ? -count : 0;
            near += strncmp(what, "near_miss", 9) != 0 ? 0 : strcmp(what, "near_misses") == 0 ? count : -count;
        }
    }
    assert_int_equal(asked, 0); /* what lies in the genes that are asked about is listed or dropped */
    assert_int_equal(near, 0);  /* each near miss has its row, or is counted among those without one */
    assert_int_equal(alleles, in);
    assert_int_equal(records, records_in);
    assert_int_equal(alleles, 398);
    cb_arena_free(arena);
}

/* CB-DATA-06 */
static void test_provenance(void **state) {
    (void)state;
    cb_arena *arena = new_arena();
    const cb_node *view = example_view(arena);
    cb_str text;
    cb_error e = {0};
    assert_int_equal(made(cb_data_provenance, arena, view, &text, &e), CB_OK);
    json_t *tree = parsed(text);
    assert_string_equal(json_string_value(json_object_get(tree, "report")), "FAM-0042-r1");
    json_t *inputs = json_object_get(tree, "inputs");
    assert_int_equal(json_array_size(inputs), 2);
    assert_int_equal(json_integer_value(json_object_get(json_array_get(inputs, 0), "size")), 123456);
    assert_int_equal(json_array_size(json_object_get(tree, "software")), 1);
    assert_string_equal(json_string_value(json_object_get(json_object_get(tree, "profile"), "name")), "rare_disease");
    assert_string_equal(json_string_value(json_array_get(json_object_get(tree, "upstream"), 0)),
                        "bcftools_normVersion=1.16+htslib-1.16");
    json_decref(tree);
    /* the view is as it was: its lists were not taken apart */
    assert_int_equal(cb_node_at(view, "provenance")->count, 3);
    assert_string_equal(cb_node_text(view, "profile/version"), "1.0");
    cb_arena_free(arena);
}

/* CB-DATA-07 */
static void test_memory_failures_are_told(void **state) {
    (void)state;
    static writer *const writers[] = {
        cb_data_case, cb_data_variants, cb_data_ledger, cb_data_provenance};
    for (size_t w = 0; w < sizeof writers / sizeof writers[0]; w++) {
        bool done = false;
        for (long n = 1; !done; n++) {
            cb_arena *arena = new_arena();
            const cb_node *view = example_view(arena);
            cb_str text;
            cb_error e = {0};
            cb_fault_allocation(n);
            const cb_status status = made(writers[w], arena, view, &text, &e);
            cb_fault_allocation(0);
            done = status == CB_OK;
            assert_true(done || (status == CB_INTERNAL && e.text[0]));
            assert_true(n < 1000);
            cb_arena_free(arena);
        }
    }
}

/* CB-DATA-08 */
static void test_bundle_names(void **state) {
    (void)state;
    static const char *const bad[] = {"",   "/etc/passwd", "../x", "a/../b", "a//b",
                                      "a/", "./a",         "a\\b", "a\nb",   "FAM.html"};
    static const char *const good[] = {"FAM.html", "used/case.yaml", "..hidden", "a..b"};
    cb_arena *arena = new_arena();
    cb_bundle bundle = {0};
    cb_str bytes = cb_str_of("x");
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        cb_error e = {0};
        assert_int_equal(cb_bundle_add(arena, &bundle, good[i], bytes, "text/plain", &e), CB_OK);
    }
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        cb_error e = {0};
        assert_int_equal(cb_bundle_add(arena, &bundle, bad[i], bytes, "text/plain", &e), CB_INTERNAL);
    }
    cb_error e = {0};
    assert_int_equal(cb_bundle_add(arena, &bundle, NULL, bytes, "text/plain", &e), CB_INTERNAL);
    assert_int_equal(bundle.count, sizeof good / sizeof good[0]);
    assert_string_equal(cb_bundle_find(&bundle, "used/case.yaml")->type, "text/plain");
    assert_null(cb_bundle_find(&bundle, "used"));
    cb_arena_free(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_case_json),
        cmocka_unit_test(test_digest_can_be_checked_from_case_json),
        cmocka_unit_test(test_variants_table),
        cmocka_unit_test(test_three_kinds_of_nothing),
        cmocka_unit_test(test_hostile_cells),
        cmocka_unit_test(test_hostile_text_keeps_the_shape),
        cmocka_unit_test(test_cells_and_columns_must_agree),
        cmocka_unit_test(test_ledger_sums),
        cmocka_unit_test(test_provenance),
        cmocka_unit_test(test_memory_failures_are_told),
        cmocka_unit_test(test_bundle_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
