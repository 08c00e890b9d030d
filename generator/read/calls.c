/* calls.c: what the record says of the family's genotypes, for one allele. */
#include "read/plan.h"

/* A reference call whose likelihoods do not prefer it is no evidence that the allele is absent. */
static void lower_evidence(const cb_call *s, int index, cb_genotype *g) {
    bool reference = g->zygosity == CB_HOM_REF || g->zygosity == CB_HEMI_REF;
    if (reference && g->evidence == CB_EVIDENCE_FREE && cb_call_uninformative(s, index, g)) {
        g->evidence = CB_EVIDENCE_UNKNOWN;
        g->doubt = "pl_uninformative";
    }
}

static cb_status make_call(cb_making *m, cb_call *s, const cb_person *person, cb_genotype *g) {
    const cb_case *kase = m->plan->with.kase;
    *g = (cb_genotype){.text = "", .depth = -1, .ref_depth = -1, .alt_depth = -1, .quality = -1, .copies = -1};
    memset(g->allele, -1, sizeof g->allele);
    if (person->column >= 0) {
        if ((size_t)person->column >= m->reader->header->sample_count) {
            return cb_record_fail(m->reader, m->record, m->e, "a sample's column is not there");
        }
        cb_call_cut(s, m->reader->samples.columns[person->column]);
        cb_status status = cb_genotype_read(s, m->index, m->arena, g);
        if (status != CB_OK) {
            return status;
        }
    }
    int expected = cb_ploidy_expected(kase->build, m->v->contig->kind, m->v->position, person->sex);
    cb_genotype_judge(g, m->index, expected, m->plan->evidence);
    if (person->column >= 0) {
        lower_evidence(s, m->index, g);
    }
    return CB_OK;
}

cb_status cb_calls_make(cb_making *m) {
    const cb_family *family = &m->plan->with.kase->family;
    const cb_samples *samples = &m->reader->samples;
    cb_call s; /* its parts are filled as far as they are counted */
    s.reader = m->reader;
    s.record = m->record;
    s.map = &samples->format->map;
    s.own = m->original->own;
    s.original_alts = m->original->alt_count;
    s.e = m->e;
    m->v->genotypes = cb_alloc_array(m->arena, family->count + 1, sizeof *m->v->genotypes);
    cb_status status = m->v->genotypes ? CB_OK : cb_fail_memory(m->e);
    for (size_t i = 0; status == CB_OK && i < family->count; i++) {
        status = make_call(m, &s, &family->persons[i], &m->v->genotypes[i]);
    }
    return status;
}
