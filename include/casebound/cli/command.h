/* command.h: what every command of the program is given and gives back. */
#ifndef CASEBOUND_CLI_COMMAND_H
#define CASEBOUND_CLI_COMMAND_H

#include "casebound/base/arena.h"

#define CB_VERSION "0.2.0"

enum { CB_REPEATS = 100 };

/* The values of an option that may be given several times, in their order. */
typedef struct cb_repeated {
    const char *values[CB_REPEATS];
    size_t count;
} cb_repeated;

/* One option of a command: exactly one of text, many, number and flag is set. */
typedef struct cb_option {
    const char *name;      /* "--profile" */
    const char *short_name;/* "-o", or NULL */
    const char **text;     /* takes a value, kept as it is */
    cb_repeated *many;     /* takes a value, and may be given again */
    int64_t *number;       /* takes a whole number */
    bool *flag;            /* takes none */
    const char *value;     /* what the help calls the value: "DIR" */
    const char *about;
} cb_option;

/* Reads argv behind the command's name: options may stand anywhere, "--" ends them. At most `most` other words are put
 * into words[] and counted. CB_USAGE says which word is wrong. */
cb_status cb_options_read(int argc, char **argv, const cb_option *options, size_t option_count, const char **words,
                          size_t most, size_t *word_count, cb_error *e) CB_MUST_USE;

/* A command: prints to standard output alone what it is asked for. */
typedef struct cb_command {
    const char *name, *usage, *about;
    cb_status (*run)(cb_arena *arena, int argc, char **argv, cb_error *e);
} cb_command;

cb_status cb_command_build(cb_arena *arena, int argc, char **argv, cb_error *e);
cb_status cb_command_check(cb_arena *arena, int argc, char **argv, cb_error *e);
cb_status cb_command_explain(cb_arena *arena, int argc, char **argv, cb_error *e);
cb_status cb_command_verify(cb_arena *arena, int argc, char **argv, cb_error *e);
cb_status cb_command_sign_off(cb_arena *arena, int argc, char **argv, cb_error *e);
cb_status cb_command_record(cb_arena *arena, int argc, char **argv, cb_error *e);
cb_status cb_command_renew(cb_arena *arena, int argc, char **argv, cb_error *e);
cb_status cb_command_rebuild(cb_arena *arena, int argc, char **argv, cb_error *e);
cb_status cb_command_pack(cb_arena *arena, int argc, char **argv, cb_error *e);
cb_status cb_command_unpack(cb_arena *arena, int argc, char **argv, cb_error *e);
cb_status cb_command_filters(cb_arena *arena, int argc, char **argv, cb_error *e);
cb_status cb_command_validate(cb_arena *arena, int argc, char **argv, cb_error *e);
cb_status cb_command_key(cb_arena *arena, int argc, char **argv, cb_error *e);

#endif
