/* verifier.c: casebound verify for each line of standard input, whose words are separated by tabs; each answer ends
 * with a line of a record separator and the exit status. What is tried thousands of times needs no new process. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "casebound/cli/command.h"
#include "pipeline.h"

enum { WORDS = 16 };
static const size_t CASE_MEMORY = (size_t)1 << 30;

/* Nobody stops it. */
bool cb_interrupted(void) {
    return false;
}

static int words_of(char *line, char **words) {
    int count = 0;
    line[strcspn(line, "\n")] = '\0';
    for (char *word = line; word && count < WORDS; count++) {
        words[count] = word;
        word = strchr(word, '\t');
        if (word) {
            *word++ = '\0';
        }
    }
    return count;
}

static cb_status verify(char *line) {
    char *words[WORDS];
    int count = words_of(line, words);
    cb_error e = {0};
    cb_arena *arena = cb_arena_new(CASE_MEMORY);
    cb_status s = arena ? cb_command_verify(arena, count, words, &e) : cb_fail_memory(&e);
    if (e.status != CB_OK) {
        printf("casebound: %s\n", e.text);
    }
    cb_arena_free(arena);
    return s;
}

int main(void) {
    char *line = NULL;
    size_t capacity = 0;
    while (getline(&line, &capacity, stdin) > 0) {
        cb_status s = verify(line);
        printf("\x1e%d\n", (int)s);
        if (fflush(stdout) != 0) {
            break;
        }
    }
    free(line);
    return 0;
}
