/* versions.c: the versions of the libraries that are loaded now, asked of themselves where they tell. */
#include "casebound/cli/versions.h"

#include <cmark.h>
#include <hb.h>
#include <hpdf.h>
#include <htslib/hts.h>
#include <jansson.h>
#include <libfyaml.h>
#include <libxml/xmlversion.h>
#include <lua.h>
#include <openssl/crypto.h>
#include <qpdf/qpdf-c.h>
#include <zlib.h>

#include "casebound/cli/command.h"

cb_status cb_versions(cb_arena *arena, const cb_software **out, size_t *count, cb_error *e) {
    const cb_software now[] = {
        {"casebound", CB_VERSION},
        {"htslib", hts_version()},
        {"zlib", zlibVersion()},
        {"libfyaml", fy_library_version()},
        {"Lua", LUA_VERSION_MAJOR "." LUA_VERSION_MINOR "." LUA_VERSION_RELEASE},
        {"libxml2", LIBXML_DOTTED_VERSION},
        {"cmark", cmark_version_string()},
        {"libharu", HPDF_GetVersion()},
        {"HarfBuzz", hb_version_string()},
        {"OpenSSL", OpenSSL_version(OPENSSL_VERSION_STRING)},
        {"qpdf", qpdf_get_qpdf_version()},
        {"jansson", jansson_version_str()},
    };
    *count = sizeof now / sizeof *now;
    cb_software *list = cb_alloc_array(arena, *count, sizeof *list);
    if (!list) {
        return cb_fail_memory(e);
    }
    for (size_t i = 0; i < *count; i++) {
        list[i] = (cb_software){now[i].name, cb_copy(arena, now[i].version ? now[i].version : "unknown")};
        if (!list[i].version) {
            return cb_fail_memory(e);
        }
    }
    *out = list;
    return CB_OK;
}
