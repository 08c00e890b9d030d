/* options_test.c: words of a command line, right and wrong. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>
#include <stdint.h>
#include <string.h>

#include "casebound/cli/command.h"

typedef struct line {
    const char *profile, *output, *words[1];
    int64_t threads;
    bool quiet;
    size_t count;
    cb_error error;
} line;

static cb_status reads(line *l, int argc, const char *const *argv) {
    const cb_option table[] = {
        {.name = "--profile", .text = &l->profile, .value = "NAME"},
        {.name = "--output", .short_name = "-o", .text = &l->output, .value = "DIR"},
        {.name = "--threads", .number = &l->threads, .value = "N"},
        {.name = "--quiet", .short_name = "-q", .flag = &l->quiet},
    };
    char *copy[16];
    for (int i = 0; i < argc; i++) {
        copy[i] = (char *)(uintptr_t)argv[i];
    }
    return cb_options_read(argc, copy, table, 4, l->words, 1, &l->count, &l->error);
}

#define READS(l, ...) \
    reads(l, sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *), (const char *const[]){__VA_ARGS__})

/* CB-CLI-01 */
static void options_may_stand_anywhere(void **state) {
    (void)state;
    line l = {0};
    assert_int_equal(READS(&l, "--profile=a=b", "case.yaml", "-o", "out", "--threads", "4", "-q"), CB_OK);
    assert_string_equal(l.profile, "a=b");
    assert_string_equal(l.output, "out");
    assert_string_equal(l.words[0], "case.yaml");
    assert_int_equal(l.threads, 4);
    assert_true(l.quiet);
    line dashes = {0};
    assert_int_equal(READS(&dashes, "--", "--profile"), CB_OK);
    assert_string_equal(dashes.words[0], "--profile");
    line single = {0};
    assert_int_equal(READS(&single, "-"), CB_OK);
    assert_string_equal(single.words[0], "-");
}

static void refuses(cb_status s, const line *l, const char *what) {
    assert_int_equal(s, CB_USAGE);
    assert_non_null(strstr(l->error.text, what));
}

/* CB-CLI-01 */
static void a_wrong_word_is_named(void **state) {
    (void)state;
    line l = {0};
    refuses(READS(&l, "--profil", "x"), &l, "--profil");
    l = (line){0};
    refuses(READS(&l, "--profile"), &l, "needs a value (NAME)");
    l = (line){0};
    refuses(READS(&l, "a", "b"), &l, "'b' is one word too many");
    l = (line){0};
    refuses(READS(&l, "--threads", "two"), &l, "whole number");
    l = (line){0};
    refuses(READS(&l, "-o", "a", "-o", "b"), &l, "twice");
    l = (line){0};
    refuses(READS(&l, "--quiet=yes"), &l, "takes no value");
    l = (line){0};
    refuses(READS(&l, "--output="), &l, "empty");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(options_may_stand_anywhere),
        cmocka_unit_test(a_wrong_word_is_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
