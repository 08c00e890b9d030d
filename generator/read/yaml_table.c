/* yaml_table.c: looks at a table, each with the line of what is wrong. */
#include "yaml_table.h"

#include "casebound/base/number.h"
#include "casebound/base/utf8.h"
#include <string.h>

enum { INTEGER_MAX = 1000 };

cb_status cb_table_refuse(const cb_yaml_table *t, const cb_yaml *node, const char *what) {
    return cb_fail_at(t->e, CB_INPUT, t->name, node->key ? node->key_line : node->line, "%s", what);
}

cb_status cb_table_open(cb_arena *arena, cb_str bytes, const char *name, cb_yaml_table *out, cb_error *e) {
    *out = (cb_yaml_table){.arena = arena, .name = name, .e = e};
    cb_status s = cb_yaml_read(arena, bytes, name, &out->root, e);
    if (s == CB_OK && out->root->kind != CB_YAML_MAP) {
        s = cb_table_refuse(out, out->root, "is no map of keys and values");
    }
    return s;
}

cb_status cb_table_known(const cb_yaml_table *t, const cb_yaml *map, const char *const *keys) {
    if (map->kind != CB_YAML_MAP) {
        return cb_table_refuse(t, map, "is no map of keys and values");
    }
    for (const cb_yaml *m = map->first; m; m = m->next) {
        bool known = false;
        for (size_t i = 0; keys[i]; i++) {
            known = known || strcmp(m->key, keys[i]) == 0;
        }
        if (!known) {
            return cb_fail_at(t->e, CB_INPUT, t->name, m->key_line, "key '%s' is not known", m->key);
        }
    }
    return CB_OK;
}

static bool shown_as_is(const char *text) {
    cb_str rest = cb_str_of(text);
    while (rest.n > 0) {
        uint32_t point = cb_utf8_next(&rest);
        if (cb_utf8_hidden(point) || point == '\n' || point == '\t') {
            return false;
        }
    }
    return true;
}

cb_status cb_table_text(const cb_yaml_table *t, const cb_yaml *map, const char *key, const char **out) {
    const cb_yaml *m = cb_yaml_get(map, key);
    if (!m || m->kind != CB_YAML_SCALAR || !*m->text) {
        return cb_fail_at(t->e, CB_INPUT, t->name, m ? m->line : map->line, "'%s' is missing or no text", key);
    }
    if (strlen(m->text) > CB_TABLE_TEXT || !shown_as_is(m->text)) {
        return cb_fail_at(t->e, CB_INPUT, t->name, m->line,
                          "'%s' is longer than %d bytes or holds a line end or control character", key, CB_TABLE_TEXT);
    }
    *out = m->text;
    return CB_OK;
}

cb_status cb_table_integer(const cb_yaml_table *t, const cb_yaml *map, const char *key, int *out) {
    const cb_yaml *m = cb_yaml_get(map, key);
    int64_t value;
    if (!m) {
        return CB_OK;
    }
    if (m->kind != CB_YAML_SCALAR || !cb_parse_integer(cb_str_of(m->text), &value) || value < -INTEGER_MAX ||
        value > INTEGER_MAX) {
        return cb_fail_at(t->e, CB_INPUT, t->name, m->line, "'%s' is no whole number from %d to %d", key, -INTEGER_MAX,
                          INTEGER_MAX);
    }
    *out = (int)value;
    return CB_OK;
}

cb_status cb_table_list(const cb_yaml_table *t, const cb_yaml *map, const char *key, size_t most, const cb_yaml **out) {
    *out = cb_yaml_get(map, key);
    if (!*out) {
        return CB_OK;
    }
    if ((*out)->kind != CB_YAML_SEQUENCE || (*out)->count == 0 || (*out)->count > most) {
        return cb_fail_at(t->e, CB_INPUT, t->name, (*out)->line, "'%s' is no list of 1 to %zu values", key, most);
    }
    return CB_OK;
}
