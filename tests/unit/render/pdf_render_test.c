/* pdf_render_test.c: the report as a file: its bytes, its structure as qpdf reads it, its texts as poppler reads them.
 */
#include "pdf_setting.h"
#include "pdf_stress.h"

static cb_str render(setting *s, const cb_node *view) {
    cb_str pdf;
    cb_error e = {0};
    assert_non_null(view);
    if (cb_pdf_render(s->arena, &s->parts, view, &pdf, &e) != CB_OK)
        fail_msg("%s", e.text);
    return pdf;
}

static size_t count_of(const char *text, const char *needle) {
    size_t count = 0;
    for (const char *p = text; (p = strstr(p, needle)); p += strlen(needle))
        count++;
    return count;
}

/* CB-PDF-10 */
static void the_same_view_gives_the_same_bytes(void **state) {
    (void)state;
    setting s;
    begin(&s);
    cb_str first = render(&s, example_view(s.arena)), second = render(&s, example_view(s.arena));
    assert_true(cb_str_same(first, second));
    s.parts.created += 86400;
    assert_false(cb_str_same(first, render(&s, example_view(s.arena))));
    end(&s);
}

/* CB-PDF-11 */
static void qpdf_finds_no_fault(void **state) {
    (void)state;
    setting s;
    begin(&s);
    assert_non_null(
        strstr(run(&s, render(&s, example_view(s.arena)), "qpdf --check", ""), "No syntax or stream encoding errors"));
    assert_non_null(
        strstr(run(&s, render(&s, stress_view(s.arena, 7, STRESS_NOT_EXAMINED, STRESS_SHORTLIST)), "qpdf --check", ""),
               "No syntax or stream encoding errors"));
    end(&s);
}

/* CB-PDF-12 */
static void fonts_are_embedded_subset_and_have_texts(void **state) {
    (void)state;
    setting s;
    begin(&s);
    const char *text = run(&s, render(&s, stress_view(s.arena, 3, 5, 1)), "pdffonts", "");
    assert_true(count_of(text, "CID TrueType") >= 4);
    assert_int_equal(count_of(text, "CID TrueType"), count_of(text, "yes yes yes"));
    end(&s);
}

/* CB-PDF-13 */
static void metadata_agree(void **state) {
    (void)state;
    setting s;
    begin(&s);
    cb_node *view = example_view(s.arena);
    cb_str pdf = render(&s, view);
    const char *xmp = run(&s, pdf, "pdfinfo -meta", ""), *info = run(&s, pdf, "pdfinfo -isodates", "");
    const char *digest = cb_format(s.arena, "<casebound:FactsDigest>%s</casebound:FactsDigest>",
                                   cb_node_text(view, "report/facts_digest"));
    const char *const parts[] = {
        "<dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">FAM-0042-r1 – rare disease case report<",
        "<xmp:CreateDate>2026-11-22T00:00:00+00:00<",
        "<pdfaid:part>2<",
        "<pdfaid:conformance>A<",
        "<pdfuaid:part>1<",
        digest,
        "<pdfaSchema:namespaceURI>" CB_PDF_FACTS_NAMESPACE "<"};
    check_in_order(xmp, parts, sizeof parts / sizeof *parts);
    const char *const facts[] = {"FAM-0042-r1 – rare disease case report", "casebound 0.1.0", "2026-11-22T00:00:00",
                                 "Tagged:          yes", "AcroForm"};
    check_in_order(info, facts, sizeof facts / sizeof *facts);
    end(&s);
}

/* CB-PDF-14 */
static void the_structure_tells_heads_cells_and_figures(void **state) {
    (void)state;
    setting s;
    begin(&s);
    const char *tree = run(&s, render(&s, example_view(s.arena)), "pdfinfo -struct-text", "");
    const char *const parts[] = {"Document",
                                 "H1",
                                 "\"FAM-0042-r1 – rare disease case report\"",
                                 "H2",
                                 "\"Patient and order\"",
                                 "/Scope /Row",
                                 "\"Name\"",
                                 "TD",
                                 "\"Åsa Öberg-Żółć\"",
                                 "\"NOT EXAMINED (2)",
                                 "Lbl",
                                 "\"•\"",
                                 "LBody",
                                 "Figure",
                                 "/BBox",
                                 "THead",
                                 "/Scope /Column",
                                 "TBody",
                                 "H3",
                                 "\"1   KCNQ2 c.601C>T p.(Arg201Cys)\"",
                                 "H4",
                                 "Form",
                                 "\"END OF REPORT FAM-0042-r1\""};
    check_in_order(tree, parts, sizeof parts / sizeof *parts);
    assert_int_equal(count_of(tree, "H1 (block)"), 1);
    assert_int_equal(count_of(tree, "Form"), 3);
    end(&s);
}

/* CB-PDF-15 */
static void every_page_says_whose_and_in_what_state(void **state) {
    (void)state;
    setting s;
    begin(&s);
    const char *text = run(&s, render(&s, example_view(s.arena)), "pdftotext -layout", "-");
    size_t pages = count_of(text, "\f");
    assert_true(pages > 3);
    assert_int_equal(count_of(text, "Name: Åsa Öberg-Żółć"), pages);
    assert_int_equal(count_of(text, "Date of birth: 2019-04-11"), pages);
    assert_int_equal(count_of(text, "· TEST seal of Example Laboratory"), pages);
    for (size_t page = 1; page <= pages; page++)
        assert_non_null(strstr(text, cb_format(s.arena, "Page %zu of %zu", page, pages)));
    end(&s);
}

/* CB-PDF-16 */
static void page_one_holds_what_matters_in_order(void **state) {
    (void)state;
    setting s;
    begin(&s);
    cb_str pdf = render(&s, example_view(s.arena));
    const char *text = squeezed(s.arena, run(&s, pdf, "pdftotext -layout -l 1", "-"));
    const char *const parts[] = {"FAM-0042-r1 – rare disease case report",
                                 "TEST seal of Example Laboratory",
                                 "NOT EXAMINED: 2 inputs",
                                 "4 of 34 listed alleles shortlisted",
                                 "Consent NOT SUPPLIED",
                                 "Epileptic encephalopathy",
                                 "HP:0001250 Seizure",
                                 "Proband female affected",
                                 "1 KCNQ2 c.601C>T",
                                 "20:63442432 G>A (GRCh38)",
                                 "4 ARX c.1150C>T",
                                 "NOT EXAMINED (2)",
                                 "Structural variants: fam.SV.vcf.gz – not read",
                                 "Short tandem repeats: fam.STR.vcf.gz"};
    check_in_order(text, parts, sizeof parts / sizeof *parts);
    end(&s);
}

/* CB-PDF-17 */
static void each_shortlisted_allele_has_its_block(void **state) {
    (void)state;
    setting s;
    begin(&s);
    const char *text = squeezed(s.arena, run(&s, render(&s, example_view(s.arena)), "pdftotext -layout -f 2", "-"));
    const char *const parts[] = {"1 KCNQ2 c.601C>T p.(Arg201Cys)",
                                 "rare in every population",
                                 "0/1 heterozygous 18 35 0.51 99",
                                 "de novo fits the father and the mother do not carry it",
                                 "Why rank 1",
                                 "sums to 41",
                                 "20 fits a mode of inheritance",
                                 "21 rare in every population",
                                 "NM_172107.4",
                                 "gnomAD exomes –",
                                 "Not annotated in this VCF: gnomAD genomes",
                                 "REVEL 0.95 harmful, moderate (PP3)",
                                 "NM_172100.4",
                                 "Decisions",
                                 "2 POLG c.1399G>A",
                                 "in trans one from each parent",
                                 "4 ARX c.1150C>T",
                                 "./.",
                                 "not called: neither carrier nor free of the",
                                 "Methods",
                                 "max_af 0.02",
                                 "Too common 301 300",
                                 "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                                 "Sign-off",
                                 "Reviewed by",
                                 "Approved by",
                                 "END OF REPORT FAM-0042-r1"};
    check_in_order(text, parts, sizeof parts / sizeof *parts);
    end(&s);
}

/* CB-DECIDE-20 */
static void decisions_stand_where_they_belong(void **state) {
    (void)state;
    setting s;
    begin(&s);
    const char *text = squeezed(s.arena, run(&s, render(&s, example_view(s.arena)), "pdftotext -layout", "-"));
    const char *const parts[] = {"Supersedes FAM-0042-r0, facts digest 2c26b46b68ffc68f",
                                 "Patient and order",
                                 "Decided by at least two readers: 1 variants",
                                 "1 KCNQ2 c.601C>T p.(Arg201Cys) Dr A. Reader",
                                 "Dr B. Other",
                                 "NM_172100.4",
                                 "Readers disagree: class",
                                 "Class likely pathogenic",
                                 "Criteria PVS1, PM2_Supporting",
                                 "The two frameworks give different classes.",
                                 "Comment (this case)",
                                 "Fits well.",
                                 "Dr B. Other (as typed, not signed), 2026-11-22",
                                 "2 POLG c.1399G>A",
                                 "Comments (POLG c.1399G>A)", /* nobody decided: ruled lines */
                                 "Decided and not shortlisted",
                                 "Dismissed Too common",
                                 "Decided and not in the list any more",
                                 "not listed any more: Too common",
                                 "Discuss with parents.",
                                 "Methods"};
    check_in_order(text, parts, sizeof parts / sizeof *parts);
    assert_null(strstr(text, "Comments (KCNQ2 c.601C>T)"));
    assert_null(strstr(text, "Comments (case)"));
    end(&s);
}

/* CB-PDF-18 */
static void what_page_one_cannot_name_is_counted_and_listed_on_page_two(void **state) {
    (void)state;
    setting s;
    begin(&s);
    cb_str pdf = render(&s, stress_view(s.arena, 3, STRESS_NOT_EXAMINED, 1));
    const char *first = run(&s, pdf, "pdftotext -layout -l 1", "-"),
               *rest = run(&s, pdf, "pdftotext -layout -f 2 -l 4", "-");
    assert_non_null(strstr(first, "NOT EXAMINED (80)"));
    assert_non_null(strstr(first, "all on the next page"));
    size_t shown = count_of(first, "Attachment: file-");
    assert_in_range(shown, 10, STRESS_NOT_EXAMINED - 1);
    assert_non_null(strstr(first, cb_format(s.arena, "80 inputs; %zu of them are named here", shown)));
    for (int i = 0; i < STRESS_NOT_EXAMINED; i++)
        assert_non_null(strstr(rest, cb_format(s.arena, "Attachment: file-%03d.pdf", i)));
    end(&s);
}

/* CB-PDF-18 */
static void what_waits_for_page_two_stays_what_it_is(void **state) {
    (void)state;
    enum { MOST = 9 };
    static const char *const headings[] = {"\nQuestion\n", "\nFamily\n", "\nShortlist\n"};
    setting s;
    begin(&s);
    for (int family = 1; family <= MOST; family += 2) {
        cb_str pdf = render(&s, stress_view(s.arena, family, STRESS_NOT_EXAMINED, 1));
        const char *text = run(&s, pdf, "pdftotext -raw -l 4", "-");
        assert_int_equal(count_of(text, "NOT EXAMINED (80)"), 2);
        for (size_t i = 0; i < sizeof headings / sizeof *headings; i++)
            assert_int_equal(count_of(text, headings[i]), 1);
    }
    end(&s);
}

/* CB-PDF-02 */
static void letters_of_many_scripts_are_extracted_as_written(void **state) {
    (void)state;
    setting s;
    begin(&s);
    const char *tree = run(&s, render(&s, stress_view(s.arena, 3, 5, 1)), "pdfinfo -struct-text", "");
    assert_non_null(strstr(tree, STRESS_LETTERS));
    assert_non_null(strstr(tree, STRESS_HEBREW " and " STRESS_ARABIC));
    end(&s);
}

/* CB-PDF-19 */
static void tables_repeat_their_heads_and_lose_no_row(void **state) {
    (void)state;
    setting s;
    begin(&s);
    const char *text = run(&s, render(&s, stress_view(s.arena, 3, 5, 1)), "pdftotext -layout", "-");
    for (int i = 0; i < STRESS_INPUTS; i++)
        assert_int_equal(count_of(text, cb_format(s.arena, "file-%03d.pdf ", i)) +
                             count_of(text, cb_format(s.arena, "file-%03d.pdf\n", i)) -
                             (i < 5 ? count_of(text, cb_format(s.arena, "Attachment: file-%03d.pdf ", i)) : 0),
                         1);
    assert_in_range(count_of(text, "SHA-256\n"), 2, 6);
    end(&s);
}

/* CB-PDF-20 */
static void fields_are_indirect_and_a_single_kid_is_direct(void **state) {
    (void)state;
    setting s;
    begin(&s);
    const char *json = run(&s, render(&s, example_view(s.arena)), "qpdf --json=2", "");
    const char *const parts[] = {"\"fullname\": \"Review\"", "\"fullname\": \"Approval\"", "\"fullname\": \"Seal\""};
    check_in_order(json, parts, 3);
    const char *text = squeezed(s.arena, run(&s, render(&s, example_view(s.arena)), "pdftotext -raw -l 1", "-"));
    const char *const empty[] = {"Reviewed by Not reviewed when built", "Approved by Draft: not signed off when built"};
    check_in_order(text, empty, 2);
    assert_int_equal(count_of(json, "\"/FT\": \"/Sig\""), 3);
    assert_int_equal(count_of(json, "\"/F\": 132"), 3);
    assert_int_equal(count_of(json, "\"/V\""), 0);
    const char *form = strstr(json, "\"/S\": \"/Form\"");
    assert_non_null(form);
    const char *kid = NULL;
    for (const char *p = json; (p = strstr(p, "\"/K\": {")) && !kid; p++)
        if (strstr(p, "/OBJR"))
            kid = p;
    assert_non_null(kid);
    end(&s);
}

/* Operators of one line of a content stream that paint; a line of text begins with "BT". */
static bool paints(const char *line, size_t size) {
    static const char *const operators[] = {" S", " f", " f Q", "S Q", "f Q", " ET"};
    for (size_t i = 0; i < sizeof operators / sizeof *operators; i++) {
        size_t n = strlen(operators[i]);
        if (size >= n && memcmp(line + size - n, operators[i], n) == 0)
            return true;
    }
    return false;
}

/* CB-PDF-24 */
static void all_that_is_painted_is_tagged_or_artifact(void **state) {
    (void)state;
    setting s;
    begin(&s);
    const char *pages = run(&s, render(&s, stress_view(s.arena, 3, STRESS_NOT_EXAMINED, 2)), "mutool show -b",
                            "pages/1/Contents pages/2/Contents pages/3/Contents pages/4/Contents pages/5/Contents");
    size_t painted = 0;
    int depth = 0;
    for (const char *line = pages; *line;) {
        size_t size = strcspn(line, "\n");
        depth += size >= 3 && memcmp(line + size - 3, "BDC", 3) == 0;
        depth += size >= 3 && memcmp(line + size - 3, "BMC", 3) == 0;
        depth -= size == 3 && memcmp(line, "EMC", 3) == 0;
        assert_in_range(depth, 0, 2);
        if (paints(line, size)) {
            painted++;
            assert_true(depth > 0);
        }
        line += size + (line[size] == '\n');
    }
    assert_int_equal(depth, 0);
    assert_true(painted > 300);
    end(&s);
}

#define JARS "/usr/share/java/"
#define PREFLIGHT                                                                                            \
    "java -Djava.awt.headless=true -cp " JARS "preflight.jar:" JARS "pdfbox2.jar:" JARS "fontbox2.jar:" JARS \
    "xmpbox.jar:" JARS "commons-logging.jar:" JARS "commons-io.jar:" JARS "javax.activation.jar:" JARS       \
    "jaxb-api.jar org.apache.pdfbox.preflight.Validator_A1b"

/* CB-PDF-25 */
static void preflight_minds_only_that_it_is_part_two(void **state) {
    (void)state;
    setting s;
    begin(&s);
    if (!cb_file_exists(JARS "preflight.jar") || !cb_file_exists(JARS "javax.activation.jar") ||
        !cb_file_exists(JARS "jaxb-api.jar")) {
        end(&s);
        skip();
    }
    const char *text = run(&s, render(&s, example_view(s.arena)), PREFLIGHT, "; true");
    assert_non_null(strstr(text, "7.11.2 : Error on MetaData, part must be 1"));
    for (const char *line = text; *line;) {
        size_t size = strcspn(line, "\n");
        /* A CIDSet is demanded by PDF/A-1 alone. */
        bool expected = strncmp(line, "7.11.", 5) == 0 ||
                        (strncmp(line, "3.1.11 ", 7) == 0 && strncmp(line + size - 6, "Subset", 6) == 0);
        if (*line >= '0' && *line <= '9' && !expected)
            fail_msg("%.*s", (int)size, line);
        line += size + (line[size] == '\n');
    }
    end(&s);
}

/* CB-PDF-27 */
static void preflight_takes_part_one(void **state) {
    (void)state;
    setting s;
    begin(&s);
    if (!cb_file_exists(JARS "preflight.jar") || !cb_file_exists(JARS "javax.activation.jar") ||
        !cb_file_exists(JARS "jaxb-api.jar")) {
        end(&s);
        skip();
    }
    s.parts.part_one = true;
    const char *text = run(&s, render(&s, example_view(s.arena)), PREFLIGHT, "; true");
    assert_non_null(strstr(text, "is a valid PDF/A-1b file"));
    end(&s);
}

/* CB-PDF-03 */
static void a_missing_glyph_is_refused_with_its_place(void **state) {
    (void)state;
    setting s;
    begin(&s);
    cb_node *view = example_view(s.arena);
    cb_node *name = (cb_node *)(uintptr_t)cb_node_at(view, "identity/identifiers/0/value");
    name->text = "Li \xe7\x8e\x8b";
    cb_str pdf;
    cb_error e = {0};
    assert_int_equal(cb_pdf_render(s.arena, &s.parts, view, &pdf, &e), CB_INPUT);
    assert_non_null(strstr(e.text, "U+738B"));
    assert_non_null(strstr(e.text, "identity/identifiers/0/value"));
    assert_null(pdf.s);
    end(&s);
}

/* CB-PDF-21 */
static void what_does_not_fit_a_header_or_a_profile_is_refused(void **state) {
    (void)state;
    setting s;
    begin(&s);
    cb_node *view = example_view(s.arena);
    cb_node *name = (cb_node *)(uintptr_t)cb_node_at(view, "identity/identifiers/0/value");
    char *large = cb_alloc(s.arena, 5001);
    memset(large, 'W', 5000);
    cb_str pdf;
    cb_error e = {0};
    name->text = large;
    assert_int_equal(cb_pdf_render(s.arena, &s.parts, view, &pdf, &e), CB_INPUT);
    assert_non_null(strstr(e.text, "header"));
    name->text = "A";
    s.parts.icc = cb_str_of("no profile");
    cb_error_clear(&e);
    assert_int_equal(cb_pdf_render(s.arena, &s.parts, view, &pdf, &e), CB_INPUT);
    assert_non_null(strstr(e.text, "ICC"));
    end(&s);
}

/* CB-PDF-22 */
static void thousands_of_rows_flow_over_their_pages(void **state) {
    (void)state;
    setting s;
    begin(&s);
    cb_node *view = example_view(s.arena);
    cb_node *inputs = (cb_node *)(uintptr_t)cb_node_at(view, "provenance/inputs");
    cb_builder b;
    cb_builder_init(&b, s.arena);
    enum { ROWS = 2700 };
    for (int i = 0; i < ROWS; i++)
        example_input(&b, inputs, "vcf", cb_format(s.arena, "row-%04d", i), i);
    const char *text = run(&s, render(&s, view), "pdftotext -layout", "-");
    assert_true(count_of(text, "\f") > 55);
    for (int i = 0; i < ROWS; i++)
        assert_non_null(strstr(text, cb_format(s.arena, "row-%04d", i)));
    end(&s);
}

/* CB-PDF-23 */
static void memory_failures_are_reported(void **state) {
    (void)state;
    setting s;
    begin(&s);
    cb_node *view = example_view(s.arena);
    int failures = 0;
    for (long n = 1; n < 400; n += n < 40 ? 1 : 23) {
        cb_str pdf;
        cb_error e = {0};
        cb_fault_allocation(n);
        cb_status status = cb_pdf_render(s.arena, &s.parts, view, &pdf, &e);
        cb_fault_allocation(0);
        if (status == CB_OK)
            continue;
        failures++;
        assert_string_not_equal(e.text, "");
        assert_null(pdf.s);
    }
    assert_true(failures > 20);
    end(&s);
}

/* The last line of a page above its foot. */
static const char *last_line(cb_arena *arena, const char *page, size_t size) {
    cb_str rest = {page, size}, line, last = {NULL, 0};
    while (cb_str_split(&rest, '\n', &line))
        if (cb_str_trim(line).n > 0)
            last = cb_str_trim(line);
    return last.s ? cb_copy_str(arena, last) : "";
}

static void check_no_heading_ends_a_page(setting *s, const cb_node *view) {
    static const char *const words[] = {
        "question", "family",  "shortlist",   "notices",  "funnel",     "list",        "genotypes",   "for",
        "against",  "flags",   "inheritance", "partners", "details",    "frequencies", "predictors",  "transcripts",
        "comments", "methods", "thresholds",  "ledger",   "provenance", "sign_off",    "funnel_note", "ledger_note"};
    const char *text = run(s, render(s, view), "pdftotext -x 0 -y 0 -W 596 -H 795 -layout", "-"), *end;
    for (const char *page = text; (end = strchr(page, '\f')); page = end + 1) {
        const char *last = last_line(s->arena, page, (size_t)(end - page));
        for (size_t i = 0; i < sizeof words / sizeof *words; i++)
            if (strcmp(last, cb_node_text(cb_node_at(view, "text"), words[i])) == 0)
                fail_msg("'%s' is the last line of a page", last);
        if (strncmp(last, "Why rank", 8) == 0)
            fail_msg("'%s' is the last line of a page", last);
    }
}

/* CB-PDF-26 */
static void a_heading_never_ends_a_page(void **state) {
    (void)state;
    enum { VIEWS = 12, LINES = 3 };
    setting s;
    begin(&s);
    for (int i = 0; i < VIEWS; i++)
        check_no_heading_ends_a_page(&s, example_view_with(s.arena, i * LINES));
    end(&s);
}

/* The number of the page, counted from 1, on which a line begins with the words; 0: none. */
static size_t page_of(cb_arena *arena, const char *text, const char *words) {
    cb_str rest = cb_str_of(text), page;
    for (size_t number = 1; cb_str_split(&rest, '\f', &page); number++)
        if (strstr(squeezed(arena, cb_copy_str(arena, page)), words))
            return number;
    return 0;
}

/* CB-PDF-29 */
static void the_last_row_of_a_table_is_not_alone(void **state) {
    (void)state;
    enum { FIRST = 38, LAST = 50 }; /* notices that push the table over the end of a page */
    size_t broken = 0;
    setting s;
    begin(&s);
    for (int i = FIRST; i <= LAST; i++) {
        const char *text = run(&s, render(&s, example_view_with(s.arena, i)), "pdftotext -layout", "-");
        size_t first = page_of(s.arena, text, " Supplied 398 395"), last = page_of(s.arena, text, " Shortlisted 4 4");
        assert_true(first && last);
        assert_int_equal(page_of(s.arena, text, " Listed 34 34"), last);
        broken += first < last;
    }
    assert_true(broken > 0);
    end(&s);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_last_row_of_a_table_is_not_alone),
        cmocka_unit_test(a_heading_never_ends_a_page),
        cmocka_unit_test(the_same_view_gives_the_same_bytes),
        cmocka_unit_test(qpdf_finds_no_fault),
        cmocka_unit_test(fonts_are_embedded_subset_and_have_texts),
        cmocka_unit_test(metadata_agree),
        cmocka_unit_test(the_structure_tells_heads_cells_and_figures),
        cmocka_unit_test(every_page_says_whose_and_in_what_state),
        cmocka_unit_test(page_one_holds_what_matters_in_order),
        cmocka_unit_test(each_shortlisted_allele_has_its_block),
        cmocka_unit_test(decisions_stand_where_they_belong),
        cmocka_unit_test(what_page_one_cannot_name_is_counted_and_listed_on_page_two),
        cmocka_unit_test(what_waits_for_page_two_stays_what_it_is),
        cmocka_unit_test(letters_of_many_scripts_are_extracted_as_written),
        cmocka_unit_test(tables_repeat_their_heads_and_lose_no_row),
        cmocka_unit_test(fields_are_indirect_and_a_single_kid_is_direct),
        cmocka_unit_test(all_that_is_painted_is_tagged_or_artifact),
        cmocka_unit_test(preflight_minds_only_that_it_is_part_two),
        cmocka_unit_test(preflight_takes_part_one),
        cmocka_unit_test(a_missing_glyph_is_refused_with_its_place),
        cmocka_unit_test(what_does_not_fit_a_header_or_a_profile_is_refused),
        cmocka_unit_test(thousands_of_rows_flow_over_their_pages),
        cmocka_unit_test(memory_failures_are_reported),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
