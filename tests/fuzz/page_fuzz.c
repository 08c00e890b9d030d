/* page_fuzz.c: any bytes are taken for a page, and for a document of facts. */
#include "verify/facts.h"
#include "verify/html.h"
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    cb_arena *arena = cb_arena_new((size_t)256 << 20);
    cb_findings findings = {0};
    cb_checking checking = {.arena = arena, .out = &findings};
    cb_html_result page;
    cb_json_facts facts;
    cb_error e = {0};
    char digest[CB_SHA256_HEX];
    cb_str bytes = {(const char *)data, size};
    if (arena && cb_html_verify(&checking, "fuzz.html", bytes, &page, &e) == CB_OK && findings.count == 0) {
        abort();
    }
    cb_str rest = bytes;
    const cb_pieces pieces = cb_pieces_of(&rest);
    if (cb_json_facts_read(&pieces, &facts, &e) == CB_OK && !cb_is_digest(cb_str_of(facts.made))) {
        abort();
    }
    if (cb_tsv_facts_read(bytes, digest) && !cb_is_digest(cb_str_of(digest))) {
        abort();
    }
    cb_arena_free(arena);
    return 0;
}
