/* checklist_read.c: templates/checklist.tsv: item, mandatory, place, source, text. */
#include "casebound/base/utf8.h"
#include "casebound/read/case_file.h"
#include <string.h>

enum { COLUMNS = 5, ITEMS_MAX = 200, LINE_MAX_BYTES = 500 };
enum { ITEM, MANDATORY, PLACE, SOURCE, TEXT };

typedef struct reader {
    cb_arena *arena;
    const char *name;
    cb_error *e;
    cb_check_item *items;
    size_t count;
    const char *version;
    bool header;
} reader;

static cb_status refuse(reader *r, long line, const char *what) {
    return cb_fail_at(r->e, CB_INPUT, r->name, line, "%s", what);
}

static cb_status add(reader *r, const cb_str part[COLUMNS]) {
    cb_check_item *item = &r->items[r->count++];
    *item = (cb_check_item){.item = cb_copy_str(r->arena, part[ITEM]),
                            .mandatory = cb_str_is(part[MANDATORY], "yes"),
                            .place = cb_copy_str(r->arena, part[PLACE]),
                            .source = cb_copy_str(r->arena, part[SOURCE]),
                            .text = cb_copy_str(r->arena, part[TEXT])};
    return item->item && item->place && item->source && item->text ? CB_OK : cb_fail_memory(r->e);
}

static bool stands(const reader *r, cb_str item) {
    for (size_t i = 0; i < r->count; i++) {
        if (cb_str_is(item, r->items[i].item)) {
            return true;
        }
    }
    return false;
}

static cb_status take_row(reader *r, cb_str line, long number) {
    cb_str part[COLUMNS], rest = line;
    int count = 0;
    while (count < COLUMNS && cb_str_split(&rest, '\t', &part[count])) {
        part[count] = cb_str_trim(part[count]);
        count++;
    }
    if (count < COLUMNS || rest.s || line.n > LINE_MAX_BYTES) {
        return refuse(r, number, "has not the five columns item, mandatory, place, source, text");
    }
    if (!r->header) {
        r->header = cb_str_is(part[ITEM], "item") && cb_str_is(part[TEXT], "text");
        return r->header ? CB_OK : refuse(r, number, "the header is missing");
    }
    if (!cb_str_is(part[MANDATORY], "yes") && !cb_str_is(part[MANDATORY], "no")) {
        return refuse(r, number, "mandatory is yes or no");
    }
    if (part[ITEM].n == 0 || part[PLACE].n == 0 || part[TEXT].n == 0 || stands(r, part[ITEM])) {
        return refuse(r, number, "needs item, place and text, and an item stands once");
    }
    return r->count < ITEMS_MAX ? add(r, part) : refuse(r, number, "more than 200 items");
}

static cb_status take_line(reader *r, cb_str line, long number) {
    static const char version[] = "# version:";
    if (!cb_utf8_valid(line, NULL)) {
        return refuse(r, number, "holds NUL or bytes that are not UTF-8");
    }
    if (cb_str_starts(line, version)) {
        cb_str text = cb_str_trim((cb_str){line.s + sizeof version - 1, line.n - (sizeof version - 1)});
        r->version = cb_copy_str(r->arena, text);
        return r->version ? CB_OK : cb_fail_memory(r->e);
    }
    return cb_str_trim(line).n == 0 || line.s[0] == '#' ? CB_OK : take_row(r, line, number);
}

cb_status cb_checklist_read(cb_arena *arena, cb_str bytes, const char *name, cb_checklist *out, cb_error *e) {
    reader r = {.arena = arena, .name = name, .e = e, .items = cb_alloc_array(arena, ITEMS_MAX, sizeof *r.items)};
    if (!r.items) {
        return cb_fail_memory(e);
    }
    cb_status s = CB_OK;
    cb_str rest = bytes, line;
    for (long number = 1; s == CB_OK && cb_str_split(&rest, '\n', &line); number++) {
        s = take_line(&r, line, number);
    }
    if (s == CB_OK && (r.count == 0 || !r.version || !*r.version)) {
        s = cb_fail(e, CB_INPUT, "%s: has no item or no version", name);
    }
    *out = (cb_checklist){r.items, r.count, r.version};
    return s;
}
