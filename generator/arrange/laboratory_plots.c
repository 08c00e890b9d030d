/* laboratory_plots.c: the geometry of the laboratory's plots; y grows downward. */
#include "arrange/laboratory.h"

/* The frame in which values are drawn; room for labels around it. */
enum {
    LEFT = 52,
    TOP = 12,
    WIDTH = 380,
    HEIGHT = 240,
    BELOW = 40,
    RIGHT = 90,
    LABELLED_MAX = 15,
    BAR_ROW = 22,
    LABEL_ROW = 12,
    LABEL_WIDTH = 80
};

typedef struct plot {
    cb_laboratory *l;
    cb_node *boxes, *lines, *dots, *labels;
    double x_least, x_most, y_least, y_most;
    double beside[LABELLED_MAX][2]; /* where labels of dots stand */
    size_t beside_count;
} plot;

static double place(double value, double least, double most, double from, double to) {
    double within = value < least ? least : value > most ? most : value;
    return from + (within - least) / (most - least) * (to - from);
}

static double x_of(const plot *p, double value) {
    return place(value, p->x_least, p->x_most, LEFT, LEFT + WIDTH);
}

static double y_of(const plot *p, double value) {
    return place(value, p->y_least, p->y_most, TOP + HEIGHT, TOP);
}

static void start(plot *p, const char *name, double height) {
    cb_arranging *a = p->l->a;
    cb_builder *b = &a->builder;
    cb_node *node = cb_node_map(b, p->l->plots, NULL);
    cb_node_add_text(b, node, "id", cb_formatted(a, "plot-%zu", p->l->plots->count));
    cb_node_add_text(b, node, "title", cb_word_of(a, "lab_plot_", name));
    cb_node_add_text(b, node, "alt", cb_word_of(a, "lab_plot_alt_", name));
    cb_node_add_real(b, node, "width", LEFT + WIDTH + RIGHT, NULL);
    cb_node_add_real(b, node, "height", TOP + height + BELOW, NULL);
    p->boxes = cb_node_list(b, node, "boxes");
    p->lines = cb_node_list(b, node, "lines");
    p->dots = cb_node_list(b, node, "dots");
    p->labels = cb_node_list(b, node, "labels");
}

static void line(plot *p, double x1, double y1, double x2, double y2, const char *kind) {
    cb_builder *b = &p->l->a->builder;
    cb_node *node = cb_node_map(b, p->lines, NULL);
    cb_node_add_real(b, node, "x1", x1, NULL);
    cb_node_add_real(b, node, "y1", y1, NULL);
    cb_node_add_real(b, node, "x2", x2, NULL);
    cb_node_add_real(b, node, "y2", y2, NULL);
    cb_node_add_text(b, node, "kind", kind);
}

static void box(plot *p, double x, double y, double width, double height, const char *kind) {
    cb_builder *b = &p->l->a->builder;
    cb_node *node = cb_node_map(b, p->boxes, NULL);
    cb_node_add_real(b, node, "x", x, NULL);
    cb_node_add_real(b, node, "y", y, NULL);
    cb_node_add_real(b, node, "width", width > 0 ? width : 0, NULL);
    cb_node_add_real(b, node, "height", height > 0 ? height : 0, NULL);
    cb_node_add_text(b, node, "kind", kind);
}

/* `kind` is where the text stands to its point: start, middle, end. */
static void label(plot *p, double x, double y, const char *kind, const char *text) {
    cb_builder *b = &p->l->a->builder;
    cb_node *node = cb_node_map(b, p->labels, NULL);
    cb_node_add_real(b, node, "x", x, NULL);
    cb_node_add_real(b, node, "y", y, NULL);
    cb_node_add_text(b, node, "kind", kind);
    cb_node_add_text(b, node, "text", text);
}

/* Beside its dot, or below another label that stands there. */
static void label_dot(plot *p, double x, double y, const char *name) {
    for (bool moved = true; moved;) {
        moved = false;
        for (size_t i = 0; i < p->beside_count; i++) {
            double dx = x - p->beside[i][0], dy = y - p->beside[i][1];
            if (dx < LABEL_WIDTH && dx > -LABEL_WIDTH && dy < LABEL_ROW - 1 && dy > 1 - LABEL_ROW) {
                y = p->beside[i][1] + LABEL_ROW;
                moved = true;
            }
        }
    }
    if (p->beside_count < LABELLED_MAX) {
        p->beside[p->beside_count][0] = x;
        p->beside[p->beside_count++][1] = y;
    }
    label(p, x, y, "start", name);
}

static void dot(plot *p, double x, double y, cb_check check, const char *name, bool labelled) {
    cb_builder *b = &p->l->a->builder;
    cb_node *node = cb_node_map(b, p->dots, NULL);
    cb_node_add_real(b, node, "x", x, NULL);
    cb_node_add_real(b, node, "y", y, NULL);
    cb_node_add_text(b, node, "kind", check == CB_CHECK_DISAGREES ? "bad" : "good");
    cb_node_add_text(b, node, "label", name);
    if (labelled) {
        label_dot(p, x + 7, y + 4, name);
    }
}

static void axis_y(plot *p, double value, const char *kind, const char *text) {
    line(p, LEFT, y_of(p, value), LEFT + WIDTH, y_of(p, value), kind);
    label(p, LEFT - 6, y_of(p, value) + 4, "end", text);
}

static void axis_x(plot *p, double value, const char *kind, const char *text) {
    line(p, x_of(p, value), TOP, x_of(p, value), TOP + HEIGHT, kind);
    label(p, x_of(p, value), TOP + HEIGHT + 15, "middle", text);
}

static void names_of_axes(plot *p, const char *x_key) {
    label(p, LEFT + WIDTH / 2.0, TOP + HEIGHT + 33, "middle", cb_word(p->l->a, x_key));
}

static void plot_kinship(cb_laboratory *l) {
    static const double bounds[] = {CB_SAMPLE_KINSHIP_SAME, CB_SAMPLE_KINSHIP_FIRST, CB_SAMPLE_KINSHIP_SECOND,
                                    CB_SAMPLE_KINSHIP_THIRD};
    static const double ticks[] = {0, 0.1, 0.2, 0.3};
    plot p = {.l = l, .x_least = 0, .x_most = 0.3, .y_least = -0.15, .y_most = 0.55};
    start(&p, "kinship", HEIGHT);
    axis_y(&p, 0, "axis", "0");
    axis_y(&p, 0.5, "grid", cb_lab_number(l, 0.5));
    for (size_t i = 0; i < sizeof bounds / sizeof *bounds; i++) {
        axis_y(&p, bounds[i], "bound", cb_lab_number(l, bounds[i]));
    }
    for (size_t i = 0; i < sizeof ticks / sizeof *ticks; i++) {
        axis_x(&p, ticks[i], i ? "grid" : "axis", cb_lab_number(l, ticks[i]));
    }
    names_of_axes(&p, "lab_axis_ibs0");
    for (size_t i = 0; i < l->checks->pair_count; i++) {
        const cb_pair_check *c = &l->checks->pairs[i];
        if (c->check != CB_CHECK_NOT_ENOUGH) {
            const char *name = cb_formatted(l->a, "%s – %s", cb_lab_name(l, c->a), cb_lab_name(l, c->b));
            dot(&p, x_of(&p, (double)c->ibs0 / (double)c->sites), y_of(&p, c->kinship), c->check, name,
                l->checks->pair_count <= LABELLED_MAX);
        }
    }
}

static void plot_sex(cb_laboratory *l) {
    static const double ticks[] = {0, 0.5, 1};
    plot p = {.l = l, .x_least = 0, .x_most = 1, .y_least = 0, .y_most = 1};
    start(&p, "sex", HEIGHT);
    for (size_t i = 0; i < sizeof ticks / sizeof *ticks; i++) {
        axis_x(&p, ticks[i], i ? "grid" : "axis", cb_lab_number(l, ticks[i]));
    }
    axis_y(&p, 0, "axis", "0");
    axis_y(&p, 1, "grid", "1");
    axis_y(&p, CB_SAMPLE_Y_PRESENT, "bound", cb_lab_number(l, CB_SAMPLE_Y_PRESENT));
    axis_y(&p, CB_SAMPLE_Y_ABSENT, "bound", cb_lab_number(l, CB_SAMPLE_Y_ABSENT));
    axis_x(&p, CB_SAMPLE_X_RATIO_MALE / (1 + CB_SAMPLE_X_RATIO_MALE), "bound", "");
    axis_x(&p, CB_SAMPLE_X_RATIO_FEMALE / (1 + CB_SAMPLE_X_RATIO_FEMALE), "bound", "");
    names_of_axes(&p, "lab_axis_x");
    for (size_t i = 0; i < l->checks->person_count; i++) {
        const cb_person_check *c = &l->checks->persons[i];
        uint64_t calls = c->x_het + c->x_hom;
        if (c->sex != CB_OBSERVED_NOTHING) {
            bool bad = c->sex_check == CB_CHECK_DISAGREES || c->sex == CB_OBSERVED_UNDETERMINED;
            double y = c->y_sites ? (double)c->y_calls / (double)c->y_sites : 0;
            dot(&p, x_of(&p, (double)c->x_het / (double)calls), y_of(&p, y), bad ? CB_CHECK_DISAGREES : CB_CHECK_AGREES,
                cb_lab_name(l, c->person), l->checks->person_count <= LABELLED_MAX);
        }
    }
}

/* One bar a person. */
static void plot_means(cb_laboratory *l, const char *name, bool quality) {
    double most = 1, height = (double)l->checks->person_count * BAR_ROW;
    plot p = {.l = l};
    for (size_t i = 0; i < l->checks->person_count; i++) {
        double mean = quality ? l->checks->persons[i].quality : l->checks->persons[i].depth;
        most = mean > most ? mean : most;
    }
    start(&p, name, height);
    line(&p, LEFT + RIGHT, TOP, LEFT + RIGHT, TOP + height, "axis");
    for (size_t i = 0; i < l->checks->person_count; i++) {
        const cb_person_check *c = &l->checks->persons[i];
        double mean = quality ? c->quality : c->depth, y = TOP + (double)i * BAR_ROW;
        double width = mean > 0 ? mean / most * (WIDTH - RIGHT) : 0;
        label(&p, LEFT + RIGHT - 6, y + 14, "end", cb_lab_name(l, c->person));
        box(&p, LEFT + RIGHT, y + 3, width, BAR_ROW - 6, "bar");
        label(&p, LEFT + RIGHT + width + 5, y + 14, "start",
              mean < 0 ? cb_word(l->a, "missing") : cb_lab_number(l, mean));
    }
}

static uint64_t errors_of(const cb_trio_chromosome *c) {
    uint64_t sum = 0;
    for (int k = 0; k < CB_MENDELS; k++) {
        sum += c->errors[k];
    }
    return sum;
}

static double rate_of(const cb_trio_chromosome *c) {
    return c->sites ? (double)errors_of(c) / (double)c->sites : 0;
}

/* Bars of one chromosome, one kind of error upon the other. */
static void stack(plot *p, const cb_trio_chromosome *c, int number) {
    static const char *const kinds[CB_MENDELS] = {"new", "new", "paternal", "maternal"};
    double width = WIDTH / (double)CB_SAMPLE_AUTOSOMES, x = LEFT + width * (number - 1), below = 0;
    for (int k = 0; k < CB_MENDELS && c->sites; k++) {
        double next = below + (double)c->errors[k] / (double)c->sites;
        box(p, x + 2, y_of(p, next), width - 4, y_of(p, below) - y_of(p, next), kinds[k]);
        below = next;
    }
    label(p, x + width / 2, TOP + HEIGHT + 15, "middle", cb_formatted(p->l->a, "%d", number));
}

static void plot_mendel(cb_laboratory *l, const cb_trio_check *t) {
    plot p = {.l = l, .y_least = 0, .y_most = CB_SAMPLE_MENDEL_MAX, .x_most = 1};
    for (int i = 1; i <= CB_SAMPLE_AUTOSOMES; i++) {
        double rate = rate_of(&t->chromosome[i]);
        p.y_most = rate > p.y_most ? rate : p.y_most;
    }
    start(&p, "mendel", HEIGHT);
    axis_y(&p, 0, "axis", "0");
    axis_y(&p, p.y_most, "grid", cb_lab_number(l, p.y_most));
    axis_y(&p, CB_SAMPLE_MENDEL_MAX, "bound", cb_lab_number(l, CB_SAMPLE_MENDEL_MAX));
    for (int i = 1; i <= CB_SAMPLE_AUTOSOMES; i++) {
        stack(&p, &t->chromosome[i], i);
    }
    label(&p, LEFT + WIDTH / 2.0, TOP + HEIGHT + 33, "middle",
          cb_worded(l->a, "lab_axis_chromosome", "child", cb_lab_name(l, t->child)));
}

void cb_lab_plots(cb_laboratory *l) {
    if (l->checks->person_count == 0) {
        return;
    }
    if (l->checks->pair_count > 0) {
        plot_kinship(l);
    }
    plot_sex(l);
    plot_means(l, "depth", false);
    plot_means(l, "quality", true);
    for (size_t i = 0; i < l->checks->trio_count; i++) {
        plot_mendel(l, &l->checks->trios[i]);
    }
}
