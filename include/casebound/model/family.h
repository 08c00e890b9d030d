/* family.h: persons, their sex, affection and relations. */
#ifndef CASEBOUND_MODEL_FAMILY_H
#define CASEBOUND_MODEL_FAMILY_H

#include <stdbool.h>
#include <stddef.h>

typedef enum cb_sex { CB_SEX_UNKNOWN, CB_MALE, CB_FEMALE } cb_sex;
typedef enum cb_affection { CB_AFFECTION_UNKNOWN, CB_UNAFFECTED, CB_AFFECTED } cb_affection;
typedef enum cb_role { CB_PROBAND, CB_FATHER, CB_MOTHER, CB_SIBLING, CB_CHILD, CB_RELATIVE } cb_role;

/* To secondary findings; what is not recorded is not given. */
typedef enum cb_consent { CB_CONSENT_NOT_RECORDED, CB_CONSENT_DECLINED, CB_CONSENT_GIVEN } cb_consent;

/* Of a multiple birth. */
typedef enum cb_twin_zygosity { CB_TWINS_UNKNOWN, CB_TWINS_MONOZYGOTIC, CB_TWINS_DIZYGOTIC } cb_twin_zygosity;

typedef struct cb_person {
    const char *id;           /* the sample id of PED and VCF */
    const char *display;      /* what pages show; the id where the case file names nothing else */
    const char *sample_type;  /* e.g. blood; NULL when not given */
    const char *collected;    /* sample date as given; NULL when not given */
    const char *analysis;     /* wes, wgs, panel …; NULL when not given */
    const char *father_id, *mother_id; /* NULL: not named */
    int father, mother;       /* index into cb_family.persons, or -1 */
    int column;               /* the sample's column in the SNV file, or -1: no column */
    cb_sex sex;
    cb_affection affection;
    cb_role role;             /* towards the proband */
    cb_consent secondary;     /* to secondary findings */
    bool deceased;
    size_t birth;             /* twins, triplets … of one birth have one number, from 1; they have the same parents, one
                                 of them at least in the family; 0: born alone, or not told */
    cb_twin_zygosity zygosity;     /* of that birth; the sexes of monozygotic twins do not contradict it */
} cb_person;

typedef struct cb_family {
    const char *id;
    cb_person *persons;       /* proband first, then father, mother, siblings in order of the PED, then others */
    size_t count;
    size_t proband;           /* index; 0 by construction */
} cb_family;

/* Sets father, mother and role of every person from the ids and puts the persons into the order above. `proband_id`
 * must be one of them (else false). */
bool cb_family_relate(cb_family *family, const char *proband_id);
/* Index of a person by id, or -1. */
int cb_family_find(const cb_family *family, const char *id);
/* Are the two of one birth? A person is of one birth with himself, twin or not. */
bool cb_family_twins(const cb_family *family, size_t a, size_t b);

#endif
