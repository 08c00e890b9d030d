/* inheritance_differences.h: the cells in which casebound says something else than a published set, and why ours is
 * right. Each must occur; docs/inheritance.md shows them. */
#ifndef TESTS_INHERITANCE_DIFFERENCES_H
#define TESTS_INHERITANCE_DIFFERENCES_H

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
static const char BOTH_NEW[] = "two new alleles of one gene: their phase is not known, which excludes nothing";
static const char ONE_NEW[] = "the copy on which a new allele arose is not known: possible until it is phased";
static const char BOTH_PARENTS[] = "both parents carry one of the two: phase not known, which excludes nothing";
static const char NO_CALL[] = "a parent without a call may carry it: neither yes nor no";
static const char PAR[] = "X:302253 of GRCh37 lies in PAR1: autosomal rules";
static const char PAR_HOM[] = "PAR1, autosomal rules: homozygous with a free father, kept with its explanations";
static const char MT[] = "autosomal modes do not apply to mtDNA";
static const char AFFECTED_HOM[] =
    "two copies under dominant inheritance are allowed by the default policy; the affected father carries it";
static const char READS[] = "the child's call is free against 11 alternate reads: not known";
static const char NO_DEPTH[] = "the child's call is free, without depths that fit its alleles: not known";
static const char LIKELIHOODS[] = "there is no GT: reads and likelihoods alone are no call, and no non-carrier";

static const difference DIFFERENCES[] = {
    {"trio 1:879541 G>A de_novo", "possible", NO_CALL},
    {"trio 1:879541 G>A recessive_homozygous", "possible", NO_CALL},
    {"trio 1:879595 C>T de_novo", "possible", HOM_NEW},
    {"trio 1:879595 C>T recessive_homozygous", "possible", FREE_PARENT},
    {"trio 1:880086 T>C recessive_compound", "possible", ONE_NEW},
    {"trio 10:76154051 A>G recessive_compound", "possible", ONE_NEW},
    {"trio 10:76154073 T>G recessive_compound", "possible", ONE_NEW},
    {"trio 10:76154076 G>C dominant", "possible", NO_CALL},
    {"trio 10:76154076 G>C de_novo", "possible", NO_CALL},
    {"trio X:302253 CCCTCCTGCCCCT>C de_novo", "possible", PAR_HOM},
    {"trio X:302253 CCCTCCTGCCCCT>C recessive_homozygous", "possible", PAR_HOM},
    {"trio X:302253 CCCTCCTGCCCCT>C x_dominant", "untested", PAR},
    {"trio X:302253 CCCTCCTGCCCCT>C x_recessive", "untested", PAR},
    {"trio MT:302253 CCCTCCTGCCCCT>C recessive_homozygous", "untested", MT},
    {"comphet 1:65800 T>C recessive_compound", "possible", BOTH_NEW},
    {"comphet 1:65801 T>C recessive_compound", "possible", BOTH_NEW},
    {"comphet 1:65802 T>C recessive_compound", "possible", ONE_NEW},
    {"comphet 1:65803 T>C recessive_compound", "possible", ONE_NEW},
    {"comphet 1:65812 T>C recessive_compound", "possible", BOTH_PARENTS},
    {"childAffected 1:145510000 G>A recessive_compound", "possible", ONE_NEW},
    {"childAffected 1:145510001 G>A recessive_compound", "possible", ONE_NEW},
    {"childAffected 1:145510001 G>T recessive_compound", "possible", ONE_NEW},
    {"childAffected 10:123357972 G>A recessive_homozygous", "possible", FREE_PARENT},
    {"twoAffected 10:123357972 G>A dominant", "fits", AFFECTED_HOM},
    {"mendelian 1:102 A>G de_novo", "possible", HOM_NEW},
    {"mendelian 1:103 A>G de_novo", "possible", HOM_NEW},
    {"mendelian 1:104 A>G de_novo", "possible", HOM_NEW},
    {"mendelian 1:105 A>G de_novo", "possible", NO_CALL},
    {"mendelian 2:202 A>G de_novo", "possible", HOM_NEW},
    {"mendelian 3:302 A>G de_novo", "possible", HOM_NEW},
    {"mendelian 4:402 A>G de_novo", "possible", HOM_NEW},
    {"mendelian X:104 A>G x_de_novo", "possible", NO_CALL},
    {"mendelian X:105 A>G x_de_novo", "possible", NO_CALL},
    {"trio-dnm.1 3:4 A>G de_novo", "possible", READS},
    {"trio-dnm.2 3:4 A>G de_novo", "possible", NO_DEPTH},
    {"trio-dnm.2 3:4 A>C de_novo", "possible", NO_DEPTH},
    {"trio-dnm.4 1:94466455 C>T de_novo", "possible", LIKELIHOODS},
};

#endif
