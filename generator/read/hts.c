/* hts.c: htslib opens, finds the format and decompresses; every sign of a cut or broken file that it has is asked for
 * here.
 *
 * htslib reports a BGZF file that is cut inside a block as its end, and one that is cut between blocks has no sign but
 * the missing end marker. So the marker is demanded, and the stream's error code and the result of closing are looked
 * at. */
#include "read/hts.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <htslib/bgzf.h>
#include <htslib/hfile.h>
#include <htslib/hts.h>
#include <htslib/hts_endian.h>
#include <htslib/hts_log.h>
#include <htslib/kstring.h>
#include <htslib/vcf.h>

#include "casebound/base/file.h"
#include "read/binary.h"
#include "read/blocks.h"

/* Up to so many threads that use the records, the one that takes them decompresses as well: that is less than a third
 * of the work, and handing blocks from thread to thread costs as much again as a third of it. */
enum { CHUNK = 256 * 1024, BLOCKS_PER_THREAD = 64, THREADS_MAX = 64, THREADS_ALONE = 3 };
enum { PLACE_IN_BLOCK = 16 }; /* bits of it in a place that htslib tells */

struct cb_hts {
    cb_arena *arena;
    const char *path, *file; /* file: the name that messages use */
    int descriptor;          /* of the file as well; -1: none */
    struct stat status;
    bool bcf, plain;
    BGZF *text;      /* of a text file */
    htsFile *binary; /* of a BCF file, with its header */
    bcf_hdr_t *header;
    const char *const *names; /* of INFO, that are asked for; NULL: records are wanted whole */
    size_t name_count;
    bool pooled;       /* htslib's threads decompress */
    bool begun;        /* the records */
    cb_blocks *blocks; /* of the records of a BGZF file; NULL: htslib reads them */
    char *chunk;
    size_t at, have; /* unread bytes of the chunk */
    cb_buf line;     /* of the header */
    cb_buf carry;    /* the beginning of a line, or of a record, that ends in the next chunk */
    bool ended;
};

static void drop(void *handle) {
    cb_hts *h = handle;
    if (h->descriptor >= 0) {
        close(h->descriptor);
    }
    if (h->text) {
        (void)bgzf_close(h->text);
    }
    bcf_hdr_destroy(h->header);
    if (h->binary) {
        (void)hts_close(h->binary);
    }
    cb_buf_free(&h->line);
    cb_buf_free(&h->carry);
}

static cb_status truncated(const cb_hts *h, cb_error *e) {
    return cb_fail(
        e, CB_INPUT,
        "%s: the file is cut short or damaged (its compressed stream does not end as it should); copy or make it again",
        h->file);
}

static cb_status open_descriptor(cb_hts *h, int *fd, cb_error *e) {
    *fd = open(h->path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    if (*fd < 0) {
        bool absent = errno == ENOENT || errno == ENOTDIR;
        return cb_fail(e, absent ? CB_INPUT : CB_FILE, "%s: cannot be opened: %s", h->path,
                       absent ? "no such file" : strerror(errno));
    }
    if (fstat(*fd, &h->status) != 0 || !S_ISREG(h->status.st_mode)) {
        close(*fd);
        return cb_fail(e, CB_INPUT, "%s: is not a regular file; it is read twice, so write it to one", h->path);
    }
    return CB_OK;
}

static cb_status not_variants(const cb_hts *h, cb_error *e) {
    return cb_fail(e, CB_INPUT, "%s: is not a VCF or BCF file (a VCF begins with ##fileformat=VCFv4.1 to 4.5)",
                   h->file);
}

static cb_status check_format(const cb_hts *h, const htsFormat *format, cb_error *e) {
    if (format->compression != no_compression && format->compression != gzip && format->compression != bgzf) {
        return cb_fail(e, CB_INPUT,
                       "%s: is compressed in a way that is not read here (bzip2, xz or zstd); compress it with bgzip",
                       h->file);
    }
    return format->format == vcf || format->format == bcf ? CB_OK : not_variants(h, e);
}

/* 1 is "there"; 2 means that the file cannot be searched, which a regular file always can. */
static cb_status demand_end_marker(const cb_hts *h, BGZF *stream, cb_error *e) {
    if (stream->is_compressed && !stream->is_gzip && bgzf_check_EOF(stream) != 1) {
        return cb_fail(e, CB_INPUT, "%s: the file is cut short (the BGZF end marker is missing); copy or make it again",
                       h->file);
    }
    return CB_OK;
}

static cb_status open_text(cb_hts *h, hFILE *file, int threads, cb_error *e) {
    h->text = bgzf_hopen(file, "r");
    if (!h->text) {
        hclose_abruptly(file);
        return not_variants(h, e);
    }
    h->plain = !h->text->is_compressed;
    cb_status status = demand_end_marker(h, h->text, e);
    h->pooled = threads > THREADS_ALONE && !h->plain && !h->text->is_gzip;
    if (status == CB_OK && h->pooled && bgzf_mt(h->text, threads, BLOCKS_PER_THREAD) != 0) {
        return cb_fail(e, CB_INTERNAL, "%s: threads for decompression cannot be started", h->file);
    }
    return status;
}

static cb_status open_binary(cb_hts *h, hFILE *file, int threads, cb_error *e) {
    h->binary = hts_hopen(file, h->path, "r");
    if (!h->binary) {
        hclose_abruptly(file);
        return not_variants(h, e);
    }
    cb_status status = demand_end_marker(h, h->binary->fp.bgzf, e);
    if (status != CB_OK) {
        return status;
    }
    h->pooled = threads > THREADS_ALONE;
    if (h->pooled && hts_set_threads(h->binary, threads) != 0) {
        return cb_fail(e, CB_INTERNAL, "%s: threads for decompression cannot be started", h->file);
    }
    h->header = bcf_hdr_read(h->binary);
    if (!h->header) {
        return cb_fail(e, CB_INPUT, "%s: the BCF header cannot be read; make the file again", h->file);
    }
    return CB_OK;
}

static cb_status open_stream(cb_hts *h, int threads, cb_error *e) {
    int fd = -1;
    cb_status status = open_descriptor(h, &fd, e);
    if (status != CB_OK) {
        return status;
    }
    h->descriptor = fcntl(fd, F_DUPFD_CLOEXEC, 0);
    hFILE *file = h->descriptor >= 0 ? hdopen(fd, "r") : NULL;
    if (!file) {
        close(fd);
        return cb_fail_memory(e);
    }
    htsFormat format;
    memset(&format, 0, sizeof format);
    if (hts_detect_format(file, &format) != 0) {
        hclose_abruptly(file);
        return not_variants(h, e);
    }
    status = check_format(h, &format, e);
    if (status != CB_OK) {
        hclose_abruptly(file);
        return status;
    }
    h->bcf = format.format == bcf;
    return h->bcf ? open_binary(h, file, threads, e) : open_text(h, file, threads, e);
}

cb_status cb_hts_open(cb_arena *arena, const char *path, int threads, cb_hts **out, cb_error *e) {
    hts_set_log_level(HTS_LOG_OFF); /* htslib would print values of the file to standard error */
    cb_hts *h = cb_alloc(arena, sizeof *h);
    char *copy = h ? cb_copy(arena, path) : NULL;
    char *chunk = copy ? cb_alloc(arena, CHUNK) : NULL;
    if (!chunk) {
        return cb_fail_memory(e);
    }
    h->arena = arena;
    h->descriptor = -1;
    h->path = copy;
    h->file = cb_path_name(copy);
    h->chunk = chunk;
    cb_buf_init(&h->line, CB_HTS_LINE_MAX);
    cb_buf_init(&h->carry, CB_HTS_LINE_MAX);
    cb_status status = cb_arena_defer(arena, drop, h, e);
    if (status != CB_OK) {
        return status;
    }
    *out = h;
    return open_stream(h, threads > THREADS_MAX ? THREADS_MAX : threads, e);
}

bool cb_hts_is_bcf(const cb_hts *h) {
    return h->bcf;
}

cb_status cb_hts_header(cb_hts *h, cb_arena *arena, cb_str *text, cb_error *e) {
    kstring_t formatted = KS_INITIALIZE;
    if (bcf_hdr_format(h->header, 0, &formatted) != 0) {
        ks_free(&formatted);
        return cb_fail(e, CB_INPUT, "%s: the BCF header cannot be read; make the file again", h->file);
    }
    char *copy = cb_copy_n(arena, ks_str(&formatted) ? ks_str(&formatted) : "", ks_len(&formatted));
    *text = (cb_str){copy, ks_len(&formatted)};
    ks_free(&formatted);
    return copy ? CB_OK : cb_fail_memory(e);
}

void cb_hts_ask_for(cb_hts *h, const char *const *names, size_t count) {
    h->names = names;
    h->name_count = count;
}

const bcf_hdr_t *cb_hts_asked(const cb_hts *h, const char **file, const char *const **names, size_t *count) {
    *file = h->file;
    *names = h->names;
    *count = h->name_count;
    return h->header;
}

/* Closes the stream at its end: a decompressing thread may report only here what it found. */
static cb_status finish(cb_hts *h, cb_error *e) {
    bool good = true;
    if (h->text) {
        good = h->text->errcode == 0;
        good = bgzf_close(h->text) == 0 && good;
        h->text = NULL;
    }
    if (h->binary) {
        good = h->binary->fp.bgzf->errcode == 0;
        good = hts_close(h->binary) >= 0 && good;
        h->binary = NULL;
    }
    h->ended = true;
    return good ? CB_OK : truncated(h, e);
}

static BGZF *stream_of(const cb_hts *h) {
    return h->binary ? h->binary->fp.bgzf : h->text;
}

/* Behind the header of a BGZF file its blocks are read here, from where htslib has come to, unless its threads read
 * them beside. */
static cb_status begin_records(cb_hts *h, cb_error *e) {
    BGZF *stream = stream_of(h);
    if (h->begun || !stream || h->pooled || !stream->is_compressed || stream->is_gzip) {
        return CB_OK;
    }
    int64_t place = bgzf_tell(stream);
    h->blocks = cb_blocks_new(h->arena, h->descriptor, place >> PLACE_IN_BLOCK, (size_t)(place & (CB_BLOCK_MAX - 1)));
    h->begun = true;
    return h->blocks ? CB_OK : cb_fail_memory(e);
}

/* Up to `size` bytes, first those that the header's reading has left. */
static cb_status pull(cb_hts *h, char *to, size_t size, size_t *got, cb_error *e) {
    BGZF *stream = stream_of(h);
    size_t left = h->have - h->at;
    if (left > 0) {
        *got = left < size ? left : size;
        memcpy(to, h->chunk + h->at, *got);
        h->at += *got;
        return CB_OK;
    }
    *got = 0;
    if (!stream) {
        return CB_OK; /* closed behind a last line without a newline */
    }
    if (h->blocks) {
        return cb_blocks_read(h->blocks, to, size, got) ? CB_OK : truncated(h, e);
    }
    ssize_t read = bgzf_read(stream, to, size);
    if (read < 0 || stream->errcode != 0) {
        return truncated(h, e);
    }
    *got = (size_t)read;
    return CB_OK;
}

/* What is pulled next into a chunk of `size` bytes that has `have`: up to a block more than that, so that none is cut.
 */
static size_t wanted_of(size_t size, size_t have) {
    size_t left = have < size ? size - have : size;
    return left < CB_BLOCK_MAX && size >= CB_BLOCK_MAX ? CB_BLOCK_MAX : left;
}

static cb_str without_return(cb_str line) {
    if (line.n > 0 && line.s[line.n - 1] == '\r') {
        line.n--;
    }
    return line;
}

cb_status cb_hts_too_long(const char *file, cb_error *e) {
    return cb_fail(e, CB_INPUT, "%s: a line is longer than %d bytes; this is no file of one family", file,
                   (int)CB_HTS_LINE_MAX);
}

/* Why a buffer did not take `more` bytes. */
static cb_status no_room(const cb_hts *h, const cb_buf *b, size_t more, cb_error *e) {
    bool small = b->size < CB_HTS_LINE_MAX && more < CB_HTS_LINE_MAX - b->size;
    return small ? cb_fail_memory(e) : cb_hts_too_long(h->file, e);
}

cb_status cb_hts_line(cb_hts *h, cb_str *line, bool *more, bool *whole, cb_error *e) {
    cb_buf_clear(&h->line);
    *whole = *more = true;
    for (;;) {
        const char *from = h->chunk + h->at;
        const char *end = memchr(from, '\n', h->have - h->at);
        size_t size = end ? (size_t)(end - from) : h->have - h->at;
        cb_buf_add(&h->line, from, size);
        h->at += size + (end ? 1 : 0);
        *line = without_return(cb_buf_view(&h->line));
        if (h->line.failed || end) {
            return h->line.failed ? no_room(h, &h->line, size, e) : CB_OK;
        }
        h->at = h->have = 0;
        cb_status status = pull(h, h->chunk, CHUNK, &h->have, e);
        if (status != CB_OK || h->have == 0) {
            *whole = !h->plain || h->line.size == 0;
            *more = h->line.size > 0;
            return status == CB_OK ? finish(h, e) : status;
        }
    }
}

/* Takes what follows the first `whole` bytes away; it is kept to stand before the next chunk. */
static cb_status keep_rest(cb_hts *h, cb_buf *chunk, size_t whole, cb_error *e) {
    size_t rest = chunk->size - whole;
    cb_buf_clear(&h->carry);
    cb_buf_add(&h->carry, chunk->data + whole, rest);
    chunk->size = whole;
    return h->carry.failed ? no_room(h, &h->carry, rest, e) : CB_OK;
}

/* Behind the last newline. */
static cb_status cut_rest(cb_hts *h, cb_buf *lines, cb_error *e) {
    const char *newline = lines->size > 0 ? memrchr(lines->data, '\n', lines->size) : NULL;
    return keep_rest(h, lines, newline ? (size_t)(newline + 1 - lines->data) : 0, e);
}

/* The end of the bytes: a compressed stream proves that a last line without a newline is whole; plain text does not. */
static cb_status end_lines(cb_hts *h, const cb_buf *lines, cb_hts_end *end, cb_error *e) {
    end->last = true;
    end->no_newline = lines->size > 0 && lines->data[lines->size - 1] != '\n';
    end->unterminated = end->no_newline && h->plain;
    return finish(h, e);
}

static cb_status text_lines(cb_hts *h, size_t size, cb_buf *lines, cb_hts_end *end, cb_error *e) {
    bool newline = false;
    cb_status status = CB_OK;
    cb_buf_str(lines, cb_buf_view(&h->carry));
    while (status == CB_OK && (!newline || lines->size < size)) {
        size_t wanted = wanted_of(size, lines->size), got = 0;
        char *room = cb_buf_room(lines, wanted);
        if (!room) {
            return no_room(h, lines, 0, e);
        }
        status = pull(h, room, wanted, &got, e);
        cb_buf_took(lines, got);
        if (status == CB_OK && got == 0) {
            return end_lines(h, lines, end, e);
        }
        newline = newline || memchr(room, '\n', got);
    }
    cb_status rest = cut_rest(h, lines, e);
    return status == CB_OK ? rest : status;
}

/* Bytes of the record by its lengths, which may be any. */
static uint64_t said_size(cb_str records) {
    return CB_BINARY_LENGTHS + (uint64_t)le_to_u32((const uint8_t *)records.s) +
           le_to_u32((const uint8_t *)records.s + 4);
}

size_t cb_hts_record_size(cb_str records) {
    uint64_t size = records.n >= CB_BINARY_LENGTHS ? said_size(records) : 0;
    return size <= records.n ? (size_t)size : 0;
}

/* Goes over the records that are whole; *at is behind them. */
static cb_status count_records(const cb_hts *h, const cb_buf *records, size_t *at, size_t *count, cb_error *e) {
    cb_str rest = {records->data + *at, records->size - *at};
    while (rest.n >= CB_BINARY_LENGTHS) {
        uint64_t size = said_size(rest);
        if (le_to_u32((const uint8_t *)rest.s) < CB_BINARY_FIXED) {
            return truncated(h, e);
        }
        if (size > CB_HTS_LINE_MAX) {
            return cb_hts_too_long(h->file, e);
        }
        if (size > rest.n) {
            break;
        }
        rest = (cb_str){rest.s + size, rest.n - (size_t)size};
        *at += (size_t)size;
        ++*count;
    }
    return CB_OK;
}

static cb_status binary_records(cb_hts *h, size_t size, cb_buf *records, cb_hts_end *end, cb_error *e) {
    size_t whole = 0;
    cb_buf_str(records, cb_buf_view(&h->carry));
    cb_status status = records->failed ? no_room(h, records, 0, e) : CB_OK;
    while (status == CB_OK && (end->records == 0 || records->size < size)) {
        size_t wanted = wanted_of(size, records->size), got = 0;
        char *room = cb_buf_room(records, wanted);
        if (!room) {
            return no_room(h, records, 0, e);
        }
        status = pull(h, room, wanted, &got, e);
        cb_buf_took(records, got);
        if (status == CB_OK && got == 0) {
            end->last = records->size == whole;
            return end->last ? finish(h, e) : truncated(h, e);
        }
        cb_error later; /* of what stands before the damage */
        cb_error_clear(&later);
        cb_status counted = count_records(h, records, &whole, &end->records, status == CB_OK ? e : &later);
        status = status == CB_OK ? counted : status;
    }
    cb_status cut = keep_rest(h, records, whole, e);
    return status == CB_OK ? cut : status;
}

cb_status cb_hts_lines(cb_hts *h, size_t size, cb_buf *lines, cb_hts_end *end, cb_error *e) {
    cb_buf_clear(lines);
    *end = (cb_hts_end){.last = h->ended};
    cb_status status = h->ended ? CB_OK : begin_records(h, e);
    if (h->ended || status != CB_OK) {
        return status;
    }
    return h->bcf ? binary_records(h, size, lines, end, e) : text_lines(h, size, lines, end, e);
}

double cb_hts_share(const cb_hts *h) {
    BGZF *stream = stream_of(h);
    if (!stream || h->status.st_size <= 0) {
        return 1;
    }
    double place = h->blocks  ? (double)cb_blocks_place(h->blocks)
                   : h->plain ? (double)htell(stream->fp)
                              : (double)(bgzf_tell(stream) >> PLACE_IN_BLOCK);
    return place < (double)h->status.st_size ? place / (double)h->status.st_size : 1;
}

cb_status cb_hts_unchanged(const cb_hts *h, cb_error *e) {
    struct stat now;
    const struct stat *then = &h->status;
    if (stat(h->path, &now) != 0) {
        return cb_fail(e, CB_INPUT, "%s: the file went away while it was read", h->path);
    }
    bool same = now.st_dev == then->st_dev && now.st_ino == then->st_ino && now.st_size == then->st_size &&
                now.st_mtim.tv_sec == then->st_mtim.tv_sec && now.st_mtim.tv_nsec == then->st_mtim.tv_nsec;
    return same ? CB_OK
                : cb_fail(e, CB_INPUT, "%s: the file was changed while it was read; start again when it is complete",
                          h->path);
}
