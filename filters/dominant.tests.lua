-- What the profile for dominant disease must keep, and in which order. Run by `casebound filters test`.

local IMPACT = { stop_gained = "HIGH", frameshift_variant = "HIGH", missense_variant = "MODERATE", synonymous_variant = "LOW" }

local function said(gene, term, more)
    local fields = { SYMBOL = gene, Consequence = term, IMPACT = IMPACT[term] or "MODIFIER", BIOTYPE = "protein_coding" }
    for name, value in pairs(more or {}) do
        fields[name] = value
    end
    return fields
end

-- A grandmother, her affected daughter and the daughter's affected son, with a healthy aunt.
local ped = "F boy 0 mother 1 2\nF mother 0 grandmother 2 2\nF grandmother 0 0 2 2\nF aunt 0 grandmother 2 1\n"

return {
    cases = {
        {
            name = "what the affected share and the healthy lack",
            why = "segregation is what a family of three generations is sampled for",
            ped = ped, proband = "boy",
            records = {
                { "15-48400000-C-T", "0/1 0/1 0/1 0/0", csq = said("FBN1", "missense_variant") },
                { "3-1000-A-G", "0/1 0/1 0/1 0/1", csq = said("SHARED", "missense_variant") },
                { "3-2000-A-G", "0/1 0/1 0/0 0/0", csq = said("LACKING", "missense_variant") },
            },
            expect = { ["15-48400000-C-T"] = { kept = true, rank = 1, points = { segregation = 5 } },
                       ["3-1000-A-G"] = { kept = true, points = { segregation = 4 } },
                       ["3-2000-A-G"] = { kept = true, rank = 3, points = { segregation = -4 } } },
        },
        {
            name = "a founder allele of late onset",
            why = "BRCA2 c.5946del and its like stay below 0.005",
            records = { { "13-32340300-GT-G", "0/1 0/0 0/1", csq = said("BRCA2", "frameshift_variant", { gnomADe_AF = 0.0045 }) } },
            expect = { ["13-32340300-GT-G"] = { kept = true } },
        },
        {
            name = "TTR p.Val142Ile",
            why = "carried by 3 to 4 % of people of African descent, and the commonest cause of familial amyloid heart disease there",
            records = { { "18-31598655-G-A", "0/1 0/0 0/1", csq = said("TTR", "missense_variant",
                          { gnomADe_AF = 0.016, ClinVar_CLNSIG = "Pathogenic" }) } },
            expect = { ["18-31598655-G-A"] = { kept = true, points = { clinvar = true } } },
        },
        {
            name = "what is too common for one copy is told up to where the default lists it",
            why = "an allele of 0.01 may be half of a pair: another profile has it, and this one names it",
            records = { { "2-1000-A-G", "0/1 0/0 0/1", csq = said("GENE1", "missense_variant", { gnomADe_AF = 0.01 }) },
                        { "2-2000-A-G", "0/1 0/0 0/1", csq = said("GENE2", "missense_variant", { gnomADe_AF = 0.03 }) } },
            expect = { ["2-1000-A-G"] = { dropped = "too_common", near_miss = true },
                       ["2-2000-A-G"] = { dropped = "too_common", near_miss = false } },
        },
        {
            name = "a healthy carrier",
            why = "penetrance is rarely complete: a parent without the disease does not drop an allele",
            records = { { "2-3000-A-G", "0/1 0/1 0/0", csq = said("GENE3", "stop_gained") } },
            expect = { ["2-3000-A-G"] = { kept = true } },
        },
    },
}
