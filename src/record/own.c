#include "record/own.h"

#include <stdio.h>

#include "base/fold.h"
#include "base/i18n.h"
#include "column.h"
#include "record/session.h"
#include "record/save.h"

/* Own fields have no lines, formulas or running numbers: those need code. */
static const struct choice own_types[] = {
	{ FT_TEXT + 1, "text", N_("Text") },	      { FT_NOTE + 1, "note", N_("Note") },
	{ FT_INT + 1, "integer", N_("Whole number") }, { FT_MONEY + 1, "money", N_("Money") },
	{ FT_PERCENT + 1, "percent", N_("Percent") },  { FT_BOOL + 1, "bool", N_("Yes or no") },
	{ FT_DATE + 1, "date", N_("Date") },	      { FT_INSTANT + 1, "instant", N_("Date and time") },
	{ FT_CHOICE + 1, "choice", N_("One choice") }, { FT_CHOICES + 1, "choices", N_("Several choices") },
	{ FT_REF + 1, "reference", N_("Reference") },  { FT_REFS + 1, "references", N_("References") },
	{ FT_EMAIL + 1, "email", N_("E-mail") },       { FT_PHONE + 1, "phone", N_("Phone") },
	{ FT_URL + 1, "url", N_("Web address") },      { 0 },
};

static const struct field own_fields[OWN_N] = {
	SYSTEM_FIELDS,
	[OWN_NAME] = { "name", N_("Name"), FT_TEXT, F_REQUIRED | F_ONCE | F_LIST, 10, 16, 60, .sample = "x_example",
		.help = N_("starts with x_, then letters, digits and _") },
	[OWN_MODEL] = { "model", N_("Record type"), FT_TEXT, F_REQUIRED | F_ONCE | F_LIST | F_INDEX, 11, 14, 60, .sample = "user" },
	[OWN_LABEL] = { "label", N_("Label"), FT_TEXT, F_REQUIRED | F_LIST, 12, 20, 60 },
	[OWN_TYPE] = { "type", N_("Type"), FT_CHOICE, F_REQUIRED | F_ONCE | F_LIST, 13, 14, .dflt = "text", .choice = own_types },
	[OWN_CHOICES] = { "choices", N_("Choices"), FT_NOTE, 0, 14, .sample = "", .help = N_("one a line; new ones are added at the end") },
	[OWN_REF] = { "refers_to", N_("Refers to"), FT_TEXT, F_ONCE, 15, 14, 60, .sample = "", .help = N_("the record type of a reference") },
	[OWN_REQUIRED] = { "required", N_("Required"), FT_BOOL, F_LIST, 16 },
	[OWN_HELP] = { "help", N_("Help"), FT_TEXT, 0, 17, 30, 200 },
};

static enum rc check_name(const char *name, struct err *err)
{
	size_t n = strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_");

	if (!str_starts(name, "x_") || name[n] || n < 3)
		return fail(err, RC_INVALID, OWN_NAME, _("\"%s\" is no name for an own field: write x_ and then a-z, 0-9 or _"),
			name);
	return RC_OK;
}

/* Choices are numbered by their line, so lines already used must stay where they are. */
static bool keeps_lines(const char *before, const char *after)
{
	for (; *before; before++)
		if (*before == '\n' && !strchr(after, '\n'))
			return false;
		else if (*before == '\n')
			after = strchr(after, '\n') + 1;
	return *after != '\0';
}

static enum rc before_save(struct session *s, struct save *sv, struct err *err)
{
	const struct record *r = sv->after;
	const struct model *m = registry_find(s->reg, rec_text(r, OWN_MODEL));
	int64_t type = rec_int(r, OWN_TYPE) - 1;
	enum rc rc = check_name(rec_text(r, OWN_NAME), err);

	if (rc != RC_OK)
		return rc;
	if (!m || m == &own_model)
		return fail(err, RC_INVALID, OWN_MODEL, _("no record type \"%s\": crm models lists them"), rec_text(r, OWN_MODEL));
	save_set(sv, OWN_MODEL, value_text(m->name));
	if (!sv->before && model_slot(m, rec_text(r, OWN_NAME)) >= 0)
		return fail(err, RC_INVALID, OWN_NAME, _("%s has a field \"%s\" already"), m->name, rec_text(r, OWN_NAME));
	if ((type == FT_CHOICE || type == FT_CHOICES) && !rec_has(r, OWN_CHOICES))
		return fail(err, RC_INVALID, OWN_CHOICES, _("write the choices, one a line"));
	if (sv->before && rec_has(sv->before, OWN_CHOICES) && !keeps_lines(rec_text(sv->before, OWN_CHOICES), rec_text(r, OWN_CHOICES)))
		return fail(err, RC_INVALID, OWN_CHOICES, _("choices in use keep their line: add new ones at the end"));
	if ((type == FT_REF || type == FT_REFS) && !registry_find(s->reg, rec_text(r, OWN_REF)))
		return fail(err, RC_INVALID, OWN_REF, _("say which record type it refers to"));
	return RC_OK;
}

static enum rc derive(struct session *s, const struct save *sv, struct err *err)
{
	const struct record *r = sv->after;
	enum field_type type = (enum field_type)(rec_int(r, OWN_TYPE) - 1);
	char sql[200];
	enum rc rc = RC_OK;

	if (!sv->before && field_types[type].sql) {
		snprintf(sql, sizeof sql, "ALTER TABLE \"%s\" ADD COLUMN \"c%d\" %s", rec_text(r, OWN_MODEL),
			OWN_FIRST_NO + (int)r->id, field_types[type].sql);
		db_allow_schema(s->db, true);
		rc = db_script(s->db, sql, err);
		db_allow_schema(s->db, false);
	}
	if (rc == RC_OK)
		rc = db_run(s->db, err, "INSERT INTO meta(key, value) VALUES ('registry_epoch', 1) "
			"ON CONFLICT(key) DO UPDATE SET value = value + 1", "");
	return rc;
}

static const int own_main[] = { OWN_NAME, OWN_MODEL, OWN_LABEL, OWN_TYPE, OWN_CHOICES, OWN_REF, OWN_REQUIRED, OWN_HELP, 0 };
static const struct section own_sections[] = { { N_("Field"), own_main }, { 0 } };

const struct model own_model = {
	.no = 1,
	.name = "field",
	.label = N_("Own field"),
	.plural = N_("Own fields"),
	.fields = own_fields,
	.n = OWN_N,
	.flags = M_SMALL | M_OFFICE,
	.title = OWN_LABEL,
	.sort = "model,label",
	.sections = own_sections,
	.quick = own_main,
	.empty = N_("No fields of your own yet. n adds one to a record type."),
	.hooks = { .before_save = before_save, .derive = derive },
	.help = N_("fields the office adds to a record type"),
};

/* "Budget (EUR)": x_budget_eur; a label without such letters is x_field. */
static void name_of(const struct model *m, const char *label, struct str *out)
{
	struct str folded = STR_INIT;
	size_t stem;

	fold(label, strlen(label), &folded);
	str_add(out, "x_");
	for (const char *p = folded.s; *p && out->len < 40; p++)
		if ((*p >= 'a' && *p <= 'z') || (*p >= '0' && *p <= '9'))
			str_addc(out, *p);
		else if (out->s[out->len - 1] != '_')
			str_addc(out, '_');
	while (out->len > 2 && out->s[out->len - 1] == '_')
		str_cut(out, out->len - 1);
	if (out->len == 2)
		str_add(out, "field");
	stem = out->len;
	for (int i = 2; model_slot(m, out->s) >= 0; i++) {
		str_cut(out, stem);
		str_addf(out, "_%d", i);
	}
	str_free(&folded);
}

static enum rc make(struct session *s, const struct model *m, const char *name, const char *label, enum field_type type,
	struct err *err)
{
	struct change ch[] = { { .slot = OWN_NAME, .val = value_text(name) }, { .slot = OWN_MODEL, .val = value_text(m->name) },
		{ .slot = OWN_LABEL, .val = value_text(label) }, { .slot = OWN_TYPE, .val = VALUE_INT(type + 1) } };
	struct step st;
	int64_t id = 0;
	char what[200];
	enum rc rc;

	snprintf(what, sizeof what, _("field %.120s added"), label);
	rc = step_open(s, what, &st, err);
	return rc == RC_OK ? step_close(&st, record_save(s, &st, &own_model, &id, ch, (int)COUNT(ch), NULL, err), err) : rc;
}

enum rc own_field_add(struct session *s, const struct model *m, const char *label, enum field_type type,
	const struct model **now, int *slot, struct err *err)
{
	struct str name = STR_INIT;
	enum rc rc;

	name_of(m, label, &name);
	rc = make(s, m, name.s, label, type, err);
	if (rc == RC_OK)
		rc = registry_load_own(s->reg, s->db, err);
	if (rc == RC_OK) {
		s->epoch = db_get_int(s->db, 0, "SELECT value FROM meta WHERE key = 'registry_epoch'", "");
		*now = registry_find(s->reg, m->name);
		*slot = model_slot(*now, name.s);
	}
	str_free(&name);
	return rc;
}
