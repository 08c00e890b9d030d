/* case_kit.h: a scratch folder with the files that a case names. */
#ifndef CASEBOUND_TESTS_CASE_KIT_H
#define CASEBOUND_TESTS_CASE_KIT_H

#include "casebound/base/file.h"
#include "casebound/read/case_file.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { ROOM = 256 << 20 };

typedef struct kit {
    char folder[64];
    cb_arena *arena;
    cb_error e;
    cb_case *kase;
} kit;

static int kit_open(void **state) {
    kit *k = calloc(1, sizeof *k);
    assert_non_null(k);
    strcpy(k->folder, "/tmp/cb-case-test-XXXXXX");
    assert_non_null(mkdtemp(k->folder));
    k->arena = cb_arena_new(ROOM);
    *state = k;
    return k->arena ? 0 : -1;
}

static int kit_close(void **state) {
    kit *k = *state;
    int bad = cb_folder_remove(k->folder, NULL) != CB_OK;
    cb_arena_free(k->arena);
    free(k);
    return bad;
}

static const char *kit_path(kit *k, const char *name) {
    return cb_path_join(k->arena, k->folder, name);
}

static const char *kit_write(kit *k, const char *name, const char *text, size_t size) {
    const char *path = kit_path(k, name);
    remove(path);
    assert_int_equal(cb_file_write(path, (cb_str){text, size}, NULL), CB_OK);
    return path;
}

static const char *kit_put(kit *k, const char *name, const char *text) {
    return kit_write(k, name, text, strlen(text));
}

/* Reads a case file of this text. */
static cb_status kit_read(kit *k, const char *text) {
    cb_case_request request = {.case_file = kit_put(k, "case.yaml", text)};
    cb_error_clear(&k->e);
    return cb_case_read(k->arena, &request, &k->kase, &k->e);
}

#endif
