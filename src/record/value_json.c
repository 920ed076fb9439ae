/* Values for programs that read JSON. */
#include "record/value.h"

#include "base/money.h"
#include "base/utf8.h"
#include "record/record.h"
#include "record/session.h"
#include "value_words.h"

void json_text(struct str *out, const char *s, size_t n)
{
	static const char letters[] = { ['\b'] = 'b', ['\t'] = 't', ['\n'] = 'n', ['\f'] = 'f', ['\r'] = 'r' };
	uint32_t cp;
	size_t step;

	str_addc(out, '"');
	for (size_t i = 0; i < n; i += step) {
		unsigned char c = (unsigned char)s[i];

		step = 1;
		if (c == '"' || c == '\\')
			str_addf(out, "\\%c", c);
		else if (c < sizeof letters && letters[c])
			str_addf(out, "\\%c", letters[c]);
		else if (c < 0x20 || c == 0x7F)
			str_addf(out, "\\u%04x", c);
		else if (c < 0x80)
			str_addc(out, (char)c);
		else {
			step = utf8_decode(s + i, n - i, &cp);
			str_add_cp(out, cp == UTF8_BAD ? 0xFFFD : cp);
		}
	}
	str_addc(out, '"');
}

static void json_set(const struct field *f, const struct value *v, const char *const *titles, struct str *out)
{
	str_addc(out, '[');
	for (int i = 0; i < v->n; i++) {
		const struct choice *c = field_kind(f) == FT_CHOICES ? choice_by_no(f, v->set[i]) : NULL;
		const char *name = c ? c->name : titles ? titles[i] : "?";

		if (i)
			str_addc(out, ',');
		json_text(out, name, strlen(name));
	}
	str_addc(out, ']');
}

/* What the export writes, as a number or between quotes. */
static void json_plain(struct session *s, const struct model *m, int slot, const struct value *v,
	const char *const *titles, bool quoted, struct str *out)
{
	struct str plain = STR_INIT;

	if (field_kind(&m->fields[slot]) == FT_REF)
		str_add(&plain, titles[0]);
	else
		value_show(s, m, slot, v, titles, SHOW_EXPORT, &plain);
	if (quoted)
		json_text(out, plain.s, plain.len);
	else
		str_addn(out, plain.s, plain.len);
	str_free(&plain);
}

void value_json(struct session *s, const struct model *m, int slot, const struct value *v, const char *const *titles,
	struct str *out)
{
	const struct field *f = &m->fields[slot];
	enum field_type kind = field_kind(f);
	struct arena a = ARENA_INIT;

	if (v->kind == VAL_NULL || kind == FT_LINES) {
		str_add(out, "null");
		return;
	}
	if (!titles && (kind == FT_REF || kind == FT_REFS))
		titles = record_titles(s, m, slot, v, &a);
	if (v->kind == VAL_SET)
		json_set(f, v, titles, out);
	else if (kind == FT_BOOL)
		str_add(out, v->i ? "true" : "false");
	else if (kind == FT_INT || kind == FT_MONEY || kind == FT_PERCENT)
		json_plain(s, m, slot, v, titles, false, out);
	else
		json_plain(s, m, slot, v, titles, true, out);
	arena_free(&a);
}
