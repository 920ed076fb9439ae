/* Help and palette: the table of actions, to read, to search, and to run. */
#include "base/fold.h"
#include "base/i18n.h"
#include "core.h"
#include "ui/widget.h"

/* What is special to a screen comes first, what is so everywhere last. */
static const unsigned help_order[CTX_N] = { CTX_MENU, CTX_CALENDAR, CTX_DAY, CTX_IMPORT, CTX_LOG, CTX_TYPING,
	CTX_PICKER, CTX_READING, CTX_LIST, CTX_BOARD, CTX_RECORD, CTX_COLLECTION, CTX_EVERYWHERE, CTX_ALWAYS };

#define HINTS 20 /* at most, in a view's bottom line */

struct entry {
	struct act act;
	char *text, *keys;
	struct str folded; /* what the query is looked for in: the label first, of so many bytes */
	size_t label;
	const char *group; /* help: the heading */
	bool here;         /* can be done now */
	int hint;          /* place among the view's hints, from 1; 0: none of them */
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

/* "column 1" to "column 9" are one entry, with the first of them to run. */
static bool numbered(const struct act *a)
{
	return a->arg[0] >= '0' && a->arg[0] <= '9' && !a->arg[1];
}

static bool have(const struct list *l, const struct act *a)
{
	for (int i = 0; i < l->n; i++) {
		const struct act *b = &l->entry[i].act;

		if (b->action->id == a->action->id && b->action->data == a->action->data &&
			(str_eq(b->arg, a->arg) || (numbered(a) && numbered(b))))
			return true;
	}
	return false;
}

/* All keys of an action, with a blank between; of numbered ones the first and the last. */
static char *keys_of(struct list *l, const struct act *a)
{
	const struct binding *b, *last = NULL;
	int n = keymap_bindings(l->ui->keymap, &b);
	struct str s = STR_INIT;

	for (int i = 0; i < n && numbered(a); i++)
		if (b[i].act.action->id == a->action->id && numbered(&b[i].act) && !str_eq(b[i].act.arg, a->arg))
			last = &b[i];

	for (int i = 0; i < n; i++) {
		if (b[i].act.action->id != a->action->id || b[i].act.action->data != a->action->data ||
			!str_eq(b[i].act.arg, a->arg) || key_is_text(&b[i].key[0], l->contexts))
			continue;
		if (s.len)
			str_addc(&s, ' ');
		binding_show(&b[i], glyph_is_ascii(), &s);
	}
	if (last) {
		str_add(&s, "-");
		binding_show(last, glyph_is_ascii(), &s);
	}
	return str_take(&s);
}

static void words_of(struct list *l, const struct act *a, struct str *out)
{
	if (*a->arg && a->action->id == ACT_THEME)
		str_addf(out, "%s: %s — %s", _(a->action->label), a->arg, _(theme_find(a->arg)->help));
	else if (*a->arg && !numbered(a))
		str_addf(out, "%s: %s", _(a->action->label), act_label(l->ui, a));
	else
		str_addf(out, "%s — %s", _(a->action->label), _(a->action->help));
}

/* The place of an action among "open log card-left,card-right": from 1. */
static int hint_place(const struct view *v, const struct act *a)
{
	const char *s = v->ops->hints ? v->ops->hints(v) : NULL;
	size_t len = strlen(a->action->name);

	for (int i = 1; s && *s; i++) {
		size_t n = strcspn(s, " ,");

		if (n == len && !strncmp(s, a->action->name, n) && !*a->arg)
			return i;
		s += n + (s[n] != '\0');
	}
	return 0;
}

/* Of "label — help". */
static size_t label_bytes(const char *text)
{
	const char *end = strstr(text, " — ");

	return end ? (size_t)(end - text) : strlen(text);
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
	e->hint = l->grouped && e->here ? hint_place(v, a) : 0;
	e->keys = keys_of(l, a);
	words_of(l, a, &s);
	fold(s.s, label_bytes(s.s), &e->folded);
	e->label = e->folded.len;
	fold(s.s + label_bytes(s.s), s.len - label_bytes(s.s), &e->folded);
	str_addc(&e->folded, ' ');
	fold(a->action->name, strlen(a->action->name), &e->folded);
	e->text = str_take(&s);
	if (e->hint)
		e->group = _("first of all");
	for (int i = 0; i < CTX_N && !e->group; i++)
		if (a->action->contexts & (l->contexts | CTX_ALWAYS) & (1u << i))
			e->group = context_label(1u << i);
}

/* What the bottom line shows stands first, in its order. */
static void hints_first(struct list *l)
{
	struct entry *sorted = xcalloc((size_t)l->n + 1, sizeof *sorted);
	int n = 0;

	for (int hint = 1; hint <= HINTS; hint++)
		for (int i = 0; i < l->n; i++)
			if (l->entry[i].hint == hint)
				sorted[n++] = l->entry[i];
	for (int i = 0; i < l->n; i++)
		if (l->entry[i].hint < 1 || l->entry[i].hint > HINTS)
			sorted[n++] = l->entry[i];
	free(l->entry);
	l->entry = sorted;
	l->cap = l->n + 1;
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
	hints_first(l);
}

/* How near it comes, the nearest first: the label begins so, words of the label do, words stand anywhere. */
enum near { NEAR_BEGINS, NEAR_WORDS, NEAR_ANYWHERE, NEAR_N };

static bool begins_word(const struct entry *e, const char *word)
{
	for (const char *at = e->folded.s; (at = strstr(at, word)) && at < e->folded.s + e->label; at++)
		if (at == e->folded.s || at[-1] == ' ')
			return true;
	return false;
}

/* Each word of the query stands in it, so near at least. */
static bool has_words(const struct entry *e, const char *folded, enum near near)
{
	char word[64];

	folded += strspn(folded, " ");
	if (near == NEAR_BEGINS)
		return !strncmp(e->folded.s, folded, strlen(folded)) && strlen(folded) <= e->label;

	for (const char *s = folded + strspn(folded, " "); *s; s += strspn(s, " ")) {
		size_t n = strcspn(s, " ");

		if (n >= sizeof word)
			return false;
		memcpy(word, s, n);
		word[n] = '\0';
		if (near == NEAR_WORDS ? !begins_word(e, word) : !strstr(e->folded.s, word))
			return false;
		s += n;
	}
	return true;
}

/* As typed, and as it would have been on the keys of the usual layout. */
static enum near matches(const struct list *l, const struct entry *e, const char *query)
{
	enum near near = NEAR_BEGINS;

	struct str plain = STR_INIT, keys = STR_INIT, folded = STR_INIT;

	fold(query, strlen(query), &plain);
	keyboard_fold_text(conf_text(l->ui->conf, "keyboard"), query, strlen(query), &keys);
	fold(keys.s, keys.len, &folded);
	while (near < NEAR_N && !has_words(e, plain.s, near) && !has_words(e, folded.s, near))
		near++;
	if (str_eq(e->keys, query))
		near = NEAR_BEGINS;
	str_free(&plain);
	str_free(&keys);
	str_free(&folded);
	return near;
}

static bool listed(const struct list *l, const struct entry *e, bool here)
{
	if (l->grouped)
		return here && e->here && *e->keys;
	return e->here == here && !skip_in_palette(e->act.action->id);
}

/* Rows of one nearness, of one group or (NULL) of all. */
static int add_near(struct list *l, const char *query, const char *group, bool here, enum near near,
	struct picker_row *rows, int n, int max)
{
	for (int i = 0; i < l->n && n < max; i++) {
		const struct entry *e = &l->entry[i];

		if (!listed(l, e, here) || (group && !str_eq(e->group, group)) || matches(l, e, query) != near)
			continue;
		rows[n++] = (struct picker_row){
			.id = i + 1, .text = e->text, .detail = e->keys, .role = here ? C_POPUP : C_DIM
		};
	}
	return n;
}

/* The palette: the nearest first, and what cannot be done here last. */
static int find_all(struct list *l, const char *query, struct picker_row *rows, int max)
{
	int n = 0;

	for (int near = 0; near < NEAR_N; near++)
		n = add_near(l, query, NULL, true, near, rows, n, max);
	for (int near = 0; near < NEAR_N; near++)
		n = add_near(l, query, NULL, false, near, rows, n, max);
	return n;
}

static int add_group(struct list *l, const char *query, const char *group, struct picker_row *rows, int n, int max)
{
	int head = n;

	if (n + 1 >= max)
		return n;
	rows[n++] = (struct picker_row){ .text = group, .role = C_HEADER };
	for (int near = 0; near < NEAR_N; near++)
		n = add_near(l, query, group, true, near, rows, n, max);
	return n > head + 1 ? n : head;
}

static int find(void *ctx, const char *query, struct picker_row *rows, int max)
{
	struct list *l = ctx;
	int n = 0;

	if (!l->grouped)
		return find_all(l, query, rows, max);
	n = add_group(l, query, _("first of all"), rows, n, max);
	for (size_t i = 0; i < COUNT(help_order); i++)
		n = add_group(l, query, context_label(help_order[i]), rows, n, max);
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
