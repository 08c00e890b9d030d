/* manifest_read.c: reads an ASiC-E manifest strictly, through libxml2's pull reader: no DTD, no entity, no network,
 * nothing unknown. */
#include "casebound/folder/folder.h"

#include "casebound/base/map.h"
#include "casebound/base/memory.h"
#include "casebound/base/utf8.h"
#include "folder/manifest.h"
#include "folder/name.h"
#include <libxml/xmlreader.h>
#include <string.h>

#define XMLNS "http://www.w3.org/2000/xmlns/"

#define MEDIA_TYPE_CHARACTERS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.+-"

enum {
    DIGEST_TEXT = 44, /* Base64 of 32 bytes */
    MEDIA_TYPE_MAX = 100
};

/* The element that stands open at depths 1 and 2. */
enum { AT_NOTHING, AT_SIGNATURE, AT_OBJECT, AT_METHOD, AT_VALUE };

typedef struct reading {
    cb_arena *arena;
    cb_manifest *out;
    cb_error *error;
    cb_map *names;
    size_t capacity;
    xmlTextReaderPtr xml;
    bool has_root;
    int outer, inner;
    bool has_method, has_value;
    char value[DIGEST_TEXT + 1];
    size_t value_size;
} reading;

static cb_status refuse(reading *r, const char *what) {
    if (cb_memory_refused())
        return cb_fail_memory(r->error);
    return cb_fail(r->error, CB_INPUT, "manifest line %d: %s", xmlTextReaderGetParserLineNumber(r->xml), what);
}

/* What libxml2 would act on, or what a second reader could take otherwise, is refused before it parses: any "<!"
 * (DOCTYPE, CDATA, comment) and any processing instruction but the XML declaration. */
static cb_status check_bytes(cb_str bytes, cb_error *e) {
    size_t at;
    if (bytes.n > CB_MANIFEST_MAX)
        return cb_fail(e, CB_INPUT, "manifest: larger than %d bytes", CB_MANIFEST_MAX);
    if (!cb_utf8_valid(bytes, &at))
        return cb_fail(e, CB_INPUT, "manifest: byte %zu is no UTF-8", at);
    for (size_t i = 0; i + 1 < bytes.n; i++)
        if (bytes.s[i] == '<' && (bytes.s[i + 1] == '!' || (bytes.s[i + 1] == '?' && i > 0)))
            return cb_fail(e, CB_INPUT,
                           "manifest: byte %zu: document types, CDATA, comments and instructions are refused", i);
    return CB_OK;
}

static bool is_element(reading *r, const char *space, const char *name) {
    const char *has_space = (const char *)xmlTextReaderConstNamespaceUri(r->xml);
    const char *has_name = (const char *)xmlTextReaderConstLocalName(r->xml);
    return has_space && has_name && strcmp(has_space, space) == 0 && strcmp(has_name, name) == 0;
}

/* A prefix may stand for a namespace of manifests alone: the value of another would be free text. */
static bool is_namespace(const char *value) {
    return value && (strcmp(value, CB_MANIFEST_ASIC) == 0 || strcmp(value, CB_MANIFEST_DSIG) == 0);
}

/* "type/subtype" (RFC 6838 section 4.2), and nothing that could be read as a text. */
static bool is_media_type(const char *value) {
    size_t n = value ? strlen(value) : 0;
    const char *slash = n ? strchr(value, '/') : NULL;
    return slash && n <= MEDIA_TYPE_MAX && strspn(value, MEDIA_TYPE_CHARACTERS "/") == n && !strchr(slash + 1, '/');
}

/* Reads the attributes of the open element: *first (required unless NULL is asked) and *second (may be absent). Any
 * other is refused. */
static cb_status attributes(reading *r, const char *first, const char **first_value, const char *second, cb_error *e) {
    *first_value = NULL;
    for (int more = xmlTextReaderMoveToFirstAttribute(r->xml); more == 1;
         more = xmlTextReaderMoveToNextAttribute(r->xml)) {
        const char *space = (const char *)xmlTextReaderConstNamespaceUri(r->xml);
        const char *name = (const char *)xmlTextReaderConstLocalName(r->xml);
        const char *value = (const char *)xmlTextReaderConstValue(r->xml);
        if (space && strcmp(space, XMLNS) == 0) {
            if (!is_namespace(value))
                return refuse(r, "an unknown namespace");
            continue;
        }
        if (!space && first && name && value && strcmp(name, first) == 0) {
            *first_value = cb_copy(r->arena, value);
            if (!*first_value)
                return cb_fail_memory(e);
        } else if (space || !second || !name || strcmp(name, second) != 0) {
            return refuse(r, "unknown attribute");
        } else if (!is_media_type(value)) {
            return refuse(r, "a MimeType that is no media type");
        }
    }
    xmlTextReaderMoveToElement(r->xml);
    return first && !*first_value ? refuse(r, "a required attribute is absent") : CB_OK;
}

static cb_status open_signature(reading *r) {
    const char *uri;
    cb_status status = attributes(r, "URI", &uri, "MimeType", r->error);
    if (status)
        return status;
    if (r->out->signature)
        return refuse(r, "more than one SigReference");
    r->outer = AT_SIGNATURE;
    r->out->signature = cb_name_decode(r->arena, cb_str_of(uri));
    if (!r->out->signature || !cb_str_starts(cb_str_of(r->out->signature), CB_MANIFEST_FOLDER))
        return refuse(r, "SigReference names nothing below META-INF");
    return CB_OK;
}

static cb_status open_object(reading *r) {
    const char *uri;
    cb_status status = attributes(r, "URI", &uri, "MimeType", r->error);
    if (status)
        return status;
    if (!r->out->signature)
        return refuse(r, "SigReference must stand first");
    if (r->out->count == CB_MANIFEST_ENTRIES)
        return refuse(r, "too many files");
    char *name = cb_name_decode(r->arena, cb_str_of(uri));
    if (!name)
        return refuse(r, "a URI that is no name inside the folder");
    if (cb_map_has(r->names, cb_str_of(name)))
        return refuse(r, "a file listed twice");
    cb_manifest_entry *list = cb_grow(r->arena, r->out->entries, r->out->count, &r->capacity, sizeof *list);
    if (!list || !cb_map_set(r->names, cb_str_of(name), name))
        return cb_fail_memory(r->error);
    r->out->entries = list;
    list[r->out->count] = (cb_manifest_entry){.name = name};
    r->outer = AT_OBJECT;
    r->has_method = r->has_value = false;
    return CB_OK;
}

static cb_status open_method(reading *r) {
    const char *algorithm;
    cb_status status = attributes(r, "Algorithm", &algorithm, NULL, r->error);
    if (status)
        return status;
    if (r->has_method || strcmp(algorithm, CB_MANIFEST_SHA256) != 0)
        return refuse(r, "a digest method other than one SHA-256");
    r->inner = AT_METHOD;
    r->has_method = true;
    return CB_OK;
}

static cb_status open_value(reading *r) {
    const char *none;
    cb_status status = attributes(r, NULL, &none, NULL, r->error);
    if (status)
        return status;
    if (!r->has_method || r->has_value)
        return refuse(r, "DigestValue out of place");
    r->inner = AT_VALUE;
    r->has_value = true;
    r->value_size = 0;
    return CB_OK;
}

static cb_status open_root(reading *r) {
    const char *none;
    if (!is_element(r, CB_MANIFEST_ASIC, "ASiCManifest"))
        return refuse(r, "the root is no ASiCManifest");
    r->has_root = true;
    return attributes(r, NULL, &none, NULL, r->error);
}

static cb_status on_open(reading *r, int depth) {
    if (depth == 0)
        return open_root(r);
    if (depth == 1 && is_element(r, CB_MANIFEST_ASIC, "SigReference"))
        return open_signature(r);
    if (depth == 1 && is_element(r, CB_MANIFEST_ASIC, "DataObjectReference"))
        return open_object(r);
    if (depth == 2 && r->outer == AT_OBJECT && is_element(r, CB_MANIFEST_DSIG, "DigestMethod"))
        return open_method(r);
    if (depth == 2 && r->outer == AT_OBJECT && is_element(r, CB_MANIFEST_DSIG, "DigestValue"))
        return open_value(r);
    return refuse(r, "unknown element");
}

static int letter_value(char c) {
    if (c >= 'A' && c <= 'Z')
        return c - 'A';
    if (c >= 'a' && c <= 'z')
        return c - 'a' + 26;
    if (c >= '0' && c <= '9')
        return c - '0' + 52;
    return c == '+' ? 62 : c == '/' ? 63 : -1;
}

/* Base64 of exactly 32 bytes: 43 letters, the last with two zero bits, and one '='. */
static bool read_digest(const char *text, size_t n, cb_digest *out) {
    uint32_t bits = 0;
    size_t size = 0;
    if (n != DIGEST_TEXT || text[n - 1] != '=')
        return false;
    for (size_t i = 0; i + 1 < n; i++) {
        int value = letter_value(text[i]);
        if (value < 0)
            return false;
        bits = bits << 6 | (uint32_t)value;
        size_t have = (i + 1) * 6;
        if (have >= (size + 1) * 8) {
            out->bytes[size] = (unsigned char)(bits >> (have - (size + 1) * 8));
            size++;
        }
    }
    return size == CB_SHA256 && (bits & 3) == 0;
}

static cb_status on_close(reading *r, int depth) {
    cb_manifest *m = r->out;
    if (depth == 2) {
        if (r->inner == AT_VALUE && !read_digest(r->value, r->value_size, &m->entries[m->count].digest))
            return refuse(r, "DigestValue is no Base64 of 32 bytes");
        r->inner = AT_NOTHING;
    } else if (depth == 1) {
        if (r->outer == AT_OBJECT && !r->has_value)
            return refuse(r, "a file without digest");
        m->count += r->outer == AT_OBJECT;
        r->outer = AT_NOTHING;
    }
    return CB_OK;
}

static cb_status on_text(reading *r) {
    const char *text = (const char *)xmlTextReaderConstValue(r->xml);
    for (; text && *text; text++) {
        if (*text == ' ' || *text == '\t' || *text == '\n' || *text == '\r')
            continue;
        if (r->inner != AT_VALUE || r->value_size == DIGEST_TEXT)
            return refuse(r, "text out of place");
        r->value[r->value_size++] = *text;
    }
    return CB_OK;
}

static cb_status on_node(reading *r) {
    int depth = xmlTextReaderDepth(r->xml);
    switch (xmlTextReaderNodeType(r->xml)) {
    case XML_READER_TYPE_ELEMENT: {
        int empty = xmlTextReaderIsEmptyElement(r->xml);
        cb_status status = on_open(r, depth);
        return !status && empty ? on_close(r, depth) : status;
    }
    case XML_READER_TYPE_END_ELEMENT:
        return on_close(r, depth);
    case XML_READER_TYPE_TEXT:
    case XML_READER_TYPE_WHITESPACE:
    case XML_READER_TYPE_SIGNIFICANT_WHITESPACE:
        return on_text(r);
    default:
        return refuse(r, "a node of unknown kind");
    }
}

/* libxml2 prints that memory is out, whatever the options say. */
static void print_nothing(void *user, xmlErrorPtr error) {
    (void)user;
    (void)error;
}

static void print_no_format(void *user, const char *format, ...) {
    (void)user;
    (void)format;
}

static cb_status read_all(reading *r) {
    int more;
    while ((more = xmlTextReaderRead(r->xml)) == 1) {
        cb_status status = on_node(r);
        if (status)
            return status;
    }
    if (cb_memory_refused())
        return cb_fail_memory(r->error);
    if (more != 0)
        return refuse(r, "no well-formed XML");
    if (!r->has_root || !r->out->signature || r->out->count == 0)
        return refuse(r, "it lists no file");
    return CB_OK;
}

cb_status cb_manifest_read(cb_arena *arena, cb_str bytes, cb_manifest *out, cb_error *e) {
    *out = (cb_manifest){0};
    cb_status status = check_bytes(bytes, e);
    if (status)
        return status;
    reading r = {.arena = arena, .out = out, .error = e, .names = cb_map_new(arena)};
    const int options = XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING;
    cb_memory_watch();
    xmlSetStructuredErrorFunc(NULL, print_nothing);
    xmlSetGenericErrorFunc(NULL, print_no_format);
    r.xml = r.names ? xmlReaderForMemory(bytes.s ? bytes.s : "", (int)bytes.n, NULL, "UTF-8", options) : NULL;
    status = r.xml ? read_all(&r) : cb_fail_memory(e);
    if (r.xml)
        xmlFreeTextReader(r.xml);
    xmlSetStructuredErrorFunc(NULL, NULL);
    xmlSetGenericErrorFunc(NULL, NULL);
    return status;
}
