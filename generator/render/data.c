/* data.c: the view as data: JSON by the writer of the facts, and tables. */
#include "casebound/render/data.h"

#include "casebound/arrange/facts.h"
#include "casebound/base/number.h"
#include <string.h>

enum { INDENT = 2 };

/* JSON. */

static cb_status write_json(const cb_node *tree, cb_buf *out, cb_error *e) {
    cb_status status = cb_facts_json_indented(out, tree, INDENT, e);
    cb_buf_char(out, '\n');
    return status == CB_OK ? cb_buf_status(out, e) : status;
}

cb_status cb_data_case(cb_arena *arena, const cb_node *view, cb_buf *out, cb_error *e) {
    (void)arena;
    return write_json(view, out, e);
}

cb_status cb_data_provenance(cb_arena *arena, const cb_node *view, cb_buf *out, cb_error *e) {
    static const struct {
        const char *key, *path;
    } parts[] = {
        {"report", "report/id"},
        {"date", "report/date"},
        {"facts_digest", CB_FACTS_DIGEST_PATH},
        {"generator", "report/generator"},
        {"inputs", "provenance/inputs"},
        {"software", "provenance/software"},
        {"profile", "profile"},
        {"thresholds", "thresholds"},
        {"upstream", "provenance/upstream"},
    };
    cb_builder b;
    cb_builder_init(&b, arena);
    cb_node *tree = cb_node_root(&b);
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        const cb_node *part = cb_node_at(view, parts[i].path);
        if (part) {
            cb_node_adopt(&b, tree, parts[i].key, part);
        }
    }
    cb_status status = cb_builder_status(&b, e);
    return status == CB_OK ? write_json(tree, out, e) : status;
}

/* Tables. */

/* A spreadsheet takes a text that begins with one of these for a formula, and would compute what a hostile input wrote.
 */
static bool looks_like_formula(const char *text) {
    return strchr("=+@", text[0]) ? text[0] != '\0' : text[0] == '-' && text[1] != '\0';
}

static void put_plain(cb_buf *out, const char *text) {
    if (looks_like_formula(text)) {
        cb_buf_char(out, '\'');
    }
    for (const char *c = text; *c; c++) {
        cb_buf_char(out, *c == '\t' || *c == '\n' || *c == '\r' ? ' ' : *c);
    }
}

/* Numbers in full and ungrouped; absence as the head of the file explains. */
static void put_cell(cb_buf *out, const cb_node *cell) {
    char number[CB_NUMBER_TEXT];
    switch (cell->kind) {
    case CB_NODE_INTEGER:
        cb_buf_printf(out, "%lld", (long long)cell->integer);
        return;
    case CB_NODE_REAL:
        cb_number_text(cell->real, number);
        cb_buf_text(out, number);
        return;
    case CB_NODE_MISSING:
        cb_buf_char(out, '.');
        return;
    case CB_NODE_NOT_ANNOTATED:
        cb_buf_text(out, "not_annotated");
        return;
    default:
        put_plain(out, cell->text);
    }
}

static void put_row(cb_buf *out, const cb_node *cells) {
    for (const cb_node *cell = cells->first; cell; cell = cell->next) {
        if (cell != cells->first) {
            cb_buf_char(out, '\t');
        }
        put_cell(out, cell);
    }
    cb_buf_char(out, '\n');
}

static void put_head(cb_buf *out, const cb_node *view, const char *what) {
    cb_buf_printf(out, "##%s=", what);
    put_plain(out, cb_node_text(view, "report/id"));
    cb_buf_text(out, "\n##facts_digest=");
    put_plain(out, cb_node_text(view, CB_FACTS_DIGEST_PATH));
    cb_buf_char(out, '\n');
}

cb_status cb_data_variants(cb_arena *arena, const cb_node *view, cb_buf *out, cb_error *e) {
    (void)arena;
    cb_status status;
    const cb_node *columns = cb_node_at(view, "columns"), *variants = cb_node_at(view, "variants");
    if (!columns || !variants) {
        return cb_fail(e, CB_INTERNAL, "the view has no columns or no variants");
    }
    put_head(out, view, "variants");
    cb_buf_text(out, "##missing=.\n##not_annotated=not_annotated\n");
    for (const cb_node *c = columns->first; c; c = c->next) {
        cb_buf_text(out, c == columns->first ? "" : "\t");
        put_plain(out, cb_node_text(c, "key"));
    }
    cb_buf_char(out, '\n');
    cb_walk walk = {.list = variants, .brief = true};
    const cb_node *v;
    while ((status = cb_walk_next(&walk, &v, e)) == CB_OK && v) {
        const cb_node *cells = cb_node_at(v, "cells");
        if (!cells || cells->count != columns->count) {
            status = cb_fail(e, CB_INTERNAL, "variant '%s' has not as many cells as the list has columns",
                             cb_node_text(v, "key"));
            break;
        }
        put_row(out, cells);
    }
    cb_walk_end(&walk);
    return status == CB_OK ? cb_buf_status(out, e) : status;
}

/* The ledger: one table of lines of several kinds, told apart by their first column. */

typedef struct ledger_line {
    const char *what, *category; /* category: of all lines of a ledger */
    const cb_node *rule, *gene, *hgnc_id, *alleles, *records, *allele, *text; /* NULL: '.' */
} ledger_line;

static const char LEDGER_HEAD[] = "what\tcategory\trule\tgene\thgnc_id\talleles\trecords\tallele\ttext\n";

static void put_ledger_line(cb_buf *out, const ledger_line *line) {
    const cb_node *const cells[] = {line->rule,    line->gene,   line->hgnc_id, line->alleles,
                                    line->records, line->allele, line->text};
    cb_buf_printf(out, "%s\t%s", line->what, line->category);
    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++) {
        cb_buf_char(out, '\t');
        if (cells[i]) {
            put_cell(out, cells[i]);
        } else {
            cb_buf_char(out, '.');
        }
    }
    cb_buf_char(out, '\n');
}

/* What came in, and where all of it went: the dropped, those without an alternate allele, the withheld and the
 * listed sum to it. */
static void put_totals(cb_buf *out, const cb_node *ledger, const char *category) {
    static const struct {
        const char *what, *alleles, *records, *text;
    } totals[] = {
        {"in", "totals/alleles_in", "totals/records_in", "labels/in"},
        {"no_alternate", NULL, "totals/records_without_alt", "labels/without_alt"},
        {"withheld", "totals/alleles_withheld", "totals/records_withheld", "labels/withheld"},
        {"listed", "totals/alleles_listed", "totals/records_listed", "labels/listed"},
    };
    static const cb_node none = {.kind = CB_NODE_INTEGER, .text = "0"};
    for (size_t i = 0; i < sizeof totals / sizeof *totals; i++) {
        put_ledger_line(out, &(ledger_line){.what = totals[i].what,
                                            .category = category,
                                            .alleles =
                                                totals[i].alleles ? cb_node_at(ledger, totals[i].alleles) : &none,
                                            .records = cb_node_at(ledger, totals[i].records),
                                            .text = cb_node_at(ledger, totals[i].text)});
    }
}

/* One count of each of the ledger's rules. */
static void put_rules(cb_buf *out, const cb_node *rules, const char *category, const char *what, const char *count) {
    for (const cb_node *row = rules ? rules->first : NULL; row; row = row->next) {
        put_ledger_line(out, &(ledger_line){.what = what,
                                            .category = category,
                                            .rule = cb_node_at(row, "rule"),
                                            .alleles = cb_node_at(row, count),
                                            .records = strcmp(what, "dropped") == 0 ? cb_node_at(row, "records") : NULL,
                                            .text = cb_node_at(row, "text")});
    }
}

typedef struct gene_lines {
    cb_buf *out;
    const char *category;
    const cb_node *rules; /* ledger/rows */
} gene_lines;

static void put_gene_line(const gene_lines *g, const cb_node *gene, const char *what, const char *alleles,
                          const char *records) {
    put_ledger_line(g->out, &(ledger_line){.what = what,
                                           .category = g->category,
                                           .gene = cb_node_at(gene, "symbol"),
                                           .hgnc_id = cb_node_at(gene, "hgnc_id"),
                                           .alleles = cb_node_at(gene, alleles),
                                           .records = records ? cb_node_at(gene, records) : NULL});
}

/* A line for each rule that has any; `counts` is parallel to the rules. */
static void put_gene_rules(const gene_lines *g, const cb_node *gene, const char *what, const char *counts) {
    const cb_node *list = cb_node_at(gene, counts), *count = list ? list->first : NULL;
    for (const cb_node *rule = g->rules->first; rule && count; rule = rule->next, count = count->next) {
        if (count->integer > 0) {
            put_ledger_line(g->out, &(ledger_line){.what = what,
                                                   .category = g->category,
                                                   .rule = cb_node_at(rule, "rule"),
                                                   .gene = cb_node_at(gene, "symbol"),
                                                   .hgnc_id = cb_node_at(gene, "hgnc_id"),
                                                   .alleles = count});
        }
    }
}

/* By the gene that heads an allele. */
static void put_genes(const gene_lines *g, const cb_node *genes) {
    for (const cb_node *gene = genes ? genes->first : NULL; gene; gene = gene->next) {
        put_gene_line(g, gene, "gene_listed", "listed", NULL);
        put_gene_rules(g, gene, "gene_near_misses", "near_misses");
    }
}

/* The genes of the panels, in the order of the page: what lies in them, and where it went. */
static void put_asked(const gene_lines *g, const cb_node *genes) {
    static const cb_node none = {.kind = CB_NODE_INTEGER, .text = "0"};
    for (const cb_node *gene = genes ? genes->first : NULL; gene; gene = gene->next) {
        if (!cb_node_at(gene, "alleles")) { /* no record lies in it */
            put_ledger_line(g->out, &(ledger_line){.what = "asked_in",
                                                   .category = g->category,
                                                   .gene = cb_node_at(gene, "symbol"),
                                                   .hgnc_id = cb_node_at(gene, "hgnc_id"),
                                                   .alleles = &none,
                                                   .records = &none});
            continue;
        }
        put_gene_line(g, gene, "asked_in", "alleles", "records");
        if (cb_node_at(gene, "listed_count")) {
            put_gene_line(g, gene, "asked_listed", "listed_count", NULL);
        }
        put_gene_rules(g, gene, "asked_dropped", "dropped");
    }
}

static void put_near_misses(cb_buf *out, const cb_node *near, const char *category) {
    static const cb_node one = {.kind = CB_NODE_INTEGER, .text = "1", .integer = 1};
    const cb_node *rows = cb_node_at(near, "rows"), *counted = cb_node_at(near, "counted");
    for (const cb_node *row = rows ? rows->first : NULL; row; row = row->next) {
        put_ledger_line(out, &(ledger_line){.what = "near_miss",
                                            .category = category,
                                            .rule = cb_node_at(row, "rule"),
                                            .gene = cb_node_at(row, "gene"),
                                            .hgnc_id = cb_node_at(row, "hgnc_id"),
                                            .alleles = &one,
                                            .allele = cb_node_at(row, "key"),
                                            .text = cb_node_at(row, "facts")});
    }
    if (counted && rows) {
        const cb_node more = {.kind = CB_NODE_INTEGER, .integer = counted->integer - (int64_t)rows->count};
        put_ledger_line(out, &(ledger_line){.what = "near_misses_not_shown", .category = category, .alleles = &more});
    }
}

cb_status cb_data_ledger(cb_arena *arena, const cb_node *view, cb_buf *out, cb_error *e) {
    (void)arena;
    const cb_node *ledger = cb_node_at(view, "ledger"), *rows = cb_node_at(view, "ledger/rows");
    if (!rows || !cb_node_at(view, "ledger/totals/records_in")) {
        return cb_fail(e, CB_INTERNAL, "the view has no ledger");
    }
    const char *category = cb_node_text(ledger, "category");
    put_head(out, view, "ledger");
    cb_buf_text(out, LEDGER_HEAD);
    put_totals(out, ledger, category);
    put_rules(out, rows, category, "dropped", "alleles");
    put_rules(out, cb_node_at(ledger, "kept"), category, "kept", "alleles");
    put_rules(out, rows, category, "rescued", "rescued");
    put_rules(out, rows, category, "near_misses", "near_misses");
    const gene_lines g = {out, category, rows};
    put_genes(&g, cb_node_at(ledger, "genes"));
    put_asked(&g, cb_node_at(view, "genes/found"));
    put_asked(&g, cb_node_at(view, "genes/others"));
    put_asked(&g, cb_node_at(view, "genes/silent"));
    put_near_misses(out, cb_node_at(view, "near_misses"), category);
    return cb_buf_status(out, e);
}
