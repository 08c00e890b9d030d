/* laboratory_persons.c: sex, quality and pairs. */
#include "arrange/laboratory.h"

static const char *observed_sex(cb_laboratory *l, cb_observed_sex sex) {
    static const char *const keys[] = {
        [CB_OBSERVED_NOTHING] = "lab_sex_nothing",
        [CB_OBSERVED_UNDETERMINED] = "lab_sex_undetermined",
        [CB_OBSERVED_MALE] = "sex_male",
        [CB_OBSERVED_FEMALE] = "sex_female",
    };
    return cb_word(l->a, keys[sex]);
}

static void find_sex(cb_laboratory *l, const cb_person_check *p) {
    const char *id = cb_lab_name(l, p->person);
    const char *declared = cb_sex_word(l->a, l->family->persons[p->person].sex);
    const char *key = p->sex_check == CB_CHECK_DISAGREES   ? "lab_finding_sex"
                      : p->sex != CB_OBSERVED_UNDETERMINED ? NULL
                      : p->x_and_y                         ? "lab_finding_x_and_y"
                      : p->x_alone                         ? "lab_finding_x_alone"
                                                           : "lab_finding_sex_band";
    if (key) {
        const char *observed = observed_sex(l, p->sex);
        cb_lab_finding(l, "bad", cb_worded(l->a, key, "id", id, "declared", declared, "observed", observed));
    }
    if (!p->covered) {
        cb_lab_finding(l, "warn", cb_worded(l->a, "lab_finding_uncovered", "id", id));
    }
}

static void put_sex(cb_laboratory *l, cb_node *rows, const cb_person_check *p) {
    cb_check shown = p->sex == CB_OBSERVED_UNDETERMINED ? CB_CHECK_DISAGREES : p->sex_check;
    cb_node *cells = cb_lab_row(l, rows, shown);
    cb_lab_text(l, cells, cb_lab_name(l, p->person));
    cb_lab_text(l, cells, cb_sex_word(l->a, l->family->persons[p->person].sex));
    cb_lab_text(l, cells, observed_sex(l, p->sex));
    cb_lab_text(l, cells, cb_lab_check(l, p->sex_check));
    cb_lab_count(l, cells, p->x_sites);
    cb_lab_count(l, cells, p->x_het);
    cb_lab_count(l, cells, p->x_hom);
    cb_lab_ratio(l, cells, (double)p->x_het, (double)p->x_hom);
    cb_lab_count(l, cells, p->y_sites);
    cb_lab_count(l, cells, p->y_calls);
    find_sex(l, p);
}

static void put_mean(cb_laboratory *l, cb_node *cells, double mean) {
    cb_lab_ratio(l, cells, mean, mean < 0 ? 0 : 1);
}

static void put_quality(cb_laboratory *l, cb_node *rows, const cb_person_check *p) {
    bool contradicted = p->judged >= CB_SAMPLE_QUALITY_CALLS_MIN &&
                        (double)p->contradictions > CB_SAMPLE_CONTRADICTIONS_MAX * (double)p->judged;
    cb_node *cells = cb_lab_row(l, rows, contradicted ? CB_CHECK_DISAGREES : CB_CHECK_OPEN);
    cb_lab_text(l, cells, cb_lab_name(l, p->person));
    cb_lab_count(l, cells, p->calls);
    put_mean(l, cells, p->depth);
    put_mean(l, cells, p->quality);
    cb_lab_ratio(l, cells, (double)p->missing, (double)p->sites);
    cb_lab_ratio(l, cells, (double)p->below, (double)p->sites);
    cb_lab_ratio(l, cells, (double)p->transitions, (double)p->transversions);
    cb_lab_ratio(l, cells, (double)p->het, (double)p->hom);
    cb_lab_ratio(l, cells, (double)p->contradictions, (double)p->judged);
    if (contradicted) {
        cb_lab_finding(l, "warn",
                       cb_worded(l->a, "lab_finding_contradictions", "id", cb_lab_name(l, p->person), "count",
                                 cb_count_text(l->a, p->contradictions), "calls", cb_count_text(l->a, p->judged)));
    }
}

void cb_lab_persons(cb_laboratory *l) {
    static const char *const sex[] = {"person", "declared", "observed", "verdict",  "#x_sites",
                                      "#x_het", "#x_hom",   "#x_ratio", "#y_sites", "#y_calls"};
    static const char *const quality[] = {"person", "#calls", "#depth",   "#quality",       "#missing",
                                          "#below", "#ti_tv", "#het_hom", "#contradictions"};
    cb_node *rows = cb_lab_table(l, "sex", sex, sizeof sex / sizeof *sex);
    for (size_t i = 0; i < l->checks->person_count; i++) {
        put_sex(l, rows, &l->checks->persons[i]);
    }
    rows = cb_lab_table(l, "quality", quality, sizeof quality / sizeof *quality);
    for (size_t i = 0; i < l->checks->person_count; i++) {
        put_quality(l, rows, &l->checks->persons[i]);
    }
}

static void find_pair(cb_laboratory *l, const cb_pair_check *p) {
    if (p->check != CB_CHECK_DISAGREES && !p->closer) {
        return;
    }
    const char *text = cb_worded(l->a, p->closer ? "lab_finding_closer" : "lab_finding_pair", "first",
                                 cb_lab_name(l, p->a), "second", cb_lab_name(l, p->b), "expected",
                                 cb_lab_relation(l, p->expected), "observed", cb_lab_relation(l, p->observed),
                                 "kinship", cb_lab_number(l, p->kinship), "sites", cb_count_text(l->a, p->sites));
    cb_lab_finding(l, p->closer ? "info" : "bad", text);
}

static void put_pair(cb_laboratory *l, cb_node *rows, const cb_pair_check *p) {
    bool known = p->check != CB_CHECK_NOT_ENOUGH;
    cb_node *cells = cb_lab_row(l, rows, p->check);
    cb_lab_text(l, cells, cb_lab_name(l, p->a));
    cb_lab_text(l, cells, cb_lab_name(l, p->b));
    cb_lab_text(l, cells, cb_lab_relation(l, p->expected));
    cb_lab_text(l, cells, known ? cb_lab_relation(l, p->observed) : cb_word(l->a, "missing"));
    cb_lab_text(l, cells, cb_lab_check(l, p->check));
    cb_lab_ratio(l, cells, p->kinship, known);
    cb_lab_ratio(l, cells, p->expected_kinship, 1);
    cb_lab_count(l, cells, p->sites);
    cb_lab_count(l, cells, p->shared_hets);
    cb_lab_count(l, cells, p->ibs0);
    cb_lab_count(l, cells, p->het_a);
    cb_lab_count(l, cells, p->het_b);
    find_pair(l, p);
}

void cb_lab_pairs(cb_laboratory *l) {
    static const char *const columns[] = {"first",        "second",   "expected",   "observed",
                                          "verdict",      "#kinship", "#pedigree",  "#sites",
                                          "#shared_hets", "#ibs0",    "#het_first", "#het_second"};
    if (l->checks->pair_count == 0) {
        return;
    }
    cb_node *rows = cb_lab_table(l, "pairs", columns, sizeof columns / sizeof *columns);
    for (size_t i = 0; i < l->checks->pair_count; i++) {
        put_pair(l, rows, &l->checks->pairs[i]);
    }
}
