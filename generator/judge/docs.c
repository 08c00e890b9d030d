/* docs.c: the reference of the filter language, made from the tables of facts. */
#include "binding.h"

static void add_escaped(cb_buf *out, const char *text) {
    for (; *text; text++) {
        if (*text == '|') {
            cb_buf_char(out, '\\');
        }
        cb_buf_char(out, *text);
    }
}

static void add_cell(cb_buf *out, const char *text) {
    cb_buf_text(out, "| ");
    add_escaped(out, text);
    cb_buf_char(out, ' ');
}

static void add_code(cb_buf *out, const char *text) {
    cb_buf_text(out, "| `");
    add_escaped(out, text);
    cb_buf_text(out, "` ");
}

static void add_meaning(cb_buf *out, const cb_fact *f) {
    cb_buf_text(out, "| ");
    add_escaped(out, f->meaning);
    if (f->vcf) {
        cb_buf_printf(out, " (`%s`)", f->vcf);
    }
    cb_buf_text(out, f->late ? ". In `score` alone " : " ");
}

static void add_facts(cb_buf *out, const cb_object *o) {
    cb_buf_text(out, "| fact | type | meaning | missing | example |\n|---|---|---|---|---|\n");
    for (const cb_fact *f = o->facts; f->name; f++) {
        add_code(out, f->name);
        add_cell(out, f->type);
        add_meaning(out, f);
        add_cell(out, f->missing);
        add_code(out, f->example);
        cb_buf_text(out, "|\n");
    }
}

static void add_methods(cb_buf *out, const cb_object *o) {
    if (!o->methods->name) {
        return;
    }
    cb_buf_text(out, "\n| method | gives | meaning | example |\n|---|---|---|---|\n");
    for (const cb_method *m = o->methods; m->name; m++) {
        add_code(out, m->signature);
        add_cell(out, m->type);
        add_cell(out, m->meaning);
        add_code(out, m->example);
        cb_buf_text(out, "|\n");
    }
}

cb_status cb_profile_docs(cb_buf *out, cb_error *e) {
    cb_buf_text(
        out,
        "# Facts of the filter language\n\n"
        "Made by `casebound filters docs` from the program's own tables. A name that does not stand here is an error.\n"
        "A fact that is missing or not annotated is tested with `known(x)`, or compared with `missing` and\n"
        "`not_annotated`; any other use of it is an error that names the fact.\n");
    for (int kind = 0; kind < CB_KINDS; kind++) {
        const cb_object *o = cb_object_of((cb_kind)kind);
        cb_buf_printf(out, "\n## %s\n\n%s\n\n", o->title, o->about);
        add_facts(out, o);
        add_methods(out, o);
    }
    return cb_buf_status(out, e);
}
