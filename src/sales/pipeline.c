/* Moves in the pipeline: stage, won, lost, reopened; and how long a card stood where. */
#include "sales/pipeline.h"

#include "base/clock.h"
#include "caller.h"
#include "convert.h"
#include "demo_actions.h"
#include "lead.h"
#include "models.h"
#include "note.h"
#include "quick.h"
#include "record/journal.h"
#include "record/record.h"
#include "record/session.h"
#include "shared_actions.h"
#include "stage.h"

/* --- what a deed applies to
 * ------------------------------------------------------------------------------------------- */

static bool live(const struct record *r)
{
	return r && !rec_has(r, SYS_TRASHED_AT);
}

static bool may_win(struct session *s, const struct model *m, const struct record *r)
{
	(void)m;
	return live(r) && rec_int(r, LEAD_KIND) == KIND_OPPORTUNITY && !stage_is_won(s, rec_int(r, LEAD_STAGE));
}

static bool may_lose(struct session *s, const struct model *m, const struct record *r)
{
	(void)m;
	return live(r) && lead_outcome_of(s, r) == OUTCOME_OPEN;
}

static bool may_reopen(struct session *s, const struct model *m, const struct record *r)
{
	(void)m;
	return live(r) && (!rec_int(r, SYS_ACTIVE) || lead_outcome_of(s, r) != OUTCOME_OPEN);
}

static bool has_own_number(struct session *s, const struct model *m, const struct record *r)
{
	(void)m;
	return live(r) && rec_has(r, LEAD_PROBABILITY) && lead_outcome_of(s, r) == OUTCOME_OPEN;
}

static bool is_lead(struct session *s, const struct model *m, const struct record *r)
{
	(void)s, (void)m;
	return live(r) && rec_int(r, LEAD_KIND) == KIND_LEAD;
}

/* --- won
 * -------------------------------------------------------------------------------------------------------------- */

enum rc lead_win(struct session *s, struct step *st, int64_t id, struct err *err)
{
	int64_t stage = db_get_int(s->db, 0, "SELECT stage FROM lead WHERE id=?", "i", id);
	int64_t team = db_get_int(s->db, 0, "SELECT team FROM lead WHERE id=?", "i", id);
	if (db_get_int(s->db, 0, "SELECT kind FROM lead WHERE id=?", "i", id) == KIND_LEAD)
		return fail(err, RC_INVALID, LEAD_KIND, _("a lead is not sold yet: make it an opportunity first"));
	int64_t won = stage_won_after(s, team, stage);
	if (!won)
		return fail(err, RC_INVALID, LEAD_STAGE, _("the team has no won stage: mark one of its stages as won"));
	struct change ch[] = {
		{ .slot = LEAD_STAGE, .op = CH_SET, .val = VALUE_INT(won) },
		{ .slot = SYS_ACTIVE, .op = CH_SET, .val = VALUE_INT(1) },
	};
	return record_save(s, st, &lead_model, &id, ch, COUNT(ch), NULL, err);
}

static enum rc won_run(struct session *s, struct step *st, const struct model *m, const int64_t *id, int n,
	const struct value *param, struct action_result *out, struct err *err)
{
	(void)param;
	enum rc rc = RC_OK;
	for (int i = 0; i < n && rc == RC_OK; i++) {
		rc = action_one(lead_win(s, st, id[i], err), id[i], out, err);
		if (rc == RC_OK)
			rc = step_breathe(st, err);
	}
	action_subject(s, m, id, n, out->done, &out->message);
	str_add(&out->message, _(" won"));
	return rc;
}

/* --- lost
 * ------------------------------------------------------------------------------------------------------------- */

enum { LOST_REASON, LOST_NOTE, LOST_N };
/* clang-format off */
static const struct field lost_params[LOST_N] = {
	[LOST_REASON] = { .name = "reason", .label = N_("Reason"), .type = FT_REF, .ref = "lost_reason",
		.flags = F_REQUIRED | F_CREATE_REF, .no = 10 },
	[LOST_NOTE] = { .name = "note", .label = N_("Note"), .type = FT_NOTE, .no = 11 },
};
/* clang-format on */

enum rc lead_lose(struct session *s, struct step *st, int64_t id, int64_t reason, const char *note, struct err *err)
{
	if (stage_is_won(s, db_get_int(s->db, 0, "SELECT stage FROM lead WHERE id=?", "i", id)))
		return fail(err, RC_INVALID, LEAD_STAGE, _("it is won: reopen it first"));
	int64_t ref = REF_MAKE(NO_LEAD, id);
	struct change ch[] = {
		{ .slot = SYS_ACTIVE, .op = CH_SET, .val = VALUE_INT(0) },
		{ .slot = LEAD_PROBABILITY, .op = CH_SET, .val = VALUE_INT(0) },
		{ .slot = LEAD_LOST_REASON, .op = CH_SET, .val = VALUE_INT(reason) },
	};
	enum rc rc = record_save(s, st, &lead_model, &id, ch, COUNT(ch), NULL, err);
	if (rc != RC_OK || !note || !*note)
		return rc;
	char *why = record_title(s, &lost_reason_model, reason);
	char *text = xasprintf(_("lost, %s: %s"), why ? why : "?", note);
	rc = note_write(s, st, ref, text, err);
	free(why);
	free(text);
	return rc;
}

static enum rc lost_run(struct session *s, struct step *st, const struct model *m, const int64_t *id, int n,
	const struct value *param, struct action_result *out, struct err *err)
{
	const char *note = param[LOST_NOTE].kind == VAL_TEXT ? param[LOST_NOTE].s : NULL;
	enum rc rc = RC_OK;
	for (int i = 0; i < n && rc == RC_OK; i++) {
		rc = action_one(lead_lose(s, st, id[i], param[LOST_REASON].i, note, err), id[i], out, err);
		if (rc == RC_OK)
			rc = step_breathe(st, err);
	}
	action_subject(s, m, id, n, out->done, &out->message);
	str_add(&out->message, _(" lost"));
	return rc;
}

/* --- reopened
 * --------------------------------------------------------------------------------------------------------- */

/* The stage a won card came from, where it is still there and open; else the first one. */
static int64_t stage_before(struct session *s, int64_t id)
{
	struct journal_page page;
	int64_t stage = 0;
	if (journal_read(s, REF_MAKE(NO_LEAD, id), 0, 200, &page, NULL) == RC_OK) {
		for (int i = 0; i < page.n && !stage; i++)
			if (page.row[i].slot == LEAD_STAGE && page.row[i].old.kind == VAL_INT)
				stage = page.row[i].old.i;
		journal_page_free(&page);
	}
	bool there = db_get_int(s->db, 0, "SELECT 1 FROM stage WHERE id=? AND trashed_at IS NULL AND coalesce(won,0)=0",
			     "i", stage) != 0;
	return there ? stage : stage_first(s, db_get_int(s->db, 0, "SELECT team FROM lead WHERE id=?", "i", id));
}

static enum rc reopen_one(struct session *s, struct step *st, int64_t id, struct err *err)
{
	bool won = stage_is_won(s, db_get_int(s->db, 0, "SELECT stage FROM lead WHERE id=?", "i", id));
	if (!won && db_get_int(s->db, 0, "SELECT active FROM lead WHERE id=?", "i", id))
		return fail(err, RC_INVALID, NO_FIELD, _("it is open already"));
	struct change ch[] = {
		{ .slot = SYS_ACTIVE, .op = CH_SET, .val = VALUE_INT(1) },
		{ .slot = LEAD_STAGE, .op = CH_SET, .val = VALUE_INT(won ? stage_before(s, id) : 0) },
	};
	return record_save(s, st, &lead_model, &id, ch, won ? 2 : 1, NULL, err);
}

static enum rc reopen_run(struct session *s, struct step *st, const struct model *m, const int64_t *id, int n,
	const struct value *param, struct action_result *out, struct err *err)
{
	(void)param;
	enum rc rc = RC_OK;
	for (int i = 0; i < n && rc == RC_OK; i++) {
		rc = action_one(reopen_one(s, st, id[i], err), id[i], out, err);
		if (rc == RC_OK)
			rc = step_breathe(st, err);
	}
	action_subject(s, m, id, n, out->done, &out->message);
	str_add(&out->message, _(" open again"));
	return rc;
}

/* --- moves and values
 * ------------------------------------------------------------------------------------------------- */

static enum rc stage_run(struct session *s, struct step *st, const struct model *m, const int64_t *id, int n,
	const struct value *param, struct action_result *out, struct err *err)
{
	struct change ch = { .slot = LEAD_STAGE, .op = CH_SET, .val = param[0] };
	enum rc rc = action_change_all(s, st, m, id, n, &ch, 1, out, err);
	char *stage = record_title(s, &stage_model, param[0].i);
	action_subject(s, m, id, n, out->done, &out->message);
	str_addf(&out->message, _(" moved to %s"), stage ? stage : "?");
	free(stage);
	return rc;
}

static enum rc set_run(struct session *s, struct step *st, const struct model *m, const int64_t *id, int n, int slot,
	const struct value *param, struct action_result *out, struct err *err)
{
	struct change ch = { .slot = slot, .op = CH_SET, .val = param[0] };
	enum rc rc = action_change_all(s, st, m, id, n, &ch, 1, out, err);
	struct str now = STR_INIT;
	value_show(s, m, slot, &param[0], NULL, SHOW_LIST, &now);
	action_subject(s, m, id, n, out->done, &out->message);
	str_addf(&out->message, ": %s %s", _(m->fields[slot].label), now.s);
	str_free(&now);
	return rc;
}

#define SET_RUN(fn, slot)                                                                                              \
	static enum rc fn(struct session *s, struct step *st, const struct model *m, const int64_t *id, int n,         \
		const struct value *param, struct action_result *out, struct err *err)                                 \
	{                                                                                                              \
		return set_run(s, st, m, id, n, slot, param, out, err);                                                \
	}
/* A person's own number goes, the computed one counts again. */
static enum rc automatic_run(struct session *s, struct step *st, const struct model *m, const int64_t *id, int n,
	const struct value *param, struct action_result *out, struct err *err)
{
	(void)param;
	struct change ch = { .slot = LEAD_PROBABILITY, .op = CH_SET, .val = VALUE_NULL };
	enum rc rc = action_change_all(s, st, m, id, n, &ch, 1, out, err);
	action_subject(s, m, id, n, out->done, &out->message);
	str_add(&out->message, _(": probability automatic again"));
	return rc;
}

SET_RUN(stars_run, LEAD_PRIORITY)
SET_RUN(revenue_run, LEAD_REVENUE)
SET_RUN(qualify_run, LEAD_KIND)

/* Making an opportunity of a lead needs no question: the kind is all that changes here, the rules do the rest. */
static enum rc to_opportunity(struct session *s, struct step *st, const struct model *m, const int64_t *id, int n,
	const struct value *param, struct action_result *out, struct err *err)
{
	(void)param;
	return qualify_run(s, st, m, id, n, &VALUE_INT(KIND_OPPORTUNITY), out, err);
}

/* --- statuses
 * --------------------------------------------------------------------------------------------------------- */

enum { SAY_STATUS, SAY_REASON, SAY_REVIVE, SAY_N };

static enum rc status_run(struct session *s, struct step *st, const struct model *m, const int64_t *id, int n,
	const struct value *param, struct action_result *out, struct err *err)
{
	struct change ch[SAY_N] = {
		{ .slot = LEAD_STATUS, .op = CH_SET, .val = param[SAY_STATUS] },
		{ .slot = LEAD_STATUS_REASON, .op = CH_SET, .val = param[SAY_REASON] },
		{ .slot = LEAD_REVIVE_ON, .op = CH_SET, .val = param[SAY_REVIVE] },
	};
	int64_t status = param[SAY_STATUS].i;
	int n_ch = status >= STATUS_INVALID && status != STATUS_REMARKETED ? SAY_N : 1;
	if (status == STATUS_VOID && param[SAY_REASON].kind == VAL_NULL)
		return fail(err, RC_INVALID, SAY_REASON, _("void puts it in the trash: say why"));
	if (status != STATUS_INVALID && param[SAY_REVIVE].kind != VAL_NULL)
		return fail(err, RC_INVALID, SAY_REVIVE, _("only what is invalid is revived by a date"));
	enum rc rc = action_change_all(s, st, m, id, n, ch, n_ch, out, err);
	action_subject(s, m, id, n, out->done, &out->message);
	str_addf(&out->message, ": %s", _(choice_by_no(&m->fields[LEAD_STATUS], status)->label));
	return rc;
}

enum rc lead_revive(struct session *s, struct step *st, int64_t id, struct err *err)
{
	int64_t status = db_get_int(s->db, 0, "SELECT status FROM lead WHERE id=?", "i", id);
	if (status != STATUS_INVALID && status != STATUS_DEAD && status != STATUS_JUNK)
		return fail(err, RC_INVALID, LEAD_STATUS,
			_("it is at work: only what is invalid, dead or junk is revived"));
	char *why = db_get_text(s->db, "SELECT status_reason FROM lead WHERE id=?", "i", id);
	struct change ch = { .slot = LEAD_STATUS, .op = CH_SET, .val = VALUE_INT(STATUS_WORKING) };
	enum rc rc = record_save(s, st, &lead_model, &id, &ch, 1, NULL, err);
	char *text = xasprintf(why ? _("revived; it was put aside because: %s") : _("revived"), why);
	if (rc == RC_OK && why)
		rc = note_write(s, st, REF_MAKE(NO_LEAD, id), text, err);
	free(text);
	free(why);
	return rc;
}

static bool may_revive(struct session *s, const struct model *m, const struct record *r)
{
	(void)s, (void)m;
	int64_t status = live(r) ? rec_int(r, LEAD_STATUS) : 0;
	return status == STATUS_INVALID || status == STATUS_DEAD || status == STATUS_JUNK;
}

static enum rc revive_run(struct session *s, struct step *st, const struct model *m, const int64_t *id, int n,
	const struct value *param, struct action_result *out, struct err *err)
{
	(void)param;
	enum rc rc = RC_OK;
	for (int i = 0; i < n && rc == RC_OK; i++) {
		rc = action_one(lead_revive(s, st, id[i], err), id[i], out, err);
		if (rc == RC_OK)
			rc = step_breathe(st, err);
	}
	action_subject(s, m, id, n, out->done, &out->message);
	str_add(&out->message, _(" revived"));
	return rc;
}

/* clang-format off */
static const struct field stage_params[] = {
	{ .name = "stage", .label = N_("Stage"), .type = FT_REF, .ref = "stage", .flags = F_REQUIRED, .no = 10 },
};
static const struct field stars_params[] = {
	{ .name = "priority", .label = N_("Stars"), .type = FT_INT, .flags = F_REQUIRED, .no = 10, .hi = 3 },
};
static const struct field revenue_params[] = {
	{ .name = "revenue", .label = N_("Expected revenue"), .type = FT_MONEY, .flags = F_REQUIRED, .no = 10 },
};
static const struct field status_params[SAY_N] = {
	[SAY_STATUS] = { .name = "status", .label = N_("Status"), .type = FT_CHOICE, .choice = lead_statuses,
		.flags = F_REQUIRED, .no = 10 },
	[SAY_REASON] = { .name = "reason", .label = N_("Reason"), .type = FT_TEXT, .no = 11,
		.help = N_("Why it is invalid, dead, junk or void") },
	[SAY_REVIVE] = { .name = "revive_on", .label = N_("Revive on"), .type = FT_DATE, .no = 12,
		.help = N_("When an invalid one is worth another try") },
};

const struct action lead_actions[LEAD_N_ACTIONS] = {
	[ACT_WON] = { .name = "won", .label = N_("Won"), .key = "w", .help = N_("Sold: to the won stage"), .many = true,
		.usage = "ID...", .applies = may_win, .run = won_run },
	[ACT_CONVERT] = { .name = "convert", .label = N_("Convert"), .key = "w", .many = true,
		.help = N_("From lead to customer: account, contact, opportunity"), .params = convert_params,
		.n_params = CONVERT_N,
		.usage = "ID... [--customer create|existing|none|ID] [--contact yes|no] [--opportunity yes|no] [--owner A,B]"
			" [--team T] [--force] [--merge]",
		.brief = true, .live = true, .applies = convert_applies, .run = convert_run, .preview = convert_preview },
	[ACT_QUICK] = { .name = "quick", .label = N_("Quick line"), .none = true, .brief = true, .live = true,
		.help = N_("call acme: wants 20 seats @fri 10:00 $12000 #vip"), .params = quick_params,
		.n_params = COUNT(quick_params), .usage = "TEXT", .run = quick_run, .preview = quick_preview },
	[ACT_INCOMING] = { .name = "incoming", .label = N_("A call came in"), .none = true, .live = true,
		.help = N_("A new lead of a number, with a note"), .params = caller_params, .n_params = COUNT(caller_params),
		.usage = "PHONE [--name N] [--note T]", .run = caller_run, .preview = caller_preview },
	[ACT_QUALIFY] = { .name = "qualify", .label = N_("Make an opportunity"),
		.help = N_("Worth a sale: from lead to opportunity"), .many = true, .usage = "ID...", .applies = is_lead,
		.run = to_opportunity },
	[ACT_LOST] = { .name = "lost", .label = N_("Lost"), .key = "x", .help = N_("Not sold, and why"), .many = true,
		.params = lost_params, .n_params = LOST_N, .usage = "ID... --reason R [--note T]", .applies = may_lose,
		.run = lost_run },
	[ACT_REOPEN] = { .name = "reopen", .label = N_("Reopen"), .help = N_("Back to work, from won, lost or put away"),
		.many = true, .usage = "ID...", .applies = may_reopen, .run = reopen_run },
	[ACT_STAGE] = { .name = "stage", .label = N_("Move to stage"), .key = "m", .help = N_("To another column"),
		.many = true, .params = stage_params, .n_params = COUNT(stage_params), .usage = "ID STAGE", .run = stage_run },
	[ACT_STATUS] = { .name = "status", .label = N_("Set status"), .key = "m", .help = N_("What became of the lead"),
		.many = true, .params = status_params, .n_params = SAY_N,
		.usage = "ID... --status S [--reason R] [--revive-on DATE]", .applies = is_lead, .run = status_run },
	[ACT_REVIVE] = { .name = "revive", .label = N_("Revive"), .help = N_("Back to work, from invalid, dead or junk"),
		.many = true, .usage = "ID...", .applies = may_revive, .run = revive_run },
	[ACT_STARS] = { .name = "stars", .label = N_("Stars"), .key = "p", .help = N_("Priority, 0 to 3"), .many = true,
		.params = stars_params, .n_params = COUNT(stars_params), .usage = "ID... --priority N", .run = stars_run },
	[ACT_REVENUE] = { .name = "revenue", .label = N_("Expected revenue"), .key = "$", .many = true,
		.help = N_("What it may bring"), .params = revenue_params, .n_params = COUNT(revenue_params),
		.usage = "ID... --revenue AMOUNT", .run = revenue_run },
	[ACT_AUTOMATIC] = { .name = "automatic", .label = N_("Back to automatic"), .key = "%", .many = true,
		.help = N_("The probability as computed, in place of one's own number"), .usage = "ID...",
		.applies = has_own_number, .run = automatic_run },
	[ACT_OWNER] = OWNER_ACTION,
	[ACT_TAGS] = TAGS_ACTION,
	[ACT_NOTE] = NOTE_ACTION,
	[ACT_LOG] = LOG_ACTION,
	[ACT_NEXT] = NEXT_ACTION,
	[ACT_PLAN] = PLAN_ACTION,
	[ACT_SHARE] = SHARE_ACTION,
	[ACT_DEMO] = { .name = "demo", .label = N_("Make a demo office"), .none = true, .applies = demo_absent,
		.help = N_("Invented people and months of their work, to try everything on"), .run = demo_add_run },
	[ACT_DEMO_REMOVE] = { .name = "demo_remove", .label = N_("Remove the demo office"), .none = true,
		.applies = demo_present, .help = N_("What was invented goes to the trash; undo brings it back"),
		.run = demo_remove_run },
};
/* clang-format on */

/* --- time in stages
 * --------------------------------------------------------------------------------------------------- */

static void stay(struct stage_times *out, int64_t stage, int64_t seconds)
{
	for (int i = 0; i < out->n; i++)
		if (out->at[i].stage == stage) {
			out->at[i].seconds += seconds;
			return;
		}
	if (out->n < (int)COUNT(out->at))
		out->at[out->n++] = (struct stage_time){ .stage = stage, .seconds = seconds };
}

enum rc lead_stage_times(struct session *s, int64_t id, struct stage_times *out, struct err *err)
{
	struct arena a = ARENA_INIT;
	struct record *r;
	*out = (struct stage_times){ 0 };
	enum rc rc = record_load(s, &lead_model, id, &a, &r, err);
	int64_t until = clock_now(), before = 0;
	bool more = rc == RC_OK;
	int64_t stage = more ? rec_int(r, LEAD_STAGE) : 0;
	while (more && rc == RC_OK) {
		struct journal_page page;
		rc = journal_read(s, REF_MAKE(NO_LEAD, id), before, 200, &page, err);
		if (rc != RC_OK)
			break;
		for (int i = 0; i < page.n; i++) {
			before = page.row[i].step;
			if (page.row[i].slot != LEAD_STAGE)
				continue;
			stay(out, stage, until - page.row[i].at);
			until = page.row[i].at;
			stage = page.row[i].old.kind == VAL_INT ? page.row[i].old.i : 0;
		}
		more = page.n == 200;
		journal_page_free(&page);
	}
	if (rc == RC_OK && stage)
		stay(out, stage, until - rec_int(r, SYS_CREATED_AT));
	arena_free(&a);
	return rc;
}
