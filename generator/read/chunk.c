/* chunk.c: runs of whole lines, read one after the other or at the same time, and what they say together. */
#include "read/plan.h"

/* A chunk stays in the cache of a processor from its decompression to its last record. */
enum { READING_MEMORY = 1 << 30, USUAL_CHUNK = 1 << 18 };

static void free_arena(void *arena) {
    cb_arena_free(arena);
}

static cb_status own_arena(cb_arena *of, cb_arena **out, cb_error *e) {
    *out = cb_arena_new(READING_MEMORY);
    return *out ? cb_arena_defer(of, free_arena, *out, e) : cb_fail_memory(e);
}

cb_status cb_chunk_new(cb_arena *arena, cb_chunk **out, cb_error *e) {
    cb_chunk *chunk = cb_alloc(arena, sizeof *chunk);
    *out = chunk;
    if (!chunk) {
        return cb_fail_memory(e);
    }
    cb_status status = cb_hts_piece_new(arena, &chunk->piece, e);
    return status == CB_OK ? own_arena(arena, &chunk->arena, e) : status;
}

/* Finds the ends of the lines; false when memory is out. */
static bool find_ends(cb_chunk *c) {
    const char *start = c->lines.s, *end = start + c->lines.n;
    c->end_count = 0;
    for (const char *s = start; s < end;) {
        const char *newline = memchr(s, '\n', (size_t)(end - s));
        uint32_t *ends = cb_grow(c->arena, c->ends, c->end_count, &c->end_capacity, sizeof *ends);
        if (!ends) {
            return false;
        }
        c->ends = ends;
        s = newline ? newline : end;
        ends[c->end_count++] = (uint32_t)(s - start);
        s++;
    }
    return true;
}

bool cb_variants_take(cb_variants *v, size_t size, cb_chunk *chunk) {
    if (v->taken) {
        return false;
    }
    size = size == 0 ? USUAL_CHUNK : size > CB_CHUNK_MAX ? CB_CHUNK_MAX : size;
    cb_error_clear(&chunk->error);
    chunk->status = cb_hts_take(v->source, size, &chunk->piece, &chunk->error);
    chunk->share = cb_hts_share(v->source);
    chunk->turn = v->turn++;
    v->taken = chunk->piece.last || chunk->status != CB_OK;
    return true;
}

/* Joins the chunk to the one before, in its turn. What was found when it was taken, or decompressed, stands behind its
 * lines. */
static void join(cb_variants *v, cb_chunk *chunk) {
    cb_hts_end end = {.last = false};
    cb_error why;
    cb_error_clear(&why);
    chunk->lines = (cb_str){"", 0};
    cb_status status = v->broken ? CB_OK : cb_hts_join(v->source, &chunk->piece, &chunk->lines, &end, &why);
    bool bcf = cb_hts_is_bcf(v->source);
    chunk->last = end.last;
    chunk->no_newline = end.no_newline;
    chunk->unterminated = end.unterminated;
    chunk->first_line = bcf ? 0 : v->line + 1;
    chunk->first_number = v->number + 1;
    chunk->end_count = 0;
    if (status == CB_OK && !bcf && !find_ends(chunk)) {
        status = cb_fail_memory(&why);
    }
    v->number += (int64_t)(bcf ? end.records : chunk->end_count);
    v->line += bcf ? 0 : (long)chunk->end_count;
    if (chunk->status == CB_OK && status != CB_OK) {
        chunk->status = status;
        chunk->error = why;
    }
    v->broken = v->broken || chunk->status != CB_OK;
}

static void fill(cb_variants *v, cb_chunk *chunk) {
    cb_error why;
    cb_error_clear(&why);
    cb_status status = cb_hts_unpack(v->source, &chunk->piece, &why);
    if (status != CB_OK) { /* before what was found when it was taken */
        chunk->status = status;
        chunk->error = why;
    }
    cb_turns_wait(v->turns, chunk->turn);
    join(v, chunk);
    cb_turns_pass(v->turns);
}

double cb_chunk_share(const cb_chunk *chunk) {
    return chunk->share;
}

cb_status cb_reading_new(cb_arena *arena, cb_variants *v, const cb_plan *plan, cb_reading **out, cb_error *e) {
    static const cb_call_format none = {
        .map = {-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1}};
    cb_reading *r = cb_alloc(arena, sizeof *r);
    const char *const *asked, *ignored;
    size_t count;
    (void)cb_hts_asked(v->source, &ignored, &asked, &count);
    *out = r;
    if (!r) {
        return cb_fail_memory(e);
    }
    r->header = &v->header;
    r->file = v->file;
    r->variants = v;
    r->plan = plan;
    r->samples.format = &none;
    cb_status status = own_arena(arena, &r->notes, e);
    status = status == CB_OK ? own_arena(arena, &r->held, e) : status;
    status = status == CB_OK ? cb_info_new(arena, asked, count, &r->info, e) : status;
    status = status == CB_OK ? cb_binary_new(arena, v->source, &r->binary, e) : status;
    if (status == CB_OK && plan) {
        status = cb_info_want(&r->info, plan->names, plan->strange, plan->name_count, e);
    }
    r->samples.columns = cb_alloc_array(arena, v->header.sample_count + 1, sizeof *r->samples.columns);
    return status == CB_OK && !r->samples.columns ? cb_fail_memory(e) : status;
}

cb_status cb_reading_begin(cb_reading *r, cb_chunk *chunk, cb_error *e) {
    fill(r->variants, chunk);
    cb_arena_reset(r->notes);
    r->chunk = chunk;
    r->at = r->next = 0;
    r->line = chunk->first_line > 0 ? chunk->first_line - 1 : 0;
    r->number = chunk->first_number - 1;
    r->unterminated = r->any = false;
    r->contig = NULL;
    r->blank = 0;
    r->runs = NULL;
    r->run_count = r->run_capacity = 0;
    r->displayed = cb_map_new(r->notes);
    memset(r->oddities, 0, sizeof r->oddities);
    if (r->binary) {
        cb_binary_begin(r->binary, chunk->lines);
    }
    return r->displayed ? CB_OK : cb_fail_memory(e);
}

/* The next line without its end (LF or CR LF); false behind the last. */
static bool next_line(cb_reading *r, cb_str *line) {
    const cb_chunk *c = r->chunk;
    if (r->next >= c->end_count) {
        return false;
    }
    *line = (cb_str){c->lines.s + r->at, c->ends[r->next] - r->at};
    r->at = c->ends[r->next++] + (size_t)1;
    if (line->n > 0 && line->s[line->n - 1] == '\r') {
        line->n--;
    }
    r->line++;
    return true;
}

static cb_status fail_blank(const char *file, long line, cb_error *e) {
    return cb_fail_at(e, CB_INPUT, file, line, "a blank line among the records; take it out");
}

/* Blank lines behind the last record are passed over; one before a record is a sign of damage. */
static cb_status next_filled(cb_reading *r, cb_str *line, bool *more, cb_error *e) {
    if (r->binary) {
        return cb_binary_next(r->binary, line, more, e);
    }
    while ((*more = next_line(r, line)) && line->n == 0) {
        r->blank = r->blank > 0 ? r->blank : r->line;
    }
    return *more && r->blank > 0 ? fail_blank(r->file, r->blank, e) : CB_OK;
}

/* The next line and where its structure stands. */
static cb_status next_marked(cb_reading *r, cb_str *line, bool *more, cb_error *e) {
    cb_status status = next_filled(r, line, more, e);
    bool other = status == CB_OK && *more;
    while (other) {
        if (!cb_marks_find(r->held, *line, &r->marks)) {
            return cb_fail_memory(e);
        }
        other = false;
        if (r->binary && !r->marks.plain) {
            status = cb_binary_again(r->binary, line, &other, e);
        }
        if (status != CB_OK) {
            return status;
        }
    }
    return status;
}

cb_status cb_reading_next(cb_reading *r, cb_record *record, bool *more, cb_error *e) {
    cb_str line;
    cb_status status = next_marked(r, &line, more, e);
    if (status != CB_OK || !*more) {
        *more = false;
        return status != CB_OK || r->chunk->status == CB_OK ? status
                                                            : cb_fail(e, r->chunk->status, "%s", r->chunk->error.text);
    }
    bool open = r->chunk->no_newline && r->at > r->chunk->lines.n;
    r->unterminated = open && r->chunk->unterminated;
    r->number++;
    r->any = true;
    *record = (cb_record){.line_number = r->line, .number = r->number};
    size_t columns = cb_record_cut(line, &r->marks, record);
    status = cb_record_check(r, record, columns, e);
    if (status == CB_OK && open) {
        cb_odd(r, CB_ODD_NO_NEWLINE);
    }
    *more = status == CB_OK;
    return status;
}

static void add_oddities(cb_oddity_count *to, const cb_oddity_count *from) {
    for (int i = 0; i < CB_ODDITIES; i++) {
        if (from[i].records > 0) {
            to[i].first = to[i].records > 0 ? to[i].first : from[i].first;
            to[i].records += from[i].records;
        }
    }
}

cb_status cb_variants_merge(cb_variants *v, const cb_reading *r, cb_error *e) {
    if (v->blank > 0 && r->any) {
        return fail_blank(v->file, v->blank, e);
    }
    v->blank = v->blank > 0 ? v->blank : r->blank;
    cb_status status = cb_contigs_merge(v, r, e);
    add_oddities(v->oddities, r->oddities);
    if (r->any) {
        v->contig = r->contig;
        v->position = r->position;
    }
    if (status != CB_OK || !r->chunk->last) {
        return status;
    }
    if (v->blank > 0) {
        v->oddities[CB_ODD_BLANK_END] = (cb_oddity_count){.records = 1, .first = v->blank};
    }
    return cb_contigs_end(v, e);
}

/* The next chunk of the reader's own reading, when the one before is used up. */
static cb_status next_chunk(cb_variants *v, bool *more, cb_error *e) {
    cb_status status = CB_OK;
    if (!v->own) {
        status = cb_chunk_new(v->arena, &v->chunk, e);
        status = status == CB_OK ? cb_reading_new(v->arena, v, NULL, &v->own, e) : status;
    }
    *more = status == CB_OK && cb_variants_take(v, 0, v->chunk);
    status = *more ? cb_reading_begin(v->own, v->chunk, e) : status;
    *more = v->reading = *more && status == CB_OK;
    return status;
}

/* What merging finds stands before the failure of the chunk. */
static cb_status end_chunk(cb_variants *v, cb_status failed, const cb_error *why, cb_error *e) {
    v->reading = false;
    cb_status status = cb_variants_merge(v, v->own, e);
    return status != CB_OK || failed == CB_OK ? status : cb_fail(e, failed, "%s", why->text);
}

cb_status cb_variants_next(cb_variants *v, cb_record *record, bool *more, cb_error *e) {
    for (;;) {
        cb_error why = {0};
        cb_status status = v->reading ? CB_OK : next_chunk(v, more, e);
        if (!v->reading) {
            return status;
        }
        status = cb_reading_next(v->own, record, more, &why);
        if (*more) {
            return CB_OK;
        }
        status = end_chunk(v, status, &why, e);
        if (status != CB_OK) {
            return status;
        }
    }
}
