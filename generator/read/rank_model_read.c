/* rank_model_read.c: genmod's rank models. What genmod lets pass in silence (a misspelt key, intervals that overlap) is
 * an error: it changes ranks. */
#include <math.h>
#include <string.h>

#include "casebound/base/ascii.h"
#include "casebound/base/near.h"
#include "casebound/base/number.h"
#include "casebound/read/case_file.h"
#include "ini.h"

typedef struct reader {
    cb_arena *arena;
    const char *name;
    cb_error *e;
    cb_rank_model *model;
    const char **keys;
    size_t key_room;
} reader;

#define fail_at(r, line, ...) cb_fail_at((r)->e, CB_FILTER, (r)->name, line, __VA_ARGS__)

/* Keys. */

static bool one_of(const char *word, const char *const *known) {
    for (; *known; known++) {
        if (strcmp(word, *known) == 0) {
            return true;
        }
    }
    return false;
}

static const char *near_hint(cb_near *near, const char *word, const char *const *known) {
    cb_near_start(near, word);
    for (; *known; known++) {
        cb_near_try(near, *known);
    }
    return cb_near_hint(near);
}

static cb_status known_keys(const reader *r, const cb_ini_section *section, const char *const *known) {
    for (const cb_ini_pair *p = section->pairs; p; p = p->next) {
        cb_near near;
        if (!one_of(p->key, known)) {
            return fail_at(r, p->line, "[%.60s] has a key '%.60s' that is not known%s", section->name, p->key,
                           near_hint(&near, p->key, known));
        }
    }
    return CB_OK;
}

/* The one value of a key; NULL in *out when the section does not have it. */
static cb_status get_text(const reader *r, const cb_ini_section *section, const char *key, const char **out) {
    const cb_ini_pair *p = cb_ini_get(section, key);
    *out = p ? p->items[0] : NULL;
    if (p && (p->count != 1 || !p->items[0][0])) {
        return fail_at(r, p->line, "%s of [%.60s] takes one value", key, section->name);
    }
    return CB_OK;
}

static cb_status need_text(const reader *r, const cb_ini_section *section, const char *key, const char **out) {
    cb_status s = get_text(r, section, key, out);
    return s == CB_OK && !*out ? fail_at(r, section->line, "[%.60s] has no %s", section->name, key) : s;
}

static cb_status need_word(const reader *r, const cb_ini_section *section, const char *key, const char *const *known,
                           const char **out) {
    cb_status s = need_text(r, section, key, out);
    cb_near near;
    if (s == CB_OK && !one_of(*out, known)) {
        return fail_at(r, cb_ini_get(section, key)->line, "%s of [%.60s] is '%.60s', which is not known%s", key,
                       section->name, *out, near_hint(&near, *out, known));
    }
    return s;
}

static cb_status need_number(const reader *r, const cb_ini_section *section, const char *key, double *out) {
    const char *text;
    cb_status s = need_text(r, section, key, &text);
    if (s == CB_OK && (!cb_parse_real(cb_str_of(text), out) || !isfinite(*out))) {
        return fail_at(r, cb_ini_get(section, key)->line, "%s of [%.60s] is no number", key, section->name);
    }
    return s;
}

/* Points that cannot be added up are a slip of the keyboard. */
static cb_status need_points(const reader *r, const cb_ini_section *section, double *out) {
    cb_status s = need_number(r, section, "score", out);
    if (s == CB_OK && fabs(*out) > CB_RANK_POINTS_MAX) {
        return fail_at(r, cb_ini_get(section, "score")->line, "score of [%.60s] is beyond %d", section->name,
                       CB_RANK_POINTS_MAX);
    }
    return s;
}

/* Steps. */

static cb_status read_string(const reader *r, const cb_ini_section *section, cb_rank_step *step) {
    const char *priority;
    cb_status s = need_text(r, section, "string", &step->string);
    s = s == CB_OK ? need_text(r, section, "priority", &priority) : s;
    if (s == CB_OK && !cb_parse_integer(cb_str_of(priority), &step->priority)) {
        return fail_at(r, cb_ini_get(section, "priority")->line, "priority of [%.60s] is no whole number",
                       section->name);
    }
    return s;
}

static cb_status read_interval(const reader *r, const cb_ini_section *section, cb_rank_step *step) {
    bool value = cb_ini_get(section, "value"), lower = cb_ini_get(section, "lower"),
         upper = cb_ini_get(section, "upper");
    if (value && (lower || upper)) {
        return fail_at(r, section->line, "[%.60s] has both a value and an interval", section->name);
    }
    if (value) {
        cb_status s = need_number(r, section, "value", &step->lower);
        step->upper = step->lower;
        return s;
    }
    if (lower != upper) {
        return fail_at(r, section->line, "[%.60s] is open: it has a %s bound and no %s one", section->name,
                       lower ? "lower" : "upper", lower ? "upper" : "lower");
    }
    cb_status s = need_number(r, section, "lower", &step->lower);
    s = s == CB_OK ? need_number(r, section, "upper", &step->upper) : s;
    if (s == CB_OK && step->lower >= step->upper) {
        return fail_at(r, section->line, "[%.60s] holds nothing: its lower bound is not below its upper one",
                       section->name);
    }
    return s;
}

static const char *const STRING_KEYS[] = {"score", "priority", "string", "description", NULL};
static const char *const NUMBER_KEYS[] = {"score", "value", "lower", "upper", "description", NULL};
static const char *const POINTS_KEYS[] = {"score", "description", NULL};

static cb_status read_step(const reader *r, const cb_ini_section *section, cb_rank_type type, cb_rank_step *step) {
    const char *const *known = type == CB_RANK_STRING ? STRING_KEYS : type == CB_RANK_FLAG ? POINTS_KEYS : NUMBER_KEYS;
    step->name = section->name;
    cb_status s = known_keys(r, section, known);
    s = s == CB_OK ? need_points(r, section, &step->points) : s;
    if (s != CB_OK || type == CB_RANK_FLAG) {
        return s;
    }
    return type == CB_RANK_STRING ? read_string(r, section, step) : read_interval(r, section, step);
}

/* Two steps that one value would fall into: genmod would take either. */
static bool collide(cb_rank_type type, const cb_rank_step *a, const cb_rank_step *b) {
    if (type == CB_RANK_STRING) {
        return cb_ascii_is(cb_str_of(a->string), b->string);
    }
    bool within = a->lower < b->upper && b->lower < a->upper;
    bool one_value = a->lower == a->upper || b->lower == b->upper;
    return type == CB_RANK_FLAG || within || (one_value && a->lower == b->lower);
}

static cb_status add_step(const reader *r, const cb_ini_section *rule_section, const cb_ini_section *section,
                          cb_rank_rule *rule) {
    cb_rank_step *step = &rule->steps[rule->step_count];
    cb_status s = read_step(r, section, rule->type, step);
    for (size_t i = 0; s == CB_OK && i < rule->step_count; i++) {
        if (collide(rule->type, step, &rule->steps[i])) {
            return fail_at(r, section->line, "[%.60s] of [%.60s] overlaps [%.60s]: one value would be in both",
                           section->name, rule_section->name, rule->steps[i].name);
        }
    }
    rule->step_count++;
    return s;
}

static cb_status read_not_reported(const reader *r, const cb_ini_section *section, cb_rank_rule *rule) {
    cb_status s = known_keys(r, section, POINTS_KEYS);
    return s == CB_OK ? need_points(r, section, &rule->not_reported) : s;
}

/* "score = eq": the value itself is the points. */
static bool takes_value(const cb_ini_section *section) {
    const cb_ini_pair *score = cb_ini_get(section, "score");
    return score && score->count == 1 && strcmp(score->items[0], "eq") == 0;
}

static cb_status read_steps(const reader *r, const cb_ini_section *section, cb_rank_rule *rule) {
    size_t count = 0;
    for (const cb_ini_section *step = section->inside; step; step = step->next) {
        count++;
    }
    rule->steps = cb_alloc_array(r->arena, count + 1, sizeof *rule->steps);
    cb_status s = rule->steps ? CB_OK : cb_fail_memory(r->e);
    for (const cb_ini_section *step = section->inside; s == CB_OK && step; step = step->next) {
        if (strcmp(step->name, "not_reported") == 0) {
            s = read_not_reported(r, step, rule);
        } else if (takes_value(step) && rule->type != CB_RANK_STRING && rule->type != CB_RANK_FLAG) {
            s = known_keys(r, step, POINTS_KEYS);
            rule->value_counts = true;
        } else {
            s = add_step(r, section, step, rule);
        }
    }
    if (s == CB_OK && rule->value_counts && rule->step_count > 0) {
        return fail_at(r, section->line, "[%.60s] has 'score = eq' and other scores", section->name);
    }
    if (s == CB_OK && !rule->value_counts && rule->step_count == 0) {
        return fail_at(r, section->line, "[%.60s] gives points for no value", section->name);
    }
    return s;
}

/* Rules. */

static const char *const FIELDS[] = {"CHROM", "POS", "ID", "REF", "ALT", "QUAL", "FILTER", "INFO", NULL};
static const char *const TYPES[] = {"string", "float", "integer", "flag", NULL}; /* in the order of cb_rank_type */
static const char *const RULES[] = {"min", "max", NULL};
static const char *const RULE_KEYS[] = {"field",   "data_type", "category",    "record_rule",  "separators", "info_key",
                                        "csq_key", "vep_key",   "description", "family_level", NULL};

static size_t index_of(const char *word, const char *const *known) {
    size_t i = 0;
    while (known[i] && strcmp(word, known[i]) != 0) {
        i++;
    }
    return i;
}

static cb_status add_key(reader *r, const char *key, size_t *index) {
    if (!key) {
        return cb_fail_memory(r->e);
    }
    for (*index = 0; r->keys && *index < r->model->key_count; ++*index) {
        if (strcmp(r->keys[*index], key) == 0) {
            return CB_OK;
        }
    }
    const char **grown = cb_grow(r->arena, r->keys, r->model->key_count, &r->key_room, sizeof *grown);
    if (!grown) {
        return cb_fail_memory(r->e);
    }
    r->keys = grown;
    r->keys[r->model->key_count++] = key;
    r->model->keys = grown;
    return CB_OK;
}

/* Where the value stands: a column, an INFO key, or a field of CSQ. */
static cb_status read_place(reader *r, const cb_ini_section *section, cb_rank_rule *rule, bool *csq) {
    const char *field, *info = NULL, *inner = NULL;
    cb_status s = need_word(r, section, "field", FIELDS, &field);
    *csq = false;
    if (s != CB_OK || strcmp(field, "INFO") != 0) {
        return s == CB_OK ? add_key(r, field, &rule->key) : s;
    }
    s = need_text(r, section, "info_key", &info);
    if (s != CB_OK || strcmp(info, "CSQ") != 0) {
        return s == CB_OK ? add_key(r, cb_format(r->arena, "INFO/%s", info), &rule->key) : s;
    }
    *csq = true;
    s = need_text(r, section, cb_ini_get(section, "csq_key") ? "csq_key" : "vep_key", &inner);
    return s == CB_OK ? add_key(r, cb_format(r->arena, "CSQ/%s", inner), &rule->key) : s;
}

/* ConfigObj reads "None" as a word, which genmod then takes for four separators. VEP puts '&' between the values of a
 * field, whatever the model says. */
static cb_status read_separators(const reader *r, const cb_ini_section *section, bool csq, cb_rank_rule *rule) {
    const cb_ini_pair *p = cb_ini_get(section, "separators");
    char text[CB_INI_ITEMS + 2];
    size_t count = 0;
    if (!p && rule->type != CB_RANK_FLAG) {
        return fail_at(r, section->line, "[%.60s] has no separators", section->name);
    }
    bool none = p && p->count == 1 && (strcmp(p->items[0], "None") == 0 || !p->items[0][0]);
    for (size_t i = 0; p && !none && i < p->count; i++) {
        if (strlen(p->items[i]) != 1) {
            return fail_at(r, p->line, "a separator of [%.60s] is not one character", section->name);
        }
        text[count++] = p->items[i][0];
    }
    if (csq) {
        text[count++] = '&';
    }
    text[count] = '\0';
    rule->separators = cb_copy(r->arena, text);
    return rule->separators ? CB_OK : cb_fail_memory(r->e);
}

static cb_status read_category(const reader *r, const cb_ini_section *section, cb_rank_rule *rule) {
    const char *name;
    cb_near near;
    cb_status s = need_text(r, section, "category", &name);
    if (s != CB_OK) {
        return s;
    }
    cb_near_start(&near, name);
    for (rule->category = 0; rule->category < r->model->category_count; rule->category++) {
        const char *known = r->model->categories[rule->category].name;
        if (strcmp(known, name) == 0) {
            return CB_OK;
        }
        cb_near_try(&near, known);
    }
    return fail_at(r, cb_ini_get(section, "category")->line,
                   "[%.60s] is of a category '%.60s' that [Categories] does not have%s", section->name, name,
                   cb_near_hint(&near));
}

static cb_status read_rule(reader *r, const cb_ini_section *section, cb_rank_rule *rule) {
    const char *type = NULL, *which = "max";
    bool csq = false;
    cb_status s = known_keys(r, section, RULE_KEYS);
    s = s == CB_OK ? need_word(r, section, "data_type", TYPES, &type) : s;
    s = s == CB_OK && cb_ini_get(section, "record_rule") ? need_word(r, section, "record_rule", RULES, &which) : s;
    if (s != CB_OK) {
        return s;
    }
    const cb_ini_pair *description = cb_ini_get(section, "description");
    rule->name = section->name;
    rule->description = description ? description->text : "";
    rule->type = (cb_rank_type)index_of(type, TYPES);
    rule->lowest = strcmp(which, "min") == 0;
    s = read_place(r, section, rule, &csq);
    s = s == CB_OK ? read_separators(r, section, csq, rule) : s;
    s = s == CB_OK ? read_category(r, section, rule) : s;
    return s == CB_OK ? read_steps(r, section, rule) : s;
}

/* The file. */

static const char *const VERSION_KEYS[] = {"version", "name", "description", NULL};
static const char *const CATEGORY_KEYS[] = {"category_aggregation", "description", NULL};
static const char *const NO_KEYS[] = {NULL};
static const char *const AGGREGATIONS[] = {"min", "max", "sum", NULL}; /* in the order of cb_rank_aggregation */

static cb_status read_version(reader *r, const cb_ini_section *section) {
    cb_status s = known_keys(r, section, VERSION_KEYS);
    s = s == CB_OK ? need_text(r, section, "version", &r->model->version) : s;
    s = s == CB_OK ? need_text(r, section, "name", &r->model->name) : s;
    return s == CB_OK && section->inside ? fail_at(r, section->inside->line, "[Version] has no sections inside") : s;
}

/* Without category_aggregation genmod takes the lowest. */
static cb_status read_categories(reader *r, const cb_ini_section *section) {
    size_t count = 0;
    for (const cb_ini_section *c = section->inside; c; c = c->next) {
        count++;
    }
    r->model->categories = cb_alloc_array(r->arena, count + 1, sizeof *r->model->categories);
    cb_status s = r->model->categories ? known_keys(r, section, NO_KEYS) : cb_fail_memory(r->e);
    for (const cb_ini_section *c = section->inside; s == CB_OK && c; c = c->next) {
        const char *how = "min";
        s = known_keys(r, c, CATEGORY_KEYS);
        if (s == CB_OK && cb_ini_get(c, "category_aggregation")) {
            s = need_word(r, c, "category_aggregation", AGGREGATIONS, &how);
        }
        r->model->categories[r->model->category_count++] =
            (cb_rank_category){.name = c->name, .aggregation = (cb_rank_aggregation)index_of(how, AGGREGATIONS)};
    }
    return s;
}

static const cb_ini_section *section_named(const cb_ini_section *first, const char *name) {
    while (first && strcmp(first->name, name) != 0) {
        first = first->next;
    }
    return first;
}

static cb_status read_rules(reader *r, const cb_ini_section *first) {
    size_t count = 0;
    for (const cb_ini_section *section = first; section; section = section->next) {
        count++;
    }
    r->model->rules = cb_alloc_array(r->arena, count + 1, sizeof *r->model->rules);
    cb_status s = r->model->rules ? CB_OK : cb_fail_memory(r->e);
    for (const cb_ini_section *section = first; s == CB_OK && section; section = section->next) {
        if (strcmp(section->name, "Version") != 0 && strcmp(section->name, "Categories") != 0) {
            s = read_rule(r, section, &r->model->rules[r->model->rule_count++]);
        }
    }
    return s;
}

cb_status cb_rank_model_read(cb_arena *arena, cb_str bytes, const char *name, cb_rank_model **out, cb_error *e) {
    reader r = {.arena = arena, .name = name, .e = e, .model = cb_alloc(arena, sizeof *r.model)};
    cb_ini_section *first = NULL;
    *out = NULL;
    cb_status s = r.model ? cb_ini_read(arena, bytes, name, &first, e) : cb_fail_memory(e);
    if (s != CB_OK) {
        return s;
    }
    const cb_ini_section *version = section_named(first, "Version"), *categories = section_named(first, "Categories");
    if (!version || !categories) {
        return cb_fail(e, CB_FILTER, "%s: is no rank model: it has no section [%s]", name,
                       version ? "Categories" : "Version");
    }
    r.model->file = name;
    s = read_version(&r, version);
    s = s == CB_OK ? read_categories(&r, categories) : s;
    s = s == CB_OK ? read_rules(&r, first) : s;
    if (s == CB_OK && r.model->rule_count == 0) {
        return cb_fail(e, CB_FILTER, "%s: has no rule", name);
    }
    if (s == CB_OK) {
        cb_rank_model_settle(r.model);
        *out = r.model;
    }
    return s;
}
