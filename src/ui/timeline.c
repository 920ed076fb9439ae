#include "ui/timeline.h"

#include "base/i18n.h"
#include "record/record.h"
#include "record/session.h"

#define PAGE 200
#define INDENT 4
#define WHO 14 /* cells of a person's name */

void timeline_init(struct timeline *t, enum timeline_face face)
{
	*t = (struct timeline){ .face = face };
}

static void entry_free(struct timeline_entry *e)
{
	for (int i = 0; i < e->n_lines; i++)
		free(e->line[i]);
	free(e->line);
	free(e->who);
	free(e->label);
}

void timeline_free(struct timeline *t)
{
	for (int i = 0; i < t->n; i++)
		entry_free(&t->entry[i]);
	free(t->entry);
	timeline_init(t, t->face);
}

/* ---- reading ---- */

static void add_line(struct timeline_entry *e, char *line)
{
	GROW(e->line, e->n_lines, e->cap_lines);
	e->line[e->n_lines++] = line;
}

/* One member of a set stands alone in the journal; shown as the set of it. */
static void show(struct session *s, const struct journal_row *r, const struct value *v, struct str *out)
{
	struct arena a = ARENA_INIT;
	struct value one = *v;

	if (v->kind == VAL_NULL) {
		str_add(out, glyph_text(GL_DASH));
		return;
	}
	if (field_types[r->model->fields[r->slot].type].set && v->kind == VAL_INT)
		one = value_set(&v->i, 1, &a);
	value_show(s, r->model, r->slot, &one, NULL, SHOW_LIST, out);
	arena_free(&a);
}

static char *line_of(struct session *s, const struct journal_row *r)
{
	const struct field *f = &r->model->fields[r->slot];
	struct str out = STR_INIT;

	if (r->slot == SYS_TRASHED_AT)
		return xstrdup(r->now.kind == VAL_NULL ? _("out of the trash") : _("to the trash"));
	str_addf(&out, "%s: ", _(f->label));
	if (field_types[f->type].set) {
		str_add(&out, r->now.kind == VAL_NULL ? "- " : "+ ");
		show(s, r, r->now.kind == VAL_NULL ? &r->old : &r->now, &out);
	} else {
		if (r->old.kind != VAL_NULL) {
			show(s, r, &r->old, &out);
			str_add(&out, glyph_is_ascii() ? " -> " : " → ");
		}
		show(s, r, &r->now, &out);
	}
	return str_take(&out);
}

/* What was written about the record in a record of its own: "Note: wants the room ready before spring". */
static char *made_line(struct session *s, const struct journal_row *r)
{
	struct arena a = ARENA_INIT;
	struct record *made;
	struct str out = STR_INIT;
	char *title;

	str_addf(&out, "%s: ", _(r->model->label));
	if (record_load(s, r->model, REF_ID(r->ref), &a, &made, NULL) == RC_OK)
		for (int slot = SYS_N; slot < r->model->n; slot++)
			if (r->model->fields[slot].type == FT_NOTE && rec_has(made, slot)) {
				str_add(&out, rec_text(made, slot));
				arena_free(&a);
				return str_take(&out);
			}
	arena_free(&a);
	title = record_title(s, r->model, REF_ID(r->ref));
	str_add(&out, title ? title : glyph_text(GL_DASH));
	free(title);
	return str_take(&out);
}

static bool is_shown(const struct timeline *t, const struct journal_row *r)
{
	unsigned unseen = F_HIDDEN | (t->face == TIMELINE_RECORD ? 0 : F_READONLY);

	return r->slot >= 0 && (r->slot == SYS_TRASHED_AT || r->slot >= SYS_N) &&
	       !(r->model->fields[r->slot].flags & unseen);
}

/* A text that the step wrote into two places ("done: he agreed" as a note too) is told once. */
static bool told(const struct timeline_entry *e, const struct journal_row *r)
{
	if (r->now.kind != VAL_TEXT || r->model->fields[r->slot].type != FT_NOTE)
		return false;
	for (int i = 0; i < e->n_lines; i++)
		if (strstr(e->line[i], r->now.s))
			return true;
	return false;
}

static void take_row(struct timeline *t, struct timeline_entry *e, struct session *s, const struct journal_row *r, int64_t ref)
{
	if (r->slot < 0 && r->ref != ref && t->face != TIMELINE_ALL)
		add_line(e, made_line(s, r));
	else if (t->face != TIMELINE_ALL && is_shown(t, r) && !told(e, r))
		add_line(e, line_of(s, r));
}

/* Where everybody's steps are listed the label says of what it is, unless it does already. */
static void add_title(struct timeline_entry *e, struct session *s, const struct journal_row *r)
{
	char *title = record_title(s, r->model, REF_ID(r->ref)), *both;

	if (title && !strstr(e->label, title)) {
		both = xasprintf("%s · %s", e->label, title);
		free(e->label);
		e->label = both;
	}
	free(title);
}

static struct timeline_entry *entry_of(struct timeline *t, struct session *s, const struct journal_row *r)
{
	const struct model *people = registry_find(s->reg, registry_office(s->reg)->user_model);
	struct timeline_entry *e;

	if (t->n && t->entry[t->n - 1].step == r->step)
		return &t->entry[t->n - 1];
	GROW(t->entry, t->n, t->cap);
	e = &t->entry[t->n++];
	*e = (struct timeline_entry){ .step = r->step, .at = r->at, .ref = r->ref, .undone = r->undone };
	e->who = people && r->user ? record_title(s, people, r->user) : NULL;
	if (!e->who)
		e->who = xstrdup(_("the program"));
	e->label = xstrdup(r->label);
	if (t->face == TIMELINE_ALL || t->face == TIMELINE_MINE)
		add_title(e, s, r);
	return e;
}

/* Once, between what is new and what was there before: an entry of no record. */
static void add_line_here(struct timeline *t)
{
	struct timeline_entry *e;

	for (int i = 0; i < t->n; i++)
		if (!t->entry[i].at)
			return;
	GROW(t->entry, t->n, t->cap);
	e = &t->entry[t->n++];
	*e = (struct timeline_entry){ .step = -1, .who = xstrdup("") };
	e->label = xstrdup(t->n == 1 ? _("nothing new: you saw all of these") : _("you were here; seen before:"));
}

static enum rc read_face(struct timeline *t, struct session *s, int64_t ref, int64_t before, struct journal_page *page,
	struct err *err)
{
	switch (t->face) {
	case TIMELINE_STREAM: return journal_stream(s, ref, before, PAGE, page, err);
	case TIMELINE_ALL: return journal_steps(s, before, PAGE, page, err);
	case TIMELINE_MINE: return journal_mine(s, 0, PAGE * 5, page, err); /* all at once, as far as it goes */
	default: return journal_read(s, ref, before, PAGE, page, err);
	}
}

static enum rc read_page(struct timeline *t, struct session *s, int64_t ref, struct err *err)
{
	bool of_one = t->face == TIMELINE_RECORD || t->face == TIMELINE_STREAM;
	struct journal_page page;
	int n;
	enum rc rc = read_face(t, s, ref, t->n ? t->entry[t->n - 1].step : 0, &page, err);

	if (rc != RC_OK)
		return rc;
	t->calendar = s->calendar;
	n = page.n;
	t->more = n == PAGE && t->face != TIMELINE_MINE;
	if (t->more && of_one) /* the last step may go on in the next page: it is read whole there */
		while (n > 1 && page.row[n - 1].step == page.row[page.n - 1].step &&
			page.row[0].step != page.row[n - 1].step)
			n--;
	for (int i = 0; i < n; i++) {
		if (t->face == TIMELINE_MINE && page.row[i].step <= ref)
			add_line_here(t);
		take_row(t, entry_of(t, s, &page.row[i]), s, &page.row[i], ref);
	}
	journal_page_free(&page);
	return RC_OK;
}

enum rc timeline_load(struct timeline *t, struct session *s, int64_t ref, struct err *err)
{
	struct timeline fresh;
	const struct timeline_entry *was = timeline_at(t);
	enum rc rc;

	timeline_init(&fresh, t->face);
	rc = read_page(&fresh, s, ref, err);
	if (rc != RC_OK)
		return rc;
	fresh.pick.top = t->pick.top;
	for (int i = 0; was && i < fresh.n; i++)
		if (fresh.entry[i].step == was->step)
			fresh.pick.sel = i;
	timeline_free(t);
	*t = fresh;
	return RC_OK;
}

enum rc timeline_more(struct timeline *t, struct session *s, int64_t ref, struct err *err)
{
	if (!t->more || t->pick.sel < t->n - 20)
		return RC_OK;
	return read_page(t, s, ref, err);
}

const struct timeline_entry *timeline_at(const struct timeline *t)
{
	return t->pick.sel >= 0 && t->pick.sel < t->n ? &t->entry[t->pick.sel] : NULL;
}

/* ---- drawing ---- */

static int lines_before(const struct timeline *t, int entry)
{
	int n = 0;

	for (int i = 0; i < entry && i < t->n; i++)
		n += 1 + t->entry[i].n_lines;
	return n;
}

/* The selected entry is seen: whole where it fits, its heading in any case. */
static void scroll(struct timeline *t, int h)
{
	int all = lines_before(t, t->n), from, to;

	if (t->pick.sel >= t->n)
		t->pick.sel = t->n - 1;
	if (t->pick.sel < 0)
		t->pick.sel = 0;
	from = lines_before(t, t->pick.sel);
	to = lines_before(t, t->pick.sel + 1);
	if (to - t->pick.top > h)
		t->pick.top = to - h;
	if (from < t->pick.top)
		t->pick.top = from;
	if (t->pick.top > all - h)
		t->pick.top = all - h;
	if (t->pick.top < 0)
		t->pick.top = 0;
}

static void draw_head(
	const struct timeline *t, const struct timeline_entry *e, struct canvas *c, struct rect r, bool selected)
{
	unsigned role = selected ? C_SELECTED : e->undone ? C_DIM : C_TEXT;
	struct str when = STR_INIT, what = STR_INIT;
	int w;

	if (!e->at) { /* a line between entries */
		canvas_text(c, r.x + 1, r.y, r.w - 1, selected ? C_SELECTED : C_DIM, e->label);
		return;
	}
	instant_show(e->at, t->calendar, &when);
	str_addf(&what, e->undone ? _("%s (undone)") : "%s", e->label);
	canvas_text(c, r.x, r.y, r.w, role, "");
	w = canvas_put(c, r.x + 1, r.y, r.w - 1, selected ? C_SELECTED : C_DIM, when.s) + 2;
	if (w + WHO + 2 < r.w)
		canvas_text(c, r.x + w, r.y, WHO, selected ? C_SELECTED : C_LABEL, e->who);
	w += WHO + 2;
	if (w < r.w)
		canvas_sentence(c, r.x + w, r.y, r.w - w, role, what.s);
	str_free(&when);
	str_free(&what);
}

void timeline_draw(struct timeline *t, struct canvas *c, struct rect r, bool focus, int hit_kind)
{
	int line = 0;

	if (t->n == 0 && r.h > 0)
		canvas_text(c, r.x + 1, r.y, r.w - 1, C_DIM, t->face == TIMELINE_MINE ? _("nobody else touched what is yours yet") : _("nothing has happened here yet"));
	scroll(t, r.h);
	canvas_clip(c, r);
	for (int i = 0; i < t->n && line - t->pick.top < r.h; i++) {
		const struct timeline_entry *e = &t->entry[i];
		int y = r.y + line - t->pick.top;

		line += 1 + e->n_lines;
		if (line <= t->pick.top)
			continue;
		if (y >= r.y)
			draw_head(t, e, c, (struct rect){ r.x, y, r.w, 1 }, focus && i == t->pick.sel);
		for (int k = 0; k < e->n_lines; k++)
			if (y + 1 + k >= r.y)
				canvas_text(c, r.x + INDENT, y + 1 + k, r.w - INDENT, e->undone ? C_DIM : C_VALUE,
					e->line[k]);
		canvas_hit(c, (struct rect){ r.x, y, r.w, 1 + e->n_lines }, hit_kind, i);
		if (focus && i == t->pick.sel)
			canvas_cursor(c, r.x, y >= r.y ? y : r.y);
	}
	canvas_unclip(c);
	scroll_draw(c, r.x + r.w - 1, r.y, r.h, lines_before(t, t->n), t->pick.top);
}

/* ---- keys ---- */

/* About as many entries as fill the page. */
static int page_step(const struct timeline *t, int h)
{
	int all = lines_before(t, t->n), n = all ? t->n * h / all : 1;

	return n > 1 ? n : 1;
}

unsigned timeline_act(struct timeline *t, const struct act *a, int h)
{
	int was = t->pick.sel;

	switch (a->action->id) {
	case ACT_UP: t->pick.sel--; break;
	case ACT_DOWN: t->pick.sel++; break;
	case ACT_PAGE_UP: t->pick.sel -= page_step(t, h); break;
	case ACT_PAGE_DOWN: t->pick.sel += page_step(t, h); break;
	case ACT_TOP: t->pick.sel = 0; break;
	case ACT_BOTTOM: t->pick.sel = t->n - 1; break;
	default: return DID_NOT;
	}
	scroll(t, h);
	return t->pick.sel == was ? DID_NOTHING : DID;
}

unsigned timeline_wheel(struct timeline *t, const struct click *c, int h)
{
	if (c->what != CLICK_WHEEL_UP && c->what != CLICK_WHEEL_DOWN)
		return DID_NOT;
	t->pick.sel += c->what == CLICK_WHEEL_UP ? -1 : 1;
	scroll(t, h);
	return DID;
}
