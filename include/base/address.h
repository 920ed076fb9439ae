/* What a phone number, an e-mail address, a web address and a country are. Data: data/countries.tsv (ISO 3166-1 with
 * calling code, trunk prefix, lengths), data/states.tsv (ISO 3166-2), data/mail_providers.tsv. */
#ifndef BASE_ADDRESS_H
#define BASE_ADDRESS_H

#include <stdbool.h>

#include "base/err.h"
#include "base/str.h"

struct country {
	char iso[3];                 /* "IR" */
	const char *name;            /* English short name */
	const char *calling;         /* "98" */
	const char *trunk;           /* national trunk prefix, "" when none; "8|0" where there are several */
	int min_len, max_len;        /* digits of the national significant number */
};
const struct country *country_find(const char *text); /* by ISO code (2 or 3 letters) or any known name, folded; NULL */
int country_count(void);
const struct country *country_at(int i); /* in order of iso */
/* The states (provinces) of a country: names in order, NULL when none; *n their number. */
const char *const *country_states(const char *iso, int *n);

/* E.164 ("+982188887777") appended to out; true when it is a possible number: parses for the country (NULL: only with
 * + or 00), has a possible length and a valid calling code. Digits of all scripts; extension ("ext 12", "x12", "#12", داخلی)
 * is dropped from the key. A number that lost its + ("989121234567") is taken where it cannot be national.
 * False: nothing appended. */
bool phone_e164(const char *s, const struct country *country, struct str *out);
/* "+98 21 8888 7777 ext 12": grouped for reading, when it is a possible number; else the text as it is. */
void phone_show(const char *s, const struct country *country, struct str *out);

/* The one address in the text, lower-cased, appended; false when there is none or more than one, or it is not valid. Accepts
 * "Name <a@b.c>", mailto:, surrounding blanks, full-width letters. */
bool email_normal(const char *s, struct str *out);
/* RC_INVALID with the reason when s is not one valid address: "no dot after @", "no @", ... err->at the offset. */
enum rc email_check(const char *s, struct err *err);
/* Whether the domain is a public mail provider (gmail.com, ...). s: an address or a domain. */
bool email_public(const char *s);
/* "@domain", or the whole address where the domain is a public provider. */
void email_domain_key(const char *normal, struct str *out);
/* A web address (http, https), https:// added when missing, host in lower case; false when it has no dot or has blanks. */
bool url_normal(const char *s, struct str *out);

#endif
