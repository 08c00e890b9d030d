/* manifest.h: what maker and reader of the ASiC-E manifest share (ETSI EN 319 162-1 annex A.4). */
#ifndef CASEBOUND_FOLDER_MANIFEST_H
#define CASEBOUND_FOLDER_MANIFEST_H

#include "casebound/render/bundle.h"

#define CB_MANIFEST_FOLDER "META-INF/"
#define CB_MANIFEST_ASIC "http://uri.etsi.org/02918/v1.2.1#"
#define CB_MANIFEST_DSIG "http://www.w3.org/2000/09/xmldsig#"
#define CB_MANIFEST_SHA256 "http://www.w3.org/2001/04/xmlenc#sha256"
#define CB_MANIFEST_SIGNATURE_TYPE "application/x-pkcs7-signature"

enum {
    CB_MANIFEST_MAX = 16 << 20, /* bytes */
    CB_MANIFEST_ENTRIES = 20000
};

/* A manifest over these files, which it sorts by name; `reference` is what binds it (SigReference), of this media type.
 */
cb_status cb_manifest_write(cb_arena *arena, const cb_bundle_file **files, size_t count, const char *reference,
                            const char *type, cb_str *out, cb_error *e) CB_MUST_USE;

#endif
