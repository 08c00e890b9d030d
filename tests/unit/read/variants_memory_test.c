/* variants_memory_test.c: whatever memory is refused, the failure is told. */
#include "vcf_fixture.h"

#define DECLARE(id, number, type) "##INFO=<ID=" id ",Number=" number ",Type=" type ",Description=\"d\">\n"
#define VEP(list) "##INFO=<ID=CSQ,Number=.,Type=String,Description=\"Format: " list "\">\n"
#define AT(ref, alt, info) COLUMNS "\tFORMAT\tkid\n1\t100\t.\t" ref "\t" alt "\t30\tPASS\t" info "\tGT\t0/1\n"

/* Sets one source named "x" with up to three keys. */
static void set_source(fixture *f, const char *const *keys, bool lowest) {
    size_t count = 0;
    while (keys[count]) {
        count++;
    }
    cb_source *source = cb_alloc(f->arena, sizeof *source);
    assert_non_null(source);
    *source = (cb_source){.name = "x", .keys = keys, .key_count = count, .lowest = lowest};
    f->sources.frequencies = source;
    f->sources.frequency_count = 1;
}

static void set_clinvar(fixture *f) {
    static const char *const significance[] = {"INFO/CLNSIG", "INFO/CLNSIGCONF"}, *const review[] = {"INFO/CLNREVSTAT"},
                             *const accession[] = {"INFO/CLNACC"};
    f->sources.clinvar_keys = significance;
    f->sources.clinvar_key_count = 2;
    f->sources.review_keys = review;
    f->sources.review_key_count = 1;
    f->sources.accession_keys = accession;
    f->sources.accession_key_count = 1;
}

static const char rich[] = VERSION_42 VEP("Allele|Consequence|SYMBOL|HGNC_ID|AF1") DECLARE("X", "A", "Float") COLUMNS
    "\tFORMAT\tkid\tmum\tS1\n1\t100\trs1\tA\tC\t30\tPASS\tOLD_MULTIALLELIC=1:100:A/C/"
    "G;X=0.1,0.2;CLNSIG=5;CLNREVSTAT=exp;CLNACC=R;RankScore=f:1;"
    "CSQ=C|missense_variant|ONE|77|0.1%3D,G|stop_gained|TWO|78|\tGT:AD:PS\t0|1:3,4:7\t0/0:30,0:.\t.\n";

/* Opens, maps, reads and makes, all in one arena; true when nothing failed. A failure must be one of memory, and be
 * told. */
static bool make_rich(fixture *f, cb_arena *arena) {
    static const char *const keys[] = {"INFO/X", NULL};
    cb_record record;
    cb_variant *v = NULL;
    bool more = false;
    set_source(f, keys, false);
    set_clinvar(f);
    f->kase.family = (cb_family){.id = "family", .persons = f->persons, .count = 3};
    cb_status status = cb_variants_open(arena, f->path, &f->reader, &f->error);
    status = status == CB_OK ? cb_variants_map(f->reader, &f->kase, arena, &f->error) : status;
    status = status == CB_OK ? cb_variants_next(f->reader, &record, &more, &f->error) : status;
    cb_materials with = {&f->kase, &f->sources, &f->consequences, &f->evidence};
    status = status == CB_OK ? cb_materialise(f->reader, &record, 1, &with, arena, &v, &f->error) : status;
    if (status != CB_OK) {
        assert_int_equal(status, CB_INTERNAL);
        assert_int_equal(f->error.status, CB_INTERNAL);
        return false;
    }
    assert_string_equal(v->gene, "ONE");
    assert_int_equal(v->clinvar.stars, 3);
    return true;
}

/* CB-VCF-29 */
static void no_lack_of_memory_is_lost(void **state) {
    (void)state;
    enum { FROM = 240 * 1024, TO = 400 * 1024, STEP = 40 };
    size_t failures = 0, cap = FROM;
    for (bool done = false; !done; cap += STEP) {
        fixture f = fixture_new();
        write_bytes(&f, rich, strlen(rich));
        cb_arena *arena = cb_arena_new(cap);
        assert_non_null(arena);
        done = make_rich(&f, arena);
        failures += done ? 0 : 1;
        cb_arena_free(arena);
        fixture_free(&f);
        assert_true(cap < TO);
    }
    assert_true(failures > 100);
}

/* CB-VCF-29 */
static void no_failed_allocation_is_lost(void **state) {
    (void)state;
    long n = 1;
    for (bool done = false; !done; n++) {
        fixture f = fixture_new();
        write_bytes(&f, rich, strlen(rich));
        cb_arena *arena = cb_arena_new((size_t)1 << 20);
        assert_non_null(arena);
        cb_fault_allocation(n);
        done = make_rich(&f, arena);
        cb_fault_allocation(0);
        cb_arena_free(arena);
        fixture_free(&f);
        assert_true(n < 1000);
    }
    assert_true(n > 2);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_lack_of_memory_is_lost),
        cmocka_unit_test(no_failed_allocation_is_lost),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
