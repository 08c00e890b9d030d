/* siblings.h: alleles of one multi-allelic site, in one record or in the records that it was split into.
 *
 * A split record's 0 means "not this allele" (clinical memo, section 8), its '.' is often the other allele, and the two
 * halves of a 1/2 look like two heterozygous calls. Records are told to be siblings by what they say of their origin,
 * by their position, or by overlapping REF with calls that fit together as one. The alleles pass once, in the order of
 * the file; only those that overlap the latest are remembered, dropped ones too. */
#ifndef CASEBOUND_MODEL_SIBLINGS_H
#define CASEBOUND_MODEL_SIBLINGS_H

#include "casebound/model/case.h"
#include "casebound/model/variant.h"

typedef struct cb_siblings cb_siblings;

/* Alleles of overlapping records that are remembered at most; where there are more, a notice says so. */
enum { CB_SIBLINGS_WINDOW = 256 };

/* All that is given to kept variants (siblings, flags) is made in the arena; `evidence` judges calls whose missing half
 * a sibling has. Both, and the case, outlive it. */
cb_status cb_siblings_new(cb_arena *arena, const cb_case *kase, const cb_evidence_policy *evidence, cb_siblings **out,
                          cb_error *e) CB_MUST_USE;

/* One allele, in the order of the file. A kept one (`dropped_by` NULL) lives as long as the arena, and its siblings,
 * was_split, flags and the judgement of its genotypes may be set until cb_siblings_end; of a dropped one, what is
 * needed (site, origin, calls) is copied. */
cb_status cb_siblings_see(cb_siblings *s, cb_variant *v, const char *dropped_by, cb_error *e) CB_MUST_USE;
/* As above, of an allele that was dropped and may be brought back: it lives as long as the arena, and v->rescued tells
 * at cb_siblings_end whether it was kept. */
cb_status cb_siblings_see_open(cb_siblings *s, cb_variant *v, const char *dropped_by, cb_error *e) CB_MUST_USE;

/* Alleles that overlap no other need not be shown. A run finds them: alleles of a part of the file, one after the
 * other. */
typedef struct cb_overlap {
    const cb_contig *contig; /* NULL: no allele yet */
    int64_t last, end;       /* start of the latest allele, furthest end of REF among those that overlap it */
} cb_overlap;
/* False for an allele that is passed over: symbolic, a star or a breakend. */
bool cb_overlap_counts(const cb_variant *v);
/* Takes the next allele: true when it overlaps none of those before it. */
bool cb_overlap_begins(cb_overlap *o, const cb_variant *v);
/* The next allele that is seen overlaps none before it, whatever lay between was not shown. */
cb_status cb_siblings_part(cb_siblings *s, cb_error *e) CB_MUST_USE;
/* A copy of a dropped allele with what cb_siblings_see needs of it, in the arena. NULL when memory is out. */
cb_variant *cb_siblings_copy(cb_arena *arena, const cb_case *kase, const cb_variant *v) CB_MUST_USE;

/* Behind the last allele. Adds notices: alleles that stand in two records, and sites with too many alleles. */
cb_status cb_siblings_end(cb_siblings *s, cb_case *kase, cb_error *e) CB_MUST_USE;

#endif
