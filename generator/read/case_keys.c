/* case_keys.c: Scout's keys. What is data and not read is NOT EXAMINED; what nobody knows is said. */
#include "case_build.h"

#include "casebound/base/file.h"
#include <string.h>

/* How a key's value names files. */
typedef enum shape {
    META,   /* no file: read elsewhere, or about the run */
    FILES,  /* a file, or a list or map of files */
    PREFIX, /* files that begin so: whether they are there is not looked at */
    PATHS   /* lists of maps, the file is under "path" */
} shape;

typedef struct known_key {
    const char *key, *kind; /* kind: text key, NULL for META */
    shape shape;
} known_key;

/* Scout's load configuration (its documentation "Load config"), and what casebound adds. */
static const known_key CASE_KEYS[] = {
    {"family", NULL, META},
    {"family_name", NULL, META},
    {"samples", NULL, META},
    {"vcf_snv", NULL, META},
    {"synopsis", NULL, META},
    {"phenotype_terms", NULL, META},
    {"phenotype_groups", NULL, META},
    {"default_gene_panels", NULL, META},
    {"gene_panels", NULL, META},
    {"human_genome_build", NULL, META},
    {"report", NULL, META},
    {"hpo", NULL, META},
    {"hpo_genes", NULL, META},
    {"panels", NULL, META},
    {"ped", NULL, META},
    {"pedigree", NULL, META},
    {"proband", NULL, META},
    {"resolved", NULL, META},
    {"owner", NULL, META},
    {"lims_id", NULL, META},
    {"cohorts", NULL, META},
    {"collaborators", NULL, META},
    {"assignee", NULL, META},
    {"status", NULL, META},
    {"track", NULL, META},
    {"analysis_date", NULL, META},
    {"rna_human_genome_build", NULL, META},
    {"rank_model", NULL, META},
    {"rank_model_version", NULL, META},
    {"rank_model_url", NULL, META},
    {"sv_rank_model_version", NULL, META},
    {"sv_rank_model_url", NULL, META},
    {"rank_score_threshold", NULL, META},
    {"vcf_sv", "sv", FILES},
    {"vcf_str", "str", FILES},
    {"vcf_mei", "mei", FILES},
    {"vcf_snv_mt", "mitochondrial", FILES},
    {"vcf_sv_mt", "mitochondrial", FILES},
    {"vcf_cancer", "cancer", FILES},
    {"vcf_cancer_sv", "cancer", FILES},
    {"vcf_fusion", "fusion", FILES},
    {"omics_files", "omics", FILES},
    {"smn_tsv", "smn", FILES},
    {"paraphrase", "paralog", FILES},
    {"vcf_snv_research", "research", FILES},
    {"vcf_snv_research_mt", "research", FILES},
    {"vcf_snv_mt_research", "research", FILES},
    {"vcf_sv_research", "research", FILES},
    {"vcf_sv_research_mt", "research", FILES},
    {"vcf_sv_mt_research", "research", FILES},
    {"vcf_mei_research", "research", FILES},
    {"vcf_cancer_research", "research", FILES},
    {"vcf_cancer_sv_research", "research", FILES},
    {"vcf_fusion_research", "research", FILES},
    {"peddy_ped", "quality", FILES},
    {"peddy_check", "quality", FILES},
    {"peddy_sex", "quality", FILES},
    {"somalier_ancestry", "quality", FILES},
    {"somalier_pairs", "quality", FILES},
    {"somalier_samples", "quality", FILES},
    {"multiqc", "quality", FILES},
    {"multiqc_rna", "quality", FILES},
    {"madeline", "pedigree", FILES},
    {"coverage_qc_report", "document", FILES},
    {"delivery_report", "document", FILES},
    {"cnv_report", "document", FILES},
    {"exe_ver", "document", FILES},
    {"reference_info", "document", FILES},
    {"gene_fusion_report", "document", FILES},
    {"gene_fusion_report_research", "document", FILES},
    {"RNAfusion_inspector", "document", FILES},
    {"RNAfusion_inspector_research", "document", FILES},
    {"RNAfusion_report", "document", FILES},
    {"RNAfusion_report_research", "document", FILES},
    {"rna_delivery_report", "document", FILES},
    {"saltshaker_report", "document", FILES},
    {"custom_images", "image", PATHS},
};

static const known_key SAMPLE_KEYS[] = {
    {"sample_id", NULL, META},
    {"sample_name", NULL, META},
    {"subject_id", NULL, META},
    {"father", NULL, META},
    {"mother", NULL, META},
    {"sex", NULL, META},
    {"phenotype", NULL, META},
    {"tissue_type", NULL, META},
    {"sample_date", NULL, META},
    {"analysis_type", NULL, META},
    {"capture_kit", NULL, META},
    {"capture_kits", NULL, META},
    {"confirmed_parent", NULL, META},
    {"confirmed_sex", NULL, META},
    {"predicted_ancestry", NULL, META},
    {"omics_sample_id", NULL, META},
    {"bionano_access", NULL, META},
    {"smn1_cn", NULL, META},
    {"smn2_cn", NULL, META},
    {"smn2delta78_cn", NULL, META},
    {"smn_27134_cn", NULL, META},
    {"is_sma", NULL, META},
    {"is_sma_carrier", NULL, META},
    {"tumor_type", NULL, META},
    {"tumor_purity", NULL, META},
    {"tmb", NULL, META},
    {"msi", NULL, META},
    {"hrd", NULL, META},
    {"alignment_path", "alignment", FILES},
    {"bam_file", "alignment", FILES},
    {"bam_path", "alignment", FILES},
    {"mt_bam", "alignment", FILES},
    {"assembly_alignment_path", "alignment", FILES},
    {"paraphase_alignment_path", "alignment", FILES},
    {"rna_alignment_path", "alignment", FILES},
    {"rna_coverage_bigwig", "track", FILES},
    {"splice_junctions_bed", "track", FILES},
    {"phase_blocks", "track", FILES},
    {"d4_file", "track", FILES},
    {"tiddit_coverage_wig", "track", FILES},
    {"coverage_wig", "track", FILES},
    {"minor_allele_frequency_wig", "track", FILES},
    {"rhocall_bed", "track", FILES},
    {"rhocall_wig", "track", FILES},
    {"upd_regions_bed", "track", FILES},
    {"upd_sites_bed", "track", FILES},
    {"vcf2cytosure", "attachment", FILES},
    {"mitodel_file", "attachment", FILES},
    {"reviewer", "str", FILES},
    {"chromograph_images", "image", PREFIX},
};

/* Files that are not read are not gathered: whether they were there is recorded. */
static bool was_absent(const cb_gathered *gathered, const char *name, const char *file) {
    size_t n = strlen(name);
    for (size_t i = 0; i < gathered->absent_count; i++) {
        const char *one = gathered->absent[i];
        if (strncmp(one, name, n) == 0 && one[n] == '\n' && (!one[n + 1] || strcmp(one + n + 1, file) == 0)) {
            return true;
        }
    }
    return false;
}

static cb_status is_there(cb_case_build *b, const char *name, const char *path, bool *there) {
    if (b->request->gathered) {
        *there = !was_absent(b->request->gathered, name, cb_case_base_name(path));
        return CB_OK;
    }
    const char *full = cb_case_path(b, path);
    *there = full && cb_file_exists(full);
    return full ? CB_OK : cb_fail_memory(b->e);
}

static cb_status named_file(cb_case_build *b, const known_key *known, const char *name, const char *path) {
    const char *reason = "not_supported";
    bool pattern = known->shape == PREFIX || strchr(path, '{');
    if (!pattern) {
        bool there = false;
        cb_status s = is_there(b, name, path, &there);
        if (s != CB_OK) {
            return s;
        }
        reason = there ? reason : "file_absent";
    }
    return cb_case_not_examined(b, known->kind, name, cb_case_base_name(path), reason);
}

/* Recursion is as deep as the tree: at most CB_YAML_DEPTH. */
static cb_status named_files(cb_case_build *b, const known_key *known, const char *name, const cb_yaml *node) {
    if (node->kind == CB_YAML_SCALAR) {
        return cb_yaml_is_null(node) || !node->text[0] ? CB_OK : named_file(b, known, name, node->text);
    }
    cb_status s = CB_OK;
    for (const cb_yaml *m = node->first; m && s == CB_OK; m = m->next) {
        const char *inner = name;
        if (known->shape == PATHS && m->key && m->kind == CB_YAML_SCALAR && strcmp(m->key, "path") != 0) {
            continue;
        }
        if (known->shape != PATHS && m->key && !(inner = cb_format(b->arena, "%s.%s", name, m->key))) {
            return cb_fail_memory(b->e);
        }
        s = named_files(b, known, inner, m);
    }
    return s;
}

/* "v2.30.0", "1.13 (using htslib 1.13)", "104": what pipelines write of their tools. */
static bool is_version(const cb_yaml *node) {
    if (node->kind != CB_YAML_SCALAR) {
        return false;
    }
    const char *text = node->text + (node->text[0] == 'v' || node->text[0] == 'V');
    return text[0] >= '0' && text[0] <= '9' && strlen(text) <= 60 && !strchr(text, '/');
}

static bool ends_with(const char *text, const char *ending) {
    size_t n = strlen(text), k = strlen(ending);
    return n >= k && strcmp(text + n - k, ending) == 0;
}

/* Sequencing data under a key that this version does not know. */
static bool is_data(const cb_yaml *node) {
    static const char *const endings[] = {".vcf", ".vcf.gz", ".vcf.bgz", ".bcf", ".bam", ".cram"};
    bool data = strncmp(node->key, "vcf", 3) == 0;
    for (size_t i = 0; i < sizeof endings / sizeof *endings && !data; i++) {
        data = node->kind == CB_YAML_SCALAR && ends_with(node->text, endings[i]);
    }
    return data;
}

typedef struct unknown_keys {
    cb_map *said;
    cb_buf versions;
    size_t version_count, notice_count;
} unknown_keys;

static cb_status unknown_key(cb_case_build *b, unknown_keys *u, const char *where, const cb_yaml *m) {
    static const known_key data = {"", "unsupported_key", FILES};
    const char *name = cb_format(b->arena, "%s%s", where, m->key);
    if (!name) {
        return cb_fail_memory(b->e);
    }
    cb_status s = is_data(m) ? named_files(b, &data, name, m) : CB_OK;
    if (s != CB_OK || cb_map_has(u->said, cb_str_of(name))) {
        return s;
    }
    if (!cb_map_set(u->said, cb_str_of(name), m)) {
        return cb_fail_memory(b->e);
    }
    if (!where[0] && is_version(m)) {
        cb_buf_printf(&u->versions, "%s%s", u->version_count++ ? ", " : "", m->key);
        return CB_OK;
    }
    if (u->notice_count++ >= CB_KEY_NOTICES) {
        return CB_OK;
    }
    return cb_notice(b->arena, &b->notices, b->e, "%s line %ld: key '%s' is not known and was not used", b->file,
                     m->key_line, name);
}

static const known_key *find_key(const known_key *keys, size_t count, const char *key) {
    for (size_t i = 0; i < count; i++) {
        if (strcmp(keys[i].key, key) == 0) {
            return &keys[i];
        }
    }
    return NULL;
}

/* In the order of the table, whatever the order of the file: variants first, pictures last. */
static cb_status walk_known(cb_case_build *b, const cb_yaml *map, const known_key *keys, size_t count) {
    cb_status s = CB_OK;
    for (size_t i = 0; i < count && s == CB_OK; i++) {
        const cb_yaml *m = keys[i].shape == META ? NULL : cb_yaml_get(map, keys[i].key);
        s = m ? named_files(b, &keys[i], keys[i].key, m) : CB_OK;
    }
    return s;
}

static cb_status walk_unknown(cb_case_build *b, unknown_keys *u, const char *where, const cb_yaml *map,
                              const known_key *keys, size_t count) {
    cb_status s = CB_OK;
    for (const cb_yaml *m = map->first; m && s == CB_OK; m = m->next) {
        s = find_key(keys, count, m->key) ? CB_OK : unknown_key(b, u, where, m);
    }
    return s;
}

static cb_status summarise(cb_case_build *b, unknown_keys *u) {
    cb_status s = cb_buf_status(&u->versions, b->e);
    if (s == CB_OK && u->version_count > 0) {
        s = cb_notice(b->arena, &b->notices, b->e, "%s: %zu keys that look like versions of tools were not used: %s",
                      b->file, u->version_count, u->versions.data);
    }
    if (s == CB_OK && u->notice_count > CB_KEY_NOTICES) {
        s = cb_notice(b->arena, &b->notices, b->e, "%s: %zu more keys are not known and were not used", b->file,
                      u->notice_count - CB_KEY_NOTICES);
    }
    return s;
}

static cb_status check_track(cb_case_build *b) {
    const char *track;
    cb_status s = cb_case_text(b, b->root, "track", &track);
    if (s != CB_OK || !track || strcmp(track, "rare") == 0) {
        return s;
    }
    return cb_notice(b->arena, &b->notices, b->e, "%s: track '%s' is read as a case of rare disease", b->file, track);
}

cb_status cb_case_keys(cb_case_build *b) {
    if (!b->root) {
        return CB_OK;
    }
    unknown_keys u = {.said = cb_map_new(b->arena)};
    if (!u.said) {
        return cb_fail_memory(b->e);
    }
    enum { CASE_COUNT = sizeof CASE_KEYS / sizeof *CASE_KEYS, SAMPLE_COUNT = sizeof SAMPLE_KEYS / sizeof *SAMPLE_KEYS };
    const cb_yaml *samples = cb_yaml_get(b->root, "samples");
    cb_buf_init(&u.versions, CB_NOTICE_BYTES / 2);
    cb_status s = check_track(b);
    s = s == CB_OK ? walk_known(b, b->root, CASE_KEYS, CASE_COUNT) : s;
    s = s == CB_OK ? walk_unknown(b, &u, "", b->root, CASE_KEYS, CASE_COUNT) : s;
    for (const cb_yaml *m = samples ? samples->first : NULL; m && s == CB_OK; m = m->next) {
        s = walk_known(b, m, SAMPLE_KEYS, SAMPLE_COUNT);
        s = s == CB_OK ? walk_unknown(b, &u, "samples.", m, SAMPLE_KEYS, SAMPLE_COUNT) : s;
    }
    s = s == CB_OK ? summarise(b, &u) : s;
    cb_buf_free(&u.versions);
    return s;
}
