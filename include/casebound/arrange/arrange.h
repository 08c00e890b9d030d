/* arrange.h: words a judged case into the view. */
#ifndef CASEBOUND_ARRANGE_ARRANGE_H
#define CASEBOUND_ARRANGE_ARRANGE_H

#include "casebound/arrange/view.h"
#include "casebound/base/map.h"
#include "casebound/judge/judge.h"
#include "casebound/model/bands.h"
#include "casebound/model/checklist.h"
#include "casebound/model/consequence.h"
#include "casebound/model/decisions.h"
#include "casebound/model/sample_checks.h"
#include "casebound/model/secondary.h"

typedef struct cb_software {
    const char *name, *version;
} cb_software;

typedef struct cb_arrange_request {
    const cb_case *kase;
    const cb_profile *profile;
    const cb_ledger *ledger;
    cb_variant *const *variants; /* every listed allele, by rank */
    size_t variant_count;
    const cb_map *texts; /* templates/text.en.yaml: text key -> wording with {name} places */
    const cb_consequences *consequences;
    const cb_bands *bands;           /* NULL: scores stand without a band */
    const cb_sample_checks *samples; /* NULL: not made, which is as good as not enough sites */
    const cb_checklist *checklist; /* what the report has to hold; NULL: nothing */
    const cb_secondary *secondary; /* whose findings beside the question may be shown */
    const cb_acmg *acmg;         /* what a reader may decide */
    const cb_choices *choices;
    const cb_readings *readings; /* what readers decided; NULL: no decisions were given */
    const char *date;      /* the report's date, "YYYY-MM-DD" */
    const char *seal_name; /* printed seal ("TEST Laboratory (TEST seal)"), or NULL: UNSEALED */
    const char *seal_level; /* "B-B" to "B-LTA": of the seals that will be made; NULL: UNSEALED */
    bool seal_is_test;
    const cb_software *software; /* casebound first */
    size_t software_count;
} cb_arrange_request;

/* Makes the view; facts_digest stands in report/facts_digest (see facts.h). The rows of the list are made when they are
 * read: the request, and all that it names, lives as long as the view. */
cb_status cb_arrange(cb_arena *arena, const cb_arrange_request *request, const cb_node **out, cb_error *e) CB_MUST_USE;

/* Everything that is said of one allele, as of a listed one (docs/view.md, "A variant"), without the cells of the list;
 * also of one that was dropped. Of the request are needed: kase, profile, texts, consequences, bands. The caller may
 * append to the node. */
cb_status cb_arrange_allele(cb_arena *arena, const cb_arrange_request *request, const cb_variant *v, cb_node **out,
                            cb_error *e) CB_MUST_USE;
/* A map with the list `not_examined`: what no gene was examined for. As above. */
cb_status cb_arrange_limits(cb_arena *arena, const cb_arrange_request *request, cb_node **out, cb_error *e) CB_MUST_USE;

/* A report that the request's amends, as far as it is compared. */
typedef struct cb_earlier_report {
    long revision;   /* 0: there is none */
    cb_str variants; /* its variants.tsv */
    const cb_input *inputs;
    size_t input_count;
    const char *const *software_names, *const *software_versions;
    size_t software_count;
    bool withheld; /* it withheld secondary findings */
} cb_earlier_report;

/* What differs between it and the report of the request, whose variants.tsv is `now`: alleles that came, went, were
 * shortlisted or no more, genotypes, classifications, inputs, versions; at most ten names of each. Alleles that went
 * are not told of where this report withholds secondary findings and the earlier one did not, or by other genes. Words
 * in the arena. CB_INPUT: the earlier table is none. */
cb_status cb_arrange_changes(cb_arena *arena, const cb_arrange_request *request, cb_str now,
                             const cb_earlier_report *earlier, const char **out, cb_error *e) CB_MUST_USE;

/* Makes the view of laboratory.html (docs/view.md), which may show what a family must not learn from a page. `view` is
 * cb_arrange's of the same request: names, date and facts digest are its. */
cb_status cb_arrange_laboratory(cb_arena *arena, const cb_arrange_request *request, const cb_node *view,
                                const cb_node **out, cb_error *e) CB_MUST_USE;

#endif
