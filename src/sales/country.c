/* Countries of ISO 3166 as records, so that references, filters and imports find them by name or code. */
#include "country.h"

#include "base/i18n.h"
#include "base/str.h"
#include "fields.h"
#include "models.h"
#include "record/memo.h"
#include "record/record.h"
#include "record/session.h"

/* clang-format off */
static const struct field country_fields[COUNTRY_N] = {
	SYSTEM_FIELDS,
	[COUNTRY_NAME] = { .name = "name", .label = N_("Name"), .type = FT_TEXT,
		.flags = F_REQUIRED | F_UNIQUE | F_LIST | F_SEARCH, .no = 10, .width = 24 },
	[COUNTRY_CODE] = { .name = "code", .label = N_("Code"), .type = FT_TEXT,
		.flags = F_REQUIRED | F_UNIQUE | F_LIST | F_SEARCH, .no = 11, .width = 4, .max = 2, .help = N_("ISO 3166") },
	[COUNTRY_CALLING] = { .name = "calling", .label = N_("Calling code"), .type = FT_TEXT, .flags = F_LIST, .no = 12,
		.width = 6, .max = 8 },
};
/* clang-format on */
static const int country_slots[] = { COUNTRY_NAME, COUNTRY_CODE, COUNTRY_CALLING, 0 };
static const struct section country_sections[] = { { N_("Country"), country_slots, false }, { 0 } };

/* clang-format off */
const struct model country_model = {
	.no = NO_COUNTRY, .name = "country", .label = N_("Country"), .plural = N_("Countries"),
	.fields = country_fields, .n = COUNTRY_N, .flags = M_FIXED | M_OFFICE, .title = COUNTRY_NAME, .subtitle = COUNTRY_CODE,
	.sort = "name", .empty = N_("No countries."), .sections = country_sections,
};
/* clang-format on */

const struct country *record_country(struct session *s, int64_t id)
{
	if (!id)
		return s->country;
	static const char what[] = "country";
	struct memo_key key = { what, id, 0 };
	int64_t at;
	if (memo_get(s, &key, &at))
		return at < 0 ? s->country : country_at((int)at);
	char *code = db_get_text(s->db, "SELECT code FROM country WHERE id=?", "i", id);
	const struct country *c = code ? country_find(code) : NULL;
	memo_put(s, &key, c ? c - country_at(0) : -1, MEMO_ON(NO_COUNTRY));
	free(code);
	return c ? c : s->country;
}

/* Every record with an address calls the slot "country". */
const char *const *state_words(struct session *s, const struct record *r, int *n)
{
	int slot = r ? model_slot(r->model, "country") : -1;
	const struct country *c = record_country(s, slot > 0 ? rec_int(r, slot) : 0);
	*n = 0;
	return c ? country_states(c->iso, n) : NULL;
}
