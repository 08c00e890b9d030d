/* verify_json.c: the findings, signatures and status of a verification as one JSON document. */
#include "verify_json.h"

#include "casebound/arrange/facts.h"
#include "casebound/arrange/view.h"
#include "casebound/cli/command.h"

enum { JSON_MAX = 64 << 20, INDENT = 2 };

static void put_text(cb_builder *b, cb_node *to, const char *key, const char *text) {
    if (text) {
        cb_node_add_text(b, to, key, text);
    } else {
        cb_node_add_missing(b, to, key, "");
    }
}

static void put_digest(cb_builder *b, cb_node *to, const char *key, const cb_digest *digest) {
    char hex[CB_SHA256_HEX];
    cb_digest_hex(digest, hex);
    cb_node_add_text(b, to, key, hex);
}

/* null where the report amends none */
static void put_superseded(cb_builder *b, cb_node *root, const cb_findings *found) {
    if (!found->supersedes) {
        cb_node_add_missing(b, root, "supersedes", "");
        return;
    }
    cb_node *one = cb_node_map(b, root, "supersedes");
    cb_node_add_text(b, one, "report", found->supersedes);
    cb_node_add_text(b, one, "facts_digest", found->supersedes_facts);
}

static void put_signatures(cb_builder *b, cb_node *root, const cb_findings *found) {
    cb_node *list = cb_node_list(b, root, "signatures");
    for (size_t i = 0; i < found->signature_count; i++) {
        const cb_signed *s = &found->signatures[i];
        cb_node *one = cb_node_map(b, list, NULL);
        put_text(b, one, "file", s->file);
        put_text(b, one, "meaning", s->meaning);
        put_text(b, one, "signer", s->signer);
        put_text(b, one, "issuer", s->issuer);
        put_text(b, one, "time", s->time);
        cb_node_add_bool(b, one, "time_proven", s->proven, NULL);
        cb_node_add_bool(b, one, "trusted", s->trusted, NULL);
        put_digest(b, one, "certificate_sha256", &s->certificate);
    }
}

static void put_events(cb_builder *b, cb_node *root, const cb_findings *found) {
    cb_node *list = cb_node_list(b, root, "events");
    for (size_t i = 0; i < found->event_count; i++) {
        const cb_report_event *r = &found->events[i];
        cb_node *one = cb_node_map(b, list, NULL);
        put_text(b, one, "event", r->event);
        put_text(b, one, "reason", r->reason);
        put_text(b, one, "into", r->into);
        put_text(b, one, "signer", r->signer);
        put_text(b, one, "issuer", r->issuer);
        put_text(b, one, "time", r->time);
        cb_node_add_bool(b, one, "time_proven", r->proven, NULL);
        cb_node_add_bool(b, one, "trusted", r->trusted, NULL);
    }
}

static void put_findings(cb_builder *b, cb_node *root, const cb_findings *found) {
    static const char *const kinds[] = {
        [CB_FINDING_PASSED] = "passed", [CB_FINDING_FAILED] = "failed", [CB_FINDING_NOTE] = "note"};
    cb_node *list = cb_node_list(b, root, "findings");
    for (size_t i = 0; i < found->count; i++) {
        cb_node *one = cb_node_map(b, list, NULL);
        cb_node_add_text(b, one, "kind", kinds[found->list[i].kind]);
        cb_node_add_text(b, one, "check", found->list[i].check);
        cb_node_add_text(b, one, "text", found->list[i].text);
    }
}

cb_status cb_verify_json(cb_arena *arena, const cb_findings *found, const char *path, cb_str *out, cb_error *e) {
    cb_builder b;
    cb_builder_init(&b, arena);
    cb_node *root = cb_node_root(&b);
    cb_node_add_text(&b, root, "casebound", CB_VERSION);
    cb_node_add_text(&b, root, "path", path);
    cb_node_add_bool(&b, root, "verified", found->failed == 0, NULL);
    cb_node_add_bool(&b, root, "withdrawn", found->withdrawn != NULL, NULL);
    put_text(&b, root, "report", found->report);
    put_text(&b, root, "status", found->status);
    put_text(&b, root, "facts_digest", found->facts);
    put_superseded(&b, root, found);
    put_text(&b, root, "signer", found->signer);
    put_text(&b, root, "level", found->level);
    cb_node_add_integer(&b, root, "failed", (int64_t)found->failed, NULL);
    put_signatures(&b, root, found);
    put_events(&b, root, found);
    put_findings(&b, root, found);
    return cb_facts_document(&b, root, INDENT, JSON_MAX, out, e);
}
