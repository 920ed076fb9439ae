#include "draft_file.h"

#include <inttypes.h>
#include <stdio.h>

#include "base/clock.h"
#include "base/i18n.h"
#include "base/sha256.h"
#include "base/utf8.h"
#include "record/session.h"

#define HEAD "crm draft "

/* "3fa9c1d2e4b5-FORM-RECORD": whose and of which database it is says the number in front. */
static char *own_part(const struct session *s)
{
	struct sha256 h;
	char sum[65];

	sha256_init(&h);
	sha256_add(&h, db_path(s->db), strlen(db_path(s->db)) + 1);
	sha256_add(&h, s->login, strlen(s->login));
	sha256_hex(&h, sum);
	return xasprintf("%.12s-", sum);
}

static char *file_name(const struct session *s, const struct draft_key *k)
{
	char *own = own_part(s), *name = xasprintf("%s%s-%" PRId64, own, k->form, k->record);

	free(own);
	return name;
}

/* Most people never have one, and then no form asks for its own. */
static bool any_files(struct session *s)
{
	struct str names = STR_INIT;

	if (!s->agent || s->draft_files == DRAFT_FILES_NONE)
		return false;
	if (s->draft_files == DRAFT_FILES_UNKNOWN)
		s->draft_files = agent_kept_names(s->agent, &names, NULL) == RC_OK && names.len ? DRAFT_FILES_SOME
												: DRAFT_FILES_NONE;
	str_free(&names);
	return s->draft_files == DRAFT_FILES_SOME;
}

enum rc draft_file_save(struct session *s, const struct draft_key *k, int64_t version, const char *body, struct err *err)
{
	struct str text = STR_INIT;
	char *name;
	enum rc rc;

	if (!s->agent)
		return fail(err, RC_IO, NO_FIELD, _("there is nobody to write the draft into a file"));
	name = file_name(s, k);
	str_addf(&text, HEAD "%" PRId64 " %" PRId64 "\n", version, clock_now());
	str_add(&text, body);
	rc = agent_keep(s->agent, name, &text, err);
	if (rc == RC_OK)
		s->draft_files = DRAFT_FILES_SOME;
	str_free(&text);
	free(name);
	return rc;
}

/* The person may have written anything into it. */
static bool read_file(struct session *s, const char *name, struct draft_found *out)
{
	struct str text = STR_INIT;
	const struct text_rule rule = { .lines = true };
	const char *end;
	bool good = agent_kept(s->agent, name, &text, NULL) == RC_OK && strlen(text.s) == text.len &&
		    text_ok(text.s, text.len, &rule, NULL) == RC_OK && (end = strchr(text.s, '\n')) &&
		    sscanf(text.s, HEAD "%" SCNd64 " %" SCNd64, &out->version, &out->at) == 2;

	if (good)
		str_add(&out->body, end + 1);
	str_free(&text);
	return good;
}

bool draft_file_load(struct session *s, const struct draft_key *k, struct draft_found *out)
{
	char *name;
	bool found;

	if (!any_files(s))
		return false;
	name = file_name(s, k);
	found = read_file(s, name, out);
	free(name);
	return found;
}

void draft_file_drop(struct session *s, const char *form, int64_t record)
{
	char *name;

	if (!any_files(s))
		return;
	name = file_name(s, &(struct draft_key){ form, record });
	agent_kept_drop(s->agent, name, NULL);
	free(name);
}

/* "FORM-RECORD" behind the own part. */
static bool parse_name(const char *name, const char *own, char **form, int64_t *record)
{
	const char *rest = name + strlen(own), *dash;

	if (!str_starts(name, own) || !(dash = strrchr(rest, '-')) || dash == rest || !i64_parse(dash + 1, record))
		return false;
	*form = xstrndup(rest, (size_t)(dash - rest));
	return true;
}

bool draft_file_newest(struct session *s, char **form, int64_t *record, int64_t *at)
{
	struct str names = STR_INIT;
	char *own = own_part(s);
	bool found = false;

	if (any_files(s))
		agent_kept_names(s->agent, &names, NULL);
	for (size_t i = 0; i < names.len; i += strlen(names.s + i) + 1) {
		struct draft_found d = { .body = STR_INIT };
		char *which = NULL;
		int64_t no;

		if (parse_name(names.s + i, own, &which, &no) && read_file(s, names.s + i, &d) && (!found || d.at > *at)) {
			if (found)
				free(*form);
			found = true;
			*form = which;
			*record = no;
			*at = d.at;
			which = NULL;
		}
		free(which);
		str_free(&d.body);
	}
	str_free(&names);
	free(own);
	return found;
}
