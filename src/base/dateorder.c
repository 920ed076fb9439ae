/* Which part of a date people write first. The C library knows it of locales that are installed only, and a machine has
 * few of them, so the names of the locales are asked instead. */
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/str.h"

/* By CLDR's short date formats: the language, or the language in one country, which then goes before it. */
static const struct {
	const char *locale;
	enum date_order order;
} places[] = {
	{ "en_US", ORDER_MDY },
	{ "en_PH", ORDER_MDY },
	{ "es_US", ORDER_MDY },
	{ "es_PA", ORDER_MDY },
	{ "es_PR", ORDER_MDY },
	{ "fil", ORDER_MDY },
	{ "en_CA", ORDER_YMD },
	{ "fr_CA", ORDER_YMD },
	{ "en_SE", ORDER_YMD },
	{ "fa", ORDER_YMD },
	{ "zh", ORDER_YMD },
	{ "ja", ORDER_YMD },
	{ "ko", ORDER_YMD },
	{ "hu", ORDER_YMD },
	{ "lt", ORDER_YMD },
	{ "mn", ORDER_YMD },
	{ "sv", ORDER_YMD },
	{ "eu", ORDER_YMD },
};

static const char *locale_name(void)
{
	static const char *const names[] = { "LC_ALL", "LC_TIME", "LANG" };

	for (size_t i = 0; i < COUNT(names); i++) {
		const char *text = getenv(names[i]);

		if (text && *text)
			return text;
	}
	return "";
}

static enum date_order order_here(void)
{
	const char *here = locale_name();

	for (size_t i = 0; i < COUNT(places); i++) {
		size_t n = strlen(places[i].locale);

		if (!strncmp(here, places[i].locale, n) &&
			!strchr("abcdefghijklmnopqrstuvwxyz", here[n] ? here[n] : '_'))
			return places[i].order;
	}
	return ORDER_DMY;
}

enum date_order date_order_named(const char *name)
{
	if (!strcmp(name, "dmy"))
		return ORDER_DMY;
	if (!strcmp(name, "mdy"))
		return ORDER_MDY;
	return !strcmp(name, "ymd") ? ORDER_YMD : order_here();
}
