/* agreement.h: the count of answers that agree with a published set, and the list of those that do not. */
#ifndef TESTS_AGREEMENT_H
#define TESTS_AGREEMENT_H

#include "unit/model/doc_block.h"

/* A cell that differs: what it is, and why ours is right. */
typedef struct difference {
    const char *key;  /* "set place mode" */
    const char *ours; /* "fits", "possible", "no", "untested" */
    const char *why;
} difference;

typedef struct tally {
    const char *set;
    int cells, same, excluded; /* excluded: expected, and ours is a no where the reads count too */
    const difference *differences;
    int difference_count, found;
    int wrong;
    cb_buf *doc; /* rows of differences */
} tally;

/* One cell: the set says that the mode holds, does not, or may hold ("possible"). */
static inline void compare_cell(tally *t, const char *key, const char *expected, const cb_verdict *got) {
    const char *ours = fit_word(got);
    t->cells++;
    if (strcmp(ours, expected) == 0 || (strcmp(ours, "untested") == 0 && strcmp(expected, "no") == 0)) {
        t->same++;
        return;
    }
    for (int i = 0; i < t->difference_count; i++) {
        const difference *d = &t->differences[i];
        if (strcmp(d->key, key) == 0 && strcmp(d->ours, ours) == 0) {
            t->found++;
            doc_cell(t->doc, t->set);
            doc_cell(t->doc, key);
            doc_cell(t->doc, strcmp(expected, "no") == 0 ? "does not fit" : expected);
            doc_cell(t->doc, strcmp(ours, "no") == 0         ? "does not fit"
                             : strcmp(ours, "untested") == 0 ? "not tested"
                                                             : ours);
            doc_cell(t->doc, d->why);
            cb_buf_text(t->doc, "|\n");
            return;
        }
    }
    print_error("%s: %s: %s (%s), the set says %s\n", t->set, key, ours, got->reason, expected);
    t->wrong++;
}

#endif
