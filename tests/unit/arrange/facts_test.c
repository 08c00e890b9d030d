/* facts_test.c: the tree, its JSON, and the digest that four renderings share. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "unit/arrange/example_view.h"
#include <jansson.h>
#include <math.h>

enum { ARENA = 1 << 26, JSON_MAX = 1 << 26 };

static cb_arena *new_arena(void) {
    cb_arena *arena = cb_arena_new(ARENA);
    assert_non_null(arena);
    return arena;
}

static void digest_hex(const cb_node *view, char hex[CB_SHA256_HEX]) {
    cb_digest digest;
    cb_error e = {0};
    assert_int_equal(cb_facts_digest(view, &digest, &e), CB_OK);
    cb_digest_hex(&digest, hex);
}

/* A node of a tree that this test made itself, to be changed. */
static cb_node *own(const cb_node *node) {
    union {
        const cb_node *seen;
        cb_node *made;
    } u = {node};
    return u.made;
}

static void every_fact_changes_the_digest_in(const cb_node *view, const cb_node *node, const char *whole,
                                             size_t *seen) {
    const cb_node before = *node;
    char hex[CB_SHA256_HEX];
    switch (node->kind) {
    case CB_NODE_MAP:
    case CB_NODE_LIST:
    case CB_NODE_ROWS:
        for (const cb_node *child = node->first; child; child = child->next) {
            every_fact_changes_the_digest_in(view, child, whole, seen);
        }
        return;
    case CB_NODE_TEXT:
    case CB_NODE_MARKDOWN:
        own(node)->text = "another text";
        break;
    case CB_NODE_INTEGER:
        own(node)->integer += 1;
        break;
    case CB_NODE_REAL:
        own(node)->real = nextafter(node->real, 1e9);
        break;
    case CB_NODE_BOOL:
        own(node)->integer = !node->integer;
        break;
    case CB_NODE_MISSING:
        own(node)->kind = CB_NODE_NOT_ANNOTATED;
        break;
    case CB_NODE_NOT_ANNOTATED:
        own(node)->kind = CB_NODE_MISSING;
        break;
    }
    digest_hex(view, hex);
    *own(node) = before;
    if (node == cb_node_at(view, CB_FACTS_DIGEST_PATH)) {
        assert_string_equal(hex, whole);
        return;
    }
    assert_string_not_equal(hex, whole);
    (*seen)++;
}

/* CB-ARRANGE-04 */
static void test_every_fact_changes_the_digest(void **state) {
    (void)state;
    cb_arena *arena = new_arena();
    const cb_node *view = example_view(arena);
    char whole[CB_SHA256_HEX];
    size_t seen = 0;
    digest_hex(view, whole);
    assert_string_equal(cb_node_text(view, CB_FACTS_DIGEST_PATH), whole);
    /* two variants stand for the list; the rest of the tree is walked whole */
    cb_node *variants = own(cb_node_at(view, "variants"));
    own(cb_node_at(variants, "1"))->next = NULL;
    digest_hex(view, whole);
    every_fact_changes_the_digest_in(view, view, whole, &seen);
    assert_true(seen > 500);
    cb_arena_free(arena);
}

static json_t *parsed(const cb_buf *json) {
    json_error_t error;
    json_t *tree = json_loadb(json->data, json->size, JSON_REJECT_DUPLICATES, &error);
    if (!tree) {
        fail_msg("not JSON at line %d: %s", error.line, error.text);
    }
    return tree;
}

static void same(const cb_node *node, const json_t *json) {
    const cb_node *child = node->first;
    switch (node->kind) {
    case CB_NODE_MAP:
        assert_int_equal(json_object_size(json), node->count);
        for (; child; child = child->next) {
            same(child, json_object_get(json, child->key));
        }
        break;
    case CB_NODE_LIST:
    case CB_NODE_ROWS:
        assert_int_equal(json_array_size(json), node->count);
        for (size_t i = 0; child; child = child->next, i++) {
            same(child, json_array_get(json, i));
        }
        break;
    case CB_NODE_TEXT:
    case CB_NODE_MARKDOWN:
        assert_string_equal(json_string_value(json), node->text);
        break;
    case CB_NODE_INTEGER:
        assert_true(json_is_integer(json) && json_integer_value(json) == node->integer);
        break;
    case CB_NODE_REAL:
        assert_true(json_is_number(json) && json_number_value(json) == node->real);
        break;
    case CB_NODE_BOOL:
        assert_true(json_is_boolean(json) && json_is_true(json) == (node->integer != 0));
        break;
    case CB_NODE_MISSING:
        assert_true(json_is_null(json));
        break;
    case CB_NODE_NOT_ANNOTATED:
        assert_true(json_is_true(json_object_get(json, "not_annotated")));
        break;
    }
}

/* CB-ARRANGE-05 */
static void test_json_reads_back(void **state) {
    (void)state;
    cb_arena *arena = new_arena();
    const cb_node *view = example_view(arena);
    for (int indent = 0; indent <= 4; indent += 2) {
        cb_buf json;
        cb_error e = {0};
        cb_buf_init(&json, JSON_MAX);
        if (indent == 0) {
            assert_int_equal(cb_facts_json(&json, view, NULL, &e), CB_OK);
            assert_null(memchr(json.data, '\n', json.size));
        } else {
            assert_int_equal(cb_facts_json_indented(&json, view, indent, &e), CB_OK);
        }
        assert_int_equal(cb_buf_status(&json, &e), CB_OK);
        json_t *tree = parsed(&json);
        same(view, tree);
        json_decref(tree);
        cb_buf_free(&json);
    }
    cb_arena_free(arena);
}

/* CB-ARRANGE-05 */
static void test_json_is_canonical(void **state) {
    (void)state;
    cb_arena *arena = new_arena();
    cb_builder b;
    cb_builder_init(&b, arena);
    cb_node *root = cb_node_root(&b);
    cb_node_add_text(&b, root, "z", "a\"b\\c\n\td/\xc3\xa5\x7f");
    cb_node_add_integer(&b, root, "a", INT64_MIN, NULL);
    cb_node_add_real(&b, root, "r", 0.1, "about a tenth");
    cb_node_add_real(&b, root, "n", -0.0, NULL);
    cb_node_add_bool(&b, root, "t", true, NULL);
    cb_node_add_missing(&b, root, "m", "–");
    cb_node_add_not_annotated(&b, root, "x", "not annotated");
    cb_node_map(&b, root, "empty");
    cb_node_add_integer(&b, cb_node_list(&b, root, "list"), NULL, 7, NULL);
    cb_error e = {0};
    assert_int_equal(cb_builder_status(&b, &e), CB_OK);
    cb_buf json;
    cb_buf_init(&json, JSON_MAX);
    assert_int_equal(cb_facts_json(&json, root, NULL, &e), CB_OK);
    /* DEL is a control character and was made visible when it was added */
    assert_string_equal(json.data,
                        "{\"z\":\"a\\\"b\\\\c\\n\\td/\xc3\xa5<U+007F>\",\"a\":-9223372036854775808,\"r\":0.1,\"n\":0,"
                        "\"t\":true,\"m\":null,\"x\":{\"not_annotated\":true},\"empty\":{},\"list\":[7]}");
    cb_buf_clear(&json);
    assert_int_equal(cb_facts_json(&json, root, "list", &e), CB_OK);
    assert_null(strstr(json.data, "list"));
    cb_buf_clear(&json);
    assert_int_equal(cb_facts_json_indented(&json, cb_node_at(root, "list"), 2, &e), CB_OK);
    assert_string_equal(json.data, "[\n  7\n]");
    cb_buf_free(&json);
    cb_arena_free(arena);
}

/* Rows: 0 and 3 of 5 are held, the others made. */

enum { ROWS = 5, BROKEN = 4 };

typedef struct row_maker {
    size_t made, brief;
    bool broken;
} row_maker;

static void fill_row(cb_builder *b, cb_node *row, size_t place) {
    cb_node_add_integer(b, row, "rank", (int64_t)place + 1, NULL);
    cb_node_add_text(b, cb_node_list(b, row, "cells"), NULL, place % 2 ? "odd" : "even");
}

static cb_status make_row(const void *who, size_t place, bool brief, cb_arena *arena, cb_node **out, cb_error *e) {
    union {
        const void *seen;
        row_maker *own;
    } u = {who};
    cb_builder b;
    u.own->made++;
    u.own->brief += brief;
    if (u.own->broken && place == BROKEN) {
        return cb_fail(e, CB_INTERNAL, "no row %zu", place);
    }
    cb_builder_init(&b, arena);
    *out = cb_node_root(&b);
    fill_row(&b, *out, place);
    return cb_builder_status(&b, e);
}

static cb_node *rows_in(cb_builder *b, cb_arena *arena, row_maker *maker) {
    cb_rows *rows = cb_alloc(arena, sizeof *rows);
    assert_non_null(rows);
    *rows = (cb_rows){make_row, maker};
    cb_builder_init(b, arena);
    cb_node *root = cb_node_root(b), *list = cb_node_rows(b, root, "variants", ROWS, rows);
    fill_row(b, cb_node_held(b, list, 0), 0);
    fill_row(b, cb_node_held(b, list, 3), 3);
    return root;
}

/* CB-ARRANGE-70 */
static void test_rows_read_as_a_list(void **state) {
    (void)state;
    cb_arena *arena = new_arena();
    cb_builder b, plain;
    cb_error e = {0};
    row_maker maker = {0};
    cb_node *view = rows_in(&b, arena, &maker);
    assert_int_equal(cb_builder_status(&b, &e), CB_OK);
    cb_builder_init(&plain, arena);
    cb_node *same_view = cb_node_root(&plain), *list = cb_node_list(&plain, same_view, "variants");
    for (size_t i = 0; i < ROWS; i++) {
        fill_row(&plain, cb_node_map(&plain, list, NULL), i);
    }
    char rows_hex[CB_SHA256_HEX], list_hex[CB_SHA256_HEX];
    digest_hex(view, rows_hex);
    digest_hex(same_view, list_hex);
    assert_string_equal(rows_hex, list_hex);
    assert_int_equal(maker.made, ROWS - 2);
    assert_int_equal(maker.brief, 0);
    assert_int_equal(cb_node_at(view, "variants")->count, ROWS);
    assert_string_equal(cb_node_text(view, "variants/3/rank"), "4");
    assert_null(cb_node_at(view, "variants/2"));
    assert_null(cb_node_at(view, "variants/5"));
    cb_arena_free(arena);
}

/* CB-ARRANGE-70 */
static void test_rows_are_walked_in_order(void **state) {
    (void)state;
    cb_arena *arena = new_arena();
    cb_builder b;
    cb_error e = {0};
    row_maker maker = {0};
    cb_walk walk = {.list = cb_node_at(rows_in(&b, arena, &maker), "variants"), .brief = true};
    const cb_node *row;
    int64_t seen = 0;
    while (cb_walk_next(&walk, &row, &e) == CB_OK && row) {
        assert_int_equal(cb_node_at(row, "rank")->integer, ++seen);
    }
    cb_walk_end(&walk);
    assert_int_equal(seen, ROWS);
    assert_int_equal(maker.brief, ROWS - 2);
    assert_int_equal(cb_walk_next(&walk, &row, &e), CB_OK); /* over nothing */
    assert_null(row);
    cb_arena_free(arena);
}

/* CB-ARRANGE-70 */
static void test_a_row_that_cannot_be_made_is_an_error(void **state) {
    (void)state;
    cb_arena *arena = new_arena();
    cb_builder b;
    cb_error e = {0};
    cb_digest digest;
    row_maker maker = {.broken = true};
    const cb_node *view = rows_in(&b, arena, &maker);
    assert_int_equal(cb_facts_digest(view, &digest, &e), CB_INTERNAL);
    assert_string_equal(e.text, "no row 4");
    cb_node *list = own(cb_node_at(view, "variants"));
    cb_node_held(&b, list, 2);
    assert_int_equal(cb_builder_status(&b, &e), CB_INTERNAL); /* behind the third */
    cb_arena_free(arena);
}

/* CB-ARRANGE-05 */
static void test_json_gives_up_on_depth(void **state) {
    (void)state;
    cb_arena *arena = new_arena();
    cb_builder b;
    cb_builder_init(&b, arena);
    cb_node *root = cb_node_root(&b), *node = root;
    for (int i = 0; i < 1000; i++) {
        node = cb_node_map(&b, node, "deeper");
    }
    cb_digest digest;
    cb_error e = {0};
    assert_int_equal(cb_facts_digest(root, &digest, &e), CB_INTERNAL);
    cb_arena_free(arena);
}

/* CB-ARRANGE-06 */
static void test_paths(void **state) {
    (void)state;
    cb_arena *arena = new_arena();
    const cb_node *view = example_view(arena);
    assert_string_equal(cb_node_text(view, "variants/0/gene"), "KCNQ2");
    assert_string_equal(cb_node_text(view, "variants/33/key"), "1-1033-A-G");
    assert_null(cb_node_at(view, "variants/34"));
    assert_null(cb_node_at(view, "variants/-1"));
    assert_null(cb_node_at(view, "variants/+1"));
    assert_null(cb_node_at(view, "variants/"));
    assert_null(cb_node_at(view, "report/id/x"));
    assert_null(cb_node_at(view, "report/nothing"));
    assert_null(cb_node_at(NULL, "report"));
    assert_string_equal(cb_node_text(view, "report/nothing"), "");
    assert_ptr_equal(cb_node_at(view, ""), view);
    cb_arena_free(arena);
}

/* CB-ARRANGE-06 */
static void test_truth(void **state) {
    (void)state;
    cb_arena *arena = new_arena();
    cb_builder b;
    cb_builder_init(&b, arena);
    cb_node *root = cb_node_root(&b);
    assert_false(cb_node_true(NULL));
    assert_false(cb_node_true(root));
    assert_false(cb_node_true(cb_node_add_text(&b, root, "a", "")));
    assert_true(cb_node_true(cb_node_add_text(&b, root, "b", "0")));
    assert_true(cb_node_true(cb_node_add_integer(&b, root, "c", 0, NULL)));
    assert_true(cb_node_true(cb_node_add_real(&b, root, "d", 0, NULL)));
    assert_false(cb_node_true(cb_node_add_bool(&b, root, "e", false, NULL)));
    assert_false(cb_node_true(cb_node_add_missing(&b, root, "f", "–")));
    assert_false(cb_node_true(cb_node_add_not_annotated(&b, root, "g", "not annotated")));
    assert_true(cb_node_true(root));
    cb_arena_free(arena);
}

/* CB-ARRANGE-06 */
static void test_builder_refuses(void **state) {
    (void)state;
    for (int what = 0; what < 4; what++) {
        cb_arena *arena = new_arena();
        cb_builder b;
        cb_error e = {0};
        cb_builder_init(&b, arena);
        cb_node *root = cb_node_root(&b), *list = cb_node_list(&b, root, "list");
        if (what == 0) {
            cb_node_add_text(&b, root, NULL, "a map's node without a key");
        } else if (what == 1) {
            cb_node_add_text(&b, list, "key", "a list's node with one");
        } else if (what == 2) {
            cb_node_add_text(&b, cb_node_add_text(&b, list, NULL, "a text"), NULL, "below a text");
        } else {
            cb_node_add_real(&b, root, "nan", NAN, NULL);
        }
        cb_node_add_text(&b, root, "later", "is not added");
        assert_int_equal(cb_builder_status(&b, &e), CB_INTERNAL);
        assert_non_null(strstr(e.text, "view"));
        assert_null(cb_node_at(root, "later"));
        cb_arena_free(arena);
    }
}

/* CB-ARRANGE-20 */
static void test_texts_are_made_visible(void **state) {
    (void)state;
    cb_arena *arena = new_arena();
    cb_builder b;
    cb_builder_init(&b, arena);
    cb_node *root = cb_node_root(&b);
    cb_node_add_text(&b, root, "bidi",
                     "a\xe2\x80\xae"
                     "b");
    cb_node_add_markdown(&b, root, "bad", "x\xff\x01");
    cb_node_add_missing(&b, root, "esc", "\x1b[31m");
    assert_string_equal(cb_node_text(root, "bidi"), "a<U+202E>b");
    assert_string_equal(cb_node_text(root, "bad"), "x\xef\xbf\xbd<U+0001>");
    assert_string_equal(cb_node_text(root, "esc"), "<U+001B>[31m");
    cb_arena_free(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_fact_changes_the_digest),
        cmocka_unit_test(test_json_reads_back),
        cmocka_unit_test(test_json_is_canonical),
        cmocka_unit_test(test_json_gives_up_on_depth),
        cmocka_unit_test(test_rows_read_as_a_list),
        cmocka_unit_test(test_rows_are_walked_in_order),
        cmocka_unit_test(test_a_row_that_cannot_be_made_is_an_error),
        cmocka_unit_test(test_paths),
        cmocka_unit_test(test_truth),
        cmocka_unit_test(test_builder_refuses),
        cmocka_unit_test(test_texts_are_made_visible),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
