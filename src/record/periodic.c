/* Periodic jobs. Their rows in table periodic are the lock and the memory: whoever moves a row to "running" does the job. A
 * row stays so for as long as its holder lives at most; a holder that died holds it for a quarter of an hour. */
#include "record/periodic.h"

#include <ctype.h>

#include "base/clock.h"
#include "base/i18n.h"
#include "record/session.h"

#define HELD_FOR (15 * 60) /* seconds after which a holder counts as dead */

const char periodic_schema[] =
	"CREATE TABLE IF NOT EXISTS periodic(name TEXT PRIMARY KEY, last_at INTEGER NOT NULL DEFAULT 0, "
	"running_since INTEGER) WITHOUT ROWID;\n";

bool periodic_seconds(const char *text, int64_t *seconds)
{
	static const struct {
		const char *word;
		int64_t seconds;
	} unit[] = { { "minutes", 60 }, { "hours", 3600 }, { "days", 86400 }, { "weeks", 604800 } };
	int64_t n = 0;
	size_t len;

	*seconds = 0;
	if (!*text || strcmp(text, "off") == 0)
		return true;
	while (isdigit((unsigned char)*text) && n < 100)
		n = n * 10 + *text++ - '0';
	text += strspn(text, " ");
	len = strlen(text);
	for (size_t i = 0; i < COUNT(unit); i++) {
		size_t whole = strlen(unit[i].word);
		bool meant = len == 1 || len == whole || len == whole - 1; /* m, minutes, minute */

		if (meant && strncmp(text, unit[i].word, len) == 0)
			*seconds = n * unit[i].seconds;
	}
	return *seconds > 0 && n <= 99;
}

/* How often; -1: never. */
static int64_t interval(struct session *s, const struct periodic *job)
{
	int64_t every = job->every;
	char *text = job->setting ? setting_get(s, job->setting) : NULL;

	if (text && (!periodic_seconds(text, &every) || !every))
		every = -1;
	free(text);
	return every;
}

/* Takes the job when it is due and nobody has it; the transaction decides between those who come together. A last time that
 * is yet to come is of a clock that was put right since. */
static enum rc take(struct session *s, const struct periodic *job, int64_t every, bool *mine, struct err *err)
{
	int64_t now = clock_now();
	enum rc rc = db_begin(s->db, err);

	*mine = false;
	if (rc != RC_OK)
		return rc;
	rc = db_run(s->db, err, "INSERT OR IGNORE INTO periodic(name) VALUES (?1)", "s", job->name);
	if (rc == RC_OK && db_get_int(s->db, 0,
				   "SELECT 1 FROM periodic WHERE name = ?1 AND (last_at + ?2 <= ?3 OR last_at > ?3) AND "
				   "(running_since IS NULL OR running_since <= ?4)",
				   "siii", job->name, every, now, now - HELD_FOR)) {
		*mine = true;
		rc = db_run(s->db, err, "UPDATE periodic SET running_since = ?2 WHERE name = ?1", "si", job->name, now);
	}
	return db_end(s->db, rc, err);
}

/* What failed is tried again the next time. */
static enum rc give_back(struct session *s, const struct periodic *job, bool done, struct err *err)
{
	return db_run(s->db, err, "UPDATE periodic SET running_since = NULL, last_at = CASE WHEN ?2 THEN ?3 ELSE last_at END "
		"WHERE name = ?1", "sii", job->name, (int64_t)done, clock_now());
}

static enum rc run_one(struct session *s, const struct periodic *job, struct str *said, bool *ran, struct err *err)
{
	int64_t every = interval(s, job), user = s->user;
	enum rc rc, last;

	*ran = false;
	if (every < 0)
		return RC_OK;
	rc = take(s, job, every, ran, err);
	if (rc != RC_OK || !*ran)
		return rc;
	s->user = 0; /* the program itself does it, whoever started it */
	rc = job->run(s, said, err);
	s->user = user;
	last = give_back(s, job, rc == RC_OK, rc == RC_OK ? err : NULL);
	return rc == RC_OK ? last : rc;
}

enum rc periodic_run(struct session *s, const struct periodic *job, int n,
	void (*fn)(void *ctx, const struct periodic *job, const char *said, const struct err *err), void *ctx, struct err *err)
{
	enum rc first = RC_OK;

	for (int i = 0; i < n; i++) {
		struct str said = STR_INIT;
		struct err why = ERR_INIT;
		bool ran;
		enum rc rc = run_one(s, &job[i], &said, &ran, &why);

		if (ran || rc != RC_OK)
			fn(ctx, &job[i], said.s, rc == RC_OK ? NULL : &why);
		if (rc != RC_OK && first == RC_OK) {
			first = rc;
			if (err)
				*err = why;
		}
		str_free(&said);
	}
	return first;
}

int64_t periodic_last(struct session *s, const struct periodic *job)
{
	return db_get_int(s->db, 0, "SELECT last_at FROM periodic WHERE name = ?1", "s", job->name);
}
