/* html_test.c: what a page must not hold, in every disguise that a browser sees through. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "unit/verify/world.h"
#include "verify/html.h"

static cb_findings look(world *w, cb_str page, cb_html_result *out) {
    cb_findings f = {0};
    cb_error e = {0};
    cb_checking c = {.arena = w->arena, .out = &f};
    assert_int_equal(cb_html_verify(&c, "page.html", page, out, &e), CB_OK);
    return f;
}

static cb_findings look_at_body(world *w, const char *body) {
    cb_html_result out;
    return look(w, world_page(w, world_facts(w), "", "", body), &out);
}

/* CB-VERIFY-40 */
static void a_page_that_is_whole_in_itself_passes(void **state) {
    world *w = *state;
    static const char *const good[] = {
        "",
        "<a href='#v2'>x</a><a href=\"used/case.yaml\">x</a><a href=\"mailto:a@b.example\">x</a><a "
        "href=\"HTTPS://x.example/?a=1&amp;b=2\">x</a>",
        "<img src=\"data:image/png;base64,AAAA\" alt=\"\">",
        "<svg viewBox=\"0 0 1 1\"><title>x &lt;img&gt;</title><use href=\"#s\"/></svg>",
        "<p>&lt;img src=x onerror=alert(1)&gt; 1 < 2 <3 a<\xc3\xa4</p>",
        "<p title=\"<img src=x onerror=alert(1)>\">x</p>",
        "<!-- <img src=x onerror=alert(1)> -->",
        "<textarea>\xe2\x80\xa6</textarea>",
        "<td data-only=\"1\" data-on=\"2\">x</td>",
    };
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        cb_findings f = look_at_body(w, good[i]);
        if (f.failed) {
            world_print(&f);
            fail_msg("%s", good[i]);
        }
    }
}

/* CB-VERIFY-41 */
static void what_loads_or_runs_is_found(void **state) {
    world *w = *state;
    static const char *const bad[] = {
        "<img src=\"http://x.example/a.png\">",
        "<img src=x.png>",
        "<IMG SRC = '//x.example/a'>",
        "<img/src=\"https:x\">",
        "<img srcset=\"x.png 2x\">",
        "<script src=\"x.js\"></script>",
        "<script>alert(1)</script>",
        "<style>p{background:url(x)}</style>",
        "<p onclick=\"x()\">",
        "<p/OnMouseOver=x>",
        "<svg onload=x>",
        "<svg><image xlink:href=\"http://x.example/\"/></svg>",
        "<svg><use href=\"x.svg#a\"/></svg>",
        "<svg><foreignObject></foreignObject></svg>",
        "<svg><animate attributeName=\"href\" values=\"javascript:x\"/></svg>",
        "<link rel=\"stylesheet\" href=\"x.css\">",
        "<iframe></iframe>",
        "<iframe srcdoc=\"x\"></iframe>",
        "<object data=\"x\"></object>",
        "<embed src=x>",
        "<form action=\"https://x.example/\"></form>",
        "<button formaction=\"x\">x</button>",
        "<base href=\"https://x.example/\">",
        "<meta http-equiv=\"refresh\" content=\"0; url=https://x.example/\">",
        "<meta http-equiv=\"x-dns-prefetch-control\" content=\"on\">",
        "<meta http-equiv=\"x-dns-prefetch-control\">",
        "<a href=\"javascript:alert(1)\">x</a>",
        "<a href=\" java\nscript:alert(1)\">x</a>",
        "<a href=\"&#106;avascript:alert(1)\">x</a>",
        "<a href=\"javascript&colon;alert(1)\">x</a>",
        "<a href=\"data:text/html,x\">x</a>",
        "<a href=\"vbscript:x\">x</a>",
        "<a href=\"//x.example/\">x</a>",
        "<a href=\"\\\\x.example/\">x</a>",
        "<a href=\"file:///etc/passwd\">x</a>",
        "<a ping=\"https://x.example/\" href=\"#a\">x</a>",
        "<p style=\"background:url(x)\">x</p>",
        "<p style=\"background:u\\72l\">x</p>",
        "<video poster=\"x\"></video>",
        "<audio src=\"x\"></audio>",
        "<table background=\"x\"></table>",
        "<input type=image src=x>",
    };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        cb_findings f = look_at_body(w, bad[i]);
        if (!world_found(&f, CB_FINDING_FAILED, "active content", "page.html")) {
            fail_msg("%s", bad[i]);
        }
    }
}

static void expect_found(world *w, const char *body) {
    cb_findings f = look_at_body(w, body);
    if (!world_found(&f, CB_FINDING_FAILED, "active content", "page.html")) {
        fail_msg("%s", body);
    }
}

/* CB-VERIFY-152 */
static void what_style_and_paint_attributes_load_is_found(void **state) {
    world *w = *state;
    static const char *const bad[] = {
        "<p style=\"background:url&#40;//x.example/x)\">x</p>",
        "<p style=\"background:url&#x28;//x.example/x)\">x</p>",
        "<p style=\"background:url&lpar;//x.example/x)\">x</p>",
        "<p style=\"background:u&bsol;72l\">x</p>",
        "<p style=\"background:u&#92;72l\">x</p>",
        "<p class='url(//x.example/x)'>x</p>",
        "<svg><rect fill=\"url(//x.example/x#f)\"/></svg>",
        "<svg><rect FILL='URL( &quot;//x.example/x#f&quot; )'/></svg>",
        "<svg><rect fill=\"url()\"/></svg>",
        "<svg><rect fill=\"url&#40;//x.example/x#f)\"/></svg>",
        "<svg><rect fill=\"ur\\6c(//x.example/x#f)\"/></svg>",
        "<svg><rect fill=\"url(#a) url(//x.example/x#f)\"/></svg>",
        "<svg><rect stroke=\"url(//x.example/x#f)\"/></svg>",
        "<svg><rect filter=\"url(https://x.example/x#f)\"/></svg>",
        "<svg><rect mask=\"url(//x.example/x#f)\"/></svg>",
        "<svg><rect mask=\"image-set('//x.example/x' 1x)\"/></svg>",
        "<svg><rect cursor=\"url(//x.example/x),auto\"/></svg>",
        "<svg><rect clip-path=\"url(//x.example/x#f)\"/></svg>",
        "<svg><path marker=\"url(//x.example/x#f)\"/></svg>",
        "<svg><path marker-start=\"url(//x.example/x#f)\"/></svg>",
        "<svg><path marker-mid=\"url(//x.example/x#f)\"/></svg>",
        "<svg><path marker-end=\"url(//x.example/x#f)\"/></svg>",
        "<svg xml:base=\"https://x.example/\"></svg>",
        "<img src=\"data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'><image "
        "href='https://x.example/'/></svg>\">",
        "<img src=\"DATA:image/ svg+xml;base64,AAAA\">",
        "<img srcset=\"data:image/png,x 1x, //x.example/x 2x\">",
        "<a href=\"#x\" attributionsrc=\"https://x.example\">x</a>",
        "<img src=\"data:,\" attributionsrc>",
        "<a href=\"https://x.example/\" referrerpolicy=\"unsafe-url\">x</a>",
        "<meta name=referrer content=\"unsafe-url\">",
        "<meta name=\"Referrer\" content=\"no-referrer, unsafe-url\">",
        "<meta name=\"&#114;eferrer\" content=\"unsafe-url\">",
        "<meta name=\"referrer\">",
        "<div><template shadowrootmode=\"open\"><p>x</p></template></div>",
        "<div><template shadowroot=open><p>x</p></template></div>",
    };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        expect_found(w, bad[i]);
    }
}

/* CB-VERIFY-152 */
static void what_style_and_paint_attributes_may_name_passes(void **state) {
    world *w = *state;
    static const char *const good[] = {
        "<p style=\"color:red;margin:0 auto\">x</p>",
        "<svg><rect fill=\"url(#f)\" stroke=\"url('#g')\" filter='url( \"#h\" )' mask=\"url(&quot;#m&quot;)\"/></svg>",
        "<svg><rect fill=\"rgb(1,2,3)\" stroke=\"HSLA(1,2%,3%,0.5)\" clip-path=\"none\" transform=\"translate(1 "
        "2)\"/></svg>",
        "<p title=\"url(//x) &#13; \\\" data-note=\"url(//x)\" aria-label=\"url(//x)\"><input value=\"url(//x)\"></p>",
        "<a href=\"https://x.example/?q=url(1)\" referrerpolicy=\"no-referrer\">x</a>",
        "<img src=\"data:image/png;base64,AAAA\"><img src=\"data:image/jpeg;base64,AAAA\">",
        "<meta name=\"referrer\" content=\"no-referrer\">",
        "<template><p>x</p></template>",
    };
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        cb_findings f = look_at_body(w, good[i]);
        if (f.failed) {
            world_print(&f);
            fail_msg("%s", good[i]);
        }
    }
}

/* CB-VERIFY-42 */
static void markup_that_readers_understand_differently_is_refused(void **state) {
    world *w = *state;
    static const char *const bad[] = {
        "<title><img src=x onerror=alert(1)></title>",
        "<textarea><b></textarea>",
        "<noscript><img src=x></noscript>",
        "<!-- --!> <img src=x onerror=alert(1)> -->",
        "<!--> <img src=x onerror=alert(1)> -->",
        "<!-- <!-- --> -->",
        "<![CDATA[ <img src=x> ]]>",
        "<?xml version=\"1.0\"?>",
        "<!ENTITY x>",
        "</ p>",
        "<!-- x",
        "<p title=\"x",
        "<style>p{}",
        "<svg><style><img src=x onerror=alert(1)></style></svg>",
        "<!-- <a title=\" --> <img src=x onerror=alert(1)> <!-- \"> -->",
    };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        cb_findings f = look_at_body(w, bad[i]);
        if (!world_found(&f, CB_FINDING_FAILED, "active content", "page.html")) {
            fail_msg("%s", bad[i]);
        }
    }
    cb_html_result out;
    cb_findings f = look(w, (cb_str){"<p>\0</p>", 8}, &out);
    assert_true(world_found(&f, CB_FINDING_FAILED, "active content", "no UTF-8"));
}

/* CB-VERIFY-43 */
static void a_policy_that_is_absent_or_weak_is_found(void **state) {
    world *w = *state;
    static const char *const bad[] = {
        "; img-src *",
        "; img-src 'self'",
        "; script-src 'unsafe-inline'",
        "; script-src 'unsafe-eval'",
        "; connect-src https:",
        "; script-src data:",
        "; default-src 'self'",
        "; frame-src x.html",
        "; script-src 'strict-dynamic'",
    };
    cb_html_result out;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        cb_findings f = look(w, world_page(w, "", bad[i], "", ""), &out);
        if (!world_found(&f, CB_FINDING_FAILED, "active content", "policy")) {
            fail_msg("%s", bad[i]);
        }
    }
    cb_findings f = look(w, world_page(w, "", "; img-src data:; script-src 'none'", "", ""), &out);
    assert_int_equal(f.failed, 0);
    f = look(w, cb_str_of("<!DOCTYPE html><meta charset=utf-8><p>x</p>"), &out);
    assert_true(world_found(&f, CB_FINDING_FAILED, "active content", "not exactly one Content-Security-Policy"));
    f = look(w,
             cb_str_of("<meta charset=utf-8><style>p{}</style><meta http-equiv=Content-Security-Policy "
                       "content=\"default-src 'none'; base-uri "
                       "'none'; form-action 'none'\">"),
             &out);
    assert_true(world_found(&f, CB_FINDING_FAILED, "active content", "in front of the policy"));
}

/* CB-VERIFY-44 */
static void a_script_runs_by_its_digest_alone(void **state) {
    world *w = *state;
    cb_html_result out;
    const char *code = "document.title = '<p>' + 1 < 2;";
    const char *policy = cb_format(w->arena, "; script-src 'sha256-%s'", world_base64(w, cb_str_of(code)));
    cb_findings f = look(w, world_page(w, "", policy, cb_format(w->arena, "<script>%s</script>", code), ""), &out);
    if (f.failed) {
        world_print(&f);
    }
    assert_int_equal(f.failed, 0);
    f = look(w, world_page(w, "", policy, cb_format(w->arena, "<script>%s </script>", code), ""), &out);
    assert_true(world_found(&f, CB_FINDING_FAILED, "active content", "a script whose digest the policy does not name"));
    policy = cb_format(w->arena, "; img-src 'sha256-%s'", world_base64(w, cb_str_of(code)));
    f = look(w, world_page(w, "", policy, cb_format(w->arena, "<script>%s</script>", code), ""), &out);
    assert_true(f.failed > 0);
}

/* CB-VERIFY-45 */
static void the_facts_digest_is_read_from_its_meta(void **state) {
    world *w = *state;
    cb_html_result out;
    cb_findings f = look(w, world_page(w, "abc", "", "", ""), &out);
    assert_int_equal(out.facts_count, 1);
    assert_true(cb_str_is(out.facts, "abc"));
    f = look(w, world_page(w, "abc", "", "<meta name=\"casebound-facts\" content=\"def\">", ""), &out);
    assert_int_equal(out.facts_count, 2);
    assert_int_equal(f.failed, 0); /* the folder's check demands one */
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_page_that_is_whole_in_itself_passes),
        cmocka_unit_test(what_loads_or_runs_is_found),
        cmocka_unit_test(what_style_and_paint_attributes_load_is_found),
        cmocka_unit_test(what_style_and_paint_attributes_may_name_passes),
        cmocka_unit_test(markup_that_readers_understand_differently_is_refused),
        cmocka_unit_test(a_policy_that_is_absent_or_weak_is_found),
        cmocka_unit_test(a_script_runs_by_its_digest_alone),
        cmocka_unit_test(the_facts_digest_is_read_from_its_meta),
    };
    return cmocka_run_group_tests_name("verify html", tests, world_up, world_down);
}
