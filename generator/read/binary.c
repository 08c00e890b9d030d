/* binary.c: records of BCF as lines. Most are written by lean.c; from a record on that it leaves to htslib, htslib
 * reads the rest of the chunk, every check of its own included. */
#include "read/binary.h"

#include <htslib/bgzf.h>
#include <htslib/hfile.h>
#include <htslib/hts.h>
#include <htslib/hts_endian.h>
#include <stdlib.h>

#include "read/lean.h"

struct cb_binary {
    const bcf_hdr_t *header;
    const char *file;
    cb_lean *lean; /* NULL: records are wanted whole */
    kstring_t line;
    cb_str records; /* those that were not read yet */
    cb_str last;    /* and the one before them */
    bool is_lean;   /* it was written by lean.c */
    htsFile *whole; /* that reads them; NULL: it is not needed yet */
    bcf1_t *record;
};

static void end_whole(cb_binary *b) {
    if (b->whole) {
        (void)hts_close(b->whole);
        b->whole = NULL;
    }
}

static void drop(void *binary) {
    cb_binary *b = binary;
    end_whole(b);
    bcf_destroy(b->record);
    ks_free(&b->line);
}

cb_status cb_binary_new(cb_arena *arena, const cb_hts *h, cb_binary **out, cb_error *e) {
    const char *const *names;
    size_t count;
    *out = NULL;
    if (!cb_hts_is_bcf(h)) {
        return CB_OK;
    }
    cb_binary *b = cb_alloc(arena, sizeof *b);
    if (!b) {
        return cb_fail_memory(e);
    }
    b->header = cb_hts_asked(h, &b->file, &names, &count);
    b->lean = names ? cb_lean_new(arena, b->header, names, count) : NULL;
    b->record = bcf_init();
    if (!b->record || (names && !b->lean)) {
        bcf_destroy(b->record);
        return cb_fail_memory(e);
    }
    *out = b;
    return cb_arena_defer(arena, drop, b, e);
}

void cb_binary_begin(cb_binary *b, cb_str records) {
    end_whole(b);
    b->records = records;
}

static cb_status unreadable(const cb_binary *b, cb_error *e) {
    return cb_fail(e, CB_INPUT, "%s: a BCF record cannot be read; make the file again", b->file);
}

/* htslib checks the records of a file alone, so what is left of the chunk is given to it as one. */
static cb_status begin_whole(cb_binary *b, cb_error *e) {
    static const char magic[] = {'B', 'C', 'F', 2, 2, 0, 0, 0, 0};
    char skipped[sizeof magic];
    size_t size = sizeof magic + b->records.n;
    char *bytes = malloc(size); /* htslib frees it */
    if (!bytes) {
        return cb_fail_memory(e);
    }
    memcpy(bytes, magic, sizeof magic);
    memcpy(bytes + sizeof magic, b->records.s, b->records.n);
    hFILE *file = hopen("mem:", "r:", bytes, size);
    if (!file) {
        free(bytes);
        return cb_fail_memory(e);
    }
    b->whole = hts_hopen(file, "", "r"); /* NOLINT(clang-analyzer-unix.Malloc): the bytes are the hFILE's by now */
    if (!b->whole) {
        hclose_abruptly(file);
        return cb_fail_memory(e);
    }
    bool begun = b->whole->format.format == bcf &&
                 bgzf_read(b->whole->fp.bgzf, skipped, sizeof skipped) == (ssize_t)sizeof skipped;
    return begun ? CB_OK : unreadable(b, e);
}

static cb_status next_whole(cb_binary *b, cb_error *e) {
    cb_status status = b->whole ? CB_OK : begin_whole(b, e);
    if (status != CB_OK) {
        return status;
    }
    if (bcf_read(b->whole, b->header, b->record) != 0 || b->record->errcode != 0) {
        return cb_fail(e, CB_INPUT,
                       "%s: the file is cut short or damaged (a BCF record is broken); copy or make it again", b->file);
    }
    b->line.l = 0;
    return vcf_format(b->header, b->record, &b->line) == 0 && b->line.l > 0 ? CB_OK : unreadable(b, e);
}

static cb_status end_line(const cb_binary *b, cb_status status, cb_str *line, cb_error *e) {
    if (status == CB_OK && b->line.l > CB_HTS_LINE_MAX) {
        status = cb_hts_too_long(b->file, e);
    }
    *line = (cb_str){b->line.s, status == CB_OK ? b->line.l - 1 : 0};
    return status;
}

cb_status cb_binary_next(cb_binary *b, cb_str *line, bool *more, cb_error *e) {
    size_t size = cb_hts_record_size(b->records);
    *more = size > 0;
    b->is_lean = false;
    if (size == 0) {
        return CB_OK;
    }
    b->line.l = 0;
    b->last = (cb_str){b->records.s, size};
    b->is_lean = b->lean && !b->whole && cb_lean_format(b->lean, b->last, &b->line);
    cb_status status = end_line(b, b->is_lean ? CB_OK : next_whole(b, e), line, e);
    *more = status == CB_OK;
    b->records = (cb_str){b->records.s + size, b->records.n - size};
    return status;
}

cb_status cb_binary_again(cb_binary *b, cb_str *line, bool *other, cb_error *e) {
    *other = false;
    for (size_t i = 0; b->is_lean && !*other && i < sizeof CB_LEAN_ODD; i++) {
        *other = memchr(line->s, CB_LEAN_ODD[i], line->n) != NULL;
    }
    if (!*other) {
        return CB_OK;
    }
    const cb_str behind = b->records;
    b->is_lean = false;
    b->records = (cb_str){b->last.s, b->last.n + behind.n};
    cb_status status = end_line(b, next_whole(b, e), line, e);
    b->records = behind;
    return status;
}

const cb_lean_number *cb_binary_numbers(const cb_binary *b, size_t *count) {
    *count = 0;
    return b->is_lean ? cb_lean_numbers(b->lean, count) : NULL;
}
