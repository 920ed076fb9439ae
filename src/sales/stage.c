/* Stages: the columns of the board. A stage with teams belongs to them, one without is everybody's. */
#include "stage.h"

#include "base/i18n.h"
#include "base/str.h"
#include "lead.h"
#include "models.h"
#include "record/action.h"
#include "record/memo.h"
#include "record/record.h"
#include "record/rights.h"
#include "record/save.h"
#include "record/seen.h"
#include "record/session.h"
#include "scoring_points.h"

/* clang-format off */
static const struct field stage_fields[STAGE_N] = {
	SYSTEM_FIELDS,
	[STAGE_NAME] = { .name = "name", .label = N_("Name"), .type = FT_TEXT, .flags = F_REQUIRED | F_LIST | F_SEARCH,
		.no = 10, .width = 20, .max = 80 },
	[STAGE_SEQUENCE] = { .name = "sequence", .label = N_("Sequence"), .type = FT_INT, .flags = F_LIST, .no = 11,
		.width = 8, .hi = 100000, .dflt = "1" },
	[STAGE_WON] = { .name = "won", .label = N_("Won"), .type = FT_BOOL, .flags = F_LIST, .no = 12, .dflt = "no",
		.help = N_("What comes here is sold") },
	[STAGE_FOLDED] = { .name = "folded", .label = N_("Folded"), .type = FT_BOOL, .no = 13, .dflt = "no" },
	[STAGE_TEAMS] = { .name = "teams", .label = N_("Teams"), .type = FT_REFS, .ref = "team",
		.flags = F_LIST | F_NO_RELATED, .no = STAGE_TEAMS_NO, .help = N_("None: every team") },
	[STAGE_REQUIREMENTS] = { .name = "requirements", .label = N_("Requirements"), .type = FT_NOTE, .no = 15,
		.help = N_("What must be known or done here") },
	[STAGE_ROTTING_DAYS] = { .name = "rotting_days", .label = N_("Rotting after days"), .type = FT_INT,
		.flags = F_LIST, .no = 16, .hi = 3650, .help = N_("Days untouched until a card counts as rotting; 0: never") },
	[STAGE_PROBABILITY] = { .name = "probability", .label = N_("Probability"), .type = FT_PERCENT, .no = 17,
		.hi = 10000, .help = N_("Stands in for the automatic one; empty: none") },
	[STAGE_CRITERIA] = { .name = "criteria", .label = N_("Probability holds for"), .type = FT_TEXT, .no = 100,
		.max = 2000, .help = N_("Cards of which its probability stands in, as in a filter; empty: all") },
	[STAGE_NEXT] = { .name = "next", .label = N_("Next stages"), .type = FT_REFS, .ref = "stage",
		.flags = F_NO_RELATED, .no = STAGE_NEXT_NO, .help = N_("Where a card may go from here; none: anywhere") },
};
/* clang-format on */

/* The stages a team (?1) may use. */
#define USABLE                                                                                                         \
	" FROM stage t WHERE t.trashed_at IS NULL AND t.active=1 AND (NOT EXISTS" SQL_LINKS(                           \
		NO_STAGE, STAGE_TEAMS_NO, "t.id") " OR ?1 IN" SQL_LINKS(NO_STAGE, STAGE_TEAMS_NO, "t.id") ")"

int64_t stage_first(struct session *s, int64_t team)
{
	static const char what[] = "first stage";
	struct memo_key key = { what, team, 0 };
	int64_t stage;
	if (memo_get(s, &key, &stage))
		return stage;
	stage = db_get_int(s->db, 0,
		"SELECT t.id" USABLE " AND NOT coalesce(t.folded,0) ORDER BY t.sequence,t.id LIMIT 1", "i", team);
	memo_put(s, &key, stage, MEMO_ON(NO_STAGE));
	return stage;
}

int64_t stage_mapped(struct session *s, int64_t stage, int64_t lead)
{
	return db_get_int(s->db, -1, "SELECT " MAPPED_SQL("?1", "?2"), "ii", stage, lead);
}

int64_t stage_won_after(struct session *s, int64_t team, int64_t stage)
{
	int64_t at = db_get_int(s->db, INT64_MIN, "SELECT sequence FROM stage WHERE id=?", "i", stage);
	int64_t above = db_get_int(s->db, 0,
		"SELECT t.id" USABLE " AND t.won AND t.sequence>?2 ORDER BY t.sequence,t.id LIMIT 1", "ii", team, at);
	if (above)
		return above;
	return db_get_int(s->db, 0,
		"SELECT t.id" USABLE " AND t.won AND t.sequence<=?2 ORDER BY t.sequence DESC,t.id DESC LIMIT 1", "ii",
		team, at);
}

bool stage_leads_to(struct session *s, int64_t from, int64_t to)
{
	if (!from || !to || from == to)
		return true;
	return db_get_int(s->db, 0,
		       "SELECT NOT EXISTS" SQL_LINKS(NO_STAGE, STAGE_NEXT_NO, "?1") " OR ?2 IN" SQL_LINKS(
			       NO_STAGE, STAGE_NEXT_NO, "?1"),
		       "ii", from, to) != 0;
}

bool stage_is_won(struct session *s, int64_t stage)
{
	static const char what[] = "won";
	struct memo_key key = { what, stage, 0 };
	int64_t won = 0;
	if (!stage || memo_get(s, &key, &won))
		return won != 0;
	won = db_get_int(s->db, 0, "SELECT won FROM stage WHERE id=?", "i", stage);
	memo_put(s, &key, won, MEMO_ON(NO_STAGE));
	return won != 0;
}

/* Puts right the cards of a stage that became or ceased to be "won": a number below 100 goes, the closing instant comes
 * or goes. */
static enum rc cards_of(struct session *s, struct step *st, int64_t stage, bool won, struct err *err)
{
	enum rc rc = RC_OK;
	for (int64_t card = 0; rc == RC_OK;) {
		card = db_get_int(s->db, 0,
			"SELECT id FROM lead WHERE stage=? AND id>? AND trashed_at IS NULL ORDER BY id LIMIT 1", "ii",
			stage, card);
		if (!card)
			break;
		struct change ch[] = {
			{ .slot = LEAD_CLOSED_AT, .op = CH_SET, .val = won ? VALUE_INT(st->at) : VALUE_NULL },
			{ .slot = LEAD_PROBABILITY, .op = CH_SET, .val = VALUE_NULL },
		};
		int64_t id = card;
		rc = record_save(s, st, &lead_model, &id, ch, won ? 2 : 1, NULL, err);
	}
	return rc;
}

static enum rc stage_before_save(struct session *s, struct save *sv, struct err *err)
{
	if (!save_changed(sv, STAGE_CRITERIA))
		return RC_OK;
	return points_check(s, &lead_model, rec_text(sv->after, STAGE_CRITERIA), STAGE_CRITERIA, err);
}

static enum rc stage_after_save(struct session *s, const struct save *sv, struct err *err)
{
	if (!sv->before || !save_changed(sv, STAGE_WON))
		return RC_OK;
	return cards_of(s, sv->step, sv->after->id, rec_int(sv->after, STAGE_WON) != 0, err);
}

/* Those the person may see: who does not see all of them shapes the stages all the same. */
static int64_t cards_in(struct session *s, int64_t stage)
{
	return seen_int(s, 0, "SELECT count(*) FROM lead l WHERE l.stage=? AND l.trashed_at IS NULL$see(lead l)", "i", stage);
}

static bool holds_cards(struct session *s, int64_t stage)
{
	return db_get_int(s->db, 0, "SELECT 1 FROM lead WHERE stage=? AND trashed_at IS NULL LIMIT 1", "i", stage) != 0;
}

/* What marking a stage as won, or no longer, does to the cards that stand in it. */
static void say_won(int64_t cards, bool won, struct str *out)
{
	unsigned long n = (unsigned long)cards;
	str_addf(out,
		won ? ngettext("%ld card becomes won, with probability 100",
			      "%ld cards become won, with probability 100", n)
		    : ngettext("%ld card becomes open again, with its automatic probability",
			      "%ld cards become open again, with their automatic probability", n),
		(long)cards);
}

static void stage_warn(struct session *s, const struct save *sv, struct str *out)
{
	int64_t cards = sv->before && save_changed(sv, STAGE_WON) ? cards_in(s, sv->after->id) : 0;
	if (cards)
		say_won(cards, rec_int(sv->after, STAGE_WON) != 0, out);
}

static enum rc stage_before_trash(struct session *s, struct save *sv, struct err *err)
{
	int64_t n = cards_in(s, sv->after->id);
	if (holds_cards(s, sv->after->id) && !rights_whole(s, &lead_model))
		return fail(err, RC_INVALID, NO_FIELD,
			_("stage %s holds cards, and not all are for you to see: who sees all of them moves them first"),
			rec_text(sv->after, STAGE_NAME));
	if (n)
		return fail(err, RC_INVALID, NO_FIELD,
			ngettext("stage %s holds %ld card: move it to another stage first",
				"stage %s holds %ld cards: move them to another stage first", (unsigned long)n),
			rec_text(sv->after, STAGE_NAME), (long)n);
	return RC_OK;
}

/* --- actions
 * ----------------------------------------------------------------------------------------------------------- */

static enum rc won_preview(struct session *s, const struct model *m, const int64_t *id, int n,
	const struct value *param, struct action_result *out, struct err *err)
{
	(void)m, (void)err;
	int64_t cards = 0;
	for (int i = 0; i < n; i++)
		cards += cards_in(s, id[i]);
	out->done = n;
	say_won(cards, param[0].i != 0, &out->message);
	return RC_OK;
}

static enum rc won_run(struct session *s, struct step *st, const struct model *m, const int64_t *id, int n,
	const struct value *param, struct action_result *out, struct err *err)
{
	enum rc rc = RC_OK;
	won_preview(s, m, id, n, param, out, err);
	for (int i = 0; i < n && rc == RC_OK; i++) {
		struct change ch = { .slot = STAGE_WON, .op = CH_SET, .val = param[0] };
		int64_t stage = id[i];
		rc = record_save(s, st, m, &stage, &ch, 1, NULL, err);
	}
	return rc;
}

static enum rc empty_run(struct session *s, struct step *st, const struct model *m, const int64_t *id, int n,
	const struct value *param, struct action_result *out, struct err *err)
{
	(void)m, (void)n;
	enum rc rc = RC_OK;
	if (param[0].i == id[0])
		return fail(err, RC_INVALID, NO_FIELD, _("the cards stand in that stage already: choose another"));
	if (!rights_whole(s, &lead_model))
		return fail(err, RC_DENIED, NO_FIELD, _("only who sees all cards moves all of them: move your own one by one"));
	for (int64_t card = 0; rc == RC_OK;) {
		card = db_get_int(s->db, 0,
			"SELECT id FROM lead WHERE stage=? AND trashed_at IS NULL ORDER BY id LIMIT 1", "i", id[0]);
		if (!card)
			break;
		struct change ch = { .slot = LEAD_STAGE, .op = CH_SET, .val = param[0] };
		rc = record_save(s, st, &lead_model, &card, &ch, 1, NULL, err);
		out->done += rc == RC_OK;
	}
	str_addf(&out->message, ngettext("%d card moved", "%d cards moved", (unsigned long)out->done), out->done);
	return rc;
}

/* clang-format off */
static const struct field won_params[] = {
	{ .name = "won", .label = N_("Won"), .type = FT_BOOL, .flags = F_REQUIRED, .no = 10, .dflt = "yes" },
};
static const struct field empty_params[] = {
	{ .name = "to", .label = N_("To stage"), .type = FT_REF, .ref = "stage", .flags = F_REQUIRED, .no = 10 },
};
static const struct action stage_actions[] = {
	{ .name = "mark", .label = N_("Mark as won stage"), .help = N_("What stands here counts as sold, or no longer"),
		.many = true, .params = won_params, .n_params = COUNT(won_params), .usage = "ID... --won yes|no",
		.run = won_run, .preview = won_preview },
	{ .name = "empty", .label = N_("Move all cards"), .help = N_("Before a stage is deleted"), .params = empty_params,
		.n_params = COUNT(empty_params), .usage = "ID --to STAGE", .run = empty_run },
};
/* clang-format on */

static const int stage_slots[] = { STAGE_NAME, STAGE_SEQUENCE, STAGE_WON, STAGE_FOLDED, STAGE_TEAMS, STAGE_ROTTING_DAYS,
	STAGE_PROBABILITY, STAGE_CRITERIA, STAGE_NEXT, STAGE_REQUIREMENTS, 0 };
static const struct section stage_sections[] = { { N_("Stage"), stage_slots, false }, { 0 } };
static const int stage_quick[] = { STAGE_NAME, 0 };
static const struct preset stage_presets[] = { { .name = "stages", .label = N_("Stages") } };

/* clang-format off */
const struct model stage_model = {
	.no = NO_STAGE, .name = "stage", .label = N_("Stage"), .plural = N_("Stages"),
	.fields = stage_fields, .n = STAGE_N, .flags = M_SMALL | M_COLUMNS | M_OFFICE,
	.title = STAGE_NAME, .sequence = STAGE_SEQUENCE, .folded = STAGE_FOLDED, .successors = STAGE_NEXT, .brief = STAGE_REQUIREMENTS, .sort = "sequence,id",
	.sections = stage_sections, .actions = stage_actions, .n_actions = COUNT(stage_actions),
	.presets = stage_presets, .n_presets = COUNT(stage_presets), .quick = stage_quick,
	.empty = N_("No stages: the board needs at least one. n makes it."),
	.hooks = { .before_save = stage_before_save, .derive = points_stage_derive, .warn = stage_warn,
		.after_save = stage_after_save, .before_trash = stage_before_trash },
	.help = N_("A step of the pipeline, a column of the board"),
};
/* clang-format on */
