/* decisions.h: decisions as a page exports them (JSON, docs/decisions.md), and the tables that they refer to. */
#ifndef CASEBOUND_READ_DECISIONS_H
#define CASEBOUND_READ_DECISIONS_H

#include "casebound/model/decisions.h"

enum {
    CB_DECISIONS_BYTES = 16 << 20,
    CB_DECISIONS_VARIANTS = 50000,
    CB_DECISIONS_LIST = 100,     /* criteria or reasons of one variant, files that a report was built with */
    CB_DECISIONS_LINE = 500,     /* bytes of an author, a title, a code or its wording */
    CB_DECISIONS_KEY = 100000,   /* bytes of a variant's key: long deletions name their bases */
    CB_DECISIONS_COMMENT = 20000 /* bytes of a comment */
};

/* filters/data/acmg.yaml, from its bytes. CB_INPUT with file and line: an unknown key, a word that names nothing, a
 * code that stands twice, a conflict of criteria that there are not, sums that do not rise. */
cb_status cb_acmg_read(cb_arena *arena, cb_str bytes, const char *name, cb_acmg *out, cb_error *e) CB_MUST_USE;

/* filters/data/choices.yaml or a laboratory's own, from its bytes: appended to what *out holds. CB_INPUT with file and
 * line: an unknown key, a code that is taken. */
cb_status cb_choices_read(cb_arena *arena, cb_str bytes, const char *name, cb_choices *out, cb_error *e) CB_MUST_USE;

/* One exported file, from its bytes (borrowed; `name` is its base name). Strict: RFC 8259 in UTF-8, every key known and
 * once, every value of its kind and within its size, no control characters but line ends and tabs of comments. CB_INPUT
 * names the line of what is no JSON, else the path ("variants[3].class"); no value of the file stands in a message but
 * keys, codes and the author. */
cb_status cb_decisions_read(cb_arena *arena, cb_str bytes, const char *name, const cb_acmg *acmg, cb_decisions **out,
                            cb_error *e) CB_MUST_USE;

#endif
