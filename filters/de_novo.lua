-- extends: rare_disease
--
-- de_novo: alleles that are new in the proband, for a child of healthy parents who were sequenced with it.
--
-- It drops what a parent carries with certainty. A parent's call without reads, and one with a few alternate reads (a
-- mosaic parent has affected children again), is not certain: such alleles stay and are ranked as possible.

local base = ...
local base_score = base.score

base.about = "New alleles of a child whose parents were sequenced"
base.version = "1.0"

-- Alleles of dominant diseases of childhood are hardly seen in population databases. Where one is (ASXL1 c.1934dup, a
-- somatic change in the blood of healthy people, in Bohring-Opitz syndrome a true new allele), it stays below 0.001.
base.thresholds.max_af[1] = 0.001
base.thresholds.max_af[2] = "population frequency above which a new allele is dropped"
-- What is too common here and would be listed by default is told, row by row; above that nothing new causes disease.
base.thresholds.max_af_near[1] = 0.02
base.rescue = nil

local function parent_carries(v)
    for _, role in ipairs({ "father", "mother" }) do
        local parent = v:of(role)
        if known(parent) and parent.carrier == "yes" then
            return true
        end
    end
    return false
end

for i, rule in ipairs(base.rules) do
    if rule[1] == "proband_not_carrier" then
        table.insert(base.rules, i + 1, { "parent_carries", "a parent carries it", drop = parent_carries })
        break
    end
end

base.score = function(v, case, t)
    base_score(v, case, t)
    if case.parents_sampled < 2 then
        v:flag("a parent has no sample: nothing can be shown to be new")
    end
end

return base
