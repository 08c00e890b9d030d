/* record.c: used/build.json: what of a build no input says. */
#include "record.h"

#include <string.h>

#include "casebound/arrange/facts.h"

enum { RECORD_MAX = 4 << 20, INDENT = 1 };

static void put_absent(cb_builder *b, cb_node *root, const cb_case *kase) {
    cb_node *list = cb_node_list(b, root, "absent");
    for (size_t i = 0; i < kase->not_examined_count; i++) {
        const cb_not_examined *n = &kase->not_examined[i];
        if (strcmp(n->reason, "file_absent") == 0 && n->name) {
            cb_node *one = cb_node_map(b, list, NULL);
            cb_node_add_text(b, one, "name", n->name);
            if (n->file) {
                cb_node_add_text(b, one, "file", n->file);
            }
        }
    }
}

static void put_amends(cb_builder *b, cb_node *root, const cb_amends *a) {
    cb_node *node = cb_node_map(b, root, "amends");
    cb_node_add_text(b, node, "report", a->report);
    cb_node_add_text(b, node, "date", a->date);
    cb_node_add_text(b, node, "digest", a->digest);
    cb_node_add_text(b, node, "reason", a->reason);
    cb_node_add_text(b, node, "changes", a->changes);
}

static void put_seal(cb_builder *b, cb_node *root, const cb_printed_seal *seal) {
    if (seal->name) {
        cb_node *node = cb_node_map(b, root, "seal");
        cb_node_add_text(b, node, "name", seal->name);
        cb_node_add_text(b, node, "level", seal->level);
        cb_node_add_bool(b, node, "test", seal->is_test, NULL);
    }
}

cb_status cb_record_make(const cb_run *run, cb_str *out) {
    const cb_case *kase = run->kase;
    cb_builder b;
    cb_builder_init(&b, run->arena);
    cb_node *root = cb_node_root(&b);
    cb_node_add_integer(&b, root, "created", run->created, NULL);
    cb_node_add_integer(&b, root, "revision", kase->report.revision, NULL);
    if (run->options->pseudonym) {
        cb_node_add_text(&b, root, "pseudonym", run->options->pseudonym);
    } else {
        cb_node_add_text(&b, root, "proband", kase->family.persons[kase->family.proband].id);
    }
    cb_node_add_bool(&b, root, "calls_changed", run->options->calls_changed, NULL);
    cb_node_add_text(&b, root, "pdfa", run->options->pdfa ? run->options->pdfa : "2a");
    if (run->amends.report) {
        put_amends(&b, root, &kase->report.amends);
    }
    put_seal(&b, root, &run->seal);
    put_absent(&b, root, kase);
    return cb_facts_document(&b, root, INDENT, RECORD_MAX, out, run->error);
}
