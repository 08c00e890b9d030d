/* info.h: the items of a record's INFO, found by key in one walk. Private to read. */
#ifndef CASEBOUND_READ_INFO_H
#define CASEBOUND_READ_INFO_H

#include "casebound/base/map.h"
#include "read/packed.h"

enum { CB_INFO_WORDS = 2, CB_INFO_HEAD = CB_INFO_WORDS * sizeof(uint64_t) };

/* A key that some record or the reader knows. */
typedef struct cb_info_key {
    cb_str name;
    struct cb_info_key *next; /* that stood behind it last: files keep one order */
    int64_t seen;             /* number of the last record that has it */
    cb_str item;              /* there; s NULL: it is a number of BCF that nobody has asked the text of */
    cb_packed packed;         /* that number, or its like */
    uint64_t head[CB_INFO_WORDS], mask[CB_INFO_WORDS]; /* the name's first bytes, and which of them there are */
    bool spaced;                                       /* has a space, which no key may have */
    bool strange;                                      /* wanted, and the header does not declare it */
    bool remarkable;                                   /* one of these, or without a name */
} cb_info_key;

/* Keys that are always looked for; those of a plan follow. */
enum {
    CB_INFO_END,
    CB_INFO_SVLEN,
    CB_INFO_OLD_MULTIALLELIC,
    CB_INFO_OLD_VARIANT,
    CB_INFO_OLD_REC,
    CB_INFO_MULTI_ALLELIC,
    CB_INFO_RANK_SCORE,
    CB_INFO_RANK_RESULT,
    CB_INFO_CSQ,
    CB_INFO_ANN,
    CB_INFO_BCSQ,
    CB_INFO_FIXED
};

/* Texts of numbers of BCF, of the record at hand. */
typedef struct cb_info_texts {
    char *bytes;
    size_t used;
} cb_info_texts;

typedef struct cb_info {
    cb_arena *arena;
    cb_map *keys;             /* name -> cb_info_key */
    cb_info_key *first;       /* of the last record */
    cb_info_key **wanted;     /* by the numbers above, then the plan's */
    const char *const *names; /* of the plan */
    const bool *strange;      /* as many */
    int64_t strange_seen;     /* number of the last record that has a strange key */
    size_t name_count;
    const char *const *asked; /* names whose numbers a BCF file gives apart (lean.h) */
    cb_info_key **told;       /* their keys */
    size_t asked_count;
    cb_info_texts *texts; /* room for those of all of them */
} cb_info;

/* The name of a key that is always looked for. */
const char *cb_info_fixed(size_t number);
/* Starts without any key but the fixed ones; what it holds is in an arena of its own, freed with `arena`. `asked` are
 * the names whose numbers a BCF file gives apart, in its order; borrowed. */
cb_status cb_info_new(cb_arena *arena, const char *const *asked, size_t count, cb_info *info, cb_error *e) CB_MUST_USE;
/* Looks for these keys as well from now on, number CB_INFO_FIXED is the first; values of the record at hand are there
 * at once. `strange` tells of each whether the header leaves it out. Both lists are borrowed. */
cb_status cb_info_want(cb_info *info, const char *const *names, const bool *strange, size_t count,
                       cb_error *e) CB_MUST_USE;
/* Writes the text of a number of BCF. */
void cb_info_write(cb_info_texts *texts, cb_info_key *key);

#endif
