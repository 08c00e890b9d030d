/* info.c: the INFO column: a caller's numbers, population frequencies, predictors, ClinVar. */
#include "trio.h"

#include <stdlib.h>

void put_integer(cb_buf *b, long value) {
    char text[24];
    int at = (int)sizeof text;
    unsigned long left = (unsigned long)labs(value);
    do {
        text[--at] = (char)('0' + left % 10);
        left /= 10;
    } while (left);
    if (value < 0) {
        text[--at] = '-';
    }
    cb_buf_add(b, text + at, sizeof text - (size_t)at);
}

void put_fixed(cb_buf *b, long value, int decimals) {
    long one = 1;
    for (int i = 0; i < decimals; i++) {
        one *= 10;
    }
    if (value < 0) {
        cb_buf_char(b, '-');
    }
    value = labs(value);
    put_integer(b, value / one);
    char text[24] = ".";
    long rest = value % one;
    for (int i = decimals; i > 0; i--, rest /= 10) {
        text[i] = (char)('0' + rest % 10);
    }
    cb_buf_add(b, text, (size_t)decimals + 1);
}

/* As gnomAD's files write it: 0.0123457, 6.57e-06 */
void put_frequency(cb_buf *b, int af) {
    if (af == NO_VALUE) {
        cb_buf_char(b, '.');
    } else if (af == 0) {
        cb_buf_text(b, "0");
    } else if (af >= 1000) {
        put_fixed(b, af, 7);
    } else {
        int power = af >= 100 ? 5 : af >= 10 ? 6 : 7;
        put_fixed(b, af >= 100 ? af : af >= 10 ? af * 10L : af * 100L, 2);
        cb_buf_text(b, "e-0");
        put_integer(b, power);
    }
}

typedef enum value {
    CALLER_COUNT,
    CALLER_SHARE,
    CALLER_TOTAL,
    SIGNED_FLOAT, /* within ± most, three decimals */
    FLOAT,        /* 0 to most, three decimals */
    INTEGER,      /* 0 to most */
    FLAG,         /* in `most` of a thousand */
    CULPRIT,
    POPULATION_COUNT,
    POPULATION_TOTAL,
    POPULATION, /* `most` per cent of the frequency, some more and less */
    POPULATION_HOMOZYGOTES,
    POPULATION_NAME,
    FILTERS_PASSED,
    CADD,
    SPLICE,
    CLINVAR,
    CLINVAR_REVIEW,
    CLINVAR_NUMBER,
    CLINVAR_DISEASE,
    MOST_SEVERE,
    RS,
} value;

static const struct tag {
    const char *id;
    char number;
    const char *type;
    value value;
    int most;
} TAGS[] = {
    {"AC", 'A', "Integer", CALLER_COUNT, 0},
    {"AF", 'A', "Float", CALLER_SHARE, 0},
    {"AN", '1', "Integer", CALLER_TOTAL, 0},
    {"BaseQRankSum", '1', "Float", SIGNED_FLOAT, 4000},
    {"CADD", 'A', "Float", CADD, 0},
    {"CLNDN", '.', "String", CLINVAR_DISEASE, 0},
    {"CLNREVSTAT", '.', "String", CLINVAR_REVIEW, 0},
    {"CLNSIG", '.', "String", CLINVAR, 0},
    {"CLNVID", '.', "Integer", CLINVAR_NUMBER, 0},
    {"ClippingRankSum", '1', "Float", SIGNED_FLOAT, 2000},
    {"DB", '0', "Flag", FLAG, 900},
    {"DP", '1', "Integer", INTEGER, 140},
    {"ExcessHet", '1', "Float", FLOAT, 54000},
    {"FS", '1', "Float", FLOAT, 12000},
    {"Frq", 'A', "Float", POPULATION, 97},
    {"Hom", 'A', "Integer", POPULATION_HOMOZYGOTES, 1000},
    {"InbreedingCoeff", '1', "Float", SIGNED_FLOAT, 900},
    {"LCR", '0', "Flag", FLAG, 40},
    {"MLEAC", 'A', "Integer", CALLER_COUNT, 0},
    {"MLEAF", 'A', "Float", CALLER_SHARE, 0},
    {"MQ", '1', "Float", FLOAT, 60000},
    {"MQRankSum", '1', "Float", SIGNED_FLOAT, 3000},
    {"NEGATIVE_TRAIN_SITE", '0', "Flag", FLAG, 20},
    {"Obs", 'A', "Integer", POPULATION_COUNT, 9000},
    {"POSITIVE_TRAIN_SITE", '0', "Flag", FLAG, 300},
    {"QD", '1', "Float", FLOAT, 33000},
    {"RS", '1', "Integer", RS, 0},
    {"ReadPosRankSum", '1', "Float", SIGNED_FLOAT, 3000},
    {"SOR", '1', "Float", FLOAT, 3000},
    {"SWEGENAC_Hemi", 'A', "Integer", POPULATION_HOMOZYGOTES, 40},
    {"SWEGENAC_Het", 'A', "Integer", POPULATION_COUNT, 1000},
    {"SWEGENAC_Hom", 'A', "Integer", POPULATION_HOMOZYGOTES, 1000},
    {"SWEGENAF", 'A', "Float", POPULATION, 105},
    {"SpliceAI_DS_MAX", 'A', "Float", SPLICE, 0},
    {"TOPMED_AF", 'A', "Float", POPULATION, 98},
    {"UK10K_AF", 'A', "Float", POPULATION, 103},
    {"VQSLOD", '1', "Float", SIGNED_FLOAT, 22000},
    {"culprit", '1', "String", CULPRIT, 0},
    {"dbNSFP_GERP___RS", 'A', "Float", SIGNED_FLOAT, 6170},
    {"dbNSFP_phastCons100way_vertebrate", 'A', "Float", FLOAT, 1000},
    {"dbNSFP_phyloP100way_vertebrate", 'A', "Float", SIGNED_FLOAT, 9000},
    {"genomic_superdups_frac_match", '1', "Float", FLOAT, 999},
    {"gnomAD_AC", 'A', "Integer", POPULATION_COUNT, 152312},
    {"gnomAD_AF", 'A', "Float", POPULATION, 100},
    {"gnomAD_AF_XX", 'A', "Float", POPULATION, 101},
    {"gnomAD_AF_XY", 'A', "Float", POPULATION, 99},
    {"gnomAD_AF_afr", 'A', "Float", POPULATION, 140},
    {"gnomAD_AF_ami", 'A', "Float", POPULATION, 80},
    {"gnomAD_AF_amr", 'A', "Float", POPULATION, 90},
    {"gnomAD_AF_asj", 'A', "Float", POPULATION, 85},
    {"gnomAD_AF_eas", 'A', "Float", POPULATION, 70},
    {"gnomAD_AF_fin", 'A', "Float", POPULATION, 110},
    {"gnomAD_AF_mid", 'A', "Float", POPULATION, 95},
    {"gnomAD_AF_nfe", 'A', "Float", POPULATION, 103},
    {"gnomAD_AF_sas", 'A', "Float", POPULATION, 88},
    {"gnomAD_AN", '1', "Integer", POPULATION_TOTAL, 152312},
    {"gnomAD_faf95", 'A', "Float", POPULATION, 95},
    {"gnomAD_filter", '1', "String", FILTERS_PASSED, 0},
    {"gnomAD_nhomalt", 'A', "Integer", POPULATION_HOMOZYGOTES, 76156},
    {"gnomad_popmax", 'A', "String", POPULATION_NAME, 0},
    {"gnomad_popmax_af", 'A', "Float", POPULATION, 140},
    {"most_severe_consequence", '1', "String", MOST_SEVERE, 0},
};
enum { TAG_COUNT = sizeof TAGS / sizeof *TAGS };

void add_info_header(cb_buf *b) {
    for (int i = 0; i < TAG_COUNT; i++) {
        const struct tag *t = &TAGS[i];
        cb_buf_printf(b, "##INFO=<ID=%s,Number=%c,Type=%s,Description=\"Invented\">\n", t->id, t->number, t->type);
    }
}

/* Whether the annotation has anything to say of this record. */
static bool present(const struct tag *t, const site *s, draw *d) {
    const effect *e = &s->r.effect[0];
    switch (t->value) {
    case POPULATION_COUNT:
    case POPULATION_TOTAL:
    case POPULATION:
    case POPULATION_HOMOZYGOTES:
    case POPULATION_NAME:
    case FILTERS_PASSED:
        return e->af != NO_VALUE;
    case CLINVAR:
    case CLINVAR_REVIEW:
    case CLINVAR_NUMBER:
    case CLINVAR_DISEASE:
        return e->clinvar != NULL;
    case SPLICE:
        return e->splice != NO_VALUE;
    case RS:
        return s->r.rs > 0;
    case FLAG:
        return (int)draw_below(d, 1000) < t->most;
    default:
        return true;
    }
}

typedef struct counts {
    int of[ALTS + 1], called;
} counts;

static counts count_calls(const record *r) {
    counts n = {0};
    for (int i = 0; i < TRIO.persons; i++) {
        const call *c = &r->call[i];
        for (int k = 0; k < c->ploidy; k++) {
            n.called += c->allele[k] >= 0;
            n.of[c->allele[k] > 0 ? c->allele[k] : 0]++;
        }
    }
    return n;
}

static void put_of_alt(cb_buf *b, const struct tag *t, const site *s, int alt, const counts *n, draw *d) {
    const effect *e = &s->r.effect[alt];
    long af = e->af == NO_VALUE ? 0 : e->af;
    switch (t->value) {
    case CALLER_COUNT:
        put_integer(b, n->of[alt + 1]);
        break;
    case CALLER_SHARE:
        put_fixed(b, n->called ? n->of[alt + 1] * 1000L / n->called : 0, 3);
        break;
    case SIGNED_FLOAT:
        put_fixed(b, draw_between(d, -t->most, t->most), 3);
        break;
    case FLOAT:
        put_fixed(b, draw_below(d, (uint32_t)t->most), 3);
        break;
    case POPULATION_COUNT:
        put_integer(b, af * t->most / AF_ONE);
        break;
    case POPULATION: {
        long share = af * t->most / 100 * draw_between(d, 90, 110) / 100;
        put_frequency(b, (int)(share < AF_ONE ? share : AF_ONE - 1));
        break;
    }
    case POPULATION_HOMOZYGOTES:
        put_integer(b, af * af / AF_ONE * t->most / AF_ONE);
        break;
    case POPULATION_NAME:
        cb_buf_text(b, draw_chance(d, 70) ? "afr" : "eas");
        break;
    case CADD:
        put_fixed(b, e->cadd, 1);
        break;
    default:
        put_fixed(b, e->splice, 2);
    }
}

static void put_of_record(cb_buf *b, const struct tag *t, const site *s, const counts *n, draw *d) {
    const effect *e = &s->r.effect[0];
    switch (t->value) {
    case CALLER_TOTAL:
        put_integer(b, n->called);
        break;
    case INTEGER:
        put_integer(b, draw_between(d, t->most / 2, t->most));
        break;
    case POPULATION_TOTAL:
        put_integer(b, t->most - (long)draw_below(d, 4000));
        break;
    case CULPRIT:
        cb_buf_text(b, draw_chance(d, 50) ? "MQ" : "QD");
        break;
    case FILTERS_PASSED:
        cb_buf_text(b, draw_chance(d, 96) ? "PASS" : "AC0");
        break;
    case CLINVAR:
        cb_buf_text(b, e->clinvar);
        break;
    case CLINVAR_REVIEW:
        cb_buf_text(b, e->review);
        break;
    case CLINVAR_NUMBER:
        put_integer(b, draw_between(d, 10000, 3000000));
        break;
    case CLINVAR_DISEASE:
        cb_buf_text(b, draw_chance(d, 60) ? "not_specified|not_provided" : "Inborn_genetic_diseases");
        break;
    case MOST_SEVERE:
        cb_buf_text(b, s->term[0]->name);
        break;
    case RS:
        put_integer(b, s->r.rs);
        break;
    default:
        put_of_alt(b, t, s, 0, n, d);
    }
}

void add_info(cb_buf *b, const site *s, draw *d) {
    counts n = count_calls(&s->r);
    for (int i = 0; i < TAG_COUNT; i++) {
        const struct tag *t = &TAGS[i];
        if (!present(t, s, d)) {
            continue;
        }
        cb_buf_text(b, i ? ";" : "");
        cb_buf_text(b, t->id);
        cb_buf_text(b, t->value == FLAG ? "" : "=");
        for (int alt = 0; t->number == 'A' && alt < s->r.alts; alt++) {
            cb_buf_text(b, alt ? "," : "");
            put_of_alt(b, t, s, alt, &n, d);
        }
        if (t->number != 'A' && t->value != FLAG) {
            put_of_record(b, t, s, &n, d);
        }
    }
}
