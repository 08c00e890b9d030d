-- What the default profile must keep, each with the diagnosis that would be lost. Run by `casebound filters test`.

local IMPACT = { stop_gained = "HIGH", missense_variant = "MODERATE" }

local function said(gene, term, more)
    local fields = { SYMBOL = gene, Consequence = term, IMPACT = IMPACT[term] or "MODIFIER", BIOTYPE = "protein_coding" }
    for name, value in pairs(more or {}) do
        fields[name] = value
    end
    return fields
end

-- Rare missense alleles of one parent each, so that a rank means something.
local function with_crowd(...)
    local records = { ... }
    for i = 1, 8 do
        table.insert(records, { "3-" .. 1000 * i .. "-A-G", i % 2 == 0 and "0/1 0/1 0/0" or "0/1 0/0 0/1",
                                csq = said("CROWD" .. i, "missense_variant", { gnomADe_AF = 0.0002 }) })
    end
    return records
end

local truncation = { "1-94000000-C-T", "0/1 0/1 0/0", csq = said("ABCA4", "stop_gained", { gnomADe_AF = 0.00001 }) }
local founder = { "1-94010000-T-A", "0/1 0/0 0/1", csq = said("ABCA4", "missense_variant",
    { gnomADe_AF = 0.056, ClinVar_CLNSIG = "Conflicting_classifications_of_pathogenicity&Pathogenic&Benign" }) }
local common = { "1-94020000-G-C", "0/1 0/0 0/1", csq = said("ABCA4", "missense_variant", { gnomADe_AF = 0.05 }) }

return {
    header = '##FILTER=<ID=LowQual,Description="low">\n##INFO=<ID=AF,Number=A,Type=Float,Description="of the family">\n',
    cases = {
        {
            name = "ABCA4 c.5603A>T in trans with a truncation",
            why = "5.6 % of Europeans carry it, and with a severe allele it causes Stargardt disease",
            records = with_crowd(truncation, founder),
            expect = { ["1-94010000-T-A"] = { kept = true, top = 2, shortlisted = true },
                       ["1-94000000-C-T"] = { kept = true, top = 2, shortlisted = true } },
        },
        {
            name = "ABCA4 c.5603A>T alone",
            why = "kept, for ClinVar has pathogenic submissions, and ranked low, for it is common",
            records = with_crowd(founder),
            expect = { ["1-94010000-T-A"] = { kept = true, shortlisted = false, points = { rarity = true } } },
        },
        {
            name = "a common allele beside a truncation of its gene",
            why = "second hits of recessive genes are often common and mild",
            records = with_crowd(truncation, common),
            expect = { ["1-94020000-G-C"] = { kept = true, rescued = true } },
        },
        {
            name = "the common allele alone",
            why = "without a partner it is no candidate, and is told as a near miss",
            records = with_crowd(common),
            expect = { ["1-94020000-G-C"] = { dropped = "too_common", near_miss = true } },
        },
        {
            name = "a mild allele of one in twelve people, alone",
            why = "GALT p.Asn314Asp (Duarte, about 0.08 in Europeans) acts beside a severe allele that a small-variant file may not show "
                .. "(a deletion): who asks about the gene must be told; above 0.10 an allele comes back beside nothing, so it is not told",
            records = {
                { "9-34649442-A-G", "0/1 0/0 0/1", csq = said("GALT", "missense_variant", { gnomADe_AF = 0.083 }) },
                { "9-34649500-A-G", "0/1 0/0 0/1", csq = said("GALT", "missense_variant", { gnomADe_AF = 0.1 }) },
                { "9-34649600-A-G", "0/1 0/0 0/1", csq = said("GALT", "missense_variant", { gnomADe_AF = 0.101 }) },
            },
            expect = { ["9-34649442-A-G"] = { dropped = "too_common", near_miss = true },
                       ["9-34649500-A-G"] = { dropped = "too_common", near_miss = true },
                       ["9-34649600-A-G"] = { dropped = "too_common", near_miss = false } },
        },
        {
            name = "a deep intronic allele just below the gate of SpliceAI",
            why = "the score of one allele differs by some hundredths between raw and masked tables and their releases: what another table "
                .. "puts at 0.1 must be told where this one has 0.05; nearly every allele of a genome has less",
            records = {
                { "7-1000-A-G", "0/1 0/0 0/1", csq = said("GENE1", "intron_variant", { SpliceAI_pred_DS_AG = 0.1 }) },
                { "7-2000-A-G", "0/1 0/0 0/1", csq = said("GENE1", "intron_variant", { SpliceAI_pred_DS_AG = 0.05 }) },
                { "7-3000-A-G", "0/1 0/0 0/1", csq = said("GENE1", "intron_variant", { SpliceAI_pred_DS_AG = 0.04 }) },
                { "7-4000-A-G", "0/1 0/0 0/1", csq = said("GENE1", "intron_variant") },
            },
            expect = { ["7-1000-A-G"] = { kept = true },
                       ["7-2000-A-G"] = { dropped = "no_gene_effect", near_miss = true },
                       ["7-3000-A-G"] = { dropped = "no_gene_effect", near_miss = false },
                       ["7-4000-A-G"] = { dropped = "no_gene_effect", near_miss = false } },
        },
        {
            name = "a new allele of RNU4-2",
            why = "a gene without a protein: no HGVSp, no REVEL, and one of the most frequent new diagnoses",
            records = with_crowd({ "12-120291839-T-TA", "0/1 0/0 0/0",
                                   csq = said("RNU4-2", "non_coding_transcript_exon_variant", { BIOTYPE = "snRNA" }) }),
            expect = { ["12-120291839-T-TA"] = { kept = true, top = 3, shortlisted = true } },
        },
        {
            name = "a pathogenic allele that failed the caller's filter",
            why = "FILTER ranks and never drops",
            records = with_crowd({ "2-5000-C-T", "0/1 0/0 0/0", filter = "LowQual",
                                   csq = said("GENE1", "stop_gained", { ClinVar_CLNSIG = "Pathogenic" }) }),
            expect = { ["2-5000-C-T"] = { kept = true, top = 3, points = { filter = -3 } } },
        },
        {
            name = "the family's own allele frequency",
            why = "INFO/AF of a trio is 0.17 and more for each allele that it carries",
            records = with_crowd("2 6000 . C T 60 PASS AF=0.5 GT:AD:DP:GQ 0/1:15,15:30:99 0/0:30,0:30:99 0/0:30,0:30:99"),
            expect = { ["2-6000-C-T"] = { kept = true, points = { rarity = 3 } } },
        },
        {
            name = "a reference call without reads",
            why = "only evidence frees the proband of an allele",
            records = with_crowd({ "2-7000-C-T", "0/0:2,0:2:6 0/1 0/0", csq = said("GENE2", "stop_gained") }),
            expect = { ["2-7000-C-T"] = { kept = true } },
        },
    },
}
