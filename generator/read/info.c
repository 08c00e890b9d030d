/* info.c: INFO, item by item. Files write the same keys in the same order, so each key remembers which one stood behind
 * it, and most keys are found by one comparison. */
#include "read/info.h"

#include "read/reader.h"

enum { INFO_KEYS_MAX = 4096, KNOWN_MAX = 1 << 16, INFO_MEMORY = 64 << 20, STEPS = 6 };

static const char *const fixed[CB_INFO_FIXED] = {
    [CB_INFO_END] = "END",
    [CB_INFO_SVLEN] = "SVLEN",
    [CB_INFO_OLD_MULTIALLELIC] = "OLD_MULTIALLELIC",
    [CB_INFO_OLD_VARIANT] = "OLD_VARIANT",
    [CB_INFO_OLD_REC] = "OLD_REC",
    [CB_INFO_MULTI_ALLELIC] = "MULTI_ALLELIC",
    [CB_INFO_RANK_SCORE] = "RankScore",
    [CB_INFO_RANK_RESULT] = "RankResult",
    [CB_INFO_CSQ] = "CSQ",
    [CB_INFO_ANN] = "ANN",
    [CB_INFO_BCSQ] = "BCSQ",
};

static void free_arena(void *arena) {
    cb_arena_free(arena);
}

/* The key of this name, made when it is new; NULL when memory is out. */
static cb_info_key *key_of(cb_info *info, cb_str name) {
    cb_info_key *key = cb_map_get(info->keys, name);
    if (key) {
        return key;
    }
    key = cb_alloc(info->arena, sizeof *key);
    char *copy = key ? cb_copy_str(info->arena, name) : NULL;
    if (!copy || !cb_map_set(info->keys, name, key)) {
        return NULL;
    }
    *key = (cb_info_key){.name = {copy, name.n}, .spaced = memchr(copy, ' ', name.n + 1) != NULL};
    return key;
}

/* Forgets every key but those that are wanted. */
static cb_status start(cb_info *info, cb_error *e) {
    cb_arena_reset(info->arena);
    info->first = NULL;
    info->keys = cb_map_new(info->arena);
    info->wanted = cb_alloc_array(info->arena, CB_INFO_FIXED + info->name_count, sizeof *info->wanted);
    bool all = info->keys && info->wanted;
    for (size_t i = 0; all && i < CB_INFO_FIXED + info->name_count; i++) {
        const char *name = i < CB_INFO_FIXED ? fixed[i] : info->names[i - CB_INFO_FIXED];
        info->wanted[i] = key_of(info, cb_str_of(name));
        all = info->wanted[i] != NULL;
    }
    return all ? CB_OK : cb_fail_memory(e);
}

cb_status cb_info_new(cb_arena *arena, cb_info *info, cb_error *e) {
    *info = (cb_info){.arena = cb_arena_new(INFO_MEMORY)};
    if (!info->arena) {
        return cb_fail_memory(e);
    }
    cb_status status = cb_arena_defer(arena, free_arena, info->arena, e);
    return status == CB_OK ? start(info, e) : status;
}

cb_status cb_info_want(cb_info *info, const char *const *names, size_t count, cb_error *e) {
    cb_info_key **wanted = cb_alloc_array(info->arena, CB_INFO_FIXED + count, sizeof *wanted);
    bool all = wanted != NULL;
    for (size_t i = 0; all && i < CB_INFO_FIXED + count; i++) {
        wanted[i] = i < CB_INFO_FIXED ? info->wanted[i] : key_of(info, cb_str_of(names[i - CB_INFO_FIXED]));
        all = wanted[i] != NULL;
    }
    if (!all) {
        return cb_fail_memory(e);
    }
    info->wanted = wanted;
    info->names = names;
    info->name_count = count;
    return CB_OK;
}

static bool begins_with(cb_str rest, const cb_info_key *key) {
    size_t n = key->name.n;
    return rest.n >= n && memcmp(rest.s, key->name.s, n) == 0 && (rest.n == n || rest.s[n] == '=' || rest.s[n] == ';');
}

/* The key that the rest of INFO begins with; *place is the one that stood here last. Where a few keys were left out it
 * is one of those that follow. NULL: memory is out. */
static cb_info_key *find_key(cb_info *info, cb_str rest, cb_info_key **place) {
    cb_info_key *guess = *place;
    for (int step = 0; guess && step < STEPS; step++, guess = guess->next) {
        if (begins_with(rest, guess)) {
            return guess;
        }
    }
    size_t n = 0;
    while (n < rest.n && rest.s[n] != '=' && rest.s[n] != ';') {
        n++;
    }
    *place = key_of(info, (cb_str){rest.s, n});
    return *place;
}

typedef struct walk {
    cb_reading *reader;
    const cb_record *record;
    const char *line;
    cb_str rest;
    size_t next; /* semicolon, of the marks */
    int count;   /* items so far */
    cb_info_key *before;
    cb_error *e;
} walk;

static cb_status check_key(const walk *w, const cb_info_key *key, cb_str item) {
    if (key->name.n == 0) {
        return cb_record_fail(w->reader, w->record, w->e, "INFO has an empty key (item %d)", w->count);
    }
    if (key->spaced) {
        return cb_record_fail(w->reader, w->record, w->e, "INFO has a space in a key (item %d)", w->count);
    }
    if (w->count > INFO_KEYS_MAX) {
        return cb_record_fail(w->reader, w->record, w->e, "INFO has more than %d keys", (int)INFO_KEYS_MAX);
    }
    if (key->seen == w->record->number && !cb_str_same(key->item, item)) {
        return cb_record_fail(w->reader, w->record, w->e, "INFO has a key twice, with two values (item %d)", w->count);
    }
    return CB_OK;
}

/* Takes the next item off the rest. */
static cb_str next_item(walk *w) {
    const cb_marks *m = &w->reader->marks;
    const char *end = w->rest.s + w->rest.n;
    const char *semicolon = w->next < m->semicolon_count ? w->line + m->semicolons[w->next] : end;
    if (semicolon >= end) {
        cb_str last = w->rest;
        w->rest = (cb_str){0};
        return last;
    }
    cb_str item = {w->rest.s, (size_t)(semicolon - w->rest.s)};
    w->rest = (cb_str){semicolon + 1, (size_t)(end - semicolon - 1)};
    w->next++;
    return item;
}

static cb_status take_item(walk *w) {
    cb_info *info = &w->reader->info;
    cb_info_key *key = find_key(info, w->rest, w->before ? &w->before->next : &info->first);
    if (!key) {
        return cb_fail_memory(w->e);
    }
    cb_str item = next_item(w);
    const char *from = item.s + key->name.n;
    size_t behind = item.n - key->name.n;
    cb_status status = check_key(w, key, item);
    if (status == CB_OK && key->seen != w->record->number) {
        key->seen = w->record->number;
        key->item = item;
        key->value = behind > 0 ? (cb_str){from + 1, behind - 1} : (cb_str){from, 0};
    }
    w->before = key;
    return status;
}

/* Real pipelines leave an item of INFO, or all of it, empty: nothing is lost by that. */
cb_status cb_info_walk(cb_reading *reader, cb_record *r, cb_error *e) {
    if (r->fixed[CB_COL_INFO].n == 0) {
        cb_odd(reader, CB_ODD_INFO_ITEM);
        r->fixed[CB_COL_INFO] = cb_str_of(".");
    }
    if (cb_str_is(r->fixed[CB_COL_INFO], ".")) {
        return CB_OK;
    }
    cb_status status = cb_map_size(reader->info.keys) > KNOWN_MAX ? start(&reader->info, e) : CB_OK;
    walk w = {.reader = reader, .record = r, .line = r->line.s, .rest = r->fixed[CB_COL_INFO], .count = 1, .e = e};
    while (w.next < reader->marks.semicolon_count && w.line + reader->marks.semicolons[w.next] < w.rest.s) {
        w.next++; /* of ID and FILTER */
    }
    for (; status == CB_OK && w.rest.s; w.count++) {
        if (w.rest.n == 0 || w.rest.s[0] == ';') {
            cb_odd(reader, CB_ODD_INFO_ITEM);
            (void)next_item(&w);
            continue;
        }
        status = take_item(&w);
    }
    return status;
}
