-- extends: rare_disease
--
-- dominant: one copy is enough, for a family in which the disease passes from parent to child.
--
-- The gate is lower than for recessive disease. Dominant alleles above it are old and known (TTR p.Val142Ile, 0.016 in
-- people of African descent): their ClinVar record keeps them, no frequency decides about them.

local base = ...
local base_score = base.score

base.about = "Dominant disease: alleles that the affected share and the healthy lack"
base.version = "1.0"
-- A founder allele of late onset stays, such as BRCA2 c.5946del, below 0.005 in every continental population; what is
-- commoner has no high penetrance (MYBPC3's 25 base deletion, carried by 4 % of South Asians).
base.thresholds.max_af[1] = 0.005
-- What is too common here and would be listed by default is told, row by row.
base.thresholds.max_af_near[1] = 0.02
base.rescue = nil

-- Relatives who were examined: what they have or lack says more the more there are.
local function share(v)
    local with, without, free = 0, 0, 0
    for _, person in ipairs(v:members()) do
        if person.role ~= "proband" then
            if person.affected == "yes" and person.carrier == "yes" then
                with = with + 1
            elseif person.affected == "yes" and person.carrier == "no" then
                without = without + 1
            elseif person.affected == "no" and person.carrier == "no" then
                free = free + 1
            end
        end
    end
    return with, without, free
end

base.score = function(v, case, t)
    base_score(v, case, t)
    local with, without, free = share(v)
    if without > 0 then
        v:add(-4 * without, "segregation", without .. " affected in the family without it (a phenocopy, or not the cause)")
    elseif with > 0 then
        v:add(2 * with + free, "segregation", "shared by " .. with .. " more affected, absent in " .. free .. " healthy")
    end
end

return base
