#include "ui/keymap.h"

#include <stdio.h>

#include "base/i18n.h"
#include "base/str.h"

struct row { /* where a key was bound: for overriding, and to refuse a key twice in one file */
	struct binding b;
	const char *file;
};

struct keymap {
	struct row *row;
	int n, cap;
	struct ui_action **added; /* of record types: own copies */
	int n_added, cap_added;
	struct binding *added_key; /* their keys */
	int n_keys, cap_keys;
	char **arg; /* owned texts of act.arg */
	int n_arg, cap_arg;
	struct binding *view; /* rows as keymap_bindings hands them out; made anew after a change */
	bool changed;
};

struct keymap *keymap_new(void)
{
	return xcalloc(1, sizeof(struct keymap));
}

void keymap_free(struct keymap *km)
{
	if (!km)
		return;
	keymap_drop_added(km);
	for (int i = 0; i < km->n_arg; i++)
		free(km->arg[i]);
	free(km->arg);
	free(km->added);
	free(km->added_key);
	free(km->view);
	free(km->row);
	free(km);
}

void keymap_drop_added(struct keymap *km)
{
	for (int i = 0; i < km->n_added; i++)
		free(km->added[i]);
	km->n_added = 0;
	km->n_keys = 0;
	km->changed = true;
}

/* ---- reading ---- */

static bool parse_keys(const char *s, struct binding *b)
{
	b->n = 0;
	for (s += strspn(s, " \t"); *s; s += strspn(s, " \t")) {
		size_t n = strcspn(s, " \t");

		if (b->n == KEYS_MAX || !key_parse(s, n, &b->key[b->n]))
			return false;
		b->n++;
		s += n;
	}
	return b->n > 0;
}

/* One is the other or begins it. */
static bool keys_meet(const struct binding *a, const struct binding *b)
{
	int n = a->n < b->n ? a->n : b->n;

	for (int i = 0; i < n; i++)
		if (!key_same(&a->key[i], &b->key[i]))
			return false;
	return true;
}

static unsigned reach(const struct act *a)
{
	return a->action->contexts & CTX_ALWAYS ? ~0u : a->action->contexts;
}

static const char *own_arg(struct keymap *km, const char *s, size_t n)
{
	GROW(km->arg, km->n_arg, km->cap_arg);
	return km->arg[km->n_arg++] = xstrndup(s, n);
}

/* "set owner": one action with its argument, n bytes. */
static enum rc parse_action(
	struct keymap *km, const char *s, size_t n, const char *where, struct act *act, struct err *err)
{
	size_t name = 0, arg;

	while (name < n && s[name] != ' ' && s[name] != '\t')
		name++;
	for (arg = name; arg < n && (s[arg] == ' ' || s[arg] == '\t');)
		arg++;
	act->action = ui_action_find(s, name);
	if (!act->action)
		return fail(err, RC_INVALID, NO_FIELD, _("%s: no such action: '%.*s'"), where, (int)name, s);
	if (act->action->takes_arg != (arg < n))
		return fail(err, RC_INVALID, NO_FIELD,
			act->action->takes_arg ? _("%s: '%s' needs a word after it")
					       : _("%s: '%s' takes no word after it"),
			where, act->action->name);
	act->arg = arg < n ? own_arg(km, s + arg, n - arg) : "";
	return RC_OK;
}

static void take_over(struct keymap *km, int old, const struct binding *b, unsigned contexts)
{
	int kept = 0;

	for (int i = 0; i < old; i++)
		if (!keys_meet(&km->row[i].b, b) || !(reach(&km->row[i].b.act) & contexts))
			km->row[kept++] = km->row[i];
	km->changed = true;
	memmove(&km->row[kept], &km->row[old], (size_t)(km->n - old) * sizeof *km->row);
	km->n -= old - kept;
}

static enum rc add_actions(struct keymap *km, struct binding *b, const char *actions, const char *where,
	unsigned *contexts, struct err *err)
{
	for (const char *s = actions; *s; s += *s == ',') {
		size_t n;
		enum rc rc;

		s += strspn(s, " \t");
		n = strcspn(s, ",");
		while (n && (s[n - 1] == ' ' || s[n - 1] == '\t'))
			n--;
		rc = parse_action(km, s, n, where, &b->act, err);
		if (rc)
			return rc;
		*contexts |= reach(&b->act);
		GROW(km->row, km->n, km->cap);
		km->row[km->n++] = (struct row){ .b = *b };
		s += strcspn(s, ",");
	}
	return RC_OK;
}

enum rc keymap_bind(struct keymap *km, const char *keys, const char *actions, const char *where, struct err *err)
{
	struct binding b = { .n = 0 };
	unsigned contexts = 0;
	int old = km->n;
	enum rc rc;

	if (!parse_keys(keys, &b))
		return fail(err, RC_INVALID, NO_FIELD, _("%s: no such key: '%s'"), where, keys);
	if (str_eq(actions, "none")) {
		take_over(km, old, &b, ~0u);
		return RC_OK;
	}
	rc = add_actions(km, &b, actions, where, &contexts, err);
	if (rc)
		km->n = old;
	else
		take_over(km, old, &b, contexts);
	return rc;
}

/* A key twice in one file is a slip of the pen, not an override. */
static bool bound_in(const struct keymap *km, const char *file, const char *keys)
{
	struct binding b;

	if (!parse_keys(keys, &b))
		return false;
	for (int i = 0; i < km->n; i++)
		if (km->row[i].file && str_eq(km->row[i].file, file) && keys_meet(&km->row[i].b, &b))
			return true;
	return false;
}

enum rc keymap_read(struct keymap *km, const struct conf *conf, struct err *err)
{
	const struct conf_row *row;
	int n = conf_rows(conf, "keys", &row);

	for (int i = 0; i < n; i++) {
		char where[300];
		enum rc rc;

		snprintf(where, sizeof where, "%s:%d", row[i].file, row[i].line);
		if (bound_in(km, row[i].file, row[i].key))
			return fail(err, RC_INVALID, NO_FIELD, _("%s: key '%s' is bound twice in this file"), where,
				row[i].key);
		rc = keymap_bind(km, row[i].key, row[i].value, where, err);
		if (rc)
			return rc;
		/* the new rows are the last; some before them may be gone */
		for (int k = km->n - 1; k >= 0 && !km->row[k].file; k--)
			km->row[k].file = row[i].file;
	}
	return RC_OK;
}

enum rc keymap_add(struct keymap *km, const struct ui_action *action, const char *key, struct err *err)
{
	struct binding b = { .n = 0 };
	struct ui_action *own;

	if (key && *key && !parse_keys(key, &b))
		return fail(err, RC_INVALID, NO_FIELD, _("action '%s': no such key: '%s'"), action->name, key);
	own = xmalloc(sizeof *own);
	*own = *action;
	GROW(km->added, km->n_added, km->cap_added);
	km->added[km->n_added++] = own;
	if (b.n) {
		b.act = (struct act){ .action = own, .arg = "" };
		GROW(km->added_key, km->n_keys, km->cap_keys);
		km->added_key[km->n_keys++] = b;
		km->changed = true;
	}
	return RC_OK;
}

/* ---- asking ---- */

bool key_is_text(const struct key *key, unsigned contexts)
{
	return contexts & CTXS_TEXT && key->code == K_CHAR && !(key->mods & (MOD_CTRL | MOD_ALT));
}

static bool is_active(const struct act *a, unsigned contexts)
{
	return (a->action->contexts & (contexts | CTX_ALWAYS)) != 0;
}

static enum keymap_found match(
	const struct binding *b, unsigned contexts, const struct key *key, int n, keymap_can_fn *can, void *ctx)
{
	if (b->n < n || !is_active(&b->act, contexts))
		return KEYMAP_NONE;
	for (int i = 0; i < n; i++)
		if (!key_same(&b->key[i], &key[i]))
			return KEYMAP_NONE;
	if (can && !can(ctx, &b->act))
		return KEYMAP_NONE;
	return b->n > n ? KEYMAP_PREFIX : KEYMAP_ACT;
}

enum keymap_found keymap_find(const struct keymap *km, unsigned contexts, const struct key *key, int n,
	keymap_can_fn *can, void *ctx, struct act *act)
{
	enum keymap_found found = KEYMAP_NONE;

	for (int i = 0; i < km->n_keys + km->n; i++) {
		const struct binding *b = i < km->n_keys ? &km->added_key[i] : &km->row[i - km->n_keys].b;
		enum keymap_found f = match(b, contexts, key, n, can, ctx);

		if (f == KEYMAP_ACT) {
			*act = b->act;
			return KEYMAP_ACT;
		}
		if (f == KEYMAP_PREFIX)
			found = f;
	}
	return found;
}

int keymap_bindings(const struct keymap *km, const struct binding **b)
{
	struct keymap *own = (struct keymap *)km; /* the array handed out is a cache */
	int n = 0;

	*b = own->view;
	if (!km->changed && own->view)
		return km->n + km->n_keys;
	own->changed = false;
	own->view = xreallocarray(own->view, (size_t)(km->n + km->n_keys), sizeof *own->view);
	for (int i = 0; i < km->n_keys; i++)
		own->view[n++] = km->added_key[i];
	for (int i = 0; i < km->n; i++)
		own->view[n++] = km->row[i].b;
	*b = own->view;
	return n;
}

const struct binding *keymap_key_of(const struct keymap *km, unsigned contexts, const struct act *act)
{
	for (int i = 0; i < km->n_keys + km->n; i++) {
		const struct binding *b = i < km->n_keys ? &km->added_key[i] : &km->row[i - km->n_keys].b;

		if (b->act.action->id != act->action->id || b->act.action->data != act->action->data ||
			!is_active(&b->act, contexts) || key_is_text(&b->key[0], contexts))
			continue;
		if (!act->arg || str_eq(b->act.arg, act->arg))
			return b;
	}
	return NULL;
}

const struct ui_action *keymap_added(const struct keymap *km, int i)
{
	return i < km->n_added ? km->added[i] : NULL;
}

const struct ui_action *keymap_action(const struct keymap *km, const char *name, size_t n)
{
	for (int i = 0; i < km->n_added; i++)
		if (strlen(km->added[i]->name) == n && strncmp(km->added[i]->name, name, n) == 0)
			return km->added[i];
	return ui_action_find(name, n);
}

void binding_show(const struct binding *b, bool ascii, struct str *out)
{
	for (int i = 0; i < b->n; i++)
		key_show(&b->key[i], ascii, out);
}

/* ---- two meanings ---- */

/* Contexts that are active together. */
static const unsigned together[] = { CTXS_BOARD, CTXS_LIST, CTXS_READING, CTXS_LOG, CTXS_DAY, CTXS_CALENDAR,
	CTXS_IMPORT, CTX_EVERYWHERE | CTX_COLLECTION, CTX_TYPING, CTX_PICKER, CTX_MENU };

static bool clash(const struct binding *a, const struct binding *b, unsigned contexts)
{
	if (!keys_meet(a, b) || key_is_text(&a->key[0], contexts))
		return false;
	return is_active(&a->act, contexts) && is_active(&b->act, contexts);
}

bool keymap_check(const struct keymap *km, struct str *out)
{
	bool clean = true;

	for (size_t t = 0; t < COUNT(together); t++)
		for (int i = 0; i < km->n; i++)
			for (int k = i + 1; k < km->n; k++) {
				const struct binding *a = &km->row[i].b, *b = &km->row[k].b;

				if (!clash(a, b, together[t]))
					continue;
				clean = false;
				binding_show(a, true, out);
				str_addf(out, ": %s, %s\n", a->act.action->name, b->act.action->name);
			}
	return clean;
}
