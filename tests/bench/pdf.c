/* pdf.c: casebound-bench-pdf ROWS ROUNDS: draws the example's PDF with ROWS more rows in a table that goes over pages;
 * prints the median of the seconds, the peak of memory in MiB (the kernel's count, fonts and view included) and the
 * size. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>

#include "unit/arrange/example_view.h"
#include "unit/render/pdf_example.h"

enum { ROUNDS_MOST = 100, ROWS_MOST = 1000000 };
static const size_t MEMORY = (size_t)4 << 30;

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static int by_size(const void *a, const void *b) {
    const double *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

static cb_node *make_view(cb_arena *arena, long rows) {
    cb_node *view = example_view(arena);
    cb_node *inputs = (cb_node *)(uintptr_t)cb_node_at(view, "provenance/inputs");
    cb_builder b;
    cb_builder_init(&b, arena);
    for (long i = 0; i < rows; i++)
        example_input(&b, inputs, "vcf", cb_format(arena, "row-%06ld", i), i);
    return view;
}

int main(int argc, char **argv) {
    long rows = argc > 1 ? strtol(argv[1], NULL, 10) : 0, rounds = argc > 2 ? strtol(argv[2], NULL, 10) : 3;
    cb_arena *arena = cb_arena_new(MEMORY);
    cb_pdf_parts parts = {.producer = "bench"};
    if (rows < 0 || rows > ROWS_MOST || rounds < 1 || rounds > ROUNDS_MOST || !arena ||
        !example_pdf_parts(arena, &parts)) {
        fprintf(stderr, "casebound-bench-pdf ROWS ROUNDS\n");
        return 2;
    }
    const cb_node *view = make_view(arena, rows);
    double seconds[ROUNDS_MOST];
    size_t size = 0;
    for (long i = 0; i < rounds; i++) {
        cb_arena *own = cb_arena_new(MEMORY);
        cb_error e = {0};
        cb_str pdf = {NULL, 0};
        double began = now();
        if (!own || cb_pdf_render(own, &parts, view, &pdf, &e) != CB_OK) {
            fprintf(stderr, "%s\n", e.text);
            return 1;
        }
        seconds[i] = now() - began;
        size = pdf.n;
        cb_arena_free(own);
    }
    qsort(seconds, (size_t)rounds, sizeof *seconds, by_size);
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    printf("%.3f %.0f %zu\n", seconds[rounds / 2], (double)usage.ru_maxrss / 1024, size);
    cb_arena_free(arena);
    return 0;
}
