/* texts_read.c: a language's words: one flat map of key to text. */
#include "casebound/read/case_file.h"
#include "yaml.h"

cb_status cb_texts_read(cb_arena *arena, cb_str bytes, const char *name, cb_map **out, cb_error *e) {
    cb_yaml *root = NULL;
    cb_status s = cb_yaml_read(arena, bytes, name, &root, e);
    if (s != CB_OK) {
        return s;
    }
    if (root->kind != CB_YAML_MAP) {
        return cb_fail_at(e, CB_INPUT, name, root->line, "is no map of keys and texts");
    }
    cb_map *texts = cb_map_new(arena);
    if (!texts) {
        return cb_fail_memory(e);
    }
    for (const cb_yaml *m = root->first; m; m = m->next) {
        if (m->kind != CB_YAML_SCALAR || cb_yaml_is_null(m)) {
            return cb_fail_at(e, CB_INPUT, name, m->key_line, "key '%s' has no text; write one text for each key",
                              m->key);
        }
        if (!cb_map_set(texts, cb_str_of(m->key), m->text)) {
            return cb_fail_memory(e);
        }
    }
    *out = texts;
    return CB_OK;
}
