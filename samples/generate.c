/* generate.c: casebound-samples -o FOLDER writes the synthetic families; files that are there are not overwritten. */
#include "samples.h"

#include <stdio.h>
#include <string.h>

int main(int argc, char **argv) {
    cb_error e = {0};
    if (argc != 3 || strcmp(argv[1], "-o") != 0) {
        fputs("usage: casebound-samples -o FOLDER\n", stderr);
        return CB_USAGE;
    }
    cb_status s = CB_OK;
    for (int i = 0; i < FAMILY_COUNT && s == CB_OK; i++) {
        s = write_family(&FAMILIES[i], argv[2], &e);
    }
    if (s != CB_OK) {
        fprintf(stderr, "casebound-samples: %s\n", e.text);
    }
    return (int)s;
}
