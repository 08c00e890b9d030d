/* trio.c: casebound-bench-trio FOLDER RECORDS SEED writes trio.vcf.gz, trio.ped, case.yaml, case-bcf.yaml and truth.tsv
 * into the folder; "-" for the folder writes the VCF to the standard output. */
#include "trio.h"

#include <htslib/bgzf.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LINE_MAX_BYTES = 1 << 20, FLUSH = 256 << 10, THREADS = 2, PATH_TEXT = 4096 };

typedef struct output {
    BGZF *file;
    cb_buf text, truth;
} output;

static bool flush(output *o) {
    bool written = !o->text.failed && bgzf_write(o->file, o->text.data, o->text.size) == (ssize_t)o->text.size;
    cb_buf_clear(&o->text);
    return written;
}

static void add_header(cb_buf *b) {
    cb_buf_text(b, "##fileformat=VCFv4.2\n##source=casebound bench: sequence, genes, calls and scores are invented\n"
                   "##reference=GRCh38\n##FILTER=<ID=PASS,Description=\"All filters passed\">\n"
                   "##FILTER=<ID=LowQual,Description=\"Low quality\">\n"
                   "##FILTER=<ID=VQSRTrancheSNP99.90to100.00,Description=\"Truth sensitivity tranche\">\n"
                   "##VEP=\"v113\" assembly=\"GRCh38\" (imitated)\n");
    for (int i = 0; i < CHROMOSOMES; i++) {
        cb_buf_printf(b, "##contig=<ID=%s,length=%ld,assembly=GRCh38>\n", CHROMOSOME[i].name, CHROMOSOME[i].length);
    }
    add_info_header(b);
    add_csq_header(b);
    cb_buf_text(b, "##FORMAT=<ID=GT,Number=1,Type=String,Description=\"Genotype\">\n"
                   "##FORMAT=<ID=AD,Number=R,Type=Integer,Description=\"Reads of each allele\">\n"
                   "##FORMAT=<ID=DP,Number=1,Type=Integer,Description=\"Reads\">\n"
                   "##FORMAT=<ID=GQ,Number=1,Type=Integer,Description=\"Genotype quality\">\n"
                   "##FORMAT=<ID=PL,Number=G,Type=Integer,Description=\"Phred-scaled likelihoods\">\n"
                   "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT");
    for (int i = 0; i < TRIO.persons; i++) {
        cb_buf_char(b, '\t');
        cb_buf_text(b, TRIO.person[i].id);
    }
    cb_buf_char(b, '\n');
}

static void add_site(output *o, const site *s, draw *d) {
    cb_buf *b = &o->text;
    const record *r = &s->r;
    cb_buf_text(b, CHROMOSOME[s->on.chrom].name);
    cb_buf_char(b, '\t');
    put_integer(b, r->position);
    cb_buf_text(b, r->rs ? "\trs" : "\t.");
    if (r->rs) {
        put_integer(b, r->rs);
    }
    cb_buf_char(b, '\t');
    cb_buf_text(b, r->ref);
    for (int i = 0; i < r->alts; i++) {
        cb_buf_char(b, i ? ',' : '\t');
        cb_buf_text(b, r->alt[i]);
    }
    cb_buf_char(b, '\t');
    put_fixed(b, draw_between(d, 3000, 400000), 2);
    cb_buf_char(b, '\t');
    cb_buf_text(b, r->filter);
    cb_buf_char(b, '\t');
    add_info(b, s, d);
    cb_buf_text(b, ";CSQ=");
    add_transcripts(b, s);
    cb_buf_text(b, "\tGT:AD:DP:GQ:PL");
    for (int i = 0; i < TRIO.persons; i++) {
        cb_buf_char(b, '\t');
        add_format(b, &r->call[i], r->alts);
    }
    cb_buf_char(b, '\n');
    if (r->truth) {
        cb_buf_printf(&o->truth, "%s\t%ld\t%s\t%s\t%s\n", CHROMOSOME[s->on.chrom].name, r->position, r->ref, r->alt[0],
                      r->truth);
    }
}

static bool write_records(output *o, const plan *p) {
    draw d = {p->seed};
    site s = {.number = -1};
    add_header(&o->text);
    for (int c = 0; c < CHROMOSOMES; c++) {
        for (long i = 0; i < p->of_chromosome[c]; i++) {
            draw_site(&s, p, &d, c, i);
            add_site(o, &s, &d);
            if (o->text.size >= FLUSH && !flush(o)) {
                return false;
            }
        }
    }
    return flush(o);
}

static bool write_text(const char *folder, const char *name, const char *text) {
    char path[PATH_TEXT];
    int size = snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = size > 0 && size < PATH_TEXT ? fopen(path, "w") : NULL;
    bool written = file && fputs(text, file) >= 0;
    return file && fclose(file) == 0 && written;
}

static bool write_case(const char *folder, const char *name, const char *variants) {
    cb_buf b;
    cb_buf_init(&b, 1 << 16);
    cb_buf_printf(&b,
                  "owner: bench\nfamily: BENCH\nanalysis_date: 2026-01-15\nhuman_genome_build: '38'\nped: trio.ped\n"
                  "vcf_snv: %s\nsamples:\n",
                  variants);
    for (int i = 0; i < TRIO.persons; i++) {
        const person *p = &TRIO.person[i];
        cb_buf_printf(&b, "  - sample_id: %s\n    father: '%s'\n    mother: '%s'\n    sex: %s\n    phenotype: %s\n",
                      p->id, i ? "0" : TRIO.person[1].id, i ? "0" : TRIO.person[2].id, p->male ? "male" : "female",
                      p->affected ? "affected" : "unaffected");
    }
    bool written = !b.failed && write_text(folder, name, b.data);
    cb_buf_free(&b);
    return written;
}

static bool write_beside(const char *folder, const cb_buf *truth) {
    return write_text(folder, "trio.ped",
                      "BENCH\tBENCH-1\tBENCH-2\tBENCH-3\t1\t2\nBENCH\tBENCH-2\t0\t0\t1\t1\n"
                      "BENCH\tBENCH-3\t0\t0\t2\t1\n") &&
           write_case(folder, "case.yaml", "trio.vcf.gz") && write_case(folder, "case-bcf.yaml", "trio.bcf") &&
           write_text(folder, "truth.tsv", truth->data ? truth->data : "");
}

int main(int argc, char **argv) {
    long records = argc == 4 ? atol(argv[2]) : 0;
    if (records < 1000) {
        fputs("usage: casebound-bench-trio FOLDER|- RECORDS SEED (at least 1000 records)\n", stderr);
        return 2;
    }
    bool plain = strcmp(argv[1], "-") == 0;
    char path[PATH_TEXT];
    snprintf(path, sizeof path, "%s%s", argv[1], plain ? "" : "/trio.vcf.gz");
    output o = {.file = bgzf_open(path, plain ? "wu" : "w")};
    cb_buf_init(&o.text, FLUSH + LINE_MAX_BYTES);
    cb_buf_init(&o.truth, LINE_MAX_BYTES);
    plan p;
    make_plan(&p, strtoull(argv[3], NULL, 10), records);
    bool done = o.file && (plain || bgzf_mt(o.file, THREADS, 256) == 0) && write_records(&o, &p);
    done = o.file && bgzf_close(o.file) == 0 && done && (plain || write_beside(argv[1], &o.truth));
    cb_buf_free(&o.text);
    cb_buf_free(&o.truth);
    if (!done) {
        fprintf(stderr, "casebound-bench-trio: cannot write %s\n", path);
    }
    return done ? 0 : 4;
}
