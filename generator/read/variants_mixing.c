/* variants_mixing.c: whether the header names a tool that could put values under another sample. */
#include "read/reader.h"

const char *cb_variants_mixing_tool(const cb_variants *reader) {
    if (!reader->header.merged_with) {
        return NULL;
    }
    return cb_format(reader->arena, "bcftools merge %s", reader->header.merged_with);
}
