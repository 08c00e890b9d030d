/* case_options.c: the options of every command that reads a case. */
#include "case_options.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "casebound/base/log.h"

enum { PASS_MAX = 1024, THREADS_MAX = 64 };

static void wipe(void *pass) {
    explicit_bzero(pass, PASS_MAX);
}

cb_status cb_pass_read(cb_arena *arena, int64_t fd, const char **pass, cb_error *e) {
    char *text = fd >= 0 ? cb_alloc(arena, PASS_MAX) : NULL;
    if (fd < 0) {
        *pass = NULL;
        return CB_OK;
    }
    if (!text) {
        return cb_fail_memory(e);
    }
    cb_status s = cb_arena_defer(arena, wipe, text, e);
    if (s != CB_OK) {
        return s;
    }
    size_t at = 0;
    while (at < PASS_MAX - 1) {
        ssize_t got = read((int)fd, text + at, PASS_MAX - 1 - at);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got < 0) {
            return cb_fail(e, CB_USAGE, "--pass-fd %lld cannot be read: %s", (long long)fd, strerror(errno));
        }
        if (got == 0) {
            break;
        }
        at += (size_t)got;
    }
    text[strcspn(text, "\r\n")] = '\0';
    *pass = text;
    return CB_OK;
}

static cb_status settle(cb_build_options *o, cb_case_words *words, cb_error *e) {
    if (o->request.vcf) {
        if (!o->request.ped) {
            return cb_fail(e, CB_USAGE, "--vcf needs --ped FILE beside it");
        }
        return CB_OK;
    }
    if (words->count == 0) {
        return cb_fail(e, CB_USAGE, "a case file (CASE.yaml) or --vcf FILE --ped FILE is needed");
    }
    o->request.case_file = words->words[0];
    words->words[0] = words->words[1];
    words->count--;
    return CB_OK;
}

cb_status cb_case_options(cb_arena *arena, int argc, char **argv, size_t most, cb_build_options *o,
                          cb_case_words *words, cb_error *e) {
    *o = (cb_build_options){.threads = 1};
    *words = (cb_case_words){.pass_fd = -1};
    const cb_option table[] = {
        {.name = "--vcf", .text = &o->request.vcf, .value = "FILE"},
        {.name = "--ped", .text = &o->request.ped, .value = "FILE"},
        {.name = "--proband", .text = &o->request.proband, .value = "ID"},
        {.name = "--root", .text = &o->request.root, .value = "DIR"},
        {.name = "--panels", .text = &o->request.panels, .value = "DIR"},
        {.name = "--rank-model", .text = &o->request.rank_model, .value = "FILE"},
        {.name = "--hpo", .text = &o->request.hpo, .value = "FILE"},
        {.name = "--output", .short_name = "-o", .text = &o->output, .value = "DIR"},
        {.name = "--profile", .text = &o->profile, .value = "NAME|FILE"},
        {.name = "--revision", .number = &o->request.revision, .value = "N"},
        {.name = "--decisions", .many = &o->decisions, .value = "FILE"},
        {.name = "--supersedes", .text = &o->supersedes, .value = "DIR"},
        {.name = "--reason", .text = &o->reason, .value = "TEXT"},
        {.name = "--calls-changed", .flag = &o->calls_changed},
        {.name = "--choices", .text = &o->choices, .value = "FILE"},
        {.name = "--pdfa", .text = &o->pdfa, .value = "2a|1b"},
        {.name = "--secondary-genes", .text = &o->secondary, .value = "FILE"},
        {.name = "--pseudonymise", .text = &o->pseudonym, .value = "NAME"},
        {.name = "--key", .text = &o->key, .value = "KEY"},
        {.name = "--pass-fd", .number = &words->pass_fd, .value = "N"},
        {.name = "--certificate", .text = &o->certificates, .value = "FILE"},
        {.name = "--expiring-key", .text = &o->expiring, .value = "REASON"},
        {.name = "--tsa", .text = &o->authority, .value = "COMMAND"},
        {.name = "--level", .text = &o->level, .value = "B|T|LT|LTA"},
        {.name = "--crl", .many = &o->lists, .value = "FILE"},
        {.name = "--trust", .text = &o->trust, .value = "CA.pem"},
        {.name = "--date", .text = &o->date, .value = "DATE"},
        {.name = "--threads", .number = &o->threads, .value = "N"},
        {.name = "--quiet", .short_name = "-q", .flag = &words->quiet},
        {.name = "--gene", .text = &words->gene, .value = "SYMBOL"},
        {.name = "--json", .flag = &words->json},
    };
    /* The last two are explain's, which alone takes a second word. */
    size_t count = sizeof table / sizeof *table - (most > 1 ? 0 : 2);
    cb_status s = cb_options_read(argc, argv, table, count, words->words, most, &words->count, e);
    if (s == CB_OK && (o->threads < 1 || o->threads > THREADS_MAX)) {
        s = cb_fail(e, CB_USAGE, "--threads takes 1 to %d", THREADS_MAX);
    }
    if (s == CB_OK && (o->request.revision < 0 || o->request.revision > CB_REVISION_MAX)) {
        s = cb_fail(e, CB_USAGE, "--revision takes 1 to %d", CB_REVISION_MAX);
    }
    if (s == CB_OK && o->pdfa && strcmp(o->pdfa, "2a") != 0 && strcmp(o->pdfa, "1b") != 0) {
        s = cb_fail(e, CB_USAGE, "--pdfa takes 2a or 1b, not '%s'", o->pdfa);
    }
    if (s == CB_OK && words->quiet) {
        cb_log_set(CB_QUIET);
    }
    if (s == CB_OK) {
        s = cb_pass_read(arena, words->pass_fd, &o->pass, e);
    }
    return s == CB_OK ? settle(o, words, e) : s;
}
