/* Leads read for scoring: only the columns that the variables need, sets by walking the table of links beside the leads.
 * A million of them pass through here when the variables change. */
#include "scoring.h"

#include "lead.h"
#include "models.h"
#include "record/session.h"

#define SETS 8 /* many-valued variables; more are left out */

static const int always[] = { SYS_ACTIVE, SYS_CREATED_AT, SYS_TRASHED_AT, LEAD_STAGE, LEAD_TEAM, LEAD_PROBABILITY,
	LEAD_LOST_REASON, LEAD_COUNTRY, LEAD_EMAIL, LEAD_EMAIL2, LEAD_PHONE, LEAD_MOBILE };

struct set_walk {
	int slot;
	struct stmt *st;
	bool more;
	int64_t from, to; /* the link it stands at */
	int64_t *id;
	int n, cap;
};
struct score_reader {
	struct session *s;
	const struct model *model;
	struct stmt *st;
	struct record rec;
	int slot[COUNT(always) + SCORE_VARS]; /* of the columns after the id */
	int n;
	struct set_walk set[SETS];
	int n_sets;
};

static void walk_on(struct set_walk *w)
{
	w->more = st_step(w->st, NULL) > 0;
	if (w->more) {
		w->from = st_get_int(w->st, 0);
		w->to = st_get_int(w->st, 1);
	}
}

static void add_set(struct score_reader *r, int slot, int64_t id, int64_t after)
{
	struct set_walk *w = &r->set[r->n_sets++];
	*w = (struct set_walk){ .slot = slot };
	w->st = db_prep(r->s->db, id ? "SELECT from_id,to_id FROM link WHERE field=? AND from_id=?2 ORDER BY to_id"
				     : "SELECT from_id,to_id FROM link WHERE field=? AND from_id>?2 ORDER BY from_id,to_id");
	st_int(w->st, 1, FIELD_KEY(r->model, slot));
	st_int(w->st, 2, id ? id : after);
	walk_on(w);
}

static bool asked(const struct score_reader *r, int slot)
{
	for (int i = 0; i < r->n; i++)
		if (r->slot[i] == slot)
			return true;
	return false;
}

static void add_column(struct score_reader *r, int slot, struct str *sql)
{
	const struct field *f = &r->model->fields[slot];
	if (asked(r, slot))
		return;
	if (f->flags & F_OWN)
		str_addf(sql, ",\"c%d\"", f->no);
	else
		str_addf(sql, ",\"%s\"", f->name);
	r->slot[r->n++] = slot;
}

struct score_reader *score_reader_open(struct session *s, const struct score_conf *c, int64_t id, int64_t after)
{
	struct score_reader *r = xcalloc(1, sizeof *r);
	struct str sql = STR_INIT;
	r->s = s;
	r->model = session_model(s, "lead");
	r->rec = (struct record){ .model = r->model, .val = xcalloc((size_t)r->model->n, sizeof *r->rec.val) };
	str_add(&sql, "SELECT id");
	for (size_t i = 0; i < COUNT(always); i++)
		add_column(r, always[i], &sql);
	for (int i = 0; i < c->n; i++) {
		if (c->var[i].field && field_types[c->var[i].field->type].set && r->n_sets < SETS)
			add_set(r, c->var[i].slot, id, after);
		else if (c->var[i].field && field_stored(c->var[i].field))
			add_column(r, c->var[i].slot, &sql);
	}
	str_add(&sql, id ? " FROM lead WHERE id=?" : " FROM lead WHERE id>? AND +trashed_at IS NULL ORDER BY id");
	r->st = db_prep(s->db, sql.s);
	st_int(r->st, 1, id ? id : after);
	str_free(&sql);
	return r;
}

static void take_set(struct score_reader *r, struct set_walk *w)
{
	w->n = 0;
	while (w->more && w->from < r->rec.id)
		walk_on(w);
	for (; w->more && w->from == r->rec.id; walk_on(w)) {
		GROW(w->id, w->n, w->cap);
		w->id[w->n++] = w->to;
	}
	r->rec.val[w->slot] = (struct value){ .kind = w->n ? VAL_SET : VAL_NULL, .n = w->n, .set = w->id };
}

const struct record *score_reader_next(struct score_reader *r, enum rc *rc, struct err *err)
{
	int got = st_step(r->st, err);
	*rc = got < 0 ? (err && err->rc ? err->rc : RC_IO) : RC_OK;
	if (got <= 0)
		return NULL;
	r->rec.id = st_get_int(r->st, 0);
	for (int i = 0; i < r->n; i++) {
		struct value *v = &r->rec.val[r->slot[i]];
		if (st_is_null(r->st, i + 1))
			*v = VALUE_NULL;
		else if (field_types[r->model->fields[r->slot[i]].type].text)
			*v = (struct value){ .kind = VAL_TEXT,
				.n = (int)st_get_len(r->st, i + 1),
				.s = st_get_text(r->st, i + 1) };
		else
			*v = VALUE_INT(st_get_int(r->st, i + 1));
	}
	for (int i = 0; i < r->n_sets; i++)
		take_set(r, &r->set[i]);
	return &r->rec;
}

void score_reader_close(struct score_reader *r)
{
	st_done(r->st);
	for (int i = 0; i < r->n_sets; i++) {
		st_done(r->set[i].st);
		free(r->set[i].id);
	}
	free(r->rec.val);
	free(r);
}
