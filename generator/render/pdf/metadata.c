/* metadata.c: catalog, information dictionary, XMP, output intent and identifier. */
#include "metadata.h"

#include "casebound/base/digest.h"
#include "casebound/base/time.h"
#include "write.h"
#include <string.h>

enum { XMP_MAXIMUM = 1 << 20, ICC_MAXIMUM = 16 << 20, ICC_HEADER = 128, PADDING_LINES = 10, ID_SIZE = 16 };

typedef struct facts {
    const char *title, *generator, *producer, *digest, *language;
    char date[CB_TIME_TEXT]; /* YYYY-MM-DDThh:mm:ssZ */
    bool part_one;
} facts;

/* An extension schema with one property (ISO 19005-2 section 6.6.2.3.3). */
static void write_schema(cb_buf *b, const char *name, const char *uri, const char *prefix, const char *property,
                         const char *type, const char *about) {
    cb_buf_printf(b,
                  "<rdf:li rdf:parseType=\"Resource\"><pdfaSchema:schema>%s</pdfaSchema:schema>"
                  "<pdfaSchema:namespaceURI>%s</pdfaSchema:namespaceURI><pdfaSchema:prefix>%s</pdfaSchema:prefix>"
                  "<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType=\"Resource\">",
                  name, uri, prefix);
    cb_buf_printf(b,
                  "<pdfaProperty:name>%s</pdfaProperty:name><pdfaProperty:valueType>%s</pdfaProperty:valueType>"
                  "<pdfaProperty:category>internal</pdfaProperty:category>"
                  "<pdfaProperty:description>%s</pdfaProperty:description>"
                  "</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li>\n",
                  property, type, about);
}

static void write_schemas(cb_buf *b) {
    cb_buf_text(b, "<rdf:Description rdf:about=\"\" xmlns:pdfaExtension=\"http://www.aiim.org/pdfa/ns/extension/\" "
                   "xmlns:pdfaSchema=\"http://www.aiim.org/pdfa/ns/schema#\" "
                   "xmlns:pdfaProperty=\"http://www.aiim.org/pdfa/ns/property#\">\n<pdfaExtension:schemas><rdf:Bag>\n");
    write_schema(b, "PDF/UA identification schema", "http://www.aiim.org/pdfua/ns/id/", "pdfuaid", "part", "Integer",
                 "PDF/UA part number");
    write_schema(b, "casebound report schema", CB_PDF_FACTS_NAMESPACE, CB_PDF_FACTS_PREFIX, CB_PDF_FACTS_PROPERTY,
                 "Text", "SHA-256 of the facts that this report was drawn from");
    cb_buf_text(b, "</rdf:Bag></pdfaExtension:schemas>\n</rdf:Description>\n");
}

static void write_element(cb_buf *b, const char *name, const char *before, const char *text, const char *after) {
    cb_buf_printf(b, "<%s>%s", name, before);
    cb_pdf_write_xml(b, text);
    cb_buf_printf(b, "%s</%s>\n", after, name);
}

/* "2026-11-22T00:00:00Z" as XMP and the information dictionary both write it. */
static void write_date(cb_buf *b, const char *name, const char *date) {
    cb_buf_printf(b, "<%s>%.19s+00:00</%s>\n", name, date, name);
}

static void write_xmp(cb_buf *b, const facts *f) {
    cb_buf_text(
        b,
        "<?xpacket begin=\"\xef\xbb\xbf\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n"
        "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n"
        "<rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" "
        "xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\" xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\" "
        "xmlns:pdfaid=\"http://www.aiim.org/pdfa/ns/id/\" xmlns:pdfuaid=\"http://www.aiim.org/pdfua/ns/id/\" ");
    cb_buf_printf(b, "xmlns:%s=\"%s\">\n", CB_PDF_FACTS_PREFIX, CB_PDF_FACTS_NAMESPACE);
    cb_buf_text(b, "<dc:format>application/pdf</dc:format>\n");
    write_element(b, "dc:title", "<rdf:Alt><rdf:li xml:lang=\"x-default\">", f->title, "</rdf:li></rdf:Alt>");
    write_element(b, "dc:language", "<rdf:Bag><rdf:li>", f->language, "</rdf:li></rdf:Bag>");
    write_element(b, "xmp:CreatorTool", "", f->generator, "");
    write_date(b, "xmp:CreateDate", f->date);
    write_date(b, "xmp:ModifyDate", f->date);
    write_date(b, "xmp:MetadataDate", f->date);
    write_element(b, "pdf:Producer", "", f->producer, "");
    cb_buf_text(b, f->part_one ? "<pdfaid:part>1</pdfaid:part>\n<pdfaid:conformance>B</pdfaid:conformance>\n"
                               : "<pdfaid:part>2</pdfaid:part>\n<pdfaid:conformance>A</pdfaid:conformance>\n"
                                 "<pdfuaid:part>1</pdfuaid:part>\n");
    write_element(b, CB_PDF_FACTS_PREFIX ":" CB_PDF_FACTS_PROPERTY, "", f->digest, "");
    cb_buf_text(b, "</rdf:Description>\n");
    write_schemas(b);
    cb_buf_text(b, "</rdf:RDF>\n</x:xmpmeta>\n");
    for (int i = 0; i < PADDING_LINES; i++) /* room for tools that change it in place */
        cb_buf_printf(b, "%99s\n", "");
    cb_buf_text(b, "<?xpacket end=\"w\"?>");
}

static void write_info(pdf_writer *w, cb_buf *b, const facts *f) {
    const char *d = f->date;
    cb_buf_clear(b);
    cb_buf_text(b, "/Title ");
    cb_pdf_write_text(b, f->title);
    cb_buf_text(b, "/Creator ");
    cb_pdf_write_text(b, f->generator);
    cb_buf_text(b, "/Producer ");
    cb_pdf_write_text(b, f->producer);
    for (int i = 0; i < 2; i++)
        cb_buf_printf(b, "/%s(D:%.4s%.2s%.2s%.2s%.2s%.2s+00'00')", i ? "ModDate" : "CreationDate", d, d + 5, d + 8,
                      d + 11, d + 14, d + 17);
    cb_pdf_document_info(w->document, cb_buf_view(b));
}

/* ICC.1 section 7.2: the file's size at byte 0, "RGB " at byte 16, "acsp" at byte 36. */
static cb_status check_profile(cb_str icc, cb_error *e) {
    bool fits = icc.n >= ICC_HEADER && icc.n <= ICC_MAXIMUM;
    if (!fits || memcmp(icc.s + 16, "RGB ", 4) != 0 || memcmp(icc.s + 36, "acsp", 4) != 0)
        return cb_fail(e, CB_INPUT, "the colour profile for the PDF is not an RGB ICC profile");
    return CB_OK;
}

/* A language tag (RFC 5646) has letters, digits and hyphens. */
static cb_status check_language(const char *tag, cb_error *e) {
    bool fine = *tag != 0;
    for (const char *p = tag; *p; p++)
        fine &= (*p >= 'a' && *p <= 'z') || (*p >= 'A' && *p <= 'Z') || (*p >= '0' && *p <= '9') || *p == '-';
    return fine ? CB_OK : cb_fail(e, CB_INTERNAL, "the view's language is no language tag");
}

static pdf_ref add_output_intent(pdf_writer *w, cb_buf *b, cb_str icc) {
    pdf_ref profile = cb_pdf_document_stream(w->document, icc, "/N 3", true),
            intent = cb_pdf_document_object(w->document);
    cb_buf_clear(b);
    cb_buf_text(b, "/Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier(sRGB)/Info(sRGB IEC61966-2.1)");
    cb_buf_printf(b, "/DestOutputProfile %u 0 R", profile);
    cb_pdf_document_set(w->document, intent, cb_buf_view(b));
    return intent;
}

/* The same content gives the same identifier. */
static cb_status write_identifier(pdf_writer *w, cb_buf *b, cb_str xmp, cb_error *e) {
    cb_digest digest;
    cb_status status = cb_digest_of(xmp, &digest, e);
    cb_buf_clear(b);
    cb_buf_add(b, digest.bytes, sizeof digest.bytes);
    for (size_t i = 0; i < w->page_count && status == CB_OK; i++) {
        status = cb_digest_of(cb_buf_view(&w->pages[i]->content), &digest, e);
        cb_buf_add(b, digest.bytes, sizeof digest.bytes);
    }
    if (status == CB_OK)
        status = cb_buf_status(b, e);
    if (status == CB_OK)
        status = cb_digest_of(cb_buf_view(b), &digest, e);
    if (status != CB_OK)
        return status;
    cb_buf_clear(b);
    cb_buf_text(b, "/ID[");
    for (int part = 0; part < 2; part++) {
        cb_buf_char(b, '<');
        for (int i = 0; i < ID_SIZE; i++)
            cb_buf_printf(b, "%02X", digest.bytes[i]);
        cb_buf_char(b, '>');
    }
    cb_buf_char(b, ']');
    cb_pdf_document_trailer(w->document, cb_buf_view(b));
    return cb_buf_status(b, e);
}

static void write_catalog(pdf_writer *w, cb_buf *b, const facts *f, const pdf_roots *roots, pdf_ref xmp,
                          pdf_ref intent) {
    cb_buf_clear(b);
    cb_buf_printf(b, "/MarkInfo<</Marked true>>/ViewerPreferences<</DisplayDocTitle true>>/Lang(%s)", f->language);
    cb_buf_printf(b, "/Metadata %u 0 R/OutputIntents[%u 0 R]/StructTreeRoot %u 0 R", xmp, intent, roots->structure);
    if (roots->form)
        cb_buf_printf(b, "/AcroForm %u 0 R", roots->form);
    if (roots->outlines)
        cb_buf_printf(b, "/Outlines %u 0 R", roots->outlines);
    cb_pdf_document_catalog(w->document, cb_buf_view(b));
}

static cb_status write_all(pdf_writer *w, cb_buf *b, const cb_pdf_parts *parts, const pdf_roots *roots, cb_error *e) {
    facts f = {.title = cb_node_text(w->view, "report/title"),
               .generator = cb_node_text(w->view, "report/generator"),
               .producer = parts->producer,
               .digest = cb_node_text(w->view, "report/facts_digest"),
               .language = cb_node_text(w->view, "report/language"),
               .part_one = parts->part_one};
    cb_status status = check_language(f.language, e);
    if (status != CB_OK)
        return status;
    cb_time_text(parts->created, f.date);
    if (strlen(f.date) != sizeof "2026-11-22T00:00:00Z" - 1)
        return cb_fail(e, CB_INPUT, "the report's date %s has no four-digit year", f.date);
    status = check_profile(parts->icc, e);
    if (status != CB_OK)
        return status;
    cb_buf_clear(b);
    write_xmp(b, &f);
    status = cb_buf_status(b, e);
    char *xmp = status == CB_OK ? cb_copy_str(w->arena, cb_buf_view(b)) : NULL;
    if (!xmp)
        return status != CB_OK ? status : cb_fail_memory(e);
    pdf_ref stream = cb_pdf_document_stream(w->document, cb_str_of(xmp), "/Type/Metadata/Subtype/XML", false);
    pdf_ref intent = add_output_intent(w, b, parts->icc);
    write_info(w, b, &f);
    write_catalog(w, b, &f, roots, stream, intent);
    status = cb_buf_status(b, e);
    return status == CB_OK ? write_identifier(w, b, cb_str_of(xmp), e) : status;
}

cb_status cb_pdf_metadata_write(pdf_writer *w, const cb_pdf_parts *parts, const pdf_roots *roots, cb_error *e) {
    cb_buf b;
    cb_buf_init(&b, XMP_MAXIMUM);
    cb_status status = write_all(w, &b, parts, roots, e);
    cb_buf_free(&b);
    return status;
}
