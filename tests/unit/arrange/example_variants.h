/* example_variants.h: the list of the example view, its shortlist and its columns; example_view.h holds the rest. */
#ifndef CASEBOUND_TESTS_EXAMPLE_VARIANTS_H
#define CASEBOUND_TESTS_EXAMPLE_VARIANTS_H

#include "casebound/arrange/view.h"
#include "unit/arrange/example_decisions.h"
#include <string.h>

enum { EXAMPLE_SHORTLISTED = 4, EXAMPLE_LISTED = 34, EXAMPLE_MEMBERS = 3 };

typedef struct example_call {
    const char *gt, *zygosity, *sign;
    int ref, alt, quality; /* -1: missing */
    const char *doubt;
} example_call;

typedef struct example_variant {
    const char *gene, *hgvs_c, *hgvs_p, *transcript, *exon, *key, *position, *consequence, *impact, *inheritance,
        *clinvar;
    double score, af, revel; /* -1: missing, -2: not annotated */
    example_call calls[EXAMPLE_MEMBERS];
    const char *partner; /* key, or NULL */
} example_variant;

static const char *const example_roles[EXAMPLE_MEMBERS] = {"Proband", "Father", "Mother"};
static const char *const example_ids[EXAMPLE_MEMBERS] = {"P-0042-1", "P-0042-2", "P-0042-3"};
/* Key, label, type, first order, key of the column that it stands under; wide ones from EXAMPLE_WIDE on. */
static const char *const example_columns[][5] = {
    {"rank", "Rank", "number", "ascending", ""},
    {"score", "Score", "number", "descending", ""},
    {"gene", "Gene", "text", "ascending", ""},
    {"hgvs_c", "HGVS c.", "text", "ascending", ""},
    {"hgvs_p", "HGVS p.", "text", "ascending", "hgvs_c"},
    {"consequence", "Consequence", "text", "ascending", ""},
    {"exon", "Exon", "text", "ascending", "consequence"},
    {"inheritance", "Inheritance", "text", "ascending", ""},
    {"partners", "Pairs with", "text", "ascending", "inheritance"},
    {"gt_p_0042_1", "Proband", "genotype", "descending", ""},
    {"gt_p_0042_2", "Father", "genotype", "descending", ""},
    {"gt_p_0042_3", "Mother", "genotype", "descending", ""},
    {"af", "Highest AF", "number", "ascending", ""},
    {"af_source", "AF from", "text", "ascending", "af"},
    {"clinvar", "ClinVar", "text", "ascending", ""},
    {"revel", "REVEL", "number", "descending", ""},
    {"cadd", "CADD", "number", "descending", ""},
    {"position", "Position", "text", "ascending", ""},
    {"filter", "FILTER", "text", "ascending", "position"},
    {"key", "Variant key", "text", "ascending", "position"},
    {"qual", "QUAL", "number", "descending", "position"},
    {"type", "Type", "text", "ascending", "position"},
    {"gq_p_0042_1", "GQ Proband", "number", "descending", "gt_p_0042_1"},
    {"af_genomes", "gnomAD genomes", "number", "ascending", "af"},
};
enum { EXAMPLE_WIDE = 19, EXAMPLE_GENOTYPES = 9 };

static inline void example_text(cb_builder *b, cb_node *parent, const char *key, const char *text) {
    if (text) {
        cb_node_add_text(b, parent, key, text);
    } else {
        cb_node_add_missing(b, parent, key, "–");
    }
}

/* -1 is missing, -2 not annotated. */
static inline void example_real(cb_builder *b, cb_node *parent, const char *key, double value) {
    if (value == -2) {
        cb_node_add_not_annotated(b, parent, key, "not annotated");
    } else if (value == -1) {
        cb_node_add_missing(b, parent, key, "–");
    } else {
        cb_node_add_real(b, parent, key, value, NULL);
    }
}

static inline void example_count(cb_builder *b, cb_node *parent, const char *key, int value) {
    if (value < 0) {
        cb_node_add_missing(b, parent, key, "–");
    } else {
        cb_node_add_integer(b, parent, key, value, NULL);
    }
}

static inline void example_list_columns(cb_builder *b, cb_node *root) {
    cb_node *columns = cb_node_list(b, root, "columns");
    for (size_t i = 0; i < sizeof example_columns / sizeof example_columns[0]; i++) {
        cb_node *column = cb_node_map(b, columns, NULL);
        static const char *const names[] = {"key", "label", "type", "sort", "under"};
        for (size_t j = 0; j < 5; j++) {
            cb_node_add_text(b, column, names[j], example_columns[i][j]);
        }
        cb_node_add_text(b, column, "parts", strcmp(example_columns[i][0], "inheritance") == 0 ? "; " : "");
        cb_node_add_bool(b, column, "wide", i >= EXAMPLE_WIDE, NULL);
        if (strcmp(example_columns[i][2], "genotype") == 0) {
            cb_node_add_integer(b, column, "member", (int64_t)i - EXAMPLE_GENOTYPES, NULL);
        } else {
            cb_node_add_missing(b, column, "member", "–");
        }
    }
}

static inline void example_scales(cb_builder *b, cb_node *root) {
    static const char *const kinds[] = {"benign supporting", "neutral", "harmful supporting"};
    static const double x[] = {0, 29, 64.4}, widths[] = {29, 35.4, 35.6};
    cb_node *scale = cb_node_map(b, cb_node_list(b, root, "scales"), NULL);
    cb_node_add_text(b, scale, "name", "REVEL");
    cb_node_add_real(b, scale, "from", 0, NULL);
    cb_node_add_real(b, scale, "to", 1, NULL);
    cb_node_add_text(b, scale, "source", "Pejaver 2022");
    cb_node *segments = cb_node_list(b, scale, "segments");
    for (int i = 0; i < 3; i++) {
        cb_node *segment = cb_node_map(b, segments, NULL);
        cb_node_add_real(b, segment, "x", x[i], NULL);
        cb_node_add_real(b, segment, "width", widths[i], NULL);
        cb_node_add_text(b, segment, "kind", kinds[i]);
    }
}

static inline char *example_cell_gt(cb_builder *b, const example_call *c) {
    if (c->alt < 0) {
        return cb_format(b->arena, "%s · –/– ?", c->gt);
    }
    return cb_format(b->arena, "%s · %d/%d", c->gt, c->alt, c->ref + c->alt);
}

static inline void example_cells(cb_builder *b, cb_node *node, const example_variant *v, int rank) {
    cb_node *cells = cb_node_list(b, node, "cells");
    cb_node_add_integer(b, cells, NULL, rank, NULL);
    cb_node_add_real(b, cells, NULL, v->score, NULL);
    example_text(b, cells, NULL, v->gene);
    example_text(b, cells, NULL, v->hgvs_c);
    example_text(b, cells, NULL, v->hgvs_p);
    if (v->consequence) {
        cb_node_add_placed(b, cells, NULL, v->consequence, strcmp(v->consequence, "stop gained") == 0 ? 3 : 12);
    } else {
        cb_node_add_missing(b, cells, NULL, "–");
    }
    example_text(b, cells, NULL, v->exon);
    cb_node_add_text(b, cells, NULL, v->inheritance);
    example_text(b, cells, NULL, v->partner ? (rank == 2 ? "#3 in trans" : "#2 in trans") : NULL);
    for (size_t i = 0; i < EXAMPLE_MEMBERS; i++) {
        cb_node_add_text(b, cells, NULL, example_cell_gt(b, &v->calls[i]));
    }
    example_real(b, cells, NULL, v->af);
    example_text(b, cells, NULL, v->af >= 0 ? "gnomAD exomes" : NULL);
    example_text(b, cells, NULL, v->clinvar);
    example_real(b, cells, NULL, v->revel);
    cb_node_add_not_annotated(b, cells, NULL, "not annotated");
    cb_node_add_text(b, cells, NULL, v->position);
    cb_node_add_text(b, cells, NULL, "PASS");
    cb_node_add_text(b, cells, NULL, v->key);
    cb_node_add_real(b, cells, NULL, 812.25 + rank, "8.1e+02");
    cb_node_add_text(b, cells, NULL, "SNV");
    example_count(b, cells, NULL, v->calls[0].quality);
    cb_node_add_not_annotated(b, cells, NULL, "not annotated");
}

static inline void example_genotypes(cb_builder *b, cb_node *node, const example_variant *v) {
    static const char *const sexes[EXAMPLE_MEMBERS] = {"circle", "square", "circle"};
    cb_node *list = cb_node_list(b, node, "genotypes");
    for (size_t i = 0; i < EXAMPLE_MEMBERS; i++) {
        const example_call *c = &v->calls[i];
        cb_node *g = cb_node_map(b, list, NULL);
        cb_node_add_text(b, g, "member", example_ids[i]);
        cb_node_add_text(b, g, "role", example_roles[i]);
        cb_node_add_text(b, g, "gt", c->gt);
        cb_node_add_text(b, g, "zygosity", c->zygosity);
        cb_node_add_text(b, g, "sign", c->sign);
        cb_node_add_text(b, g, "sex", sexes[i]);
        cb_node_add_bool(b, g, "affected", i == 0, NULL);
        example_count(b, g, "ref_depth", c->ref);
        example_count(b, g, "alt_depth", c->alt);
        example_count(b, g, "depth", c->alt < 0 ? -1 : c->ref + c->alt);
        example_count(b, g, "quality", c->quality);
        example_real(b, g, "balance",
                     c->ref + c->alt > 0 ? (double)((int)(100.0 * c->alt / (c->ref + c->alt))) / 100 : -1);
        cb_node_add_text(b, g, "text", cb_format(b->arena, "%s %s", example_cell_gt(b, c), c->zygosity));
        cb_node_add_text(b, g, "doubt", c->doubt);
    }
}

static inline void example_reasons(cb_builder *b, cb_node *node, const example_variant *v) {
    cb_node *points = cb_node_list(b, node, "points");
    static const char *const texts[] = {"fits a mode of inheritance", "rare in every population"};
    for (int i = 0; i < 2; i++) {
        cb_node *point = cb_node_map(b, points, NULL);
        double half = (double)(int)(v->score / 2);
        cb_node_add_real(b, point, "points", i == 0 ? half : v->score - half, NULL);
        cb_node_add_text(b, point, "text", texts[i]);
        cb_node_add_text(b, point, "evidence", i == 0 ? v->inheritance : "af = 0");
        cb_node_add_text(b, point, "reason", i == 0 ? "inheritance" : "rare");
    }
    cb_node *list = cb_node_list(b, node, "for");
    cb_node_add_text(b, list, NULL, "rare in every population");
    list = cb_node_list(b, node, "against");
    for (size_t i = 0; i < EXAMPLE_MEMBERS; i++) {
        if (v->calls[i].doubt[0]) {
            cb_node_add_text(b, list, NULL, cb_format(b->arena, "%s: %s", example_roles[i], v->calls[i].doubt));
        }
    }
    list = cb_node_list(b, node, "flags");
    if (!v->gene) {
        cb_node_add_text(b, list, NULL, "not in a gene");
    }
}

static inline void example_evidence(cb_builder *b, cb_node *node, const example_variant *v) {
    cb_node *item = cb_node_map(b, cb_node_list(b, node, "inheritance"), NULL);
    cb_node_add_text(b, item, "mode", v->inheritance);
    cb_node_add_text(b, item, "fit", "fits");
    cb_node_add_text(b, item, "kind", "fits");
    cb_node_add_text(b, item, "reason", "the father and the mother do not carry it; the proband does");
    cb_node *reasons = cb_node_list(b, item, "reasons");
    cb_node_add_text(b, reasons, NULL, "the father and the mother do not carry it");
    cb_node_add_text(b, reasons, NULL, "the proband does");
    cb_node_add_text(b, node, "inheritance_short", v->inheritance);
    example_real(b, node, "af", v->af);
    example_text(b, node, "af_name", v->af >= 0 ? "gnomAD exomes" : NULL);
    cb_node *list = cb_node_list(b, node, "frequencies");
    item = cb_node_map(b, list, NULL);
    cb_node_add_text(b, item, "name", "gnomAD exomes");
    example_real(b, item, "value", v->af);
    if (v->af >= 0) {
        cb_node_add_real(b, item, "at", 53.5, NULL);
    }
    cb_node_add_text(b, node, "frequencies_not_annotated", "Not annotated in this VCF: gnomAD genomes");
    item = cb_node_map(b, cb_node_list(b, node, "counts"), NULL);
    cb_node_add_text(b, item, "name", "gnomAD homozygotes");
    cb_node_add_integer(b, item, "value", 3, NULL);
    item = cb_node_map(b, cb_node_list(b, node, "predictors"), NULL);
    cb_node_add_text(b, item, "name", "REVEL");
    example_real(b, item, "value", v->revel);
    cb_node_add_text(b, item, "band", v->revel >= 0 ? "harmful, moderate (PP3)" : "");
    cb_node_add_text(b, item, "band_kind", v->revel >= 0 ? "harmful" : "neutral");
    if (v->revel >= 0) {
        cb_node_add_integer(b, item, "scale", 0, NULL);
        cb_node_add_real(b, item, "at", v->revel * 100, NULL);
    }
    cb_node_add_text(b, node, "predictors_not_annotated", "");
    cb_node *clinvar = cb_node_map(b, node, "clinvar");
    example_text(b, clinvar, "class", v->clinvar);
    example_text(b, clinvar, "significance", v->clinvar ? "Pathogenic&drug_response" : NULL);
    example_count(b, clinvar, "stars", v->clinvar ? 2 : -1);
    example_text(b, clinvar, "accession", v->clinvar ? "VCV000000042" : NULL);
    cb_node_add_text(b, node, "filter", "PASS");
    example_real(b, node, "quality", 812.5);
    list = cb_node_list(b, node, "panels");
    if (v->gene) {
        cb_node_add_text(b, list, NULL, "Epilepsy");
    }
}

static inline void example_copied(cb_builder *b, cb_node *node, const example_variant *v) {
    static const char *const links[][3] = {
        {"gnomAD", "variant", "https://gnomad.broadinstitute.org/variant/1-1000-A-G"},
        {"OMIM", "gene", "https://www.omim.org/search?search=%3Cb%3E"},
        {EXAMPLE_HOSTILE, "gene", "https://example.org/%22%3E"}};
    example_text(b, node, "disease", v->partner ? EXAMPLE_HOSTILE : NULL);
    cb_node *panel = cb_node_map(b, cb_node_list(b, node, "gene_panels"), NULL);
    cb_node_add_text(b, panel, "name", "Epilepsy");
    cb_node_add_text(b, panel, "version", "4.2");
    example_text(b, panel, "model", v->partner ? "autosomal recessive (AR)" : NULL);
    cb_node *list = cb_node_list(b, node, "links");
    for (size_t i = 0; i < sizeof links / sizeof links[0]; i++) {
        cb_node *link = cb_node_map(b, list, NULL);
        cb_node_add_text(b, link, "label", links[i][0]);
        cb_node_add_text(b, link, "kind", links[i][1]);
        cb_node_add_text(b, link, "url", links[i][2]);
    }
    cb_node_add_text(b, node, "order",
                     cb_format(b->arena, "Sanger sequencing\nVariant: %s %s\n" EXAMPLE_HOSTILE, v->gene, v->hgvs_c));
    cb_node_add_text(b, node, "letter",
                     "In the patient’s sample the variant was found.\nClassification: [to be decided]");
}

static inline void example_section(cb_builder *b, cb_node *node, const example_variant *v, bool shortlisted) {
    cb_node *partners = cb_node_list(b, node, "partners");
    if (v->partner) {
        cb_node *partner = cb_node_map(b, partners, NULL);
        bool first = strcmp(v->key, "15-89327201-C-T") == 0;
        cb_node_add_integer(b, partner, "rank", first ? 3 : 2, NULL);
        cb_node_add_text(b, partner, "title", first ? "POLG c.2243G>C p.(Trp748Ser)" : "POLG c.1399G>A p.(Ala467Thr)");
        cb_node_add_text(b, partner, "key", v->partner);
        cb_node_add_text(b, partner, "anchor", first ? "v3" : "v2");
        cb_node_add_text(b, partner, "phase", "in trans");
        cb_node_add_text(b, partner, "reason", "one from each parent");
    }
    cb_node *transcripts = cb_node_list(b, node, "transcripts");
    for (int i = 0; shortlisted && i < 3; i++) {
        cb_node *t = cb_node_map(b, transcripts, NULL);
        cb_node_add_text(b, t, "feature", cb_format(b->arena, "NM_17210%d.4", i));
        cb_node_add_text(b, t, "gene", v->gene);
        cb_node_add_text(b, t, "consequence", v->consequence);
        cb_node_add_text(b, t, "hgvs_c", v->hgvs_c);
        example_text(b, t, "hgvs_p", i == 2 ? NULL : v->hgvs_p);
        example_text(b, t, "exon", i == 2 ? NULL : v->exon);
        cb_node_add_text(b, t, "biotype", "protein_coding");
        example_text(b, t, "mark", i == 0 ? "MANE Select, heads this section" : NULL);
    }
    if (shortlisted) {
        example_copied(b, node, v);
        cb_node *comment = cb_node_map(b, node, "comment");
        cb_node_add_text(b, comment, "label", cb_format(b->arena, "Comments (%s %s)", v->gene, v->hgvs_c));
        cb_node_add_text(b, comment, "placeholder", "Write here");
    }
    example_variant_decisions(b, node, (int)cb_node_at(node, "rank")->integer);
}

static inline void example_add_variant(cb_builder *b, cb_node *variants, const example_variant *v, int rank) {
    bool shortlisted = rank <= EXAMPLE_SHORTLISTED;
    char *title =
        cb_format(b->arena, "%s %s %s", v->gene ? v->gene : "", v->hgvs_c ? v->hgvs_c : "", v->hgvs_p ? v->hgvs_p : "");
    cb_node *node = cb_node_map(b, variants, NULL);
    cb_node_add_integer(b, node, "rank", rank, NULL);
    cb_node_add_text(b, node, "anchor", shortlisted ? cb_format(b->arena, "v%d", rank) : "");
    cb_node_add_bool(b, node, "shortlisted", shortlisted, NULL);
    cb_node_add_text(b, node, "key", v->key);
    example_cells(b, node, v, rank);
    cb_node_add_real(b, node, "score", v->score, NULL);
    example_text(b, node, "gene", v->gene);
    example_text(b, node, "hgnc_id", v->gene ? "6296" : NULL);
    cb_node_add_text(b, node, "title", v->gene ? title : v->position);
    cb_node_add_text(b, node, "position", cb_format(b->arena, "%s (GRCh38)", v->position));
    example_text(b, node, "hgvs_c", v->hgvs_c);
    example_text(b, node, "hgvs_p", v->hgvs_p);
    example_text(b, node, "transcript", v->transcript);
    example_text(b, node, "exon", v->exon);
    cb_node_add_text(b, node, "transcript_why", "MANE Select transcript of the most severe gene");
    example_text(b, node, "consequence", v->consequence);
    example_text(b, node, "impact", v->impact);
    example_evidence(b, node, v);
    example_genotypes(b, node, v);
    example_reasons(b, node, v);
    example_section(b, node, v, shortlisted);
}

static const example_variant example_shortlist[EXAMPLE_SHORTLISTED] = {
    {"KCNQ2",
     "c.601C>T",
     "p.(Arg201Cys)",
     "NM_172107.4",
     "4/17",
     "20-63442432-G-A",
     "20:63442432 G>A",
     "missense variant",
     "MODERATE",
     "de novo",
     "pathogenic ★★",
     41,
     -1,
     0.95,
     {{"0/1", "heterozygous", "het", 17, 18, 99, ""},
      {"0/0", "not carried", "hom_ref", 38, 0, 96, ""},
      {"0/0", "not carried", "hom_ref", 41, 0, 99, ""}},
     NULL},
    {"POLG",
     "c.1399G>A",
     "p.(Ala467Thr)",
     "NM_002693.3",
     "7/23",
     "15-89327201-C-T",
     "15:89327201 C>T",
     "missense variant",
     "MODERATE",
     "compound, in trans",
     "pathogenic ★★",
     33,
     0.00061,
     0.78,
     {{"0|1", "heterozygous", "het", 18, 22, 99, ""},
      {"0/0", "not carried", "hom_ref", 33, 0, 90, ""},
      {"0/1", "heterozygous", "het", 19, 17, 99, ""}},
     "15-89325639-C-G"},
    {"POLG",
     "c.2243G>C",
     "p.(Trp748Ser)",
     "NM_002693.3",
     "13/23",
     "15-89325639-C-G",
     "15:89325639 C>G",
     "missense variant",
     "MODERATE",
     "compound, in trans",
     "pathogenic ★★",
     31.5,
     0,
     0.81,
     {{"0|1", "heterozygous", "het", 14, 15, 99, ""},
      {"0/1", "heterozygous", "het", 16, 13, 99, ""},
      {"0/0", "not carried", "hom_ref", 30, 0, 81, ""}},
     "15-89327201-C-T"},
    {"ARX",
     "c.1150C>T",
     "p.(Arg384Ter)",
     "NM_139058.3",
     "4/5",
     "X-25013654-G-A",
     "X:25013654 G>A",
     "stop gained",
     "HIGH",
     "X-linked recessive",
     NULL,
     27,
     -2,
     -2,
     {{"1", "hemizygous", "hemi_alt", 0, 9, 42, ""},
      {"0", "not carried (one copy)", "hemi_ref", 21, 0, 60, ""},
      {"./.", "no call", "no_call", -1, -1, -1, "not called: neither carrier nor free of the allele"}},
     NULL},
};

static inline void example_variants(cb_builder *b, cb_node *root) {
    cb_node *variants = cb_node_list(b, root, "variants");
    for (int i = 0; i < EXAMPLE_SHORTLISTED; i++) {
        example_add_variant(b, variants, &example_shortlist[i], i + 1);
    }
    for (int i = EXAMPLE_SHORTLISTED; i < EXAMPLE_LISTED; i++) {
        example_variant v = example_shortlist[i % EXAMPLE_SHORTLISTED];
        v.gene = i == 7 ? NULL : i == 9 ? EXAMPLE_HOSTILE : cb_format(b->arena, "GENE%d", i);
        v.hgvs_c = i == 7 ? NULL : cb_format(b->arena, "c.%dA>G", 100 + i);
        v.hgvs_p = i == 7 ? NULL : cb_format(b->arena, "p.(Lys%dArg)", 34 + i);
        v.consequence = i == 7 ? NULL : v.consequence;
        v.key = cb_format(b->arena, "1-%d-A-G", 1000 + i);
        v.position = cb_format(b->arena, "1:%d A>G", 1000 + i);
        v.score = 20.5 - i;
        v.af = i % 5 == 0 ? -2 : i % 5 == 1 ? -1 : i % 5 == 2 ? 0 : 0.0001 * i;
        v.clinvar = i == 11 ? EXAMPLE_HOSTILE "\tone\ntwo" : NULL;
        v.partner = NULL;
        example_add_variant(b, variants, &v, i + 1);
    }
    cb_node *shortlist = cb_node_list(b, root, "shortlist");
    for (int i = 0; i < EXAMPLE_SHORTLISTED; i++) {
        cb_node_add_integer(b, shortlist, NULL, i, NULL);
    }
    static const int members[][2] = {{0, -1}, {1, 2}, {3, -1}};
    cb_node *entries = cb_node_list(b, root, "entries");
    for (size_t i = 0; i < sizeof members / sizeof members[0]; i++) {
        cb_node *list = cb_node_list(b, cb_node_map(b, entries, NULL), "members");
        for (int j = 0; j < 2 && members[i][j] >= 0; j++) {
            cb_node_add_integer(b, list, NULL, members[i][j], NULL);
        }
    }
    cb_node *comment = cb_node_map(b, cb_node_map(b, root, "comments"), "case");
    cb_node_add_text(b, comment, "label", "Comments (case)");
    cb_node_add_text(b, comment, "placeholder", "Write here");
}

#endif
