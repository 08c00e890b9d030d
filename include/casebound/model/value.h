/* value.h: an annotated value that may be missing. Missing, zero and not annotated are three things. */
#ifndef CASEBOUND_MODEL_VALUE_H
#define CASEBOUND_MODEL_VALUE_H

typedef enum cb_presence {
    CB_NOT_ANNOTATED, /* no input of this case declares the field: nobody looked */
    CB_MISSING,       /* the field is declared, and has no value for this allele */
    CB_PRESENT
} cb_presence;

typedef struct cb_real {
    double value; /* only when CB_PRESENT */
    cb_presence presence;
    const char *source; /* the field it was read from ("CSQ/gnomADe_AF"), or NULL */
} cb_real;

typedef struct cb_text {
    const char *value; /* NUL-terminated UTF-8 as it stood in the input (decoded), only when CB_PRESENT */
    cb_presence presence;
    const char *source;
} cb_text;

#endif
