/* packed.h: numbers of BCF, as the typed vectors of section 6.3.3 (VCF 4.3) have them, as text and as what that is
 * worth. Private to read. */
#ifndef CASEBOUND_READ_PACKED_H
#define CASEBOUND_READ_PACKED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Bytes that no number goes beyond as text, separator included: "-1.23457e-38,". */
enum { CB_PACKED_TEXT = 14 };

typedef struct cb_packed {
    int type; /* as htslib numbers them; no text */
    size_t count;
    const uint8_t *data;
} cb_packed;

/* Writes numbers with commas between, '.' where one is missing, up to the end of the vector; the end of the text. There
 * is room for CB_PACKED_TEXT bytes of each, and three more. `data` has as many values as the vector. */
char *cb_packed_write(const cb_packed *v, const uint8_t *data, char *to);
char *cb_packed_write_integer(char *to, int32_t value);

/* The number of a vector of one, the same as cb_parse_real has of its text; false where it is missing, or must be
 * written for that. */
bool cb_packed_number(const cb_packed *v, double *out);
/* A vector of one that ends before it. */
bool cb_packed_is_void(const cb_packed *v);

#endif
