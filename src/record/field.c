#include "record/field.h"

#include "base/i18n.h"

const struct field_type_info field_types[FT_N] = {
	[FT_TEXT] = { .name = "text", .sql = "TEXT", .text = true, .width = 24, .max = 200 },
	[FT_NOTE] = { .name = "note", .sql = "TEXT", .text = true, .width = 40, .max = 65536 },
	[FT_INT] = { .name = "integer", .sql = "INTEGER", .right = true, .width = 8 },
	[FT_MONEY] = { .name = "money", .sql = "INTEGER", .right = true, .width = 12 },
	[FT_PERCENT] = { .name = "percent", .sql = "INTEGER", .right = true, .width = 7 },
	[FT_BOOL] = { .name = "yesno", .sql = "INTEGER", .width = 4 },
	[FT_DATE] = { .name = "date", .sql = "TEXT", .width = 12 },
	[FT_INSTANT] = { .name = "instant", .sql = "INTEGER", .width = 18 },
	[FT_CHOICE] = { .name = "choice", .sql = "INTEGER", .width = 14 },
	[FT_CHOICES] = { .name = "choices", .set = true, .width = 20 },
	[FT_REF] = { .name = "reference", .sql = "INTEGER", .width = 20 },
	[FT_REFS] = { .name = "references", .set = true, .width = 20 },
	[FT_ANYREF] = { .name = "record", .sql = "INTEGER", .width = 24 },
	[FT_LINES] = { .name = "lines", .width = 8 },
	[FT_EMAIL] = { .name = "email", .sql = "TEXT", .text = true, .width = 26, .max = 254 },
	[FT_PHONE] = { .name = "phone", .sql = "TEXT", .text = true, .width = 18, .max = 40 },
	[FT_URL] = { .name = "url", .sql = "TEXT", .text = true, .width = 26, .max = 500 },
	[FT_AUTONO] = { .name = "autonumber", .sql = "TEXT", .text = true, .width = 10, .max = 40 },
	[FT_FORMULA] = { .name = "formula", .width = 12 },
};

int field_width(const struct field *f)
{
	return f->width ? f->width : field_types[field_kind(f)].width;
}

int field_max(const struct field *f)
{
	const struct field_type_info *type = &field_types[field_kind(f)];

	return type->text && f->max ? f->max : type->max;
}

bool field_stored(const struct field *f)
{
	return field_types[f->type].sql != NULL;
}
