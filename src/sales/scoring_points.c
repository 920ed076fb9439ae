#include "scoring_points.h"

#include "base/i18n.h"
#include "lead.h"
#include "models.h"
#include "activity.h"
#include "record/action.h"
#include "record/criteria.h"
#include "record/memo.h"
#include "record/query.h"
#include "record/save.h"
#include "record/session.h"
#include "scoring.h"
#include "stage.h"

#define AT_ONCE 5000 /* records of a type that are counted while a rule is saved; more wait for the timer */
#define BATCH 2000   /* rows written in one transaction */

static const struct choice of_choices[] = {
	{ SCORE_RULE_LEADS, "lead", N_("Leads and opportunities"), TONE_NONE },
	{ SCORE_RULE_OPPORTUNITIES, "opportunity", N_("Opportunities"), TONE_NONE },
	{ SCORE_RULE_ACCOUNTS, "account", N_("Accounts"), TONE_NONE },
	{ SCORE_RULE_CONTACTS, "contact", N_("Contacts"), TONE_NONE },
	{ 0 },
};

static const struct model *model_of(int64_t of)
{
	return of == SCORE_RULE_ACCOUNTS ? &account_model : of == SCORE_RULE_CONTACTS ? &contact_model : &lead_model;
}

/* --- the rules as they are, parsed once in a transaction --- */

struct rule {
	int64_t id, of, touch, times, points;
	char *name;
	struct criteria *where;
};
struct rules {
	struct rule *rule;
	int n, cap;
	struct arena arena;
};

static void rules_clear(struct rules *r)
{
	arena_free(&r->arena);
	r->n = 0;
}

static void rules_release(void *p)
{
	struct rules *r = p;
	rules_clear(r);
	free(r->rule);
	free(r);
}

/* A rule that cannot be read any more (its field was retired) gives nothing; its form says why when it is saved. */
static void rules_read(struct session *s, struct rules *r)
{
	struct stmt *st = db_prep(s->db, "SELECT id,name,of,criteria,touch,times,points FROM scoring_rule WHERE active=1"
					 " AND trashed_at IS NULL ORDER BY id");
	rules_clear(r);
	while (st_step(st, NULL) > 0) {
		struct rule one = { .id = st_get_int(st, 0),
			.name = arena_strdup(&r->arena, st_get_text(st, 1)),
			.of = st_get_int(st, 2),
			.touch = st_get_int(st, 4),
			.times = st_get_int(st, 5),
			.points = st_get_int(st, 6) };
		const struct model *m = session_model(s, model_of(one.of)->name);
		const char *text = st_get_text(st, 3);
		char *all = one.of == SCORE_RULE_OPPORTUNITIES && text ? xasprintf("kind = opportunity and (%s)", text)
			    : one.of == SCORE_RULE_OPPORTUNITIES ? xstrdup("kind = opportunity")
							   : xstrdup(text ? text : "");
		bool read = criteria_parse(s, m, all, &r->arena, &one.where, NULL) == RC_OK;
		free(all);
		GROW(r->rule, r->n, r->cap);
		if (read)
			r->rule[r->n++] = one;
	}
	st_done(st);
}

static const struct rules *rules_now(struct session *s)
{
	static const char what[] = "scoring rules";
	struct memo_key key = { what, 0, 0 };
	struct rules *r = session_kept(s, what);
	int64_t fresh;
	if (r && memo_get(s, &key, &fresh))
		return r;
	if (!r) {
		r = xcalloc(1, sizeof *r);
		session_keep(s, what, r, rules_release);
	}
	rules_read(s, r);
	memo_put(s, &key, 1, MEMO_ON(NO_SCORING_RULE));
	return r;
}

static bool has_rules(const struct rules *r, int model_no)
{
	for (int i = 0; i < r->n; i++)
		if (model_of(r->rule[i].of)->no == model_no)
			return true;
	return false;
}

/* --- one record --- */

static int64_t touches(struct session *s, const struct rule *r, int64_t ref)
{
	int64_t n = db_get_int(s->db, 0,
		"SELECT count(*) FROM activity WHERE record=? AND type=? AND done_at IS NOT NULL AND trashed_at IS NULL", "ii",
		ref, r->touch);
	return r->times > 0 && n > r->times ? r->times : n;
}

static int64_t points_of(struct session *s, const struct rule *r, const struct model *m, int64_t id)
{
	bool yes = false;
	if (r->where && (criteria_match(s, m, r->where, id, &yes, NULL) != RC_OK || !yes))
		return 0;
	return r->touch ? r->points * touches(s, r, REF_MAKE(m->no, id)) : r->points;
}

static enum rc points_one(struct session *s, int model_no, int64_t id, struct err *err)
{
	const struct rules *rules = rules_now(s);
	const struct model *m = registry_no(s->reg, model_no);
	int64_t sum = 0, who = s->user;
	if (!m || !has_rules(rules, model_no))
		return RC_OK;
	s->user = 0;
	for (int i = 0; i < rules->n; i++)
		if (model_of(rules->rule[i].of)->no == model_no)
			sum += points_of(s, &rules->rule[i], m, id);
	s->user = who;
	return db_run(s->db, err, "INSERT OR REPLACE INTO score_points VALUES(?,?)", "ii", REF_MAKE(model_no, id), sum);
}

/* A stage's probability may be for some of its cards alone. */
static enum rc match_stage(struct session *s, int64_t id, struct err *err)
{
	int64_t stage = db_get_int(s->db, 0, "SELECT stage FROM lead WHERE id=?", "i", id), who = s->user;
	char *text = db_get_text(s->db, "SELECT criteria FROM stage WHERE id=?", "i", stage);
	struct arena a = ARENA_INIT;
	struct criteria *c = NULL;
	bool yes = false;
	s->user = 0;
	if (text && criteria_parse(s, session_model(s, "lead"), text, &a, &c, NULL) == RC_OK)
		criteria_match(s, session_model(s, "lead"), c, id, &yes, NULL);
	s->user = who;
	enum rc rc = db_run(s->db, err,
		yes ? "INSERT OR REPLACE INTO score_match VALUES(?,?)" : "DELETE FROM score_match WHERE lead=? AND ?", "ii", id,
		yes ? stage : (int64_t)1);
	arena_free(&a);
	free(text);
	return rc;
}

static bool any_stage_asks(struct session *s)
{
	static const char what[] = "stages that ask";
	struct memo_key key = { what, 0, 0 };
	int64_t n;
	if (!memo_get(s, &key, &n)) {
		n = db_get_int(s->db, 0, "SELECT 1 FROM stage WHERE criteria IS NOT NULL AND trashed_at IS NULL LIMIT 1", "");
		memo_put(s, &key, n, MEMO_ON(NO_STAGE));
	}
	return n != 0;
}

enum rc points_derive(struct session *s, const struct save *sv, struct err *err)
{
	enum rc rc = RC_OK;
	if (rec_has(sv->after, SYS_TRASHED_AT))
		return db_run(s->db, err, "DELETE FROM score_points WHERE ref=?", "i", REF_MAKE(sv->model->no, sv->after->id));
	if (sv->model->no == NO_LEAD && any_stage_asks(s))
		rc = match_stage(s, sv->after->id, err);
	return rc == RC_OK ? points_one(s, sv->model->no, sv->after->id, err) : rc;
}

static enum rc touched(struct session *s, int64_t ref, struct err *err)
{
	int no = REF_MODEL(ref);
	return no == NO_LEAD || no == NO_ACCOUNT || no == NO_CONTACT ? points_one(s, no, REF_ID(ref), err) : RC_OK;
}

enum rc points_touched(struct session *s, const struct save *sv, struct err *err)
{
	static const int slot[] = { SYS_TRASHED_AT, ACTIVITY_DONE_AT, ACTIVITY_TYPE, ACTIVITY_RECORD };
	bool moved = false;
	for (size_t i = 0; i < COUNT(slot); i++)
		moved = moved || save_changed(sv, slot[i]);
	bool done = rec_has(sv->after, ACTIVITY_DONE_AT) || (sv->before && rec_has(sv->before, ACTIVITY_DONE_AT));
	if (!moved || !done)
		return RC_OK;
	enum rc rc = touched(s, rec_int(sv->after, ACTIVITY_RECORD), err);
	if (rc == RC_OK && sv->before && save_changed(sv, ACTIVITY_RECORD))
		rc = touched(s, rec_int(sv->before, ACTIVITY_RECORD), err);
	return rc;
}

bool points_formula(struct session *s, const struct record *r, struct value *out)
{
	int64_t none = INT64_MIN;
	int64_t n = db_get_int(
		s->db, none, "SELECT points FROM score_points WHERE ref=?", "i", REF_MAKE(r->model->no, r->id));
	*out = n == none ? VALUE_NULL : VALUE_INT(n);
	return true;
}

/* --- all records of a type: each rule is one query --- */

struct recount {
	struct session *s;
	const struct model *model;
	int64_t *points; /* by id */
	int64_t top;     /* the largest id */
	const int64_t *count; /* touches by id, of the rule at hand; NULL: it asks for none */
	const struct rule *rule;
};

static bool give(void *ctx, const struct row *row)
{
	struct recount *r = ctx;
	if (row->id > r->top)
		return true;
	int64_t n = !r->count ? 1 : r->rule->times && r->count[row->id] > r->rule->times ? r->rule->times : r->count[row->id];
	r->points[row->id] += r->rule->points * n;
	return true;
}

static int64_t *count_touches(struct recount *r)
{
	int64_t *count = xcalloc((size_t)r->top + 1, sizeof *count);
	struct stmt *st = db_prep(r->s->db,
		"SELECT record&((1<<40)-1) FROM activity WHERE type=? AND done_at IS NOT NULL AND trashed_at IS NULL"
		" AND record BETWEEN ? AND ?");
	st_int(st, 1, r->rule->touch);
	st_int(st, 2, REF_MAKE(r->model->no, 0));
	st_int(st, 3, REF_MAKE(r->model->no, r->top));
	while (st_step(st, NULL) > 0)
		count[st_get_int(st, 0)]++;
	st_done(st);
	return count;
}

static enum rc apply_rule(struct recount *r, const struct rule *rule, struct err *err)
{
	struct query q = { .model = r->model, .where = rule->where, .scope = SCOPE_ALL };
	r->rule = rule;
	int64_t *count = rule->touch ? count_touches(r) : NULL;
	r->count = count;
	enum rc rc = query_each(r->s, &q, give, r, err);
	free(count);
	return rc;
}

/* What differs is written, in transactions of their own. */
static enum rc write_points(struct recount *r, int64_t from, int64_t to, struct err *err)
{
	enum rc rc = db_begin(r->s->db, err);
	if (rc != RC_OK)
		return rc;
	for (int64_t id = from; id <= to && rc == RC_OK; id++) {
		int64_t ref = REF_MAKE(r->model->no, id);
		if (r->points[id] == INT64_MIN)
			continue;
		if (db_get_int(r->s->db, INT64_MIN, "SELECT points FROM score_points WHERE ref=?", "i", ref) != r->points[id])
			rc = db_run(r->s->db, err, "INSERT OR REPLACE INTO score_points VALUES(?,?)", "ii", ref, r->points[id]);
	}
	return db_end(r->s->db, rc, err);
}

/* Ids without a live record get none. */
static void mark_live(struct recount *r)
{
	struct str sql = STR_INIT;
	str_addf(&sql, "SELECT id FROM \"%s\" WHERE trashed_at IS NULL", r->model->name);
	struct stmt *st = db_prep(r->s->db, sql.s);
	for (int64_t i = 0; i <= r->top; i++)
		r->points[i] = INT64_MIN;
	while (st_step(st, NULL) > 0)
		if (st_get_int(st, 0) <= r->top)
			r->points[st_get_int(st, 0)] = 0;
	st_done(st);
	str_free(&sql);
}

static int64_t top_id(struct session *s, const struct model *m)
{
	struct str sql = STR_INIT;
	str_addf(&sql, "SELECT max(id) FROM \"%s\"", m->name);
	int64_t top = db_get_int(s->db, 0, sql.s, "");
	str_free(&sql);
	return top;
}

static enum rc recount_model(struct session *s, const struct model *m, struct err *err)
{
	const struct rules *rules = rules_now(s);
	struct recount r = { .s = s, .model = session_model(s, m->name), .top = top_id(s, m) };
	enum rc rc = RC_OK;
	if (!has_rules(rules, m->no))
		return db_run(s->db, err, "DELETE FROM score_points WHERE ref>>40=?", "i", (int64_t)m->no);
	r.points = xcalloc((size_t)r.top + 1, sizeof *r.points);
	mark_live(&r);
	for (int i = 0; i < rules->n && rc == RC_OK; i++)
		if (model_of(rules->rule[i].of)->no == m->no)
			rc = apply_rule(&r, &rules->rule[i], err);
	for (int64_t from = 1; from <= r.top && rc == RC_OK; from += BATCH)
		rc = write_points(&r, from, from + BATCH - 1 < r.top ? from + BATCH - 1 : r.top, err);
	free(r.points);
	return rc;
}

static const char *due_key(const struct model *m)
{
	return m->no == NO_LEAD ? "points lead" : m->no == NO_ACCOUNT ? "points account" : "points contact";
}

enum rc points_recount(struct session *s, bool all, struct str *said, struct err *err)
{
	static const struct model *const type[] = { &lead_model, &account_model, &contact_model };
	enum rc rc = RC_OK;
	int64_t who = s->user;
	s->user = 0;
	for (size_t i = 0; i < COUNT(type) && rc == RC_OK; i++) {
		if (!scoring_state(s, due_key(type[i]), 0) && !(all && has_rules(rules_now(s), type[i]->no)))
			continue;
		rc = recount_model(s, type[i], err);
		if (rc == RC_OK)
			rc = scoring_set_state(s, due_key(type[i]), 0, err);
		str_addf(said, _("%spoints of %s counted"), said->len ? ", " : "", _(type[i]->plural));
	}
	s->user = who;
	return rc;
}

/* --- rules as records --- */

enum rc points_check(struct session *s, const struct model *m, const char *text, int slot, struct err *err)
{
	struct arena a = ARENA_INIT;
	struct criteria *c = NULL;
	enum rc rc = criteria_parse(s, session_model(s, m->name), text, &a, &c, err);
	if (rc == RC_OK && c && (criteria_names(c, "score") || criteria_names(c, "phase")))
		rc = fail(err, RC_INVALID, NO_FIELD, _("points cannot depend on the score or on what follows from it"));
	if (rc != RC_OK && err)
		err->field = slot;
	arena_free(&a);
	return rc;
}

static enum rc rule_before_save(struct session *s, struct save *sv, struct err *err)
{
	const struct record *r = sv->after;
	if (!rec_has(r, SCORE_RULE_CRITERIA) && !rec_has(r, SCORE_RULE_TOUCH))
		return fail(err, RC_INVALID, SCORE_RULE_CRITERIA, _("say what gives the points: criteria, a touch, or both"));
	return points_check(s, model_of(rec_int(r, SCORE_RULE_OF)), rec_text(r, SCORE_RULE_CRITERIA), SCORE_RULE_CRITERIA, err);
}

/* Small offices are counted at once, in the rule's own step; large ones by the timer, the action or crm score --rebuild. */
static enum rc rule_derive(struct session *s, const struct save *sv, struct err *err)
{
	const struct model *m = model_of(rec_int(sv->after, SCORE_RULE_OF));
	struct str said = STR_INIT;
	enum rc rc = scoring_set_state(s, due_key(m), 1, err);
	if (rc == RC_OK && sv->before && save_changed(sv, SCORE_RULE_OF))
		rc = scoring_set_state(s, due_key(model_of(rec_int(sv->before, SCORE_RULE_OF))), 1, err);
	if (rc == RC_OK && top_id(s, m) <= AT_ONCE)
		rc = points_recount(s, false, &said, err);
	else if (rc == RC_OK && session_talks(s))
		session_remark(s, _("the points are counted with the next tick; \"count the points\" does it now"));
	str_free(&said);
	return rc;
}

static enum rc recount_run(struct session *s, struct step *st, const struct model *m, const int64_t *id, int n,
	const struct value *param, struct action_result *out, struct err *err)
{
	(void)st, (void)m, (void)id, (void)n, (void)param;
	enum rc rc = points_recount(s, true, &out->message, err);
	out->done = rc == RC_OK;
	if (!out->message.len)
		str_add(&out->message, _("there are no scoring rules"));
	return rc;
}

/* clang-format off */
static const struct field rule_fields[SCORE_RULE_N] = {
	SYSTEM_FIELDS,
	[SCORE_RULE_NAME] = { .name = "name", .label = N_("Name"), .type = FT_TEXT, .flags = F_REQUIRED | F_LIST | F_SEARCH,
		.no = 10, .width = 26, .max = 100 },
	[SCORE_RULE_OF] = { .name = "of", .label = N_("Of"), .type = FT_CHOICE, .choice = of_choices,
		.flags = F_REQUIRED | F_LIST, .no = 11, .width = 20, .dflt = "lead" },
	[SCORE_RULE_CRITERIA] = { .name = "criteria", .label = N_("Which"), .type = FT_TEXT, .flags = F_LIST, .no = 12,
		.width = 30, .max = 2000, .help = N_("As in a filter: revenue > 5k and country = DE; empty: all") },
	[SCORE_RULE_TOUCH] = { .name = "touch", .label = N_("For each"), .type = FT_REF, .ref = "activity_type",
		.flags = F_LIST, .no = 13, .width = 12, .help = N_("Points for each done activity of this type") },
	[SCORE_RULE_TIMES] = { .name = "times", .label = N_("At most times"), .type = FT_INT, .no = 14, .width = 6, .hi = 1000,
		.help = N_("So many activities count; empty: all") },
	[SCORE_RULE_POINTS] = { .name = "points", .label = N_("Points"), .type = FT_INT, .flags = F_REQUIRED | F_LIST, .no = 15,
		.width = 6, .lo = -10000, .hi = 10000, .help = N_("Plus or minus") },
};
static const struct action rule_actions[] = {
	{ .name = "recount", .label = N_("Count the points"), .none = true, .run = recount_run,
		.help = N_("Of all records, by all scoring rules") },
};
/* clang-format on */
static const int rule_slots[] = { SCORE_RULE_NAME, SCORE_RULE_OF, SCORE_RULE_POINTS, SCORE_RULE_TOUCH, SCORE_RULE_TIMES, SCORE_RULE_CRITERIA, 0 };
static const struct section rule_sections[] = { { N_("Scoring rule"), rule_slots, false }, { 0 } };
static const struct preset rule_presets[] = { { .name = "scoring_rules", .label = N_("Scoring rules") } };

/* clang-format off */
const struct model scoring_rule_model = {
	.no = NO_SCORING_RULE, .name = "scoring_rule", .label = N_("Scoring rule"), .plural = N_("Scoring rules"),
	.fields = rule_fields, .n = SCORE_RULE_N, .title = SCORE_RULE_NAME, .sort = "of,name", .sections = rule_sections,
	.actions = rule_actions, .n_actions = COUNT(rule_actions), .presets = rule_presets,
	.n_presets = COUNT(rule_presets), .quick = rule_slots,
	.empty = N_("No scoring rules yet: n makes one, such as 10 points for each call."),
	.hooks = { .before_save = rule_before_save, .derive = rule_derive },
	.help = N_("Points for what a record is, and for calls, mails and visits"),
};
/* clang-format on */

/* A stage's criteria changed: its cards are looked at again. */
enum rc points_stage_derive(struct session *s, const struct save *sv, struct err *err)
{
	if (!sv->before || !save_changed(sv, STAGE_CRITERIA))
		return RC_OK;
	enum rc rc = db_run(s->db, err, "DELETE FROM score_match WHERE stage=?", "i", sv->after->id);
	for (int64_t card = 0; rc == RC_OK;) {
		card = db_get_int(s->db, 0,
			"SELECT id FROM lead WHERE stage=? AND id>? AND trashed_at IS NULL ORDER BY id LIMIT 1", "ii",
			sv->after->id, card);
		if (!card)
			break;
		rc = match_stage(s, card, err);
	}
	return rc;
}

/* --- the panel --- */

enum rc points_lines(struct session *s, const struct record *r, struct panel_lines *out, struct err *err)
{
	const struct rules *rules = rules_now(s);
	int64_t sum = 0;
	(void)err;
	for (int i = 0; i < rules->n; i++) {
		const struct rule *rule = &rules->rule[i];
		int64_t points = model_of(rule->of)->no == r->model->no ? points_of(s, rule, r->model, r->id) : 0;
		if (!points)
			continue;
		struct panel_line *line = panel_add(out, "%s", rule->name);
		line->detail = arena_printf(&out->arena, "%+lld", (long long)points);
		line->tone = points > 0 ? TONE_GOOD : TONE_WARN;
		line->ref = REF_MAKE(NO_SCORING_RULE, rule->id);
		sum += points;
	}
	if (out->n)
		panel_add(out, _("together"))->detail = arena_printf(&out->arena, "%lld", (long long)sum);
	else
		panel_add(out, has_rules(rules, r->model->no) ? _("no scoring rule gives it points")
							      : _("there are no scoring rules for it: a new scoring rule makes one"))
			->tone = TONE_QUIET;
	return RC_OK;
}
