/* analyzer.h: included before each source when clang-tidy reads it. The analyzer looks at one file at a time and cannot
 * know that cb_fail gives back the status it is given, so it is told. */
#include "casebound/base/status.h"
#define cb_fail(e, status, ...) ((void)cb_fail(e, status, __VA_ARGS__), (status))
#define cb_fail_at(e, status, ...) ((void)cb_fail_at(e, status, __VA_ARGS__), (status))
#define cb_fail_memory(e) ((void)cb_fail_memory(e), CB_INTERNAL)
