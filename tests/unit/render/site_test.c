/* site_test.c: the page of the example view: policy, escaping, completeness, determinism. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "casebound/base/number.h"
#include "unit/render/site_example.h"
#include <openssl/evp.h>

typedef struct fixture {
    cb_arena *arena;
    cb_site_parts parts;
    const cb_node *view;
    cb_str page;
    cb_error e;
} fixture;

enum { PAGE_MOST = 256 << 20 };

/* The page, in the arena. */
static cb_status rendered(cb_arena *arena, const cb_site_parts *parts, const cb_node *view, cb_str *out, cb_error *e) {
    cb_buf page;
    cb_buf_init(&page, PAGE_MOST);
    cb_status status = cb_site_render(arena, parts, view, &page, e);
    if (status == CB_OK) {
        *out = (cb_str){cb_copy_str(arena, cb_buf_view(&page)), page.size};
        status = out->s ? CB_OK : cb_fail_memory(e);
    }
    cb_buf_free(&page);
    return status;
}

/* With CASEBOUND_SITE_EXAMPLE the page is left in that file for the tests in browsers. */
static int set_up(void **state) {
    static fixture f;
    f = (fixture){.arena = cb_arena_new((size_t)256 << 20)};
    *state = &f;
    assert_non_null(f.arena);
    f.view = example_view(f.arena);
    assert_non_null(f.view);
    cb_status status = example_parts(f.arena, &f.parts, &f.e);
    if (status == CB_OK)
        status = rendered(f.arena, &f.parts, f.view, &f.page, &f.e);
    const char *to = getenv("CASEBOUND_SITE_EXAMPLE");
    if (status == CB_OK && to)
        status = cb_file_write(to, f.page, &f.e);
    if (status != CB_OK)
        fail_msg("%s", f.e.text);
    return 0;
}

static int tear_down(void **state) {
    fixture *f = *state;
    cb_arena_free(f->arena);
    return 0;
}

/* The bytes between two texts, which stand once each. */
static cb_str between(cb_str page, const char *before, const char *after) {
    size_t at, end;
    assert_true(cb_str_find(page, before, &at));
    cb_str rest = {page.s + at + strlen(before), page.n - at - strlen(before)};
    assert_false(cb_str_find(rest, before, &end));
    assert_true(cb_str_find(rest, after, &end));
    return (cb_str){rest.s, end};
}

static const char *hash_of(cb_arena *arena, cb_str bytes) {
    unsigned char digest[EVP_MAX_MD_SIZE], text[2 * EVP_MAX_MD_SIZE];
    unsigned int n;
    assert_int_equal(EVP_Digest(bytes.s, bytes.n, digest, &n, EVP_sha256(), NULL), 1);
    assert_int_equal(EVP_EncodeBlock(text, digest, (int)n), 44);
    return cb_copy(arena, (const char *)text);
}

/* CB-SITE-10 */
static void test_policy(void **state) {
    fixture *f = *state;
    const char *style = hash_of(f->arena, between(f->page, "<style>", "</style>"));
    const char *script = hash_of(f->arena, between(f->page, "<script>", "</script>"));
    char *policy =
        cb_format(f->arena,
                  "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; base-uri 'none'; "
                  "form-action 'none'; style-src 'sha256-%s'; script-src 'sha256-%s'\">",
                  style, script);
    size_t at, first;
    assert_true(cb_str_find(f->page, policy, &at));
    assert_true(cb_str_find(f->page, "<style>", &first));
    assert_true(at < first);
    assert_false(cb_str_find(f->page, " style=", &at));
}

/* CB-SITE-11 */
static void test_head(void **state) {
    fixture *f = *state;
    size_t at;
    assert_true(cb_str_starts(f->page, "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"));
    char *facts = cb_format(f->arena, "<meta name=\"casebound-facts\" content=\"%s\">",
                            cb_node_text(f->view, "report/facts_digest"));
    assert_true(cb_str_find(f->page, facts, &at));
    assert_true(cb_str_find(f->page, "<meta name=\"referrer\" content=\"no-referrer\">", &at));
    assert_true(cb_str_find(f->page, "<title>FAM-0042-r1 – rare disease case report</title>", &at));
}

static const char *escaped(cb_arena *arena, const char *text) {
    cb_buf out;
    cb_buf_init(&out, 1 << 20);
    for (; *text; text++) {
        if (*text == '<')
            cb_buf_text(&out, "&lt;");
        else if (*text == '>')
            cb_buf_text(&out, "&gt;");
        else if (*text == '&')
            cb_buf_text(&out, "&amp;");
        else
            cb_buf_char(&out, *text);
    }
    char *copy = cb_copy_str(arena, cb_buf_view(&out));
    assert_non_null(copy);
    cb_buf_free(&out);
    return copy;
}

/* True when the text is all of a value in the row: a cell, a line of one, or between two tabs. */
static bool row_has(const fixture *f, cb_str row, const char *text) {
    const char *wanted = escaped(f->arena, text);
    size_t at, n = strlen(wanted);
    for (cb_str rest = row; cb_str_find(rest, wanted, &at); rest = (cb_str){rest.s + at + 1, rest.n - at - 1}) {
        const char *found = rest.s + at;
        if (strchr(">\n\t", found[-1]) && strchr("<\n\t", found[n]))
            return true;
    }
    return false;
}

static const char *in_one_line(const fixture *f, const char *text) {
    char *copy = cb_copy(f->arena, text);
    assert_non_null(copy);
    for (char *c = copy; *c; c++)
        *c = *c == '\t' || *c == '\n' ? ' ' : *c;
    return copy;
}

static void check_cell(const fixture *f, cb_str row, const cb_node *column, const cb_node *cell) {
    bool wide = cb_node_true(cb_node_at(column, "wide"));
    char number[CB_NUMBER_TEXT];
    const char *text = in_one_line(f, cell->text);
    if (wide && cell->kind == CB_NODE_REAL) {
        cb_number_text(cell->real, number); /* what is not shown at once stands there in full */
        text = number;
    }
    if (cell->kind == CB_NODE_NOT_ANNOTATED || (wide && cell->kind == CB_NODE_MISSING))
        return;
    if (!row_has(f, row, text))
        fail_msg("%s '%s' is not in the row", cb_node_text(column, "key"), text);
}

/* CB-SITE-12 */
static void test_shows_every_cell(void **state) {
    fixture *f = *state;
    cb_str rows = between(f->page, "<tbody class=\"store\">", "</tbody>"), row;
    for (const cb_node *v = cb_node_at(f->view, "variants")->first; v; v = v->next) {
        size_t end;
        assert_true(cb_str_find(rows, "</tr>", &end));
        row = (cb_str){rows.s, end};
        rows = (cb_str){rows.s + end + 5, rows.n - end - 5};
        const cb_node *column = cb_node_at(f->view, "columns")->first, *cell = cb_node_at(v, "cells")->first;
        for (; column && cell; column = column->next, cell = cell->next)
            check_cell(f, row, column, cell);
        assert_null(column);
        assert_null(cell);
        assert_true(row_has(f, row, cb_node_text(v, "key")));
    }
}

static const cb_node *column_named(const cb_node *view, const char *key) {
    for (const cb_node *c = cb_node_at(view, "columns")->first; c; c = c->next)
        if (strcmp(cb_node_text(c, "key"), key) == 0)
            return c;
    fail_msg("no column '%s'", key);
    return NULL;
}

/* The view is the test's own, and may be changed before it is drawn. */
static void set_text(const cb_node *node, const char *text) {
    cb_node *own;
    memcpy(&own, &node, sizeof own);
    own->text = text;
}

/* Wherever a column says that it belongs, the page has it. CB-SITE-48 */
static void test_every_column_has_a_place(void **state) {
    fixture *f = *state;
    static const char *const moved[] = {"hgvs_p", "exon"}, *const owners[] = {"",      "gene", "hgvs_p",        "exon",
                                                                              "panel", "qual", "no_such_column"};
    for (size_t i = 0; i < sizeof moved / sizeof moved[0]; i++) {
        for (size_t j = 0; j < sizeof owners / sizeof owners[0]; j++) {
            cb_arena *arena = cb_arena_new((size_t)256 << 20);
            assert_non_null(arena);
            cb_node *view = example_view(arena);
            assert_non_null(view);
            set_text(cb_node_at(column_named(view, moved[i]), "under"), owners[j]);
            cb_str page;
            if (rendered(arena, &f->parts, view, &page, &f->e) != CB_OK)
                fail_msg("%s", f->e.text);
            char *button = cb_format(arena, "data-key=\"%s\"", moved[i]);
            size_t at;
            if (!cb_str_find(page, button, &at))
                fail_msg("%s under '%s' is not in the page", moved[i], owners[j]);
            cb_arena_free(arena);
        }
    }
}

/* CB-SITE-38 */
static void test_names_what_no_row_has(void **state) {
    fixture *f = *state;
    size_t at;
    assert_true(cb_str_find(f->page, " CADD, gnomAD genomes.</p>", &at));
    cb_str table = between(f->page, "<variant-table", "</variant-table>");
    assert_false(cb_str_find(table, "data-key=\"cadd\"", &at));
    assert_false(cb_str_find(table, "value=\"af_genomes\"", &at));
    cb_str rows = between(f->page, "<tbody class=\"store\">", "</tbody>");
    assert_true(cb_str_find(rows, ">not annotated", &at)); /* where other rows have a value, it is said in the cell */
}

/* CB-SITE-31 */
static void test_words_with_a_place_of_their_own(void **state) {
    fixture *f = *state;
    size_t at;
    assert_true(cb_str_find(f->page, "<td data-v=\"3\">stop gained\n4/5</td>", &at));
    assert_true(cb_str_find(f->page, "<td>0.00061\ngnomAD exomes</td>", &at));
}

static void each_text(const fixture *f, const cb_node *node, size_t *count) {
    assert_non_null(node);
    for (const cb_node *child = node->first; child; child = child->next)
        each_text(f, child, count);
    if (node->kind != CB_NODE_TEXT || !node->text[0])
        return;
    size_t at;
    ++*count;
    if (!cb_str_find(f->page, escaped(f->arena, node->text), &at))
        fail_msg("'%s' (%s) is not in the page", node->text, node->key ? node->key : "in a list");
}

/* CB-SITE-12 */
static void test_shows_every_fact(void **state) {
    fixture *f = *state;
    static const char *const parts[] = {"report/id",
                                        "report/status",
                                        "report/seal",
                                        "report/end",
                                        "banners",
                                        "identity",
                                        "question/terms",
                                        "question/indication",
                                        "question/panels",
                                        "not_examined_groups/0/text",
                                        "not_examined_groups/1/text",
                                        "notices",
                                        "summary",
                                        "funnel/0/label",
                                        "ledger/rows",
                                        "near_misses/rows/0/title",
                                        "near_misses/rows/1/facts",
                                        "near_misses/rows/1/af",
                                        "near_misses/rows/2/place",
                                        "near_misses/more",
                                        "genes/summary",
                                        "genes/not_examined",
                                        "genes/found/0/line",
                                        "genes/found/0/listed/0/title",
                                        "genes/found/0/near_more",
                                        "genes/others/0/symbol",
                                        "genes/silent/1/symbol",
                                        "comments",
                                        "decisions/authors/0/text",
                                        "decisions/agreement",
                                        "decisions/unlisted/0/why",
                                        "decisions/unlisted/0/readings/0/head",
                                        "decisions/unlisted/0/readings/0/facts",
                                        "decisions/case/0/head",
                                        "variants/0/differ",
                                        "variants/0/readings/0/head",
                                        "variants/0/readings/0/facts",
                                        "variants/0/readings/0/warnings",
                                        "variants/0/readings/1/head",
                                        "variants/5/readings/0/facts",
                                        "report/supersedes/0/text",
                                        "choices/criteria/0/text",
                                        "choices/conflicts/0/text",
                                        "choices/reasons/0/text",
                                        "methods",
                                        "thresholds",
                                        "profile",
                                        "provenance"};
    size_t count = 0;
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        assert_non_null(cb_node_at(f->view, parts[i]));
        each_text(f, cb_node_at(f->view, parts[i]), &count);
    }
    static const char *const shown[] = {"title",
                                        "position",
                                        "points",
                                        "for",
                                        "against",
                                        "inheritance/0/mode",
                                        "inheritance/0/fit",
                                        "inheritance/0/reasons",
                                        "transcripts",
                                        "partners",
                                        "frequencies",
                                        "frequencies_not_annotated",
                                        "predictors",
                                        "clinvar",
                                        "comment",
                                        "gene_panels",
                                        "links/0",
                                        "links/1",
                                        "order",
                                        "letter",
                                        "flags",
                                        "transcript_why"};
    const cb_node *v = cb_node_at(f->view, "variants")->first;
    for (int n = 0; n < EXAMPLE_SHORTLISTED; n++, v = v->next)
        for (size_t i = 0; i < sizeof shown / sizeof shown[0]; i++)
            each_text(f, cb_node_at(v, shown[i]), &count);
    assert_true(count > 150);
}

/* CB-SITE-13 */
static void test_hostile_text_stays_text(void **state) {
    fixture *f = *state;
    static const char *const never[] = {"<script>alert", "<img", "onerror=\"", "javascript:alert(1)\"", "\xe2\x80\xae"};
    size_t at;
    for (size_t i = 0; i < sizeof never / sizeof never[0]; i++)
        if (cb_str_find(f->page, never[i], &at))
            fail_msg("%s", never[i]);
    assert_true(cb_str_find(
        f->page, "&lt;script&gt;alert(1)&lt;/script&gt;\"&gt;&lt;img src=x onerror=alert(2)&gt; ]]&gt;", &at));
    assert_true(cb_str_find(f->page, "&lt;U+202E&gt;evil", &at));
}

/* Firefox looks up the hosts of a page's links when it opens the page, unless it is told not to. */
/* CB-SECTION-06 */
static void test_links_wait_for_a_click(void **state) {
    fixture *f = *state;
    size_t told, link, at;
    assert_true(cb_str_find(f->page, "<meta http-equiv=\"x-dns-prefetch-control\" content=\"off\">", &told));
    assert_true(cb_str_find(f->page, "href=\"https://", &link));
    assert_true(told < link);
    assert_true(cb_str_find(f->page,
                            "<a rel=\"noreferrer\" target=\"_blank\" "
                            "href=\"https://gnomad.broadinstitute.org/variant/1-1000-A-G\">gnomAD</a>",
                            &at));
    assert_false(cb_str_find(f->page, "href=\"javascript:", &at));
}

/* CB-SITE-14 */
static void test_same_view_same_bytes(void **state) {
    fixture *f = *state;
    cb_str again;
    assert_int_equal(rendered(f->arena, &f->parts, example_view(f->arena), &again, &f->e), CB_OK);
    assert_true(cb_str_same(again, f->page));
}

/* CB-SITE-10 */
static void test_refuses_parts_that_end_their_element(void **state) {
    fixture *f = *state;
    static const char *const bad[] = {"x</script>", "x</SCRIPT >", "<!--",     "a]]>", "</style",
                                      "a\r\nb",     "\xff",        "<script>", "x-->"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        for (int script = 0; script < 2; script++) {
            cb_site_parts parts = f->parts;
            *(script ? &parts.script : &parts.style) = cb_str_of(bad[i]);
            cb_str page;
            cb_error e = {0};
            assert_int_equal(rendered(f->arena, &parts, f->view, &page, &e), CB_INTERNAL);
            assert_non_null(strstr(e.text, script ? "the page's script cannot" : "the page's style cannot"));
        }
}

/* CB-SITE-06 */
static void test_names_template_and_line(void **state) {
    fixture *f = *state;
    cb_site_parts parts = f->parts;
    parts.page =
        cb_str_of("<html xmlns='http://www.w3.org/1999/xhtml' xmlns:tal='http://xml.zope.org/namespaces/tal'>\n"
                  "<p tal:content='report/nothing_there'/></html>");
    cb_str page;
    cb_error e = {0};
    assert_int_equal(rendered(f->arena, &parts, f->view, &page, &e), CB_INTERNAL);
    assert_string_equal(e.text, "templates/site.xhtml line 2: the view has no 'report/nothing_there'");
}

static cb_node *found(const cb_node *node) {
    /* The example view is the test's own; the tests change it where they need another case. */
    union {
        const cb_node *read;
        cb_node *write;
    } both = {node};
    assert_non_null(node);
    return both.write;
}

/* CB-SITE-15 */
static void test_signs_are_those_of_the_columns_person(void **state) {
    fixture *f = *state;
    size_t at;
    assert_true(cb_str_find(f->page, "<td class=\"g circle het\">0/1 · 18/35\n0.51 · GQ 99</td>", &at));
    assert_true(cb_str_find(f->page, "<td class=\"g square hom_ref\">0/0 · 0/38\n0 · GQ 96</td>", &at));
    cb_node *view = found(example_view(f->arena));
    cb_node *column = found(cb_node_at(view, "columns/10"));
    assert_string_equal(cb_node_text(column, "label"), "Father");
    found(cb_node_at(column, "member"))->text = "2";
    cb_str page;
    assert_int_equal(rendered(f->arena, &f->parts, view, &page, &f->e), CB_OK);
    assert_true(cb_str_find(page, "<td class=\"g circle hom_ref\">0/0 · 0/38\n0 · GQ 99</td>", &at));
    assert_false(cb_str_find(page, "<td class=\"g square", &at));
    /* A column of which nobody can tell whose it is: no sign is guessed. */
    found(cb_node_at(column, "member"))->text = "";
    assert_int_equal(rendered(f->arena, &f->parts, view, &page, &f->e), CB_INTERNAL);
}

/* CB-SITE-16 */
static void test_says_what_is_not_supplied(void **state) {
    fixture *f = *state;
    cb_node *view = found(example_view(f->arena));
    cb_node *second = found(cb_node_at(view, "identity/identifiers/1"));
    found(cb_node_at(second, "supplied"))->integer = 0;
    found(cb_node_at(second, "value"))->text = "NOT SUPPLIED";
    cb_str page;
    size_t at;
    assert_int_equal(rendered(f->arena, &f->parts, view, &page, &f->e), CB_OK);
    assert_true(cb_str_find(page, "<dt>Date of birth</dt><dd class=\"lost\">NOT SUPPLIED</dd>", &at));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_policy),
        cmocka_unit_test(test_head),
        cmocka_unit_test(test_shows_every_cell),
        cmocka_unit_test(test_every_column_has_a_place),
        cmocka_unit_test(test_shows_every_fact),
        cmocka_unit_test(test_hostile_text_stays_text),
        cmocka_unit_test(test_links_wait_for_a_click),
        cmocka_unit_test(test_same_view_same_bytes),
        cmocka_unit_test(test_refuses_parts_that_end_their_element),
        cmocka_unit_test(test_names_template_and_line),
        cmocka_unit_test(test_signs_are_those_of_the_columns_person),
        cmocka_unit_test(test_names_what_no_row_has),
        cmocka_unit_test(test_words_with_a_place_of_their_own),
        cmocka_unit_test(test_says_what_is_not_supplied),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
