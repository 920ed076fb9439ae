#include "scoring_set.h"

#include <math.h>
#include <stdio.h>

#include "models.h"
#include "record/session.h"

/* --- numbers for texts --- */

static int *word_slot(const struct word_map *m, const char *text, size_t n)
{
	size_t at = (size_t)hash_bytes(text, n) & (size_t)(m->cap - 1);
	while (m->slot[at]) {
		const char *have = m->word[m->slot[at] - 1];
		if (strncmp(have, text, n) == 0 && have[n] == '\0')
			break;
		at = (at + 1) & (size_t)(m->cap - 1);
	}
	return &m->slot[at];
}

int word_find(const struct word_map *m, const char *text, size_t n)
{
	return m->cap ? *word_slot(m, text, n) - 1 : -1;
}

static void words_grow(struct word_map *m)
{
	free(m->slot);
	m->cap = m->cap ? m->cap * 2 : 256;
	m->slot = xcalloc((size_t)m->cap, sizeof *m->slot);
	for (int i = 0; i < m->n; i++)
		*word_slot(m, m->word[i], strlen(m->word[i])) = i + 1;
}

int word_add(struct word_map *m, const char *text, size_t n)
{
	if (m->n * 2 >= m->cap)
		words_grow(m);
	int *slot = word_slot(m, text, n);
	if (!*slot) {
		GROW(m->word, m->n, m->cap_words);
		m->word[m->n++] = arena_strndup(&m->arena, text, n);
		*slot = m->n;
	}
	return *slot - 1;
}

void words_free(struct word_map *m)
{
	free(m->slot);
	free(m->word);
	arena_free(&m->arena);
}

/* --- profiles --- */

static int item_add(struct score_set *set, const char *text, size_t n)
{
	int i = word_add(&set->item, text, n);
	if (i >= set->cap_item_no) {
		set->cap_item_no = set->cap_item_no ? set->cap_item_no * 2 : 256;
		set->item_no = xreallocarray(set->item_no, (size_t)set->cap_item_no, sizeof *set->item_no);
	}
	set->item_no[i] = (int)strtol(set->item.word[i], NULL, 10);
	return i;
}

static int stage_item(struct score_set *set, int64_t stage)
{
	char text[40];
	int n = snprintf(text, sizeof text, "%d=%lld", VAR_STAGE, (long long)stage);
	return item_add(set, text, (size_t)n);
}

static int team_index(struct session *s, struct score_set *set, int64_t team)
{
	team = scoring_team(s, team);
	for (int i = 0; i < set->n_teams; i++)
		if (set->team[i] == team)
			return i;
	GROW(set->team, set->n_teams, set->cap_teams);
	set->team[set->n_teams] = team;
	return set->n_teams++;
}

static void add_profile(struct session *s, struct score_set *set, int64_t id, const char *key)
{
	char *next;
	int64_t team = strtoll(key, &next, 10), stage = strtoll(next, &next, 10);
	struct set_profile p = { .id = id, .stage = stage, .first = set->n_flat };
	p.team = team_index(s, set, team);
	p.stage_item = stage ? stage_item(set, stage) : -1;
	for (const char *line = next + (*next == '\n'); *line;) {
		size_t n = strcspn(line, "\n");
		GROW(set->flat, set->n_flat, set->cap_flat);
		set->flat[set->n_flat++] = item_add(set, line, n);
		line += n + 1;
	}
	p.n = set->n_flat - p.first;
	GROW(set->profile, set->n, set->cap);
	set->profile[set->n++] = p;
}

static void load_stages(struct session *s, struct score_set *set)
{
	struct stmt *st = db_prep(s->db, "SELECT id,coalesce(sequence,0) FROM stage WHERE trashed_at IS NULL ORDER BY id");
	int64_t first = scoring_first_stage(s);
	while (st_step(st, NULL) > 0) {
		GROW(set->stage, set->n_stages, set->cap_stages);
		set->stage[set->n_stages++] = (struct set_stage){ st_get_int(st, 0), st_get_int(st, 1),
			stage_item(set, st_get_int(st, 0)) };
	}
	st_done(st);
	set->first_stage = first ? stage_item(set, first) : -1;
}

enum rc set_load(struct session *s, struct score_set *out, struct err *err)
{
	struct stmt *st;
	int got;
	*out = (struct score_set){ .n = 0 };
	team_index(s, out, 0);
	load_stages(s, out);
	st = db_prep(s->db, "SELECT id,key FROM score_profile ORDER BY id");
	while ((got = st_step(st, err)) > 0)
		add_profile(s, out, st_get_int(st, 0), st_get_text(st, 1));
	st_done(st);
	return got < 0 ? (err && err->rc ? err->rc : RC_IO) : RC_OK;
}

void set_free(struct score_set *set)
{
	words_free(&set->item);
	free(set->item_no);
	free(set->profile);
	free(set->flat);
	free(set->team);
	free(set->stage);
}

int set_find(const struct score_set *set, int64_t profile)
{
	int low = 0, high = set->n;
	while (low < high) {
		int mid = low + (high - low) / 2;
		if (set->profile[mid].id < profile)
			low = mid + 1;
		else
			high = mid;
	}
	return low < set->n && set->profile[low].id == profile ? low : -1;
}

/* --- frequencies --- */

static uint64_t cell_key(int team, int item)
{
	return ((uint64_t)team << 32 | (uint32_t)item) + 1;
}

static size_t cell_at(const struct tally *t, uint64_t key)
{
	size_t at = (size_t)(key * 0x9e3779b97f4a7c15u >> 20) & (t->cap - 1);
	while (t->key[at] && t->key[at] != key)
		at = (at + 1) & (t->cap - 1);
	return at;
}

static void tally_grow(struct tally *t)
{
	struct tally old = *t;
	t->cap = old.cap ? old.cap * 2 : 1024;
	t->key = xcalloc(t->cap, sizeof *t->key);
	t->won = xcalloc(t->cap, sizeof *t->won);
	t->lost = xcalloc(t->cap, sizeof *t->lost);
	for (size_t i = 0; i < old.cap; i++)
		if (old.key[i]) {
			size_t at = cell_at(t, old.key[i]);
			t->key[at] = old.key[i];
			t->won[at] = old.won[i];
			t->lost[at] = old.lost[i];
		}
	free(old.key);
	free(old.won);
	free(old.lost);
}

void tally_init(struct tally *t, const struct score_set *set)
{
	*t = (struct tally){ .n_teams = set->n_teams };
	tally_grow(t);
	t->all_won = xcalloc((size_t)set->item.n + 1, sizeof *t->all_won);
	t->all_lost = xcalloc((size_t)set->item.n + 1, sizeof *t->all_lost);
	t->sum = xcalloc((size_t)set->n_teams + 1, sizeof *t->sum);
}

static void cell_add(struct tally *t, int team, int item, int won, int lost)
{
	if (t->n * 2 >= t->cap)
		tally_grow(t);
	size_t at = cell_at(t, cell_key(team, item));
	t->n += t->key[at] == 0;
	t->key[at] = cell_key(team, item);
	t->won[at] += (int64_t)won * 10;
	t->lost[at] += (int64_t)lost * 10;
}

static int64_t sequence_of(const struct score_set *set, int64_t stage)
{
	for (int i = 0; i < set->n_stages; i++)
		if (set->stage[i].id == stage)
			return set->stage[i].sequence;
	return INT64_MIN;
}

void tally_add(struct tally *t, const struct score_set *set, const struct set_profile *p, int won, int lost)
{
	int64_t at = sequence_of(set, p->stage);
	if (!won && !lost)
		return;
	for (int i = 0; i < set->n_stages; i++) {
		int passed = set->stage[i].sequence <= at ? lost : 0;
		if (won || passed)
			cell_add(t, p->team, set->stage[i].item, won, passed);
	}
	for (int i = 0; i < p->n; i++)
		cell_add(t, p->team, set->flat[p->first + i], won, lost);
}

/* The stage stands first, the variables follow in the order of the settings; one more place for what is unknown. */
static int var_place(const struct score_conf *c, int no)
{
	if (no == VAR_STAGE)
		return 0;
	for (int i = 0; i < c->n; i++)
		if (c->var[i].no == no)
			return i + 1;
	return c->n + 1 < SCORE_VARS + 2 ? c->n + 1 : SCORE_VARS + 1;
}

void tally_finish(struct tally *t, const struct score_conf *c, const struct score_set *set)
{
	for (size_t i = 0; i < t->cap; i++) {
		if (!t->key[i])
			continue;
		int item = (int)(uint32_t)(t->key[i] - 1), team = (int)((t->key[i] - 1) >> 32);
		int place = var_place(c, set->item_no[item]);
		t->sum[team].any = true;
		t->won[i]++;
		t->lost[i]++;
		if (set->item_no[item] == VAR_TAGS && t->won[i] + t->lost[i] < TAG_LEAST)
			continue;
		t->all_won[item] += (double)t->won[i];
		t->all_lost[item] += (double)t->lost[i];
		for (int k = 0; k < 2; k++) {
			struct team_sum *sum = &t->sum[k ? t->n_teams : team];
			sum->won[place] += (double)t->won[i];
			sum->lost[place] += (double)t->lost[i];
		}
	}
}

static bool cell(const struct tally *t, const struct score_set *set, int team, int item, double *won, double *lost)
{
	if (team == SET_ALL) {
		*won = t->all_won[item];
		*lost = t->all_lost[item];
		return *won + *lost > 0;
	}
	size_t at = cell_at(t, cell_key(team, item));
	*won = (double)t->won[at];
	*lost = (double)t->lost[at];
	return t->key[at] && !(set->item_no[item] == VAR_TAGS && *won + *lost < TAG_LEAST);
}

static int team_for(const struct tally *t, const struct set_profile *p)
{
	return p->team && t->sum[p->team].any ? p->team : SET_ALL;
}

bool tally_chance(const struct tally *t, const struct score_conf *c, const struct score_set *set,
	const struct set_profile *p, bool with_stage, double *chance)
{
	int team = team_for(t, p);
	const struct team_sum *sum = &t->sum[team == SET_ALL ? t->n_teams : team];
	struct evidence e = { .n = 0 };
	double won, lost;
	if (set->first_stage < 0 || !cell(t, set, team, set->first_stage, &e.won, &e.lost) || !(e.won > 0 && e.lost > 0))
		return false;
	if (with_stage && p->stage_item >= 0 && cell(t, set, team, p->stage_item, &won, &lost))
		e.clue[e.n++] = (struct clue){ VAR_STAGE, NULL, won, lost, e.won, e.lost };
	for (int i = 0; i < p->n && e.n < PROFILE_ITEMS; i++) {
		int item = set->flat[p->first + i], place = var_place(c, set->item_no[item]);
		if (cell(t, set, team, item, &won, &lost))
			e.clue[e.n++] = (struct clue){ 0, NULL, won, lost, sum->won[place], sum->lost[place] };
	}
	*chance = evidence_chance(&e);
	return true;
}

double tally_stage_odds(const struct tally *t, const struct score_conf *c, const struct score_set *set,
	const struct set_profile *p)
{
	int team = team_for(t, p);
	double w, l, won, lost;
	(void)c;
	if (set->first_stage < 0 || p->stage_item < 0 || !cell(t, set, team, set->first_stage, &w, &l) ||
		!cell(t, set, team, p->stage_item, &won, &lost))
		return 0;
	return log(won / w) - log(lost / l);
}

enum rc tally_write(struct session *s, const struct tally *t, const struct score_set *set, struct err *err)
{
	enum rc rc = db_run(s->db, err, "DELETE FROM score_count", "");
	for (size_t i = 0; i < t->cap && rc == RC_OK; i++) {
		if (!t->key[i])
			continue;
		const char *word = set->item.word[(uint32_t)(t->key[i] - 1)], *eq = strchr(word, '=');
		struct stmt *st = db_prep(s->db, "INSERT INTO score_count(team,variable,value,won,lost) VALUES(?,?,?,?,?)");
		st_int(st, 1, set->team[(t->key[i] - 1) >> 32]);
		st_int(st, 2, (int)strtol(word, NULL, 10));
		st_text(st, 3, eq + 1);
		st_int(st, 4, t->won[i]);
		st_int(st, 5, t->lost[i]);
		rc = st_run(st, err);
	}
	return rc;
}

void tally_free(struct tally *t)
{
	free(t->key);
	free(t->won);
	free(t->lost);
	free(t->all_won);
	free(t->all_lost);
	free(t->sum);
}
