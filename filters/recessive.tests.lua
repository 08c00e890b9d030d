-- What the profile for recessive disease must keep, and in which order. Run by `casebound filters test`.

local IMPACT = { stop_gained = "HIGH", frameshift_variant = "HIGH", missense_variant = "MODERATE", synonymous_variant = "LOW" }

local function said(gene, term, more)
    local fields = { SYMBOL = gene, Consequence = term, IMPACT = IMPACT[term] or "MODIFIER", BIOTYPE = "protein_coding" }
    for name, value in pairs(more or {}) do
        fields[name] = value
    end
    return fields
end

local function with_crowd(...)
    local records = { ... }
    for i = 1, 8 do
        table.insert(records, { "3-" .. 1000 * i .. "-A-G", i % 2 == 0 and "0/1 0/1 0/0" or "0/1 0/0 0/1",
                                csq = said("CROWD" .. i, "missense_variant", { gnomADe_AF = 0.0002 }) })
    end
    return records
end

local CROWD = { kept = true, shortlisted = false, points = { one_copy = -4 } }

return {
    cases = {
        {
            name = "two copies of a frequent founder allele",
            why = "CFTR F508del lies at 0.015 in Europeans",
            records = with_crowd({ "7-117559590-A-G", "1/1 0/1 0/1", csq = said("CFTR", "missense_variant", { gnomADe_AF = 0.015 }) }),
            expect = { ["7-117559590-A-G"] = { kept = true, rank = 1, points = { one_copy = false } }, ["3-1000-A-G"] = CROWD },
        },
        {
            name = "two alleles of a gene, one from each parent",
            why = "two missense alleles are the commonest finding, and weaker than they are together",
            records = with_crowd({ "13-20189500-C-T", "0/1 0/1 0/0", csq = said("GJB2", "missense_variant", { gnomADe_AF = 0.009 }) },
                                 { "13-20189400-C-T", "0/1 0/0 0/1", csq = said("GJB2", "missense_variant", { gnomADe_AF = 0.0001 }) }),
            expect = { ["13-20189500-C-T"] = { kept = true, top = 2, points = { one_copy = false } },
                       ["13-20189400-C-T"] = { kept = true, top = 2, points = { one_copy = false } } },
        },
        {
            name = "a common second allele beside a truncation",
            why = "ABCA4 and others: the second allele is often common and mild",
            records = with_crowd({ "1-94000000-C-T", "0/1 0/1 0/0", csq = said("ABCA4", "stop_gained", { gnomADe_AF = 0.00001 }) },
                                 { "1-94020000-G-C", "0/1 0/0 0/1", csq = said("ABCA4", "missense_variant", { gnomADe_AF = 0.05 }) }),
            expect = { ["1-94000000-C-T"] = { kept = true, top = 2, shortlisted = true },
                       ["1-94020000-G-C"] = { kept = true, rescued = true, top = 2 } },
        },
        {
            name = "both on one copy",
            why = "two alleles that came from the same parent leave the other copy whole",
            records = with_crowd({ "13-20189500-C-T", "0/1 0/1 0/0", csq = said("GJB2", "missense_variant", { gnomADe_AF = 0.0001 }) },
                                 { "13-20189400-C-T", "0/1 0/1 0/0", csq = said("GJB2", "missense_variant", { gnomADe_AF = 0.0001 }) }),
            expect = { ["13-20189500-C-T"] = CROWD, ["13-20189400-C-T"] = CROWD },
        },
        {
            name = "a new truncation of one copy",
            why = "in a child of cousins a new dominant allele is still the diagnosis: ranked down, never dropped",
            records = with_crowd({ "20-63400000-C-T", "0/1 0/0 0/0", csq = said("KCNQ2", "stop_gained") }),
            expect = { ["20-63400000-C-T"] = { kept = true, top = 3, points = { one_copy = -4 } } },
        },
        {
            name = "a boy's allele of X from his mother",
            why = "he has one copy, and it is this one",
            records = with_crowd({ "X-154000000-C-T", "1 0 0/1", csq = said("ABCD1", "stop_gained") }),
            expect = { ["X-154000000-C-T"] = { kept = true, rank = 1, points = { one_copy = false } } },
        },
    },
}
