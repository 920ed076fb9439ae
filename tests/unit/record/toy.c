#include "toy.h"

#include <assert.h>
#include <stdio.h>
#include <unistd.h>

#include "base/agent.h"
#include "base/clock.h"
#include "base/i18n.h"
#include "record/action.h"
#include "record/exchange.h"
#include "record/panel.h"
#include "record/record.h"
#include "record/save.h"
#include "record/value.h"

static const struct field person_fields[PERSON_N] = {
	SYSTEM_FIELDS,
	[PERSON_LOGIN] = { "login", "Login", FT_TEXT, F_REQUIRED | F_UNIQUE | F_LIST, 10 },
	[PERSON_NAME] = { "name", "Name", FT_TEXT, F_LIST | F_SEARCH, 11 },
	[PERSON_BOSS] = { "boss", "Boss", FT_REF, F_INDEX, 12, .ref = "user" },
};
static const struct model person_model = { .no = 10, .name = "user", .label = "Person", .plural = "People",
	.fields = person_fields, .n = PERSON_N, .title = PERSON_LOGIN, .sort = "login" };

static const struct field label_fields[LABEL_N] = {
	SYSTEM_FIELDS,
	[LABEL_NAME] = { "name", "Name", FT_TEXT, F_REQUIRED | F_UNIQUE | F_LIST, 10 },
};
static const struct model label_model = { .no = 11, .name = "label", .label = "Label", .plural = "Labels",
	.fields = label_fields, .n = LABEL_N, .title = LABEL_NAME, .sort = "name", .flags = M_SMALL };

static const struct field shelf_fields[SHELF_N] = {
	SYSTEM_FIELDS,
	[SHELF_NAME] = { "name", "Name", FT_TEXT, F_REQUIRED | F_LIST, 10 },
	[SHELF_ORDER] = { "sequence", "Order", FT_INT, F_LIST, 11 },
	[SHELF_FOLDED] = { "folded", "Folded", FT_BOOL, 0, 12 },
	[SHELF_CITY] = { "city", "City", FT_TEXT, F_LIST, 13 },
};
static const struct model shelf_model = { .no = 12, .name = "shelf", .label = "Shelf", .plural = "Shelves",
	.fields = shelf_fields, .n = SHELF_N, .title = SHELF_NAME, .sequence = SHELF_ORDER, .folded = SHELF_FOLDED,
	.sort = "sequence,name", .flags = M_SMALL | M_COLUMNS };

static const struct choice kinds[] = { { BOOK_NOVEL, "novel", "Novel" }, { BOOK_SCIENCE, "science", "Science" },
	{ BOOK_POETRY, "poetry", "Poetry" }, { 0 } };
static const struct choice formats[] = { { 1, "paper", "Paper" }, { 2, "audio", "Audio" }, { 3, "screen", "Screen" }, { 0 } };
static const struct choice states[] = { { 1, "none", "None", TONE_NONE, "." }, { 2, "later", "Later", TONE_GOOD, "-" },
	{ 3, "today", "Today", TONE_WARN, "=" }, { 4, "late", "Late", TONE_BAD, "!" }, { 0 } };

static bool state_twin(struct session *s, const struct record *r, struct value *out)
{
	char today[11];
	int c;

	(void)s;
	date_iso(date_today(), today);
	if (!rec_has(r, BOOK_DUE)) {
		*out = VALUE_INT(1);
		return true;
	}
	c = strcmp(rec_text(r, BOOK_DUE), today);
	*out = VALUE_INT(c < 0 ? 4 : c == 0 ? 3 : 2);
	return true;
}

static const struct field book_fields[BOOK_N] = {
	SYSTEM_FIELDS,
	[BOOK_TITLE] = { "title", "Title", FT_TEXT, F_REQUIRED | F_LIST | F_SEARCH, 10, 24, 200 },
	[BOOK_KIND] = { "kind", "Kind", FT_CHOICE, F_LIST | F_INDEX, 11, .dflt = "novel", .choice = kinds },
	[BOOK_SHELF] = { "shelf", "Shelf", FT_REF, F_LIST | F_INDEX | F_CREATE_REF, 12, .ref = "shelf" },
	[BOOK_OWNER] = { "owner", "Owner", FT_REF, F_LIST | F_INDEX, 13, .ref = "user", .dflt = "me" },
	[BOOK_PRICE] = { "price", "Price", FT_MONEY, F_LIST | F_INDEX, 14 },
	[BOOK_PAGES] = { "pages", "Pages", FT_INT, F_LIST, 15, .lo = 0, .hi = 10000 },
	[BOOK_SHARE] = { "share", "Share", FT_PERCENT, 0, 16, .lo = 0, .hi = 10000 },
	[BOOK_LENT] = { "lent", "Lent", FT_BOOL, 0, 17 },
	[BOOK_DUE] = { "due", "Due", FT_DATE, F_INDEX, 18 },
	[BOOK_LABELS] = { "labels", "Labels", FT_REFS, F_CREATE_REF, 19, .ref = "label" },
	[BOOK_FORMATS] = { "formats", "Formats", FT_CHOICES, 0, 20, .choice = formats },
	[BOOK_EMAIL] = { "email", "E-mail", FT_EMAIL, F_SEARCH | F_INDEX, 21 },
	[BOOK_PHONE] = { "phone", "Phone", FT_PHONE, F_SEARCH, 22 },
	[BOOK_URL] = { "url", "Web", FT_URL, 0, 23 },
	[BOOK_NOTE] = { "notes", "Notes", FT_NOTE, F_SEARCH, 24 },
	[BOOK_SEEN] = { "seen_at", "Seen", FT_INSTANT, 0, 25 },
	[BOOK_ABOUT] = { "about", "About", FT_ANYREF, F_INDEX, 26 },
	[BOOK_NUMBER] = { "number", "Number", FT_AUTONO, F_READONLY, 27, .dflt = "B-" },
	[BOOK_ISBN] = { "isbn", "ISBN", FT_TEXT, F_UNIQUE, 28 },
	[BOOK_RANK] = { "rank", "Rank", FT_INT, F_QUIET | F_HIDDEN, 29 },
	[BOOK_STATE] = { "state", "State", FT_FORMULA, F_LIST, 30, .as = FT_CHOICE, .choice = states,
		.sql = "CASE WHEN $t.due IS NULL THEN 1 WHEN $t.due < :today THEN 4 WHEN $t.due = :today THEN 3 ELSE 2 END",
		.formula = state_twin },
	[BOOK_DOUBLE] = { "double_price", "Double", FT_FORMULA, 0, 31, .as = FT_MONEY, .sql = "$t.price * 2" },
	[BOOK_CHAPTERS] = { "chapters", "Chapters", FT_LINES, 0, 32, .ref = "chapter", .via = "book" },
	[BOOK_EXTERNAL] = { "external_id", "External id", FT_TEXT, F_INDEX, 33 },
};
static const int book_main[] = { BOOK_TITLE, BOOK_SHELF, BOOK_PRICE, BOOK_DUE, 0 };
static const int book_tab[] = { BOOK_NOTE, 0 };
static const struct section book_sections[] = { { "Book", book_main }, { "Notes", book_tab, true }, { 0 } };

static bool lendable(struct session *s, const struct model *m, const struct record *r)
{
	(void)s;
	(void)m;
	return r && !rec_int(r, BOOK_LENT);
}

static enum rc lend(struct session *s, struct step *st, const struct model *m, const int64_t *id, int n,
	const struct value *param, struct action_result *out, struct err *err)
{
	enum rc rc = RC_OK;

	for (int i = 0; i < n && rc == RC_OK; i++) {
		struct change ch[] = { { BOOK_LENT, .val = VALUE_INT(1) }, { BOOK_DUE, .val = param[0] } };
		int64_t one = id[i];

		rc = record_save(s, st, m, &one, ch, 2, NULL, err);
		out->done += rc == RC_OK;
	}
	str_addf(&out->message, "%d lent", out->done);
	return rc;
}

static const struct field lend_params[] = { { "until", "Until", FT_DATE, F_REQUIRED, 1 } };
static const struct action book_actions[] = { { .name = "lend", .label = "Lend", .key = "w", .many = true, .params = lend_params,
	.n_params = 1, .usage = "ID... --until DATE", .applies = lendable, .run = lend } };

static enum rc reckon(struct session *s, const struct record *r, struct panel_lines *out, struct err *err)
{
	struct panel_line *line = panel_add(out, "Pages read for a coin of %s", rec_text(r, BOOK_TITLE));

	(void)s;
	(void)err;
	line->detail = arena_printf(&out->arena, "%d", (int)rec_int(r, BOOK_PAGES));
	line->tone = TONE_GOOD;
	line = panel_add(out, "Stands on the shelf beside");
	line->ref = rec_has(r, BOOK_SHELF) ? REF_MAKE(12, rec_int(r, BOOK_SHELF)) : 0;
	return RC_OK;
}
static const struct panel book_panels[] = { { "reckoning", "Reckoning", reckon } };
static const struct cube_def book_cube = { { BOOK_KIND, SYS_ACTIVE, BOOK_SHELF, BOOK_OWNER, -1 }, { BOOK_PRICE, -1 } };
static const struct preset book_presets[] = { { "d", "board", "Board", "kind = novel", .by = "shelf" },
	{ "l", "books", "Books" } };
static const int book_quick[] = { BOOK_TITLE, BOOK_SHELF, 0 };

static const struct model book_model = { .no = 13, .name = "book", .label = "Book", .plural = "Books", .fields = book_fields,
	.n = BOOK_N, .title = BOOK_TITLE, .owner = BOOK_OWNER, .group = BOOK_SHELF, .rank = BOOK_RANK, .amount = BOOK_PRICE,
	.tags = BOOK_LABELS, .signal = BOOK_STATE, .sort = "title", .sections = book_sections, .actions = book_actions,
	.n_actions = 1, .presets = book_presets, .n_presets = 2, .cube = &book_cube, .quick = book_quick,
	.panels = book_panels, .n_panels = 1 };

static const struct field chapter_fields[CHAPTER_N] = {
	SYSTEM_FIELDS,
	[CHAPTER_NAME] = { "name", "Name", FT_TEXT, F_REQUIRED | F_LIST, 10 },
	[CHAPTER_BOOK] = { "book", "Book", FT_REF, F_REQUIRED | F_INDEX, 11, .ref = "book" },
	[CHAPTER_PAGES] = { "pages", "Pages", FT_INT, F_LIST, 12 },
};
static const struct model chapter_model = { .no = 14, .name = "chapter", .label = "Chapter", .plural = "Chapters",
	.fields = chapter_fields, .n = CHAPTER_N, .title = CHAPTER_NAME, .sort = "name", .flags = M_LINES };

/* Somebody who asks for books, as spreadsheets speak of people. */
static const char *const reader_name[] = { "@full_name", "@first_name+last_name", "@identity", "@key", NULL };
static const char *const reader_company[] = { "@company", "@identity", NULL };
static const char *const reader_title[] = { "@deal_name", "wish", NULL };
static const struct field reader_fields[READER_N] = {
	SYSTEM_FIELDS,
	[READER_TITLE] = { "name", "Title", FT_TEXT, F_REQUIRED | F_LIST | F_SEARCH, 10, .synonyms = reader_title },
	[READER_NAME] = { "contact_name", "Contact name", FT_TEXT, F_LIST, 11, .synonyms = reader_name },
	[READER_COMPANY] = { "company", "Company", FT_TEXT, F_LIST, 12, .synonyms = reader_company },
	[READER_EMAIL] = { "email", "E-mail", FT_EMAIL, F_LIST | F_INDEX, 13 },
	[READER_EMAIL2] = { "email2", "2nd e-mail", FT_EMAIL, 0, 14 },
	[READER_PHONE] = { "phone", "Phone", FT_PHONE, 0, 15 },
	[READER_MOBILE] = { "mobile", "Mobile", FT_PHONE, 0, 16 },
	[READER_OWNER] = { "owner", "Owner", FT_REF, F_INDEX, 17, .ref = "user", .dflt = "me" },
	[READER_REVENUE] = { "revenue", "Revenue", FT_MONEY, F_LIST, 18 },
	[READER_CLOSING] = { "closing", "Closing", FT_DATE, F_LIST, 19 },
	[READER_TAGS] = { "tags", "Tags", FT_REFS, F_CREATE_REF, 20, .ref = "label" },
	[READER_OPT_OUT] = { "opt_out", "No mailings", FT_BOOL, 0, 21 },
	[READER_NOTES] = { "notes", "Notes", FT_NOTE, 0, 22 },
	[READER_EXTERNAL] = { "external_id", "External id", FT_TEXT, F_INDEX, 23 },
};
static const struct model reader_model = { .no = 15, .name = "reader", .label = "Reader", .plural = "Readers",
	.fields = reader_fields, .n = READER_N, .title = READER_TITLE, .owner = READER_OWNER, .sort = "id" };

static const struct model *const models[] = { &person_model, &label_model, &shelf_model, &book_model, &chapter_model,
	&reader_model };
static const struct set_word words[] = { { "my people", "user",
	"WITH RECURSIVE p(id) AS (SELECT id FROM user WHERE boss = :me UNION SELECT user.id FROM user JOIN p ON boss = p.id) "
	"SELECT id FROM p" } };

static enum rc find_person(struct session *s, const char *login, int64_t *id, struct err *err)
{
	int64_t have = db_get_int(s->db, 0, "SELECT id FROM user WHERE login = ?1", "s", login);
	struct change ch = { PERSON_LOGIN, .val = value_text(login) };
	struct step st;
	enum rc rc;

	*id = have;
	if (have)
		return RC_OK;
	rc = step_open(s, "first use", &st, err);
	if (rc != RC_OK)
		return rc;
	return step_close(&st, record_save(s, &st, session_model(s, "user"), id, &ch, 1, NULL, err), err);
}

const struct office toy_office = { .models = models, .n = COUNT(models), .words = words, .n_words = 1, .version = 1,
	.user_model = "user", .user = find_person };

static char folder[64];

static struct session *open_as(const char *path, const char *login)
{
	struct session_options opt = { .path = path, .login = login, .create = true };
	struct session *s = NULL;
	struct err err = ERR_INIT;

	if (session_open(&toy_office, &opt, &s, &err) != RC_OK) {
		fprintf(stderr, "toy: %s\n", err.text);
		abort();
	}
	return s;
}

struct session *toy_open(void)
{
	char *path;
	struct session *s;

	i18n_init();
	date_zone("UTC");
	clock_fix(1795251600); /* 2026-11-21T09:00:00Z */
	snprintf(folder, sizeof folder, "/tmp/toyXXXXXX");
	if (!mkdtemp(folder))
		abort();
	path = xasprintf("%s/toy.db", folder);
	s = open_as(path, "ann");
	free(path);
	return s;
}

struct session *toy_again(struct session *s, const char *login)
{
	return open_as(db_path(s->db), login);
}

void toy_close(struct session *s)
{
	static const char *const suffix[] = { "", "-wal", "-shm", "-notify" };
	char path[256];
	bool last = strncmp(db_path(s->db), folder, strlen(folder)) == 0 && strcmp(s->login, "ann") == 0;

	snprintf(path, sizeof path, "%s", db_path(s->db));
	session_close(s);
	for (size_t i = 0; last && i < COUNT(suffix); i++) {
		char *p = xasprintf("%s%s", path, suffix[i]);

		unlink(p);
		free(p);
	}
	if (last)
		rmdir(folder);
}

static int changes(struct session *s, const struct model *m, const char *const *word, struct change *ch, struct arena *a)
{
	int n = 0;

	for (; *word; word++) {
		const char *eq = strchr(*word, '=');
		char *name = arena_strndup(a, *word, (size_t)(eq - *word));
		struct err err = ERR_INIT;

		ch[n] = (struct change){ .slot = model_slot(m, name) };
		if (ch[n].slot < 0 || value_parse(s, m, ch[n].slot, eq + 1, a, &ch[n].val, NULL, &err) != RC_OK) {
			fprintf(stderr, "toy: %s: %s\n", *word, err.text);
			abort();
		}
		n++;
	}
	return n;
}

int64_t toy_new(struct session *s, const char *model, const char *const *word)
{
	const struct model *m = session_model(s, model);
	struct arena a = ARENA_INIT;
	struct change ch[40];
	int n = changes(s, m, word, ch, &a);
	struct err err = ERR_INIT;
	struct step st;
	int64_t id = 0;
	enum rc rc = step_open(s, "new", &st, &err);

	assert(rc == RC_OK);
	rc = step_close(&st, record_save(s, &st, m, &id, ch, n, NULL, &err), &err);
	if (rc != RC_OK) {
		fprintf(stderr, "toy: new %s: %s\n", model, err.text);
		abort();
	}
	arena_free(&a);
	return id;
}

enum rc toy_set(struct session *s, const char *model, int64_t id, struct err *err, const char *const *word)
{
	const struct model *m = session_model(s, model);
	struct arena a = ARENA_INIT;
	struct change ch[40];
	int n = changes(s, m, word, ch, &a);
	enum rc rc = record_set(s, m, id, ch, n, err);

	arena_free(&a);
	return rc;
}

const char *toy_get(struct session *s, const char *model, int64_t id, const char *field)
{
	static char text[1000];
	const struct model *m = session_model(s, model);
	struct arena a = ARENA_INIT;
	struct record *r;
	struct str out = STR_INIT;

	text[0] = '\0';
	if (record_load(s, m, id, &a, &r, NULL) == RC_OK)
		value_show(s, m, model_slot(m, field), &r->val[model_slot(m, field)], NULL, SHOW_EXPORT, &out);
	snprintf(text, sizeof text, "%s", out.s);
	str_free(&out);
	arena_free(&a);
	return text;
}

struct agent *toy_agent;

int toy_reads_files(void **state)
{
	(void)state;
	sheet_set_known(import_known_header);
	return agent_start(&toy_agent, NULL) == RC_OK ? 0 : -1;
}

int toy_reads_no_files(void **state)
{
	(void)state;
	agent_stop(toy_agent);
	return 0;
}
