/* contigs.c: which contigs records are on, in which order. Chunks are read at the same time, so what goes from one to
 * the next is looked at when they are merged in the order of the file. */
#include "read/reader.h"

/* A contig that the header does not declare: one line for all readings. */
static cb_contig_line *strange_line(cb_variants *v, cb_str name) {
    cb_lock_hold(v->lock);
    cb_contig_line *line = cb_map_get(v->extra, name);
    if (!line) {
        line = cb_contig_line_new(v->strange, name);
        if (line && !cb_map_set(v->extra, name, line)) {
            line = NULL;
        }
    }
    cb_lock_release(v->lock);
    return line;
}

static cb_status two_names(const char *file, long at, const cb_contig_line *other, const cb_contig_line *line,
                           cb_error *e) {
    return cb_fail_at(e, CB_INPUT, file, at,
                      "one chromosome has two names, %s and %s; rename the contigs (bcftools annotate --rename-chrs)",
                      other->contig.name, line->contig.name);
}

/* Notes the contig under its display name; fails when another has it. */
static cb_status display(cb_map *displayed, const char *file, const cb_contig_run *run, cb_error *e) {
    cb_str name = cb_str_of(run->line->contig.display);
    const cb_contig_line *other = cb_map_get(displayed, name);
    if (other && other != run->line) {
        return two_names(file, run->at, other, run->line, e);
    }
    return other || cb_map_set(displayed, name, run->line) ? CB_OK : cb_fail_memory(e);
}

cb_status cb_contig_begin(cb_reading *r, cb_str name, int64_t position, cb_error *e) {
    cb_contig_line *line = cb_map_get(r->header->contigs, name);
    line = line ? line : strange_line(r->variants, name);
    cb_contig_run *runs = line ? cb_grow(r->notes, r->runs, r->run_count, &r->run_capacity, sizeof *runs) : NULL;
    if (!runs) {
        return cb_fail_memory(e);
    }
    r->runs = runs;
    runs[r->run_count] = (cb_contig_run){line, r->line, r->number, position};
    cb_status status = display(r->displayed, r->file, &runs[r->run_count], e);
    r->run_count += status == CB_OK ? 1 : 0;
    r->contig = line;
    return status;
}

static void count_at(cb_oddity_count *c, const cb_contig_run *run) {
    if (c->records++ == 0) {
        c->first = run->at > 0 ? run->at : run->number;
    }
}

/* The first run on a contig; those that the header does not declare are remembered in this order. */
static cb_status first_visit(cb_variants *v, const cb_contig_run *run, cb_error *e) {
    if (cb_map_has(v->header.contigs, cb_str_of(run->line->contig.name))) {
        return CB_OK;
    }
    cb_contig_line **grown = cb_grow(v->arena, v->strangers, v->stranger_count, &v->stranger_capacity, sizeof *grown);
    if (!grown) {
        return cb_fail_memory(e);
    }
    v->strangers = grown;
    v->strangers[v->stranger_count++] = run->line;
    return cb_header_has_room(&v->header, v->stranger_count)
               ? CB_OK
               : cb_fail_at(e, CB_INPUT, v->file, run->at, "more than %d contigs; this is no human genome",
                            (int)CB_CONTIGS_MAX);
}

cb_status cb_contigs_merge(cb_variants *v, const cb_reading *from, cb_error *e) {
    cb_status status = CB_OK;
    for (size_t i = 0; status == CB_OK && i < from->run_count; i++) {
        const cb_contig_run *run = &from->runs[i];
        if (i == 0 && run->line == v->contig) {
            if (run->position < v->position) {
                count_at(&v->oddities[CB_ODD_UNSORTED], run);
            }
            continue;
        }
        status = run->line->visits == 0 ? first_visit(v, run, e) : CB_OK;
        status = status == CB_OK ? display(v->header.displayed, v->file, run, e) : status;
        if (++run->line->visits == 2) {
            count_at(&v->oddities[CB_ODD_CONTIG_AGAIN], run);
        }
    }
    return status;
}

cb_status cb_contigs_end(cb_variants *v, cb_error *e) {
    for (size_t i = 0; i < v->stranger_count; i++) {
        cb_contig_line *line = v->strangers[i];
        if (!cb_map_set(v->header.contigs, cb_str_of(line->contig.name), line)) {
            return cb_fail_memory(e);
        }
        if (line->contig.kind == CB_OTHER_CONTIG) {
            line->contig.order = v->header.next_order++;
        }
    }
    v->stranger_count = 0;
    return CB_OK;
}
