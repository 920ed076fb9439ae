/* Private to base: how a country groups its telephone numbers. */
#ifndef BASE_COUNTRY_H
#define BASE_COUNTRY_H

#include "base/address.h"

/* "9=3 3 4|2 4 4": sizes of groups, the first whose PREFIX (none: any) begins the number and whose sizes add up to its
 * length; "" when the country has none. country: one of country_at(). */
const char *country_groups(const struct country *country);

#endif
