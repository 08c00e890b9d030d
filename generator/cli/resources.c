/* resources.c: finding and reading what the program brings along. */
#include "casebound/cli/resources.h"

#include <string.h>
#include <unistd.h>

#include "casebound/base/file.h"

enum { PATH_SIZE = 4096, PARENTS = 4, TEXT_MAX = 8 << 20, FONT_MAX = 32 << 20, PROFILES_MAX = 4 };

/* Of Debian's packages fonts-dejavu-core, fonts-noto-core and icc-profiles-free. */
#define DEJAVU "/usr/share/fonts/truetype/dejavu/"
#define NOTO "/usr/share/fonts/truetype/noto/"
#define SRGB "/usr/share/color/icc/sRGB.icc"

#define COUNT(array) (sizeof(array) / sizeof *(array))

typedef struct font_source {
    const char *path, *package;
} font_source;

static const font_source regular_fonts[] = {
    {NOTO "NotoSans-Regular.ttf", "fonts-noto-core"},           {DEJAVU "DejaVuSans.ttf", "fonts-dejavu-core"},
    {NOTO "NotoSansSymbols-Regular.ttf", "fonts-noto-core"},    {NOTO "NotoSansMath-Regular.ttf", "fonts-noto-core"},
    {NOTO "NotoSansHebrew-Regular.ttf", "fonts-noto-core"},     {NOTO "NotoSansArabic-Regular.ttf", "fonts-noto-core"},
    {NOTO "NotoSansDevanagari-Regular.ttf", "fonts-noto-core"}, {NOTO "NotoSansThai-Regular.ttf", "fonts-noto-core"},
};
static const font_source bold_fonts[] = {
    {NOTO "NotoSans-Bold.ttf", "fonts-noto-core"},           {DEJAVU "DejaVuSans-Bold.ttf", "fonts-dejavu-core"},
    {NOTO "NotoSansHebrew-Bold.ttf", "fonts-noto-core"},     {NOTO "NotoSansArabic-Bold.ttf", "fonts-noto-core"},
    {NOTO "NotoSansDevanagari-Bold.ttf", "fonts-noto-core"}, {NOTO "NotoSansThai-Bold.ttf", "fonts-noto-core"},
    {NOTO "NotoSansMath-Regular.ttf", "fonts-noto-core"},
};
static const font_source mono_fonts[] = {
    {DEJAVU "DejaVuSansMono.ttf", "fonts-dejavu-core"},
    {DEJAVU "DejaVuSans.ttf", "fonts-dejavu-core"},
    {NOTO "NotoSans-Regular.ttf", "fonts-noto-core"},
};

static bool is_share(cb_arena *arena, const char *folder) {
    char *page = cb_path_join(arena, folder, "templates/site.xhtml");
    char *filters = cb_path_join(arena, folder, "filters");
    return page && filters && cb_file_exists(page) && cb_file_is_folder(filters);
}

/* folder/share/casebound as installed, or folder itself as in a source tree; NULL. */
static const char *share_near(cb_arena *arena, const char *folder) {
    char *installed = cb_path_join(arena, folder, "share/casebound");
    if (installed && is_share(arena, installed)) {
        return installed;
    }
    return is_share(arena, folder) ? folder : NULL;
}

static cb_status find_program(cb_arena *arena, const char **folder, const char **path, cb_error *e) {
    char program[PATH_SIZE];
    ssize_t size = readlink("/proc/self/exe", program, sizeof program - 1);
    if (size <= 0) {
        return cb_fail(e, CB_FILE, "the program cannot find its own place (/proc/self/exe)");
    }
    program[size] = '\0';
    *path = cb_copy(arena, program);
    *folder = cb_path_folder(arena, program);
    return *path && *folder ? CB_OK : cb_fail_memory(e);
}

cb_status cb_resources_find(cb_arena *arena, const char **share, cb_error *e) {
    const char *folder = NULL, *program = NULL;
    cb_status s = find_program(arena, &folder, &program, e);
    for (int i = 0; s == CB_OK && folder && i < PARENTS; i++, folder = cb_path_folder(arena, folder)) {
        *share = share_near(arena, folder);
        if (*share) {
            return CB_OK;
        }
    }
    return s == CB_OK ? cb_fail(e, CB_FILE,
                                "%s: templates/ and filters/ are neither beside the program nor in ../share/casebound",
                                program)
                      : s;
}

cb_status cb_resources_validation(cb_arena *arena, const char *share, const char **out, const char **program,
                                  cb_error *e) {
    const char *folder = NULL;
    cb_status s = find_program(arena, &folder, program, e);
    if (s != CB_OK) {
        return s;
    }
    const char *places[] = {share, folder};
    for (size_t i = 0; i < COUNT(places); i++) {
        *out = cb_path_join(arena, places[i], "validation");
        if (!*out) {
            return cb_fail_memory(e);
        }
        if (cb_file_is_folder(*out)) {
            return CB_OK;
        }
    }
    return cb_fail(e, CB_FILE, "validation/ is neither in %s nor beside the program: it comes with make install",
                   share);
}

/* Reads a file behind what *out holds already. */
static cb_status read_part(cb_arena *arena, const char *share, const char *name, cb_str *out, cb_error *e) {
    cb_str before = *out;
    char *path = cb_path_join(arena, share, name);
    cb_status s = path ? cb_file_read(arena, path, TEXT_MAX, out, e) : cb_fail_memory(e);
    if (s != CB_OK || before.n == 0) {
        return s;
    }
    char *both = cb_format(arena, "%.*s\n%.*s", (int)before.n, before.s, (int)out->n, out->s);
    *out = cb_str_of(both);
    return both ? CB_OK : cb_fail_memory(e);
}

static cb_status read_fonts(cb_arena *arena, const font_source *sources, size_t count, const cb_font_file **out,
                            size_t *out_count, cb_error *e) {
    cb_font_file *fonts = cb_alloc_array(arena, count, sizeof *fonts);
    if (!fonts) {
        return cb_fail_memory(e);
    }
    for (size_t i = 0; i < count; i++) {
        if (!cb_file_exists(sources[i].path)) {
            return cb_fail(e, CB_FILE, "%s: is not installed; install the package %s", sources[i].path,
                           sources[i].package);
        }
        fonts[i].name = cb_path_name(sources[i].path);
        cb_status s = cb_file_read(arena, sources[i].path, FONT_MAX, &fonts[i].bytes, e);
        if (s != CB_OK) {
            return s;
        }
    }
    *out = fonts;
    *out_count = count;
    return CB_OK;
}

static cb_status read_pdf_parts(cb_arena *arena, cb_pdf_parts *pdf, cb_error *e) {
    cb_status s = read_fonts(arena, regular_fonts, COUNT(regular_fonts), &pdf->regular, &pdf->regular_count, e);
    if (s == CB_OK) {
        s = read_fonts(arena, bold_fonts, COUNT(bold_fonts), &pdf->bold, &pdf->bold_count, e);
    }
    if (s == CB_OK) {
        s = read_fonts(arena, mono_fonts, COUNT(mono_fonts), &pdf->mono, &pdf->mono_count, e);
    }
    if (s == CB_OK && !cb_file_exists(SRGB)) {
        s = cb_fail(e, CB_FILE, "%s: is not installed; install the package icc-profiles-free", SRGB);
    }
    return s == CB_OK ? cb_file_read(arena, SRGB, TEXT_MAX, &pdf->icc, e) : s;
}

cb_status cb_resources_read(cb_arena *arena, cb_resources *out, cb_error *e) {
    cb_status s = out->share ? CB_OK : cb_resources_find(arena, &out->share, e);
    *out = (cb_resources){.share = out->share};
    const struct {
        const char *name;
        cb_str *bytes;
    } parts[] = {
        {"templates/text.en.yaml", &out->texts},
        {"filters/data/consequences.tsv", &out->consequences},
        {"filters/data/bands.tsv", &out->bands},
        {"filters/data/acmg.yaml", &out->acmg},
        {"filters/data/secondary_findings.tsv", &out->secondary},
        {"templates/checklist.tsv", &out->checklist},
        {"filters/data/choices.yaml", &out->choices},
        {"templates/site.xhtml", &out->site.page},
        {"templates/site.css", &out->site.style},
        {"templates/sections.css", &out->site.style},
        {"templates/decisions.css", &out->site.style},
        {"templates/site.js", &out->site.script},
        {"templates/sections.js", &out->site.script},
        {"templates/decisions.js", &out->site.script},
        {"templates/laboratory.xhtml", &out->laboratory.page},
        {"templates/site.css", &out->laboratory.style},
        {"templates/laboratory.css", &out->laboratory.style},
    };
    for (size_t i = 0; s == CB_OK && i < COUNT(parts); i++) {
        s = read_part(arena, out->share, parts[i].name, parts[i].bytes, e);
    }
    return s == CB_OK ? read_pdf_parts(arena, &out->pdf, e) : s;
}

cb_status cb_resources_words(cb_arena *arena, cb_str *texts, cb_pdf_parts *fonts, cb_error *e) {
    const char *share;
    *texts = (cb_str){NULL, 0};
    cb_status s = cb_resources_find(arena, &share, e);
    if (s == CB_OK) {
        s = read_part(arena, share, "templates/text.en.yaml", texts, e);
    }
    return s == CB_OK ? read_pdf_parts(arena, fonts, e) : s;
}

cb_status cb_resources_profiles(cb_arena *arena, const char *share, const char *const **names, size_t *count,
                                cb_error *e) {
    const cb_entry *entries = NULL;
    size_t entry_count = 0;
    const char *folder = cb_path_join(arena, share, "filters");
    cb_status s = folder ? cb_folder_list(arena, folder, &entries, &entry_count, e) : cb_fail_memory(e);
    const char **list = s == CB_OK ? cb_alloc_array(arena, entry_count + 1, sizeof *list) : NULL;
    *names = list;
    *count = 0;
    if (!list) {
        return s == CB_OK ? cb_fail_memory(e) : s;
    }
    for (size_t i = 0; i < entry_count; i++) {
        const char *path = entries[i].path, *dot = strchr(path, '.'); /* NAME.tests.lua is no profile */
        if (entries[i].kind != 'f' || strchr(path, '/') || !dot || strcmp(dot, ".lua") != 0) {
            continue;
        }
        list[*count] = cb_copy_n(arena, path, (size_t)(dot - path));
        if (!list[(*count)++]) {
            return cb_fail_memory(e);
        }
    }
    return CB_OK;
}

static cb_status read_profile(cb_arena *arena, const char *share, const char *wanted, cb_profile_file *out,
                              cb_error *e) {
    size_t size = strlen(wanted);
    bool is_path = strchr(wanted, '/') || (size > 4 && strcmp(wanted + size - 4, ".lua") == 0);
    const char *path = is_path ? wanted : cb_format(arena, "%s/filters/%s.lua", share, wanted);
    if (!path) {
        return cb_fail_memory(e);
    }
    out->name = cb_path_name(path);
    if (!is_path && !cb_file_exists(path)) {
        return cb_fail(e, CB_USAGE, "there is no profile '%s'; casebound filters list names them", wanted);
    }
    return cb_file_read(arena, path, TEXT_MAX, &out->bytes, e);
}

cb_status cb_resources_profile(cb_arena *arena, const char *share, const char *wanted, cb_profile_files *out,
                               cb_error *e) {
    cb_profile_file *list = cb_alloc_array(arena, PROFILES_MAX, sizeof *list);
    if (!list) {
        return cb_fail_memory(e);
    }
    size_t at = PROFILES_MAX; /* filled from its end: what is extended is known last and stands first */
    for (const char *name = wanted; name;) {
        if (at == 0) {
            return cb_fail(e, CB_FILTER, "%s: more than %d profiles extend each other", list[PROFILES_MAX - 1].name,
                           PROFILES_MAX);
        }
        cb_profile_file *file = &list[--at];
        cb_status s = read_profile(arena, share, name, file, e);
        if (s == CB_OK) {
            s = cb_profile_extended(arena, file, &name, e);
        }
        if (s != CB_OK) {
            return s;
        }
    }
    *out = (cb_profile_files){list + at, PROFILES_MAX - at};
    return CB_OK;
}

cb_status cb_resources_table(cb_arena *arena, const char *share, const char *name, cb_str *bytes, cb_error *e) {
    const char *path = cb_format(arena, "%s/filters/data/%s", share, name);
    if (!path) {
        return cb_fail_memory(e);
    }
    if (!cb_file_exists(path)) {
        return cb_fail(e, CB_FILTER, "the profile names the table '%s', which is not in filters/data", name);
    }
    return cb_file_read(arena, path, TEXT_MAX, bytes, e);
}
