-- extends: rare_disease
--
-- recessive: both copies of a gene, for unaffected parents, affected siblings, or parents who are related.
--
-- The gate stays at 0.02 (CFTR F508del, GJB2 c.35delG in Europeans) and partners come back up to 0.10. What can only
-- act in one copy is ranked down, not dropped: a new dominant allele in a child of cousins is still the diagnosis.

local base = ...
local base_score = base.score

base.about = "Recessive disease: homozygous, hemizygous and paired alleles first"
base.version = "1.0"
-- 8 instead of 10 points: the halves of a pair of missense alleles reach 9 to 12, and both must be seen.
base.shortlist.score = 8

local BOTH_COPIES = { "recessive_homozygous", "x_recessive" }

local function acts_in_both_copies(v)
    for _, mode in ipairs(BOTH_COPIES) do
        local fit = v:fit(mode)
        if fit == "fits" or fit == "possible" then
            return true
        end
    end
    return v.in_pair ~= "none" or v.one_hit
end

base.score = function(v, case, t)
    base_score(v, case, t)
    if v.chrom_kind ~= "mitochondrial" and not acts_in_both_copies(v) then
        v:add(-4, "one_copy", "one copy of the gene alone, and no second allele found")
    end
end

return base
