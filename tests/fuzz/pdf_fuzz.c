/* pdf_fuzz.c: any bytes go through all checks of a PDF; without an anchor none may pass. */
#include "verify/pdf.h"
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    cb_arena *arena = cb_arena_new((size_t)512 << 20);
    cb_findings findings = {0};
    cb_checking checking = {.arena = arena, .out = &findings, .by = {.now = 1700000000}};
    cb_pdf_result result;
    cb_error e = {0};
    if (arena && cb_pdf_verify(&checking, "fuzz.pdf", (cb_str){(const char *)data, size}, &result, &e) == CB_OK &&
        (findings.failed == 0 || findings.signer)) {
        abort();
    }
    cb_arena_free(arena);
    return 0;
}
