/* board: loading, and the form for programs. */
#include "board.h"

#include <inttypes.h>

#include "base/i18n.h"
#include "base/money.h"
#include "plain.h"
#include "record/record.h"

enum { BOARD_BY, BOARD_LIMIT, BOARD_AS_OF, BOARD_FORMAT };
enum part {
	PART_TITLE,
	PART_SUBTITLE,
	PART_AMOUNT,
	PART_STARS,
	PART_SIGNAL,
	PART_SIGNAL_TEXT,
	PART_MARK,
	PART_OWNER,
	PART_N
};

#define CARDS 5 /* of a column, unless asked for more */

struct loading {
	struct cli *c;
	struct board *b;
	struct query q;
	struct path columns[PART_N];
	int column[PART_N]; /* of each part in the query; -1: the model has none */
	int limit;
};

void lanes_free(struct board *b)
{
	arena_free(&b->arena);
	*b = (struct board){ 0 };
}

const char *board_name(const struct board *b)
{
	return b->preset ? _(b->preset->label) : _(b->model->plural);
}

/* The parts of a card are slots with a role. */
static void choose_columns(struct loading *l)
{
	const struct model *m = l->b->model;
	const int slot[PART_N] = { m->title, m->subtitle, m->amount, m->stars, m->signal, m->signal_text, m->mark_text,
		m->owner };
	int n = 0;

	for (int part = 0; part < PART_N; part++) {
		l->column[part] = slot[part] ? n : -1;
		if (slot[part])
			l->columns[n++] = (struct path){ .n = 1, .slot = { slot[part] }, .model = { m } };
	}
	l->q.columns = l->columns;
	l->q.n_columns = n;
}

static const char *part_text(struct loading *l, const struct row *r, enum part part)
{
	int col = l->column[part];
	struct str text = STR_INIT;
	const char *s;

	if (col < 0)
		return "";
	value_show(l->c->s, l->b->model, l->columns[col].slot[0], &r->val[col], r->titles[col],
		part == PART_AMOUNT ? SHOW_SHORT : SHOW_LIST, &text);
	s = arena_strdup(&l->b->arena, text.s);
	str_free(&text);
	return s;
}

static int signal_place(const struct loading *l, const struct row *r)
{
	int col = l->column[PART_SIGNAL];
	const struct choice *choice = col >= 0 ? l->b->model->fields[l->b->model->signal].choice : NULL;

	for (int i = 0; choice && choice[i].name && i < BOARD_SIGNALS; i++)
		if (r->val[col].kind == VAL_INT && r->val[col].i == choice[i].no)
			return i;
	return -1;
}

static void take_card(struct loading *l, const struct row *r, struct card *card)
{
	int stars = l->column[PART_STARS];

	*card = (struct card){ .id = r->id,
		.title = part_text(l, r, PART_TITLE),
		.subtitle = part_text(l, r, PART_SUBTITLE),
		.amount = part_text(l, r, PART_AMOUNT),
		.signal_text = part_text(l, r, PART_SIGNAL_TEXT),
		.mark = part_text(l, r, PART_MARK),
		.owner = part_text(l, r, PART_OWNER),
		.signal = signal_place(l, r) };
	if (stars >= 0 && r->val[stars].kind == VAL_INT)
		card->stars = (int)r->val[stars].i;
}

static enum rc load_cards(struct loading *l, struct lane *lane, struct err *err)
{
	struct query q = l->q;
	struct page page;
	enum rc rc;

	if (!lane->n || lane->folded)
		return RC_OK;
	q.where = criteria_and(
		&l->b->arena, q.where, criteria_is(&l->b->arena, l->b->model, l->b->by.slot[0], &lane->key));
	q.limit = l->limit;
	rc = query_run(l->c->s, &q, &page, err);
	if (rc == RC_OK) {
		lane->card = arena_alloc(&l->b->arena, (size_t)(page.n + 1) * sizeof *lane->card);
		for (lane->n_cards = 0; lane->n_cards < page.n; lane->n_cards++)
			take_card(l, &page.row[lane->n_cards], &lane->card[lane->n_cards]);
	}
	page_free(&page);
	return rc;
}

/* ---- columns ---- */

static struct lane *add_lane(struct board *b, int *cap, struct value key, const char *title)
{
	struct lane *grown;

	if (b->n_lanes == *cap) {
		*cap = *cap ? *cap * 2 : 16;
		grown = arena_alloc(&b->arena, (size_t)*cap * sizeof *grown);
		if (b->n_lanes)
			memcpy(grown, b->lane, (size_t)b->n_lanes * sizeof *grown);
		b->lane = grown;
	}
	b->lane[b->n_lanes] = (struct lane){ .key = key, .title = title };
	return &b->lane[b->n_lanes++];
}

/* Records that stand as columns do so even when empty. */
static enum rc lanes_of_records(struct loading *l, const struct model *m, int *cap, struct err *err)
{
	struct path folded = { .n = 1, .slot = { m->folded }, .model = { m } };
	struct query q = {
		.model = m, .scope = SCOPE_LIVE, .columns = &folded, .n_columns = m->folded ? 1 : 0, .limit = 200
	};
	struct page page;
	enum rc rc = query_run(l->c->s, &q, &page, err);

	for (int i = 0; rc == RC_OK && i < page.n; i++) {
		char *title = record_title(l->c->s, m, page.row[i].id);
		struct lane *lane =
			add_lane(l->b, cap, VALUE_INT(page.row[i].id), arena_strdup(&l->b->arena, title ? title : ""));

		lane->folded = m->folded && page.row[i].val[0].kind == VAL_INT && page.row[i].val[0].i;
		free(title);
	}
	page_free(&page);
	return rc;
}

static enum rc standing_lanes(struct loading *l, int *cap, struct err *err)
{
	const struct field *f = path_field(&l->b->by);
	const struct model *m = field_kind(f) == FT_REF ? registry_find(l->c->s->reg, f->ref) : NULL;

	if (m && (m->flags & M_COLUMNS))
		return lanes_of_records(l, m, cap, err);
	for (const struct choice *c = field_kind(f) == FT_CHOICE ? f->choice : NULL; c && c->name; c++)
		add_lane(l->b, cap, VALUE_INT(c->no), _(c->label));
	return RC_OK;
}

static struct lane *find_lane(struct board *b, const struct value *key)
{
	for (int i = 0; i < b->n_lanes; i++)
		if (value_eq(&b->lane[i].key, key))
			return &b->lane[i];
	return NULL;
}

/* Records without a value stand first, under a name that says so. */
static void put_unset_first(struct board *b, const struct lane *unset)
{
	struct lane first = *unset;

	memmove(b->lane + 1, b->lane, (size_t)(unset - b->lane) * sizeof *b->lane);
	b->lane[0] = first;
}

static void take_group(struct board *b, int *cap, const struct group *g)
{
	struct value key = value_copy(&g->key, &b->arena);
	struct lane *lane = find_lane(b, &key);

	if (!lane)
		lane = add_lane(b, cap, key, key.kind == VAL_NULL ? _("(none)") : arena_strdup(&b->arena, g->title));
	lane->n = g->n;
	lane->sum = g->sum;
	memcpy(lane->signal, g->signal, sizeof lane->signal);
	b->n += g->n;
	b->sum += g->sum;
	if (key.kind == VAL_NULL)
		put_unset_first(b, lane);
}

static enum rc load_lanes(struct loading *l, struct err *err)
{
	struct board *b = l->b;
	struct group_result groups;
	int cap = 0;
	enum rc rc = standing_lanes(l, &cap, err);

	if (rc == RC_OK)
		rc = query_groups(l->c->s, &l->q, &b->by, b->model->amount, GROUP_WITH_SIGNALS, &groups, err);
	if (rc != RC_OK)
		return rc;
	for (int i = 0; i < groups.n; i++)
		take_group(b, &cap, &groups.group[i]);
	group_result_free(&groups);
	for (int i = 0; i < b->n_lanes && rc == RC_OK; i++)
		rc = load_cards(l, &b->lane[i], err);
	return rc;
}

static enum rc choose_by(struct cli *c, struct board *b, const char *by, struct err *err)
{
	const struct model *m = b->model;

	if (!by && !b->preset && !m->group)
		return fail(err, RC_USAGE, NO_FIELD, _("%s has no board: say --by FIELD"), m->name);
	if (!by)
		by = b->preset ? b->preset->by : m->fields[m->group].name;
	if (path_parse(c->s->reg, m, by, &b->by, err) != RC_OK)
		return fail(err, RC_USAGE, NO_FIELD, _("--by: %s has no field \"%s\": crm fields %s lists them"),
			m->name, by, m->name);
	if (b->by.n != 1 || field_kind(path_field(&b->by)) == FT_LINES || field_kind(path_field(&b->by)) == FT_NOTE)
		return fail(err, RC_USAGE, NO_FIELD, _("--by: %s cannot be columns: take a field of the record itself"),
			by);
	return RC_OK;
}

enum rc lanes_load(struct cli *c, const struct target *t, const struct args *a, const char *by, int limit,
	struct board *out, struct err *err)
{
	struct loading l = { .c = c, .b = out, .limit = limit, .q = { .model = t->model, .scope = SCOPE_LIVE } };
	struct criteria *own = NULL;
	enum rc rc;

	*out = (struct board){ .model = t->model, .preset = board_preset(t->model) };
	rc = args_as_of(c, a, BOARD_AS_OF, &l.q.as_of, err);
	if (rc == RC_OK)
		rc = choose_by(c, out, by, err);
	if (rc == RC_OK)
		rc = target_where(c, t, a, 0, &out->arena, &l.q.where, err);
	if (rc == RC_OK && out->preset && out->preset->criteria)
		rc = criteria_parse(c->s, t->model, out->preset->criteria, &out->arena, &own, err);
	if (rc == RC_OK && out->preset && out->preset->sort)
		rc = query_sort(c->s, &l.q, out->preset->sort, err);
	if (rc != RC_OK)
		return rc;
	l.q.where = criteria_and(&out->arena, own, l.q.where);
	choose_columns(&l);
	return load_lanes(&l, err);
}

/* ---- for programs ---- */

static void json_string(struct str *out, const char *key, const char *text)
{
	str_addf(out, "\"%s\":", key);
	json_text(out, text, strlen(text));
}

static void json_lane(const struct cli *c, const struct board *b, const struct lane *lane, struct str *out)
{
	const struct choice *choice = b->model->signal ? b->model->fields[b->model->signal].choice : NULL;

	str_addc(out, '{');
	json_string(out, path_field(&b->by)->name, lane->title);
	if (lane->key.kind == VAL_INT)
		str_addf(out, ",\"%s_id\":%" PRId64, path_field(&b->by)->name, lane->key.i);
	else
		str_addf(out, ",\"%s_id\":null", path_field(&b->by)->name);
	str_addf(out, ",\"count\":%" PRId64 ",\"sum\":", lane->n);
	decimal_plain(lane->sum, c->s->currency->digits, out);
	str_add(out, ",\"signals\":{");
	for (int i = 0; choice && choice[i].name && i < BOARD_SIGNALS; i++)
		str_addf(out, "%s\"%s\":%" PRId64, i ? "," : "", choice[i].name, lane->signal[i]);
	str_add(out, "},\"cards\":[");
	for (int i = 0; i < lane->n_cards; i++) {
		const struct card *k = &lane->card[i];

		str_addf(out, "%s{\"id\":%" PRId64 ",", i ? ",\n  " : "\n  ", k->id);
		json_string(out, "title", k->title);
		str_addc(out, ',');
		json_string(out, "subtitle", k->subtitle);
		str_addc(out, ',');
		json_string(out, "owner", k->owner);
		str_addf(out, ",\"stars\":%d}", k->stars);
	}
	str_add(out, "]}");
}

static void board_json(const struct cli *c, const struct board *b, struct str *out)
{
	str_addc(out, '[');
	for (int i = 0; i < b->n_lanes; i++) {
		str_add(out, i ? ",\n" : "\n");
		json_lane(c, b, &b->lane[i], out);
	}
	str_add(out, "\n]\n");
}

enum rc cmd_board(struct cli *c, const struct args *a, struct err *err)
{
	struct target t = { 0 };
	struct str out = STR_INIT;
	struct board b = { 0 };
	int64_t limit;
	enum rc rc = args_int(a, BOARD_LIMIT, 0, CARDS, &limit, err);

	if (rc == RC_OK)
		rc = session_need(c, err);
	if (rc != RC_OK)
		return rc;
	if (c->plain && !args_own(a))
		return plain_board(c, a, err);
	t.model = target_default(c);
	rc = lanes_load(c, &t, a, args_text(a, BOARD_BY), (int)(limit < 10000 ? limit : 10000), &b, err);
	if (rc == RC_OK && args_choice(a, BOARD_FORMAT, 0) == 1)
		board_json(c, &b, &out);
	else if (rc == RC_OK)
		lanes_draw(c, &b, &out);
	print_str(&out);
	lanes_free(&b);
	str_free(&out);
	return rc;
}
