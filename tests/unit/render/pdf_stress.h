/* pdf_stress.h: a view that is hard to draw: letters of many scripts, words longer than a line, a long shortlist, more
 * that was not examined than page 1 can name, and a family too large to stand beside its table. All data are
 * fictitious. */
#ifndef CASEBOUND_TESTS_PDF_STRESS_H
#define CASEBOUND_TESTS_PDF_STRESS_H

#include "unit/arrange/example_view.h"
#include "unit/render/pdf_example.h"

/* Diacritics stacked and nested, signs, Cyrillic, Greek, Hebrew, Arabic, a combining accent that no font composes. */
#define STRESS_LETTERS "šest Ё Ы Ї Hậu Trần µ≥→Å Ǻ ×±≤ αβγ Живаго x\xcc\x84 e\xcc\x81"
#define STRESS_HEBREW "\xd7\x99\xd7\xa2\xd7\xa7\xd7\x91 12.5 \xd7\x9b\xd7\x94\xd7\x9f"
#define STRESS_ARABIC "\xd9\x85\xd8\xad\xd9\x85\xd8\xaf"

enum { STRESS_ALLELE = 500, STRESS_SHORTLIST = 60, STRESS_NOT_EXAMINED = 80, STRESS_INPUTS = 60 };

static inline char *stress_allele(cb_arena *arena) {
    char *allele = cb_alloc(arena, STRESS_ALLELE + 1);
    for (int i = 0; allele && i < STRESS_ALLELE; i++)
        allele[i] = "ACGT"[(i * 7 + i / 5) % 4];
    return allele;
}

static inline void stress_identity(cb_builder *b, cb_node *root) {
    cb_node *identity = cb_node_map(b, root, "identity");
    cb_node *identifiers = cb_node_list(b, identity, "identifiers");
    example_fact(b, identifiers, "Name", STRESS_LETTERS);
    example_fact(b, identifiers, "Date of birth", NULL);
    cb_node *facts = cb_node_list(b, identity, "facts");
    example_fact(b, facts, "Patient ID",
                 "a-very-long-identifier-without-any-space-in-it-0123456789-0123456789-0123456789");
    example_fact(b, facts, "Requested by", STRESS_HEBREW " and " STRESS_ARABIC);
    example_fact(b, facts, "Sample type", NULL);
}

static inline void stress_not_examined(cb_builder *b, cb_node *root, int count) {
    cb_node *list = cb_node_list(b, root, "not_examined");
    for (int i = 0; i < count; i++) {
        cb_node *line = cb_node_map(b, list, NULL);
        const char *tail =
            i % 7 == 0
                ? ", a line so long that it has to be broken somewhere near its end to fit into the box on page 1"
                : "";
        cb_node_add_text(b, line, "text",
                         cb_format(b->arena, "Attachment: file-%03d.pdf was named and not read%s", i, tail));
    }
}

static inline void stress_family(cb_builder *b, cb_node *root, int count) {
    cb_node *family = cb_node_map(b, root, "family"), *members = cb_node_list(b, family, "members");
    cb_node *pedigree = cb_node_map(b, family, "pedigree");
    cb_node_add_real(b, pedigree, "width", 140.0 * count, NULL);
    cb_node_add_real(b, pedigree, "height", 230, NULL);
    cb_node_add_text(b, pedigree, "alt", "Pedigree of many persons.");
    cb_node *persons = cb_node_list(b, pedigree, "persons");
    for (int i = 0; i < count; i++) {
        cb_node *member = cb_node_map(b, members, NULL), *person = cb_node_map(b, persons, NULL);
        static const char *const keys[] = {"sex", "affection", "father", "mother", "sample", "sample_type"};
        static const char *const fills[] = {"full", "none", "unknown"}, *const shapes[] = {"square", "circle",
                                                                                           "diamond"};
        cb_node_add_text(b, member, "id", cb_format(b->arena, "P-0042-%d", i + 1));
        cb_node_add_text(b, member, "role", i ? "Half-brother" : "Proband");
        for (int k = 0; k < 6; k++)
            cb_node_add_text(b, member, keys[k], k == 1 ? "affected" : "P-0042-99");
        cb_node_add_bool(b, member, "proband", i == 0, NULL);
        cb_node_add_real(b, person, "x", 70 + 140 * i, NULL);
        cb_node_add_real(b, person, "y", i % 2 ? 44 : 174, NULL);
        cb_node_add_real(b, person, "size", 28, NULL);
        cb_node_add_text(b, person, "shape", shapes[i % 3]);
        cb_node_add_text(b, person, "fill", fills[i % 3]);
        cb_node_add_bool(b, person, "proband", i == 0, NULL);
        cb_node_add_text(b, person, "label", cb_format(b->arena, "Half-brother P-0042-%d", i + 1));
    }
    cb_node_list(b, pedigree, "lines");
}

static inline void stress_variants(cb_builder *b, cb_node *root, int shortlisted) {
    cb_node *variants = cb_node_list(b, root, "variants");
    char *allele = stress_allele(b->arena);
    for (int i = 0; i < EXAMPLE_SHORTLISTED; i++) {
        example_variant v = example_shortlist[i];
        if (i == 1) {
            v.hgvs_c = cb_format(b->arena, "c.4242_4243ins%s", allele);
            v.hgvs_p = "p.(Ala1415_Ter1416insValGlnLeuSerThrProGlyAsnHisLysArgTrpTyrPheMetCysIleGluAsp)";
            v.position = cb_format(b->arena, "15:89327201 C>C%s", allele);
        }
        example_add_variant(b, variants, &v, i + 1);
    }
    cb_node *shortlist = cb_node_list(b, root, "shortlist");
    for (int i = 0; i < shortlisted; i++)
        cb_node_add_integer(b, shortlist, NULL, i % EXAMPLE_SHORTLISTED, NULL);
    cb_node *comment = cb_node_map(b, cb_node_map(b, root, "comments"), "case");
    cb_node_add_text(b, comment, "label", "Comments (case)");
}

static inline void stress_provenance(cb_builder *b, cb_node *root) {
    cb_node *provenance = cb_node_map(b, root, "provenance"), *inputs = cb_node_list(b, provenance, "inputs");
    for (int i = 0; i < STRESS_INPUTS; i++)
        example_input(b, inputs, "attachment",
                      cb_format(b->arena, "attachments/a-folder/another-folder/file-%03d.pdf", i), 1 << i % 30);
    cb_node_list(b, provenance, "software");
    cb_node_list(b, provenance, "upstream");
}

/* The tree in the arena; NULL when memory is out. The numbers count persons, entries and blocks. */
static inline cb_node *stress_view(cb_arena *arena, int family, int not_examined, int shortlisted) {
    cb_builder b;
    cb_error e = {0};
    cb_builder_init(&b, arena);
    cb_node *root = cb_node_root(&b);
    cb_node *facts = example_report(&b, root);
    stress_identity(&b, root);
    example_question(&b, root);
    stress_family(&b, root, family);
    stress_not_examined(&b, root, not_examined);
    cb_node *notice = cb_node_map(&b, cb_node_list(&b, root, "notices"), NULL);
    cb_node_add_text(&b, notice, "text", "A notice: " STRESS_LETTERS);
    cb_node_add_text(&b, cb_node_map(&b, root, "summary"), "headline", "60 of 398 listed alleles shortlisted");
    stress_variants(&b, root, shortlisted);
    stress_provenance(&b, root);
    example_words(&b, root);
    facts->text = "00000000000000000000000000000000000000000000000000000000000000aa";
    return cb_builder_status(&b, &e) == CB_OK ? root : NULL;
}

#endif
