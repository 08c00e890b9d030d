/* chunked.c: chunked BYTES OPTION…: casebound build with chunks of so many bytes (1: of one record each), so that a
 * small file has as many of them as a genome. */
#include <stdio.h>
#include <stdlib.h>

#include "cli/case_options.h"

static const size_t CASE_MEMORY = (size_t)1 << 30;

bool cb_interrupted(void) {
    return false;
}

int main(int argc, char **argv) {
    cb_build_options options;
    cb_case_words words;
    cb_run *run = NULL;
    cb_error e = {0};
    if (argc < 3) {
        fputs("usage: chunked BYTES OPTION…\n", stderr);
        return CB_USAGE;
    }
    cb_arena *arena = cb_arena_new(CASE_MEMORY);
    cb_status s = arena ? cb_case_options(arena, argc - 2, argv + 2, 1, &options, &words, &e) : cb_fail_memory(&e);
    if (s == CB_OK) {
        options.chunk = strtoul(argv[1], NULL, 10);
        s = cb_run_build(arena, &options, &run, &e);
    }
    if (s == CB_OK) {
        printf("%s\n", run->folder);
    } else {
        fprintf(stderr, "casebound: %s\n", e.text);
    }
    cb_arena_free(arena);
    return (int)s;
}
