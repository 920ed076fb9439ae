/* What the parts of the editor share: cell positions and the states for undo. */
#ifndef BASE_EDITING_H
#define BASE_EDITING_H

#include "arrange.h"
#include "base/edit.h"

/* Kinds of change; those of one kind in a row are undone together, CHANGE_ONCE never. */
enum change { CHANGE_ONCE, CHANGE_TYPE, CHANGE_RUBOUT };

/* Remembers the text before a change of that kind. */
void undo_note(struct edit *e, enum change kind);
bool undo_back(struct edit *e);
bool undo_forward(struct edit *e);
void undo_free(struct edit *e);

/* The line of a note that holds the byte at; the whole text of a field. */
struct paragraph edit_paragraph(const struct edit *e, size_t at);
enum text_dir edit_dir(const struct edit *e, size_t at);
/* Its cells in logical order. Positions are the starts of these cells and the end of each paragraph. */
void edit_cells(const struct edit *e, struct paragraph p, struct layout *l);
/* The index of the first cell at or after the byte. */
int edit_cell_at(const struct layout *l, size_t at);
size_t edit_next(const struct edit *e, size_t at);
size_t edit_prev(const struct edit *e, size_t at);
/* The first position at or after the byte. */
size_t edit_snap(const struct edit *e, size_t at);
/* The position one visual line up (-1) or down (+1) from the cursor, the cursor itself where there is none. */
size_t edit_vertical(const struct edit *e, int cols, int by);

#endif
