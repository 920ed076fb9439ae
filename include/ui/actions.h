/* What a person can do on the screens: one row each. The footer, the help, the palette, the docs and the default keys
 * are made from this table; the actions of record types join it at run time as ACT_RECORD rows of struct keymap. */
#ifndef UI_ACTIONS_H
#define UI_ACTIONS_H

#include <stdbool.h>
#include <stddef.h>

/* Where an action means something: a view's contexts are a set of these. */
enum context {
	CTX_ALWAYS = 1 << 0,     /* everywhere, also while typing; never in a view's own set */
	CTX_EVERYWHERE = 1 << 1, /* wherever letters are commands */
	CTX_RECORD = 1 << 2,     /* a record has the focus: card, row, reading, my day */
	CTX_COLLECTION = 1 << 3,
	CTX_BOARD = 1 << 4,
	CTX_LIST = 1 << 5,
	CTX_READING = 1 << 6,
	CTX_TYPING = 1 << 7, /* a text field has the focus: printable keys are text */
	CTX_PICKER = 1 << 8, /* a query line over a list: printable keys are text */
	CTX_LOG = 1 << 9,    /* help, timeline, log: text to look through */
	CTX_IMPORT = 1 << 10,
	CTX_DAY = 1 << 11, /* my day, power hour */
	CTX_CALENDAR = 1 << 12,
	CTX_MENU = 1 << 13 /* a box with numbered or lettered choices of its own: its letters go to text() */
};
#define CTX_N 14
/* What views commonly are. */
#define CTXS_BOARD (CTX_EVERYWHERE | CTX_RECORD | CTX_COLLECTION | CTX_BOARD)
#define CTXS_LIST (CTX_EVERYWHERE | CTX_RECORD | CTX_COLLECTION | CTX_LIST)
#define CTXS_READING (CTX_EVERYWHERE | CTX_RECORD | CTX_READING)
#define CTXS_LOG (CTX_EVERYWHERE | CTX_LOG)
#define CTXS_DAY (CTX_EVERYWHERE | CTX_RECORD | CTX_DAY)
#define CTXS_CALENDAR (CTX_EVERYWHERE | CTX_RECORD | CTX_CALENDAR)
#define CTXS_IMPORT (CTX_EVERYWHERE | CTX_IMPORT)
/* Printable keys are text there. */
#define CTXS_TEXT (CTX_TYPING | CTX_PICKER | CTX_MENU)

enum act_id {
	ACT_NONE,
	ACT_RECORD, /* of a record type: act.action->data says which */
	/* everywhere */
	ACT_HELP,
	ACT_PALETTE,
	ACT_FIND,
	ACT_GO,
	ACT_TOP,
	ACT_BOTTOM,
	ACT_UP,
	ACT_DOWN,
	ACT_LEFT,
	ACT_RIGHT,
	ACT_PAGE_UP,
	ACT_PAGE_DOWN,
	ACT_SCROLL_UP, /* only rows of the table: they are done as ACT_PAGE_UP and ACT_PAGE_DOWN, where Ctrl-U is not
			  text's */
	ACT_SCROLL_DOWN,
	ACT_NEXT_PANE,
	ACT_PREV_PANE,
	ACT_BACK,
	ACT_CLOSE_VIEW,
	ACT_QUIT_CRM,
	ACT_UNDO,
	ACT_REDO,
	ACT_REFRESH,
	ACT_REPEAT,
	ACT_REPAINT,
	ACT_STOP,
	ACT_THEME,
	/* any record */
	ACT_OPEN,
	ACT_EDIT,
	ACT_EDIT_ALL,
	ACT_SET,
	ACT_RELATED,
	ACT_COPY,
	ACT_COPY_RECORD,
	ACT_TRASH,
	ACT_MERGE,
	ACT_PREVIEW,
	ACT_MARK,
	ACT_MARK_RANGE,
	ACT_MARK_ALL,
	ACT_HISTORY,
	ACT_BRIEF,
	ACT_WHY,
	/* any collection */
	ACT_FILTER,
	ACT_FILTER_BUILD,
	ACT_SAVE_VIEW,
	ACT_SORT,
	ACT_REVERSE,
	ACT_GROUP,
	ACT_NEW,
	ACT_NEW_ANY,
	ACT_BOARD_LIST,
	ACT_COLUMNS,
	ACT_TOTALS,
	ACT_TRASH_VIEW,
	ACT_AS_OF,
	ACT_TWINS,
	ACT_EXPORT,
	ACT_IMPORT,
	/* this column: the prefix z */
	ACT_COL_FOLD,
	ACT_COL_ADD,
	ACT_COL_EDIT,
	ACT_COL_LEFT,
	ACT_COL_RIGHT,
	ACT_COL_WIDER,
	ACT_COL_NARROWER,
	ACT_COL_DELETE,
	/* board, list, reading */
	ACT_COLUMN,
	ACT_CARD_LEFT,
	ACT_CARD_RIGHT,
	ACT_CARD_UP,
	ACT_CARD_DOWN,
	ACT_TAB,
	ACT_STEP_BACK,
	ACT_STEP_ON,
	ACT_NEXT_RECORD,
	ACT_PREV_RECORD,
	/* typing, and the query line of a picker */
	ACT_FIELD_NEXT,
	ACT_FIELD_PREV,
	ACT_ENTER,
	ACT_HOME,
	ACT_END,
	ACT_WORD_LEFT,
	ACT_WORD_RIGHT,
	ACT_BACKSPACE,
	ACT_DELETE,
	ACT_KILL_WORD,
	ACT_KILL_END,
	ACT_KILL_HOME,
	ACT_SAVE,
	ACT_SAVE_NEW,
	ACT_CHOICES,
	ACT_LONG_TEXT,
	ACT_STORED_VALUE,
	/* help, timeline, log */
	ACT_FIND_COLUMN,
	ACT_SEARCH,
	ACT_SEARCH_NEXT,
	ACT_SEARCH_PREV,
	/* my day, calendar */
	ACT_OUTCOME,

	ACT_MOVE_TIME,
	ACT_SPAN,
	ACT_TODAY,
	/* import */
	ACT_MAP,
	ACT_SKIP,
	ACT_TYPE,
	ACT_READ,
	ACT_DUPLICATES,
	ACT_VALUES,
	ACT_BLANK,
	ACT_BAD_EMAIL,
	ACT_IMPORTS,
	ACT_RUN,
	ACT_N
};

struct ui_action {
	enum act_id id;
	const char *name;  /* in settings: "card-left" */
	const char *label; /* in the footer: one or two words */
	const char *help;  /* one line, in help and palette */
	unsigned contexts; /* any of these must be the view's */
	bool takes_arg;    /* "set owner", "go board", "tab 2" */
	const void *data;  /* ACT_RECORD: the record type's own row */
};
extern const struct ui_action ui_actions[ACT_N];
const struct ui_action *ui_action_find(const char *name, size_t n); /* NULL: none */

/* An action as it is done: what, and with what. */
struct act {
	const struct ui_action *action;
	const char *arg; /* "" when none; "owner" of "set owner", "2" of "tab 2" */
};

/* The name of a context in help: "any record". bit: one of enum context. */
const char *context_label(unsigned bit);

#endif
