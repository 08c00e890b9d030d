/* versions.c: the versions of the libraries that are loaded now, asked of themselves where they tell. */
#include "casebound/cli/versions.h"

#include <cmark.h>
#include <hb.h>
#include <hpdf.h>
#include <htslib/hts.h>
#include <jansson.h>
#include <libdeflate.h>
#include <libfyaml.h>
#include <libxml/xmlversion.h>
#include <lua.h>
#include <openssl/crypto.h>
#include <qpdf/qpdf-c.h>
#include <zlib.h>

#include "casebound/base/digest.h"
#include "casebound/cli/command.h"

enum { PARTS_MAX = 32, SHOWN = 16 };

/* What is read of the program's own files, put together part by part. */
typedef struct drawing {
    cb_digest digests[PARTS_MAX];
    size_t count;
    cb_status status;
    cb_error *error;
} drawing;

static void take(drawing *d, cb_str bytes) {
    if (d->status == CB_OK && d->count == PARTS_MAX) {
        d->status = cb_fail(d->error, CB_INTERNAL, "more than %d fonts", PARTS_MAX);
    }
    if (d->status == CB_OK) {
        d->status = cb_digest_of(bytes, &d->digests[d->count++], d->error);
    }
}

static void take_fonts(drawing *d, const cb_font_file *fonts, size_t count) {
    for (size_t i = 0; i < count; i++) {
        take(d, fonts[i].bytes);
    }
}

/* "SHA-256 0123456789abcdef", or NULL. */
static const char *version_of(cb_arena *arena, drawing *d) {
    cb_digest all;
    char hex[CB_SHA256_HEX];
    const cb_str bytes = {(const char *)d->digests, d->count * sizeof *d->digests};
    d->status = d->status == CB_OK ? cb_digest_of(bytes, &all, d->error) : d->status;
    if (d->status != CB_OK) {
        return NULL;
    }
    cb_digest_hex(&all, hex);
    const char *text = cb_format(arena, "SHA-256 %.*s", SHOWN, hex);
    d->status = text ? CB_OK : cb_fail_memory(d->error);
    return text;
}

static cb_status templates_version(cb_arena *arena, const cb_resources *with, const char **out, cb_error *e) {
    drawing d = {.error = e};
    const cb_site_parts *pages[] = {&with->site, &with->laboratory};
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
        take(&d, pages[i]->page);
        take(&d, pages[i]->style);
        take(&d, pages[i]->script);
    }
    *out = version_of(arena, &d);
    return d.status;
}

/* The colour profile as well, which goes into the PDF as they do. */
static cb_status fonts_version(cb_arena *arena, const cb_pdf_parts *with, const char **out, cb_error *e) {
    drawing d = {.error = e};
    take_fonts(&d, with->regular, with->regular_count);
    take_fonts(&d, with->bold, with->bold_count);
    take_fonts(&d, with->mono, with->mono_count);
    take(&d, with->icc);
    *out = version_of(arena, &d);
    return d.status;
}

cb_status cb_versions(cb_arena *arena, const cb_resources *with, const cb_software **out, size_t *count, cb_error *e) {
    const char *templates = NULL, *fonts = NULL;
    cb_status s = templates_version(arena, with, &templates, e);
    s = s == CB_OK ? fonts_version(arena, &with->pdf, &fonts, e) : s;
    if (s != CB_OK) {
        return s;
    }
    const cb_software now[] = {
        {"casebound", CB_VERSION},
        {"htslib", hts_version()},
        {"zlib", zlibVersion()},
        {"libdeflate", LIBDEFLATE_VERSION_STRING},
        {"libfyaml", fy_library_version()},
        {"Lua", LUA_VERSION_MAJOR "." LUA_VERSION_MINOR "." LUA_VERSION_RELEASE},
        {"libxml2", LIBXML_DOTTED_VERSION},
        {"cmark", cmark_version_string()},
        {"libharu", HPDF_GetVersion()},
        {"HarfBuzz", hb_version_string()},
        {"OpenSSL", OpenSSL_version(OPENSSL_VERSION_STRING)},
        {"qpdf", qpdf_get_qpdf_version()},
        {"jansson", jansson_version_str()},
        {"page templates", templates},
        {"fonts", fonts},
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
