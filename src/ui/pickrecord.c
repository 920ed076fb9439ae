/* Pick one record: what changed last first, then what is typed; "create 'NAME'" where that may be. Ctrl-F is the same
 * over all types. */
#include "base/i18n.h"
#include "desk.h"
#include "found.h"
#include "ui/records.h"
#include "ui/widget.h"

#define ROWS 200

struct pick_record {
	struct session *s;
	const struct model *m; /* NULL: any */
	picked_fn *done;
	void (*drop)(void *ctx);
	void *ctx;
	char *query; /* what find looked for last */
	struct found found[ROWS];
	struct arena arena;
};

static int find(void *ctx, const char *query, struct picker_row *rows, int max)
{
	struct pick_record *p = ctx;
	int limit = p->m && p->m->flags & M_SMALL ? ROWS : 50, n;

	arena_reset(&p->arena);
	n = found_records(p->s, p->m, query, &p->arena, p->found, limit < max ? limit : max);
	for (int i = 0; i < n; i++)
		rows[i] = (struct picker_row){ .id = p->found[i].create ? 0 : REF_MAKE(p->found[i].model->no, p->found[i].id),
			.text = p->found[i].text,
			.detail = p->found[i].detail,
			.role = p->found[i].create ? C_GOOD : C_POPUP };
	if (!p->m) {
		free(p->query);
		p->query = xstrdup(query);
	}
	return n;
}

static void chosen(struct ui *ui, void *ctx, const struct picker_row *row)
{
	struct pick_record *p = ctx;

	p->done(ui, p->ctx, REF_ID(row->id), NULL);
}

static void create(struct ui *ui, void *ctx, const char *name)
{
	struct pick_record *p = ctx;

	p->done(ui, p->ctx, 0, name);
}

static void close_pick(void *ctx)
{
	struct pick_record *p = ctx;

	if (p->drop)
		p->drop(p->ctx);
	arena_free(&p->arena);
	free(p->query);
	free(p);
}

enum rc record_pick(struct ui *ui, const struct model *m, const char *title, const char *query, bool can_create,
	picked_fn *done, void (*drop)(void *ctx), void *ctx, struct err *err)
{
	static const struct picker_ops pick_ops = { .find = find, .choose = chosen, .close = close_pick };
	static const struct picker_ops create_ops = {
		.find = find, .choose = chosen, .create = create, .close = close_pick
	};
	struct pick_record *p = xcalloc(1, sizeof *p);
	struct picker look = { .title = title ? title : _(m->label), .query = query };

	*p = (struct pick_record){ .s = ui->session, .m = m, .done = done, .drop = drop, .ctx = ctx };
	return picker_open(ui, &look, can_create ? &create_ops : &pick_ops, p, err);
}

static void open_record(struct ui *ui, const struct pick_record *p, const struct picker_row *row)
{
	const struct model *m = registry_no(p->s->reg, REF_MODEL(row->id));
	struct err err = ERR_INIT;

	if (form_open(ui, m, REF_ID(row->id), NULL, 0, &err) != RC_OK)
		ui_error(ui, &err);
}

/* Nobody has the number, or somebody new calls from it. */
static void new_of_number(struct ui *ui, const char *number)
{
	const struct office *o = registry_office(ui->session->reg);
	const struct model *m = session_model(ui->session, o->whose_model->name);
	struct err err = ERR_INIT;

	if (deed_action_with(ui, m, action_find(m, o->whose_action), number, &err) != RC_OK)
		ui_error(ui, &err);
}

static void open_found(struct ui *ui, void *ctx, const struct picker_row *row)
{
	struct pick_record *p = ctx;

	if (!row->id) {
		new_of_number(ui, p->query);
		return;
	}
	open_record(ui, p, row);
}

enum rc find_open(struct ui *ui, struct err *err)
{
	static const struct picker_ops ops = { .find = find, .choose = open_found, .close = close_pick };
	struct pick_record *p = xcalloc(1, sizeof *p);
	struct picker look = { .title = _("find any record"), .width = 76, .height = 20 };

	*p = (struct pick_record){ .s = ui->session };
	return picker_open(ui, &look, &ops, p, err);
}
