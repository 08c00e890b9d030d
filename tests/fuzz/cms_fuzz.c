/* cms_fuzz.c: any bytes are taken for a signature over nothing that was signed; none may be valid. */
#include "verify/signature.h"
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    cb_arena *arena = cb_arena_new((size_t)64 << 20);
    cb_signature found;
    cb_error e = {0};
    const cb_str nothing = {"", 0};
    const cb_judging by = {0};
    for (cb_signature_form kind = CB_FORM_CADES; arena && kind <= CB_FORM_PKCS7; kind++) {
        cb_status status =
            cb_signature_check(arena, (cb_str){(const char *)data, size}, &nothing, 1, kind, &by, &found, &e);
        if (status == CB_OK && (found.valid || found.trusted || !found.fault)) {
            abort();
        }
    }
    cb_arena_free(arena);
    return 0;
}
