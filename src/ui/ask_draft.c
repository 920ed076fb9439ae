/* What was typed into the box of a new record and not saved: kept as the draft of its form, and brought back. */
#include "ask_private.h"

#include "base/i18n.h"
#include "record/draft.h"

static bool keeps(const struct ask_view *k)
{
	return k->ask.accept_new && k->ask.model && !k->others;
}

static void add_line(const char *name, const char *text, struct str *out)
{
	str_addf(out, "%s\t", name);
	for (; *text; text++) {
		if (*text == '\n' || *text == '\\')
			str_addc(out, '\\');
		str_addc(out, *text == '\n' ? 'n' : *text);
	}
	str_addc(out, '\n');
}

bool ask_draft(struct ask_view *k, struct ui *ui)
{
	struct str body = STR_INIT;
	struct err err = ERR_INIT;
	bool any;

	for (int i = 0; keeps(k) && i < k->n; i++)
		if (!k->field[i].pristine && *input_text(&k->field[i].in))
			add_line(ask_row(k, i)->name, input_text(&k->field[i].in), &body);
	any = body.len > 0;
	if (any && draft_save(ui->session, k->model->name, 0, 0, body.s, NULL, &err) != RC_OK) {
		ui_error(ui, &err);
		any = false;
	}
	str_free(&body);
	return any;
}

void ask_draft_drop(struct ask_view *k, struct ui *ui)
{
	if (keeps(k))
		draft_drop(ui->session, k->model->name, 0, NULL);
}

static int field_named(const struct ask_view *k, const char *name, size_t n)
{
	for (int i = 0; i < k->n; i++)
		if (strlen(ask_row(k, i)->name) == n && !strncmp(ask_row(k, i)->name, name, n))
			return i;
	return -1;
}

static void take_line(struct ask_field *f, const char *text, size_t n)
{
	struct str s = STR_INIT;

	for (size_t i = 0; i < n; i++) {
		bool escaped = text[i] == '\\' && i + 1 < n;

		i += escaped;
		str_addc(&s, escaped && text[i] == 'n' ? '\n' : text[i]);
	}
	input_set(&f->in, s.s);
	f->pristine = false;
	f->taken = NULL;
	str_free(&s);
}

/* Each "name TAB text" of the draft; false: a field is not among those of the box. take: into the fields. */
static bool read_lines(struct ask_view *k, const char *body, bool take)
{
	bool all = true;

	for (const char *p = body; *p;) {
		size_t n = strcspn(p, "\n"), name = strcspn(p, "\t\n");
		int i = field_named(k, p, name);

		if (i < 0)
			all = false;
		else if (take && name < n)
			take_line(&k->field[i], p + name + 1, n - name - 1);
		p += n + (p[n] == '\n');
	}
	return all;
}

void ask_draft_load(struct ask_view *k, struct ui *ui)
{
	struct str body = STR_INIT;

	if (keeps(k) && draft_load(ui->session, k->model->name, 0, &body, NULL, NULL, NULL) == RC_OK) {
		k->others = !read_lines(k, body.s, false);
		if (!k->others && body.len) {
			read_lines(k, body.s, true);
			ui_message(ui, "%s", _("what was typed before is back: Ctrl-R drops it"));
		}
	}
	str_free(&body);
}
