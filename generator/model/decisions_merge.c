/* decisions_merge.c: several exports, each author for itself, the later above the earlier. */
#include <stdlib.h>
#include <string.h>

#include "casebound/model/decisions.h"

/* One author's entries while files are gone through, earliest first. */
typedef struct merging {
    cb_arena *arena;
    cb_readings *out;
    cb_error *e;
} merging;

static int order_of_files(const void *a, const void *b) {
    const cb_decisions *x = *(const cb_decisions *const *)a, *y = *(const cb_decisions *const *)b;
    if (x->exported != y->exported) {
        return x->exported < y->exported ? -1 : 1;
    }
    if (x->sequence != y->sequence) {
        return x->sequence < y->sequence ? -1 : 1;
    }
    int names = strcmp(x->author, y->author);
    return names ? names : memcmp(x->digest.bytes, y->digest.bytes, CB_SHA256);
}

static int order_of_authors(const void *a, const void *b) {
    return strcmp(((const cb_author *)a)->name, ((const cb_author *)b)->name);
}

static int order_of_keys(const void *a, const void *b) {
    return strcmp(((const cb_decided *)a)->key, ((const cb_decided *)b)->key);
}

/* Two exports of one moment and number: neither is the later. */
static cb_status check_order(const cb_decisions *before, const cb_decisions *after, cb_error *e) {
    bool tie = before->exported == after->exported && before->sequence == after->sequence &&
               strcmp(before->author, after->author) == 0;
    return tie ? cb_fail(e, CB_INPUT,
                         "%s and %s: both are export %lld of '%s', made in the same second, and differ; which is the "
                         "later cannot be told: give one of them",
                         before->name, after->name, (long long)before->sequence, before->author)
               : CB_OK;
}

/* Earliest first, each file once. */
static cb_status sort_files(merging *m, const cb_decisions *const *files, size_t count) {
    const cb_decisions **sorted = cb_alloc_array(m->arena, count + 1, sizeof *sorted);
    size_t kept = 0;
    cb_status s = sorted ? CB_OK : cb_fail_memory(m->e);
    if (s == CB_OK && count > 0) {
        memcpy(sorted, files, count * sizeof *sorted);
        qsort(sorted, count, sizeof *sorted, order_of_files);
    }
    for (size_t i = 0; s == CB_OK && i < count; i++) {
        if (kept > 0 && cb_digest_same(&sorted[kept - 1]->digest, &sorted[i]->digest)) {
            continue;
        }
        s = kept > 0 ? check_order(sorted[kept - 1], sorted[i], m->e) : CB_OK;
        sorted[kept++] = sorted[i];
    }
    m->out->files = sorted;
    m->out->file_count = kept;
    return s;
}

static bool is_given(const merging *m, const cb_digest *digest) {
    for (size_t i = 0; i < m->out->file_count; i++) {
        if (cb_digest_same(&m->out->files[i]->digest, digest)) {
            return true;
        }
    }
    return false;
}

/* Decisions that a report held must not fall out of the next one because their file was forgotten. */
static cb_status check_chain(const merging *m) {
    for (size_t i = 0; i < m->out->file_count; i++) {
        const cb_decisions *file = m->out->files[i];
        for (size_t j = 0; j < file->built_with_count; j++) {
            if (!is_given(m, &file->built_with[j])) {
                char hex[CB_SHA256_HEX];
                cb_digest_hex(&file->built_with[j], hex);
                return cb_fail(m->e, CB_INPUT,
                               "%s: was made on %s, which holds decisions of a file that is not given (SHA-256 %s); "
                               "give it too: it lies in that report's used/decisions",
                               file->name, file->report_id, hex);
            }
        }
    }
    return CB_OK;
}

static cb_author *author_of(cb_readings *r, const char *name) {
    for (size_t i = 0; i < r->author_count; i++) {
        if (strcmp(r->authors[i].name, name) == 0) {
            return &r->authors[i];
        }
    }
    return NULL;
}

/* Authors, the last file of each, and what each says of the case. */
static cb_status gather_authors(merging *m) {
    cb_readings *r = m->out;
    r->authors = cb_alloc_array(m->arena, r->file_count + 1, sizeof *r->authors);
    if (!r->authors) {
        return cb_fail_memory(m->e);
    }
    for (size_t i = 0; i < r->file_count; i++) {
        cb_author *author = author_of(r, r->files[i]->author);
        if (!author) {
            author = &r->authors[r->author_count++];
            author->name = r->files[i]->author;
        }
        author->last = r->files[i];
        author->on_case = r->files[i]->on_case ? r->files[i]->on_case : author->on_case;
    }
    qsort(r->authors, r->author_count, sizeof *r->authors, order_of_authors);
    for (size_t i = 0; i < r->author_count; i++) {
        const cb_decision *d = r->authors[i].on_case;
        r->authors[i].on_case = d && d->withdrawn ? NULL : d;
    }
    return CB_OK;
}

static cb_status new_decided(merging *m, const char *key, cb_decided **out) {
    cb_readings *r = m->out;
    cb_decided *decided = &r->decided[r->decided_count++];
    *decided = (cb_decided){.key = key, .list = cb_alloc_array(m->arena, r->author_count, sizeof *decided->list)};
    *out = decided;
    return decided->list && cb_map_set(r->by_key, cb_str_of(key), decided) ? CB_OK : cb_fail_memory(m->e);
}

/* While gathering, list has a place for each author. */
static cb_status take(merging *m, const cb_decision *d, size_t author) {
    cb_decided *decided = cb_map_get(m->out->by_key, cb_str_of(d->key));
    cb_status s = decided ? CB_OK : new_decided(m, d->key, &decided);
    if (s == CB_OK) {
        decided->list[author] = d;
    }
    return s;
}

/* Places without an entry, or with one that was withdrawn, go. */
static void settle(merging *m) {
    cb_readings *r = m->out;
    for (size_t i = 0; i < r->decided_count; i++) {
        cb_decided *decided = &r->decided[i];
        for (size_t j = 0; j < r->author_count; j++) {
            const cb_decision *d = decided->list[j];
            if (d && !d->withdrawn) {
                decided->list[decided->count++] = d;
                r->authors[j].count++;
            }
        }
    }
}

/* Sorted by key, without those that nobody says anything of; only now do the addresses stay. */
static cb_status index_keys(merging *m) {
    cb_readings *r = m->out;
    size_t kept = 0;
    for (size_t i = 0; i < r->decided_count; i++) {
        if (r->decided[i].count > 0) {
            r->decided[kept++] = r->decided[i];
        }
    }
    r->decided_count = kept;
    qsort(r->decided, kept, sizeof *r->decided, order_of_keys);
    r->by_key = cb_map_new(m->arena);
    for (size_t i = 0; r->by_key && i < kept; i++) {
        if (!cb_map_set(r->by_key, cb_str_of(r->decided[i].key), &r->decided[i])) {
            return cb_fail_memory(m->e);
        }
    }
    return r->by_key ? CB_OK : cb_fail_memory(m->e);
}

static cb_status gather_decided(merging *m) {
    cb_readings *r = m->out;
    size_t most = 1;
    for (size_t i = 0; i < r->file_count; i++) {
        most += r->files[i]->count;
    }
    r->decided = cb_alloc_array(m->arena, most, sizeof *r->decided);
    r->by_key = cb_map_new(m->arena);
    cb_status s = r->decided && r->by_key ? CB_OK : cb_fail_memory(m->e);
    for (size_t i = 0; s == CB_OK && i < r->file_count; i++) {
        size_t author = (size_t)(author_of(r, r->files[i]->author) - r->authors);
        for (size_t j = 0; s == CB_OK && j < r->files[i]->count; j++) {
            s = take(m, &r->files[i]->list[j], author);
        }
    }
    if (s == CB_OK) {
        settle(m);
        s = index_keys(m);
    }
    return s;
}

cb_status cb_readings_merge(cb_arena *arena, const cb_decisions *const *files, size_t count, cb_readings *out,
                            cb_error *e) {
    merging m = {arena, out, e};
    *out = (cb_readings){0};
    cb_status s = sort_files(&m, files, count);
    s = s == CB_OK ? check_chain(&m) : s;
    s = s == CB_OK ? gather_authors(&m) : s;
    return s == CB_OK ? gather_decided(&m) : s;
}
