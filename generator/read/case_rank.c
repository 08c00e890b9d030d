/* case_rank.c: the rank model of a case: --rank-model, else what the case file names. */
#include <math.h>
#include <string.h>

#include "case_build.h"
#include "casebound/base/file.h"
#include "casebound/base/number.h"
#include "ini.h"

/* NULL: none. */
static cb_status model_path(cb_case_build *b, const char **out) {
    const char *named = NULL;
    *out = b->request->rank_model;
    if (*out || !b->root) {
        return CB_OK;
    }
    cb_status s = cb_case_text(b, b->root, "rank_model", &named);
    if (s != CB_OK || !named) {
        return s;
    }
    *out = cb_case_path(b, named);
    if (*out && !cb_file_exists(*out)) {
        return cb_fail_at(b->e, CB_INPUT, b->file, cb_yaml_get(b->root, "rank_model")->line,
                          "rank_model: there is no file '%s'; correct the path or give --root", *out);
    }
    return *out ? CB_OK : cb_fail_memory(b->e);
}

static cb_status read_threshold(cb_case_build *b) {
    const char *text = NULL;
    cb_status s = b->root ? cb_case_text(b, b->root, "rank_score_threshold", &text) : CB_OK;
    if (s != CB_OK || !text) {
        return s;
    }
    if (!cb_parse_real(cb_str_of(text), &b->kase->rank_threshold) || !isfinite(b->kase->rank_threshold)) {
        return cb_fail_at(b->e, CB_INPUT, b->file, cb_yaml_get(b->root, "rank_score_threshold")->line,
                          "rank_score_threshold is no number");
    }
    return CB_OK;
}

/* The model that was meant and the model that ranks are to be the same one. */
static cb_status check_version(cb_case_build *b) {
    const char *said = NULL, *read = b->kase->rank_model->version;
    cb_status s = b->root ? cb_case_text(b, b->root, "rank_model_version", &said) : CB_OK;
    if (s != CB_OK || !said || strcmp(said, read) == 0) {
        return s;
    }
    return cb_notice(b->arena, &b->notices, b->e, "%s: rank_model_version is %s, and the rank model %s says %s",
                     b->file, said, b->kase->rank_model->file, read);
}

cb_status cb_case_rank(cb_case_build *b) {
    const char *path = NULL;
    cb_rank_model *model = NULL;
    cb_status s = model_path(b, &path);
    if (s != CB_OK || !path) {
        return s;
    }
    s = cb_case_slurp(b, path, "rank_model", CB_INI_BYTES, &b->kase->rank_model_bytes);
    if (s == CB_OK) {
        const char *name = b->kase->inputs[b->kase->input_count - 1].name;
        s = cb_rank_model_read(b->arena, b->kase->rank_model_bytes, name, &model, b->e);
    }
    b->kase->rank_model = model;
    b->kase->rank_family = b->kase->family.id;
    s = s == CB_OK ? read_threshold(b) : s;
    return s == CB_OK ? check_version(b) : s;
}
