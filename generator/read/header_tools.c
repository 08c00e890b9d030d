/* header_tools.c: which callers, annotators and filters a header names, in words that hold no path, no command line and
 * no sample. */
#include <string.h>

#include "casebound/base/ascii.h"
#include "casebound/base/utf8.h"
#include "read/header.h"

enum { TOOL_TEXT_MAX = 240, TOOLS_MAX = 300, SHORT_NAME = 4 };

/* A word that is safe to repeat in a report: no path, address or command-line option. */
static bool plain_word(cb_str word) {
    for (size_t i = 0; i < word.n; i++) {
        if (strchr("/\\=@<>{}\"`~$", word.s[i]) || (unsigned char)word.s[i] < ' ') {
            return false;
        }
    }
    return word.n > 0 && word.s[0] != '-';
}

/* Appends the words that are safe, until one is not. */
static void add_plain(cb_buf *b, cb_str text) {
    cb_str word;
    while (cb_str_split(&text, ' ', &word)) {
        if (word.n == 0) {
            continue;
        }
        if (!plain_word(word)) {
            return;
        }
        cb_buf_text(b, b->size > 0 ? " " : "");
        cb_buf_str(b, word);
    }
}

/* False for a text that would not stand on its line: the ID of a ##FILTER and the key of a line may hold any byte, and
 * a key that is too long was cut, perhaps within a letter. */
static bool on_one_line(cb_str text) {
    for (size_t i = 0; i < text.n; i++) {
        if ((unsigned char)text.s[i] < ' ' || text.s[i] == 0x7f) {
            return false;
        }
    }
    return text.n > 0 && cb_utf8_valid(text, NULL);
}

/* All of its room at once: what fails later is too long, and is cut. */
static void start(cb_buf *b, size_t maximum) {
    cb_buf_init(b, maximum);
    (void)cb_buf_room(b, maximum);
}

static cb_status note(cb_header *h, cb_buf *b, cb_error *e) {
    cb_str text = cb_str_trim(cb_buf_view(b));
    cb_status status = b->data ? CB_OK : cb_fail_memory(e);
    if (on_one_line(text) && cb_map_size(h->tools) < TOOLS_MAX && !cb_map_set(h->tools, text, h)) {
        status = cb_fail_memory(e);
    }
    cb_buf_free(b);
    return status;
}

static cb_str unquoted(cb_str text) {
    text = cb_str_trim(text);
    if (text.n >= 2 && text.s[0] == '"' && text.s[text.n - 1] == '"') {
        return (cb_str){text.s + 1, text.n - 2};
    }
    return text;
}

/* ##bcftools_normVersion=1.9+htslib-1.9, ##SnpEffVersion="4.2 (build 2015-12-05), by Pablo Cingolani",
 * ##DeepVariant_version=1.4.0 */
static cb_status note_version(cb_header *h, cb_str key, size_t at, cb_str value, cb_error *e) {
    cb_buf b;
    start(&b, TOOL_TEXT_MAX);
    for (size_t i = 0; i < at; i++) {
        bool part = key.s[i] == '_' || key.s[i] == '/';
        cb_buf_char(&b, part ? ' ' : key.s[i]);
    }
    value = unquoted(value);
    size_t by;
    if (cb_str_find(value, ", by ", &by)) {
        value.n = by;
    }
    add_plain(&b, value);
    return note(h, &b, e);
}

/* bcftools merge 1.19 and 1.20 could write FORMAT values of Number=A and R under the wrong sample (release notes of
 * bcftools 1.21). */
static cb_status note_merge(cb_header *h, cb_str key, cb_str value, cb_error *e) {
    bool bad = cb_str_starts(value, "1.19") || cb_str_starts(value, "1.20");
    if (!cb_str_is(key, "bcftools_mergeVersion") || !bad) {
        return CB_OK;
    }
    h->merged_with = cb_copy_n(h->arena, value.s, 4);
    return h->merged_with ? CB_OK : cb_fail_memory(e);
}

/* ##VEP="v104" time="…" cache="/…" assembly="GRCh37.p13" ClinVar="202012": releases of databases are kept, places and
 * times are not. */
static void add_release(cb_buf *b, cb_str name, cb_str value) {
    static const char *const kept[] = {"assembly", "ensembl", "gencode",  "refseq",      "dbSNP",    "ClinVar",
                                       "gnomAD",   "gnomADe", "gnomADg",  "1000genomes", "COSMIC",   "HGMD-PUBLIC",
                                       "ESP",      "sift",    "polyphen", "regbuild",    "genebuild"};
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++) {
        if (cb_str_is(name, kept[i]) && plain_word(value) && !cb_str_is(value, ".")) {
            cb_buf_text(b, "; ");
            cb_buf_str(b, name);
            cb_buf_char(b, ' ');
            cb_buf_str(b, value);
        }
    }
}

/* The end of an unquoted value, which may hold spaces: the last space before the next name, or the end of all. */
static const char *end_of_value(const char *from, const char *end) {
    const char *equals = memchr(from, '=', (size_t)(end - from));
    const char *space = equals ? memrchr(from, ' ', (size_t)(equals - from)) : NULL;
    return space ? space : end;
}

/* The next name and value; false at the end. */
static bool next_release(cb_str *rest, cb_str *name, cb_str *value) {
    const char *equals = rest->n > 0 ? memchr(rest->s, '=', rest->n) : NULL;
    if (!equals) {
        return false;
    }
    const char *from = equals + 1, *end = rest->s + rest->n;
    *name = cb_str_trim((cb_str){rest->s, (size_t)(equals - rest->s)});
    bool quoted = from < end && *from == '"';
    from += quoted ? 1 : 0;
    const char *to = quoted ? memchr(from, '"', (size_t)(end - from)) : end_of_value(from, end);
    to = to ? to : end;
    *value = (cb_str){from, (size_t)(to - from)};
    to += quoted && to < end ? 1 : 0;
    *rest = (cb_str){to, (size_t)(end - to)};
    return true;
}

static void add_releases(cb_header *h, cb_buf *b, cb_str rest) {
    cb_str name, value;
    while (next_release(&rest, &name, &value)) {
        add_release(b, name, value);
        if (cb_str_is(name, "assembly")) {
            cb_header_assembly(h, value);
        }
    }
}

static cb_status note_vep(cb_header *h, cb_str value, cb_error *e) {
    cb_buf b;
    start(&b, 4 * TOOL_TEXT_MAX);
    const char *space = memchr(value.s, ' ', value.n);
    cb_str version = {value.s, space ? (size_t)(space - value.s) : value.n};
    cb_buf_text(&b, "VEP");
    add_plain(&b, unquoted(version));
    if (space) {
        add_releases(h, &b, (cb_str){space + 1, value.n - version.n - 1});
    }
    return note(h, &b, e);
}

/* ##GATKCommandLine=<ID=HaplotypeCaller,Version=3.6,…>, ##Software=<ID=genmod,Version=3.7.3,…>,
 * ##DRAGENVersion=<ID=dragen,Version="…"> */
static cb_status note_structured(cb_header *h, cb_str key, cb_str value, cb_error *e) {
    static const char *const others[] = {"INFO", "FORMAT", "FILTER",   "ALT",     "contig",
                                         "META", "SAMPLE", "PEDIGREE", "pedigree"};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        if (cb_str_is(key, others[i])) {
            return CB_OK;
        }
    }
    cb_str inside = {value.s + 1, value.n - 1}, id, version;
    if (!cb_meta_value(inside, "ID", &id) || !cb_meta_value(inside, "Version", &version)) {
        return CB_OK;
    }
    cb_buf b;
    start(&b, TOOL_TEXT_MAX);
    cb_buf_text(&b, cb_str_starts(key, "GATKCommandLine") ? "GATK" : "");
    add_plain(&b, id);
    if (version.n > 0 && version.s[version.n - 1] == '>') {
        version.n--;
    }
    add_plain(&b, version);
    return note(h, &b, e);
}

static cb_status note_reference(cb_header *h, cb_str value, cb_error *e) {
    cb_header_assembly(h, value);
    value = unquoted(value);
    const char *slash = memrchr(value.s ? value.s : "", '/', value.n);
    if (slash) {
        value = (cb_str){slash + 1, (size_t)(value.s + value.n - slash - 1)};
    } else if (cb_str_starts(value, "file:")) {
        value = (cb_str){value.s + 5, value.n - 5};
    }
    cb_buf b;
    start(&b, TOOL_TEXT_MAX);
    cb_buf_text(&b, "reference");
    size_t before = b.size;
    add_plain(&b, value);
    if (b.size == before) {
        cb_buf_clear(&b);
    }
    return note(h, &b, e);
}

static cb_status note_source(cb_header *h, cb_str value, cb_error *e) {
    cb_buf b;
    start(&b, TOOL_TEXT_MAX);
    add_plain(&b, unquoted(value));
    return note(h, &b, e);
}

static bool ends_with_version(cb_str key, size_t *at) {
    static const char *const ends[] = {"_version", "_Version", "Version"};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        size_t n = strlen(ends[i]);
        if (key.n > n && memcmp(key.s + key.n - n, ends[i], n) == 0) {
            *at = key.n - n;
            return true;
        }
    }
    return false;
}

cb_status cb_header_note(cb_header *h, cb_str key, cb_str value, cb_error *e) {
    size_t at;
    if (value.n == 0) {
        return CB_OK;
    }
    if (value.s[0] == '<') {
        return note_structured(h, key, value, e);
    }
    if (cb_str_is(key, "VEP")) {
        return note_vep(h, value, e);
    }
    if (cb_str_is(key, "reference")) {
        return note_reference(h, value, e);
    }
    if (cb_str_is(key, "assembly")) {
        cb_header_assembly(h, value);
        return CB_OK;
    }
    if (cb_str_is(key, "source")) {
        return note_source(h, value, e);
    }
    if (!ends_with_version(key, &at)) {
        return CB_OK;
    }
    cb_status status = note_merge(h, key, value, e);
    return status == CB_OK ? note_version(h, key, at, value, e) : status;
}

/* A short sample name ("1", "A") stands in many a version by chance; as a whole word it is still left out. */
static bool names_sample(const cb_header *h, cb_str text) {
    for (size_t i = 0; i < h->sample_count; i++) {
        cb_str sample = cb_str_of(h->samples[i]), rest = text, word;
        size_t at;
        if (sample.n >= SHORT_NAME && cb_str_find(text, h->samples[i], &at)) {
            return true;
        }
        while (cb_str_split(&rest, ' ', &word)) {
            if (cb_str_same(word, sample)) {
                return true;
            }
        }
    }
    return false;
}

static void add_filters(const cb_header *h, cb_buf *b) {
    bool any = false;
    for (size_t i = 0; i < cb_map_size(h->filters); i++) {
        cb_str id = cb_str_of(cb_map_key(h->filters, i));
        if (cb_str_is(id, "PASS") || names_sample(h, id) || !on_one_line(id)) {
            continue;
        }
        cb_buf_text(b, any ? ", " : b->size > 0 ? "\nfilters declared: " : "filters declared: ");
        cb_buf_str(b, id);
        any = true;
    }
}

cb_status cb_header_upstream(cb_header *h, cb_error *e) {
    cb_buf b;
    cb_buf_init(&b, (size_t)TOOLS_MAX * 4 * TOOL_TEXT_MAX);
    for (size_t i = 0; i < cb_map_size(h->tools); i++) {
        const char *text = cb_map_key(h->tools, i);
        if (!names_sample(h, cb_str_of(text))) {
            cb_buf_text(&b, b.size > 0 ? "\n" : "");
            cb_buf_text(&b, text);
        }
    }
    add_filters(h, &b);
    cb_status status = cb_buf_status(&b, e);
    if (status == CB_OK) {
        h->upstream = cb_copy_str(h->arena, cb_buf_view(&b));
        status = h->upstream ? CB_OK : cb_fail_memory(e);
    }
    cb_buf_free(&b);
    return status;
}
