-- truth: the rule of slivar's de novo test of the Ashkenazi trio, written as a profile. It drops all else.
local FLOORS = true

local t = {
    min_quality = { 10, "genotype quality (phred) that every call is above" },
    min_depth = { 10, "reads that every call is above" },
    max_parent_reads = { 2, "alternate reads that both parents together stay below" },
}

-- 0, 1 or 2 copies are told apart by the zygosity, never by a sum of allele indices.
local function free(p)
    return p.zygosity == "hom_ref" or p.zygosity == "hemi_ref"
end

local function solid(p, t)
    return known(p.quality) and p.quality > t.min_quality and known(p.depth) and p.depth > t.min_depth
end

local function not_new(v)
    local father, mother = v:of("father"), v:of("mother")
    return v.proband.zygosity ~= "het" or not known(father) or not known(mother) or not free(father) or not free(mother)
end

local function weak(v, t)
    if not FLOORS or not_new(v) then
        return false
    end
    local father, mother = v:of("father"), v:of("mother")
    local reads = known(father.alt_depth) and known(mother.alt_depth) and father.alt_depth + mother.alt_depth
    return not (solid(v.proband, t) and solid(father, t) and solid(mother, t)) or not reads
        or reads >= t.max_parent_reads
end

local function score(v, case, t)
    v:add(v.filter == "PASS" and 2 or 1, "de_novo", "heterozygous, both parents called free of it", v.filter_text)
end

return {
    about = "De novo candidates as slivar's test of the Ashkenazi trio counts them",
    version = "1",
    frequencies = {},
    predictors = {},
    thresholds = t,
    shortlist = { size = 50, score = 2 },
    rules = {
        { "not_new", "not heterozygous, or a parent is not called free of it", drop = not_new },
        { "weak", "quality, depth or a parent's reads below the floors", drop = weak },
    },
    score = score,
}
