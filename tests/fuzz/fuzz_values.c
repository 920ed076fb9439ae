/* What people type for dates, amounts, phones and addresses: any bytes end in a value or a refusal, an offset lies
 * inside the text, and what was made of them is read back as the same. */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "base/address.h"
#include "base/date.h"
#include "base/money.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void try_date(const char *s)
{
	const struct date today = { .y = 2026, .m = 11, .d = 21 };
	char iso[11];
	struct date d, again;

	for (enum date_order o = ORDER_YMD; o <= ORDER_MDY; o++) {
		if (date_parse(s, today, &o, &d, NULL))
			continue;
		date_iso(d, iso);
		assert(date_parse_iso(iso, &again) && date_days(again) == date_days(d));
	}
	date_parse(s, today, NULL, &d, NULL);
}

static void try_amount(const char *s, size_t n)
{
	struct str plain = STR_INIT;
	struct err err = ERR_INIT;
	int64_t v, again;

	if (decimal_parse(s, 2, 0, &v, &err)) {
		assert(err.at >= 0 && err.at <= (int)n);
		return;
	}
	decimal_plain(v, 2, &plain);
	assert(decimal_parse(plain.s, 2, '.', &again, NULL) == RC_OK && again == v);
	str_free(&plain);
}

static void try_phone(const char *s)
{
	struct str key = STR_INIT, again = STR_INIT, shown = STR_INIT;

	phone_show(s, country_find("IR"), &shown);
	if (phone_e164(s, country_find("IR"), &key)) {
		assert(phone_e164(key.s, NULL, &again) && strcmp(key.s, again.s) == 0);
		str_clear(&again);
		assert(phone_e164(shown.s, NULL, &again) && strcmp(key.s, again.s) == 0);
	}
	str_free(&shown);
	str_free(&again);
	str_free(&key);
}

static void try_addresses(const char *s, size_t n)
{
	struct str out = STR_INIT, again = STR_INIT;
	struct err err = ERR_INIT;

	if (email_check(s, &err))
		assert(err.at >= 0 && err.at <= (int)n);
	else
		assert(email_normal(s, &out) && email_normal(out.s, &again) && strcmp(out.s, again.s) == 0);
	str_clear(&out);
	str_clear(&again);
	if (url_normal(s, &out))
		assert(url_normal(out.s, &again) && strcmp(out.s, again.s) == 0);
	country_find(s);
	str_free(&again);
	str_free(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *s = xstrndup((const char *)data, size);
	size_t n = strlen(s);

	try_date(s);
	try_amount(s, n);
	try_phone(s);
	try_addresses(s, n);
	free(s);
	return 0;
}
