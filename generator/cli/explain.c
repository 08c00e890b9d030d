/* explain.c: the alleles that answer to what is asked, each with what every rule says of it. */
#include "explain.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "casebound/base/near.h"
#include "casebound/model/inheritance.h"
#include "scan.h"

enum { NEAREST_SHOWN = 5 };

/* Another allele close to the place that was asked for. */
typedef struct neighbour {
    int64_t away;
    const char *key;
} neighbour;

typedef struct explaining {
    cb_run *run;
    const cb_question *asked;
    cb_arrange_request request;
    cb_builder builder;
    cb_node *listed, *dropped; /* lists; joined in the answer */
    uint64_t *drops;           /* by rule */
    neighbour nearest[NEAREST_SHOWN + 1];
    size_t nearest_count;
    atomic_size_t withheld; /* alleles that answer and may not be told of; counted in several threads */
    cb_near symbols; /* of the input, near the gene asked for */
} explaining;

/* Rules. */

static const char *answer_word(const cb_rule *rule, bool yes, bool decided, bool rescued) {
    if (!yes) {
        return "no";
    }
    if (!decided) {
        return rule->keeps ? "would keep" : "would drop";
    }
    return rule->keeps ? "kept" : rescued ? "dropped, brought back" : "dropped";
}

static void put_facts(cb_builder *b, cb_node *node, const cb_rule_asked *asked) {
    cb_node *facts = cb_node_list(b, node, "facts");
    for (size_t i = 0; i < asked->fact_count; i++) {
        const cb_fact_read *read = &asked->facts[i];
        cb_node *fact = cb_node_map(b, facts, NULL);
        cb_node_add_text(b, fact, "name", read->name);
        if (read->presence == CB_PRESENT) {
            cb_node_add_text(b, fact, "value", read->value);
        } else if (read->presence == CB_MISSING) {
            cb_node_add_missing(b, fact, "value", read->value);
        } else {
            cb_node_add_not_annotated(b, fact, "value", read->value);
        }
    }
}

static cb_status put_rule(explaining *x, cb_node *rules, cb_variant *v, int at, const cb_sieved *sieved, bool listed) {
    cb_run *run = x->run;
    size_t count;
    const cb_rule *rule = &cb_profile_rules(run->profile, &count)[at];
    cb_rule_asked asked;
    cb_status s = cb_judge_ask(run->profile, run->arena, run->kase, v, at, &asked, run->error);
    if (s != CB_OK) {
        return s;
    }
    cb_builder *b = &x->builder;
    cb_node *node = cb_node_map(b, rules, NULL);
    bool decided = sieved->rule == at;
    cb_node_add_text(b, node, "rule", rule->key);
    cb_node_add_text(b, node, "text", rule->text);
    cb_node_add_bool(b, node, "keeps", rule->keeps, NULL);
    cb_node_add_bool(b, node, "yes", asked.yes, NULL);
    cb_node_add_bool(b, node, "decided", decided, NULL);
    cb_node_add_text(b, node, "answer", answer_word(rule, asked.yes, decided, listed));
    put_facts(b, node, &asked);
    return CB_OK;
}

static cb_status put_rules(explaining *x, cb_node *node, cb_variant *v, const cb_sieved *sieved, bool listed) {
    size_t count;
    cb_status s = CB_OK;
    (void)cb_profile_rules(x->run->profile, &count);
    cb_node *rules = cb_node_list(&x->builder, node, "rules");
    for (size_t i = 0; s == CB_OK && i < count; i++) {
        s = put_rule(x, rules, v, (int)i, sieved, listed);
    }
    return s;
}

/* Alleles. */

static void put_state(explaining *x, cb_node *node, const cb_variant *v, const cb_sieved *sieved, bool listed) {
    size_t count;
    const cb_rule *rules = cb_profile_rules(x->run->profile, &count);
    cb_builder *b = &x->builder;
    cb_node_add_text(b, node, "state", !listed ? "dropped" : v->shortlisted ? "shortlisted" : "listed");
    if (listed) {
        cb_node_add_integer(b, node, "rank", (int64_t)v->rank, NULL);
        cb_node_add_integer(b, node, "of", (int64_t)x->run->variant_count, NULL);
    } else {
        cb_node_add_text(b, node, "rule", rules[sieved->rule].key);
        cb_node_add_text(b, node, "rule_text", rules[sieved->rule].text);
    }
    cb_node_add_bool(b, node, "near_miss", !listed && sieved->near_miss, NULL);
    cb_node_add_bool(b, node, "rescuable", !listed && sieved->rescuable, NULL);
}

/* What the file says of where it stands, then all of it that a report says of a listed one. */
static cb_status put_allele(explaining *x, cb_variant *v, bool listed, bool same) {
    cb_run *run = x->run;
    cb_builder *b = &x->builder;
    cb_sieved sieved;
    cb_node *facts = NULL, *node = cb_node_map(b, listed ? x->listed : x->dropped, NULL);
    cb_status s = cb_judge_sieve(run->profile, run->kase, v, CB_ASK_ALL, &sieved, run->error);
    if (s == CB_OK) {
        s = cb_arrange_allele(run->arena, &x->request, v, &facts, run->error);
    }
    if (s != CB_OK) {
        return s;
    }
    cb_node_add_text(b, node, "key", v->key);
    cb_node_add_bool(b, node, "written_otherwise", same, NULL);
    cb_node_add_integer(b, node, "record", v->record_number, NULL);
    cb_node_add_integer(b, node, "line", v->line, NULL);
    cb_node_add_integer(b, node, "allele", v->allele_index, NULL);
    cb_node_add_integer(b, node, "alleles_of_record", v->allele_count, NULL);
    put_state(x, node, v, &sieved, listed);
    s = put_rules(x, node, v, &sieved, listed);
    for (const cb_node *fact = facts->first; fact; fact = fact->next) {
        cb_node_adopt(b, node, fact->key, fact);
    }
    return s;
}

/* The nearest first; of equally near ones the first of the file. */
static cb_status put_neighbour(explaining *x, const cb_variant *v) {
    int64_t away = llabs((long long)(v->position - x->asked->site.position));
    size_t at = x->nearest_count;
    while (at > 0 && x->nearest[at - 1].away > away) {
        x->nearest[at] = x->nearest[at - 1];
        at--;
    }
    x->nearest[at] = (neighbour){away, cb_copy(x->run->arena, v->key)};
    x->nearest_count += x->nearest_count < NEAREST_SHOWN;
    return x->nearest[at].key ? CB_OK : cb_fail_memory(x->run->error);
}

static void try_symbols(explaining *x, const cb_variant *v) {
    for (size_t i = 0; x->asked->kind == CB_ASKED_GENE && i < v->transcript_count; i++) {
        if (v->transcripts[i].gene) {
            cb_near_try(&x->symbols, v->transcripts[i].gene);
        }
    }
}

static cb_status see(explaining *x, cb_variant *v, bool listed, bool *answers) {
    cb_answer answer = cb_question_match(x->asked, v);
    *answers = answer >= CB_ANSWER_SAME;
    if (*answers) {
        return put_allele(x, v, listed, answer == CB_ANSWER_SAME);
    }
    try_symbols(x, v);
    return answer == CB_ANSWER_NEAR ? put_neighbour(x, v) : CB_OK;
}

/* A dropped allele is told of as it passes: its verdicts are made for this alone. */
static cb_status on_drop(void *who, cb_variant *v, const cb_rule *rule, cb_error *e) {
    explaining *x = who;
    bool answers = false;
    size_t count;
    const cb_rule *rules = cb_profile_rules(x->run->profile, &count);
    cb_status s = CB_OK;
    if (cb_question_match(x->asked, v) >= CB_ANSWER_SAME) {
        s = cb_inheritance(x->run->arena, x->run->kase, v, cb_profile_policy(x->run->profile), e);
    }
    s = s == CB_OK ? see(x, v, false, &answers) : s;
    if (answers) {
        x->drops[rule - rules]++;
    }
    return s;
}

static cb_status on_withheld(void *who, const cb_variant *v, cb_error *e) {
    explaining *x = who;
    (void)e;
    if (cb_question_match(x->asked, v) >= CB_ANSWER_SAME) {
        atomic_fetch_add(&x->withheld, 1);
    }
    return CB_OK;
}

static cb_status see_listed(explaining *x) {
    cb_status s = CB_OK;
    for (size_t i = 0; s == CB_OK && i < x->run->variant_count; i++) {
        bool answers;
        s = see(x, x->run->variants[i], true, &answers);
    }
    return s;
}

/* The answer. */

static void put_alleles(explaining *x, cb_node *root) {
    const cb_node *const lists[] = {x->listed, x->dropped};
    cb_node *alleles = cb_node_list(&x->builder, root, "alleles");
    for (size_t i = 0; i < 2; i++) {
        for (const cb_node *one = lists[i]->first; one; one = one->next) {
            cb_node_adopt(&x->builder, alleles, NULL, one);
        }
    }
}

static void put_drops(explaining *x, cb_node *root) {
    size_t count;
    const cb_rule *rules = cb_profile_rules(x->run->profile, &count);
    cb_builder *b = &x->builder;
    cb_node_add_integer(b, root, "listed", (int64_t)x->listed->count, NULL);
    cb_node *list = cb_node_list(b, root, "dropped");
    for (size_t i = 0; i < count; i++) {
        if (x->drops[i] > 0) {
            cb_node *row = cb_node_map(b, list, NULL);
            cb_node_add_text(b, row, "rule", rules[i].key);
            cb_node_add_text(b, row, "text", rules[i].text);
            cb_node_add_integer(b, row, "alleles", (int64_t)x->drops[i], NULL);
        }
    }
}

static cb_status put_answer(explaining *x, cb_node *root) {
    cb_node *limits = NULL;
    cb_status s = cb_arrange_limits(x->run->arena, &x->request, &limits, x->run->error);
    cb_builder *b = &x->builder;
    cb_node_add_text(b, root, "asked", x->asked->text);
    cb_node_add_integer(b, root, "withheld", (int64_t)x->withheld, NULL);
    put_drops(x, root);
    put_alleles(x, root);
    cb_node *nearest = cb_node_list(b, root, "nearest");
    for (size_t i = 0; x->listed->count + x->dropped->count == 0 && i < x->nearest_count; i++) {
        cb_node_add_text(b, nearest, NULL, x->nearest[i].key);
    }
    if (s == CB_OK) {
        cb_node_adopt(b, root, "not_examined", cb_node_at(limits, "not_examined"));
    }
    return s == CB_OK ? cb_builder_status(b, x->run->error) : s;
}

static cb_status nothing_found(explaining *x) {
    cb_error *e = x->run->error;
    if (x->withheld > 0) {
        return cb_fail(e, CB_FOUND,
                       "%s: is withheld: it has nothing to do with the question, and not everybody has agreed to "
                       "secondary findings (report: secondary_findings)",
                       x->asked->text);
    }
    switch (x->asked->kind) {
    case CB_ASKED_GENE:
        return cb_fail(e, CB_FOUND, "%s: no record of the input names this gene%s: whether it was covered is not known",
                       x->asked->text, cb_near_hint(&x->symbols));
    case CB_ASKED_ID:
    case CB_ASKED_HGVS:
        return cb_fail(e, CB_FOUND, "%s: no allele of the input is called so; ask by its place: 1-12345-A-T",
                       x->asked->text);
    case CB_ASKED_KEY:
    case CB_ASKED_PLACE:
        break;
    }
    return cb_fail(
        e, CB_FOUND,
        "%s: no such allele in the input%s%s; the same change may be written elsewhere in a repeat (bcftools "
        "norm -f moves it to the left)",
        x->asked->text, x->nearest_count > 0 ? "; the nearest is " : ", nor any near it",
        x->nearest_count > 0 ? x->nearest[0].key : "");
}

cb_status cb_explain(cb_run *run, const cb_question *asked, const cb_node **out) {
    size_t count;
    explaining x = {.run = run, .asked = asked};
    x.request = (cb_arrange_request){.kase = run->kase,
                                     .profile = run->profile,
                                     .texts = run->texts,
                                     .consequences = &run->consequences,
                                     .bands = &run->bands};
    (void)cb_profile_rules(run->profile, &count);
    cb_builder_init(&x.builder, run->arena);
    cb_near_start(&x.symbols, asked->text);
    cb_node *root = cb_node_root(&x.builder), *lists = cb_node_root(&x.builder);
    x.listed = cb_node_list(&x.builder, lists, "listed");
    x.dropped = cb_node_list(&x.builder, lists, "dropped");
    x.drops = cb_alloc_array(run->arena, count + 1, sizeof *x.drops);
    const cb_drops drops = {.who = &x, .take = on_drop, .withheld = on_withheld};
    cb_status s = x.drops ? cb_run_scan(run, &drops) : cb_fail_memory(run->error);
    s = s == CB_OK ? cb_run_judge(run) : s;
    s = s == CB_OK ? see_listed(&x) : s;
    s = s == CB_OK ? put_answer(&x, root) : s;
    *out = s == CB_OK ? root : NULL;
    return s == CB_OK && x.listed->count + x.dropped->count == 0 ? nothing_found(&x) : s;
}
