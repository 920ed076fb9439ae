/* Records as vCard 4.0 (RFC 6350): which field is what follows from its type and its concepts. */
#include "export_private.h"

#include <inttypes.h>

#include "base/clock.h"
#include "base/i18n.h"
#include "base/utf8.h"
#include "import_private.h"

void card_fold(struct str *out, const char *line, size_t n)
{
	size_t room = 75, step;
	uint32_t cp;

	for (size_t i = 0; i < n; i += step) {
		step = utf8_decode(line + i, n - i, &cp);
		if (step > room) {
			str_add(out, "\r\n ");
			room = 74;
		}
		str_addn(out, line + i, step);
		room -= step;
	}
	str_add(out, "\r\n");
}

static void escape(struct str *out, const char *s)
{
	for (; *s; s++) {
		if (*s == '\n')
			str_add(out, "\\n");
		else if (strchr("\\,;", *s))
			str_addf(out, "\\%c", *s);
		else
			str_addc(out, *s);
	}
}

void card_property(struct export *x, const char *name, const char *const *part, int n)
{
	struct str line = STR_INIT;
	bool any = false;

	str_addf(&line, "%s:", name);
	for (int i = 0; i < n; i++) {
		if (i)
			str_addc(&line, ';');
		escape(&line, part[i]);
		any = any || *part[i];
	}
	if (any)
		card_fold(&x->buf, line.s, line.len);
	str_free(&line);
}

void card_one(struct export *x, const char *name, const char *text)
{
	card_property(x, name, &text, 1);
}

void card_line(struct export *x, const char *text)
{
	str_add(&x->buf, text);
	str_add(&x->buf, "\r\n");
}

void card_columns(struct query *q, const struct model *m, const int *slot, int n, struct arena *a)
{
	struct path *p = arena_alloc(a, (size_t)n * sizeof *p);

	for (int i = 0; i < n; i++)
		p[i] = (struct path){ .n = 1, .slot = { slot[i] }, .model = { m } };
	q->columns = p;
	q->n_columns = n;
}

/* --- vCard --- */

enum card {
	CARD_NAME,
	CARD_FIRST,
	CARD_LAST,
	CARD_COMPANY,
	CARD_DEPARTMENT,
	CARD_JOB,
	CARD_STREET,
	CARD_CITY,
	CARD_STATE,
	CARD_ZIP,
	CARD_COUNTRY,
	CARD_BIRTHDAY,
	CARD_NOTES,
	CARD_SALUTATION,
	CARD_TITLE,
	CARD_N
};
static const char *const card_concept[CARD_N] = {
	[CARD_NAME] = "full_name",
	[CARD_FIRST] = "first_name",
	[CARD_LAST] = "last_name",
	[CARD_COMPANY] = "company",
	[CARD_DEPARTMENT] = "department",
	[CARD_JOB] = "job",
	[CARD_STREET] = "street",
	[CARD_CITY] = "city",
	[CARD_STATE] = "state",
	[CARD_ZIP] = "zip",
	[CARD_COUNTRY] = "country",
	[CARD_BIRTHDAY] = "birthday",
	[CARD_NOTES] = "notes",
	[CARD_SALUTATION] = "salutation",
	[CARD_TITLE] = "",
};

static enum rc vcf_columns(struct export *x, struct query *q, struct arena *a, struct err *err)
{
	const struct model *m = q->model;
	int *slot = arena_alloc(a, (size_t)(m->n + CARD_N) * sizeof *slot), n = CARD_N;

	for (int i = 0; i < CARD_N; i++) {
		int at = i == CARD_TITLE ? m->title : import_tied(m, card_concept[i]);

		slot[i] = at < 0 ? SYS_ID : at; /* the id: nothing of it is shown */
	}
	for (int i = SYS_N; i < m->n; i++)
		if (m->fields[i].type == FT_EMAIL || m->fields[i].type == FT_PHONE || m->fields[i].type == FT_URL)
			slot[n++] = i;
	if (n == CARD_N)
		return fail(err, RC_INVALID, NO_FIELD, _("%s has no e-mail or phone: no card can be made of it"),
			_(m->label));
	(void)x;
	card_columns(q, m, slot, n, a);
	return RC_OK;
}

static void card_contacts(struct export *x)
{
	for (int i = CARD_N; i < x->q->n_columns; i++) {
		const struct field *f = path_field(&x->q->columns[i]);

		if (f->type == FT_EMAIL)
			card_one(x, "EMAIL", x->cell[i].s);
		else if (f->type == FT_URL)
			card_one(x, "URL", x->cell[i].s);
		else
			card_one(x, !strcmp(f->name, "mobile") ? "TEL;TYPE=cell" : "TEL", x->cell[i].s);
	}
}

static void card_birthday(struct export *x)
{
	const char *iso = x->cell[CARD_BIRTHDAY].s;
	struct str compact = STR_INIT;

	for (; *iso; iso++)
		if (*iso != '-')
			str_addc(&compact, *iso);
	card_one(x, "BDAY", compact.s);
	str_free(&compact);
}

static void vcf_row(struct export *x, const struct row *r)
{
	struct str *c = x->cell;
	bool company;

	for (int i = 0; i < x->q->n_columns; i++) {
		str_clear(&c[i]);
		if (x->q->columns[i].slot[0] != SYS_ID)
			export_value(x, r, i, i == CARD_SALUTATION ? SHOW_LIST : SHOW_EXPORT, &c[i]);
	}
	company = x->q->columns[CARD_COMPANY].slot[0] == x->q->model->title;
	card_line(x, "BEGIN:VCARD");
	card_line(x, "VERSION:4.0");
	card_one(x, "FN", c[CARD_NAME].len ? c[CARD_NAME].s : c[CARD_TITLE].len ? c[CARD_TITLE].s : "?");
	if (company)
		card_line(x, "KIND:org");
	if (c[CARD_LAST].len || c[CARD_FIRST].len) /* how somebody is addressed is no name by itself */
		card_property(x, "N",
			(const char *const[]){ c[CARD_LAST].s, c[CARD_FIRST].s, "", c[CARD_SALUTATION].s, "" }, 5);
	card_property(x, "ORG", (const char *const[]){ c[CARD_COMPANY].s, c[CARD_DEPARTMENT].s },
		c[CARD_DEPARTMENT].len ? 2 : 1);
	card_one(x, "TITLE", c[CARD_JOB].s);
	card_contacts(x);
	card_property(x, "ADR",
		(const char *const[]){
			"", "", c[CARD_STREET].s, c[CARD_CITY].s, c[CARD_STATE].s, c[CARD_ZIP].s, c[CARD_COUNTRY].s },
		7);
	card_birthday(x);
	card_one(x, "NOTE", c[CARD_NOTES].s);
	card_line(x, "END:VCARD");
}

const struct export_form export_vcf_form = { .row = vcf_row, .columns = vcf_columns };
