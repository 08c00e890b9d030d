/* decisions.h: what readers decided of a case and its variants, author by author, and where they differ. Nothing is
 * resolved here: what two readers say of one variant stands side by side (docs/decisions.md). */
#ifndef CASEBOUND_MODEL_DECISIONS_H
#define CASEBOUND_MODEL_DECISIONS_H

#include "casebound/model/acmg.h"
#include "casebound/model/case.h"
#include "casebound/model/variant.h"

/* A reason to dismiss or a manual rank: its code, and its wording when the reader chose it. */
typedef struct cb_choice {
    const char *code, *text;
} cb_choice;

/* What a reader may choose: filters/data/choices.yaml and the laboratory's own. */
typedef struct cb_choices {
    const cb_choice *reasons;
    size_t reason_count;
    const cb_choice *ranks;
    size_t rank_count;
} cb_choices;

typedef enum cb_causative { CB_CAUSATIVE_NONE, CB_CAUSATIVE_FULL, CB_CAUSATIVE_PARTIAL, CB_CAUSATIVES } cb_causative;
typedef enum cb_validation {
    CB_VALIDATION_NONE,
    CB_VALIDATION_ORDERED,
    CB_VALIDATION_TRUE,
    CB_VALIDATION_FALSE,
    CB_VALIDATIONS
} cb_validation;

/* "full", "true_positive" …; NULL for none. */
const char *cb_causative_name(cb_causative causative);
const char *cb_validation_name(cb_validation validation);
bool cb_causative_find(cb_str name, cb_causative *out);
bool cb_validation_find(cb_str name, cb_validation *out);

/* What one author says of one variant, or of the case. */
typedef struct cb_decision {
    const struct cb_decisions *file; /* where it stands */
    const char *key;                 /* cb_variant.key; NULL: of the case, which has comments alone */
    const char *title;               /* what the page called the variant */
    int64_t changed;                 /* seconds since 1970, by the reader's clock */
    bool blind;                      /* made while rank, score and other readers were hidden */
    bool withdrawn;                  /* what this author said before is taken back; nothing else stands in it */
    bool pinned, meeting;
    cb_class class;
    const cb_criterion_use *criteria;
    size_t criterion_count;
    cb_choice rank;           /* code NULL: none */
    const cb_choice *reasons; /* to dismiss */
    size_t reason_count;
    cb_causative causative;
    cb_validation validation;
    const char *comment, *institute; /* Markdown: on this case; on the variant wherever it is met. NULL: none */
} cb_decision;

/* One exported file. */
typedef struct cb_decisions {
    const char *name; /* its base name, for messages */
    cb_str bytes;     /* as read: goes into used/ */
    cb_digest digest;
    const char *author; /* as typed: nobody has signed */
    int64_t exported;   /* seconds since 1970, by the reader's clock */
    int64_t sequence;   /* of the author's exports from one page, 1 is the first */
    const char *report_id;
    long revision;
    cb_digest facts, case_digest, calls; /* of the report that it was made on */
    const cb_digest *built_with;         /* decisions files that already stood in that report */
    size_t built_with_count;
    const cb_decision *list;
    size_t count;
    const cb_decision *on_case; /* NULL: nothing */
} cb_decisions;

/* All of one author: for each variant, and for the case, the entry of the latest file that has one. */
typedef struct cb_author {
    const char *name;
    const cb_decisions *last;
    size_t count; /* variants */
    const cb_decision *on_case;
} cb_author;

/* All that is said of one variant, in the order of the authors; without what was withdrawn. */
typedef struct cb_decided {
    const char *key;
    const cb_decision **list;
    size_t count;
    bool listed;      /* an allele of the list has this key */
    const char *rule; /* else the wording of the rule that dropped it; NULL: the variant file does not hold it */
} cb_decided;

typedef struct cb_readings {
    const cb_decisions *const *files; /* earliest first, each once */
    size_t file_count;
    cb_author *authors; /* by name */
    size_t author_count;
    cb_decided *decided; /* by key: bytewise */
    size_t decided_count;
    cb_map *by_key; /* key -> cb_decided * */
} cb_readings;

/* Two digests that tie decisions to a case: SHA-256 over the case's id, genome build and the ids of its persons, and
 * the digest of its SNV file. CB_INTERNAL before that file was read. */
cb_status cb_case_digests(cb_arena *arena, const cb_case *kase, cb_digest *of_case, cb_digest *calls,
                          cb_error *e) CB_MUST_USE;

/* Refuses (CB_INPUT) a file of another case, or, unless `calls_changed`, of another variant file of the same family. */
cb_status cb_decisions_fit(cb_arena *arena, const cb_decisions *file, const cb_case *kase, bool calls_changed,
                           cb_error *e) CB_MUST_USE;

/* The highest revision that a file names; 0 without files. */
long cb_decisions_revision(const cb_decisions *const *files, size_t count);

/* Merges files, each author for itself: a later export (by its time, then sequence) supersedes, variant by variant,
 * what the author said in an earlier one; what it does not name stays. The same file twice counts once. CB_INPUT: two
 * different exports of one author of which neither is the later; a report on which a file was made held decisions that
 * are not among the files. The result lives in the arena. */
cb_status cb_readings_merge(cb_arena *arena, const cb_decisions *const *files, size_t count, cb_readings *out,
                            cb_error *e) CB_MUST_USE;

/* What is said of a variant; NULL: nothing, or no readings. */
const cb_decided *cb_decided_of(const cb_readings *readings, const char *key);

/* Marks as listed what is decided on one of these alleles. An allele that a reader classified, pinned or called
 * causative is shortlisted, whatever its score: its evidence belongs into the report. */
void cb_readings_match(cb_readings *readings, cb_variant *const *variants, size_t count);

/* Where readers of one variant disagree. */
enum {
    CB_DIFFER_CLASS = 1 << 0,
    CB_DIFFER_DISMISSAL = 1 << 1, /* one dismisses what another pins, calls causative or classifies as uncertain or
                                     above */
    CB_DIFFER_CAUSATIVE = 1 << 2,
    CB_DIFFER_VALIDATION = 1 << 3,
    CB_DIFFER_RANK = 1 << 4
};
/* Bits of what at least two readers say differently; saying nothing contradicts nothing. */
unsigned cb_decided_differ(const cb_decided *decided);

/* How readers agree: over variants that at least two of them decided on. */
typedef struct cb_agreement {
    size_t both, differ;        /* variants; both - differ agree */
    size_t classes, same_class; /* of these, classified by at least two; all with the same class */
    size_t blind;               /* of both: at least one reading was blind */
} cb_agreement;
cb_agreement cb_readings_agreement(const cb_readings *readings);

#endif
