/* variants_versions_test.c: what the versions of VCF and single callers write in their own way. */
#include "vcf_fixture.h"

#define SAMPLE COLUMNS "\tFORMAT\tkid\n"
#define VERSION(minor) "##fileformat=VCFv4." minor "\n"

/* Declarations that htslib 1.16 refuses, or warns of. */
#define NEW_NUMBERS                                                \
    "##FORMAT=<ID=GT,Number=1,Type=String,Description=\"x\">\n"    \
    "##FORMAT=<ID=LAA,Number=.,Type=Integer,Description=\"x\">\n"  \
    "##FORMAT=<ID=LAD,Number=LR,Type=Integer,Description=\"x\">\n" \
    "##FORMAT=<ID=LEC,Number=LA,Type=Integer,Description=\"x\">\n" \
    "##FORMAT=<ID=LPL,Number=LG,Type=Integer,Description=\"x\">\n" \
    "##FORMAT=<ID=PSL,Number=P,Type=String,Description=\"x\">\n"   \
    "##FORMAT=<ID=MM,Number=M,Type=Integer,Description=\"x\">\n"   \
    "##INFO=<ID=RUS,Number=P,Type=String,Description=\"x\">\n"

typedef struct call {
    const char *name, *alt, *format, *sample;
    int index;
    /* expected */
    const char *text;
    int ploidy;
    int8_t allele[2];
    bool phased;
    cb_zygosity zygosity;
    int32_t depth, ref, alternate;
    cb_evidence evidence;
    const char *doubt;
} call;

/* clang-format off */
static const call calls[] = {
    {"unphased prefix", "C", "GT", "/0|1", 1, "/0|1", 2, {0, 1}, false, CB_HET, -1, -1, -1, CB_EVIDENCE_CARRIER, ""},
    {"phased prefix of an unphased call", "C", "GT", "|0/1", 1, "|0/1", 2, {0, 1}, false, CB_HET, -1, -1, -1,
     CB_EVIDENCE_CARRIER, ""},
    {"phased prefix", "C", "GT", "|0|1", 1, "|0|1", 2, {0, 1}, true, CB_HET, -1, -1, -1, CB_EVIDENCE_CARRIER, ""},
    {"haploid with prefix", "C", "GT", "/1", 1, "/1", 1, {1, -1}, false, CB_HEMI_ALT, -1, -1, -1, CB_EVIDENCE_CARRIER,
     ""},
    {"half missing with prefix", "C", "GT", "|./1", 1, "|./1", 2, {-1, 1}, false, CB_HALF_ALT, -1, -1, -1,
     CB_EVIDENCE_CARRIER, ""},
    {"an open end is one more allele", "C", "GT", "0/0|", 1, "0/0|", 3, {0, 0}, false, CB_HALF_CALL, -1, -1, -1,
     CB_EVIDENCE_UNKNOWN, "no_call"},
    {"LAD of the second ALT", "C,G", "GT:LAA:LAD", "0/2:2:11,12", 2, "0/2", 2, {0, 2}, false, CB_HET, 23, 11, 12,
     CB_EVIDENCE_CARRIER, ""},
    {"LAD without the first ALT", "C,G", "GT:LAA:LAD", "0/2:2:11,12", 1, "0/2", 2, {0, 2}, false, CB_HOM_REF, 23, 11,
     -1, CB_EVIDENCE_FREE, ""},
    {"LAD out of order", "C,G", "GT:LAA:LAD", "1/2:2,1:1,12,13", 1, "1/2", 2, {1, 2}, false, CB_HET, 26, 1, 13,
     CB_EVIDENCE_CARRIER, ""},
    {"LAD of REF alone", "C,G", "GT:LAA:LAD", "0/0::30", 1, "0/0", 2, {0, 0}, false, CB_HOM_REF, 30, 30, -1,
     CB_EVIDENCE_FREE, ""},
    {"LAD of another length", "C,G", "GT:LAA:LAD", "0/2:2:11,12,13", 2, "0/2", 2, {0, 2}, false, CB_HET, -1, -1, -1,
     CB_EVIDENCE_CARRIER, ""},
    {"AD goes before LAD", "C,G", "GT:AD:LAA:LAD", "0/2:5,0,6:2:11,12", 2, "0/2", 2, {0, 2}, false, CB_HET, 11, 5, 6,
     CB_EVIDENCE_CARRIER, ""},
    {"LPL that says nothing", "C,G", "GT:DP:LAA:LPL", "0/0:30:2:0,0,90", 2, "0/0", 2, {0, 0}, false, CB_HOM_REF, 30, -1,
     -1, CB_EVIDENCE_UNKNOWN, "pl_uninformative"},
    {"LPL of the other ALT", "C,G", "GT:DP:LAA:LPL", "0/0:30:2:0,0,90", 1, "0/0", 2, {0, 0}, false, CB_HOM_REF, 30, -1,
     -1, CB_EVIDENCE_FREE, ""},
    {"LPL that tells", "C,G", "GT:DP:LAA:LPL", "0/0:30:2:0,60,90", 2, "0/0", 2, {0, 0}, false, CB_HOM_REF, 30, -1, -1,
     CB_EVIDENCE_FREE, ""},
    {"LGT", "C,G", "LGT:LAA:LAD", "0/1:2:11,12", 2, "0/2", 2, {0, 2}, false, CB_HET, 23, 11, 12, CB_EVIDENCE_CARRIER,
     ""},
    {"LGT, phased and half called", "C,G", "LGT:LAA", ".|2:1,2", 2, ".|2", 2, {-1, 2}, true, CB_HALF_ALT, -1, -1, -1,
     CB_EVIDENCE_CARRIER, ""},
    {"an empty column", "C,G", "LAA:LAD", "", 2, ".", 1, {-1, -1}, false, CB_NO_CALL, -1, -1, -1, CB_EVIDENCE_UNKNOWN,
     "no_call"},
    {"Platypus", "C", "GT:NR:NV", "0/1:30:12", 1, "0/1", 2, {0, 1}, false, CB_HET, 30, 18, 12, CB_EVIDENCE_CARRIER, ""},
    {"Platypus, two ALTs", "C,G", "GT:NR:NV", "1/2:30,31:12,13", 2, "1/2", 2, {1, 2}, false, CB_HET, 31, -1, 13,
     CB_EVIDENCE_CARRIER, ""},
    {"Platypus with more reads of the allele than reads", "C", "GT:NR:NV", "0/1:3:12", 1, "0/1", 2, {0, 1}, false,
     CB_HET, -1, -1, -1, CB_EVIDENCE_CARRIER, ""},
    {"DPR of bcftools", "C", "GT:DP:DPR", "0/1:31:18,12", 1, "0/1", 2, {0, 1}, false, CB_HET, 31, 18, 12,
     CB_EVIDENCE_CARRIER, ""},
    {"DPR of freebayes", "C", "GT:DP:DPR", "0/1:30:30,12", 1, "0/1", 2, {0, 1}, false, CB_HET, 30, 18, 12,
     CB_EVIDENCE_CARRIER, ""},
    {"DPR of a reference call", "C", "GT:DP:DPR", "0/0:30:30,0", 1, "0/0", 2, {0, 0}, false, CB_HOM_REF, 30, 30, 0,
     CB_EVIDENCE_FREE, ""},
    {"AO goes before DPR", "C", "GT:DP:DPR:RO:AO", "0/1:30:30,12:17:11", 1, "0/1", 2, {0, 1}, false, CB_HET, 30, 17, 11,
     CB_EVIDENCE_CARRIER, ""},
};
/* clang-format on */

/* CB-VCF-33, CB-VCF-34, CB-VCF-37 */
static void calls_of_new_versions_and_other_callers_are_read(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof calls / sizeof *calls; i++) {
        const call *c = &calls[i];
        char text[2048];
        snprintf(text, sizeof text, VERSION("5") NEW_NUMBERS SAMPLE "1\t5\t.\tA\t%s\t.\t.\t.\t%s\t%s\n", c->alt,
                 c->format, c->sample);
        fixture f = fixture_new();
        const cb_genotype *g = &variant_of(&f, text, c->index)->genotypes[0];
        print_message("%s\n", c->name);
        assert_string_equal(g->text, c->text);
        assert_int_equal(g->ploidy, c->ploidy);
        assert_memory_equal(g->allele, c->allele, 2);
        assert_int_equal(g->phased, c->phased);
        assert_int_equal(g->zygosity, c->zygosity);
        assert_int_equal(g->depth, c->depth);
        assert_int_equal(g->ref_depth, c->ref);
        assert_int_equal(g->alt_depth, c->alternate);
        assert_int_equal(g->evidence, c->evidence);
        if (*c->doubt) {
            assert_string_equal(g->doubt, c->doubt);
        }
        fixture_free(&f);
    }
}

/* CB-VCF-34 */
static void local_alleles_that_cannot_be_are_refused(void **state) {
    (void)state;
    static const char *const samples[][2] = {
        {"GT:LAA:LAD", "0/1:3:1,2"},
        {"GT:LAA:LAD", "0/1:0:1,2"},
        {"GT:LAA:LAD", "0/1:1,1:1,2,3"},
        {"LGT:LAA", "0/2:1"},
        {"LGT", "0/1"},
        {"LGT:LAA", "0/x:1"},
    };
    for (size_t i = 0; i < sizeof samples / sizeof *samples; i++) {
        char text[2048];
        snprintf(text, sizeof text, VERSION("5") SAMPLE "1\t5\t.\tA\tC,G\t.\t.\t.\t%s\t%s\n", samples[i][0],
                 samples[i][1]);
        fixture f = fixture_new();
        cb_variant *v;
        assert_int_equal(make_variant(&f, text, 1, &v), CB_INPUT);
        assert_non_null(strstr(f.error.text, "line 3: FORMAT L"));
        fixture_free(&f);
    }
}

typedef struct phase_row {
    const char *alt, *format, *sample, *set; /* set: expected, or NULL */
    int copy;
} phase_row;

static const phase_row phases[] = {
    {"C", "GT:PGT:PID", "0/1:0|1:100_A_C", "100_A_C", 2},
    {"C", "GT:PGT:PID", "0/1:1|0:100_A_C", "100_A_C", 1},
    {"C", "GT:PGT:PID", "1/0:0|1:100_A_C", "100_A_C", 2},
    {"C", "GT:PGT:PID:PS", "0/1:0|1:100_A_C:77", "77", 0},
    {"C", "GT:PGT:PID:PS", "0|1:1|0:100_A_C:.", NULL, 0},
    {"C", "GT:PGT:PID", "0/1:.:100_A_C", NULL, 0},
    {"C", "GT:PGT:PID", "0/1:0|1:.", NULL, 0},
    {"C", "GT:PGT", "0/1:0|1", NULL, 0},
    {"C", "GT:PGT:PID", "0/1:0/1:100_A_C", NULL, 0},
    {"C", "GT:PGT:PID", "1/1:1|1:100_A_C", NULL, 0},
    {"C", "GT:PGT:PID", "./1:0|1:100_A_C", NULL, 0},
    {"C,G", "GT:PGT:PID", "0/1:0|1:100_A_C", NULL, 0},
    {"C,G", "GT:PGT:PID", "1/2:0|1:100_A_C", NULL, 0},
};

/* CB-VCF-36 */
static void physical_phasing_is_taken_where_it_is_clear(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof phases / sizeof *phases; i++) {
        const phase_row *p = &phases[i];
        char text[1024];
        snprintf(text, sizeof text, VERSION_42 SAMPLE "1\t5\t.\tA\t%s\t.\t.\t.\t%s\t%s\n", p->alt, p->format,
                 p->sample);
        fixture f = fixture_new();
        const cb_genotype *g = &variant_of(&f, text, 1)->genotypes[0];
        print_message("%s %s\n", p->alt, p->sample);
        assert_string_equal(g->phase_set ? g->phase_set : "", p->set ? p->set : "");
        assert_int_equal(g->phase_copy, p->copy);
        assert_memory_equal(g->text, p->sample, 3);
        fixture_free(&f);
    }
}

typedef struct span_row {
    const char *minor, *alt, *info;
    int64_t end;
} span_row;

static const span_row spans[] = {
    {"1", "C", "END=90", 102},
    {"1", "<DEL>", "END=190;SVLEN=-90", 190},
    {"3", "<DEL>", "SVLEN=-90", 190},
    {"4", "<DEL>", "SVLEN=90", 190},
    {"4", "<DEL>", "END=150;SVLEN=90", 150},
    {"5", "<DEL>", "END=150;SVLEN=90", 190},
    {"5", "<DEL>", "END=150", 150},
    {"5", "<DUP:TANDEM>,<INS>", "SVLEN=40,70", 140},
    {"5", "<INS>", "SVLEN=70", 102},
    {"2", "<DEL>", "END=99", 102},
    {"2", "<DEL>", "SVLEN=-90,-80", 102},
    {"2", "<DEL>", "SVLEN=many", 102},
    {"2", "<DEL>", ".", 102},
    {"2", "<NON_REF>", "END=180", 180},
};

/* CB-VCF-35 */
static void the_end_of_an_allele_goes_by_version(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof spans / sizeof *spans; i++) {
        char text[1024];
        snprintf(text, sizeof text, "##fileformat=VCFv4.%s\n" SAMPLE "1\t100\t.\tACG\t%s\t.\t.\t%s\tGT\t0/1\n",
                 spans[i].minor, spans[i].alt, spans[i].info);
        fixture f = fixture_new();
        print_message("4.%s %s %s\n", spans[i].minor, spans[i].alt, spans[i].info);
        assert_int_equal(variant_of(&f, text, 1)->end, spans[i].end);
        fixture_free(&f);
    }
}

/* CB-VCF-18, CB-VCF-33 */
static void percent_signs_are_decoded_from_4_3_on(void **state) {
    (void)state;
    static const char *const expected[] = {"a%3Ab", "a%3Ab", "a:b", "a:b", "a:b"};
    for (int minor = 1; minor <= 5; minor++) {
        char text[1024];
        snprintf(text, sizeof text,
                 "##fileformat=VCFv4.%d\n##INFO=<ID=RankScore,Number=.,Type=String,Description=\"x\">\n" SAMPLE
                 "1\t5\t.\tA\tC\t.\t.\tRankScore=a%%3Ab\tGT\t0/1\n",
                 minor);
        fixture f = fixture_new();
        assert_string_equal(variant_of(&f, text, 1)->upstream_score.value, expected[minor - 1]);
        fixture_free(&f);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(calls_of_new_versions_and_other_callers_are_read),
        cmocka_unit_test(local_alleles_that_cannot_be_are_refused),
        cmocka_unit_test(physical_phasing_is_taken_where_it_is_clear),
        cmocka_unit_test(the_end_of_an_allele_goes_by_version),
        cmocka_unit_test(percent_signs_are_decoded_from_4_3_on),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
