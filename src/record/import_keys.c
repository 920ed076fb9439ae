/* Which record a row is: keys of 64 bits in memory, of the records there are and of the rows before. */
#include "import_private.h"

#include <ctype.h>

#include "base/address.h"
#include "base/fold.h"
#include "column.h"
#include "record/rights.h"
#include "statement.h"

/* --- sets of keys --- */

uint64_t key_of(char kind, const char *a, const char *b)
{
	uint64_t hash = fold_hash(hash_more(HASH_START, &kind, 1), a, strlen(a));

	if (b)
		hash = fold_hash(hash_more(hash, "\n", 1), b, strlen(b));
	return hash ? hash : 1;
}

uint64_t key_of_id(int64_t id)
{
	uint64_t hash = hash_bytes((const char *)&id, sizeof id);

	return hash ? hash : 1;
}

static size_t keys_at(const struct keys *k, uint64_t hash)
{
	size_t i = hash & (k->cap - 1);

	while (k->hash[i] && k->hash[i] != hash)
		i = (i + 1) & (k->cap - 1);
	return i;
}

static void keys_grow(struct keys *k)
{
	struct keys big = { .cap = k->cap ? k->cap * 2 : 1024, .n = k->n };

	big.hash = xcalloc(big.cap, sizeof *big.hash);
	big.val = xcalloc(big.cap, sizeof *big.val);
	for (size_t i = 0; i < k->cap; i++)
		if (k->hash[i]) {
			size_t at = keys_at(&big, k->hash[i]);

			big.hash[at] = k->hash[i];
			big.val[at] = k->val[i];
		}
	free(k->hash);
	free(k->val);
	*k = big;
}

int64_t keys_get(const struct keys *k, uint64_t hash)
{
	size_t at;

	if (!k->cap)
		return 0;
	at = keys_at(k, hash);
	return k->hash[at] ? k->val[at] : 0;
}

void keys_set(struct keys *k, uint64_t hash, int64_t val)
{
	size_t at;

	if (k->n * 4 >= k->cap * 3)
		keys_grow(k);
	at = keys_at(k, hash);
	if (!k->hash[at])
		k->n++;
	k->hash[at] = hash;
	k->val[at] = val;
}

void keys_put(struct keys *k, uint64_t hash, int64_t val)
{
	int64_t had = keys_get(k, hash);

	keys_set(k, hash, had && had != val ? KEY_SEVERAL : val);
}

static void keys_first(struct keys *k, uint64_t hash, int64_t val)
{
	if (!keys_get(k, hash))
		keys_set(k, hash, val);
}

void keys_free(struct keys *k)
{
	free(k->hash);
	free(k->val);
	*k = (struct keys){ .n = 0 };
}

/* --- what a record or row offers as keys --- */

/* Empty never equals empty: a key exists only where its texts do. */
#define PHONES 4
struct identity {
	const char *external, *email, *name, *company;
	const char *phone[PHONES]; /* normalised, in the arena */
	int n_phones;
};

static const char *phone_key(const struct import *im, const char *text, struct arena *a)
{
	struct str key = STR_INIT;
	const char *out = NULL;

	if (!phone_e164(text, im->s->country, &key)) {
		for (; *text; text++)
			if (isdigit((unsigned char)*text))
				str_addc(&key, *text);
	}
	if (key.len >= 5)
		out = arena_strndup(a, key.s, key.len);
	str_free(&key);
	return out;
}

static const char *email_key(const char *text, struct arena *a)
{
	struct str key = STR_INIT;
	const char *out = text;

	if (email_normal(text, &key))
		out = arena_strndup(a, key.s, key.len);
	str_free(&key);
	return out;
}

static void add_contact(const struct import *im, int slot, const char *text, struct identity *id, struct arena *a)
{
	enum field_type type = im->m->fields[slot].type;

	if (type == FT_EMAIL && !id->email)
		id->email = email_key(text, a);
	else if (type == FT_PHONE && id->n_phones < PHONES && (id->phone[id->n_phones] = phone_key(im, text, a)))
		id->n_phones++;
}

/* Records that cannot be reached by e-mail or phone (tags, countries) are the same when their titles are. */
static bool by_title(const struct import *im)
{
	for (int slot = SYS_N; slot < im->m->n; slot++)
		if (im->m->fields[slot].type == FT_EMAIL || im->m->fields[slot].type == FT_PHONE)
			return false;
	return true;
}

static const char *company_key(const struct import *im, const struct identity *id)
{
	if (im->company >= 0 && im->company != im->m->title)
		return id->company;
	return im->company >= 0 || by_title(im) ? "" : NULL; /* the title says it all */
}

const struct value *row_value(const struct import_row *row, int slot)
{
	for (int i = 0; i < row->n; i++)
		if (row->ch[i].slot == slot)
			return row->ch[i].val.kind == VAL_NULL ? NULL : &row->ch[i].val;
	return NULL;
}

static const char *row_text(const struct import_row *row, int slot)
{
	const struct value *v = slot >= 0 ? row_value(row, slot) : NULL;

	return v && v->kind == VAL_TEXT ? v->s : NULL;
}

static void row_identity(struct import *im, const struct import_row *row, struct identity *id, struct arena *a)
{
	const struct value *company = im->company >= 0 ? row_value(row, im->company) : NULL;

	*id = (struct identity){ .external = row_text(row, im->external), .name = row_text(row, im->key) };
	if (company && company->kind == VAL_TEXT)
		id->company = company->s;
	else if (company && company->kind == VAL_INT)
		id->company = arena_printf(a, "#%lld", (long long)company->i);
	for (int i = 0; i < row->n; i++)
		if (row->ch[i].val.kind == VAL_TEXT)
			add_contact(im, row->ch[i].slot, row->ch[i].val.s, id, a);
}

/* --- the records there are --- */

static void remember_record(struct import *im, int64_t id, const struct identity *who)
{
	const char *company = company_key(im, who);
	struct keys *k = &im->existing;

	if (who->external)
		keys_first(k, key_of('x', who->external, NULL), id);
	if (who->email)
		keys_put(k, key_of('e', who->email, NULL), id);
	if (who->email && who->name)
		keys_first(k, key_of('n', who->email, who->name), id);
	for (int i = 0; i < who->n_phones && who->name; i++)
		keys_first(k, key_of('p', who->phone[i], who->name), id);
	if (who->name && company)
		keys_first(k, key_of('c', who->name, company), id);
}

static bool is_key(const struct import *im, int slot)
{
	enum field_type type = im->m->fields[slot].type;

	return slot == im->external || slot == im->key || slot == im->company || type == FT_EMAIL || type == FT_PHONE;
}

static void keys_sql(struct import *im, struct str *sql)
{
	char buf[16];

	str_add(sql, "SELECT t.id");
	for (int slot = SYS_N; slot < im->m->n; slot++)
		if (is_key(im, slot) && field_stored(&im->m->fields[slot]))
			str_addf(sql, ", t.\"%s\"", field_column(&im->m->fields[slot], buf));
	str_addf(sql, " FROM \"%s\" t WHERE t.trashed_at IS NULL", im->m->name);
	/* a record that this very import made is known by its row */
	if (im->job.step)
		str_addf(sql, " AND NOT EXISTS (SELECT 1 FROM change c WHERE c.ref = %lld + t.id AND c.field = 0 AND c.step = %lld)",
			(long long)REF_MAKE(im->m->no, 0), (long long)im->job.step);
	/* without the person's rights: somebody else's record is a duplicate too, and is left alone */
}

static void take_record(struct import *im, struct stmt *st, struct arena *a)
{
	struct identity who = { .n_phones = 0 };
	int col = 1;

	if (im->own)
		keys_set(&im->existing, key_of_id(st_get_int(st, 0)), st_get_int(st, 0));

	for (int slot = SYS_N; slot < im->m->n; slot++) {
		const struct field *f = &im->m->fields[slot];
		struct value v;

		if (!is_key(im, slot) || !field_stored(f))
			continue;
		v = st_get_value(st, col++, a);
		if (v.kind == VAL_NULL)
			continue;
		if (slot == im->company && v.kind == VAL_INT)
			who.company = arena_printf(a, "#%lld", (long long)v.i);
		if (v.kind != VAL_TEXT)
			continue;
		if (slot == im->external)
			who.external = v.s;
		if (slot == im->key)
			who.name = v.s;
		if (slot == im->company)
			who.company = v.s;
		add_contact(im, slot, v.s, &who, a);
	}
	remember_record(im, st_get_int(st, 0), &who);
}

enum rc import_keys_load(struct import *im)
{
	struct str sql = STR_INIT;
	struct arena a = ARENA_INIT;
	struct stmt *st;
	int got;

	keys_sql(im, &sql);
	st = db_prep(im->s->db, sql.s);
	str_free(&sql);
	st_bind_clock(im->s, st);
	while ((got = st_step(st, im->err)) > 0) {
		take_record(im, st, &a);
		arena_reset(&a);
	}
	st_done(st);
	arena_free(&a);
	return got < 0 ? im->err->rc : RC_OK;
}

/* --- rows --- */

static bool known(const struct import *im, int64_t *id, uint64_t hash)
{
	int64_t got = keys_get(&im->existing, hash);

	if (got > 0)
		*id = got;
	return got > 0;
}

/* External id, e-mail, phone and name, name and company. An address that several records share decides nothing alone.
 */
static int64_t same_record(const struct import *im, const struct identity *who)
{
	const char *company = company_key(im, who);
	int64_t id = 0;

	if (who->external && known(im, &id, key_of('x', who->external, NULL)))
		return id;
	if (who->external) /* another id means another record, whatever else agrees */
		return 0;
	if (who->email && who->name && known(im, &id, key_of('n', who->email, who->name)))
		return id;
	if (who->email && known(im, &id, key_of('e', who->email, NULL)))
		return id;
	for (int i = 0; i < who->n_phones && who->name; i++)
		if (known(im, &id, key_of('p', who->phone[i], who->name)))
			return id;
	if (who->name && company)
		known(im, &id, key_of('c', who->name, company));
	return id;
}

static bool file_has_ids(const struct import *im)
{
	for (int i = 0; i < im->n_cols; i++)
		if (im->external >= 0 && im->col[i].slot == im->external && im->col[i].filled)
			return true;
	return false;
}

/* Same external id; without such a column the same e-mail and the same or no name, or the same phone and name, where
 * the e-mails do not say otherwise. */
static bool same_row(const struct import *im, const struct identity *who)
{
	const struct keys *k = &im->seen;

	if (file_has_ids(im))
		return who->external && keys_get(k, key_of('x', who->external, NULL));
	if (who->email && keys_get(k, who->name ? key_of('n', who->email, who->name) : key_of('e', who->email, NULL)))
		return true;
	if (who->email && keys_get(k, key_of('b', who->email, NULL)))
		return true;
	for (int i = 0; i < who->n_phones && who->name; i++)
		if (keys_get(k, key_of(who->email ? 'q' : 'p', who->phone[i], who->name)))
			return true;
	return by_title(im) && who->name && keys_get(k, key_of('c', who->name, ""));
}

/* Made once a row. Where ids of the file decide and no record could be met, addresses and numbers need not be normalised. */
static const struct identity *identity_of(struct import *im, struct import_row *row)
{
	struct identity *who;

	if (row->who)
		return row->who;
	who = arena_alloc(&row->arena, sizeof *who);
	if (file_has_ids(im) && !im->existing.n)
		*who = (struct identity){ .external = row_text(row, im->external) };
	else
		row_identity(im, row, who, &row->arena);
	row->who = who;
	return who;
}

int64_t import_same(struct import *im, struct import_row *row)
{
	const struct identity *who = identity_of(im, row);

	if (same_row(im, who))
		return KEY_SEVERAL;
	return im->existing.n ? same_record(im, who) : 0;
}

void import_remember(struct import *im, struct import_row *row)
{
	const struct identity *who = identity_of(im, row);
	const char *title = im->refers_to_self && !im->write ? row_text(row, im->m->title) : NULL;
	struct keys *k = &im->seen;

	if (title)
		keys_set(&im->titles, key_of('T', title, NULL), 1);
	if (file_has_ids(im)) {
		if (who->external)
			keys_set(k, key_of('x', who->external, NULL), 1);
		return;
	}
	if (who->email) {
		keys_set(k, key_of('e', who->email, NULL), 1);
		keys_set(k, who->name ? key_of('n', who->email, who->name) : key_of('b', who->email, NULL), 1);
	}
	for (int i = 0; i < who->n_phones && who->name; i++) {
		keys_set(k, key_of('p', who->phone[i], who->name), 1);
		if (!who->email)
			keys_set(k, key_of('q', who->phone[i], who->name), 1);
	}
	if (by_title(im) && who->name)
		keys_set(k, key_of('c', who->name, ""), 1);
}
