/* panel.c: which gene a row of a panel names. */
#include <string.h>

#include "casebound/model/case.h"

bool cb_panel_row_is(const cb_panel *panel, size_t row, const char *symbol, const char *hgnc_id) {
    const char *id = panel->hgnc ? panel->hgnc[row] : NULL, *name = panel->genes ? panel->genes[row] : NULL;
    if (id && hgnc_id) {
        return strcmp(id, hgnc_id) == 0;
    }
    return name && *name && symbol && strcmp(name, symbol) == 0;
}

const char *cb_panel_title(const cb_panel *panel) {
    return panel->name ? panel->name : panel->id;
}
