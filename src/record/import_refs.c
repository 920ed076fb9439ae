/* Records that cells name: found by title, or made once where the field allows it. What was found is remembered. */
#include "import_private.h"

#include "base/fold.h"
#include "base/i18n.h"
#include "column.h"
#include "record/record.h"
#include "record/rights.h"
#include "statement.h"
#include "value_words.h"

static uint64_t ref_key(const struct model *m, const char *text)
{
	return key_of('r', m->name, text);
}

/* "2026" and "#7" of foreign files are names, not our ids. */
static int64_t by_title_only(struct import *im, const struct model *m, const char *text)
{
	const struct field *title = &m->fields[m->title];
	struct str sql = STR_INIT, key = STR_INIT;
	char buf[16];
	int64_t id;

	str_addf(&sql, "SELECT t.id FROM \"%s\" t WHERE t.\"%s%s\" = ?1 AND t.trashed_at IS NULL", m->name,
		field_column(title, buf), field_has_key(m, m->title) ? "_k" : "");
	str_add(&sql, " ORDER BY t.id LIMIT 1");
	if (field_has_key(m, m->title))
		sort_key(text, strlen(text), &key);
	else
		str_add(&key, text);
	id = db_get_int(im->s->db, 0, sql.s, "s", key.s);
	str_free(&sql);
	str_free(&key);
	return id;
}

static bool is_number(const char *text)
{
	return text[*text == '#'] && strspn(text + (*text == '#'), "0123456789") == strlen(text + (*text == '#'));
}

/* 0: no such record. Of several with one name the first. */
static int64_t find(struct import *im, const struct model *m, const char *text)
{
	struct err err = ERR_INIT;
	int64_t id = 0;

	if (!im->own && is_number(text))
		return by_title_only(im, m, text);
	if (record_find(im->s, m, text, &id, &err) == RC_OK)
		return id;
	if (err.rc == RC_NOT_FOUND && ref_other_name(m, text) &&
		record_find(im->s, m, ref_other_name(m, text), &id, NULL) == RC_OK)
		return id;
	return err.rc == RC_INVALID ? by_title_only(im, m, text) : 0;
}

static enum rc make(struct import *im, int slot, const struct model *m, const char *text, int64_t *id, struct err *err)
{
	struct arena a = ARENA_INIT;
	struct change title = { .slot = m->title };
	int64_t no;
	size_t head = im->own ? title_numbered(text, &no) : 0; /* the number was another office's */
	const char *name = head ? arena_strndup(&a, text, head) : text;
	enum rc rc = value_parse(im->s, m, m->title, name, &a, &title.val, NULL, err);

	*id = 0;
	if (rc == RC_OK && im->write && !im->over)
		rc = record_save(im->s, &im->step, m, id, &title, 1, NULL, err);
	else if (rc == RC_OK)
		*id = --im->next_new - 1; /* -1 stands for none */
	if (rc == RC_OK)
		import_new(im, slot, text, NEW_MADE, NULL);
	arena_free(&a);
	return rc;
}

static bool is_me(const struct import *im, const struct model *m, const char *text)
{
	const char *user = registry_office(im->s->reg)->user_model;

	return user && !strcmp(m->name, user) && im->s->user && !strcmp(text, "me");
}

/* A text that is none of ours: a row further down may bear it, or nobody. */
static enum rc unknown(struct import *im, int slot, const struct model *m, const char *text, struct err *err)
{
	if (im->row && m == im->m && im->m->fields[slot].type == FT_REF && import_defer(im, im->row, slot, text))
		return RC_OK;
	import_new(im, slot, text, slot == im->m->owner ? NEW_OWNER : NEW_UNKNOWN, NULL);
	return fail(err, RC_INVALID, slot, _("no %s is called %.80s"), _(m->label), text);
}

/* What is known of a text without looking into the database: 0 nothing, -1 none is to stand there. */
static int64_t known(struct import *im, int slot, const struct model *m, uint64_t key, const char **text, bool *creates)
{
	const char *said = im->n_said ? import_said(im, slot, *text) : NULL;
	int64_t id;

	*creates = (im->m->fields[slot].flags & F_CREATE_REF) != 0 && m != im->m;
	if (said && !*said) {
		import_new(im, slot, *text, NEW_LEFT, NULL);
		return -1;
	}
	if (said && strcmp(said, "+") != 0) {
		import_new(im, slot, *text, NEW_MAPPED, said);
		*text = said;
		*creates = false;
		return is_me(im, m, said) ? im->s->user : 0;
	}
	*creates = *creates || said;
	id = is_me(im, m, *text) ? im->s->user : keys_get(&im->refs, key);
	if (id)
		import_new_again(im, slot, *text);
	return id;
}

/* 0: none is to stand there, or it is set later. RC_INVALID: unknown, and not to be made. */
static enum rc one(struct import *im, int slot, const struct model *m, const char *text, int64_t *id, struct err *err)
{
	uint64_t key = ref_key(m, text);
	const char *cell = text;
	bool creates;
	enum rc rc = RC_OK;

	*id = known(im, slot, m, key, &text, &creates);
	if (*id == -1) {
		*id = 0;
		return RC_OK;
	}
	if (!*id && text != cell && record_find(im->s, m, text, id, NULL) != RC_OK)
		*id = 0;
	if (!*id && text == cell)
		*id = find(im, m, text);
	if (!*id && creates)
		rc = make(im, slot, m, text, id, err);
	if (rc == RC_OK && !*id)
		return unknown(im, slot, m, text, err);
	if (rc == RC_OK && !(im->over && *id < 0) && text == cell)
		keys_set(&im->refs, key, *id);
	return rc;
}

enum rc import_ref(struct import *im, int slot, const char *text, struct arena *a, struct value *out, struct err *err)
{
	const struct field *f = &im->m->fields[slot];
	const struct model *m = session_model(im->s, f->ref);
	const char *rest = text, *member;
	int64_t *ids = NULL, id;
	int n = 0, cap = 0;
	enum rc rc = RC_OK, bad = RC_OK;

	*out = VALUE_NULL;
	if (f->type == FT_REF) {
		rc = one(im, slot, m, text, &id, err);
		if (rc == RC_OK && id)
			*out = VALUE_INT(id);
		return rc;
	}
	while ((member = value_member(a, &rest))) {
		if (!*member)
			continue;
		rc = one(im, slot, m, member, &id, err);
		if (rc != RC_OK)
			bad = rc;
		if (rc != RC_OK || !id)
			continue;
		GROW(ids, n, cap);
		ids[n++] = id;
	}
	*out = value_set(ids, n, a);
	free(ids);
	return bad;
}
