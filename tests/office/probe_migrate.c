/* probe_migrate DB: brings a database of version 1 to a made-up version 2 in many small statements, as a migration
 * does, so that it can be killed at any of them. Prints "done". */
#include <stdio.h>
#include <unistd.h>

#include "record/session.h"
#include "sales/sales.h"

/* Every lead gets a word, row by row, in a column of its own: half of it would be seen. */
static enum rc run(struct session *s, struct err *err)
{
	int64_t last = db_get_int(s->db, 0, "SELECT max(id) FROM lead", "");
	enum rc rc = db_script(s->db, "ALTER TABLE lead ADD COLUMN moved TEXT; CREATE TABLE proof(n INTEGER);", err);

	for (int64_t id = 1; id <= last && rc == RC_OK; id++)
		rc = db_run(s->db, err, "UPDATE lead SET moved = 'yes' WHERE id = ?1", "i", id);
	if (rc == RC_OK)
		rc = db_run(s->db, err, "INSERT INTO proof SELECT count(*) FROM lead WHERE moved = 'yes'", "");
	return rc;
}

int main(int argc, char **argv)
{
	static const struct migration moves[] = { { 2, run } };
	struct office office = sales_office;
	struct session_options opt = { .path = argc > 1 ? argv[1] : "" };
	struct session *s = NULL;
	struct err err = ERR_INIT;

	office.version = 2;
	office.migrations = moves;
	office.n_migrations = 1;
	if (session_open(&office, &opt, &s, &err) != RC_OK) {
		fprintf(stderr, "%s\n", err.text);
		return 1;
	}
	session_close(s);
	puts("done");
	return 0;
}
