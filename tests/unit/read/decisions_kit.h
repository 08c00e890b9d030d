/* decisions_kit.h: files of decisions as texts, for the tests that read and merge them. */
#ifndef CASEBOUND_TESTS_DECISIONS_KIT_H
#define CASEBOUND_TESTS_DECISIONS_KIT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "casebound/base/file.h"
#include "casebound/read/decisions.h"

enum { DECISIONS_ROOM = 64 << 20 };

#define DIGEST_A "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define DIGEST_B "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"
#define DECISIONS_REPORT(revision, built_with)                                                                \
    "\"report\": {\"id\": \"FAM-r" #revision "\", \"revision\": " #revision ", \"facts_digest\": \"" DIGEST_A \
    "\", \"case_digest\": \"" DIGEST_A "\", \"calls_digest\": \"" DIGEST_B "\", \"built_with\": [" built_with "]}, "
#define DECISIONS_HEAD "{\"format\": \"casebound decisions\", \"version\": 1, \"acmg\": \"1\", "
#define DECISIONS_OF(author, sequence, exported, report, rest)                                                 \
    DECISIONS_HEAD report "\"author\": \"" author "\", \"sequence\": " #sequence ", \"exported\": \"" exported \
                          "\", " rest "}"
/* One variant that says `rest`. */
#define DECISION_ON(key, rest) \
    "{\"key\": \"" key "\", \"title\": \"" key "\", \"changed\": \"2026-01-31T10:00:00Z\", " rest "}"

typedef struct decisions_kit {
    cb_arena *arena;
    cb_acmg acmg;
    cb_error e;
} decisions_kit;

static inline int decisions_open(void **state) {
    static decisions_kit k;
    cb_str bytes;
    k = (decisions_kit){.arena = cb_arena_new(DECISIONS_ROOM)};
    *state = &k;
    return k.arena && cb_file_read(k.arena, "filters/data/acmg.yaml", 1 << 20, &bytes, &k.e) == CB_OK &&
                   cb_acmg_read(k.arena, bytes, "acmg.yaml", &k.acmg, &k.e) == CB_OK
               ? 0
               : -1;
}

static inline int decisions_close(void **state) {
    cb_arena_free(((decisions_kit *)*state)->arena);
    return 0;
}

static inline cb_status decisions_try(decisions_kit *k, const char *text, cb_decisions **out) {
    cb_error_clear(&k->e);
    return cb_decisions_read(k->arena, cb_str_of(text), "d.json", &k->acmg, out, &k->e);
}

static inline const cb_decisions *decisions_read(decisions_kit *k, const char *text) {
    cb_decisions *out = NULL;
    if (decisions_try(k, text, &out) != CB_OK) {
        fail_msg("%s", k->e.text);
    }
    return out;
}

#endif
