/* ped_fuzz.c: a family from any bytes of a PED file. One that is read is written again in plain columns and read back
 * as the same family: what a person's sex, status and parents are depends on no dialect. CB-INPUT-01 */
#include "fuzz_kit.h"
#include "read/ped.h"

enum { ROOM = 64 << 20 };

static cb_status read_family(cb_arena *arena, cb_str bytes, cb_family *out, cb_error *e) {
    cb_members members;
    cb_notices notices = {0};
    cb_status s = cb_ped_rows(arena, bytes, "f.ped", &members, e);
    s = s == CB_OK ? cb_ped_choose(&members, NULL, e) : s;
    s = s == CB_OK ? cb_members_check(arena, &members, &notices, e) : s;
    if (s != CB_OK) {
        return s;
    }
    *out = (cb_family){members.rows[0].family, cb_members_persons(arena, &members), members.count, 0};
    return out->persons ? CB_OK : cb_fail_memory(e);
}

static void check_person(const cb_family *f, const cb_person *p) {
    must_be_text(p->id);
    must(p->id && p->id[0] && p->father < (int)f->count && p->mother < (int)f->count);
    must(p->father < 0 || (same_text(f->persons[p->father].id, p->father_id) && p->father != p->mother));
    must(p->mother < 0 || same_text(f->persons[p->mother].id, p->mother_id));
    must(p->father < 0 || f->persons[p->father].sex != CB_FEMALE);
    must(p->mother < 0 || f->persons[p->mother].sex != CB_MALE);
}

static void write_family(const cb_family *f, cb_buf *b) {
    static const char sexes[] = {[CB_SEX_UNKNOWN] = '0', [CB_MALE] = '1', [CB_FEMALE] = '2'};
    static const char statuses[] = {[CB_AFFECTION_UNKNOWN] = '0', [CB_UNAFFECTED] = '1', [CB_AFFECTED] = '2'};
    cb_buf_text(b, "#family\tid\tfather\tmother\tsex\tphenotype\n");
    for (size_t i = 0; i < f->count; i++) {
        const cb_person *p = &f->persons[i];
        cb_buf_printf(b, "F\t%s\t%s\t%s\t%c\t%c\n", p->id, p->father_id ? p->father_id : "0",
                      p->mother_id ? p->mother_id : "0", sexes[p->sex], statuses[p->affection]);
    }
}

static void must_match(const cb_family *a, const cb_family *b) {
    must(a->count == b->count);
    for (size_t i = 0; i < a->count; i++) {
        const cb_person *p = &a->persons[i], *q = &b->persons[i];
        must(same_text(p->id, q->id) && p->sex == q->sex && p->affection == q->affection);
        must(p->father == q->father && p->mother == q->mother && same_text(p->father_id, q->father_id) &&
             same_text(p->mother_id, q->mother_id));
    }
}

static void again(cb_arena *arena, const cb_family *family) {
    cb_buf b;
    cb_family second;
    cb_error e = {0};
    cb_buf_init(&b, ROOM);
    write_family(family, &b);
    must(!b.failed && read_family(arena, cb_buf_view(&b), &second, &e) == CB_OK);
    must_match(family, &second);
    cb_buf_free(&b);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    cb_arena *arena = cb_arena_new(ROOM);
    cb_error e = {0};
    cb_family family;
    must(arena != NULL);
    cb_status s = read_family(arena, (cb_str){(const char *)data, size}, &family, &e);
    must_answer(s, &e);
    if (s == CB_OK) {
        for (size_t i = 0; i < family.count; i++) {
            check_person(&family, &family.persons[i]);
        }
        again(arena, &family);
    }
    cb_arena_free(arena);
    return 0;
}
