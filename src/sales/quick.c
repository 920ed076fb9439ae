/* What a quick line means in this office. Its head is a kind of activity and who it is about: somebody's number, an
 * open lead or deal, an account, a contact, by name or by how the name begins; else somebody new. An amount on a
 * customer is a new opportunity. */
#include "quick.h"

#include "activity.h"
#include "base/fold.h"
#include "base/i18n.h"
#include "base/str.h"
#include "base/utf8.h"
#include "caller.h"
#include "customer.h"
#include "lead.h"
#include "models.h"
#include "note.h"
#include "quick_line.h"
#include "record/alike.h"
#include "record/query.h"
#include "record/save.h"
#include "record/session.h"
#include "similar.h"

/* clang-format off */
const struct field quick_params[1] = {
	{ .name = "text", .label = N_("Line"), .type = FT_TEXT, .flags = F_REQUIRED, .no = 10, .max = 1000,
		.help = N_("call acme: wants 20 seats @fri 10:00 $12000 #vip") },
};
/* clang-format on */

struct meaning {
	struct quick_line line;
	int64_t type;    /* of the activity; 0: none was named */
	const char *who; /* what is left of the head */
	int64_t ref;     /* found; 0: new, where who says something */
	bool deal;       /* an amount on a customer: a new opportunity of it */
};

/* ---- which activity ---- */

/* Words people begin with, beside the names of the types themselves. */
static const struct {
	const char *word, *type;
} verbs[] = {
	{ "call", "Call" },
	{ "phone", "Call" },
	{ "ring", "Call" },
	{ "تماس", "Call" },
	{ "زنگ", "Call" },
	{ "打电话", "Call" },
	{ "电话", "Call" },
	{ "打電話", "Call" },
	{ "電話", "Call" },
	{ "meet", "Meeting" },
	{ "meeting", "Meeting" },
	{ "جلسه", "Meeting" },
	{ "ملاقات", "Meeting" },
	{ "会议", "Meeting" },
	{ "会面", "Meeting" },
	{ "会議", "Meeting" },
	{ "面談", "Meeting" },
	{ "mail", "E-mail" },
	{ "email", "E-mail" },
	{ "e-mail", "E-mail" },
	{ "ایمیل", "E-mail" },
	{ "邮件", "E-mail" },
	{ "郵件", "E-mail" },
	{ "メール", "E-mail" },
	{ "todo", "To-do" },
	{ "to-do", "To-do" },
	{ "task", "To-do" },
	{ "کار", "To-do" },
	{ "任务", "To-do" },
	{ "タスク", "To-do" },
};

/* Scripts that write without blanks. */
static bool unspaced(const char *word)
{
	uint32_t cp = 0;
	utf8_decode(word, strlen(word), &cp);
	return cp >= 0x3040 && cp < 0xFB00;
}

/* The head goes on behind the word; NULL: it does not begin with it. */
static const char *behind(const char *head, const char *word)
{
	size_t n = strcspn(head, " ");
	char *first = xstrndup(head, n);
	bool same = fold_eq(first, word);
	free(first);
	if (same)
		return head + n + strspn(head + n, " ");
	return unspaced(word) && strncmp(head, word, strlen(word)) == 0 ? head + strlen(word) : NULL;
}

static void find_type(struct session *s, struct meaning *m)
{
	struct stmt *st =
		db_prep(s->db, "SELECT id, name FROM activity_type WHERE trashed_at IS NULL AND active=1 ORDER BY id");
	const char *rest = NULL;
	m->who = m->line.head;
	while (!rest && st_step(st, NULL) > 0) {
		rest = behind(m->line.head, st_get_text(st, 1));
		m->type = rest ? st_get_int(st, 0) : 0;
	}
	st_done(st);
	for (size_t i = 0; i < COUNT(verbs) && !rest; i++) {
		rest = behind(m->line.head, verbs[i].word);
		m->type = rest ? activity_type_id(s, verbs[i].type) : 0;
	}
	if (m->type && rest)
		m->who = rest;
}

/* ---- about whom ---- */

/* Not archived, in no won stage. */
static bool is_open(struct session *s, int64_t lead)
{
	return db_get_int(s->db, 0,
		       "SELECT 1 FROM lead l LEFT JOIN stage g ON g.id=l.stage WHERE l.id=? AND l.active=1"
		       " AND coalesce(g.won,0)=0",
		       "i", lead) != 0;
}

static int64_t open_lead(struct session *s, const char *name)
{
	int64_t id[ALIKE_TOO_MANY];
	int n = same_named(s, &lead_model, name, id, ALIKE_TOO_MANY);
	for (int i = n - 1; i >= 0; i--)
		if (is_open(s, id[i]))
			return REF_MAKE(NO_LEAD, id[i]);
	return 0;
}

static int64_t by_name(struct session *s, const char *name)
{
	const struct model *const customer[] = { &account_model, &contact_model };
	int64_t id, ref = open_lead(s, name);
	for (size_t i = 0; i < COUNT(customer) && !ref; i++)
		if (same_named(s, customer[i], name, &id, 1))
			ref = REF_MAKE(customer[i]->no, id);
	return ref;
}

static bool begins(const char *title, const char *name)
{
	struct str t = STR_INIT, n = STR_INIT;
	fold(title, strlen(title), &t);
	fold(name, strlen(name), &n);
	bool yes = n.len && strncmp(t.s, n.s, n.len) == 0;
	str_free(&t);
	str_free(&n);
	return yes;
}

#define HITS 10 /* looked at of each kind */

/* The best hit whose title begins so: the customer before the deal. */
static int64_t by_beginning(struct session *s, const char *name)
{
	const struct model *const kind[] = { &account_model, &contact_model, &lead_model };
	int64_t ref = 0;
	for (size_t i = 0; i < COUNT(kind) && !ref; i++) {
		struct search_hits hits;
		if (search_run(s, kind[i], name, HITS, &hits, NULL) != RC_OK)
			continue;
		for (int k = 0; k < hits.n && !ref; k++)
			if (begins(hits.hit[k].title, name) &&
				(kind[i] != &lead_model || is_open(s, REF_ID(hits.hit[k].ref))))
				ref = hits.hit[k].ref;
		search_hits_free(&hits);
	}
	return ref;
}

static int64_t by_number(struct session *s, const char *text)
{
	struct alike_list list;
	int64_t ref = 0;
	if (caller_find(s, text, &list)) {
		ref = list.n ? list.at[0].ref : 0;
		alike_free(&list);
	}
	return ref;
}

/* Without a colon a name may be followed by what it is about: the longest beginning that somebody is called. */
static void part_head(struct session *s, struct meaning *m, struct arena *a)
{
	char *name = arena_strdup(a, m->who);
	for (char *cut = strrchr(name, ' '); cut && !m->ref; cut = strrchr(name, ' ')) {
		*cut = '\0';
		m->ref = by_name(s, name);
	}
	if (!m->ref)
		return;
	size_t n = strlen(name);
	m->line.note = m->who + n + strspn(m->who + n, " ");
	m->who = name;
}

static void find_who(struct session *s, struct meaning *m, struct arena *a)
{
	if (!*m->who)
		return;
	m->ref = by_number(s, m->who);
	if (!m->ref)
		m->ref = by_name(s, m->who);
	if (!m->ref && !m->line.colon)
		part_head(s, m, a);
	if (!m->ref && strlen(m->who) >= 2)
		m->ref = by_beginning(s, m->who);
	/* what may not be seen is not there */
	char *title = m->ref ? record_title(s, registry_no(s->reg, REF_MODEL(m->ref)), REF_ID(m->ref)) : NULL;
	m->ref = title ? m->ref : 0;
	free(title);
	m->deal = m->ref && REF_MODEL(m->ref) != NO_LEAD && m->line.amounts;
}

static enum rc understand(struct session *s, const char *text, struct arena *a, struct meaning *m, struct err *err)
{
	*m = (struct meaning){ .type = 0 };
	quick_line_parse(text, date_today(), s->date_order, s->currency ? s->currency->digits : 2, a, &m->line);
	find_type(s, m);
	find_who(s, m, a);
	if (!*m->who && !m->type && !*m->line.note)
		return fail(
			err, RC_INVALID, 0, _("who is it about? type a name, as in: call acme: wants 20 seats @fri"));
	if (!*m->who && (m->line.amounts || m->line.n_tags))
		return fail(err, RC_INVALID, 0, _("whose are the amount and the tags? type a name before the colon"));
	return RC_OK;
}

/* ---- in words ---- */

static void tell_who(struct session *s, const struct meaning *m, struct str *out)
{
	const struct model *of = m->ref ? registry_no(s->reg, REF_MODEL(m->ref)) : NULL;
	char *title = of ? record_title(s, of, REF_ID(m->ref)) : NULL;
	if (title)
		str_addf(out, "%s: %s\n", _(of->label), title);
	else if (*m->who)
		str_addf(out, _("new %s: %s\n"), _(lead_model.label), m->who);
	if (m->deal)
		str_addf(out, _("new opportunity of %s\n"), title);
	free(title);
}

static void tell_when(struct session *s, const struct meaning *m, struct str *out)
{
	char *type = m->type ? record_title(s, &activity_type_model, m->type) : NULL;
	if (type || m->line.dated) {
		str_addf(out, "%s: %s", _(activity_model.label), type ? type : _("To-do"));
		if (m->line.dated) {
			str_add(out, ", ");
			date_show(m->line.due, s->calendar, out);
		}
		if (m->line.start >= 0)
			str_addf(out, " %02d:%02d", m->line.start / 60, m->line.start % 60);
		str_addc(out, '\n');
	}
	free(type);
}

static void tell(struct session *s, const struct meaning *m, struct str *out)
{
	tell_who(s, m, out);
	tell_when(s, m, out);
	if (m->line.amounts) {
		struct value v = VALUE_INT(m->line.amount);
		str_addf(out, "%s: ", _(lead_model.fields[LEAD_REVENUE].label));
		value_show(s, &lead_model, LEAD_REVENUE, &v, NULL, SHOW_LIST, out);
		str_addc(out, '\n');
	}
	for (int i = 0; i < m->line.n_tags; i++)
		str_addf(out, "%s%s%s", i ? ", " : _("Tags: "), m->line.tag[i], i == m->line.n_tags - 1 ? "\n" : "");
	if (*m->line.note)
		str_addf(out, _("Note: %s\n"), m->line.note);
	if (out->len)
		str_cut(out, out->len - 1);
}

enum rc quick_preview(struct session *s, const struct model *model, const int64_t *id, int n, const struct value *param,
	struct action_result *out, struct err *err)
{
	struct arena a = ARENA_INIT;
	struct meaning m;
	(void)model, (void)id, (void)n;
	enum rc rc = understand(s, param[0].kind == VAL_TEXT ? param[0].s : "", &a, &m, err);
	if (rc == RC_OK)
		tell(s, &m, &out->message);
	arena_free(&a);
	return rc;
}

/* ---- made ---- */

/* The tags by name; those that are not there are made. */
static enum rc find_tags(struct session *s, struct step *st, const struct meaning *m, struct arena *a,
	struct value *out, struct err *err)
{
	int64_t ids[QUICK_TAGS] = { 0 };
	enum rc rc = RC_OK;
	for (int i = 0; i < m->line.n_tags && rc == RC_OK; i++) {
		struct change ch = { .slot = tag_model.title, .op = CH_SET, .val = value_text(m->line.tag[i]) };
		if (!same_named(s, &tag_model, m->line.tag[i], &ids[i], 1))
			rc = record_save(s, st, &tag_model, &ids[i], &ch, 1, NULL, err);
	}
	*out = value_set(ids, m->line.n_tags, a);
	return rc;
}

static enum rc add_tags(struct session *s, struct step *st, const struct meaning *m, int64_t ref, struct err *err)
{
	const struct model *of = registry_no(s->reg, REF_MODEL(ref));
	struct arena a = ARENA_INIT;
	struct change ch = { .slot = of->tags, .op = CH_ADD };
	int64_t id = REF_ID(ref);
	enum rc rc = m->line.n_tags ? find_tags(s, st, m, &a, &ch.val, err) : RC_OK;
	if (rc == RC_OK && m->line.n_tags)
		rc = record_save(s, st, of, &id, &ch, 1, NULL, err);
	arena_free(&a);
	return rc;
}

/* A new lead, or an opportunity of a customer that is there. */
static enum rc make_lead(struct session *s, struct step *st, const struct meaning *m, int64_t *ref, struct err *err)
{
	struct change ch[6];
	struct str key = STR_INIT;
	int64_t id = 0;
	int n = 0;
	bool number = phone_e164(m->who, s->country, &key);
	if (m->deal) {
		ch[n++] = (struct change){ .slot = LEAD_KIND, .val = VALUE_INT(KIND_OPPORTUNITY) };
		ch[n++] = (struct change){ .slot = REF_MODEL(*ref) == NO_ACCOUNT ? LEAD_ACCOUNT : LEAD_CONTACT,
			.val = VALUE_INT(REF_ID(*ref)) };
	} else {
		ch[n++] = (struct change){ .slot = LEAD_NAME, .val = value_text(m->who) };
		ch[n++] = (struct change){ .slot = number ? LEAD_PHONE : LEAD_COMPANY, .val = value_text(m->who) };
	}
	if (m->line.amounts)
		ch[n++] = (struct change){ .slot = LEAD_REVENUE, .val = VALUE_INT(m->line.amount) };
	enum rc rc = record_save(s, st, &lead_model, &id, ch, n, NULL, err);
	*ref = REF_MAKE(NO_LEAD, id);
	str_free(&key);
	return rc;
}

static enum rc set_amount(struct session *s, struct step *st, const struct meaning *m, int64_t ref, struct err *err)
{
	struct change ch = { .slot = LEAD_REVENUE, .val = VALUE_INT(m->line.amount) };
	int64_t id = REF_ID(ref);
	return record_save(s, st, &lead_model, &id, &ch, 1, NULL, err);
}

static enum rc plan(
	struct session *s, struct step *st, const struct meaning *m, int64_t ref, int64_t *id, struct err *err)
{
	char due[11] = "";
	if (m->line.dated)
		date_iso(m->line.due, due);
	enum rc rc = activity_plan(s, st, ref, m->type ? m->type : activity_type_id(s, "To-do"),
		*m->line.note ? m->line.note : NULL, *due ? due : NULL, 0, id, err);
	struct change ch = { .slot = ACTIVITY_START };
	if (rc == RC_OK && m->line.start >= 0) {
		ch.val = VALUE_INT(instant_of(m->line.due, m->line.start / 60, m->line.start % 60, 0));
		rc = record_save(s, st, &activity_model, id, &ch, 1, NULL, err);
	}
	return rc;
}

static enum rc make(struct session *s, struct step *st, const struct meaning *m, int64_t *ref, struct err *err)
{
	enum rc rc = RC_OK;
	int64_t activity = 0;
	bool fresh = *m->who && (!m->ref || m->deal);
	*ref = m->ref;
	if (fresh)
		rc = make_lead(s, st, m, ref, err);
	else if (m->ref && m->line.amounts)
		rc = set_amount(s, st, m, *ref, err);
	if (rc == RC_OK && *ref)
		rc = add_tags(s, st, m, *ref, err);
	if (rc == RC_OK && *ref && *m->line.note)
		rc = note_write(s, st, *ref, m->line.note, err);
	if (rc == RC_OK && (m->type || m->line.dated))
		rc = plan(s, st, m, *ref, &activity, err);
	if (rc == RC_OK && !*ref && activity)
		*ref = REF_MAKE(NO_ACTIVITY, activity);
	return rc;
}

enum rc quick_run(struct session *s, struct step *st, const struct model *model, const int64_t *id, int n,
	const struct value *param, struct action_result *out, struct err *err)
{
	struct arena a = ARENA_INIT;
	struct meaning m;
	(void)model, (void)id, (void)n;
	enum rc rc = understand(s, param[0].s, &a, &m, err);
	if (rc == RC_OK)
		rc = make(s, st, &m, &out->ref, err);
	if (rc == RC_OK) {
		out->done = 1;
		char *title =
			out->ref ? record_title(s, registry_no(s->reg, REF_MODEL(out->ref)), REF_ID(out->ref)) : NULL;
		str_addf(&out->message, _("noted: %.160s"), title ? title : m.line.note);
		free(title);
	}
	arena_free(&a);
	return rc;
}
