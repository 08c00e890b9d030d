/* pdf_object.c: the one place that speaks libqpdf. Its strings live until the next call, its errors print unless
 * silenced. */
#include "casebound/seal/pdf_object.h"

#include <qpdf/qpdf-c.h>
#include <stdlib.h>
#include <string.h>

struct cb_pdf {
    qpdf_data data;
    bool damaged, starved;
};

static void close_pdf(void *handle) {
    cb_pdf *pdf = handle;
    qpdf_cleanup(&pdf->data);
}

/* What libqpdf says of an error; it has no code of its own for memory that is out. */
static const char *take_error(cb_pdf *pdf, qpdf_error error) {
    const char *said = qpdf_get_error_message_detail(pdf->data, error);
    pdf->starved = pdf->starved || (said && strstr(said, "bad_alloc"));
    return said ? said : "";
}

/* An error of a single call is no reason to print; what matters shows as a warning or a null object. */
static void settle(cb_pdf *pdf) {
    if (qpdf_has_error(pdf->data)) {
        (void)take_error(pdf, qpdf_get_error(pdf->data));
    }
}

static cb_status refuse(cb_pdf *pdf, qpdf_error error, cb_error *e) {
    const char *said = take_error(pdf, error);
    return pdf->starved ? cb_fail_memory(e) : cb_fail(e, CB_INPUT, "%s", said);
}

static cb_status read_pdf(cb_pdf *pdf, cb_str bytes, cb_error *e) {
    qpdf_silence_errors(pdf->data);
    qpdf_set_suppress_warnings(pdf->data, QPDF_TRUE);
    qpdf_set_attempt_recovery(pdf->data, QPDF_FALSE);
    qpdf_set_ignore_xref_streams(pdf->data, QPDF_TRUE);
    QPDF_ERROR_CODE code = qpdf_read_memory(pdf->data, "PDF", bytes.s, bytes.n, NULL);
    if (code & QPDF_ERRORS) {
        return refuse(pdf, qpdf_get_error(pdf->data), e);
    }
    if (qpdf_more_warnings(pdf->data)) {
        return refuse(pdf, qpdf_next_warning(pdf->data), e);
    }
    return qpdf_is_encrypted(pdf->data) ? cb_fail(e, CB_INPUT, "it is encrypted") : CB_OK;
}

cb_status cb_pdf_open(cb_arena *arena, cb_str bytes, cb_pdf **out, cb_error *e) {
    cb_pdf *pdf = cb_alloc(arena, sizeof *pdf);
    if (!pdf) {
        return cb_fail_memory(e);
    }
    pdf->data = qpdf_init();
    cb_status status = cb_arena_defer(arena, close_pdf, pdf, e);
    if (!status) {
        status = bytes.n ? read_pdf(pdf, bytes, e) : cb_fail(e, CB_INPUT, "it is empty");
    }
    *out = status ? NULL : pdf;
    return status;
}

bool cb_pdf_damaged(cb_pdf *pdf) {
    while (qpdf_more_warnings(pdf->data)) {
        pdf->damaged = true;
        (void)take_error(pdf, qpdf_next_warning(pdf->data));
    }
    return pdf->damaged;
}

cb_status cb_pdf_forget(cb_pdf *pdf, cb_error *e) {
    qpdf_oh_release_all(pdf->data);
    settle(pdf);
    (void)cb_pdf_damaged(pdf);
    return pdf->starved ? cb_fail_memory(e) : CB_OK;
}

cb_pdf_object cb_pdf_trailer(cb_pdf *pdf) {
    return qpdf_get_trailer(pdf->data);
}

cb_pdf_object cb_pdf_root(cb_pdf *pdf) {
    cb_pdf_object root = cb_pdf_key(pdf, qpdf_get_trailer(pdf->data), "/Root");
    settle(pdf);
    return root;
}

cb_pdf_object cb_pdf_by_number(cb_pdf *pdf, int number, int generation) {
    cb_pdf_object o = qpdf_get_object_by_id(pdf->data, number, generation);
    settle(pdf);
    return o;
}

cb_pdf_kind cb_pdf_kind_of(cb_pdf *pdf, cb_pdf_object o) {
    enum qpdf_object_type_e type = qpdf_oh_get_type_code(pdf->data, o);
    settle(pdf);
    switch (type) {
    case ot_uninitialized:
    case ot_null:
        return CB_PDF_NULL;
    case ot_boolean:
        return CB_PDF_BOOL;
    case ot_integer:
        return CB_PDF_INTEGER;
    case ot_real:
        return CB_PDF_REAL;
    case ot_string:
        return CB_PDF_STRING;
    case ot_name:
        return CB_PDF_NAME;
    case ot_array:
        return CB_PDF_ARRAY;
    case ot_dictionary:
        return CB_PDF_DICTIONARY;
    case ot_stream:
        return CB_PDF_STREAM;
    default:
        return CB_PDF_OTHER;
    }
}

int cb_pdf_number(cb_pdf *pdf, cb_pdf_object o) {
    return qpdf_oh_get_object_id(pdf->data, o);
}

int cb_pdf_generation(cb_pdf *pdf, cb_pdf_object o) {
    return qpdf_oh_get_generation(pdf->data, o);
}

/* The dictionary itself, or a stream's; 0 for anything else. */
static cb_pdf_object dictionary_of(cb_pdf *pdf, cb_pdf_object o) {
    cb_pdf_kind kind = cb_pdf_kind_of(pdf, o);
    return kind == CB_PDF_STREAM ? qpdf_oh_get_dict(pdf->data, o) : kind == CB_PDF_DICTIONARY ? o : 0;
}

cb_pdf_object cb_pdf_key(cb_pdf *pdf, cb_pdf_object o, const char *key) {
    cb_pdf_object dictionary = dictionary_of(pdf, o);
    cb_pdf_object value = dictionary ? qpdf_oh_get_key(pdf->data, dictionary, key) : qpdf_oh_new_null(pdf->data);
    settle(pdf);
    return value;
}

static int by_text(const void *a, const void *b) {
    const char *const *x = a, *const *y = b;
    return strcmp(*x, *y);
}

cb_status cb_pdf_keys(cb_pdf *pdf, cb_arena *arena, cb_pdf_object o, const char ***out, size_t *count, cb_error *e) {
    size_t capacity = 0;
    cb_pdf_object dictionary = dictionary_of(pdf, o);
    *out = NULL;
    *count = 0;
    if (!dictionary) {
        return CB_OK;
    }
    qpdf_oh_begin_dict_key_iter(pdf->data, dictionary);
    while (qpdf_oh_dict_more_keys(pdf->data)) {
        const char **list = cb_grow(arena, *out, *count, &capacity, sizeof *list);
        const char *key = list ? cb_copy(arena, qpdf_oh_dict_next_key(pdf->data)) : NULL;
        if (!key) {
            return cb_fail_memory(e);
        }
        list[(*count)++] = key;
        *out = list;
    }
    if (*count > 1) {
        qsort(*out, *count, sizeof **out, by_text);
    }
    return CB_OK;
}

size_t cb_pdf_count(cb_pdf *pdf, cb_pdf_object array) {
    int n = cb_pdf_kind_of(pdf, array) == CB_PDF_ARRAY ? qpdf_oh_get_array_n_items(pdf->data, array) : 0;
    return n > 0 ? (size_t)n : 0;
}

cb_pdf_object cb_pdf_item(cb_pdf *pdf, cb_pdf_object array, size_t i) {
    bool has = i < cb_pdf_count(pdf, array);
    return has ? qpdf_oh_get_array_item(pdf->data, array, (int)i) : qpdf_oh_new_null(pdf->data);
}

bool cb_pdf_integer(cb_pdf *pdf, cb_pdf_object o, int64_t *out) {
    long long value = 0;
    bool is = cb_pdf_kind_of(pdf, o) == CB_PDF_INTEGER && qpdf_oh_get_value_as_longlong(pdf->data, o, &value);
    *out = value;
    return is;
}

bool cb_pdf_is_name(cb_pdf *pdf, cb_pdf_object o, const char *name) {
    return cb_pdf_kind_of(pdf, o) == CB_PDF_NAME && strcmp(qpdf_oh_get_name(pdf->data, o), name) == 0;
}

char *cb_pdf_name(cb_pdf *pdf, cb_arena *arena, cb_pdf_object o) {
    return cb_copy(arena, cb_pdf_kind_of(pdf, o) == CB_PDF_NAME ? qpdf_oh_get_name(pdf->data, o) : "");
}

char *cb_pdf_text(cb_pdf *pdf, cb_arena *arena, cb_pdf_object o) {
    return cb_copy(arena, cb_pdf_kind_of(pdf, o) == CB_PDF_STRING ? qpdf_oh_get_utf8_value(pdf->data, o) : "");
}

char *cb_pdf_written(cb_pdf *pdf, cb_arena *arena, cb_pdf_object o) {
    const char *text = qpdf_oh_unparse(pdf->data, o);
    settle(pdf);
    return cb_copy(arena, text);
}

char *cb_pdf_written_inside(cb_pdf *pdf, cb_arena *arena, cb_pdf_object o) {
    const char *text = qpdf_oh_unparse_resolved(pdf->data, o);
    settle(pdf);
    return cb_copy(arena, text);
}

cb_status cb_pdf_bytes(cb_pdf *pdf, cb_arena *arena, cb_pdf_object o, cb_str *out, cb_error *e) {
    size_t size = 0;
    *out = (cb_str){"", 0};
    if (cb_pdf_kind_of(pdf, o) != CB_PDF_STRING) {
        return CB_OK;
    }
    const char *bytes = qpdf_oh_get_binary_string_value(pdf->data, o, &size);
    *out = (cb_str){cb_copy_n(arena, bytes, size), size};
    return out->s ? CB_OK : cb_fail_memory(e);
}

cb_status cb_pdf_raw(cb_pdf *pdf, cb_arena *arena, cb_pdf_object o, cb_str *out, cb_error *e) {
    unsigned char *bytes = NULL;
    size_t size = 0;
    *out = (cb_str){"", 0};
    if (cb_pdf_kind_of(pdf, o) != CB_PDF_STREAM) {
        return CB_OK;
    }
    QPDF_ERROR_CODE code = qpdf_oh_get_stream_data(pdf->data, o, qpdf_dl_none, NULL, &bytes, &size);
    settle(pdf);
    if (code & QPDF_ERRORS) {
        free(bytes);
        (void)cb_pdf_damaged(pdf); /* why it could not be read stands in a warning */
        return pdf->starved ? cb_fail_memory(e) : cb_fail(e, CB_INPUT, "a stream cannot be read");
    }
    *out = (cb_str){cb_copy_n(arena, bytes ? (const char *)bytes : "", size), size};
    free(bytes);
    return out->s ? CB_OK : cb_fail_memory(e);
}
