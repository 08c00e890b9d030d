-- What the profile for new alleles must keep and drop. Run by `casebound filters test`.

local IMPACT = { stop_gained = "HIGH", frameshift_variant = "HIGH", missense_variant = "MODERATE", synonymous_variant = "LOW" }

local function said(gene, term, more)
    local fields = { SYMBOL = gene, Consequence = term, IMPACT = IMPACT[term] or "MODIFIER", BIOTYPE = "protein_coding" }
    for name, value in pairs(more or {}) do
        fields[name] = value
    end
    return fields
end

return {
    header = '##FILTER=<ID=LowQual,Description="low">\n',
    cases = {
        {
            name = "a new truncation comes first",
            why = "most solved children of healthy parents have one",
            records = {
                { "2-166000000-C-T", "0/1 0/0 0/0", csq = said("SCN1A", "stop_gained") },
                { "3-1000-A-G", "0/1:4,3:7:11 0/0 0/0", csq = said("GENE1", "missense_variant", { gnomADe_AF = 0.0002 }) },
            },
            expect = { ["2-166000000-C-T"] = { kept = true, rank = 1, shortlisted = true } },
        },
        {
            name = "ASXL1 c.1934dup at 0.0005",
            why = "Bohring-Opitz syndrome; the databases have it from the blood of healthy people",
            records = { { "20-32434638-A-AG", "0/1 0/0 0/0", csq = said("ASXL1", "frameshift_variant", { gnomADe_AF = 0.0005 }) } },
            expect = { ["20-32434638-A-AG"] = { kept = true, rank = 1 } },
        },
        {
            name = "three reads in the father",
            why = "a mosaic parent has affected children again",
            records = { { "2-2000-A-G", "0/1 0/0:27,3:30:99 0/0", csq = said("GENE2", "stop_gained") } },
            expect = { ["2-2000-A-G"] = { kept = true } },
        },
        {
            name = "a parent who was hardly read",
            why = "two reads free nobody of an allele",
            records = { { "2-3000-A-G", "0/1 0/0:2,0:2:6 ./.", csq = said("GENE3", "stop_gained") } },
            expect = { ["2-3000-A-G"] = { kept = true } },
        },
        {
            name = "what a parent carries",
            why = "thousands of rare alleles are inherited; the default profile has them",
            records = { { "2-4000-A-G", "0/1 0/1 0/0", csq = said("GENE4", "stop_gained") },
                        { "2-4500-A-G", "1/1 0/1 0/1", csq = said("GENE4", "stop_gained") } },
            expect = { ["2-4000-A-G"] = { dropped = "parent_carries" }, ["2-4500-A-G"] = { dropped = "parent_carries" } },
        },
        {
            name = "a boy's X",
            why = "one copy of the allele is all that he has",
            family = "trio",
            records = { { "X-110000000-C-T", "1 0 0/0", csq = said("PAK3", "stop_gained") } },
            expect = { ["X-110000000-C-T"] = { kept = true, rank = 1 } },
        },
        {
            name = "a new allele that is too common is told up to where the default lists it",
            why = "the gate is an opinion: who doubts it must see what it took",
            records = { { "2-5000-A-G", "0/1 0/0 0/0", csq = said("GENE5", "missense_variant", { gnomADe_AF = 0.002 }) },
                        { "2-6000-A-G", "0/1 0/0 0/0", csq = said("GENE6", "missense_variant", { gnomADe_AF = 0.03 }) } },
            expect = { ["2-5000-A-G"] = { dropped = "too_common", near_miss = true },
                       ["2-6000-A-G"] = { dropped = "too_common", near_miss = false } },
        },
        {
            name = "a child alone",
            why = "without parents nothing can be shown to be new, and all of it stays",
            family = "singleton",
            records = { { "2-7000-A-G", "0/1", csq = said("GENE7", "stop_gained") } },
            expect = { ["2-7000-A-G"] = { kept = true, flag = "nothing can be shown to be new" } },
        },
    },
}
