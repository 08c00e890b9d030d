/* variants_open.c: an open file of variants: its header, its records, what is known of it as a whole. */
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>

#include "casebound/base/file.h"
#include "read/reader.h"

enum { MESSAGE_MAX = 640, HEADER_MAX = 64 * 1024 * 1024, STRANGE_MEMORY = 1 << 30 };

cb_status cb_record_fail(const cb_reading *reader, const cb_record *r, cb_error *e, const char *format, ...) {
    char message[MESSAGE_MAX];
    va_list arguments;
    va_start(arguments, format);
    (void)vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    if (r->line_number > 0) {
        return cb_fail_at(e, CB_INPUT, reader->file, r->line_number, "%s", message);
    }
    return cb_fail(e, CB_INPUT, "%s record %lld: %s", reader->file, (long long)r->number, message);
}

/* A BCF file's header is one text; it ends like every other with the #CHROM line. */
static cb_status read_binary_header(cb_variants *reader, cb_error *e) {
    cb_str text, line;
    bool done = false;
    cb_status status = cb_hts_header(reader->source, reader->arena, &text, e);
    while (status == CB_OK && !done && cb_str_split(&text, '\n', &line)) {
        status = cb_header_line(&reader->header, line, 0, &done, e);
    }
    if (status == CB_OK && !done) {
        return cb_fail(e, CB_INPUT, "%s: the BCF header has no #CHROM line", reader->file);
    }
    return status;
}

static cb_status read_text_header(cb_variants *reader, cb_error *e) {
    bool done = false, more = true, whole = true;
    size_t size = 0;
    cb_status status = CB_OK;
    while (status == CB_OK && !done) {
        cb_str line;
        status = cb_hts_line(reader->source, &line, &more, &whole, e);
        if (status != CB_OK) {
            return status;
        }
        if (!more) {
            return cb_fail(e, CB_INPUT, "%s: the file ends before its #CHROM line", reader->file);
        }
        size += line.n;
        if (size > HEADER_MAX) {
            return cb_fail(e, CB_INPUT, "%s: the header is larger than %d bytes", reader->file, (int)HEADER_MAX);
        }
        reader->line++;
        status = cb_header_line(&reader->header, line, reader->line, &done, e);
    }
    if (status == CB_OK && !whole) {
        return cb_fail_at(e, CB_INPUT, reader->file, reader->line,
                          "the #CHROM line is cut short (it has no newline); copy the file again");
    }
    return status;
}

static void free_arena(void *arena) {
    cb_arena_free(arena);
}

static cb_status prepare_chunks(cb_variants *v, cb_error *e) {
    v->lock = cb_lock_new(v->arena);
    v->strange = cb_arena_new(STRANGE_MEMORY);
    if (!v->strange) {
        return cb_fail_memory(e);
    }
    cb_status status = cb_arena_defer(v->arena, free_arena, v->strange, e);
    v->extra = status == CB_OK ? cb_map_new(v->strange) : NULL;
    v->turns = cb_turns_new(v->arena);
    return v->lock && v->extra && v->turns ? CB_OK : cb_fail_memory(e);
}

cb_status cb_variants_open(cb_arena *arena, const char *path, cb_variants **out, cb_error *e) {
    cb_variants *reader = cb_alloc(arena, sizeof *reader);
    char *copy = reader ? cb_copy(arena, path) : NULL;
    if (!copy) {
        return cb_fail_memory(e);
    }
    reader->arena = arena;
    reader->path = copy;
    reader->file = cb_path_name(copy);
    cb_status status = cb_header_begin(arena, reader->file, &reader->header, e);
    status = status == CB_OK ? cb_hts_open(arena, path, &reader->source, e) : status;
    if (status == CB_OK) {
        status = cb_hts_is_bcf(reader->source) ? read_binary_header(reader, e) : read_text_header(reader, e);
    }
    status = status == CB_OK ? prepare_chunks(reader, e) : status;
    *out = status == CB_OK ? reader : NULL;
    return status;
}

const char *const *cb_variants_samples(const cb_variants *reader, size_t *count) {
    *count = reader->header.sample_count;
    return reader->header.samples;
}

const char *cb_variants_upstream(const cb_variants *reader) {
    return reader->header.upstream;
}

cb_build cb_variants_build(const cb_variants *reader) {
    return cb_header_build(&reader->header);
}

const char *const *cb_variants_annotations(const cb_variants *reader, size_t *count) {
    *count = reader->header.annotation_count;
    return reader->header.annotations;
}

static void make_digest(void *with, const cb_task *task) {
    cb_file_digest *d = with;
    d->status = cb_digest_file_in(task, d->path, &d->digest, &d->size, &d->error);
}

cb_status cb_variants_digest(cb_variants *reader, cb_error *e) {
    bool made;
    cb_status status = cb_hts_digest(reader->source, &made, e);
    if (status != CB_OK || made) {
        return status;
    }
    reader->digest.path = reader->path;
    reader->digesting = cb_task_start(reader->arena, make_digest, &reader->digest);
    return reader->digesting ? CB_OK : cb_fail_memory(e);
}

/* Of the bytes that were read, where that is known; else the file is read for it. */
static cb_status end_digest(cb_variants *reader, cb_error *e) {
    cb_file_digest *d = &reader->digest;
    bool made;
    cb_status status = cb_hts_digested(reader->source, &made, &d->digest, &d->size, e);
    if (status != CB_OK || made) {
        return status;
    }
    if (reader->digesting) {
        cb_task_wait(reader->digesting);
    } else {
        d->path = reader->path;
        make_digest(d, NULL);
    }
    return d->status == CB_OK ? CB_OK : cb_fail(e, d->status, "%s", d->error.text);
}

cb_status cb_variants_input(cb_variants *reader, const char *role, cb_arena *arena, cb_input *out, cb_error *e) {
    cb_input input = {.role = cb_copy(arena, role), .name = cb_copy(arena, reader->file)};
    if (!input.role || !input.name) {
        return cb_fail_memory(e);
    }
    cb_status status = end_digest(reader, e);
    if (status != CB_OK) {
        return status;
    }
    input.digest = reader->digest.digest;
    input.size = reader->digest.size;
    *out = input;
    return cb_hts_unchanged(reader->source, e);
}
