/* harfbuzz.c: preloaded into the program under test, makes of HarfBuzz another version. OTHER_WIDTHS=1: one that sets
 * each letter a little wider, so that a page is drawn otherwise. */
#include <dlfcn.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* As far as HarfBuzz's interface is used here (hb-buffer.h). */
typedef struct position {
    int32_t x_advance, y_advance, x_offset, y_offset;
    uint32_t private_part;
} position;

const char *hb_version_string(void);
position *hb_buffer_get_glyph_positions(void *buffer, unsigned *length);
int hb_shape_full(void *font, void *buffer, const void *features, unsigned count, const char *const *shapers);

const char *hb_version_string(void) {
    return "99.0.0";
}

int hb_shape_full(void *font, void *buffer, const void *features, unsigned count, const char *const *shapers) {
    int (*next)(void *, void *, const void *, unsigned, const char *const *);
    void *found = dlsym(RTLD_NEXT, "hb_shape_full");
    memcpy(&next, &found, sizeof next); /* ISO C has no function in a void pointer */
    int shaped = next(font, buffer, features, count, shapers);
    unsigned length = 0;
    position *positions = getenv("OTHER_WIDTHS") ? hb_buffer_get_glyph_positions(buffer, &length) : NULL;
    for (unsigned i = 0; positions && i < length; i++) {
        positions[i].x_advance += 8;
    }
    return shaped;
}
