/* panel.h: gene panels: Scout's csv and txt, and plain lists. Private to the read floor. */
#ifndef CASEBOUND_READ_PANEL_H
#define CASEBOUND_READ_PANEL_H

#include "casebound/model/case.h"

enum { CB_PANEL_BYTES = 16 << 20, CB_PANEL_GENES = 50000, CB_SYMBOL = 64, CB_PANEL_WORDS = 240 };

/* A panel from its bytes; `id` names it where its own ##panel_id does not. Genes without a symbol have "" in `genes`,
 * genes without an HGNC id NULL in `hgnc`. Genes that stand twice count once, with the models of both. CB_INPUT with
 * file and line: a row without symbol and id, a symbol or id that is none, hostile bytes, no gene at all. */
cb_status cb_panel_parse(cb_arena *arena, cb_str bytes, const char *name, const char *id, cb_panel *out,
                         cb_error *e) CB_MUST_USE;

#endif
