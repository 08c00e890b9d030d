/* pdf_test.c: a sealed PDF, and attacks on it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "seal/key.h"
#include "unit/seal/certificates.h"
#include "unit/verify/world.h"

static cb_findings look(world *w, cb_str pdf) {
    cb_findings f;
    cb_error e = {0};
    const char *path = cb_path_join(w->arena, w->scratch, "one.pdf");
    cb_arena *arena = w->looking[w->looks++ % 2];
    cb_arena_reset(arena);
    remove(path);
    if (cb_file_write(path, pdf, &e) || cb_verify(arena, path, w->trust, WORLD_NOW, &f, &e)) {
        fail_msg("%s", e.text);
    }
    return f;
}

static void expect(const cb_findings *f, const char *check, const char *text) {
    if (!f->failed || !world_found(f, CB_FINDING_FAILED, check, text)) {
        world_print(f);
        fail_msg("'%s: %s' was not found", check, text);
    }
}

static cb_str seal_with(world *w, const cb_key *key, cb_str pdf) {
    cb_error e = {0};
    cb_str out = {0};
    if (cb_seal_pdf(w->arena, key, pdf, "Seal", "Sealed", WORLD_NOW, &out, &e)) {
        fail_msg("%s", e.text);
    }
    return out;
}

static cb_str seal(world *w, small_pdf wish) {
    if (!wish.metadata) {
        wish.metadata = world_xmp(w, world_facts(w));
    }
    return seal_with(w, w->key, small_pdf_make(w->arena, &wish));
}

static size_t place(cb_str text, const char *what) {
    size_t at;
    if (!cb_str_find(text, what, &at)) {
        fail_msg("'%s' is not there", what);
    }
    return at;
}

static size_t last_table(cb_str pdf) {
    size_t at = pdf.n - 9;
    while (memcmp(pdf.s + at, "startxref", 9) != 0) {
        at--;
    }
    return (size_t)strtoull(pdf.s + at + 9, NULL, 10);
}

/* A revision that replaces one object, as any editor would add it. */
static cb_str revise(world *w, cb_str pdf, int number, const char *body) {
    cb_buf b;
    cb_buf_init(&b, 1 << 20);
    cb_buf_str(&b, pdf);
    size_t at = b.size;
    cb_buf_printf(&b, "%d 0 obj\n%s\nendobj\n", number, body);
    size_t table = b.size;
    cb_buf_printf(
        &b, "xref\n%d 1\n%010zu 00000 n \ntrailer\n<< /Size %d /Root 1 0 R /Prev %zu >>\nstartxref\n%zu\n%%%%EOF\n",
        number, at, SMALL_PDF_OBJECTS + 1, last_table(pdf), table);
    cb_str out = {cb_copy_str(w->arena, cb_buf_view(&b)), b.size};
    cb_buf_free(&b);
    return out;
}

/* CB-VERIFY-20 */
static void a_sealed_pdf_passes_by_itself(void **state) {
    world *w = *state;
    cb_findings f = look(w, seal(w, (small_pdf){0}));
    if (f.failed) {
        world_print(&f);
    }
    assert_int_equal(f.failed, 0);
    assert_string_equal(f.level, "PAdES B-B");
    assert_string_equal(f.signer, "casebound TEST seal");
    assert_true(world_found(&f, CB_FINDING_NOTE, "facts", world_facts(w)));
}

/* CB-VERIFY-21 */
static void a_page_replaced_behind_the_seal_is_named(void **state) {
    world *w = *state;
    cb_str pdf = seal(w, (small_pdf){0});
    cb_findings f = look(w, revise(w, pdf, 4, "<< /Length 28 >>\nstream\n1 0 0 rg 50 400 400 200 re f\nendstream"));
    expect(&f, "revisions", "the content of page 1 was changed after the seal (object 4)");
    assert_true(world_found(&f, CB_FINDING_PASSED, "pdf signature",
                            "PAdES B-B")); /* as pdfsig says too: the signature alone is no proof */
    f = look(w, revise(w, pdf, 3, "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 500 700] /Resources << >> >>"));
    expect(&f, "revisions", "page 1 was changed");
    f = look(w, revise(w, pdf, 1, "<< /Type /Catalog /Pages 2 0 R /AcroForm 5 0 R >>"));
    expect(&f, "revisions", "the catalog was changed");
    f = look(w, revise(w, pdf, 9, "null"));
    expect(&f, "unsealed", "UNSEALED"); /* the signature itself was taken out */
}

/* CB-VERIFY-22 */
static void bytes_behind_the_seal_are_found(void **state) {
    world *w = *state;
    cb_str pdf = seal(w, (small_pdf){0});
    const char *const more[] = {"\n", "x", "%%EOF\n", "%comment\n%%EOF"};
    for (size_t i = 0; i < sizeof more / sizeof more[0]; i++) {
        cb_str longer = cb_str_of(cb_format(w->arena, "%s", more[i]));
        char *bytes = cb_alloc(w->arena, pdf.n + longer.n);
        memcpy(bytes, pdf.s, pdf.n);
        memcpy(bytes + pdf.n, longer.s, longer.n);
        cb_findings f = look(w, (cb_str){bytes, pdf.n + longer.n});
        expect(&f, "revisions", "bytes were added after the seal");
    }
}

/* CB-VERIFY-23 */
static void a_flipped_byte_anywhere_is_found(void **state) {
    world *w = *state;
    cb_str pdf = seal(w, (small_pdf){0});
    size_t contents = place(pdf, "/Contents <");
    char *bytes = cb_copy_str(w->arena, pdf);
    for (size_t at = 0; at<pdf.n; at += at> contents + 11 + 9000 && at < contents + 32000 ? 997 : 53) {
        bytes[at] = (char)(bytes[at] ^ 1 << at % 7);
        cb_findings f = look(w, (cb_str){bytes, pdf.n});
        if (!f.failed) {
            fail_msg("byte %zu", at);
        }
        bytes[at] = pdf.s[at];
    }
    for (size_t at = contents + 11; at < contents + 11 + 60; at++) { /* 'a' and 'A' are the same digit */
        if (bytes[at] >= 'a') {
            bytes[at] = (char)(bytes[at] ^ 0x20);
            cb_findings f = look(w, (cb_str){bytes, pdf.n});
            expect(&f, "pdf signature", "mixes upper and lower case");
            bytes[at] = pdf.s[at];
        }
    }
}

/* CB-VERIFY-24 */
static void a_byte_range_that_leaves_something_out_is_refused(void **state) {
    world *w = *state;
    cb_str pdf = seal(w, (small_pdf){0});
    size_t at = place(pdf, "/ByteRange [0 ") + strlen("/ByteRange [0 ");
    long long from = atoll(pdf.s + at), to = atoll(pdf.s + at + 11), size = atoll(pdf.s + at + 22);
    const long long ranges[][3] = {
        {from - 20, to, size}, {from, to + 20, size - 20}, {from, to, size - 60}, {from, to, size + 1},
        {0, to, size},         {from, from, size},         {from, 9999999999, 1}, {from, to, 0},
        {from + 1, to, size},  {from, to - 1, size + 1}};
    for (size_t i = 0; i < sizeof ranges / sizeof ranges[0]; i++) {
        char *bytes = cb_copy_str(w->arena, pdf), text[64];
        snprintf(text, sizeof text, "%010lld %010lld %010lld", ranges[i][0], ranges[i][1], ranges[i][2]);
        memcpy(bytes + at, text, 32);
        cb_findings f = look(w, (cb_str){bytes, pdf.n});
        expect(&f, "pdf signature", "its ");
    }
}

/* CB-VERIFY-25 */
static void a_signature_of_another_kind_is_refused(void **state) {
    world *w = *state;
    cb_str pdf = seal(w, (small_pdf){0});
    char *bytes = cb_copy_str(w->arena, pdf);
    memcpy(bytes + place(pdf, "/ETSI.CAdES.detached"), "/adbe.pkcs7.detached", 20);
    cb_findings f = look(w, (cb_str){bytes, pdf.n});
    expect(&f, "pdf signature", "no PAdES signature");
    bytes = cb_copy_str(w->arena, pdf);
    memset(bytes + place(pdf, "/Contents <") + 11, '0', 20000);
    f = look(w, (cb_str){bytes, pdf.n});
    expect(&f, "pdf signature", "no CMS signature");
}

/* CB-VERIFY-26 */
static void an_empty_or_absent_field_is_unsealed(void **state) {
    world *w = *state;
    cb_findings f = look(w, small_pdf_make(w->arena, &(small_pdf){.metadata = world_xmp(w, world_facts(w))}));
    expect(&f, "unsealed", "UNSEALED");
    assert_int_equal(f.failed, 1);
    f = look(w, small_pdf_make(w->arena, &(small_pdf){.field = "Other", .metadata = world_xmp(w, world_facts(w))}));
    expect(&f, "pdf signature", "0 signature fields named 'Seal'");
}

/* CB-VERIFY-27 */
static void a_second_signature_is_not_passed_over(void **state) {
    world *w = *state;
    cb_str pdf = seal(w, (small_pdf){.page = "/B << /Type /Sig /ByteRange [0 1 2 3] /Contents <00> >>"});
    cb_findings f = look(w, pdf);
    expect(&f, "pdf signature", "signatures other than those of its fields");
}

/* CB-VERIFY-28 */
static void active_content_is_found_under_a_good_seal(void **state) {
    world *w = *state;
    static const struct {
        const char *catalog, *page, *what;
    } bad[] = {
        {"/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>", NULL, "a script"},
        {"/OpenAction [3 0 R /Fit]", NULL, "an action on opening"},
        {"/Names << /JavaScript << >> >>", NULL, "a script"},
        {"/Names << /EmbeddedFiles << >> >>", NULL, "attachments"},
        {"/AA << >>", NULL, "actions without a click"},
        {NULL, "/X << /S /URI /URI (http://example.org/) >>", "an address outside the file"},
        {NULL, "/X [[[<< /S /Launch /F (calc.exe) >>]]]", "runs a program"},
        {NULL, "/X << /#53 /#4caunch >>", "runs a program"},
        {NULL, "/X << /S /SubmitForm /F (x) >>", "leaves the file"},
        {NULL, "/X << /S /GoToR >>", "leaves the file"},
        {NULL, "/X << /Subtype /RichMedia >>", "media"},
        {NULL, "/X << /Type /Filespec /EF << >> >>", "an attachment"},
        {NULL, "/X << /XFA (x) >>", "an XFA form"},
    };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        cb_findings f = look(w, seal(w, (small_pdf){.catalog = bad[i].catalog, .page = bad[i].page}));
        expect(&f, "active content", bad[i].what);
    }
    cb_findings f = look(w, seal(w, (small_pdf){.page = "/X << /S /GoTo /D [3 0 R /Fit] >>"}));
    assert_int_equal(f.failed, 0);
}

/* CB-VERIFY-29 */
static void values_nested_without_end_do_no_harm(void **state) {
    world *w = *state;
    char *deep = cb_alloc(w->arena, 5000);
    strcpy(deep, "/X ");
    memset(deep + 3, '[', 2000);
    memset(deep + 2003, ']', 2000);
    cb_findings f = look(w, small_pdf_make(w->arena, &(small_pdf){.page = deep}));
    assert_true(f.failed > 0);
    memset(deep + 3, '[', 300);
    memset(deep + 303, ']', 300);
    deep[603] = '\0';
    f = look(w, small_pdf_make(w->arena, &(small_pdf){.page = deep}));
    expect(&f, "active content", "nested too deeply");
}

/* CB-VERIFY-30 */
static void tables_that_are_not_classic_are_refused(void **state) {
    world *w = *state;
    cb_str pdf = seal(w, (small_pdf){0});
    static const char *const trailers[] = {
        "<< /Size 10 /Root 1 0 R /XRefStm 15 >>",
        "<< /Size 10 /Root 1 0 R /Encrypt << >> >>",
        "<< /Size 10 /Root 1 0 R /P#72ev 15 >>",
        "<< /Size 10 /Root 1 0 R /Prev 99999999 >>",
        "<< /Size 10 /Root 1 0 R /Prev 15 >>",
        "<< /Size 10 /Root 1 0 R",
        "<< /Size 10 /Root 1 0 R (",
        "[",
    };
    for (size_t i = 0; i < sizeof trailers / sizeof trailers[0]; i++) {
        char *more = cb_format(w->arena, "xref\n0 0\ntrailer\n%s\nstartxref\n%zu\n%%%%EOF\n", trailers[i], pdf.n);
        char *bytes = cb_alloc(w->arena, pdf.n + strlen(more) + 1);
        memcpy(bytes, pdf.s, pdf.n);
        memcpy(bytes + pdf.n, more, strlen(more));
        cb_findings f = look(w, (cb_str){bytes, pdf.n + strlen(more)});
        expect(&f, "pdf signature", "cannot be read as a PDF");
    }
}

/* CB-VERIFY-31 */
static void facts_stand_once_and_readable(void **state) {
    world *w = *state;
    const char *facts = world_facts(w), *twice = cb_format(w->arena, "%s%s", world_xmp(w, facts), world_xmp(w, facts));
    const char *const bad[] = {"<x/>", twice, world_xmp(w, "12"),
                               cb_format(w->arena, "casebound:FactsDigest>%.63s", facts)};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        cb_findings f = look(w, seal(w, (small_pdf){.metadata = bad[i]}));
        expect(&f, "facts", "do not hold one facts digest");
    }
}

/* CB-VERIFY-32 */
static void a_file_that_is_cut_short_never_passes(void **state) {
    world *w = *state;
    cb_str pdf = seal(w, (small_pdf){0});
    for (size_t n = 0; n < pdf.n; n += 211) {
        cb_findings f = look(w, (cb_str){pdf.s, n});
        assert_true(f.failed > 0);
    }
}

/* A key that cb_key_open would refuse; without a root it is its own. */
static cb_findings look_with(world *w, const paper_wish *wish, const paper *root, const paper *anchor) {
    paper p = paper_make(wish, root);
    assert_non_null(p.x);
    assert_true(paper_write(cb_path_join(w->arena, w->scratch, "root.pem"), NULL, NULL, (X509 *[]){anchor->x, NULL}));
    cb_key key = {p.key, p.x, sk_X509_new_null(), "TEST someone", true};
    const char *trust = w->trust;
    w->trust = cb_path_join(w->arena, w->scratch, "root.pem");
    cb_findings f =
        look(w, seal_with(w, &key, small_pdf_make(w->arena, &(small_pdf){.metadata = world_xmp(w, world_facts(w))})));
    w->trust = trust;
    sk_X509_free(key.chain);
    paper_free(&p);
    return f;
}

/* CB-VERIFY-33 */
static void signers_that_must_not_sign_are_refused(void **state) {
    world *w = *state;
    const int64_t day = 86400;
    paper root = paper_authority("TEST root", WORLD_NOW - day, WORLD_NOW + day, NULL);
    const paper_wish good = {.from = WORLD_NOW - day, .until = WORLD_NOW + day};
    cb_findings f = look_with(w, &good, &root, &root);
    if (f.failed) {
        world_print(&f);
    }
    assert_int_equal(f.failed, 0);
    paper_wish bad = good;
    bad.until = WORLD_NOW - 1;
    f = look_with(w, &bad, &root, &root);
    expect(&f, "signer", "expired: the certificate of 'TEST ");
    bad = good;
    bad.from = WORLD_NOW + 1;
    f = look_with(w, &bad, &root, &root);
    expect(&f, "signer", "not yet valid: the certificate of 'TEST someone'");
    bad = good;
    bad.usage = "critical,keyEncipherment";
    f = look_with(w, &bad, &root, &root);
    expect(&f, "signer", "wrong usage: its certificate is not made for signatures");
    bad = good;
    bad.purpose = "critical,timeStamping";
    f = look_with(w, &bad, &root, &root);
    expect(&f, "signer", "wrong usage: its certificate is made for something else");
    bad = good;
    bad.constraints = "critical,CA:TRUE";
    bad.usage = "critical,keyCertSign,digitalSignature";
    f = look_with(w, &bad, &root, &root);
    expect(&f, "signer", "wrong usage: its certificate is an authority's");
    bad = good;
    bad.digest = "SHA1";
    f = look_with(w, &bad, &root, &root);
    expect(&f, "signer", "weak");
    paper late = paper_authority("TEST root", WORLD_NOW - day, WORLD_NOW - 1, NULL);
    f = look_with(w, &good, &late, &late);
    expect(&f, "signer", "expired: the certificate of 'TEST ");
    paper other = paper_authority("TEST another root", WORLD_NOW - day, WORLD_NOW + day, NULL);
    f = look_with(w, &good, &root, &other);
    expect(&f, "signer", "unknown: no chain from 'TEST someone'");
    f = look_with(w, &good, NULL, &other);
    expect(&f, "signer", "self-signed: nobody but 'TEST someone'");
    paper_free(&other);
    paper_free(&late);
    paper_free(&root);
}

/* CB-VERIFY-34 */
static void a_signer_without_authority_is_not_its_own_anchor(void **state) {
    world *w = *state;
    cb_error e = {0};
    cb_findings f;
    const paper_wish wish = {.from = WORLD_NOW - 86400, .until = WORLD_NOW + 86400};
    paper p = paper_make(&wish, NULL);
    const char *file = cb_path_join(w->arena, w->scratch, "self.pem");
    assert_true(paper_write(file, p.key, NULL, (X509 *[]){p.x, NULL}));
    assert_int_equal(cb_verify(w->arena, cb_path_join(w->arena, w->scratch, "one.pdf"), file, WORLD_NOW, &f, &e),
                     CB_INPUT);
    assert_non_null(strstr(e.text, "no certificate of an authority"));
    paper_free(&p);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_sealed_pdf_passes_by_itself),
        cmocka_unit_test(a_page_replaced_behind_the_seal_is_named),
        cmocka_unit_test(bytes_behind_the_seal_are_found),
        cmocka_unit_test(a_flipped_byte_anywhere_is_found),
        cmocka_unit_test(a_byte_range_that_leaves_something_out_is_refused),
        cmocka_unit_test(a_signature_of_another_kind_is_refused),
        cmocka_unit_test(an_empty_or_absent_field_is_unsealed),
        cmocka_unit_test(a_second_signature_is_not_passed_over),
        cmocka_unit_test(active_content_is_found_under_a_good_seal),
        cmocka_unit_test(values_nested_without_end_do_no_harm),
        cmocka_unit_test(tables_that_are_not_classic_are_refused),
        cmocka_unit_test(facts_stand_once_and_readable),
        cmocka_unit_test(a_file_that_is_cut_short_never_passes),
        cmocka_unit_test(signers_that_must_not_sign_are_refused),
        cmocka_unit_test(a_signer_without_authority_is_not_its_own_anchor),
    };
    return cmocka_run_group_tests_name("verify pdf", tests, world_up, world_down);
}
