/* case_values.c: typed looks at the case file's tree, and the files that it names. */
#include "case_build.h"

#include "casebound/base/file.h"
#include <string.h>

static const char *kind_word(const cb_yaml *node) {
    return node->kind == CB_YAML_MAP ? "a map" : node->kind == CB_YAML_SEQUENCE ? "a list" : "one value";
}

cb_status cb_case_text(cb_case_build *b, const cb_yaml *map, const char *key, const char **out) {
    const cb_yaml *node = cb_yaml_get(map, key);
    *out = NULL;
    if (!node) {
        return CB_OK;
    }
    if (node->kind != CB_YAML_SCALAR) {
        return cb_fail_at(b->e, CB_INPUT, b->file, node->key_line, "'%s' is %s; write one value", key, kind_word(node));
    }
    *out = node->text[0] ? node->text : NULL;
    return CB_OK;
}

cb_status cb_case_map(cb_case_build *b, const cb_yaml *node, const char *what) {
    if (node->kind == CB_YAML_MAP) {
        return CB_OK;
    }
    return cb_fail_at(b->e, CB_INPUT, b->file, node->line, "%s is %s; write a map (key: value)", what, kind_word(node));
}

cb_status cb_case_list(cb_case_build *b, const char *key, const char *const **out, size_t *count, size_t maximum) {
    const cb_yaml *node = cb_yaml_get(b->root, key);
    *out = NULL;
    *count = 0;
    if (!node) {
        return CB_OK;
    }
    if (node->kind == CB_YAML_MAP || node->count > maximum) {
        return cb_fail_at(b->e, CB_INPUT, b->file, node->key_line, "'%s' is %s; write a list", key,
                          node->kind == CB_YAML_MAP ? "a map" : "too long a list");
    }
    size_t room = node->kind == CB_YAML_SCALAR ? 1 : node->count;
    const char **texts = cb_alloc_array(b->arena, room ? room : 1, sizeof *texts);
    if (!texts) {
        return cb_fail_memory(b->e);
    }
    const cb_yaml *item = node->kind == CB_YAML_SCALAR ? node : node->first;
    for (size_t i = 0; i < room; i++, item = item->next) {
        if (item->kind != CB_YAML_SCALAR) {
            return cb_fail_at(b->e, CB_INPUT, b->file, item->line, "'%s' holds %s; write a list of values", key,
                              kind_word(item));
        }
        if (!cb_yaml_is_null(item) && item->text[0]) {
            texts[(*count)++] = item->text;
        }
    }
    *out = texts;
    return CB_OK;
}

char *cb_case_path(cb_case_build *b, const char *path) {
    const cb_gathered *gathered = b->request->gathered;
    return gathered ? cb_path_join(b->arena, gathered->folder, cb_case_base_name(path))
                    : cb_path_join(b->arena, b->folder, path);
}

const char *cb_case_base_name(const char *path) {
    const char *name = path;
    for (const char *c = path; *c; c++) {
        name = (*c == '/' || *c == '\\') && c[1] ? c + 1 : name;
    }
    return name;
}

cb_status cb_case_add_input(cb_arena *arena, cb_case *kase, const cb_input *input, cb_error *e) {
    cb_input *inputs = cb_grow(arena, kase->inputs, kase->input_count, &kase->input_capacity, sizeof *inputs);
    if (!inputs) {
        return cb_fail_memory(e);
    }
    kase->inputs = inputs;
    inputs[kase->input_count++] = *input;
    return CB_OK;
}

cb_status cb_case_take_input(cb_case_build *b, cb_str bytes, const char *role, const char *name) {
    cb_input input = {.role = role, .name = name, .size = bytes.n};
    cb_status s = cb_digest_of(bytes, &input.digest, b->e);
    return s == CB_OK ? cb_case_add_input(b->arena, b->kase, &input, b->e) : s;
}

cb_status cb_case_slurp(cb_case_build *b, const char *path, const char *role, size_t maximum, cb_str *out) {
    const char *name = cb_copy(b->arena, cb_case_base_name(path));
    if (!name) {
        return cb_fail_memory(b->e);
    }
    cb_status s = cb_file_read(b->arena, path, maximum, out, b->e);
    return s == CB_OK ? cb_case_take_input(b, *out, role, name) : s;
}

cb_status cb_case_not_examined(cb_case_build *b, const char *kind, const char *name, const char *file,
                               const char *reason) {
    const char *key = cb_format(b->arena, "%s\n%s", name, file ? file : "");
    if (!key) {
        return cb_fail_memory(b->e);
    }
    if (cb_map_has(b->not_examined_seen, cb_str_of(key))) {
        return CB_OK;
    }
    cb_case *k = b->kase;
    cb_not_examined *all =
        cb_grow(b->arena, b->not_examined, k->not_examined_count, &b->not_examined_room, sizeof *all);
    if (!all || !cb_map_set(b->not_examined_seen, cb_str_of(key), all)) {
        return cb_fail_memory(b->e);
    }
    b->not_examined = all;
    all[k->not_examined_count++] = (cb_not_examined){kind, name, file, reason};
    k->not_examined = all;
    return CB_OK;
}
