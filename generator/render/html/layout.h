/* layout.h: what a page needs to be laid out and no fact of the case holds: its policy, widths of columns, scales of
 * bars. */
#ifndef CASEBOUND_GENERATOR_RENDER_HTML_LAYOUT_H
#define CASEBOUND_GENERATOR_RENDER_HTML_LAYOUT_H

#include "casebound/render/site.h"

/* A map with one child, "site":
 *   policy      the Content-Security-Policy, with the hashes of the style and the script
 *   columns[]   parallel to the view's: class ("n" number, "g" genotype, "c" code, "t" text, "k" the gene, which stays
 * in sight), lost (the class of a cell without a value), link (leads to the allele's section), width ("w4" … "w40":
 * class for a width in characters), member (genotypes: index into a variant's genotypes; missing where it is not
 * certain) points/least, points/span   where the bars of all shortlisted alleles' points begin, and how many points
 * they are wide */
cb_status cb_site_layout(cb_arena *arena, const cb_site_parts *parts, const cb_node *view, const cb_node **out,
                         cb_error *e) CB_MUST_USE;

/* A map with one child, "site", that holds the policy alone. A page without a script names none. */
cb_status cb_policy_layout(cb_arena *arena, const cb_site_parts *parts, const cb_node **out, cb_error *e) CB_MUST_USE;

#endif
