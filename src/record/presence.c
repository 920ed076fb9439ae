#include "record/presence.h"

#include <stdlib.h>
#include <sys/random.h>

#include "base/sha256.h"
#include "record/session.h"

#define USER_BITS 20 /* persons with a larger number are not shown */
#define MARKS_OF_RECORD ((int64_t)1 << (USER_BITS + 1))
#define MARKS_ASKED 64

/* Anybody on the machine can list the locks there are. What they lie on is therefore no record's number but a number made of it
 * and of this one, which only the office's program reads. 0: there is none. */
static int64_t office_key(struct session *s)
{
	int64_t fresh;

	if (!s->presence_key)
		s->presence_key = db_get_int(s->db, 0, "SELECT value FROM meta WHERE key = 'presence'", "");
	if (s->presence_key || s->view_only || getrandom(&fresh, sizeof fresh, 0) != sizeof fresh)
		return s->presence_key;
	/* refused (a full disk): nobody is seen until it goes through */
	(void)db_run(s->db, NULL, "INSERT OR IGNORE INTO meta VALUES ('presence', ?1)", "i", (fresh & INT64_MAX) | 1);
	s->presence_key = db_get_int(s->db, 0, "SELECT value FROM meta WHERE key = 'presence'", "");
	return s->presence_key;
}

/* The first of the record's marks: two for every person, reading and editing. -1: there is no key. */
static int64_t place_of(struct session *s, int64_t ref)
{
	int64_t from[2] = { office_key(s), ref };
	struct sha256 h;
	char sum[65];

	if (!from[0])
		return -1;
	sha256_init(&h);
	sha256_add(&h, from, sizeof from);
	sha256_hex(&h, sum);
	sum[16] = '\0';
	return (int64_t)(strtoull(sum, NULL, 16) % (uint64_t)(DB_MARKS / MARKS_OF_RECORD)) * MARKS_OF_RECORD;
}

void presence_set(struct session *s, int64_t ref, enum presence what)
{
	int64_t place = place_of(s, ref), user = s->self ? s->self : s->user;

	if (place < 0 || user <= 0 || user >= MARKS_OF_RECORD / 2)
		return;
	db_mark(s->db, place + 2 * user, what == HERE);
	db_mark(s->db, place + 2 * user + 1, what == HERE_EDITING);
}

static void add(struct present *out, int *n, int cap, int64_t user, bool editing)
{
	for (int i = 0; i < *n; i++)
		if (out[i].user == user) {
			out[i].editing |= editing;
			return;
		}
	if (*n < cap)
		out[(*n)++] = (struct present){ user, editing };
}

int presence_others(struct session *s, int64_t ref, struct present *out, int cap)
{
	int64_t place = place_of(s, ref), mark[MARKS_ASKED];
	int n = 0, marks = place < 0 ? 0 : db_marked(s->db, place, place + MARKS_OF_RECORD, mark, MARKS_ASKED);

	for (int i = 0; i < marks; i++)
		add(out, &n, cap, (mark[i] - place) / 2, (mark[i] - place) % 2);
	return n;
}
