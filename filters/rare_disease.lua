-- rare_disease: the default profile, for one family with a suspected monogenic disease.
--
-- It ranks rather than drops. An allele is dropped when the proband does not have it, when it is no allele of its
-- own, when it is too common to cause a rare disease, or when it touches no gene. FILTER, inheritance and panels
-- only rank. An allele that ClinVar calls pathogenic or likely pathogenic, alone or inside a conflicting record, is
-- dropped for one reason alone: the proband is free of it.
--
-- Points, roughly: consequence -2 to 8, rarity -5 to 3, predictors -4 to 4, ClinVar -6 to 6, inheritance -4 to 9,
-- panel 0 to 2, quality of the calls down to -12. docs/filters.md says how a profile is written.

local t = {
    -- Gate of the sieve. Recessive founder alleles reach 0.02 (CFTR F508del 0.012 in Europeans, HBB Glu6Val above
    -- it in Africans: that one is kept by ClinVar). A lower gate loses second hits; what lies between is ranked
    -- down.
    max_af = { 0.02, "population frequency above which an allele is dropped" },
    -- Beside a strong allele of the same gene the second one may be common: a hypomorphic allele such as ABCA4
    -- c.5603A>T (0.056) or the RBM8A 5' UTR allele of TAR syndrome (0.03) is at fault in trans alone.
    max_af_rescued = { 0.10, "population frequency up to which an allele comes back beside a strong one in its gene" },
    -- Of what is too common alone, the report tells row by row what a genome has few of; up to where a second allele may
    -- lie, since beside a partner that the file does not show it is the answer.
    max_af_near = { 0.10, "population frequency up to which an allele that is too common alone is told of" },
    -- mtDNA: stand-alone benign is above 1 % of mitochondrial genomes (McCormick 2020); m.1555A>G, 0.2 %, must stay.
    max_af_mitochondrial = { 0.01, "population frequency above which a mitochondrial allele is dropped" },
    -- SpliceAI below 0.1 counts against an effect on splicing (Walker 2023): from there on a deep intronic allele
    -- stays.
    min_splice_kept = { 0.1, "SpliceAI score from which an allele outside of exons is kept" },
    min_splice_near = { 0.05, "SpliceAI score from which an allele dropped outside of exons alone is told of" },

    -- Rarity. A dominant disease allele is rarer than 1 in 10,000 almost always; recessive ones are rarely above
    -- 0.005.
    very_rare = { 0.0001, "population frequency below which an allele is very rare" },
    rare = { 0.001, "population frequency below which an allele is rare" },
    uncommon = { 0.005, "population frequency from which an allele is ranked down" },
    common = { 0.01, "population frequency from which an allele is ranked down further" },

    -- Predictors: the calibrated bands of Pejaver 2022, table 2 (supporting, moderate, strong); developers' own
    -- cut-offs do not reach supporting strength (table 3).
    revel_supporting = { 0.644, "REVEL, supporting pathogenic" },
    revel_moderate = { 0.773, "REVEL, moderately pathogenic" },
    revel_strong = { 0.932, "REVEL, strongly pathogenic" },
    revel_benign = { 0.290, "REVEL, supporting benign" },
    revel_benign_moderate = { 0.183, "REVEL, moderately benign" },
    revel_benign_strong = { 0.016, "REVEL, strongly benign" },
    cadd_supporting = { 25.3, "CADD phred, supporting pathogenic" },
    cadd_moderate = { 28.1, "CADD phred, moderately pathogenic" },
    cadd_benign = { 22.7, "CADD phred, supporting benign" },
    cadd_benign_moderate = { 17.3, "CADD phred, moderately benign" },
    -- SpliceAI: 0.2 is PP3 of Walker 2023; 0.5 and 0.8 are the authors' recommended and high-precision cut-offs
    -- (Jaganathan 2019).
    splice_supporting = { 0.2, "SpliceAI, supporting an effect on splicing" },
    splice_likely = { 0.5, "SpliceAI, an effect on splicing is likely" },
    splice_strong = { 0.8, "SpliceAI, an effect on splicing is very likely" },

    -- Calls. Below 10 reads a heterozygous call is missed or invented too often; GQ 20 is 1 error in 100; 0.2 to
    -- 0.8 holds nearly all true heterozygous calls (slivar's hq1).
    min_depth = { 10, "reads below which the proband's call is weak" },
    min_quality = { 20, "genotype quality (phred) below which a call is weak" },
    min_balance = { 0.2, "lowest share of alternate reads of a heterozygous call" },
    max_balance = { 0.8, "highest share of alternate reads of a heterozygous call" },
    min_balance_hom = { 0.85, "lowest share of alternate reads of a homozygous or hemizygous call" },
    min_alt_reads = { 3, "alternate reads below which the proband's call is weak" },
}

-- Where sequence lies outside of every exon and its splice sites; VEP's, SnpEff's and bcftools csq's words.
local OUTSIDE = {
    intergenic_variant = true, intergenic_region = true, intergenic = true,
    upstream_gene_variant = true, downstream_gene_variant = true,
    intron_variant = true, intron = true,
}

-- Terms of low impact under which a common allele comes back beside a strong one.
local RESCUED = {
    ["5_prime_UTR_variant"] = true, ["5_prime_utr"] = true,
    non_coding_transcript_exon_variant = true, non_coding_transcript_exon = true, non_coding = true,
    mature_miRNA_variant = true,
}

local function no_allele(v)
    return v.alt_kind == "star" or v.alt_kind == "reference"
end

local function not_carried(v)
    return v.proband.carrier == "no"
end

local function pathogenic(v)
    return v.clinvar_pathogenic
end

-- Frequencies of whole databases. The highest population alone drops nothing: a founder allele is common in one.
local OVERALL = { "gnomAD exomes", "gnomAD genomes", "gnomAD", "1000 Genomes", "ExAC", "SweGen",
                  "mitochondrial, homoplasmic", "cohort" }

-- The filtering frequency (95 % confidence) is the better measure where it is annotated.
local function is_above(v, gate)
    if v:frequency_known("gnomAD FAF95") then
        return v:frequency_above(gate, "gnomAD FAF95")
    end
    return v:frequency_above(gate, table.unpack(OVERALL))
end

-- v.af is the highest of all, so what lies below the gate by it need not be looked at further.
local function too_common(v, t)
    local gate = v.chrom_kind == "mitochondrial" and t.max_af_mitochondrial or t.max_af
    return v:frequency_above(gate) and is_above(v, gate)
end

-- What a submitter took to ClinVar and nobody called benign is worth a look, wherever it lies.
local function noted(v)
    return known(v.clinvar) and v.clinvar ~= "benign" and v.clinvar ~= "likely_benign"
end

local function no_gene_effect(v, t)
    if v.chrom_kind == "mitochondrial" or not known(v.consequence) or not OUTSIDE[v.consequence] or noted(v) then
        return false
    end
    return not v:predictor_from(t.min_splice_kept, "spliceai")
end

local function nearly_rare(v, t)
    return not is_above(v, t.max_af_near)
end

local function nearly_splicing(v, t)
    return v:predictor_from(t.min_splice_near, "spliceai")
end

-- Of what is too common, that which the proband carries and which changes a product is remembered.
local function rescue_candidate(v, t)
    if v.proband.carrier ~= "yes" or v.chrom_kind == "mitochondrial" or is_above(v, t.max_af_rescued) then
        return false
    end
    return (known(v.impact) and (v.impact == "HIGH" or v.impact == "MODERATE"))
        or v:predictor_from(t.splice_supporting, "spliceai")
        or (known(v.consequence) and RESCUED[v.consequence] == true)
end

local function rescue_partner(v, partner, t)
    local splice = partner:predictor("spliceai")
    return partner.clinvar_pathogenic
        or (known(partner.impact) and partner.impact == "HIGH")
        or (known(splice) and splice >= t.splice_likely)
end

-- Points of the most severe consequence; terms that do not stand here go by their impact.
local CONSEQUENCE = {
    stop_lost = 6, start_lost = 6, -- milder than a loss of the whole product (PVS1 decision tree, Abou Tayoun 2018)
    splice_region_variant = 2, splice_region = 2, splice_donor_region_variant = 2, splice_donor_5th_base_variant = 3,
    splice_polypyrimidine_tract_variant = 1,
    synonymous_variant = -1, synonymous = -1,
    non_coding_transcript_exon_variant = 1, mature_miRNA_variant = 2, -- RNU4-2 and its like have no protein to change
    ["5_prime_UTR_variant"] = 0, ["3_prime_UTR_variant"] = 0, ["5_prime_utr"] = 0, ["3_prime_utr"] = 0,
}
local IMPACT = { HIGH = 8, MODERATE = 4, LOW = 0, MODIFIER = -2 }

local function plain(word)
    return (word:gsub("_variant", ""):gsub("_prime_", "′ "):gsub("_", " "))
end

local function short(x)
    return string.format("%.4g", x)
end

local function score_consequence(v)
    if not known(v.consequence) then
        v:flag(v.consequence == missing and "no consequence is annotated" or "consequences are not annotated")
        return
    end
    local points = CONSEQUENCE[v.consequence] or (known(v.impact) and IMPACT[v.impact]) or 0
    v:add(points, "consequence", plain(v.consequence), known(v.impact) and "impact " .. v.impact or nil)
    if known(v.chosen_consequence) and v.chosen_consequence ~= v.consequence then
        v:flag("the most severe consequence is on another transcript than the one that heads the report")
    end
end

-- Where no frequency is annotated, the family is the only population: homozygous in somebody not known to be ill.
local function score_homozygous_relative(v)
    for _, person in ipairs(v:members()) do
        if person.role ~= "proband" and person.zygosity == "hom_alt" and person.affected ~= "yes" then
            v:add(-3, "rarity", "homozygous in the " .. person.role .. ", who is not known to be affected", person.gt)
            return
        end
    end
end

local function score_rarity(v, t)
    local af = v.af
    if af == not_annotated then
        v:flag("population frequency is not annotated: it may be common")
        score_homozygous_relative(v)
        return
    end
    if af == missing then
        v:add(3, "rarity", "in none of the named population sources", "no frequency")
        return
    end
    local points, text = 0, "in the population at " .. short(af)
    if af == 0 then
        points, text = 3, "not seen in the population"
    elseif af < t.very_rare then
        points, text = 2.5, "very rare in the population"
    elseif af < t.rare then
        points, text = 1.5, "rare in the population"
    elseif af >= t.max_af and v.clinvar_pathogenic and v.in_pair == "trans" then
        points, text = -1, "common in the population; at fault beside a second allele of the gene alone"
    elseif af >= t.max_af then
        points, text = -5, "common in the population"
    elseif af >= t.common then
        points, text = -3, "frequent in the population for a rare disease"
    elseif af >= t.uncommon then
        points, text = -1, "not rare in the population"
    end
    v:add(points, "rarity", text, v.af_source .. " " .. short(af))
end

local function band(x, ...)
    local bands = { ... }
    for i = 1, #bands, 2 do
        if x >= bands[i] then
            return bands[i + 1]
        end
    end
    return 0
end

-- One predictor of the protein, chosen in advance: REVEL, and CADD where REVEL has no score.
local function protein_points(v, t)
    local revel, cadd = v:predictor("revel"), v:predictor("cadd")
    if v.consequence ~= "missense_variant" and v.consequence ~= "missense" then
        return 0
    end
    if known(revel) then
        local points = band(revel, t.revel_strong, 4, t.revel_moderate, 2, t.revel_supporting, 1)
        if revel <= t.revel_benign then
            points = revel <= t.revel_benign_strong and -4 or revel <= t.revel_benign_moderate and -2 or -1
        end
        return points, "REVEL " .. short(revel)
    elseif known(cadd) then
        local points = band(cadd, t.cadd_moderate, 2, t.cadd_supporting, 1)
        if cadd <= t.cadd_benign then
            points = cadd <= t.cadd_benign_moderate and -2 or -1
        end
        return points, "CADD " .. short(cadd)
    end
    return 0
end

-- A donor or acceptor site has its points by consequence.
local function splice_points(v, t)
    local splice = v:predictor("spliceai")
    if not known(splice) or (known(v.impact) and v.impact == "HIGH") then
        return 0
    end
    return band(splice, t.splice_strong, 4, t.splice_likely, 3, t.splice_supporting, 2), "SpliceAI " .. short(splice)
end

local function score_predictors(v, t)
    local protein, protein_evidence = protein_points(v, t)
    local splice, splice_evidence = splice_points(v, t)
    if splice > 0 and splice >= protein then
        v:add(splice, "splicing", "predicted to change splicing", splice_evidence)
    elseif protein > 0 then
        v:add(protein, "predictor", "predicted to harm the protein", protein_evidence)
    elseif protein < 0 then
        v:add(protein, "predictor", "predicted to be harmless to the protein", protein_evidence)
    end
end

-- By class, then by review: 2 stars and more, 1 star, none or unknown.
local CLINVAR = {
    pathogenic = { 6, 5, 4, "pathogenic in ClinVar" },
    likely_pathogenic = { 5, 4, 3, "likely pathogenic in ClinVar" },
    likely_benign = { -4, -3, -2, "likely benign in ClinVar" },
    benign = { -6, -4, -3, "benign in ClinVar" },
}

local function score_clinvar(v)
    if not known(v.clinvar) then
        return
    end
    local stars = known(v.clinvar_stars) and v.clinvar_stars or 0
    local evidence = known(v.clinvar_stars) and stars .. " of 4 stars" or "review status unknown"
    local row = CLINVAR[v.clinvar]
    if row then
        v:add(row[stars >= 2 and 1 or stars == 1 and 2 or 3], "clinvar", row[4], evidence)
    elseif v.clinvar_pathogenic then
        v:add(2, "clinvar", "conflicting in ClinVar, with pathogenic submissions", evidence)
    end
end

-- What an allele can do to a copy of its gene, 0 to 1: a pair is worth what its weaker half is worth.
local function strength(v, t)
    local s = 0
    local splice = v:predictor("spliceai")
    if v.clinvar_pathogenic or (known(v.impact) and v.impact == "HIGH") then
        s = 1
    elseif (known(v.impact) and v.impact == "MODERATE") or (known(splice) and splice >= t.splice_supporting) then
        s = 0.75
    elseif known(v.impact) and v.impact == "LOW" then
        s = 0.25
    end
    if known(v.af) and v.af >= t.common and not v.clinvar_pathogenic then
        s = s / 2
    end
    return s
end

local function pair_points(v, t)
    local own, best, with = strength(v, t), 0, nil
    for _, partner in ipairs(v:partners()) do
        local base = partner.fit == "fits" and 6 or partner.fit == "possible" and 2 or 0
        local points = base * math.min(own, strength(partner.v, t))
        if points > best then
            best, with = points, partner
        end
    end
    return v.af == not_annotated and best / 2 or best, with
end

-- Points of a mode that fits, of one that is possible, and their words.
local MODES = {
    de_novo = { 9, 4, "new in the proband: neither parent carries it", "may be new in the proband" },
    x_de_novo = { 9, 4, "new in the proband, on the X chromosome", "may be new in the proband, on the X chromosome" },
    recessive_homozygous = { 4, 2, "homozygous in the proband", "homozygous, with a doubt about a parent" },
    x_recessive = { 5, 2, "X-linked recessive fits", "X-linked recessive is possible" },
    dominant = { 1, 0, "dominant fits", "dominant is possible" },
    x_dominant = { 1, 0, "X-linked dominant fits", "X-linked dominant is possible" },
    mitochondrial = { 3, 1, "mitochondrial, from the mother", "mitochondrial, may be from the mother" },
    y = { 2, 1, "Y-linked fits", "Y-linked is possible" },
}
local NEW = { de_novo = true, x_de_novo = true }

local function weak_reads(p, t)
    return (known(p.quality) and p.quality < t.min_quality)
        or (known(p.depth) and p.depth < t.min_depth)
        or (known(p.alt_depth) and p.alt_depth < t.min_alt_reads)
        or (p.zygosity == "het" and known(p.balance) and (p.balance < t.min_balance or p.balance > t.max_balance))
end

-- A new allele is as good as all three calls that say so; one that is not rare was more likely missed in a parent.
local function weak_calls(v, t)
    if v.filter == "failed" or weak_reads(v.proband, t) or (known(v.af) and v.af >= t.rare) then
        return true
    end
    for _, role in ipairs({ "father", "mother" }) do
        local parent = v:of(role)
        if known(parent) and known(parent.quality) and parent.quality < t.min_quality then
            return true
        end
    end
    return false
end

local function mode_points(v, case, t, mode)
    local row, fit = MODES[mode], v:fit(mode)
    if NEW[mode] then
        if fit == "fits" and not weak_calls(v, t) then
            return row[1], row[3]
        end
        local looked = case.parents_sampled == 2 and v.proband.zygosity ~= "hom_alt"
        if fit == "fits" or (fit == "possible" and looked) then
            return row[2], row[4]
        end
        return 0
    end
    -- Without a frequency most shared alleles are common ones.
    local share = v.af == not_annotated and 0.5 or 1
    if fit == "fits" then
        return row[1] * share, row[3]
    elseif fit == "possible" then
        return row[2] * share, row[4]
    end
    return 0
end

local function affected_parent_carries(v)
    for _, role in ipairs({ "father", "mother" }) do
        local parent = v:of(role)
        if known(parent) and parent.affected == "yes" and parent.carrier == "yes" then
            return role
        end
    end
    return nil
end

local function best_mode(v, case, t)
    local best, text, evidence = 0, nil, nil
    for mode in pairs(MODES) do
        local points, words = mode_points(v, case, t, mode)
        if points > best then
            best, text, evidence = points, words, v:reason(mode)
        end
    end
    local role = affected_parent_carries(v)
    for _, mode in ipairs({ "dominant", "x_dominant" }) do
        if role and v:fit(mode) == "fits" and best < 5 then
            best, text, evidence = 5, "inherited from the affected " .. role, v:reason(mode)
        end
    end
    return best, text, evidence
end

local function score_inheritance(v, case, t)
    if v.proband.carrier ~= "yes" then
        return
    end
    local best, text, evidence = best_mode(v, case, t)
    if v.one_hit then
        v:flag("one hit: a single pathogenic allele of a recessive gene; a second one was not found, and may be of a kind "
               .. "that was not examined")
    end
    local pair, partner = pair_points(v, t)
    if pair > best then
        local phase = partner.fit == "fits" and "on the other copy" or "phase unknown"
        best, text = pair, "second allele of the gene, " .. phase
        evidence = partner.v.key .. ", " .. partner.reason
    end
    if text then
        v:add(best, "inheritance", text, evidence)
    elseif v.one_hit then
        v:add(0, "inheritance", "one hit: a single pathogenic allele of a recessive gene, no second one found",
              v:reason("recessive_compound"))
    elseif v.best_fit == "no" then
        v:add(-4, "inheritance", "no mode of inheritance fits this family")
    end
end

local function score_call(v, t)
    local p = v.proband
    if v.filter == "failed" then
        v:add(-3, "filter", "failed the caller's filter", v.filter_text)
    end
    if p.contradicts then
        v:add(-4, "call", "the proband's call contradicts its reads", known(p.doubt) and plain(p.doubt) or nil)
        return
    end
    if p.carrier == "unknown" then
        v:add(-2, "call", "the proband's call is not known", p.zygosity)
    end
    if known(p.depth) and p.depth < t.min_depth then
        v:add(-2, "depth", "few reads in the proband", p.depth .. " reads")
    end
    if known(p.alt_depth) and p.alt_depth < t.min_alt_reads then
        v:add(-2, "alternate_reads", "few alternate reads in the proband", p.alt_depth .. " reads")
    end
    if known(p.quality) and p.quality < t.min_quality then
        v:add(-2, "genotype_quality", "low genotype quality in the proband", "GQ " .. p.quality)
    end
    if known(p.balance) then
        local het = p.zygosity == "het"
        local all = p.zygosity == "hom_alt" or p.zygosity == "hemi_alt"
        local off = het and (p.balance < t.min_balance or p.balance > t.max_balance)
        if off or (all and p.balance < t.min_balance_hom) then
            v:add(-2, "balance", "the reads do not balance as the call says",
                  "share of alternate reads " .. short(p.balance))
        end
    end
end

local function score(v, case, t)
    score_consequence(v)
    score_rarity(v, t)
    score_predictors(v, t)
    score_clinvar(v)
    score_inheritance(v, case, t)
    if v.in_panel then
        v:add(2, "panel", "in a gene panel of the case", table.concat(v.panels, ", "))
    end
    score_call(v, t)
    if v.allele_ambiguous then
        v:flag("an annotation could not be tied to this allele alone")
    end
    if v.split then
        v:flag("one of several alternate alleles of its site")
    end
end

return {
    about = "Rare disease in one family: ranks rather than drops",
    version = "1.0",
    -- v.af is the highest of these. The family's own AF is never one of them.
    frequencies = {
        { name = "gnomAD FAF95",
          keys = { "CSQ/gnomAD_FAF95", "CSQ/gnomADe_FAF95", "CSQ/gnomADg_FAF95", "CSQ/gnomAD_faf95",
                   "INFO/faf95", "INFO/gnomad_faf95", "INFO/gnomAD_faf95", "INFO/fafmax_faf95_max" } },
        { name = "gnomAD exomes",
          keys = { "CSQ/gnomADe_AF", "CSQ/gnomAD_exomes_AF", "INFO/gnomADe_AF", "INFO/dbNSFP_gnomAD_exomes_AF" } },
        { name = "gnomAD genomes",
          keys = { "CSQ/gnomADg_AF", "CSQ/gnomAD_genomes_AF", "INFO/gnomADg_AF",
                   "INFO/dbNSFP_gnomAD_genomes_AF" } },
        { name = "gnomAD",
          keys = { "CSQ/gnomAD_AF", "CSQ/gnomADj_AF", "INFO/gnomAD_AF", "INFO/GNOMAD_AF", "INFO/GNOMADAF",
                   "INFO/gnomad_AF" } },
        { name = "gnomAD popmax",
          keys = { "INFO/GNOMADAF_popmax", "INFO/GNOMADAF_POPMAX", "INFO/gnomad_popmax_af",
                   "CSQ/gnomAD_popmax_AF" } },
        { name = "highest population (VEP)", keys = { "CSQ/MAX_AF" } },
        { name = "1000 Genomes", keys = { "CSQ/AF", "INFO/1000GAF" } },
        { name = "1000 Genomes popmax", keys = { "INFO/1000G_MAX_AF" } },
        { name = "ExAC", keys = { "CSQ/ExAC_AF", "INFO/EXACAF" } },
        { name = "ExAC popmax",
          keys = { "INFO/EXACMAXAF", "INFO/EXACMAX_AF", "INFO/EXAC_MAX_AF", "INFO/ExAC_MAX_AF" } },
        { name = "SweGen", keys = { "INFO/SWEGENAF", "INFO/SWEREFAF" } },
        { name = "mitochondrial, homoplasmic", keys = { "INFO/GNOMAD_MTAF_hom", "INFO/MTAF" } },
        { name = "cohort", keys = { "INFO/Frq", "INFO/loqusdb_AF", "CSQ/cohort_AF" } },
    },
    -- Shown with the allele, and read by v:count(name); nothing here is scored by them.
    counts = {
        { name = "gnomAD alleles examined", kind = "allele_number",
          keys = { "CSQ/gnomADg_AN", "CSQ/gnomADe_AN", "CSQ/gnomAD_AN", "INFO/gnomad_AN", "INFO/gnomAD_AN",
                   "INFO/GNOMAD_AN" } },
        { name = "gnomAD homozygotes", kind = "homozygotes",
          keys = { "CSQ/gnomADg_nhomalt", "CSQ/gnomADe_nhomalt", "CSQ/gnomAD_nhomalt", "INFO/gnomad_nhomalt",
                   "INFO/gnomAD_nhomalt", "INFO/nhomalt" } },
        { name = "gnomAD hemizygotes", kind = "hemizygotes",
          keys = { "CSQ/gnomADg_nhemi", "CSQ/gnomADe_nhemi", "CSQ/gnomAD_nhemi", "INFO/gnomad_nhemi" } },
        { name = "local observations", kind = "local", keys = { "INFO/Obs", "INFO/loqusdb_Obs" } },
        { name = "local homozygotes", kind = "local_homozygotes", keys = { "INFO/Hom", "INFO/loqusdb_Hom" } },
    },
    -- The highest key counts: SpliceAI's four scores are one question.
    predictors = {
        { name = "revel", keys = { "CSQ/REVEL", "CSQ/REVEL_score", "INFO/REVEL", "INFO/dbNSFP_REVEL_score" } },
        { name = "cadd",
          keys = { "CSQ/CADD_PHRED", "INFO/CADD", "INFO/CADD_PHRED", "INFO/dbNSFP_CADD_phred" } },
        -- Shown beside its calibrated band; one predictor of the protein is scored, chosen in advance.
        { name = "alphamissense",
          keys = { "CSQ/am_pathogenicity", "CSQ/AlphaMissense_score", "INFO/am_pathogenicity",
                   "INFO/dbNSFP_AlphaMissense_score" } },
        { name = "spliceai",
          keys = { "CSQ/SpliceAI_pred_DS_AG", "CSQ/SpliceAI_pred_DS_AL", "CSQ/SpliceAI_pred_DS_DG",
                   "CSQ/SpliceAI_pred_DS_DL", "INFO/SPLICEAI_DS_MAX", "INFO/SpliceAI_DS_MAX",
                   "INFO/spliceai_max" } },
    },
    clinvar = {
        significance = { "CSQ/ClinVar_CLNSIG", "CSQ/CLINVAR_CLNSIG", "CSQ/clinVar_CLNSIG", "INFO/CLNSIG",
                         "INFO/ClinVar_CLNSIG", "CSQ/CLIN_SIG" },
        review = { "CSQ/ClinVar_CLNREVSTAT", "CSQ/CLINVAR_CLNREVSTAT", "CSQ/clinVar_CLNREVSTAT", "INFO/CLNREVSTAT" },
        accession = { "CSQ/CLINVAR_CLNVID", "CSQ/clinVar_CLNID", "CSQ/ClinVar", "INFO/CLNACC", "INFO/CLNVID" },
    },
    thresholds = t,
    -- At 8 reads a heterozygous carrier shows no alternate read once in 256 times; two alternate reads may be a
    -- mosaic parent.
    -- The policies of inheritance: docs/inheritance.md says what each does.
    policy = {
        min_depth = 8, max_alt_reads_free = 2, pairs_per_gene = 200,
        reduced_penetrance = "penetrance.tsv",
        dominant_homozygous = "fits", x_dominant_healthy_female = "possible", strict_no_calls = false,
        mosaic_percent = 20, heteroplasmy_percent = 2,
    },
    -- 10 points: a rare damaging allele with a mode that fits, or a pathogenic one without; below it one of the two
    -- is lacking.
    shortlist = { size = 25, score = 10 },
    -- Asked in this order; the first yes decides. A near miss, dropped by one rule alone, is shown where the rule allows
    -- it: what the proband does not carry are his relatives' variants, and never shown.
    rules = {
        { "reference_or_star", "no allele of its own: a place holder, or another record's deletion",
          drop = no_allele },
        { "proband_not_carrier", "the proband does not carry it", drop = not_carried },
        { "clinvar_pathogenic", "pathogenic or likely pathogenic in ClinVar, alone or inside a conflicting record",
          keep = pathogenic },
        { "too_common", "too common in the population for a rare disease", drop = too_common,
          near_miss = nearly_rare },
        { "no_gene_effect", "outside of every gene's exons and splice sites, and no splice prediction",
          drop = no_gene_effect, near_miss = nearly_splicing },
    },
    rescue = {
        rule = "too_common",
        text = "too common by itself; kept beside a strong allele of the same gene",
        candidate = rescue_candidate,
        partner = rescue_partner,
    },
    score = score,
}
