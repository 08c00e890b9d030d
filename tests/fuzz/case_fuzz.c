/* case_fuzz.c: case files (YAML, JSON) from any bytes; a case that is read is read again from its resolved text. */
#include "fuzz_kit.h"
#include "read/case_build.h"

enum { ROOM = 256 << 20 };

/* libfyaml 0.7 loses a buffer while it words some errors. */
const char *__lsan_default_suppressions(void); /* NOLINT(bugprone-reserved-identifier): the hook's name */
const char *__lsan_default_suppressions(void) {
    return "leak:libfyaml";
}

static cb_status read_case(cb_arena *arena, cb_str bytes, cb_case **out, cb_error *e) {
    cb_case_request request = {.vcf = "/dev/null"};
    return cb_case_from_bytes(arena, &request, bytes, "case.yaml", "/nonexistent", out, e);
}

static void again(cb_arena *arena, const cb_case *first) {
    cb_case *second;
    cb_error e = {0};
    must(read_case(arena, cb_str_of(first->resolved), &second, &e) == CB_OK);
    must(strcmp(first->id, second->id) == 0 && first->family.count == second->family.count);
    for (size_t i = 0; i < first->family.count; i++) {
        const cb_person *a = &first->family.persons[i], *b = &second->family.persons[i];
        must(strcmp(a->id, b->id) == 0 && a->sex == b->sex && a->affection == b->affection && a->father == b->father &&
             a->mother == b->mother);
    }
}

/* Every node that the parser gives stands on a line of the document, and a map finds its own members. */
static void check_tree(const cb_yaml *node, int depth) {
    must(node->line >= 1 && depth <= CB_YAML_DEPTH);
    if (node->kind == CB_YAML_SCALAR) {
        must(node->text && node->count == 0);
        must_be_text(node->text);
    }
    size_t count = 0;
    for (const cb_yaml *child = node->first; child; child = child->next) {
        must(node->kind != CB_YAML_MAP || cb_map_get(node->members, cb_str_of(child->key)) == child);
        check_tree(child, depth + 1);
        count++;
    }
    must(count == node->count);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    cb_arena *arena = cb_arena_new(ROOM);
    cb_error e = {0};
    cb_yaml *root;
    cb_case *kase;
    cb_str bytes = {(const char *)data, size};
    must(arena != NULL);
    cb_status s = cb_yaml_read(arena, bytes, "case.yaml", &root, &e);
    must_answer(s, &e);
    if (s == CB_OK) {
        check_tree(root, 0);
        s = read_case(arena, bytes, &kase, &e);
        must_answer(s, &e);
    }
    if (s == CB_OK) {
        again(arena, kase);
    }
    cb_arena_free(arena);
    return 0;
}
