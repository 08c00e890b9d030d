/* inheritance_vip_differences.h: the rows of vip-inheritance-matcher's tables (file, line, calls) where casebound says
 * something else, and why ours is right. Each must occur; docs/inheritance.md shows them. */
#ifndef TESTS_INHERITANCE_VIP_DIFFERENCES_H
#define TESTS_INHERITANCE_VIP_DIFFERENCES_H

#include "unit/model/agreement.h"

static const char UNKNOWN_STATUS[] =
    "a relative of unknown status sets no condition; vip says potential wherever a status is missing";
static const char OTHER_ALLELE[] =
    "each allele is judged by itself: another alternate allele in a healthy relative says nothing of this one";
static const char DIFFERENT[] = "the brothers have different alleles: this one does not explain both";
static const char FREE_PARENT[] = "kept with the explanations that are left: deletion, uniparental disomy or error";
static const char NOT_MATERNAL[] = "a mother without the allele leaves it new or below detection: not simply maternal";
static const char PENETRANCE[] = "homoplasmic healthy relatives are common in LHON: unlikely, not excluded";
static const char HEALTHY_HET[] =
    "a healthy heterozygous woman needs skewed X inactivation under a dominant disease (policy)";
static const char HALF_CALL[] = "the copy that was not called may be the allele";
static const char HOM_NEW[] = "homozygous: new on one or both copies is improbable, and not excluded";
static const char MALE_HET[] = "a male called heterozygous on X: mis-call, mosaic or XXY";
static const char CALLED_COPY[] = "the copy that was called is a parent's; nothing points to a second, new one";
static const char BOTH[] = "one parent has both alleles, the other neither: one of the two is new, nobody knows which";
static const char UNSEEN[] = "a share too small to see in the mother's blood may be large in her eggs: new, or below "
                             "detection";
static const char MOTHERS[] = "the mother has it: whatever the child's call, it is not new";

static const difference DIFFERENCES[] = {
    {"ADtests.tsv 26 0/1 0/0 0/0 ", "fits", UNKNOWN_STATUS},
    {"ADtests.tsv 35 1/2 0/2 0/0 ", "fits", OTHER_ALLELE},
    {"ADtests.tsv 37 0/2 0/1 0/0 ", "fits", OTHER_ALLELE},
    {"ADtests.tsv 40 0/2 0/0 0/0 0/1", "no", DIFFERENT},
    {"ARTests.tsv 3 1/1 0/0 0/0 ", "possible", FREE_PARENT},
    {"ARTests.tsv 4 1/1 1/0 0/0 ", "possible", FREE_PARENT},
    {"ARTests.tsv 7 1/1 1/1 0/0 ", "possible", FREE_PARENT},
    {"ARTests.tsv 12 1/1 0/0 0/0 0/1", "possible", FREE_PARENT},
    {"ARTests.tsv 13 1/1 0/0 0/0 1/1", "possible", FREE_PARENT},
    {"ARTests.tsv 27 1/1 0/2 2/0 ", "possible", FREE_PARENT},
    {"ARTests.tsv 30 2/2 0/1 1/0 ", "possible", FREE_PARENT},
    {"MTtests.tsv 3 1/1 0/0 0/0 ", "possible", NOT_MATERNAL},
    {"MTtests.tsv 5 1 0 0 ", "possible", NOT_MATERNAL},
    {"MTtests.tsv 10 0/1 1/1 0/0 ", "possible", PENETRANCE},
    {"MTtests.tsv 12 1/1 0/0 0/0 ", "possible", NOT_MATERNAL},
    {"MTtests.tsv 14 1/1 1/1 0/0 ", "possible", PENETRANCE},
    {"MTtests.tsv 18 1/1 1/1 0/0 ", "possible", NOT_MATERNAL},
    {"MTtests.tsv 28 1 0 0 ", "possible", NOT_MATERNAL},
    {"MTtests.tsv 30 1 0 1 ", "possible", PENETRANCE},
    {"XldTests.tsv 5 1 0 0/1 ", "possible", HEALTHY_HET},
    {"XldTests.tsv 9 1/0 0 0/1 ", "possible", HEALTHY_HET},
    {"XldTests.tsv 19 1 0 ./0 0", "possible", HALF_CALL},
    {"XldTests.tsv 20 1 0 ./0 1", "possible", HALF_CALL},
    {"XldTests.tsv 25 1 0 0/0 ", "fits", UNKNOWN_STATUS},
    {"XldTests.tsv 26 1 1 0/0 ", "fits", UNKNOWN_STATUS},
    {"XldTests.tsv 29 2 1 1/2 ", "possible", HEALTHY_HET},
    {"XldTests.tsv 30 2 1 0/1 ", "fits", OTHER_ALLELE},
    {"XldTests.tsv 31 1/0 2 2/0 ", "fits", OTHER_ALLELE},
    {"XldTests.tsv 33 1/2 0 1/1 ", "fits", OTHER_ALLELE},
    {"XldTests.tsv 35 1/0 0 0/. ", "possible", HALF_CALL},
    {"XlrTests.tsv 8 1/1 0 0/0 ", "possible", FREE_PARENT},
    {"XlrTests.tsv 12 1/1 0 0/1 ", "possible", FREE_PARENT},
    {"XlrTests.tsv 18 1/1 0 0/0 0", "possible", FREE_PARENT},
    {"XlrTests.tsv 19 1/1 0 0/0 1", "possible", FREE_PARENT},
    {"XlrTests.tsv 27 1 0 0/0 ", "fits", UNKNOWN_STATUS},
    {"XlrTests.tsv 28 1 1 0/0 ", "fits", UNKNOWN_STATUS},
    {"XlrTests.tsv 29 1 0 2/2 ", "fits", OTHER_ALLELE},
    {"XlrTests.tsv 31 2 1 1/2 ", "fits", OTHER_ALLELE},
    {"XlrTests.tsv 37 2 1 2/1 3/3", "no", DIFFERENT},
    {"XlrTests.tsv 40 2/3 1 1/3 3/3", "no", DIFFERENT},
    {"DenovoTests.tsv 4 1/1 0/1 0/0", "possible", HOM_NEW},
    {"DenovoTests.tsv 6 0/1 0/0 0/0", "possible", MALE_HET},
    {"DenovoTests.tsv 7 1/1 0/0 0/0", "possible", HOM_NEW},
    {"DenovoTests.tsv 10 1/1 0/1 0/0", "possible", HOM_NEW},
    {"DenovoTests.tsv 12 0/1 0/0 0/0", "possible", MALE_HET},
    {"DenovoTests.tsv 18 1/1 1 0/0", "possible", HOM_NEW},
    {"DenovoTests.tsv 27 1/. 0 1/0", "no", CALLED_COPY},
    {"DenovoTests.tsv 28 1/. 0 1/.", "no", CALLED_COPY},
    {"DenovoTests.tsv 29 1/. 1 1/.", "no", CALLED_COPY},
    {"DenovoTests.tsv 51 1 1 0", "possible", UNSEEN},
    {"DenovoTests.tsv 55 . 1 1", "no", MOTHERS},
    {"DenovoTests.tsv 57 1/0 1/1 0/0", "possible", UNSEEN},
    {"DenovoTests.tsv 59 1/1 1/1 0/0", "possible", UNSEEN},
    {"DenovoTests.tsv 60 ./1 1/1 0/1", "no", MOTHERS},
    {"DenovoTests.tsv 68 1/2 1/2 0/0", "possible", BOTH},
    {"DenovoTests.tsv 69 1/1 2/2 1/1", "possible", HOM_NEW},
    {"DenovoTests.tsv 71 2 2 0/0", "possible", UNSEEN},
    {"DenovoTests.tsv 76 1/1 1/0 0/0", "possible", HOM_NEW},
};

enum { DIFFERENCE_COUNT = sizeof DIFFERENCES / sizeof *DIFFERENCES };

#endif
