/* Time: instants are UTC seconds and never go back; waiting is by the monotonic clock. */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include <stdint.h>

#include "base/err.h"

/* UTC seconds now. CRM_NOW=2026-11-21T09:00:00Z fixes it; else it never returns less than it did before. */
int64_t clock_now(void);
/* RC_USAGE where CRM_NOW is set to what is no instant: a clock that ran instead would answer for another day. */
enum rc clock_start(struct err *err);
/* Fixes the clock for tests and demo data; 0 lets it run again. */
void clock_fix(int64_t utc);
/* The instant it is fixed at; 0 while it runs. */
int64_t clock_fixed(void);
/* Milliseconds and nanoseconds of the monotonic clock, for waiting and measuring. */
int64_t clock_ms(void);
int64_t clock_ns(void);

#endif
