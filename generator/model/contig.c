/* contig.c: names and kinds of chromosomes, pseudoautosomal regions, expected ploidy. */
#include "casebound/model/contig.h"

#include <string.h>

typedef struct region {
    cb_build build;
    cb_contig_kind kind;
    int64_t first, last; /* 1-based, both inside */
} region;

/* PAR1 and PAR2 as the Genome Reference Consortium defines them. */
static const region par[] = {
    {CB_GRCH37, CB_X, 60001, 2699520}, {CB_GRCH37, CB_X, 154931044, 155260560},
    {CB_GRCH37, CB_Y, 10001, 2649520}, {CB_GRCH37, CB_Y, 59034050, 59363566},
    {CB_GRCH38, CB_X, 10001, 2781479}, {CB_GRCH38, CB_X, 155701383, 156030895},
    {CB_GRCH38, CB_Y, 10001, 2781479}, {CB_GRCH38, CB_Y, 56887903, 57217415},
};

const char *cb_build_name(cb_build build) {
    switch (build) {
    case CB_GRCH37:
        return "GRCh37";
    case CB_GRCH38:
        return "GRCh38";
    default:
        return "unknown";
    }
}

static bool is_mitochondrial(const char *plain) {
    return strcmp(plain, "M") == 0 || strcmp(plain, "MT") == 0 || strcmp(plain, "NC_012920.1") == 0;
}

/* 1..22, or 0. */
static int autosome_number(const char *plain) {
    int number = 0;
    for (const char *p = plain; *p; p++) {
        if (*p < '0' || *p > '9' || p - plain >= 2) {
            return 0;
        }
        number = number * 10 + (*p - '0');
    }
    return plain[0] != '0' && number >= 1 && number <= 22 ? number : 0;
}

void cb_contig_of(const char *name, cb_contig *out) {
    const char *plain = strncmp(name, "chr", 3) == 0 ? name + 3 : name;
    int number = autosome_number(plain);
    *out = (cb_contig){.name = name, .display = plain, .kind = CB_OTHER_CONTIG, .order = 26};
    if (number > 0) {
        out->kind = CB_AUTOSOME;
        out->order = number;
    } else if (strcmp(plain, "X") == 0) {
        out->kind = CB_X;
        out->order = 23;
    } else if (strcmp(plain, "Y") == 0) {
        out->kind = CB_Y;
        out->order = 24;
    } else if (is_mitochondrial(plain)) {
        out->kind = CB_MT;
        out->order = 25;
        out->display = "MT";
    } else {
        out->display = name; /* "chrUn_…" keeps its whole name */
    }
}

bool cb_in_par(cb_build build, cb_contig_kind kind, int64_t position) {
    for (size_t i = 0; i < sizeof par / sizeof *par; i++) {
        const region *r = &par[i];
        if (r->build == build && r->kind == kind && position >= r->first && position <= r->last) {
            return true;
        }
    }
    return false;
}

int cb_ploidy_expected(cb_build build, cb_contig_kind kind, int64_t position, cb_sex sex) {
    if (kind == CB_MT) {
        return 1;
    }
    if (kind == CB_OTHER_CONTIG) {
        return -1;
    }
    if (kind == CB_AUTOSOME || cb_in_par(build, kind, position)) {
        return 2;
    }
    if (kind == CB_X && sex == CB_FEMALE) {
        return 2;
    }
    if (kind == CB_Y && sex == CB_FEMALE) {
        return 0;
    }
    if (build == CB_BUILD_UNKNOWN || sex == CB_SEX_UNKNOWN) {
        return -1;
    }
    return 1;
}
