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
#include <htslib/hts_log.h>
#include <htslib/kstring.h>
#include <htslib/vcf.h>

#include "casebound/base/file.h"

enum { CHUNK = 256 * 1024, BLOCKS_PER_THREAD = 64, THREADS_MAX = 64 };

struct cb_hts {
    const char *path, *file; /* file: the name that messages use */
    struct stat status;
    bool bcf, plain;
    BGZF *text;      /* of a text file */
    htsFile *binary; /* of a BCF file, with the two below */
    bcf_hdr_t *header;
    bcf1_t *record;
    kstring_t formatted;
    char *chunk;
    size_t at, have; /* unread bytes of the chunk */
    cb_buf carry;    /* a line that does not end in the chunk */
    bool ended, unterminated, no_newline;
};

static void drop(void *handle) {
    cb_hts *h = handle;
    if (h->text) {
        (void)bgzf_close(h->text);
    }
    bcf_destroy(h->record);
    bcf_hdr_destroy(h->header);
    if (h->binary) {
        (void)hts_close(h->binary);
    }
    ks_free(&h->formatted);
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
    if (status == CB_OK && threads > 1 && !h->plain && !h->text->is_gzip &&
        bgzf_mt(h->text, threads, BLOCKS_PER_THREAD) != 0) {
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
    if (threads > 1 && hts_set_threads(h->binary, threads) != 0) {
        return cb_fail(e, CB_INTERNAL, "%s: threads for decompression cannot be started", h->file);
    }
    h->header = bcf_hdr_read(h->binary);
    if (!h->header) {
        return cb_fail(e, CB_INPUT, "%s: the BCF header cannot be read; make the file again", h->file);
    }
    h->record = bcf_init();
    return h->record ? CB_OK : cb_fail_memory(e);
}

static cb_status open_stream(cb_hts *h, int threads, cb_error *e) {
    int fd = -1;
    cb_status status = open_descriptor(h, &fd, e);
    if (status != CB_OK) {
        return status;
    }
    hFILE *file = hdopen(fd, "r");
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
    h->path = copy;
    h->file = cb_path_name(copy);
    h->chunk = chunk;
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

static cb_status fill(cb_hts *h, cb_error *e) {
    ssize_t got = bgzf_read(h->text, h->chunk, CHUNK);
    if (got < 0 || h->text->errcode != 0) {
        return truncated(h, e);
    }
    h->at = 0;
    h->have = (size_t)got;
    return CB_OK;
}

static cb_str without_return(cb_str line) {
    if (line.n > 0 && line.s[line.n - 1] == '\r') {
        line.n--;
    }
    return line;
}

static cb_status carry_on(cb_hts *h, const char *bytes, size_t size, cb_error *e) {
    cb_error why = {0};
    cb_buf_add(&h->carry, bytes, size);
    if (cb_buf_status(&h->carry, &why) == CB_OK) {
        return CB_OK;
    }
    if (h->carry.size + size <= CB_HTS_LINE_MAX) {
        return cb_fail_memory(e);
    }
    return cb_fail(e, CB_INPUT, "%s: a line is longer than %d bytes; this is no file of one family", h->file,
                   (int)CB_HTS_LINE_MAX);
}

/* The end of the bytes: a compressed stream proves that a last line without a newline is whole; plain text does not. */
static cb_status last_line(cb_hts *h, cb_str *line, bool *more, cb_error *e) {
    bool plain = h->plain;
    cb_status status = finish(h, e);
    if (status != CB_OK || h->carry.size == 0) {
        *more = false;
        return status;
    }
    h->unterminated = plain;
    h->no_newline = true;
    *line = without_return(cb_buf_view(&h->carry));
    *more = true;
    return CB_OK;
}

static cb_status next_text(cb_hts *h, cb_str *line, bool *more, cb_error *e) {
    cb_buf_clear(&h->carry);
    for (;;) {
        if (h->at == h->have) {
            cb_status status = fill(h, e);
            if (status != CB_OK) {
                return status;
            }
            if (h->have == 0) {
                return last_line(h, line, more, e);
            }
        }
        const char *from = h->chunk + h->at;
        size_t left = h->have - h->at;
        const char *end = memchr(from, '\n', left);
        size_t size = end ? (size_t)(end - from) : left;
        h->at += end ? size + 1 : size;
        bool whole = end && h->carry.size == 0;
        cb_status status = whole ? CB_OK : carry_on(h, from, size, e);
        if (status != CB_OK || end) {
            *line = without_return(whole ? (cb_str){from, size} : cb_buf_view(&h->carry));
            *more = status == CB_OK;
            return status;
        }
    }
}

static cb_status next_binary(cb_hts *h, cb_str *line, bool *more, cb_error *e) {
    int got = bcf_read(h->binary, h->header, h->record);
    if (got == -1) {
        *more = false;
        return finish(h, e);
    }
    if (got < -1 || h->record->errcode != 0 || h->binary->fp.bgzf->errcode != 0) {
        return truncated(h, e);
    }
    h->formatted.l = 0;
    if (vcf_format(h->header, h->record, &h->formatted) != 0) {
        return cb_fail(e, CB_INPUT, "%s: a BCF record cannot be read; make the file again", h->file);
    }
    *line = (cb_str){h->formatted.s, h->formatted.l};
    if (line->n > 0 && line->s[line->n - 1] == '\n') {
        line->n--;
    }
    *more = true;
    return CB_OK;
}

cb_status cb_hts_line(cb_hts *h, cb_str *line, bool *more, cb_error *e) {
    if (h->ended) {
        *more = false;
        return CB_OK;
    }
    return h->bcf ? next_binary(h, line, more, e) : next_text(h, line, more, e);
}

bool cb_hts_unterminated(const cb_hts *h) {
    return h->unterminated;
}

bool cb_hts_no_newline(const cb_hts *h) {
    return h->no_newline;
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
