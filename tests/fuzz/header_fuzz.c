/* header_fuzz.c: the header of a VCF from any bytes, and behind its #CHROM line names of contigs as records give them.
 * CB-VCF-02, CB-VCF-27 */
#include "fuzz_kit.h"
#include "read/header.h"

enum { ROOM = 256 << 20 };

static void check_layout(const cb_layout *layout) {
    must(layout->count > 0 && layout->least <= layout->count);
    for (int i = 0; i < CB_PARTS; i++) {
        must(layout->part[i] >= -1 && layout->part[i] < (int)layout->count);
    }
    for (size_t i = 0; i < layout->count; i++) {
        must_be_text(layout->fields[i]);
        int found = cb_layout_field(layout, cb_str_of(layout->fields[i]));
        must(found >= 0 && (size_t)found <= i);
    }
}

static void check_samples(const cb_header *h) {
    for (size_t i = 0; i < h->sample_count; i++) {
        must(h->samples[i][0] != '\0');
        must_be_text(h->samples[i]);
    }
    must(h->columns == 8 + (h->has_format ? 1 : 0) + h->sample_count);
    must(h->has_format || h->sample_count == 0);
}

/* What goes into a report: no control characters but the ends of its lines, no path of the machine that called. */
static void check_upstream(const cb_header *h) {
    must_be_text(h->upstream);
    must(!strchr(h->upstream, '\t') && !strchr(h->upstream, '\r'));
}

static void check_header(const cb_header *h) {
    size_t declared = 0;
    for (int i = 0; i < CB_ANNOTATORS; i++) {
        if (h->layouts[i].declared) {
            check_layout(&h->layouts[i]);
            declared++;
        }
    }
    must(declared == h->annotation_count && h->minor >= 0 && h->minor <= 5);
    check_samples(h);
    check_upstream(h);
    for (size_t i = 0; i < cb_map_size(h->info); i++) {
        const cb_declared *d = cb_header_info(h, cb_str_of(cb_map_key(h->info, i)));
        must(d && same_text(d->id, cb_map_key(h->info, i)) && strchr("ARG.1?", d->number) && d->number);
    }
}

/* A contig keeps its name, and the same name is always the same kind of contig. */
static void ask_contigs(cb_arena *arena, cb_str rest) {
    cb_str name;
    while (cb_str_split(&rest, '\n', &name)) {
        const cb_contig_line *first = cb_contig_line_new(arena, name), *second = cb_contig_line_new(arena, name);
        must(first && second && same_text(first->contig.name, second->contig.name));
        must(first->contig.kind == second->contig.kind && first->contig.order == second->contig.order);
        must(same_text(first->contig.display, second->contig.display) && first->contig.display);
    }
}

/* Reads to the end of the header; *rest is what follows. */
static cb_status read_header(cb_arena *arena, cb_str *rest, cb_header *h, bool *done, cb_error *e) {
    cb_str line;
    cb_status s = cb_header_begin(arena, "f.vcf", h, e);
    *done = false;
    for (long number = 1; s == CB_OK && !*done && cb_str_split(rest, '\n', &line); number++) {
        s = cb_header_line(h, line, number, done, e);
    }
    return s;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    cb_arena *arena = cb_arena_new(ROOM);
    cb_header h, twin;
    cb_error e = {0};
    bool done;
    cb_str rest = {(const char *)data, size}, again = rest;
    must(arena != NULL);
    cb_status s = read_header(arena, &rest, &h, &done, &e);
    must_answer(s, &e);
    if (s == CB_OK && done) {
        check_header(&h);
        must(read_header(arena, &again, &twin, &done, &e) == CB_OK && cb_header_build(&h) == cb_header_build(&twin));
        must(same_text(h.upstream, twin.upstream) && h.columns == twin.columns);
        ask_contigs(arena, rest);
    }
    cb_arena_free(arena);
    return 0;
}
