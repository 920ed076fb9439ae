#include "plain_line.h"

#include <inttypes.h>
#include <stdio.h>

#include "base/i18n.h"
#include "record/journal.h"

#define LINE_MAX_BYTES 65536

bool plain_ask(struct plain *p, const char *prompt, struct str *out)
{
	int ch;

	str_clear(out);
	if (!p->asks || p->done)
		return false;
	printf("%s", prompt);
	fflush(stdout);
	while ((ch = getchar()) != EOF && ch != '\n')
		if (ch != '\r' && ch != '\0' && out->len < LINE_MAX_BYTES && (out->len || ch != ' '))
			str_addc(out, (char)ch);
	while (out->len && out->s[out->len - 1] == ' ')
		str_cut(out, out->len - 1);
	p->done = ch == EOF && !out->len;
	return !p->done;
}

void plain_say(struct plain *p, const char *text)
{
	struct str out = STR_INIT;

	put_data(p->c, &out, text);
	str_addc(&out, '\n');
	print_str(&out);
	str_free(&out);
}

void plain_error(struct err *err)
{
	complain("%s", err->text);
	err_clear(err);
}

static void reverse(struct plain *p, bool redo)
{
	struct undo_result res;
	struct err err = ERR_INIT;
	enum rc rc = redo ? step_redo(p->c->s, &res, &err) : step_undo(p->c->s, 0, &res, &err);
	char *text;

	if (rc != RC_OK) {
		plain_error(&err);
		return;
	}
	text = xasprintf(redo ? _("redid: %s, %" PRId64 " put back, %" PRId64 " kept")
			      : _("undid: %s, %" PRId64 " put back, %" PRId64 " kept"),
		res.label, res.records, res.kept);
	plain_say(p, text);
	free(text);
}

bool plain_common(struct plain *p, const char *word)
{
	if (strcmp(word, "q") == 0)
		p->done = true;
	else if (strcmp(word, "u") == 0)
		reverse(p, false);
	else if (strcmp(word, "r") == 0)
		reverse(p, true);
	else
		return false;
	return true;
}

int plain_number(const char *word, int n)
{
	int64_t i;

	return i64_parse(word, &i) && i >= 1 && i <= n ? (int)i : 0;
}
