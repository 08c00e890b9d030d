/* memo.c: trees of facts, their values and answers. */
#include "memo.h"

#include <string.h>

typedef struct branch {
    cb_plain value;
    cb_memo_node *next;
} branch;

/* A fact that is read next, or an answer. */
struct cb_memo_node {
    cb_memo_answer answer;
    bool asking;       /* else it answers */
    cb_memo_step asks; /* without its value */
    branch *branches;
    size_t count, capacity;
};

cb_status cb_memo_new(cb_arena *arena, size_t functions, cb_memo *out, cb_error *e) {
    *out = (cb_memo){.arena = arena, .roots = cb_alloc_array(arena, functions + 1, sizeof(cb_memo_node *))};
    return out->roots ? CB_OK : cb_fail_memory(e);
}

static bool same_plain(cb_plain a, cb_plain b) {
    if (!a.text || !b.text) {
        return a.text == b.text && a.number == b.number;
    }
    return a.text == b.text || strcmp(a.text, b.text) == 0;
}

static cb_plain value_of(const cb_memo_step *step, const cb_case *kase, const cb_handle *h) {
    return step->get ? step->get(kase, h) : cb_plain_compared(h->v, &step->compared);
}

static cb_memo_node *follow(const cb_memo_node *node, cb_plain value) {
    for (size_t i = 0; i < node->count; i++) {
        if (same_plain(node->branches[i].value, value)) {
            return node->branches[i].next;
        }
    }
    return NULL;
}

cb_status cb_memo_ask(const cb_memo *m, size_t function, const cb_case *kase, cb_variant *v, cb_memo_answer *out,
                      cb_error *e) {
    const cb_memo_node *node = m->roots[function];
    while (node && node->asking) {
        const cb_handle h = {.kind = node->asks.kind, .v = v, .index = node->asks.person};
        cb_status s = cb_variant_need(v, node->asks.parts, e);
        if (s != CB_OK) {
            return s;
        }
        node = follow(node, value_of(&node->asks, kase, &h));
    }
    *out = node ? node->answer : CB_MEMO_NEW;
    return CB_OK;
}

static cb_memo_node *new_node(cb_memo *m) {
    cb_memo_node *node = m->nodes < CB_MEMO_NODES ? cb_alloc(m->arena, sizeof *node) : NULL;
    m->nodes += node ? 1 : 0;
    return node;
}

/* The node behind a value; NULL when there is no room. */
static cb_memo_node *branch_for(cb_memo *m, cb_memo_node *node, cb_plain value) {
    cb_memo_node *next = follow(node, value);
    if (next || node->count == CB_MEMO_BRANCHES || m->nodes == CB_MEMO_NODES) {
        return next;
    }
    branch *branches = cb_grow(m->arena, node->branches, node->count, &node->capacity, sizeof *branches);
    if (!branches) {
        return NULL;
    }
    node->branches = branches;
    if (value.text && !value.lasting) {
        value.text = cb_copy(m->arena, value.text);
        next = value.text ? new_node(m) : NULL;
    } else {
        next = new_node(m);
    }
    if (next) {
        branches[node->count++] = (branch){value, next};
    }
    return next;
}

void cb_memo_learn(cb_memo *m, size_t function, const cb_memo_trail *trail, bool yes) {
    cb_memo_node *node = m->roots[function];
    if (!node) {
        node = m->roots[function] = new_node(m);
    }
    for (size_t i = 0; node && i < trail->count; i++) {
        const cb_memo_step *step = &trail->steps[i];
        if (!node->asking) {
            node->asks = *step;
            node->asking = true;
        }
        node = branch_for(m, node, step->value);
    }
    if (node) {
        node->answer = trail->open ? CB_MEMO_OPEN : yes ? CB_MEMO_YES : CB_MEMO_NO;
    }
}

void cb_memo_open(cb_judging *j) {
    if (j->trail) {
        j->trail->open = true;
    }
}

/* Notes a step; NULL: there is no trail, or it is open. */
static cb_memo_step *next_step(cb_judging *j, const cb_handle *h) {
    cb_memo_trail *t = j->trail;
    if (!t || t->open) {
        return NULL;
    }
    t->open = h->v != j->v || t->count == CB_MEMO_STEPS;
    return t->open ? NULL : &t->steps[t->count++];
}

void cb_memo_note(cb_judging *j, const cb_handle *h, const cb_fact *fact) {
    cb_memo_step *step = next_step(j, h);
    if (!step) {
        return;
    }
    *step = (cb_memo_step){
        .get = cb_plain_getter_of(h->kind, fact->name), .parts = fact->parts, .kind = h->kind, .person = h->index};
    if (step->get) {
        step->value = step->get(j->kase, h);
    } else {
        j->trail->count--;
        j->trail->open = true;
    }
}

void cb_memo_note_compared(cb_judging *j, const cb_handle *h, const cb_compared *c) {
    cb_memo_step *step = next_step(j, h);
    if (step) {
        *step = (cb_memo_step){.compared = *c,
                               .parts = c->predictor ? CB_MAKE_PREDICTORS : CB_MAKE_FREQUENCIES,
                               .kind = h->kind,
                               .value = cb_plain_compared(h->v, c)};
    }
}
