/* options.c: reading the words of a command line by a table. */
#include <string.h>

#include "casebound/base/number.h"
#include "casebound/cli/command.h"

static const cb_option *find_option(const cb_option *options, size_t count, const char *word, size_t size) {
    for (size_t i = 0; i < count; i++) {
        const cb_option *o = &options[i];
        bool is_long = strlen(o->name) == size && strncmp(o->name, word, size) == 0;
        bool is_short = o->short_name && strlen(o->short_name) == size && strncmp(o->short_name, word, size) == 0;
        if (is_long || is_short) {
            return o;
        }
    }
    return NULL;
}

static cb_status set_value(const cb_option *o, const char *value, cb_error *e) {
    if (o->number && !cb_parse_integer(cb_str_of(value), o->number)) {
        return cb_fail(e, CB_USAGE, "%s takes a whole number, not '%s'", o->name, value);
    }
    if (!o->number && *value == '\0') {
        return cb_fail(e, CB_USAGE, "%s is given an empty value", o->name);
    }
    if (o->many && o->many->count == CB_REPEATS) {
        return cb_fail(e, CB_USAGE, "%s is given more than %d times", o->name, CB_REPEATS);
    }
    if (o->many) {
        o->many->values[o->many->count++] = value;
    }
    if (o->text && *o->text) {
        return cb_fail(e, CB_USAGE, "%s is given twice", o->name);
    }
    if (o->text) {
        *o->text = value;
    }
    return CB_OK;
}

/* Reads the option in argv[*at], with its value from the same word ("--x=v") or the next. */
static cb_status read_option(int argc, char **argv, int *at, const cb_option *options, size_t count, cb_error *e) {
    const char *word = argv[*at], *equals = strchr(word, '=');
    size_t size = equals ? (size_t)(equals - word) : strlen(word);
    const cb_option *o = find_option(options, count, word, size);
    if (!o) {
        return cb_fail(e, CB_USAGE, "'%.*s' is not an option of this command; see casebound help", (int)size, word);
    }
    if (o->flag) {
        *o->flag = true;
        return equals ? cb_fail(e, CB_USAGE, "%s takes no value", o->name) : CB_OK;
    }
    if (equals) {
        return set_value(o, equals + 1, e);
    }
    if (*at + 1 >= argc) {
        return cb_fail(e, CB_USAGE, "%s needs a value (%s)", o->name, o->value);
    }
    return set_value(o, argv[++*at], e);
}

cb_status cb_options_read(int argc, char **argv, const cb_option *options, size_t option_count, const char **words,
                          size_t most, size_t *word_count, cb_error *e) {
    bool options_ended = false;
    *word_count = 0;
    for (int i = 0; i < argc; i++) {
        const char *word = argv[i];
        if (!options_ended && strcmp(word, "--") == 0) {
            options_ended = true;
            continue;
        }
        if (!options_ended && word[0] == '-' && word[1] != '\0') {
            cb_status s = read_option(argc, argv, &i, options, option_count, e);
            if (s != CB_OK) {
                return s;
            }
            continue;
        }
        if (*word_count == most) {
            return cb_fail(e, CB_USAGE, "'%s' is one word too many", word);
        }
        words[(*word_count)++] = word;
    }
    return CB_OK;
}
