/* The board's own state, for the files board*.c. A lane is one of its columns: the records with one value of the field
 * the board goes by. Of a lane only a window of rows is in memory, around what is seen. */
#ifndef UI_BOARD_H
#define UI_BOARD_H

#include "collection.h"

#define LANE_LEAST 24 /* cells, without the line after it */
#define LANE_FOLDED 6 /* cells of a folded lane */
#define LANES_MAX 200
#define WINDOW 40      /* rows read at once, beyond the anchor */
#define WINDOW_BACK 20 /* rows kept above the anchor */
#define EDGE 12        /* this near to the window's end it moves on */

struct lane {
	struct value key; /* VAL_NULL: the records without a value; else VAL_INT */
	int64_t record;   /* the M_COLUMNS record; 0: none */
	char *name;
	bool folded, peek; /* peek: shown open while it has the focus, because a card went there */
	bool known;        /* n and sum are of the present look */
	int64_t n, sum;
	int64_t signal[GROUP_SIGNALS];
	bool coloured, fresh; /* signal is filled; fresh: of the present load */

	bool loaded;
	struct page page;
	int64_t first;     /* place in the lane of page.row[0]; -1: not known */
	bool above, below; /* rows beyond the window */
	int sel, top;      /* indices in page.row: the selected card, the first one shown */

	int x, w; /* on the screen; w 0: not shown */
};

/* Columns that each card's row brings, in this order; -1 in board.col: the record type has none. */
enum card_part {
	CARD_TITLE,
	CARD_SUBTITLE,
	CARD_AMOUNT,
	CARD_STARS,
	CARD_TAGS,
	CARD_SIGNAL,
	CARD_TEXT,
	CARD_MARK,
	CARD_OWNER,
	CARD_BY,
	CARD_PARTS
};

struct board {
	struct collection c;
	int by;                      /* slot the lanes go by */
	const struct model *columns; /* whose records the lanes are; NULL: not M_COLUMNS */
	struct path path[CARD_PARTS];
	int col[CARD_PARTS], n_path;
	struct query query; /* all cards; parts live in the collection */
	struct lane *lane;
	int n;
	int at, left;        /* lane with the focus, first lane shown */
	int extra;           /* cells added to each lane by z+ */
	int64_t want;        /* record to select with the next load; 0: the present one */
	int64_t want_column; /* M_COLUMNS record to go to with the next load */
	bool opened;         /* loaded once */
	bool resorted;       /* the windows' keys are of another order */
	char *counted_for;   /* the filter that the numbers of the lanes are of */
	bool counted;        /* n and sum of all lanes are of the present load */
	int64_t total;
	char *hint;
	struct {
		bool on;
		int x, y, lane; /* lane under the mouse; -1 */
		int64_t id;
	} drag;
};

enum board_hit { HIT_CARD, HIT_LANE, HIT_BEFORE, HIT_AFTER };
#define HIT_ARG(lane, row) ((int64_t)(lane) << 32 | (uint32_t)(row))

extern const struct collection_ops board_collection;

/* board_load.c */
enum rc board_load(struct view *v, struct err *err);
bool board_later(struct view *v);
void board_free(struct board *b);
/* board_lanes.c: which lanes there are, and what they count */
enum rc board_read_lanes(struct board *b, struct session *s, struct err *err);
enum rc board_count(struct board *b, struct session *s, struct err *err);
/* The signals of every lane. */
enum rc board_colour(struct board *b, struct session *s, struct err *err);
int board_lane_of(const struct board *b, const struct value *key); /* -1: none */
void lane_free(struct lane *l);
/* board_window.c: the rows of a lane around what is seen */
/* Reads the window around key (of this order; NULL: from the start), whose place was known (-1: not; from the start:
 * the place that must be in it). sel and top stay on their records. */
enum rc lane_window(
	struct board *b, struct session *s, struct lane *l, const struct row *key, int64_t place, struct err *err);
enum rc lane_bottom(struct board *b, struct session *s, struct lane *l, struct err *err);
/* After sel or top changed: reads on when the window's edge is near, keeps sel on the screen (shown cards high). */
enum rc lane_settle(struct board *b, struct session *s, struct lane *l, int shown, struct err *err);
int lane_find(const struct lane *l, int64_t id); /* -1: not in the window */
/* The row of a record with the sort keys of the board, in out; RC_NOT_FOUND: the board does not show it. */
enum rc board_row(struct board *b, struct session *s, int64_t id, struct page *out, struct err *err);
/* All of the lane: the board's criteria and its value; in the arena. */
struct query lane_query(struct board *b, const struct lane *l, struct arena *a);

/* board_totals.c: what each lane holds, in a window of its own */
enum rc board_totals(struct view *v, struct err *err);

/* board_position.c: where the lanes stand */
struct rect board_area(const struct view *v);
int board_card_rows(const struct view *v); /* lines of a card with its blank */
int board_cards_shown(const struct view *v);
/* Gives the lanes their cells and scrolls so that the lane with the focus is seen. */
void board_arrange(struct view *v);
/* Arranges, and reads the lanes that are seen now. */
void board_settle(struct view *v);
struct lane *board_lane(const struct board *b);      /* with the focus; NULL: none */
const struct row *board_card(const struct board *b); /* the selected; NULL: none */
bool lane_open(const struct lane *l);

/* board_draw.c, board_card.c */
void board_draw(struct view *v, struct canvas *c);
void card_draw(const struct view *v, struct canvas *c, const struct row *r, struct rect at, bool selected);
void board_text(const struct board *b, struct session *s, const struct row *r, enum card_part part,
	enum value_style style, struct str *out);

/* board_go.c: moving about */
unsigned board_go(struct view *v, const struct act *a);
int64_t board_beside(struct view *v, int64_t id, int by); /* as view_ops.beside, within the lane */
void board_position(const struct view *v, struct str *out);
void board_focus(struct view *v, int lane, int row); /* row -1: as it is */
unsigned board_wheel(struct view *v, int lane, int by);
unsigned board_click(struct view *v, const struct click *c);
/* board_move.c, board_order.c: moving cards */
unsigned board_move(struct view *v, int to);
unsigned board_move_card(struct view *v, int64_t id, int to); /* dragged: this one, and the marked when it is marked */
unsigned board_order(struct view *v, int by);
/* board_column.c: the keys of z */
unsigned board_column_act(struct view *v, const struct act *a);

#endif
