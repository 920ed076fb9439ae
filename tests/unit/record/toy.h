/* Toy record types: a small library of books. The record floor is tested with these; it knows no office. */
#ifndef TOY_H
#define TOY_H

#include "record/registry.h"
#include "record/session.h"

enum person_slot { PERSON_LOGIN = SYS_N, PERSON_NAME, PERSON_BOSS, PERSON_N };
enum label_slot { LABEL_NAME = SYS_N, LABEL_N };
enum shelf_slot { SHELF_NAME = SYS_N, SHELF_ORDER, SHELF_FOLDED, SHELF_CITY, SHELF_N };
enum book_slot {
	BOOK_TITLE = SYS_N,
	BOOK_KIND,
	BOOK_SHELF,
	BOOK_OWNER,
	BOOK_PRICE,
	BOOK_PAGES,
	BOOK_SHARE,
	BOOK_LENT,
	BOOK_DUE,
	BOOK_LABELS,
	BOOK_FORMATS,
	BOOK_EMAIL,
	BOOK_PHONE,
	BOOK_URL,
	BOOK_NOTE,
	BOOK_SEEN,
	BOOK_ABOUT,
	BOOK_NUMBER,
	BOOK_ISBN,
	BOOK_RANK,
	BOOK_STATE,
	BOOK_DOUBLE,
	BOOK_CHAPTERS,
	BOOK_EXTERNAL,
	BOOK_N
};
enum chapter_slot { CHAPTER_NAME = SYS_N, CHAPTER_BOOK, CHAPTER_PAGES, CHAPTER_N };
enum reader_slot {
	READER_TITLE = SYS_N,
	READER_NAME,
	READER_COMPANY,
	READER_EMAIL,
	READER_EMAIL2,
	READER_PHONE,
	READER_MOBILE,
	READER_OWNER,
	READER_REVENUE,
	READER_CLOSING,
	READER_TAGS,
	READER_OPT_OUT,
	READER_NOTES,
	READER_EXTERNAL,
	READER_N
};
enum { BOOK_NOVEL = 1, BOOK_SCIENCE, BOOK_POETRY };

extern const struct office toy_office;
/* A session over a fresh database in a temporary folder; the clock stands at 2026-11-21T09:00:00Z, the zone is UTC. */
struct session *toy_open(void);
/* Another session on the same file. */
struct session *toy_again(struct session *s, const char *login);
/* Closes; removes the folder when it was the one of toy_open. */
void toy_close(struct session *s);
/* For a group of tests that read spreadsheets: the process that reads files, for their sessions, and what headers are known.
 */
extern struct agent *toy_agent;
int toy_reads_files(void **state);
int toy_reads_no_files(void **state);
/* Creates a record from "field=value" words and returns its id; asserts that it works. */
int64_t toy_new(struct session *s, const char *model, const char *const *word);
#define TOY(s, model, ...) toy_new((s), (model), (const char *const[]){ __VA_ARGS__, NULL })
/* Sets fields of a record the same way, as one step. */
enum rc toy_set(struct session *s, const char *model, int64_t id, struct err *err, const char *const *word);
/* A field's text (SHOW_EXPORT), in a static buffer. */
const char *toy_get(struct session *s, const char *model, int64_t id, const char *field);

#endif
