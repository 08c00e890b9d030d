/* arrange_allele.c: what is said of one allele outside of a report. */
#include "arrange/arranging.h"

typedef struct part {
    cb_arranging a;
    cb_node *root;
} part;

static void begin(cb_arena *arena, const cb_arrange_request *request, part *p, cb_error *e) {
    p->a = (cb_arranging){
        .arena = arena, .request = request, .error = e, .annotated = request->kase->annotation_kind_count > 0};
    cb_builder_init(&p->a.builder, arena);
    p->root = cb_node_root(&p->a.builder);
    cb_word_family(&p->a);
}

static cb_status end(const part *p, cb_node **out, cb_error *e) {
    cb_status status = p->a.status == CB_OK ? cb_builder_status(&p->a.builder, e) : p->a.status;
    *out = status == CB_OK ? p->root : NULL;
    return status;
}

cb_status cb_arrange_allele(cb_arena *arena, const cb_arrange_request *request, const cb_variant *v, cb_node **out,
                            cb_error *e) {
    part p;
    begin(arena, request, &p, e);
    if (p.a.status == CB_OK) {
        cb_arrange_allele_facts(&p.a, p.root, v);
    }
    return end(&p, out, e);
}

cb_status cb_arrange_limits(cb_arena *arena, const cb_arrange_request *request, cb_node **out, cb_error *e) {
    part p;
    begin(arena, request, &p, e);
    if (p.a.status == CB_OK) {
        cb_arrange_gene_limits(&p.a, p.root);
    }
    return end(&p, out, e);
}
