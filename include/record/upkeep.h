/* The upkeep of a database: faults across tables that SQLite cannot know, backups, the purge of the trash, and asking everyone to
 * leave for the time of an upgrade. */
#ifndef RECORD_UPKEEP_H
#define RECORD_UPKEEP_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"

struct session;
struct db;

/* Looks for faults of the tables and the file, of references and sets, of counters, of full text, and between records and
 * journal; one line each in out. quick: only what is fast at any size. RC_CORRUPT when there are any. */
enum rc upkeep_check(struct session *s, bool quick, struct str *out, struct err *err);

/* A verified backup in dir (NULL: the folder "backup" beside the database, where old ones are thinned out); its path in
 * *path, heap text. RC_FULL: less than three times the database's size is free. */
enum rc upkeep_backup(struct session *s, const char *dir, char **path, struct err *err);
#define BACKUP_OLD (26 * 3600) /* seconds after which the newest backup of an office is too old */
int64_t upkeep_backup_at(struct session *s); /* when the newest one was made; 0: never */

/* Purges what has been in the trash for so many days, in batches. Returns how many in *n. RC_DENIED: not an administrator. */
enum rc upkeep_purge(struct session *s, int days, int64_t *n, struct err *err);
#define TRASH_DAYS 30

/* Asks all other sessions to save and leave, until upkeep_open: at the instant until they do. Waits until they have left or
 * `seconds` are over; who is still there (as far as it can be told) is appended to who. */
enum rc upkeep_clear(struct db *db, int seconds, struct str *who, struct err *err);
enum rc upkeep_open(struct db *db, struct err *err);
/* What everybody at work should know now, most urgent first: "" nothing. leave: it is time to save and go. */
struct upkeep_news {
	char text[300];
	bool leave;
};
void upkeep_news(struct session *s, struct upkeep_news *out);

#endif
