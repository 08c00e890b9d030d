/* facts_variant.c: the facts of an allele. */
#include "facts.h"
#include <string.h>

void cb_push_text(lua_State *L, const cb_handle *h, const char *name, const char *value, cb_presence when_null) {
    if (value) {
        lua_pushstring(L, value);
    } else {
        cb_push_missing_fact(L, when_null, h, name);
    }
}

void cb_push_count(lua_State *L, const cb_handle *h, const char *name, long value) {
    if (value >= 0) {
        lua_pushinteger(L, value);
    } else {
        cb_push_missing_fact(L, CB_MISSING, h, name);
    }
}

static void push_real(lua_State *L, const cb_handle *h, const char *name, cb_real value) {
    if (value.presence == CB_PRESENT) {
        lua_pushnumber(L, value.value);
    } else {
        cb_push_missing_fact(L, value.presence, h, name);
    }
}

/* What an annotator says: where no input declares CSQ, ANN or BCSQ nobody looked. */
static cb_presence unannotated(lua_State *L) {
    return cb_judging_of(L)->kase->annotation_kind_count > 0 ? CB_MISSING : CB_NOT_ANNOTATED;
}

static void push_annotation(lua_State *L, const cb_handle *h, const char *name, const char *value) {
    cb_push_text(L, h, name, value, unannotated(L));
}

static void push_key(lua_State *L, const cb_handle *h) {
    lua_pushstring(L, h->v->key);
}

static void push_id(lua_State *L, const cb_handle *h) {
    cb_push_text(L, h, "id", h->v->id, CB_MISSING);
}

static void push_chrom(lua_State *L, const cb_handle *h) {
    lua_pushstring(L, h->v->contig->display);
}

static void push_chrom_kind(lua_State *L, const cb_handle *h) {
    lua_pushstring(L, cb_fact_chrom_kind(h->v));
}

static void push_pseudoautosomal(lua_State *L, const cb_handle *h) {
    lua_pushboolean(L, cb_in_par(cb_judging_of(L)->kase->build, h->v->contig->kind, h->v->position));
}

static void push_position(lua_State *L, const cb_handle *h) {
    lua_pushinteger(L, h->v->position);
}

static void push_ref(lua_State *L, const cb_handle *h) {
    lua_pushstring(L, h->v->ref);
}

static void push_alt(lua_State *L, const cb_handle *h) {
    lua_pushstring(L, h->v->alt);
}

static void push_alt_kind(lua_State *L, const cb_handle *h) {
    lua_pushstring(L, cb_fact_alt_kind(h->v));
}

static void push_filter(lua_State *L, const cb_handle *h) {
    lua_pushstring(L, cb_fact_filter(h->v));
}

static void push_filter_text(lua_State *L, const cb_handle *h) {
    lua_pushstring(L, h->v->filter ? h->v->filter : ".");
}

static void push_quality(lua_State *L, const cb_handle *h) {
    cb_real q = {.value = h->v->quality, .presence = h->v->quality >= 0 ? CB_PRESENT : CB_MISSING};
    push_real(L, h, "quality", q);
}

static void push_gene(lua_State *L, const cb_handle *h) {
    push_annotation(L, h, "gene", h->v->gene);
}

static void push_hgnc_id(lua_State *L, const cb_handle *h) {
    push_annotation(L, h, "hgnc_id", h->v->hgnc_id);
}

static void push_annotated(lua_State *L, const cb_handle *h) {
    lua_pushboolean(L, h->v->transcript_count > 0);
}

static void push_in_gene(lua_State *L, const cb_handle *h) {
    static const char *const outside[] = {"intergenic_variant", "intergenic_region", "upstream_gene_variant",
                                          "downstream_gene_variant", NULL};
    const char *c = h->v->consequence;
    bool in = h->v->gene != NULL && c != NULL;
    for (const char *const *o = outside; in && *o; o++) {
        in = strcmp(c, *o) != 0;
    }
    lua_pushboolean(L, in);
}

static void push_consequence(lua_State *L, const cb_handle *h) {
    push_annotation(L, h, "consequence", h->v->consequence);
}

static void push_impact(lua_State *L, const cb_handle *h) {
    push_annotation(L, h, "impact", cb_fact_impact(h->v));
}

static void push_severity(lua_State *L, const cb_handle *h) {
    if (h->v->transcript_count > 0) {
        lua_pushinteger(L, h->v->severity);
    } else {
        cb_push_missing_fact(L, unannotated(L), h, "severity");
    }
}

static void push_chosen_consequence(lua_State *L, const cb_handle *h) {
    push_annotation(L, h, "chosen_consequence", h->v->chosen ? h->v->chosen->consequence : NULL);
}

static void push_chosen_impact(lua_State *L, const cb_handle *h) {
    push_annotation(L, h, "chosen_impact", h->v->chosen ? h->v->chosen->impact : NULL);
}

static void push_biotype(lua_State *L, const cb_handle *h) {
    push_annotation(L, h, "biotype", h->v->chosen ? h->v->chosen->biotype : NULL);
}

static void push_allele_ambiguous(lua_State *L, const cb_handle *h) {
    bool ambiguous = false;
    for (size_t i = 0; i < h->v->transcript_count; i++) {
        ambiguous = ambiguous || h->v->transcripts[i].allele_ambiguous;
    }
    lua_pushboolean(L, ambiguous);
}

static void push_af(lua_State *L, const cb_handle *h) {
    push_real(L, h, "af", h->v->af);
}

static void push_af_source(lua_State *L, const cb_handle *h) {
    cb_push_text(L, h, "af_source", h->v->af_name, h->v->af.presence == CB_PRESENT ? CB_MISSING : h->v->af.presence);
}

static void push_clinvar(lua_State *L, const cb_handle *h) {
    cb_presence p = h->v->clinvar.significance.presence;
    cb_push_text(L, h, "clinvar", cb_fact_clinvar(h->v), p == CB_PRESENT ? CB_MISSING : p);
}

static void push_clinvar_text(lua_State *L, const cb_handle *h) {
    cb_presence p = h->v->clinvar.significance.presence;
    cb_push_text(L, h, "clinvar_text", p == CB_PRESENT ? h->v->clinvar.significance.value : NULL, p);
}

static void push_clinvar_pathogenic(lua_State *L, const cb_handle *h) {
    lua_pushboolean(L, h->v->clinvar.has_pathogenic);
}

static void push_clinvar_stars(lua_State *L, const cb_handle *h) {
    cb_push_count(L, h, "clinvar_stars", h->v->clinvar.class == CB_CLINVAR_NONE ? -1 : h->v->clinvar.stars);
}

static void push_in_panel(lua_State *L, const cb_handle *h) {
    lua_pushboolean(L, h->v->panel_count > 0);
}

static void push_panels(lua_State *L, const cb_handle *h) {
    lua_newtable(L);
    for (size_t i = 0; i < h->v->panel_count; i++) {
        lua_pushstring(L, h->v->panels[i]);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
}

static void push_split(lua_State *L, const cb_handle *h) {
    lua_pushboolean(L, h->v->was_split);
}

static void push_alt_count(lua_State *L, const cb_handle *h) {
    lua_pushinteger(L, h->v->allele_count);
}

static void push_proband(lua_State *L, const cb_handle *h) {
    cb_push_handle(L, CB_KIND_CALL, h->v, cb_judging_of(L)->kase->family.proband);
}

const char *cb_fit_key(const cb_verdict *verdict) {
    static const char *const keys[] = {[CB_DOES_NOT_FIT] = "no", [CB_POSSIBLE] = "possible", [CB_FITS] = "fits"};
    return verdict->tested ? keys[verdict->fit] : "not_tested";
}

/* What is rarer by chance comes first: a new allele says more than one that a family shares. */
static int best_mode(const cb_variant *v) {
    static const cb_mode order[] = {
        CB_MODE_DE_NOVO,     CB_MODE_X_DE_NOVO,  CB_MODE_RECESSIVE_HOMOZYGOUS, CB_MODE_RECESSIVE_COMPOUND,
        CB_MODE_X_RECESSIVE, CB_MODE_X_DOMINANT, CB_MODE_MITOCHONDRIAL,        CB_MODE_Y,
        CB_MODE_DOMINANT};
    for (int fit = CB_FITS; fit >= CB_POSSIBLE; fit--) {
        for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
            if (v->modes[order[i]].tested && (int)v->modes[order[i]].fit == fit) {
                return (int)order[i];
            }
        }
    }
    return -1;
}

static void push_best_mode(lua_State *L, const cb_handle *h) {
    int mode = best_mode(h->v);
    cb_push_text(L, h, "best_mode", mode < 0 ? NULL : cb_mode_key((cb_mode)mode), CB_MISSING);
}

static void push_best_fit(lua_State *L, const cb_handle *h) {
    int mode = best_mode(h->v);
    lua_pushstring(L, mode < 0 ? "no" : cb_fit_key(&h->v->modes[mode]));
}

static void push_in_pair(lua_State *L, const cb_handle *h) {
    const char *phase = "none";
    for (size_t i = 0; i < h->v->pair_count; i++) {
        const cb_pair *p = &h->v->pairs[i];
        if (p->fit == CB_FITS && p->phase == CB_PAIR_TRANS) {
            phase = "trans";
            break;
        }
        phase = p->fit == CB_DOES_NOT_FIT ? phase : "possible";
    }
    lua_pushstring(L, phase);
}

static void push_siblings(lua_State *L, const cb_handle *h) {
    cb_sandbox_charge(L, h->v->sibling_count);
    lua_newtable(L);
    for (size_t i = 0; i < h->v->sibling_count; i++) {
        cb_push_handle(L, CB_KIND_VARIANT, h->v->siblings[i], 0);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
}

static void push_one_hit(lua_State *L, const cb_handle *h) {
    lua_pushboolean(L, h->v->one_hit);
}

const cb_fact CB_VARIANT_FACTS[] = {
    {"key", "text", "chromosome, position, REF and ALT with hyphens between", "never", "v.key", push_key, CB_MAKE_TEXTS,
     false, NULL},
    {"id", "text", "ID as it stands in the file", "missing", "known(v.id)", push_id, CB_MAKE_TEXTS, false, NULL},
    {"chrom", "text", "chromosome without \"chr\"", "never", "v.chrom", push_chrom, 0, false, "CHROM"},
    {"chrom_kind", "text", "\"autosome\", \"x\", \"y\", \"mitochondrial\" or \"other\"", "never", "v.chrom_kind",
     push_chrom_kind, 0, false, NULL},
    {"pseudoautosomal", "boolean", "lies in PAR1 or PAR2 of X or Y", "false for an unknown build", "v.pseudoautosomal",
     push_pseudoautosomal, 0, false, NULL},
    {"position", "integer", "1-based, of the record", "never", "v.position", push_position, 0, false, "POS"},
    {"ref", "text", "REF as in the record", "never", "#v.ref", push_ref, 0, false, NULL},
    {"alt", "text", "ALT as in the record", "never", "#v.alt", push_alt, 0, false, NULL},
    {"alt_kind", "text", "\"sequence\", \"star\" (*), \"reference\" (<NON_REF>, <*>) or \"symbolic\"", "never",
     "v.alt_kind", push_alt_kind, 0, false, NULL},
    {"alt_count", "integer", "alternate alleles of the record", "never", "v.alt_count > 1", push_alt_count, 0, false,
     NULL},
    {"split", "boolean", "was split from a record with several alternate alleles", "never", "v.split", push_split,
     CB_MAKE_ORIGIN, false, NULL},
    {"filter", "text", "\"PASS\", \"not_applied\" (FILTER is '.') or \"failed\"", "never", "v.filter == \"failed\"",
     push_filter, 0, false, NULL},
    {"filter_text", "text", "FILTER as written", "never", "v.filter_text", push_filter_text, CB_MAKE_TEXTS, false,
     "FILTERS"},
    {"quality", "number", "QUAL, phred", "missing: QUAL is '.'", "known(v.quality) and v.quality >= 30", push_quality,
     0, false, "QUAL"},
    {"annotated", "boolean", "has an entry of CSQ, ANN or BCSQ", "never", "v.annotated", push_annotated,
     CB_MAKE_TRANSCRIPTS, false, NULL},
    {"gene", "text", "symbol of the transcript that heads the report", "missing; not annotated without an annotator",
     "known(v.gene) and v.gene == \"KCNQ2\"", push_gene, CB_MAKE_TRANSCRIPTS, false, "SYMBOL"},
    {"hgnc_id", "text", "HGNC id of that gene, digits alone", "missing; not annotated without an annotator",
     "known(v.hgnc_id)", push_hgnc_id, CB_MAKE_TRANSCRIPTS, false, NULL},
    {"in_gene", "boolean", "has a gene, and lies within it rather than up or down of it", "never", "v.in_gene",
     push_in_gene, CB_MAKE_TRANSCRIPTS, false, NULL},
    {"consequence", "text", "most severe Sequence Ontology term over all transcripts",
     "missing; not annotated without an annotator", "known(v.consequence) and v.consequence == \"stop_gained\"",
     push_consequence, CB_MAKE_CONSEQUENCE, false, "Consequence"},
    {"impact", "text", "\"HIGH\", \"MODERATE\", \"LOW\" or \"MODIFIER\", of that term",
     "missing; not annotated without an annotator", "known(v.impact) and v.impact == \"HIGH\"", push_impact,
     CB_MAKE_TRANSCRIPTS, false, NULL},
    {"severity", "integer", "rank of that term: 1 is the most severe", "missing; not annotated without an annotator",
     "known(v.severity) and v.severity < 10", push_severity, CB_MAKE_TRANSCRIPTS, false, NULL},
    {"chosen_consequence", "text", "most severe term of the transcript that heads the report",
     "missing; not annotated without an annotator", "known(v.chosen_consequence)", push_chosen_consequence,
     CB_MAKE_TRANSCRIPTS, false, NULL},
    {"chosen_impact", "text", "impact of that term", "missing; not annotated without an annotator",
     "known(v.chosen_impact)", push_chosen_impact, CB_MAKE_TRANSCRIPTS, false, NULL},
    {"biotype", "text", "biotype of the transcript that heads the report",
     "missing; not annotated without an annotator", "known(v.biotype) and v.biotype == \"protein_coding\"",
     push_biotype, CB_MAKE_TRANSCRIPTS, false, NULL},
    {"allele_ambiguous", "boolean", "an annotation could not be tied to this allele alone", "never",
     "v.allele_ambiguous", push_allele_ambiguous, CB_MAKE_TRANSCRIPTS, false, NULL},
    {"af", "number", "highest of the profile's population frequencies, 0 to 1",
     "missing; not annotated where no input has a source", "known(v.af) and v.af > 0.02", push_af, CB_MAKE_FREQUENCIES,
     false, NULL},
    {"af_source", "text", "name of the source with that frequency", "as af", "known(v.af_source)", push_af_source,
     CB_MAKE_FREQUENCIES, false, NULL},
    {"clinvar", "text",
     "\"pathogenic\", \"likely_pathogenic\", \"uncertain\", \"likely_benign\", \"benign\", \"conflicting\" or "
     "\"other\"",
     "missing; not annotated where no input has ClinVar", "known(v.clinvar) and v.clinvar == \"pathogenic\"",
     push_clinvar, CB_MAKE_CLINVAR, false, "CLNSIG"},
    {"clinvar_text", "text", "ClinVar's significance as written", "as clinvar", "known(v.clinvar_text)",
     push_clinvar_text, CB_MAKE_CLINVAR, false, NULL},
    {"clinvar_pathogenic", "boolean", "pathogenic or likely pathogenic stands in it, also inside a conflicting record",
     "false without ClinVar", "v.clinvar_pathogenic", push_clinvar_pathogenic, CB_MAKE_CLINVAR, false, NULL},
    {"clinvar_stars", "integer", "review status, 0 to 4 stars", "missing",
     "known(v.clinvar_stars) and v.clinvar_stars >= 2", push_clinvar_stars, CB_MAKE_CLINVAR, false, "CLNREVSTAT"},
    {"in_panel", "boolean", "its gene is in a panel of the case", "false; see case.has_panels", "v.in_panel",
     push_in_panel, CB_MAKE_TRANSCRIPTS, false, NULL},
    {"panels", "list of texts", "names of these panels", "empty", "#v.panels", push_panels, CB_MAKE_TRANSCRIPTS, false,
     NULL},
    {"proband", "call", "the proband's call", "never", "v.proband.zygosity", push_proband, 0, false, NULL},
    {"best_mode", "text", "the mode of inheritance that fits best, new alleles first", "missing: none fits",
     "known(v.best_mode)", push_best_mode, 0, true, NULL},
    {"best_fit", "text", "\"fits\", \"possible\" or \"no\": how that mode fits", "never", "v.best_fit", push_best_fit,
     0, true, NULL},
    {"in_pair", "text", "\"trans\": in a pair that is proved; \"possible\"; \"none\": no partner, or in cis", "never",
     "v.in_pair == \"trans\"", push_in_pair, 0, true, NULL},
    {"siblings", "list of variants",
     "the other kept alleles of its multi-allelic site, of this record or of those that it was split into", "empty",
     "#v.siblings", push_siblings, 0, true, NULL},
    {"one_hit", "boolean", "a single pathogenic allele of a gene that the panels call recessive, without a partner",
     "never", "v.one_hit", push_one_hit, 0, true, NULL},
    {.name = NULL},
};
