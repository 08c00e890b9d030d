/* folder_test.c: a folder that is whole, and every way in which it may not be. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <sys/stat.h>
#include <unistd.h>

#include "unit/verify/world.h"

static void make(world *w, bool sealed) {
    cb_error e = {0};
    if (world_make(w, sealed, &e)) {
        fail_msg("%s", e.text);
    }
}

/* Writes the bundle as it stands, with manifest and signature made for it. */
static void bind_and_write(world *w) {
    cb_error e = {0};
    if (world_bind(w, true, &e) || world_write(w, &e)) {
        fail_msg("%s", e.text);
    }
}

static void fill(world *w) {
    cb_error e = {0};
    if (world_fill(w, true, &e)) {
        fail_msg("%s", e.text);
    }
}

static void put(world *w, const char *name, cb_str bytes) {
    cb_error e = {0};
    if (world_put(w, name, bytes, &e)) {
        fail_msg("%s", e.text);
    }
}

/* CB-VERIFY-01 */
static void a_whole_folder_passes_and_its_signer_is_named(void **state) {
    world *w = *state;
    make(w, true);
    cb_findings f = world_look(w, w->folder, w->trust, WORLD_NOW + 60);
    world_expect_whole(&f);
    assert_string_equal(f.signer, "casebound TEST seal");
    assert_string_equal(f.level, "CAdES B-B, PAdES B-B");
    const char *const checks[] = {"layout",        "manifest",  "file",   "audit", "folder signature",
                                  "pdf signature", "revisions", "signer", "facts", "active content"};
    for (size_t i = 0; i < sizeof checks / sizeof checks[0]; i++) {
        assert_true(world_found(&f, CB_FINDING_PASSED, checks[i], ""));
    }
    assert_true(world_found(&f, CB_FINDING_NOTE, "signer", "claimed"));
}

/* CB-VERIFY-02 */
static void a_flipped_byte_in_any_file_is_found_and_named(void **state) {
    world *w = *state;
    make(w, true);
    for (size_t i = 0; i < w->bundle.count; i++) {
        const cb_bundle_file *file = &w->bundle.files[i];
        size_t step = file->bytes.n / 9 + 1;
        for (size_t at = 0; at < file->bytes.n; at += step) {
            char *bytes = cb_copy_str(w->arena, file->bytes);
            bytes[at] = (char)(bytes[at] ^ 1 << at % 8);
            put(w, file->name, (cb_str){bytes, file->bytes.n});
            cb_findings f = world_look(w, w->folder, w->trust, WORLD_NOW);
            bool named = false;
            for (size_t k = 0; k < f.count; k++) {
                named |= f.list[k].kind == CB_FINDING_FAILED && strstr(f.list[k].text, file->name);
            }
            if (!f.failed || !named) {
                world_print(&f);
                fail_msg("byte %zu of %s", at, file->name);
            }
        }
        put(w, file->name, file->bytes);
    }
    cb_findings f = world_look(w, w->folder, w->trust, WORLD_NOW);
    world_expect_whole(&f);
}

/* CB-VERIFY-03 */
static void every_bit_of_the_signature_file_counts(void **state) {
    world *w = *state;
    make(w, true);
    const cb_bundle_file *file = world_file(w, CB_SIGNATURE_PATH);
    for (size_t at = 0; at < file->bytes.n; at++) {
        char *bytes = cb_copy_str(w->arena, file->bytes);
        bytes[at] = (char)(bytes[at] ^ 1 << at % 8);
        put(w, file->name, (cb_str){bytes, file->bytes.n});
        cb_findings f = world_look(w, w->folder, w->trust, WORLD_NOW);
        if (!f.failed) {
            fail_msg("byte %zu", at);
        }
        remove(cb_path_join(w->arena, w->folder, CB_SIGNATURE_PATH));
    }
}

/* CB-VERIFY-04 */
static void added_removed_and_renamed_files_are_named(void **state) {
    world *w = *state;
    make(w, true);
    put(w, "used/more.txt", cb_str_of("x"));
    put(w, "META-INF/manifest.xml", cb_str_of("x"));
    cb_findings f = world_look(w, w->folder, w->trust, WORLD_NOW);
    world_expect(&f, "file", "used/more.txt: added");
    world_expect(&f, "layout", "META-INF/manifest.xml: added");
    make(w, true);
    assert_int_equal(
        rename(cb_path_join(w->arena, w->folder, "used/profile 1.lua"), cb_path_join(w->arena, w->folder, "used/b")),
        0);
    f = world_look(w, w->folder, w->trust, WORLD_NOW);
    world_expect(&f, "file", "used/profile 1.lua: removed");
    world_expect(&f, "file", "used/b: added");
    assert_int_equal(f.failed, 2);
    for (size_t i = 0; i < w->bundle.count; i++) {
        make(w, true);
        assert_int_equal(unlink(cb_path_join(w->arena, w->folder, w->bundle.files[i].name)), 0);
        f = world_look(w, w->folder, w->trust, WORLD_NOW);
        assert_true(f.failed > 0);
    }
}

/* CB-VERIFY-05 */
static void links_and_empty_folders_are_found(void **state) {
    world *w = *state;
    make(w, true);
    assert_int_equal(symlink("case.json", cb_path_join(w->arena, w->folder, "link")), 0);
    assert_int_equal(mkdir(cb_path_join(w->arena, w->folder, "used/empty"), 0755), 0);
    cb_findings f = world_look(w, w->folder, w->trust, WORLD_NOW);
    world_expect(&f, "layout", "link: is a symbolic link");
    world_expect(&f, "file", "used/empty: added");
}

/* CB-VERIFY-06 */
static void an_unknown_or_absent_anchor_fails(void **state) {
    world *w = *state;
    cb_error e = {0};
    make(w, true);
    cb_findings f = world_look(w, w->folder, NULL, WORLD_NOW);
    world_expect(&f, "signer", "no anchor was given");
    assert_null(f.signer);
    assert_int_equal(f.failed, 2); /* the signer of the folder and of the PDF, and nothing else */
    const char *others = cb_path_join(w->arena, w->scratch, "others");
    if (!cb_file_exists(others)) {
        assert_int_equal(cb_key_new(others, WORLD_NOW, &e), CB_OK);
    }
    f = world_look(w, w->folder, cb_path_join(w->arena, others, "authority.pem"), WORLD_NOW);
    world_expect(&f, "signer", "unknown: no chain from ");
    assert_null(f.signer);
    assert_int_equal(cb_verify(w->arena, w->folder, cb_path_join(w->arena, w->folder, "case.json"), WORLD_NOW, &f, &e),
                     CB_INPUT);
}

/* CB-VERIFY-07 */
static void certificates_are_judged_at_the_time_given(void **state) {
    world *w = *state;
    make(w, true);
    cb_findings f = world_look(w, w->folder, w->trust, WORLD_NOW + (int64_t)3 * 365 * 86400);
    world_expect(&f, "signer", "expired");
    f = world_look(w, w->folder, w->trust, WORLD_NOW - 86400);
    world_expect(&f, "signer", "not yet valid");
}

/* CB-VERIFY-08 */
static void a_manifest_with_right_digests_needs_its_signature(void **state) {
    world *w = *state;
    cb_error e = {0};
    cb_str manifest;
    make(w, true);
    world_file(w, "used/profile 1.lua")->bytes = cb_str_of("return { }\n");
    w->bundle.count -= 2; /* manifest and signature */
    assert_int_equal(cb_manifest_make(w->arena, &w->bundle, &manifest, &e), CB_OK);
    put(w, "used/profile 1.lua", cb_str_of("return { }\n"));
    put(w, CB_MANIFEST_PATH, manifest);
    cb_findings f = world_look(w, w->folder, w->trust, WORLD_NOW);
    world_expect(&f, "folder signature", "changed since they were signed");
    assert_false(world_found(&f, CB_FINDING_FAILED, "file", ""));
}

/* CB-VERIFY-09 */
static void a_signature_of_another_folder_fails(void **state) {
    world *w = *state;
    cb_error e = {0};
    cb_str other;
    make(w, true);
    assert_int_equal(cb_seal_bytes(w->arena, w->key, cb_str_of("another manifest"), WORLD_NOW, &other, &e), CB_OK);
    put(w, CB_SIGNATURE_PATH, other);
    cb_findings f = world_look(w, w->folder, w->trust, WORLD_NOW);
    world_expect(&f, "folder signature", "changed since they were signed");
}

/* CB-VERIFY-10 */
static void an_unsealed_folder_says_so_and_is_still_checked(void **state) {
    world *w = *state;
    make(w, false);
    cb_findings f = world_look(w, w->folder, w->trust, WORLD_NOW);
    world_expect(&f, "unsealed", "UNSEALED");
    for (size_t i = 0; i < f.count; i++) {
        assert_false(f.list[i].kind == CB_FINDING_FAILED && strcmp(f.list[i].check, "unsealed") != 0);
    }
    put(w, "case.json", cb_str_of("{}"));
    f = world_look(w, w->folder, w->trust, WORLD_NOW);
    world_expect(&f, "file", "case.json: changed");
}

/* CB-VERIFY-11 */
static void a_pdf_sealed_by_another_is_found(void **state) {
    world *w = *state;
    cb_error e = {0};
    cb_key *key;
    const char *second = cb_path_join(w->arena, w->scratch, "second");
    assert_int_equal(cb_key_new(second, WORLD_NOW, &e), CB_OK);
    assert_int_equal(cb_key_open(w->arena, cb_path_join(w->arena, second, "seal.pem"), NULL, WORLD_NOW, &key, &e),
                     CB_OK);
    fill(w);
    assert_int_equal(
        cb_seal_pdf(w->arena, key, w->unsealed_pdf, "Seal", NULL, WORLD_NOW, &world_file(w, "FAM-1-r1.pdf")->bytes, &e),
        CB_OK);
    bind_and_write(w);
    cb_findings f = world_look(w, w->folder, w->trust, WORLD_NOW);
    world_expect(&f, "signer", "sealed by another than the folder");
    world_expect(&f, "signer", "FAM-1-r1.pdf: the signer, who calls itself");
}

/* CB-VERIFY-12 */
static void a_facts_digest_that_differs_is_found_under_a_good_signature(void **state) {
    world *w = *state;
    const char *zeros = "0000000000000000000000000000000000000000000000000000000000000000";
    fill(w);
    world_file(w, "FAM-1-r1.html")->bytes = world_page(w, zeros, "", "", "");
    world_file(w, "variants.tsv")->bytes = cb_str_of("##facts_digest=\nx\n");
    bind_and_write(w);
    cb_findings f = world_look(w, w->folder, w->trust, WORLD_NOW);
    world_expect(&f, "facts", "FAM-1-r1.html: its facts digest is not that of case.json");
    world_expect(&f, "facts", "variants.tsv: does not hold one facts digest");
    assert_int_equal(f.failed, 2);
    fill(w);
    cb_str json = world_file(w, "case.json")->bytes;
    char *changed = cb_copy_str(w->arena, json);
    *strstr(changed, "1.50") = '2';
    world_file(w, "case.json")->bytes = (cb_str){changed, json.n};
    bind_and_write(w);
    f = world_look(w, w->folder, w->trust, WORLD_NOW);
    world_expect(&f, "facts", "case.json: its facts digest is not that of its contents");
    assert_int_equal(f.failed, 1);
}

/* CB-VERIFY-13 */
static void a_broken_audit_chain_is_found_under_a_good_signature(void **state) {
    world *w = *state;
    fill(w);
    cb_str audit = world_file(w, "audit.jsonl")->bytes;
    char *changed = cb_copy_str(w->arena, audit);
    *strstr(changed, "built") = 'B';
    world_file(w, "audit.jsonl")->bytes = (cb_str){changed, audit.n};
    bind_and_write(w);
    cb_findings f = world_look(w, w->folder, w->trust, WORLD_NOW);
    world_expect(&f, "audit", "line 2 does not follow");
    assert_int_equal(f.failed, 1);
}

/* CB-VERIFY-14 */
static void findings_are_the_same_in_every_run(void **state) {
    world *w = *state;
    make(w, true);
    put(w, "b", cb_str_of("x"));
    put(w, "a", cb_str_of("x"));
    put(w, "\x1b[2J\xe2\x80\xae", cb_str_of("x"));
    cb_findings a = world_look(w, w->folder, w->trust, WORLD_NOW), b = world_look(w, w->folder, w->trust, WORLD_NOW);
    assert_int_equal(a.count, b.count);
    for (size_t i = 0; i < a.count; i++) {
        assert_string_equal(a.list[i].text, b.list[i].text);
        assert_null(strchr(a.list[i].text, 0x1b));
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_whole_folder_passes_and_its_signer_is_named),
        cmocka_unit_test(a_flipped_byte_in_any_file_is_found_and_named),
        cmocka_unit_test(every_bit_of_the_signature_file_counts),
        cmocka_unit_test(added_removed_and_renamed_files_are_named),
        cmocka_unit_test(links_and_empty_folders_are_found),
        cmocka_unit_test(an_unknown_or_absent_anchor_fails),
        cmocka_unit_test(certificates_are_judged_at_the_time_given),
        cmocka_unit_test(a_manifest_with_right_digests_needs_its_signature),
        cmocka_unit_test(a_signature_of_another_folder_fails),
        cmocka_unit_test(an_unsealed_folder_says_so_and_is_still_checked),
        cmocka_unit_test(a_pdf_sealed_by_another_is_found),
        cmocka_unit_test(a_facts_digest_that_differs_is_found_under_a_good_signature),
        cmocka_unit_test(a_broken_audit_chain_is_found_under_a_good_signature),
        cmocka_unit_test(findings_are_the_same_in_every_run),
    };
    return cmocka_run_group_tests_name("verify folder", tests, world_up, world_down);
}
