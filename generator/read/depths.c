/* depths.c: how many reads speak for an allele: AD, or what freebayes, VarScan, samtools, Platypus and VCF 4.5's local
 * alleles have in its place. */
#include "read/reader.h"

/* AD of every allele; VarScan's AD is one count of the alternate allele, with RD for the reference. */
static cb_status read_allele_depths(const cb_call *s, int index, cb_genotype *g,
                                    int64_t *sum) {
    cb_counts ad;
    cb_status status = cb_call_counts(s, s->map->ad, "AD", &ad);
    *sum = -1;
    if (status != CB_OK || ad.count == 0) {
        return status;
    }
    size_t alleles = (size_t)s->record->allele_count + 1;
    if (ad.count == 1 && s->map->rd >= 0 && alleles == 2) {
        g->alt_depth = ad.value[0];
        return cb_call_count(s, s->map->rd, "RD", &g->ref_depth);
    }
    bool of_original = ad.count != alleles && s->own > 0 && ad.count == (size_t)s->original_alts + 1;
    if (ad.count != alleles && !of_original) {
        return CB_OK; /* not of these alleles: a trimmed record whose AD was left as it was */
    }
    g->ref_depth = ad.value[0];
    g->alt_depth = ad.value[of_original ? s->own : index];
    *sum = 0;
    for (size_t i = 0; i < ad.count && *sum >= 0; i++) {
        *sum = ad.value[i] < 0 ? -1 : *sum + ad.value[i];
    }
    return CB_OK;
}

/* freebayes: RO, and AO by allele. */
static cb_status read_observations(const cb_call *s, int index, cb_genotype *g) {
    cb_counts ao;
    cb_status status = cb_call_counts(s, s->map->ao, "AO", &ao);
    if (status != CB_OK || ao.count != (size_t)s->record->allele_count) {
        return status;
    }
    g->alt_depth = ao.value[index - 1];
    return cb_call_count(s, s->map->ro, "RO", &g->ref_depth);
}

/* samtools: DV counts the reads of any alternate allele, DP4 reference and alternate reads by strand: of use where
 * there is one ALT. */
static cb_status read_variant_reads(const cb_call *s, cb_genotype *g) {
    int32_t dv = -1;
    cb_counts dp4;
    cb_status status = cb_call_count(s, s->map->dv, "DV", &dv);
    status = status == CB_OK ? cb_call_counts(s, s->map->dp4, "DP4", &dp4) : status;
    if (status != CB_OK || s->record->allele_count != 1) {
        return status;
    }
    if (dv >= 0) {
        g->alt_depth = dv;
        g->ref_depth = g->depth >= dv ? g->depth - dv : -1;
        return CB_OK;
    }
    bool all = dp4.count == 4;
    for (size_t i = 0; i < dp4.count; i++) {
        all = all && dp4.value[i] >= 0;
    }
    if (all) {
        g->ref_depth = dp4.value[0] + dp4.value[1];
        g->alt_depth = dp4.value[2] + dp4.value[3];
    }
    return CB_OK;
}

/* Platypus: NR counts the reads at the site and NV those of the allele, both by ALT. */
static cb_status read_platypus(const cb_call *s, int index, cb_genotype *g) {
    cb_counts nr, nv;
    size_t alts = (size_t)s->record->allele_count;
    cb_status status = cb_call_counts(s, s->map->nr, "NR", &nr);
    status = status == CB_OK ? cb_call_counts(s, s->map->nv, "NV", &nv) : status;
    if (status != CB_OK || nr.count != alts || nv.count != alts || nr.value[index - 1] < nv.value[index - 1]) {
        return status;
    }
    g->alt_depth = nv.value[index - 1];
    if (alts == 1 && nv.value[0] >= 0) {
        g->ref_depth = nr.value[0] - nv.value[0];
    }
    if (g->depth < 0) {
        g->depth = nr.value[index - 1];
    }
    return CB_OK;
}

/* DPR: reads by allele as bcftools before 1.3 wrote them; freebayes writes all reads in place of REF's. */
static cb_status read_dpr(const cb_call *s, int index, cb_genotype *g) {
    cb_counts dpr;
    cb_status status = cb_call_counts(s, s->map->dpr, "DPR", &dpr);
    int64_t alts = 0;
    if (status != CB_OK || dpr.count != (size_t)s->record->allele_count + 1) {
        return status;
    }
    for (size_t i = 1; i < dpr.count; i++) {
        if (dpr.value[i] < 0) {
            return CB_OK;
        }
        alts += dpr.value[i];
    }
    bool all_in_first = alts > 0 && dpr.value[0] == g->depth && dpr.value[0] >= alts;
    g->alt_depth = dpr.value[index];
    g->ref_depth = all_in_first ? (int32_t)(dpr.value[0] - alts) : dpr.value[0];
    return CB_OK;
}

/* LAD: reads of REF and of the sample's local alleles. Reads of another allele are not told. */
static cb_status read_local(const cb_call *s, int index, cb_genotype *g, int64_t *sum) {
    cb_local local;
    cb_counts lad = {.count = 0};
    cb_status status = cb_local_read(s, &local);
    status = status == CB_OK ? cb_call_counts(s, s->map->lad, "LAD", &lad) : status;
    if (status != CB_OK || lad.count == 0 || lad.count != local.count) {
        return status;
    }
    int place = cb_local_place(&local, index);
    g->ref_depth = lad.value[0];
    g->alt_depth = place >= 0 ? lad.value[place] : -1;
    *sum = 0;
    for (size_t i = 0; i < lad.count && *sum >= 0; i++) {
        *sum = lad.value[i] < 0 ? -1 : *sum + lad.value[i];
    }
    return CB_OK;
}

typedef cb_status (*depth_reader)(const cb_call *, int, cb_genotype *);

static cb_status read_samtools(const cb_call *s, int index, cb_genotype *g) {
    (void)index;
    return read_variant_reads(s, g);
}

/* What other callers write stands in where AD is missing, the first one that tells. */
static cb_status read_instead(const cb_call *s, int index, cb_genotype *g) {
    const struct {
        bool there;
        depth_reader read;
    } kinds[] = {
        {s->map->ao >= 0, read_observations},
        {s->map->nv >= 0 && s->map->nr >= 0, read_platypus},
        {s->map->dv >= 0 || s->map->dp4 >= 0, read_samtools},
        {s->map->dpr >= 0, read_dpr},
    };
    cb_status status = CB_OK;
    for (size_t i = 0; status == CB_OK && g->alt_depth < 0 && i < sizeof kinds / sizeof *kinds; i++) {
        status = kinds[i].there ? kinds[i].read(s, index, g) : CB_OK;
    }
    return status;
}

cb_status cb_depths_read(const cb_call *s, int index, cb_genotype *g) {
    int64_t sum = -1;
    cb_status status = cb_call_count(s, s->map->dp, "DP", &g->depth);
    status = status == CB_OK ? read_allele_depths(s, index, g, &sum) : status;
    if (status == CB_OK && g->ref_depth < 0 && g->alt_depth < 0 && s->map->lad >= 0) {
        status = read_local(s, index, g, &sum);
    }
    status = status == CB_OK ? read_instead(s, index, g) : status;
    if (g->depth < 0 && sum >= 0 && sum <= INT32_MAX) {
        g->depth = (int32_t)sum;
    }
    return status;
}
