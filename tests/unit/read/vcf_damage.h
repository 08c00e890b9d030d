/* vcf_damage.h: compressed files of variants, cut and damaged at every byte. */
#ifndef CASEBOUND_TESTS_VCF_DAMAGE_H
#define CASEBOUND_TESTS_VCF_DAMAGE_H

#include "casebound/base/thread.h"
#include "vcf_fixture.h"

#include <htslib/bgzf.h>
#include <htslib/vcf.h>
#include <zlib.h>

static const char header[] =
    VERSION_42 "##contig=<ID=1,length=1000>\n##INFO=<ID=X,Number=1,Type=Integer,Description=\"x\">\n"
               "##FORMAT=<ID=GT,Number=1,Type=String,Description=\"g\">\n" COLUMNS "\tFORMAT\tkid\n";

enum { RECORDS = 12, BYTES_MAX = 1 << 16 };

typedef struct bytes {
    unsigned char data[BYTES_MAX];
    size_t size;
} bytes;

static inline void record_text(char *out, size_t size, int i) {
    snprintf(out, size, "1\t%d\t.\tA\tC\t%d\tPASS\tX=%d\tGT\t0/%d\n", i + 1, i * 7, i * 131, i % 2);
}

static inline void load(const char *path, bytes *out) {
    FILE *in = fopen(path, "rb");
    assert_non_null(in);
    out->size = fread(out->data, 1, sizeof out->data, in);
    assert_true(out->size > 0 && out->size < sizeof out->data);
    fclose(in);
}

/* Two records a block, so that a cut may fall between blocks. */
static inline void make_bgzf(const char *path) {
    BGZF *out = bgzf_open(path, "w");
    assert_non_null(out);
    assert_int_equal(bgzf_write(out, header, strlen(header)), (ssize_t)strlen(header));
    for (int i = 0; i < RECORDS; i++) {
        char line[128];
        record_text(line, sizeof line, i);
        assert_int_equal(bgzf_write(out, line, strlen(line)), (ssize_t)strlen(line));
        if (i % 2 == 1) {
            assert_int_equal(bgzf_flush(out), 0);
        }
    }
    assert_int_equal(bgzf_close(out), 0);
}

static inline void make_gzip(const char *path) {
    gzFile out = gzopen(path, "wb");
    assert_non_null(out);
    assert_true(gzputs(out, header) > 0);
    for (int i = 0; i < RECORDS; i++) {
        char line[128];
        record_text(line, sizeof line, i);
        assert_true(gzputs(out, line) > 0);
    }
    assert_int_equal(gzclose(out), Z_OK);
}

static inline void make_bcf(const char *path) {
    fixture f = fixture_new();
    cb_buf text;
    cb_buf_init(&text, BYTES_MAX);
    cb_buf_text(&text, header);
    for (int i = 0; i < RECORDS; i++) {
        char line[128];
        record_text(line, sizeof line, i);
        cb_buf_text(&text, line);
    }
    write_bytes(&f, text.data, text.size);
    htsFile *in = hts_open(f.path, "r"), *out = hts_open(path, "wb");
    assert_true(in && out);
    bcf_hdr_t *h = bcf_hdr_read(in);
    assert_non_null(h);
    assert_int_equal(bcf_hdr_write(out, h), 0);
    bcf1_t *record = bcf_init();
    for (int i = 0; bcf_read(in, h, record) == 0; i++) {
        assert_int_equal(bcf_write(out, h, record), 0);
        if (i % 2 == 1) {
            assert_int_equal(bgzf_flush(out->fp.bgzf), 0);
        }
    }
    bcf_destroy(record);
    bcf_hdr_destroy(h);
    assert_int_equal(hts_close(in), 0);
    assert_int_equal(hts_close(out), 0);
    cb_buf_free(&text);
    fixture_free(&f);
}

/* What one of several threads reads of a piece of the file. */
typedef struct part {
    cb_chunk *chunk;
    cb_reading *reading;
    cb_buf lines;
    cb_status status;
    cb_error error;
} part;

typedef struct parts {
    cb_variants *reader;
    cb_buf *out;
} parts;

/* A block at most, so that lines and records go over pieces. */
static inline bool take_part(void *who, void *item) {
    return cb_variants_take(((parts *)who)->reader, 1, ((part *)item)->chunk);
}

static inline void read_part(void *who, void *item, size_t number) {
    part *p = item;
    cb_record record;
    bool more = true;
    (void)who;
    (void)number;
    cb_error_clear(&p->error);
    cb_buf_clear(&p->lines);
    p->status = cb_reading_begin(p->reading, p->chunk, &p->error);
    while (p->status == CB_OK && more) {
        p->status = cb_reading_next(p->reading, &record, &more, &p->error);
        if (p->status == CB_OK && more) {
            cb_buf_str(&p->lines, record.line);
            cb_buf_char(&p->lines, '\n');
        }
    }
}

static inline cb_status merge_part(void *who, void *item, cb_error *e) {
    const parts *all = who;
    const part *p = item;
    cb_status status = cb_variants_merge(all->reader, p->reading, e);
    cb_buf_str(all->out, cb_buf_view(&p->lines));
    return status == CB_OK && p->status != CB_OK ? cb_fail(e, p->status, "%s", p->error.text) : status;
}

static inline cb_status read_in_threads(fixture *f, size_t threads, cb_buf *out) {
    enum { PARTS = 12 };
    part items[PARTS];
    void *ring[PARTS];
    parts all = {f->reader, out};
    size_t count = threads + 2;
    assert_true(count <= PARTS);
    for (size_t i = 0; i < count; i++) {
        items[i] = (part){.status = CB_OK};
        ring[i] = &items[i];
        cb_buf_init(&items[i].lines, BYTES_MAX);
        assert_int_equal(cb_chunk_new(f->arena, &items[i].chunk, &f->error), CB_OK);
        assert_int_equal(cb_reading_new(f->arena, f->reader, NULL, &items[i].reading, &f->error), CB_OK);
    }
    const cb_ordered jobs = {&all, take_part, read_part, merge_part};
    cb_status status = cb_ordered_run(&jobs, ring, count, threads, &f->error);
    for (size_t i = 0; i < count; i++) {
        cb_buf_free(&items[i].lines);
    }
    return status;
}

/* All that a reader makes of the bytes, one line a record; false when it refuses them. With threads they read pieces of
 * it; without, one after the other is asked for. */
static inline bool read_back(const unsigned char *data, size_t size, int threads, cb_buf *out) {
    fixture f = fixture_new();
    cb_record record;
    bool more = true;
    write_bytes(&f, data, size);
    cb_status status = cb_variants_open(f.arena, f.path, &f.reader, &f.error);
    cb_buf_clear(out);
    if (status == CB_OK && threads > 0) {
        status = read_in_threads(&f, (size_t)threads, out);
        more = false;
    }
    while (status == CB_OK && more) {
        status = cb_variants_next(f.reader, &record, &more, &f.error);
        if (status == CB_OK && more) {
            cb_buf_str(out, record.line);
            cb_buf_char(out, '\n');
        }
    }
    if (status != CB_OK) {
        assert_int_equal(status, CB_INPUT);
        assert_true(f.error.text[0]);
    }
    fixture_free(&f);
    return status == CB_OK;
}

static inline void try_all(void (*make)(const char *), int threads, size_t step) {
    static bytes whole, broken;
    fixture f = fixture_new();
    cb_buf right, got;
    cb_buf_init(&right, BYTES_MAX);
    cb_buf_init(&got, BYTES_MAX);
    write_bytes(&f, "", 0);
    make(f.path);
    load(f.path, &whole);
    assert_true(read_back(whole.data, whole.size, threads, &right));
    assert_non_null(strstr(right.data, "1\t12\t"));
    for (size_t size = 0; size < whole.size; size += step) {
        if (read_back(whole.data, size, threads, &got)) {
            fail_msg("cut at byte %zu of %zu: accepted", size, whole.size);
        }
    }
    for (size_t at = 0; at < whole.size; at += step) {
        broken = whole;
        broken.data[at] ^= 0x40;
        if (read_back(broken.data, broken.size, threads, &got) &&
            !cb_str_same(cb_buf_view(&got), cb_buf_view(&right))) {
            fail_msg("byte %zu of %zu changed: accepted with other records", at, whole.size);
        }
    }
    cb_buf_free(&right);
    cb_buf_free(&got);
    fixture_free(&f);
}

#endif
