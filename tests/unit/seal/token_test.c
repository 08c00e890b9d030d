/* token_test.c: certificates that lie on the token beside the key. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <p11-kit/p11-kit.h>
#include <p11-kit/pkcs11.h>

#include "casebound/seal/seal.h"
#include "unit/seal/certificates.h"
#include "unit/seal/small_pdf.h"

enum { ARENA = 16 << 20, NOW = 1700000000, DAY = 86400, LONG = 100 * DAY };

#define MODULE "/usr/lib/softhsm/libsofthsm2.so"

typedef struct world {
    cb_arena *arena;
    const char *scratch;
    paper root, middle, own, stranger;
} world;

static void run(const char *command) {
    FILE *in = popen(command, "r");
    char line[256];
    assert_non_null(in);
    while (fgets(line, sizeof line, in)) {
    }
    assert_int_equal(pclose(in), 0);
}

/* Puts certificates on the token. */
static void store(X509 *const *list) {
    CK_FUNCTION_LIST *module = p11_kit_module_load(MODULE, 0);
    CK_SLOT_ID slots[8];
    CK_ULONG count = 8;
    CK_SESSION_HANDLE session;
    assert_non_null(module);
    assert_int_equal(p11_kit_module_initialize(module), CKR_OK);
    assert_int_equal(module->C_GetSlotList(CK_TRUE, slots, &count), CKR_OK);
    assert_int_equal(module->C_OpenSession(slots[0], CKF_SERIAL_SESSION | CKF_RW_SESSION, NULL, NULL, &session),
                     CKR_OK);
    CK_UTF8CHAR pin[] = {'1', '2', '3', '4'};
    assert_int_equal(module->C_Login(session, CKU_USER, pin, sizeof pin), CKR_OK);
    for (; *list; list++) {
        CK_OBJECT_CLASS class = CKO_CERTIFICATE;
        CK_CERTIFICATE_TYPE type = CKC_X_509;
        CK_BBOOL yes = CK_TRUE;
        CK_OBJECT_HANDLE made;
        unsigned char *der = NULL, *subject = NULL;
        int size = i2d_X509(*list, &der), subject_size = i2d_X509_NAME(X509_get_subject_name(*list), &subject);
        CK_ATTRIBUTE attributes[] = {{CKA_CLASS, &class, sizeof class},
                                     {CKA_CERTIFICATE_TYPE, &type, sizeof type},
                                     {CKA_TOKEN, &yes, sizeof yes},
                                     {CKA_SUBJECT, subject, (CK_ULONG)subject_size},
                                     {CKA_VALUE, der, (CK_ULONG)size}};
        assert_int_equal(module->C_CreateObject(session, attributes, 5, &made), CKR_OK);
        OPENSSL_free(der);
        OPENSSL_free(subject);
    }
    module->C_CloseSession(session);
    p11_kit_module_finalize(module);
    p11_kit_module_release(module);
}

static int set_up(void **state) {
    world *w = calloc(1, sizeof *w);
    w->arena = cb_arena_new(ARENA);
    w->scratch = scratch_make(w->arena);
    const paper_wish wish = {.from = NOW - DAY, .until = NOW + LONG};
    w->root = paper_authority("TEST root", NOW - DAY, NOW + LONG, NULL);
    w->middle = paper_authority("TEST issuer", NOW - DAY, NOW + LONG, &w->root);
    w->own = paper_make(&wish, &w->middle);
    w->stranger = paper_make(&wish, &w->root);
    *state = w;
    return w->own.x && w->stranger.x ? 0 : -1;
}

static int tear_down(void **state) {
    world *w = *state;
    paper_free(&w->root);
    paper_free(&w->middle);
    paper_free(&w->own);
    paper_free(&w->stranger);
    scratch_drop(w->scratch);
    cb_arena_free(w->arena);
    free(w);
    return 0;
}

static bool holds(cb_str cms, X509 *x) {
    unsigned char *der = NULL;
    int n = i2d_X509(x, &der);
    bool found = n > 0 && memmem(cms.s, cms.n, der, (size_t)n) != NULL;
    OPENSSL_free(der);
    return found;
}

/* CB-TOKEN-04 */
static void the_token_has_certificate_and_chain(void **state) {
    world *w = *state;
    cb_error e = {0};
    cb_key *key;
    cb_str cms;
    const char *conf = cb_path_join(w->arena, w->scratch, "softhsm2.conf");
    const char *tokens = cb_path_join(w->arena, w->scratch, "tokens"), *file = cb_path_join(w->arena, w->scratch, "k");
    if (!cb_file_exists(MODULE)) {
        skip();
    }
    assert_int_equal(cb_folder_make(tokens, &e), CB_OK);
    const char *text = cb_format(w->arena, "directories.tokendir = %s\nlog.level = ERROR\n", tokens);
    assert_int_equal(cb_file_write(conf, cb_str_of(text), &e), CB_OK);
    assert_int_equal(setenv("SOFTHSM2_CONF", conf, 1), 0);
    assert_true(paper_write(file, w->own.key, NULL, (X509 *[]){NULL}));
    run("softhsm2-util --init-token --free --label lab --pin 1234 --so-pin 5678 2>&1");
    run(cb_format(w->arena, "softhsm2-util --import '%s' --token lab --label seal --id 07 --pin 1234 2>&1", file));
    store((X509 *[]){w->root.x, w->stranger.x, w->middle.x, w->own.x, NULL});
    const cb_key_request request = {
        .key = "pkcs11:token=lab;object=seal?module-path=" MODULE, .pass = "1234", .now = NOW};
    if (cb_key_open_with(w->arena, &request, &key, &e)) {
        fail_msg("%s", e.text);
    }
    assert_string_equal(cb_key_name(key), "TEST someone");
    assert_int_equal(cb_seal_bytes(w->arena, key, cb_str_of("x"), NOW, &cms, &e), CB_OK);
    assert_true(holds(cms, w->own.x));
    assert_true(holds(cms, w->middle.x));
    assert_false(holds(cms, w->root.x));
    assert_false(holds(cms, w->stranger.x));
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(the_token_has_certificate_and_chain)};
    return cmocka_run_group_tests_name("token", tests, set_up, tear_down);
}
