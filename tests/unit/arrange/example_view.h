/* example_view.h: a whole view as arrange makes it, built by hand, for the tests of what draws from a view: a trio, a
 * shortlist of four with a compound pair, thirty further alleles, hostile text in some cells. All data are fictitious.
 */
#ifndef CASEBOUND_TESTS_EXAMPLE_VIEW_H
#define CASEBOUND_TESTS_EXAMPLE_VIEW_H

#include "casebound/arrange/facts.h"
#include "unit/arrange/example_genes.h"
#include "unit/arrange/example_variants.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define EXAMPLE_TEXTS "templates/text.en.yaml" /* tests run in the repository's root */
/* The page words of templates/text.en.yaml; the file holds one double-quoted text a line. */
static inline void example_words(cb_builder *b, cb_node *root) {
    cb_node *words = cb_node_map(b, root, "text");
    FILE *file = fopen(EXAMPLE_TEXTS, "r");
    char line[4096];
    if (!file) {
        fprintf(stderr, "example_view.h: %s is not here: run from the root of the repository\n", EXAMPLE_TEXTS);
        abort();
    }
    while (fgets(line, sizeof line, file)) {
        char *colon = strstr(line, ": \""), *end = strrchr(line, '"');
        if (strncmp(line, "page_", 5) != 0 || !colon || end < colon + 3) {
            continue;
        }
        *colon = *end = '\0';
        char *key = cb_copy(b->arena, line + 5);
        if (!key) {
            abort();
        }
        cb_node_add_text(b, words, key, colon + 3);
    }
    fclose(file);
}

/* The node that takes the facts digest. */
static inline cb_node *example_report(cb_builder *b, cb_node *root) {
    cb_node *report = cb_node_map(b, root, "report");
    cb_node_add_text(b, report, "id", "FAM-0042-r1");
    cb_node_add_text(b, report, "title", "FAM-0042-r1 – rare disease case report");
    cb_node_add_integer(b, report, "revision", 1, NULL);
    cb_node_add_text(b, report, "date", "2026-11-22");
    cb_node_add_text(b, report, "status", "Draft: not signed off when built");
    cb_node_add_text(b, report, "seal", "TEST seal of Example Laboratory");
    cb_node_add_bool(b, report, "sealed", true, NULL);
    cb_node_add_text(b, report, "language", "en");
    cb_node_add_text(b, report, "generator", "casebound 0.1.0");
    cb_node_add_text(b, report, "case_digest", "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");
    cb_node_add_text(b, report, "calls_digest", "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae");
    cb_node *facts = cb_node_add_text(b, report, "facts_digest", "");
    cb_node *before = cb_node_map(b, cb_node_list(b, report, "supersedes"), NULL);
    cb_node_add_text(b, before, "id", "FAM-0042-r0");
    cb_node_add_text(b, before, "text", "Supersedes FAM-0042-r0, facts digest 2c26b46b68ffc68f");
    cb_node_add_text(b, report, "end", "END OF REPORT FAM-0042-r1");
    static const char *const banners[][2] = {{"bad", "TEST seal of Example Laboratory"},
                                             {"warn", "NOT EXAMINED: 2 inputs"},
                                             {"warn", "Draft: not signed off when built"}};
    cb_node *list = cb_node_list(b, root, "banners");
    for (size_t i = 0; i < sizeof banners / sizeof banners[0]; i++) {
        cb_node *banner = cb_node_map(b, list, NULL);
        cb_node_add_text(b, banner, "kind", banners[i][0]);
        cb_node_add_text(b, banner, "text", banners[i][1]);
    }
    return facts;
}

static inline void example_fact(cb_builder *b, cb_node *list, const char *label, const char *value) {
    cb_node *fact = cb_node_map(b, list, NULL);
    cb_node_add_text(b, fact, "label", label);
    cb_node_add_text(b, fact, "value", value ? value : "NOT SUPPLIED");
    cb_node_add_bool(b, fact, "supplied", value != NULL, NULL);
}

static inline void example_identity(cb_builder *b, cb_node *root) {
    cb_node *identity = cb_node_map(b, root, "identity");
    cb_node *identifiers = cb_node_list(b, identity, "identifiers");
    example_fact(b, identifiers, "Name", "Åsa Öberg-Żółć");
    example_fact(b, identifiers, "Date of birth", "2019-04-11");
    cb_node *facts = cb_node_list(b, identity, "facts");
    example_fact(b, facts, "Patient ID", "EX-19-00042");
    example_fact(b, facts, "Requested by", "Dr Example " EXAMPLE_HOSTILE);
    example_fact(b, facts, "Sample type", "blood");
    example_fact(b, facts, "Consent", NULL);
    example_fact(b, facts, "Laboratory", "Example Laboratory");
}

static inline void example_question(cb_builder *b, cb_node *root) {
    cb_node *question = cb_node_map(b, root, "question");
    static const char *const terms[][2] = {
        {"HP:0001250", "Seizure"}, {"HP:0001263", "Global developmental delay"}, {"HP:0000252", EXAMPLE_HOSTILE}};
    cb_node *list = cb_node_list(b, question, "terms");
    for (size_t i = 0; i < sizeof terms / sizeof terms[0]; i++) {
        cb_node *term = cb_node_map(b, list, NULL);
        cb_node_add_text(b, term, "id", terms[i][0]);
        cb_node_add_text(b, term, "name", terms[i][1]);
        cb_node_add_text(b, term, "note", "");
    }
    cb_node_add_markdown(
        b, question, "synopsis",
        "Seizures since **six months**; parents healthy, *unrelated*.\n\n* delay of speech\n* <b>raw HTML</b> "
        "[a link](javascript:alert(1)) and [another](https://example.org/)\n");
    cb_node_add_text(b, question, "indication", "Epileptic encephalopathy");
    cb_node *panels = cb_node_list(b, question, "panels");
    cb_node *panel = cb_node_map(b, panels, NULL);
    cb_node_add_text(b, panel, "name", "Epilepsy");
    cb_node_add_text(b, panel, "version", "4.2");
    cb_node_add_text(b, panel, "genes", "214 genes");
    cb_node_add_text(b, panel, "state", "read");
    panel = cb_node_map(b, panels, NULL);
    cb_node_add_text(b, panel, "name", "Ataxia");
    cb_node_add_missing(b, panel, "version", "–");
    cb_node_add_text(b, panel, "genes", "0 genes");
    cb_node_add_text(b, panel, "state", "NOT EXAMINED: its file was not found");
}

static inline void example_pedigree(cb_builder *b, cb_node *family) {
    cb_node *pedigree = cb_node_map(b, family, "pedigree");
    static const double at[EXAMPLE_MEMBERS][2] = {{160, 174}, {90, 44}, {230, 44}};
    static const double lines[][4] = {{104, 44, 216, 44}, {160, 44, 160, 160}};
    static const char *const shapes[EXAMPLE_MEMBERS] = {"circle", "square", "circle"};
    static const char *const fills[EXAMPLE_MEMBERS] = {"full", "none", "unknown"};
    cb_node_add_real(b, pedigree, "width", 320, NULL);
    cb_node_add_real(b, pedigree, "height", 230, NULL);
    cb_node_add_bool(b, pedigree, "wide", false, NULL);
    cb_node_add_text(b, pedigree, "alt",
                     "Pedigree of 3 persons: Proband P-0042-1, female, affected, child of Father and Mother; Father "
                     "P-0042-2, male, unaffected; Mother P-0042-3, female, status unknown.");
    static const char *const numbers[] = {"II-1", "I-1", "I-2"};
    cb_node *persons = cb_node_list(b, pedigree, "persons");
    for (size_t i = 0; i < EXAMPLE_MEMBERS; i++) {
        cb_node *person = cb_node_map(b, persons, NULL);
        cb_node_add_real(b, person, "x", at[i][0], NULL);
        cb_node_add_real(b, person, "y", at[i][1], NULL);
        cb_node_add_real(b, person, "size", 28, NULL);
        cb_node_add_text(b, person, "shape", shapes[i]);
        cb_node_add_text(b, person, "fill", fills[i]);
        cb_node_add_bool(b, person, "proband", i == 0, NULL);
        cb_node_add_bool(b, person, "deceased", i == 1, NULL);
        cb_node_add_text(b, person, "label", cb_format(b->arena, "%s %s", example_roles[i], example_ids[i]));
        cb_node_add_text(b, person, "number", numbers[i]);
    }
    cb_node *list = cb_node_list(b, pedigree, "lines");
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
        cb_node *line = cb_node_map(b, list, NULL);
        cb_node_add_real(b, line, "x1", lines[i][0], NULL);
        cb_node_add_real(b, line, "y1", lines[i][1], NULL);
        cb_node_add_real(b, line, "x2", lines[i][2], NULL);
        cb_node_add_real(b, line, "y2", lines[i][3], NULL);
    }
    cb_node *mark = cb_node_map(b, cb_node_list(b, pedigree, "marks"), NULL);
    cb_node_add_real(b, mark, "x", 160, NULL);
    cb_node_add_real(b, mark, "y", 110, NULL);
    cb_node_add_text(b, mark, "text", "?");
}

static inline void example_family(cb_builder *b, cb_node *root) {
    cb_node *family = cb_node_map(b, root, "family");
    cb_node_add_text(b, family, "id", "FAM-0042");
    static const char *const sexes[EXAMPLE_MEMBERS] = {"female", "male", "female"};
    static const char *const affections[EXAMPLE_MEMBERS] = {"affected", "unaffected", "unknown"};
    cb_node *members = cb_node_list(b, family, "members");
    for (size_t i = 0; i < EXAMPLE_MEMBERS; i++) {
        cb_node *member = cb_node_map(b, members, NULL);
        cb_node_add_text(b, member, "id", example_ids[i]);
        cb_node_add_text(b, member, "role", example_roles[i]);
        cb_node_add_text(b, member, "sex", sexes[i]);
        cb_node_add_text(b, member, "affection", affections[i]);
        cb_node_add_text(b, member, "note", i == 1 ? "deceased" : "");
        example_text(b, member, "father", i == 0 ? example_ids[1] : NULL);
        example_text(b, member, "mother", i == 0 ? example_ids[2] : NULL);
        cb_node_add_text(b, member, "sample", "in the VCF");
        example_text(b, member, "sample_type", i == 2 ? NULL : "blood");
        cb_node_add_bool(b, member, "proband", i == 0, NULL);
    }
    example_pedigree(b, family);
}

static inline void example_row(cb_builder *b, cb_node *list, const char *rule, const char *text, int64_t alleles,
                               int64_t records, int64_t near_misses) {
    cb_node *row = cb_node_map(b, list, NULL);
    cb_node_add_text(b, row, "rule", rule);
    cb_node_add_text(b, row, "text", text);
    cb_node_add_integer(b, row, "alleles", alleles, NULL);
    cb_node_add_integer(b, row, "records", records, NULL);
    cb_node_add_integer(b, row, "near_misses", near_misses, NULL);
    cb_node_add_integer(b, row, "rescued", near_misses > 0, NULL);
}

static inline void example_step(cb_builder *b, cb_node *list, const char *label, int64_t alleles, int64_t records,
                                double share, const char *kind) {
    cb_node *step = cb_node_map(b, list, NULL);
    cb_node_add_text(b, step, "label", label);
    cb_node_add_integer(b, step, "alleles", alleles, NULL);
    cb_node_add_integer(b, step, "records", records, NULL);
    cb_node_add_real(b, step, "share", share, NULL);
    cb_node_add_text(b, step, "kind", kind);
    cb_node_add_text(b, step, "note", strcmp(label, "Too common") == 0 ? "14 by this rule alone" : "");
}

static inline void example_ledger(cb_builder *b, cb_node *root, int more_notices) {
    static const char *const lines[] = {
        "Structural variants: fam.SV.vcf.gz was named and not read (not supported by this version)",
        "Short tandem repeats: fam.STR.vcf.gz was named and not read (not supported by this version)"};
    cb_node *list = cb_node_list(b, root, "not_examined");
    for (size_t i = 0; i < 2; i++) {
        cb_node *line = cb_node_map(b, list, NULL);
        cb_node_add_text(b, line, "kind", i == 0 ? "Structural variants" : "Short tandem repeats");
        cb_node_add_text(b, line, "name", i == 0 ? "vcf_sv" : "vcf_str");
        cb_node_add_text(b, line, "file", i == 0 ? "fam.SV.vcf.gz" : "fam.STR.vcf.gz");
        cb_node_add_text(b, line, "reason", "was named and not read (not supported by this version)");
        cb_node_add_text(b, line, "text", lines[i]);
        cb_node_add_bool(b, line, "findings", true, NULL);
    }
    cb_node *groups = cb_node_list(b, root, "not_examined_groups");
    for (size_t i = 0; i < 2; i++) {
        cb_node *group = cb_node_map(b, groups, NULL);
        cb_node_add_text(b, group, "kind", i == 0 ? "Structural variants" : "Short tandem repeats");
        cb_node_add_text(b, group, "names", i == 0 ? "fam.SV.vcf.gz" : "fam.STR.vcf.gz");
        cb_node_add_text(b, group, "reason", "not read (not supported by this version)");
        cb_node_add_integer(b, group, "count", 1, NULL);
        cb_node_add_text(b, group, "text",
                         i == 0 ? "Structural variants: fam.SV.vcf.gz – not read (not supported by this version)"
                                : "Short tandem repeats: fam.STR.vcf.gz – not read (not supported by this version)");
        cb_node_add_bool(b, group, "findings", true, NULL);
    }
    cb_node *notices = cb_node_list(b, root, "notices");
    cb_node_add_text(b, cb_node_map(b, notices, NULL), "text",
                     "The family is called 'x' in the VCF and 'FAM-0042' in the PED. " EXAMPLE_HOSTILE);
    for (int i = 0; i < more_notices; i++) {
        cb_node_add_text(b, cb_node_map(b, notices, NULL), "text", "A notice that moves what stands below it.");
    }
    cb_node_add_text(b, cb_node_map(b, root, "summary"), "headline", "4 of 34 listed alleles shortlisted");
    list = cb_node_list(b, root, "funnel");
    example_step(b, list, "Supplied", 398, 395, 100, "in");
    example_step(b, list, "Too common", 301, 300, 95.3, "drop");
    example_step(b, list, "No effect on a gene", 63, 61, 69.2, "drop");
    example_step(b, list, "Listed", 34, 34, 58.9, "listed");
    example_step(b, list, "Shortlisted", 4, 4, 23.2, "shortlisted");
    cb_node *ledger = cb_node_map(b, root, "ledger");
    cb_node_add_text(b, ledger, "category", "snv");
    list = cb_node_list(b, ledger, "rows");
    example_row(b, list, "too_common", "Too common", 301, 300, 14);
    example_row(b, list, "no_effect", "No effect on a gene", 63, 61, 0);
    cb_node *totals = cb_node_map(b, ledger, "totals");
    cb_node_add_integer(b, totals, "records_in", 395, NULL);
    cb_node_add_integer(b, totals, "alleles_in", 398, NULL);
    cb_node_add_integer(b, totals, "records_listed", 34, NULL);
    cb_node_add_integer(b, totals, "alleles_listed", 34, NULL);
    cb_node_add_integer(b, totals, "records_without_alt", 0, NULL);
    cb_node_add_integer(b, totals, "records_withheld", 0, NULL);
    cb_node_add_integer(b, totals, "alleles_withheld", 0, NULL);
    cb_node_add_text(b, cb_node_map(b, ledger, "labels"), "withheld", "Withheld: secondary findings");
}

static inline void example_checklist(cb_builder *b, cb_node *root) {
    static const char *const items[][3] = {{"sex", "Sex", "present"},
                                           {"requester", "Who asked for the test", "absent"}};
    cb_node *list = cb_node_list(b, root, "checklist");
    for (size_t i = 0; i < sizeof items / sizeof items[0]; i++) {
        cb_node *node = cb_node_map(b, list, NULL);
        cb_node_add_text(b, node, "item", items[i][0]);
        cb_node_add_text(b, node, "text", items[i][1]);
        cb_node_add_text(b, node, "source", "ISO 15189 7.4.1.6");
        cb_node_add_bool(b, node, "mandatory", true, NULL);
        cb_node_add_text(b, node, "state", items[i][2]);
        cb_node_add_text(b, node, "note", i == 0 ? "present" : "NOT SUPPLIED");
    }
}

static inline void example_input(cb_builder *b, cb_node *list, const char *role, const char *name, int64_t size) {
    cb_node *input = cb_node_map(b, list, NULL);
    cb_node_add_text(b, input, "role", role);
    cb_node_add_text(b, input, "name", name);
    cb_node_add_integer(b, input, "size", size, NULL);
    cb_node_add_text(b, input, "sha256", "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");
}

static inline void example_methods(cb_builder *b, cb_node *root) {
    cb_node *methods = cb_node_list(b, root, "methods");
    static const char *const texts[][2] = {
        {"Genome build", "GRCh38. Positions are those of the VCF."},
        {"Limitations", "Single nucleotide variants and small insertions and deletions are examined."},
        {"Sieve", "Profile rare_disease 1.0: " EXAMPLE_HOSTILE}};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        cb_node *method = cb_node_map(b, methods, NULL);
        cb_node_add_text(b, method, "label", texts[i][0]);
        cb_node_add_text(b, method, "text", texts[i][1]);
    }
    cb_node *threshold = cb_node_map(b, cb_node_list(b, root, "thresholds"), NULL);
    cb_node_add_text(b, threshold, "name", "max_af");
    cb_node_add_real(b, threshold, "value", 0.02, NULL);
    cb_node_add_text(b, threshold, "about", "highest population frequency of a candidate");
    cb_node_add_text(b, threshold, "column", "af");
    cb_node_add_text(b, threshold, "bound", "max");
    cb_node *profile = cb_node_map(b, root, "profile");
    cb_node_add_text(b, profile, "name", "rare_disease");
    cb_node_add_text(b, profile, "version", "1.0");
    cb_node_add_text(b, profile, "about", "Rare disease, small family");
    cb_node_add_text(b, profile, "digest", "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae");
    cb_node *provenance = cb_node_map(b, root, "provenance");
    cb_node *inputs = cb_node_list(b, provenance, "inputs");
    example_input(b, inputs, "vcf_snv", "fam.vcf.gz", 123456);
    example_input(b, inputs, "ped", EXAMPLE_HOSTILE ".ped", 120);
    cb_node *software = cb_node_map(b, cb_node_list(b, provenance, "software"), NULL);
    cb_node_add_text(b, software, "name", "casebound");
    cb_node_add_text(b, software, "version", "0.1.0");
    cb_node_add_text(b, cb_node_list(b, provenance, "upstream"), NULL, "bcftools_normVersion=1.16+htslib-1.16");
}

/* The whole tree in the arena, with its facts digest and so many notices more; NULL when memory is out. */
static inline cb_node *example_view_with(cb_arena *arena, int more_notices) {
    cb_builder b;
    cb_builder_init(&b, arena);
    cb_node *root = cb_node_root(&b);
    cb_node *facts = example_report(&b, root);
    example_identity(&b, root);
    example_question(&b, root);
    example_family(&b, root);
    cb_node_add_text(&b, cb_node_map(&b, root, "samples"), "state", "identity checks passed");
    example_checklist(&b, root);
    cb_node *secondary = cb_node_map(&b, root, "secondary");
    cb_node_add_bool(&b, secondary, "withheld", true, NULL);
    cb_node_add_text(&b, secondary, "text", "Secondary findings: NOT EXAMINED for want of consent");
    example_ledger(&b, root, more_notices);
    example_genes(&b, root);
    example_list_columns(&b, root);
    example_scales(&b, root);
    example_variants(&b, root);
    example_decisions(&b, root);
    example_choices(&b, root);
    example_methods(&b, root);
    example_words(&b, root);
    cb_error e = {0};
    cb_digest digest;
    char hex[CB_SHA256_HEX];
    if (cb_builder_status(&b, &e) != CB_OK || cb_facts_digest(root, &digest, &e) != CB_OK) {
        return NULL;
    }
    cb_digest_hex(&digest, hex);
    facts->text = cb_copy(arena, hex);
    return facts->text ? root : NULL;
}

static inline cb_node *example_view(cb_arena *arena) {
    return example_view_with(arena, 0);
}

#endif
