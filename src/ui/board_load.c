#include "board.h"

#include "base/i18n.h"
#include "record/session.h"

static void add_part(struct board *b, enum card_part part, int slot)
{
	b->col[part] = -1;
	if (!slot)
		return;
	b->path[b->n_path] = (struct path){ .n = 1, .slot = { slot }, .model = { b->c.model } };
	b->col[part] = b->n_path++;
}

static void choose_parts(struct board *b)
{
	const struct model *m = b->c.model;

	b->n_path = 0;
	add_part(b, CARD_TITLE, m->title);
	add_part(b, CARD_SUBTITLE, m->subtitle);
	add_part(b, CARD_AMOUNT, m->amount);
	add_part(b, CARD_STARS, m->stars);
	add_part(b, CARD_TAGS, m->tags);
	add_part(b, CARD_SIGNAL, m->signal);
	add_part(b, CARD_TEXT, m->signal_text);
	add_part(b, CARD_MARK, m->mark_text);
	add_part(b, CARD_OWNER, m->owner);
	add_part(b, CARD_BY, b->by);
}

/* The field of the lanes, by name; the model may have been read anew. */
static enum rc choose_by(struct board *b, struct session *s, struct err *err)
{
	const struct model *m = b->c.model;
	const struct field *f;
	int slot = model_slot(m, b->c.by);

	if (slot < 0)
		return fail(err, RC_INVALID, NO_FIELD, _("a board of %s needs a field for its columns"), _(m->plural));
	f = &m->fields[slot];
	if (field_kind(f) != FT_REF && field_kind(f) != FT_CHOICE)
		return fail(err, RC_INVALID, slot, _("a board has a choice or a reference for its columns, not %s"),
			_(f->label));
	b->by = slot;
	b->columns = field_kind(f) == FT_REF ? registry_find(s->reg, f->ref) : NULL;
	if (b->columns && !(b->columns->flags & M_COLUMNS))
		b->columns = NULL;
	return RC_OK;
}

static enum rc prepare(struct board *b, struct session *s, struct err *err)
{
	enum rc rc = collection_load(&b->c, s, err);

	if (rc == RC_OK)
		rc = choose_by(b, s, err);
	if (rc == RC_OK)
		rc = collection_query(&b->c, s, &b->query, err);
	choose_parts(b);
	return rc;
}

/* A place so near the start that the lane is read from there: one question less. */
static bool near_start(int64_t place)
{
	return place >= 0 && place < WINDOW_BACK;
}

/* Reads a lane again where it stood: around the selected card, which is gone, in the one with the focus, else around
 * the first shown. */
static enum rc reload(struct board *b, struct session *s, struct lane *l, bool focus, struct err *err)
{
	int i = focus ? l->sel : l->top;
	int64_t place = l->first >= 0 ? l->first + i : -1;

	if (b->resorted || i < 0 || i >= l->page.n)
		return lane_window(b, s, l, NULL, 0, err);
	return lane_window(b, s, l, !focus && near_start(place) ? NULL : &l->page.row[i], place, err);
}

/* Goes to the wanted record in its lane of now. */
static enum rc go_to(struct board *b, struct session *s, const struct row *r, struct err *err)
{
	struct lane *l = board_lane(b);
	int i = b->resorted ? -1 : lane_find(l, r->id);
	int64_t place = i >= 0 && l->first >= 0 ? l->first + i : -1;
	enum rc rc = RC_OK;

	if (near_start(place))
		rc = lane_window(b, s, l, NULL, place, err);
	if (rc == RC_OK && (!near_start(place) || lane_find(l, r->id) < 0))
		rc = lane_window(b, s, l, r, place, err);
	if (rc == RC_OK && (i = lane_find(l, r->id)) >= 0)
		l->sel = i;
	return rc;
}

/* The lane with the focus has nothing to show: another one that has. */
static void find_cards(struct board *b, struct view *v)
{
	for (int i = 0; i < b->n; i++) {
		const struct lane *l = &b->lane[i];

		if (l->loaded ? l->page.n > 0 && l->w : l->known && l->n && lane_open(l)) {
			b->at = i;
			board_settle(v);
			return;
		}
	}
}

static enum rc load_lanes(struct view *v, struct page *here, struct err *err)
{
	struct board *b = v->data;
	struct session *s = v->ui->session;
	enum rc rc = RC_OK;

	board_arrange(v);
	for (int i = 0; i < b->n && rc == RC_OK; i++) {
		struct lane *l = &b->lane[i];

		if (!l->w || !lane_open(l))
			continue;
		rc = i == b->at && here->n ? go_to(b, s, &here->row[0], err) : reload(b, s, l, i == b->at, err);
	}
	for (int i = 0; i < b->n && b->resorted; i++)
		if (!b->lane[i].loaded)
			page_free(&b->lane[i].page);
	if (rc == RC_OK)
		board_settle(v);
	return rc;
}

/* Which lane has the focus: the wanted record's, else the wanted column, else the one that had it. */
static void focus_lane(struct board *b, const struct value *was, const struct page *here)
{
	int i = board_lane_of(b, was);

	if (i >= 0)
		b->at = i;
	for (i = 0; i < b->n && b->want_column; i++)
		if (b->lane[i].record == b->want_column)
			b->at = i;
	if (here->n && !b->want_column && (i = board_lane_of(b, &here->row[0].val[b->col[CARD_BY]])) >= 0) {
		b->lane[i].peek = b->lane[i].folded;
		b->at = i;
	}
	b->want_column = 0;
}

enum rc board_load(struct view *v, struct err *err)
{
	struct board *b = v->data;
	struct session *s = v->ui->session;
	struct value was = b->n ? board_lane(b)->key : VALUE_NULL;
	int64_t id[] = { record_wanted(v->ui, b->c.model), b->want, board_card(b) ? board_card(b)->id : 0 };
	struct page here = { .n = 0 };
	enum rc rc = prepare(b, s, err);

	b->want = 0;
	if (rc == RC_OK)
		rc = board_read_lanes(b, s, err);
	for (size_t i = 0; i < COUNT(id) && rc == RC_OK && !here.n; i++) {
		rc = id[i] ? board_row(b, s, id[i], &here, err) : RC_OK;
		rc = rc == RC_NOT_FOUND ? RC_OK : rc;
	}
	if (rc == RC_OK) {
		focus_lane(b, &was, &here);
		if (here.n && b->n && !value_eq(&board_lane(b)->key, &here.row[0].val[b->col[CARD_BY]]))
			page_free(&here);
		rc = load_lanes(v, &here, err);
	}
	/* empty at the start, or emptied by the filter; a lane that was empty when one went there keeps the focus */
	if (rc == RC_OK && !here.n && b->n && !board_lane(b)->page.n && (!b->opened || (id[2] && *b->c.filter)))
		find_cards(b, v);
	b->opened = true;
	b->resorted = rc != RC_OK && b->resorted;
	page_free(&here);
	return rc;
}

static bool key_waits(void *ui)
{
	return ui_key_waits(ui);
}

/* Counts, then colours, all lanes in one call: most of it is the same for each. A key stops it at once: it is asked again after the next frame. */
bool board_later(struct view *v)
{
	struct board *b = v->data;
	struct session *s = v->ui->session;
	struct err err = ERR_INIT;
	bool stale = false;
	enum rc rc;

	for (int i = 0; i < b->n; i++)
		stale = stale || (b->lane[i].w && lane_open(&b->lane[i]) && !b->lane[i].fresh);
	if (b->counted && !stale)
		return false;
	db_on_progress(s->db, key_waits, v->ui);
	rc = b->counted ? board_colour(b, s, &err) : board_count(b, s, &err);
	db_on_progress(s->db, NULL, NULL);
	if (rc == RC_CANCELLED)
		return false;
	if (rc)
		ui_error(v->ui, &err);
	board_settle(v);
	return true;
}

void board_free(struct board *b)
{
	for (int i = 0; i < b->n; i++)
		lane_free(&b->lane[i]);
	free(b->lane);
	free(b->counted_for);
	free(b->hint);
	collection_free(&b->c);
	free(b);
}
