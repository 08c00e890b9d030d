/* archive.h: archive timestamps of a folder: what proves that its files existed, and since when. */
#ifndef CASEBOUND_VERIFY_ARCHIVE_H
#define CASEBOUND_VERIFY_ARCHIVE_H

#include "verify/folder.h"

/* Checks the archive manifests from the last to the first, each at the time that the one behind it proves, and keeps
 * them in the checking. What lists came with them is asked from here on. */
cb_status cb_archives_check(cb_checking *c, const cb_seen *seen, cb_error *e) CB_MUST_USE;

/* Notes, once all signatures were looked at, which of those lists nothing needed: a renewal may bring any. */
void cb_archives_tell_needless(cb_checking *c);

/* True for the files of the archives below META-INF. */
bool cb_archive_has(const cb_checking *c, const char *name);

/* How a file is to be judged: at the time of the first archive timestamp that proves it, else as all. */
cb_judging cb_archive_judging(const cb_checking *c, const char *name);

#endif
