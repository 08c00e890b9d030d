/* token.c: PKCS#11 through p11-kit, which finds and shares the modules of a system. OpenSSL's own way is an engine,
 * which OpenSSL 3 deprecates, and Debian 12 has no provider; all that is needed of a token is C_Sign. */
#include "seal/token.h"

#include <openssl/crypto.h>
#include <p11-kit/p11-kit.h>
#include <p11-kit/pkcs11.h>
#include <p11-kit/uri.h>
#include <string.h>

#include "casebound/base/digest.h"

enum { SLOTS_MAX = 64, CERTIFICATE_MAX = 1 << 16, KEYS = 2 };

struct cb_token {
    P11KitUri *uri;
    CK_FUNCTION_LIST **modules; /* all of the system, or */
    CK_FUNCTION_LIST *own;      /* the one of module-path */
    CK_FUNCTION_LIST *module;   /* of the two the one that has the token */
    CK_SESSION_HANDLE session;
    CK_OBJECT_HANDLE key;
    CK_KEY_TYPE type;
    bool open, always_asks;
    char *pin;
};

bool cb_token_is(const char *uri) {
    return strncmp(uri, "pkcs11:", strlen("pkcs11:")) == 0;
}

bool cb_token_is_ec(const cb_token *token) {
    return token->type == CKK_EC;
}

static void drop(void *handle) {
    cb_token *t = handle;
    if (t->open) {
        (void)t->module->C_Logout(t->session); /* closing would do it too */
        (void)t->module->C_CloseSession(t->session);
    }
    if (t->modules) {
        p11_kit_modules_finalize_and_release(t->modules);
    }
    if (t->own) {
        (void)p11_kit_module_finalize(t->own);
        p11_kit_module_release(t->own);
    }
    p11_kit_uri_free(t->uri);
    if (t->pin) {
        OPENSSL_cleanse(t->pin, strlen(t->pin));
    }
}

/* What PKCS#11 says, in the words that help. */
static cb_status refuse(cb_error *e, const char *what, CK_RV why) {
    const char *text = why == CKR_PIN_INCORRECT || why == CKR_PIN_INVALID || why == CKR_PIN_LEN_RANGE ? "wrong PIN"
                       : why == CKR_PIN_LOCKED ? "the PIN is locked"
                                               : p11_kit_strerror(why);
    return cb_fail(e, CB_SEAL, "the token: %s: %s", what, text ? text : "no reason given");
}

static cb_status parse(cb_token *t, const char *uri, cb_error *e) {
    t->uri = p11_kit_uri_new();
    if (!t->uri) {
        return cb_fail_memory(e);
    }
    if (p11_kit_uri_parse(uri, P11_KIT_URI_FOR_ANY, t->uri) != P11_KIT_URI_OK || p11_kit_uri_any_unrecognized(t->uri)) {
        return cb_fail(e, CB_SEAL, "--key: is no pkcs11: URI that is understood (RFC 7512)");
    }
    if (p11_kit_uri_get_pin_value(t->uri) || p11_kit_uri_get_pin_source(t->uri)) {
        return cb_fail(e, CB_SEAL, "--key: the PIN does not belong into the URI, where others see it: use --pass-fd");
    }
    return CB_OK;
}

static cb_status load(cb_token *t, cb_error *e) {
    const char *path = p11_kit_uri_get_module_path(t->uri);
    if (!path) {
        t->modules = p11_kit_modules_load_and_initialize(0);
        return t->modules ? CB_OK : cb_fail(e, CB_SEAL, "the token: no PKCS#11 module of p11-kit can be used");
    }
    CK_FUNCTION_LIST *own = p11_kit_module_load(path, 0);
    CK_RV why = own ? p11_kit_module_initialize(own) : CKR_GENERAL_ERROR;
    if (why != CKR_OK) {
        if (own) {
            p11_kit_module_release(own);
        }
        return refuse(e, "its module cannot be used", why);
    }
    t->own = own;
    return CB_OK;
}

/* Looks for the one token that the URI names among the slots of a module. */
static cb_status look_in(cb_token *t, CK_FUNCTION_LIST *module, CK_SLOT_ID *slot, size_t *found, cb_error *e) {
    CK_SLOT_ID slots[SLOTS_MAX];
    CK_ULONG count = SLOTS_MAX;
    CK_RV why = module->C_GetSlotList(CK_TRUE, slots, &count);
    if (why != CKR_OK) {
        return refuse(e, "its slots cannot be listed", why);
    }
    for (CK_ULONG i = 0; i < count; i++) {
        CK_TOKEN_INFO info;
        if (module->C_GetTokenInfo(slots[i], &info) == CKR_OK && (info.flags & CKF_TOKEN_INITIALIZED) &&
            p11_kit_uri_match_token_info(t->uri, &info)) {
            t->module = module;
            *slot = slots[i];
            ++*found;
        }
    }
    return CB_OK;
}

static cb_status find_token(cb_token *t, CK_SLOT_ID *slot, cb_error *e) {
    size_t found = 0;
    cb_status s = t->own ? look_in(t, t->own, slot, &found, e) : CB_OK;
    for (size_t i = 0; s == CB_OK && t->modules && t->modules[i]; i++) {
        s = look_in(t, t->modules[i], slot, &found, e);
    }
    return s != CB_OK || found == 1 ? s
                                    : cb_fail(e, CB_SEAL, "the token: the URI names %s (token=LABEL tells them apart)",
                                              found ? "several" : "none that is there");
}

static cb_status log_in(cb_token *t, CK_SLOT_ID slot, CK_USER_TYPE who, cb_error *e) {
    CK_RV why = t->open ? CKR_OK : t->module->C_OpenSession(slot, CKF_SERIAL_SESSION, NULL, NULL, &t->session);
    if (why != CKR_OK) {
        return refuse(e, "no session", why);
    }
    t->open = true;
    if (!t->pin) {
        return CB_OK; /* one with a key pad, or without a PIN */
    }
    why = t->module->C_Login(t->session, who, (CK_UTF8CHAR_PTR)t->pin, (CK_ULONG)strlen(t->pin));
    return why == CKR_OK || why == CKR_USER_ALREADY_LOGGED_IN ? CB_OK : refuse(e, "it lets nobody in", why);
}

static CK_RV find_objects(const cb_token *t, CK_ATTRIBUTE *wanted, CK_ULONG attributes, CK_OBJECT_HANDLE *out,
                          CK_ULONG most, CK_ULONG *count) {
    CK_RV why = t->module->C_FindObjectsInit(t->session, wanted, attributes);
    if (why == CKR_OK) {
        why = t->module->C_FindObjects(t->session, out, most, count);
        (void)t->module->C_FindObjectsFinal(t->session); /* the search is over either way */
    }
    return why;
}

/* The URI's object attributes but its class: what is looked for is the private key. */
static cb_status find_key(cb_token *t, cb_error *e) {
    enum { ATTRIBUTES = 8 };
    CK_OBJECT_CLASS class = CKO_PRIVATE_KEY;
    CK_ATTRIBUTE wanted[ATTRIBUTES] = {{CKA_CLASS, &class, sizeof class}};
    CK_ULONG given = 0, n = 1, count = 0;
    CK_ATTRIBUTE *named = p11_kit_uri_get_attributes(t->uri, &given);
    for (CK_ULONG i = 0; i < given && n < ATTRIBUTES; i++) {
        if (named[i].type != CKA_CLASS) {
            wanted[n++] = named[i];
        }
    }
    CK_OBJECT_HANDLE keys[KEYS];
    CK_RV why = find_objects(t, wanted, n, keys, KEYS, &count);
    if (why != CKR_OK) {
        return refuse(e, "its keys cannot be searched", why);
    }
    if (count != 1) {
        return cb_fail(e, CB_SEAL, "the token: %s (object=LABEL or id=… tells them apart%s)",
                       count ? "the URI names several private keys" : "it shows no such private key",
                       t->pin ? "" : "; without its PIN, --pass-fd, it may show none");
    }
    t->key = keys[0];
    CK_BBOOL always = CK_FALSE;
    CK_ATTRIBUTE type = {CKA_KEY_TYPE, &t->type, sizeof t->type},
                 asks = {CKA_ALWAYS_AUTHENTICATE, &always, sizeof always};
    why = t->module->C_GetAttributeValue(t->session, t->key, &type, 1);
    t->always_asks = t->module->C_GetAttributeValue(t->session, t->key, &asks, 1) == CKR_OK && always == CK_TRUE;
    return why == CKR_OK && (t->type == CKK_RSA || t->type == CKK_EC)
               ? CB_OK
               : cb_fail(e, CB_SEAL, "the token: only RSA and EC keys can seal");
}

cb_status cb_token_open(cb_arena *arena, const char *uri, const char *pin, cb_token **out, cb_error *e) {
    cb_token *t = cb_alloc(arena, sizeof *t);
    CK_SLOT_ID slot = 0;
    *out = NULL;
    if (!t || (pin && !(t->pin = cb_copy(arena, pin)))) {
        return cb_fail_memory(e);
    }
    cb_status s = cb_arena_defer(arena, drop, t, e);
    if (s == CB_OK) {
        s = parse(t, uri, e);
    }
    if (s == CB_OK) {
        s = load(t, e);
    }
    if (s == CB_OK) {
        s = find_token(t, &slot, e);
    }
    if (s == CB_OK) {
        s = log_in(t, slot, CKU_USER, e);
    }
    if (s == CB_OK) {
        s = find_key(t, e);
    }
    *out = s == CB_OK ? t : NULL;
    return s;
}

static cb_status read_certificate(cb_arena *arena, const cb_token *t, CK_OBJECT_HANDLE object, cb_str *out,
                                  cb_error *e) {
    CK_ATTRIBUTE value = {CKA_VALUE, NULL, 0};
    CK_RV why = t->module->C_GetAttributeValue(t->session, object, &value, 1);
    if (why != CKR_OK || value.ulValueLen > CERTIFICATE_MAX) {
        return cb_fail(e, CB_SEAL, "the token: holds a certificate that cannot be read");
    }
    value.pValue = cb_alloc(arena, value.ulValueLen + 1);
    if (!value.pValue) {
        return cb_fail_memory(e);
    }
    why = t->module->C_GetAttributeValue(t->session, object, &value, 1);
    *out = (cb_str){value.pValue, value.ulValueLen};
    return why == CKR_OK ? CB_OK : refuse(e, "a certificate cannot be read", why);
}

cb_status cb_token_certificates(cb_arena *arena, const cb_token *t, const cb_str **out, size_t *count, cb_error *e) {
    CK_OBJECT_CLASS class = CKO_CERTIFICATE;
    CK_CERTIFICATE_TYPE type = CKC_X_509;
    CK_ATTRIBUTE wanted[] = {{CKA_CLASS, &class, sizeof class}, {CKA_CERTIFICATE_TYPE, &type, sizeof type}};
    CK_OBJECT_HANDLE objects[CB_TOKEN_CERTIFICATES];
    CK_ULONG found = 0;
    cb_str *list = cb_alloc_array(arena, CB_TOKEN_CERTIFICATES, sizeof *list);
    CK_RV why = list ? find_objects(t, wanted, 2, objects, CB_TOKEN_CERTIFICATES, &found) : CKR_OK;
    if (!list || why != CKR_OK) {
        return list ? refuse(e, "its certificates cannot be searched", why) : cb_fail_memory(e);
    }
    cb_status s = CB_OK;
    for (CK_ULONG i = 0; s == CB_OK && i < found; i++) {
        s = read_certificate(arena, t, objects[i], &list[i], e);
    }
    *out = list;
    *count = found;
    return s;
}

cb_status cb_token_sign(cb_token *t, const unsigned char *digest, unsigned char *out, size_t *size, cb_error *e) {
    /* DigestInfo of SHA-256 (RFC 8017 section 9.2) */
    static const unsigned char head[] = {0x30, 0x31, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01,
                                         0x65, 0x03, 0x04, 0x02, 0x01, 0x05, 0x00, 0x04, 0x20};
    unsigned char input[sizeof head + CB_SHA256];
    size_t skip = t->type == CKK_RSA ? sizeof head : 0;
    CK_MECHANISM how = {t->type == CKK_RSA ? CKM_RSA_PKCS : CKM_ECDSA, NULL, 0};
    CK_ULONG made = (CK_ULONG)*size;
    memcpy(input, head, skip);
    memcpy(input + skip, digest, CB_SHA256);
    CK_RV why = t->module->C_SignInit(t->session, &how, t->key);
    if (why == CKR_OK && t->always_asks) {
        cb_status s = log_in(t, 0, CKU_CONTEXT_SPECIFIC, e);
        if (s != CB_OK) {
            return s;
        }
    }
    if (why == CKR_OK) {
        why = t->module->C_Sign(t->session, input, (CK_ULONG)(skip + CB_SHA256), out, &made);
    }
    *size = (size_t)made;
    return why == CKR_OK ? CB_OK : refuse(e, "it does not sign", why);
}
