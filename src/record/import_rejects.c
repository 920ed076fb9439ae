/* Rows that were turned away: counted by reason, and written as a spreadsheet that imports again once it is mended. */
#include "import_private.h"

#include <errno.h>
#include <stdio.h>
#include <unistd.h>

#include "base/i18n.h"

#define REJECTS_BUFFER (64 * 1024)

static const struct csv_dialect comma = { .delimiter = ',', .quote = '"' };

static enum rc flush(struct import *im)
{
	size_t done = 0;

	while (done < im->rejects.len) {
		ssize_t n = write(im->rejects_fd, im->rejects.s + done, im->rejects.len - done);

		if (n < 0 && errno != EINTR)
			return fail(im->err, errno == ENOSPC ? RC_FULL : RC_IO, NO_FIELD, _("cannot write %s: %s"),
				im->opt->rejects, strerror(errno));
		done += n > 0 ? (size_t)n : 0;
	}
	str_clear(&im->rejects);
	return RC_OK;
}

enum rc import_rejects_open(struct import *im)
{
	const char **cell;
	enum rc rc;

	im->rejects_fd = -1;
	if (!im->opt->rejects)
		return RC_OK;
	rc = agent_create(im->s->agent, im->opt->rejects, false, &im->rejects_fd, im->err);
	if (rc != RC_OK)
		return rc;
	cell = xcalloc((size_t)im->n_cols + 3, sizeof *cell);
	for (int i = 0; i < im->n_cols; i++)
		cell[i] = im->col[i].header;
	cell[im->n_cols] = "_line";
	cell[im->n_cols + 1] = "_reason";
	cell[im->n_cols + 2] = "_column";
	csv_put(&im->rejects, cell, im->n_cols + 3, &comma, true);
	free(cell);
	return RC_OK;
}

static void write_row(struct import *im, const struct import_row *row, const char *reason, const char *column)
{
	int n = row->raw->n > im->n_cols ? row->raw->n : im->n_cols;
	const char **cell = xcalloc((size_t)n + 3, sizeof *cell);
	char line[24];

	snprintf(line, sizeof line, "%lld", (long long)row->raw->line);
	for (int i = 0; i < n; i++)
		cell[i] = i < row->raw->n ? row->raw->cell[i] : "";
	/* cells beyond the header would shift ours: they follow them, and are rejected again until somebody looks */
	memmove(cell + im->n_cols + 3, cell + im->n_cols, (size_t)(n - im->n_cols) * sizeof *cell);
	cell[im->n_cols] = line;
	cell[im->n_cols + 1] = reason;
	cell[im->n_cols + 2] = column ? column : "";
	csv_put(&im->rejects, cell, n + 3, &comma, true);
	free(cell);
	if (im->rejects.len > REJECTS_BUFFER && im->rc == RC_OK)
		im->rc = flush(im);
}

static void count(struct import_result *out, const char *reason)
{
	int i = 0;

	while (i < out->n_reasons && strcmp(out->reason[i].name, reason))
		i++;
	if (i == (int)COUNT(out->reason))
		return;
	if (i == out->n_reasons) {
		snprintf(out->reason[i].name, sizeof out->reason[i].name, "%s", reason);
		out->n_reasons++;
	}
	out->reason[i].n++;
}

int64_t import_reason(const struct import_result *r, const char *name)
{
	for (int i = 0; i < r->n_reasons; i++)
		if (!strcmp(r->reason[i].name, name))
			return r->reason[i].n;
	return 0;
}

void import_reject(struct import *im, const struct import_row *row, const char *reason, const char *column)
{
	im->out->rejected++;
	count(im->out, reason);
	if (im->job.running && !im->over && im->rc == RC_OK)
		im->rc = import_job_reject(im, row->raw->line, reason, column);
	if (im->rejects_fd >= 0)
		write_row(im, row, reason, column);
}

enum rc import_rejects_close(struct import *im, bool keep)
{
	enum rc rc = RC_OK;

	if (im->rejects_fd < 0)
		return RC_OK;
	if (keep && im->out->rejected)
		rc = flush(im);
	close(im->rejects_fd);
	im->rejects_fd = -1;
	if (rc == RC_OK && keep && im->out->rejected)
		return agent_publish(im->s->agent, im->opt->rejects, false, im->err);
	agent_discard(im->s->agent, im->opt->rejects);
	return rc;
}
