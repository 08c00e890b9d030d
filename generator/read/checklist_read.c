/* checklist_read.c: templates/checklist.tsv: item, mandatory, place, source, text. */
#include "casebound/read/case_file.h"
#include "read/tsv.h"

enum { ITEMS_MAX = 200, LINE_MAX_BYTES = 500 };
enum { ITEM, MANDATORY, PLACE, SOURCE, TEXT };

/* The items so far; what is handed out of them is constant. */
typedef struct items_so_far {
    cb_check_item *items;
    size_t count;
} items_so_far;

static cb_status add(cb_tsv *t, items_so_far *list, const cb_str *part) {
    cb_check_item *item = &list->items[list->count++];
    *item = (cb_check_item){.item = cb_copy_str(t->arena, part[ITEM]),
                            .mandatory = cb_str_is(part[MANDATORY], "yes"),
                            .place = cb_copy_str(t->arena, part[PLACE]),
                            .source = cb_copy_str(t->arena, part[SOURCE]),
                            .text = cb_copy_str(t->arena, part[TEXT])};
    return item->item && item->place && item->source && item->text ? CB_OK : cb_fail_memory(t->e);
}

static bool stands(const items_so_far *list, cb_str item) {
    for (size_t i = 0; i < list->count; i++) {
        if (cb_str_is(item, list->items[i].item)) {
            return true;
        }
    }
    return false;
}

static cb_status take_item(cb_tsv *t, const cb_str *part, long line) {
    items_so_far *list = t->into;
    if (!cb_str_is(part[MANDATORY], "yes") && !cb_str_is(part[MANDATORY], "no")) {
        return cb_tsv_refuse(t, line, "mandatory is yes or no");
    }
    if (part[ITEM].n == 0 || part[PLACE].n == 0 || part[TEXT].n == 0 || stands(list, part[ITEM])) {
        return cb_tsv_refuse(t, line, "needs item, place and text, and an item stands once");
    }
    return list->count < ITEMS_MAX ? add(t, list, part) : cb_tsv_refuse(t, line, "more than 200 items");
}

cb_status cb_checklist_read(cb_arena *arena, cb_str bytes, const char *name, cb_checklist *out, cb_error *e) {
    static const char *const columns[] = {"item", "mandatory", "place", "source", "text", NULL};
    items_so_far all = {.items = cb_alloc_array(arena, ITEMS_MAX, sizeof *all.items)};
    cb_tsv t = {.arena = arena,
                .name = name,
                .columns = columns,
                .longest = LINE_MAX_BYTES,
                .thing = "item",
                .into = &all,
                .e = e};
    if (!all.items) {
        return cb_fail_memory(e);
    }
    cb_status s = cb_tsv_read(&t, bytes, take_item);
    *out = (cb_checklist){all.items, all.count, t.version};
    return s;
}
