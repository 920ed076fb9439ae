/* From events to what views do: keys to actions, text to fields, and the core's own actions. */
#include "base/clock.h"
#include "base/i18n.h"
#include "core.h"
#include "record/session.h"
#include "ui/widget.h"

static bool may(void *ctx, const struct act *act)
{
	return view_can(ctx, act);
}

void core_obey(struct ui *ui, struct view *v, unsigned did)
{
	ui->core->dirty = true;
	if ((did & DID_CHANGE) == DID_CHANGE)
		ui_stale(ui);
	if (core_has_view(ui, v)) {
		if ((did & DID_CLOSE) == DID_CLOSE)
			view_close(v);
		else if ((did & DID_LOAD) == DID_LOAD)
			v->stale = true;
	}
	core_load_stale(ui); /* the next key of a burst acts on what is true now */
	if ((did & DID_QUIT) == DID_QUIT)
		ui_quit(ui);
}

static unsigned close_top(struct ui *ui, bool esc)
{
	struct view *v = ui->core->top;

	if (!v->below) {
		ui_message(ui, "%s",
			esc ? _("nothing to step back from — Q quits") : _("this is the last view — Q quits"));
		return DID_NOTHING;
	}
	if (v->ops->may_close && !v->ops->may_close(v, false))
		return DID;
	return DID_CLOSE;
}

static unsigned choose_theme(struct ui *ui, const char *name)
{
	const struct theme *t = theme_find(name);

	if (!t) {
		ui_complain(ui, _("no such colours: %s"), name);
		return DID;
	}
	theme_set(name);
	ui_message(ui, _("colours: %s"), _(t->help));
	return DID;
}

static unsigned said(struct ui *ui, enum rc rc, const struct err *err)
{
	if (rc)
		ui_error(ui, err);
	return DID;
}

/* What no view needs to know. */
static unsigned core_act(struct ui *ui, const struct act *a)
{
	struct err err = ERR_INIT;

	switch (a->action->id) {
	case ACT_HELP: return said(ui, help_open(ui, &err), &err);
	case ACT_PALETTE: return said(ui, palette_open(ui, &err), &err);
	case ACT_GO: return said(ui, ui_go(ui, a->arg, &err), &err);
	case ACT_BACK: return close_top(ui, true);
	case ACT_CLOSE_VIEW: return close_top(ui, false);
	case ACT_QUIT_CRM: return core_may_quit(ui) ? DID_QUIT : DID;
	case ACT_REFRESH:
		ui_stale(ui);
		ui_message(ui, "%s", _("read again"));
		return DID;
	case ACT_REPAINT: ui->core->whole = true; return DID;
	case ACT_STOP: ui_message(ui, "%s", _("nothing is running — Q quits")); return DID;
	case ACT_THEME: return choose_theme(ui, a->arg);
	default: return DID_NOT;
	}
}

void ui_act(struct ui *ui, const struct act *act)
{
	struct view *v = ui->core->top;
	unsigned did = DID_NOT;

	if (!v)
		return;
	if (v->ops->act)
		did = v->ops->act(v, act);
	if (did == DID_NOT && ui->core->fallback)
		did = ui->core->fallback(ui, act);
	if (did == DID_NOT)
		did = core_act(ui, act);
	if (did == DID_NOT)
		ui_message(ui, _("nothing to do here: %s"), act_label(ui, act));
	core_obey(ui, v, did);
	if (did != DID_NOT && did != DID_NOTHING && ui->core->acted)
		ui->core->acted(ui, act, ui->core->acted_ctx);
}

void ui_act_name(struct ui *ui, const char *name, const char *arg)
{
	struct act act = { .action = keymap_action(ui->keymap, name, strlen(name)), .arg = arg ? arg : "" };

	if (act.action)
		ui_act(ui, &act);
	else
		ui_complain(ui, _("no such action: %s"), name);
}

void core_text(struct ui *ui, const char *s, size_t n, bool paste)
{
	struct view *v = ui->core->top;
	unsigned did = v->ops->text ? v->ops->text(v, s, n, paste) : DID_NOT;

	core_obey(ui, v, did);
}

/* A key that means nothing here says so. */
static void tell_unknown(struct ui *ui, const struct key *key, int n)
{
	struct str s = STR_INIT;

	for (int i = 0; i < n; i++)
		key_show(&key[i], glyph_is_ascii(), &s);
	if (n == 1 && key->mods & MOD_ALT) /* Alt is left to the terminal and its window */
		str_clear(&s);
	else if (n == 1 && key->code == K_CHAR && key->cp >= 0x1100)
		ui_message(ui, "%s", _("input method is on: arrows, Enter and Ctrl-P still work"));
	else
		ui_message(ui, _("%s does nothing here — ? shows what does"), s.s);
	str_free(&s);
}

static void command_key(struct ui *ui, struct key key)
{
	struct ui_core *core = ui->core;
	struct act act;
	int n;

	if (key.code == K_CHAR && !(key.mods & (MOD_CTRL | MOD_ALT)))
		key.cp = keyboard_fold(conf_text(ui->conf, "keyboard"), key.cp);
	core->prefix[core->n_prefix++] = key;
	n = core->n_prefix;
	switch (keymap_find(ui->keymap, view_contexts(core->top), core->prefix, n, may, core->top, &act)) {
	case KEYMAP_PREFIX:
		if (n < KEYS_MAX)
			return;
		break;
	case KEYMAP_ACT:
		core->n_prefix = 0;
		ui_act(ui, &act);
		return;
	case KEYMAP_NONE: break;
	}
	core->n_prefix = 0;
	if (n == 1 || key.code != K_ESC)
		tell_unknown(ui, core->prefix, n);
}

static void on_key(struct ui *ui, const struct key *key)
{
	unsigned contexts = view_contexts(ui->core->top);

	if (!ui->core->n_prefix && key_is_text(key, contexts)) {
		struct str s = STR_INIT;

		str_add_cp(&s, key->cp);
		core_text(ui, s.s, s.len, false);
		str_free(&s);
		return;
	}
	command_key(ui, *key);
}

/* The answer to the question how wide a line sign is drawn. */
static void on_report(struct ui *ui, uint32_t column)
{
	if (column == 2 || glyph_is_ascii())
		return;
	glyph_ascii(true);
	layout_config(ui->core->bidi, DIR_LTR, true);
	ui->core->whole = true;
}

/* What a rule has to say about the deed comes before what was done. */
static void tell_remark(struct ui *ui)
{
	char *remark = ui->session ? session_remark_take(ui->session) : NULL;
	char *said = remark ? xstrdup(ui_message_text(ui)) : NULL;

	if (remark)
		ui_message(ui, *said ? "%s %s  %s" : "%s %s%s", glyph_text(GL_STAR), remark, said);
	free(remark);
	free(said);
}

void core_event(struct ui *ui, const struct event *ev)
{
	struct ui_core *core = ui->core;

	core->dirty = true;
	if (!core->top)
		return;
	if (ev->key.code == K_REPORT) {
		on_report(ui, ev->key.cp);
		return;
	}
	core->keyed = true;
	core->repeats = key_same(&ev->key, &core->last) && clock_ms() - core->last_key < HELD_MS;
	core->last = ev->key;
	core->last_key = clock_ms();
	core->idle_done = core->draft_done = false;
	if (ev->key.code != K_MOUSE || ev->mouse.what == MOUSE_PRESS)
		str_clear(&core->message);
	if (ev->key.code == K_MOUSE) {
		core_mouse(ui, &ev->mouse);
	} else if (ev->key.code == K_PASTE) {
		core->n_prefix = 0;
		if (view_typing(core->top))
			core_text(ui, ev->text, ev->len, true);
		else
			ui_message(ui, "%s", _("pasted text is only taken in a field"));
	} else {
		on_key(ui, &ev->key);
	}
	tell_remark(ui);
}
