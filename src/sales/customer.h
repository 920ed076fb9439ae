/* Slots of accounts (companies) and contacts (people), and what leads take over from them. */
#ifndef SALES_CUSTOMER_H
#define SALES_CUSTOMER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "record/field.h"

struct record;
struct save;
struct session;
struct value;

enum account_slot {
	ACCOUNT_NAME = SYS_N,
	ACCOUNT_PARENT,
	ACCOUNT_EMAIL,
	ACCOUNT_PHONE,
	ACCOUNT_WEBSITE,
	ACCOUNT_INDUSTRY,
	ACCOUNT_EMPLOYEES,
	ACCOUNT_STREET,
	ACCOUNT_STREET2,
	ACCOUNT_CITY,
	ACCOUNT_ZIP,
	ACCOUNT_STATE,
	ACCOUNT_COUNTRY,
	ACCOUNT_LANGUAGE,
	ACCOUNT_OWNER,
	ACCOUNT_TEAM,
	ACCOUNT_CO_OWNERS,
	ACCOUNT_PARTICIPANTS,
	ACCOUNT_TAGS,
	ACCOUNT_NOTES,
	ACCOUNT_EXTERNAL_ID,
	ACCOUNT_RELATION,
	ACCOUNT_ACTIVITY_STATE,
	ACCOUNT_NEXT_ACTIVITY,
	ACCOUNT_NEXT_DUE,
	ACCOUNT_SCORE,
	ACCOUNT_MERGED_INTO,
	ACCOUNT_N
};
enum contact_slot {
	CONTACT_NAME = SYS_N,
	CONTACT_SALUTATION,
	CONTACT_FIRST_NAME,
	CONTACT_LAST_NAME,
	CONTACT_ACCOUNT,
	CONTACT_JOB,
	CONTACT_DEPARTMENT,
	CONTACT_EMAIL,
	CONTACT_EMAIL2,
	CONTACT_PHONE,
	CONTACT_MOBILE,
	CONTACT_WEBSITE,
	CONTACT_STREET,
	CONTACT_STREET2,
	CONTACT_CITY,
	CONTACT_ZIP,
	CONTACT_STATE,
	CONTACT_COUNTRY,
	CONTACT_LANGUAGE,
	CONTACT_BIRTHDAY,
	CONTACT_OPT_OUT,
	CONTACT_DO_NOT_CALL,
	CONTACT_OWNER,
	CONTACT_TEAM,
	CONTACT_CO_OWNERS,
	CONTACT_PARTICIPANTS,
	CONTACT_TAGS,
	CONTACT_NOTES,
	CONTACT_EXTERNAL_ID,
	CONTACT_ACTIVITY_STATE,
	CONTACT_NEXT_ACTIVITY,
	CONTACT_NEXT_DUE,
	CONTACT_SCORE,
	CONTACT_MERGED_INTO,
	CONTACT_N
};
enum relation { RELATION_PROSPECT = 1, RELATION_CUSTOMER };

/* Whether two e-mail addresses (phone numbers of the country) are the same after normalisation; where one cannot be
 * normalised, as written. */
bool same_email(const char *a, const char *b);
bool same_phone(struct session *s, const char *a, const char *b, int64_t country);

/* At creation and when the customer of a lead changes: fills what the customer knows. */
enum rc customer_fill(struct session *s, struct save *sv, struct err *err);
/* A lead's new e-mail or phone goes back to its customer, where they differ and the person may change the customer. */
enum rc customer_write_back(struct session *s, const struct save *sv, struct err *err);
/* A customer's new e-mail or phone goes on to its leads. ref slots: the lead's reference to sv's record. */
enum rc customer_spread(struct session *s, const struct save *sv, int lead_slot, int email, int phone, struct err *err);
/* The team of a new record's owner, where none was given (accounts, contacts). */
void customer_team(struct session *s, struct save *sv, int owner, int team);

#endif
