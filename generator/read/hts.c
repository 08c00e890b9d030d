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

/* GAP: room before the bytes of a piece for the beginning of its first line; few lines are longer. */
enum { CHUNK = 256 * 1024, GAP = 32 * 1024, PIECE_MAX = CB_HTS_LINE_MAX + 16 * 1024 * 1024 + GAP };
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
    cb_blocks *blocks; /* of the records of a BGZF file; NULL: htslib reads them, or they are not begun */
    size_t skip;       /* bytes of their first block that belong to the header */
    cb_digesting *digesting;
    char *chunk;
    size_t at, have; /* unread bytes of the chunk */
    cb_buf line;     /* of the header */
    cb_buf carry;    /* the beginning of a line, or of a record, that ends in the next piece */
    bool taken;      /* all pieces */
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
    (void)!cb_digest_end(h->digesting, NULL, NULL);
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

static cb_status open_text(cb_hts *h, hFILE *file, cb_error *e) {
    h->text = bgzf_hopen(file, "r");
    if (!h->text) {
        hclose_abruptly(file);
        return not_variants(h, e);
    }
    h->plain = !h->text->is_compressed;
    return demand_end_marker(h, h->text, e);
}

static cb_status open_binary(cb_hts *h, hFILE *file, cb_error *e) {
    h->binary = hts_hopen(file, h->path, "r");
    if (!h->binary) {
        hclose_abruptly(file);
        return not_variants(h, e);
    }
    cb_status status = demand_end_marker(h, h->binary->fp.bgzf, e);
    if (status != CB_OK) {
        return status;
    }
    h->header = bcf_hdr_read(h->binary);
    if (!h->header) {
        return cb_fail(e, CB_INPUT, "%s: the BCF header cannot be read; make the file again", h->file);
    }
    return CB_OK;
}

static cb_status open_stream(cb_hts *h, cb_error *e) {
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
    return h->bcf ? open_binary(h, file, e) : open_text(h, file, e);
}

cb_status cb_hts_open(cb_arena *arena, const char *path, cb_hts **out, cb_error *e) {
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
    return open_stream(h, e);
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

/* The blocks behind the header of a BGZF file are read here, from where htslib has come to. */
static bool has_blocks(const cb_hts *h) {
    const BGZF *stream = stream_of(h);
    return stream && stream->is_compressed && !stream->is_gzip;
}

static cb_status begin_blocks(cb_hts *h, cb_error *e) {
    if (h->blocks || !has_blocks(h)) {
        return CB_OK;
    }
    int64_t place = bgzf_tell(stream_of(h));
    h->blocks = cb_blocks_new(h->arena, h->descriptor, place >> PLACE_IN_BLOCK, h->digesting);
    h->skip = (size_t)(place & (CB_BLOCK_MAX - 1));
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
    ssize_t read = bgzf_read(stream, to, size);
    if (read < 0 || stream->errcode != 0) {
        return truncated(h, e);
    }
    *got = (size_t)read;
    return CB_OK;
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

/* Bytes of the record by its lengths, which may be any. */
static uint64_t said_size(cb_str records) {
    return CB_BINARY_LENGTHS + (uint64_t)le_to_u32((const uint8_t *)records.s) +
           le_to_u32((const uint8_t *)records.s + 4);
}

size_t cb_hts_record_size(cb_str records) {
    uint64_t size = records.n >= CB_BINARY_LENGTHS ? said_size(records) : 0;
    return size <= records.n ? (size_t)size : 0;
}

static void free_buffer(void *buffer) {
    cb_buf_free(buffer);
}

cb_status cb_hts_piece_new(cb_arena *arena, cb_hts_piece *p, cb_error *e) {
    *p = (cb_hts_piece){.unpacker = cb_unpacker_new(arena)};
    cb_buf_init(&p->packed, PIECE_MAX);
    cb_buf_init(&p->bytes, PIECE_MAX);
    cb_status status = p->unpacker ? cb_arena_defer(arena, free_buffer, &p->packed, e) : cb_fail_memory(e);
    return status == CB_OK ? cb_arena_defer(arena, free_buffer, &p->bytes, e) : status;
}

static cb_status take_blocks(cb_hts *h, size_t size, cb_hts_piece *p, cb_error *e) {
    p->skip = h->skip;
    h->skip = 0;
    cb_status status = cb_blocks_take(h->blocks, size, &p->packed, &p->holds, &p->last);
    return status == CB_OK ? CB_OK : status == CB_INPUT ? truncated(h, e) : cb_fail_memory(e);
}

/* What htslib reads, or has read behind the header: a line to its end, however long, unless blocks follow. */
static cb_status take_bytes(cb_hts *h, size_t size, cb_hts_piece *p, cb_error *e) {
    bool enough = false;
    cb_status status = CB_OK;
    while (status == CB_OK && !enough && !p->last) {
        size_t got = 0;
        char *room = cb_buf_room(&p->bytes, size);
        if (!room) {
            return no_room(h, &p->bytes, 0, e);
        }
        status = pull(h, room, size, &got, e);
        cb_buf_took(&p->bytes, got);
        p->last = status == CB_OK && got == 0;
        enough = h->bcf || memchr(room, '\n', got) || (h->blocks && h->at == h->have);
    }
    return status;
}

cb_status cb_hts_take(cb_hts *h, size_t size, cb_hts_piece *p, cb_error *e) {
    cb_buf_clear(&p->packed);
    cb_buf_clear(&p->bytes);
    p->holds = p->skip = 0;
    p->last = h->ended;
    p->broken = false;
    cb_status status = cb_buf_room(&p->bytes, GAP) ? begin_blocks(h, e) : cb_fail_memory(e);
    if (status == CB_OK) {
        cb_buf_took(&p->bytes, GAP);
        bool packed = h->blocks && h->at == h->have;
        status = packed ? take_blocks(h, size, p, e) : take_bytes(h, size, p, e);
    }
    p->broken = status != CB_OK;
    h->taken = h->taken || p->last;
    return status;
}

cb_status cb_hts_unpack(const cb_hts *h, cb_hts_piece *p, cb_error *e) {
    size_t got = 0;
    if (p->packed.size == 0) {
        return CB_OK;
    }
    char *room = cb_buf_room(&p->bytes, p->holds);
    if (!room) {
        p->broken = true;
        return cb_fail_memory(e);
    }
    bool whole = cb_unpack(p->unpacker, cb_buf_view(&p->packed), room, &got);
    cb_buf_took(&p->bytes, got);
    whole = whole && got >= p->skip;
    p->broken = p->broken || !whole;
    return whole ? CB_OK : truncated(h, e);
}

/* What the piece has itself. */
static cb_str own_bytes(const cb_hts_piece *p) {
    size_t from = GAP + p->skip < p->bytes.size ? GAP + p->skip : p->bytes.size;
    return (cb_str){p->bytes.data + from, p->bytes.size - from};
}

/* What was left over before, with all of the piece behind it. False: there is no room. */
static bool join_carry(cb_hts *h, cb_hts_piece *p, cb_str *out) {
    cb_str own = own_bytes(p);
    const size_t n = h->carry.size, before = (size_t)(own.s - p->bytes.data);
    if (n > before) {
        size_t more = n - before;
        if (!cb_buf_room(&p->bytes, more)) {
            return false;
        }
        memmove(p->bytes.data + n, p->bytes.data + before, own.n);
        cb_buf_took(&p->bytes, more);
        own.s = p->bytes.data + n;
    }
    char *start = p->bytes.data + (own.s - p->bytes.data) - n;
    if (n > 0) {
        memcpy(start, h->carry.data, n);
    }
    cb_buf_clear(&h->carry);
    *out = (cb_str){start, n + own.n};
    return true;
}

/* Keeps what no line ends. */
static cb_status leave_over(cb_hts *h, cb_str rest, cb_error *e) {
    cb_buf_str(&h->carry, rest);
    return h->carry.failed ? no_room(h, &h->carry, rest.n, e) : CB_OK;
}

/* A compressed stream proves that a last line without a newline is whole; plain text does not. */
static cb_status join_text(cb_hts *h, cb_hts_piece *p, cb_str *lines, cb_hts_end *end, cb_error *e) {
    cb_str own = own_bytes(p);
    bool last = p->last && !p->broken;
    const char *newline = own.n > 0 ? memrchr(own.s, '\n', own.n) : NULL;
    if (!newline && !last) {
        return leave_over(h, own, e);
    }
    size_t rest = last ? 0 : (size_t)(own.s + own.n - newline - 1);
    if (!join_carry(h, p, lines)) {
        return no_room(h, &p->bytes, 0, e);
    }
    lines->n -= rest;
    end->last = last;
    end->no_newline = last && lines->n > 0 && lines->s[lines->n - 1] != '\n';
    end->unterminated = end->no_newline && h->plain;
    return last ? CB_OK : leave_over(h, (cb_str){lines->s + lines->n, rest}, e);
}

/* Goes over the records that are whole. */
static cb_status count_records(const cb_hts *h, cb_str rest, size_t *size, size_t *count, cb_error *e) {
    while (rest.n >= CB_BINARY_LENGTHS) {
        uint64_t its = said_size(rest);
        if (le_to_u32((const uint8_t *)rest.s) < CB_BINARY_FIXED) {
            return truncated(h, e);
        }
        if (its > CB_HTS_LINE_MAX) {
            return cb_hts_too_long(h->file, e);
        }
        if (its > rest.n) {
            break;
        }
        rest = (cb_str){rest.s + its, rest.n - (size_t)its};
        *size += (size_t)its;
        ++*count;
    }
    return CB_OK;
}

static cb_status join_records(cb_hts *h, cb_hts_piece *p, cb_str *records, cb_hts_end *end, cb_error *e) {
    const cb_str left = cb_buf_view(&h->carry);
    bool last = p->last && !p->broken;
    size_t size = 0;
    /* of a record that goes over many pieces */
    if (!last && left.n >= CB_BINARY_LENGTHS && said_size(left) <= CB_HTS_LINE_MAX &&
        said_size(left) > left.n + own_bytes(p).n) {
        return leave_over(h, own_bytes(p), e);
    }
    if (!join_carry(h, p, records)) {
        return no_room(h, &p->bytes, 0, e);
    }
    cb_status status = count_records(h, *records, &size, &end->records, e);
    const cb_str rest = {records->s + size, records->n - size};
    records->n = size;
    end->last = last && status == CB_OK && rest.n == 0;
    if (status != CB_OK || end->last) {
        return status;
    }
    return last ? truncated(h, e) : leave_over(h, rest, e);
}

cb_status cb_hts_join(cb_hts *h, cb_hts_piece *p, cb_str *lines, cb_hts_end *end, cb_error *e) {
    *lines = (cb_str){p->bytes.data, 0};
    *end = (cb_hts_end){.last = false};
    if (p->bytes.size < GAP) {
        return CB_OK; /* memory was out when it was taken */
    }
    cb_status status = h->bcf ? join_records(h, p, lines, end, e) : join_text(h, p, lines, end, e);
    return status == CB_OK && end->last && !h->ended ? finish(h, e) : status;
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

/* The bytes before `end`, which were read by htslib. */
static cb_status digest_header(const cb_hts *h, int64_t end, cb_error *e) {
    char piece[1 << 14];
    for (int64_t at = 0; at < end;) {
        size_t size = end - at < (int64_t)sizeof piece ? (size_t)(end - at) : sizeof piece;
        ssize_t got = pread(h->descriptor, piece, size, (off_t)at);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got <= 0) {
            return truncated(h, e);
        }
        cb_status status = cb_digest_add(h->digesting, (cb_str){piece, (size_t)got}, e);
        if (status != CB_OK) {
            return status;
        }
        at += got;
    }
    return CB_OK;
}

cb_status cb_hts_digest(cb_hts *h, bool *made, cb_error *e) {
    *made = has_blocks(h) && !h->blocks;
    cb_status status = *made ? cb_digest_begin(&h->digesting, e) : CB_OK;
    return status == CB_OK && *made ? digest_header(h, bgzf_tell(stream_of(h)) >> PLACE_IN_BLOCK, e) : status;
}

cb_status cb_hts_digested(cb_hts *h, bool *made, cb_digest *digest, uint64_t *size, cb_error *e) {
    *made = h->digesting && h->blocks && h->taken;
    if (!*made) {
        return CB_OK;
    }
    *size = (uint64_t)cb_blocks_place(h->blocks);
    cb_status status = cb_digest_end(h->digesting, digest, e);
    h->digesting = NULL;
    return status;
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
