/* folder_test.c: writing a folder, its manifest there and back, the audit trail. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <sys/stat.h>

#include "casebound/folder/folder.h"
#include "unit/seal/small_pdf.h"

enum { ARENA = 64 << 20, FILES = 6 };

#define HEAD                                                                                                     \
    "<ASiCManifest xmlns=\"http://uri.etsi.org/02918/v1.2.1#\" xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\">" \
    "<SigReference URI=\"META-INF/signature001.p7s\" MimeType=\"application/x-pkcs7-signature\"/>"
#define METHOD "<ds:DigestMethod Algorithm=\"http://www.w3.org/2001/04/xmlenc#sha256\"/>"
#define VALUE "<ds:DigestValue>47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=</ds:DigestValue>"
#define OBJECT(name) "<DataObjectReference URI=\"" name "\">" METHOD VALUE "</DataObjectReference>"
#define TAIL "</ASiCManifest>"

typedef struct world {
    cb_arena *arena;
    const char *scratch;
} world;

static int set_up(void **state) {
    world *w = calloc(1, sizeof *w);
    w->arena = cb_arena_new(ARENA);
    w->scratch = scratch_make(w->arena);
    *state = w;
    return 0;
}

static int tear_down(void **state) {
    world *w = *state;
    scratch_drop(w->scratch);
    cb_arena_free(w->arena);
    free(w);
    return 0;
}

#define FILE_OF(at, bytes_of, size, kind) \
    { .name = (at), .bytes = {(bytes_of), (size)}, .type = (kind) }

static cb_bundle_file files[FILES] = {
    FILE_OF("z/y/x.txt", "", 0, "text/plain"),   FILE_OF("a \"b\" & \xc3\xa4%25.tsv", "x", 1, "text/x.tab+quoted"),
    FILE_OF("B.html", "\0\n", 2, NULL),          FILE_OF("mimetype", CB_MIMETYPE, sizeof CB_MIMETYPE - 1, "text/plain"),
    FILE_OF("META-INF/x", "x", 1, "text/plain"), FILE_OF("z/a", "x", 1, "text/plain"),
};

/* CB-FOLDER-01 */
static void a_folder_holds_the_bundle_byte_for_byte(void **state) {
    world *w = *state;
    cb_error e = {0};
    cb_bundle bundle = {files, FILES, FILES};
    const char *path = cb_path_join(w->arena, w->scratch, "one");
    assert_int_equal(cb_folder_write(path, &bundle, &e), CB_OK);
    for (int i = 0; i < FILES; i++) {
        cb_str bytes;
        struct stat st;
        const char *file = cb_path_join(w->arena, path, files[i].name);
        assert_int_equal(cb_file_read(w->arena, file, 100, &bytes, &e), CB_OK);
        assert_true(cb_str_same(bytes, files[i].bytes) || bytes.n + files[i].bytes.n == 0);
        assert_int_equal(stat(file, &st), 0);
        assert_int_equal(st.st_mode & 0777 & ~0644u, 0);
    }
    const cb_entry *entries;
    size_t count;
    assert_int_equal(cb_folder_list(w->arena, path, &entries, &count, &e), CB_OK);
    assert_int_equal(count, FILES + 3); /* and z, z/y, META-INF */
    assert_int_equal(cb_folder_write(path, &bundle, &e), CB_FILE);
}

/* A file that is written while it is made, and a bundle that says so. */
static cb_status write_drawn(cb_arena *arena, const char *path, size_t maximum, cb_bundle *bundle, cb_error *e) {
    cb_folder_file file;
    cb_status status = cb_folder_file_begin(arena, path, "drawn.txt", maximum, &file, e);
    if (status) {
        return status;
    }
    for (int i = 0; i < 40000; i++) {
        cb_buf_printf(&file.bytes, "row %d\n", i);
    }
    return cb_folder_file_end(arena, &file, CB_OK, "text/plain", bundle, e);
}

/* CB-FOLDER-30 */
static void a_drawn_file_is_the_same_as_a_held_one(void **state) {
    world *w = *state;
    cb_error e = {0};
    cb_str bytes, drawn, held;
    cb_bundle bundle = {0}, whole = {0};
    const char *path = cb_path_join(w->arena, w->scratch, "drawn");
    assert_int_equal(cb_folder_make(path, &e), CB_OK);
    assert_int_equal(write_drawn(w->arena, path, 1 << 20, &bundle, &e), CB_OK);
    assert_int_equal(cb_bundle_add(w->arena, &bundle, "z/a", cb_str_of("x"), "text/plain", &e), CB_OK);
    assert_int_equal(cb_folder_fill(path, &bundle, &e), CB_OK);
    assert_int_equal(cb_file_read(w->arena, cb_path_join(w->arena, path, "drawn.txt"), 1 << 20, &bytes, &e), CB_OK);
    assert_true(cb_str_starts(bytes, "row 0\nrow 1\n"));
    assert_memory_equal(bytes.s + bytes.n - 10, "row 39999\n", 10);
    assert_true(cb_file_exists(cb_path_join(w->arena, path, "z/a")));
    assert_int_equal(cb_bundle_add(w->arena, &whole, "drawn.txt", bytes, "text/plain", &e), CB_OK);
    assert_int_equal(cb_bundle_add(w->arena, &whole, "z/a", cb_str_of("x"), "text/plain", &e), CB_OK);
    assert_int_equal(cb_manifest_make(w->arena, &bundle, &drawn, &e), CB_OK);
    assert_int_equal(cb_manifest_make(w->arena, &whole, &held, &e), CB_OK);
    assert_true(cb_str_same(drawn, held));
}

/* CB-FOLDER-30 */
static void a_drawn_file_that_cannot_be_written_is_told(void **state) {
    world *w = *state;
    const char *path = cb_path_join(w->arena, w->scratch, "full");
    assert_int_equal(cb_folder_make(path, NULL), CB_OK);
    long steps = 0;
    for (bool done = false; !done; steps++) { /* writes, the sync, the close */
        cb_error e = {0};
        cb_bundle bundle = {0};
        const char *in = cb_format(w->arena, "%s/%ld", path, steps);
        assert_int_equal(cb_folder_make(in, &e), CB_OK);
        cb_fault_system(steps + 1);
        cb_status status = write_drawn(w->arena, in, 1 << 20, &bundle, &e);
        cb_fault_system(0);
        done = status == CB_OK;
        assert_true(done || (status == CB_FILE && strstr(e.text, "No space left") && bundle.count == 0));
    }
    assert_true(steps > 5);
    cb_error e = {0};
    cb_bundle bundle = {0};
    const char *small = cb_path_join(w->arena, path, "small");
    assert_int_equal(cb_folder_make(small, &e), CB_OK);
    assert_int_equal(write_drawn(w->arena, small, 1000, &bundle, &e), CB_INTERNAL);
    assert_int_equal(bundle.count, 0);
    cb_folder_file file;
    assert_int_equal(cb_folder_file_begin(w->arena, small, "z/a", 10, &file, &e), CB_INTERNAL);
    cb_error_clear(&e);
    assert_int_equal(cb_folder_file_begin(w->arena, small, "drawn.txt", 10, &file, &e), CB_FILE); /* it is there */
}

/* CB-FOLDER-02 */
static void names_that_leave_the_folder_are_refused(void **state) {
    world *w = *state;
    const char *const bad[] = {"../x", "/x", "a/../b", "a//b", "./a", "a/", "", "a\nb", "a\\b", "\xff", "a/.."};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        cb_error e = {0};
        cb_str out;
        cb_bundle_file file = FILE_OF(bad[i], "x", 1, NULL);
        cb_bundle bundle = {&file, 1, 1};
        const char *path = cb_format(w->arena, "%s/bad%zu", w->scratch, i);
        assert_int_equal(cb_folder_write(path, &bundle, &e), CB_INTERNAL);
        assert_int_equal(cb_manifest_make(w->arena, &bundle, &out, &e), CB_INTERNAL);
    }
    assert_false(cb_file_exists(cb_path_join(w->arena, w->scratch, "x")));
}

/* CB-FOLDER-03 */
static void a_manifest_lists_all_but_the_container_and_reads_back(void **state) {
    world *w = *state;
    cb_error e = {0};
    cb_str text, again;
    cb_manifest m;
    cb_bundle bundle = {files, FILES, FILES};
    assert_int_equal(cb_manifest_make(w->arena, &bundle, &text, &e), CB_OK);
    assert_true(cb_str_find(text, "URI=\"a%20%22b%22%20%26%20%C3%A4%2525.tsv\"", NULL));
    if (cb_manifest_read(w->arena, text, &m, &e)) {
        fail_msg("%s", e.text);
    }
    const char *const names[] = {"B.html", files[1].name, "z/a", "z/y/x.txt"};
    assert_int_equal(m.count, 4);
    assert_string_equal(m.signature, CB_SIGNATURE_PATH);
    for (size_t i = 0; i < m.count; i++) {
        cb_digest digest;
        assert_string_equal(m.entries[i].name, names[i]);
        for (int k = 0; k < FILES; k++) {
            if (strcmp(files[k].name, names[i]) == 0) {
                assert_int_equal(cb_digest_of(files[k].bytes, &digest, &e), CB_OK);
                assert_memory_equal(&digest, &m.entries[i].digest, sizeof digest);
            }
        }
    }
    cb_bundle_file turned[FILES];
    for (int i = 0; i < FILES; i++) {
        turned[i] = files[FILES - 1 - i];
    }
    bundle.files = turned;
    assert_int_equal(cb_manifest_make(w->arena, &bundle, &again, &e), CB_OK);
    assert_true(cb_str_same(text, again));
}

/* CB-FOLDER-04 */
static void a_plain_manifest_is_read(void **state) {
    world *w = *state;
    cb_error e = {0};
    cb_manifest m;
    cb_status status = cb_manifest_read(
        w->arena, cb_str_of("<?xml version=\"1.0\"?>\n" HEAD "\n " OBJECT("a") OBJECT("b%20c") TAIL "\n"), &m, &e);
    assert_string_equal(e.text, "");
    assert_int_equal(status, CB_OK);
    assert_int_equal(m.count, 2);
    assert_string_equal(m.entries[1].name, "b c");
    char hex[CB_SHA256_HEX];
    cb_digest_hex(&m.entries[0].digest, hex);
    assert_string_equal(hex, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

/* CB-FOLDER-05 */
static void anything_else_is_no_manifest(void **state) {
    world *w = *state;
    static const char *const bad[] = {
        "",
        "x",
        "<x/>",
        HEAD TAIL,
        HEAD OBJECT("a"),
        "<ASiCManifest/>",
        "<!DOCTYPE ASiCManifest [<!ENTITY a \"a\">]>" HEAD OBJECT("&a;") TAIL,
        HEAD OBJECT("&a;") TAIL,
        HEAD "<!-- x -->" OBJECT("a") TAIL,
        HEAD "<?x?>" OBJECT("a") TAIL,
        HEAD "<DataObjectReference URI=\"a\" MimeType=\"this report was withdrawn\">" METHOD VALUE
             "</DataObjectReference>" TAIL,
        HEAD "<DataObjectReference URI=\"a\" MimeType=\"text/plain/x\">" METHOD VALUE "</DataObjectReference>" TAIL,
        HEAD "<DataObjectReference URI=\"a\" MimeType=\"\">" METHOD VALUE "</DataObjectReference>" TAIL,
        HEAD "<DataObjectReference URI=\"a\" xmlns:x=\"urn:this-report-was-withdrawn\">" METHOD VALUE
             "</DataObjectReference>" TAIL,
        HEAD OBJECT("a") OBJECT("a") TAIL,
        HEAD OBJECT("../a") TAIL,
        HEAD OBJECT("/a") TAIL,
        HEAD OBJECT("a/../b") TAIL,
        HEAD OBJECT("a/./b") TAIL,
        HEAD OBJECT("") TAIL,
        HEAD OBJECT("%2e%2e/a") TAIL,
        HEAD OBJECT("%2E%2E/a") TAIL,
        HEAD OBJECT("a%00b") TAIL,
        HEAD OBJECT("a%2") TAIL,
        HEAD OBJECT("%61") TAIL,
        HEAD OBJECT("%2Fa") TAIL,
        HEAD OBJECT("http://x/a") TAIL,
        HEAD OBJECT("a?b") TAIL,
        HEAD OBJECT("a#b") TAIL,
        HEAD OBJECT("a b") TAIL,
        HEAD OBJECT("%FF") TAIL,
        HEAD OBJECT("a%0Ab") TAIL,
        HEAD OBJECT("a") "<SigReference URI=\"META-INF/s\"/>" TAIL,
        HEAD "<SigReference URI=\"META-INF/signature001.p7s\"/>" OBJECT("a") TAIL,
        HEAD "<x/>" OBJECT("a") TAIL,
        HEAD OBJECT("a") "x" TAIL,
        HEAD "<DataObjectReference>" METHOD VALUE "</DataObjectReference>" TAIL,
        HEAD "<DataObjectReference URI=\"a\" Rootfile=\"true\">" METHOD VALUE "</DataObjectReference>" TAIL,
        HEAD "<DataObjectReference URI=\"a\"/>" TAIL,
        HEAD "<DataObjectReference URI=\"a\">" METHOD "</DataObjectReference>" TAIL,
        HEAD "<DataObjectReference URI=\"a\">" VALUE METHOD "</DataObjectReference>" TAIL,
        HEAD "<DataObjectReference URI=\"a\">" METHOD VALUE VALUE "</DataObjectReference>" TAIL,
        HEAD "<DataObjectReference URI=\"a\">" METHOD METHOD VALUE "</DataObjectReference>" TAIL,
        HEAD "<DataObjectReference URI=\"a\">" METHOD
             "<ds:DigestValue>47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU</ds:DigestValue></DataObjectReference>" TAIL,
        HEAD "<DataObjectReference URI=\"a\">" METHOD
             "<ds:DigestValue>47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFV=</ds:DigestValue></DataObjectReference>" TAIL,
        HEAD "<DataObjectReference URI=\"a\">" METHOD
             "<ds:DigestValue>47DEQpj8HBSa-/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=</ds:DigestValue></DataObjectReference>" TAIL,
        HEAD "<DataObjectReference URI=\"a\">" METHOD
             "<ds:DigestValue>AAAA</ds:DigestValue></DataObjectReference>" TAIL,
        HEAD
        "<DataObjectReference URI=\"a\"><ds:DigestMethod Algorithm=\"http://www.w3.org/2000/09/xmldsig#sha1\"/>" VALUE
        "</DataObjectReference>" TAIL,
        HEAD
        "<DataObjectReference URI=\"a\"><DigestMethod Algorithm=\"http://www.w3.org/2001/04/xmlenc#sha256\"/>" VALUE
        "</DataObjectReference>" TAIL,
        "<ASiCManifest xmlns=\"http://uri.etsi.org/02918/v1.1.1#\">" OBJECT("a") TAIL,
        "<ASiCManifest xmlns=\"http://uri.etsi.org/02918/v1.2.1#\"><SigReference URI=\"a\"/></ASiCManifest>",
        HEAD OBJECT("a") TAIL "<x/>",
        HEAD OBJECT("a") TAIL "x",
    };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        cb_error e = {0};
        cb_manifest m;
        if (cb_manifest_read(w->arena, cb_str_of(bad[i]), &m, &e) != CB_INPUT || !e.text[0]) {
            fail_msg("%s", bad[i]);
        }
    }
    const char *whole = HEAD OBJECT("a") TAIL;
    for (size_t n = 0; n < strlen(whole); n++) {
        cb_error e = {0};
        cb_manifest m;
        assert_int_equal(cb_manifest_read(w->arena, (cb_str){whole, n}, &m, &e), CB_INPUT);
    }
}

/* CB-FOLDER-06 */
static void another_encoding_cannot_hide_a_document_type(void **state) {
    world *w = *state;
    cb_error e = {0};
    cb_manifest m;
    const char *text = "<?xml version=\"1.0\" encoding=\"UTF-7\"?>+ADwAIQ-DOCTYPE x>" HEAD OBJECT("a") TAIL;
    assert_int_equal(cb_manifest_read(w->arena, cb_str_of(text), &m, &e), CB_INPUT);
    static const char wide[] = "\xff\xfe<\0x\0/\0>\0";
    assert_int_equal(cb_manifest_read(w->arena, (cb_str){wide, sizeof wide - 1}, &m, &e), CB_INPUT);
}

/* CB-FOLDER-07 */
static void audit_lines_are_one_line_of_json_each_and_chained(void **state) {
    world *w = *state;
    cb_error e = {0};
    cb_str a, b;
    cb_digest digest;
    char hex[CB_SHA256_HEX];
    assert_int_equal(cb_audit_line(w->arena, 0, "lab \"A\"\\", "built", "two\nlines\x01\xff", NULL, &a, &e), CB_OK);
    assert_string_equal(a.s, "{\"time\":\"1970-01-01T00:00:00Z\",\"actor\":\"lab \\\"A\\\"\\\\\",\"event\":\"built\","
                             "\"detail\":\"two\\u000alines<U+0001>\xef\xbf\xbd\",\"previous\":null}\n");
    assert_int_equal(cb_digest_of(a, &digest, &e), CB_OK);
    cb_digest_hex(&digest, hex);
    assert_int_equal(cb_audit_line(w->arena, 1, "x", "sealed", NULL, &digest, &b, &e), CB_OK);
    assert_true(cb_str_find(b, cb_format(w->arena, "\"detail\":\"\",\"previous\":\"%s\"}\n", hex), NULL));
    assert_null(memchr(b.s, '\n', b.n - 1));
}

/* CB-FOLDER-08 */
static void an_event_is_read_as_it_is_written(void **state) {
    world *w = *state;
    cb_error e = {0};
    cb_str line;
    cb_digest digest;
    cb_event got;
    assert_int_equal(cb_digest_of(cb_str_of("x"), &digest, &e), CB_OK);
    const cb_event said = {.time = "2026-01-31T00:00:00Z",
                           .actor = "lab \"A\"\\",
                           .event = CB_EVENT_MERGE,
                           .level = "B-T",
                           .into = "P-7",
                           .reason = "tab\there, M\xc3\xbcller"};
    for (int first = 0; first < 2; first++) {
        assert_int_equal(cb_event_line(w->arena, &said, first ? NULL : &digest, &line, &e), CB_OK);
        assert_true(cb_event_read(w->arena, line, &got));
        assert_string_equal(got.time, said.time);
        assert_string_equal(got.actor, said.actor);
        assert_string_equal(got.event, said.event);
        assert_string_equal(got.level, said.level);
        assert_string_equal(got.into, said.into);
        assert_string_equal(got.reason, said.reason);
        assert_null(got.detail);
        for (size_t n = 0; n < line.n; n++) {
            assert_false(cb_event_read(w->arena, (cb_str){line.s, n}, &got));
        }
    }
    static const char *const others[] = {
        "{\"time\":\"a\",\"actor\":\"b\",\"event\":\"c\",\"previous\":null}\nx",
        "{\"time\":\"a\",\"actor\":\"b\",\"event\":\"c\",\"previous\":null}\n{\"time\":\"a\",\"previous\":null}\n",
        "{\"actor\":\"b\",\"time\":\"a\",\"event\":\"c\",\"previous\":null}\n",
        "{\"time\":\"a\",\"time\":\"a\",\"actor\":\"b\",\"event\":\"c\",\"previous\":null}\n",
        "{\"time\":\"a\",\"actor\":\"b\",\"previous\":null}\n",
        "{\"time\":\"a\",\"actor\":\"b\",\"event\":\"c\",\"more\":\"d\",\"previous\":null}\n",
        "{ \"time\":\"a\",\"actor\":\"b\",\"event\":\"c\",\"previous\":null}\n",
        "{\"time\":\"\\u0041\",\"actor\":\"b\",\"event\":\"c\",\"previous\":null}\n",
        "{\"time\":\"\\u0000\",\"actor\":\"b\",\"event\":\"c\",\"previous\":null}\n",
        "{\"time\":\"\\n\",\"actor\":\"b\",\"event\":\"c\",\"previous\":null}\n",
        "{\"time\":\"\xff\",\"actor\":\"b\",\"event\":\"c\",\"previous\":null}\n",
        "{\"time\":\"a\tb\",\"actor\":\"b\",\"event\":\"c\",\"previous\":null}\n",
    };
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        assert_false(cb_event_read(w->arena, cb_str_of(others[i]), &got));
    }
    assert_false(cb_event_read(w->arena, (cb_str){NULL, 0}, &got));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_folder_holds_the_bundle_byte_for_byte),
        cmocka_unit_test(a_drawn_file_is_the_same_as_a_held_one),
        cmocka_unit_test(a_drawn_file_that_cannot_be_written_is_told),
        cmocka_unit_test(names_that_leave_the_folder_are_refused),
        cmocka_unit_test(a_manifest_lists_all_but_the_container_and_reads_back),
        cmocka_unit_test(a_plain_manifest_is_read),
        cmocka_unit_test(anything_else_is_no_manifest),
        cmocka_unit_test(another_encoding_cannot_hide_a_document_type),
        cmocka_unit_test(audit_lines_are_one_line_of_json_each_and_chained),
        cmocka_unit_test(an_event_is_read_as_it_is_written),
    };
    return cmocka_run_group_tests_name("folder", tests, set_up, tear_down);
}
