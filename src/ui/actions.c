#include "ui/actions.h"

#include <string.h>

#include "base/i18n.h"
#include "base/str.h"

#define MOVING (CTX_EVERYWHERE | CTX_TYPING | CTX_PICKER | CTX_MENU)

const struct ui_action ui_actions[ACT_N] = {
	/* everywhere */
	[ACT_HELP] = { ACT_HELP, "help", N_("help"), N_("what can be done here; Enter runs it"), CTX_ALWAYS, false },
	[ACT_PALETTE] = { ACT_PALETTE, "palette", N_("everything"), N_("find any action or place by its name"),
		CTX_ALWAYS, false },
	[ACT_FIND] = { ACT_FIND, "find", N_("find"), N_("find any record"), CTX_EVERYWHERE, false },
	[ACT_GO] = { ACT_GO, "go", N_("go to"), N_("go to a place"), CTX_EVERYWHERE, true },
	[ACT_TOP] = { ACT_TOP, "top", N_("top"), N_("to the first"), CTX_EVERYWHERE, false },
	[ACT_BOTTOM] = { ACT_BOTTOM, "bottom", N_("end"), N_("to the last"), CTX_EVERYWHERE, false },
	[ACT_UP] = { ACT_UP, "up", N_("up"), N_("one up"), MOVING, false },
	[ACT_DOWN] = { ACT_DOWN, "down", N_("down"), N_("one down"), MOVING, false },
	[ACT_LEFT] = { ACT_LEFT, "left", N_("left"), N_("one to the left"), MOVING, false },
	[ACT_RIGHT] = { ACT_RIGHT, "right", N_("right"), N_("one to the right"), MOVING, false },
	[ACT_PAGE_UP] = { ACT_PAGE_UP, "page-up", N_("page up"), N_("a page up"), MOVING, false },
	[ACT_PAGE_DOWN] = { ACT_PAGE_DOWN, "page-down", N_("page down"), N_("a page down"), MOVING, false },
	[ACT_SCROLL_UP] = { ACT_PAGE_UP, "scroll-up", N_("page up"), N_("a page up"), CTX_EVERYWHERE, false },
	[ACT_SCROLL_DOWN] = { ACT_PAGE_DOWN, "scroll-down", N_("page down"), N_("a page down"), CTX_EVERYWHERE, false },
	[ACT_NEXT_PANE] = { ACT_NEXT_PANE, "next-pane", N_("next pane"), N_("to the next part of the screen"),
		CTX_EVERYWHERE, false },
	[ACT_PREV_PANE] = { ACT_PREV_PANE, "prev-pane", N_("previous pane"), N_("to the part of the screen before"),
		CTX_EVERYWHERE, false },
	[ACT_BACK] = { ACT_BACK, "back", N_("back"), N_("one step back: pop-up, typing, filter, marks, view"),
		CTX_ALWAYS, false },
	[ACT_CLOSE_VIEW] = { ACT_CLOSE_VIEW, "close", N_("close"), N_("close this view"), CTX_EVERYWHERE, false },
	[ACT_QUIT_CRM] = { ACT_QUIT_CRM, "quit", N_("quit"), N_("end the program"), CTX_EVERYWHERE, false },
	[ACT_UNDO] = { ACT_UNDO, "undo", N_("undo"), N_("take back the last change"),
		CTX_EVERYWHERE | CTX_TYPING | CTX_PICKER, false },
	[ACT_REDO] = { ACT_REDO, "redo", N_("redo"), N_("do again what was undone"),
		CTX_EVERYWHERE | CTX_TYPING | CTX_PICKER, false },
	[ACT_REFRESH] = { ACT_REFRESH, "refresh", N_("refresh"), N_("read everything again"), CTX_EVERYWHERE, false },
	[ACT_REPEAT] = { ACT_REPEAT, "repeat", N_("repeat"), N_("do the last change again here"), CTX_EVERYWHERE,
		false },
	[ACT_REPAINT] = { ACT_REPAINT, "repaint", N_("repaint"), N_("draw the whole screen anew"), CTX_ALWAYS, false },
	[ACT_STOP] = { ACT_STOP, "stop", N_("stop"), N_("stop what is running"), CTX_ALWAYS, false },
	[ACT_THEME] = { ACT_THEME, "theme", N_("colours"), N_("choose the colours"), CTX_EVERYWHERE, true },
	/* any record */
	[ACT_OPEN] = { ACT_OPEN, "open", N_("open"), N_("open it"), CTX_RECORD | CTX_COLLECTION, false },
	[ACT_EDIT] = { ACT_EDIT, "edit", N_("edit"), N_("change it"), CTX_RECORD | CTX_COLLECTION, false },
	[ACT_EDIT_ALL] = { ACT_EDIT_ALL, "set-field", N_("set a field"), N_("set one field on all that are marked"),
		CTX_RECORD | CTX_IMPORT, false },
	[ACT_SET] = { ACT_SET, "set", N_("set"), N_("set this field"), CTX_RECORD, true },
	[ACT_RELATED] = { ACT_RELATED, "related", N_("related"), N_("what belongs to it"), CTX_RECORD, true },
	[ACT_COPY] = { ACT_COPY, "copy", N_("copy"), N_("copy and show"), CTX_RECORD, true },
	[ACT_COPY_RECORD] = { ACT_COPY_RECORD, "duplicate", N_("duplicate"), N_("a new one with the same values"),
		CTX_RECORD, false },
	[ACT_TRASH] = { ACT_TRASH, "trash", N_("trash"), N_("into the trash; undo brings it back"),
		CTX_RECORD | CTX_COLLECTION, false },
	[ACT_PREVIEW] = { ACT_PREVIEW, "preview", N_("preview"), N_("show the selected one beside the list"),
		CTX_RECORD | CTX_IMPORT | CTX_COLLECTION, false },
	[ACT_MARK] = { ACT_MARK, "mark", N_("mark"), N_("mark or unmark"), CTX_RECORD | CTX_COLLECTION, false },
	[ACT_MARK_RANGE] = { ACT_MARK_RANGE, "mark-range", N_("mark range"), N_("mark from here to where you go"),
		CTX_RECORD | CTX_COLLECTION, false },
	[ACT_MARK_ALL] = { ACT_MARK_ALL, "mark-all", N_("mark all"), N_("mark all that are shown; again: none"),
		CTX_RECORD | CTX_COLLECTION, false },
	[ACT_HISTORY] = { ACT_HISTORY, "history", N_("history"), N_("who changed what, and when"), CTX_RECORD, false },
	[ACT_BRIEF] = { ACT_BRIEF, "brief", N_("brief"), N_("what to know before talking about it"), CTX_RECORD, false },
	/* any collection */
	[ACT_FILTER] = { ACT_FILTER, "filter", N_("filter"), N_("show only what matches"), CTX_COLLECTION, false },
	[ACT_FILTER_BUILD] = { ACT_FILTER_BUILD, "filter-build", N_("build filter"),
		N_("put a filter together from fields"), CTX_COLLECTION, false },
	[ACT_SAVE_VIEW] = { ACT_SAVE_VIEW, "save-view", N_("save view"), N_("keep this filter and order under a name"),
		CTX_COLLECTION, false },
	[ACT_SORT] = { ACT_SORT, "sort", N_("sort"), N_("choose the order"), CTX_COLLECTION, false },
	[ACT_REVERSE] = { ACT_REVERSE, "reverse", N_("reverse"), N_("turn the order round"), CTX_COLLECTION, false },
	[ACT_GROUP] = { ACT_GROUP, "group", N_("group by"), N_("group by a field"), CTX_COLLECTION, false },
	[ACT_NEW] = { ACT_NEW, "new", N_("new"), N_("a new one here"), CTX_COLLECTION | CTX_DAY, false },
	[ACT_NEW_ANY] = { ACT_NEW_ANY, "new-any", N_("new of any kind"), N_("a new record of any kind"),
		CTX_COLLECTION | CTX_DAY, false },
	[ACT_BOARD_LIST] = { ACT_BOARD_LIST, "board-list", N_("board/list"), N_("the same as board or as list"),
		CTX_COLLECTION, false },
	[ACT_COLUMNS] = { ACT_COLUMNS, "columns", N_("columns"), N_("choose the columns"), CTX_COLLECTION, false },
	[ACT_TOTALS] = { ACT_TOTALS, "totals", N_("totals"), N_("show totals"), CTX_COLLECTION, false },
	[ACT_TRASH_VIEW] = { ACT_TRASH_VIEW, "trash-view", N_("trash"), N_("what is in the trash"), CTX_COLLECTION,
		false },
	[ACT_AS_OF] = { ACT_AS_OF, "as-of", N_("as of a date"), N_("show it as it was at the end of a past day"),
		CTX_COLLECTION, false },
	[ACT_EXPORT] = { ACT_EXPORT, "export", N_("export"), N_("write what is shown to a file"), CTX_COLLECTION,
		false },
	[ACT_IMPORT] = { ACT_IMPORT, "import", N_("import"), N_("read a spreadsheet"), CTX_COLLECTION, false },
	/* this column */
	[ACT_COL_FOLD] = { ACT_COL_FOLD, "column-fold", N_("fold"), N_("fold or unfold this column"), CTX_COLLECTION,
		false },
	[ACT_COL_ADD] = { ACT_COL_ADD, "column-add", N_("add"), N_("add a column after this one"), CTX_COLLECTION,
		false },
	[ACT_COL_EDIT] = { ACT_COL_EDIT, "column-edit", N_("edit"), N_("change this column"), CTX_COLLECTION, false },
	[ACT_COL_LEFT] = { ACT_COL_LEFT, "column-left", N_("move left"), N_("move this column to the left"),
		CTX_COLLECTION, false },
	[ACT_COL_RIGHT] = { ACT_COL_RIGHT, "column-right", N_("move right"), N_("move this column to the right"),
		CTX_COLLECTION, false },
	[ACT_COL_WIDER] = { ACT_COL_WIDER, "column-wider", N_("wider"), N_("make this column wider"), CTX_COLLECTION,
		false },
	[ACT_COL_NARROWER] = { ACT_COL_NARROWER, "column-narrower", N_("narrower"), N_("make this column narrower"),
		CTX_COLLECTION, false },
	[ACT_COL_DELETE] = { ACT_COL_DELETE, "column-delete", N_("delete"), N_("delete this column"), CTX_COLLECTION,
		false },
	/* board, reading */
	[ACT_COLUMN] = { ACT_COLUMN, "column", N_("column"), N_("to this column"), CTX_BOARD, true },
	[ACT_CARD_LEFT] = { ACT_CARD_LEFT, "card-left", N_("move"), N_("move the card to the column before"), CTX_BOARD,
		false },
	[ACT_CARD_RIGHT] = { ACT_CARD_RIGHT, "card-right", N_("move"), N_("move the card to the next column"),
		CTX_BOARD, false },
	[ACT_CARD_UP] = { ACT_CARD_UP, "card-up", N_("order"), N_("move the card up in its column"), CTX_BOARD, false },
	[ACT_CARD_DOWN] = { ACT_CARD_DOWN, "card-down", N_("order"), N_("move the card down in its column"), CTX_BOARD,
		false },
	[ACT_TAB] = { ACT_TAB, "tab", N_("tab"), N_("to this tab"), CTX_READING, true },
	[ACT_STEP_BACK] = { ACT_STEP_BACK, "step-back", N_("step"), N_("one step back"), CTX_READING, false },
	[ACT_STEP_ON] = { ACT_STEP_ON, "step-on", N_("step"), N_("on to the next step"), CTX_READING, false },
	[ACT_NEXT_RECORD] = { ACT_NEXT_RECORD, "next-record", N_("next"), N_("the next record of the list"),
		CTX_READING, false },
	[ACT_PREV_RECORD] = { ACT_PREV_RECORD, "prev-record", N_("previous"), N_("the record before in the list"),
		CTX_READING, false },
	/* typing, and the query line of a picker */
	[ACT_FIELD_NEXT] = { ACT_FIELD_NEXT, "next-field", N_("next field"), N_("to the next field"),
		CTX_TYPING | CTX_PICKER | CTX_MENU, false },
	[ACT_FIELD_PREV] = { ACT_FIELD_PREV, "prev-field", N_("field before"), N_("to the field before"),
		CTX_TYPING | CTX_PICKER | CTX_MENU, false },
	[ACT_ENTER] = { ACT_ENTER, "enter", N_("choose"),
		N_("take the choice, else to the next field; in a note a new line"),
		CTX_TYPING | CTX_PICKER | CTX_MENU | CTX_LOG, false },
	[ACT_HOME] = { ACT_HOME, "home", N_("start"), N_("to the start of the text"), CTX_TYPING | CTX_PICKER, false },
	[ACT_END] = { ACT_END, "end", N_("end"), N_("to the end of the text"), CTX_TYPING | CTX_PICKER, false },
	[ACT_WORD_LEFT] = { ACT_WORD_LEFT, "word-left", N_("word left"), N_("a word to the left"),
		CTX_TYPING | CTX_PICKER, false },
	[ACT_WORD_RIGHT] = { ACT_WORD_RIGHT, "word-right", N_("word right"), N_("a word to the right"),
		CTX_TYPING | CTX_PICKER, false },
	[ACT_BACKSPACE] = { ACT_BACKSPACE, "backspace", N_("delete back"), N_("delete the character before"),
		CTX_TYPING | CTX_PICKER, false },
	[ACT_DELETE] = { ACT_DELETE, "delete", N_("delete"), N_("delete the character here"), CTX_TYPING | CTX_PICKER,
		false },
	[ACT_KILL_WORD] = { ACT_KILL_WORD, "kill-word", N_("delete word"), N_("delete the word before"),
		CTX_TYPING | CTX_PICKER, false },
	[ACT_KILL_END] = { ACT_KILL_END, "kill-end", N_("delete to end"), N_("delete to the end of the line"),
		CTX_TYPING | CTX_PICKER, false },
	[ACT_KILL_HOME] = { ACT_KILL_HOME, "kill-home", N_("delete to start"), N_("delete to the start of the line"),
		CTX_TYPING | CTX_PICKER, false },
	[ACT_SAVE] = { ACT_SAVE, "save", N_("save"), N_("save; again, with nothing left to save: close"),
		CTX_TYPING | CTX_READING, false },
	[ACT_SAVE_NEW] = { ACT_SAVE_NEW, "save-new", N_("save and new"), N_("save, and begin another"),
		CTX_TYPING | CTX_READING, false },
	[ACT_CHOICES] = { ACT_CHOICES, "choices", N_("choices"), N_("all choices of this field"), CTX_TYPING, false },
	[ACT_LONG_TEXT] = { ACT_LONG_TEXT, "long-text", N_("long text"), N_("write this text in a larger box"),
		CTX_TYPING, false },
	[ACT_STORED_VALUE] = { ACT_STORED_VALUE, "stored-value", N_("stored value"),
		N_("back to the value that is stored"), CTX_TYPING, false },
	/* texts to look through */
	[ACT_SEARCH] = { ACT_SEARCH, "search", N_("find"), N_("find in this text"), CTX_LOG, false },
	[ACT_SEARCH_NEXT] = { ACT_SEARCH_NEXT, "search-next", N_("next hit"), N_("to the next hit"), CTX_LOG, false },
	[ACT_SEARCH_PREV] = { ACT_SEARCH_PREV, "search-prev", N_("hit before"), N_("to the hit before"), CTX_LOG,
		false },
	/* my day, calendar */
	[ACT_OUTCOME] = { ACT_OUTCOME, "outcome", N_("outcome"), N_("log this outcome"), CTX_DAY, true },
	[ACT_MOVE_TIME] = { ACT_MOVE_TIME, "move-time", N_("move"), N_("move it in time"), CTX_CALENDAR, true },
	[ACT_SPAN] = { ACT_SPAN, "span", N_("span"), N_("day, week or month"), CTX_CALENDAR, true },
	[ACT_TODAY] = { ACT_TODAY, "today", N_("today"), N_("to today"), CTX_CALENDAR, false },
	/* import */
	[ACT_MAP] = { ACT_MAP, "map", N_("map"), N_("choose the field of this column"), CTX_IMPORT, false },
	[ACT_SKIP] = { ACT_SKIP, "skip", N_("skip"), N_("leave this column out"), CTX_IMPORT, false },
	[ACT_TYPE] = { ACT_TYPE, "type", N_("type"), N_("how this column is read"), CTX_IMPORT, false },
	[ACT_READ] = { ACT_READ, "read", N_("read"), N_("how the file is read: encoding, delimiter, dates, ..."),
		CTX_IMPORT, true },
	[ACT_DUPLICATES] = { ACT_DUPLICATES, "duplicates", N_("duplicates"), N_("what happens to those we have"),
		CTX_IMPORT, false },
	[ACT_RUN] = { ACT_RUN, "run", N_("run"), N_("import now"), CTX_IMPORT, false },
};

const struct ui_action *ui_action_find(const char *name, size_t n)
{
	for (int i = 0; i < ACT_N; i++)
		if (ui_actions[i].name && strlen(ui_actions[i].name) == n && strncmp(ui_actions[i].name, name, n) == 0)
			return &ui_actions[i];
	return NULL;
}

const char *context_label(unsigned bit)
{
	static const char *const label[CTX_N] = { N_("always"), N_("everywhere"), N_("any record"),
		N_("any collection"), N_("board"), N_("list"), N_("reading"), N_("typing"), N_("pickers"), N_("texts"),
		N_("import"), N_("my day"), N_("calendar"), N_("menus") };

	for (int i = 0; i < CTX_N; i++)
		if (bit == 1u << i)
			return _(label[i]);
	return "";
}
