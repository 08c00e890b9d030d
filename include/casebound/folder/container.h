/* container.h: a case folder as one file, an ASiC-E container (ETSI EN 319 162-1, annex A.1), and back. */
#ifndef CASEBOUND_FOLDER_CONTAINER_H
#define CASEBOUND_FOLDER_CONTAINER_H

#include "casebound/render/bundle.h"

enum {
    CB_CONTAINER_FILES = 20000,           /* entries of a container, files of a folder */
    CB_CONTAINER_MAX = 1024 * 1024 * 1024 /* bytes, packed or not */
};

/* Every file of a case folder, sorted bytewise; bytes owned by the arena. CB_FILE: a link, a device, an empty folder or
 * too much in it. */
cb_status cb_folder_read(cb_arena *arena, const char *path, cb_bundle *out, cb_error *e) CB_MUST_USE;

/* The bundle as a ZIP: mimetype first, stored and without extra field, so that its type can be read at byte 38; the
 * others deflated, sorted bytewise, all dated 1980-01-01: the same bundle gives the same bytes. Bytes owned by the
 * arena. CB_INTERNAL: no mimetype among them. */
cb_status cb_container_make(cb_arena *arena, const cb_bundle *bundle, cb_str *out, cb_error *e) CB_MUST_USE;

/* True for bytes that begin as a ZIP does. */
bool cb_container_is(cb_str bytes);

/* The files of a container, sorted bytewise; bytes owned by the arena. `name` is what messages call it. CB_INPUT:
 * mimetype not first or not stored, a ZIP in which two readers could see different files (folder/zip_form.h has the
 * rules), a name that is not safe or stands twice, a folder's entry, encryption, more than the maxima (however small it
 * is packed). */
cb_status cb_container_open(cb_arena *arena, cb_str bytes, const char *name, cb_bundle *out, cb_error *e) CB_MUST_USE;

#endif
