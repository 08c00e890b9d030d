/* lean.c: most of a record's INFO is numbers that no rule looks at; writing them as text would take longer than
 * anything that is done with the rest. What is left out is held to what the checks of a text would find: a name that is
 * none, a key twice, a byte that no value may have. Where one of these is there the record is written in full, and the
 * checks find it. */
#include "read/lean.h"

#include <string.h>

#include "casebound/base/map.h"

enum { ITEMS_MAX = 4096, FORMATS_MAX = 64, WANTED = 1, NAMED = 2 };

struct cb_lean {
    unsigned char *kinds; /* by number in the header's dictionary */
    int64_t *seen;        /* number of the last record that had it */
    int count;
    int64_t number;
};

static bool is_plain(const char *text, size_t n) {
    bool plain = true;
    for (size_t i = 0; i < n; i++) {
        plain = plain && text[i] >= ' ' && text[i] <= '~' && text[i] != ';';
    }
    return plain;
}

/* A name that stays one name, and no other, in a text. */
static bool is_name(const char *name) {
    return name && *name && is_plain(name, strlen(name)) && !strpbrk(name, " =:");
}

cb_lean *cb_lean_new(cb_arena *arena, const bcf_hdr_t *header, const char *const *names, size_t count) {
    int known = header->n[BCF_DT_ID];
    cb_lean *l = cb_alloc(arena, sizeof *l);
    cb_map *wanted = cb_map_new(arena);
    bool all = l && wanted && known >= 0;
    for (size_t i = 0; all && i < count; i++) {
        all = cb_map_set(wanted, cb_str_of(names[i]), l);
    }
    if (!all) {
        return NULL;
    }
    l->count = known;
    l->kinds = cb_alloc_array(arena, (size_t)known + 1, sizeof *l->kinds);
    l->seen = cb_alloc_array(arena, (size_t)known + 1, sizeof *l->seen);
    for (int i = 0; l->kinds && l->seen && i < known; i++) {
        const char *name = header->id[BCF_DT_ID][i].key;
        if (is_name(name)) {
            l->kinds[i] = cb_map_has(wanted, cb_str_of(name)) ? WANTED | NAMED : NAMED;
        }
    }
    return l->kinds && l->seen ? l : NULL;
}

static bool put_text(kstring_t *out, const char *text) {
    return kputs(text, out) >= 0;
}

static bool put_name(const cb_lean *l, const bcf_hdr_t *h, int id, kstring_t *out) {
    return id >= 0 && id < l->count && l->kinds[id] & NAMED && put_text(out, h->id[BCF_DT_ID][id].key);
}

static bool put_filter(const cb_lean *l, const bcf_hdr_t *h, const bcf1_t *r, kstring_t *out) {
    bool good = r->d.n_flt > 0 || kputc('.', out) >= 0;
    for (int i = 0; good && i < r->d.n_flt; i++) {
        good = (i == 0 || kputc(';', out) >= 0) && put_name(l, h, r->d.flt[i], out);
    }
    return good;
}

static bool put_site(const cb_lean *l, const bcf_hdr_t *h, const bcf1_t *r, kstring_t *out) {
    if (r->rid < 0 || r->rid >= h->n[BCF_DT_CTG] || !h->id[BCF_DT_CTG][r->rid].key || r->n_allele < 1) {
        return false;
    }
    bool good = put_text(out, h->id[BCF_DT_CTG][r->rid].key) && kputc('\t', out) >= 0 &&
                kputll((long long)r->pos + 1, out) >= 0 && kputc('\t', out) >= 0 &&
                put_text(out, r->d.id && *r->d.id ? r->d.id : ".");
    for (int i = 0; good && i < (int)r->n_allele; i++) {
        good = kputc(i < 2 ? '\t' : ',', out) >= 0 && put_text(out, r->d.allele[i]);
    }
    good = good && (r->n_allele > 1 || put_text(out, "\t.")) && kputc('\t', out) >= 0;
    good = good && (bcf_float_is_missing(r->qual) ? kputc('.', out) : kputd(r->qual, out)) >= 0;
    return good && kputc('\t', out) >= 0 && put_filter(l, h, r, out) && kputc('\t', out) >= 0;
}

static bool is_text(const bcf_info_t *item) {
    return item->type == BCF_BT_CHAR && item->len > 0;
}

/* A text that ends or lacks something inside is left to htslib, and so is what is no text. */
static bool put_value(const bcf_info_t *item, kstring_t *out) {
    size_t n = item->len > 0 ? (size_t)item->len : 0;
    if (is_text(item) && !memchr(item->vptr, '\0', n) && !memchr(item->vptr, bcf_str_missing, n)) {
        return kputsn((const char *)item->vptr, n, out) >= 0;
    }
    return bcf_fmt_array(out, item->len, item->type, item->vptr) >= 0;
}

static bool put_item(const bcf_hdr_t *h, const bcf_info_t *item, bool first, kstring_t *out) {
    bool good = (first || kputc(';', out) >= 0) && put_text(out, h->id[BCF_DT_ID][item->key].key);
    return good && (item->len <= 0 || (kputc('=', out) >= 0 && put_value(item, out)));
}

static bool put_info(cb_lean *l, const bcf_hdr_t *h, const bcf1_t *r, kstring_t *out) {
    bool first = true;
    l->number++;
    for (int i = 0; i < (int)r->n_info; i++) {
        const bcf_info_t *item = &r->d.info[i];
        if (!item->vptr || item->key < 0 || item->key >= l->count || !(l->kinds[item->key] & NAMED) ||
            l->seen[item->key] == l->number) {
            return false;
        }
        l->seen[item->key] = l->number;
        if (!(l->kinds[item->key] & WANTED)) {
            if (is_text(item) && !is_plain((const char *)item->vptr, (size_t)item->len)) {
                return false;
            }
            continue;
        }
        if (!put_item(h, item, first, out)) {
            return false;
        }
        first = false;
    }
    return !first || kputc('.', out) >= 0;
}

/* Small counts are most of what stands in samples. */
static bool put_count(int value, kstring_t *out) {
    if (value >= 0 && value < 10) {
        return kputc('0' + value, out) >= 0;
    }
    return kputw(value, out) >= 0;
}

static bool put_bytes(const bcf_fmt_t *f, int sample, kstring_t *out) {
    const int8_t *values = (const int8_t *)(f->p + (size_t)sample * (size_t)f->size);
    bool good = true;
    for (int i = 0; good && i < f->n && values[i] != bcf_int8_vector_end; i++) {
        good = i == 0 || kputc(',', out) >= 0;
        good = good && (values[i] == bcf_int8_missing ? kputc('.', out) >= 0 : put_count(values[i], out));
    }
    return good;
}

static bool put_call(const bcf_fmt_t *f, bool genotype, int sample, kstring_t *out) {
    if (genotype) {
        bcf_fmt_t copy = *f;
        return bcf_format_gt(&copy, sample, out) >= 0;
    }
    if (f->type == BCF_BT_INT8 && f->n > 0) {
        return put_bytes(f, sample, out);
    }
    return bcf_fmt_array(out, f->n, f->type, f->p + (size_t)sample * (size_t)f->size) >= 0;
}

static bool put_samples(const cb_lean *l, const bcf_hdr_t *h, const bcf1_t *r, kstring_t *out) {
    const bcf_fmt_t *f = r->d.fmt;
    int genotype = -1, count = (int)r->n_fmt;
    bool good = count > 0 && count <= FORMATS_MAX;
    for (int i = 0; good && i < count; i++) {
        good = f[i].p && kputc(i == 0 ? '\t' : ':', out) >= 0 && put_name(l, h, f[i].id, out);
        genotype = good && strcmp(h->id[BCF_DT_ID][f[i].id].key, "GT") == 0 ? i : genotype;
    }
    for (int sample = 0; good && sample < (int)r->n_sample; sample++) {
        for (int i = 0; good && i < count; i++) {
            good = kputc(i == 0 ? '\t' : ':', out) >= 0 && put_call(&f[i], i == genotype, sample, out);
        }
    }
    return good;
}

bool cb_lean_format(cb_lean *l, const bcf_hdr_t *h, bcf1_t *r, kstring_t *out) {
    bool usual =
        r->errcode == 0 && r->n_info <= ITEMS_MAX && h->n[BCF_DT_ID] == l->count && bcf_unpack(r, BCF_UN_ALL) == 0;
    return usual && put_site(l, h, r, out) && put_info(l, h, r, out) &&
           (r->n_sample == 0 || put_samples(l, h, r, out)) && kputc('\n', out) >= 0;
}
