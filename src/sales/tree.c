#include "tree.h"

#include "base/i18n.h"
#include "base/str.h"
#include "record/record.h"
#include "record/save.h"
#include "record/session.h"

enum rc tree_check(struct session *s, const struct save *sv, int slot, struct err *err)
{
	const struct field *f = &sv->model->fields[slot];
	int64_t id = sv->before ? sv->before->id : 0, parent = rec_int(sv->after, slot);
	if (!id || !parent || !save_changed(sv, slot))
		return RC_OK;
	char *sql = xasprintf(
		"WITH RECURSIVE up(id) AS (SELECT ?1 UNION SELECT p.\"%s\" FROM \"%s\" p JOIN up ON p.id=up.id"
		" WHERE p.\"%s\" IS NOT NULL) SELECT 1 FROM up WHERE id=?2",
		f->name, sv->model->name, f->name);
	bool ring = db_get_int(s->db, 0, sql, "ii", parent, id) != 0;
	free(sql);
	return ring ? fail(err, RC_INVALID, slot, _("that would put it below itself: choose another %s"), _(f->label))
		    : RC_OK;
}
