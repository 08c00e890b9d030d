/* verify.c: the way of a verification. */
#include "casebound/verify/verify.h"

#include "casebound/base/file.h"
#include "verify/archive.h"
#include "verify/folder.h"
#include "verify/sign_off.h"

#include <string.h>

enum { TRUST_MAX = 16 << 20, FILE_MAX_BYTES = 1 << 30 };

static cb_status check_seen(cb_checking *c, cb_seen *seen, cb_error *e) {
    cb_status status = cb_archives_check(c, seen, e);
    if (!status) {
        status = cb_seals_find(c, seen, e);
    }
    if (status) {
        return status;
    }
    cb_layout_check(c, seen);
    status = cb_manifest_check(c, seen, e);
    if (!status) {
        status = cb_audit_check(c, seen, e);
    }
    if (!status) {
        status = cb_wanted(c, e);
    }
    if (!status) {
        status = cb_content_check(c, seen, e);
    }
    if (!status) {
        cb_archives_tell_needless(c);
    }
    return status;
}

static cb_status verify_folder(cb_checking *c, const char *path, cb_error *e) {
    cb_seen seen;
    cb_status status = cb_seen_read(c, path, &seen, e);
    return status ? status : check_seen(c, &seen, e);
}

static cb_status verify_pdf(cb_checking *c, const char *path, cb_str bytes, cb_error *e) {
    cb_pdf_result found;
    cb_status status = cb_pdf_verify(c, cb_path_name(path), bytes, &found, e);
    if (!status && found.has_facts) {
        CB_NOTE(c, "facts", "%s: holds the facts digest %s; the other renderings are not here to compare it with",
                cb_path_name(path), found.facts);
    }
    for (size_t i = 0; !status && i < found.count; i++) {
        cb_signed_add(c, cb_path_name(path), &found.list[i], NULL);
    }
    if (!status) {
        cb_status_check(c, cb_path_name(path), NULL);
    }
    return status;
}

static cb_status verify_file(cb_checking *c, const char *path, cb_error *e) {
    cb_str bytes;
    cb_seen seen;
    cb_status status = cb_file_read(c->arena, path, FILE_MAX_BYTES, &bytes, e);
    if (status || !cb_container_is(bytes)) {
        return status ? status : verify_pdf(c, path, bytes, e);
    }
    status = cb_seen_open(c, cb_path_name(path), bytes, &seen, e);
    return status || seen.count == 0 ? status : check_seen(c, &seen, e);
}

static cb_status load_trust(cb_checking *c, const char *path, cb_error *e) {
    cb_str pem;
    cb_trust *trust;
    if (!path) {
        return CB_OK;
    }
    cb_status status = cb_file_read(c->arena, path, TRUST_MAX, &pem, e);
    if (!status) {
        status = cb_trust_load(c->arena, pem, path, &trust, e);
    }
    c->by.trust = status ? NULL : trust;
    return status;
}

static cb_status load_lists(cb_checking *c, const cb_verifying *with, cb_error *e) {
    cb_status status = cb_revocations_make(c->arena, NULL, false, &c->by.lists, e);
    for (size_t i = 0; !status && i < with->list_count; i++) {
        cb_str bytes;
        status = cb_file_read(c->arena, with->lists[i], TRUST_MAX, &bytes, e);
        if (!status) {
            status = cb_revocations_read(c->arena, c->by.lists, bytes, with->lists[i], e);
        }
    }
    return status;
}

bool cb_finding_matters(const cb_finding *finding, const char *trust) {
    return finding->kind == CB_FINDING_FAILED && (trust || strcmp(finding->check, "signer") != 0);
}

static cb_status verify_one(cb_arena *arena, const char *path, const cb_verifying *with, cb_checking *c, cb_error *e) {
    *c = (cb_checking){
        .arena = arena, .out = c->out, .by = {.now = with->now, .today = with->now}, .interrupted = with->interrupted};
    *c->out = (cb_findings){0};
    cb_status status = load_trust(c, with->trust, e);
    if (!status) {
        status = load_lists(c, with, e);
    }
    if (!status) {
        status = cb_file_is_folder(path) ? verify_folder(c, path, e) : verify_file(c, path, e);
    }
    return status;
}

/* The superseded report's folder: whole by itself, and the one that is named. */
static cb_status check_earlier(cb_checking *c, const cb_verifying *with, cb_error *e) {
    cb_findings old = {0};
    cb_checking alone = {.out = &old};
    const cb_findings *now = c->out;
    cb_status status = verify_one(c->arena, with->earlier, with, &alone, e);
    c->no_memory |= alone.no_memory;
    if (status) {
        return status;
    }
    const char *id = old.report ? old.report : "nothing";
    if (old.failed > 0 || !old.facts) {
        CB_FAULT(c, "amendment", "%s: does not verify by itself: %zu checks failed", with->earlier, old.failed);
    } else if (!now->supersedes) {
        CB_FAULT(c, "amendment", "%s: it supersedes no report, nor %s", now->report ? now->report : "nothing", id);
    } else if (strcmp(now->supersedes, id) != 0 || strcmp(now->supersedes_facts, old.facts) != 0) {
        CB_FAULT(c, "amendment", "%s: it supersedes %s, facts digest %s; %s holds %s, facts digest %s", now->report,
                 now->supersedes, now->supersedes_facts, with->earlier, id, old.facts);
    } else {
        CB_PASS(c, "amendment", "%s: it supersedes %s, which verifies by itself (%s)", now->report, id, old.status);
    }
    return CB_OK;
}

cb_status cb_verify_with(cb_arena *arena, const char *path, const cb_verifying *with, cb_findings *out, cb_error *e) {
    cb_checking c = {.out = out};
    cb_status status = verify_one(arena, path, with, &c, e);
    if (!status && with->earlier) {
        status = check_earlier(&c, with, e);
    }
    return !status && c.no_memory ? cb_fail_memory(e) : status;
}

cb_status cb_verify(cb_arena *arena, const char *path, const char *trust, int64_t now, cb_findings *out, cb_error *e) {
    return cb_verify_with(arena, path, &(cb_verifying){.trust = trust, .now = now}, out, e);
}
