/* facts_test.c: the canonical text, made anew from case.json alone, is the one that arrange digests. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "casebound/arrange/facts.h"
#include "verify/facts.h"

enum { ARENA = 1 << 20, TEXT = 1 << 16 };

static int set_up(void **state) {
    *state = cb_arena_new(ARENA);
    return *state ? 0 : -1;
}

static int tear_down(void **state) {
    cb_arena_free(*state);
    return 0;
}

typedef struct slowly {
    cb_str rest;
    size_t step;
} slowly;

static cb_status take_slowly(void *who, char *room, size_t size, size_t *got, cb_error *e) {
    slowly *s = who;
    (void)e;
    *got = s->step < size ? s->step : size;
    *got = *got < s->rest.n ? *got : s->rest.n;
    memcpy(room, s->rest.s, *got);
    s->rest.s += *got;
    s->rest.n -= *got;
    return CB_OK;
}

/* However the pieces are cut, the same facts or the same words. */
static cb_status read_facts(cb_str text, cb_json_facts *out, cb_error *e) {
    cb_str whole = text;
    *e = (cb_error){0};
    const cb_pieces pieces = cb_pieces_of(&whole);
    cb_status status = cb_json_facts_read(&pieces, out, e);
    for (size_t step = 1; step < 8; step++) {
        slowly from = {text, step};
        cb_error why = {0};
        cb_json_facts facts;
        assert_int_equal(cb_json_facts_read(&(cb_pieces){take_slowly, &from}, &facts, &why), status);
        assert_string_equal(why.text, e->text);
        if (!status) {
            assert_memory_equal(&facts, out, sizeof facts);
        }
    }
    return status;
}

static cb_node *make_view(cb_builder *b, cb_arena *arena) {
    cb_builder_init(b, arena);
    cb_node *root = cb_node_root(b), *report = cb_node_map(b, root, "report"), *list;
    cb_node_add_text(b, report, "id", "FAM-0042-r1");
    cb_node_add_text(b, report, "title", "a \"quoted\" \\ \xc3\xa4 \xf0\x9f\xa7\xac : , { } [ ]\ttab\nline");
    list = cb_node_list(b, root, "variants");
    cb_node_add_integer(b, list, NULL, -7, NULL);
    cb_node_add_real(b, list, NULL, 0.00061, NULL);
    cb_node_add_real(b, list, NULL, 1e-30, NULL);
    cb_node_add_bool(b, list, NULL, true, NULL);
    cb_node_add_missing(b, list, NULL, "-");
    cb_node_add_not_annotated(b, list, NULL, "n");
    cb_node_add_markdown(b, list, NULL, "*x*");
    cb_node_list(b, root, "empty");
    cb_node_map(b, root, "facts_digest");
    return root;
}

/* White space wherever JSON allows it, outside strings. */
static void spread(cb_buf *out, cb_str text) {
    bool inside = false;
    for (size_t i = 0; i < text.n; i++) {
        char c = text.s[i];
        if (c == '"' && (i == 0 || text.s[i - 1] != '\\' || (i > 1 && text.s[i - 2] == '\\'))) {
            inside = !inside;
        }
        cb_buf_char(out, c);
        if (!inside && strchr("{}[],:\"", c)) {
            cb_buf_text(out, " \n\t\r");
        }
    }
}

/* CB-VERIFY-50 */
static void the_digest_is_that_of_arrange(void **state) {
    cb_arena *arena = *state;
    cb_builder b;
    cb_error e = {0};
    cb_digest digest;
    char hex[CB_SHA256_HEX];
    cb_buf plain, wide;
    cb_json_facts facts;
    cb_node *root = make_view(&b, arena);
    assert_int_equal(cb_facts_digest(root, &digest, &e), CB_OK);
    cb_digest_hex(&digest, hex);
    cb_node *report = (cb_node *)(uintptr_t)cb_node_at(root, "report");
    cb_node_add_text(&b, report, "facts_digest", hex);
    cb_node_add_text(&b, report, "end", "END");
    cb_node *moved = make_view(&b, arena); /* the digest covers what stands behind it too */
    report = (cb_node *)(uintptr_t)cb_node_at(moved, "report");
    cb_node_add_text(&b, report, "end", "END");
    assert_int_equal(cb_facts_digest(moved, &digest, &e), CB_OK);
    cb_buf_init(&plain, TEXT);
    cb_buf_init(&wide, TEXT);
    assert_int_equal(cb_facts_json(&plain, root, NULL, &e), CB_OK);
    spread(&wide, cb_buf_view(&plain));
    cb_status status = read_facts(cb_buf_view(&wide), &facts, &e);
    assert_string_equal(e.text, "");
    assert_int_equal(status, CB_OK);
    assert_string_equal(facts.said, hex);
    assert_string_equal(facts.id, "FAM-0042-r1");
    cb_digest_hex(&digest, hex);
    assert_string_equal(facts.made, hex);
    cb_buf_free(&plain);
    cb_buf_free(&wide);
}

#define DIGEST "\"facts_digest\":\"0000000000000000000000000000000000000000000000000000000000000000\""

/* CB-VERIFY-51 */
static void the_digest_may_stand_anywhere_in_report(void **state) {
    cb_json_facts first, middle, last;
    cb_error e = {0};
    (void)state;
    assert_int_equal(read_facts(cb_str_of("{\"report\":{" DIGEST ",\"id\":\"a\",\"b\":1}}"), &first, &e), CB_OK);
    assert_int_equal(read_facts(cb_str_of("{\"report\":{\"id\":\"a\", " DIGEST " ,\"b\":1}}"), &middle, &e), CB_OK);
    assert_int_equal(read_facts(cb_str_of("{\"report\":{\"id\":\"a\",\"b\":1," DIGEST "}}"), &last, &e), CB_OK);
    assert_string_equal(first.made, middle.made);
    assert_string_equal(first.made, last.made);
    cb_digest digest;
    char hex[CB_SHA256_HEX];
    assert_int_equal(cb_digest_of(cb_str_of("{\"report\":{\"id\":\"a\",\"b\":1}}"), &digest, &e), CB_OK);
    cb_digest_hex(&digest, hex);
    assert_string_equal(first.made, hex);
}

/* CB-VERIFY-52 */
static void a_document_that_is_unclear_is_refused(void **state) {
    static const char *const bad[] = {
        "",
        "[]",
        "{}",
        "{\"report\":1}",
        "{\"report\":{\"id\":\"a\"}}",
        "{\"report\":{" DIGEST "}}",
        "{\"report\":{\"id\":\"a\"," DIGEST "," DIGEST "}}",
        "{\"report\":{\"id\":\"a\",\"id\":\"a\"," DIGEST "}}",
        "{\"report\":{\"id\":\"a\"," DIGEST "},\"report\":{}}",
        "{\"report\":{\"id\":\"a\"," DIGEST "},\"rep\\u006frt\":{}}",
        "{\"report\":{\"\\u0069d\":\"a\"," DIGEST "}}",
        "{\"report\":{\"id\":1," DIGEST "}}",
        "{\"report\":{\"id\":\"a\\n\"," DIGEST "}}",
        "{\"report\":{\"id\":\"a\",\"facts_digest\":\"00\"}}",
        "{\"report\":{\"id\":\"a\"," DIGEST "}} x",
        "{\"report\":{\"id\":\"a\"," DIGEST ",}}",
        "{\"report\":{\"id\":\"a\"," DIGEST "}",
        "{\"report\":{\"id\":\"a\" " DIGEST "}}",
        "{\"report\":{\"id\":\"a\"," DIGEST "},\"x\":nul}",
        "{\"report\":{\"id\":\"a\"," DIGEST "},\"x\":[1,]}",
        "{\"report\":{\"id\":\"a\"," DIGEST "},\"x\":\"a\nb\"}",
        "{\"report\":{\"id\":\"a\"," DIGEST "},\"x\":\"a}",
        "{\"report\":{\"id\":\"a\"," DIGEST "},\"x\":\"a\\",
    };
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        cb_error e = {0};
        cb_json_facts facts;
        if (read_facts(cb_str_of(bad[i]), &facts, &e) != CB_INPUT || !e.text[0]) {
            fail_msg("%s", bad[i]);
        }
    }
    char deep[2000];
    cb_error e = {0};
    cb_json_facts facts;
    memset(deep, '[', sizeof deep);
    assert_int_equal(read_facts((cb_str){deep, sizeof deep}, &facts, &e), CB_INPUT);
    assert_non_null(strstr(e.text, "an object is missing"));
    memcpy(deep, "{\"x\":", 5);
    assert_int_equal(read_facts((cb_str){deep, sizeof deep}, &facts, &e), CB_INPUT);
    assert_non_null(strstr(e.text, "nested too deeply"));
}

/* One string that goes on until the disk is gone. */
typedef struct string_on_disk {
    size_t given, until;
} string_on_disk;

static cb_status take_string_on_disk(void *who, char *room, size_t size, size_t *got, cb_error *e) {
    static const char begin[] = "{\"x\":\"";
    string_on_disk *s = who;
    if (s->given >= s->until) {
        return cb_fail(e, CB_FILE, "the disk is gone");
    }
    memset(room, 'a', size);
    if (s->given == 0) {
        memcpy(room, begin, sizeof begin - 1);
    }
    s->given += size;
    *got = size;
    return CB_OK;
}

/* CB-VERIFY-82 */
static void pieces_that_fail_and_values_too_long_are_told_apart(void **state) {
    enum { MANY = 1 << 30 };
    const size_t until[] = {1 << 20, MANY};
    const cb_status expected[] = {CB_FILE, CB_INPUT};
    const char *const words[] = {"the disk is gone", "a value is too long"};
    (void)state;
    for (size_t i = 0; i < 2; i++) {
        cb_json_facts facts;
        cb_error e = {0};
        string_on_disk from = {.until = until[i]};
        assert_int_equal(cb_json_facts_read(&(cb_pieces){take_string_on_disk, &from}, &facts, &e), expected[i]);
        assert_non_null(strstr(e.text, words[i]));
        assert_true(from.given < MANY / 32);
    }
}

/* CB-VERIFY-53 */
static void the_digest_of_a_table_stands_in_its_head(void **state) {
    char out[CB_SHA256_HEX];
    const char *line = "##facts_digest=0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\n";
    char text[400];
    (void)state;
    snprintf(text, sizeof text, "##a=b\n%srank\n", line);
    assert_true(cb_tsv_facts_read(cb_str_of(text), out));
    assert_memory_equal(out, line + 15, 64);
    snprintf(text, sizeof text, "##a=b\n%s%srank\n", line, line);
    assert_false(cb_tsv_facts_read(cb_str_of(text), out));
    snprintf(text, sizeof text, "rank\n%s", line);
    assert_false(cb_tsv_facts_read(cb_str_of(text), out));
    assert_false(cb_tsv_facts_read(cb_str_of("##facts_digest=0123\n##"), out));
    assert_false(cb_tsv_facts_read(cb_str_of(""), out));
    snprintf(text, sizeof text, "##a=b\n%s", line); /* what follows is not known */
    assert_false(cb_tsv_facts_read(cb_str_of(text), out));
}

/* CB-VERIFY-81 */
static void what_is_amended_and_withheld_is_read_wherever_it_stands(void **state) {
    (void)state;
    static const struct {
        const char *before, *value;
        bool withheld;
    } said[] = {{"", "true", true}, {"", "false", false}, {"", "null", false}, {"\"x\":[1,2],", " true", true}};
    const char *digest = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
    for (size_t i = 0; i < sizeof said / sizeof *said; i++) {
        for (int first = 0; first < 2; first++) {
            char json[1000], secondary[200];
            cb_error e = {0};
            cb_json_facts f;
            snprintf(secondary, sizeof secondary, "\"secondary\":{%s\"withheld\":%s}", said[i].before, said[i].value);
            snprintf(json, sizeof json,
                     "{%s%s\"report\":{\"id\":\"F-r2\",\"facts_digest\":\"%s\",\"supersedes\":[{\"id\":\"F-r1\","
                     "\"facts_digest\":\"%s\"},{\"id\":\"F-r0\",\"facts_digest\":\"x\"}]}%s%s}",
                     first ? secondary : "", first ? "," : "", digest, digest, first ? "" : ",",
                     first ? "" : secondary);
            assert_int_equal(read_facts(cb_str_of(json), &f, &e), CB_OK);
            assert_int_equal(f.withheld, said[i].withheld);
            assert_string_equal(f.superseded, "F-r1");
            assert_string_equal(f.superseded_facts, digest);
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_amended_and_withheld_is_read_wherever_it_stands),
        cmocka_unit_test(the_digest_is_that_of_arrange),
        cmocka_unit_test(the_digest_may_stand_anywhere_in_report),
        cmocka_unit_test(a_document_that_is_unclear_is_refused),
        cmocka_unit_test(pieces_that_fail_and_values_too_long_are_told_apart),
        cmocka_unit_test(the_digest_of_a_table_stands_in_its_head),
    };
    return cmocka_run_group_tests_name("verify facts", tests, set_up, tear_down);
}
