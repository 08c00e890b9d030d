/* arrange_provenance.c: the profile with its thresholds, the inputs, the software, what the VCF's header names. */
#include "arrange/arranging.h"

/* Thresholds of these names bound a column of the list: the page offers each as a filter. */
static void put_bound(cb_arranging *a, cb_node *node, const char *name) {
    static const struct {
        const char *name, *column, *bound;
    } bounds[] = {{"very_rare", "af", "max"},
                  {"rare", "af", "max"},
                  {"revel_supporting", "revel", "min"},
                  {"cadd_supporting", "cadd", "min"},
                  {"splice_supporting", "spliceai", "min"}};
    for (size_t i = 0; i < sizeof bounds / sizeof bounds[0]; i++) {
        if (cb_str_is(cb_str_of(name), bounds[i].name)) {
            cb_node_add_text(&a->builder, node, "column", bounds[i].column);
            cb_node_add_text(&a->builder, node, "bound", bounds[i].bound);
        }
    }
}

static void put_thresholds(cb_arranging *a, cb_node *root) {
    size_t count;
    const cb_threshold *thresholds = cb_profile_thresholds(a->request->profile, &count);
    cb_builder *b = &a->builder;
    cb_node *list = cb_node_list(b, root, "thresholds");
    for (size_t i = 0; i < count; i++) {
        cb_node *node = cb_node_map(b, list, NULL);
        cb_node_add_text(b, node, "name", thresholds[i].name);
        cb_node_add_real(b, node, "value", thresholds[i].value, NULL);
        cb_node_add_text(b, node, "about", thresholds[i].about);
        put_bound(a, node, thresholds[i].name);
    }
}

static const cb_input *input_of_role(const cb_case *kase, const char *role) {
    for (size_t i = 0; i < kase->input_count; i++) {
        if (cb_str_is(cb_str_of(kase->inputs[i].role), role)) {
            return &kase->inputs[i];
        }
    }
    return NULL;
}

static void put_profile(cb_arranging *a, cb_node *root) {
    const cb_profile *p = a->request->profile;
    const cb_input *input = input_of_role(a->request->kase, "profile");
    cb_node *node = cb_node_map(&a->builder, root, "profile");
    cb_node_add_text(&a->builder, node, "name", cb_profile_name(p));
    cb_node_add_text(&a->builder, node, "version", cb_profile_version(p));
    cb_node_add_text(&a->builder, node, "about", cb_profile_about(p));
    char hex[CB_SHA256_HEX];
    if (input) {
        cb_digest_hex(&input->digest, hex);
    }
    cb_put_text(a, node, "digest", input ? hex : NULL);
    cb_arrange_rank_model(a, node);
}

static void put_inputs(cb_arranging *a, cb_node *provenance) {
    const cb_case *kase = a->request->kase;
    cb_node *list = cb_node_list(&a->builder, provenance, "inputs");
    for (size_t i = 0; i < kase->input_count; i++) {
        const cb_input *input = &kase->inputs[i];
        char hex[CB_SHA256_HEX];
        cb_digest_hex(&input->digest, hex);
        cb_node *node = cb_node_map(&a->builder, list, NULL);
        cb_node_add_text(&a->builder, node, "role", input->role);
        cb_node_add_text(&a->builder, node, "name", input->name);
        cb_put_count(a, node, "size", (int64_t)input->size);
        cb_node_add_text(&a->builder, node, "sha256", hex);
    }
}

static void put_software(cb_arranging *a, cb_node *provenance) {
    const cb_arrange_request *r = a->request;
    cb_node *list = cb_node_list(&a->builder, provenance, "software");
    for (size_t i = 0; i < r->software_count; i++) {
        cb_node *node = cb_node_map(&a->builder, list, NULL);
        cb_node_add_text(&a->builder, node, "name", r->software[i].name);
        cb_node_add_text(&a->builder, node, "version", r->software[i].version);
    }
}

static void put_upstream(cb_arranging *a, cb_node *provenance) {
    const char *upstream = a->request->kase->upstream;
    cb_node *list = cb_node_list(&a->builder, provenance, "upstream");
    cb_str rest = cb_str_of(upstream ? upstream : ""), line;
    while (rest.s && cb_str_split(&rest, '\n', &line)) {
        if (line.n > 0) {
            char *text = cb_copy_str(a->arena, line);
            cb_node_add_text(&a->builder, list, NULL, text);
            if (!text) {
                cb_arrange_fail(a, CB_INTERNAL, "out of memory", NULL);
            }
        }
    }
    if (list->count == 0) {
        cb_node_add_text(&a->builder, list, NULL, cb_word(a, "upstream_unknown"));
    }
}

void cb_arrange_provenance(cb_arranging *a, cb_node *root) {
    put_thresholds(a, root);
    put_profile(a, root);
    cb_node *provenance = cb_node_map(&a->builder, root, "provenance");
    put_inputs(a, provenance);
    put_software(a, provenance);
    put_upstream(a, provenance);
}
