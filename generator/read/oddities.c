/* oddities.c: what is let pass in a file, counted and told. A value that the report uses is never changed by it, or is
 * said not to be used. */
#include <string.h>

#include "read/reader.h"

static const char *const texts[CB_ODDITIES] = {
    [CB_ODD_INFO_ITEM] = "INFO is empty or has an empty item (';;', or ';' at its end), which is passed over",
    [CB_ODD_BASE] = "REF or ALT has a base other than A, C, G, T and N; annotators may have passed the record over",
    [CB_ODD_ID_TWICE] = "ID names one identifier twice",
    [CB_ODD_FILTER_TWICE] = "FILTER names one filter twice",
    [CB_ODD_END] = "INFO END is no position at or behind POS, and is not used",
    [CB_ODD_SPAN] = "INFO END and SVLEN name two different ends of an allele",
    [CB_ODD_LIKELIHOODS] =
        "PL or GL does not have one value for each genotype (by ploidy and alleles), and is not used as evidence",
    [CB_ODD_ALLELE_DEPTHS] =
        "AD does not have one value for each allele; it is used only where the record names the one that it was split "
        "from, with as many alleles",
    [CB_ODD_COUNT] =
        "a depth or quality is no count, though the key is one of the specification's; the header declares "
        "it as something else, and the value is not used",
    [CB_ODD_NO_ALT] = "ALT is '.', and a genotype names an alternate allele: which one, nobody can tell",
    [CB_ODD_OPEN_GENOTYPE] = "a genotype ends in a separator; the allele missing behind it counts as not called",
    [CB_ODD_UNSORTED] = "the position is smaller than that of the record before: the file is not sorted. It is read "
                        "as it stands",
    [CB_ODD_CONTIG_AGAIN] = "a chromosome comes back after records of another one: the file is not sorted. It is read "
                            "as it stands",
};

void cb_odd(cb_reading *reader, cb_oddity oddity) {
    cb_oddity_count *c = &reader->oddities[oddity];
    if (c->records > 0 && c->last == reader->number) {
        return;
    }
    if (c->records == 0) {
        c->first = reader->line > 0 ? reader->line : reader->number;
    }
    c->last = reader->number;
    c->records++;
}

static char *worded(const cb_variants *reader, cb_oddity oddity, cb_arena *arena) {
    const cb_oddity_count *c = &reader->oddities[oddity];
    const char *place = cb_hts_is_bcf(reader->source) ? "record" : "line";
    switch (oddity) {
    case CB_ODD_BLANK_END:
        return cb_format(arena, "%s ends with blank lines (from line %lld).", reader->file, (long long)c->first);
    case CB_ODD_NO_NEWLINE:
        return cb_format(arena, "%s has no newline at end of file; its last line (%lld) has all its values. %s",
                         reader->file, (long long)c->first, "Make sure that no line is lost behind it.");
    default:
        return c->records == 1 ? cb_format(arena, "%s: in 1 record (%s %lld) %s.", reader->file, place,
                                           (long long)c->first, texts[oddity])
                               : cb_format(arena, "%s: in %lld records (the first at %s %lld) %s.", reader->file,
                                           (long long)c->records, place, (long long)c->first, texts[oddity]);
    }
}

/* A colon or an asterisk parts a name from a position, or a name from nothing, in other tools. Names of HLA alleles
 * have them everywhere. */
static cb_status notice_contigs(const cb_variants *reader, cb_case *kase, cb_arena *arena, cb_error *e) {
    const cb_map *contigs = reader->header.contigs;
    size_t count = 0;
    const char *first = NULL;
    for (size_t i = 0; i < cb_map_size(contigs); i++) {
        const cb_contig_line *line = cb_map_value(contigs, i);
        const char *name = line->contig.name;
        if (!cb_str_starts(cb_str_of(name), "HLA-") && strpbrk(name, ":*\"'\\")) {
            first = first ? first : name;
            count++;
        }
    }
    if (count == 0) {
        return CB_OK;
    }
    return cb_add_notice(kase, arena,
                         cb_format(arena,
                                   "%s: %zu contig ID%s a colon or another character that none should have (%s); it is "
                                   "taken as it stands.",
                                   reader->file, count, count == 1 ? " contains" : "s contain", first),
                         e);
}

/* What the specification says of the FORMAT keys that are read (VCF 4.1 to 4.5, section 1.6.2). Where it has a count by
 * alleles, older tools wrote '.'. */
static const struct {
    const char *key, *number, *type;
    bool dot;
} used[] = {
    {"GT", "1", "String", false},  {"AD", "R", "Integer", true},  {"DP", "1", "Integer", false},
    {"GQ", "1", "Integer", false}, {"PS", "1", "Integer", false}, {"PL", "G", "Integer", true},
    {"GL", "G", "Float", true},
};

static bool is_declared_oddly(const cb_declared *d, size_t i) {
    bool number = strcmp(d->number_text, used[i].number) == 0 || (used[i].dot && d->number == '.');
    return !number || strcmp(d->type, used[i].type) != 0;
}

static cb_status notice_header(const cb_variants *reader, cb_case *kase, cb_arena *arena, cb_error *e) {
    cb_status status = CB_OK;
    for (size_t i = 0; status == CB_OK && i < sizeof used / sizeof *used; i++) {
        const cb_declared *d = cb_header_format(&reader->header, cb_str_of(used[i].key));
        if (d && is_declared_oddly(d, i)) {
            status = cb_add_notice(
                kase, arena,
                cb_format(arena, "%s declares FORMAT %s with Number %s and Type %s, not %s and %s as the %s",
                          reader->file, d->id, d->number_text, d->type, used[i].number, used[i].type,
                          "specification; its values are read as the specification has them, or not at all."),
                e);
        }
        if (status == CB_OK && d && d->disordered) {
            status =
                cb_add_notice(kase, arena,
                              cb_format(arena, "%s declares FORMAT %s in another order of fields than %s", reader->file,
                                        d->id, "ID, Number, Type, Description; they are read by name."),
                              e);
        }
    }
    return status;
}

cb_status cb_variants_notices(const cb_variants *reader, cb_case *kase, cb_arena *arena, cb_error *e) {
    cb_status status = notice_header(reader, kase, arena, e);
    status = status == CB_OK ? notice_contigs(reader, kase, arena, e) : status;
    for (int i = 0; status == CB_OK && i < CB_ODDITIES; i++) {
        if (reader->oddities[i].records > 0) {
            status = cb_add_notice(kase, arena, worded(reader, (cb_oddity)i, arena), e);
        }
    }
    return status;
}

bool cb_declared_as_counts(const cb_header *header, const char *key) {
    const cb_declared *d = cb_header_format(header, cb_str_of(key));
    if (!d) {
        return true;
    }
    for (size_t i = 0; i < sizeof used / sizeof *used; i++) {
        if (strcmp(key, used[i].key) == 0) {
            return !is_declared_oddly(d, i);
        }
    }
    return strcmp(d->type, "Integer") == 0;
}
