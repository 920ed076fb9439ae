/* Slots and choices of a lead: one record type for both kinds, so that nothing is lost at the conversion. */
#ifndef SALES_LEAD_H
#define SALES_LEAD_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "record/action.h"
#include "record/field.h"

struct record;
struct save;
struct session;
struct value;

enum lead_slot {
	LEAD_NAME = SYS_N,
	LEAD_KIND,
	LEAD_STATUS,
	LEAD_TEMPERATURE,
	LEAD_PHASE,
	LEAD_STAGE,
	LEAD_OWNER,
	LEAD_TEAM,
	LEAD_CO_OWNERS,
	LEAD_PARTICIPANTS,
	LEAD_ACCOUNT,
	LEAD_CONTACT,
	LEAD_CUSTOMER,
	LEAD_WHO,
	LEAD_COMPANY,
	LEAD_CONTACT_NAME,
	LEAD_SALUTATION,
	LEAD_JOB,
	LEAD_DEPARTMENT,
	LEAD_EMAIL,
	LEAD_EMAIL2,
	LEAD_PHONE,
	LEAD_MOBILE,
	LEAD_WEBSITE,
	LEAD_STREET,
	LEAD_STREET2,
	LEAD_CITY,
	LEAD_ZIP,
	LEAD_STATE,
	LEAD_COUNTRY,
	LEAD_LANGUAGE,
	LEAD_INDUSTRY,
	LEAD_EMPLOYEES,
	LEAD_SOURCE,
	LEAD_MEDIUM,
	LEAD_CAMPAIGN,
	LEAD_REFERRED,
	LEAD_TAGS,
	LEAD_PRIORITY,
	LEAD_REVENUE,
	LEAD_RECURRING,
	LEAD_RECURRING_PLAN,
	LEAD_MRR,
	LEAD_SCORE,
	LEAD_OPT_OUT,
	LEAD_DO_NOT_CALL,
	LEAD_REVIVE_ON,
	LEAD_FIRST_TOUCH,
	LEAD_LAST_TOUCH,
	LEAD_LAST_CONTACT,
	LEAD_PROBABILITY,
	LEAD_AUTOMATIC_PROBABILITY,
	LEAD_PRORATED,
	LEAD_CLOSING,
	LEAD_LOST_REASON,
	LEAD_OUTCOME,
	LEAD_NOTES,
	LEAD_EXTERNAL_ID,
	LEAD_ASSIGNED_AT,
	LEAD_CONVERTED_AT,
	LEAD_CLOSED_AT,
	LEAD_STAGE_AT,
	LEAD_DAYS_IN_STAGE,
	LEAD_ROTTING,
	LEAD_ROTTING_TEXT,
	LEAD_ACTIVITY_STATE,
	LEAD_NEXT_ACTIVITY,
	LEAD_NEXT_DUE,
	LEAD_BUDGET,
	LEAD_AUTHORITY,
	LEAD_NEED,
	LEAD_TIMELINE,
	LEAD_CHALLENGES,
	LEAD_MONEY,
	LEAD_PRIORITISATION,
	LEAD_QUALIFICATION,
	LEAD_SALES_READY,
	LEAD_STATUS_REASON,
	LEAD_WON_AT,
	LEAD_STEP,
	LEAD_PROCESS,
	LEAD_FIRST_SOURCE,
	LEAD_BANT,
	LEAD_CHAMP,
	LEAD_RESPONSE_TIME,
	LEAD_RANK,
	LEAD_MERGED_INTO,
	LEAD_MINE,
	LEAD_MY_DUE,
	LEAD_SHARED,
	LEAD_N
};
enum lead_kind { KIND_LEAD = 1, KIND_OPPORTUNITY };
enum lead_status {
	STATUS_NEW = 1,
	STATUS_WORKING,
	STATUS_NURTURING,
	STATUS_QUALIFIED,
	STATUS_CONVERTED,
	STATUS_INVALID,
	STATUS_DEAD,
	STATUS_JUNK,
	STATUS_REMARKETED,
	STATUS_VOID
};
/* The coarse views of the phases: how a customer is seen, and whose work it is. */
enum lead_step { STEP_LEAD = 1, STEP_PROSPECT, STEP_CUSTOMER };
enum lead_process { PROCESS_GENERATION = 1, PROCESS_NURTURING, PROCESS_QUALIFICATION, PROCESS_SALES, PROCESS_CUSTOMER };
enum lead_outcome { OUTCOME_OPEN = 1, OUTCOME_WON, OUTCOME_LOST };
enum lead_phase {
	PHASE_SUSPECT = 1,
	PHASE_ML,
	PHASE_MAL,
	PHASE_MQL,
	PHASE_SAL,
	PHASE_SQL,
	PHASE_OPP,
	PHASE_CUSTOMER,
	PHASE_RNL
};

#define PHASE_THRESHOLD 20   /* points, or percent of probability, that make a lead probable */
#define PHASE_QUIET_DAYS 180 /* a customer without a touch for so long is to be won again */

/* Computed words: SQL, and the C twin that must say the same. */
#define LEAD_FORMULAS(X)                                                                                               \
	X(customer)                                                                                                    \
	X(who)                                                                                                         \
	X(mrr) X(score) X(probability) X(automatic) X(prorated) X(outcome) X(phase) X(days_in_stage) X(rotting)        \
		X(rotting_text) X(next_text) X(qualification) X(sales_ready) X(step) X(process) X(bant) X(champ)       \
			X(response_time)
#define LEAD_FORMULA_(name)                                                                                            \
	extern const char lead_sql_##name[];                                                                           \
	bool lead_##name(struct session *s, const struct record *r, struct value *out);
LEAD_FORMULAS(LEAD_FORMULA_)
#undef LEAD_FORMULA_

/* Facts of a loaded (or not yet written) record that rules ask. */
enum lead_outcome lead_outcome_of(struct session *s, const struct record *r);
int64_t lead_probability_of(struct session *s, const struct record *r); /* hundredths of a percent */

/* The rules of a lead at the write door. */
enum rc lead_before_save(struct session *s, struct save *sv, struct err *err);
enum rc lead_after_save(struct session *s, const struct save *sv, struct err *err);

enum lead_action {
	ACT_WON,
	ACT_CONVERT,
	ACT_QUICK,
	ACT_INCOMING,
	ACT_QUALIFY,
	ACT_LOST,
	ACT_REOPEN,
	ACT_STAGE,
	ACT_STATUS,
	ACT_REVIVE,
	ACT_STARS,
	ACT_REVENUE,
	ACT_AUTOMATIC,
	ACT_OWNER,
	ACT_TAGS,
	ACT_NOTE,
	ACT_LOG,
	ACT_NEXT,
	ACT_PLAN,
	ACT_SHARE,
	ACT_DEMO,
	ACT_DEMO_REMOVE,
	LEAD_N_ACTIONS
};
/* Deeds of the pipeline on one lead, inside a step. RC_INVALID says why not. note may be NULL. */
enum rc lead_win(struct session *s, struct step *st, int64_t id, struct err *err);
enum rc lead_lose(struct session *s, struct step *st, int64_t id, int64_t reason, const char *note, struct err *err);

/* Brings a lead that was invalid, dead or junk back to work, inside a step. RC_INVALID: it is none of these. */
enum rc lead_revive(struct session *s, struct step *st, int64_t id, struct err *err);
/* What is remarkable about a deal just won, told to the person: a first deal, the best of the team in 30 or 7 days, a
 * person's own best. */
void lead_celebrate(struct session *s, const struct record *r);

extern const struct choice lead_statuses[];
extern const struct action lead_actions[LEAD_N_ACTIONS];

#endif
