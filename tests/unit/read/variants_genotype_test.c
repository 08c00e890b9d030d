/* variants_genotype_test.c: GT, depths, quality and phase of a sample, as a table, and what the call is worth. */
#include "vcf_fixture.h"

typedef struct row {
    const char *name, *contig, *alt, *info, *format, *sample;
    int index;
    /* expected */
    int ploidy;
    int8_t allele[CB_PLOIDY_MAX];
    bool phased;
    cb_zygosity zygosity;
    int32_t depth, ref, alternate, quality;
    cb_evidence evidence;
    const char *doubt;
} row;

/* clang-format off */
static const row rows[] = {
    {"het", "1", "C", ".", "GT:AD:DP:GQ", "0/1:10,12:23:99", 1, 2, {0, 1}, false, CB_HET, 23, 10, 12, 99,
     CB_EVIDENCE_CARRIER, NULL},
    {"DP from AD", "1", "C", ".", "GT:AD", "0/1:10,12", 1, 2, {0, 1}, false, CB_HET, 22, 10, 12, -1,
     CB_EVIDENCE_CARRIER, NULL},
    {"DP missing from AD", "1", "C", ".", "GT:AD:DP", "0/0:10,.:.", 1, 2, {0, 0}, false, CB_HOM_REF, -1, 10, -1, -1,
     CB_EVIDENCE_UNKNOWN, "depth_missing"},
    {"phased", "1", "C", ".", "GT:PS", "0|1:77", 1, 2, {0, 1}, true, CB_HET, -1, -1, -1, -1, CB_EVIDENCE_CARRIER, NULL},
    {"half phased", "1", "C", ".", "GT", "0/1|1", 1, 3, {0, 1, 1}, false, CB_HET, -1, -1, -1, -1, CB_EVIDENCE_CARRIER,
     NULL},
    {"prefix phase", "1", "C", ".", "GT", "|0|1", 1, 2, {0, 1}, true, CB_HET, -1, -1, -1, -1, CB_EVIDENCE_CARRIER,
     NULL},
    {"prefix unphased", "1", "C", ".", "GT", "/0|1", 1, 2, {0, 1}, false, CB_HET, -1, -1, -1, -1, CB_EVIDENCE_CARRIER,
     NULL},
    {"prefix haploid", "X", "C", ".", "GT", "/1", 1, 1, {1}, false, CB_HEMI_ALT, -1, -1, -1, -1, CB_EVIDENCE_CARRIER,
     NULL},
    {"haploid", "X", "C", ".", "GT:AD", "1:0,9", 1, 1, {1}, false, CB_HEMI_ALT, 9, 0, 9, -1, CB_EVIDENCE_CARRIER, NULL},
    {"diploid where one copy is expected", "X", "C", ".", "GT:AD", "1/1:0,9", 1, 2, {1, 1}, false, CB_HEMI_ALT, 9, 0,
     9, -1, CB_EVIDENCE_CARRIER, NULL},
    {"no call", "1", "C", ".", "GT:AD", "./.:.", 1, 2, {-1, -1}, false, CB_NO_CALL, -1, -1, -1, -1,
     CB_EVIDENCE_UNKNOWN, "no_call"},
    {"a dot", "1", "C", ".", "GT:AD:DP", ".", 1, 1, {-1}, false, CB_NO_CALL, -1, -1, -1, -1, CB_EVIDENCE_UNKNOWN,
     "no_call"},
    {"no call with reads", "1", "C", ".", "GT:AD", "./.:3,4", 1, 2, {-1, -1}, false, CB_NO_CALL, 7, 3, 4, -1,
     CB_EVIDENCE_UNKNOWN, "no_call_with_alternate_reads"},
    {"half call", "1", "C", ".", "GT", "./1", 1, 2, {-1, 1}, false, CB_HALF_ALT, -1, -1, -1, -1, CB_EVIDENCE_CARRIER,
     NULL},
    {"no GT", "1", "C", ".", "AD:DP", "3,4:7", 1, 1, {-1}, false, CB_NO_CALL, 7, 3, 4, -1, CB_EVIDENCE_UNKNOWN,
     "no_call_with_alternate_reads"},
    {"second ALT", "1", "C,G", ".", "GT:AD:DP", "1/2:1,5,6:12", 2, 2, {1, 2}, false, CB_HET, 12, 1, 6, -1,
     CB_EVIDENCE_CARRIER, NULL},
    {"another ALT", "1", "C,G", ".", "GT:AD:DP", "0/1:8,7,0:15", 2, 2, {0, 1}, false, CB_HOM_REF, 15, 8, 0, -1,
     CB_EVIDENCE_FREE, NULL},
    {"AD of fewer alleles", "1", "C,G", ".", "GT:AD:DP", "0/2:8,7:15", 2, 2, {0, 2}, false, CB_HET, 15, -1, -1, -1,
     CB_EVIDENCE_CARRIER, NULL},
    {"AD of the original's alleles", "1", "C", "OLD_MULTIALLELIC=1:5:A/G/C", "GT:AD:DP", "0/1:8,2,7:17", 1, 2, {0, 1},
     false, CB_HET, 17, 8, 7, -1, CB_EVIDENCE_CARRIER, NULL},
    {"freebayes", "1", "C,G", ".", "GT:DP:RO:AO", "0/2:20:9:0,11", 2, 2, {0, 2}, false, CB_HET, 20, 9, 11, -1,
     CB_EVIDENCE_CARRIER, NULL},
    {"VarScan", "1", "C", ".", "GT:DP:RD:AD", "0/1:20:9:11", 1, 2, {0, 1}, false, CB_HET, 20, 9, 11, -1,
     CB_EVIDENCE_CARRIER, NULL},
    {"samtools DV", "1", "C", ".", "GT:DP:DV", "0/1:20:11", 1, 2, {0, 1}, false, CB_HET, 20, 9, 11, -1,
     CB_EVIDENCE_CARRIER, NULL},
    {"DV of several ALTs", "1", "C,G", ".", "GT:DP:DV", "0/1:20:11", 1, 2, {0, 1}, false, CB_HET, 20, -1, -1, -1,
     CB_EVIDENCE_CARRIER, NULL},
    {"samtools DP4", "1", "C", ".", "GT:DP4", "0/1:4,5,6,5", 1, 2, {0, 1}, false, CB_HET, -1, 9, 11, -1,
     CB_EVIDENCE_CARRIER, NULL},
    {"GQ with decimals", "1", "C", ".", "GT:GQ", "0/1:49.9", 1, 2, {0, 1}, false, CB_HET, -1, -1, -1, 49,
     CB_EVIDENCE_CARRIER, NULL},
    {"reference, with reads", "1", "C", ".", "GT:AD:DP:PL", "0/0:20,0:20:0,60,500", 1, 2, {0, 0}, false, CB_HOM_REF,
     20, 20, 0, -1, CB_EVIDENCE_FREE, NULL},
    {"reference, PL says nothing", "1", "C", ".", "GT:AD:DP:PL", "0/0:20,0:20:0,0,384", 1, 2, {0, 0}, false,
     CB_HOM_REF, 20, 20, 0, -1, CB_EVIDENCE_UNKNOWN, "pl_uninformative"},
    {"reference, GL says nothing", "1", "C", ".", "GT:AD:DP:GL", "0/0:20,0:20:-1.5,-1.5,-9", 1, 2, {0, 0}, false,
     CB_HOM_REF, 20, 20, 0, -1, CB_EVIDENCE_UNKNOWN, "pl_uninformative"},
    {"PL of the second ALT", "1", "C,G", ".", "GT:AD:DP:PL", "0/0:20,0,0:20:0,50,500,0,500,500", 2, 2, {0, 0}, false,
     CB_HOM_REF, 20, 20, 0, -1, CB_EVIDENCE_UNKNOWN, "pl_uninformative"},
    {"PL of the first ALT", "1", "C,G", ".", "GT:AD:DP:PL", "0/0:20,0,0:20:0,50,500,0,500,500", 1, 2, {0, 0}, false,
     CB_HOM_REF, 20, 20, 0, -1, CB_EVIDENCE_FREE, NULL},
    {"PL of another number of genotypes", "1", "C", ".", "GT:AD:DP:PL", "0/0:20,0:20:0,0", 1, 2, {0, 0}, false,
     CB_HOM_REF, 20, 20, 0, -1, CB_EVIDENCE_FREE, NULL},
    {"called for another ALT, likelihoods agree", "1", "C,G", ".", "GT:AD:DP:PL",
     "0/1:10,9,0:19:200,0,200,200,200,200", 2, 2, {0, 1}, false, CB_HOM_REF, 19, 10, 0, -1, CB_EVIDENCE_FREE, NULL},
    {"haploid PL", "X", "C", ".", "GT:AD:DP:PL", "0:20,0:20:0,0", 1, 1, {0}, false, CB_HEMI_REF, 20, 20, 0, -1,
     CB_EVIDENCE_UNKNOWN, "pl_uninformative"},
    {"a carrier keeps its evidence whatever PL says", "1", "C", ".", "GT:AD:PL", "0/1:9,9:0,0,0", 1, 2, {0, 1}, false,
     CB_HET, 18, 9, 9, -1, CB_EVIDENCE_CARRIER, NULL},
    {"five alleles, called", "1", "C", ".", "GT", "0/0/0/0/1", 1, 4, {1, -1, -1, -1}, false, CB_HALF_ALT, -1, -1, -1,
     -1, CB_EVIDENCE_CARRIER, NULL},
    {"five alleles, not called", "1", "C", ".", "GT:DP", "0/0/0/0/0:30", 1, 4, {-1, -1, -1, -1}, false, CB_NO_CALL,
     30, -1, -1, -1, CB_EVIDENCE_UNKNOWN, "no_call"},
    {"Y of a boy", "Y", "C", ".", "GT:AD", "0:9,0", 1, 1, {0}, false, CB_HEMI_REF, 9, 9, 0, -1, CB_EVIDENCE_FREE, NULL},
};
/* clang-format on */

static char *text_of(char *buffer, size_t size, const row *r) {
    snprintf(buffer, size, "##fileformat=VCFv4.4\n" COLUMNS "\tFORMAT\tkid\n%s\t5\t.\tA\t%s\t.\t.\t%s\t%s\t%s\n",
             r->contig, r->alt, r->info, r->format, r->sample);
    return buffer;
}

/* CB-VCF-10 */
static void a_call_is_read_with_its_depths(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const row *r = &rows[i];
        char buffer[1024];
        fixture f = fixture_new();
        const cb_variant *v = variant_of(&f, text_of(buffer, sizeof buffer, r), r->index);
        const cb_genotype *g = &v->genotypes[0];
        print_message("%s\n", r->name);
        assert_int_equal(g->ploidy, r->ploidy);
        for (int k = 0; k < r->ploidy; k++) {
            assert_int_equal(g->allele[k], r->allele[k]);
        }
        assert_int_equal(g->phased, r->phased);
        assert_int_equal(g->zygosity, r->zygosity);
        assert_int_equal(g->depth, r->depth);
        assert_int_equal(g->ref_depth, r->ref);
        assert_int_equal(g->alt_depth, r->alternate);
        assert_int_equal(g->quality, r->quality);
        assert_int_equal(g->evidence, r->evidence);
        assert_string_equal(g->doubt ? g->doubt : "", r->doubt ? r->doubt : "");
        fixture_free(&f);
    }
}

/* CB-VCF-10 */
static void the_text_of_a_call_is_kept_as_it_stands(void **state) {
    (void)state;
    static const char *const calls[] = {"0|1", "./1", "1", ".", "|0/1", "0/0/0/0/0/1"};
    for (size_t i = 0; i < sizeof calls / sizeof *calls; i++) {
        row r = {.contig = "1", .alt = "C", .info = ".", .format = "GT:PS", .index = 1};
        char buffer[1024], sample[64];
        snprintf(sample, sizeof sample, "%s:.", calls[i]);
        r.sample = sample;
        fixture f = fixture_new();
        const cb_variant *v = variant_of(&f, text_of(buffer, sizeof buffer, &r), 1);
        assert_string_equal(v->genotypes[0].text, calls[i]);
        assert_null(v->genotypes[0].phase_set);
        assert_string_equal(v->genotypes[1].text, "");
        assert_int_equal(v->genotypes[1].zygosity, CB_NO_COLUMN);
        fixture_free(&f);
    }
}

/* CB-VCF-10 */
static void a_phase_set_is_kept(void **state) {
    (void)state;
    const row r = {.contig = "1", .alt = "C", .info = ".", .format = "GT:PS", .sample = "0|1:1234", .index = 1};
    char buffer[1024];
    fixture f = fixture_new();
    assert_string_equal(variant_of(&f, text_of(buffer, sizeof buffer, &r), 1)->genotypes[0].phase_set, "1234");
    fixture_free(&f);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_call_is_read_with_its_depths),
        cmocka_unit_test(the_text_of_a_call_is_kept_as_it_stands),
        cmocka_unit_test(a_phase_set_is_kept),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
