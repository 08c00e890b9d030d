/* case_file.c: a case from its file, or from a VCF and a PED. */
#include "case_build.h"

#include "casebound/base/file.h"

static cb_status start(cb_case_build *b, cb_case **out) {
    cb_case *kase = cb_alloc(b->arena, sizeof *kase);
    b->not_examined_seen = cb_map_new(b->arena);
    if (!kase || !b->not_examined_seen) {
        return cb_fail_memory(b->e);
    }
    long revision = b->request->next_revision > 0 ? b->request->next_revision : 1;
    kase->report = (cb_report_block){.revision = revision, .language = "en"};
    kase->upstream = "";
    b->kase = kase;
    *out = kase;
    return CB_OK;
}

static cb_status finish(cb_case_build *b) {
    cb_status s = cb_case_members(b);
    s = s == CB_OK ? cb_case_pedigree(b) : s;
    s = s == CB_OK ? cb_case_identity(b) : s;
    s = s == CB_OK ? cb_case_terms(b) : s;
    s = s == CB_OK ? cb_case_panels(b) : s;
    s = s == CB_OK ? cb_case_rank(b) : s;
    s = s == CB_OK ? cb_case_keys(b) : s;
    b->kase->notices = b->notices.texts;
    b->kase->notice_count = b->notices.count;
    return s == CB_OK ? cb_case_resolve(b->arena, b->kase, b->e) : s;
}

cb_status cb_case_from_bytes(cb_arena *arena, const cb_case_request *request, cb_str bytes, const char *name,
                             const char *folder, cb_case **out, cb_error *e) {
    cb_case_build b = {.arena = arena, .request = request, .e = e, .file = name, .folder = folder};
    cb_status s = start(&b, out);
    cb_yaml *root = NULL;
    s = s == CB_OK ? cb_yaml_read(arena, bytes, name, &root, e) : s;
    s = s == CB_OK ? cb_case_map(&b, root, "the case file") : s;
    s = s == CB_OK ? cb_case_take_input(&b, bytes, "case", name) : s;
    b.root = root;
    return s == CB_OK ? finish(&b) : s;
}

static cb_status from_files(cb_arena *arena, const cb_case_request *request, cb_case **out, cb_error *e) {
    if (!request->vcf || !request->ped) {
        return cb_fail(e, CB_USAGE, "give a case file, or --vcf and --ped");
    }
    const char *name = cb_copy(arena, cb_case_base_name(request->ped));
    if (!name) {
        return cb_fail_memory(e);
    }
    cb_case_build b = {.arena = arena, .request = request, .e = e, .file = name, .folder = "."};
    cb_status s = start(&b, out);
    return s == CB_OK ? finish(&b) : s;
}

cb_status cb_case_read(cb_arena *arena, const cb_case_request *request, cb_case **out, cb_error *e) {
    if (!request->case_file) {
        return from_files(arena, request, out, e);
    }
    cb_str bytes;
    const char *name = cb_copy(arena, cb_case_base_name(request->case_file));
    const char *folder = request->root ? cb_copy(arena, request->root) : cb_path_folder(arena, request->case_file);
    if (!name || !folder) {
        return cb_fail_memory(e);
    }
    if (request->root && !cb_file_is_folder(request->root)) {
        return cb_fail(e, CB_INPUT, "--root: '%s' is no folder", request->root);
    }
    cb_status s = cb_file_read(arena, request->case_file, CB_YAML_BYTES, &bytes, e);
    return s == CB_OK ? cb_case_from_bytes(arena, request, bytes, name, folder, out, e) : s;
}
