/* header_build.c: which assembly a file was called against: by the lengths of its contigs, else by what its header
 * says. */
#include "casebound/base/ascii.h"
#include "read/header.h"

typedef struct length {
    int order; /* of cb_contig */
    int64_t grch37, grch38;
} length;

/* Genome Reference Consortium: GCF_000001405.25 (GRCh37.p13) and GCF_000001405.40 (GRCh38.p14). Mitochondria are the
 * same in both. */
static const length lengths[] = {
    {1, 249250621, 248956422},  {2, 243199373, 242193529},  {3, 198022430, 198295559},  {4, 191154276, 190214555},
    {5, 180915260, 181538259},  {6, 171115067, 170805979},  {7, 159138663, 159345973},  {8, 146364022, 145138636},
    {9, 141213431, 138394717},  {10, 135534747, 133797422}, {11, 135006516, 135086622}, {12, 133851895, 133275309},
    {13, 115169878, 114364328}, {14, 107349540, 107043718}, {15, 102531392, 101991189}, {16, 90354753, 90338345},
    {17, 81195210, 83257441},   {18, 78077248, 80373285},   {19, 59128983, 58617616},   {20, 63025520, 64444167},
    {21, 48129895, 46709983},   {22, 51304566, 50818468},   {23, 155270560, 156040895}, {24, 59373566, 57227415},
};

enum { OLD_MITOCHONDRIA = 16571 };

static void vote(cb_build *held, bool *disagree, cb_build build) {
    *disagree = *disagree || (*held != CB_BUILD_UNKNOWN && *held != build);
    *held = build;
}

void cb_header_length(cb_header *h, const cb_contig_line *line) {
    h->old_mitochondria = h->old_mitochondria || (line->contig.kind == CB_MT && line->length == OLD_MITOCHONDRIA);
    for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
        if (lengths[i].order != line->contig.order) {
            continue;
        }
        if (line->length == lengths[i].grch37) {
            vote(&h->build_by_length, &h->builds_disagree, CB_GRCH37);
        } else if (line->length == lengths[i].grch38) {
            vote(&h->build_by_length, &h->builds_disagree, CB_GRCH38);
        }
    }
}

static bool names(cb_str text, const char *word) {
    size_t at;
    return cb_ascii_find(text, word, &at);
}

void cb_header_assembly(cb_header *h, cb_str text) {
    static const char *const grch37[] = {"grch37", "hg19", "hs37", "b37", "g1k_v37", "ncbi37"};
    static const char *const grch38[] = {"grch38", "hg38", "hs38", "b38", "ncbi38"};
    for (size_t i = 0; i < sizeof grch37 / sizeof *grch37; i++) {
        if (names(text, grch37[i])) {
            vote(&h->build_by_text, &h->text_disagrees, CB_GRCH37);
        }
    }
    for (size_t i = 0; i < sizeof grch38 / sizeof *grch38; i++) {
        if (names(text, grch38[i])) {
            vote(&h->build_by_text, &h->text_disagrees, CB_GRCH38);
        }
    }
}

cb_build cb_header_build(const cb_header *h) {
    if (h->build_by_length != CB_BUILD_UNKNOWN) {
        return h->builds_disagree ? CB_BUILD_UNKNOWN : h->build_by_length;
    }
    return h->text_disagrees ? CB_BUILD_UNKNOWN : h->build_by_text;
}
