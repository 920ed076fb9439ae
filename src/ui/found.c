#include "found.h"

#include "base/fold.h"
#include "base/i18n.h"
#include "record/alike.h"
#include "record/journal.h"
#include "record/query.h"
#include "record/record.h"

#define RECENT_STEPS 300
#define SMALL_MAX 500

struct finding {
	struct session *s;
	const struct model *m;
	struct arena *a;
	struct found *out;
	int n, max;
};

static bool have(const struct finding *f, const struct model *m, int64_t id)
{
	for (int i = 0; i < f->n; i++)
		if (f->out[i].id == id && f->out[i].model == m)
			return true;
	return false;
}

static void add(struct finding *f, const struct model *m, int64_t id, const char *text, const char *detail)
{
	if (f->n >= f->max || have(f, m, id))
		return;
	f->out[f->n++] = (struct found){ .id = id, .model = m, .text = text, .detail = detail };
}

/* ---- by the journal: what changed last ---- */

static void add_recent(struct finding *f)
{
	struct journal_page page;
	struct err err = ERR_INIT;

	if (journal_steps(f->s, 0, RECENT_STEPS, &page, &err) != RC_OK)
		return;
	for (int i = 0; i < page.n && f->n < f->max; i++) {
		const struct model *m = page.row[i].model;
		int64_t id = REF_ID(page.row[i].ref);
		char *title;

		if (!m || (f->m ? m != f->m : (m->flags & (M_LINES | M_SMALL)) != 0) || have(f, m, id))
			continue;
		title = record_title(f->s, m, id);
		if (title)
			add(f, m, id, arena_strdup(f->a, title), f->m ? NULL : _(m->label));
		free(title);
	}
	journal_page_free(&page);
}

bool text_has(const char *text, const char *query)
{
	struct str t = STR_INIT, q = STR_INIT;
	bool has;

	fold(text, strlen(text), &t);
	fold(query, strlen(query), &q);
	has = strstr(t.s, q.s) != NULL;
	str_free(&t);
	str_free(&q);
	return has;
}

/* ---- by a query: the title, and the second line of a card ---- */

static const char *detail_of(struct finding *f, const struct row *r)
{
	struct str text = STR_INIT;
	const char *kept = NULL;

	if (f->m->subtitle)
		value_show(f->s, f->m, f->m->subtitle, &r->val[1], r->titles ? r->titles[1] : NULL, SHOW_LIST, &text);
	if (text.len)
		kept = arena_strdup(f->a, text.s);
	str_free(&text);
	return kept;
}

/* 0: begins so, 1: holds it, -1: neither. */
static int match(const char *title, const char *folded)
{
	struct str t = STR_INIT;
	const char *at;
	int how;

	fold(title, strlen(title), &t);
	at = strstr(t.s, folded);
	how = !at ? -1 : at == t.s ? 0 : 1;
	str_free(&t);
	return how;
}

static void add_listed(struct finding *f, const char *folded, int limit)
{
	const struct path columns[] = { { .n = 1, .slot = { f->m->title }, .model = { f->m } },
		{ .n = 1, .slot = { f->m->subtitle }, .model = { f->m } } };
	struct query q = { .model = f->m, .columns = columns, .n_columns = f->m->subtitle ? 2 : 1, .limit = limit };
	struct page page;
	struct err err = ERR_INIT;

	if (query_run(f->s, &q, &page, &err) != RC_OK)
		return;
	for (int how = 0; how <= 1; how++)
		for (int i = 0; i < page.n; i++) {
			const struct row *r = &page.row[i];
			const char *title = r->val[0].kind == VAL_TEXT ? r->val[0].s
								       : arena_printf(f->a, "#%lld", (long long)r->id);

			if (match(title, folded) == how)
				add(f, f->m, r->id, arena_strdup(f->a, title), detail_of(f, r));
		}
	page_free(&page);
}

/* ---- by a number ---- */

/* Who has it and what is open with them; last, in the place of "create", a new record of it. */
static bool add_whose(struct finding *f, const char *text)
{
	const struct office *o = registry_office(f->s->reg);
	struct alike_list list;

	if (!o->whose || !o->whose(f->s, text, &list))
		return false;
	for (int i = 0; i < list.n && f->n < f->max - 1; i++)
		add(f, registry_no(f->s->reg, REF_MODEL(list.at[i].ref)), REF_ID(list.at[i].ref),
			arena_strdup(f->a, list.at[i].title), arena_strdup(f->a, list.at[i].why));
	alike_free(&list);
	return true;
}

static void add_new_of(struct finding *f, const char *text)
{
	const struct office *o = registry_office(f->s->reg);

	if (f->n == f->max)
		f->n--;
	f->out[f->n++] = (struct found){ .model = o->whose_model,
		.text = arena_printf(f->a, _(o->whose_label), text),
		.create = true };
}

/* ---- by the search index ---- */

static void add_hits(struct finding *f, const char *text)
{
	struct search_hits hits;
	struct err err = ERR_INIT;

	if (search_run(f->s, f->m, text, f->max, &hits, &err) != RC_OK)
		return;
	for (int i = 0; i < hits.n; i++) {
		const struct search_hit *h = &hits.hit[i];
		const struct model *m = registry_no(f->s->reg, REF_MODEL(h->ref));
		const char *detail = h->detail && *h->detail ? h->detail : NULL;

		if (!m)
			continue;
		if (!f->m)
			detail = detail ? arena_printf(f->a, "%s · %s", detail, _(m->label)) : _(m->label);
		else if (detail)
			detail = arena_strdup(f->a, detail);
		add(f, m, REF_ID(h->ref), arena_strdup(f->a, h->title), detail);
	}
	search_hits_free(&hits);
}

int found_records(
	struct session *s, const struct model *m, const char *text, struct arena *a, struct found *out, int max)
{
	struct finding f = { .s = s, .m = m, .a = a, .out = out, .max = max };
	struct str folded = STR_INIT;
	bool number = !m && add_whose(&f, text);

	fold(text, strlen(text), &folded);
	if (m && m->flags & M_SMALL) {
		add_listed(&f, folded.s, SMALL_MAX);
	} else if (folded.len) {
		add_hits(&f, text);
		if (m && f.n == 0) /* types whose fields are not in the index are short */
			add_listed(&f, folded.s, SMALL_MAX);
	} else {
		add_recent(&f);
		if (m)
			add_listed(&f, "", max);
	}
	if (number)
		add_new_of(&f, text);
	str_free(&folded);
	return f.n;
}

/* ---- what may stand in a field ---- */

static void add_choices(struct finding *f, const struct field *field, const char *folded)
{
	for (int how = 0; how <= 1; how++)
		for (const struct choice *c = field->choice; c && c->name; c++) {
			int m = match(_(c->label), folded);

			if ((m < 0 ? match(c->name, folded) : m) == how)
				add(f, NULL, c->no, _(c->label), c->glyph);
		}
}

static void add_words(struct finding *f, const struct field *field, const char *folded)
{
	int n = 0;
	const char *const *word = field->suggest ? field->suggest(f->s, NULL, &n) : NULL;

	for (int i = 0; *folded && i < n; i++)
		if (match(word[i], folded) == 0 && strlen(word[i]) > strlen(folded))
			add(f, NULL, i + 1, word[i], NULL);
}

static void add_bool(struct finding *f, const char *folded)
{
	static const char *const word[] = { N_("no"), N_("yes") };

	for (int i = 1; i >= 0; i--)
		if (match(_(word[i]), folded) == 0)
			add(f, NULL, i, _(word[i]), NULL);
}

static void add_create(struct finding *f, const char *word)
{
	for (int i = 0; i < f->n; i++)
		if (fold_eq(f->out[i].text, word))
			return;
	if (f->n == f->max)
		f->n--;
	f->out[f->n++] = (struct found){ .text = arena_strdup(f->a, word), .create = true };
}

bool found_has(const struct field *f)
{
	switch (field_kind(f)) {
	case FT_REF:
	case FT_REFS:
	case FT_CHOICE:
	case FT_CHOICES:
	case FT_BOOL: return true;
	default: return f->suggest != NULL || f->ref != NULL; /* a text that may be the name of a record */
	}
}

int found_values(struct session *s, const struct model *m, int slot, const char *word, struct arena *a,
	struct found *out, int max)
{
	const struct field *field = &m->fields[slot];
	struct finding f = { .s = s, .a = a, .out = out, .max = max };
	const struct model *ref = field->ref ? registry_find(s->reg, field->ref) : NULL;
	struct str folded = STR_INIT;

	fold(word, strlen(word), &folded);
	switch (field_kind(field)) {
	case FT_REF:
	case FT_REFS:
		f.n = ref ? found_records(s, ref, word, a, out, max) : 0;
		if (ref && field->flags & F_CREATE_REF && folded.len)
			add_create(&f, word);
		break;
	case FT_CHOICE:
	case FT_CHOICES: add_choices(&f, field, folded.s); break;
	case FT_BOOL: add_bool(&f, folded.s); break;
	default:
		if (ref)
			f.n = found_records(s, ref, word, a, out, max);
		else
			add_words(&f, field, folded.s);
		break;
	}
	str_free(&folded);
	return f.n;
}
