/* The lines around the views: the top line, the hints, and the pop-up that says what may follow a prefix. */
#include "base/clock.h"
#include "base/i18n.h"
#include "core.h"

#define GAP 2

/* ---- top line ---- */

static void crumbs(const struct view *v, struct str *out)
{
	if (!v)
		return;
	crumbs(v->below, out);
	if (v->ops->popup || !v->ops->title)
		return;
	if (out->len)
		str_addf(out, " %s ", glyph_text(GL_MORE));
	v->ops->title(v, out);
}

enum part { PART_BADGE, PART_STATUS, PART_REMINDER, PART_WATCH, PART_OVERDUE, PART_TODAY, PART_DATE, PART_USER, PARTS };
struct right {
	struct str text[PARTS];
	int width[PARTS];
};
static const enum role part_role[PARTS] = { C_WARN, C_DIM, C_TODAY, C_DIM, C_OVERDUE, C_TODAY, C_DIM, C_TOP };

static const char *status(struct ui *ui, const struct view *base)
{
	struct ui_core *core = ui->core;

	if (ui_key_held(ui) && clock_ms() - core->status_at < STATUS_MS)
		return core->status.s;
	str_clear(&core->status);
	core->status_at = clock_ms();
	if (base && base->ops->status)
		base->ops->status(base, &core->status);
	return core->status.s;
}

static void fill_right(struct ui *ui, struct right *r)
{
	struct ui_core *core = ui->core;
	struct view *base = view_base(core->top);

	for (int i = 0; i < PARTS; i++)
		str_init(&r->text[i]);
	if (core->badge)
		str_add(&r->text[PART_BADGE], core->badge);
	str_add(&r->text[PART_STATUS], status(ui, base));
	if (core->reminder)
		str_add(&r->text[PART_REMINDER], core->reminder);
	if (core->watched)
		str_add(&r->text[PART_WATCH], core->watched);
	if (core->overdue > 0)
		str_addf(&r->text[PART_OVERDUE], _("!%d overdue"), core->overdue);
	if (core->today > 0)
		str_addf(&r->text[PART_TODAY], _("*%d today"), core->today);
	if (core->date)
		str_add(&r->text[PART_DATE], core->date);
	if (core->user)
		str_add(&r->text[PART_USER], core->user);
	for (int i = 0; i < PARTS; i++)
		r->width[i] = r->text[i].len ? text_width(r->text[i].s, r->text[i].len) + GAP : 0;
}

static int right_width(const struct right *r)
{
	int w = 0;

	for (int i = 0; i < PARTS; i++)
		w += r->width[i];
	return w;
}

/* Place, filter, then counts and user at the right. What does not fit goes in this order: the date, the filter's tail,
 * the user, what is watched, the status, what begins soon; the place stays. */
void core_draw_top(struct ui *ui, struct rect r)
{
	struct canvas *c = ui->canvas;
	struct view *base = view_base(ui->core->top);
	struct str crumb = STR_INIT, filter = STR_INIT;
	struct right right;
	int x = r.x + 1, need, room, filter_least;

	crumbs(ui->core->top, &crumb);
	if (base && base->ops->filter)
		base->ops->filter(base, &filter);
	fill_right(ui, &right);
	need = 1 + text_width(crumb.s, crumb.len);
	filter_least = filter.len ? 3 + 9 : 0;
	if (need + (filter.len ? 3 + text_width(filter.s, filter.len) : 0) + right_width(&right) > r.w)
		right.width[PART_DATE] = 0;
	if (need + filter_least + right_width(&right) > r.w)
		right.width[PART_USER] = 0;
	if (need + filter_least + right_width(&right) > r.w)
		right.width[PART_WATCH] = 0;
	if (need + filter_least + right_width(&right) > r.w)
		right.width[PART_STATUS] = 0;
	if (need + filter_least + right_width(&right) > r.w)
		right.width[PART_REMINDER] = 0;
	room = r.x + r.w - right_width(&right) - x;
	x += canvas_put(c, x, r.y, room, C_TOP, crumb.s);
	room = r.x + r.w - right_width(&right) - x;
	if (filter.len && room > 6) {
		x += canvas_put(c, x, r.y, 3, C_DIM, glyph_is_ascii() ? " - " : " · ");
		canvas_put(c, x, r.y, room - 3, C_ACCENT, filter.s);
	}
	x = r.x + r.w - right_width(&right);
	for (int i = 0; i < PARTS; i++) {
		if (right.width[i])
			canvas_put(c, x + GAP - 1, r.y, right.width[i] - 1, part_role[i], right.text[i].s);
		x += right.width[i];
		str_free(&right.text[i]);
	}
	str_free(&crumb);
	str_free(&filter);
}

/* ---- hints ---- */

/* "card-left", "go:board": n bytes. False: no such action, or not here, or not now. */
static bool hint_act(struct ui *ui, const char *s, size_t n, struct act *act, char *arg, size_t arg_size)
{
	struct view *v = ui->core->top;
	size_t name = 0, len;

	while (name < n && s[name] != ':')
		name++;
	len = name < n ? n - name - 1 : 0;
	if (len >= arg_size)
		return false;
	memcpy(arg, s + name + (len ? 1 : 0), len);
	arg[len] = '\0';
	*act = (struct act){ .action = keymap_action(ui->keymap, s, name), .arg = arg };
	return act->action && act->action->contexts & (view_contexts(v) | CTX_ALWAYS) && view_can(v, act);
}

/* One group, "card-left,card-right": the keys of all, the label of the first. Returns the label, NULL: nothing to show.
 */
static const char *hint_group(struct ui *ui, const char *s, size_t n, struct str *keys, struct act *first)
{
	char arg[40];
	bool any = false;

	for (size_t at = 0; at < n;) {
		size_t len = strcspn(s + at, ", ");
		const struct binding *b;
		struct act act;

		len = len < n - at ? len : n - at;
		if (hint_act(ui, s + at, len, &act, arg, sizeof arg)) {
			b = keymap_key_of(ui->keymap, view_contexts(ui->core->top), &act);
			if (b && !any)
				*first = b->act; /* its argument lives as long as the keymap */
			if (b && any)
				str_addc(keys, ' ');
			if (b)
				binding_show(b, glyph_is_ascii(), keys);
			any = any || b;
		}
		at += len + 1;
	}
	return any ? act_label(ui, first) : NULL;
}

static int draw_hint(struct ui *ui, int x, int y, int right, const char *s, size_t n)
{
	struct ui_core *core = ui->core;
	struct canvas *c = ui->canvas;
	struct str keys = STR_INIT;
	struct act act = { .action = NULL };
	const char *label = hint_group(ui, s, n, &keys, &act);
	int w = 0;

	if (label) {
		int wide = text_width(keys.s, keys.len), all = wide + 1 + text_width(label, strlen(label));

		if (x + all <= right && core->n_hint < HINT_MAX) {
			canvas_put(c, x, y, wide, C_ACCENT, keys.s);
			canvas_put(c, x + wide + 1, y, -1, C_HINT, label);
			canvas_hit(c, (struct rect){ x, y, all, 1 }, CORE_HINT, core->n_hint);
			core->hint[core->n_hint++] = act;
			w = all + GAP;
		}
	}
	str_free(&keys);
	return w;
}

static const char *default_hints(const struct view *v)
{
	unsigned ctx = view_contexts(v);

	if (ctx & CTX_TYPING)
		return "save next-field choices back help";
	if (ctx & (CTX_PICKER | CTX_MENU))
		return "up,down enter back";
	return "open new filter palette help";
}

void core_draw_hints(struct ui *ui, struct rect r)
{
	struct view *v = ui->core->top;
	const char *s;
	int x = r.x + 1;

	ui->core->n_hint = 0;
	if (!v)
		return;
	canvas_owner(ui->canvas, ui->core);
	s = v->ops->hints ? v->ops->hints(v) : default_hints(v);
	for (s += strspn(s, " "); *s; s += strspn(s, " ")) {
		size_t n = strcspn(s, " ");

		x += draw_hint(ui, x, r.y, r.x + r.w, s, n);
		s += n;
	}
	canvas_owner(ui->canvas, NULL);
}

/* ---- what may follow a prefix ---- */

static bool follows(struct ui *ui, const struct binding *b)
{
	struct ui_core *core = ui->core;

	if (b->n <= core->n_prefix || !(b->act.action->contexts & (view_contexts(core->top) | CTX_ALWAYS)))
		return false;
	for (int i = 0; i < core->n_prefix; i++)
		if (!key_same(&b->key[i], &core->prefix[i]))
			return false;
	return view_can(core->top, &b->act);
}

static void draw_follow(struct ui *ui, const struct binding *b, int x, int y, int w, int no)
{
	struct canvas *c = ui->canvas;
	struct binding left = { .n = b->n - ui->core->n_prefix };
	struct str keys = STR_INIT;
	int wide;

	memcpy(left.key, b->key + ui->core->n_prefix, (size_t)left.n * sizeof *left.key);
	binding_show(&left, glyph_is_ascii(), &keys);
	wide = canvas_put(c, x, y, w, C_ACCENT, keys.s);
	canvas_put(c, x + wide + 1, y, w - wide - 2, C_TEXT, act_label(ui, &b->act));
	canvas_hit(c, (struct rect){ x, y, w, 1 }, CORE_FOLLOW, no);
	str_free(&keys);
}

void core_draw_prefix(struct ui *ui, struct rect area)
{
	enum { CELL = 20 };
	struct ui_core *core = ui->core;
	const struct binding *b, *list[COUNT(core->follow)];
	int n = keymap_bindings(ui->keymap, &b), cols, rows;
	struct str title = STR_INIT;
	struct rect box, in;

	for (int i = 0; i < n && core->n_follow < (int)COUNT(list); i++)
		if (follows(ui, &b[i])) {
			list[core->n_follow] = &b[i];
			core->follow[core->n_follow++] = b[i].act;
		}
	cols = area.w - 4 >= CELL ? (area.w - 4) / CELL : 1;
	rows = (core->n_follow + cols - 1) / cols;
	cols = rows ? (core->n_follow + rows - 1) / rows : 1;
	for (int i = 0; i < core->n_prefix; i++)
		key_show(&core->prefix[i], glyph_is_ascii(), &title);
	canvas_owner(ui->canvas, core);
	box = (struct rect){ area.x + 1, area.y + area.h - rows - 2, cols * CELL + 3, rows + 2 };
	in = canvas_box(ui->canvas, rect_cross(box, area), C_LINE, title.s);
	for (int i = 0; i < core->n_follow && in.h > 0; i++)
		draw_follow(ui, list[i], in.x + 1 + i / rows * CELL, in.y + i % rows, CELL, i);
	canvas_owner(ui->canvas, NULL);
	str_free(&title);
}
