-- our_lab.lua
local t = {
    max_af = { 0.01, "population frequency above which an allele is dropped" },
    max_af_rescued = { 0.05, "population frequency up to which a second allele of a gene comes back" },
    rare = { 0.0001, "population frequency below which an allele is rare" },
    min_quality = { 20, "genotype quality (phred) below which the proband's call is weak" },
}

local function too_common(v, t)
    return known(v.af) and v.af > t.max_af
end

-- Impact of the most severe consequence; a term of no gene has none worth a look.
local POINTS = { HIGH = 8, MODERATE = 4, LOW = 0, MODIFIER = -2 }

local function damaging(v)
    return known(v.impact) and (v.impact == "HIGH" or v.impact == "MODERATE")
end

local function score_inheritance(v)
    if v.in_pair == "trans" then
        v:add(6, "inheritance", "one of two alleles of the gene, on both copies", v:reason("recessive_compound"))
    elseif v.best_fit == "fits" then
        local new = v.best_mode == "de_novo" or v.best_mode == "x_de_novo"
        v:add(new and 9 or 3, "inheritance", new and "new in the proband" or "a mode of inheritance fits",
              v:reason(v.best_mode))
    elseif v.best_fit == "no" then
        v:add(-4, "inheritance", "no mode of inheritance fits this family")
    end
end

local function score_panel(v)
    for _, gene in ipairs(v:genes()) do
        if gene.inside and gene.in_panel then
            v:add(2, "panel", "in a gene panel of the case", table.concat(gene.panels, ", "))
            return
        end
    end
end

local function score(v, case, t)
    if known(v.impact) then
        v:add(POINTS[v.impact] or 0, "consequence", v.consequence, "impact " .. v.impact)
    end
    if v.af == not_annotated then
        v:flag("population frequency is not annotated: it may be common")
    elseif not known(v.af) or v.af < t.rare then
        v:add(3, "rarity", "rare in the population", { af = v.af })
    end
    if v.clinvar_pathogenic then
        v:add(5, "clinvar", "pathogenic in ClinVar", v.clinvar_text)
    end
    score_inheritance(v)
    score_panel(v)
    local quality = v.proband.quality
    if known(quality) and quality < t.min_quality then
        v:add(-3, "call", "the proband's call is weak", "GQ " .. quality)
    end
end

return {
    about = "Our laboratory: small variants of a child",
    version = "1",
    frequencies = { { name = "gnomAD", keys = { "CSQ/gnomADe_AF", "CSQ/gnomADg_AF" } } },
    predictors = {},
    clinvar = { significance = { "CSQ/ClinVar_CLNSIG" } },
    thresholds = t,
    shortlist = { size = 20, score = 8 },
    rules = {
        { "proband_not_carrier", "the proband does not carry it",
          drop = function(v) return v.proband.carrier == "no" end },
        { "clinvar_pathogenic", "pathogenic in ClinVar", keep = function(v) return v.clinvar_pathogenic end },
        { "too_common", "too common in the population", drop = too_common, near_miss = true },
    },
    rescue = {
        rule = "too_common",
        text = "common, and the second allele of a gene with a strong one",
        candidate = function(v, t) return v.proband.carrier == "yes" and damaging(v) and v.af <= t.max_af_rescued end,
        partner = function(v, partner) return known(partner.impact) and partner.impact == "HIGH" end,
    },
    score = score,
}
