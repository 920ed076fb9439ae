/* The one door for writes: what is checked, and in which order. */
#include "record/save.h"

#include <inttypes.h>
#include <stdio.h>

#include "base/clock.h"
#include "base/fold.h"
#include "base/i18n.h"
#include "column.h"
#include "record/memo.h"
#include "access.h"
#include "record/audit.h"
#include "record/merge.h"
#include "record/rights.h"
#include "rights_private.h"
#include "record/search.h"
#include "save_private.h"
#include "setting.h"
#include "statement.h"

void save_set(struct save *sv, int slot, struct value v)
{
	struct save_ctx *c = (struct save_ctx *)sv;

	sv->after->val[slot] = value_copy(&v, &c->arena);
}

bool save_changed(const struct save *sv, int slot)
{
	static const struct value none = { .kind = VAL_NULL };

	return !value_eq(sv->before ? &sv->before->val[slot] : &none, &sv->after->val[slot]);
}

static const struct model *model_of_ref(struct session *s, const struct field *f, int64_t ref)
{
	return field_kind(f) == FT_ANYREF ? registry_no(s->reg, REF_MODEL(ref)) : registry_find(s->reg, f->ref);
}

/* named: by the person, who names only what can be seen. */
static enum rc check_target(
	struct session *s, const struct model *m, int slot, int64_t ref, bool named, struct err *err)
{
	static const char there[] = "there";
	const struct field *f = &m->fields[slot];
	const struct model *to = model_of_ref(s, f, ref);
	int64_t id = f->type == FT_ANYREF ? REF_ID(ref) : ref;
	struct memo_key key = { there, to ? to->no : 0, id };
	int64_t yes;
	char sql[160];

	if (!to)
		return fail(err, RC_INVALID, slot, _("%s: no such record type"), _(f->label));
	if (named && !rights_visible(s, to, id))
		return fail(err, RC_INVALID, slot, _("%s: no %s %" PRId64), _(f->label), to->name, id);
	if (memo_get(s, &key, &yes))
		return RC_OK;
	snprintf(sql, sizeof sql, "SELECT 1 FROM \"%s\" WHERE id = ?1", to->name);
	if (db_get_int(s->db, 0, sql, "i", id)) {
		memo_put(s, &key, 1, 0); /* what is there stays, until it is purged */
		return RC_OK;
	}
	return fail(err, RC_INVALID, slot, _("%s: no %s %" PRId64), _(f->label), to->name, id);
}

static enum rc check_references(struct save_ctx *c, int slot, struct err *err)
{
	const struct save *sv = &c->sv;
	struct session *s = c->s;
	bool named = c->opt && c->opt->typed && !rights_all(s);
	const struct value *v = &sv->after->val[slot];
	enum rc rc = RC_OK;

	switch (sv->model->fields[slot].type) {
	case FT_REF:
	case FT_ANYREF: return v->kind == VAL_INT ? check_target(s, sv->model, slot, v->i, named, err) : RC_OK;
	case FT_REFS:
		for (int i = 0; v->kind == VAL_SET && i < v->n && rc == RC_OK; i++)
			if (!sv->before || !set_has(&sv->before->val[slot], v->set[i]))
				rc = check_target(s, sv->model, slot, v->set[i], named, err);
		return rc;
	default: return RC_OK;
	}
}

enum rc save_check_unique(struct session *s, const struct model *m, int slot, const struct value *v, int64_t id,
	struct err *err)
{
	const struct field *f = &m->fields[slot];
	struct str sql = STR_INIT, key = STR_INIT;
	struct stmt *st;
	int64_t other = 0;

	if (v->kind == VAL_NULL)
		return RC_OK;
	str_addf(&sql, "SELECT id FROM \"%s\" WHERE \"%s%s\" = ?1 AND trashed_at IS NULL AND id <> ?2", m->name, f->name,
		field_has_key(m, slot) ? "_k" : "");
	st = db_prep(s->db, sql.s);
	if (field_has_key(m, slot)) {
		sort_key(v->s, (size_t)v->n, &key);
		st_text(st, 1, key.s);
	} else {
		st_value(st, 1, v);
	}
	st_int(st, 2, id);
	if (st_step(st, NULL) > 0)
		other = st_get_int(st, 0);
	st_done(st);
	str_free(&sql);
	str_free(&key);
	if (other && !rights_visible(s, m, other))
		return fail(err, RC_CONFLICT, slot, _("%s: another %s has this already"), _(f->label), m->name);
	return other ? fail(err, RC_CONFLICT, slot, _("%s: %s %" PRId64 " has this already"), _(f->label), m->name, other)
		     : RC_OK;
}

/* Required, references, uniqueness, right: of every field that differs (all unique ones when a record leaves the trash). */
static enum rc check_fields(struct save_ctx *c, struct err *err)
{
	const struct save *sv = &c->sv;
	bool returns = sv->before && rec_has(sv->before, SYS_TRASHED_AT) && !rec_has(sv->after, SYS_TRASHED_AT);
	enum rc rc = RC_OK;

	for (int slot = SYS_ID + 1; slot < sv->model->n && rc == RC_OK; slot++) {
		const struct field *f = &sv->model->fields[slot];
		bool changed = save_changed(sv, slot);

		if ((f->flags & F_REQUIRED) && !rec_has(sv->after, slot) && (!sv->before || changed) && !sv->undoing)
			return fail(err, RC_INVALID, slot, _("%s is needed"), _(f->label));
		if (changed && rc == RC_OK)
			rc = check_references(c, slot, err);
		if ((changed || returns) && (f->flags & F_UNIQUE) && rc == RC_OK && !rec_has(sv->after, SYS_TRASHED_AT))
			rc = save_check_unique(c->s, sv->model, slot, &sv->after->val[slot], sv->after->id, err);
	}
	return rc;
}

static bool differs(const struct save *sv)
{
	for (int slot = SYS_ID + 1; slot < sv->model->n; slot++)
		if (sv->model->fields[slot].type != FT_FORMULA && save_changed(sv, slot))
			return true;
	return false;
}

/* Stops a save of one who wants to be asked. */
static enum rc warn(struct save_ctx *c, struct err *err)
{
	struct str text = STR_INIT;
	enum rc rc = RC_OK;
	int slot = SYS_N;

	if (c->sv.model->hooks.warn && c->opt && (c->opt->ask || c->opt->told))
		c->sv.model->hooks.warn(c->s, &c->sv, &text);
	if (text.len && c->opt->told) {
		str_addf(c->opt->told, "%s%s", c->opt->told->len ? "\n" : "", text.s);
		str_clear(&text);
	}
	while (slot < c->sv.model->n - 1 && !save_changed(&c->sv, slot))
		slot++;
	if (text.len)
		rc = fail(err, RC_ASK, slot, _("%s: once more to do it"), text.s);
	str_free(&text);
	return rc;
}

/* A change of one of several: which are meant is asked before anything is written. */
static enum rc ask_scope(struct save_ctx *c, struct err *err)
{
	const struct hooks *h = &c->sv.model->hooks;

	if (c->s->scope != SAVE_ASK || c->sv.undoing || c->s->ruling || !c->sv.before || !h->several ||
		!h->several(c->s, &c->sv))
		return RC_OK;
	return fail(err, RC_SCOPE, NO_FIELD, "%s", _("it is one of several: say which are meant"));
}

/* The others follow. What they are written with is their own save: it asks and carries nothing further. */
static enum rc carry(struct save_ctx *c, struct err *err)
{
	const struct hooks *h = &c->sv.model->hooks;
	int scope = c->s->scope;
	enum rc rc = RC_OK;

	if ((scope != SAVE_LATER && scope != SAVE_ALL) || !c->sv.before || !h->several || !h->several(c->s, &c->sv))
		return RC_OK;
	c->s->scope = SAVE_ONE;
	rc = h->carry(c->s, &c->sv, scope == SAVE_ALL, err);
	c->s->scope = scope;
	return rc;
}

/* What was changed of people and rights is marked in the audit, and who may what is computed anew. */
static enum rc mark(struct save_ctx *c, struct err *err)
{
	const struct save *sv = &c->sv;
	const struct model *m = access_guard(c->s, sv->model, NULL);
	unsigned flags = m->flags | sv->model->flags;

	if (flags & M_ACCESS)
		access_touch(c->s);
	if (!(flags & M_PRIVILEGED) || c->s->user == 0)
		return RC_OK;
	return audit_write(c->s, sv->model == &setting_model ? AUDIT_SETTING : AUDIT_RIGHTS,
		REF_MAKE(sv->model->no, sv->after->id), sv->step->id, sv->step->label, err);
}

enum rc save_apply(struct save_ctx *c, struct err *err)
{
	struct save *sv = &c->sv;
	const struct hooks *h = &sv->model->hooks;
	bool rules = !sv->undoing, copy = c->opt && c->opt->copy;
	enum rc rc = RC_OK;

	if (sv->before && !differs(sv))
		return RC_OK;
	rights_rule(c->s);
	if (h->before_save && rules)
		rc = h->before_save(c->s, sv, err);
	for (int i = 0; copy && i < c->n; i++)
		save_set(sv, c->ch[i].slot, c->ch[i].val);
	rights_unrule(c->s);
	if (rc == RC_OK)
		rc = check_fields(c, err);
	if (rc == RC_OK)
		rc = warn(c, err);
	if (rc == RC_OK)
		rc = ask_scope(c, err);
	if (rc == RC_OK)
		rc = save_write(c, err);
	rights_rule(c->s);
	if (rc == RC_OK && h->derive)
		rc = h->derive(c->s, sv, err);
	if (rc == RC_OK)
		rc = search_write(c->s, sv->before, rec_has(sv->after, SYS_TRASHED_AT) ? NULL : sv->after, err);
	if (rc == RC_OK && h->after_save && rules && !copy)
		rc = h->after_save(c->s, sv, err);
	if (rc == RC_OK && rules && !copy)
		rc = carry(c, err);
	rights_unrule(c->s);
	if (rc == RC_OK)
		rc = rights_after(c->s, sv, err);
	if (rc == RC_OK)
		rc = mark(c, err);
	if (rc == RC_OK)
		sv->step->changed++;
	return rc;
}

static struct value set_change(const struct value *old, const struct change *ch, struct arena *a)
{
	int n_old = old->kind == VAL_SET ? old->n : 0, n_ch = ch->val.kind == VAL_SET ? ch->val.n : 0, n = 0;
	int64_t *ids = arena_alloc(a, (size_t)(n_old + n_ch + 1) * sizeof *ids);

	for (int i = 0; i < n_old; i++)
		if (ch->op == CH_ADD || !set_has(&ch->val, old->set[i]))
			ids[n++] = old->set[i];
	for (int i = 0; ch->op == CH_ADD && i < n_ch; i++)
		ids[n++] = ch->val.set[i];
	return value_set(ids, n, a);
}

static enum rc conflict(struct session *s, const struct save *sv, const struct change *ch, struct err *err)
{
	const struct field *f = &sv->model->fields[ch->slot];
	struct str now = STR_INIT;
	enum rc rc;

	value_show(s, sv->model, ch->slot, &sv->before->val[ch->slot], NULL, SHOW_LIST, &now);
	rc = fail(err, RC_CONFLICT, ch->slot, _("%s was changed meanwhile, it is now \"%.80s\": look, and save again"), _(f->label),
		now.s);
	str_free(&now);
	return rc;
}

/* Two people wrote different lines of one text: both stay, and only who changed the same lines has to choose. */
static bool both_texts(struct save_ctx *c, const struct change *ch, const struct value *old, struct value *now)
{
	const struct field *f = &c->sv.model->fields[ch->slot];
	struct value both;
	char *text;

	if (ch->op != CH_SET || !value_merge(f, &ch->seen, now, old, &c->arena, &both))
		return false;
	*now = both;
	text = xasprintf(_("%s: what was written meanwhile is kept beside yours"), _(f->label));
	session_remark(c->s, text);
	free(text);
	return true;
}

static enum rc take_change(struct save_ctx *c, const struct change *ch, struct err *err)
{
	struct save *sv = &c->sv;
	const struct field *f = &sv->model->fields[ch->slot];
	const struct value *old = &sv->after->val[ch->slot];
	struct value now = ch->op == CH_SET ? value_copy(&ch->val, &c->arena) : set_change(old, ch, &c->arena);
	enum rc rc = c->opt && c->opt->typed ? authz(c->s, V_EDIT, sv->model, 0, ch->slot, err) : RC_OK;

	if (rc != RC_OK)
		return rc;
	if (f->type == FT_FORMULA || f->type == FT_LINES || (c->opt && c->opt->typed && (f->flags & F_READONLY)))
		return fail(err, RC_INVALID, ch->slot, _("%s is kept by the program and cannot be set"), _(f->label));
	if ((f->flags & F_ONCE) && sv->before && rec_has(sv->before, ch->slot) && !value_eq(old, &now))
		return fail(err, RC_INVALID, ch->slot, _("%s is set once and stays"), _(f->label));
	if (ch->compare && sv->before && !value_eq(old, &ch->seen) && !value_eq(old, &now) && !both_texts(c, ch, old, &now))
		return conflict(c->s, sv, ch, err);
	rc = value_check(c->s, sv->model, ch->slot, &now, err);
	if (rc == RC_OK && !value_eq(old, &now))
		rc = rights_slot(c->s, sv->model, ch->slot, err);
	if (rc == RC_OK)
		sv->after->val[ch->slot] = now;
	return rc;
}

/* The next running number, where the field has one and none was given. */
static void number(struct save_ctx *c)
{
	const struct model *m = c->sv.model;

	for (int slot = SYS_N; slot < m->n; slot++)
		if (m->fields[slot].type == FT_AUTONO && !rec_has(c->sv.after, slot)) {
			char key[80], text[32];
			int64_t next;

			snprintf(key, sizeof key, "next.%s.%s", m->name, m->fields[slot].name);
			db_run(c->s->db, NULL, "INSERT INTO meta VALUES (?1, 1) ON CONFLICT(key) DO UPDATE SET value = value + 1", "s", key);
			next = db_get_int(c->s->db, 1, "SELECT value FROM meta WHERE key = ?1", "s", key);
			snprintf(text, sizeof text, "%s%05" PRId64, m->fields[slot].dflt ? m->fields[slot].dflt : "", next);
			save_set(&c->sv, slot, value_text(text));
		}
}

static void change_from(struct save_ctx *c, const struct record *before)
{
	struct save *sv = &c->sv;

	sv->before = before;
	sv->after = arena_alloc(&c->arena, sizeof *sv->after);
	*sv->after = *before;
	sv->after->val = arena_alloc(&c->arena, (size_t)sv->model->n * sizeof *sv->after->val);
	memcpy(sv->after->val, before->val, (size_t)sv->model->n * sizeof *before->val);
}

/* Only such fields are asked for as people set on their own record. */
static bool own_affair(const struct save_ctx *c, int64_t id)
{
	if (!c->n || !rights_self(c->s, c->sv.model, id))
		return false;
	for (int i = 0; i < c->n; i++)
		if (!(c->sv.model->fields[c->ch[i].slot].flags & F_SELF))
			return false;
	return true;
}

/* verb: what is done to a record that is there. */
static enum rc start(struct save_ctx *c, int64_t id, enum verb verb, struct err *err)
{
	struct save *sv = &c->sv;
	struct record *before;
	enum rc rc;

	if (sv->model == &audit_model)
		return fail(err, RC_DENIED, NO_FIELD, _("%s: what is written there stays"), _(sv->model->plural));
	if (id == 0) {
		rc = authz(c->s, V_CREATE, sv->model, 0, NO_FIELD, err);
		return rc == RC_OK ? record_new(c->s, sv->model, &c->arena, &sv->after, err) : rc;
	}
	rc = record_load_stored(c->s, sv->model, id, &c->arena, &before, err);
	if (rc == RC_OK && !(verb == V_EDIT && own_affair(c, id)))
		rc = authz(c->s, verb, sv->model, id, NO_FIELD, err);
	if (rc != RC_OK)
		return rc;
	change_from(c, before);
	if (c->opt && c->opt->if_version && rec_int(before, SYS_VERSION) != c->opt->if_version)
		return fail(err, RC_CONFLICT, NO_FIELD, _("%s %" PRId64 " was changed since: it is now version %" PRId64),
			sv->model->name, id, rec_int(before, SYS_VERSION));
	return RC_OK;
}

enum rc record_save(struct session *s, struct step *st, const struct model *m, int64_t *id, const struct change *ch, int n,
	const struct save_options *opt, struct err *err)
{
	struct save_ctx c = { .sv = { .model = m, .step = st }, .s = s, .opt = opt, .ch = ch, .n = n };
	struct err local = ERR_INIT;
	enum rc rc;

	err = err ? err : &local;
	rc = start(&c, *id, V_EDIT, err);
	if (rc == RC_OK && c.sv.before && rec_has(c.sv.before, SYS_TRASHED_AT))
		rc = fail(err, RC_INVALID, NO_FIELD, _("%s %" PRId64 " is in the trash: restore it first"), m->name, *id);
	for (int i = 0; i < n && rc == RC_OK; i++)
		rc = take_change(&c, &ch[i], err);
	if (rc == RC_OK && !c.sv.before)
		number(&c);
	if (rc == RC_OK)
		rc = save_apply(&c, err);
	if (rc == RC_OK)
		*id = c.sv.after->id;
	arena_free(&c.arena);
	return rc;
}

static enum rc move(struct session *s, struct step *st, const struct model *m, int64_t id, bool trash, struct err *err)
{
	struct save_ctx c = { .sv = { .model = m, .step = st }, .s = s };
	enum rc rc = start(&c, id, V_DELETE, err);

	if (rc == RC_OK && rec_has(c.sv.before, SYS_TRASHED_AT) != trash) {
		c.sv.after->val[SYS_TRASHED_AT] = trash ? VALUE_INT(st->at) : VALUE_NULL;
		if (m->merge && !trash) /* on its own again */
			c.sv.after->val[m->merge->into] = VALUE_NULL;
		if (rc == RC_OK && trash && m->hooks.before_trash)
			rc = m->hooks.before_trash(s, &c.sv, err);
		if (rc == RC_OK)
			rc = save_apply(&c, err);
	}
	arena_free(&c.arena);
	return rc;
}

enum rc record_trash(struct session *s, struct step *st, const struct model *m, int64_t id, struct err *err)
{
	return move(s, st, m, id, true, err);
}

enum rc record_restore(struct session *s, struct step *st, const struct model *m, int64_t id, struct err *err)
{
	return move(s, st, m, id, false, err);
}

enum rc save_put_back(struct session *s, struct step *st, const struct record *now, const struct change *ch, int n,
	struct err *err)
{
	struct save_ctx c = { .sv = { .model = now->model, .step = st, .undoing = true }, .s = s };
	enum rc rc = authz(s, V_EDIT, now->model, now->id, NO_FIELD, err);

	change_from(&c, now);

	for (int i = 0; i < n && rc == RC_OK; i++)
		rc = rights_slot(s, now->model, ch[i].slot, err);
	for (int i = 0; i < n && rc == RC_OK; i++)
		c.sv.after->val[ch[i].slot] = ch[i].op == CH_SET ? value_copy(&ch[i].val, &c.arena)
								 : set_change(&c.sv.after->val[ch[i].slot], &ch[i], &c.arena);
	if (rc == RC_OK)
		rc = save_apply(&c, err);
	arena_free(&c.arena);
	return rc;
}

bool save_may_trash(struct session *s, struct step *st, const struct model *m, int64_t id)
{
	struct save_ctx c = { .sv = { .model = m, .step = st, .undoing = true }, .s = s };
	struct err why = ERR_INIT;
	bool may = !m->hooks.before_trash ||
		   (start(&c, id, V_EDIT, &why) == RC_OK && m->hooks.before_trash(s, &c.sv, &why) == RC_OK);

	arena_free(&c.arena);
	return may;
}

enum rc record_set(struct session *s, const struct model *m, int64_t id, const struct change *ch, int n, struct err *err)
{
	static const struct save_options typed = { .typed = true };
	char *title = record_title(s, m, id);
	struct step st;
	char label[200];
	enum rc rc;

	if (n == 1)
		snprintf(label, sizeof label, _("%s set on %.120s"), _(m->fields[ch[0].slot].label), title ? title : "?");
	else
		snprintf(label, sizeof label, _("%.150s changed"), title ? title : "?");
	free(title);
	rc = step_open(s, label, &st, err);
	if (rc != RC_OK)
		return rc;
	return step_close(&st, record_save(s, &st, m, &id, ch, n, &typed, err), err);
}
