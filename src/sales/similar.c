/* Likeness by the keys of contact_key, by name, and by company. What is found is told by record/alike.h, which leaves out
 * what the person may not see. Where a key is asked for, one more is read than may
 * count: a key with too many records behind it says nothing and costs no more than that. */
#include "similar.h"

#include "base/fold.h"
#include "base/i18n.h"
#include "contact_key.h"
#include "customer.h"
#include "lead.h"
#include "models.h"
#include "record/record.h"
#include "record/seen.h"
#include "record/session.h"

struct asking {
	struct session *s;
	const struct record *r;
	struct alike_list *out;
};

/* What one key finds. */
struct hits {
	int64_t id[ALIKE_TOO_MANY];
	int n;
};

static void hit(struct hits *h, int64_t id)
{
	for (int i = 0; i < h->n; i++)
		if (h->id[i] == id)
			return;
	if (h->n < ALIKE_TOO_MANY)
		h->id[h->n++] = id;
}

static void tell(const struct asking *k, const struct hits *h, bool exact, const char *why)
{
	for (int i = 0; i < h->n && h->n < ALIKE_TOO_MANY; i++)
		alike_add(k->out, REF_MAKE(k->r->model->no, h->id[i]), exact, why);
}

/* st gives ids; the record itself is none of them. */
static void read_hits(struct stmt *st, struct hits *h)
{
	while (h->n < ALIKE_TOO_MANY && st_step(st, NULL) > 0)
		hit(h, st_get_int(st, 0));
	st_done(st);
}

static void by_key(const struct asking *k, const struct contact_key *key, const char *why)
{
	struct hits h = { .n = 0 };
	int64_t base = REF_MAKE(k->r->model->no, 0);
	struct stmt *st = db_prep(k->s->db, "SELECT ref - ?3 FROM contact_key WHERE kind=?1 AND key=?2"
					    " AND ref BETWEEN ?3 AND ?4 AND ref<>?5 LIMIT " SQL_STR(ALIKE_TOO_MANY));
	st_int(st, 1, key->kind);
	st_text(st, 2, key->text);
	st_int(st, 3, base);
	st_int(st, 4, REF_MAKE(k->r->model->no + 1, 0) - 1);
	st_int(st, 5, base + k->r->id);
	read_hits(st, &h);
	tell(k, &h, key->kind != KEY_DOMAIN, why);
}

/* kinds: which of them count, by bit. */
static void by_keys(const struct asking *k, unsigned kinds)
{
	static const char *const why[] = {
		[KEY_EMAIL] = N_("same e-mail"), [KEY_DOMAIN] = N_("same domain"), [KEY_PHONE] = N_("same phone")
	};
	struct arena a = ARENA_INIT;
	struct contact_key key[CONTACT_KEYS];
	int n = contact_keys_of(k->s, k->r, &a, key);
	for (int i = 0; i < n; i++) {
		/* the domain key of a public provider is the address: nothing new */
		bool address = key[i].kind == KEY_DOMAIN && key[i].text[0] != '@';
		if (kinds & 1u << key[i].kind && !address && contact_key_shown(k->s, k->r->model, key[i].kind))
			by_key(k, &key[i], _(why[key[i].kind]));
	}
	arena_free(&a);
}

static int named(struct session *s, const struct model *m, const char *name, bool visible, int64_t *id, int max)
{
	struct str key = STR_INIT;
	int n = 0;
	sort_key(name, strlen(name), &key);
	if (!key.len) {
		str_free(&key);
		return 0;
	}
	char *sql = xasprintf("SELECT t.id FROM %s t WHERE t.name_k=? AND t.trashed_at IS NULL%s%s%s ORDER BY t.id LIMIT ?",
		m->name, visible ? "$see(" : "", visible ? m->name : "", visible ? " t)" : "");
	struct stmt *st = seen_prep(s, sql);
	st_text(st, 1, key.s);
	st_int(st, 2, max);
	while (n < max && st_step(st, NULL) > 0)
		id[n++] = st_get_int(st, 0);
	st_done(st);
	free(sql);
	str_free(&key);
	return n;
}

int same_named(struct session *s, const struct model *m, const char *name, int64_t *id, int max)
{
	return named(s, m, name, true, id, max);
}

static void by_name(const struct asking *k)
{
	int64_t id[ALIKE_TOO_MANY + 1];
	struct hits h = { .n = 0 };
	int n = named(k->s, k->r->model, rec_text(k->r, k->r->model->title), false, id, ALIKE_TOO_MANY + 1);
	for (int i = 0; i < n; i++)
		if (id[i] != k->r->id)
			hit(&h, id[i]);
	tell(k, &h, true, _("same name"));
}

/* ---- the company ---- */

int64_t account_top(struct session *s, int64_t account)
{
	/* UNION ends a ring */
	return db_get_int(s->db, account,
		"WITH RECURSIVE up(id) AS (SELECT ?1 UNION SELECT p.parent FROM account p JOIN up ON p.id=up.id"
		" WHERE p.parent IS NOT NULL) SELECT up.id FROM up JOIN account a ON a.id=up.id WHERE a.parent IS NULL",
		"i", account);
}

/* The company a lead belongs to: its person's, else its own. */
static int64_t company_of(struct session *s, const struct record *lead)
{
	int64_t contact = rec_int(lead, LEAD_CONTACT), account = 0;
	if (contact)
		account = db_get_int(s->db, 0, "SELECT account FROM contact WHERE id=?", "i", contact);
	account = account ? account : rec_int(lead, LEAD_ACCOUNT);
	return account ? account_top(s, account) : 0;
}

#define BELOW                                                                                                          \
	"WITH RECURSIVE below(id) AS (SELECT ?1 UNION SELECT a.id FROM account a JOIN below ON a.parent=below.id) "
#define OTHERS " AND trashed_at IS NULL AND id<>?2 LIMIT " SQL_STR(ALIKE_TOO_MANY)

static void add_hits(const struct asking *k, const char *sql, int64_t of, struct hits *h)
{
	struct stmt *st = db_prep(k->s->db, sql);
	st_int(st, 1, of);
	st_int(st, 2, k->r->id);
	read_hits(st, h);
}

/* Leads of the whole company, from its top downwards, and of its people; of a person without a company the person's. */
static void by_company(const struct asking *k)
{
	struct hits h = { .n = 0 };
	int64_t top = company_of(k->s, k->r), contact = rec_int(k->r, LEAD_CONTACT);
	if (top) {
		add_hits(k, BELOW "SELECT id FROM lead WHERE account IN (SELECT id FROM below)" OTHERS, top, &h);
		add_hits(k,
			BELOW "SELECT id FROM lead WHERE contact IN (SELECT c.id FROM contact c WHERE c.account IN"
			      " (SELECT id FROM below) AND c.trashed_at IS NULL)" OTHERS,
			top, &h);
	} else if (contact) {
		add_hits(k, "SELECT id FROM lead WHERE contact=?1" OTHERS, contact, &h);
	}
	tell(k, &h, false, top ? _("same company") : _("same person"));
}

/* ---- the hooks ---- */

#define KINDS_EXACT (1u << KEY_EMAIL | 1u << KEY_PHONE)

enum rc lead_alike(struct session *s, const struct record *r, struct alike_list *out, struct err *err)
{
	(void)err;
	struct asking k = { s, r, out };
	by_keys(&k, KINDS_EXACT | 1u << KEY_DOMAIN);
	by_company(&k);
	return RC_OK;
}

enum rc account_alike(struct session *s, const struct record *r, struct alike_list *out, struct err *err)
{
	(void)err;
	struct asking k = { s, r, out };
	by_name(&k);
	by_keys(&k, KINDS_EXACT | 1u << KEY_DOMAIN);
	return RC_OK;
}

/* Colleagues share a domain and are not the same person. */
enum rc contact_alike(struct session *s, const struct record *r, struct alike_list *out, struct err *err)
{
	(void)err;
	struct asking k = { s, r, out };
	by_name(&k);
	by_keys(&k, KINDS_EXACT);
	return RC_OK;
}

/* ---- the whole base ---- */

/* The records of one key, while its rows go by. */
struct run {
	struct str key;
	int64_t id[ALIKE_TOO_MANY];
	int n;
};

static void end_run(struct run *r, const char *why, twins_fn *fn, void *ctx)
{
	if (r->n > 1 && r->n <= ALIKE_TOO_MANY)
		fn(ctx, why, r->id, r->n);
	r->n = 0;
}

/* One kind of key in the order of its index, where equal keys stand together. Row by row it costs half of what grouping
 * in SQL does, and no more memory however many there are. */
static enum rc twins_of(struct session *s, int64_t base, enum contact_key_kind kind, const char *why, twins_fn *fn,
	void *ctx, struct err *err)
{
	struct stmt *st = db_prep(s->db, "SELECT ref, key FROM contact_key WHERE kind=? ORDER BY key, ref");
	struct run r = { .key = STR_INIT };
	int got;
	st_int(st, 1, kind);
	while ((got = st_step(st, err)) > 0) {
		int64_t id = st_get_int(st, 0) - base;
		const char *key = st_get_text(st, 1);
		size_t len = st_get_len(st, 1);
		if (id <= 0 || id >> 40)
			continue; /* of another type */
		if (len != r.key.len || memcmp(key, r.key.s, len) != 0) {
			end_run(&r, why, fn, ctx);
			str_clear(&r.key);
			str_addn(&r.key, key, len);
		}
		if (r.n < ALIKE_TOO_MANY)
			r.id[r.n] = id;
		r.n++;
	}
	end_run(&r, why, fn, ctx);
	st_done(st);
	str_free(&r.key);
	return got < 0 ? err->rc : RC_OK;
}

/* Companies of one name. People of one name are often two. */
static enum rc named_twins(struct session *s, const struct model *m, twins_fn *fn, void *ctx, struct err *err)
{
	char *sql = xasprintf("SELECT name FROM %s WHERE trashed_at IS NULL AND name_k<>'' GROUP BY name_k"
			      " HAVING count(*) BETWEEN 2 AND " SQL_STR(ALIKE_TOO_MANY),
		m->name);
	struct stmt *st = db_prep(s->db, sql);
	int got;
	while ((got = st_step(st, err)) > 0) {
		int64_t id[ALIKE_TOO_MANY];
		int n = named(s, m, st_get_text(st, 0), false, id, ALIKE_TOO_MANY);
		if (n > 1)
			fn(ctx, _("same name"), id, n);
	}
	st_done(st);
	free(sql);
	return got < 0 ? err->rc : RC_OK;
}

enum rc contact_twins(struct session *s, const struct model *m, twins_fn *fn, void *ctx, struct err *err)
{
	int64_t base = REF_MAKE(m->no, 0);
	struct err local = ERR_INIT;
	err = err ? err : &local;
	enum rc rc = contact_key_shown(s, m, KEY_EMAIL) ? twins_of(s, base, KEY_EMAIL, _("same e-mail"), fn, ctx, err) : RC_OK;
	if (rc == RC_OK && contact_key_shown(s, m, KEY_PHONE))
		rc = twins_of(s, base, KEY_PHONE, _("same phone"), fn, ctx, err);
	return rc == RC_OK && m->no == NO_ACCOUNT ? named_twins(s, m, fn, ctx, err) : rc;
}

/* ---- duplicates of one lead ---- */

static int by_id(const void *pa, const void *pb)
{
	int64_t a = *(const int64_t *)pa, b = *(const int64_t *)pb;
	return a < b ? -1 : a > b;
}

/* Active and not won; with_lost: archived opportunities too. */
static bool counts(struct session *s, int64_t id, bool with_lost)
{
	return db_get_int(s->db, 0,
		       "SELECT 1 FROM lead l LEFT JOIN stage g ON g.id=l.stage WHERE l.id=?1 AND l.trashed_at IS NULL"
		       " AND ((l.active=1 AND coalesce(g.won,0)=0) OR (?2 AND l.active=0 AND l.kind=2))",
		       "ii", id, (int64_t)with_lost) != 0;
}

static void add_duplicate(struct session *s, int64_t id, bool with_lost, int64_t **ids, int *n, int *cap)
{
	for (int i = 0; i < *n; i++)
		if ((*ids)[i] == id)
			return;
	if (!counts(s, id, with_lost))
		return;
	GROW(*ids, *n, *cap);
	(*ids)[(*n)++] = id;
}

const int64_t *lead_duplicates(struct session *s, const struct record *lead, bool with_lost, struct arena *a, int *n)
{
	int64_t *ids = NULL, base = REF_MAKE(NO_LEAD, 0);
	int64_t contact = rec_int(lead, LEAD_CONTACT), account = rec_int(lead, LEAD_ACCOUNT);
	int cap = 0;
	struct contact_key key[CONTACT_KEYS];
	int n_keys = contact_keys_of(s, lead, a, key);
	*n = 0;
	for (int i = 0; i < n_keys; i++) {
		if (key[i].kind != KEY_EMAIL)
			continue;
		struct stmt *st = db_prep(s->db, "SELECT ref - ?2 FROM contact_key WHERE kind=1 AND key=?1 AND ref>=?2"
						 " AND ref<?3 AND ref<>?4");
		st_text(st, 1, key[i].text);
		st_int(st, 2, base);
		st_int(st, 3, REF_MAKE(NO_LEAD + 1, 0));
		st_int(st, 4, base + lead->id);
		while (st_step(st, NULL) > 0)
			add_duplicate(s, st_get_int(st, 0), with_lost, &ids, n, &cap);
		st_done(st);
	}
	if (contact || account) {
		struct stmt *st =
			db_prep(s->db, contact ? "SELECT id FROM lead WHERE contact=? AND trashed_at IS NULL AND id<>?"
					       : "SELECT id FROM lead WHERE account=? AND contact IS NULL"
						 " AND trashed_at IS NULL AND id<>?");
		st_int(st, 1, contact ? contact : account);
		st_int(st, 2, lead->id);
		while (st_step(st, NULL) > 0)
			add_duplicate(s, st_get_int(st, 0), with_lost, &ids, n, &cap);
		st_done(st);
	}
	int64_t *kept = arena_alloc(a, (size_t)(*n + 1) * sizeof *kept);
	for (int i = 0; i < *n; i++)
		kept[i] = ids[i];
	qsort(kept, (size_t)*n, sizeof *kept, by_id);
	free(ids);
	return kept;
}
