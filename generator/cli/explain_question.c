/* explain_question.c: the spellings of an allele, and which alleles of the input answer to them. */
#include <string.h>
#include <strings.h>

#include "casebound/base/ascii.h"
#include "casebound/base/number.h"
#include "casebound/model/change.h"
#include "explain.h"

static const char SPELLINGS[] = "write it as 1-12345-A-T, chr1:12345A>T, 1:12345:A:T, rs123, NM_000001.2:c.34A>T, or "
                                "1-12345 for all at one place";

static bool is_id(const char *text) {
    return strncasecmp(text, "rs", 2) == 0 && cb_ascii_digits(cb_str_of(text + 2));
}

/* "NM_000001.2:c.34A>T" or "KCNQ2 c.34A>T": where the change begins. */
static const char *hgvs_change(const char *text) {
    const char *separator = strpbrk(text, ": ");
    bool hgvs = separator && separator > text && separator[1] && strchr("cnmgr", separator[1]) && separator[2] == '.';
    return hgvs && separator[3] ? separator + 1 : NULL;
}

static cb_status read_hgvs(cb_arena *arena, const char *change, cb_question *out, cb_error *e) {
    out->kind = CB_ASKED_HGVS;
    out->reference = cb_copy_n(arena, out->text, (size_t)(change - out->text) - 1);
    out->change = change;
    return out->reference ? CB_OK : cb_fail_memory(e);
}

/* The part up to one of the separators, which are taken off *rest. */
static cb_str next_part(cb_str *rest, const char *separators) {
    size_t n = 0;
    while (n < rest->n && !strchr(separators, rest->s[n])) {
        n++;
    }
    cb_str part = {rest->s, n};
    while (n < rest->n && strchr(separators, rest->s[n])) {
        n++;
    }
    *rest = (cb_str){rest->s + n, rest->n - n};
    return part;
}

static cb_str next_digits(cb_str *rest) {
    size_t n = 0;
    while (n < rest->n && cb_ascii_digit(rest->s[n])) {
        n++;
    }
    cb_str digits = {rest->s, n};
    *rest = (cb_str){rest->s + n, rest->n - n};
    return digits;
}

static bool read_site(cb_arena *arena, cb_question *out) {
    cb_str rest = cb_str_of(out->text);
    char *chrom = cb_copy_str(arena, next_part(&rest, ":-"));
    cb_str position = next_digits(&rest);
    if (!chrom || !*chrom || !cb_parse_integer(position, &out->site.position)) {
        return false;
    }
    cb_contig_of(strncasecmp(chrom, "chr", 3) == 0 ? chrom + 3 : chrom, &out->contig);
    out->site.contig = &out->contig;
    out->kind = CB_ASKED_PLACE;
    if (rest.n == 0) {
        return true;
    }
    if (strchr(":-_ ", rest.s[0])) {
        rest = (cb_str){rest.s + 1, rest.n - 1};
    }
    out->kind = CB_ASKED_KEY;
    out->site.ref = cb_copy_str(arena, next_part(&rest, ":->/_ "));
    out->site.alt = cb_copy_str(arena, rest);
    return out->site.ref && out->site.alt && *out->site.ref && *out->site.alt;
}

cb_status cb_question_read(cb_arena *arena, const char *text, cb_question *out, cb_error *e) {
    *out = (cb_question){.text = text};
    const char *change = hgvs_change(text);
    if (change) {
        return read_hgvs(arena, change, out, e);
    }
    if (is_id(text)) {
        out->kind = CB_ASKED_ID;
        return CB_OK;
    }
    return read_site(arena, out) ? CB_OK : cb_fail(e, CB_USAGE, "'%s' is no allele; %s", text, SPELLINGS);
}

cb_status cb_question_gene(cb_arena *arena, const char *text, cb_question *out, cb_error *e) {
    *out = (cb_question){.kind = CB_ASKED_GENE, .text = text, .reference = text};
    const char *digits = strncasecmp(text, "HGNC:", 5) == 0 ? text + 5 : text;
    if (cb_ascii_digits(cb_str_of(digits))) {
        out->id = cb_copy(arena, digits);
        return out->id ? CB_OK : cb_fail_memory(e);
    }
    return CB_OK;
}

/* Matching. */

/* An ID holds several names with ';' between. */
static bool has_id(const cb_variant *v, const char *id) {
    cb_str rest = cb_str_of(v->id), name;
    while (v->id && cb_str_split(&rest, ';', &name)) {
        if (cb_ascii_same(name, cb_str_of(id))) {
            return true;
        }
    }
    return false;
}

/* A transcript is meant with its version, or without one in any. */
static bool is_transcript(const char *feature, const char *wanted) {
    size_t n = strlen(wanted);
    return feature && (strcmp(feature, wanted) == 0 ||
                       (!strchr(wanted, '.') && strncmp(feature, wanted, n) == 0 && feature[n] == '.'));
}

static bool has_hgvs(const cb_variant *v, const cb_question *asked) {
    for (size_t i = 0; i < v->transcript_count; i++) {
        const cb_transcript *t = &v->transcripts[i];
        bool named = is_transcript(t->feature, asked->reference) || (t->gene && strcmp(t->gene, asked->reference) == 0);
        if (named && t->hgvs_c && strcmp(t->hgvs_c, asked->change) == 0) {
            return true;
        }
    }
    return false;
}

static bool in_gene(const cb_variant *v, const cb_question *asked) {
    for (size_t i = 0; i < v->transcript_count; i++) {
        const cb_transcript *t = &v->transcripts[i];
        if (asked->id ? t->hgnc_id && strcmp(t->hgnc_id, asked->id) == 0
                      : t->gene && strcasecmp(t->gene, asked->reference) == 0) {
            return true;
        }
    }
    return false;
}

static bool on_contig(const cb_question *asked, const cb_variant *v) {
    return strcasecmp(asked->contig.display, v->contig->display) == 0 ||
           (asked->contig.kind != CB_OTHER_CONTIG && asked->contig.kind == v->contig->kind &&
            asked->contig.order == v->contig->order);
}

static cb_answer match_site(const cb_question *asked, const cb_variant *v) {
    cb_change wanted, had;
    if (strcmp(asked->text, v->key) == 0) {
        return CB_ANSWER_YES;
    }
    if (!on_contig(asked, v)) {
        return CB_ANSWER_NO;
    }
    bool here = v->position == asked->site.position;
    if (asked->kind == CB_ASKED_PLACE) {
        return here ? CB_ANSWER_YES : CB_ANSWER_NO;
    }
    if (here && strcasecmp(v->ref, asked->site.ref) == 0 && strcasecmp(v->alt, asked->site.alt) == 0) {
        return CB_ANSWER_YES;
    }
    if (cb_change_of(&asked->site, &wanted) && cb_change_of(v, &had) && cb_changes_same(&wanted, &had)) {
        return CB_ANSWER_SAME;
    }
    int64_t away = v->position > asked->site.position ? v->position - asked->site.position
                                                      : asked->site.position - v->position;
    return away <= CB_EXPLAIN_NEAR ? CB_ANSWER_NEAR : CB_ANSWER_NO;
}

cb_answer cb_question_match(const cb_question *asked, const cb_variant *v) {
    bool yes = false;
    switch (asked->kind) {
    case CB_ASKED_KEY:
    case CB_ASKED_PLACE:
        return match_site(asked, v);
    case CB_ASKED_ID:
        yes = has_id(v, asked->text);
        break;
    case CB_ASKED_HGVS:
        yes = has_hgvs(v, asked);
        break;
    case CB_ASKED_GENE:
        yes = in_gene(v, asked);
        break;
    }
    return yes ? CB_ANSWER_YES : CB_ANSWER_NO;
}
