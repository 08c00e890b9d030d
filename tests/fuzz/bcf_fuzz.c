/* bcf_fuzz.c: any bytes as records of a BCF file say the same when they are taken without what nobody asks for as when
 * htslib takes them whole, or are refused for the same. Bytes that begin a block of BGZF are blocks: what is
 * decompressed of them is what htslib decompresses, however they are asked for. CB-VCF-50 CB-VCF-52 CB-VCF-53 */
#include <htslib/bgzf.h>
#include <htslib/hts_log.h>

#include "fuzz_kit.h"
#include "read/blocks.h"
#include "read/reader.h"

enum { ARENA = 512 << 20, PERSONS = 3, HEAD = 9, ALLELES_TRIED = 4, UNPACKED_MAX = 8 << 20 };

static const char header[] =
    "##fileformat=VCFv4.2\n##contig=<ID=1>\n"
    "##INFO=<ID=DP,Number=1,Type=Integer,Description=\"d\">\n"
    "##INFO=<ID=AF,Number=A,Type=Float,Description=\"d\">\n"
    "##INFO=<ID=COUNT,Number=A,Type=Integer,Description=\"d\">\n"
    "##INFO=<ID=NOTE,Number=1,Type=String,Description=\"d\">\n"
    "##INFO=<ID=OTHER,Number=.,Type=Float,Description=\"d\">\n"
    "##INFO=<ID=FLAG,Number=0,Type=Flag,Description=\"d\">\n"
    "##INFO=<ID=CSQ,Number=.,Type=String,Description=\"Format: Allele|Consequence|SYMBOL|AF\">\n"
    "##FORMAT=<ID=GT,Number=1,Type=String,Description=\"d\">\n"
    "##FORMAT=<ID=AD,Number=R,Type=Integer,Description=\"d\">\n"
    "##FORMAT=<ID=GQ,Number=1,Type=Integer,Description=\"d\">\n"
    "##FORMAT=<ID=PL,Number=G,Type=Integer,Description=\"d\">\n"
    "##FORMAT=<ID=FT,Number=1,Type=String,Description=\"d\">\n"
    "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tkid\tdad\tmum\n";

/* One of the two readings. */
typedef struct side {
    cb_arena *arena, *scratch;
    cb_variants *reader;
    cb_case kase;
    cb_person persons[PERSONS];
    cb_consequences table;
    cb_record record;
    bool more;
    cb_status status;
    cb_error e;
} side;

static const char *const frequency_keys[] = {"CSQ/AF", "INFO/OTHER"}, *const count_keys[] = {"INFO/COUNT"},
                         *const clinvar_keys[] = {"INFO/NOTE", "INFO/DP", "INFO/FLAG"};
static const cb_source frequency = {.name = "population", .keys = frequency_keys, .key_count = 2};
static const cb_source count = {.name = "alleles", .keys = count_keys, .key_count = 1, .kind = "allele_count"};
static const cb_sources sources = {.frequencies = &frequency,
                                   .frequency_count = 1,
                                   .counts = &count,
                                   .count_count = 1,
                                   .clinvar_keys = clinvar_keys,
                                   .clinvar_key_count = 3};
static const cb_evidence_policy evidence = {8, 2};

static void open_side(side *s, const char *path, bool lean) {
    static const char *const names[PERSONS] = {"kid", "dad", "mum"};
    cb_plan *plan;
    *s = (side){.arena = cb_arena_new(ARENA), .scratch = cb_arena_new(ARENA), .more = true};
    must(s->arena && s->scratch);
    s->table.terms = cb_map_new(s->arena);
    for (int i = 0; i < PERSONS; i++) {
        s->persons[i] = (cb_person){.id = names[i], .display = names[i], .father = -1, .mother = -1, .sex = CB_MALE};
    }
    s->persons[0].role = CB_PROBAND;
    s->kase.family = (cb_family){.id = "family", .persons = s->persons, .count = PERSONS};
    must(s->table.terms && cb_variants_open(s->arena, path, &s->reader, &s->e) == CB_OK);
    must(cb_variants_map(s->reader, &s->kase, s->arena, &s->e) == CB_OK);
    const cb_materials with = {&s->kase, &sources, &s->table, &evidence};
    must(!lean || (cb_variants_plan(s->reader, &with, s->arena, &plan, &s->e) == CB_OK &&
                   cb_variants_ask_for(s->reader, plan, &s->e) == CB_OK));
}

static void close_side(side *s) {
    cb_arena_free(s->scratch);
    cb_arena_free(s->arena);
}

/* A place in a line depends on what is left out of it, and so does the number of an item. */
static void must_agree(const side *a, const side *b) {
    const char *at = strstr(a->e.text, " at byte ");
    at = at ? at : strstr(a->e.text, "(item ");
    size_t n = at ? (size_t)(at - a->e.text) : strlen(a->e.text) + 1;
    must(a->status == b->status && a->more == b->more && strncmp(a->e.text, b->e.text, n) == 0);
}

static void must_be_equal(const cb_real *a, const cb_real *b) {
    must(a->presence == b->presence && memcmp(&a->value, &b->value, sizeof a->value) == 0);
    must(same_text(a->source, b->source));
}

static void compare_genotypes(const cb_genotype *a, const cb_genotype *b) {
    must(same_text(a->text, b->text) && a->ploidy == b->ploidy && a->phased == b->phased);
    must(memcmp(a->allele, b->allele, sizeof a->allele) == 0);
    must(a->depth == b->depth && a->ref_depth == b->ref_depth && a->alt_depth == b->alt_depth);
    must(a->quality == b->quality && a->zygosity == b->zygosity && a->evidence == b->evidence);
}

static void compare_variants(const cb_variant *a, const cb_variant *b) {
    must(same_text(a->key, b->key) && same_text(a->id, b->id) && same_text(a->filter, b->filter));
    must(a->end == b->end && a->position == b->position && memcmp(&a->quality, &b->quality, sizeof a->quality) == 0);
    must(same_text(a->split_from, b->split_from) && a->transcript_count == b->transcript_count);
    must_be_equal(&a->frequencies[0].value, &b->frequencies[0].value);
    must_be_equal(&a->counts[0].value, &b->counts[0].value);
    must(same_text(a->clinvar.significance.value, b->clinvar.significance.value));
    for (int i = 0; i < PERSONS; i++) {
        compare_genotypes(&a->genotypes[i], &b->genotypes[i]);
    }
}

static cb_variant *made(side *s, int index) {
    cb_variant *v = NULL;
    const cb_materials with = {&s->kase, &sources, &s->table, &evidence};
    cb_arena_reset(s->scratch);
    cb_error_clear(&s->e);
    s->status = cb_materialise(s->reader, &s->record, index, &with, s->scratch, &v, &s->e);
    return s->status == CB_OK ? v : NULL;
}

/* The readings stand at the same record. */
static void compare_records(side *whole, side *lean) {
    for (int i = 0; i < CB_RECORD_FIXED; i++) {
        must(i == CB_COL_INFO || cb_str_same(whole->record.fixed[i], lean->record.fixed[i]));
    }
    must(cb_str_same(whole->record.samples, lean->record.samples));
    for (int i = 1; i <= whole->record.allele_count && i <= ALLELES_TRIED; i++) {
        cb_variant *a = made(whole, i), *b = made(lean, i);
        must_agree(whole, lean);
        if (a && b) {
            compare_variants(a, b);
        }
    }
    whole->status = lean->status = CB_OK;
    cb_error_clear(&whole->e);
    cb_error_clear(&lean->e);
}

static void try_records(const uint8_t *data, size_t size) {
    static const uint8_t magic[] = {'B', 'C', 'F', 2, 2};
    const size_t text = sizeof header;
    char path[64];
    side whole, lean;
    uint8_t *bytes = malloc(HEAD + text + size);
    must(bytes != NULL);
    memcpy(bytes, magic, sizeof magic);
    for (size_t i = 0; i < 4; i++) {
        bytes[sizeof magic + i] = (uint8_t)(text >> 8 * i);
    }
    memcpy(bytes + HEAD, header, text);
    if (size > 0) {
        memcpy(bytes + HEAD + text, data, size);
    }
    int fd = file_of(bytes, HEAD + text + size, path);
    free(bytes);
    open_side(&whole, path, false);
    open_side(&lean, path, true);
    while (whole.status == CB_OK && whole.more) {
        whole.status = cb_variants_next(whole.reader, &whole.record, &whole.more, &whole.e);
        lean.status = cb_variants_next(lean.reader, &lean.record, &lean.more, &lean.e);
        must_agree(&whole, &lean);
        if (whole.status == CB_OK && whole.more) {
            compare_records(&whole, &lean);
        }
    }
    close_side(&whole);
    close_side(&lean);
    close(fd);
}

/* Asked for by `size` bytes; false where a block is broken. */
static bool unpack_all(int fd, size_t size, cb_buf *out) {
    cb_arena *arena = cb_arena_new(16 << 20);
    must(arena != NULL);
    cb_blocks *b = cb_blocks_new(arena, fd, 0, NULL);
    cb_unpacker *u = cb_unpacker_new(arena);
    cb_buf packed;
    bool good = b && u, last = false;
    must(good);
    cb_buf_init(&packed, 16 << 20);
    while (good && !last && out->size < UNPACKED_MAX) {
        size_t holds = 0, got = 0;
        cb_buf_clear(&packed);
        cb_status status = cb_blocks_take(b, size, &packed, &holds, &last);
        char *room = cb_buf_room(out, holds);
        must(room != NULL);
        good = cb_unpack(u, cb_buf_view(&packed), room, &got) && status == CB_OK;
        must(got <= holds);
        cb_buf_took(out, got);
    }
    cb_buf_free(&packed);
    cb_arena_free(arena);
    return good;
}

/* htslib lets pass what ends or breaks behind these bytes in silence; it must have them. */
static void must_be_htslibs(const char *path, cb_str bytes) {
    BGZF *in = bgzf_open(path, "r");
    char *room = malloc(bytes.n + 1);
    must(in && room);
    must(bytes.n == 0 || (bgzf_read(in, room, bytes.n) == (ssize_t)bytes.n && memcmp(room, bytes.s, bytes.n) == 0));
    free(room);
    (void)bgzf_close(in);
}

static void try_blocks(const uint8_t *data, size_t size) {
    char path[64];
    int fd = file_of(data, size, path);
    cb_buf one, all;
    cb_buf_init(&one, UNPACKED_MAX + (1 << 20));
    cb_buf_init(&all, UNPACKED_MAX + (1 << 20));
    bool good = unpack_all(fd, 1, &one);
    must(unpack_all(fd, CB_BLOCK_MAX, &all) == good || one.size >= UNPACKED_MAX || all.size >= UNPACKED_MAX);
    size_t n = one.size < all.size ? one.size : all.size;
    must(n == 0 || memcmp(one.data, all.data, n) == 0);
    if (good) {
        must_be_htslibs(path, cb_buf_view(&all));
    }
    cb_buf_free(&one);
    cb_buf_free(&all);
    close(fd);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    hts_set_log_level(HTS_LOG_OFF);
    bool blocks = size > 1 && data[0] == 31 && data[1] == 139;
    (blocks ? try_blocks : try_records)(data, size);
    return 0;
}
