/* file_test.c: files and folders, also when the disk is full. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "casebound/base/digest.h"
#include "casebound/base/file.h"

typedef struct place {
    cb_arena *arena;
    char folder[64];
} place;

static int enter(void **state) {
    place *p = calloc(1, sizeof *p);
    p->arena = cb_arena_new(1 << 24);
    strcpy(p->folder, "/tmp/cb-file-test-XXXXXX");
    if (!mkdtemp(p->folder)) {
        return -1;
    }
    *state = p;
    return 0;
}

static int leave(void **state) {
    place *p = *state;
    cb_fault_system(0);
    int bad = cb_folder_remove(p->folder, NULL) != CB_OK;
    cb_arena_free(p->arena);
    free(p);
    return bad;
}

static const char *in(place *p, const char *name) {
    return cb_path_join(p->arena, p->folder, name);
}

/* CB-BASE-12 */
static void a_file_comes_back_and_is_never_overwritten(void **state) {
    place *p = *state;
    cb_error e = {0};
    cb_str bytes = {"a\0b\n", 4}, back;
    assert_int_equal(cb_file_write(in(p, "x"), bytes, &e), CB_OK);
    assert_int_equal(cb_file_read(p->arena, in(p, "x"), 100, &back, &e), CB_OK);
    assert_true(cb_str_same(bytes, back));
    assert_int_equal(cb_file_write(in(p, "x"), bytes, &e), CB_FILE);
    cb_error_clear(&e);
    assert_int_equal(cb_file_read(p->arena, in(p, "x"), 3, &back, &e), CB_INPUT);
    cb_error_clear(&e);
    assert_int_equal(cb_file_read(p->arena, in(p, "none"), 3, &back, &e), CB_INPUT);
    cb_error_clear(&e);
    assert_int_equal(cb_file_read(p->arena, p->folder, 3, &back, &e), CB_INPUT);
    struct stat st;
    assert_int_equal(cb_file_write_private(in(p, "key"), bytes, NULL), CB_OK);
    assert_int_equal(stat(in(p, "key"), &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
}

/* CB-BASE-12 */
static void every_failed_step_of_writing_is_reported(void **state) {
    place *p = *state;
    for (long n = 1; n <= 3; n++) { /* write, fsync, close */
        cb_error e = {0};
        cb_fault_system(n);
        assert_int_equal(cb_file_write(cb_format(p->arena, "%s/full%ld", p->folder, n), cb_str_of("bytes"), &e),
                         CB_FILE);
        assert_non_null(strstr(e.text, "No space left"));
    }
    cb_fault_system(0);
}

/* CB-BASE-13 */
static void publishing_refuses_a_target_that_is_there(void **state) {
    place *p = *state;
    cb_error e = {0};
    assert_int_equal(cb_folder_make_all(in(p, "a/b/c"), &e), CB_OK);
    assert_int_equal(cb_folder_make_all(in(p, "a/b/c"), &e), CB_OK);
    assert_int_equal(cb_file_write(in(p, "a/b/c/x"), cb_str_of("1"), &e), CB_OK);
    assert_int_equal(cb_folder_make(in(p, "there"), &e), CB_OK);
    assert_int_equal(cb_folder_publish(in(p, "a"), in(p, "there"), &e), CB_FILE);
    assert_non_null(strstr(e.text, "never overwritten"));
    cb_error_clear(&e);
    assert_int_equal(cb_folder_publish(in(p, "a"), in(p, "final"), &e), CB_OK);
    assert_true(cb_file_exists(in(p, "final/b/c/x")));
    assert_false(cb_file_exists(in(p, "a")));
    assert_int_equal(cb_file_write(in(p, "plain"), cb_str_of("1"), &e), CB_OK);
    assert_int_equal(cb_folder_make_all(in(p, "plain/x"), &e), CB_FILE);
    cb_error_clear(&e);
    cb_fault_system(1);
    assert_int_equal(cb_folder_publish(in(p, "final"), in(p, "other"), &e), CB_FILE);
    cb_fault_system(0);
    assert_true(cb_file_exists(in(p, "final/b/c/x")));
}

/* CB-BASE-14 */
static void a_listing_is_sorted_and_follows_no_link(void **state) {
    place *p = *state;
    cb_error e = {0};
    assert_int_equal(cb_folder_make_all(in(p, "b/d"), &e), CB_OK);
    assert_int_equal(cb_file_write(in(p, "b/d/z"), cb_str_of("12"), &e), CB_OK);
    assert_int_equal(cb_file_write(in(p, "a"), cb_str_of(""), &e), CB_OK);
    assert_int_equal(symlink("/etc", in(p, "c")), 0);
    const cb_entry *list;
    size_t count;
    assert_int_equal(cb_folder_list(p->arena, p->folder, &list, &count, &e), CB_OK);
    const char *const want[] = {"a", "b", "b/d", "b/d/z", "c"};
    assert_int_equal(count, 5);
    for (size_t i = 0; i < 5; i++) {
        assert_string_equal(list[i].path, want[i]);
    }
    assert_int_equal(list[4].kind, 'l');
    assert_int_equal(list[3].size, 2);
}

/* CB-BASE-15 */
static void sha256_is_the_standard_one(void **state) {
    place *p = *state;
    cb_digest d;
    char hex[CB_SHA256_HEX];
    uint64_t size = 0;
    assert_int_equal(cb_digest_of(cb_str_of("abc"), &d, NULL), CB_OK);
    cb_digest_hex(&d, hex);
    assert_string_equal(hex, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assert_int_equal(cb_digest_of((cb_str){NULL, 0}, &d, NULL), CB_OK);
    cb_digest_hex(&d, hex);
    assert_string_equal(hex, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    assert_int_equal(cb_file_write(in(p, "abc"), cb_str_of("abc"), NULL), CB_OK);
    assert_int_equal(cb_digest_file(in(p, "abc"), &d, &size, NULL), CB_OK);
    cb_digest_hex(&d, hex);
    assert_string_equal(hex, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assert_int_equal(size, 3);
    assert_int_equal(cb_digest_file(in(p, "none"), &d, NULL, NULL), CB_INPUT);
}

/* CB-BASE-16 */
static void paths_are_joined_and_taken_apart(void **state) {
    place *p = *state;
    assert_string_equal(cb_path_join(p->arena, "a", "b"), "a/b");
    assert_string_equal(cb_path_join(p->arena, "a/", "b"), "a/b");
    assert_string_equal(cb_path_join(p->arena, "a", "/b"), "/b");
    assert_string_equal(cb_path_folder(p->arena, "a/b/c"), "a/b");
    assert_string_equal(cb_path_folder(p->arena, "c"), ".");
    assert_string_equal(cb_path_folder(p->arena, "/c"), "/");
    assert_string_equal(cb_path_name("a/b/c"), "c");
    assert_string_equal(cb_path_name("c"), "c");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_file_comes_back_and_is_never_overwritten, enter, leave),
        cmocka_unit_test_setup_teardown(every_failed_step_of_writing_is_reported, enter, leave),
        cmocka_unit_test_setup_teardown(publishing_refuses_a_target_that_is_there, enter, leave),
        cmocka_unit_test_setup_teardown(a_listing_is_sorted_and_follows_no_link, enter, leave),
        cmocka_unit_test_setup_teardown(sha256_is_the_standard_one, enter, leave),
        cmocka_unit_test_setup_teardown(paths_are_joined_and_taken_apart, enter, leave),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
