/* zip_form.h: a ZIP as its own bytes lay it out (PKWARE APPNOTE 6.3.3, section 4.3). Readers of ZIPs differ in where
 * they look for the directory and in whom they believe when it and the files' own headers differ; so a ZIP that leaves
 * any choice is refused. Private to folder. */
#ifndef CASEBOUND_FOLDER_ZIP_FORM_H
#define CASEBOUND_FOLDER_ZIP_FORM_H

#include "casebound/base/arena.h"

typedef struct cb_zip_entry {
    cb_str name;        /* safe (name.h) */
    cb_str packed;      /* in the ZIP's bytes */
    bool deflated;      /* else stored */
    uint32_t size, crc; /* unpacked, as claimed */
} cb_zip_entry;

/* The entries of a ZIP, in its order; owned by the arena, names and packed bytes in `bytes`. `file` is what messages
 * call it. CB_INPUT, when one of these does not hold:
 * - its end record is its last 22 bytes, without a comment, of one disk; its directory ends where that begins;
 * - local headers and data lie in the directory's order from byte 0 up to the directory, without gap or overlap;
 * - a local header tells the same as the directory; neither has extra fields or comments;
 * - entries are stored or deflated, not encrypted, their sizes in front of them; version 2.0 suffices to read them;
 * - an entry is a plain file by its attributes, made on DOS or Unix, and has a safe name;
 * - there are 1 to CB_CONTAINER_FILES of them. So there is no ZIP64. */
cb_status cb_zip_entries(cb_arena *arena, cb_str bytes, const char *file, const cb_zip_entry **out, size_t *count,
                         cb_error *e) CB_MUST_USE;

#endif
