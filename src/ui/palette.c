/* Help and palette: the table of actions, to read, to search, and to run. */
#include "base/fold.h"
#include "base/i18n.h"
#include "core.h"
#include "ui/widget.h"

/* What is special to a screen comes first, what is so everywhere last. */
static const unsigned help_order[CTX_N] = { CTX_MENU, CTX_CALENDAR, CTX_DAY, CTX_IMPORT, CTX_LOG, CTX_TYPING,
	CTX_PICKER, CTX_READING, CTX_LIST, CTX_BOARD, CTX_RECORD, CTX_COLLECTION, CTX_EVERYWHERE, CTX_ALWAYS };

struct entry {
	struct act act;
	char *text, *keys;
	struct str folded; /* what the query is looked for in */
	const char *group; /* help: the heading */
	bool here;         /* can be done now */
};
struct list {
	struct ui *ui;
	unsigned contexts;
	bool grouped;
	struct entry *entry;
	int n, cap;
};

static bool skip_in_palette(enum act_id id)
{
	switch (id) {
	case ACT_HELP:
	case ACT_PALETTE:
	case ACT_COLUMN:
	case ACT_TAB:
	case ACT_OUTCOME:
	case ACT_MOVE_TIME:
	case ACT_SPAN:
	case ACT_BACK:
	case ACT_ENTER:
	case ACT_FIELD_NEXT:
	case ACT_FIELD_PREV: return true;
	default: return (id >= ACT_UP && id <= ACT_SCROLL_DOWN) || (id >= ACT_HOME && id <= ACT_KILL_HOME);
	}
}

static bool have(const struct list *l, const struct act *a)
{
	for (int i = 0; i < l->n; i++) {
		const struct act *b = &l->entry[i].act;

		if (b->action->id == a->action->id && b->action->data == a->action->data && str_eq(b->arg, a->arg))
			return true;
	}
	return false;
}

/* All keys of an action, with a blank between. */
static char *keys_of(struct list *l, const struct act *a)
{
	const struct binding *b;
	int n = keymap_bindings(l->ui->keymap, &b);
	struct str s = STR_INIT;

	for (int i = 0; i < n; i++) {
		if (b[i].act.action->id != a->action->id || b[i].act.action->data != a->action->data ||
			!str_eq(b[i].act.arg, a->arg) || key_is_text(&b[i].key[0], l->contexts))
			continue;
		if (s.len)
			str_addc(&s, ' ');
		binding_show(&b[i], glyph_is_ascii(), &s);
	}
	return str_take(&s);
}

static void words_of(struct list *l, const struct act *a, struct str *out)
{
	if (*a->arg && a->action->id == ACT_THEME)
		str_addf(out, "%s: %s — %s", _(a->action->label), a->arg, _(theme_find(a->arg)->help));
	else if (*a->arg)
		str_addf(out, "%s: %s", _(a->action->label), act_label(l->ui, a));
	else
		str_addf(out, "%s — %s", _(a->action->label), _(a->action->help));
}

static void add(struct list *l, const struct act *a)
{
	struct view *v = l->ui->core->top;
	struct entry *e;
	struct str s = STR_INIT;

	if (have(l, a) || (a->action->id == ACT_GO && !ui_has_place(l->ui, a->arg)))
		return;
	GROW(l->entry, l->n, l->cap);
	e = &l->entry[l->n++];
	*e = (struct entry){ .act = *a, .folded = STR_INIT };
	e->here = a->action->contexts & (l->contexts | CTX_ALWAYS) && view_can(v, a);
	e->keys = keys_of(l, a);
	words_of(l, a, &s);
	fold(s.s, s.len, &e->folded);
	str_addc(&e->folded, ' ');
	fold(a->action->name, strlen(a->action->name), &e->folded);
	e->text = str_take(&s);
	for (int i = 0; i < CTX_N && !e->group; i++)
		if (a->action->contexts & (l->contexts | CTX_ALWAYS) & (1u << i))
			e->group = context_label(1u << i);
}

static void collect(struct list *l)
{
	const struct binding *b;
	const struct ui_action *joined;
	int n = keymap_bindings(l->ui->keymap, &b);

	for (int i = 0; (joined = keymap_added(l->ui->keymap, i)); i++)
		add(l, &(struct act){ .action = joined, .arg = "" });
	for (int i = 0; i < n; i++)
		if (b[i].act.action->id != ACT_RECORD)
			add(l, &b[i].act);
	for (int i = ACT_RECORD + 1; i < ACT_N; i++)
		if (!ui_actions[i].takes_arg)
			add(l, &(struct act){ .action = &ui_actions[i], .arg = "" });
	for (int i = 0; i < l->ui->core->n_place; i++)
		add(l, &(struct act){ .action = &ui_actions[ACT_GO], .arg = l->ui->core->place[i].name });
	for (int i = 0; i < theme_count(); i++)
		add(l, &(struct act){ .action = &ui_actions[ACT_THEME], .arg = theme_at(i)->name });
}

/* Each word of the query stands somewhere in it. */
static bool has_words(const struct entry *e, const char *folded)
{
	char word[64];

	for (const char *s = folded + strspn(folded, " "); *s; s += strspn(s, " ")) {
		size_t n = strcspn(s, " ");

		if (n >= sizeof word)
			return false;
		memcpy(word, s, n);
		word[n] = '\0';
		if (!strstr(e->folded.s, word))
			return false;
		s += n;
	}
	return true;
}

/* As typed, and as it would have been on the keys of the usual layout. */
static bool matches(const struct list *l, const struct entry *e, const char *query)
{
	struct str plain = STR_INIT, keys = STR_INIT, folded = STR_INIT;
	bool yes;

	fold(query, strlen(query), &plain);
	keyboard_fold_text(conf_text(l->ui->conf, "keyboard"), query, strlen(query), &keys);
	fold(keys.s, keys.len, &folded);
	yes = has_words(e, plain.s) || has_words(e, folded.s) || str_eq(e->keys, query);
	str_free(&plain);
	str_free(&keys);
	str_free(&folded);
	return yes;
}

static bool listed(const struct list *l, const struct entry *e, bool here)
{
	if (l->grouped)
		return here && e->here && *e->keys;
	return e->here == here && !skip_in_palette(e->act.action->id);
}

static int add_rows(
	struct list *l, const char *query, const char *group, bool here, struct picker_row *rows, int n, int max)
{
	int before = n;

	for (int i = 0; i < l->n && n < max; i++) {
		const struct entry *e = &l->entry[i];

		if (!listed(l, e, here) || (group && !str_eq(e->group, group)) || !matches(l, e, query))
			continue;
		if (group && n == before && n + 1 < max)
			rows[n++] = (struct picker_row){ .text = group, .role = C_HEADER };
		rows[n++] = (struct picker_row){
			.id = i + 1, .text = e->text, .detail = e->keys, .role = here ? C_POPUP : C_DIM
		};
	}
	return n;
}

static int find(void *ctx, const char *query, struct picker_row *rows, int max)
{
	struct list *l = ctx;
	int n = 0;

	if (!l->grouped) {
		n = add_rows(l, query, NULL, true, rows, n, max);
		return add_rows(l, query, NULL, false, rows, n, max);
	}
	for (size_t i = 0; i < COUNT(help_order); i++)
		n = add_rows(l, query, context_label(help_order[i]), true, rows, n, max);
	return n;
}

static void choose(struct ui *ui, void *ctx, const struct picker_row *row)
{
	struct list *l = ctx;
	const struct entry *e = &l->entry[row->id - 1];

	if (e->here)
		ui_act(ui, &e->act);
	else
		ui_message(ui, _("not possible here: %s"), e->text);
}

static void close_list(void *ctx)
{
	struct list *l = ctx;

	for (int i = 0; i < l->n; i++) {
		free(l->entry[i].text);
		free(l->entry[i].keys);
		str_free(&l->entry[i].folded);
	}
	free(l->entry);
	free(l);
}

static const struct picker_ops list_ops = { .find = find, .choose = choose, .close = close_list };

static enum rc open_list(struct ui *ui, const char *title, bool grouped, struct err *err)
{
	struct picker look = { .title = title, .width = 76, .height = grouped ? 40 : 20 };
	struct list *l = xcalloc(1, sizeof *l);

	l->ui = ui;
	l->contexts = view_contexts(ui->core->top);
	l->grouped = grouped;
	collect(l);
	return picker_open(ui, &look, &list_ops, l, err);
}

enum rc help_open(struct ui *ui, struct err *err)
{
	return open_list(ui, _("help: what can be done here"), true, err);
}

enum rc palette_open(struct ui *ui, struct err *err)
{
	return open_list(ui, _("everything"), false, err);
}
