/* files.c: the files of a family: VCF, BGZF, PED, case file, truth; and what it is read with: a panel and a small
 * hp.obo. */
#include "samples.h"

#include <string.h>

enum { FILE_MAX = 64 << 20, BLOCK = 65280, RECORDS = 1000 };

static cb_status write_out(cb_arena *arena, const char *folder, const char *name, const cb_buf *b, cb_error *e) {
    const char *path = cb_path_join(arena, folder, name);
    cb_status s = cb_buf_status(b, e);
    if (s == CB_OK && !path) {
        s = cb_fail_memory(e);
    }
    return s == CB_OK ? cb_file_write(path, cb_buf_view(b), e) : s;
}

static void put(cb_buf *b, uint64_t value, int bytes) {
    for (int i = 0; i < bytes; i++) {
        cb_buf_char(b, (char)(value >> 8 * i & 0xff));
    }
}

/* CRC-32 of RFC 1952 section 8, bit by bit. */
static uint32_t crc_of(cb_str bytes) {
    uint32_t crc = 0xffffffffu;
    for (size_t i = 0; i < bytes.n; i++) {
        crc ^= (unsigned char)bytes.s[i];
        for (int bit = 0; bit < 8; bit++) {
            crc = crc >> 1 ^ (crc & 1 ? 0xedb88320u : 0);
        }
    }
    return ~crc;
}

/* One BGZF block (SAM specification section 4.1) with a stored deflate block: the same bytes whatever zlib is
 * installed. */
static void add_block(cb_buf *b, cb_str part) {
    static const char head[] = "\x1f\x8b\x08\x04\0\0\0\0\0\xff\x06\0BC\x02\0";
    cb_buf_add(b, head, sizeof head - 1);
    put(b, 18 + 5 + part.n + 8 - 1, 2);
    cb_buf_char(b, 1);
    put(b, part.n, 2);
    put(b, ~part.n & 0xffff, 2);
    cb_buf_add(b, part.s, part.n);
    put(b, crc_of(part), 4);
    put(b, part.n, 4);
}

static void add_bgzf(cb_buf *b, cb_str text) {
    static const char end[] = "\x1f\x8b\x08\x04\0\0\0\0\0\xff\x06\0BC\x02\0\x1b\0\x03\0\0\0\0\0\0\0\0\0";
    for (size_t at = 0; at < text.n; at += BLOCK) {
        size_t n = text.n - at < BLOCK ? text.n - at : BLOCK;
        add_block(b, (cb_str){text.s + at, n});
    }
    cb_buf_add(b, end, sizeof end - 1);
}

static void add_header(cb_buf *b, const family *f) {
    cb_buf_text(b, "##fileformat=VCFv4.2\n"
                   "##synthetic=fictitious family; every variant, genotype, frequency, score, rs number and transcript "
                   "id is invented; "
                   "genes are real, REF bases are drawn and are not the genome's\n"
                   "##source=casebound samples\n"
                   "##reference=GRCh38\n"
                   "##FILTER=<ID=PASS,Description=\"All filters passed\">\n"
                   "##FILTER=<ID=LowQual,Description=\"Low quality\">\n"
                   "##FILTER=<ID=VQSRTrancheSNP99.90to100.00,Description=\"Truth sensitivity tranche\">\n");
    for (int i = 0; i < CHROMOSOMES; i++) {
        cb_buf_printf(b, "##contig=<ID=%s,length=%ld,assembly=GRCh38>\n", CHROMOSOME[i].name, CHROMOSOME[i].length);
    }
    cb_buf_text(b, "##INFO=<ID=AC,Number=A,Type=Integer,Description=\"Allele count in the family\">\n"
                   "##INFO=<ID=AF,Number=A,Type=Float,Description=\"Allele frequency in the family\">\n"
                   "##INFO=<ID=AN,Number=1,Type=Integer,Description=\"Alleles called in the family\">\n"
                   "##INFO=<ID=CLNSIG,Number=.,Type=String,Description=\"Clinical significance (imitated ClinVar)\">\n"
                   "##INFO=<ID=CLNREVSTAT,Number=.,Type=String,Description=\"Review status (imitated ClinVar)\">\n"
                   "##VEP=\"v113\" assembly=\"GRCh38\" (imitated)\n");
    cb_buf_printf(
        b,
        "##INFO=<ID=CSQ,Number=.,Type=String,Description=\"Consequence annotations from Ensembl VEP. Format: %s\">\n",
        CSQ_FORMAT);
    cb_buf_text(b, "##FORMAT=<ID=GT,Number=1,Type=String,Description=\"Genotype\">\n"
                   "##FORMAT=<ID=AD,Number=R,Type=Integer,Description=\"Reads of each allele\">\n"
                   "##FORMAT=<ID=DP,Number=1,Type=Integer,Description=\"Reads\">\n"
                   "##FORMAT=<ID=GQ,Number=1,Type=Integer,Description=\"Genotype quality\">\n"
                   "##FORMAT=<ID=PL,Number=G,Type=Integer,Description=\"Phred-scaled likelihoods\">\n"
                   "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT");
    for (int i = 0; i < f->persons; i++) {
        cb_buf_printf(b, "\t%s", f->person[i].id);
    }
    cb_buf_char(b, '\n');
}

/* Thousandths, rounded down: 0.333 */
static void add_share(cb_buf *b, int part, int whole) {
    int share = whole ? part * 1000 / whole : 0;
    cb_buf_printf(b, "%d.%03d", share / 1000, share % 1000);
}

static void add_info(cb_buf *b, const family *f, const record *r) {
    int count[ALTS + 1] = {0}, called = 0;
    for (int i = 0; i < f->persons; i++) {
        for (int k = 0; k < r->call[i].ploidy; k++) {
            int allele = r->call[i].allele[k];
            called += allele >= 0;
            count[allele > 0 ? allele : 0] += 1;
        }
    }
    cb_buf_text(b, "AC=");
    for (int i = 1; i <= r->alts; i++) {
        cb_buf_printf(b, "%s%d", i > 1 ? "," : "", count[i]);
    }
    cb_buf_text(b, ";AF=");
    for (int i = 1; i <= r->alts; i++) {
        cb_buf_text(b, i > 1 ? "," : "");
        add_share(b, count[i], called);
    }
    cb_buf_printf(b, ";AN=%d", called);
    if (r->effect[0].clinvar) {
        cb_buf_printf(b, ";CLNSIG=%s;CLNREVSTAT=%s", r->effect[0].clinvar, r->effect[0].review);
    }
    cb_buf_text(b, ";CSQ=");
    add_csq(b, r);
}

static int quality_of(const family *f, const record *r) {
    int reads = 0;
    for (int i = 0; i < f->persons; i++) {
        reads += r->call[i].reads[1] + r->call[i].reads[2];
    }
    return strcmp(r->filter, "PASS") == 0 ? 80 + 29 * reads : 9 + reads / 4;
}

static void add_record(cb_buf *b, const family *f, const record *r) {
    cb_buf_printf(b, "%s\t%ld\t", CHROMOSOME[r->gene->chrom].name, r->position);
    if (r->rs) {
        cb_buf_printf(b, "rs%ld", r->rs);
    } else {
        cb_buf_char(b, '.');
    }
    cb_buf_printf(b, "\t%s\t%s", r->ref, r->alt[0]);
    if (r->alts > 1) {
        cb_buf_printf(b, ",%s", r->alt[1]);
    }
    cb_buf_printf(b, "\t%d.%d\t%s\t", quality_of(f, r), r->gene->hgnc % 10, r->filter);
    add_info(b, f, r);
    cb_buf_text(b, "\tGT:AD:DP:GQ:PL");
    for (int i = 0; i < f->persons; i++) {
        cb_buf_char(b, '\t');
        add_format(b, &r->call[i], r->alts);
    }
    cb_buf_char(b, '\n');
}

static void add_ped(cb_buf *b, const family *f) {
    cb_buf_text(b, "#family_id\tsample_id\tpaternal_id\tmaternal_id\tsex\tphenotype\n");
    for (int i = 0; i < f->persons; i++) {
        const person *p = &f->person[i];
        cb_buf_printf(b, "%s\t%s\t%s\t%s\t%d\t%d\n", f->id, p->id, p->father < 0 ? "0" : f->person[p->father].id,
                      p->mother < 0 ? "0" : f->person[p->mother].id, p->male ? 1 : 2, p->affected ? 2 : 1);
    }
}

static void add_samples(cb_buf *b, const family *f) {
    cb_buf_text(b, "samples:\n");
    for (int i = 0; i < f->persons; i++) {
        const person *p = &f->person[i];
        cb_buf_printf(b, "  - sample_id: %s\n    sample_name: %s\n    father: '%s'\n    mother: '%s'\n", p->id, p->name,
                      p->father < 0 ? "0" : f->person[p->father].id, p->mother < 0 ? "0" : f->person[p->mother].id);
        cb_buf_printf(b, "    sex: %s\n    phenotype: %s\n    tissue_type: blood\n    analysis_type: wgs\n",
                      p->male ? "male" : "female", p->affected ? "affected" : "unaffected");
    }
}

static void add_synopsis(cb_buf *b, const char *text) {
    cb_buf_text(b, "synopsis: |\n");
    cb_str rest = cb_str_of(text), line;
    while (cb_str_split(&rest, '\n', &line) && (line.n > 0 || rest.n > 0)) {
        cb_buf_text(b, line.n ? "  " : "");
        cb_buf_str(b, line);
        cb_buf_char(b, '\n');
    }
}

static void add_case(cb_buf *b, const family *f) {
    cb_buf_printf(
        b,
        "# A fictitious family: no person, no variant and no laboratory of this file exists.\nowner: synthetic\n"
        "family: %s\nanalysis_date: 2026-01-15\nhuman_genome_build: '38'\n",
        f->id);
    add_synopsis(b, f->synopsis);
    cb_buf_text(b, "phenotype_terms:\n");
    for (size_t i = 0; f->terms[i]; i++) {
        cb_buf_printf(b, "  - %s\n", f->terms[i]);
    }
    cb_buf_printf(b, "default_gene_panels: [%s]\npanels: panels\nhpo: hp.obo\nped: %s.ped\nvcf_snv: %s.vcf.gz\n",
                  f->panel, f->id, f->id);
    if (f->persons == 3) {
        cb_buf_printf(b, "vcf_sv: %s.sv.vcf\nvcf_str: %s.str.vcf.gz\ndelivery_report: %s.delivery.html\n", f->id, f->id,
                      f->id);
    }
    add_samples(b, f);
    if (f->pedigree) {
        cb_buf_printf(b, "pedigree:\n%s", f->pedigree);
    }
    cb_buf_printf(b, "report:\n  patient_name: %s\n  patient_id: %s\n  birth_date: %s\n", f->proband_name,
                  f->patient_id, f->birth_date);
    cb_buf_printf(b,
                  "  requester: Dr. Nemo Nobody, Clinic of Examples\n  indication: %s\n  sample_date: 2026-01-05\n"
                  "  received_date: 2026-01-07\n  sample_type: EDTA blood\n",
                  f->indication);
    cb_buf_text(
        b, "  consent: Diagnosis of the indication and secondary findings\n  laboratory: Example Laboratory, Nowhere\n"
           "  accreditation: none (synthetic)\n  test: Genome sequencing, small variants\n"
           "  scope: Genes of the named panel first, then all genes\n  revision: 1\n  language: en\n"
           "  secondary_findings:\n");
    for (int i = 0; i < f->persons; i++) {
        cb_buf_printf(b, "    %s: agreed\n", f->person[i].id);
    }
}

static void add_truth(cb_buf *b, const family *f, const record *records, int count) {
    cb_buf_text(b, "# Planted in this fictitious family. candidate: must rank before everything else; trap: must be "
                   "understood, must not rank "
                   "high. GT as in the VCF, in its column order.\n"
                   "key\tgene\tconsequence\twhat\tinheritance\tgenotypes\tnote\n");
    for (int i = 0; i < count; i++) {
        const record *r = &records[i];
        if (!r->truth) {
            continue;
        }
        const char *chrom = CHROMOSOME[r->gene->chrom].name + 3;
        cb_buf_printf(b, "%s-%ld-%s-%s\t%s\t%s\t%s\t%s\t", strcmp(chrom, "M") == 0 ? "MT" : chrom, r->position, r->ref,
                      r->alt[0], r->gene->symbol, consequence_of(r->effect[0].kind), r->truth, r->inheritance);
        for (int k = 0; k < f->persons; k++) {
            cb_buf format;
            cb_buf_init(&format, 1000);
            add_format(&format, &r->call[k], r->alts);
            cb_str rest = cb_buf_view(&format), gt;
            cb_buf_text(b, k ? " " : "");
            if (cb_str_split(&rest, ':', &gt)) {
                cb_buf_str(b, gt);
            }
            cb_buf_free(&format);
        }
        cb_buf_printf(b, "\t%s\n", r->note);
    }
}

static void add_sv(cb_buf *b, const family *f) {
    cb_buf_text(b, "##fileformat=VCFv4.2\n##synthetic=fictitious\n##contig=<ID=chr3,length=198295559,assembly=GRCh38>\n"
                   "##ALT=<ID=DEL,Description=\"Deletion\">\n"
                   "##INFO=<ID=END,Number=1,Type=Integer,Description=\"End\">\n"
                   "##INFO=<ID=SVTYPE,Number=1,Type=String,Description=\"Type\">\n"
                   "##FORMAT=<ID=GT,Number=1,Type=String,Description=\"Genotype\">\n"
                   "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT");
    for (int i = 0; i < f->persons; i++) {
        cb_buf_printf(b, "\t%s", f->person[i].id);
    }
    cb_buf_text(b, "\nchr3\t50000000\t.\tN\t<DEL>\t.\tPASS\tSVTYPE=DEL;END=50004000\tGT");
    for (int i = 0; i < f->persons; i++) {
        cb_buf_text(b, i == 1 ? "\t0/0" : "\t0/1");
    }
    cb_buf_char(b, '\n');
}

static void add_vcf(cb_buf *b, const family *f, const record *records, int count) {
    add_header(b, f);
    for (int i = 0; i < count; i++) {
        add_record(b, f, &records[i]);
    }
}

/* Builds one file with `part` and writes it as the family's id and an ending. */
typedef enum part { VCF, VCF_GZ, PED, CASE, TRUTH, SV } part;

static cb_status write_part(cb_arena *arena, const family *f, const record *records, int count, const char *folder,
                            part which, cb_error *e) {
    static const char *const endings[] = {".vcf", ".vcf.gz", ".ped", "case.yaml", "truth.tsv", ".sv.vcf"};
    cb_buf b, plain;
    cb_buf_init(&b, FILE_MAX);
    cb_buf_init(&plain, FILE_MAX);
    if (which == VCF) {
        add_vcf(&b, f, records, count);
    } else if (which == VCF_GZ) {
        add_vcf(&plain, f, records, count);
        add_bgzf(&b, cb_buf_view(&plain));
    } else if (which == PED) {
        add_ped(&b, f);
    } else if (which == CASE) {
        add_case(&b, f);
    } else if (which == TRUTH) {
        add_truth(&b, f, records, count);
    } else {
        add_sv(&b, f);
    }
    cb_status s = cb_buf_status(&plain, e);
    const char *name = cb_format(arena, "%s%s", which == CASE || which == TRUTH ? "" : f->id, endings[which]);
    s = s == CB_OK && !name ? cb_fail_memory(e) : s;
    s = s == CB_OK ? write_out(arena, folder, name, &b, e) : s;
    cb_buf_free(&plain);
    cb_buf_free(&b);
    return s;
}

/* Of the genes of candidates; what the panels leave empty for others. */
static const char *disease_of(const char *symbol) {
    static const char *const known[][2] = {{"ALDH7A1", "Pyridoxine-dependent epilepsy"},
                                           {"ATP7A", "Menkes disease; occipital horn syndrome"},
                                           {"COL3A1", "Ehlers-Danlos syndrome, vascular type"},
                                           {"FBN1", "Marfan syndrome"},
                                           {"GAA", "Glycogen storage disease II (Pompe disease)"},
                                           {"PAH", "Phenylketonuria"},
                                           {"STXBP1", "Developmental and epileptic encephalopathy 4"}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        if (strcmp(known[i][0], symbol) == 0) {
            return known[i][1];
        }
    }
    return "";
}

static cb_status write_panel(cb_arena *arena, const char *folder, const family *f, cb_error *e) {
    cb_buf b;
    cb_buf_init(&b, FILE_MAX);
    cb_buf_printf(&b, "##panel_id=%s\n##institute=synthetic\n##version=1.0\n##date=2026-01-02\n##display_name=%s\n",
                  f->panel, f->panel_name);
    cb_buf_text(
        &b,
        "#hgnc_id\thgnc_symbol\tdisease_associated_transcripts\treduced_penetrance\tgenetic_disease_models\tmosaicism\t"
        "database_entry_version\tphenotypes\n");
    for (size_t i = 0; f->panel_genes[i]; i++) {
        const gene *g = gene_named(f->panel_genes[i]);
        cb_buf_printf(&b, "%d\t%s\t\t\t\t\t\t%s\n", g->hgnc, g->symbol, disease_of(g->symbol));
    }
    const char *panels = cb_path_join(arena, folder, "panels"), *file = cb_format(arena, "panels/%s.txt", f->panel);
    cb_status s = panels && file ? cb_folder_make_all(panels, e) : cb_fail_memory(e);
    s = s == CB_OK ? write_out(arena, folder, file, &b, e) : s;
    cb_buf_free(&b);
    return s;
}

static void add_term(cb_buf *b, const char *id, const char *name) {
    cb_buf_printf(b, "\n[Term]\nid: %s\nname: %s\n", id, name);
}

static cb_status write_hpo(cb_arena *arena, const char *folder, cb_error *e) {
    cb_buf b;
    cb_buf_init(&b, FILE_MAX);
    cb_buf_text(&b, "format-version: 1.2\ndata-version: synthetic subset of hp.obo, ids and names alone\n");
    add_term(&b, "HP:0000252", "Microcephaly");
    cb_buf_text(&b, "alt_id: HP:0001366\n");
    add_term(&b, "HP:0001083", "Ectopia lentis");
    add_term(&b, "HP:0001250", "Seizure");
    add_term(&b, "HP:0001252", "Hypotonia");
    add_term(&b, "HP:0001263", "Global developmental delay");
    add_term(&b, "HP:0001519", "Disproportionate tall stature");
    add_term(&b, "HP:0002616", "Aortic root aneurysm");
    add_term(&b, "HP:0004923", "Hyperphenylalaninemia");
    cb_status s = write_out(arena, folder, "hp.obo", &b, e);
    cb_buf_free(&b);
    return s;
}

cb_status write_family(const family *f, const char *folder, cb_error *e) {
    cb_arena *arena = cb_arena_new(FILE_MAX);
    record *records = arena ? cb_alloc_array(arena, RECORDS, sizeof *records) : NULL;
    const char *inner = arena ? cb_path_join(arena, folder, f->id) : NULL;
    cb_status s = records && inner ? cb_folder_make_all(inner, e) : cb_fail_memory(e);
    int count = records ? make_records(f, records, RECORDS) : 0;
    int parts = f->persons == 3 ? SV : TRUTH;
    for (int i = VCF; i <= parts && s == CB_OK; i++) {
        s = write_part(arena, f, records, count, inner, (part)i, e);
    }
    s = s == CB_OK ? write_panel(arena, inner, f, e) : s;
    s = s == CB_OK ? write_hpo(arena, inner, e) : s;
    cb_arena_free(arena);
    return s;
}
