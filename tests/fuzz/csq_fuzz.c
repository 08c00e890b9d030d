/* csq_fuzz.c: which entries of CSQ, ANN and BCSQ belong to which allele. The input's lines are: the key ('c', 'a', 'b',
 * or in capitals for bytes that are taken as they stand), REF, ALT, other INFO, and then the entries, one a line:
 * "allele|number" (BCSQ: the change of DNA, "69511A>G"), which get a name and a frequency of their own, so that it can
 * be told where each ended. In capitals: the description of the key, and its value. CB-VCF-15, CB-VCF-20 */
#include <math.h>
#include <strings.h>

#include "casebound/read/variants.h"
#include "fuzz_kit.h"

enum { ROOM = 256 << 20, ENTRIES_MAX = 16, ALLELES_MAX = 8, TEXT_MAX = 1 << 20, POSITION = 69511 };

typedef enum place { ELSEWHERE, UNSURE, HERE } place;

typedef struct trial {
    cb_arena *arena;
    char key;                /* 'c', 'a', 'b' */
    bool raw;                /* no entries of our own */
    cb_str ref, alt, info;
    cb_str entries[ENTRIES_MAX];
    size_t entry_count;
    cb_str description, value;
    place found[ALLELES_MAX][ENTRIES_MAX];
} trial;

static const char *key_of(const trial *t) {
    return t->key == 'c' ? "CSQ" : t->key == 'a' ? "ANN" : "BCSQ";
}

static cb_str line_of(cb_str *rest) {
    cb_str line = {0};
    (void)cb_str_split(rest, '\n', &line);
    return line;
}

/* Bytes that end an entry, a field or a column are no part of an allele. */
static bool plain(cb_str text) {
    for (size_t i = 0; i < text.n; i++) {
        if ((unsigned char)text.s[i] <= ' ' || strchr(",;=%", text.s[i])) {
            return false;
        }
    }
    return true;
}

static bool parse(trial *t, cb_str bytes) {
    cb_str key = line_of(&bytes);
    if (key.n != 1 || !strchr("cabCAB", key.s[0])) {
        return false;
    }
    t->raw = key.s[0] < 'a';
    t->key = (char)(key.s[0] | 0x20);
    t->ref = line_of(&bytes);
    t->alt = line_of(&bytes);
    t->info = line_of(&bytes);
    if (t->raw) {
        t->description = line_of(&bytes);
        t->value = line_of(&bytes);
        return true;
    }
    while (bytes.s && t->entry_count < ENTRIES_MAX) {
        cb_str entry = line_of(&bytes);
        if (entry.n > 0 && plain(entry)) {
            t->entries[t->entry_count++] = entry;
        }
    }
    return t->entry_count > 0;
}

static void write_entry(const trial *t, size_t i, cb_buf *b) {
    cb_str rest = t->entries[i], allele = {0}, number = {0};
    (void)cb_str_split(&rest, '|', &allele);
    (void)cb_str_split(&rest, '|', &number);
    if (t->key == 'b') {
        cb_buf_printf(b, "missense|G|T%zu|protein_coding", i);
        if (allele.n > 0) {
            cb_buf_printf(b, "|+|1A>1B|%.*s", (int)allele.n, allele.s);
        }
        return;
    }
    cb_buf_printf(b, "%.*s|missense_variant|T%zu|%.*s|0.%03zu", (int)allele.n, allele.s, i, (int)number.n,
                  number.n ? number.s : "", i + 1);
}

static void write_file(const trial *t, cb_buf *b) {
    static const char fields[] = "Format: Allele|Consequence|Feature|ALLELE_NUM|PF";
    static const char bcsq[] = "Format: Consequence|gene|transcript|biotype|strand|amino_acid_change|dna_change";
    cb_str description = t->raw ? t->description : cb_str_of(t->key == 'b' ? bcsq : fields);
    cb_buf_printf(b, "##fileformat=VCFv4.2\n##INFO=<ID=%s,Number=.,Type=String,Description=\"", key_of(t));
    cb_buf_str(b, description);
    cb_buf_text(b, "\">\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tkid\n1\t");
    cb_buf_printf(b, "%d\t.\t", (int)POSITION);
    cb_buf_str(b, t->ref);
    cb_buf_char(b, '\t');
    cb_buf_str(b, t->alt);
    cb_buf_text(b, "\t.\t.\t");
    cb_buf_str(b, t->info);
    cb_buf_printf(b, "%s%s=", t->info.n ? ";" : "", key_of(t));
    for (size_t i = 0; i < t->entry_count; i++) {
        cb_buf_text(b, i > 0 ? "," : "");
        write_entry(t, i, b);
    }
    cb_buf_str(b, t->value);
    cb_buf_text(b, "\tGT\t./.\n");
}

static void note_places(trial *t, const cb_variant *v, int allele) {
    for (size_t i = 0; i < v->transcript_count; i++) {
        const cb_transcript *entry = &v->transcripts[i];
        must_be_text(entry->consequences);
        must_be_text(entry->feature);
        unsigned which;
        if (!t->raw && entry->feature && sscanf(entry->feature, "T%u", &which) == 1 && which < ENTRIES_MAX) {
            t->found[allele][which] = entry->allele_ambiguous ? UNSURE : HERE;
        }
    }
}

/* A frequency is taken from an entry that is certainly this allele's, or not at all; where a record has one allele,
 * from any entry that was kept. */
static void check_frequency(const trial *t, const cb_variant *v, int allele) {
    bool known = v->af.presence != CB_PRESENT;
    place least = v->allele_count == 1 ? UNSURE : HERE;
    for (size_t i = 0; i < t->entry_count && !known; i++) {
        known = t->found[allele][i] >= least && fabs(v->af.value - (double)(i + 1) / 1000) < 1e-9;
    }
    must(t->raw || known);
}

static bool same_alts(const cb_record *r) {
    for (int i = 0; i < r->allele_count; i++) {
        for (int k = 0; k < i; k++) {
            cb_str a, b;
            must(cb_record_alt(r, i, &a) && cb_record_alt(r, k, &b));
            if (a.n == b.n && strncasecmp(a.s, b.s, a.n) == 0) {
                return true;
            }
        }
    }
    return false;
}

/* Among several alleles no entry is certainly of two, and one of CSQ or ANN is not lost to all of them. */
static void check_places(const trial *t, const cb_record *r, int made) {
    for (size_t i = 0; i < t->entry_count && made == r->allele_count && made > 1; i++) {
        int certain = 0, unsure = 0;
        for (int allele = 0; allele < made; allele++) {
            certain += t->found[allele][i] == HERE ? 1 : 0;
            unsure += t->found[allele][i] == UNSURE ? 1 : 0;
        }
        must(certain <= 1 || same_alts(r));
        must(certain + unsure > 0 || t->key == 'b');
    }
}

static cb_status make_all(trial *t, cb_variants *reader, const cb_materials *with, cb_error *e) {
    cb_record r;
    bool more;
    int made = 0;
    cb_status s = cb_variants_next(reader, &r, &more, e);
    if (s != CB_OK || !more) {
        return s;
    }
    for (int i = 1; i <= r.allele_count && i <= ALLELES_MAX && s == CB_OK; i++) {
        cb_variant *v;
        s = cb_materialise(reader, &r, i, with, t->arena, &v, e);
        if (s == CB_OK) {
            note_places(t, v, i - 1);
            check_frequency(t, v, i - 1);
            made++;
        }
    }
    if (s == CB_OK && !t->raw) {
        check_places(t, &r, made);
    }
    return s;
}

static cb_status read_file(trial *t, const char *path, cb_error *e) {
    static const cb_consequence missense = {"missense_variant", "MODERATE", "missense", 1};
    static const char *const keys[] = {"CSQ/PF", "ANN/PF"};
    static const cb_source frequency = {.name = "population", .keys = keys, .key_count = 2};
    static const cb_sources sources = {.frequencies = &frequency, .frequency_count = 1};
    static const cb_evidence_policy evidence = {8, 2};
    cb_person kid = {.id = "kid", .display = "kid", .father = -1, .mother = -1, .role = CB_PROBAND};
    cb_case kase = {.family = {.id = "F", .persons = &kid, .count = 1}, .build = CB_GRCH38};
    cb_consequences table = {.terms = cb_map_new(t->arena), .count = 1};
    cb_variants *reader;
    const cb_materials with = {&kase, &sources, &table, &evidence};
    must(table.terms && cb_map_set(table.terms, cb_str_of(missense.term), &missense));
    cb_status s = cb_variants_open(t->arena, path, &reader, e);
    s = s == CB_OK ? cb_variants_map(reader, &kase, t->arena, e) : s;
    return s == CB_OK ? make_all(t, reader, &with, e) : s;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    trial t = {.arena = cb_arena_new(ROOM)};
    cb_error e = {0};
    char path[64];
    must(t.arena != NULL);
    if (parse(&t, (cb_str){(const char *)data, size})) {
        cb_buf b;
        cb_buf_init(&b, TEXT_MAX);
        write_file(&t, &b);
        if (!b.failed) {
            int fd = file_of(b.data, b.size, path);
            must_answer(read_file(&t, path, &e), &e);
            close(fd);
        }
        cb_buf_free(&b);
    }
    cb_arena_free(t.arena);
    return 0;
}
