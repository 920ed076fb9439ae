/* The brief of a record in a box, from wherever it is: the first panel of its type. What is about another record (an
 * appointment, a note) gives that one's. */
#include "base/i18n.h"
#include "desk.h"
#include "record/panel.h"
#include "record/record.h"
#include "record/session.h"
#include "ui/widget.h"

#define DEEP 2 /* so far a brief is looked for from record to record */

/* Whose brief it is: itself, or what it is about. 0: there is none. */
static int64_t subject(struct session *s, const struct model *m, int64_t id, int deep)
{
	struct arena a = ARENA_INIT;
	struct record *r;
	int64_t found = m->n_panels ? REF_MAKE(m->no, id) : 0;

	for (int slot = SYS_N; slot < m->n && !found && deep > 0; slot++) {
		int64_t ref = 0;

		if (m->fields[slot].type != FT_ANYREF)
			continue;
		if (record_load(s, m, id, &a, &r, NULL) == RC_OK)
			ref = rec_int(r, slot);
		if (ref && registry_no(s->reg, REF_MODEL(ref)))
			found = subject(s, registry_no(s->reg, REF_MODEL(ref)), REF_ID(ref), deep - 1);
	}
	arena_free(&a);
	return found;
}

enum rc brief_text(struct session *s, const struct model *m, int64_t id, struct str *out, struct err *err)
{
	int64_t ref = subject(s, m, id, DEEP);
	const struct model *of = ref ? registry_no(s->reg, REF_MODEL(ref)) : NULL;
	struct panel_lines lines;
	struct arena a = ARENA_INIT;
	struct record *r;
	enum rc rc;

	if (!of)
		return fail(err, RC_NOT_FOUND, NO_FIELD, _("there is no brief of %s"), _(m->plural));
	panel_lines_init(&lines);
	rc = record_load(s, of, REF_ID(ref), &a, &r, err);
	if (rc == RC_OK)
		rc = of->panels[0].lines(s, r, &lines, err);
	for (int i = 0; i < lines.n && rc == RC_OK; i++) {
		str_add(out, lines.line[i].text);
		if (lines.line[i].detail)
			str_addf(out, "  %s", lines.line[i].detail);
		str_addc(out, '\n');
	}
	panel_lines_free(&lines);
	arena_free(&a);
	return rc;
}

enum rc brief_open(struct ui *ui, const struct model *m, int64_t id, struct err *err)
{
	struct str text = STR_INIT, title = STR_INIT;
	enum rc rc = brief_text(ui->session, m, id, &text, err);

	deed_subject(ui, m, &id, 1, &title);
	if (rc == RC_OK)
		rc = pager_open(ui, title.s, text.s, err);
	str_free(&text);
	str_free(&title);
	return rc;
}
