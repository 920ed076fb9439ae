/* show: a record by sections, what belongs to it, its history. */
#include <inttypes.h>

#include "base/i18n.h"
#include "base/layout.h"
#include "record/alike.h"
#include "record/journal.h"
#include "record/query.h"
#include "record/record.h"
#include "plain.h"
#include "show.h"
#include "table.h"

enum { SHOW_FORMAT };

#define LABEL_MAX 22   /* cells of the column of labels */
#define RELATED_ROWS 5 /* of each related list */
#define COUNT_CAP 1001
#define HISTORY_ROWS 10
#define NOTE_LINES 500

static void put_field(struct cli *c, const struct record *r, int slot, int width, struct str *out)
{
	const struct field *f = &r->model->fields[slot];
	struct text_line line[NOTE_LINES];
	struct str text = STR_INIT;
	int n, room = c->width - width - 4;
	struct value shown = record_shown(c->s, r, slot);

	value_show(c->s, r->model, slot, &shown, NULL, SHOW_LIST, &text);
	n = text_wrap(text.s, text.len, room < 20 ? 20 : room, line, NOTE_LINES);
	for (int i = 0; i < n && i < NOTE_LINES; i++) {
		char *part = xstrndup(text.s + line[i].from, line[i].to - line[i].from);

		str_add(out, "  ");
		put_cells(c, out, i ? "" : _(f->label), width);
		str_add(out, "  ");
		put_cells(c, out, part, -1);
		str_addc(out, '\n');
		free(part);
	}
	str_free(&text);
}

static void put_section(struct cli *c, const struct record *r, const char *label, const int *slots, struct str *out)
{
	int width = 0, n = 0;

	for (const int *slot = slots; *slot; slot++)
		if (record_shown(c->s, r, *slot).kind != VAL_NULL) {
			const char *text = _(r->model->fields[*slot].label);
			int w = text_width(text, strlen(text));

			width = w > width ? w : width;
			n++;
		}
	if (!n)
		return;
	str_addc(out, '\n');
	put_sgr(c, out, "1", label);
	str_addc(out, '\n');
	for (const int *slot = slots; *slot; slot++)
		if (record_shown(c->s, r, *slot).kind != VAL_NULL)
			put_field(c, r, *slot, width < LABEL_MAX ? width : LABEL_MAX, out);
}

/* A record type without sections shows what is not hidden. */
static void put_all(struct cli *c, const struct record *r, struct str *out)
{
	int *slots = xcalloc((size_t)r->model->n + 1, sizeof *slots), n = 0;

	for (int slot = SYS_N; slot < r->model->n; slot++)
		if (!(r->model->fields[slot].flags & F_HIDDEN))
			slots[n++] = slot;
	put_section(c, r, _(r->model->label), slots, out);
	free(slots);
}

static void put_title(struct cli *c, const struct record *r, struct str *out)
{
	char *title = record_title(c->s, r->model, r->id);
	struct str text = STR_INIT;

	put_cells(c, &text, title ? title : "", -1);
	put_sgr(c, out, "1", text.s);
	str_addf(out, "  %s %" PRId64 ", ", _(r->model->label), r->id);
	str_addf(out, _("version %" PRId64), rec_int(r, SYS_VERSION));
	if (rec_has(r, SYS_TRASHED_AT))
		str_addf(out, ", %s", _("in the trash"));
	else if (!rec_int(r, SYS_ACTIVE))
		str_addf(out, ", %s", _("archived"));
	str_addc(out, '\n');
	str_free(&text);
	free(title);
}

/* ---- what belongs to it ---- */

struct related {
	struct cli *c;
	const struct record *r;
	struct str *out;
	enum rc rc;
	struct err *err;
};

static void put_rows(struct related *rel, const struct model *from, const struct page *page, int64_t count)
{
	struct str head = STR_INIT;

	str_addf(&head, "%s %" PRId64 "%s", _(from->plural), count, count == COUNT_CAP ? "+" : "");
	str_addc(rel->out, '\n');
	put_sgr(rel->c, rel->out, "1", head.s);
	str_addc(rel->out, '\n');
	for (int i = 0; i < page->n; i++) {
		char *title = record_title(rel->c->s, from, page->row[i].id);

		str_addf(rel->out, "  %6" PRId64 "  ", page->row[i].id);
		put_cells(rel->c, rel->out, title ? title : "", -1);
		str_addc(rel->out, '\n');
		free(title);
	}
	str_free(&head);
}

static void one_related(void *ctx, const struct model *from, int slot)
{
	struct related *rel = ctx;
	bool any = from->fields[slot].type == FT_ANYREF;
	struct arena a = ARENA_INIT;
	struct value v = VALUE_INT(any ? REF_MAKE(rel->r->model->no, rel->r->id) : rel->r->id);
	struct query q = { .model = from, .scope = SCOPE_LIVE, .limit = RELATED_ROWS };
	struct page page;
	int64_t count = 0;

	if (rel->rc != RC_OK)
		return;
	q.where = criteria_is(&a, from, slot, &v);
	rel->rc = query_run(rel->c->s, &q, &page, rel->err);
	if (rel->rc == RC_OK && page.n) {
		rel->rc = query_count(rel->c->s, &q, COUNT_CAP, &count, rel->err);
		if (rel->rc == RC_OK)
			put_rows(rel, from, &page, count);
	}
	page_free(&page);
	arena_free(&a);
}

enum rc put_panel(struct cli *c, const struct record *r, const struct panel *panel, struct str *out, struct err *err)
{
	struct panel_lines lines;
	int width = 0;
	enum rc rc;

	panel_lines_init(&lines);
	rc = panel->lines(c->s, r, &lines, err);
	for (int i = 0; i < lines.n && rc == RC_OK; i++)
		if (lines.line[i].detail && text_width(lines.line[i].text, strlen(lines.line[i].text)) > width)
			width = text_width(lines.line[i].text, strlen(lines.line[i].text));
	if (rc == RC_OK && lines.n) {
		str_addc(out, '\n');
		put_sgr(c, out, "1", _(panel->label));
		str_addc(out, '\n');
	}
	for (int i = 0; i < lines.n && rc == RC_OK; i++) {
		str_add(out, "  ");
		put_cells(c, out, lines.line[i].text, lines.line[i].detail ? width : -1);
		str_add(out, lines.line[i].detail ? "  " : "");
		put_cells(c, out, lines.line[i].detail ? lines.line[i].detail : "", -1);
		str_addc(out, '\n');
	}
	panel_lines_free(&lines);
	return rc;
}

static enum rc put_history(struct cli *c, const struct record *r, struct str *out, struct err *err)
{
	struct journal_page page;
	struct str when = STR_INIT;
	int64_t last = 0;
	enum rc rc = journal_stream(c->s, REF_MAKE(r->model->no, r->id), 0, HISTORY_ROWS * 8, &page, err);
	int n = 0;

	if (rc != RC_OK)
		return rc;
	if (page.n) {
		str_addc(out, '\n');
		put_sgr(c, out, "1", _("History"));
		str_addc(out, '\n');
	}
	for (int i = 0; i < page.n && n < HISTORY_ROWS; i++) {
		if (page.row[i].step == last)
			continue;
		last = page.row[i].step;
		n++;
		str_clear(&when);
		instant_show(page.row[i].at, c->s->calendar, &when);
		str_addf(out, "  %s  ", when.s);
		put_cells(c, out, page.row[i].label, -1);
		str_add(out, page.row[i].undone ? _(" (undone)") : "");
		str_addc(out, '\n');
	}
	str_free(&when);
	journal_page_free(&page);
	return RC_OK;
}

enum rc show_text(struct cli *c, const struct model *m, int64_t id, struct str *out, struct err *err)
{
	struct arena a = ARENA_INIT;
	struct record *r;
	struct related rel = { .c = c, .out = out, .err = err };
	enum rc rc = record_load(c->s, m, id, &a, &r, err);

	if (rc == RC_OK) {
		put_title(c, r, out);
		for (const struct section *sec = m->sections; sec && sec->label; sec++)
			put_section(c, r, _(sec->label), sec->slots, out);
		if (!m->sections)
			put_all(c, r, out);
		if (rc == RC_OK && m->hooks.alike && alike_panel.count(c->s, r))
			rc = put_panel(c, r, &alike_panel, out, err);
		for (int i = 0; i < m->n_panels && rc == RC_OK; i++)
			rc = put_panel(c, r, &m->panels[i], out, err);
	}
	if (rc == RC_OK) {
		rel.r = r;
		registry_related(c->s->reg, m, one_related, &rel);
		rc = rel.rc == RC_OK ? put_history(c, r, out, err) : rel.rc;
	}
	arena_free(&a);
	return rc;
}

/* ---- for programs ---- */

static void json_ids(const struct field *f, const struct value *v, struct str *out)
{
	if (v->kind != VAL_SET) {
		str_addf(out, ",\n \"%s_id\":", f->name);
		if (v->kind == VAL_NULL)
			str_add(out, "null");
		else
			str_addf(out, "%" PRId64, field_kind(f) == FT_ANYREF ? REF_ID(v->i) : v->i);
		return;
	}
	str_addf(out, ",\n \"%s_id\":[", f->name);
	for (int i = 0; i < v->n; i++)
		str_addf(out, "%s%" PRId64, i ? "," : "", v->set[i]);
	str_addc(out, ']');
}

static void json_field(struct cli *c, const struct record *r, int slot, struct str *out)
{
	const struct field *f = &r->model->fields[slot];
	enum field_type kind = field_kind(f);

	str_addf(out, ",\n \"%s\":", f->name);
	value_json(c->s, r->model, slot, &r->val[slot], NULL, out);
	if (kind == FT_REF || kind == FT_REFS || kind == FT_ANYREF)
		json_ids(f, &r->val[slot], out);
}

enum rc show_json(struct cli *c, const struct model *m, int64_t id, struct str *out, struct err *err)
{
	struct arena a = ARENA_INIT;
	struct record *r;
	enum rc rc = record_load(c->s, m, id, &a, &r, err);

	if (rc == RC_OK) {
		str_addf(out, "{\"id\":%" PRId64, id);
		for (int slot = SYS_ID + 1; slot < m->n; slot++)
			if (m->fields[slot].type != FT_LINES && !(m->fields[slot].flags & F_CONCEALED))
				json_field(c, r, slot, out);
		str_add(out, "}\n");
	}
	arena_free(&a);
	return rc;
}

/* Two columns: as a spreadsheet of fields and values. */
static enum rc show_fields(struct cli *c, const struct model *m, int64_t id, enum format format, struct err *err)
{
	static const struct column columns[] = { { "field", N_("Field") }, { "value", N_("Value") } };
	struct arena a = ARENA_INIT;
	struct str text = STR_INIT;
	struct record *r;
	struct table t;
	enum rc rc = record_load(c->s, m, id, &a, &r, err);

	if (rc == RC_OK) {
		table_init(&t, columns, COUNT(columns));
		for (int slot = 0; slot < m->n; slot++) {
			if (m->fields[slot].flags & F_CONCEALED)
				continue;
			str_clear(&text);
			value_show(c->s, m, slot, &r->val[slot], NULL, SHOW_EXPORT, &text);
			table_add(&t, m->fields[slot].name);
			table_add(&t, text.s);
		}
		table_print(c, &t, format);
		table_free(&t);
	}
	str_free(&text);
	arena_free(&a);
	return rc;
}

enum rc cmd_show(struct cli *c, const struct args *a, struct err *err)
{
	enum format format = (enum format)args_choice(a, SHOW_FORMAT, FORMAT_TABLE);
	struct str out = STR_INIT;
	struct target t;
	int64_t id = 0;
	enum rc rc = session_need(c, err);

	if (rc == RC_OK)
		rc = target_find(c, a->word[0], &t, err);
	if (rc == RC_OK)
		rc = target_id(c, t.model, a->word[1], &id, err);
	if (rc == RC_OK && c->plain && !args_own(a))
		return plain_show(c, t.model, id, err);
	if (rc == RC_OK && (format == FORMAT_CSV || format == FORMAT_TSV))
		rc = show_fields(c, t.model, id, format, err);
	else if (rc == RC_OK)
		rc = format == FORMAT_JSON ? show_json(c, t.model, id, &out, err)
					   : show_text(c, t.model, id, &out, err);
	if (rc == RC_OK)
		print_str(&out);
	str_free(&out);
	return rc;
}
