-- extends: rare_disease
--
-- research: the widest net, for a case that stayed open. Slower to read: thousands of alleles are listed.
--
-- Nothing is dropped for its place: deep introns, promoters and enhancers stay, as does what is up to 0.05 in a
-- population.

local base = ...

base.about = "Wide: every place of the genome, frequencies up to 0.05"
base.version = "1.0"
-- HFE p.Cys282Tyr (0.06 in Europeans) is above, and kept by ClinVar; SERPINA1 Z (0.02) and S (0.045) are below.
base.thresholds.max_af[1] = 0.05
base.thresholds.max_af_mitochondrial[1] = 0.02
base.shortlist = { size = 50, score = 7 }

local rules = {}
for _, rule in ipairs(base.rules) do
    if rule[1] ~= "no_gene_effect" then
        table.insert(rules, rule)
    end
end
base.rules = rules

return base
