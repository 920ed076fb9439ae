#include "editing.h"

/* Copies of a note may be 256 KiB each. */
#define UNDO_MAX 100

/* undo[0, at_undo) are the past, undo[at_undo, n_undo) what redo brings back; undo and redo swap the text with one of
 * them. */
struct edit_state {
	struct str text;
	size_t cursor;
};

static void forget(struct edit *e, int from, int to)
{
	for (int i = from; i < to; i++)
		str_free(&e->undo[i].text);
	memmove(e->undo + from, e->undo + to, (size_t)(e->n_undo - to) * sizeof *e->undo);
	e->n_undo -= to - from;
}

void undo_note(struct edit *e, enum change kind)
{
	struct edit_state *state;
	bool same = kind != CHANGE_ONCE && (int)kind == e->group && e->at_undo == e->n_undo && e->n_undo;

	e->group = kind;
	if (same)
		return;
	if (e->at_undo < e->n_undo)
		forget(e, e->at_undo, e->n_undo);
	if (e->n_undo == UNDO_MAX)
		forget(e, 0, 1);
	GROW(e->undo, e->n_undo, e->cap_undo);
	state = &e->undo[e->n_undo++];
	*state = (struct edit_state){ .text = STR_INIT, .cursor = e->cursor };
	str_addn(&state->text, e->text.s, e->text.len);
	e->at_undo = e->n_undo;
}

static void swap(struct edit *e, struct edit_state *state)
{
	struct edit_state was = { .text = e->text, .cursor = e->cursor };

	e->text = state->text;
	e->cursor = state->cursor;
	*state = was;
	e->group = CHANGE_ONCE;
}

bool undo_back(struct edit *e)
{
	if (!e->at_undo)
		return false;
	swap(e, &e->undo[--e->at_undo]);
	return true;
}

bool undo_forward(struct edit *e)
{
	if (e->at_undo == e->n_undo)
		return false;
	swap(e, &e->undo[e->at_undo++]);
	return true;
}

void undo_free(struct edit *e)
{
	for (int i = 0; i < e->n_undo; i++)
		str_free(&e->undo[i].text);
	free(e->undo);
}
