/* info.c: INFO, item by item. Files write the same keys in the same order, so each key remembers which one stood behind
 * it, and most keys are found by one comparison. */
#include "read/info.h"

#include "read/lean.h"
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

const char *cb_info_fixed(size_t number) {
    return fixed[number];
}

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
    key->remarkable = key->spaced || name.n == 0;
    memcpy(key->head, copy, name.n < CB_INFO_HEAD ? name.n : CB_INFO_HEAD);
    memset(key->mask, 0xFF, name.n < CB_INFO_HEAD ? name.n : CB_INFO_HEAD);
    return key;
}

/* The key number `i` of those that are wanted. */
static cb_info_key *wanted_key(cb_info *info, size_t i) {
    cb_info_key *key = key_of(info, cb_str_of(i < CB_INFO_FIXED ? fixed[i] : info->names[i - CB_INFO_FIXED]));
    if (key && i >= CB_INFO_FIXED) {
        key->strange = info->strange[i - CB_INFO_FIXED];
        key->remarkable = key->remarkable || key->strange;
    }
    return key;
}

/* The keys whose numbers are given apart, and room for their texts, "name=" included. */
static bool make_told(cb_info *info) {
    size_t room = 1;
    info->told = cb_alloc_array(info->arena, info->asked_count + 1, sizeof *info->told);
    info->texts = cb_alloc(info->arena, sizeof *info->texts);
    for (size_t i = 0; info->told && i < info->asked_count; i++) {
        info->told[i] = key_of(info, cb_str_of(info->asked[i]));
        if (!info->told[i]) {
            return false;
        }
        room += info->told[i]->name.n + 1 + (CB_LEAN_VALUES + 1) * CB_PACKED_TEXT;
    }
    char *bytes = info->told && info->texts ? cb_alloc(info->arena, room) : NULL;
    if (bytes) {
        *info->texts = (cb_info_texts){.bytes = bytes};
    }
    return bytes != NULL;
}

/* Forgets every key but those that are wanted. */
static cb_status start(cb_info *info, cb_error *e) {
    cb_arena_reset(info->arena);
    info->first = NULL;
    info->keys = cb_map_new(info->arena);
    info->wanted = cb_alloc_array(info->arena, CB_INFO_FIXED + info->name_count, sizeof *info->wanted);
    bool all = info->keys && info->wanted;
    for (size_t i = 0; all && i < CB_INFO_FIXED + info->name_count; i++) {
        info->wanted[i] = wanted_key(info, i);
        all = info->wanted[i] != NULL;
    }
    return all && make_told(info) ? CB_OK : cb_fail_memory(e);
}

cb_status cb_info_new(cb_arena *arena, const char *const *asked, size_t count, cb_info *info, cb_error *e) {
    *info = (cb_info){.arena = cb_arena_new(INFO_MEMORY), .asked = asked, .asked_count = count};
    if (!info->arena) {
        return cb_fail_memory(e);
    }
    cb_status status = cb_arena_defer(arena, free_arena, info->arena, e);
    return status == CB_OK ? start(info, e) : status;
}

cb_status cb_info_want(cb_info *info, const char *const *names, const bool *strange, size_t count, cb_error *e) {
    cb_info_key **wanted = cb_alloc_array(info->arena, CB_INFO_FIXED + count, sizeof *wanted);
    bool all = wanted != NULL;
    info->names = names;
    info->strange = strange;
    info->name_count = 0;
    for (size_t i = 0; all && i < CB_INFO_FIXED + count; i++) {
        wanted[i] = i < CB_INFO_FIXED ? info->wanted[i] : wanted_key(info, i);
        all = wanted[i] != NULL;
        if (all && wanted[i]->strange && wanted[i]->seen > info->strange_seen) {
            info->strange_seen = wanted[i]->seen;
        }
    }
    if (!all) {
        return cb_fail_memory(e);
    }
    info->wanted = wanted;
    info->name_count = count;
    return CB_OK;
}

/* Most names are short, and the line goes on behind them: then two words are compared. */
static bool is_key(const cb_info_key *key, cb_str item, const char *end) {
    size_t n = key->name.n;
    if (item.n < n || (item.n > n && item.s[n] != '=')) {
        return false;
    }
    if (end - item.s < CB_INFO_HEAD) {
        return memcmp(item.s, key->name.s, n) == 0;
    }
    uint64_t here[CB_INFO_WORDS];
    memcpy(here, item.s, sizeof here);
    bool same = (((here[0] ^ key->head[0]) & key->mask[0]) | ((here[1] ^ key->head[1]) & key->mask[1])) == 0;
    return same &&
           (n <= CB_INFO_HEAD || memcmp(item.s + CB_INFO_HEAD, key->name.s + CB_INFO_HEAD, n - CB_INFO_HEAD) == 0);
}

/* The key of an item; *place is the one that stood here last. Where a few keys were left out it is one of those that
 * follow. NULL: memory is out. */
static cb_info_key *find_key(cb_info *info, cb_str item, const char *end, cb_info_key **place) {
    cb_info_key *guess = *place;
    for (int step = 0; guess && step < STEPS; step++, guess = guess->next) {
        if (is_key(guess, item, end)) {
            return guess;
        }
    }
    const char *equals = memchr(item.s, '=', item.n);
    *place = key_of(info, (cb_str){item.s, equals ? (size_t)(equals - item.s) : item.n});
    return *place;
}

/* What is let pass of most keys without a look. */
static cb_status check_key(cb_reading *reader, const cb_record *r, const cb_info_key *key, cb_str item, int count,
                           cb_error *e) {
    if (key->name.n == 0) {
        return cb_record_fail(reader, r, e, "INFO has an empty key (item %d)", count);
    }
    if (key->spaced) {
        return cb_record_fail(reader, r, e, "INFO has a space in a key (item %d)", count);
    }
    if (count > INFO_KEYS_MAX) {
        return cb_record_fail(reader, r, e, "INFO has more than %d keys", (int)INFO_KEYS_MAX);
    }
    if (key->seen == r->number && !cb_str_same(key->item, item)) {
        return cb_record_fail(reader, r, e, "INFO has a key twice, with two values (item %d)", count);
    }
    reader->info.strange_seen = key->strange ? r->number : reader->info.strange_seen;
    return CB_OK;
}

/* The items from the place `from` of the line to `end`; the semicolons are those from there on, and one behind the end.
 */
static cb_status walk(cb_reading *reader, const cb_record *r, size_t from, size_t end, const uint32_t *semicolon,
                      cb_error *e) {
    cb_info_key **place = &reader->info.first;
    const char *line = r->line.s, *line_end = line + r->line.n;
    int count = 1;
    for (bool more = true; more; semicolon++, count++) {
        more = *semicolon < end;
        size_t stop = more ? *semicolon : end;
        const cb_str item = {line + from, stop - from};
        from = stop + 1;
        if (item.n == 0) {
            cb_odd(reader, CB_ODD_INFO_ITEM);
            continue;
        }
        cb_info_key *key = find_key(&reader->info, item, line_end, place);
        if (!key) {
            return cb_fail_memory(e);
        }
        if (key->remarkable || key->seen == r->number || count > INFO_KEYS_MAX) {
            cb_status status = check_key(reader, r, key, item, count, e);
            if (status != CB_OK) {
                return status;
            }
        }
        key->item = key->seen == r->number ? key->item : item;
        key->seen = r->number;
        place = &key->next;
    }
    return CB_OK;
}

void cb_info_write(cb_info_texts *texts, cb_info_key *key) {
    char *from = texts->bytes + texts->used, *to = from;
    memcpy(to, key->name.s, key->name.n);
    to += key->name.n;
    *to++ = '=';
    to = cb_packed_write(&key->packed, key->packed.data, to);
    key->item = (cb_str){from, (size_t)(to - from)};
    texts->used += key->item.n;
}

/* The numbers of a record of BCF, each key once (lean.c). */
static void note_numbers(cb_reading *reader, const cb_record *r) {
    cb_info *info = &reader->info;
    size_t count;
    const cb_lean_number *numbers = cb_binary_numbers(reader->binary, &count);
    info->texts->used = 0;
    for (size_t i = 0; i < count; i++) {
        cb_info_key *key = info->told[numbers[i].place];
        key->item = (cb_str){0};
        key->packed = numbers[i].values;
        key->seen = r->number;
        info->strange_seen = key->strange ? r->number : info->strange_seen;
    }
}

/* Real pipelines leave an item of INFO, or all of it, empty: nothing is lost by that. */
cb_status cb_info_walk(cb_reading *reader, cb_record *r, cb_error *e) {
    if (r->fixed[CB_COL_INFO].n == 0) {
        cb_odd(reader, CB_ODD_INFO_ITEM);
        r->fixed[CB_COL_INFO] = cb_str_of(".");
    }
    cb_status status = cb_map_size(reader->info.keys) > KNOWN_MAX ? start(&reader->info, e) : CB_OK;
    if (status == CB_OK && reader->binary) {
        note_numbers(reader, r);
    }
    if (status != CB_OK || cb_str_is(r->fixed[CB_COL_INFO], ".")) {
        return status;
    }
    const uint32_t *semicolon = reader->marks.semicolons;
    size_t from = (size_t)(r->fixed[CB_COL_INFO].s - r->line.s);
    while (*semicolon < from) {
        semicolon++; /* of ID and FILTER */
    }
    return walk(reader, r, from, from + r->fixed[CB_COL_INFO].n, semicolon, e);
}
