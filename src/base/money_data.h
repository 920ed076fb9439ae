/* Private to base: the signs of all currencies, for the parser of amounts. */
#ifndef BASE_MONEY_DATA_H
#define BASE_MONEY_DATA_H

#include <stdbool.h>
#include <stddef.h>

/* The bytes of the longest currency code or sign that the n bytes at s begin with (at_end: end with); 0 when none. */
size_t currency_sign(const char *s, size_t n, bool at_end);

#endif
