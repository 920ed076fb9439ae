/* Keys by which the same person or company is found again: normalised e-mail addresses, their domains, phone numbers.
 * Kept by derive in contact_key(ref, kind, key) for everything that is not in the trash. */
#ifndef SALES_CONTACT_KEY_H
#define SALES_CONTACT_KEY_H

#include "base/err.h"

struct save;
struct session;

enum contact_key_kind { KEY_EMAIL = 1, KEY_DOMAIN, KEY_PHONE };

/* The slots keys are made from; 0: none. */
struct key_source {
	int email[2], phone[2], country;
};

#define CONTACT_KEY_SCHEMA                                                                                             \
	"CREATE TABLE IF NOT EXISTS contact_key(ref INTEGER NOT NULL, kind INTEGER NOT NULL, key TEXT NOT NULL,"       \
	" PRIMARY KEY(ref, kind, key)) STRICT, WITHOUT ROWID;"                                                         \
	"CREATE INDEX IF NOT EXISTS contact_key_key ON contact_key(kind, key);"

enum rc contact_keys_derive(struct session *s, const struct save *sv, const struct key_source *src, struct err *err);

#endif
