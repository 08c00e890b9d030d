/* sign_off.h: what persons signed: the additions of a folder, and the status that follows. */
#ifndef CASEBOUND_VERIFY_SIGN_OFF_H
#define CASEBOUND_VERIFY_SIGN_OFF_H

#include "verify/facts.h"
#include "verify/folder.h"

/* A PDF of the folder and what its own checks found. */
typedef struct cb_checked_pdf {
    const cb_seen_file *file;
    cb_pdf_result found;
} cb_checked_pdf;

/* Keeps a valid signature among the findings; `proof` is another signature over the same whose timestamp counts too, or
 * NULL. */
void cb_signed_add(cb_checking *c, const char *file, const cb_pdf_signature *s, const cb_signature *proof);

/* Each addition of the folder: one event and, but for a withdrawal or merge, one PDF that continues the one before by
 * one person's signature; and nothing else. `id` is the report's. */
cb_status cb_additions_check(cb_checking *c, const cb_seen *seen, const char *id, const cb_checked_pdf *pdfs,
                             size_t count, cb_error *e) CB_MUST_USE;

/* The event of an addition, and the signature that binds it. */
typedef struct cb_event_seen {
    const char *name; /* of its file */
    const cb_event *event;
    const cb_signature *by; /* valid, its signer known or not */
} cb_event_seen;

/* Reports an actor other than the signer, and a time other than the signer's own or earlier than the event before in
 * the trail (NULL: none that can be read), but for some minutes of two clocks. event_check.c. */
void cb_event_check(cb_checking *c, const cb_event_seen *seen, const cb_event *before);
/* Of a sign-off: an event other than "signed: MEANING" ("signed elsewhere: MEANING" unless the same person signed both,
 * `own`), and a detail that does not begin with the signed PDF's name. */
void cb_event_sign_off_check(cb_checking *c, const cb_event_seen *seen, const char *meaning, const char *pdf, bool own);

/* Keeps the withdrawal or merge of an addition that is valid, and tells it. report_event.c. */
void cb_report_event_add(cb_checking *c, const char *id, const cb_event *event, const cb_signature *by);

/* Says the status; `facts` NULL where there is no case.json (one PDF by itself). */
void cb_status_check(cb_checking *c, const char *name, const cb_json_facts *facts);

#endif
