/* Notes: what people write about any record, each with its author. */
#include "note.h"

#include "base/i18n.h"
#include "base/str.h"
#include "models.h"
#include "record/record.h"
#include "record/save.h"
#include "titles.h"

/* clang-format off */
static const struct field note_fields[NOTE_N] = {
	SYSTEM_FIELDS,
	TITLE_FIELD(NOTE_NAME),
	[NOTE_RECORD] = { .name = "record", .label = N_("Record"), .type = FT_ANYREF, .flags = F_LIST | F_INDEX, .no = 11,
		.width = 24 },
	[NOTE_AUTHOR] = { .name = "author", .label = N_("Author"), .type = FT_REF, .ref = "user",
		.flags = F_LIST | F_NO_RELATED, .no = 12, .width = 12, .dflt = "me" },
	[NOTE_TEXT] = { .name = "text", .label = N_("Text"), .type = FT_NOTE, .flags = F_REQUIRED | F_LIST | F_SEARCH,
		.no = 13, .width = 40 },
};
/* clang-format on */
static const int note_slots[] = { NOTE_RECORD, NOTE_AUTHOR, NOTE_TEXT, 0 };
static const struct section note_sections[] = { { N_("Note"), note_slots, false }, { 0 } };
static const int note_quick[] = { NOTE_RECORD, NOTE_TEXT, 0 };

static enum rc note_before_save(struct session *s, struct save *sv, struct err *err)
{
	(void)s, (void)err;
	if (save_changed(sv, NOTE_TEXT) || !sv->before)
		title_from_text(sv, NOTE_NAME, rec_text(sv->after, NOTE_TEXT), 80);
	return RC_OK;
}

/* clang-format off */
const struct model note_model = {
	.no = NO_NOTE, .name = "note", .label = N_("Note"), .plural = N_("Notes"), .fields = note_fields, .n = NOTE_N,
	.title = NOTE_NAME, .owner = NOTE_AUTHOR, .subtitle = NOTE_RECORD, .sort = "-created_at",
	.sections = note_sections, .quick = note_quick, .empty = N_("No notes yet: a writes one on any record."),
	.hooks = { .before_save = note_before_save },
	.schema = "CREATE INDEX IF NOT EXISTS note_of ON note(record, created_at) WHERE trashed_at IS NULL;",
};
/* clang-format on */

enum rc note_write(struct session *s, struct step *st, int64_t ref, const char *text, struct err *err)
{
	struct change ch[] = {
		{ .slot = NOTE_RECORD, .op = CH_SET, .val = VALUE_INT(ref) },
		{ .slot = NOTE_TEXT, .op = CH_SET, .val = value_text(text) },
	};
	int64_t id = 0;
	return record_save(s, st, &note_model, &id, ch, COUNT(ch), NULL, err);
}
