/* inheritance.c: which modes apply to an allele, and the verdict of each. */
#include "inheritance_trial.h"
#include <string.h>

enum {
    PAIRS_PER_GENE = 200,
    MIN_DEPTH = 8,
    MAX_ALT_READS_FREE = 2,
    MOSAIC_PERCENT = 20,
    HETEROPLASMY_PERCENT = 2,
    REASON_MAX = 4096
};

void cb_policy_default(cb_policy *policy) {
    *policy = (cb_policy){
        .evidence = {.min_depth = MIN_DEPTH, .max_alt_reads_free = MAX_ALT_READS_FREE},
        .pairs_per_gene = PAIRS_PER_GENE,
        .dominant_homozygous = CB_FITS,
        .x_dominant_healthy_female = CB_POSSIBLE,
        .mosaic_percent = MOSAIC_PERCENT,
        .heteroplasmy_percent = HETEROPLASMY_PERCENT,
    };
}

const char *cb_mode_key(cb_mode mode) {
    static const char *const keys[CB_MODES] = {
        [CB_MODE_DOMINANT] = "dominant",
        [CB_MODE_DE_NOVO] = "de_novo",
        [CB_MODE_RECESSIVE_HOMOZYGOUS] = "recessive_homozygous",
        [CB_MODE_RECESSIVE_COMPOUND] = "recessive_compound",
        [CB_MODE_X_DOMINANT] = "x_dominant",
        [CB_MODE_X_RECESSIVE] = "x_recessive",
        [CB_MODE_X_DE_NOVO] = "x_de_novo",
        [CB_MODE_Y] = "y",
        [CB_MODE_MITOCHONDRIAL] = "mitochondrial",
    };
    return mode >= 0 && mode < CB_MODES ? keys[mode] : "unknown";
}

bool cb_trial_affected(const cb_trial *t, size_t person) {
    bool proband = person == t->family->proband;
    if (!proband && !cb_has_call(&t->v->genotypes[person])) {
        return false; /* without a column a relative constrains nothing */
    }
    cb_affection affection = t->family->persons[person].affection;
    return affection == CB_AFFECTED || (proband && affection == CB_AFFECTION_UNKNOWN);
}

bool cb_trial_unaffected(const cb_trial *t, size_t person) {
    return cb_has_call(&t->v->genotypes[person]) && t->family->persons[person].affection == CB_UNAFFECTED;
}

void cb_trial_note_add(cb_trial *t, cb_fit fit, const char *text) {
    if (!text) {
        t->failed = true;
        return;
    }
    if (fit < t->fit) {
        t->fit = fit;
    }
    for (size_t i = 0; i < t->count; i++) {
        if (t->notes[i].fit == fit && strcmp(t->notes[i].text, text) == 0) {
            return;
        }
    }
    cb_trial_note *notes = cb_grow(t->arena, t->notes, t->count, &t->capacity, sizeof *notes);
    if (!notes) {
        t->failed = true;
        return;
    }
    t->notes = notes;
    t->notes[t->count++] = (cb_trial_note){fit, text};
}

void cb_trial_person(cb_trial *t, cb_fit fit, size_t person, const char *tail) {
    const char *text = cb_person_call_words(t->arena, t->family, person, t->v);
    if (text && *tail) {
        text = cb_format(t->arena, "%s%s", text, tail);
    }
    cb_trial_note_add(t, fit, text);
}

cb_status cb_trial_verdict(cb_trial *t, cb_verdict *out, cb_error *e) {
    cb_buf reason;
    cb_buf_init(&reason, REASON_MAX);
    for (size_t i = 0; i < t->count && !t->failed; i++) {
        size_t need = strlen(t->notes[i].text) + 2;
        if (t->notes[i].fit == t->fit && reason.size + need < REASON_MAX) {
            cb_buf_text(&reason, reason.size > 0 ? "; " : "");
            cb_buf_text(&reason, t->notes[i].text);
        }
    }
    const char *text = t->failed || reason.failed ? NULL : cb_copy_str(t->arena, cb_buf_view(&reason));
    cb_buf_free(&reason);
    if (!text) {
        return cb_fail_memory(e);
    }
    *out = (cb_verdict){.fit = t->fit, .tested = true, .reason = text};
    return CB_OK;
}

typedef struct rule {
    cb_mode mode;
    void (*run)(cb_trial *t);
} rule;

static const rule AUTOSOMAL[] = {
    {CB_MODE_DOMINANT, cb_try_dominant},
    {CB_MODE_DE_NOVO, cb_try_de_novo},
    {CB_MODE_RECESSIVE_HOMOZYGOUS, cb_try_recessive},
};
static const rule X_LINKED[] = {
    {CB_MODE_X_DOMINANT, cb_try_x_dominant},
    {CB_MODE_X_RECESSIVE, cb_try_x_recessive},
    {CB_MODE_X_DE_NOVO, cb_try_x_de_novo},
};
static const rule Y_LINKED[] = {{CB_MODE_Y, cb_try_y}, {CB_MODE_DE_NOVO, cb_try_y_de_novo}};
static const rule MATERNAL[] = {{CB_MODE_MITOCHONDRIAL, cb_try_mitochondrial},
                                {CB_MODE_DE_NOVO, cb_try_mitochondrial_de_novo}};

/* Pseudoautosomal positions, and contigs that are neither, follow the autosomal rules. */
static const rule *rules_of(const cb_case *kase, const cb_variant *v, size_t *count) {
    cb_contig_kind kind = v->contig->kind;
    if ((kind == CB_X || kind == CB_Y) && cb_in_par(kase->build, kind, v->position)) {
        kind = CB_AUTOSOME;
    }
    switch (kind) {
    case CB_X:
        *count = sizeof X_LINKED / sizeof *X_LINKED;
        return X_LINKED;
    case CB_Y:
        *count = sizeof Y_LINKED / sizeof *Y_LINKED;
        return Y_LINKED;
    case CB_MT:
        *count = sizeof MATERNAL / sizeof *MATERNAL;
        return MATERNAL;
    default:
        *count = sizeof AUTOSOMAL / sizeof *AUTOSOMAL;
        return AUTOSOMAL;
    }
}

/* The strict policy: what rests on a call that is missing is no answer that this laboratory reports. */
static void refuse_no_calls(cb_trial *t) {
    for (size_t i = 0; i < t->family->count && t->fit != CB_DOES_NOT_FIT; i++) {
        if (t->v->genotypes[i].zygosity == CB_NO_CALL) {
            cb_trial_person(t, CB_DOES_NOT_FIT, i, ": the policy takes no mode that rests on it");
        }
    }
}

cb_status cb_inheritance(cb_arena *arena, const cb_case *kase, cb_variant *v, const cb_policy *policy, cb_error *e) {
    for (int m = 0; m < CB_MODES; m++) {
        if (m != CB_MODE_RECESSIVE_COMPOUND) {
            v->modes[m] =
                (cb_verdict){.fit = CB_DOES_NOT_FIT, .tested = false, .reason = "does not apply to this chromosome"};
        }
    }
    size_t count = 0;
    const rule *rules = rules_of(kase, v, &count);
    for (size_t i = 0; i < count; i++) {
        cb_trial t = {.arena = arena, .kase = kase, .family = &kase->family, .policy = policy, .v = v, .fit = CB_FITS};
        rules[i].run(&t);
        if (policy->strict_no_calls) {
            refuse_no_calls(&t);
        }
        cb_status s = cb_trial_verdict(&t, &v->modes[rules[i].mode], e);
        if (s != CB_OK) {
            return s;
        }
    }
    return CB_OK;
}
