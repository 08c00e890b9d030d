/* lasting.c: levels, and the lists that level B-LT embeds. Which of the lists are good is for verify to judge, which
 * reads the result before it is published. */
#include "seal/lasting.h"

#include <openssl/err.h>
#include <openssl/pkcs7.h>

#include "casebound/base/file.h"
#include "casebound/seal/pem.h"

enum { LISTS_MAX = 100, LIST_MAX = 16 << 20 };

void cb_key_stamp_with(cb_key *key, const cb_stamper *stamper) {
    key->stamper = stamper;
    key->level = stamper ? CB_LEVEL_T : CB_LEVEL_B;
}

static const char *const level_names[] = {"B-B", "B-T", "B-LT", "B-LTA"};

const char *cb_key_level(const cb_key *key) {
    return level_names[key->level];
}

bool cb_level_named(const char *name, cb_level *out) {
    for (unsigned i = 0; i < sizeof level_names / sizeof *level_names; i++) {
        if (strcmp(level_names[i] + strlen("B-"), name) == 0) {
            *out = (cb_level)i;
            return true;
        }
    }
    return false;
}

static void drop_lists(void *lists) {
    sk_X509_CRL_pop_free(lists, X509_CRL_free);
}

static cb_status add_list(cb_key *key, cb_str der, const char *name, cb_error *e) {
    const unsigned char *at = (const unsigned char *)der.s;
    X509_CRL *list = d2i_X509_CRL(NULL, &at, (long)der.n);
    ERR_clear_error();
    if (!list || (size_t)(at - (const unsigned char *)der.s) != der.n) {
        X509_CRL_free(list);
        return cb_fail(e, CB_SEAL, "%s: holds no revocation list in PEM or DER", name);
    }
    if (sk_X509_CRL_num(key->lists) >= LISTS_MAX || !sk_X509_CRL_push(key->lists, list)) {
        X509_CRL_free(list);
        return cb_fail(e, CB_SEAL, "%s: more than %d revocation lists", name, LISTS_MAX);
    }
    return CB_OK;
}

static cb_status read_lists(cb_arena *arena, cb_key *key, const char *path, cb_error *e) {
    cb_str bytes;
    const cb_str *list = NULL;
    size_t count = 0;
    cb_status s = cb_file_read(arena, path, LIST_MAX, &bytes, e);
    if (s == CB_OK) {
        s = cb_pem_read(arena, bytes, CB_PEM_LIST, LISTS_MAX, path, &list, &count, e);
    }
    for (size_t i = 0; s == CB_OK && i < count; i++) {
        s = add_list(key, list[i], path, e);
    }
    return s == CB_OK && count == 0 ? add_list(key, bytes, path, e) : s;
}

cb_status cb_key_seal_at(cb_arena *arena, cb_key *key, cb_level level, const cb_stamper *stamper,
                         const char *const *lists, size_t count, cb_error *e) {
    if (level >= CB_LEVEL_T && !stamper) {
        return cb_fail(e, CB_SEAL, "levels above B-B need a timestamp authority (--tsa)");
    }
    key->stamper = level >= CB_LEVEL_T ? stamper : NULL;
    key->level = level;
    if (level < CB_LEVEL_LT) {
        return CB_OK;
    }
    key->lists = sk_X509_CRL_new_null();
    cb_status s = key->lists ? cb_arena_defer(arena, drop_lists, key->lists, e) : cb_fail_memory(e);
    for (size_t i = 0; s == CB_OK && i < count; i++) {
        s = read_lists(arena, key, lists[i], e);
    }
    return s;
}

static bool push_all(STACK_OF(X509) * from, STACK_OF(X509) * out) {
    bool done = true;
    for (int i = 0; done && i < sk_X509_num(from); i++) {
        X509 *x = sk_X509_value(from, i);
        done = X509_up_ref(x) && sk_X509_push(out, x);
    }
    return done;
}

/* The certificates that came with the timestamp. */
static bool push_clock(CMS_SignerInfo *signer, STACK_OF(X509) * out) {
    int at = CMS_unsigned_get_attr_by_NID(signer, NID_id_smime_aa_timeStampToken, -1);
    const ASN1_TYPE *value = at >= 0 ? X509_ATTRIBUTE_get0_type(CMS_unsigned_get_attr(signer, at), 0) : NULL;
    if (!value || value->type != V_ASN1_SEQUENCE) {
        return at < 0;
    }
    const unsigned char *der = value->value.sequence->data;
    PKCS7 *token = d2i_PKCS7(NULL, &der, value->value.sequence->length);
    bool done = token && PKCS7_type_is_signed(token) && push_all(token->d.sign->cert, out);
    PKCS7_free(token);
    return done;
}

bool cb_involved(CMS_ContentInfo *cms, STACK_OF(X509) * out) {
    STACK_OF(X509) *own = CMS_get1_certs(cms);
    STACK_OF(CMS_SignerInfo) *signers = CMS_get0_SignerInfos(cms);
    bool done = own && push_all(own, out);
    for (int i = 0; done && i < sk_CMS_SignerInfo_num(signers); i++) {
        done = push_clock(sk_CMS_SignerInfo_value(signers, i), out);
    }
    sk_X509_pop_free(own, X509_free);
    return done;
}

static bool push_lists(const cb_key *key, X509 *x, STACK_OF(X509_CRL) * out, bool *found) {
    for (int i = 0; i < sk_X509_CRL_num(key->lists); i++) {
        X509_CRL *list = sk_X509_CRL_value(key->lists, i);
        if (X509_NAME_cmp(X509_CRL_get_issuer(list), X509_get_issuer_name(x)) != 0) {
            continue;
        }
        *found = true;
        if (sk_X509_CRL_find(out, list) < 0 && !sk_X509_CRL_push(out, list)) {
            return false;
        }
    }
    return true;
}

cb_status cb_lists_needed(const cb_key *key, STACK_OF(X509) * involved, STACK_OF(X509_CRL) * out, cb_error *e) {
    for (int i = 0; i < sk_X509_num(involved); i++) {
        X509 *x = sk_X509_value(involved, i);
        bool found = X509_self_signed(x, 0) == 1;
        if (!found && !push_lists(key, x, out, &found)) {
            return cb_fail_memory(e);
        }
        if (!found) {
            char name[128];
            X509_NAME_oneline(X509_get_issuer_name(x), name, sizeof name);
            ERR_clear_error();
            return cb_fail(e, CB_SEAL, "level %s needs the revocation list of '%s' (--crl)", cb_key_level(key), name);
        }
    }
    return CB_OK;
}

cb_status cb_lists_add(const cb_key *key, CMS_ContentInfo *cms, cb_error *e) {
    STACK_OF(X509) *involved = sk_X509_new_null();
    STACK_OF(X509_CRL) *lists = sk_X509_CRL_new_null();
    cb_status s = involved && lists && cb_involved(cms, involved) ? CB_OK : cb_fail_memory(e);
    if (s == CB_OK) {
        s = cb_lists_needed(key, involved, lists, e);
    }
    for (int i = 0; s == CB_OK && i < sk_X509_CRL_num(lists); i++) {
        s = CMS_add1_crl(cms, sk_X509_CRL_value(lists, i)) ? CB_OK : cb_fail_memory(e);
    }
    sk_X509_CRL_free(lists);
    sk_X509_pop_free(involved, X509_free);
    return s;
}
