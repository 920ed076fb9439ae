#include "toy.h"

#include <stdio.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/priv.h"
#include "ui/ui.h"
#include "ui/widget.h"

#define ROWS 100

struct toy {
	struct pick pick;
	int hidden; /* rows before this one are filtered away: a filter is a number here */
	bool typing;
	struct input input;
	char owner[64];
	const char *draft; /* a path */
	int dragged_from;
};

static const char *const names[] = { "Server room", "شرکت پارس", "株式会社サンプル", "علی رضایی (Tehran)", "王小明",
	"Straße 12" };

static unsigned context(const struct view *v)
{
	const struct toy *t = v->data;

	return t->typing ? CTX_TYPING : CTXS_LIST;
}

static void draw_row(const struct toy *t, struct canvas *c, struct rect r, int i)
{
	unsigned role = i == t->pick.sel ? C_TITLE : C_TEXT;
	char number[16];

	snprintf(number, sizeof number, "%d", i);
	canvas_text(c, r.x, r.y, 1, role, "");
	if (i == t->pick.sel) {
		canvas_glyph(c, r.x, r.y, C_ACCENT, GL_BAR);
		canvas_cursor(c, r.x, r.y);
	}
	canvas_right(c, r.x + 1, r.y, 4, role, number);
	canvas_glyph(c, r.x + 6, r.y, C_LINE, GL_VLINE);
	canvas_field(c, r.x + 8, r.y, 20, role, names[i % (int)COUNT(names)]);
	canvas_glyph(c, r.x + 29, r.y, C_LINE, GL_VLINE);
	canvas_hit(c, r, 1, i);
}

static void draw(struct view *v, struct canvas *c)
{
	struct toy *t = v->data;
	struct rect r = v->at;

	pick_clamp(&t->pick, ROWS, r.h - 1);
	for (int i = 0; i < r.h - 1 && t->pick.top + i < ROWS; i++)
		draw_row(t, c, (struct rect){ r.x, r.y + i, r.w, 1 }, t->pick.top + i);
	canvas_text(c, r.x, r.y + r.h - 1, 6, C_LABEL, "note");
	input_draw(&t->input, c, (struct rect){ r.x + 7, r.y + r.h - 1, 30, 1 }, C_INPUT, t->typing);
	canvas_text(c, r.x + 40, r.y + r.h - 1, 20, C_VALUE, t->owner);
}

/* ---- a picker, a prompt, a question ---- */

static int find_owner(void *ctx, const char *query, struct picker_row *rows, int max)
{
	static const char *const owner[] = { "sara", "reza", "anna" };
	int n = 0;

	(void)ctx;
	for (int i = 0; i < 3 && n < max; i++)
		if (strstr(owner[i], query))
			rows[n++] = (struct picker_row){ .id = i + 1, .text = owner[i], .detail = "Direct sales" };
	return n;
}

static void choose_owner(struct ui *ui, void *ctx, const struct picker_row *row)
{
	struct toy *t = ctx;

	snprintf(t->owner, sizeof t->owner, "owner %s", row->text);
	ui_message(ui, _("owner is now %s — u undoes"), row->text);
}

static void create_owner(struct ui *ui, void *ctx, const char *name)
{
	struct toy *t = ctx;

	(void)ui;
	snprintf(t->owner, sizeof t->owner, "new %s", name);
}

static const struct picker_ops owner_ops = { .find = find_owner, .choose = choose_owner, .create = create_owner };

static enum rc filter_change(struct ui *ui, void *ctx, const char *text, struct err *err)
{
	struct toy *t = ctx;
	int64_t v = 0;

	(void)ui;
	if (*text && !i64_parse(text, &v))
		return fail_at(err, RC_INVALID, (int)strspn(text, "0123456789"), _("expected a number"));
	t->pick.sel = (int)v;
	return RC_OK;
}

static const struct prompt_ops filter_ops = { .change = filter_change, .accept = filter_change };

static void trash(struct ui *ui, void *ctx)
{
	(void)ctx;
	ui_message(ui, "%s", _("gone for ever"));
}

static enum rc long_work(struct ui *ui)
{
	bool stopped = false;

	ui_progress_begin(ui, _("counting"));
	for (int i = 0; i < 200 && !stopped; i++) {
		usleep(10000);
		stopped = !ui_progress(ui, i, 200);
	}
	ui_progress_end(ui);
	ui_message(ui, "%s", stopped ? _("stopped") : _("counted"));
	return RC_OK;
}

static void heard(struct ui *ui, void *ctx)
{
	int *end = ctx;
	char c;

	if (read(end[0], &c, 1) == 1)
		ui_message(ui, "heard %c", c);
	ui_unwatch(ui, end[0]);
	close(end[0]);
	close(end[1]);
}

/* Something comes from elsewhere: a byte in a pipe. */
static unsigned listen_once(struct ui *ui)
{
	static int end[2];

	if (pipe(end) < 0 || write(end[1], "x", 1) != 1)
		return DID_NOT;
	ui_watch(ui, end[0], heard, end);
	return DID;
}

static void rest(struct ui *ui, void *ctx)
{
	(void)ctx;
	if (str_eq(ui_message_text(ui), "wait"))
		ui_message(ui, "rested");
	else
		ui_top_counts(ui, 3, 5);
}

static unsigned start(struct ui *ui, enum rc rc, const struct err *err)
{
	if (rc)
		ui_error(ui, err);
	return DID;
}

static unsigned act_typing(struct view *v, const struct act *a)
{
	struct toy *t = v->data;

	if (a->action->id == ACT_BACK || a->action->id == ACT_ENTER) {
		t->typing = false;
		return DID;
	}
	return input_act(v->ui, &t->input, a);
}

static unsigned act(struct view *v, const struct act *a)
{
	struct picker look = { .title = _("owner") };
	struct toy *t = v->data;
	struct err err = ERR_INIT;

	if (t->typing)
		return act_typing(v, a);
	switch (a->action->id) {
	case ACT_EDIT: t->typing = true; return DID;
	case ACT_SET: return start(v->ui, picker_open(v->ui, &look, &owner_ops, t, &err), &err);
	case ACT_FILTER: return start(v->ui, prompt_open(v->ui, _("filter"), "", &filter_ops, t, &err), &err);
	case ACT_TRASH:
		return start(v->ui,
			confirm_open(v->ui, _("trash"), _("nothing brings it back"), _("yes, trash it"), trash, NULL, t,
				&err),
			&err);
	case ACT_REPEAT: return listen_once(v->ui);
	case ACT_PREVIEW: ui_message(v->ui, "wait"); return DID;
	case ACT_TOTALS: ui_banner(v->ui, C_WARN, "first steps: arrows look"); return DID;
	case ACT_REVERSE: ui_banner(v->ui, C_WARN, NULL); return DID;
	case ACT_EXPORT: return start(v->ui, long_work(v->ui), &err);
	case ACT_NEW: {
		struct str s = STR_INIT;
		enum rc rc;

		for (int i = 0; i < 80; i++)
			str_addf(&s, "line %d of the log\n", i);
		rc = pager_open(v->ui, "log", s.s, &err);
		str_free(&s);
		return start(v->ui, rc, &err);
	}
	case ACT_RIGHT:
	case ACT_LEFT: return DID_NOTHING;
	default: return pick_act(&t->pick, a, ROWS, v->at.h - 1);
	}
}

static unsigned text(struct view *v, const char *s, size_t n, bool paste)
{
	struct toy *t = v->data;

	(void)paste;
	return input_type(v->ui, &t->input, s, n);
}

static unsigned click(struct view *v, const struct click *c)
{
	struct toy *t = v->data;

	if (c->what == CLICK_PRESS && c->kind == 1)
		t->pick.sel = (int)c->arg;
	else if (c->what == CLICK_DOUBLE)
		ui_message(v->ui, "double on %d", (int)c->arg);
	else if (c->what == CLICK_DROP)
		ui_message(v->ui, "dragged %d to %d", (int)c->from_arg, (int)c->arg);
	else
		return pick_wheel(&t->pick, c, ROWS, v->at.h - 1);
	return DID;
}

static bool save_draft(struct view *v)
{
	struct toy *t = v->data;
	FILE *f = t->draft && *input_text(&t->input) ? fopen(t->draft, "w") : NULL;

	if (!f)
		return false;
	fputs(input_text(&t->input), f);
	return fclose(f) == 0;
}

static void title(const struct view *v, struct str *out)
{
	(void)v;
	str_add(out, "Toys");
}

static void filter(const struct view *v, struct str *out)
{
	(void)v;
	str_add(out, "owner = me");
}

static void status(const struct view *v, struct str *out)
{
	const struct toy *t = v->data;

	str_addf(out, "%d of %d", t->pick.sel + 1, ROWS);
}

static const char *hints(const struct view *v)
{
	const struct toy *t = v->data;

	return t->typing ? "back help" : "up,down set:owner edit filter won card-left help";
}

static void close_toy(struct view *v)
{
	struct toy *t = v->data;

	input_free(&t->input);
	free(t);
}

static const struct view_ops toy_ops = {
	.name = "toy",
	.context = context,
	.close = close_toy,
	.act = act,
	.text = text,
	.click = click,
	.draw = draw,
	.title = title,
	.filter = filter,
	.status = status,
	.hints = hints,
	.save_draft = save_draft,
};

static enum rc open_toy(struct ui *ui, const char *arg, struct err *err)
{
	struct toy *t = xcalloc(1, sizeof *t);

	input_init(&t->input, "", false, 0);
	t->draft = arg;
	return view_push(ui, &toy_ops, t, err);
}

static unsigned fallback(struct ui *ui, const struct act *a)
{
	if (a->action->id == ACT_RECORD) {
		ui_message(ui, "done: %s", a->action->name);
		return DID;
	}
	return DID_NOT;
}

int toy_run(void *ctx)
{
	static const struct ui_action won = { ACT_RECORD, "won", "won", "mark it won", CTX_RECORD, false, "won" };
	struct ui_options opt = { .conf = NULL };
	struct err err = ERR_INIT;
	struct conf *conf = conf_new();
	struct ui ui;
	enum rc rc;

	i18n_init();
	opt.conf = conf;
	rc = priv_start(&err);
	if (rc == RC_OK)
		rc = ui_open(&ui, &opt, &err);
	if (rc) {
		printf("%s\n", err.text);
		fflush(stdout);
		return rc_exit(rc);
	}
	keymap_add(ui.keymap, &won, "w", &err);
	ui_fallback(&ui, fallback);
	ui_place(&ui, "board", N_("board"), open_toy, ctx);
	ui_place(&ui, "leads", N_("leads"), open_toy, ctx);
	ui_on_idle(&ui, rest, NULL);
	ui_top_counts(&ui, 3, 5);
	ui_top_user(&ui, "sara", "21 Nov", NULL);
	rc = ui_go(&ui, "board", &err);
	if (rc == RC_OK)
		rc = ui_run(&ui, &err);
	ui_close(&ui);
	conf_free(conf);
	printf("bye %d\n", (int)rc);
	fflush(stdout);
	return rc == RC_CANCELLED ? 0 : rc_exit(rc);
}
