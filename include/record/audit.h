/* The audit: refused attempts and privileged acts (people, rights, settings, exports, purges), beside the journal,
 * which has every change. A record type like others to read: lists filter, sort and export it. Nobody writes it but
 * audit_write, and the table refuses to be changed. */
#ifndef RECORD_AUDIT_H
#define RECORD_AUDIT_H

#include <stdint.h>

#include "base/err.h"
#include "record/model.h"
#include "record/rights.h"

struct session;

enum audit_slot {
	AUDIT_NAME = SYS_N, /* what was done, in a line */
	AUDIT_ACT,
	AUDIT_RECORD,
	AUDIT_LOGIN,
	AUDIT_UID,
	AUDIT_TERMINAL,
	AUDIT_STEP,
	AUDIT_ROWS, /* of an export: how many records */
	AUDIT_N
};
enum audit_act {
	AUDIT_REFUSED = 1,
	AUDIT_PEOPLE,
	AUDIT_SETTING,
	AUDIT_EXPORTED,
	AUDIT_PURGED,
	AUDIT_RIGHTS,
	AUDIT_VIEWED
};

extern const struct model audit_model;

/* Appends a row; part of the open transaction, or its own. ref: the record it is about, 0: none; step: the journal's,
 * 0. */
enum rc audit_write(
	struct session *s, enum audit_act act, int64_t ref, int64_t step, const char *text, struct err *err);
/* An export of n records; part of the open transaction, or its own. */
enum rc audit_export(struct session *s, int64_t n, const char *text, struct err *err);
/* How many the person exported since an instant. */
int64_t audit_exported(struct session *s, int64_t since);
/* The person could not open the office: she may not, or nobody is called so. Needs no person. */
void audit_shut_out(struct session *s);
/* A refused attempt, n of them in one deed. */
void audit_refused(struct session *s, enum verb v, int64_t ref, int n);
/* Takes away what is older than the office keeps (setting audit.keep, days; 0: for ever), and says so in the audit. */
enum rc audit_trim(struct session *s, struct err *err);

#endif
