/* folder.h: the folder of a case: its layout, digests and ASiC-E manifest; written and read here alone. */
#ifndef CASEBOUND_FOLDER_FOLDER_H
#define CASEBOUND_FOLDER_FOLDER_H

#include "casebound/base/digest.h"
#include "casebound/base/file.h"
#include "casebound/render/bundle.h"

#define CB_MIMETYPE "application/vnd.etsi.asic-e+zip"
#define CB_MANIFEST_PATH "META-INF/ASiCManifest001.xml"
#define CB_SIGNATURE_PATH "META-INF/signature001.p7s"

/* Writes every file of the bundle into a new folder at `path`, synced. An existing path is refused (CB_FILE). After
 * another failure what was written stays: the caller removes or names it. */
cb_status cb_folder_write(const char *path, const cb_bundle *bundle, cb_error *e) CB_MUST_USE;
/* A file at the top of a folder that is written while it is made, so that it need not be held. `bytes` takes what the
 * file holds, at most `maximum`; cb_folder_file_end writes the rest, syncs and adds it to the bundle where `so_far` is
 * CB_OK, and else closes it alone and gives so_far back. Not to be copied in between. */
typedef struct cb_folder_file {
    cb_buf bytes;
    const char *name;
    cb_file_out file;
    cb_digesting *digesting;
    cb_sink sink;
} cb_folder_file;
cb_status cb_folder_file_begin(cb_arena *arena, const char *path, const char *name, size_t maximum, cb_folder_file *out,
                               cb_error *e) CB_MUST_USE;
cb_status cb_folder_file_end(cb_arena *arena, cb_folder_file *file, cb_status so_far, const char *type,
                             cb_bundle *bundle, cb_error *e) CB_MUST_USE;
/* As cb_folder_write, into a folder that is there and holds the bundle's written files and nothing else. */
cb_status cb_folder_fill(const char *path, const cb_bundle *bundle, cb_error *e) CB_MUST_USE;

/* A sealed folder grows by additions, numbered from 2: no byte of a file that is there changes, and every manifest
 * stays true as it stands, also for a program that knows ASiC-E and not casebound. An addition is
 * META-INF/ASiCManifest002.xml with signature002.p7s and audit-002.jsonl; of a sign-off, the PDF with one more
 * signature too. */
enum { CB_ADDITIONS = 99 };
/* The names of the n-th, in the arena; 1 is what a build makes (CB_MANIFEST_PATH, CB_SIGNATURE_PATH, audit.jsonl). NULL
 * when memory is out. */
char *cb_manifest_path(cb_arena *arena, unsigned n) CB_MUST_USE;
char *cb_signature_path(cb_arena *arena, unsigned n) CB_MUST_USE;
char *cb_audit_path(cb_arena *arena, unsigned n) CB_MUST_USE;
/* The media type of a file of a case folder by its name. */
const char *cb_name_type(const char *name);

/* The ASiC-E manifest (ETSI EN 319 162-1 section 6 and annex A.4) over every file of the bundle but those below
 * META-INF and mimetype, sorted bytewise, each with its SHA-256; SigReference is CB_SIGNATURE_PATH. Bytes owned by the
 * arena. */
cb_status cb_manifest_make(cb_arena *arena, const cb_bundle *bundle, cb_str *out, cb_error *e) CB_MUST_USE;

/* The n-th manifest: SigReference is the n-th signature; it lists the manifests before it too (not their signatures,
 * which may be strengthened by timestamps later). */
cb_status cb_manifest_make_nth(cb_arena *arena, const cb_bundle *bundle, unsigned n, cb_str *out,
                               cb_error *e) CB_MUST_USE;

typedef struct cb_manifest_entry {
    const char *name;
    cb_digest digest;
} cb_manifest_entry;
typedef struct cb_manifest {
    const char *signature; /* its SigReference */
    cb_manifest_entry *entries;
    size_t count;
} cb_manifest;
/* Reads a manifest strictly (no DTD, no unknown digest method, no name twice, no name outside the folder). CB_INPUT
 * says what is wrong. */
cb_status cb_manifest_read(cb_arena *arena, cb_str bytes, cb_manifest *out, cb_error *e) CB_MUST_USE;

enum { CB_ARCHIVES = 99 }; /* archive timestamps of a folder */

/* "META-INF/ASiCArchiveManifest001.xml" and "META-INF/timestamp001.tst": the n-th manifest that is timestamped, and its
 * token (ETSI EN 319 162-1 annex A.7). NULL when memory is out. */
char *cb_archive_manifest_path(cb_arena *arena, unsigned n) CB_MUST_USE;
char *cb_archive_stamp_path(cb_arena *arena, unsigned n) CB_MUST_USE;
/* That manifest over every file of the bundle but mimetype, those below META-INF included. */
cb_status cb_archive_manifest_make(cb_arena *arena, const cb_bundle *bundle, unsigned n, cb_str *out,
                                   cb_error *e) CB_MUST_USE;

/* One event of the audit trail: who did what when. Members that are NULL are not there. */
typedef struct cb_event {
    const char *time, *actor, *event; /* time as "YYYY-MM-DDThh:mm:ssZ" */
    const char *level;                /* of the signature over what it adds: "B-T" */
    const char *into;                 /* of a merge: the patient or case that this one became */
    const char *reason;
    const char *detail;
} cb_event;

/* Events that are an addition by themselves, without a PDF. */
#define CB_EVENT_WITHDRAWAL "withdrawal"
#define CB_EVENT_MERGE "patient-merge"

/* The event as a line of audit.jsonl, chained: its members, and `previous`, the SHA-256 of the line before (NULL for
 * the first). Ends with a newline. */
cb_status cb_event_line(cb_arena *arena, const cb_event *event, const cb_digest *previous, cb_str *out,
                        cb_error *e) CB_MUST_USE;
/* The same of an event with a detail alone. */
cb_status cb_audit_line(cb_arena *arena, int64_t time, const char *actor, const char *event, const char *detail,
                        const cb_digest *previous, cb_str *out, cb_error *e) CB_MUST_USE;
/* Reads one line as it is written, newline included. False: it is not exactly that, or memory is out. */
bool cb_event_read(cb_arena *arena, cb_str line, cb_event *out) CB_MUST_USE;

#endif
