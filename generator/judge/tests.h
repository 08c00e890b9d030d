/* tests.h: the shape of the cases of a profile. Private to judge.
 *
 * The file returns { cases = { case, … } } and, for cases that do not say otherwise, family, ped, build and header.
 *
 * A case:
 *   name, why   texts
 *   family      "singleton" or "trio" (the default): persons proband, father and mother, the parents unaffected
 *   ped         instead, the text of a PED file
 *   proband     id in ped, where it leaves that open
 *   build       "GRCh38" (the default) or "GRCh37"
 *   terms       list of HPO terms
 *   panels      { id = text of a panel file }
 *   header      further lines of the VCF's header
 *   records     list of lines of a VCF (columns between blanks or tabs), or of tables:
 *               { "1-12345-A-T", "0/1 0/0 0/1", csq = { field = value, … } or a list of those, info = { key = value },
 *                 filter = text, quality = number, id = text }
 *   expect      { ["1-12345-A-T"] = { kept = true or dropped = rule, rescued, near_miss, shortlisted = boolean,
 *                 rank = n, top = n, flag = text, points = { reason = number or boolean } } } */
#ifndef CASEBOUND_JUDGE_TESTS_H
#define CASEBOUND_JUDGE_TESTS_H

#include "casebound/judge/filter_tests.h"
#include "profile.h"

/* Leaves the field of the case at `kase`, else of the file, and gives its type. The file's table is at index 1. */
int cb_tests_field(lua_State *L, int kase, const char *key);

/* The text of a VCF from the records of the case at `kase` (raises). `samples`: ids, one for each column. */
const char *cb_tests_vcf(lua_State *L, cb_profile_reader *r, int kase, const char *build, const char *const *samples,
                         size_t sample_count);

#endif
