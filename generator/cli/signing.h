/* signing.h: the options of commands that sign what a folder gets, and the key that they name. Private to cli. */
#ifndef CASEBOUND_GENERATOR_CLI_SIGNING_H
#define CASEBOUND_GENERATOR_CLI_SIGNING_H

#include "casebound/cli/command.h"
#include "casebound/seal/seal.h"

typedef struct cb_signing {
    const char *key, *certificates, *authority;
    const char *expiring; /* why a certificate that ends soon may sign, or NULL */
    int64_t pass_fd;      /* -1: none */
    cb_stamper stamper;   /* of the key, where an authority is asked: it lives as long as the key */
} cb_signing;

#define CB_SIGNING_OPTIONS(with)                                                                                       \
    {.name = "--key", .text = &(with).key, .value = "KEY"},                                                            \
        {.name = "--certificate", .text = &(with).certificates, .value = "FILE"},                                      \
        {.name = "--pass-fd", .number = &(with).pass_fd, .value = "N"},                                                \
        {.name = "--expiring-key", .text = &(with).expiring, .value = "REASON"}, {                                     \
        .name = "--tsa", .text = &(with).authority, .value = "COMMAND"                                                 \
    }

/* Opens the key, which stamps where --tsa names who. */
cb_status cb_signing_open(cb_arena *arena, cb_signing *with, int64_t now, cb_key **out, cb_error *e) CB_MUST_USE;

#endif
