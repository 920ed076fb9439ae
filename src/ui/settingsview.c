/* The settings of the office and one's own: what each means, what it is now, and Enter to change it. A change is
 * journalled like any other, so that u takes it back. */
#include "base/i18n.h"
#include "desk.h"
#include "found.h"
#include "record/session.h"
#include "ui/widget.h"

struct settings {
	struct session *s;
	struct arena words; /* of the rows shown */
};

/* What the program keeps for itself is no question for a person. */
static bool is_memory(const struct setting_key *k)
{
	static const char *const own[] = { "list.columns", "import.recent", "import.begun", "tour", "badge" };

	for (size_t i = 0; i < COUNT(own); i++)
		if (str_eq(k->key, own[i]))
			return true;
	return false;
}

static int find(void *ctx, const char *query, struct picker_row *rows, int max)
{
	struct settings *p = ctx;
	const struct setting_key *k;
	int n = 0;

	arena_reset(&p->words);
	for (int i = 0; (k = setting_key_at(p->s, i)) && n < max; i++) {
		char *value, *text;

		if (is_memory(k) || !(text_has(k->key, query) || text_has(_(k->help), query)))
			continue;
		value = setting_get(p->s, k->key);
		text = xasprintf("%s = %s", k->key, value && *value ? value : glyph_text(GL_DASH));
		rows[n++] =
			(struct picker_row){ .id = i + 1, .text = arena_strdup(&p->words, text), .detail = _(k->help) };
		free(text);
		free(value);
	}
	return n;
}

static enum rc accept(struct ui *ui, void *ctx, const char *text, struct err *err)
{
	const struct setting_key *k = ctx;
	enum rc rc = setting_set(ui->session, k->key, text, err);

	if (rc == RC_OK) {
		ui_message(ui, _("%s is %s now — u undoes"), k->key, *text ? text : glyph_text(GL_DASH));
		ui_stale(ui);
	}
	return rc;
}

static void choose(struct ui *ui, void *ctx, const struct picker_row *row)
{
	static const struct prompt_ops ops = { .accept = accept };
	const struct setting_key *k = setting_key_at(ui->session, (int)row->id - 1);
	char *value = setting_get(ui->session, k->key);
	struct err err = ERR_INIT;

	(void)ctx;
	/* the table of keys outlives every view */
	if (prompt_open(ui, k->key, value ? value : "", &ops, (void *)(uintptr_t)k, &err) != RC_OK)
		ui_error(ui, &err);
	else
		ui_message(ui, "%s", _(k->help));
	free(value);
}

static void drop(void *ctx)
{
	struct settings *p = ctx;

	arena_free(&p->words);
	free(p);
}

enum rc settings_open(struct ui *ui, const char *arg, struct err *err)
{
	static const struct picker_ops ops = { .find = find, .choose = choose, .close = drop };
	struct settings *p = xcalloc(1, sizeof *p);

	(void)arg;
	p->s = ui->session;
	return picker_open(ui, &(struct picker){ .title = _("settings"), .width = 110, .height = 24 }, &ops, p, err);
}
