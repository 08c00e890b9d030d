/* content_check.c: the renderings of one report: each harmless by itself, all with the same facts. */
#include "casebound/seal/seal.h"
#include "verify/html.h"
#include "verify/sign_off.h"

#include <string.h>

/* The page of the laboratory has facts of its own, and names the report's. */
#define LABORATORY "laboratory.html"

typedef struct content {
    cb_checking *checking;
    const cb_seen *seen;
    cb_json_facts facts;
    bool has_facts;
    const char *site, *pdf; /* names of the report's two files */
    bool has_site, has_pdf;
    cb_checked_pdf *pdfs;
    size_t pdf_count;
    bool differ; /* a rendering without the digest, or with another */
    cb_error *error;
} content;

static bool ends(const char *name, const char *tail) {
    size_t n = strlen(name), m = strlen(tail);
    return n >= m && strcmp(name + n - m, tail) == 0;
}

static cb_status read_case(content *t) {
    const cb_seen_file *file = cb_seen_find(t->seen, "case.json");
    const char *why = t->seen->no_facts.text;
    if (!file || file->unreadable) {
        CB_FAULT(t->checking, "facts", "case.json: absent");
        return CB_OK;
    }
    if (t->seen->facts_status == CB_INPUT) {
        CB_FAULT(t->checking, "facts", "case.json: %s", why);
        return CB_OK;
    }
    if (t->seen->facts_status) {
        return cb_fail(t->error, t->seen->facts_status, "case.json: %s", why);
    }
    t->facts = t->seen->facts;
    t->has_facts = true;
    t->site = cb_format(t->checking->arena, "%s.html", t->facts.id);
    t->pdf = cb_format(t->checking->arena, "%s.pdf", t->facts.id);
    return t->site && t->pdf ? CB_OK : cb_fail_memory(t->error);
}

/* What one rendering says, against case.json. */
static void compare(content *t, const char *name, bool has, const char *digest) {
    bool same = has && (!t->has_facts || strcmp(digest, t->facts.said) == 0);
    t->differ |= !same;
    if (!has) {
        CB_FAULT(t->checking, "facts", "%s: does not hold one facts digest", name);
    } else if (!same) {
        CB_FAULT(t->checking, "facts", "%s: its facts digest is not that of case.json", name);
    }
}

static cb_status check_html(content *t, const cb_seen_file *file) {
    cb_html_result found;
    cb_status status = cb_html_verify(t->checking, file->name, file->bytes, &found, t->error);
    bool site = t->site && strcmp(file->name, t->site) == 0;
    if (status || (!site && strcmp(file->name, LABORATORY) != 0)) {
        return status;
    }
    char digest[CB_SHA256_HEX] = "";
    bool has = found.facts_count == 1 && cb_is_digest(found.facts);
    if (has) {
        memcpy(digest, found.facts.s, found.facts.n);
    }
    t->has_site |= site;
    compare(t, file->name, has, digest);
    return CB_OK;
}

static cb_status check_pdf(content *t, const cb_seen_file *file) {
    cb_checked_pdf *pdf = &t->pdfs[t->pdf_count++];
    cb_pdf_result *found = &pdf->found;
    pdf->file = file;
    cb_status status = cb_pdf_verify(t->checking, file->name, file->bytes, found, t->error);
    if (status) {
        return status;
    }
    const cb_seen_seal *seal = t->seen->seal_count ? t->seen->seals : NULL;
    if (found->count && found->list[0].valid && seal && seal->sealed &&
        !cb_digest_same(&found->list[0].signature.certificate, &seal->signature.certificate)) {
        CB_FAULT(t->checking, "signer", "%s: sealed by another than the folder", file->name);
    }
    t->has_pdf |= t->pdf && strcmp(file->name, t->pdf) == 0;
    t->differ |= !found->has_facts; /* which the PDF's own checks have reported */
    if (found->has_facts) {
        compare(t, file->name, true, found->facts);
    }
    return CB_OK;
}

static cb_status check_files(content *t) {
    cb_status status = CB_OK;
    t->pdfs = cb_alloc_array(t->checking->arena, t->seen->count + 1, sizeof *t->pdfs);
    if (!t->pdfs) {
        return cb_fail_memory(t->error);
    }
    for (size_t i = 0; !status && i < t->seen->count; i++) {
        const cb_seen_file *file = &t->seen->files[i];
        if (file->unreadable) {
            continue;
        }
        if (ends(file->name, ".pdf")) {
            status = check_pdf(t, file);
        } else if (ends(file->name, ".html") || ends(file->name, ".htm")) {
            status = check_html(t, file);
        } else if (ends(file->name, ".xhtml") || ends(file->name, ".svg")) {
            CB_FAULT(t->checking, "active content", "%s: a kind of page that casebound does not write", file->name);
        }
    }
    return status;
}

static void check_facts(content *t) {
    const cb_seen_file *table = cb_seen_find(t->seen, "variants.tsv");
    char digest[CB_SHA256_HEX] = "";
    bool has = table && !table->unreadable && cb_tsv_facts_read(table->bytes, digest);
    compare(t, "variants.tsv", has, digest);
    if (!t->has_facts) {
        return;
    }
    if (!t->has_site || !t->has_pdf) {
        CB_FAULT(t->checking, "facts", "%s: absent", t->has_site ? t->pdf : t->site);
        t->differ = true;
    }
    if (strcmp(t->facts.said, t->facts.made) != 0) {
        t->differ = true;
        CB_FAULT(t->checking, "facts", "case.json: its facts digest is not that of its contents");
    }
    if (!t->differ) {
        CB_PASS(t->checking, "facts",
                "page, PDF, case.json and variants.tsv hold the facts digest %s, made from case.json anew",
                t->facts.said);
    }
}

/* How far a signature reaches, as the report states it beforehand. A timestamp counts by being there: a reader without
 * its authority's anchor misses nothing of the report. */
static unsigned level_of(const cb_signature *s) {
    return s->archived ? CB_LEVEL_LTA : s->lasting ? CB_LEVEL_LT : s->stamped ? CB_LEVEL_T : CB_LEVEL_B;
}

static void check_one(content *t, const char *name, const cb_signature *s, cb_level said) {
    unsigned has = s ? level_of(s) : CB_LEVEL_B;
    bool judged = s && s->trusted && !s->stamp_distrust; /* who is not known cannot be followed beyond the timestamp */
    unsigned wanted = judged || said < CB_LEVEL_T ? said : CB_LEVEL_T;
    if (has < wanted) {
        CB_FAULT(t->checking, "timestamp", "%s: removed: the report was sealed with %s (level %s)", name,
                 has == CB_LEVEL_B   ? "a timestamp"
                 : has == CB_LEVEL_T ? "what tells of revocation"
                                     : "a last timestamp",
                 t->facts.level);
    }
}

/* What is added to a signature stands outside of what is signed and could be taken away: so the report says what there
 * is. */
static void check_level(content *t) {
    const cb_seen_seal *seal = t->seen->seal_count ? t->seen->seals : NULL;
    cb_level said = CB_LEVEL_B;
    if (!t->has_facts || strncmp(t->facts.level, "B-", 2) != 0 || !cb_level_named(t->facts.level + 2, &said)) {
        return;
    }
    if (seal && seal->sealed) {
        check_one(t, CB_SIGNATURE_PATH, &seal->signature, said);
    }
    for (size_t i = 0; i < t->pdf_count; i++) {
        const cb_pdf_result *found = &t->pdfs[i].found;
        check_one(t, t->pdfs[i].file->name, found->count ? &found->list[0].signature : NULL, said);
    }
    if (said == CB_LEVEL_LTA && t->checking->archive_count == 0) {
        CB_FAULT(t->checking, "timestamp", "%s: removed: the report was sealed with an archive timestamp",
                 "META-INF/ASiCArchiveManifest001.xml");
    }
}

cb_status cb_content_check(cb_checking *c, const cb_seen *seen, cb_error *e) {
    content t = {.checking = c, .seen = seen, .error = e};
    cb_status status = read_case(&t);
    if (!status) {
        status = check_files(&t);
    }
    if (status) {
        return status;
    }
    check_facts(&t);
    check_level(&t);
    if (!t.has_facts) {
        return CB_OK;
    }
    c->out->report = cb_copy(c->arena, t.facts.id);
    c->out->blocked = t.facts.blocked;
    c->out->needs_no_timestamp = t.facts.needs_no_timestamp;
    c->out->facts = cb_copy(c->arena, t.facts.said);
    c->out->withheld = t.facts.withheld;
    c->no_memory |= !c->out->report || !c->out->facts;
    if (*t.facts.superseded && *t.facts.superseded_facts) {
        c->out->supersedes = cb_copy(c->arena, t.facts.superseded);
        c->out->supersedes_facts = cb_copy(c->arena, t.facts.superseded_facts);
        c->no_memory |= !c->out->supersedes || !c->out->supersedes_facts;
    }
    status = cb_additions_check(c, seen, t.facts.id, t.pdfs, t.pdf_count, e);
    if (!status) {
        cb_status_check(c, t.facts.id, &t.facts);
    }
    return status;
}
