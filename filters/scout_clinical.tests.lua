-- What Scout's clinical filter shows and leaves out, with its defects mended. Run by `casebound filters test`.

local IMPACT = { stop_gained = "HIGH", frameshift_variant = "HIGH", missense_variant = "MODERATE", synonymous_variant = "LOW" }

local function said(gene, term, more)
    local fields = { SYMBOL = gene, Consequence = term, IMPACT = IMPACT[term] or "MODIFIER", BIOTYPE = "protein_coding" }
    for name, value in pairs(more or {}) do
        fields[name] = value
    end
    return fields
end

local panel = { epilepsy = "SCN1A\nKCNQ2\n" }

return {
    cases = {
        {
            name = "in a panel of the case, or not",
            why = "there the panels decide what a clinician sees; what they alone drop is told",
            panels = panel,
            records = {
                { "2-166000000-C-T", "0/1 0/0 0/0", csq = said("SCN1A", "stop_gained") },
                { "3-1000-C-T", "0/1 0/0 0/0", csq = said("OTHER", "stop_gained") },
            },
            expect = { ["2-166000000-C-T"] = { kept = true, rank = 1 }, ["3-1000-C-T"] = { dropped = "outside_panels", near_miss = true } },
        },
        {
            name = "a pathogenic allele outside of the panels",
            why = "a trusted record overrides frequency and consequence, not the panels: they are what consent was given for",
            panels = panel,
            records = {
                { "3-1000-C-T", "0/1 0/0 0/0", csq = said("OTHER", "stop_gained",
                  { ClinVar_CLNSIG = "Pathogenic", ClinVar_CLNREVSTAT = "criteria_provided&_single_submitter" }) },
            },
            expect = { ["3-1000-C-T"] = { dropped = "outside_panels" } },
        },
        {
            name = "without a panel every gene is shown",
            why = "a case without panels is a search in all genes, not an empty one",
            records = { { "3-1000-C-T", "0/1 0/0 0/0", csq = said("OTHER", "stop_gained") } },
            expect = { ["3-1000-C-T"] = { kept = true } },
        },
        {
            name = "consequence and panel are of one gene",
            why = "there an allele passed by the panel for one gene and by its effect on another",
            panels = panel,
            records = { { "2-166000000-C-T", "0/1 0/0 0/0",
                          csq = { said("SCN1A", "intron_variant"), said("OTHER", "stop_gained") } },
                        { "2-166000100-C-T", "0/1 0/0 0/0",
                          csq = { said("SCN1A", "missense_variant"), said("OTHER", "stop_gained") } } },
            expect = { ["2-166000000-C-T"] = { dropped = "not_severe" }, ["2-166000100-C-T"] = { kept = true } },
        },
        {
            name = "phased and haploid calls",
            why = "there 0|1 was no carrier, and a boy's X neither",
            records = { { "2-1000-A-G", "0|1 0/0 0/0", csq = said("GENE1", "missense_variant", { gnomADe_AF = 0.0099 }) },
                        { "X-9000000-A-G", "1 0 0/1", csq = said("GENE2", "stop_gained") } },
            expect = { ["2-1000-A-G"] = { kept = true }, ["X-9000000-A-G"] = { kept = true } },
        },
        {
            name = "a trusted pathogenic record passes frequency and consequence, an untrusted one does not",
            why = "as there: from one star on",
            records = {
                { "2-6000-A-G", "0/1 0/1 0/0", csq = said("GENE3", "intron_variant",
                  { gnomADe_AF = 0.3, ClinVar_CLNSIG = "Pathogenic", ClinVar_CLNREVSTAT = "criteria_provided&_single_submitter" }) },
                { "2-7000-A-G", "0/1 0/1 0/0", csq = said("GENE3", "missense_variant",
                  { gnomADe_AF = 0.3, ClinVar_CLNSIG = "Pathogenic", ClinVar_CLNREVSTAT = "no_assertion_criteria_provided" }) },
            },
            expect = { ["2-6000-A-G"] = { kept = true }, ["2-7000-A-G"] = { dropped = "too_common", near_miss = true } },
        },
        {
            name = "a frequency of zero is a frequency",
            why = "there zero counted as missing",
            records = { { "2-8000-A-G", "0/1 0/0 0/0", csq = said("GENE4", "missense_variant", { gnomADe_AF = 0 }) } },
            expect = { ["2-8000-A-G"] = { kept = true } },
        },
        {
            name = "what only the healthy carry",
            why = "there a variant of an unaffected parent alone is not the child's",
            records = { { "2-9000-A-G", "0/0 0/1 0/0", csq = said("GENE5", "stop_gained") } },
            expect = { ["2-9000-A-G"] = { dropped = "only_in_the_healthy" } },
        },
    },
}
