/* xml.c: wraps libxml2's parser: bytes in, a tree of our own out. */
#include "render/html/xml.h"

#include "casebound/base/memory.h"

#include <libxml/parser.h>
#include <libxml/tree.h>
#include <limits.h>
#include <string.h>

typedef struct reader {
    cb_arena *arena;
    const char *file;
    cb_error *e;
} reader;

static cb_space space_of(const xmlNs *ns, cb_space without) {
    static const struct {
        const char *href;
        cb_space space;
    } known[] = {
        {"http://www.w3.org/1999/xhtml", CB_SPACE_HTML},
        {"http://www.w3.org/2000/svg", CB_SPACE_SVG},
        {"http://xml.zope.org/namespaces/tal", CB_SPACE_TAL},
        {"http://xml.zope.org/namespaces/metal", CB_SPACE_METAL},
        {"http://www.w3.org/XML/1998/namespace", CB_SPACE_XML},
    };
    if (!ns || !ns->href)
        return without;
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
        if (strcmp((const char *)ns->href, known[i].href) == 0)
            return known[i].space;
    return CB_SPACE_OTHER;
}

static cb_status refuse(const reader *r, const xmlNode *at, const char *what) {
    return cb_fail_at(r->e, CB_INTERNAL, r->file, xmlGetLineNo(at), "%s", what);
}

/* Without XML_PARSE_NOENT an entity of a document type stays a node of its own, so text is all that an attribute may
 * hold. */
static cb_status copy_value(const reader *r, const xmlAttr *from, const char **out) {
    cb_buf value;
    cb_buf_init(&value, CB_XML_MAXIMUM);
    cb_status status = CB_OK;
    for (const xmlNode *part = from->children; part && status == CB_OK; part = part->next) {
        if (part->type != XML_TEXT_NODE)
            status = refuse(r, from->parent, "an entity in an attribute");
        else
            cb_buf_text(&value, (const char *)part->content);
    }
    if (status == CB_OK)
        status = cb_buf_status(&value, r->e);
    if (status == CB_OK) {
        *out = cb_copy_n(r->arena, value.data ? value.data : "", value.size);
        if (!*out)
            status = cb_fail_memory(r->e);
    }
    cb_buf_free(&value);
    return status;
}

static cb_status copy_attributes(const reader *r, const xmlNode *from, cb_xml_node *to) {
    size_t count = 0;
    for (const xmlAttr *a = from->properties; a; a = a->next)
        count++;
    if (!count)
        return CB_OK;
    cb_xml_attribute *list = cb_alloc_array(r->arena, count, sizeof *list);
    if (!list)
        return cb_fail_memory(r->e);
    for (const xmlAttr *a = from->properties; a; a = a->next) {
        cb_xml_attribute *one = &list[to->attribute_count];
        one->space = space_of(a->ns, CB_SPACE_NONE);
        one->name = cb_copy(r->arena, (const char *)a->name);
        if (!one->name)
            return cb_fail_memory(r->e);
        cb_status status = copy_value(r, a, &one->value);
        if (status != CB_OK)
            return status;
        to->attribute_count++;
    }
    to->attributes = list;
    return CB_OK;
}

static cb_status copy_children(const reader *r, const xmlNode *from, int depth, const cb_xml_node **first);

static cb_status copy_node(const reader *r, const xmlNode *from, int depth, cb_xml_node **out) {
    *out = NULL;
    if (from->type == XML_COMMENT_NODE)
        return CB_OK;
    bool text = from->type == XML_TEXT_NODE || from->type == XML_CDATA_SECTION_NODE;
    if (!text && from->type != XML_ELEMENT_NODE)
        return refuse(r, from, "only elements, text and comments may stand in a template");
    if (depth > CB_XML_DEPTH)
        return refuse(r, from, "elements nested too deep");
    cb_xml_node *node = cb_alloc(r->arena, sizeof *node);
    if (!node)
        return cb_fail_memory(r->e);
    node->line = xmlGetLineNo(from);
    *out = node;
    if (text) {
        node->text = cb_copy(r->arena, from->content ? (const char *)from->content : "");
        return node->text ? CB_OK : cb_fail_memory(r->e);
    }
    node->space = space_of(from->ns, CB_SPACE_NONE);
    node->name = cb_copy(r->arena, (const char *)from->name);
    if (!node->name)
        return cb_fail_memory(r->e);
    cb_status status = copy_attributes(r, from, node);
    if (status != CB_OK)
        return status;
    return copy_children(r, from, depth + 1, &node->first);
}

static cb_status copy_children(const reader *r, const xmlNode *from, int depth, const cb_xml_node **first) {
    const cb_xml_node **end = first;
    for (const xmlNode *child = from->children; child; child = child->next) {
        cb_xml_node *copy;
        cb_status status = copy_node(r, child, depth, &copy);
        if (status != CB_OK)
            return status;
        if (!copy)
            continue;
        *end = copy;
        end = &copy->next;
    }
    return CB_OK;
}

/* A document type can define entities and attribute defaults; "<!DOCTYPE html>" defines nothing. */
static cb_status check_type(const reader *r, const xmlDoc *doc) {
    const xmlDtd *type = doc->intSubset;
    if (!type)
        return CB_OK;
    if (!type->children && !type->ExternalID && !type->SystemID && strcmp((const char *)type->name, "html") == 0)
        return CB_OK;
    return cb_fail_at(r->e, CB_INTERNAL, r->file, 0, "a document type other than <!DOCTYPE html>");
}

static cb_status copy_document(const reader *r, xmlDoc *doc, const cb_xml_node **out) {
    cb_status status = check_type(r, doc);
    if (status != CB_OK)
        return status;
    for (const xmlNode *n = doc->children; n; n = n->next)
        if (n->type == XML_PI_NODE)
            return refuse(r, n, "a processing instruction");
    cb_xml_node *root;
    status = copy_node(r, xmlDocGetRootElement(doc), 1, &root);
    *out = root;
    return status;
}

/* libxml2 prints that memory is out, whatever the options say. */
static void print_nothing(void *user, xmlErrorPtr error) {
    (void)user;
    (void)error;
}

static cb_status parse_failure(const reader *r, xmlParserCtxt *context) {
    const xmlError *why = xmlCtxtGetLastError(context);
    cb_str message = cb_str_trim(cb_str_of(why && why->message ? why->message : "not well-formed XML"));
    return cb_fail_at(r->e, CB_INTERNAL, r->file, why ? why->line : 0, "%.*s", (int)message.n, message.s);
}

cb_status cb_xml_parse(cb_arena *arena, const char *file, cb_str bytes, const cb_xml_node **out, cb_error *e) {
    *out = NULL;
    reader r = {arena, file, e};
    if (bytes.n == 0 || bytes.n > CB_XML_MAXIMUM)
        return cb_fail_at(e, CB_INTERNAL, file, 0, "a template has 1 to %d bytes", CB_XML_MAXIMUM);
    cb_memory_watch();
    xmlSetStructuredErrorFunc(NULL, print_nothing);
    xmlParserCtxt *context = xmlNewParserCtxt();
    int options = XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING;
    xmlDoc *doc = context ? xmlCtxtReadMemory(context, bytes.s, (int)bytes.n, "template", "UTF-8", options) : NULL;
    bool good = doc && context->wellFormed && context->nsWellFormed;
    cb_status status = cb_memory_refused() || !context ? cb_fail_memory(e)
                       : good                          ? copy_document(&r, doc, out)
                                                       : parse_failure(&r, context);
    if (doc)
        xmlFreeDoc(doc);
    if (context)
        xmlFreeParserCtxt(context);
    xmlSetStructuredErrorFunc(NULL, NULL);
    return status;
}
