/* facts_family.c: the facts of calls, persons, partners and the case. */
#include "facts.h"

static const cb_genotype *call_of(const cb_handle *h) {
    return &h->v->genotypes[h->index];
}

static const cb_person *person_of(lua_State *L, const cb_handle *h) {
    return &cb_judging_of(L)->kase->family.persons[h->index];
}

static void push_role(lua_State *L, const cb_handle *h) {
    lua_pushstring(L, cb_relation(L, h->index));
}

static void push_sex(lua_State *L, const cb_handle *h) {
    static const char *const words[] = {[CB_SEX_UNKNOWN] = "unknown", [CB_MALE] = "male", [CB_FEMALE] = "female"};
    lua_pushstring(L, words[person_of(L, h)->sex]);
}

static void push_affected(lua_State *L, const cb_handle *h) {
    static const char *const words[] = {
        [CB_AFFECTION_UNKNOWN] = "unknown", [CB_UNAFFECTED] = "no", [CB_AFFECTED] = "yes"};
    lua_pushstring(L, words[person_of(L, h)->affection]);
}

static void push_sampled(lua_State *L, const cb_handle *h) {
    lua_pushboolean(L, person_of(L, h)->column >= 0);
}

static void push_gt(lua_State *L, const cb_handle *h) {
    const cb_genotype *g = call_of(h);
    cb_push_text(L, h, "gt", g->text && *g->text ? g->text : NULL, CB_MISSING);
}

static void push_zygosity(lua_State *L, const cb_handle *h) {
    lua_pushstring(L, cb_fact_zygosity(call_of(h)));
}

static void push_carrier(lua_State *L, const cb_handle *h) {
    lua_pushstring(L, cb_fact_carrier(call_of(h)));
}

static void push_copies(lua_State *L, const cb_handle *h) {
    cb_push_count(L, h, "copies", call_of(h)->copies);
}

static void push_depth(lua_State *L, const cb_handle *h) {
    cb_push_count(L, h, "depth", call_of(h)->depth);
}

static void push_ref_depth(lua_State *L, const cb_handle *h) {
    cb_push_count(L, h, "ref_depth", call_of(h)->ref_depth);
}

static void push_alt_depth(lua_State *L, const cb_handle *h) {
    cb_push_count(L, h, "alt_depth", call_of(h)->alt_depth);
}

static void push_balance(lua_State *L, const cb_handle *h) {
    double balance = 0;
    if (cb_allele_balance(call_of(h), &balance)) {
        lua_pushnumber(L, balance);
    } else {
        cb_push_missing_fact(L, CB_MISSING, h, "balance");
    }
}

static void push_call_quality(lua_State *L, const cb_handle *h) {
    cb_push_count(L, h, "quality", call_of(h)->quality);
}

static void push_phased(lua_State *L, const cb_handle *h) {
    lua_pushboolean(L, call_of(h)->phased);
}

static void push_contradicts(lua_State *L, const cb_handle *h) {
    lua_pushboolean(L, call_of(h)->contradicts);
}

static void push_doubt(lua_State *L, const cb_handle *h) {
    cb_push_text(L, h, "doubt", call_of(h)->doubt, CB_MISSING);
}

const cb_fact CB_CALL_FACTS[] = {
    {"role", "text", "\"proband\", \"father\", \"mother\", \"sibling\", \"half_sibling\", \"child\" or \"relative\"",
     "never", "v.proband.role", push_role, 0, false, NULL},
    {"sex", "text", "\"male\", \"female\" or \"unknown\"", "never", "v.proband.sex", push_sex, 0, false, NULL},
    {"affected", "text", "\"yes\", \"no\" or \"unknown\"", "never", "v.proband.affected", push_affected, 0, false,
     NULL},
    {"sampled", "boolean", "has a column in the file", "never", "v.proband.sampled", push_sampled, 0, false, NULL},
    {"gt", "text", "GT as it stands in the file", "missing: no column", "known(v.proband.gt)", push_gt, CB_MAKE_CALLS,
     false, NULL},
    {"zygosity", "text",
     "\"het\", \"hom_alt\", \"hemi_alt\", \"half_alt\" (./1), \"hom_ref\", \"hemi_ref\", \"half_call\" (./0), "
     "\"no_call\" or \"no_column\"",
     "never", "v.proband.zygosity == \"het\"", push_zygosity, CB_MAKE_CALLS, false, NULL},
    {"carrier", "text", "\"yes\", \"no\" (with evidence) or \"unknown\" (no call, or a reference call without support)",
     "never", "v.proband.carrier ~= \"no\"", push_carrier, CB_MAKE_CALLS, false, NULL},
    {"copies", "integer", "copies of the allele that were called", "missing: no whole call",
     "known(v.proband.copies) and v.proband.copies == 2", push_copies, CB_MAKE_CALLS, false, NULL},
    {"depth", "integer", "reads: DP, else the sum of AD", "missing", "known(v.proband.depth) and v.proband.depth >= 10",
     push_depth, CB_MAKE_CALLS, false, "DP"},
    {"ref_depth", "integer", "reads with REF", "missing", "known(v.proband.ref_depth)", push_ref_depth, CB_MAKE_CALLS,
     false, NULL},
    {"alt_depth", "integer", "reads with this allele", "missing",
     "known(v.proband.alt_depth) and v.proband.alt_depth >= 3", push_alt_depth, CB_MAKE_CALLS, false, "AD"},
    {"balance", "number", "alternate reads over alternate and reference reads", "missing", "known(v.proband.balance)",
     push_balance, CB_MAKE_CALLS, false, "VAF"},
    {"quality", "integer", "GQ, phred", "missing", "known(v.proband.quality) and v.proband.quality >= 20",
     push_call_quality, CB_MAKE_CALLS, false, "GQ"},
    {"phased", "boolean", "the call is phased", "never", "v.proband.phased", push_phased, CB_MAKE_CALLS, false, NULL},
    {"contradicts", "boolean", "the call and its reads contradict each other", "never", "v.proband.contradicts",
     push_contradicts, CB_MAKE_CALLS, false, NULL},
    {"doubt", "text", "why the evidence is in doubt", "missing: it is not", "known(v.proband.doubt)", push_doubt,
     CB_MAKE_CALLS, false, NULL},
    {.name = NULL},
};

const cb_fact CB_PERSON_FACTS[] = {
    {"role", "text", "\"proband\", \"father\", \"mother\", \"sibling\", \"half_sibling\", \"child\" or \"relative\"",
     "never", "case.proband.role", push_role, 0, false, NULL},
    {"sex", "text", "\"male\", \"female\" or \"unknown\"", "never", "case.proband.sex", push_sex, 0, false, NULL},
    {"affected", "text", "\"yes\", \"no\" or \"unknown\"", "never", "case.proband.affected", push_affected, 0, false,
     NULL},
    {"sampled", "boolean", "has a column in the file", "never", "case.proband.sampled", push_sampled, 0, false, NULL},
    {.name = NULL},
};

static const cb_pair *pair_of(const cb_handle *h) {
    return &h->v->pairs[h->index];
}

static void push_partner_variant(lua_State *L, const cb_handle *h) {
    cb_push_handle(L, CB_KIND_VARIANT, pair_of(h)->partner, 0);
}

static void push_phase(lua_State *L, const cb_handle *h) {
    static const char *const words[] = {
        [CB_PAIR_TRANS] = "trans", [CB_PAIR_POSSIBLE] = "possible", [CB_PAIR_CIS] = "cis"};
    lua_pushstring(L, words[pair_of(h)->phase]);
}

static void push_pair_fit(lua_State *L, const cb_handle *h) {
    cb_verdict verdict = {.fit = pair_of(h)->fit, .tested = true};
    lua_pushstring(L, cb_fit_key(&verdict));
}

static void push_pair_gene(lua_State *L, const cb_handle *h) {
    lua_pushstring(L, pair_of(h)->gene);
}

static void push_pair_reason(lua_State *L, const cb_handle *h) {
    lua_pushstring(L, pair_of(h)->reason);
}

const cb_fact CB_PARTNER_FACTS[] = {
    {"v", "variant", "the other allele", "never", "v:partners()[1].v.key", push_partner_variant, 0, false, NULL},
    {"phase", "text", "\"trans\", \"possible\" or \"cis\"", "never", "v:partners()[1].phase", push_phase, 0, false,
     NULL},
    {"fit", "text", "\"fits\", \"possible\" or \"no\": the phase, lowered by what relatives contradict", "never",
     "v:partners()[1].fit == \"fits\"", push_pair_fit, 0, false, NULL},
    {"gene", "text", "the gene that both are in", "never", "v:partners()[1].gene", push_pair_gene, 0, false, NULL},
    {"reason", "text", "how the phase is known", "never", "v:partners()[1].reason", push_pair_reason, 0, false, NULL},
    {.name = NULL},
};

static void push_build(lua_State *L, const cb_handle *h) {
    (void)h;
    lua_pushstring(L, cb_build_name(cb_judging_of(L)->kase->build));
}

static void push_person(lua_State *L, const cb_handle *h, const char *name, int index) {
    if (index >= 0) {
        cb_push_handle(L, CB_KIND_PERSON, NULL, (size_t)index);
    } else {
        cb_push_missing_fact(L, CB_MISSING, h, name);
    }
}

static const cb_person *the_proband(lua_State *L) {
    const cb_family *family = &cb_judging_of(L)->kase->family;
    return &family->persons[family->proband];
}

static void push_case_proband(lua_State *L, const cb_handle *h) {
    push_person(L, h, "proband", (int)cb_judging_of(L)->kase->family.proband);
}

static void push_case_father(lua_State *L, const cb_handle *h) {
    push_person(L, h, "father", the_proband(L)->father);
}

static void push_case_mother(lua_State *L, const cb_handle *h) {
    push_person(L, h, "mother", the_proband(L)->mother);
}

static void push_size(lua_State *L, const cb_handle *h) {
    (void)h;
    lua_pushinteger(L, (lua_Integer)cb_judging_of(L)->kase->family.count);
}

static void push_parents_sampled(lua_State *L, const cb_handle *h) {
    (void)h;
    const cb_family *family = &cb_judging_of(L)->kase->family;
    const cb_person *p = the_proband(L);
    int n = p->father >= 0 && family->persons[p->father].column >= 0;
    n += p->mother >= 0 && family->persons[p->mother].column >= 0;
    lua_pushinteger(L, n);
}

static void push_has_panels(lua_State *L, const cb_handle *h) {
    (void)h;
    const cb_case *kase = cb_judging_of(L)->kase;
    bool any = false;
    for (size_t i = 0; i < kase->panel_count; i++) {
        any = any || !kase->panels[i].missing;
    }
    lua_pushboolean(L, any);
}

static void push_sampled_members(lua_State *L, const cb_handle *h) {
    (void)h;
    const cb_family *family = &cb_judging_of(L)->kase->family;
    lua_Integer count = 0;
    for (size_t i = 0; i < family->count; i++) {
        count += family->persons[i].column >= 0;
    }
    lua_pushinteger(L, count);
}

static void push_terms(lua_State *L, const cb_handle *h) {
    (void)h;
    const cb_case *kase = cb_judging_of(L)->kase;
    cb_sandbox_charge(L, kase->term_count);
    lua_newtable(L);
    for (size_t i = 0; i < kase->term_count; i++) {
        lua_pushstring(L, kase->terms[i].id);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
}

static void push_case_panels(lua_State *L, const cb_handle *h) {
    (void)h;
    const cb_case *kase = cb_judging_of(L)->kase;
    lua_Integer count = 0;
    cb_sandbox_charge(L, kase->panel_count);
    lua_newtable(L);
    for (size_t i = 0; i < kase->panel_count; i++) {
        if (!kase->panels[i].missing) {
            lua_pushstring(L, cb_panel_title(&kase->panels[i]));
            lua_rawseti(L, -2, ++count);
        }
    }
}

static void push_has_annotation(lua_State *L, const cb_handle *h) {
    (void)h;
    lua_pushboolean(L, cb_judging_of(L)->kase->annotation_kind_count > 0);
}

const cb_fact CB_CASE_FACTS[] = {
    {"build", "text", "\"GRCh37\", \"GRCh38\" or \"unknown\"", "never", "case.build", push_build, 0, false, NULL},
    {"size", "integer", "persons of the family", "never", "case.size", push_size, 0, false, NULL},
    {"proband", "person", "the proband", "never", "case.proband.sex", push_case_proband, 0, false, NULL},
    {"father", "person", "the proband's father", "missing: not in the family",
     "known(case.father) and case.father.affected == \"yes\"", push_case_father, 0, false, NULL},
    {"mother", "person", "the proband's mother", "missing: not in the family",
     "known(case.mother) and case.mother.affected == \"yes\"", push_case_mother, 0, false, NULL},
    {"parents_sampled", "integer", "parents of the proband with a column in the file, 0 to 2", "never",
     "case.parents_sampled == 2", push_parents_sampled, 0, false, NULL},
    {"sampled", "integer", "persons with a column in the file", "never", "case.sampled == 3", push_sampled_members, 0,
     false, NULL},
    {"terms", "list of texts", "the HPO terms of the case, by their present ids", "empty", "#case.terms", push_terms, 0,
     false, NULL},
    {"panels", "list of texts", "names of the case's gene panels that were found", "empty", "#case.panels",
     push_case_panels, 0, false, NULL},
    {"has_annotation", "boolean", "the file declares CSQ, ANN or BCSQ", "never", "case.has_annotation",
     push_has_annotation, 0, false, NULL},
    {"has_panels", "boolean", "the case names a gene panel that was found", "never", "case.has_panels", push_has_panels,
     0, false, NULL},
    {.name = NULL},
};
