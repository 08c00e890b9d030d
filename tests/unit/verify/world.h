/* world.h: a whole case folder made by hand, sealed or not, to be damaged by the tests of verify. */
#ifndef TESTS_UNIT_VERIFY_WORLD_H
#define TESTS_UNIT_VERIFY_WORLD_H

#include "casebound/base/digest.h"
#include "casebound/folder/folder.h"
#include "casebound/seal/seal.h"
#include "casebound/verify/verify.h"
#include "unit/seal/small_pdf.h"

enum { WORLD_ARENA = 512 << 20, WORLD_NOW = 1700000000, WORLD_FILES = 16 };

typedef struct world {
    cb_arena *arena;
    const char *scratch, *keys, *trust, *folder;
    cb_key *key;
    cb_bundle bundle;
    cb_str unsealed_pdf;
    int folders;
    cb_arena *looking[2]; /* for the findings of the last two runs */
    unsigned looks;
} world;

#define WORLD_JSON_HEAD "{\n  \"report\": {\n    \"id\": \"FAM-1-r1\",\n"
#define WORLD_JSON_TAIL                                                                                             \
    "    \"date\": \"2024-01-31\"\n  },\n  \"other\": {\n    \"text with \\\" and spaces :, \": [\n    1.50,\n    " \
    "true,\n    {},\n    "                                                                                          \
    "[],\n    null\n  ]}\n}\n"
#define WORLD_CANONICAL                                                                                    \
    "{\"report\":{\"id\":\"FAM-1-r1\",\"date\":\"2024-01-31\"},\"other\":{\"text with \\\" and spaces :, " \
    "\":[1.50,true,{},[],null]}}"
#define WORLD_STYLE "p{margin:0}"

static inline void world_add(world *w, const char *name, cb_str bytes) {
    w->bundle.files[w->bundle.count++] = (cb_bundle_file){.name = name, .bytes = bytes, .type = "text/plain"};
}

static inline cb_str world_text(world *w, const char *text) {
    return cb_str_of(cb_copy(w->arena, text));
}

/* SHA-256 of a text in Base64, by OpenSSL's command line's rules; here by hand to stay independent of the code under
 * test. */
static inline const char *world_base64(world *w, cb_str bytes) {
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    cb_digest d;
    cb_error e = {0};
    if (cb_digest_of(bytes, &d, &e)) {
        return NULL;
    }
    char *out = cb_alloc(w->arena, 45);
    for (int i = 0, n = 0; i < 43; i++, n += 6) {
        int value = 0;
        for (int bit = 0; bit < 6; bit++) {
            int at = n + bit;
            value = value << 1 | (at < 256 ? d.bytes[at / 8] >> (7 - at % 8) & 1 : 0);
        }
        out[i] = letters[value];
    }
    out[43] = '=';
    return out;
}

/* The page: `head` and `body` are put into it, `policy` behind its policy. */
static inline cb_str world_page(world *w, const char *facts, const char *policy, const char *head, const char *body) {
    return cb_str_of(cb_format(
        w->arena,
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n<meta "
        "http-equiv=\"Content-Security-Policy\" "
        "content=\"default-src 'none'; base-uri 'none'; form-action 'none'; style-src 'sha256-%s'%s\"/>\n"
        "<meta name=\"casebound-facts\" content=\"%s\"/>\n<title>FAM-1 &lt;script&gt;</title>\n<style>" WORLD_STYLE
        "</style>%s\n</head>\n<body><p>1 &lt; 2 <a href=\"#v1\">v1</a> "
        "<a href=\"https://www.omim.org/\">OMIM</a></p>%s</body>\n</html>\n",
        world_base64(w, cb_str_of(WORLD_STYLE)), policy, facts, head, body));
}

static inline const char *world_xmp(world *w, const char *facts) {
    return cb_format(
        w->arena, "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><casebound:FactsDigest>%s</casebound:FactsDigest></x:xmpmeta>",
        facts);
}

static inline const char *world_facts(world *w) {
    cb_digest d;
    cb_error e = {0};
    char *hex = cb_alloc(w->arena, CB_SHA256_HEX);
    if (cb_digest_of(cb_str_of(WORLD_CANONICAL), &d, &e)) {
        return NULL;
    }
    cb_digest_hex(&d, hex);
    return hex;
}

/* Fills the bundle but for manifest and signature. */
static inline cb_status world_fill(world *w, bool sealed, cb_error *e) {
    const char *facts = world_facts(w);
    cb_str pdf = small_pdf_make(w->arena, &(small_pdf){.second = "Review", .metadata = world_xmp(w, facts)}), first,
           second;
    cb_digest digest;
    w->unsealed_pdf = pdf;
    w->bundle = (cb_bundle){cb_alloc_array(w->arena, WORLD_FILES, sizeof(cb_bundle_file)), 0, WORLD_FILES};
    cb_status status = sealed ? cb_seal_pdf(w->arena, w->key, pdf, "Seal", "Sealed", WORLD_NOW, &pdf, e) : CB_OK;
    world_add(w, "FAM-1-r1.html", world_page(w, facts, "", "", ""));
    world_add(w, "FAM-1-r1.pdf", pdf);
    world_add(
        w, "case.json",
        world_text(w, cb_format(w->arena, WORLD_JSON_HEAD "    \"facts_digest\": \"%s\",\n" WORLD_JSON_TAIL, facts)));
    world_add(
        w, "variants.tsv",
        world_text(w, cb_format(w->arena, "##report=FAM-1-r1\n##facts_digest=%s\nrank\tkey\n1\t1-2-A-T\n", facts)));
    if (!status) {
        status = cb_audit_line(w->arena, WORLD_NOW, "casebound", "built", "a \"case\"", NULL, &first, e);
    }
    if (!status) {
        status = cb_digest_of(first, &digest, e);
    }
    if (!status) {
        status = cb_audit_line(w->arena, WORLD_NOW, "casebound", "sealed", "", &digest, &second, e);
    }
    if (!status) {
        world_add(w, "audit.jsonl", world_text(w, cb_format(w->arena, "%s%s", first.s, second.s)));
    }
    world_add(w, "used/profile 1.lua", world_text(w, "return {}\n"));
    world_add(w, "mimetype", world_text(w, CB_MIMETYPE));
    return status;
}

/* Adds manifest and signature over what the bundle holds now. */
static inline cb_status world_bind(world *w, bool sealed, cb_error *e) {
    cb_str manifest, signature;
    cb_status status = cb_manifest_make(w->arena, &w->bundle, &manifest, e);
    if (!status) {
        world_add(w, CB_MANIFEST_PATH, manifest);
    }
    if (!status && sealed) {
        status = cb_seal_bytes(w->arena, w->key, manifest, WORLD_NOW, &signature, e);
    }
    if (!status && sealed) {
        world_add(w, CB_SIGNATURE_PATH, signature);
    }
    return status;
}

static inline cb_status world_write(world *w, cb_error *e) {
    w->folder = cb_format(w->arena, "%s/FAM-1-r1.%d", w->scratch, w->folders++);
    return cb_folder_write(w->folder, &w->bundle, e);
}

/* A folder, sealed or not, on disk. */
static inline cb_status world_make(world *w, bool sealed, cb_error *e) {
    cb_status status = world_fill(w, sealed, e);
    if (!status) {
        status = world_bind(w, sealed, e);
    }
    return status ? status : world_write(w, e);
}

static inline cb_bundle_file *world_file(world *w, const char *name) {
    for (size_t i = 0; i < w->bundle.count; i++) {
        if (strcmp(w->bundle.files[i].name, name) == 0) {
            return &w->bundle.files[i];
        }
    }
    return NULL;
}

/* Replaces a file on disk. */
static inline cb_status world_put(world *w, const char *name, cb_str bytes, cb_error *e) {
    const char *path = cb_path_join(w->arena, w->folder, name);
    remove(path);
    return cb_file_write(path, bytes, e);
}

static inline int world_up(void **state) {
    cb_error e = {0};
    world *w = calloc(1, sizeof *w);
    if (!w) {
        return -1;
    }
    *state = w;
    w->arena = cb_arena_new(WORLD_ARENA);
    w->looking[0] = cb_arena_new(WORLD_ARENA);
    w->looking[1] = cb_arena_new(WORLD_ARENA);
    w->scratch = scratch_make(w->arena);
    w->keys = cb_path_join(w->arena, w->scratch, "keys");
    w->trust = cb_path_join(w->arena, w->keys, "authority.pem");
    cb_status status = cb_key_new(w->keys, WORLD_NOW, &e);
    if (!status) {
        status = cb_key_open(w->arena, cb_path_join(w->arena, w->keys, "seal.pem"), NULL, WORLD_NOW, &w->key, &e);
    }
    if (!status) {
        status = world_make(w, true, &e);
    }
    if (status) {
        fprintf(stderr, "%s\n", e.text);
    }
    return status ? -1 : 0;
}

static inline int world_down(void **state) {
    world *w = *state;
    scratch_drop(w->scratch);
    cb_arena_free(w->looking[0]);
    cb_arena_free(w->looking[1]);
    cb_arena_free(w->arena);
    free(w);
    return 0;
}

static inline bool world_found(const cb_findings *f, cb_finding_kind kind, const char *check, const char *text) {
    for (size_t i = 0; i < f->count; i++) {
        if (f->list[i].kind == kind && strcmp(f->list[i].check, check) == 0 && strstr(f->list[i].text, text)) {
            return true;
        }
    }
    return false;
}

static inline void world_print(const cb_findings *f) {
    for (size_t i = 0; i < f->count; i++) {
        fprintf(stderr, "  %c %s: %s\n", "+-."[f->list[i].kind], f -> list[i].check, f->list[i].text);
    }
}

/* Fails the test where no check has failed, or none with this text. */
static inline void world_expect(const cb_findings *f, const char *check, const char *text) {
    if (!f->failed || !world_found(f, CB_FINDING_FAILED, check, text)) {
        world_print(f);
        fail_msg("'%s: %s' was not found", check, text);
    }
}

static inline void world_expect_whole(const cb_findings *f) {
    if (f->failed) {
        world_print(f);
        fail_msg("%zu findings in what is whole", f->failed);
    }
}

/* The findings live until the one after the next. */
static inline cb_findings world_look(world *w, const char *path, const char *trust, int64_t now) {
    cb_findings f;
    cb_error e = {0};
    cb_arena *arena = w->looking[w->looks++ % 2];
    cb_arena_reset(arena);
    if (cb_verify(arena, path, trust, now, &f, &e)) {
        fail_msg("%s", e.text);
    }
    return f;
}

#endif
