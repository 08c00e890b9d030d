/* lean.c: most of a record's INFO is numbers that no rule looks at; writing them as text would take longer than
 * anything that is done with the rest, and those that a rule looks at are read from their bytes. What is left out is
 * held to what the checks of a text would find: a name that is none, a key twice, a byte that no value may have. Where
 * one of these is there the record is written in full, and the checks find it. The bytes are those of a file: nothing
 * is taken from behind a record's end, and what does not fill it to its last byte is left to htslib, which refuses it
 * or knows better (VCF 4.3, section 6.3). */
#include "read/lean.h"

#include <htslib/hts_endian.h>
#include <string.h>

#include "read/binary.h"

enum { ITEMS_MAX = 4096, FORMATS_MAX = 64, VALUES_MAX = 1 << 16, WANTED = 1, NAMED = 2, GENOTYPE = 4 };
/* A typed value: its type in the lower half of the first byte, its count in the upper; this count says that a number
 * follows which is. */
enum { TYPE = 0xf, COUNT = 4, LONG_COUNT = 15 };
/* A genotype of two small alleles, separator included. */
enum { GENOTYPE_MAX = 4, SMALL_ALLELES = 10 };
/* First bytes of what most items of INFO are: the number of a name, and a vector of one. */
enum {
    ONE = 1 << COUNT,
    ONE_INT8 = ONE | BCF_BT_INT8,
    ONE_INT16 = ONE | BCF_BT_INT16,
    ONE_INT32 = ONE | BCF_BT_INT32,
    ONE_FLOAT = ONE | BCF_BT_FLOAT,
    USUAL_ITEM = 8 /* bytes that the longest of these has, and one more */
};

struct cb_lean {
    const bcf_hdr_t *header;
    int count; /* of the header's dictionary; by its numbers: */
    unsigned char *kinds;
    cb_str *names;
    size_t *places; /* among those that are asked for */
    int64_t *seen;  /* number of the last record that had it */
    int64_t number;
    cb_lean_number *numbers; /* of the record; as many as are asked for at most */
    size_t number_count;
};

typedef struct cursor {
    const uint8_t *at, *end;
} cursor;

/* The fixed part of a record, section 6.3.1. */
typedef struct site {
    int32_t contig;
    int64_t position;       /* 1-based */
    const uint8_t *quality; /* its bytes */
    size_t infos, alleles, samples, formats;
} site;

/* Printable ASCII without ';'. */
static bool is_plain(const uint8_t *text, size_t n) {
    unsigned odd = 0;
    for (size_t i = 0; i < n; i++) {
        odd |= (unsigned)(text[i] < ' ') | (unsigned)(text[i] > '~') | (unsigned)(text[i] == ';');
    }
    return odd == 0;
}

/* A name that stays one name, and no other, in a text. */
static bool is_name(cb_str name) {
    return name.n > 0 && is_plain((const uint8_t *)name.s, name.n) && !memchr(name.s, ' ', name.n) &&
           !memchr(name.s, '=', name.n) && !memchr(name.s, ':', name.n);
}

/* Names whose texts would not stay one are left out: a record that has one is left to htslib. */
static void list_names(cb_lean *l, const char *const *asked, size_t count) {
    for (int i = 0; i < l->count; i++) {
        const cb_str name = cb_str_of(l->header->id[BCF_DT_ID][i].key);
        if (is_name(name)) {
            l->names[i] = name;
            l->kinds[i] = (unsigned char)(NAMED | (cb_str_is(name, "GT") ? GENOTYPE : 0));
        }
    }
    for (size_t i = 0; i < count; i++) {
        int id = bcf_hdr_id2int(l->header, BCF_DT_ID, asked[i]);
        if (id >= 0) {
            l->kinds[id] |= WANTED;
            l->places[id] = i;
        }
    }
}

cb_lean *cb_lean_new(cb_arena *arena, const bcf_hdr_t *header, const char *const *names, size_t count) {
    cb_lean *l = cb_alloc(arena, sizeof *l);
    if (!l || header->n[BCF_DT_ID] < 0) {
        return NULL;
    }
    l->header = header;
    l->count = header->n[BCF_DT_ID];
    l->kinds = cb_alloc_array(arena, (size_t)l->count + 1, sizeof *l->kinds);
    l->names = cb_alloc_array(arena, (size_t)l->count + 1, sizeof *l->names);
    l->places = cb_alloc_array(arena, (size_t)l->count + 1, sizeof *l->places);
    l->seen = cb_alloc_array(arena, (size_t)l->count + 1, sizeof *l->seen);
    l->numbers = cb_alloc_array(arena, count + 1, sizeof *l->numbers);
    if (!l->kinds || !l->names || !l->places || !l->seen || !l->numbers) {
        return NULL;
    }
    list_names(l, names, count);
    return l;
}

/* Bytes of one value; 0 where the type is none. */
static inline size_t width_of(int type) {
    static const unsigned char widths[TYPE + 1] = {
        [BCF_BT_INT8] = 1, [BCF_BT_INT16] = 2, [BCF_BT_INT32] = 4, [BCF_BT_FLOAT] = 4, [BCF_BT_CHAR] = 1};
    return widths[type];
}

static inline bool is_number(const cb_packed *v) {
    return v->type != BCF_BT_CHAR && v->count > 0;
}

static inline bool take_integer(cursor *c, int type, int32_t *out) {
    size_t width = type == BCF_BT_FLOAT || type == BCF_BT_CHAR ? 0 : width_of(type);
    if (width == 0 || (size_t)(c->end - c->at) < width) {
        return false;
    }
    *out = width == 1 ? le_to_i8(c->at) : width == 2 ? le_to_i16(c->at) : le_to_i32(c->at);
    c->at += width;
    return true;
}

/* One whole number, with its type before it. */
static inline bool take_number(cursor *c, int32_t *out) {
    if (c->at == c->end || *c->at >> COUNT != 1) {
        return false;
    }
    int type = *c->at++ & TYPE;
    return take_integer(c, type, out);
}

/* A type, a count and so many values of each sample. */
static inline bool take_vector(cursor *c, size_t samples, cb_packed *out) {
    if (c->at == c->end) {
        return false;
    }
    out->type = *c->at & TYPE;
    out->count = *c->at++ >> COUNT;
    int32_t count = 0;
    if (out->count == LONG_COUNT) {
        if (!take_number(c, &count) || count < 0) {
            return false;
        }
        out->count = (size_t)count;
    }
    /* a count has 31 bits, and the samples of a record 24 */
    uint64_t width = width_of(out->type), size = out->count * width * samples;
    if ((width == 0 && (out->count > 0 || out->type != BCF_BT_NULL)) || size > (uint64_t)(c->end - c->at)) {
        return false;
    }
    out->data = c->at;
    c->at += size;
    return true;
}

/* The number of a name of the header's dictionary. */
static inline bool take_key(const cb_lean *l, cursor *c, int32_t *key) {
    return take_number(c, key) && *key >= 0 && *key < l->count && l->kinds[*key] & NAMED;
}

/* An item of INFO: most have one value, and a name of a small number; then nothing that was read tells where the next
 * one begins. */
static inline bool take_item(const cb_lean *l, cursor *c, int32_t *key, cb_packed *v) {
    const uint8_t *p = c->at;
    if (c->end - p < USUAL_ITEM || (*p != ONE_INT8 && *p != ONE_INT16)) {
        return take_key(l, c, key) && take_vector(c, 1, v);
    }
    *key = *p == ONE_INT8 ? le_to_i8(p + 1) : le_to_i16(p + 1);
    p += *p == ONE_INT8 ? 2 : 3;
    if (*key < 0 || *key >= l->count || !(l->kinds[*key] & NAMED)) {
        return false;
    }
    *v = (cb_packed){.type = *p & TYPE, .count = 1, .data = p + 1};
    if (*p == ONE_FLOAT || *p == ONE_INT32) {
        c->at = p + 5;
    } else if (*p == ONE_INT8) {
        c->at = p + 2;
    } else if (*p == ONE_INT16) {
        c->at = p + 3;
    } else {
        c->at = p;
        return take_vector(c, 1, v);
    }
    return true;
}

static inline char *room(kstring_t *out, size_t n) {
    return ks_resize(out, out->l + n + 1) == 0 ? out->s + out->l : NULL;
}

static inline bool put(kstring_t *out, const void *bytes, size_t n) {
    char *to = room(out, n);
    if (to && n > 0) {
        memcpy(to, bytes, n);
        out->l += n;
    }
    return to != NULL;
}

static inline bool put_char(kstring_t *out, char c) {
    char *to = room(out, 1);
    if (to) {
        *to = c;
        out->l++;
    }
    return to != NULL;
}

static bool put_values(const cb_packed *v, const uint8_t *data, kstring_t *out) {
    if (v->count > VALUES_MAX) {
        return false;
    }
    if (!is_number(v)) {
        /* bcf_fmt_array does not change the values, though it does not say so. */
        return bcf_fmt_array(out, (int)v->count, v->type, (void *)(uintptr_t)data) >= 0;
    }
    char *to = room(out, v->count * CB_PACKED_TEXT);
    out->l += to ? (size_t)(cb_packed_write(v, data, to) - to) : 0;
    return to != NULL;
}

static bool put_position(int64_t value, kstring_t *out) {
    if (value > INT32_MAX) {
        return false;
    }
    char *to = room(out, CB_PACKED_TEXT);
    out->l += to ? (size_t)(cb_packed_write_integer(to, (int32_t)value) - to) : 0;
    return to != NULL;
}

static bool take_site(const cb_lean *l, cursor *c, site *s) {
    if (c->end - c->at < CB_BINARY_FIXED) {
        return false;
    }
    const uint8_t *p = c->at;
    const uint32_t position = le_to_u32(p + 4), counts = le_to_u32(p + 20);
    s->contig = le_to_i32(p);
    s->position = position == UINT32_MAX ? 0 : (int64_t)position + 1;
    s->quality = p + 12;
    s->infos = le_to_u16(p + 16);
    s->alleles = le_to_u16(p + 18);
    s->samples = counts & 0xffffff;
    s->formats = counts >> 24;
    c->at += CB_BINARY_FIXED;
    return s->contig >= 0 && s->contig < l->header->n[BCF_DT_CTG] && l->header->id[BCF_DT_CTG][s->contig].key &&
           s->alleles >= 1 && s->infos <= ITEMS_MAX && s->formats <= FORMATS_MAX &&
           s->samples == (size_t)bcf_hdr_nsamples(l->header);
}

static bool put_filter(const cb_lean *l, cursor *c, kstring_t *out) {
    cb_packed filter;
    if (!take_vector(c, 1, &filter)) {
        return false;
    }
    cursor ids = {filter.data, c->at};
    bool good = filter.count > 0 || put_char(out, '.');
    for (size_t i = 0; good && i < filter.count; i++) {
        int32_t id = -1;
        good = take_integer(&ids, filter.type, &id) && id >= 0 && id < l->count && l->kinds[id] & NAMED;
        good = good && (i == 0 || put_char(out, ';')) && put(out, l->names[id].s, l->names[id].n);
    }
    return good;
}

/* A text may end, or lack something, inside: its bytes tell (lean.h). */
static bool put_text(const cb_packed *text, kstring_t *out) {
    return text->type == BCF_BT_CHAR && text->count > 0 && put(out, text->data, text->count);
}

static bool put_quality(const uint8_t *quality, kstring_t *out) {
    const cb_packed v = {BCF_BT_FLOAT, 1, quality};
    return !cb_packed_is_void(&v) && put_values(&v, quality, out);
}

static bool put_site(const cb_lean *l, cursor *c, const site *s, kstring_t *out) {
    const char *contig = l->header->id[BCF_DT_CTG][s->contig].key;
    cb_packed text;
    bool good = put(out, contig, strlen(contig)) && put_char(out, '\t') && put_position(s->position, out) &&
                put_char(out, '\t') && take_vector(c, 1, &text);
    good = good && text.type == BCF_BT_CHAR && (text.count == 0 ? put_char(out, '.') : put_text(&text, out));
    for (size_t i = 0; good && i < s->alleles; i++) {
        good = put_char(out, i < 2 ? '\t' : ',') && take_vector(c, 1, &text) && put_text(&text, out);
    }
    good = good && (s->alleles > 1 || put(out, "\t.", 2)) && put_char(out, '\t');
    return good && put_quality(s->quality, out) && put_char(out, '\t') && put_filter(l, c, out) && put_char(out, '\t');
}

/* What is asked for: a number is told, anything else is written. A vector of one that ends before it is no number. */
static bool put_item(cb_lean *l, int32_t key, const cb_packed *v, bool *first, kstring_t *out) {
    if (is_number(v) && v->count <= CB_LEAN_VALUES && !cb_packed_is_void(v)) {
        l->numbers[l->number_count++] = (cb_lean_number){.place = l->places[key], .values = *v};
        return true;
    }
    bool good = (*first || put_char(out, ';')) && put(out, l->names[key].s, l->names[key].n);
    *first = false;
    if (!good || v->count == 0) {
        return good;
    }
    return put_char(out, '=') && !cb_packed_is_void(v) &&
           (is_number(v) ? put_values(v, v->data, out) : put_text(v, out));
}

static bool put_info(cb_lean *l, cursor *c, const site *s, kstring_t *out) {
    bool first = true;
    l->number++;
    l->number_count = 0;
    for (size_t i = 0; i < s->infos; i++) {
        int32_t key = 0;
        cb_packed v;
        if (!take_item(l, c, &key, &v) || l->seen[key] == l->number) {
            return false;
        }
        l->seen[key] = l->number;
        if (l->kinds[key] & WANTED) {
            if (!put_item(l, key, &v, &first, out)) {
                return false;
            }
        } else if (v.type == BCF_BT_CHAR && !is_plain(v.data, v.count)) {
            return false;
        }
    }
    return c->at == c->end && (!first || put_char(out, '.'));
}

/* Two alleles of one digit, phased or not; NULL: they are something else. */
static inline char *write_small_genotype(const uint8_t *alleles, char *to) {
    int first = (alleles[0] >> 1) - 1, second = (alleles[1] >> 1) - 1;
    if (first >= SMALL_ALLELES || second >= SMALL_ALLELES) {
        return NULL;
    }
    to[0] = (char)(first < 0 ? '.' : '0' + first);
    to[1] = alleles[1] & 1 ? '|' : '/';
    to[2] = (char)(second < 0 ? '.' : '0' + second);
    return to + 3;
}

/* A key of FORMAT. */
typedef struct field {
    cb_packed values; /* of all samples */
    size_t size;      /* bytes of one's */
    bool genotype, small, number;
} field;

static bool put_call(const field *f, const uint8_t *data, kstring_t *out) {
    if (!f->genotype) {
        return put_values(&f->values, data, out);
    }
    bcf_fmt_t call = {
        .n = (int)f->values.count, .size = (int)f->size, .type = f->values.type, .p = (uint8_t *)(uintptr_t)data};
    return f->values.count <= INT32_MAX && f->size <= INT32_MAX && bcf_format_gt(&call, 0, out) >= 0;
}

/* One sample's values; `most` is the room that numbers and small genotypes take. */
static bool put_sample(const field *fields, size_t count, size_t sample, size_t most, kstring_t *out) {
    char *to = room(out, most);
    for (size_t i = 0; to && i < count; i++) {
        const field *f = &fields[i];
        const uint8_t *data = f->values.data + sample * f->size;
        *to++ = i == 0 ? '\t' : ':';
        char *end = f->small    ? write_small_genotype(data, to)
                    : f->number ? cb_packed_write(&f->values, data, to)
                                : NULL;
        if (end) {
            to = end;
            continue;
        }
        out->l = (size_t)(to - out->s);
        to = put_call(f, data, out) ? room(out, most) : NULL;
    }
    out->l = to ? (size_t)(to - out->s) : out->l;
    return to != NULL;
}

static bool take_field(const cb_lean *l, cursor *c, size_t samples, field *f, kstring_t *out) {
    int32_t key = 0;
    if (!take_key(l, c, &key) || !take_vector(c, samples, &f->values) || f->values.count > VALUES_MAX) {
        return false;
    }
    f->size = f->values.count * width_of(f->values.type);
    f->genotype = l->kinds[key] & GENOTYPE;
    f->small = f->genotype && f->values.type == BCF_BT_INT8 && f->values.count == 2;
    f->number = !f->genotype && is_number(&f->values);
    return put(out, l->names[key].s, l->names[key].n);
}

static bool put_samples(const cb_lean *l, cursor *c, const site *s, kstring_t *out) {
    field fields[FORMATS_MAX];
    bool good = s->formats > 0;
    size_t most = 0;
    for (size_t i = 0; good && i < s->formats; i++) {
        good = put_char(out, i == 0 ? '\t' : ':') && take_field(l, c, s->samples, &fields[i], out);
        most += good ? 1 + (fields[i].number ? fields[i].values.count * CB_PACKED_TEXT : GENOTYPE_MAX) : 0;
    }
    for (size_t sample = 0; good && sample < s->samples; sample++) {
        good = put_sample(fields, s->formats, sample, most, out);
    }
    return good;
}

const cb_lean_number *cb_lean_numbers(const cb_lean *l, size_t *count) {
    *count = l->number_count;
    return l->numbers;
}

bool cb_lean_format(cb_lean *l, cb_str record, kstring_t *out) {
    const uint8_t *bytes = (const uint8_t *)record.s;
    size_t shared = record.n >= CB_BINARY_LENGTHS ? le_to_u32(bytes) : SIZE_MAX;
    if (l->header->n[BCF_DT_ID] != l->count || shared > record.n - CB_BINARY_LENGTHS) {
        return false;
    }
    cursor c = {bytes + CB_BINARY_LENGTHS, bytes + CB_BINARY_LENGTHS + shared};
    cursor samples = {c.end, bytes + record.n};
    site s;
    bool good = take_site(l, &c, &s) && put_site(l, &c, &s, out) && put_info(l, &c, &s, out);
    good = good && (s.samples == 0 ? s.formats == 0 : put_samples(l, &samples, &s, out));
    return good && samples.at == samples.end && put_char(out, '\n');
}
