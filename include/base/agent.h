/* The agent: a child process, forked before the database is opened, that holds no one's rows, has closed every other
 * descriptor and given up every privilege for good. User-named files, spreadsheets and child programs are its business only. */
#ifndef BASE_AGENT_H
#define BASE_AGENT_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/csv.h"
#include "base/err.h"

struct agent;
/* Forks it; call before any database is opened. cwd: the person's directory, to which relative paths belong. */
enum rc agent_start(struct agent **out, struct err *err);
void agent_stop(struct agent *a);

/* Opens a regular file for reading ("-": standard input, spooled to an unlinked file); descriptor by SCM_RIGHTS, re-checked:
 * regular, and none of the files registered with agent_protect. */
enum rc agent_open(struct agent *a, const char *path, int *fd, struct err *err);
/* The descriptor may not be one of these (the database's files): by device and inode. */
void agent_protect(dev_t dev, ino_t ino);
/* Reads a whole small file (at most max bytes) into out; RC_NOT_FOUND when there is none. */
enum rc agent_read(struct agent *a, const char *path, size_t max, struct str *out, struct err *err);

/* What stands in a directory ("": the person's own): appends for each entry 'd' (a directory) or 'f' (a regular file), its
 * name and a NUL, in no order. Hidden names and everything else are left out. No more than AGENT_LIST_MAX of them. */
#define AGENT_LIST_MAX 5000
enum rc agent_list(struct agent *a, const char *path, struct str *out, struct err *err);

/* Export: creates "path.partial" (O_EXCL, 0600) and gives its descriptor; agent_publish syncs it and renames it to path.
 * An existing path is refused unless overwrite. agent_discard removes the partial file. */
enum rc agent_create(struct agent *a, const char *path, bool overwrite, int *fd, struct err *err);
enum rc agent_publish(struct agent *a, const char *path, bool overwrite, struct err *err);
void agent_discard(struct agent *a, const char *path);

/* Small texts kept for the person in a directory of her own ($XDG_STATE_HOME/crm/drafts or ~/.local/state/crm/drafts, 0700), each under
 * a plain name, 0600, whole or not at all. They are hers to change: what is read is believed no more than what is typed. */
enum rc agent_keep(struct agent *a, const char *name, const struct str *text, struct err *err);
enum rc agent_kept(struct agent *a, const char *name, struct str *out, struct err *err); /* appends; RC_NOT_FOUND */
enum rc agent_kept_drop(struct agent *a, const char *name, struct err *err);
enum rc agent_kept_names(struct agent *a, struct str *out, struct err *err); /* appends each with a NUL */

/* What was found out, and how sure it is: percent, 100 where a person said it or nothing else is possible. Dates and
 * decimals are told by all rows: struct import_result. */
struct sheet_stamp {
	uint64_t device, inode;
	int64_t size, changed; /* nanoseconds; 0: so lately that the same stamp may hide a change */
};
struct sheet_info {
	struct sheet_stamp stamp;    /* of the file, when its first byte was read */
	int64_t first_line;          /* of the records that are handed out */
	char encoding[32];
	int encoding_sure;
	int delimiter_sure, quote_sure, header_sure;
	char garbled[32];            /* some text is UTF-8 that was read as this encoding and stored so ("Ã¼" for ü); "" none */
	int garbled_sure;
	bool repaired;               /* and was mended, as the options asked */
	int columns;                 /* cells of most records */
	bool quoted_header;          /* the first line is the header, every cell of it in quotes, and ends in CR LF */
	bool bom;
	char bom_name[16];           /* "none", "utf-8", "utf-16le", "utf-16be" */
	struct csv_dialect dialect;
	bool one_column;             /* no delimiter at all */
	int64_t header_line;         /* physical, 0 = none; of a header that takes two rows the last */
	int64_t head_line;           /* the first of these, or a row of groups above the header; 0: none */
	int64_t units_line;          /* below the header, and no row; 0: none */
	int64_t bytes;
	char sha256[65];
	int n_warnings;
	char warning[8][160];
};
/* A spreadsheet as the sniffer understands it. Values forced by the person are kept as given. */
struct sheet_options {
	char encoding[32];           /* "" = find out; else forced; names as iconv knows them, lower case */
	char delimiter, quote;       /* 0 = find out */
	int backslash;               /* -1 = find out */
	int header_line;             /* -1 = find out; 0 = none; else the physical line */
	int header_rows;             /* 0 = find out; 1: the header line alone; 2: the row below it too */
	bool repair;                 /* mend text that was decoded wrongly before it came here (sheet_info.garbled) */
	const char *words;           /* as agent_words takes them, for this reading alone; NULL: none */
	bool again;                  /* known is what an earlier reading found out with these options: it is not looked for */
	struct sheet_info known;     /* again while the file is the same */
};
/* Is a header known? The caller's dictionary, asked by the sniffer while it weighs dialects and header lines. Called in the
 * agent's child: it must be pure (data compiled in, or set up before the agent is forked). */
typedef bool sheet_known_fn(const char *header);
void sheet_set_known(sheet_known_fn *fn);
void sheet_set_units(sheet_known_fn *fn); /* the same of units, as they stand below headers: "kg" */
/* Words that people add to the dictionary: a file's text, which the reader of it has to know on both sides. */
typedef enum rc sheet_words_fn(const char *file, const char *text, size_t n, struct err *err);
void sheet_set_words(sheet_words_fn *fn); /* before the agent is forked */
/* Adds them here and in the agent; RC_INVALID says at which line what was expected, and the words before it count. */
enum rc agent_words(struct agent *a, const char *file, const char *text, size_t n, struct err *err);

/* Reads a spreadsheet in a fresh child of the agent under a memory limit. First info(), then row() for every record from
 * the header line on (the header record itself first; preamble records are not passed; blank records are). Either may stop
 * it by returning false. sniff_only: stop after info() and the first `sniff_only` records (0 = all). */
struct sheet_sink {
	bool (*info)(void *ctx, const struct sheet_info *info);
	csv_record_fn *row;
	void *ctx;
};
enum rc agent_sheet(struct agent *a, const char *path, const struct sheet_options *opt, int64_t sniff_only,
	const struct sheet_sink *sink, struct err *err);

/* Runs a program with the terminal as it is (the caller has left curses): argv split on blanks from command, plus one
 * argument. For editors: text is written to a private file, edited, and read back into text. */
enum rc agent_edit(struct agent *a, const char *command, struct str *text, struct err *err);

#endif
