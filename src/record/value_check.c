/* What may stand in a field, whoever puts it there. */
#include "record/value.h"

#include <inttypes.h>

#include "base/address.h"
#include "base/date.h"
#include "base/i18n.h"
#include "base/utf8.h"
#include "record/session.h"

/* Sums of a million amounts must fit too, and nobody sells for more. */
#define MONEY_MAX INT64_C(1000000000000000000)

static enum rc check_text(const struct field *f, const struct value *v, struct err *err)
{
	struct text_rule rule = { .max = (size_t)field_max(f), .lines = field_kind(f) == FT_NOTE };
	enum rc rc = text_ok(v->s, (size_t)v->n, &rule, err);

	if (rc == RC_OK && field_kind(f) == FT_EMAIL)
		rc = email_check(v->s, err);
	return rc;
}

static enum rc check_bounds(const struct field *f, int slot, int64_t i, struct err *err)
{
	int64_t unit = field_kind(f) == FT_PERCENT ? 100 : 1;

	if (field_kind(f) == FT_MONEY && (i > MONEY_MAX || i < -MONEY_MAX))
		return fail(err, RC_INVALID, slot, _("%s is too large"), _(f->label));
	if (f->hi <= f->lo || (i >= f->lo && i <= f->hi))
		return RC_OK;
	return fail(err, RC_INVALID, slot, _("%s is %" PRId64 " to %" PRId64), _(f->label), f->lo / unit, f->hi / unit);
}

static enum rc check_int(const struct session *s, const struct field *f, int slot, int64_t i, struct err *err)
{
	switch (field_kind(f)) {
	case FT_INT:
	case FT_MONEY:
	case FT_PERCENT: return check_bounds(f, slot, i, err);
	case FT_BOOL: return i == 0 || i == 1 ? RC_OK : fail(err, RC_INVALID, slot, _("%s is yes or no"), _(f->label));
	case FT_CHOICE:
		return choice_by_no(f, i) ? RC_OK
					  : fail(err, RC_INVALID, slot, _("%s has no choice %" PRId64), _(f->label), i);
	case FT_REF: return i > 0 ? RC_OK : fail(err, RC_INVALID, slot, _("%s has no record %" PRId64), _(f->label), i);
	case FT_ANYREF:
		return REF_ID(i) > 0 && registry_no(s->reg, REF_MODEL(i))
			       ? RC_OK
			       : fail(err, RC_INVALID, slot, _("%s is no record"), _(f->label));
	default: return RC_OK;
	}
}

static enum rc check_set(const struct field *f, int slot, const struct value *v, struct err *err)
{
	for (int i = 0; i < v->n; i++)
		if (field_kind(f) == FT_CHOICES ? !choice_by_no(f, v->set[i]) : v->set[i] <= 0)
			return fail(err, RC_INVALID, slot, _("%s cannot hold %" PRId64), _(f->label), v->set[i]);
	return RC_OK;
}

static enum value_kind kind_of(const struct field *f)
{
	const struct field_type_info *type = &field_types[field_kind(f)];

	if (type->set)
		return VAL_SET;
	return type->text || field_kind(f) == FT_DATE ? VAL_TEXT : VAL_INT;
}

static enum rc check_type(
	const struct session *s, const struct field *f, int slot, const struct value *v, struct err *err)
{
	struct date d;

	if (field_kind(f) == FT_LINES || v->kind != kind_of(f))
		return fail(err, RC_INVALID, slot, _("%s is of type %s"), _(f->label), field_types[field_kind(f)].name);
	if (v->kind == VAL_SET)
		return check_set(f, slot, v, err);
	if (v->kind == VAL_INT)
		return check_int(s, f, slot, v->i, err);
	if (field_kind(f) != FT_DATE)
		return check_text(f, v, err);
	return date_parse_iso(v->s, &d) && date_valid(d) ? RC_OK
							 : fail(err, RC_INVALID, slot, _("not a date: %.60s"), v->s);
}

enum rc value_check(struct session *s, const struct model *m, int slot, const struct value *v, struct err *err)
{
	const struct field *f = &m->fields[slot];
	enum rc rc;

	if (v->kind == VAL_NULL)
		return RC_OK;
	rc = check_type(s, f, slot, v, err);
	if (rc == RC_OK && f->check)
		rc = f->check(s, v, err);
	if (rc != RC_OK && err)
		err->field = slot;
	return rc;
}
