/* inheritance_gemini_differences.h: the cells in which casebound says something else than a table of gemini, and why
 * ours is right. Each must occur; docs/inheritance.md shows them. */
#ifndef TESTS_INHERITANCE_GEMINI_DIFFERENCES_H
#define TESTS_INHERITANCE_GEMINI_DIFFERENCES_H

#include "unit/read/inheritance_kit.h"

static const char NEW_DOMINANT[] =
    "healthy free parents of an affected child: a new allele acts dominantly; gemini asks for an affected parent";
static const char HOM_NEW[] =
    "homozygous with a free parent: new on one copy is improbable and not excluded, the genotype needs its explanation";
static const char MALE_HET[] = "a healthy man called heterozygous on X: mis-call, mosaic or XXY; neither yes nor no";
static const char FREE_PARENT[] = "kept with the explanations that are left: deletion, uniparental disomy or error";
static const char SPARED[] =
    "a healthy heterozygous mother does not exclude X-linked dominant under the default policy";
static const char XNEW[] =
    "new in the daughter: X-linked dominant is what it looks like; gemini asks for an affected parent";
static const char PHASED[] = "phase counts within one phase set alone: without PS the pipes prove nothing, and both "
                             "parents carry one of the two";
static const char LACKING[] =
    "both parents are homozygous for it: it is inherited, and what the child lacks is a second "
    "copy; such errors are counted by the sample checks, at SNVs";

static const difference DIFFERENCES[] = {
    {"auto-dom.01 1 10:1142208 T>C dominant", "fits", NEW_DOMINANT},
    {"auto-dom.01 1 10:48003992 C>T dominant", "fits", NEW_DOMINANT},
    {"auto-dom.01 1 10:48004992 C>T dominant", "fits", NEW_DOMINANT},
    {"auto-dom.06 1 10:1142208 T>C dominant", "fits", NEW_DOMINANT},
    {"auto-dom.06 1 10:48003992 C>T dominant", "fits", NEW_DOMINANT},
    {"auto-dom.06 1 10:48004992 C>T dominant", "fits", NEW_DOMINANT},
    {"auto-dom.08 1 10:1142208 T>C dominant", "fits", NEW_DOMINANT},
    {"auto-dom.08 1 10:48003992 C>T dominant", "fits", NEW_DOMINANT},
    {"auto-dom.08 1 10:48004992 C>T dominant", "fits", NEW_DOMINANT},
    {"de-novo.01 3 10:1142208 T>C de_novo", "possible", HOM_NEW},
    {"x-linked.01 1 X:48003992 C>T x_recessive", "possible", MALE_HET},
    {"x-linked.01 1 X:48004992 C>T x_recessive", "possible", FREE_PARENT},
    {"x-linked.04 1 X:48003992 C>T x_dominant", "possible", MALE_HET},
    {"x-linked.04 1 X:48004992 C>T x_dominant", "possible", SPARED},
    {"x-linked.04 1 X:135336656 G>A x_dominant", "fits", XNEW},
    {"x-linked.06 1 X:48004992 C>T x_de_novo", "possible", HOM_NEW},
    {"comphet.05 3 1:17363 TTCT>T recessive_compound", "possible", PHASED},
    {"comphet.05 3 1:17730 C>A recessive_compound", "possible", PHASED},
    {"auto-dom.02 1 10:1142208 T>C dominant", "fits", NEW_DOMINANT},
    {"auto-dom.02 1 10:48003992 C>T dominant", "fits", NEW_DOMINANT},
    {"auto-dom.02 1 10:48004992 C>T dominant", "fits", NEW_DOMINANT},
    {"auto-dom.07 1 10:1142208 T>C dominant", "fits", NEW_DOMINANT},
    {"auto-dom.07 1 10:48003992 C>T dominant", "fits", NEW_DOMINANT},
    {"auto-dom.07 1 10:48004992 C>T dominant", "fits", NEW_DOMINANT},
    {"auto-dom.09 1 10:1142208 T>C dominant", "fits", NEW_DOMINANT},
    {"auto-dom.09 1 10:48003992 C>T dominant", "fits", NEW_DOMINANT},
    {"auto-dom.09 1 10:48004992 C>T dominant", "fits", NEW_DOMINANT},
    {"comphet.06 3 1:17363 TTCT>T recessive_compound", "possible", PHASED},
    {"comphet.06 3 1:17730 C>A recessive_compound", "possible", PHASED},
    {"de-novo.02 3 10:1142208 T>C de_novo", "possible", HOM_NEW},
    {"de-novo.07 3 10:1142208 T>C de_novo", "possible", HOM_NEW},
    {"mendel-error 1:28494 T>C de_novo", "possible", HOM_NEW},
    {"mendel-error 1:267559 CT>C de_novo", "no", LACKING},
    {"mendel-error 1:589082 GAGAA>G de_novo", "possible", HOM_NEW},
    {"mendel-error 1:749689 T>G de_novo", "possible", HOM_NEW},
};

#endif
