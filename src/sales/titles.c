#include "titles.h"

#include "base/str.h"
#include "base/utf8.h"
#include "record/record.h"
#include "record/save.h"
#include "record/session.h"

static const struct model *model_of(struct session *s, const struct save *sv, int slot, int64_t *id)
{
	const struct field *f = &sv->model->fields[slot];
	int64_t v = rec_int(sv->after, slot);
	*id = f->type == FT_ANYREF ? REF_ID(v) : v;
	if (!v)
		return NULL;
	return f->type == FT_ANYREF ? registry_no(s->reg, REF_MODEL(v)) : session_model(s, f->ref);
}

void title_from_refs(struct session *s, struct save *sv, int slot, const int *slots)
{
	struct str text = STR_INIT;
	for (; *slots; slots++) {
		int64_t id;
		const struct model *m = model_of(s, sv, *slots, &id);
		char *title = m ? record_title(s, m, id) : NULL;
		if (title)
			str_addf(&text, "%s%s", text.len ? ", " : "", title);
		free(title);
	}
	save_set(sv, slot, value_text(text.s));
	str_free(&text);
}

void title_from_text(struct save *sv, int slot, const char *text, size_t n)
{
	size_t end = 0, left = strcspn(text, "\n");
	uint32_t cp;
	for (; n && end < left; n--)
		end += utf8_decode(text + end, left - end, &cp);
	char *line = xstrndup(text, end);
	save_set(sv, slot, value_text(line));
	free(line);
}
