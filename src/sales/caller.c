#include "caller.h"

#include "base/address.h"
#include "base/i18n.h"
#include "base/str.h"
#include "base/utf8.h"
#include "contact_key.h"
#include "country.h"
#include "customer.h"
#include "lead.h"
#include "models.h"
#include "note.h"
#include "record/record.h"
#include "record/save.h"
#include "record/seen.h"
#include "record/session.h"
#include "stage.h"

#define DIGITS_LEAST 5
#define CALLERS 20 /* shown of each kind */

/* ---- is it a number ---- */

static bool is_digit(uint32_t cp)
{
	return (cp >= '0' && cp <= '9') || (cp >= 0x660 && cp <= 0x669) || (cp >= 0x6F0 && cp <= 0x6F9) ||
	       (cp >= 0xFF10 && cp <= 0xFF19) || (cp >= 0x966 && cp <= 0x96F);
}

static bool is_filler(uint32_t cp)
{
	return cp < 128 ? strchr(" +-().,/\t", (int)cp) != NULL
			: cp == 0xA0 || (cp >= 0x2010 && cp <= 0x2015) || (cp >= 0x200B && cp <= 0x200F) ||
				  cp == 0xFF0B || cp == 0x202A || cp == 0x202C || cp == 0x2060;
}

static bool is_number(const char *text)
{
	int digits = 0;
	for (uint32_t cp = 0; *text;) {
		int n = utf8_decode(text, strlen(text), &cp);
		if (is_digit(cp))
			digits++;
		else if (!is_filler(cp))
			return false;
		text += n;
	}
	return digits >= DIGITS_LEAST;
}

/* ---- who has it ---- */

struct callers {
	struct session *s;
	int64_t ref[CALLERS];
	int n;
};

static void with_key(struct callers *k, const char *key)
{
	struct stmt *st = db_prep(k->s->db, "SELECT ref FROM contact_key WHERE kind=3 AND key=? ORDER BY ref");
	st_text(st, 1, key);
	while (k->n < CALLERS && st_step(st, NULL) > 0) {
		int64_t ref = st_get_int(st, 0);
		const struct model *m = registry_no(k->s->reg, REF_MODEL(ref));
		if (contact_key_shown(k->s, m, KEY_PHONE) && seen_one(k->s, m, REF_ID(ref)))
			k->ref[k->n++] = ref;
	}
	st_done(st);
}

/* As dialled from the office first; where nobody has that, as dialled from any other country. */
static void with_number(struct callers *k, const char *text)
{
	struct str key = STR_INIT, last = STR_INIT;
	if (phone_e164(text, k->s->country, &key))
		with_key(k, key.s);
	for (int i = 0; i < country_count() && !k->n; i++) {
		str_clear(&key);
		if (!phone_e164(text, country_at(i), &key) || (last.len && strcmp(last.s, key.s) == 0))
			continue;
		with_key(k, key.s);
		str_clear(&last);
		str_add(&last, key.s);
	}
	str_free(&key);
	str_free(&last);
}

/* ---- what is told of each ---- */

static void add_value(struct session *s, const struct record *r, int slot, struct str *out)
{
	struct str text = STR_INIT;
	struct value v = record_shown(s, r, slot);
	value_show(s, r->model, slot, &v, NULL, SHOW_LIST, &text);
	if (text.len)
		str_addf(out, "%s%s", out->len ? " · " : "", text.s);
	str_free(&text);
}

static void tell(struct session *s, const struct model *m, int64_t id, struct alike_list *out)
{
	static const int of_lead[] = { LEAD_STAGE, LEAD_REVENUE, LEAD_NEXT_ACTIVITY, 0 };
	static const int of_contact[] = { CONTACT_ACCOUNT, CONTACT_JOB, 0 };
	static const int of_account[] = { ACCOUNT_RELATION, ACCOUNT_CITY, 0 };
	const int *slot = m->no == NO_LEAD ? of_lead : m->no == NO_CONTACT ? of_contact : of_account;
	struct arena a = ARENA_INIT;
	struct str why = STR_INIT;
	struct record *r;
	if (record_load(s, m, id, &a, &r, NULL) == RC_OK) {
		str_add(&why, _(m->label));
		for (; *slot; slot++)
			add_value(s, r, *slot, &why);
		alike_add(out, REF_MAKE(m->no, id), true, why.s);
	}
	str_free(&why);
	arena_free(&a);
}

static void tell_all(const struct callers *k, int model_no, const struct model *m, struct alike_list *out)
{
	for (int i = 0; i < k->n; i++)
		if (REF_MODEL(k->ref[i]) == model_no)
			tell(k->s, m, REF_ID(k->ref[i]), out);
}

#define OPEN_LEADS                                                                                                     \
	"SELECT l.id FROM lead l LEFT JOIN stage g ON g.id=l.stage WHERE l.trashed_at IS NULL AND l.active=1"          \
	" AND coalesce(g.won,0)=0$see(lead l) AND "

static void tell_open(const struct callers *k, const char *sql, int64_t id, struct alike_list *out)
{
	struct stmt *st = seen_prep(k->s, sql);
	int n = 0;
	st_int(st, 1, id);
	while (n++ < CALLERS && st_step(st, NULL) > 0)
		tell(k->s, &lead_model, st_get_int(st, 0), out);
	st_done(st);
}

/* What is open with whoever has the number: by the record itself, as its person, as its company. */
static void tell_deals(const struct callers *k, struct alike_list *out)
{
	for (int i = 0; i < k->n; i++) {
		int64_t id = REF_ID(k->ref[i]);
		switch (REF_MODEL(k->ref[i])) {
		case NO_LEAD: tell_open(k, OPEN_LEADS "l.id=?", id, out); break;
		case NO_CONTACT: tell_open(k, OPEN_LEADS "l.contact=? ORDER BY l.id DESC", id, out); break;
		case NO_ACCOUNT: tell_open(k, OPEN_LEADS "l.account=? ORDER BY l.id DESC", id, out); break;
		default: break;
		}
	}
}

bool caller_find(struct session *s, const char *text, struct alike_list *out)
{
	struct callers k = { .s = s };
	*out = (struct alike_list){ .n = 0 };
	if (!is_number(text))
		return false;
	with_number(&k, text);
	tell_all(&k, NO_CONTACT, &contact_model, out);
	tell_all(&k, NO_ACCOUNT, &account_model, out);
	tell_deals(&k, out);
	tell_all(&k, NO_LEAD, &lead_model, out); /* those that are closed by now come last */
	alike_look(s, out);
	return true;
}

/* ---- a new lead with a note ---- */

enum { CALLER_PHONE, CALLER_NAME, CALLER_NOTE };
/* clang-format off */
const struct field caller_params[3] = {
	[CALLER_PHONE] = { .name = "phone", .label = N_("Number"), .type = FT_TEXT, .flags = F_REQUIRED, .no = 10, .max = 40 },
	[CALLER_NAME] = { .name = "name", .label = N_("Who"), .type = FT_TEXT, .no = 11, .max = 200,
		.help = N_("The person's name; empty: called by the number") },
	[CALLER_NOTE] = { .name = "note", .label = N_("Note"), .type = FT_NOTE, .no = 12 },
};
/* clang-format on */

/* Whose number it is already comes along as the customer. */
static int changes(struct session *s, const struct value *param, struct change *ch)
{
	struct alike_list who;
	int n = 0;
	ch[n++] = (struct change){ .slot = LEAD_PHONE, .val = param[CALLER_PHONE] };
	if (param[CALLER_NAME].kind == VAL_TEXT)
		ch[n++] = (struct change){ .slot = LEAD_CONTACT_NAME, .val = param[CALLER_NAME] };
	if (caller_find(s, param[CALLER_PHONE].s, &who) && who.n) {
		int no = REF_MODEL(who.at[0].ref);
		if (no == NO_CONTACT || no == NO_ACCOUNT)
			ch[n++] = (struct change){ .slot = no == NO_CONTACT ? LEAD_CONTACT : LEAD_ACCOUNT,
				.val = VALUE_INT(REF_ID(who.at[0].ref)) };
	}
	alike_free(&who);
	return n;
}

enum rc caller_run(struct session *s, struct step *st, const struct model *m, const int64_t *id, int n,
	const struct value *param, struct action_result *out, struct err *err)
{
	struct change ch[4];
	int64_t made = 0;
	(void)id, (void)n;
	enum rc rc = record_save(s, st, m, &made, ch, changes(s, param, ch), NULL, err);
	if (rc == RC_OK && param[CALLER_NOTE].kind == VAL_TEXT)
		rc = note_write(s, st, REF_MAKE(m->no, made), param[CALLER_NOTE].s, err);
	if (rc == RC_OK) {
		char *title = record_title(s, m, made);
		out->done = 1;
		out->ref = REF_MAKE(m->no, made);
		str_addf(&out->message, _("new %s: %.150s"), _(m->label), title ? title : "");
		free(title);
	}
	return rc;
}

enum rc caller_preview(struct session *s, const struct model *m, const int64_t *id, int n, const struct value *param,
	struct action_result *out, struct err *err)
{
	struct alike_list who;
	(void)m, (void)id, (void)n, (void)err;
	if (param[CALLER_PHONE].kind != VAL_TEXT)
		return RC_OK;
	bool number = caller_find(s, param[CALLER_PHONE].s, &who);
	for (int i = 0; i < who.n && i < 4; i++)
		str_addf(&out->message, "%s%s: %s", i ? "\n" : "", who.at[i].title, who.at[i].why);
	if (!who.n)
		str_add(&out->message, number ? _("nobody has this number yet") : _("this is no phone number"));
	alike_free(&who);
	return RC_OK;
}
