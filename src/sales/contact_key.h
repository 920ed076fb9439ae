/* Keys by which the same person or company is found again: normalised e-mail addresses, their domains, phone numbers.
 * Kept by derive in contact_key(ref, kind, key) for everything that is not in the trash. */
#ifndef SALES_CONTACT_KEY_H
#define SALES_CONTACT_KEY_H

#include "base/arena.h"
#include "base/err.h"
#include "record/model.h"

struct record;
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

/* Where leads, accounts and contacts have them; NULL for other types. */
const struct key_source *contact_key_source(const struct model *m);

/* One key of a record. */
struct contact_key {
	enum contact_key_kind kind;
	const char *text; /* in the arena */
};
#define CONTACT_KEYS 8 /* at most of one record: two addresses with their domains, two numbers */
/* The keys of a record as it stands, stored or not; each once. Returns their number. */
int contact_keys_of(struct session *s, const struct record *r, struct arena *a, struct contact_key out[CONTACT_KEYS]);
/* Whether the person sees every field of the type that such keys are made from: a key would tell what a hidden one holds. */
bool contact_key_shown(struct session *s, const struct model *m, enum contact_key_kind kind);
enum rc contact_keys_derive(struct session *s, const struct save *sv, struct err *err);

#endif
