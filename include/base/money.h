/* Money: whole minor units (cents, rials) of one currency. Never floating point. */
#ifndef BASE_MONEY_H
#define BASE_MONEY_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"

struct currency {
	const char *code, *symbol; /* "EUR", "€" */
	int digits;                /* of the minor unit: ISO 4217 */
};
/* By ISO code, upper or lower case; NULL when unknown. All of ISO 4217 in data/currencies.tsv. */
const struct currency *currency_find(const char *code);

/* A decimal in any style to a whole number of 10^-digits: "1,234.50", "1.234,50", "1 234.5", "٬" and "٫", all digit sets,
 * "(12)" and "-12" negative, "12k" and "1.5m" (also b, t, 万, 億, هزار, میلیون). A currency sign or code around it is
 * allowed and skipped. One lone separator with exactly three digits after it groups thousands, unless decimal says
 * otherwise ('.' or ',' fixes which is the decimal point; 0 = by what is seen). More decimals than digits are rounded half
 * up, away from zero. RC_INVALID with err->at at the character that is wrong, also when it does not fit. */
enum rc decimal_parse(const char *s, int digits, char decimal, int64_t *out, struct err *err);
/* Does the amount name a currency, and may it be cur? A sign that several have ("$", "kr") may be any of them. */
enum currency_fit { CURRENCY_NOT_NAMED, CURRENCY_FITS, CURRENCY_OTHER };
enum currency_fit currency_fit(const char *amount, const struct currency *cur);
/* Exact plain decimal, "." and no grouping: "1234.50"; trailing zeros kept to digits. */
void decimal_plain(int64_t minor, int digits, struct str *out);
/* "€1,234.50" whole, as lists show it: symbol, grouping by comma, no decimals when they are zero. */
void money_show(int64_t minor, const struct currency *cur, struct str *out);
/* "€22k", "€4.2k", "€1.8m" (then b, t, q): at most 4 cells after the symbol below 10^18, for cards. */
void money_short(int64_t minor, const struct currency *cur, struct str *out);
/* a*b/c rounded half up, away from zero, without overflow in between (c > 0; the result itself must fit). */
int64_t muldiv_round(int64_t a, int64_t b, int64_t c);

#endif
