/* document.c: libharu 2.3 as a writer of objects, pages and the cross-reference table. */
#include "document.h"

#include "casebound/base/memory.h"
#include <hpdf.h>

enum { OBJECT_NUMBER = 0x00FFFFFF, PAGES_A_NODE = 1000 };

typedef struct object {
    HPDF_Dict dict;
} object;

struct pdf_document {
    cb_arena *arena;
    HPDF_Doc pdf;
    object *objects; /* by number: holes are objects that libharu made for itself */
    size_t capacity;
    HPDF_STATUS first; /* the first error that libharu reported */
    bool out_of_memory;
};

static void on_error(HPDF_STATUS number, HPDF_STATUS detail, void *data) {
    pdf_document *d = data;
    (void)detail;
    if (!d->first)
        d->first = number;
}

static bool failed(const pdf_document *d) {
    return d->first || d->out_of_memory;
}

/* Before calls that check() looks at; false where nothing is to be called any more. */
static bool begins(const pdf_document *d) {
    cb_memory_watch();
    return !failed(d);
}

/* Takes any status or null pointer as a failure that the error callback may not have seen, and memory that was refused
 * since begins(). */
static bool check(pdf_document *d, bool fine) {
    fine = fine && !cb_memory_refused();
    if (!fine && !d->first)
        d->out_of_memory = true;
    return fine;
}

static void drop_document(void *handle) {
    HPDF_Free(handle);
}

cb_status cb_pdf_document_new(cb_arena *arena, pdf_document **out, cb_error *e) {
    pdf_document *d = cb_alloc(arena, sizeof *d);
    if (!d)
        return cb_fail_memory(e);
    d->arena = arena;
    cb_memory_watch();
    d->pdf = HPDF_New(on_error, d);
    if (!d->pdf)
        return cb_fail_memory(e);
    cb_status status = cb_arena_defer(arena, drop_document, d->pdf, e);
    if (status != CB_OK)
        return status;
    d->pdf->pdf_version = HPDF_VER_17;
    check(d, HPDF_SetCompressionMode(d->pdf, HPDF_COMP_TEXT) == HPDF_OK);
    check(d, HPDF_SetPagesConfiguration(d->pdf, PAGES_A_NODE) == HPDF_OK);
    check(d, HPDF_Dict_RemoveElement(d->pdf->info, "Producer") == HPDF_OK);
    *out = d;
    return failed(d) ? cb_fail_memory(e) : CB_OK;
}

static HPDF_Dict dict_of(pdf_document *d, pdf_ref number) {
    return number < d->capacity ? d->objects[number].dict : NULL;
}

static pdf_ref remember(pdf_document *d, HPDF_Dict dict) {
    pdf_ref number = dict->header.obj_id & OBJECT_NUMBER;
    while (number >= d->capacity) {
        size_t before = d->capacity;
        object *grown = cb_grow(d->arena, d->objects, d->capacity, &d->capacity, sizeof *grown);
        if (!check(d, grown != NULL))
            return 0;
        d->objects = grown;
        for (size_t i = before; i < d->capacity; i++)
            grown[i].dict = NULL;
    }
    d->objects[number].dict = dict;
    return number;
}

static HPDF_STATUS write_entries(HPDF_Dict dict, HPDF_Stream stream) {
    return HPDF_Stream_WriteStr(stream, dict->attr);
}

/* libharu calls write_fn between the dictionary's own entries and its end. */
static void set_entries(pdf_document *d, HPDF_Dict dict, cb_str entries) {
    char *copy = dict ? cb_copy_str(d->arena, entries) : NULL;
    if (!check(d, copy != NULL))
        return;
    dict->attr = copy;
    dict->write_fn = write_entries;
}

pdf_ref cb_pdf_document_object(pdf_document *d) {
    HPDF_Dict dict = begins(d) ? HPDF_Dict_New(d->pdf->mmgr) : NULL;
    if (!check(d, dict != NULL))
        return 0;
    if (!check(d, HPDF_Xref_Add(d->pdf->xref, dict) == HPDF_OK))
        return 0;
    return remember(d, dict);
}

void cb_pdf_document_set(pdf_document *d, pdf_ref number, cb_str entries) {
    if (begins(d))
        set_entries(d, dict_of(d, number), entries);
}

pdf_ref cb_pdf_document_stream(pdf_document *d, cb_str bytes, const char *entries, bool deflate) {
    HPDF_Dict dict = begins(d) ? HPDF_DictStream_New(d->pdf->mmgr, d->pdf->xref) : NULL;
    if (!check(d, dict != NULL))
        return 0;
    if (bytes.n &&
        !check(d, HPDF_Stream_Write(dict->stream, (const HPDF_BYTE *)bytes.s, (HPDF_UINT)bytes.n) == HPDF_OK))
        return 0;
    if (deflate)
        dict->filter = HPDF_STREAM_FILTER_FLATE_DECODE;
    if (entries)
        set_entries(d, dict, cb_str_of(entries));
    return remember(d, dict);
}

void cb_pdf_document_catalog(pdf_document *d, cb_str entries) {
    if (begins(d))
        set_entries(d, d->pdf->catalog, entries);
}

void cb_pdf_document_info(pdf_document *d, cb_str entries) {
    if (begins(d))
        set_entries(d, d->pdf->info, entries);
}

void cb_pdf_document_trailer(pdf_document *d, cb_str entries) {
    if (begins(d))
        set_entries(d, d->pdf->trailer, entries);
}

pdf_ref cb_pdf_document_page(pdf_document *d, double width, double height) {
    HPDF_Page page = begins(d) ? HPDF_AddPage(d->pdf) : NULL;
    if (!check(d, page != NULL))
        return 0;
    check(d, HPDF_Page_SetWidth(page, (HPDF_REAL)width) == HPDF_OK);
    check(d, HPDF_Page_SetHeight(page, (HPDF_REAL)height) == HPDF_OK);
    return remember(d, page);
}

static void add_annotations(pdf_document *d, HPDF_Page page, const pdf_page_parts *parts) {
    HPDF_Array array = HPDF_Array_New(d->pdf->mmgr);
    if (!check(d, array != NULL) || !check(d, HPDF_Dict_Add(page, "Annots", array) == HPDF_OK))
        return;
    for (size_t i = 0; i < parts->annotation_count; i++)
        check(d, HPDF_Array_Add(array, dict_of(d, parts->annotations[i])) == HPDF_OK);
}

void cb_pdf_document_page_fill(pdf_document *d, pdf_ref number, const pdf_page_parts *parts) {
    HPDF_Page page = begins(d) ? dict_of(d, number) : NULL;
    if (!check(d, page != NULL))
        return;
    HPDF_Stream content = ((HPDF_PageAttr)page->attr)->stream;
    const HPDF_BYTE *bytes = (const HPDF_BYTE *)parts->content.s;
    check(d, HPDF_Stream_Write(content, bytes, (HPDF_UINT)parts->content.n) == HPDF_OK);
    HPDF_Dict resources = HPDF_Dict_GetItem(page, "Resources", HPDF_OCLASS_DICT);
    if (!check(d, resources != NULL))
        return;
    check(d, HPDF_Dict_Add(resources, "Font", dict_of(d, parts->fonts)) == HPDF_OK);
    check(d, HPDF_Dict_AddName(page, "Tabs", "S") == HPDF_OK);
    check(d, HPDF_Dict_AddNumber(page, "StructParents", (HPDF_INT32)parts->struct_parents) == HPDF_OK);
    if (parts->annotation_count)
        add_annotations(d, page, parts);
}

static cb_status report_failure(const pdf_document *d, cb_error *e) {
    if (d->first && d->first != HPDF_FAILD_TO_ALLOC_MEM)
        return cb_fail(e, CB_INTERNAL, "libharu reports error 0x%04lX", (unsigned long)d->first);
    return cb_fail_memory(e);
}

cb_status cb_pdf_document_save(pdf_document *d, cb_arena *arena, cb_str *out, cb_error *e) {
    if (begins(d))
        check(d, HPDF_SaveToStream(d->pdf) == HPDF_OK);
    if (failed(d))
        return report_failure(d, e);
    HPDF_UINT32 size = HPDF_GetStreamSize(d->pdf), done = 0;
    char *bytes = cb_alloc(arena, (size_t)size + 1);
    if (!bytes)
        return cb_fail_memory(e);
    while (done < size) {
        HPDF_UINT32 part = size - done;
        HPDF_ReadFromStream(d->pdf, (HPDF_BYTE *)bytes + done, &part);
        if (!part)
            return cb_fail(e, CB_INTERNAL, "libharu gave %u of %u bytes", (unsigned)done, (unsigned)size);
        done += part;
    }
    *out = (cb_str){bytes, size};
    return CB_OK;
}
