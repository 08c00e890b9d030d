/* revision_test.c: what may stand behind the seal: a person's signature in its field, and nothing else. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "casebound/base/time.h"
#include "unit/seal/certificates.h"
#include "unit/verify/world.h"
#include "verify/sign_off.h"

enum { DAY = 86400 };

typedef struct room {
    world *w;
    paper root, person;
    cb_key *key;
    const char *trust;
} room;

static const char *join(world *w, const char *name) {
    return cb_path_join(w->arena, w->scratch, name);
}

static int set_up(void **state) {
    cb_error e = {0};
    room *r = calloc(1, sizeof *r);
    if (!r || world_up((void **)&r->w)) {
        return -1;
    }
    world *w = r->w;
    r->root = paper_authority("TEST hospital", WORLD_NOW - DAY, WORLD_NOW + 400 * DAY, NULL);
    const paper_wish wish = {.name = "TEST Person", .from = WORLD_NOW - DAY, .until = WORLD_NOW + 300 * DAY};
    r->person = paper_make(&wish, &r->root);
    cb_str own = {0};
    bool done = r->person.x && paper_write(join(w, "person.pem"), r->person.key, NULL, (X509 *[]){r->person.x, NULL}) &&
                paper_write(join(w, "both.pem"), NULL, NULL, (X509 *[]){r->root.x, NULL}) &&
                !cb_file_read(w->arena, w->trust, 1 << 20, &own, &e);
    FILE *more = done ? fopen(join(w, "both.pem"), "a") : NULL;
    done = more && fwrite(own.s, 1, own.n, more) == own.n && fclose(more) == 0;
    r->trust = join(w, "both.pem");
    done = done && !cb_key_open(w->arena, join(w, "person.pem"), NULL, WORLD_NOW, &r->key, &e);
    if (!done) {
        fprintf(stderr, "%s\n", e.text);
    }
    *state = r;
    return done ? 0 : -1;
}

static int tear_down(void **state) {
    room *r = *state;
    void *w = r->w;
    paper_free(&r->root);
    paper_free(&r->person);
    free(r);
    return world_down(&w);
}

static cb_findings look(room *r, cb_str pdf) {
    cb_error e = {0};
    const char *path = join(r->w, "one.pdf");
    remove(path);
    if (cb_file_write(path, pdf, &e)) {
        fail_msg("%s", e.text);
    }
    return world_look(r->w, path, r->trust, WORLD_NOW);
}

static cb_str sealed_pdf(room *r, small_pdf wish) {
    cb_error e = {0};
    cb_str out = {0};
    wish.metadata = world_xmp(r->w, world_facts(r->w));
    wish.second = wish.second ? wish.second : "Review";
    if (cb_seal_pdf(r->w->arena, r->w->key, small_pdf_make(r->w->arena, &wish), "Seal", NULL, WORLD_NOW, &out, &e)) {
        fail_msg("%s", e.text);
    }
    return out;
}

static cb_str sign_as(room *r, const cb_key *key, cb_str pdf, const char *field) {
    cb_error e = {0};
    cb_str out = {0};
    const cb_pdf_signing wish = {.field = field,
                                 .time = WORLD_NOW,
                                 .appearance = small_pdf_make(r->w->arena, &(small_pdf){.content = "0 0 9 9 re f"})};
    if (cb_sign_pdf(r->w->arena, key, pdf, &wish, &out, &e)) {
        fail_msg("%s", e.text);
    }
    return out;
}

static cb_str sign(room *r, cb_str pdf) {
    return sign_as(r, r->key, pdf, "Review");
}

static size_t last_table(cb_str pdf) {
    size_t at = pdf.n - 9;
    while (memcmp(pdf.s + at, "startxref", 9) != 0) {
        at--;
    }
    return (size_t)strtoull(pdf.s + at + 9, NULL, 10);
}

static int last_size(cb_str pdf) {
    size_t at;
    cb_str rest = {pdf.s + last_table(pdf), pdf.n - last_table(pdf)};
    return cb_str_find(rest, "/Size ", &at) ? atoi(rest.s + at + 6) : 0;
}

/* A revision with one object, as any editor would add it; `trailer` in place of "/Root 1 0 R". */
static cb_str revise(room *r, cb_str pdf, int number, const char *body, const char *trailer) {
    cb_buf b;
    cb_buf_init(&b, 1 << 20);
    cb_buf_str(&b, pdf);
    size_t at = b.size;
    cb_buf_printf(&b, "%d 0 obj\n%s\nendobj\n", number, body);
    size_t table = b.size;
    int size = last_size(pdf) > number ? last_size(pdf) : number + 1;
    cb_buf_printf(&b, "xref\n%d 1\n%010zu 00000 n \ntrailer\n<< /Size %d %s /Prev %zu >>\nstartxref\n%zu\n%%%%EOF\n",
                  number, at, size, trailer ? trailer : "/Root 1 0 R", last_table(pdf), table);
    cb_str out = {cb_copy_str(r->w->arena, cb_buf_view(&b)), b.size};
    cb_buf_free(&b);
    return out;
}

/* CB-VERIFY-70 */
static void a_person_behind_the_seal_passes_and_is_named(void **state) {
    room *r = *state;
    cb_findings f = look(r, sign(r, sealed_pdf(r, (small_pdf){0})));
    world_expect_whole(&f);
    assert_string_equal(f.status, "reviewed");
    assert_string_equal(f.signer, "casebound TEST seal");
    assert_int_equal(f.signature_count, 2);
    assert_string_equal(f.signatures[1].meaning, "review");
    assert_string_equal(f.signatures[1].signer, "TEST Person");
    assert_true(f.signatures[1].trusted);
    assert_false(f.signatures[1].proven);
    assert_true(world_found(&f, CB_FINDING_PASSED, "revisions",
                            "behind the seal, the field 'Review' was filled and nothing else changed"));
    f = look(r, sealed_pdf(r, (small_pdf){0}));
    world_expect_whole(&f);
    assert_string_equal(f.status, "draft");
}

/* CB-VERIFY-71 */
static void whatever_else_changes_before_the_person_signs_is_named(void **state) {
    room *r = *state;
    static const struct {
        int number;
        const char *body, *trailer, *what;
    } attacks[] = {
        {4, "<< /Length 28 >>\nstream\n1 0 0 rg 50 400 400 200 re f\nendstream", NULL,
         "the content of page 1 was changed"},
        {3, "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 500 700] /Contents 4 0 R /Resources << >> /Annots [6 0 R] >>",
         NULL, "page 1 was changed"},
        {1, "<< /Type /Catalog /Pages 2 0 R /AcroForm 5 0 R /Metadata 7 0 R /X 1 >>", NULL, "the catalog was changed"},
        {5, "<< /Fields [6 0 R 9 0 R] /SigFlags 3 /NeedAppearances true >>", NULL, "an object was changed"},
        {5, "<< /Fields [6 0 R 9 0 R 4 0 R] /SigFlags 3 >>", NULL, "an object was changed"},
        {9,
         "<< /Type /Annot /Subtype /Widget /FT /Sig /T (Review) /F 132 /Rect [0 0 500 700] /P 3 0 R /AP << /N 8 0 R >> "
         ">>",
         NULL, "a signature field, beyond value and appearance, was changed"},
        {9,
         "<< /Type /Annot /Subtype /Widget /FT /Sig /T (Review) /F 2 /Rect [210 10 400 60] /P 3 0 R /AP << /N 8 0 R >> "
         ">>",
         NULL, "a signature field, beyond value and appearance, was changed"},
        {8, "<< /Type /XObject /Subtype /Form /BBox [0 0 1 1] /Resources << >> /Length 0 >>\nstream\n\nendstream", NULL,
         "an object was changed"},
        {7, "<< /Type /Metadata /Subtype /XML /Length 4 >>\nstream\n<x/>\nendstream", NULL, "was changed"},
    };
    for (size_t i = 0; i < sizeof attacks / sizeof attacks[0]; i++) {
        cb_str pdf = revise(r, sealed_pdf(r, (small_pdf){0}), attacks[i].number, attacks[i].body, attacks[i].trailer);
        cb_findings f = look(r, sign(r, pdf));
        world_expect(&f, "revisions", attacks[i].what);
        assert_true(world_found(&f, CB_FINDING_PASSED, "pdf signature", "(Review): PAdES B-B"));
    }
}

/* CB-VERIFY-80 */
static void a_rectangle_may_be_written_in_another_form_and_not_be_another(void **state) {
    room *r = *state;
    static const struct {
        const char *rect;
        bool same;
    } written[] = {{"210 10 400 60", true},      {"210.0 10.00 400 60.", true}, {"210.1 10 400 60", false},
                   {"21.0 10 400 60", false},    {"210 10 400 600", false},     {"210 10 400", false},
                   {"210 10 400 60 0.0", false}, {"210 10 400 (60)", false},    {"210 -10 400 60", false}};
    for (size_t i = 0; i < sizeof written / sizeof *written; i++) {
        const char *field = cb_format(r->w->arena,
                                      "<< /Type /Annot /Subtype /Widget /FT /Sig /T (Review) /F 132 /Rect [%s] /P 3 0 "
                                      "R /AP << /N 8 0 R >> >>",
                                      written[i].rect);
        cb_findings f = look(r, sign(r, revise(r, sealed_pdf(r, (small_pdf){0}), 9, field, NULL)));
        if (written[i].same) {
            world_expect_whole(&f);
        } else {
            world_expect(&f, "revisions", "a signature field, beyond value and appearance, was changed");
        }
    }
}

/* CB-VERIFY-72 */
static void another_root_or_information_is_named(void **state) {
    room *r = *state;
    const char *catalog = "<< /Type /Catalog /Pages 2 0 R /AcroForm 5 0 R /Metadata 7 0 R >>";
    cb_str pdf = sealed_pdf(r, (small_pdf){0});
    cb_findings f = look(r, sign(r, revise(r, pdf, 40, catalog, "/Root 40 0 R")));
    world_expect(&f, "revisions", "the trailer's Root was changed");
    f = look(r, sign(r, revise(r, pdf, 40, "<< /Title (x) >>", "/Root 1 0 R /Info 40 0 R")));
    world_expect(&f, "revisions", "the trailer's Info was changed");
}

/* CB-VERIFY-73 */
static void what_a_page_named_and_had_not_must_not_come_later(void **state) {
    room *r = *state;
    static const char *const pages[] = {"/X 40 0 R", "/X [1 40 0 R 2]", "/X << /Y [[40 0 R]] >>"};
    for (size_t i = 0; i < sizeof pages / sizeof pages[0]; i++) {
        cb_str pdf = sealed_pdf(r, (small_pdf){.page = pages[i]});
        cb_findings f = look(r, sign(r, pdf));
        world_expect_whole(&f);
        f = look(r, sign(r, revise(r, pdf, 40, "<< /Y 1 >>", NULL)));
        world_expect(&f, "revisions", i ? "an object was added after the seal (object 40)" : "page 1 was changed");
        f = look(r, sign(r, revise(r, pdf, 41, "<< /Y 1 >>", NULL)));
        world_expect_whole(&f); /* nothing leads to it */
    }
}

/* CB-VERIFY-74 */
static void nothing_may_follow_the_last_signature(void **state) {
    room *r = *state;
    cb_str pdf = sign(r, sealed_pdf(r, (small_pdf){0}));
    cb_findings f =
        look(r, revise(r, pdf, 4, "<< /Length 28 >>\nstream\n1 0 0 rg 50 400 400 200 re f\nendstream", NULL));
    world_expect(&f, "revisions", "bytes were added after Review");
    world_expect(&f, "revisions", "the content of page 1 was changed after Review");
    f = look(r, revise(r, pdf, 50, "<< /Y 1 >>", NULL));
    world_expect(&f, "revisions", "an object was added after Review");
}

/* CB-VERIFY-75 */
static void signatures_out_of_place_are_named(void **state) {
    room *r = *state;
    cb_findings f = look(r, sign_as(r, r->key, sealed_pdf(r, (small_pdf){.second = "Other"}), "Other"));
    world_expect(&f, "pdf signature", "a signature in a field that no report has");
    cb_error e = {0};
    cb_str out = {0};
    small_pdf wish = {.second = "Review", .metadata = world_xmp(r->w, world_facts(r->w))};
    cb_str first = sign(r, small_pdf_make(r->w->arena, &wish));
    f = look(r, first);
    world_expect(&f, "pdf signature", "its first signature is not the seal");
    assert_int_equal(cb_seal_pdf(r->w->arena, r->w->key, first, "Seal", NULL, WORLD_NOW, &out, &e), CB_OK);
    f = look(r, out);
    world_expect(&f, "pdf signature", "its first signature is not the seal");
}

/* CB-VERIFY-76 */
static void a_flipped_byte_of_the_second_revision_is_found(void **state) {
    room *r = *state;
    cb_str sealed = sealed_pdf(r, (small_pdf){0}), pdf = sign(r, sealed);
    char *bytes = cb_copy_str(r->w->arena, pdf);
    for (size_t at = sealed.n; at < pdf.n; at += at % 3 ? 211 : 397) {
        bytes[at] = (char)(bytes[at] ^ 1 << at % 7);
        cb_findings f = look(r, (cb_str){bytes, pdf.n});
        if (!f.failed) {
            fail_msg("byte %zu", at);
        }
        bytes[at] = pdf.s[at];
    }
}

/* Adds what `key` binds: the events, and the manifest over all with its signature. */
static cb_findings bind_addition(room *r, const cb_key *key, const cb_event *said, size_t count) {
    world *w = r->w;
    cb_error e = {0};
    cb_str manifest = {0}, signature = {0}, line = {0};
    cb_digest last;
    const char *trail = world_file(w, "audit.jsonl")->bytes.s, *text = "";
    line = cb_str_of(strchr(trail, '\n') + 1);
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(cb_digest_of(line, &last, &e), CB_OK);
        assert_int_equal(cb_event_line(w->arena, &said[i], &last, &line, &e), CB_OK);
        text = cb_format(w->arena, "%s%s", text, line.s);
    }
    if (count) {
        world_add(w, "audit-002.jsonl", cb_str_of(text));
    }
    assert_int_equal(cb_manifest_make_nth(w->arena, &w->bundle, 2, &manifest, &e), CB_OK);
    world_add(w, "META-INF/ASiCManifest002.xml", manifest);
    assert_int_equal(cb_seal_bytes(w->arena, key, manifest, WORLD_NOW, &signature, &e), CB_OK);
    world_add(w, "META-INF/signature002.p7s", signature);
    if (world_write(w, &e)) {
        fail_msg("%s", e.text);
    }
    return world_look(w, w->folder, r->trust, WORLD_NOW);
}

static void begin_addition(room *r) {
    cb_error e = {0};
    if (world_fill(r->w, true, &e) || world_bind(r->w, true, &e)) {
        fail_msg("%s", e.text);
    }
}

/* A time as the trail has it. */
static const char *time_of(room *r, int64_t seconds) {
    char text[CB_TIME_TEXT];
    cb_time_text(seconds, text);
    return cb_copy(r->w->arena, text);
}

/* A folder of the world with one addition, bound by `key`: the PDF that `make` gives, an event that says its level
 * (NULL: none), and `more`. */
static cb_findings look_at_addition(room *r, cb_str (*make)(room *, cb_str), const char *name, const cb_key *key,
                                    const char *more, const char *level) {
    bool own = key == r->key;
    const cb_event said = {.time = time_of(r, WORLD_NOW),
                           .actor = cb_key_name(key),
                           .event = own ? "signed: review" : "signed elsewhere: review",
                           .level = level,
                           .detail = name};
    begin_addition(r);
    world_add(r->w, name, make(r, world_file(r->w, "FAM-1-r1.pdf")->bytes));
    if (more) {
        world_add(r->w, more, world_text(r->w, "more\n"));
    }
    return bind_addition(r, key, &said, level ? 1 : 0);
}

static cb_str by_seal(room *r, cb_str pdf) {
    return sign_as(r, r->w->key, pdf, "Review");
}

static cb_str copied(room *r, cb_str pdf) {
    (void)r;
    return pdf;
}

static cb_str another(room *r, cb_str pdf) {
    (void)pdf;
    return sign(r, sealed_pdf(r, (small_pdf){.content = "9 9 9 9 re f"}));
}

/* CB-VERIFY-77 */
static void an_addition_is_a_sign_off_and_nothing_else(void **state) {
    room *r = *state;
    const char *reviewed = "FAM-1-r1.reviewed.pdf", *approved = "FAM-1-r1.signed.pdf", *event = "B-B";
    cb_findings f = look_at_addition(r, sign, reviewed, r->key, NULL, event);
    world_expect_whole(&f);
    assert_string_equal(f.status, "reviewed");
    assert_string_equal(f.report, "FAM-1-r1");
    f = look_at_addition(r, sign, reviewed, r->w->key, NULL, event);
    world_expect_whole(&f);
    assert_true(world_found(&f, CB_FINDING_NOTE, "signer", "taken in by 'casebound TEST seal'"));
    f = look_at_addition(r, sign, reviewed, r->key, "used/more.lua", event);
    world_expect(&f, "file", "used/more.lua: added by META-INF/ASiCManifest002.xml");
    f = look_at_addition(r, sign, reviewed, r->key, "FAM-1-r1.signed.pdf", event);
    world_expect(&f, "file", "FAM-1-r1.signed.pdf: added by");
    f = look_at_addition(r, sign, reviewed, r->key, NULL, NULL);
    world_expect(&f, "audit", "adds no event");
    f = look_at_addition(r, sign, "FAM-2-r1.reviewed.pdf", r->key, NULL, event);
    world_expect(&f, "pdf signature", "adds no signed PDF");
    f = look_at_addition(r, sign, approved, r->key, NULL, event);
    world_expect(&f, "pdf signature", "its last signature is not the approval");
    f = look_at_addition(r, copied, reviewed, r->key, NULL, event);
    world_expect(&f, "revisions", "it does not continue FAM-1-r1.pdf");
    f = look_at_addition(r, another, reviewed, r->key, NULL, event);
    world_expect(&f, "revisions", "it does not continue FAM-1-r1.pdf");
    f = look_at_addition(r, by_seal, reviewed, r->key, NULL, event);
    world_expect(&f, "signer", "signed with the laboratory's seal, which is no person's signature");
    f = look_at_addition(r, sign, reviewed, r->key, NULL, "B-T");
    world_expect(&f, "timestamp", "META-INF/signature002.p7s: removed");
}

static cb_findings look_at_event(room *r, const cb_event *said, size_t count) {
    begin_addition(r);
    return bind_addition(r, r->key, said, count);
}

/* CB-VERIFY-78 */
static void a_withdrawal_or_merge_adds_an_event_and_nothing_else(void **state) {
    room *r = *state;
    const cb_event withdrawal = {.time = time_of(r, WORLD_NOW),
                                 .actor = "TEST Person",
                                 .event = CB_EVENT_WITHDRAWAL,
                                 .level = "B-B",
                                 .reason = "a\nswap"};
    cb_findings f = look_at_event(r, &withdrawal, 1);
    world_expect_whole(&f);
    assert_string_equal(f.status, "withdrawn");
    assert_non_null(f.withdrawn);
    assert_string_equal(f.withdrawn->signer, "TEST Person");
    assert_string_equal(f.withdrawn->reason, "a swap");
    cb_event said = withdrawal;
    said.event = CB_EVENT_MERGE;
    said.into = "P-2";
    f = look_at_event(r, &said, 1);
    world_expect_whole(&f);
    assert_string_equal(f.status, "draft");
    assert_null(f.withdrawn);
    assert_int_equal(f.event_count, 1);
    assert_string_equal(f.events[0].into, "P-2");
    said.into = NULL;
    f = look_at_event(r, &said, 1);
    world_expect(&f, "audit", "does not say into what was merged");
    said = withdrawal;
    said.into = "P-2";
    f = look_at_event(r, &said, 1);
    world_expect(&f, "audit", "says it where nothing was");
    said = withdrawal;
    said.reason = NULL;
    f = look_at_event(r, &said, 1);
    world_expect(&f, "audit", "does not say why");
    said = withdrawal;
    said.level = NULL;
    f = look_at_event(r, &said, 1);
    world_expect(&f, "audit", "does not say at which level");
    said.level = "B-T";
    f = look_at_event(r, &said, 1);
    world_expect(&f, "timestamp", "META-INF/signature002.p7s: removed");
    f = look_at_event(r, (const cb_event[]){withdrawal, withdrawal}, 2);
    world_expect(&f, "audit", "audit-002.jsonl: it is not one event");
    begin_addition(r);
    world_add(r->w, "FAM-1-r1.reviewed.pdf", sign(r, world_file(r->w, "FAM-1-r1.pdf")->bytes));
    f = bind_addition(r, r->key, &withdrawal, 1);
    world_expect(&f, "file",
                 "FAM-1-r1.reviewed.pdf: added by META-INF/ASiCManifest002.xml, whose event is no signature");
}

/* A review by the person, or by the person and taken in by the laboratory, of which the event says this. */
static cb_findings look_at_said(room *r, const cb_key *key, const cb_event *said) {
    begin_addition(r);
    world_add(r->w, "FAM-1-r1.reviewed.pdf", sign(r, world_file(r->w, "FAM-1-r1.pdf")->bytes));
    return bind_addition(r, key, said, 1);
}

/* CB-VERIFY-170 */
static void an_event_says_what_its_signature_does(void **state) {
    room *r = *state;
    const cb_event good = {.time = time_of(r, WORLD_NOW),
                           .actor = "TEST Person",
                           .event = "signed: review",
                           .level = "B-B",
                           .detail = "FAM-1-r1.reviewed.pdf"};
    struct {
        cb_event said;
        const char *told;
    } lies[] = {
        {good, "audit-002.jsonl: its actor is 'Prof. Else', and it was signed by 'TEST Person'"},
        {good, "audit-002.jsonl: its event is 'signed: approval', and what was done is 'signed: review'"},
        {good, "audit-002.jsonl: its event is 'signed', and what was done is 'signed: review'"},
        {good, "audit-002.jsonl: its detail is 'FAM-1-r1.signed.pdf', and the signed file is FAM-1-r1.reviewed.pdf"},
        {good, "audit-002.jsonl: its detail is 'FAM-1-r1.reviewed.pdfs', and the signed file is"},
        {good, "audit-002.jsonl: its detail is '', and the signed file is"},
        {good, "audit-002.jsonl: its time is 2023-11-13T22:13:20Z, and the event before it is of 2023-11-14T22:13:20Z"},
        {good, "audit-002.jsonl: its time is 2023-11-13T22:13:20Z, and the signer claims to have signed at 2023-11-14"},
        {good, "audit-002.jsonl: its time is 2023-11-15T22:13:20Z, and the signer claims to have signed at 2023-11-14"},
        {good, "audit-002.jsonl: its time 'yesterday' is none"},
    };
    lies[0].said.actor = "Prof. Else";
    lies[1].said.event = "signed: approval";
    lies[2].said.event = "signed";
    lies[3].said.detail = "FAM-1-r1.signed.pdf";
    lies[4].said.detail = "FAM-1-r1.reviewed.pdfs";
    lies[5].said.detail = NULL;
    lies[6].said.time = lies[7].said.time = time_of(r, WORLD_NOW - DAY);
    lies[8].said.time = time_of(r, WORLD_NOW + DAY);
    lies[9].said.time = "yesterday";
    for (size_t i = 0; i < sizeof lies / sizeof *lies; i++) {
        cb_findings f = look_at_said(r, r->key, &lies[i].said);
        world_expect(&f, "audit", lies[i].told);
        assert_int_equal(f.failed, i == 6 || i == 7 ? 2 : 1);
    }
    cb_event said = good;
    said.time = time_of(r, WORLD_NOW - 200);
    said.detail = "FAM-1-r1.reviewed.pdf; the certificate may end soon: a test";
    said.event = "signed elsewhere: review";
    cb_findings f = look_at_said(r, r->key, &said);
    world_expect_whole(&f);
    said.actor = "casebound TEST seal";
    f = look_at_said(r, r->w->key, &said);
    world_expect_whole(&f);
    said.event = "signed: review";
    f = look_at_said(r, r->w->key, &said);
    world_expect(&f, "audit", "its event is 'signed: review', and what was done is 'signed elsewhere: review'");
}

/* CB-VERIFY-171 */
static void a_withdrawal_is_by_whom_and_when_it_says(void **state) {
    room *r = *state;
    const cb_event good = {.time = time_of(r, WORLD_NOW),
                           .actor = "TEST Person",
                           .event = CB_EVENT_WITHDRAWAL,
                           .level = "B-B",
                           .reason = "a swap"};
    cb_event said = good;
    said.actor = "casebound TEST seal";
    cb_findings f = look_at_event(r, &said, 1);
    world_expect(&f, "audit", "its actor is 'casebound TEST seal', and it was signed by 'TEST Person'");
    said = good;
    said.time = "1999-12-31T00:00:00Z";
    f = look_at_event(r, &said, 1);
    world_expect(&f, "audit", "its time is 1999-12-31T00:00:00Z, and the signer claims");
    world_expect(&f, "audit", "its time is 1999-12-31T00:00:00Z, and the event before it");
}

/* CB-VERIFY-79 */
static void an_approval_of_what_is_open_or_without_time_is_named(void **state) {
    room *r = *state;
    cb_findings found = {0};
    cb_checking c = {.arena = r->w->arena, .out = &found};
    cb_json_facts facts = {.blocked = true};
    cb_signed list[] = {{.meaning = "seal", .signer = "L", .time = "t", .trusted = true},
                        {.meaning = "approval", .signer = "P", .time = "t", .trusted = true, .stamped = true}};
    found.signatures = list;
    found.signature_count = 2;
    cb_status_check(&c, "FAM-1-r1", &facts);
    assert_string_equal(found.status, "final");
    world_expect(&found, "status", "signed off although it says what must be resolved before (report/blockers)");
    assert_int_equal(found.failed, 1);
    facts.blocked = false;
    found.count = found.failed = 0;
    cb_status_check(&c, "FAM-1-r1", &facts);
    world_expect_whole(&found);
    list[1].stamped = false;
    cb_status_check(&c, "FAM-1-r1", &facts);
    world_expect(&found, "status", "signed off without a timestamp");
    found.count = found.failed = 0;
    facts.needs_no_timestamp = true;
    cb_status_check(&c, "FAM-1-r1", &facts);
    world_expect_whole(&found);
    list[1].trusted = false;
    facts.blocked = true;
    cb_status_check(&c, "FAM-1-r1", &facts);
    assert_string_equal(found.status, "draft"); /* an unknown signer's approval counts for nothing; its signer failed */
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_person_behind_the_seal_passes_and_is_named),
        cmocka_unit_test(whatever_else_changes_before_the_person_signs_is_named),
        cmocka_unit_test(a_rectangle_may_be_written_in_another_form_and_not_be_another),
        cmocka_unit_test(another_root_or_information_is_named),
        cmocka_unit_test(what_a_page_named_and_had_not_must_not_come_later),
        cmocka_unit_test(nothing_may_follow_the_last_signature),
        cmocka_unit_test(signatures_out_of_place_are_named),
        cmocka_unit_test(a_flipped_byte_of_the_second_revision_is_found),
        cmocka_unit_test(an_addition_is_a_sign_off_and_nothing_else),
        cmocka_unit_test(an_approval_of_what_is_open_or_without_time_is_named),
        cmocka_unit_test(a_withdrawal_or_merge_adds_an_event_and_nothing_else),
        cmocka_unit_test(an_event_says_what_its_signature_does),
        cmocka_unit_test(a_withdrawal_is_by_whom_and_when_it_says),
    };
    return cmocka_run_group_tests_name("revision", tests, set_up, tear_down);
}
