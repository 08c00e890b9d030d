/* sample_tally.c: which sites count, and which of them are kept. */
#include "sample_store.h"

#include <stdlib.h>
#include <string.h>

typedef struct region {
    cb_build build;
    int64_t first, last;
} region;

/* The MHC on chromosome 6 as the Genome Reference Consortium defines its region: reads of one haplotype are mapped to
 * another there, and its genotypes look like errors. */
static const region mhc[] = {{CB_GRCH37, 28477797, 33448354}, {CB_GRCH38, 28510120, 33480577}};
enum { MHC_CHROMOSOME = 6, ORDER_X = 23, ORDER_Y = 24 };

static bool in_mhc(cb_build build, int order, int64_t position) {
    for (size_t i = 0; order == MHC_CHROMOSOME && i < sizeof mhc / sizeof *mhc; i++) {
        bool inside = position >= mhc[i].first && position <= mhc[i].last;
        if (inside && (build == mhc[i].build || build == CB_BUILD_UNKNOWN)) {
            return true;
        }
    }
    return false;
}

/* 0 A, 1 C, 2 G, 3 T; -1 for anything else. */
static int base_of(const char *allele) {
    static const char bases[] = "ACGTacgt";
    const char *at = allele[0] && !allele[1] ? strchr(bases, allele[0]) : NULL;
    return at ? (int)(at - bases) % 4 : -1;
}

static bool is_site(const cb_sample_tally *t, const cb_variant *v) {
    int order = v->contig->order;
    if (v->allele_count != 1 || v->was_split || v->filter_state == CB_FILTER_FAILED || base_of(v->ref) < 0 ||
        base_of(v->alt) < 0 || order < 1 || order > ORDER_Y || v->position < 1 || v->position > INT32_MAX) {
        return false;
    }
    return order >= ORDER_X ? !cb_in_par(t->kase->build, v->contig->kind, v->position)
                            : !in_mhc(t->kase->build, order, v->position);
}

/* The finalizer of MurmurHash3 over chromosome and position: neighbours are kept or left out independently. */
static uint32_t hash_of(int order, int64_t position) {
    uint64_t h = (uint64_t)order << 32 | (uint64_t)position;
    h = (h ^ h >> 33) * 0xff51afd7ed558ccdULL;
    h = (h ^ h >> 33) * 0xc4ceb9fe1a85ec53ULL;
    return (uint32_t)(h ^ h >> 33);
}

static cb_call call_of(const cb_genotype *g) {
    int alternate = 0;
    for (int i = 0; i < g->ploidy && i < CB_PLOIDY_MAX; i++) {
        if (g->allele[i] < 0) {
            return CB_CALL_NONE;
        }
        alternate += g->allele[i] > 0;
    }
    if (g->ploidy == 0) {
        return CB_CALL_NONE;
    }
    bool has_reads = g->depth < 0 || g->depth >= CB_SAMPLE_DEPTH_MIN;
    if (!has_reads || (g->quality >= 0 && g->quality < CB_SAMPLE_QUALITY_MIN)) {
        return CB_CALL_BELOW;
    }
    return alternate == 0 ? CB_CALL_REF : alternate == g->ploidy ? CB_CALL_HOM : CB_CALL_HET;
}

static cb_sample_call make_call(const cb_genotype *g) {
    cb_sample_call c = {.call = (uint8_t)call_of(g), .quality = CB_NO_QUALITY, .depth = CB_NO_DEPTH};
    if (g->quality >= 0) {
        c.quality = (uint8_t)(g->quality < CB_NO_QUALITY ? g->quality : CB_NO_QUALITY - 1);
    }
    if (g->depth >= 0) {
        c.depth = (uint16_t)(g->depth < CB_NO_DEPTH ? g->depth : CB_NO_DEPTH - 1);
    }
    c.judged = g->ref_depth >= 0 && g->alt_depth >= 0 && c.call >= CB_CALL_REF;
    c.contradicts = c.judged && g->contradicts;
    return c;
}

/* A reference call without a depth, where others at the site have one, was filled in by a merge: nobody looked. */
static void take_back_invented(const cb_variant *v, const cb_sample_tally *t, cb_sample_call *calls) {
    bool some = false;
    for (size_t i = 0; i < t->persons; i++) {
        some = some || v->genotypes[t->person[i]].depth >= 0;
    }
    for (size_t i = 0; some && i < t->persons; i++) {
        if (calls[i].call == CB_CALL_REF && calls[i].depth == CB_NO_DEPTH) {
            calls[i].call = CB_CALL_BELOW;
        }
    }
}

static bool kept_by(const cb_sample_pool *pool, uint32_t hash) {
    return (hash & ((1u << pool->shift) - 1)) == 0;
}

/* Keeps half of the sites. */
static void drop_half(cb_sample_pool *pool, size_t persons) {
    size_t kept = 0;
    pool->shift++;
    for (size_t i = 0; i < pool->count; i++) {
        if (kept_by(pool, pool->sites[i].hash)) {
            memmove(&pool->calls[kept * persons], &pool->calls[pool->sites[i].calls], persons * sizeof *pool->calls);
            pool->sites[kept] = pool->sites[i];
            pool->sites[kept].calls = kept * persons;
            kept++;
        }
    }
    pool->count = kept;
}

/* Until there is room. */
static void thin(cb_sample_pool *pool, size_t persons) {
    while (pool->count >= pool->cap && pool->shift < 31) {
        drop_half(pool, persons);
    }
}

static bool make_room(cb_sample_tally *t, cb_sample_pool *pool) {
    cb_sample_site *sites = cb_grow(t->arena, pool->sites, pool->count, &pool->site_capacity, sizeof *sites);
    if (!sites) {
        return false;
    }
    pool->sites = sites;
    size_t used = pool->count * t->persons;
    while (used + t->persons > pool->call_capacity) {
        size_t filled = pool->call_capacity;
        cb_sample_call *calls = cb_grow(t->arena, pool->calls, filled, &pool->call_capacity, sizeof *calls);
        if (!calls) {
            return false;
        }
        pool->calls = calls;
    }
    return true;
}

cb_status cb_sample_tally_new(cb_arena *arena, const cb_case *kase, cb_sample_tally **out, cb_error *e) {
    cb_sample_tally *t = cb_alloc(arena, sizeof *t);
    *out = t;
    if (!t) {
        return cb_fail_memory(e);
    }
    t->arena = arena;
    t->kase = kase;
    t->autosomes.cap = CB_SAMPLE_AUTOSOME_SITES;
    t->others.cap = CB_SAMPLE_SEX_SITES;
    for (size_t i = 0; i < kase->family.count; i++) {
        if (kase->family.persons[i].column < 0) {
            continue;
        }
        if (t->persons < CB_SAMPLE_PERSONS) {
            t->person[t->persons++] = i;
        } else {
            t->unchecked++;
        }
    }
    return CB_OK;
}

/* Adds a site with its persons' calls, thinning the others where there are too many. */
static cb_status add_site(cb_sample_tally *t, cb_sample_pool *pool, const cb_sample_site *site,
                          const cb_sample_call *calls, cb_error *e) {
    thin(pool, t->persons);
    if (!kept_by(pool, site->hash)) {
        return CB_OK;
    }
    if (!make_room(t, pool)) {
        return cb_fail_memory(e);
    }
    size_t first = pool->count * t->persons;
    memcpy(&pool->calls[first], calls, t->persons * sizeof *calls);
    pool->sites[pool->count] = *site;
    pool->sites[pool->count++].calls = first;
    return CB_OK;
}

static cb_status merge_pool(cb_sample_tally *t, cb_sample_pool *into, cb_sample_pool *from, cb_error *e) {
    cb_status status = CB_OK;
    while (into->shift < from->shift) {
        drop_half(into, t->persons);
    }
    for (size_t i = 0; status == CB_OK && i < from->count; i++) {
        if (kept_by(into, from->sites[i].hash)) {
            status = add_site(t, into, &from->sites[i], &from->calls[from->sites[i].calls], e);
        }
    }
    from->count = 0;
    from->shift = into->shift; /* what would be left out later need not be taken */
    return status;
}

cb_status cb_sample_tally_merge(cb_sample_tally *into, cb_sample_tally *from, cb_error *e) {
    cb_status status = merge_pool(into, &into->autosomes, &from->autosomes, e);
    return status == CB_OK ? merge_pool(into, &into->others, &from->others, e) : status;
}

cb_status cb_sample_tally_add(cb_sample_tally *t, const cb_variant *v, cb_error *e) {
    if (t->persons == 0 || !is_site(t, v)) {
        return CB_OK;
    }
    cb_sample_pool *pool = v->contig->order < ORDER_X ? &t->autosomes : &t->others;
    uint32_t hash = hash_of(v->contig->order, v->position);
    if (!kept_by(pool, hash)) {
        return CB_OK;
    }
    cb_sample_call calls[CB_SAMPLE_PERSONS];
    bool carried = false;
    for (size_t i = 0; i < t->persons; i++) {
        calls[i] = make_call(&v->genotypes[t->person[i]]);
        carried = carried || calls[i].call >= CB_CALL_HET;
    }
    if (!carried) {
        return CB_OK;
    }
    take_back_invented(v, t, calls);
    const cb_sample_site site = {
        .position = (int32_t)v->position,
        .order = (uint8_t)v->contig->order,
        .transition = (base_of(v->ref) + base_of(v->alt)) % 2 == 0, /* A and G are even, C and T are odd */
        .hash = hash,
    };
    return add_site(t, pool, &site, calls, e);
}

int cb_tally_person(const cb_sample_tally *tally, int family_index) {
    for (size_t i = 0; i < tally->persons; i++) {
        if ((int)tally->person[i] == family_index) {
            return (int)i;
        }
    }
    return -1;
}

static int by_place(const void *a, const void *b) {
    const cb_sample_site *x = a, *y = b;
    if (x->order != y->order) {
        return x->order < y->order ? -1 : 1;
    }
    return x->position < y->position ? -1 : x->position > y->position;
}

void cb_pool_sort(cb_sample_pool *pool) {
    size_t kept = 0;
    if (pool->count == 0) {
        return;
    }
    qsort(pool->sites, pool->count, sizeof *pool->sites, by_place);
    for (size_t i = 0; i < pool->count;) {
        size_t next = i + 1;
        while (next < pool->count && by_place(&pool->sites[i], &pool->sites[next]) == 0) {
            next++;
        }
        if (next == i + 1) {
            pool->sites[kept++] = pool->sites[i];
        }
        i = next;
    }
    pool->count = kept;
}
