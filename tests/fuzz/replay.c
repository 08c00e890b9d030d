/* replay.c: runs the files given through a fuzz target without a fuzzer, and prints TAP. Empty input and each file cut
 * in the middle are tried too. `make MODE=fuzz fuzz-programs` links libFuzzer in its place. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { INPUT_MAX = 16 << 20 };

/* A block of exactly `size` bytes, so that a sanitizer sees the first byte read behind its end. */
static int run_exactly(const uint8_t *bytes, size_t size) {
    uint8_t *exact = malloc(size ? size : 1);
    if (!exact) {
        return 0;
    }
    for (size_t i = 0; i < size; i++) {
        exact[i] = bytes[i];
    }
    LLVMFuzzerTestOneInput(exact, size);
    free(exact);
    return 1;
}

static int run_file(const char *path, uint8_t *bytes) {
    FILE *in = fopen(path, "rb");
    if (!in) {
        return 0;
    }
    size_t size = fread(bytes, 1, INPUT_MAX, in);
    int whole = !ferror(in) && feof(in);
    fclose(in);
    return whole && run_exactly(bytes, size) && run_exactly(bytes, size / 2);
}

int main(int argc, char **argv) {
    uint8_t *bytes = calloc(1, INPUT_MAX);
    if (!bytes) {
        return 1;
    }
    printf("1..%d\n", argc);
    printf("%sok 1 - no bytes at all\n", run_exactly(bytes, 0) ? "" : "not ");
    int failed = 0;
    for (int i = 1; i < argc; i++) {
        printf("# %s\n", argv[i]);
        fflush(stdout);
        int ok = run_file(argv[i], bytes);
        printf("%sok %d - %s\n", ok ? "" : "not ", i + 1, argv[i]);
        failed += !ok;
    }
    free(bytes);
    return failed > 0;
}
