#include "assign.h"

#include "base/i18n.h"
#include "record/record.h"
#include "record/value.h"

#define FILE_MAX ((size_t)1 << 20) /* bytes of a value from a file: what a cell of a spreadsheet may hold */

void assign_free(struct assignments *as)
{
	arena_free(&as->arena);
	*as = (struct assignments){ 0 };
}

enum rc assign_name_field(const struct model *m, enum rc rc, struct err *err)
{
	char text[sizeof err->text];

	if (rc == RC_OK || err->field < 0 || err->field >= m->n)
		return rc;
	memcpy(text, err->text, sizeof text);
	return fail(err, rc == RC_CONFLICT ? RC_INVALID : rc, NO_FIELD, "%s: %.480s", m->fields[err->field].name, text);
}

/* "tags+=x" -> slot of tags, CH_ADD, "x". */
static enum rc split(const struct model *m, const char *word, struct change *ch, const char **text, struct err *err)
{
	const char *eq = strchr(word, '=');
	size_t n = eq ? (size_t)(eq - word) : 0;
	char *name;
	const struct field *f;

	if (n == 0)
		return fail(err, RC_USAGE, NO_FIELD, _("\"%s\" is not FIELD=VALUE"), word);
	ch->op = n > 1 && word[n - 1] == '+' ? CH_ADD : n > 1 && word[n - 1] == '-' ? CH_REMOVE : CH_SET;
	name = xstrndup(word, n - (ch->op != CH_SET));
	ch->slot = model_slot(m, name);
	free(name);
	if (ch->slot < 0)
		return fail(err, RC_USAGE, NO_FIELD, _("%s has no field \"%.*s\": crm fields %s lists them"), m->name,
			(int)n, word, m->name);
	f = &m->fields[ch->slot];
	if (ch->op != CH_SET && !field_types[field_kind(f)].set)
		return fail(err, RC_USAGE, NO_FIELD, _("%s holds one value: write %s=VALUE"), f->name, f->name);
	*text = eq + 1;
	return RC_OK;
}

/* What a file holds, without the line end that editors leave. */
static enum rc from_file(struct cli *c, const char **text, struct arena *a, struct err *err)
{
	struct str file = STR_INIT;
	const char *path = *text + 1;
	enum rc rc;

	if (**text != '@')
		return RC_OK;
	if (*path == '@') {
		*text = path;
		return RC_OK;
	}
	rc = agent_read(c->agent, path, FILE_MAX, &file, err);
	if (rc == RC_NOT_FOUND)
		rc = fail(err, RC_INVALID, NO_FIELD, _("no file %s"), path);
	if (file.len && file.s[file.len - 1] == '\n')
		str_cut(&file, file.len - 1);
	if (rc == RC_OK && memchr(file.s, '\0', file.len))
		rc = fail(err, RC_INVALID, NO_FIELD, _("%s is not a text"), path);
	*text = arena_strndup(a, file.s, file.len);
	str_free(&file);
	return rc;
}

/* "create NAME": makes the record that a reference names. */
static enum rc make_reference(struct cli *c, struct step *st, const struct field *f, const char *name, struct err *err)
{
	const struct model *m = session_model(c->s, f->ref);
	struct change title = { .slot = m->title, .val = value_text(name) };
	struct save_options typed = { .typed = true };
	int64_t id = 0;

	return record_save(c->s, st, m, &id, &title, 1, &typed, err);
}

static enum rc read_value(struct cli *c, const struct model *m, struct step *st, const char *text, struct arena *a,
	struct change *ch, struct err *err)
{
	const char *create = NULL;
	enum rc rc;

	for (;;) {
		create = NULL;
		rc = value_parse(c->s, m, ch->slot, text, a, &ch->val, ch->op == CH_REMOVE ? NULL : &create, err);
		if (rc != RC_OK || !create)
			return rc;
		rc = make_reference(c, st, &m->fields[ch->slot], create, err);
		if (rc != RC_OK) {
			/* the fault lies in a field of the other record: here it is this reference that cannot be */
			err->field = ch->slot;
			return rc;
		}
	}
}

enum rc assign_read(struct cli *c, const struct model *m, struct step *st, const char *const *word, int n,
	struct assignments *out, struct err *err)
{
	enum rc rc = RC_OK;

	*out = (struct assignments){ .n = 0 };
	out->change = arena_alloc(&out->arena, (size_t)(n + 1) * sizeof *out->change);
	for (int i = 0; i < n && rc == RC_OK; i++) {
		struct change *ch = &out->change[out->n];
		const char *text = "";

		rc = split(m, word[i], ch, &text, err);
		if (rc != RC_OK)
			return rc;
		rc = from_file(c, &text, &out->arena, err);
		if (rc == RC_OK)
			rc = read_value(c, m, st, text, &out->arena, ch, err);
		if (rc != RC_OK && err->field < 0)
			err->field = ch->slot;
		out->n++;
	}
	return assign_name_field(m, rc, err);
}
