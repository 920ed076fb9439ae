/* Errors: every function that can fail returns an enum rc and takes a struct err * last. */
#ifndef BASE_ERR_H
#define BASE_ERR_H

enum rc {
	RC_OK = 0,
	RC_INVALID,   /* the input is wrong; err.field and err.at say where */
	RC_NOT_FOUND, /* no such record, or not yours to see: the same words */
	RC_DENIED,    /* you may see it, but not do this */
	RC_CONFLICT,  /* somebody changed it since you read it */
	RC_BUSY,      /* the database is held by another session; try again */
	RC_FULL,      /* disk full or over a limit */
	RC_IO,        /* the system refused: file, terminal, child process */
	RC_CANCELLED, /* the person stopped it */
	RC_NEWER,     /* the file was made by a newer program */
	RC_CORRUPT,   /* the file is damaged */
	RC_USAGE,     /* the command was called wrongly */
	RC_SCOPE,     /* the record is one of several that follow each other: say which are meant */
	RC_ASK        /* it does more than it seems: the text says what; done again knowingly it goes through */
};

/* Messages: lower case, no full stop, what failed on what, and what to do. They have already gone through _(). */
struct err {
	enum rc rc;
	int field; /* slot of the record's field, -1 when none */
	int at;    /* byte offset in the text that was parsed, -1 when none */
	char text[512];
};

#define NO_FIELD (-1)
#define ERR_INIT { .rc = RC_OK, .field = NO_FIELD, .at = -1 }

/* Fills err (may be NULL) and returns rc, so that a failing function is one line. Clears err->at. */
enum rc fail(struct err *err, enum rc rc, int field, const char *fmt, ...) __attribute__((format(printf, 4, 5)));
/* The same with the byte offset of the offending character. */
enum rc fail_at(struct err *err, enum rc rc, int at, const char *fmt, ...) __attribute__((format(printf, 4, 5)));
void err_clear(struct err *err);

/* The exit code a program ends with for rc: 0 done, 1 refused, 2 wrong use, 3 not found, 4 conflict, 75 try again. */
int rc_exit(enum rc rc);

#endif
