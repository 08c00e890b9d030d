/* addition.c: the names of what a sealed folder grows by, and the media types of its files. */
#include "casebound/folder/folder.h"

#include <string.h>

#include "folder/manifest.h"

char *cb_manifest_path(cb_arena *arena, unsigned n) {
    return cb_format(arena, CB_MANIFEST_FOLDER "ASiCManifest%03u.xml", n);
}

char *cb_signature_path(cb_arena *arena, unsigned n) {
    return cb_format(arena, CB_MANIFEST_FOLDER "signature%03u.p7s", n);
}

char *cb_audit_path(cb_arena *arena, unsigned n) {
    return n == 1 ? cb_copy(arena, "audit.jsonl") : cb_format(arena, "audit-%03u.jsonl", n);
}

const char *cb_name_type(const char *name) {
    static const struct {
        const char *tail, *type;
    } types[] = {
        {".html", "text/html"},          {".pdf", "application/pdf"},   {".json", "application/json"},
        {".jsonl", "application/jsonl"}, {".yaml", "application/yaml"}, {".tsv", "text/tab-separated-values"},
        {".lua", "text/x-lua"},          {".ini", "text/plain"},        {".xml", "text/xml"},
    };
    size_t n = strlen(name);
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        size_t m = strlen(types[i].tail);
        if (n > m && strcmp(name + n - m, types[i].tail) == 0) {
            return types[i].type;
        }
    }
    return "application/octet-stream";
}
