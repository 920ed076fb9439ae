#ifndef SALES_COUNTRY_H
#define SALES_COUNTRY_H

#include <stdint.h>

#include "base/address.h"
#include "record/field.h"

struct session;

enum country_slot { COUNTRY_NAME = SYS_N, COUNTRY_CODE, COUNTRY_CALLING, COUNTRY_N };

/* What is known of the country record's country, by its code; the office's own country for 0. NULL: unknown. */
const struct country *record_country(struct session *s, int64_t id);

#endif
