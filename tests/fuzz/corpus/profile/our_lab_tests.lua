-- our_lab.tests.lua
local function missense(gene, af)
    return { Consequence = "missense_variant", IMPACT = "MODERATE", SYMBOL = gene, gnomADe_AF = af }
end
local function truncation(gene, af)
    return { Consequence = "stop_gained", IMPACT = "HIGH", SYMBOL = gene, gnomADe_AF = af }
end

return {
    cases = {
        {
            name = "a new truncation comes first",
            why = "most solved children of healthy parents have one",
            records = {
                { "2-166000000-C-T", "0/1 0/0 0/0", csq = truncation("SCN1A") },
                { "3-1000-A-G", "0/1 0/1 0/0", csq = missense("CROWD", 0.0002) },
            },
            expect = {
                ["2-166000000-C-T"] = { kept = true, rank = 1, shortlisted = true, points = { inheritance = 9 } },
                ["3-1000-A-G"] = { kept = true, top = 2, shortlisted = false },
            },
        },
        {
            name = "what is common is dropped, and told as a near miss",
            why = "a third of a genome would be listed",
            records = { { "1-5000-A-G", "0/1 0/1 0/0", csq = missense("GENE1", 0.04) } },
            expect = { ["1-5000-A-G"] = { dropped = "too_common", near_miss = true } },
        },
        {
            name = "beside a truncation the common allele comes back",
            why = "ABCA4 and other recessive genes: the second allele is often a common, mild one",
            records = {
                { "1-5000-A-G", "0/1 0/1 0/0", csq = missense("GENE1", 0.04) },
                { "1-6000-C-T", "0/1 0/0 0/1", csq = truncation("GENE1", 0.00001) },
            },
            expect = {
                ["1-5000-A-G"] = { kept = true, rescued = true, points = { inheritance = 6 } },
                ["1-6000-C-T"] = { kept = true, rescued = false, rank = 1, points = { inheritance = 6 } },
            },
        },
        {
            name = "a common pathogenic allele stays",
            why = "HFE c.845G>A and CFTR c.1521_1523del are common and cause disease",
            records = {
                { "6-26092913-G-A", "1/1 0/1 0/1",
                  csq = { Consequence = "missense_variant", IMPACT = "MODERATE", SYMBOL = "HFE", gnomADe_AF = 0.05,
                          ClinVar_CLNSIG = "Pathogenic" } },
            },
            expect = { ["6-26092913-G-A"] = { kept = true, points = { clinvar = 5, rarity = false } } },
        },
        {
            name = "a weak call loses points and is not dropped",
            why = "a low quality is a reason to look at the reads, not to stay silent",
            family = "singleton",
            records = { { "1-7000-A-G", "0/1:4,3:7:11", csq = missense("GENE2") } },
            expect = { ["1-7000-A-G"] = { kept = true, points = { call = -3 } } },
        },
        {
            name = "a gene of the panel",
            why = "the panel is what the clinician asked about",
            panels = { epilepsy = "SCN1A\nKCNQ2\n" },
            records = { { "2-166000000-C-T", "0/1 0/0 0/0", csq = truncation("SCN1A") } },
            expect = { ["2-166000000-C-T"] = { kept = true, points = { panel = true } } },
        },
        {
            name = "a line of a VCF as it is",
            why = "a reference call of three reads does not free the proband of the allele",
            records = { "1 9000 . A C 50 PASS . GT:AD:DP:GQ 0/0:3,0:3:9 0/1:15,15:30:99 0/0:30,0:30:99" },
            expect = { ["1-9000-A-C"] = { kept = true, flag = "not annotated" } },
        },
    },
}
