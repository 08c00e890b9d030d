/* layout.c: which fields the entries of CSQ (VEP), ANN (SnpEff, Jannovar, VEP under another name) and BCSQ (bcftools
 * csq) have, by the header's own list.
 *
 * VEP ends its description with "Format: Allele|Consequence|…"; the ANN specification 1.0 (SnpEff) has "Functional
 * annotations: 'Allele | Annotation | …'"; bcftools csq has "Format:
 * '[*]consequence|gene|transcript|biotype[|strand|amino_acid_change|dna_change]'". */
#include <string.h>

#include "casebound/base/ascii.h"
#include "read/header.h"

enum { FIELDS_MAX = 4096, BCSQ_FIELDS = 7, BCSQ_LEAST = 4 };

static const char *const keys[CB_ANNOTATORS] = {"CSQ", "ANN", "BCSQ"};

typedef struct name {
    const char *field;
    cb_part part;
} name;

/* Names are compared without case: tools differ in it. */
static const name names[] = {
    {"Allele", CB_PART_ALLELE},
    {"ALLELE_NUM", CB_PART_ALLELE_NUMBER},
    {"Consequence", CB_PART_CONSEQUENCE},
    {"Annotation", CB_PART_CONSEQUENCE},
    {"IMPACT", CB_PART_IMPACT},
    {"Annotation_Impact", CB_PART_IMPACT},
    {"Putative_impact", CB_PART_IMPACT},
    {"SYMBOL", CB_PART_SYMBOL},
    {"Gene_Name", CB_PART_SYMBOL},
    {"Gene", CB_PART_GENE},
    {"Gene_ID", CB_PART_GENE},
    {"HGNC_ID", CB_PART_HGNC},
    {"Feature", CB_PART_FEATURE},
    {"Feature_ID", CB_PART_FEATURE},
    {"Feature_type", CB_PART_FEATURE_TYPE},
    {"BIOTYPE", CB_PART_BIOTYPE},
    {"Transcript_BioType", CB_PART_BIOTYPE},
    {"EXON", CB_PART_EXON},
    {"INTRON", CB_PART_INTRON},
    {"Rank", CB_PART_RANK},
    {"HGVSc", CB_PART_HGVS_C},
    {"HGVS.c", CB_PART_HGVS_C},
    {"HGVSp", CB_PART_HGVS_P},
    {"HGVS.p", CB_PART_HGVS_P},
    {"CANONICAL", CB_PART_CANONICAL},
    {"MANE", CB_PART_MANE},
    {"MANE_SELECT", CB_PART_MANE_SELECT},
    {"MANE_PLUS_CLINICAL", CB_PART_MANE_PLUS},
};

/* The list of fields inside the description: behind "Format:", or between the outermost single quotes. */
static cb_str list_of(cb_str description) {
    size_t at;
    if (cb_ascii_find(description, "format:", &at)) {
        cb_str rest = {description.s + at + 7, description.n - at - 7};
        rest = cb_str_trim(rest);
        while (rest.n > 0 && (rest.s[0] == '\'' || rest.s[0] == '"' || rest.s[0] == '\\')) {
            rest = (cb_str){rest.s + 1, rest.n - 1};
        }
        while (rest.n > 0 && strchr("'\"\\.", rest.s[rest.n - 1])) {
            rest.n--;
        }
        return rest;
    }
    const char *first = memchr(description.s, '\'', description.n);
    const char *last = memrchr(description.s, '\'', description.n);
    return first && last > first ? (cb_str){first + 1, (size_t)(last - first - 1)} : (cb_str){0};
}

static void learn(cb_layout *layout, cb_str field, int index) {
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (cb_ascii_is(field, names[i].field) && layout->part[names[i].part] < 0) {
            layout->part[names[i].part] = index;
        }
    }
    layout->snpeff = layout->snpeff || cb_ascii_is(field, "Annotation_Impact") || cb_ascii_is(field, "Gene_Name");
}

static cb_status read_fields(cb_header *h, cb_layout *layout, cb_str list, cb_error *e) {
    size_t count = 1;
    for (size_t i = 0; i < list.n; i++) {
        count += list.s[i] == '|' ? 1 : 0;
    }
    layout->fields = count <= FIELDS_MAX ? cb_alloc_array(h->arena, count, sizeof *layout->fields) : NULL;
    if (!layout->fields) {
        return cb_fail_memory(e);
    }
    cb_str field;
    while (cb_str_split(&list, '|', &field)) {
        field = cb_str_trim(field);
        char *copy = cb_copy_str(h->arena, field);
        if (!copy) {
            return cb_fail_memory(e);
        }
        learn(layout, field, (int)layout->count);
        layout->fields[layout->count++] = copy;
    }
    for (int i = 0; i < CB_PARTS; i++) {
        layout->least = layout->part[i] >= (int)layout->least ? (size_t)layout->part[i] + 1 : layout->least;
    }
    return CB_OK;
}

/* The fields that bcftools csq(1) documents; entries of non-coding consequences end after the biotype. */
static cb_status read_bcsq(cb_header *h, cb_layout *layout, cb_error *e) {
    static const char *const fields[BCSQ_FIELDS] = {"consequence",       "gene",      "transcript", "biotype", "strand",
                                                    "amino_acid_change", "dna_change"};
    layout->fields = cb_alloc_array(h->arena, BCSQ_FIELDS, sizeof *layout->fields);
    if (!layout->fields) {
        return cb_fail_memory(e);
    }
    memcpy(layout->fields, fields, sizeof fields);
    layout->count = BCSQ_FIELDS;
    layout->least = BCSQ_LEAST;
    layout->part[CB_PART_CONSEQUENCE] = 0;
    layout->part[CB_PART_SYMBOL] = 1;
    layout->part[CB_PART_FEATURE] = 2;
    layout->part[CB_PART_BIOTYPE] = 3;
    layout->part[CB_PART_DNA_CHANGE] = 6;
    return CB_OK;
}

cb_status cb_layout_read(cb_header *h, cb_annotator kind, long number, cb_error *e) {
    cb_layout *layout = &h->layouts[kind];
    const cb_declared *d = cb_header_info(h, cb_str_of(keys[kind]));
    *layout = (cb_layout){.kind = kind, .key = keys[kind], .declared = true};
    for (int i = 0; i < CB_PARTS; i++) {
        layout->part[i] = -1;
    }
    cb_str description = cb_str_of(d->description);
    size_t at;
    bool bcsq = kind == CB_BCSQ && cb_ascii_find(description, "consequence|gene|transcript|biotype", &at);
    cb_status status = bcsq ? read_bcsq(h, layout, e) : read_fields(h, layout, list_of(description), e);
    if (status == CB_OK && layout->part[CB_PART_CONSEQUENCE] < 0 && layout->count < 2) {
        return cb_fail_at(
            e, CB_INPUT, h->file, number,
            "INFO %s is declared without the list of its fields (Format: Allele|Consequence|…); annotate again",
            keys[kind]);
    }
    return status;
}

int cb_layout_field(const cb_layout *layout, cb_str field) {
    for (size_t i = 0; i < layout->count; i++) {
        if (cb_str_is(field, layout->fields[i])) {
            return (int)i;
        }
    }
    return -1;
}
