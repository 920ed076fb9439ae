/* Notes: what people write about any record, each with its author. */
#include "note.h"

#include "base/i18n.h"
#include "base/str.h"
#include "mention.h"
#include "models.h"
#include "record/record.h"
#include "record/save.h"
#include "record/session.h"
#include "titles.h"

#define MENTIONS 20 /* of one note */

/* clang-format off */
static const struct field note_fields[NOTE_N] = {
	SYSTEM_FIELDS,
	TITLE_FIELD(NOTE_NAME),
	[NOTE_RECORD] = { .name = "record", .label = N_("Record"), .type = FT_ANYREF, .flags = F_LIST | F_INDEX, .no = 11,
		.sample = "lead", .width = 24 },
	[NOTE_AUTHOR] = { .name = "author", .label = N_("Author"), .type = FT_REF, .ref = "user",
		.flags = F_LIST | F_NO_RELATED, .no = 12, .width = 12, .dflt = "me" },
	[NOTE_TEXT] = { .name = "text", .label = N_("Text"), .type = FT_NOTE, .flags = F_REQUIRED | F_LIST | F_SEARCH,
		.no = 13, .width = 40 },
	[NOTE_MENTIONS] = { .name = "mentions", .label = N_("Mentions"), .type = FT_REFS, .ref = "user",
		.flags = F_READONLY | F_LIST | F_NO_RELATED | F_NO_IMPORT, .no = 14, .width = 12,
		.help = N_("Colleagues whom the text names with @") },
};
/* clang-format on */
static const int note_slots[] = { NOTE_RECORD, NOTE_AUTHOR, NOTE_TEXT, 0 };
static const struct section note_sections[] = { { N_("Note"), note_slots, false }, { 0 } };
/* clang-format off */
static const struct preset note_presets[] = {
	{ .name = "mentions", .label = N_("Notes that name me"), .criteria = "mentions = me", .sort = "-created_at" },
	{ .name = "notes", .label = N_("Notes"), .sort = "-created_at" },
};
/* clang-format on */
static const int note_quick[] = { NOTE_RECORD, NOTE_TEXT, 0 };

static enum rc note_before_save(struct session *s, struct save *sv, struct err *err)
{
	(void)err;
	int64_t id[MENTIONS];
	if (!save_changed(sv, NOTE_TEXT) && sv->before)
		return RC_OK;
	title_from_text(sv, NOTE_NAME, rec_text(sv->after, NOTE_TEXT), 80);
	int n = mentions_in(s, rec_text(sv->after, NOTE_TEXT), id, MENTIONS);
	save_set(sv, NOTE_MENTIONS, n ? (struct value){ .kind = VAL_SET, .n = n, .set = id } : VALUE_NULL);
	return RC_OK;
}

/* Who is named takes part from now on: they see the record, and what happens to it is news to them. */
static enum rc note_after_save(struct session *s, const struct save *sv, struct err *err)
{
	int64_t ref = rec_int(sv->after, NOTE_RECORD), id = REF_ID(ref);
	const struct model *m = ref ? registry_no(s->reg, REF_MODEL(ref)) : NULL;
	int slot = m ? model_slot(m, "participants") : -1;
	if (slot < 0 || !rec_has(sv->after, NOTE_MENTIONS) || (sv->before && !save_changed(sv, NOTE_MENTIONS)))
		return RC_OK;
	struct change ch = { .slot = slot, .op = CH_ADD, .val = sv->after->val[NOTE_MENTIONS] };
	enum rc rc = record_save(s, sv->step, m, &id, &ch, 1, NULL, err);
	/* who may comment but not change the record still writes the note: the colleague has it in "notes that name me" */
	if (rc == RC_DENIED)
		*err = (struct err)ERR_INIT;
	return rc == RC_DENIED ? RC_OK : rc;
}

/* clang-format off */
const struct model note_model = {
	.no = NO_NOTE, .name = "note", .label = N_("Note"), .plural = N_("Notes"), .fields = note_fields, .n = NOTE_N,
	.title = NOTE_NAME, .owner = NOTE_AUTHOR, .parent = NOTE_RECORD, .flags = M_COMMENT, .subtitle = NOTE_RECORD, .sort = "-created_at",
	.sections = note_sections, .quick = note_quick, .presets = note_presets, .n_presets = COUNT(note_presets), .empty = N_("No notes yet: a writes one on any record."),
	.hooks = { .before_save = note_before_save, .after_save = note_after_save },
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
