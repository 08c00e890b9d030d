/* explain.h: what explain is asked for, and its answer as a tree. Private to cli. */
#ifndef CASEBOUND_GENERATOR_CLI_EXPLAIN_H
#define CASEBOUND_GENERATOR_CLI_EXPLAIN_H

#include "pipeline.h"

/* An allele as a person writes it. */
typedef enum cb_question_kind {
    CB_ASKED_KEY,   /* 1-12345-A-T, chr1:12345A>T, 1:12345:A:T */
    CB_ASKED_PLACE, /* 1-12345, chr1:12345: every allele there */
    CB_ASKED_ID,    /* rs123 */
    CB_ASKED_HGVS,  /* NM_000001.2:c.34A>T, KCNQ2:c.34A>T */
    CB_ASKED_GENE   /* --gene: every allele that the annotation puts into it */
} cb_question_kind;

typedef struct cb_question {
    cb_question_kind kind;
    const char *text;      /* as given */
    cb_contig contig;      /* of KEY and PLACE */
    cb_variant site;       /* position, ref and alt of KEY; position of PLACE */
    const char *reference; /* of HGVS: transcript or gene. Of GENE: symbol, or digits of the HGNC id in `id` */
    const char *change;    /* of HGVS */
    const char *id;        /* of GENE: digits; else NULL */
} cb_question;

/* How an allele answers to what is asked. */
typedef enum cb_answer {
    CB_ANSWER_NO,
    CB_ANSWER_NEAR, /* at the same place another allele, or close by */
    CB_ANSWER_SAME, /* the same change, written with other bases around it */
    CB_ANSWER_YES
} cb_answer;

enum { CB_EXPLAIN_NEAR = 50 }; /* bases up to which another allele is told of */

/* CB_USAGE says which spellings there are. */
cb_status cb_question_read(cb_arena *arena, const char *text, cb_question *out, cb_error *e) CB_MUST_USE;
cb_status cb_question_gene(cb_arena *arena, const char *text, cb_question *out, cb_error *e) CB_MUST_USE;
cb_answer cb_question_match(const cb_question *asked, const cb_variant *v);

/* Scans and judges the case, and makes the tree of docs/cli.md; CB_FOUND when nothing answers, with the tree made. */
cb_status cb_explain(cb_run *run, const cb_question *asked, const cb_node **out) CB_MUST_USE;
/* Prints the tree, one line a thing, fields separated by tabs; of a gene one line an allele. */
void cb_explain_print(const cb_node *tree, bool gene);

#endif
