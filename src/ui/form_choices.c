/* Completion: what may stand in a field, as one types. */
#include <stdio.h>

#include "base/fold.h"
#include "base/i18n.h"
#include "form.h"

void form_choices_close(struct form *f)
{
	for (int i = 0; i < f->n_choices; i++)
		free(f->choice_text[i]);
	f->n_choices = 0;
	f->choosing = false;
	f->choice_create = false;
}

bool form_field_has_choices(const struct form *f, int slot)
{
	const struct field *fd = &f->model->fields[slot];

	switch (fd->type) {
	case FT_CHOICE:
	case FT_CHOICES:
	case FT_REF:
	case FT_REFS:
	case FT_BOOL: return true;
	default: return fd->suggest != NULL;
	}
}

static bool many(const struct field *fd)
{
	return fd->type == FT_REFS || fd->type == FT_CHOICES;
}

/* The part of the text that is being typed: all of it, or what follows the last comma. */
static const char *query_of(const struct form *f, const struct field *fd)
{
	const char *text = input_text(&f->input), *comma = many(fd) ? strrchr(text, ',') : NULL;

	text = comma ? comma + 1 : text;
	while (*text == ' ')
		text++;
	return text;
}

static void add(struct form *f, int64_t id, const char *text)
{
	if (f->n_choices == FORM_CHOICES)
		return;
	f->choice_text[f->n_choices] = xstrdup(text);
	f->choice[f->n_choices] = (struct picker_row){ .id = id, .text = f->choice_text[f->n_choices] };
	f->n_choices++;
}

static bool matches(const char *text, const char *folded)
{
	struct str key = STR_INIT;
	bool yes;

	fold(text, strlen(text), &key);
	yes = strstr(key.s, folded) != NULL;
	str_free(&key);
	return yes;
}

static void find_words(struct form *f, const struct field *fd, const char *folded)
{
	const char *const *word;
	int n = 0;

	for (const struct choice *c = fd->choice; c && c->name; c++)
		if (matches(_(c->label), folded) || matches(c->name, folded))
			add(f, c->no, _(c->label));
	if (fd->type == FT_BOOL) {
		add(f, 1, _("yes"));
		add(f, 0, _("no"));
	}
	word = fd->suggest ? fd->suggest(f->ui->session, f->rec, &n) : NULL;
	for (int i = 0; i < n; i++)
		if (matches(word[i], folded))
			add(f, i, word[i]);
}

/* All records of a short table; else those that the search finds. */
static void find_records(struct form *f, const struct model *to, const char *query)
{
	struct search_hits hits;
	struct query q = { .model = to, .limit = FORM_CHOICES };
	struct path title = { .n = 1, .slot = { to->title }, .model = { to } };
	struct page page;

	if (*query && !(to->flags & M_SMALL)) {
		if (search_run(f->ui->session, to, query, 20, &hits, NULL) != RC_OK)
			return;
		for (int i = 0; i < hits.n; i++)
			add(f, REF_ID(hits.hit[i].ref), hits.hit[i].title);
		search_hits_free(&hits);
		return;
	}
	q.columns = &title;
	q.n_columns = 1;
	if (query_run(f->ui->session, &q, &page, NULL) != RC_OK)
		return;
	for (int i = 0; i < page.n; i++) {
		struct str folded = STR_INIT;

		fold(query, strlen(query), &folded);
		if (page.row[i].val[0].kind == VAL_TEXT && matches(page.row[i].val[0].s, folded.s))
			add(f, page.row[i].id, page.row[i].val[0].s);
		str_free(&folded);
	}
	page_free(&page);
}

static bool offers_creation(const struct form *f, const struct field *fd, const char *query)
{
	if (!(fd->flags & F_CREATE_REF) || !*query || f->n_choices == FORM_CHOICES)
		return false;
	for (int i = 0; i < f->n_choices; i++)
		if (fold_eq(f->choice[i].text, query))
			return false;
	return true;
}

void form_choices_find(struct form *f, bool all)
{
	const struct field *fd = form_field(f);
	const char *query = fd && !all ? query_of(f, fd) : "";
	struct str folded = STR_INIT;

	form_choices_close(f);
	if (!fd || !form_field_has_choices(f, f->row[f->focus].slot) || (!all && !*query))
		return;
	fold(query, strlen(query), &folded);
	if (fd->type == FT_REF || fd->type == FT_REFS)
		find_records(f, registry_find(f->ui->session->reg, fd->ref), query);
	else
		find_words(f, fd, folded.s);
	if (offers_creation(f, fd, query)) {
		char line[300];

		snprintf(line, sizeof line, _("create \"%.200s\""), query);
		add(f, 0, line);
		f->choice_create = true;
	}
	f->choosing = f->n_choices > 0;
	f->choice_sel = 0;
	str_free(&folded);
}

/* In a set the choice replaces what follows the last comma, and a comma invites the next one. */
static void take_into_set(struct form *f, const char *name)
{
	const char *text = input_text(&f->input), *comma = strrchr(text, ',');
	struct str out = STR_INIT;

	if (comma)
		str_addn(&out, text, (size_t)(comma - text) + 1);
	str_addf(&out, strchr(name, ',') ? "%s\"%s\", " : "%s%s, ", comma ? " " : "", name);
	input_set(&f->input, out.s);
	str_free(&out);
}

bool form_choices_take(struct form *f)
{
	const struct field *fd = form_field(f);
	int slot = f->row[f->focus].slot;
	const struct picker_row *row;
	struct value v;

	if (!f->choosing || f->choice_sel >= f->n_choices)
		return false;
	row = &f->choice[f->choice_sel];
	if (f->choice_create && f->choice_sel == f->n_choices - 1) {
		form_choices_close(f); /* the text is the name: saving makes it */
		return true;
	}
	if (many(fd)) {
		take_into_set(f, row->text);
	} else {
		input_set(&f->input, row->text);
		v = VALUE_INT(row->id);
		if (fd->type == FT_REF || fd->type == FT_CHOICE || fd->type == FT_BOOL) {
			form_cell_set(f, slot, row->text, &v);
			if (!f->cell[slot].text) { /* it is what was stored: nothing to keep */
				struct str was = STR_INIT;

				form_show(f, slot, SHOW_EDIT, &was);
				input_set(&f->input, was.s);
				str_free(&was);
			}
		}
	}
	form_choices_close(f);
	return true;
}
