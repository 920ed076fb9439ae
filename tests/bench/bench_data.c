/* Makes what is measured: `bench_data leads N` and `bench_data cards N` print spreadsheets; `bench_data journal DB N`
 * gives the cards of DB a year of moves between stages, N rows of journal, and two activities each. The same numbers
 * every time. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "bench.h"
#include "record/value.h"

static uint64_t seed = 7;

static unsigned chance(unsigned n)
{
	seed = seed * 6364136223846793005u + 1442695040888963407u;
	return (unsigned)(seed >> 33) % n;
}

#define ONE_OF(words) words[chance(COUNT(words))]

static const char *const given[] = { "Anna", "Boris", "Chen", "Dara", "Emil", "Farah", "Goran", "Hana", "Igor", "Julia",
	"Kamran", "Lena", "Mehdi", "Nora", "Omid", "Petra", "Reza", "Sara", "Tomas", "Vera" };
static const char *const family[] = { "Ahmadi", "Bauer", "Costa", "Dubois", "Eriksen", "Fischer", "Gruber", "Hashemi",
	"Ivanov", "Jansen", "Kowalski", "Larsen", "Moreau", "Novak", "Olsen", "Petrov", "Rossi", "Schmidt", "Tehrani" };
static const char *const goods[] = { "pumps", "valves", "training", "a repair", "spare parts", "an offer", "cranes" };
static const char *const country[] = { "DE", "FR", "IR", "US", "CN" };
static const char *const source[] = { "Website", "Referral", "Fair", "Campaign", "Phone" };
static const char *const stage[] = { "New", "Qualified", "Proposition", "Won" };

static void print_row(int64_t i, int64_t n, bool card)
{
	const char *g = ONE_OF(given), *f = ONE_OF(family);
	unsigned firm = chance((unsigned)(n / 5 + 1));

	printf("Inquiry %lld about %s,Firm %u GmbH,%s %s,%s.%s%lld@firm%u.example,+4930%07u,", (long long)i,
		ONE_OF(goods), firm, g, f, g, f, (long long)i, firm, chance(10000000));
	printf("+49151%07u,%u Main Street,Berlin,%05u,%s,%s,%s,%u.00,Manager,https://firm%u.example,", chance(10000000),
		chance(900), chance(99999), ONE_OF(country), ONE_OF(source), chance(3) ? "vip" : "new;fair",
		chance(90000), firm);
	printf("\"Met at the fair, wants %u of them\",X%lld,%s\n", chance(500), (long long)i,
		card ? ONE_OF(stage) : "new");
}

static void print_sheet(int64_t n, bool card)
{
	printf("Name,Company,Contact name,E-mail,Phone,Mobile,Street,City,ZIP,Country,Source,Tags,Expected revenue,Job,"
	       "Website,Notes,External id,%s\n",
		card ? "Stage" : "Status");
	for (int64_t i = 1; i <= n; i++)
		print_row(i, n, card);
}

/* Steps of a hundred changes each, spread over the year before now. */
static const char moves[] = "INSERT INTO step(user, uid, session, at, label) "
			    "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < ?1 / 100 - 1) "
			    "SELECT 1, 0, 0, ?2 - 31000000 + i * 31000000 / (?1 / 100), 'moved' FROM n";
static const char changes[] = "INSERT INTO change(step, ref, field, old, new) "
			      "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < ?1 - 1) "
			      "SELECT ?2 + i / 100, ?3 + 1 + (i * 7919) % ?4, 15, 1 + i % 3, 1 + (i + 1) % 3 FROM n";
static const char activities[] =
	"INSERT INTO activity(version, active, created_at, updated_at, summary, summary_k, type, record, due, owner, "
	"done_at) "
	"SELECT 1, 1, ?1, ?1, 'call', 'call', 2, ?2 + id, date(?1, 'unixepoch', (id % 60 - 30) || ' days'), 1, "
	"iif(k, ?1, NULL) FROM lead, (SELECT 0 AS k UNION ALL SELECT 1)";

static void fill_journal(const char *path, int64_t n)
{
	struct session *s = bench_open(path);
	struct err err = ERR_INIT;
	int64_t ref = REF_MAKE(session_model(s, "lead")->no, 0), cards, first;
	enum rc rc = db_begin(s->db, &err);

	cards = db_get_int(s->db, 1, "SELECT max(id) FROM lead", "");
	first = db_get_int(s->db, 0, "SELECT max(id) FROM step", "") + 1;
	if (rc == RC_OK)
		rc = db_run(s->db, &err, moves, "ii", n, clock_now());
	if (rc == RC_OK)
		rc = db_run(s->db, &err, changes, "iiii", n, first, ref, cards);
	if (rc == RC_OK)
		rc = db_run(s->db, &err, activities, "ii", clock_now(), ref);
	rc = db_end(s->db, rc, &err);
	session_close(s);
	if (rc != RC_OK)
		bench_die("%s", err.text);
}

int main(int argc, char **argv)
{
	if (argc == 3 && strcmp(argv[1], "leads") == 0)
		print_sheet(strtoll(argv[2], NULL, 10), false);
	else if (argc == 3 && strcmp(argv[1], "cards") == 0)
		print_sheet(strtoll(argv[2], NULL, 10), true);
	else if (argc == 4 && strcmp(argv[1], "journal") == 0)
		fill_journal(argv[2], strtoll(argv[3], NULL, 10));
	else
		bench_die("usage: bench_data leads N | cards N | journal DB N");
	return ferror(stdout) ? 1 : 0;
}
