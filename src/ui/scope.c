/* Which of several a change is meant for, where one of a series is changed: asked once, before anything is written. */
#include "scope.h"

#include "base/i18n.h"
#include "record/save.h"
#include "record/session.h"
#include "ui/widget.h"

struct scoped {
	scope_fn *deed;
	void (*drop)(void *ctx);
	void *ctx;
};

static void scoped_free(void *ctx)
{
	struct scoped *k = ctx;

	if (k->drop)
		k->drop(k->ctx);
	free(k);
}

static enum rc run_as(struct ui *ui, const struct scoped *k, int scope, struct err *err)
{
	enum rc rc;

	ui->session->scope = scope;
	rc = k->deed(ui, k->ctx, err);
	ui->session->scope = SAVE_ONE;
	return rc;
}

static void chosen(struct ui *ui, void *ctx, int id)
{
	struct err err = ERR_INIT;

	if (run_as(ui, ctx, id, &err) != RC_OK)
		ui_error(ui, &err);
}

enum rc scope_run(struct ui *ui, scope_fn *deed, void (*drop)(void *ctx), void *ctx, struct err *err)
{
	static const struct menu_row row[] = {
		{ .key = '1', .text = N_("only this one"), .id = SAVE_ONE },
		{ .key = '2', .text = N_("this one and later ones"), .id = SAVE_LATER },
		{ .key = '3', .text = N_("all that are open"), .id = SAVE_ALL },
	};
	struct menu_row shown[COUNT(row)];
	struct scoped *k = xcalloc(1, sizeof *k);
	enum rc rc;

	*k = (struct scoped){ .deed = deed, .drop = drop, .ctx = ctx };
	rc = run_as(ui, k, SAVE_ASK, err);
	if (rc != RC_SCOPE) {
		scoped_free(k);
		return rc;
	}
	err_clear(err);
	for (size_t i = 0; i < COUNT(row); i++) {
		shown[i] = row[i];
		shown[i].text = _(row[i].text);
	}
	return menu_open(ui, _("it repeats: which are meant?"), shown, COUNT(row), chosen, scoped_free, k, err);
}
