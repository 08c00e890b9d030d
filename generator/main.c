/* main.c: the table of commands, exit codes, and the one place that prints an error. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "casebound/base/digest.h"
#include "casebound/base/log.h"
#include "casebound/cli/command.h"
#include "pipeline.h"

/* A genome's shortlist and list fit many times over; what needs more is refused instead of bringing the machine down.
 */
static const size_t CASE_MEMORY = (size_t)6 << 30;

static volatile sig_atomic_t interrupt;

static const cb_command commands[] = {
    {"build", "CASE.yaml | --vcf FILE --ped FILE [--proband ID]", "make the sealed folder of a case", cb_command_build},
    {"check", "CASE.yaml | --vcf FILE --ped FILE", "read and cross-check the inputs, write nothing", cb_command_check},
    {"explain", "CASE.yaml ALLELE | --gene SYMBOL",
     "why an allele (1-12345-A-T), or all of a gene, stands where it stands", cb_command_explain},
    {"verify", "DIR|FILE.asice|FILE.pdf [--trust CA.pem] [--crl FILE …] [--json]", "what each check of a folder found",
     cb_command_verify},
    {"sign-off", "DIR --key KEY --meaning review|approval [--signed FILE.pdf]",
     "a person's signature on a sealed report; changes no existing byte", cb_command_sign_off},
    {"record", "DIR --event withdrawal|patient-merge --reason TEXT [--into ID] --key KEY",
     "an event in the life of a sealed report, which verify tells from then on", cb_command_record},
    {"renew", "DIR --tsa COMMAND | --tsa-request FILE | --tsa-response FILE [--crl FILE …]",
     "adds an archive timestamp to a sealed folder; no byte that is there changes", cb_command_renew},
    {"rebuild", "DIR --inputs DIR", "makes the unsigned content again from the recorded inputs, and compares",
     cb_command_rebuild},
    {"pack", "DIR [-o FILE] [--for CERT.pem]", "a report's folder as one .asice file; encrypted for those named",
     cb_command_pack},
    {"unpack", "FILE.asice [-o DIR]", "the folder of a packed report", cb_command_unpack},
    {"filters", "list|docs|test [PROFILE]", "the profiles; the facts that a profile may read; run a profile's cases",
     cb_command_filters},
    {"validate", "-o DIR [--results FILE] [--date DATE]",
     "what is installed here, held against what is recorded of the release", cb_command_validate},
    {"key", "new -o DIR", "a TEST authority and a TEST seal", cb_command_key},
};

bool cb_interrupted(void) {
    return interrupt != 0;
}

static void on_signal(int number) {
    interrupt = number;
}

static void catch_signals(void) {
    struct sigaction action = {.sa_handler = on_signal};
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
}

static void print_help(void) {
    printf("casebound " CB_VERSION ": binds a rare-disease case into a signed report\n\n");
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++) {
        printf("  casebound %s %s\n      %s\n", commands[i].name, commands[i].usage, commands[i].about);
    }
    printf("\nOptions of build, check and explain:\n"
           "  -o, --output DIR      the folder that will hold the case's folder\n"
           "  --root DIR            relative paths of the case file start here\n"
           "  --profile NAME|FILE   the rules; rare_disease when not given\n"
           "  --rank-model FILE     a rank model of genmod ranks in place of the profile's points\n"
           "  --panels DIR          gene panels by id\n"
           "  --hpo FILE            names of HPO terms (hp.obo)\n"
           "  --revision N          of the report, whatever the case file says\n"
           "  --supersedes DIR      the report that this one amends; --reason TEXT says why\n"
           "  --decisions FILE      decisions exported from a page; may be given again for other readers\n"
           "  --calls-changed       take decisions made on another variant file of the same family\n"
           "  --choices FILE        the laboratory's own reasons to dismiss and manual ranks\n"
           "  --pseudonymise NAME   a report without names, ids, dates and file names\n"
           "  --key KEY             PEM, PKCS#12 or pkcs11:…; without it the folder is UNSEALED\n"
           "  --certificate FILE    of a key on a token: its certificate and chain\n"
           "  --pass-fd N           read the key's pass phrase or PIN from descriptor N\n"
           "  --expiring-key REASON seal with a certificate that ends within 30 days\n"
           "  --tsa COMMAND         stamps the seals: request on its input, response on its output\n"
           "  --level B|T|LT|LTA    reached or nothing is published; LT needs --tsa, --crl and --trust\n"
           "  --crl FILE            a revocation list; may be given again\n"
           "  --trust CA.pem        the anchors by which a lasting level is checked\n"
           "  --date DATE           the report's date; else SOURCE_DATE_EPOCH, else now\n"
           "  --threads N           for decompression and for reading and sieving\n"
           "  --gene SYMBOL, --json of explain: all of a gene; the answer as JSON\n"
           "  -q, --quiet           no warnings, no progress\n"
           "\nExit: 0 done, 1 verify or explain found something, 2 usage, 3 input refused, 4 file system,\n"
           "5 filter, 6 seal, 70 internal. casebound(1) has the rest.\n");
}

static const cb_command *find_command(const char *name) {
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++) {
        if (strcmp(commands[i].name, name) == 0) {
            return &commands[i];
        }
    }
    return NULL;
}

static cb_status run(int argc, char **argv, cb_error *e) {
    const char *name = argc > 1 ? argv[1] : "help";
    if (strcmp(name, "help") == 0 || strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0) {
        print_help();
        return argc > 1 ? CB_OK : CB_USAGE;
    }
    if (strcmp(name, "version") == 0 || strcmp(name, "--version") == 0) {
        printf("casebound " CB_VERSION "\n");
        return CB_OK;
    }
    const cb_command *command = find_command(name);
    if (!command) {
        return cb_fail(e, CB_USAGE, "'%s' is not a command; casebound help lists them", name);
    }
    cb_status s = cb_digest_start(e);
    if (s != CB_OK) {
        return s;
    }
    cb_arena *arena = cb_arena_new(CASE_MEMORY);
    if (!arena) {
        return cb_fail_memory(e);
    }
    s = command->run(arena, argc - 2, argv + 2, e);
    cb_arena_free(arena);
    return s;
}

int main(int argc, char **argv) {
    catch_signals();
    cb_error e = {0};
    cb_status s = run(argc, argv, &e);
    if (fflush(stdout) != 0 || ferror(stdout)) {
        s = s == CB_OK ? cb_fail(&e, CB_FILE, "standard output cannot be written: %s", strerror(errno)) : s;
    }
    if (e.status != CB_OK) {
        fprintf(stderr, "casebound: %s\n", e.text);
    }
    if (interrupt) { /* the caller's shell is told that a signal ended us */
        signal((int)interrupt, SIG_DFL);
        raise((int)interrupt);
    }
    return (int)s;
}
