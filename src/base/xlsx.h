/* Private to base: the first sheet of a workbook (xlsx) as comma-separated text. Runs in the reader's own process. */
#ifndef BASE_XLSX_H
#define BASE_XLSX_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"

/* True when the file is a workbook, and then its first visible sheet has been written to `to`: UTF-8, one line a row
 * (as far as cells hold one line), days as 2026-11-21, numbers with a point. rc tells how it went. */
bool xlsx_unpack(int file, int to, enum rc *rc, struct err *err);

#endif
