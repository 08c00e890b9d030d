/* ledger.h: what came in and where it went: in = listed + dropped, always; by rule, by gene, and row by row what one
 * rule alone kept from the list.
 *
 * Ledgers of parts of an input are merged; neither their number nor their order changes what the whole one says. */
#ifndef CASEBOUND_MODEL_LEDGER_H
#define CASEBOUND_MODEL_LEDGER_H

#include "casebound/model/genes.h"
#include "casebound/model/variant.h"

enum {
    CB_LEDGER_LISTED = -1,      /* in place of a rule: kept */
    CB_LEDGER_NO_ALT = -2,      /* of a record: ALT is '.' */
    CB_LEDGER_WITHHELD = -3,    /* for want of consent to secondary findings: not examined */
    CB_NEAR_PER_GENE = 20,      /* near misses held of one asked gene */
    CB_NEAR_ELSEWHERE = 200     /* near misses held of all other genes together */
};

typedef struct cb_ledger_row {
    const char *rule, *text; /* key, and its wording in the profile */
    bool keeps;              /* a rule that keeps: drops nothing */
    bool near_miss;          /* what it alone drops is told of */
    uint64_t alleles,
        records; /* a record counts where its last allele went when all were dropped, by that allele's rule */
    uint64_t kept;        /* alleles that a rule that keeps decided; they are among the listed */
    uint64_t near_misses; /* of the alleles dropped, those that no other rule would have dropped */
    uint64_t rescued;     /* alleles that it dropped and a partner brought back: they are listed */
} cb_ledger_row;

/* One allele of the input. */
typedef struct cb_allele_place {
    int64_t record; /* 1 is the first */
    int allele;     /* 1 is the first ALT */
} cb_allele_place;

/* A dropped allele that one rule alone kept from the list. */
typedef struct cb_near_miss {
    int rule;
    bool rescuable;      /* a strong allele of the same gene would have brought it back */
    const cb_variant *v; /* its site, heading transcript, frequency, ClinVar and the proband's genotype alone */
    const char *facts;   /* what the rule read: "v.af = 0.031, t.max_af = 0.02" */
    const int *genes;    /* asked genes of its record */
    size_t gene_count;
} cb_near_miss;

/* The nearest first: what a partner would have rescued, then by severity, frequency and place. */
typedef struct cb_near_list {
    const cb_near_miss **rows;
    size_t count, limit;
} cb_near_list;

/* Of one asked gene. A record lies in it where its annotation names the gene on any transcript, and its alleles with
 * it: alleles = listed + what each rule dropped. An allele may lie in several genes. */
typedef struct cb_gene_account {
    uint64_t records, alleles, listed, near_misses, rescued;
    uint64_t *dropped;     /* by rule */
    cb_allele_place *kept; /* `listed` of them, in the order of the file */
    size_t kept_capacity;
    cb_near_list near;
} cb_gene_account;

/* By the gene that heads an allele, so that each allele counts once: the listed ones, and those that one rule alone
 * kept from the list. */
typedef struct cb_gene_count {
    const char *symbol, *hgnc_id; /* symbol "" : no gene; hgnc_id may be NULL */
    uint64_t listed;
    uint64_t *near_misses; /* by rule */
} cb_gene_count;

typedef struct cb_ledger {
    cb_arena *arena;
    const char *category; /* "snv" */
    const cb_asked_genes *asked;
    uint64_t records_in, alleles_in;
    uint64_t records_listed, alleles_listed; /* a record with one allele listed is listed */
    uint64_t records_without_alt;            /* ALT is '.', counted as one record and no allele */
    uint64_t records_withheld, alleles_withheld; /* for want of consent; nothing else is kept of them */
    cb_ledger_row *rows; /* the profile's rules, in their order */
    size_t count;
    cb_gene_account *accounts; /* one for each asked gene */
    cb_near_list elsewhere;    /* near misses in none of the asked genes */
    uint64_t elsewhere_count;  /* how many there are */
    cb_map *genes;             /* symbol -> cb_gene_count */
    const cb_gene_count **gene_list; /* in the order of their symbols; made by cb_ledger_end */
    size_t gene_count;
} cb_ledger;

/* How an allele fared. */
typedef struct cb_fate {
    int rule;        /* that decided, also one that keeps; CB_LEDGER_LISTED: none spoke, it is listed */
    bool near_miss;  /* dropped by this rule alone, which allows near misses */
    bool rescuable;
    bool rescued;    /* dropped by this rule and brought back: listed */
} cb_fate;

/* An empty ledger; `rows` give rule, text, keeps and near_miss. Rows and asked genes outlive it. */
cb_status cb_ledger_new(cb_arena *arena, const char *category, const cb_ledger_row *rows, size_t count,
                        const cb_asked_genes *asked, cb_ledger **out, cb_error *e) CB_MUST_USE;

/* Counts one allele. `genes` are the asked genes of its record. Asks for the parts of `v` that it needs, which are
 * those that deciding its fate has made. */
cb_status cb_ledger_allele(cb_ledger *l, cb_variant *v, const cb_fate *fate, const int *genes, size_t gene_count,
                           cb_error *e) CB_MUST_USE;
/* Counts an allele that is withheld: it came in, and nothing else is known of it. */
void cb_ledger_withhold(cb_ledger *l);
/* Counts one record, by the rule of its last allele, CB_LEDGER_LISTED, CB_LEDGER_NO_ALT or, where all its alleles are
 * withheld, CB_LEDGER_WITHHELD with no gene. */
void cb_ledger_record(cb_ledger *l, int rule, const int *genes, size_t gene_count);

/* A counted near miss: is it among the nearest, so that its facts are worth asking for? */
cb_status cb_ledger_wants(cb_ledger *l, cb_variant *v, const cb_fate *fate, const int *genes, size_t gene_count,
                          bool *wanted, cb_error *e) CB_MUST_USE;
/* Holds a near miss that is wanted; what is needed of it is copied. */
cb_status cb_ledger_hold(cb_ledger *l, cb_variant *v, const cb_fate *fate, const char *facts, const int *genes,
                         size_t gene_count, cb_error *e) CB_MUST_USE;

/* Adds what `from` counted and holds; both have the same rules and asked genes. `from` may be freed. */
cb_status cb_ledger_merge(cb_ledger *into, const cb_ledger *from, cb_error *e) CB_MUST_USE;

/* Puts genes and places in order; behind the last allele. */
cb_status cb_ledger_end(cb_ledger *l, cb_error *e) CB_MUST_USE;

/* In = listed + dropped + withheld for records and alleles, and for the alleles of each asked gene, of which none is
 * withheld in it; by gene, the listed sum to the listed and the near misses to those of each rule. */
bool cb_ledger_balances(const cb_ledger *l);

#endif
