/* near.c: edit distance over short names. */
#include "casebound/base/near.h"
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

enum { BEGUN_MIN = 3 }; /* letters from which the beginning of a known name is near to it */

static void copy_name(char out[CB_NEAR_NAME], const char *text) {
    size_t n = strlen(text);
    n = n < CB_NEAR_NAME ? n : CB_NEAR_NAME - 1;
    memcpy(out, text, n);
    out[n] = 0;
}

static size_t least(size_t a, size_t b, size_t c) {
    size_t m = a < b ? a : b;
    return m < c ? m : c;
}

/* Levenshtein's distance, one row at a time. */
static size_t distance(const char *a, const char *b) {
    size_t n = strlen(b), row[CB_NEAR_NAME];
    for (size_t j = 0; j <= n; j++) {
        row[j] = j;
    }
    for (size_t i = 0; a[i]; i++) {
        size_t diagonal = row[0];
        row[0] = i + 1;
        for (size_t j = 0; j < n; j++) {
            size_t above = row[j + 1];
            row[j + 1] = least(above + 1, row[j] + 1, diagonal + (a[i] != b[j]));
            diagonal = above;
        }
    }
    return row[n];
}

void cb_near_start(cb_near *near, const char *name) {
    memset(near, 0, sizeof *near);
    copy_name(near->name, name);
    near->distance = strlen(near->name) / 3 + 2; /* a third of the letters may be wrong, and one more */
}

void cb_near_try(cb_near *near, const char *known) {
    char other[CB_NEAR_NAME];
    copy_name(other, known);
    size_t n = strlen(near->name);
    bool begun = n >= BEGUN_MIN && strncmp(near->name, other, n) == 0;
    size_t d = begun ? 1 : distance(near->name, other);
    if (d < near->distance || (d == near->distance && *near->best && strcmp(other, near->best) < 0)) {
        near->distance = d;
        copy_name(near->best, other);
    }
}

const char *cb_near_hint(cb_near *near) {
    if (!*near->best) {
        return "";
    }
    snprintf(near->hint, sizeof near->hint, " (did you mean '%s'?)", near->best);
    return near->hint;
}
