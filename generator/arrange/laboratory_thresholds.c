/* laboratory_thresholds.c: each bound with where it comes from. */
#include "arrange/laboratory.h"

typedef struct threshold {
    const char *name;
    double value;
} threshold;

void cb_lab_thresholds(cb_laboratory *l) {
    static const char *const columns[] = {"bound", "#value", "source"};
    static const threshold list[] = {
        {"depth", CB_SAMPLE_DEPTH_MIN},
        {"quality", CB_SAMPLE_QUALITY_MIN},
        {"pair_sites", CB_SAMPLE_PAIR_SITES_MIN},
        {"pair_chromosomes", CB_SAMPLE_PAIR_CHROMOSOMES_MIN},
        {"x_male", CB_SAMPLE_X_RATIO_MALE},
        {"x_female", CB_SAMPLE_X_RATIO_FEMALE},
        {"y_present", CB_SAMPLE_Y_PRESENT},
        {"y_absent", CB_SAMPLE_Y_ABSENT},
        {"same", CB_SAMPLE_KINSHIP_SAME},
        {"first", CB_SAMPLE_KINSHIP_FIRST},
        {"second", CB_SAMPLE_KINSHIP_SECOND},
        {"third", CB_SAMPLE_KINSHIP_THIRD},
        {"ibs0", CB_SAMPLE_IBS0_PARENT},
        {"het_hom", CB_SAMPLE_HET_HOM_COMMON},
        {"mendel", CB_SAMPLE_MENDEL_MAX},
        {"upd", CB_SAMPLE_UPD_SHARE},
        {"roh", CB_SAMPLE_ROH_LONG},
        {"contradictions", CB_SAMPLE_CONTRADICTIONS_MAX},
    };
    cb_node *rows = cb_lab_table(l, "thresholds", columns, sizeof columns / sizeof *columns);
    for (size_t i = 0; i < sizeof list / sizeof *list; i++) {
        cb_node *cells = cb_lab_row(l, rows, CB_CHECK_OPEN);
        cb_lab_text(l, cells, cb_word_of(l->a, "lab_bound_", list[i].name));
        cb_node_add_real(&l->a->builder, cells, NULL, list[i].value, NULL);
        cb_lab_text(l, cells, cb_word_of(l->a, "lab_source_", list[i].name));
    }
}
