/* What others change, seen within a second, and the counts of the top line. */
#include <stdio.h>

#include "base/clock.h"
#include "base/date.h"
#include "base/i18n.h"
#include "core.h"
#include "desk.h"
#include "record/query.h"
#include "record/record.h"
#include "record/session.h"

#define WAITING_MS 1000 /* between two looks at who holds the database */
#define COUNT_AGAIN 60  /* seconds after which the counts are old though nothing changed: a day may have begun */
#define WATCH_CAP 1000  /* more than that are "1000" */

/* ---- others' changes ---- */

static void touch(void *ctx, int64_t ref)
{
	struct desk *desk = ctx;

	if (!marks_has(&desk->touched, ref))
		marks_toggle(&desk->touched, ref);
}

#define NEWS 200 /* rows of others that are counted, or looked through for my name, at once */

/* Somebody wrote my name: said at once, wherever I am. */
static void say_named(struct ui *ui, int64_t after)
{
	struct session *s = ui->session;
	const struct model *people = registry_find(s->reg, registry_office(s->reg)->user_model);
	struct journal_page page;

	if (journal_mine(s, after, NEWS, &page, NULL) != RC_OK)
		return; /* the news list reads it again, and says what is wrong */
	for (int i = 0; i < page.n; i++)
		if (people && journal_names_me(s, &page.row[i])) {
			char *who = record_title(s, people, page.row[i].user);

			ui_message(ui, _("%s names you: %s — gn shows it"), who ? who : "?", page.row[i].label);
			free(who);
			break;
		}
	journal_page_free(&page);
}

static void look_for_others(struct ui *ui)
{
	struct desk *desk = desk_of(ui);
	struct session *s = ui->session;
	int64_t before = desk->seen;

	if (!db_changed(s->db)) {
		desk->seen = journal_since(s, desk->seen, NULL, NULL); /* our own steps are no news */
		return;
	}
	desk->told_at = 0; /* the next tick asks: somebody may want all to leave */
	marks_clear(&desk->touched);
	desk->seen = journal_since(s, desk->seen, touch, desk);
	desk->touched_at = clock_ms();
	ui_stale(ui);
	if (desk->seen != before)
		say_named(ui, before);
}

/* ---- what everybody should know: the disk, the backups, that all are asked to leave ---- */

#define TELL_AGAIN_MS 20000

/* The banner is put up and taken away by what it says, since others use it too. */
static void tell_upkeep(struct ui *ui)
{
	struct desk *desk = desk_of(ui);
	char before[sizeof desk->news.text];

	memcpy(before, desk->news.text, sizeof before);
	desk->told_at = clock_ms();
	upkeep_news(ui->session, &desk->news);
	if (desk->news.leave) {
		core_save_drafts(ui);
		ui_quit(ui);
	} else if (*desk->news.text) {
		ui_banner(ui, C_WARN, desk->news.text);
	} else if (*before) {
		ui_banner(ui, C_WARN, NULL);
	}
}

/* Only writes wait, and they wait outside of drawing: a frame may be drawn. */
static bool waiting(void *ctx, int64_t ms)
{
	struct ui *ui = ctx;
	struct desk *desk = desk_of(ui);
	struct str who = STR_INIT;

	if (desk->waited_at && clock_ms() - desk->waited_at < WAITING_MS)
		return false;
	desk->waited_at = clock_ms();
	(void)ms;
	if (db_holder(ui->session->db, &who)) {
		ui_message(ui, _("waiting for %s"), who.s);
		ui_draw(ui);
	}
	str_free(&who);
	return false;
}

/* ---- counts ---- */

static bool key_waits(void *ctx)
{
	return ui_key_waits(ctx);
}

/* How many of the preset's records match a further criteria. RC_CANCELLED: a key came first. */
static enum rc count_of(struct ui *ui, const struct model *m, const struct preset *p, const char *also, int64_t *n)
{
	struct session *s = ui->session;
	struct arena a = ARENA_INIT;
	struct criteria *where = NULL, *more = NULL;
	struct err err = ERR_INIT;
	enum rc rc = criteria_parse(s, m, p->criteria, &a, &where, &err);

	*n = 0;
	if (rc == RC_OK)
		rc = criteria_parse(s, m, also, &a, &more, &err);
	if (rc == RC_OK) {
		db_on_progress(s->db, key_waits, ui);
		rc = query_count(s, &(struct query){ .model = m, .where = criteria_and(&a, where, more) }, WATCH_CAP, n,
			&err);
		db_on_progress(s->db, NULL, NULL);
	}
	arena_free(&a);
	return rc;
}

/* What is late and due of the place where one thing is done after the other. False: a key came first. */
static bool count(struct ui *ui)
{
	const struct model *m;
	const struct preset *p = registry_day(ui->session->reg, &m);
	int64_t overdue = 0, today = 0;
	char also[80];
	enum rc rc;

	if (!p || !m->day)
		return true;
	snprintf(also, sizeof also, "%.40s < today", m->fields[m->day].name);
	rc = count_of(ui, m, p, also, &overdue);
	snprintf(also, sizeof also, "%.40s = today", m->fields[m->day].name);
	if (rc == RC_OK)
		rc = count_of(ui, m, p, also, &today);
	if (rc == RC_OK)
		ui_top_counts(ui, (int)overdue, (int)today);
	return rc != RC_CANCELLED;
}

/* How many a preset that is watched lists; false: a key came first. */
static bool count_watched(struct ui *ui, const struct model *m, const struct preset *p, struct str *out)
{
	int64_t n;
	enum rc rc = count_of(ui, m, p, "", &n);

	if (rc == RC_OK && n)
		str_addf(out, _(p->watch), (int)n);
	return rc != RC_CANCELLED;
}

static bool watch(struct ui *ui)
{
	const struct registry *reg = ui->session->reg;
	struct str text = STR_INIT;
	bool all = true;

	for (int i = 0; i < registry_count(reg) && all; i++)
		for (int k = 0; k < registry_at(reg, i)->n_presets && all; k++)
			if (registry_at(reg, i)->presets[k].watch)
				all = count_watched(ui, registry_at(reg, i), &registry_at(reg, i)->presets[k], &text);
	if (all)
		ui_top_watch(ui, text.s);
	str_free(&text);
	return all;
}

void others_user(struct ui *ui)
{
	struct session *s = ui->session;
	struct str date = STR_INIT;
	char *badge = setting_get(s, "badge");

	date_show_short(date_today(), date_today(), s->calendar, &date);
	/* who looks as somebody else must never forget it */
	ui_top_user(ui, s->login, date.s, s->view_only ? _("ONLY LOOKING AS") : badge && *badge ? badge : NULL);
	free(badge);
	str_free(&date);
}

static void count_again(struct ui *ui)
{
	struct desk *desk = desk_of(ui);
	int64_t step = journal_since(ui->session, desk->counted, NULL, NULL), now = clock_now();

	if (step == desk->counted && now - desk->counted_at < COUNT_AGAIN)
		return;
	others_user(ui);
	if (!count(ui) || !watch(ui))
		return; /* the next rest counts */
	desk->counted = step;
	desk->counted_at = now;
}

static void notice(struct ui *ui, void *ctx)
{
	(void)ctx;
	look_for_others(ui);
}

static void tick(struct ui *ui, void *ctx)
{
	struct desk *desk = desk_of(ui);

	(void)ctx;
	look_for_others(ui);
	if (clock_ms() - desk->told_at >= TELL_AGAIN_MS || *desk->news.text)
		tell_upkeep(ui);
	remind(ui);
	if (desk->touched_at && clock_ms() - desk->touched_at >= TOUCHED_MS) {
		desk->touched_at = 0;
		ui_stale(ui); /* the highlight goes */
	}
	if (ui->core->idle_done) { /* what others do moves the counts of who only looks */
		count_again(ui);
		db_idle(ui->session->db);
	}
}

/* Once, at the first rest: how much happened to mine while I was away. */
static void tell_news(struct ui *ui)
{
	struct desk *desk = desk_of(ui);
	struct journal_page page;
	int n = 0;

	if (desk->told)
		return;
	desk->told = true;
	if (desk->left < 0 || journal_mine(ui->session, desk->left, NEWS, &page, NULL) != RC_OK)
		return;
	for (int i = 0; i < page.n; i++)
		n += i == 0 || page.row[i].step != page.row[i - 1].step;
	if (n)
		ui_message(ui,
			ngettext("since you left: %d change by others to what is yours — gn shows it",
				"since you left: %d changes by others to what is yours — gn shows them", (unsigned)n),
			n);
	journal_page_free(&page);
}

static void idle(struct ui *ui, void *ctx)
{
	(void)ctx;
	tell_news(ui);
	count_again(ui);
	db_idle(ui->session->db);
}

void others_watch(struct ui *ui)
{
	struct desk *desk = desk_of(ui);
	int fd = db_notice_fd(ui->session->db);

	desk->seen = journal_since(ui->session, 0, NULL, NULL);
	desk->left = journal_left(ui->session, NULL);
	desk->counted = -1; /* the first rest counts: a large office shows its board before */
	others_user(ui);
	if (fd >= 0)
		ui_watch(ui, fd, notice, NULL);
	db_on_busy(ui->session->db, waiting, ui);
	ui_on_tick(ui, tick, NULL);
	ui_on_idle(ui, idle, NULL);
}

void others_leave(struct ui *ui)
{
	struct err err = ERR_INIT;

	/* refused (a full disk, a read-only view): the next time tells the same again, nothing is missed */
	(void)journal_leave(ui->session, &err);
}
