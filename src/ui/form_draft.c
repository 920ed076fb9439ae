/* The draft of a form: what is typed and not saved, each field with what it was typed over, so that what others did to the record
 * meanwhile is not written over. */
#include <inttypes.h>
#include <stdio.h>

#include "base/i18n.h"
#include "form.h"
#include "record/draft.h"

/* ---- as text: one line a field: name, tab, what is typed, tab, what stood there ---- */

static void escape(const char *s, struct str *out)
{
	for (; *s; s++)
		if (*s == '\n')
			str_add(out, "\\n");
		else if (*s == '\t')
			str_add(out, "\\t");
		else if (*s == '\\')
			str_add(out, "\\\\");
		else
			str_addc(out, *s);
}

static void unescape(const char *s, size_t n, struct str *out)
{
	for (size_t i = 0; i < n; i++)
		if (s[i] == '\\' && i + 1 < n)
			i++, str_addc(out, s[i] == 'n' ? '\n' : s[i] == 't' ? '\t' : s[i]);
		else
			str_addc(out, s[i]);
}

/* "-" nothing, "i5" a number, "m5,7" members, "=text". */
static void put_value(const struct value *v, struct str *out)
{
	switch (v->kind) {
	case VAL_NULL: str_addc(out, '-'); break;
	case VAL_INT: str_addf(out, "i%" PRId64, v->i); break;
	case VAL_SET:
		for (int i = 0; i < v->n; i++)
			str_addf(out, "%c%" PRId64, i ? ',' : 'm', v->set[i]);
		break;
	default:
		str_addc(out, '=');
		escape(v->s, out);
	}
}

static struct value get_members(const char *s, struct arena *a)
{
	int64_t id[500];
	int n = 0;

	for (char *end; *s && n < (int)COUNT(id); s = *end ? end + 1 : end) {
		id[n++] = strtoll(s, &end, 10);
		if (end == s)
			break;
	}
	return value_set(id, n, a);
}

/* A file of the person's may say anything: what is no value counts as nothing, and then it is asked about. */
static struct value get_value(const char *s, size_t n, struct arena *a)
{
	struct str text = STR_INIT;
	struct value v = VALUE_NULL;

	unescape(s, n, &text);
	if (*text.s == 'i')
		v = VALUE_INT(strtoll(text.s + 1, NULL, 10));
	else if (*text.s == 'm')
		v = get_members(text.s + 1, a);
	else if (*text.s == '=')
		v = value_text(text.s + 1);
	v = value_copy(&v, a);
	str_free(&text);
	return v;
}

/* ---- keeping ---- */

void form_draft_told(struct form *f, enum draft_place place)
{
	if (place == f->draft_place)
		return;
	f->draft_place = place;
	if (place == DRAFT_NOWHERE)
		ui_banner(f->ui, C_ERROR, _("NOT SAVED: the draft could not be kept"));
	else if (place == DRAFT_IN_FILE)
		ui_banner(f->ui, C_WARN, _("NOT SAVED YET: what is typed is kept in a file of yours, and comes back with the form"));
	else
		ui_banner(f->ui, C_WARN, NULL);
}

static void put_line(struct form *f, int slot, const char *text, const struct value *seen, struct str *body)
{
	str_addf(body, "%s\t", f->model->fields[slot].name);
	escape(text, body);
	str_addc(body, '\t');
	put_value(seen, body);
	str_addc(body, '\n');
}

static void put_fields(struct form *f, struct str *body)
{
	for (int slot = SYS_N; slot < f->n_cells; slot++) {
		const struct form_cell *c = &f->cell[slot];

		if (f->typing && f->row[f->focus].slot == slot && (c->text || form_typed(f)))
			put_line(f, slot, input_text(&f->input), c->text ? &c->seen : &f->began_val, body);
		else if (c->text)
			put_line(f, slot, c->text, &c->seen, body);
	}
}

bool form_draft(struct form *f)
{
	struct str body = STR_INIT;
	bool in_file = false, any;

	put_fields(f, &body);
	any = body.len > 0;
	if (!any && f->draft_kept) /* typed back to what is stored */
		draft_drop(f->ui->session, f->model->name, f->id, NULL);
	if (any) {
		any = draft_save(f->ui->session, f->model->name, f->id, f->id ? rec_int(f->rec, SYS_VERSION) : 0, body.s,
			      &in_file, NULL) == RC_OK;
		form_draft_told(f, !any ? DRAFT_NOWHERE : in_file ? DRAFT_IN_FILE : DRAFT_SAFE);
	}
	f->draft_kept = any;
	str_free(&body);
	return any;
}

/* ---- bringing it back ---- */

static void take_line(struct form *f, const char *line, size_t n)
{
	const char *tab = memchr(line, '\t', n), *end = line + n, *tab2 = tab ? memchr(tab + 1, '\t', (size_t)(end - tab - 1)) : NULL;
	struct str text = STR_INIT;
	char *name;
	int slot;

	if (!tab)
		return;
	name = xstrndup(line, (size_t)(tab - line));
	slot = model_slot(f->model, name);
	unescape(tab + 1, (size_t)((tab2 ? tab2 : end) - tab - 1), &text);
	if (slot >= SYS_N) {
		form_cell_set(f, slot, text.s, NULL);
		if (f->cell[slot].text && tab2)
			f->cell[slot].seen = get_value(tab2 + 1, (size_t)(end - tab2 - 1), &f->picked);
	}
	str_free(&text);
	free(name);
}

void form_draft_load(struct form *f)
{
	struct str body = STR_INIT, when = STR_INIT;
	int64_t at, version;

	if (draft_load(f->ui->session, f->model->name, f->id, &body, &version, &at, NULL) == RC_OK) {
		for (const char *p = body.s; *p;) {
			size_t n = strcspn(p, "\n");

			take_line(f, p, n);
			p += n + (p[n] == '\n');
		}
		instant_show(at, f->ui->session->calendar, &when);
		ui_message(f->ui, _("your draft of %s is back: Ctrl-S saves it, u drops it"), when.s);
		f->draft_kept = true;
		if (f->id && version != rec_int(f->rec, SYS_VERSION))
			form_conflict_open(f, false);
	}
	str_free(&when);
	str_free(&body);
}
