/* hpo_genes.c: rows of phenotype_to_genes.txt and genes_to_phenotype.txt. A row that cannot be read is an error: a
 * gene lost in silence is a question that nobody asks. */
#include "hpo_genes.h"

#include "casebound/base/ascii.h"
#include "casebound/base/map.h"
#include "casebound/base/utf8.h"
#include "panel.h"
#include <string.h>

enum { FIELDS = 4 };

typedef struct reader {
    cb_arena *arena;
    const char *name;
    cb_error *e;
    cb_map *terms; /* id -> cb_panel * */
    cb_map *seen;  /* "term symbol" */
    size_t *room;  /* of each panel's genes */
    cb_panel *panels;
    size_t rows;
} reader;

typedef struct row {
    cb_str term, symbol;
} row;

static bool is_term(cb_str text) {
    return text.n == 10 && cb_str_starts(text, "HP:") && cb_ascii_digits((cb_str){text.s + 3, 7});
}

/* "7157", since 2023 in some tables "NCBIGene:7157". */
static bool is_gene_id(cb_str text) {
    static const char prefix[] = "NCBIGene:";
    size_t skip = cb_str_starts(text, prefix) ? sizeof prefix - 1 : 0;
    return text.n > skip && cb_ascii_digits((cb_str){text.s + skip, text.n - skip});
}

static bool is_symbol(cb_str text) {
    if (text.n == 0 || text.n > CB_SYMBOL) {
        return false;
    }
    for (size_t i = 0; i < text.n; i++) {
        char c = text.s[i];
        bool letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        if (!letter && !strchr("-._@", c)) {
            return false;
        }
    }
    return true;
}

/* Term and gene of a line; false when it is no row of the two tables. */
static bool read_row(cb_str line, row *out) {
    cb_str fields[FIELDS] = {{NULL, 0}};
    size_t count = 0;
    while (count < FIELDS && cb_str_split(&line, '\t', &fields[count])) {
        fields[count] = cb_str_trim(fields[count]);
        count++;
    }
    if (count == FIELDS && is_term(fields[0]) && is_gene_id(fields[2])) {
        *out = (row){fields[0], fields[3]};
        return true;
    }
    if (count == FIELDS && is_gene_id(fields[0]) && (is_term(fields[2]) || is_term(fields[3]))) {
        *out = (row){is_term(fields[2]) ? fields[2] : fields[3], fields[1]};
        return true;
    }
    return false;
}

static cb_status add_gene(reader *r, cb_panel *panel, cb_str symbol) {
    const char *key = cb_format(r->arena, "%s %.*s", panel->id, (int)symbol.n, symbol.s);
    if (!key) {
        return cb_fail_memory(r->e);
    }
    if (cb_map_has(r->seen, cb_str_of(key))) {
        return CB_OK;
    }
    const char **genes = (const char **)(uintptr_t)panel->genes;
    genes = cb_grow(r->arena, genes, panel->gene_count, &r->room[panel - r->panels], sizeof *genes);
    char *copy = genes ? cb_copy_str(r->arena, symbol) : NULL;
    if (!copy || !cb_map_set(r->seen, cb_str_of(key), panel)) {
        return cb_fail_memory(r->e);
    }
    genes[panel->gene_count++] = copy;
    panel->genes = genes;
    return CB_OK;
}

static cb_status take_line(reader *r, cb_str line, long number) {
    row found;
    size_t at;
    if (cb_str_trim(line).n == 0 || line.s[0] == '#' || (number == 1 && cb_str_find(line, "gene_symbol", &at))) {
        return CB_OK;
    }
    if (!read_row(line, &found)) {
        return cb_fail_at(r->e, CB_INPUT, r->name, number,
                          "is no row of HPO's phenotype_to_genes.txt or genes_to_phenotype.txt");
    }
    r->rows++;
    cb_panel *panel = cb_map_get(r->terms, found.term);
    if (!panel || cb_str_is(found.symbol, "-")) {
        return CB_OK;
    }
    return is_symbol(found.symbol)
               ? add_gene(r, panel, found.symbol)
               : cb_fail_at(r->e, CB_INPUT, r->name, number, "the gene's symbol is none; take the table anew from HPO");
}

static cb_status add_term(reader *r, const cb_term *term, cb_panel *panel) {
    panel->id = term->id;
    panel->name = term->name ? cb_format(r->arena, "%s %s", term->id, term->name) : term->id;
    bool all = panel->name && cb_map_set(r->terms, cb_str_of(term->id), panel) &&
               cb_map_set(r->terms, cb_str_of(term->given), panel);
    return all ? CB_OK : cb_fail_memory(r->e);
}

cb_status cb_hpo_genes_parse(cb_arena *arena, cb_str bytes, const char *name, const cb_term *terms, size_t count,
                             const cb_panel **out, cb_error *e) {
    reader r = {.arena = arena, .name = name, .e = e, .terms = cb_map_new(arena), .seen = cb_map_new(arena)};
    r.panels = cb_alloc_array(arena, count + 1, sizeof *r.panels);
    r.room = cb_alloc_array(arena, count + 1, sizeof *r.room);
    cb_status s = r.terms && r.seen && r.panels && r.room ? CB_OK : cb_fail_memory(e);
    if (s == CB_OK && !cb_utf8_valid(bytes, NULL)) {
        s = cb_fail(e, CB_INPUT, "%s: is not UTF-8 text; take the table anew from HPO", name);
    }
    for (size_t i = 0; s == CB_OK && i < count; i++) {
        s = add_term(&r, &terms[i], &r.panels[i]);
    }
    cb_str line;
    for (long number = 1; s == CB_OK && cb_str_split(&bytes, '\n', &line); number++) {
        s = take_line(&r, line, number);
    }
    if (s == CB_OK && r.rows == 0) {
        s = cb_fail(e, CB_INPUT, "%s: holds no row of a term and a gene", name);
    }
    *out = r.panels;
    return s;
}
