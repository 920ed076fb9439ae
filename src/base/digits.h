/* Private to base: what a person typed, in plain ASCII where it has an ASCII meaning, for the parsers of dates,
 * numbers, phones and addresses. */
#ifndef BASE_DIGITS_H
#define BASE_DIGITS_H

#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

/* 0-9 for a decimal digit of any living script, else -1. */
int digit_value(uint32_t cp);

/* Appends s with digits of all scripts as 0-9, full-width forms as ASCII, every kind of blank as one space each, dashes
 * and the minus sign as '-', direction marks and joiners dropped; all else stays, bad bytes as '?'. Case is kept. */
void plain_ascii(const char *s, struct str *out);
/* The same, lower case for ASCII letters and without blanks at the ends. */
void plain_word(const char *s, struct str *out);
/* The byte offset in s of what stands at byte at of plain_ascii(s). */
int plain_offset(const char *s, size_t at);

static inline int is_digit(char c)
{
	return c >= '0' && c <= '9';
}

#endif
