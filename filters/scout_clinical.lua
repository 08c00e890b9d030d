-- extends: rare_disease
--
-- scout_clinical: what Scout's clinical filter for small variants shows, for laboratories that come from there.
--
-- As there: carried by somebody who is not known to be healthy, in a panel of the case where it has one, exonic or at a
-- splice site, one of 22 consequences, rarer than the gate in gnomAD; ClinVar's pathogenic classes with a trusted
-- review pass all but the first two ("prioritised"). Otherwise than there: a phased call is read as a call, a haploid
-- one as what it is; panel and consequence are those of one gene; the highest population does not decide, and neither
-- does a frequency of zero count as missing.

local base = ...

base.about = "Scout's clinical filter for small variants, its known defects mended"
base.version = "1.0"
base.rescue = nil
-- Scout's institutes set 0.01 by default; the second hit above it (CFTR F508del) is kept by its ClinVar record.
base.thresholds.max_af[1] = 0.01
base.thresholds.min_stars_trusted = { 1, "ClinVar stars from which a pathogenic record overrides frequency and consequence" }

local SEVERE = {}
for _, term in ipairs({
    "transcript_ablation", "splice_donor_variant", "splice_acceptor_variant", "stop_gained", "frameshift_variant",
    "stop_lost", "start_lost", "initiator_codon_variant", "inframe_insertion", "inframe_deletion", "missense_variant",
    "protein_altering_variant", "transcript_amplification", "splice_region_variant", "splice_donor_5th_base_variant",
    "splice_donor_region_variant", "splice_polypyrimidine_tract_variant", "incomplete_terminal_codon_variant",
    "synonymous_variant", "start_retained_variant", "stop_retained_variant", "coding_sequence_variant",
}) do
    SEVERE[term] = true
end

local function only_in_the_healthy(v)
    for _, person in ipairs(v:members()) do
        if person.affected ~= "no" and person.carrier ~= "no" and person.sampled then
            return false
        end
    end
    return true
end

-- Any of its genes counts: the one that heads it may be a neighbour with a graver consequence.
local function in_panels(v)
    for _, gene in ipairs(v:genes()) do
        if gene.in_panel then
            return true
        end
    end
    return false
end

local function outside_panels(v, t, case)
    return case.has_panels and not in_panels(v)
end

local function trusted(v, t)
    local class = known(v.clinvar) and v.clinvar
    return (class == "pathogenic" or class == "likely_pathogenic")
        and known(v.clinvar_stars) and v.clinvar_stars >= t.min_stars_trusted
end

-- Panel and consequence are of one gene; outside of the panels, which is another rule's word, any gene counts.
local function not_severe(v)
    local asked = in_panels(v)
    for _, gene in ipairs(v:genes()) do
        if (gene.in_panel or not asked) and known(gene.consequence) and SEVERE[gene.consequence] then
            return false
        end
    end
    return asked or not (known(v.consequence) and SEVERE[v.consequence] == true)
end

local function frequent(v, t)
    for _, name in ipairs({ "gnomAD genomes", "gnomAD", "gnomAD exomes" }) do
        local af = v:frequency(name)
        if known(af) then
            return af >= t.max_af
        end
    end
    return false
end

local no_allele
for _, rule in ipairs(base.rules) do
    if rule[1] == "reference_or_star" then
        no_allele = rule
    end
end

base.rules = {
    no_allele,
    { "only_in_the_healthy", "nobody who is affected, or may be, carries it", drop = only_in_the_healthy },
    { "outside_panels", "in none of the case's gene panels", drop = outside_panels, near_miss = true },
    { "clinvar_trusted", "pathogenic or likely pathogenic in ClinVar, with a trusted review", keep = trusted },
    { "too_common", "too common in gnomAD for a rare disease", drop = frequent, near_miss = true },
    { "not_severe", "neither exonic nor at a splice site, or without an effect listed", drop = not_severe, near_miss = true },
}

return base
