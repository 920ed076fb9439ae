/* Private to base: spreadsheets that come packed. Runs in the reader's own process, under its memory limit. */
#ifndef BASE_UNPACK_H
#define BASE_UNPACK_H

#include "base/err.h"

#define UNPACK_MAX (INT64_C(2) * 1024 * 1024 * 1024) /* bytes of what comes out: as for plain files */

/* When the file is compressed with gzip or a workbook, *fd becomes a nameless file of what was in it (all members; the
 * first visible sheet as comma-separated text), else it is -1 and the file is as it was.
 * RC_INVALID: cut short or damaged; RC_FULL: more than UNPACK_MAX, or no room. The caller closes
 * both. */
enum rc unpack(int file, int *fd, struct err *err);
/* A file without a name, where the person may write; -1: nowhere. */
int nameless_file(void);

#endif
