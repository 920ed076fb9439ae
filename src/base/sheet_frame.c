#include "sheet_frame.h"

#include "agent_wire.h"
#include "base/i18n.h"

#define SEND_AT (128 * 1024)          /* bytes of records that make a frame */
#define READ_STEP (64 * 1024)         /* bytes of a frame made room for at a time: its head may lie */
#define FRAME_MAX (64u * 1024 * 1024) /* a record is at most 16 MiB and its cells' heads */

/* A pipe holds: one info, then frames of whole records, then one end. Anything else, or an end of file before the end
 * frame, means that the writer died. */
enum frame_type { FRAME_INFO = 1, FRAME_ROWS, FRAME_END };

/* Before each frame; len counts what follows it. Both sides are one fork of one program, so bytes need no order. */
struct frame_head {
	uint32_t type, len;
};

/* Before each record; then for each cell its length (4 bytes), its bytes and a NUL. */
struct row_head {
	int64_t line, at, end;
	int32_t n;
	uint8_t fault, blank, repaired, requoted, units;
};

static bool send_frame(struct frame_writer *w, enum frame_type type, const void *p, size_t n)
{
	struct frame_head head = { .type = type, .len = (uint32_t)n };

	if (!w->broken && !(write_all(w->fd, &head, sizeof head) && write_all(w->fd, p, n)))
		w->broken = true;
	return !w->broken;
}

static bool flush_rows(struct frame_writer *w)
{
	bool ok = !w->rows.len || send_frame(w, FRAME_ROWS, w->rows.s, w->rows.len);

	str_clear(&w->rows);
	return ok;
}

bool frame_info(struct frame_writer *w, const struct sheet_info *info)
{
	return send_frame(w, FRAME_INFO, info, sizeof *info);
}

/* Records are gathered: a system call for each would cost more than parsing it. */
bool frame_row(struct frame_writer *w, const struct csv_record *r)
{
	struct row_head head = { .line = r->line, .at = r->at, .end = r->end, .n = r->n, .blank = r->blank };
	size_t bytes = sizeof head;
	char *to;

	head.fault = (uint8_t)r->fault;
	head.repaired = r->repaired;
	head.requoted = r->requoted;
	head.units = r->units;
	for (int i = 0; i < r->n; i++)
		bytes += sizeof(uint32_t) + r->len[i] + 1;
	to = str_extend(&w->rows, bytes);
	memcpy(to, &head, sizeof head);
	to += sizeof head;
	for (int i = 0; i < r->n; i++) {
		uint32_t len = (uint32_t)r->len[i];

		memcpy(to, &len, sizeof len);
		memcpy(to + sizeof len, r->cell[i], r->len[i] + 1);
		to += sizeof len + r->len[i] + 1;
	}
	return w->rows.len < SEND_AT || flush_rows(w);
}

/* The first byte is the result, the rest its message. */
bool frame_end(struct frame_writer *w, enum rc rc, const char *text)
{
	struct str s = STR_INIT;
	bool ok;

	str_addc(&s, (char)rc);
	str_add(&s, rc ? text : "");
	ok = flush_rows(w) && send_frame(w, FRAME_END, s.s, s.len);
	str_free(&s);
	return ok;
}

void frame_writer_free(struct frame_writer *w)
{
	str_free(&w->rows);
}

/* cell and len grow to the widest record and point into frame: a record lives until the next frame. */
struct frame_reader {
	const char *name;
	const struct sheet_sink *sink;
	struct str frame;
	const char **cell;
	size_t *len;
	int cap_cell, cap_len;
};

static enum rc nonsense(const struct frame_reader *f, struct err *err)
{
	return fail(err, RC_IO, NO_FIELD, _("%s could not be read: its reader ended in the middle"), f->name);
}

static enum rc stopped(struct err *err)
{
	return fail(err, RC_CANCELLED, NO_FIELD, _("reading was stopped"));
}

/* Takes n bytes off the front of *s; NULL when there are fewer. */
static const char *take(const char **s, const char *end, size_t n)
{
	const char *p = *s;

	if ((size_t)(end - p) < n)
		return NULL;
	*s += n;
	return p;
}

/* The NUL after the cell is checked, since callers read the text as a C string. */
static bool take_cell(struct frame_reader *f, int i, const char **s, const char *end)
{
	const char *p = take(s, end, sizeof(uint32_t));
	uint32_t len;

	if (!p)
		return false;
	memcpy(&len, p, sizeof len);
	p = take(s, end, (size_t)len + 1);
	if (!p || p[len])
		return false;
	GROW(f->cell, i, f->cap_cell);
	GROW(f->len, i, f->cap_len);
	f->cell[i] = p;
	f->len[i] = len;
	return true;
}

static bool take_row(struct frame_reader *f, struct csv_record *r, const char **s, const char *end)
{
	const char *p = take(s, end, sizeof(struct row_head));
	struct row_head head;

	if (!p)
		return false;
	memcpy(&head, p, sizeof head);
	if (head.n < 0 || head.n > CSV_COLUMNS_MAX || head.fault > CSV_TOO_MANY_COLUMNS)
		return false;
	for (int i = 0; i < head.n; i++)
		if (!take_cell(f, i, s, end))
			return false;
	*r = (struct csv_record){ .n = head.n,
		.cell = f->cell,
		.len = f->len,
		.line = head.line,
		.at = head.at,
		.end = head.end,
		.fault = head.fault,
		.blank = head.blank,
		.repaired = head.repaired,
		.requoted = head.requoted,
		.units = head.units };
	return true;
}

static enum rc take_rows(struct frame_reader *f, struct err *err)
{
	const char *s = f->frame.s, *end = s + f->frame.len;
	struct csv_record r;

	while (s < end) {
		if (!take_row(f, &r, &s, end))
			return nonsense(f, err);
		if (!f->sink->row(f->sink->ctx, &r))
			return stopped(err);
	}
	return RC_OK;
}

/* A bool that is neither 0 nor 1 must not even be looked at as one. */
static bool sane_bool(const bool *b)
{
	unsigned char c;

	memcpy(&c, b, 1);
	return c != 0;
}

/* Texts are ended here again, and counts checked: a struct from the other side is bytes like any other. */
static enum rc take_info(struct frame_reader *f, struct err *err)
{
	struct sheet_info info;

	if (f->frame.len != sizeof info)
		return nonsense(f, err);
	memcpy(&info, f->frame.s, sizeof info);
	info.bom = sane_bool(&info.bom);
	info.repaired = sane_bool(&info.repaired);
	info.quoted_header = sane_bool(&info.quoted_header);
	info.one_column = sane_bool(&info.one_column);
	info.dialect.backslash = sane_bool(&info.dialect.backslash);
	info.encoding[sizeof info.encoding - 1] = '\0';
	info.garbled[sizeof info.garbled - 1] = '\0';
	info.bom_name[sizeof info.bom_name - 1] = '\0';
	info.sha256[sizeof info.sha256 - 1] = '\0';
	if (info.n_warnings < 0 || (size_t)info.n_warnings > COUNT(info.warning))
		return nonsense(f, err);
	for (int i = 0; i < info.n_warnings; i++)
		info.warning[i][sizeof info.warning[i] - 1] = '\0';
	return !f->sink->info || f->sink->info(f->sink->ctx, &info) ? RC_OK : stopped(err);
}

static bool read_frame(struct frame_reader *f, int fd, struct frame_head *head)
{
	str_clear(&f->frame);
	if (!read_all(fd, head, sizeof *head) || head->len > FRAME_MAX)
		return false;
	for (size_t left = head->len; left;) {
		size_t n = left < READ_STEP ? left : READ_STEP;

		if (!read_all(fd, str_extend(&f->frame, n), n))
			return false;
		left -= n;
	}
	return true;
}

static enum rc read_frames(struct frame_reader *f, int fd, struct err *err)
{
	struct frame_head head;
	enum rc rc = RC_OK;

	while (!rc) {
		if (!read_frame(f, fd, &head))
			return nonsense(f, err);
		if (head.type == FRAME_INFO)
			rc = take_info(f, err);
		else if (head.type == FRAME_ROWS)
			rc = take_rows(f, err);
		else if (head.type == FRAME_END && f->frame.len)
			break;
		else
			return nonsense(f, err);
	}
	if (!rc && *f->frame.s)
		rc = fail(err, (enum rc) * f->frame.s, NO_FIELD, "%s", f->frame.s + 1);
	return rc;
}

enum rc sheet_frames_read(int fd, const char *name, const struct sheet_sink *sink, struct err *err)
{
	struct frame_reader f = { .name = name, .sink = sink, .frame = STR_INIT };
	enum rc rc = read_frames(&f, fd, err);

	str_free(&f.frame);
	free(f.cell);
	free(f.len);
	return rc;
}
