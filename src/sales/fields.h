/* Rows that several record types share. Each macro takes the prefix of the type's slots and the first of its permanent
 * field numbers: an address is the same eight rows on a lead, an account and a contact. */
#ifndef SALES_FIELDS_H
#define SALES_FIELDS_H

#include "base/i18n.h"
#include "record/field.h"

struct record;
struct session;

/* Words for the state (province) of the record's country; for completion only, other text is allowed. */
const char *const *state_words(struct session *s, const struct record *r, int *n);

extern const struct choice salutation_choices[], signal_choices[];
enum signal_no { SIGNAL_OVERDUE = 1, SIGNAL_TODAY, SIGNAL_PLANNED, SIGNAL_NONE };

#define ADDRESS_SLOTS(P) P##_STREET, P##_STREET2, P##_CITY, P##_ZIP, P##_STATE, P##_COUNTRY
#define ADDRESS_FIELDS(P, NO)                                                                                          \
	[P##_STREET] = { .name = "street", .label = N_("Street"), .type = FT_TEXT, .flags = F_EXTRA, .no = (NO) },     \
	[P##_STREET2] = { .name = "street2",                                                                           \
		.label = N_("Street, 2nd line"),                                                                       \
		.type = FT_TEXT,                                                                                       \
		.flags = F_EXTRA,                                                                                      \
		.no = (NO) + 1 },                                                                                      \
	[P##_CITY] = { .name = "city",                                                                                 \
		.label = N_("City"),                                                                                   \
		.type = FT_TEXT,                                                                                       \
		.flags = F_EXTRA | F_SEARCH,                                                                           \
		.no = (NO) + 2,                                                                                        \
		.width = 16 },                                                                                         \
	[P##_ZIP] = { .name = "zip",                                                                                   \
		.label = N_("Postal code"),                                                                            \
		.type = FT_TEXT,                                                                                       \
		.flags = F_EXTRA,                                                                                      \
		.no = (NO) + 3,                                                                                        \
		.width = 10,                                                                                           \
		.max = 24 },                                                                                           \
	[P##_STATE] = { .name = "state",                                                                               \
		.label = N_("State"),                                                                                  \
		.type = FT_TEXT,                                                                                       \
		.flags = F_EXTRA,                                                                                      \
		.no = (NO) + 4,                                                                                        \
		.width = 14,                                                                                           \
		.suggest = state_words },                                                                              \
	[P##_COUNTRY] = { .name = "country",                                                                           \
		.label = N_("Country"),                                                                                \
		.type = FT_REF,                                                                                        \
		.ref = "country",                                                                                      \
		.flags = F_EXTRA | F_INDEX | F_FILTER | F_NO_RELATED,                                                  \
		.no = (NO) + 5,                                                                                        \
		.width = 14 }

#define PEOPLE_SLOTS(P) P##_OWNER, P##_TEAM, P##_CO_OWNERS, P##_PARTICIPANTS
#define PEOPLE_FIELDS(P, NO)                                                                                           \
	[P##_OWNER] = { .name = "owner",                                                                               \
		.label = N_("Owner"),                                                                                  \
		.type = FT_REF,                                                                                        \
		.ref = "user",                                                                                         \
		.flags = F_LIST | F_INDEX,                                                                             \
		.no = (NO),                                                                                            \
		.width = 10,                                                                                           \
		.dflt = "me",                                                                                          \
		.help = N_("The person responsible") },                                                                \
	[P##_TEAM] = { .name = "team",                                                                                 \
		.label = N_("Team"),                                                                                   \
		.type = FT_REF,                                                                                        \
		.ref = "team",                                                                                         \
		.flags = F_INDEX | F_EXTRA,                                                                            \
		.no = (NO) + 1,                                                                                        \
		.width = 14 },                                                                                         \
	[P##_CO_OWNERS] = { .name = "co_owners",                                                                       \
		.label = N_("Co-owners"),                                                                              \
		.type = FT_REFS,                                                                                       \
		.ref = "user",                                                                                         \
		.flags = F_EXTRA | F_NO_RELATED,                                                                       \
		.no = (NO) + 2,                                                                                        \
		.help = N_("Have the same rights as the owner") },                                                     \
	[P##_PARTICIPANTS] = { .name = "participants",                                                                 \
		.label = N_("Participants"),                                                                           \
		.type = FT_REFS,                                                                                       \
		.ref = "user",                                                                                         \
		.flags = F_EXTRA | F_NO_RELATED,                                                                       \
		.no = (NO) + 3,                                                                                        \
		.help = N_("May see and comment") }

/* What the colour of a record and its next step are computed from: its open activities. */
#define SIGNAL_FIELDS(P, MODEL_NO, NO)                                                                                 \
	[P##_ACTIVITY_STATE] = { .name = "activity_state",                                                             \
		.label = N_("Activities"),                                                                             \
		.type = FT_FORMULA,                                                                                    \
		.as = FT_CHOICE,                                                                                       \
		.choice = signal_choices,                                                                              \
		.no = (NO),                                                                                            \
		.width = 9,                                                                                            \
		.sql = SQL_SIGNAL(MODEL_NO),                                                                           \
		.all_sql = SQL_SIGNALS(MODEL_NO),                                                                      \
		.formula = signal_state },                                                                             \
	[P##_NEXT_ACTIVITY] = { .name = "next_activity",                                                               \
		.label = N_("Next step"),                                                                              \
		.type = FT_FORMULA,                                                                                    \
		.as = FT_TEXT,                                                                                         \
		.flags = F_LIST,                                                                                       \
		.no = (NO) + 1,                                                                                        \
		.width = 18,                                                                                           \
		.sql = SQL_NEXT_TEXT(MODEL_NO),                                                                        \
		.formula = signal_text },                                                                              \
	[P##_NEXT_DUE] = { .name = "next_due",                                                                         \
		.label = N_("Next due"),                                                                               \
		.type = FT_FORMULA,                                                                                    \
		.as = FT_DATE,                                                                                         \
		.no = (NO) + 2,                                                                                        \
		.sql = SQL_NEXT_DUE(MODEL_NO),                                                                         \
		.formula = signal_due }

#endif
