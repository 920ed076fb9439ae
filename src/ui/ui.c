#include "ui/ui.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>

#include "base/i18n.h"
#include "core.h"
#include "ui/term.h"

/* ---- open and close ---- */

static enum bidi_mode bidi_of(const char *word)
{
	if (str_eq(word, "terminal"))
		return BIDI_TERMINAL;
	return str_eq(word, "off") ? BIDI_OFF : BIDI_APP; /* auto: we do it */
}

static enum rc read_settings(struct ui *ui, bool no_color, struct term_options *opt, struct err *err)
{
	enum bidi_mode bidi = bidi_of(conf_text(ui->conf, "bidi"));
	bool ascii = str_eq(conf_text(ui->conf, "ascii"), "yes");
	enum rc rc = keymap_read(ui->keymap, ui->conf, err);

	if (rc == RC_OK)
		rc = theme_use(ui->conf, no_color, err);
	glyph_ascii(ascii);
	ui->core->bidi = bidi;
	layout_config(bidi, DIR_LTR, ascii);
	*opt = (struct term_options){ .mouse = conf_bool(ui->conf, "mouse"), .app_bidi = bidi != BIDI_TERMINAL };
	return rc;
}

static void free_ui(struct ui *ui)
{
	struct ui_core *core = ui->core;

	keymap_free(ui->keymap);
	canvas_free(ui->canvas);
	decoder_free(core->decoder);
	str_free(&core->message);
	str_free(&core->banner);
	str_free(&core->status);
	free(core->user);
	free(core->date);
	free(core->badge);
	free(core->watched);
	free(core->reminder);
	free(core->place);
	free(core);
	*ui = (struct ui){ .core = NULL };
}

/* Asks the terminal where the cursor is after a line sign: two cells wide means that signs are not to be used. The
 * answer comes as a key. */
static void probe_width(const struct conf *conf)
{
	static const char ask[] = "\033[2;1H\xe2\x94\x82\033[6n\r \033[H";

	if (str_eq(conf_text(conf, "ascii"), "auto"))
		term_write(ask, sizeof ask - 1);
}

enum rc ui_open(struct ui *ui, const struct ui_options *opt, struct err *err)
{
	struct term_options term;
	int cols, rows;
	enum rc rc;

	*ui = (struct ui){ .session = opt->session, .agent = opt->agent, .conf = opt->conf, .app = opt->app };
	ui->core = xcalloc(1, sizeof *ui->core);
	str_init(&ui->core->message);
	str_init(&ui->core->banner);
	str_init(&ui->core->status);
	ui->core->overdue = ui->core->today = -1;
	ui->core->decoder = decoder_new();
	ui->keymap = keymap_new();
	rc = read_settings(ui, opt->no_color, &term, err);
	if (rc == RC_OK)
		rc = term_open(&term, err);
	if (rc) {
		free_ui(ui);
		return rc;
	}
	term_size(&cols, &rows);
	ui->canvas = canvas_new(cols, rows);
	probe_width(ui->conf);
	if (term_note())
		ui_message(ui, "%s", term_note());
	return RC_OK;
}

void ui_close(struct ui *ui)
{
	if (!ui->core)
		return;
	while (ui->core->top)
		view_close(ui->core->top);
	term_close();
	free_ui(ui);
}

void ui_quit(struct ui *ui)
{
	ui->core->quit = true;
}

/* ---- words ---- */

static void say(struct ui *ui, enum role role, const char *fmt, va_list ap)
{
	str_clear(&ui->core->message);
	str_addv(&ui->core->message, fmt, ap);
	ui->core->message_role = role;
	ui->core->dirty = true;
}

void ui_message(struct ui *ui, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	say(ui, C_MESSAGE, fmt, ap);
	va_end(ap);
}

void ui_complain(struct ui *ui, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	say(ui, C_ERROR, fmt, ap);
	va_end(ap);
}

void ui_error(struct ui *ui, const struct err *err)
{
	ui_complain(ui, "%s", err->text);
}

const char *ui_message_text(const struct ui *ui)
{
	return ui->core->message.s;
}

void ui_banner(struct ui *ui, enum role role, const char *text)
{
	struct ui_core *core = ui->core;

	str_clear(&core->banner);
	str_add(&core->banner, text ? text : "");
	core->banner_role = role;
	core->dirty = true;
}

void ui_top_counts(struct ui *ui, int overdue, int today)
{
	ui->core->overdue = overdue;
	ui->core->today = today;
	ui->core->dirty = true;
}

static void keep(char **to, const char *s)
{
	free(*to);
	*to = s ? xstrdup(s) : NULL;
}

void ui_top_reminder(struct ui *ui, const char *text)
{
	keep(&ui->core->reminder, text && *text ? text : NULL);
	ui->core->dirty = true;
}

void ui_top_watch(struct ui *ui, const char *text)
{
	keep(&ui->core->watched, text && *text ? text : NULL);
	ui->core->dirty = true;
}

void ui_top_user(struct ui *ui, const char *user, const char *date, const char *badge)
{
	keep(&ui->core->user, user);
	keep(&ui->core->date, date);
	keep(&ui->core->badge, badge);
	ui->core->dirty = true;
}

/* ---- doing ---- */

void ui_stale(struct ui *ui)
{
	for (struct view *v = ui->core->top; v; v = v->below)
		v->stale = true;
	ui->core->dirty = true;
}

void ui_draw(struct ui *ui)
{
	core_draw(ui);
}

void ui_outside(struct ui *ui, void (*run)(void *ctx), void *ctx)
{
	term_suspend();
	run(ctx);
	term_resume();
	ui->core->whole = ui->core->dirty = true;
}

void ui_clipboard(struct ui *ui, const char *text)
{
	static const char digit[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	struct str safe = STR_INIT, out = STR_INIT;

	(void)ui;
	text_safe_lines(text, strlen(text), &safe);
	str_add(&out, "\033]52;c;");
	for (size_t i = 0; i < safe.len; i += 3) {
		size_t left = safe.len - i;
		uint32_t v = (uint32_t)(unsigned char)safe.s[i] << 16;

		v |= left > 1 ? (uint32_t)(unsigned char)safe.s[i + 1] << 8 : 0;
		v |= left > 2 ? (unsigned char)safe.s[i + 2] : 0;
		str_addc(&out, digit[v >> 18]);
		str_addc(&out, digit[v >> 12 & 63]);
		str_addc(&out, left > 1 ? digit[v >> 6 & 63] : '=');
		str_addc(&out, left > 2 ? digit[v & 63] : '=');
	}
	str_addc(&out, '\a');
	term_write(out.s, out.len);
	str_free(&safe);
	str_free(&out);
}

/* ---- places ---- */

static struct place *find_place(const struct ui *ui, const char *name)
{
	for (int i = 0; i < ui->core->n_place; i++)
		if (str_eq(ui->core->place[i].name, name))
			return &ui->core->place[i];
	return NULL;
}

void ui_place(struct ui *ui, const char *name, const char *label, ui_place_fn *open, const char *arg)
{
	struct ui_core *core = ui->core;
	struct place *p = find_place(ui, name);

	if (!p) {
		GROW(core->place, core->n_place, core->cap_place);
		p = &core->place[core->n_place++];
	}
	*p = (struct place){ .name = name, .label = label, .arg = arg, .open = open };
}

bool ui_has_place(const struct ui *ui, const char *name)
{
	return find_place(ui, name) != NULL;
}

static struct view *view_of_place(struct ui *ui, const char *name)
{
	for (struct view *v = ui->core->top; v; v = v->below)
		if (*name && str_eq(v->place, name))
			return v;
	return NULL;
}

enum rc ui_go(struct ui *ui, const char *name, struct err *err)
{
	const struct place *p = find_place(ui, name);

	struct view *was = view_base(ui->core->top), *there = view_of_place(ui, name), *now;
	enum rc rc;

	if (!p)
		return fail(err, RC_NOT_FOUND, NO_FIELD, _("no such place: %s"), name);
	if (there) {
		if (there == ui->core->top)
			ui_message(ui, _("this is %s"), _(p->label));
		return view_back_to(ui, there), RC_OK;
	}
	rc = p->open(ui, p->arg, err);
	now = view_base(ui->core->top);
	if (rc == RC_OK && now && now != was)
		snprintf(now->place, sizeof now->place, "%s", name);
	return rc;
}

void ui_on_act(struct ui *ui, ui_acted_fn *fn, void *ctx)
{
	ui->core->acted = fn;
	ui->core->acted_ctx = ctx;
}

void ui_fallback(struct ui *ui, ui_act_fn *act)
{
	ui->core->fallback = act;
}

void ui_arg_labels(struct ui *ui, const char *(*label)(struct ui *ui, const struct act *act))
{
	ui->core->arg_label = label;
}

const char *act_label(struct ui *ui, const struct act *act)
{
	const struct view *v = ui->core->top;
	const char *label = v && v->ops->label ? v->ops->label(v, act) : NULL;
	const struct place *p;

	if (label)
		return label;
	if (!act->arg || !*act->arg)
		return _(act->action->label);
	if (act->action->id == ACT_GO && (p = find_place(ui, act->arg)))
		return _(p->label);
	if (ui->core->arg_label)
		label = ui->core->arg_label(ui, act);
	return label ? label : act->arg;
}

/* ---- time ---- */

static void add_callback(struct callbacks *c, int fd, ui_fn *fn, void *ctx)
{
	assert(c->n < WATCHES);
	c->at[c->n++] = (struct callback){ .fd = fd, .fn = fn, .ctx = ctx };
}

void ui_watch(struct ui *ui, int fd, ui_fn *fn, void *ctx)
{
	add_callback(&ui->core->watch, fd, fn, ctx);
}

void ui_unwatch(struct ui *ui, int fd)
{
	struct callbacks *c = &ui->core->watch;
	int kept = 0;

	for (int i = 0; i < c->n; i++)
		if (c->at[i].fd != fd)
			c->at[kept++] = c->at[i];
	c->n = kept;
}

void ui_on_tick(struct ui *ui, ui_fn *fn, void *ctx)
{
	add_callback(&ui->core->tick, -1, fn, ctx);
}

void ui_on_idle(struct ui *ui, ui_fn *fn, void *ctx)
{
	add_callback(&ui->core->idle, -1, fn, ctx);
}
