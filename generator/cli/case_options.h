/* case_options.h: the options that build, check and explain share. Private to cli. */
#ifndef CASEBOUND_GENERATOR_CLI_CASE_OPTIONS_H
#define CASEBOUND_GENERATOR_CLI_CASE_OPTIONS_H

#include "casebound/cli/command.h"
#include "pipeline.h"

typedef struct cb_case_words {
    const char *words[2]; /* CASE.yaml, and what explain is asked for */
    size_t count;
    int64_t pass_fd;      /* -1: none */
    bool quiet;
    const char *gene;     /* of explain: all of this gene */
    bool json;            /* of explain */
} cb_case_words;

/* The pass phrase from a descriptor, so that it stands in no process list and no history; -1: NULL. */
cb_status cb_pass_read(cb_arena *arena, int64_t fd, const char **pass, cb_error *e) CB_MUST_USE;

/* Reads a command line into `options`; `most` is how many words may stand beside the options. With --vcf no case file
 * is taken. */
cb_status cb_case_options(cb_arena *arena, int argc, char **argv, size_t most, cb_build_options *options,
                          cb_case_words *words, cb_error *e) CB_MUST_USE;

#endif
