/* archive.h: archive timestamps of a case folder (ETSI EN 319 162-1 annex A.7). */
#ifndef CASEBOUND_SEAL_ARCHIVE_H
#define CASEBOUND_SEAL_ARCHIVE_H

#include "casebound/render/bundle.h"
#include "casebound/seal/seal.h"

#define CB_REVOCATION_PREFIX "META-INF/revocation" /* "META-INF/revocation002-1": a list that came with archive 2 */

/* Adds to the bundle, which holds every file of the folder, the next manifest over all of them, and its timestamp. The
 * lists (files; of PEM its blocks of lists alone, DER as it is) tell who was revoked until now; they are put in first
 * and so stamped too. What was there is not changed. CB_SEAL: as every stamping, or CB_ARCHIVES are there. */
cb_status cb_archive_add(cb_arena *arena, cb_bundle *bundle, const cb_stamper *stamper, const char *const *lists,
                         size_t count, cb_error *e) CB_MUST_USE;

#endif
