/* local_alleles.c: local alleles (VCF 4.5, section 1.6.2): in files of many samples each one's lists hold REF and the
 * alleles of LAA alone. */
#include "casebound/base/number.h"
#include "casebound/base/ascii.h"
#include "read/reader.h"

/* An empty LAA: the sample has REF alone. */
cb_status cb_local_read(const cb_call *s, cb_local *out) {
    cb_str list, part;
    out->count = 0;
    if (s->map->laa < 0) {
        return CB_OK;
    }
    out->allele[out->count++] = 0;
    if (!cb_call_part(s, s->map->laa, &list) || cb_str_is(list, ".")) {
        return CB_OK;
    }
    while (cb_str_split(&list, ',', &part)) {
        int64_t allele = 0;
        bool read = cb_ascii_digits(part) && cb_parse_integer(part, &allele) && allele >= 1 &&
                    allele <= s->record->allele_count && cb_local_place(out, (int)allele) < 0;
        if (!read) {
            return cb_record_fail(s->reader, s->record, s->e,
                                  "FORMAT LAA does not list alternate alleles of the record");
        }
        out->allele[out->count++] = (int)allele;
    }
    return CB_OK;
}

int cb_local_place(const cb_local *l, int allele) {
    for (size_t i = 0; i < l->count; i++) {
        if (l->allele[i] == allele) {
            return (int)i;
        }
    }
    return -1;
}

static cb_status bad_genotype(const cb_call *s) {
    return cb_record_fail(s->reader, s->record, s->e, "FORMAT LGT is not a genotype of the alleles that LAA lists");
}

cb_status cb_local_genotype(const cb_call *s, cb_arena *arena, cb_str *out) {
    cb_str text;
    cb_local local;
    *out = (cb_str){0};
    if (!cb_call_part(s, s->map->lgt, &text) || cb_str_is(text, ".")) {
        return CB_OK;
    }
    cb_status status = cb_local_read(s, &local);
    if (status != CB_OK || local.count == 0) {
        return status == CB_OK ? bad_genotype(s) : status;
    }
    const char *made = "";
    for (size_t i = 0, from = 0; made && i <= text.n; i++) {
        if (i < text.n && text.s[i] != '/' && text.s[i] != '|') {
            continue;
        }
        cb_str allele = {text.s + from, i - from};
        int64_t place = -1;
        bool missing = cb_str_is(allele, ".");
        if (!missing &&
            (!cb_ascii_digits(allele) || !cb_parse_integer(allele, &place) || place >= (int64_t)local.count)) {
            return bad_genotype(s);
        }
        const char *separator = i == text.n ? "" : text.s[i] == '|' ? "|" : "/";
        made = missing ? cb_format(arena, "%s.%s", made, separator)
                       : cb_format(arena, "%s%d%s", made, local.allele[place], separator);
        from = i + 1;
    }
    *out = cb_str_of(made);
    return made ? CB_OK : cb_fail_memory(s->e);
}
