/* ped.h: the rows of a PED file and the checks of a family's structure. Private to the read floor. */
#ifndef CASEBOUND_READ_PED_H
#define CASEBOUND_READ_PED_H

#include "casebound/base/arena.h"
#include "casebound/model/family.h"

enum {
    CB_PED_BYTES = 4 << 20,
    CB_PED_ROWS = 20000,
    CB_FAMILY_PERSONS = 1000,
    CB_PERSON_ID = 256,
    CB_NOTICE_BYTES = 64 << 10
};

/* A person as one line of a PED file, or one sample of a case file, describes it. */
typedef struct cb_member {
    cb_person person;   /* father, mother and column are -1 */
    const char *family; /* NULL in a case file */
    const char *file;   /* base name */
    long line;
} cb_member;

typedef struct cb_members {
    const char *file; /* base name of the file that names the persons */
    cb_member *rows;
    size_t count, capacity;
} cb_members;

/* What a list of persons leaves open, worded for the report. */
typedef struct cb_notices {
    const char **texts;
    size_t count, capacity;
} cb_notices;
cb_status cb_notice(cb_arena *arena, cb_notices *notices, cb_error *e, const char *format, ...)
    CB_PRINTF(4, 5) CB_MUST_USE;

/* All rows of all families. CB_INPUT: too few columns, words for sex or status that are not known, hostile bytes. */
cb_status cb_ped_rows(cb_arena *arena, cb_str bytes, const char *name, cb_members *out, cb_error *e) CB_MUST_USE;

/* Keeps the rows of one family: the proband's when `proband` is not NULL, else the only family, else the only one with
 * an affected person. CB_INPUT when that leaves a choice or nothing, when a parent stands under another family id, and
 * for more than CB_FAMILY_PERSONS. */
cb_status cb_ped_choose(cb_members *members, const char *proband, cb_error *e) CB_MUST_USE;

/* The words of the field for sex and status: "1", "male", "M" … False for a word that is not known. */
bool cb_ped_sex(cb_str word, cb_sex *out);
bool cb_ped_affection(cb_str word, cb_affection *out);
/* True for "", "0", "-9", "-1", ".", "None", "NA": no parent named. */
bool cb_parent_missing(cb_str word);
/* CB_INPUT for an id that is empty, too long or holds control characters. */
cb_status cb_person_id(cb_str id, const char *file, long line, cb_error *e) CB_MUST_USE;

/* CB_INPUT for duplicate ids, a person as own ancestor, a male mother, a female father, one person as both parents. A
 * parent who is not among the members gives a notice. */
cb_status cb_members_check(cb_arena *arena, const cb_members *members, cb_notices *notices, cb_error *e) CB_MUST_USE;

/* The proband: `wanted`, else the only affected person, else the first affected one with both parents among the
 * members. */
cb_status cb_members_proband(const cb_members *members, const char *wanted, const char **out, cb_error *e) CB_MUST_USE;

/* Copies the members into a family, in their order, fathers and mothers by index. NULL when memory is out. */
cb_person *cb_members_persons(cb_arena *arena, const cb_members *members) CB_MUST_USE;

#endif
