/* time.c: civil dates by days since 1970 (H. Hinnant, "chrono-Compatible Low-Level Date Algorithms"). */
#include "casebound/base/time.h"

#include <stdio.h>
#include <time.h>

enum { DAY = 86400 };

static int64_t days_from_civil(int64_t year, int month, int day) {
    year -= month <= 2;
    int64_t era = (year >= 0 ? year : year - 399) / 400;
    int64_t year_of_era = year - era * 400;
    int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146097 + day_of_era - 719468;
}

static void civil_from_days(int64_t days, int64_t *year, int *month, int *day) {
    days += 719468;
    int64_t era = (days >= 0 ? days : days - 146096) / 146097;
    int64_t day_of_era = days - era * 146097;
    int64_t year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int64_t shifted = (5 * day_of_year + 2) / 153;
    *day = (int)(day_of_year - (153 * shifted + 2) / 5 + 1);
    *month = (int)(shifted < 10 ? shifted + 3 : shifted - 9);
    *year = year_of_era + era * 400 + (*month <= 2);
}

static bool number_at(cb_str text, size_t at, size_t width, int *out) {
    int value = 0;
    for (size_t i = at; i < at + width; i++) {
        if (text.s[i] < '0' || text.s[i] > '9') {
            return false;
        }
        value = value * 10 + (text.s[i] - '0');
    }
    *out = value;
    return true;
}

static bool parse_date(cb_str text, int64_t *days) {
    int year, month, day;
    if (text.s[4] != '-' || text.s[7] != '-' || !number_at(text, 0, 4, &year) || !number_at(text, 5, 2, &month) ||
        !number_at(text, 8, 2, &day) || month < 1 || month > 12 || day < 1) {
        return false;
    }
    *days = days_from_civil(year, month, day);
    int64_t year_again;
    int month_again, day_again;
    civil_from_days(*days, &year_again, &month_again, &day_again);
    return year_again == year && month_again == month && day_again == day; /* 30 February comes back as 2 March */
}

bool cb_time_parse(cb_str text, int64_t *seconds) {
    int64_t days;
    if ((text.n != 10 && text.n != 20) || !parse_date(text, &days)) {
        return false;
    }
    int hour = 0, minute = 0, second = 0;
    if (text.n == 20 &&
        (text.s[10] != 'T' || text.s[13] != ':' || text.s[16] != ':' || text.s[19] != 'Z' ||
         !number_at(text, 11, 2, &hour) || !number_at(text, 14, 2, &minute) || !number_at(text, 17, 2, &second))) {
        return false;
    }
    if (hour > 23 || minute > 59 || second > 59) {
        return false;
    }
    *seconds = days * DAY + hour * 3600 + minute * 60 + second;
    return true;
}

static void split(int64_t seconds, int64_t *year, int *month, int *day, int *rest) {
    int64_t days = seconds / DAY - (seconds % DAY < 0);
    *rest = (int)(seconds - days * DAY);
    civil_from_days(days, year, month, day);
    *year = *year < 0 ? 0 : *year > 9999 ? 9999 : *year;
}

void cb_time_text(int64_t seconds, char out[CB_TIME_TEXT]) {
    int64_t year;
    int month, day, rest;
    split(seconds, &year, &month, &day, &rest);
    unsigned second = (unsigned)rest;
    snprintf(out, CB_TIME_TEXT, "%04u-%02u-%02uT%02u:%02u:%02uZ", (unsigned)year % 10000u, (unsigned)month % 100u,
             (unsigned)day % 100u, second / 3600u % 24u, second / 60u % 60u, second % 60u);
}

void cb_date_text(int64_t seconds, char out[CB_TIME_TEXT]) {
    int64_t year;
    int month, day, rest;
    split(seconds, &year, &month, &day, &rest);
    snprintf(out, CB_TIME_TEXT, "%04u-%02u-%02u", (unsigned)year % 10000u, (unsigned)month % 100u,
             (unsigned)day % 100u);
}

int64_t cb_time_of_thread(void) {
    struct timespec t = {0};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

int64_t cb_time_now(void) {
    return (int64_t)time(NULL);
}
