/* What the office does by itself from time to time. */
#ifndef SALES_PERIODIC_H
#define SALES_PERIODIC_H

#include "record/periodic.h"

/* A new job: its function, and one line in periodic.c. */
#define SALES_JOBS 6
extern const struct periodic sales_jobs[SALES_JOBS];

#endif
