/* facts.c: makes the canonical text of case.json anew, from its bytes alone, and reads the digest from TSV. */
#include "verify/facts.h"

#include <string.h>

/* No string or number of a report is as long as VALUE_MAX. */
enum { DEPTH_MAX = 64, CANONICAL_MAX = 1 << 29, PIECE = 64 << 10, VALUE_MAX = 16 << 20 };

/* Where a value stands, as far as it matters. AMENDED is the first of SUPERSEDES. */
typedef enum place {
    ROOT,
    REPORT,
    ID,
    LEVEL,
    DIGEST,
    BLOCKERS,
    EXCUSE,
    SUPERSEDES,
    AMENDED,
    AMENDED_ID,
    AMENDED_DIGEST,
    SECONDARY,
    WITHHELD,
    ELSEWHERE,
    PLACES
} place;

static const struct {
    const char *key; /* as written */
    place in, at;
} members[] = {
    {"\"report\"", ROOT, REPORT},
    {"\"secondary\"", ROOT, SECONDARY},
    {"\"id\"", REPORT, ID},
    {"\"seal_level\"", REPORT, LEVEL},
    {"\"facts_digest\"", REPORT, DIGEST},
    {"\"blockers\"", REPORT, BLOCKERS},
    {"\"no_timestamp\"", REPORT, EXCUSE},
    {"\"supersedes\"", REPORT, SUPERSEDES},
    {"\"id\"", AMENDED, AMENDED_ID},
    {"\"facts_digest\"", AMENDED, AMENDED_DIGEST},
    {"\"withheld\"", SECONDARY, WITHHELD},
};

typedef struct json {
    const cb_pieces *pieces;
    cb_buf window;   /* what is looked at now of the document */
    uint64_t before; /* bytes of it in front of the window */
    const char *at, *end;
    const char *token; /* stays in the window when it moves on; NULL: nothing does */
    cb_status failed;  /* of the pieces */
    cb_buf out;
    bool has[PLACES];
    cb_json_facts *facts;
    cb_error *error;
} json;

bool cb_is_digest(cb_str text) {
    for (size_t i = 0; i < text.n; i++) {
        if (!strchr("0123456789abcdef", text.s[i]) || !text.s[i]) {
            return false;
        }
    }
    return text.n == CB_SHA256_HEX - 1;
}

static cb_status refuse(json *j, const char *what) {
    uint64_t at = j->before + (j->window.data ? (size_t)(j->at - j->window.data) : 0);
    return j->failed ? j->failed : cb_fail(j->error, CB_INPUT, "%s at byte %llu", what, (unsigned long long)at);
}

/* Moves the window on, which keeps its token. False at the end of the document and on a failure. */
static bool fill(json *j) {
    const char *from = j->token ? j->token : j->at;
    size_t kept = from ? (size_t)(j->end - from) : 0, passed = from ? (size_t)(j->at - from) : 0, got = 0;
    if (j->failed) {
        return false;
    }
    if (kept > VALUE_MAX) {
        j->failed = refuse(j, "a value is too long");
        return false;
    }
    if (kept) {
        memmove(j->window.data, from, kept);
    }
    j->before += j->window.size - kept;
    j->window.size = kept;
    char *room = cb_buf_room(&j->window, PIECE);
    j->failed = room ? j->pieces->take(j->pieces->who, room, PIECE, &got, j->error) : cb_fail_memory(j->error);
    if (!j->failed) {
        cb_buf_took(&j->window, got);
    }
    from = j->window.data;
    j->token = j->token ? from : NULL;
    j->at = from ? from + passed : NULL;
    j->end = from ? from + j->window.size : NULL;
    return !j->failed && got > 0;
}

static bool more(json *j) {
    return j->at < j->end || fill(j);
}

static void emit(json *j, const char *from, size_t n) {
    cb_buf_add(&j->out, from, n);
}

static void skip_space(json *j) {
    while (more(j) && (*j->at == ' ' || *j->at == '\n' || *j->at == '\r' || *j->at == '\t')) {
        j->at++;
    }
}

static bool take(json *j, char c) {
    skip_space(j);
    if (!more(j) || *j->at != c) {
        return false;
    }
    j->at++;
    emit(j, &c, 1);
    return true;
}

/* A string with its quotes, as written; it is there until the window moves on. */
static cb_status take_string(json *j, cb_str *out) {
    if (!more(j) || *j->at != '"') {
        return refuse(j, "a string is missing");
    }
    j->token = j->at;
    for (j->at++; more(j) && *j->at != '"'; j->at++) {
        if ((unsigned char)*j->at < 0x20) {
            return refuse(j, "a control character in a string");
        }
        if (*j->at == '\\') {
            j->at++;
            if (!more(j)) {
                break;
            }
        }
    }
    if (!more(j)) {
        return refuse(j, "a string without end");
    }
    j->at++;
    *out = (cb_str){j->token, (size_t)(j->at - j->token)};
    j->token = NULL;
    emit(j, out->s, out->n);
    return CB_OK;
}

static cb_status take_word(json *j) {
    j->token = j->at;
    while (more(j) && ((*j->at >= '0' && *j->at <= '9') || (*j->at >= 'a' && *j->at <= 'z') || *j->at == '-' ||
                       *j->at == '+' || *j->at == '.' || *j->at == 'E')) {
        j->at++;
    }
    cb_str word = {j->token, (size_t)(j->at - j->token)};
    bool number = word.n && (*word.s == '-' || (*word.s >= '0' && *word.s <= '9'));
    j->token = NULL;
    if (!number && !cb_str_is(word, "true") && !cb_str_is(word, "false") && !cb_str_is(word, "null")) {
        return refuse(j, "no JSON value");
    }
    emit(j, word.s, word.n);
    return CB_OK;
}

static cb_status keep(json *j, cb_str quoted, char *out, size_t size) {
    cb_str text = {quoted.s + 1, quoted.n - 2};
    if (text.n == 0 || text.n >= size || memchr(text.s, '\\', text.n)) {
        return refuse(j, "an id, level or digest of the report is not plain");
    }
    memcpy(out, text.s, text.n);
    out[text.n] = '\0';
    return CB_OK;
}

static cb_status keep_text(json *j, place where, cb_str text) {
    cb_json_facts *f = j->facts;
    return where == ID           ? keep(j, text, f->id, sizeof f->id)
           : where == DIGEST     ? keep(j, text, f->said, sizeof f->said)
           : where == LEVEL      ? keep(j, text, f->level, sizeof f->level)
           : where == AMENDED_ID ? keep(j, text, f->superseded, sizeof f->superseded)
                                 : keep(j, text, f->superseded_facts, sizeof f->superseded_facts);
}

static cb_status take_value(json *j, place where, int depth);

/* What a member's value is, and that it comes once. */
static cb_status place_of(json *j, place where, cb_str key, place *out) {
    *out = ELSEWHERE;
    if (where != ELSEWHERE && memchr(key.s, '\\', key.n)) {
        return refuse(j, "a key in escapes");
    }
    for (size_t i = 0; i < sizeof members / sizeof *members; i++) {
        if (members[i].in == where && cb_str_is(key, members[i].key)) {
            *out = members[i].at;
        }
    }
    if (*out != ELSEWHERE && j->has[*out]) {
        return refuse(j, "a member of report twice");
    }
    j->has[*out] = true;
    return CB_OK;
}

/* One member; what report/facts_digest puts out is taken back, with its comma. */
static cb_status take_member(json *j, place where, int depth, bool *first) {
    cb_str key = {"", 0};
    place inner;
    cb_status status = where == REPORT ? cb_buf_flush(&j->out, j->error) : CB_OK; /* so that it can be taken back */
    size_t before = j->out.size;
    if (status) {
        return status;
    }
    if (!*first) {
        emit(j, ",", 1);
    }
    skip_space(j);
    status = take_string(j, &key);
    if (!status) {
        status = place_of(j, where, key, &inner);
    }
    if (status) {
        return status;
    }
    if (!take(j, ':')) {
        return refuse(j, "a colon is missing");
    }
    skip_space(j);
    bool is_true = more(j) && *j->at == 't'; /* no other value begins so */
    size_t value = cb_buf_total(&j->out);
    status = take_value(j, inner, depth + 1);
    bool is_empty = cb_buf_total(&j->out) <= value + 2; /* "" or [] */
    j->facts->blocked |= inner == BLOCKERS && !is_empty;
    j->facts->needs_no_timestamp |= inner == EXCUSE && !is_empty;
    j->facts->withheld |= inner == WITHHELD && is_true;
    if (inner == DIGEST && !j->out.failed) {
        j->out.size = before;
    } else {
        *first = false;
    }
    return status;
}

static bool take_comma(json *j) {
    skip_space(j);
    if (!more(j) || *j->at != ',') {
        return false;
    }
    j->at++;
    return true;
}

static cb_status take_map(json *j, place where, int depth) {
    bool first = true;
    emit(j, j->at++, 1);
    if (take(j, '}')) {
        return CB_OK;
    }
    cb_status status;
    do {
        status = take_member(j, where, depth, &first);
    } while (!status && take_comma(j));
    return status ? status : take(j, '}') ? CB_OK : refuse(j, "a brace is missing");
}

static cb_status take_list(json *j, place where, int depth) {
    place inner = where == SUPERSEDES ? AMENDED : ELSEWHERE;
    emit(j, j->at++, 1);
    if (take(j, ']')) {
        return CB_OK;
    }
    for (;; inner = ELSEWHERE) {
        cb_status status = take_value(j, inner, depth + 1);
        if (status) {
            return status;
        }
        if (!take_comma(j)) {
            return take(j, ']') ? CB_OK : refuse(j, "a bracket is missing");
        }
        emit(j, ",", 1);
    }
}

static cb_status take_value(json *j, place where, int depth) {
    cb_str text = {"", 0};
    skip_space(j);
    char c = more(j) ? *j->at : '\0';
    if (depth > DEPTH_MAX) {
        return refuse(j, "values nested too deeply");
    }
    if (where == ID || where == DIGEST || where == LEVEL || where == AMENDED_ID || where == AMENDED_DIGEST) {
        cb_status status = take_string(j, &text);
        return status ? status : keep_text(j, where, text);
    }
    if ((where == ROOT || where == REPORT || where == AMENDED || where == SECONDARY) && c != '{') {
        return refuse(j, "an object is missing");
    }
    return c == '{'   ? take_map(j, where, depth)
           : c == '[' ? take_list(j, where, depth)
           : c == '"' ? take_string(j, &text)
                      : take_word(j);
}

static cb_status finish(json *j) {
    skip_space(j);
    if (more(j)) {
        return refuse(j, "something behind the document");
    }
    if (j->failed) {
        return j->failed;
    }
    if (!j->has[ID] || !j->has[DIGEST] || !cb_is_digest(cb_str_of(j->facts->said))) {
        return refuse(j, "report/id or report/facts_digest is absent or broken");
    }
    return cb_buf_flush(&j->out, j->error);
}

cb_status cb_json_facts_read(const cb_pieces *pieces, cb_json_facts *out, cb_error *e) {
    json j = {.pieces = pieces, .facts = out, .error = e};
    memset(out, 0, sizeof *out);
    cb_digesting *digesting;
    cb_digest digest;
    cb_status status = cb_digest_begin(&digesting, e);
    cb_sink sink = {.put = cb_digest_sink, .who = digesting};
    cb_buf_init_sink(&j.out, CANONICAL_MAX, &sink);
    cb_buf_init(&j.window, VALUE_MAX + PIECE);
    if (!status) {
        status = more(&j) ? take_value(&j, ROOT, 0) : refuse(&j, "it is empty");
    }
    if (!status) {
        status = finish(&j);
    }
    cb_buf_free(&j.window);
    cb_buf_free(&j.out);
    cb_status ended = cb_digest_end(digesting, status ? NULL : &digest, e);
    if (!status && !ended) {
        cb_digest_hex(&digest, out->made);
    }
    return status ? status : ended;
}

static cb_status take_bytes(void *who, char *room, size_t size, size_t *got, cb_error *e) {
    cb_str *rest = who;
    (void)e;
    *got = size < rest->n ? size : rest->n;
    memcpy(room, rest->s, *got);
    rest->s += *got;
    rest->n -= *got;
    return CB_OK;
}

cb_pieces cb_pieces_of(cb_str *rest) {
    return (cb_pieces){.take = take_bytes, .who = rest};
}

bool cb_tsv_facts_read(cb_str tsv, char out[CB_SHA256_HEX]) {
    const char *key = "##facts_digest=";
    size_t count = 0;
    bool ended = false; /* by the line of column names; until then another digest may follow */
    cb_str line;
    while (!ended && cb_str_split(&tsv, '\n', &line)) {
        ended = line.n > 0 && !cb_str_starts(line, "##");
        cb_str value = {line.s + strlen(key), line.n - strlen(key)};
        if (cb_str_starts(line, key) && cb_is_digest(value)) {
            memcpy(out, value.s, value.n);
            out[value.n] = '\0';
            count++;
        }
    }
    return ended && count == 1;
}
