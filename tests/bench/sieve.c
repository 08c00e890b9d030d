/* sieve.c: casebound-bench-sieve CASE [THREADS]: reads and sieves as `casebound build` does, with every check of the
 * records and the samples, and stops before the first rank. Prints what the ledger counts. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "casebound/cli/command.h"
#include "scan.h"

enum { CASE_MEMORY = 1 << 30 };

bool cb_interrupted(void) {
    return false;
}

int main(int argc, char **argv) {
    if (argc < 2) {
        fputs("usage: casebound-bench-sieve CASE [THREADS]\n", stderr);
        return CB_USAGE;
    }
    cb_error e = {0};
    const cb_build_options options = {.request = {.case_file = argv[1]}, .threads = argc > 2 ? atoi(argv[2]) : 2};
    cb_arena *arena = cb_arena_new(CASE_MEMORY);
    cb_run *run = NULL;
    cb_status s = arena ? cb_run_open(arena, &options, &run, &e) : cb_fail_memory(&e);
    if (s == CB_OK) {
        s = cb_run_scan(run, NULL);
    }
    if (s == CB_OK) {
        printf("%" PRIu64 " records, %" PRIu64 " alleles, %" PRIu64 " listed\n", run->ledger->records_in,
               run->ledger->alleles_in, run->ledger->alleles_listed);
    } else {
        fprintf(stderr, "casebound-bench-sieve: %s\n", e.text);
    }
    cb_arena_free(arena);
    return (int)s;
}
