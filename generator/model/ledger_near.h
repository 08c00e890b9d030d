/* ledger_near.h: the nearest near misses of a gene. Private to model. */
#ifndef CASEBOUND_MODEL_LEDGER_NEAR_H
#define CASEBOUND_MODEL_LEDGER_NEAR_H

#include "casebound/model/ledger.h"

/* True when the row is not in the list and would be among its nearest. */
bool cb_nearest_fits(const cb_near_list *list, const cb_near_miss *row);
/* Puts a row that fits in its place; the farthest leaves a full list. Another one is passed over. */
cb_status cb_nearest_put(cb_arena *arena, cb_near_list *list, const cb_near_miss *row, cb_error *e) CB_MUST_USE;
/* A copy with what a line of it shows. NULL when memory is out. */
const cb_near_miss *cb_near_miss_copy(cb_arena *arena, const cb_near_miss *row);

#endif
