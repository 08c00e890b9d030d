/* tal_test.c: the template language: what it writes, what it refuses and where. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "render/html/escape.h"
#include "render/html/tal.h"

#define OPEN                                                                                     \
    "<html xmlns='http://www.w3.org/1999/xhtml' xmlns:tal='http://xml.zope.org/namespaces/tal' " \
    "xmlns:metal='http://xml.zope.org/namespaces/metal'>"
#define CLOSE "</html>"
#define HOSTILE "</script><img src=x onerror=\"alert(1)\">&amp; ]]>"

typedef struct fixture {
    cb_arena *arena;
    const cb_node *view, *site;
    cb_error e;
} fixture;

static void build(fixture *f) {
    cb_builder b;
    cb_builder_init(&b, f->arena);
    cb_node *view = cb_node_root(&b);
    cb_node_add_text(&b, view, "name", "Ada");
    cb_node_add_text(&b, view, "empty", "");
    cb_node_add_text(&b, view, "hostile", HOSTILE);
    cb_node_add_integer(&b, view, "large", 123456, "123 456");
    cb_node_add_real(&b, view, "small", 0.00061, NULL);
    cb_node_add_bool(&b, view, "yes", true, NULL);
    cb_node_add_bool(&b, view, "no", false, NULL);
    cb_node_add_missing(&b, view, "lost", "–");
    cb_node_add_not_annotated(&b, view, "unseen", "not annotated");
    cb_node_add_markdown(&b, view, "note",
                         "# One\n\ntext\n\n### Three\n\n2. b\n3. <i>c</i>\n\n[x](https://e.org/?a=1&b=2) "
                         "[y](javascript:alert(1))\n\n    code\n");
    cb_node_add_text(&b, view, "count", "{shown} of {total}");
    cb_node *list = cb_node_list(&b, view, "list");
    static const char *const items[] = {"a", "b", "c"};
    for (size_t i = 0; i < 3; i++) {
        cb_node *item = cb_node_map(&b, list, NULL);
        cb_node_add_text(&b, item, "text", items[i]);
        cb_node_add_integer(&b, item, "place", (int64_t)(2 - i), NULL);
    }
    cb_node_list(&b, view, "none");
    f->view = view;
    cb_node *site = cb_node_root(&b);
    cb_node_add_text(&b, site, "policy", "p");
    f->site = site;
    assert_int_equal(cb_builder_status(&b, &f->e), CB_OK);
}

static int set_up(void **state) {
    static fixture f;
    f = (fixture){.arena = cb_arena_new((size_t)64 << 20)};
    assert_non_null(f.arena);
    build(&f);
    *state = &f;
    return 0;
}

static int tear_down(void **state) {
    fixture *f = *state;
    cb_arena_free(f->arena);
    return 0;
}

/* What a template writes behind "<!DOCTYPE html>\n<html>"; NULL and f->e filled when it is refused. */
static const char *written(fixture *f, const char *source) {
    cb_error_clear(&f->e);
    const cb_tal *tal;
    cb_tal_source s = {"t.xhtml", cb_str_of(source), f->view, f->site, cb_str_of("b{}"), cb_str_of("f()")};
    if (cb_tal_compile(f->arena, &s, &tal, &f->e) != CB_OK)
        return NULL;
    cb_buf out;
    cb_buf_init(&out, 1 << 20);
    cb_status status = cb_tal_write(f->arena, tal, &out, &f->e);
    char *copy = status == CB_OK ? cb_copy_str(f->arena, cb_buf_view(&out)) : NULL;
    if (status == CB_OK && !copy)
        assert_int_equal(cb_fail_memory(&f->e), CB_INTERNAL);
    cb_buf_free(&out);
    return copy;
}

static void check(fixture *f, const char *inside, const char *expected) {
    char *source = cb_format(f->arena, "%s%s%s", OPEN, inside, CLOSE);
    char *wanted = cb_format(f->arena, "<!DOCTYPE html>\n<html>%s</html>\n", expected);
    const char *page = written(f, source);
    if (!page)
        fail_msg("%s: %s", inside, f->e.text);
    assert_string_equal(page, wanted);
}

/* The template begins on line 1 and `inside` on line 2. */
static void refuse(fixture *f, const char *inside, const char *message) {
    char *source = cb_format(f->arena, "%s\n%s%s", OPEN, inside, CLOSE);
    if (written(f, source))
        fail_msg("%s: not refused", inside);
    assert_int_equal(f->e.status, CB_INTERNAL);
    if (!strstr(f->e.text, message))
        fail_msg("%s: says '%s', not '%s'", inside, f->e.text, message);
}

/* CB-SITE-01 */
static void test_expressions(void **state) {
    fixture *f = *state;
    check(f, "<p tal:content='name'/>", "<p>Ada</p>");
    check(f, "<p tal:content='policy'/>", "<p>p</p>");
    check(f, "<p tal:content='list/1/text'/>", "<p>b</p>");
    check(f, "<p tal:content='list/9/text | nothing'>x</p>", "<p></p>");
    check(f, "<p tal:content='list/9/text | default'>x</p>", "<p>x</p>");
    check(f, "<p tal:content='list/9/text | list/8 | name'/>", "<p>Ada</p>");
    check(f, "<p tal:content='string:$$ ${name}, ${value: large}; ${list/9 | nothing}.'/>", "<p>$ Ada, 123456; .</p>");
    check(f, "<p tal:condition='not: empty'>x</p><p tal:condition='empty'>y</p>", "<p>x</p>");
    check(f, "<p tal:condition='exists: list/2'>x</p><p tal:condition='exists: list/3'>y</p>", "<p>x</p>");
    check(f, "<p tal:condition='is: name Ada'>x</p><p tal:condition='is: name Ad'>y</p>", "<p>x</p>");
    check(f, "<p tal:attributes='title except: name Ad' tal:content='except: name Ada'/>", "<p title=\"Ada\"></p>");
    check(f, "<p tal:attributes='title except: empty Ada'/>", "<p></p>");
    check(f, "<p tal:condition='missing: lost'>x</p><p tal:condition='missing: unseen'>y</p>", "<p>x</p><p>y</p>");
    check(f, "<p tal:condition='missing: empty'>x</p><p tal:condition='lost'>y</p>", "");
    check(f, "<p tal:content='count: list'/><p tal:content='count: none'/>", "<p>3</p><p>0</p>");
    check(f, "<p tal:content='fill: count total count:list shown list/0/place'/>", "<p>2 of 3</p>");
    check(f, "<p tal:condition='list'>x</p><p tal:condition='none'>y</p><p tal:condition='no'>z</p>", "<p>x</p>");
}

/* CB-SITE-02 */
static void test_keys_to_sort_by(void **state) {
    fixture *f = *state;
    check(f, "<td tal:attributes='data-v key: large' tal:content='large'/>", "<td data-v=\"123456\">123 456</td>");
    check(f, "<td tal:attributes='data-v key: small' tal:content='small'/>", "<td>0.00061</td>");
    check(f, "<td tal:attributes='data-v key: lost' tal:content='lost'/>", "<td>–</td>");
    check(f, "<td tal:attributes='data-v key: name' tal:content='name'/>", "<td>Ada</td>");
}

/* CB-SITE-01 */
static void test_loops_and_names(void **state) {
    fixture *f = *state;
    check(f,
          "<p tal:repeat='x list'><b tal:replace='repeat/x/number'/>/<b tal:replace='repeat/x/length'/>"
          "<i tal:condition='repeat/x/start' tal:content='x/text'/><u tal:condition='repeat/x/end'>.</u></p>",
          "<p>1/3<i>a</i></p><p>2/3</p><p>3/3<u>.</u></p>");
    check(f,
          "<tal:block repeat='x list'><tal:block define='i repeat/x/index; p x/place' "
          "replace='list/?p/text'/></tal:block>",
          "cba");
    check(f, "<p tal:define='x name; y string:${x};; ${x}' tal:content='y'/>", "<p>Ada; Ada</p>");
    check(f, "<p tal:define='x name'><b tal:define='x empty' tal:content='string:[${x}]'/><i tal:content='x'/></p>",
          "<p><b>[]</b><i>Ada</i></p>");
    check(f, "<p tal:repeat='x none'>x</p><p tal:repeat='x list/7 | nothing'>y</p>", "");
    check(f,
          "<p metal:define-macro='m' tal:content='x'/><tal:block define='x name'><b metal:use-macro='m'/></tal:block>"
          "<tal:block repeat='x list/0'><b metal:use-macro='m'/></tal:block>",
          "<p>Ada</p><p>a</p><p>2</p>");
}

/* CB-SITE-03 */
static void test_html(void **state) {
    fixture *f = *state;
    check(f, "<p>a<br/>b<!-- c --></p><hr></hr><div/>", "<p>a<br>b</p><hr><div></div>");
    check(f, "<pre>\nx  y\n</pre><pre tal:content='name'/>", "<pre>\n\nx  y\n</pre><pre>\nAda</pre>");
    check(f, "<body><p>a   b\n   c</p>\n\n\n<ul>\n  <li>x</li>\n</ul></body>",
          "<body><p>a   b\nc</p>\n<ul><li>x</li></ul></body>");
    check(f, "<b tal:omit-tag='yes'>x</b><b tal:omit-tag='no'>y</b><b tal:replace='default'>z</b>",
          "x<b>y</b><b>z</b>");
    check(f, "<input checked='checked' tal:attributes='checked no; value name; title nothing'/>",
          "<input value=\"Ada\">");
    check(f, "<input tal:attributes='checked yes; title default' title='t'/>", "<input title=\"t\" checked=\"\">");
    check(f, "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 1 1'><path d='M0 0'/><g></g></svg>",
          "<svg viewBox=\"0 0 1 1\"><path d=\"M0 0\"/><g/></svg>");
    check(f, "<head><style/><script/></head>", "<head><style>b{}</style><script>f()</script></head>");
}

/* CB-SITE-04 */
static void test_escapes(void **state) {
    fixture *f = *state;
    check(f, "<p title='&lt;&quot;' tal:attributes='lang hostile' tal:content='hostile'>x &lt; y &amp; \"z\"</p>",
          "<p title=\"&lt;&quot;\" lang=\"&lt;/script&gt;&lt;img src=x onerror=&quot;alert(1)&quot;&gt;&amp;amp; "
          "]]&gt;\">"
          "&lt;/script&gt;&lt;img src=x onerror=\"alert(1)\"&gt;&amp;amp; ]]&gt;</p>");
    check(f, "<p>x &lt; y &amp; &#x3c;b&gt;<![CDATA[<i>&amp;]]></p>",
          "<p>x &lt; y &amp; &lt;b&gt;&lt;i&gt;&amp;amp;</p>");
    check(f, "<a tal:attributes='href string:javascript:alert(1)'>x</a>", "<a>x</a>");
    check(f, "<a tal:attributes='href string:https://e.org/?a=1&amp;b=2'>x</a>",
          "<a href=\"https://e.org/?a=1&amp;b=2\">x</a>");
    check(f, "<a tal:attributes='href string:#${name}'>x</a>", "<a href=\"#Ada\">x</a>");
    check(f, "<svg xmlns='http://www.w3.org/2000/svg'><use tal:attributes='href string:https://e.org/a.svg'/></svg>",
          "<svg><use/></svg>");
}

/* CB-SITE-04 */
static void test_links(void **state) {
    (void)state;
    static const char *const good[] = {"https://e.org/", "HTTP://E.ORG", "mailto:a@b.c", "#v1"};
    static const char *const bad[] = {"",
                                      "#",
                                      "javascript:alert(1)",
                                      "JaVaScRiPt:x",
                                      " https://e.org",
                                      "data:text/html,x",
                                      "vbscript:x",
                                      "//e.org/",
                                      "e.html",
                                      "java\tscript:x",
                                      "file:///etc/passwd",
                                      "https://e.org/\"x",
                                      "https://e.org/a b",
                                      "https:",
                                      "https://e.org/<x>",
                                      "mailto:",
                                      "blob:https://e.org/1",
                                      "about:blank"};
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++)
        if (!cb_escape_link(cb_str_of(good[i])))
            fail_msg("%s", good[i]);
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        if (cb_escape_link(cb_str_of(bad[i])))
            fail_msg("%s", bad[i]);
}

/* CB-SITE-05 */
static void test_markdown(void **state) {
    fixture *f = *state;
    check(f, "<h3>T</h3><div tal:content='note'/>",
          "<h3>T</h3><div><h4>One</h4><p>text</p><h5>Three</h5><ol><li value=\"2\"><p>b</p></li><li value=\"3\"><p>"
          "&lt;i&gt;c&lt;/i&gt;</p></li></ol><p><a rel=\"noopener noreferrer\" "
          "href=\"https://e.org/?a=1&amp;b=2\">x</a> y"
          "</p><pre>\ncode\n</pre></div>");
    check(f, "<h6>T</h6><div tal:condition='note' tal:define='n note'><b tal:replace='n | nothing'/></div>",
          "<h6>T</h6><div><h6>One</h6><p>text</p><h6>Three</h6><ol><li value=\"2\"><p>b</p></li><li value=\"3\"><p>"
          "&lt;i&gt;c&lt;/i&gt;</p></li></ol><p><a rel=\"noopener noreferrer\" "
          "href=\"https://e.org/?a=1&amp;b=2\">x</a> y"
          "</p><pre>\ncode\n</pre></div>");
    refuse(f, "<p tal:attributes='title note'/>", "t.xhtml line 2: Markdown in an attribute");
}

/* CB-SITE-06 */
static void test_refuses_expressions(void **state) {
    fixture *f = *state;
    refuse(f, "<p tal:content='nam'/>", "t.xhtml line 2: 'nam' is neither in the view nor defined here");
    refuse(f, "\n\n<p\n tal:content='list/3/text'/>", "t.xhtml line 5: the view has no 'list/3/text'");
    refuse(f, "<p tal:content='list/0/txt'/>", "line 2: the view has no 'list/0/txt'");
    refuse(f, "<p tal:condition='list/3'/>", "line 2: the view has no 'list/3'");
    refuse(f, "<p tal:content='list'/>", "line 2: a list or map is named where a text is wanted");
    refuse(f, "<p tal:attributes='title list/0'/>", "line 2: a list or map");
    refuse(f, "<p tal:repeat='x name'/>", "line 2: tal:repeat over what is neither list nor map");
    refuse(f, "<p tal:repeat='x lost'/>", "line 2: tal:repeat over");
    refuse(f, "<p tal:content='python:1'/>", "line 2: unknown kind of expression 'python:'");
    refuse(f, "<p tal:content='structure name'/>", "line 2: 'structure name' is no path");
    refuse(f, "<p tal:content='string:${name'/>", "line 2: '${' without '}'");
    refuse(f, "<p tal:content='string:a$b'/>", "line 2: '$' is written '$$'");
    refuse(f, "<p tal:content='string:${string:x}'/>", "line 2: a built text inside a string:");
    refuse(f, "<p tal:content=''/>", "line 2: an empty expression");
    refuse(f, "<p tal:content='name/../x'/>", "line 2: '..' is no part of a path");
    refuse(f, "<p tal:content='repeat/x/index'/>", "line 2: repeat/x: no tal:repeat of that name is open");
    refuse(f, "<p tal:repeat='x list'><b tal:content='repeat/x/odd'/></p>", "line 2: repeat/x: index, number");
    refuse(f, "<p tal:content='list/?i'/>", "line 2: 'i' is not defined here");
    refuse(f, "<p tal:content='fill: count shown name'/>", "line 2: nothing fills the place {total} of 'count'");
    refuse(f, "<p tal:content='not: not: not: not: not: not: not: not: not: yes'/>",
           "line 2: an expression nested too deep");
    refuse(f, "<p tal:define='x name'/><p tal:content='x'/>", "line 2: 'x' is neither");
    refuse(f, "<p tal:define='repeat name'/>", "line 2: 'repeat' cannot be a name");
    refuse(f, "<p tal:define='x'/>", "line 2: 'x' without an expression");
}

/* CB-SITE-07 */
static void test_refuses_markup(void **state) {
    fixture *f = *state;
    static const char *const elements[] = {"iframe",   "object", "embed",         "base",  "link",
                                           "form",     "img",    "video",         "frame", "applet",
                                           "template", "slot",   "foreignObject", "math",  "Script"};
    for (size_t i = 0; i < sizeof elements / sizeof elements[0]; i++)
        refuse(f, cb_format(f->arena, "<%s/>", elements[i]), cb_format(f->arena, "line 2: element <%s>", elements[i]));
    static const char *const attributes[] = {"style",  "onclick", "ONCLICK",    "src",  "srcset",
                                             "srcdoc", "action",  "formaction", "ping", "background",
                                             "is",     "nonce",   "data-",      "slot", "part"};
    for (size_t i = 0; i < sizeof attributes / sizeof attributes[0]; i++) {
        char *message = cb_format(f->arena, "line 2: attribute '%s' is not allowed on <p>", attributes[i]);
        refuse(f, cb_format(f->arena, "<p %s='x'/>", attributes[i]), message);
        refuse(f, cb_format(f->arena, "<p tal:attributes='%s name'/>", attributes[i]), message);
    }
    refuse(f, "<p href='#x'/>", "line 2: attribute 'href' is not allowed on <p>");
    refuse(f, "<a href='javascript:x'/>", "line 2: 'javascript:x' may not be linked to");
    refuse(f, "<meta http-equiv='refresh' content='0'/>", "line 2: http-equiv may only be");
    refuse(f, "<meta tal:attributes='http-equiv name'/>", "line 2: http-equiv may only be");
    refuse(f, "<script>x()</script>", "line 2: <script> stands empty");
    refuse(f, "<style tal:content='name'/>", "line 2: <style> stands empty");
    refuse(f, "<p tal:contents='name'/>", "line 2: unknown attribute 'contents'");
    refuse(f, "<tal:block foo='name'/>", "line 2: unknown attribute 'foo'");
    refuse(f, "<tal:other/>", "line 2: element <other>");
    refuse(f, "<p xml:base='x'/>", "line 2: unknown attribute 'base'");
    refuse(f, "<p xmlns='urn:x'/>", "line 2: element <p>");
    refuse(f, "<p tal:content='name' tal:replace='name'/>", "line 2: tal:content and tal:replace together");
    refuse(f, "<br>x</br>", "line 2: <br> holds nothing");
    refuse(f, "<p tal:attributes='title name; title name'/>", "line 2: attribute 'title' twice");
    refuse(f, "<p metal:use-macro='m'/>", "line 2: no macro 'm'");
    refuse(f, "<p metal:define-macro='m'><b metal:use-macro='m'/></p><b metal:use-macro='m'/>",
           "line 2: too many elements, or a macro that uses itself");
}

/* CB-SITE-08 */
static void test_refuses_documents(void **state) {
    fixture *f = *state;
    static const struct {
        const char *source, *message;
    } bad[] = {
        {"", "t.xhtml: a template has 1 to 1048576 bytes"},
        {"<html", "t.xhtml line 1: "},
        {OPEN "\n<p></html>", "t.xhtml line 2: "},
        {OPEN "\n<p>&nbsp;</p></html>", "t.xhtml line 2: "},
        {"<!DOCTYPE html [<!ENTITY a 'b'>]>" OPEN "&a;</html>", "a document type other than <!DOCTYPE html>"},
        {"<!DOCTYPE html SYSTEM 'file:///etc/passwd'>" OPEN "</html>", "a document type other than"},
        {"<!DOCTYPE html [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>" OPEN "&a;</html>", "a document type other than"},
        {"<!DOCTYPE html [<!ATTLIST html onload CDATA 'x()'>]>" OPEN "</html>", "a document type other than"},
        {"<?php x ?>" OPEN "</html>", "a processing instruction"},
        {OPEN "\n<?php x ?></html>", "t.xhtml line 2: only elements, text and comments"},
        {"<p xmlns='http://www.w3.org/1999/xhtml'/>", "t.xhtml line 1: a template's outermost element is XHTML's html"},
        {"<html/>", "outermost element"},
        {OPEN "<q:p/></html>", "t.xhtml line 1: "},
        {OPEN "\xff</html>", "t.xhtml line 1: "},
    };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        if (written(f, bad[i].source))
            fail_msg("%s: not refused", bad[i].source);
        if (!strstr(f->e.text, bad[i].message))
            fail_msg("%s: says '%s'", bad[i].source, f->e.text);
    }
    assert_non_null(written(f, "<!DOCTYPE html>" OPEN CLOSE));
}

/* CB-SITE-08 */
static void test_refuses_deep_documents(void **state) {
    fixture *f = *state;
    cb_buf deep;
    cb_buf_init(&deep, 1 << 16);
    cb_buf_text(&deep, OPEN);
    for (int i = 0; i < 200; i++)
        cb_buf_text(&deep, "<b>");
    for (int i = 0; i < 200; i++)
        cb_buf_text(&deep, "</b>");
    cb_buf_text(&deep, CLOSE);
    assert_null(written(f, deep.data));
    assert_non_null(strstr(f->e.text, "nested too deep"));
    cb_buf_free(&deep);
}

static const char everything[] =
    OPEN "<p metal:define-macro='m' tal:content='x'/><p title='t' tal:attributes='title string:${name}' "
         "tal:define='x name'><b metal:use-macro='m'/><i tal:repeat='y list' tal:content='y/text'/><u "
         "tal:replace='fill: count shown name total name'/></p><div tal:content='note'/></html>";

/* CB-SITE-09 */
static void test_survives_failing_allocations(void **state) {
    fixture *f = *state;
    long n = 1;
    bool done = false;
    for (; !done && n < 2000; n++) {
        cb_fault_allocation(n);
        const char *page = written(f, everything);
        cb_fault_allocation(0);
        done = page != NULL;
        if (!done)
            assert_int_equal(f->e.status, CB_INTERNAL);
    }
    assert_true(done);
    assert_true(n > 10);
}

/* CB-SITE-09 */
static void test_survives_full_arenas(void **state) {
    fixture *f = *state;
    size_t refused = 0;
    for (size_t cap = 64; cap < 1 << 16; cap += 64) {
        fixture small = {.arena = cb_arena_new(cap), .view = f->view, .site = f->site};
        assert_non_null(small.arena);
        bool done = written(&small, everything) != NULL;
        if (!done) {
            assert_int_equal(small.e.status, CB_INTERNAL);
            refused++;
        }
        cb_arena_free(small.arena);
        if (done)
            break;
    }
    assert_true(refused > 50);
    assert_true(refused < 1000);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_expressions),
        cmocka_unit_test(test_keys_to_sort_by),
        cmocka_unit_test(test_loops_and_names),
        cmocka_unit_test(test_html),
        cmocka_unit_test(test_escapes),
        cmocka_unit_test(test_links),
        cmocka_unit_test(test_markdown),
        cmocka_unit_test(test_refuses_expressions),
        cmocka_unit_test(test_refuses_markup),
        cmocka_unit_test(test_refuses_documents),
        cmocka_unit_test(test_refuses_deep_documents),
        cmocka_unit_test(test_survives_failing_allocations),
        cmocka_unit_test(test_survives_full_arenas),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
