/* facts_gene.c: the genes of an allele, its transcripts, and what the case's panels say of a gene. */
#include "facts.h"
#include <string.h>

static const cb_transcript *transcript_of(const cb_handle *h) {
    return &h->v->transcripts[h->index];
}

static bool has_gene(const cb_transcript *t) {
    return (t->gene && *t->gene) || (t->hgnc_id && *t->hgnc_id);
}

static bool same_gene(const cb_transcript *a, const cb_transcript *b) {
    if (a->hgnc_id && b->hgnc_id) {
        return strcmp(a->hgnc_id, b->hgnc_id) == 0;
    }
    return a->gene && b->gene && strcmp(a->gene, b->gene) == 0;
}

/* A gene is known by the index of its first transcript; severest of its entries. */
static const cb_transcript *severest_of(const cb_handle *h) {
    const cb_transcript *first = transcript_of(h), *best = first;
    for (size_t i = h->index; i < h->v->transcript_count; i++) {
        const cb_transcript *t = &h->v->transcripts[i];
        best = same_gene(first, t) && t->severity < best->severity ? t : best;
    }
    return best;
}

static void push_symbol(lua_State *L, const cb_handle *h) {
    cb_push_text(L, h, "symbol", transcript_of(h)->gene, CB_MISSING);
}

static void push_hgnc_id(lua_State *L, const cb_handle *h) {
    cb_push_text(L, h, "hgnc_id", transcript_of(h)->hgnc_id, CB_MISSING);
}

static void push_gene_consequence(lua_State *L, const cb_handle *h) {
    cb_push_text(L, h, "consequence", severest_of(h)->consequence, CB_MISSING);
}

static void push_gene_impact(lua_State *L, const cb_handle *h) {
    cb_push_text(L, h, "impact", severest_of(h)->impact, CB_MISSING);
}

static void push_gene_severity(lua_State *L, const cb_handle *h) {
    lua_pushinteger(L, severest_of(h)->severity);
}

static void push_gene_biotype(lua_State *L, const cb_handle *h) {
    cb_push_text(L, h, "biotype", severest_of(h)->biotype, CB_MISSING);
}

static void push_inside(lua_State *L, const cb_handle *h) {
    const cb_transcript *first = transcript_of(h);
    bool inside = false;
    for (size_t i = h->index; i < h->v->transcript_count && !inside; i++) {
        const cb_transcript *t = &h->v->transcripts[i];
        inside = same_gene(first, t) && t->consequence && !cb_only_near(t);
    }
    lua_pushboolean(L, inside);
}

/* The next row of a panel that names the gene, from `row` on. */
static bool next_row(const cb_panel *panel, const cb_transcript *t, size_t *row) {
    while (*row < panel->gene_count && !cb_panel_row_is(panel, *row, t->gene, t->hgnc_id)) {
        (*row)++;
    }
    return !panel->missing && *row < panel->gene_count;
}

static void push_panels(lua_State *L, const cb_handle *h) {
    const cb_case *kase = cb_judging_of(L)->kase;
    lua_Integer count = 0;
    lua_newtable(L);
    for (size_t i = 0; i < kase->panel_count; i++) {
        size_t row = 0;
        cb_sandbox_charge(L, kase->panels[i].gene_count / CB_ROWS_PER_STEP);
        if (next_row(&kase->panels[i], transcript_of(h), &row)) {
            lua_pushstring(L, cb_panel_title(&kase->panels[i]));
            lua_rawseti(L, -2, ++count);
        }
    }
}

static void push_in_panel(lua_State *L, const cb_handle *h) {
    push_panels(L, h);
    lua_pushboolean(L, lua_rawlen(L, -1) > 0);
}

/* Adds the text at the top to the list below it, once. */
static void add_once(lua_State *L) {
    lua_Integer count = (lua_Integer)lua_rawlen(L, -2);
    for (lua_Integer i = 1; i <= count; i++) {
        lua_rawgeti(L, -2, i);
        bool same = lua_rawequal(L, -1, -2);
        lua_pop(L, 1);
        if (same) {
            lua_pop(L, 1);
            return;
        }
    }
    lua_rawseti(L, -2, count + 1);
}

static void push_models(lua_State *L, const cb_handle *h) {
    const cb_case *kase = cb_judging_of(L)->kase;
    lua_newtable(L);
    for (size_t i = 0; i < kase->panel_count; i++) {
        const cb_panel *panel = &kase->panels[i];
        cb_sandbox_charge(L, panel->gene_count / CB_ROWS_PER_STEP);
        for (size_t row = 0; next_row(panel, transcript_of(h), &row); row++) {
            if (panel->models && panel->models[row]) {
                lua_pushstring(L, panel->models[row]);
                add_once(L);
            }
        }
    }
}

const cb_fact CB_GENE_FACTS[] = {
    {"symbol", "text", "symbol of the gene", "missing: known by its HGNC id alone", "known(v:genes()[1].symbol)",
     push_symbol, 0, false, "SYMBOL"},
    {"hgnc_id", "text", "HGNC id, digits alone", "missing", "known(v:genes()[1].hgnc_id)", push_hgnc_id, 0, false,
     "HGNC_ID"},
    {"consequence", "text", "most severe Sequence Ontology term over the gene's transcripts", "missing",
     "v:genes()[1].consequence == \"stop_gained\"", push_gene_consequence, 0, false, NULL},
    {"impact", "text", "impact of that term", "missing", "v:genes()[1].impact == \"HIGH\"", push_gene_impact, 0, false,
     NULL},
    {"severity", "integer", "rank of that term: 1 is the most severe", "never", "v:genes()[1].severity < 10",
     push_gene_severity, 0, false, NULL},
    {"biotype", "text", "biotype of the transcript with that term", "missing",
     "v:genes()[1].biotype == \"protein_coding\"", push_gene_biotype, 0, false, NULL},
    {"inside", "boolean", "the allele lies within the gene rather than up or down of it", "never",
     "v:genes()[1].inside", push_inside, 0, false, NULL},
    {"in_panel", "boolean", "the gene is in a panel of the case", "false; see case.has_panels", "v:genes()[1].in_panel",
     push_in_panel, 0, false, NULL},
    {"panels", "list of texts", "names of these panels", "empty", "#v:genes()[1].panels", push_panels, 0, false, NULL},
    {"models", "list of texts",
     "what these panels say of the gene's inheritance, as they write it (\"AR\", \"AD,AR\"), each once", "empty",
     "#v:genes()[1].models", push_models, 0, false, NULL},
    {.name = NULL},
};

static void push_transcript_text(lua_State *L, const cb_handle *h, const char *name, const char *value) {
    cb_push_text(L, h, name, value && *value ? value : NULL, CB_MISSING);
}

#define TEXT_FACT(field)                                             \
    static void push_##field(lua_State *L, const cb_handle *h) {     \
        push_transcript_text(L, h, #field, transcript_of(h)->field); \
    }
TEXT_FACT(consequence)
TEXT_FACT(consequences)
TEXT_FACT(impact)
TEXT_FACT(gene)
TEXT_FACT(feature)
TEXT_FACT(feature_type)
TEXT_FACT(biotype)
TEXT_FACT(hgvs_c)
TEXT_FACT(hgvs_p)
TEXT_FACT(exon)
TEXT_FACT(intron)
TEXT_FACT(mane)
TEXT_FACT(mane_plus)

static void push_severity(lua_State *L, const cb_handle *h) {
    lua_pushinteger(L, transcript_of(h)->severity);
}

static void push_canonical(lua_State *L, const cb_handle *h) {
    lua_pushboolean(L, transcript_of(h)->canonical);
}

static void push_chosen(lua_State *L, const cb_handle *h) {
    lua_pushboolean(L, transcript_of(h) == h->v->chosen);
}

static void push_ambiguous(lua_State *L, const cb_handle *h) {
    lua_pushboolean(L, transcript_of(h)->allele_ambiguous);
}

const cb_fact CB_TRANSCRIPT_FACTS[] = {
    {"consequence", "text", "most severe Sequence Ontology term of the entry", "missing",
     "v:transcripts()[1].consequence", push_consequence, 0, false, NULL},
    {"consequences", "text", "all terms of the entry, `&` between", "missing", "v:transcripts()[1].consequences",
     push_consequences, 0, false, "Consequence"},
    {"severity", "integer", "rank of the most severe term: 1 is the most severe", "never",
     "v:transcripts()[1].severity", push_severity, 0, false, NULL},
    {"impact", "text", "\"HIGH\", \"MODERATE\", \"LOW\" or \"MODIFIER\"", "missing", "v:transcripts()[1].impact",
     push_impact, 0, false, "IMPACT"},
    {"gene", "text", "symbol", "missing", "v:transcripts()[1].gene", push_gene, 0, false, "SYMBOL"},
    {"hgnc_id", "text", "HGNC id, digits alone", "missing", "known(v:transcripts()[1].hgnc_id)", push_hgnc_id, 0, false,
     "HGNC_ID"},
    {"feature", "text", "the transcript, with its version where given", "missing", "known(v:transcripts()[1].feature)",
     push_feature, 0, false, "Feature"},
    {"feature_type", "text", "\"Transcript\", \"RegulatoryFeature\" …", "missing",
     "known(v:transcripts()[1].feature_type)", push_feature_type, 0, false, "Feature_type"},
    {"biotype", "text", "biotype of the transcript", "missing", "known(v:transcripts()[1].biotype)", push_biotype, 0,
     false, "BIOTYPE"},
    {"hgvs_c", "text", "HGVS of the transcript, without its name", "missing", "known(v:transcripts()[1].hgvs_c)",
     push_hgvs_c, 0, false, "HGVSc"},
    {"hgvs_p", "text", "HGVS of the protein", "missing", "known(v:transcripts()[1].hgvs_p)", push_hgvs_p, 0, false,
     "HGVSp"},
    {"exon", "text", "exon and exons in all: \"5/21\"", "missing", "known(v:transcripts()[1].exon)", push_exon, 0,
     false, "EXON"},
    {"intron", "text", "intron and introns in all", "missing", "known(v:transcripts()[1].intron)", push_intron, 0,
     false, "INTRON"},
    {"canonical", "boolean", "the annotator calls it canonical", "never", "v:transcripts()[1].canonical",
     push_canonical, 0, false, "CANONICAL"},
    {"mane", "text", "MANE Select's name of it", "missing: it is not", "known(v:transcripts()[1].mane)", push_mane, 0,
     false, "MANE_SELECT"},
    {"mane_plus", "text", "MANE Plus Clinical's name of it", "missing: it is not",
     "known(v:transcripts()[1].mane_plus)", push_mane_plus, 0, false, "MANE_PLUS_CLINICAL"},
    {"chosen", "boolean", "it heads the report", "never", "v:transcripts()[1].chosen", push_chosen, 0, false, "PICK"},
    {"allele_ambiguous", "boolean", "the entry could not be tied to this allele alone", "never",
     "v:transcripts()[1].allele_ambiguous", push_ambiguous, 0, false, NULL},
    {.name = NULL},
};

static bool is_in(lua_State *L, int set, const char *name) {
    bool in = lua_getfield(L, set, name) != LUA_TNIL;
    lua_pop(L, 1);
    return in;
}

static void put_in(lua_State *L, int set, const char *name) {
    lua_pushboolean(L, 1);
    lua_setfield(L, set, name);
}

enum { IDS = 2, SYMBOLS, WITHOUT_ID, GENES }; /* stack indices of sets of genes, and of their list */

/* As same_gene has it, of all entries before: a structural allele has thousands. */
static bool is_new_gene(lua_State *L, const cb_transcript *t) {
    const char *id = t->hgnc_id, *symbol = t->gene;
    bool seen = (id && is_in(L, IDS, id)) || (symbol && is_in(L, id ? WITHOUT_ID : SYMBOLS, symbol));
    if (id) {
        put_in(L, IDS, id);
    }
    if (symbol) {
        put_in(L, SYMBOLS, symbol);
        if (!id) {
            put_in(L, WITHOUT_ID, symbol);
        }
    }
    return !seen;
}

int cb_method_genes(lua_State *L) {
    const cb_variant *v = cb_check_variant(L, CB_MAKE_TRANSCRIPTS, NULL)->v;
    lua_Integer count = 0;
    lua_settop(L, 1);
    while (lua_gettop(L) < GENES) {
        lua_newtable(L);
    }
    for (size_t i = 0; i < v->transcript_count; i++) {
        cb_sandbox_charge(L, 1);
        if (has_gene(&v->transcripts[i]) && is_new_gene(L, &v->transcripts[i])) {
            cb_push_handle(L, CB_KIND_GENE, v, i);
            lua_rawseti(L, GENES, ++count);
        }
    }
    return 1;
}

int cb_method_transcripts(lua_State *L) {
    const cb_variant *v = cb_check_variant(L, CB_MAKE_TRANSCRIPTS, NULL)->v;
    lua_newtable(L);
    for (size_t i = 0; i < v->transcript_count; i++) {
        cb_sandbox_charge(L, 1);
        cb_push_handle(L, CB_KIND_TRANSCRIPT, v, i);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    return 1;
}
