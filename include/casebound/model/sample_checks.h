/* sample_checks.h: do the samples of a file belong to the persons that the pedigree names? Sex, relatedness, Mendelian
 * errors, runs of homozygosity, uniparental disomy and quality, from genotypes and pedigree alone. docs/samples.md
 * explains the methods.
 *
 * All of it is for the laboratory. A clinician's page says no more than cb_sample_state: what stands below it could
 * disclose that a father is not the father. */
#ifndef CASEBOUND_MODEL_SAMPLE_CHECKS_H
#define CASEBOUND_MODEL_SAMPLE_CHECKS_H

#include "casebound/model/case.h"
#include "casebound/model/variant.h"

/* Which sites count. A site is one biallelic SNV with FILTER PASS or not applied, on 1 to 22, X or Y, outside the MHC
 * and, on X and Y, outside the pseudoautosomal regions, at which a person of the family carries the alternate allele.
 * A call counts with CB_SAMPLE_DEPTH_MIN reads (the evidence floor of cb_evidence_policy) and CB_SAMPLE_QUALITY_MIN GQ
 * (1 % of error), where the file gives them. */
enum {
    CB_SAMPLE_DEPTH_MIN = 8,
    CB_SAMPLE_QUALITY_MIN = 20,
    CB_SAMPLE_AUTOSOME_SITES = 160000, /* kept at most; 200,000 with those of X and Y (docs/architecture.md 5) */
    CB_SAMPLE_SEX_SITES = 40000,
    CB_SAMPLE_PERSONS = 32,    /* with a column; further ones are not checked */
    CB_SAMPLE_PEDIGREE = 1000, /* persons of a family; in a larger one nobody is checked */
    CB_SAMPLE_AUTOSOMES = 22
};

/* Floors below which no verdict is given. */
enum {
    CB_SAMPLE_PAIR_SITES_MIN = 400,      /* called in both persons; ours: standard error of the kinship below 0.02 */
    CB_SAMPLE_PAIR_CHROMOSOMES_MIN = 10, /* for relatives whose sharing differs from place to place (all but parent and
                                            child): on one chromosome siblings share from none to all */
    CB_SAMPLE_X_CALLS_MIN = 20,          /* calls of X that carry the alternate allele (somalier 0.2: 10) */
    CB_SAMPLE_Y_SITES_MIN = 10,
    CB_SAMPLE_QUALITY_CALLS_MIN = 400, /* for a rate of contradictions */
    CB_SAMPLE_UPD_SITES_MIN = 20,      /* sites of a chromosome at which the parents are opposite homozygotes */
    CB_SAMPLE_LOSS_SITES_MIN = 3,      /* a run of sites at which the child lacks one parent's allele */
    CB_SAMPLE_ROH_SITES_MIN = 50
};

/* Sex: heterozygous over homozygous alternate calls of X. somalier 0.2 calls a male below 0.05 and a female above 0.4,
 * peddy 0.4.8 a male below 0.6; between our two bounds the sex is undetermined. */
#define CB_SAMPLE_X_RATIO_MALE 0.10
#define CB_SAMPLE_X_RATIO_FEMALE 0.40
/* Share of the family's Y sites that are called: ours, with a band between. */
#define CB_SAMPLE_Y_PRESENT 0.50
#define CB_SAMPLE_Y_ABSENT 0.10

/* Kinship coefficients between the degrees: powers of 1/2 half-way (Manichaikul et al. 2010, KING, table 1). */
#define CB_SAMPLE_KINSHIP_SAME 0.354
#define CB_SAMPLE_KINSHIP_FIRST 0.177
#define CB_SAMPLE_KINSHIP_SECOND 0.0884
#define CB_SAMPLE_KINSHIP_THIRD 0.0442
/* Opposite homozygotes over sites at which both are heterozygous: none between parent and child but errors, about 0.07
 * between full siblings, 0.5 between the unrelated (docs/samples.md derives it; peddy draws its line at 0.012 of all
 * sites, Scout at 0.014 of the identical ones). */
#define CB_SAMPLE_IBS0_PARENT 0.02
/* A file of rare variants has few homozygotes, and siblings look like parent and child there: above this number of
 * heterozygous for one homozygous alternate call the two are not told apart (unselected sites: 1.4 to 2.5). */
#define CB_SAMPLE_HET_HOM_COMMON 4.0
/* A file merged from single samples has no reference calls, and everybody in it looks related. */
#define CB_SAMPLE_REFERENCE_SHARE_MIN 0.02

/* Share of calls that their reads contradict, above which reads may be another person's (ours; the contradictions are
 * those of cb_genotype_judge). */
#define CB_SAMPLE_CONTRADICTIONS_MAX 0.02
/* Mendelian errors over trio sites: true trios show 0.001 to 0.005 after such floors; ours. */
#define CB_SAMPLE_MENDEL_MAX 0.02
/* Of the sites with opposite homozygous parents, the share at which the child has one parent's allele twice. */
#define CB_SAMPLE_UPD_SHARE 0.50
/* Runs of homozygosity (Clin Chem Lab Med 2024, on disomy from exomes: 20 Mb or a quarter of the chromosome within it,
 * 5 Mb at its end). */
#define CB_SAMPLE_ROH_LENGTH_MIN 5000000
#define CB_SAMPLE_ROH_LONG 20000000
#define CB_SAMPLE_ROH_CHROMOSOME 0.25
#define CB_SAMPLE_ROH_GAP 3000000 /* a stretch without any site ends a run; ours */
#define CB_SAMPLE_ROH_HET 25      /* homozygous sites that make up for one heterozygous call (an error); ours */

typedef enum cb_check {
    CB_CHECK_NOT_ENOUGH, /* too few sites: no verdict */
    CB_CHECK_OPEN,       /* neither; does not block */
    CB_CHECK_AGREES,
    CB_CHECK_DISAGREES
} cb_check;

/* What a clinician's page may say. */
typedef enum cb_sample_state {
    CB_SAMPLES_NOT_ENOUGH, /* for some person no check that could fail was possible */
    CB_SAMPLES_PASSED,
    CB_SAMPLES_RESOLVE /* the laboratory must look before a report is final */
} cb_sample_state;

/* What the genotypes say of a person's sex. */
typedef enum cb_observed_sex {
    CB_OBSERVED_NOTHING,      /* too few calls on X */
    CB_OBSERVED_UNDETERMINED, /* between the bounds, or X and Y contradict each other */
    CB_OBSERVED_MALE,
    CB_OBSERVED_FEMALE
} cb_observed_sex;

typedef struct cb_person_check {
    size_t person;                       /* index into cb_family.persons */
    uint64_t sites;                      /* autosomal sites */
    uint64_t calls, missing, below;      /* calls that count, no-calls and half calls, calls below the floors */
    uint64_t reference, het, hom;        /* of calls */
    uint64_t transitions, transversions; /* of the alternate calls */
    uint64_t judged, contradictions;     /* calls with allele depths; those that their reads contradict */
    double depth, quality;               /* means over calls; -1: the file has none */
    uint64_t x_sites, x_het, x_hom;      /* calls that count; x_hom includes the hemizygous */
    uint64_t y_sites, y_calls;           /* the family's Y sites, and those called in this person */
    cb_observed_sex sex;
    bool x_and_y; /* heterozygous X with Y: XXY, a mixture, or two samples */
    bool x_alone; /* one X and no Y */
    cb_check sex_check;
    bool covered; /* a check of the sex or of a relative agrees, where another person's sample would not */
    uint64_t roh_length, roh_longest; /* bases in runs */
} cb_person_check;

typedef enum cb_relation {
    CB_RELATION_UNRELATED, /* further than third degree */
    CB_RELATION_THIRD,
    CB_RELATION_SECOND, /* half-siblings, grandparent, uncle … */
    CB_RELATION_FIRST,  /* observed: parent and child or full siblings; which, the sites do not tell */
    CB_RELATION_SIBLINGS,
    CB_RELATION_PARENT_CHILD,
    CB_RELATION_SAME,             /* one sample twice, or monozygotic twins */
    CB_RELATION_SIBLINGS_OR_HALF, /* expected: one parent shared, another not named */
    CB_RELATION_TWINS,            /* expected: monozygotic twins; CB_RELATION_SAME is what agrees */
    CB_RELATION_TWINS_OR_SIBLINGS, /* expected: twins whose zygosity is not known */
    CB_RELATIONS
} cb_relation;

typedef struct cb_pair_check {
    size_t a, b; /* indices into cb_family.persons, a < b */
    double expected_kinship;
    cb_relation expected, observed;
    uint64_t sites, het_a, het_b, shared_hets, ibs0;
    uint64_t rest_shared_hets, rest_ibs0; /* without the chromosome of most opposite homozygotes (a disomy) */
    int chromosomes;
    double kinship; /* meaningful when check is not CB_CHECK_NOT_ENOUGH */
    bool closer;    /* expected unrelated, observed third degree: said, no disagreement */
    cb_check check;
} cb_pair_check;

/* What is wrong with a child's genotype, as seen from its parents'. */
typedef enum cb_mendel {
    CB_MENDEL_NEW,         /* heterozygous for an allele that neither parent has */
    CB_MENDEL_NEW_TWICE,   /* homozygous for an allele that neither parent has */
    CB_MENDEL_NO_PATERNAL, /* homozygous, and the father is homozygous for the other allele */
    CB_MENDEL_NO_MATERNAL,
    CB_MENDELS
} cb_mendel;

typedef enum cb_upd { CB_UPD_UNKNOWN, CB_UPD_NONE, CB_UPD_MATERNAL, CB_UPD_PATERNAL } cb_upd;

typedef struct cb_trio_chromosome {
    uint64_t sites, errors[CB_MENDELS];
    uint64_t opposite, no_paternal, no_maternal; /* opposite homozygous parents; the child has one parent's twice */
    cb_upd upd; /* CB_UPD_UNKNOWN: too few sites, or the parents are not proved to be the parents */
} cb_trio_chromosome;

typedef struct cb_trio_check {
    size_t child, father, mother; /* indices into cb_family.persons */
    uint64_t sites, errors[CB_MENDELS], error_count;
    bool parents_agree;                                     /* both pairs of parent and child agree */
    cb_check check;                                         /* of the rate of errors */
    cb_trio_chromosome chromosome[CB_SAMPLE_AUTOSOMES + 1]; /* by number; 0 is not used */
} cb_trio_check;

/* A run of sites: of homozygosity, or at which a child lacks one parent's allele (a deletion may be there). */
typedef struct cb_sample_run {
    size_t person;
    int chromosome;
    int64_t start, end; /* first and last site */
    uint64_t sites;
    bool paternal; /* of a loss: the father's allele is lacking; else the mother's */
    bool notable;  /* of homozygosity: 20 Mb, or a quarter of the chromosome's covered length */
} cb_sample_run;

typedef struct cb_sample_checks {
    cb_sample_state state;
    uint64_t sites, autosome_sites, x_sites, y_sites;
    uint64_t thinned;               /* one of so many autosomal sites was kept; 1: all */
    cb_person_check *persons;       /* those with a column, in the family's order */
    size_t person_count, unchecked; /* unchecked: persons with a column beyond the caps */
    cb_pair_check *pairs;
    size_t pair_count;
    cb_trio_check *trios;
    size_t trio_count;
    cb_sample_run *losses, *runs; /* losses: only of children whose parents agree */
    size_t loss_count, run_count;
    const char *mixing_tool; /* "bcftools merge 1.20": could put depths under another sample; NULL: none named */
    cb_check mixing;         /* AGREES: depths and calls fit all the same */
} cb_sample_checks;

typedef struct cb_sample_tally cb_sample_tally;

/* Starts a tally for the family's persons that have a column. Owned by the arena; the case must outlive it. */
cb_status cb_sample_tally_new(cb_arena *arena, const cb_case *kase, cb_sample_tally **out, cb_error *e) CB_MUST_USE;

/* Takes one allele of the file with its judged genotypes (contig, position, REF, ALT, allele_count, was_split,
 * filter_state and genotypes are read); what is no site is passed over. The variant is not kept. Which sites are kept
 * when there are more than the caps depends on their places alone, not on their order. */
cb_status cb_sample_tally_add(cb_sample_tally *tally, const cb_variant *v, cb_error *e) CB_MUST_USE;

/* Adds what another tally of the same case took, and empties that one; it may go on with other alleles. What is kept of
 * several tallies does not depend on how the alleles were dealt out or in which order they are added. */
cb_status cb_sample_tally_merge(cb_sample_tally *into, cb_sample_tally *from, cb_error *e) CB_MUST_USE;

/* The verdicts. `mixing_tool` as above, or NULL. The tally may not be added to afterwards. */
cb_status cb_sample_checks_of(cb_arena *arena, cb_sample_tally *tally, const char *mixing_tool,
                              const cb_sample_checks **out, cb_error *e) CB_MUST_USE;

/* The kinship coefficients that the pedigree gives (Malécot 1948; founders are unrelated): family.count by
 * family.count, row by row, owned by the arena. A pedigree of more than CB_SAMPLE_PEDIGREE persons gives NULL. */
cb_status cb_pedigree_kinship(cb_arena *arena, const cb_family *family, const double **out, cb_error *e) CB_MUST_USE;
/* The relation that the pedigree gives two persons of that kinship. */
cb_relation cb_pedigree_relation(const cb_family *family, size_t a, size_t b, double kinship);

#endif
