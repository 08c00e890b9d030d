/* inheritance_trial.h: one mode tried on one allele; what each person says to it. Private to model. */
#ifndef CASEBOUND_MODEL_INHERITANCE_TRIAL_H
#define CASEBOUND_MODEL_INHERITANCE_TRIAL_H

#include "casebound/model/inheritance.h"

/* Three-valued: an answer that the data do not give is not a no. */
typedef enum cb_answer { CB_NO, CB_UNKNOWN, CB_YES } cb_answer;

/* Does the person have at least one copy? A call that its reads contradict is no answer. */
cb_answer cb_carries(const cb_genotype *g);
/* Is every copy that the person has this allele (homozygous, hemizygous)? */
cb_answer cb_carries_all(const cb_genotype *g);
/* The person has a column in the file: others constrain nothing. */
bool cb_has_call(const cb_genotype *g);

/* "father", "sibling (S3)": the display name only where the role alone leaves it open. NULL when memory is out. */
const char *cb_person_words(cb_arena *arena, const cb_family *family, size_t person);
/* "heterozygous", "no copy at depth 31", "depth 3, cannot exclude". NULL when memory is out. */
const char *cb_call_words(cb_arena *arena, const cb_genotype *g, bool mitochondrial);
/* "father: unaffected, heterozygous". NULL when memory is out. */
const char *cb_person_call_words(cb_arena *arena, const cb_family *family, size_t person, const cb_variant *v);

typedef struct cb_trial_note {
    cb_fit fit;
    const char *text;
} cb_trial_note;

typedef struct cb_trial {
    cb_arena *arena;
    const cb_case *kase;
    const cb_family *family; /* of the case */
    const cb_policy *policy;
    const cb_variant *v;
    cb_fit fit; /* the lowest of the notes */
    cb_trial_note *notes;
    size_t count, capacity;
    bool failed; /* memory */
} cb_trial;

/* The proband counts as affected unless the pedigree says that he is not: he is the question. */
bool cb_trial_affected(const cb_trial *t, size_t person);
bool cb_trial_unaffected(const cb_trial *t, size_t person);

/* What one person says: lowers the fit, keeps the text (NULL: memory is out). The same text is kept once. */
void cb_trial_note_add(cb_trial *t, cb_fit fit, const char *text);
/* As above with the person's call as the text and `tail` (may be "") behind it. */
void cb_trial_person(cb_trial *t, cb_fit fit, size_t person, const char *tail);

/* The fit and the reasons of those who decided it. */
cb_status cb_trial_verdict(cb_trial *t, cb_verdict *out, cb_error *e) CB_MUST_USE;

/* Answers as fits: for an allele that a person is expected to have, and for one that he is not. */
cb_fit cb_fit_of(cb_answer answer);
cb_fit cb_fit_of_not(cb_answer answer);
/* A call of a person that is expected to have the allele (cb_fit_of of cb_carries). */
void cb_trial_carrier(cb_trial *t, size_t person);
/* True when the parent has a call; else the note that the parent cannot exclude. `role`: "father", "mother". */
bool cb_trial_parent_called(cb_trial *t, int parent, const char *role);
/* A gene that the panels call recessive: one copy does not explain the disease. For the dominant modes. */
void cb_trial_recessive_gene(cb_trial *t);
/* A parent's heterozygous call with too few alternate reads for one copy in every cell. */
bool cb_may_be_mosaic(const cb_trial *t, size_t person);

/* The modes, each over all persons. */
void cb_try_dominant(cb_trial *t);
void cb_try_de_novo(cb_trial *t);
void cb_try_recessive(cb_trial *t);
void cb_try_x_dominant(cb_trial *t);
void cb_try_x_recessive(cb_trial *t);
void cb_try_x_de_novo(cb_trial *t);
void cb_try_y(cb_trial *t);
void cb_try_y_de_novo(cb_trial *t);
void cb_try_mitochondrial(cb_trial *t);
void cb_try_mitochondrial_de_novo(cb_trial *t);

#endif
