/* example_hostile.h: text that would run, load or reorder if it were not shown as text. */
#ifndef CASEBOUND_TESTS_EXAMPLE_HOSTILE_H
#define CASEBOUND_TESTS_EXAMPLE_HOSTILE_H

#define EXAMPLE_HOSTILE                                                               \
    "<script>alert(1)</script>\"><img src=x onerror=alert(2)> ]]> &amp; \xe2\x80\xae" \
    "evil"

#endif
