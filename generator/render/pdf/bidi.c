/* bidi.c: rules W1 to W7, N1, N2, I1 and L2 of Unicode Standard Annex 9. */
#include "bidi.h"

#include "casebound/base/utf8.h"
#include <hb.h>

typedef enum direction { LEFT, RIGHT, ARABIC_LETTER, NUMBER, ARABIC_NUMBER, PLUS, SIGN, COMMA, MARK, OTHER } direction;

typedef struct character {
    direction is;
    size_t at, size; /* bytes */
} character;

static direction letter_direction(uint32_t point) {
    hb_script_t script = hb_unicode_script(hb_unicode_funcs_get_default(), point);
    if (hb_script_get_horizontal_direction(script) != HB_DIRECTION_RTL)
        return LEFT;
    bool arabic = script == HB_SCRIPT_ARABIC || script == HB_SCRIPT_SYRIAC || script == HB_SCRIPT_THAANA;
    return arabic ? ARABIC_LETTER : RIGHT;
}

static direction number_direction(uint32_t point) {
    if ((point >= '0' && point <= '9') || (point >= 0x6F0 && point <= 0x6F9))
        return NUMBER;
    return point >= 0x660 && point <= 0x669 ? ARABIC_NUMBER : letter_direction(point);
}

static direction sign_direction(uint32_t point, hb_unicode_general_category_t category) {
    if (point == '+' || point == '-' || point == 0x2212)
        return PLUS;
    if (point == ',' || point == '.' || point == '/' || point == ':' || point == 0xA0 || point == 0x202F)
        return COMMA;
    bool sign = point == '#' || point == '%' || point == 0xB0 || point == 0xB1 || (point >= 0x2030 && point <= 0x2034);
    return sign || category == HB_UNICODE_GENERAL_CATEGORY_CURRENCY_SYMBOL ? SIGN : OTHER;
}

static direction direction_of(uint32_t point) {
    hb_unicode_general_category_t category = hb_unicode_general_category(hb_unicode_funcs_get_default(), point);
    switch (category) {
    case HB_UNICODE_GENERAL_CATEGORY_UPPERCASE_LETTER:
    case HB_UNICODE_GENERAL_CATEGORY_LOWERCASE_LETTER:
    case HB_UNICODE_GENERAL_CATEGORY_TITLECASE_LETTER:
    case HB_UNICODE_GENERAL_CATEGORY_MODIFIER_LETTER:
    case HB_UNICODE_GENERAL_CATEGORY_OTHER_LETTER:
    case HB_UNICODE_GENERAL_CATEGORY_LETTER_NUMBER:
    case HB_UNICODE_GENERAL_CATEGORY_SPACING_MARK:
        return letter_direction(point);
    case HB_UNICODE_GENERAL_CATEGORY_DECIMAL_NUMBER:
        return number_direction(point);
    case HB_UNICODE_GENERAL_CATEGORY_NON_SPACING_MARK:
    case HB_UNICODE_GENERAL_CATEGORY_ENCLOSING_MARK:
    case HB_UNICODE_GENERAL_CATEGORY_FORMAT:
        return MARK;
    default:
        return sign_direction(point, category);
    }
}

static size_t read_characters(cb_str text, character *c, bool *right_to_left) {
    size_t count = 0, all = text.n;
    *right_to_left = false;
    while (text.n) {
        size_t at = all - text.n;
        direction is = direction_of(cb_utf8_next(&text));
        c[count++] = (character){is, at, all - text.n - at};
        *right_to_left |= is == RIGHT || is == ARABIC_LETTER || is == ARABIC_NUMBER;
    }
    return count;
}

/* W1 to W3: marks follow what they stand on, numbers behind Arabic letters are Arabic. */
static void resolve_marks_and_letters(character *c, size_t count) {
    direction before = LEFT, strong = LEFT;
    for (size_t i = 0; i < count; i++) {
        if (c[i].is == MARK)
            c[i].is = before;
        before = c[i].is;
        if (c[i].is == LEFT || c[i].is == RIGHT || c[i].is == ARABIC_LETTER)
            strong = c[i].is;
        if (c[i].is == NUMBER && strong == ARABIC_LETTER)
            c[i].is = ARABIC_NUMBER;
    }
    for (size_t i = 0; i < count; i++)
        if (c[i].is == ARABIC_LETTER)
            c[i].is = RIGHT;
}

/* W4: one separator between two numbers of a kind is part of them. */
static void resolve_separators(character *c, size_t count) {
    for (size_t i = 1; i + 1 < count; i++) {
        direction before = c[i - 1].is, after = c[i + 1].is;
        if (before != after)
            continue;
        if ((c[i].is == COMMA && (before == NUMBER || before == ARABIC_NUMBER)) ||
            (c[i].is == PLUS && before == NUMBER))
            c[i].is = before;
    }
}

/* W5: signs beside a number are part of it. */
static void resolve_signs(character *c, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (c[i].is != SIGN)
            continue;
        size_t end = i;
        while (end < count && c[end].is == SIGN)
            end++;
        bool beside = (i > 0 && c[i - 1].is == NUMBER) || (end < count && c[end].is == NUMBER);
        for (size_t j = i; j < end; j++)
            c[j].is = beside ? NUMBER : OTHER;
        i = end - 1;
    }
}

/* W6 and W7: what is left is neutral; numbers behind left-to-right letters are of their direction. */
static void resolve_numbers(character *c, size_t count) {
    direction strong = LEFT;
    for (size_t i = 0; i < count; i++) {
        if (c[i].is == PLUS || c[i].is == COMMA || c[i].is == SIGN)
            c[i].is = OTHER;
        if (c[i].is == LEFT || c[i].is == RIGHT)
            strong = c[i].is;
        if (c[i].is == NUMBER && strong == LEFT)
            c[i].is = LEFT;
    }
}

/* N1 and N2: neutrals between right-to-left neighbours go with them, all others with the paragraph. */
static void resolve_neutrals(character *c, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (c[i].is != OTHER)
            continue;
        size_t end = i;
        while (end < count && c[end].is == OTHER)
            end++;
        bool right = i > 0 && c[i - 1].is != LEFT && end < count && c[end].is != LEFT;
        for (size_t j = i; j < end; j++)
            c[j].is = right ? RIGHT : LEFT;
        i = end - 1;
    }
}

bool cb_pdf_bidi_levels(cb_arena *arena, cb_str text, uint8_t *levels) {
    character *c = cb_alloc_array(arena, text.n + 1, sizeof *c);
    if (!c)
        return false;
    bool right_to_left;
    size_t count = read_characters(text, c, &right_to_left);
    if (right_to_left) {
        resolve_marks_and_letters(c, count);
        resolve_separators(c, count);
        resolve_signs(c, count);
        resolve_numbers(c, count);
        resolve_neutrals(c, count);
    }
    for (size_t i = 0; i < count; i++) {
        bool number = c[i].is == NUMBER || c[i].is == ARABIC_NUMBER;
        uint8_t level = !right_to_left || c[i].is == LEFT ? 0 : number ? 2 : 1;
        for (size_t j = 0; j < c[i].size; j++)
            levels[c[i].at + j] = level;
    }
    return true;
}

static void reverse(size_t *order, size_t count) {
    for (size_t i = 0; i < count / 2; i++) {
        size_t kept = order[i];
        order[i] = order[count - 1 - i];
        order[count - 1 - i] = kept;
    }
}

void cb_pdf_bidi_order(const uint8_t *levels, size_t count, size_t *order) {
    for (size_t i = 0; i < count; i++)
        order[i] = i;
    for (uint8_t level = 2; level > 0; level--) {
        for (size_t i = 0; i < count; i++) {
            size_t end = i;
            while (end < count && levels[end] >= level)
                end++;
            if (end > i)
                reverse(order + i, end - i);
            i = end > i ? end - 1 : i;
        }
    }
}
