/* structure.c: structure elements, marked content and the parent tree. */
#include "writer.h"

#include "write.h"

enum { TREE_MAXIMUM = 64 << 20 };

typedef struct kid {
    pdf_tag *tag;         /* an element, or */
    const pdf_page *page; /* marked content of a page, or an annotation on it */
    unsigned mark;
    pdf_ref annotation;
} kid;

struct pdf_tag {
    const char *type, *entries;
    const char *alternative;
    pdf_tag *parent, *next; /* next: in order of making */
    pdf_ref ref;
    const pdf_page *page; /* of its first content */
    kid *kids;
    size_t kid_count, kid_capacity;
};

static void add_kid(pdf_writer *w, pdf_tag *tag, kid added) {
    kid *grown = cb_grow(w->arena, tag->kids, tag->kid_count, &tag->kid_capacity, sizeof *grown);
    if (!grown) {
        cb_pdf_out_of_memory(w);
        return;
    }
    tag->kids = grown;
    grown[tag->kid_count++] = added;
}

pdf_tag *cb_pdf_tag(pdf_writer *w, pdf_tag *parent, const char *type) {
    pdf_tag *tag = cb_pdf_fine(w) ? cb_alloc(w->arena, sizeof *tag) : NULL;
    if (!tag) {
        cb_pdf_out_of_memory(w);
        return NULL;
    }
    tag->type = type;
    tag->parent = parent;
    tag->ref = cb_pdf_document_object(w->document);
    if (w->last_tag)
        w->last_tag->next = tag;
    else
        w->first_tag = tag;
    w->last_tag = tag;
    if (parent)
        add_kid(w, parent, (kid){.tag = tag});
    return tag;
}

void cb_pdf_tag_entries(pdf_writer *w, pdf_tag *tag, const char *entries) {
    if (!tag)
        return;
    tag->entries = cb_copy(w->arena, entries);
    if (!tag->entries)
        cb_pdf_out_of_memory(w);
}

void cb_pdf_tag_alternative(pdf_writer *w, pdf_tag *tag, const char *text) {
    if (!tag)
        return;
    tag->alternative = cb_copy(w->arena, text);
    if (!tag->alternative)
        cb_pdf_out_of_memory(w);
}

void cb_pdf_mark(pdf_writer *w, pdf_page *page, pdf_tag *tag) {
    if (!page || !tag)
        return;
    pdf_tag **grown = cb_grow(w->arena, page->marks, page->mark_count, &page->mark_capacity, sizeof *grown);
    if (!grown) {
        cb_pdf_out_of_memory(w);
        return;
    }
    page->marks = grown;
    unsigned mark = (unsigned)page->mark_count;
    grown[page->mark_count++] = tag;
    if (!tag->page)
        tag->page = page;
    add_kid(w, tag, (kid){.page = page, .mark = mark});
    cb_buf_printf(&page->content, "/%s<</MCID %u>>BDC\n", tag->type, mark);
}

void cb_pdf_artifact(pdf_page *page, const char *properties) {
    if (!page)
        return;
    if (properties)
        cb_buf_printf(&page->content, "/Artifact<<%s>>BDC\n", properties);
    else
        cb_buf_text(&page->content, "/Artifact BMC\n");
}

void cb_pdf_unmark(pdf_page *page) {
    if (page)
        cb_buf_text(&page->content, "EMC\n");
}

static bool add_parent(pdf_writer *w, pdf_parent added, unsigned *key) {
    pdf_parent *grown = cb_grow(w->arena, w->parents, w->parent_count, &w->parent_capacity, sizeof *grown);
    if (!grown) {
        cb_pdf_out_of_memory(w);
        return false;
    }
    w->parents = grown;
    *key = (unsigned)w->parent_count;
    grown[w->parent_count++] = added;
    return true;
}

pdf_page *cb_pdf_page_add(pdf_writer *w) {
    if (w->page_count >= PDF_PAGES_MAXIMUM)
        cb_pdf_fail(w, cb_fail(w->e, CB_INPUT, "the PDF would have more than %d pages", PDF_PAGES_MAXIMUM));
    pdf_page *page = cb_pdf_fine(w) ? cb_alloc(w->arena, sizeof *page) : NULL;
    pdf_page **grown = page ? cb_grow(w->arena, w->pages, w->page_count, &w->page_capacity, sizeof *grown) : NULL;
    if (!grown || !add_parent(w, (pdf_parent){.page = page}, &page->key)) {
        cb_pdf_out_of_memory(w);
        return NULL;
    }
    enum { CONTENT_MAXIMUM = 32 << 20 };
    cb_buf_init(&page->content, CONTENT_MAXIMUM);
    page->ref = cb_pdf_document_page(w->document, PDF_PAGE_WIDTH, PDF_PAGE_HEIGHT);
    w->pages = grown;
    grown[w->page_count++] = page;
    return page;
}

void cb_pdf_pages_free(pdf_writer *w) {
    for (size_t i = 0; i < w->page_count; i++)
        cb_buf_free(&w->pages[i]->content);
}

unsigned cb_pdf_tag_annotation(pdf_writer *w, pdf_tag *tag, const pdf_page *page, pdf_ref annotation) {
    unsigned key = 0;
    if (!tag || !page || !add_parent(w, (pdf_parent){.tag = tag}, &key))
        return 0;
    if (!tag->page)
        tag->page = page;
    add_kid(w, tag, (kid){.page = page, .annotation = annotation});
    return key;
}

static void write_kid(cb_buf *b, const pdf_tag *tag, const kid *k) {
    if (k->tag)
        cb_buf_printf(b, "%u 0 R", k->tag->ref);
    else if (k->annotation)
        cb_buf_printf(b, "<</Type/OBJR/Obj %u 0 R/Pg %u 0 R>>", k->annotation, k->page->ref);
    else if (k->page == tag->page)
        cb_buf_printf(b, "%u", k->mark);
    else
        cb_buf_printf(b, "<</Type/MCR/Pg %u 0 R/MCID %u>>", k->page->ref, k->mark);
}

/* One kid stands alone, not in an array: signature readers find a changed field below the tree by the path K.Obj only.
 */
static void write_kids(cb_buf *b, const pdf_tag *tag) {
    if (!tag->kid_count)
        return;
    cb_buf_text(b, tag->kid_count == 1 ? "/K " : "/K[");
    for (size_t i = 0; i < tag->kid_count; i++) {
        if (i)
            cb_buf_char(b, ' ');
        write_kid(b, tag, &tag->kids[i]);
    }
    if (tag->kid_count > 1)
        cb_buf_char(b, ']');
}

static void write_tag(pdf_writer *w, cb_buf *b, const pdf_tag *tag) {
    cb_buf_clear(b);
    cb_buf_printf(b, "/Type/StructElem/S/%s/P %u 0 R", tag->type, tag->parent ? tag->parent->ref : w->tree);
    if (tag->page)
        cb_buf_printf(b, "/Pg %u 0 R", tag->page->ref);
    if (tag->entries)
        cb_buf_text(b, tag->entries);
    if (tag->alternative) {
        cb_buf_text(b, "/Alt ");
        cb_pdf_write_text(b, tag->alternative);
    }
    write_kids(b, tag);
    cb_pdf_document_set(w->document, tag->ref, cb_buf_view(b));
}

static pdf_ref write_parents(pdf_writer *w, cb_buf *b) {
    cb_buf_clear(b);
    cb_buf_text(b, "/Nums[");
    for (size_t i = 0; i < w->parent_count; i++) {
        const pdf_parent *parent = &w->parents[i];
        cb_buf_printf(b, "%zu ", i);
        if (parent->tag)
            cb_buf_printf(b, "%u 0 R", parent->tag->ref);
        for (size_t j = 0; parent->page && j < parent->page->mark_count; j++)
            cb_buf_printf(b, "%s%u 0 R", j ? " " : "[", parent->page->marks[j]->ref);
        if (parent->page)
            cb_buf_text(b, parent->page->mark_count ? "]" : "[]");
        cb_buf_char(b, '\n');
    }
    cb_buf_char(b, ']');
    pdf_ref tree = cb_pdf_document_object(w->document);
    cb_pdf_document_set(w->document, tree, cb_buf_view(b));
    return tree;
}

pdf_ref cb_pdf_structure_write(pdf_writer *w) {
    cb_buf b;
    cb_buf_init(&b, TREE_MAXIMUM);
    for (const pdf_tag *tag = w->first_tag; tag && cb_pdf_fine(w); tag = tag->next)
        write_tag(w, &b, tag);
    pdf_ref parents = write_parents(w, &b);
    cb_buf_clear(&b);
    cb_buf_printf(&b, "/Type/StructTreeRoot/K %u 0 R/ParentTree %u 0 R", w->root ? w->root->ref : 0, parents);
    cb_buf_printf(&b, "/ParentTreeNextKey %zu", w->parent_count);
    cb_pdf_document_set(w->document, w->tree, cb_buf_view(&b));
    cb_status status = cb_buf_status(&b, w->e);
    if (status != CB_OK)
        cb_pdf_fail(w, status);
    cb_buf_free(&b);
    return w->tree;
}
