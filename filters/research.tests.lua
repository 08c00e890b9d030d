-- What the widest profile must keep. Run by `casebound filters test`.

local IMPACT = { stop_gained = "HIGH", frameshift_variant = "HIGH", missense_variant = "MODERATE", synonymous_variant = "LOW" }

local function said(gene, term, more)
    local fields = { SYMBOL = gene, Consequence = term, IMPACT = IMPACT[term] or "MODIFIER", BIOTYPE = "protein_coding" }
    for name, value in pairs(more or {}) do
        fields[name] = value
    end
    return fields
end

return {
    cases = {
        {
            name = "an enhancer far from every gene",
            why = "the ZRS of SHH, a million bases away: no gene is named, and limbs are malformed",
            records = { { "7-156584000-C-T", "0/1 0/0 0/1", csq = said("", "intergenic_variant", { BIOTYPE = "" }) } },
            expect = { ["7-156584000-C-T"] = { kept = true } },
        },
        {
            name = "a deep intronic allele without a splice score",
            why = "CEP290 c.2991+1655A>G makes an exon of its own in the middle of an intron; indels have scores in few tables",
            records = { { "12-88101183-T-C", "0/1 0/0 0/1", csq = said("CEP290", "intron_variant", { gnomADe_AF = 0.0003 }) } },
            expect = { ["12-88101183-T-C"] = { kept = true } },
        },
        {
            name = "SERPINA1 S",
            why = "0.045 in southern Europe, and with Z a disease of the lung",
            records = { { "14-94380925-T-A", "0/1 0/0 0/1", csq = said("SERPINA1", "missense_variant", { gnomADe_AF = 0.045 }) } },
            expect = { ["14-94380925-T-A"] = { kept = true } },
        },
        {
            name = "above the gate",
            why = "a list of what everybody has is no list; it is told, and comes back beside a strong allele",
            records = { { "2-1000-A-G", "0/1 0/0 0/1", csq = said("GENE1", "missense_variant", { gnomADe_AF = 0.06 }) },
                        { "2-2000-A-G", "0/1 0/0 0/1", csq = said("GENE2", "missense_variant", { gnomADe_AF = 0.06 }) },
                        { "2-3000-A-G", "0/1 0/1 0/0", csq = said("GENE2", "stop_gained") } },
            expect = { ["2-1000-A-G"] = { dropped = "too_common", near_miss = true },
                       ["2-2000-A-G"] = { kept = true, rescued = true } },
        },
        {
            name = "mtDNA up to 0.02",
            why = "haplogroups modify: what the default drops above 0.01 stays here",
            records = { { "M-14484-T-C", "0/1 0/0 0/1", csq = said("MT-ND6", "missense_variant", { gnomADe_AF = 0.015 }) },
                        { "M-750-A-G", "0/1 0/0 0/1", csq = said("MT-RNR1", "non_coding_transcript_exon_variant", { gnomADe_AF = 0.03 }) } },
            expect = { ["MT-14484-T-C"] = { kept = true }, ["MT-750-A-G"] = { dropped = "too_common" } },
        },
    },
}
