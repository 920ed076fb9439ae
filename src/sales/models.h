/* The record types of the office and their permanent numbers: a number is never used again, since references to any
 * record and every row of the journal carry it. 1-9 belong to the record floor. */
#ifndef SALES_MODELS_H
#define SALES_MODELS_H

#include "record/model.h"

#define NO_USER 10
#define NO_DEPARTMENT 11
#define NO_GROUP 12
#define NO_PROFILE 13
#define NO_TEAM 14
#define NO_TEAM_MEMBER 15
#define NO_TARGET 16
#define NO_STAGE 17
#define NO_LEAD 18
#define NO_ACCOUNT 19
#define NO_CONTACT 20
#define NO_CONTACT_ROLE 21
#define NO_TAG 22
#define NO_SOURCE 23
#define NO_MEDIUM 24
#define NO_CAMPAIGN 25
#define NO_LOST_REASON 26
#define NO_INDUSTRY 27
#define NO_COUNTRY 28
#define NO_ACTIVITY 29
#define NO_ACTIVITY_TYPE 30
#define NO_NOTE 31
#define NO_RECURRING_PLAN 32
#define NO_SCORING_RULE 40
#define NO_ACTIVITY_PLAN 48
#define NO_PLAN_LINE 49
#define NO_ATTENDEE 50
#define NO_SERIES 51
#define NO_HOLIDAY 52
#define NO_SHIFT 53

#define NO_RIGHT 61
#define NO_FIELD_RIGHT 62
#define NO_SHARING_RULE 63
#define NO_SHARE 64 /* 65: the record floor's audit */

extern const struct model user_model, department_model, group_model, profile_model;
extern const struct model team_model, team_member_model, target_model;
extern const struct model stage_model, lead_model, account_model, contact_model, contact_role_model;
extern const struct model tag_model, source_model, medium_model, campaign_model, lost_reason_model, industry_model;
extern const struct model country_model, activity_model, activity_type_model, note_model, recurring_plan_model;
extern const struct model activity_plan_model, plan_line_model, attendee_model, series_model, holiday_model, shift_model;

/* Numbers inside SQL text. */
#define SQL_STR_(x) #x
#define SQL_STR(x) SQL_STR_(x)
/* The any-record reference of the row alias.id of the model numbered no. */
#define SQL_REF(no, id) "(" SQL_STR(no) "<<40|" id ")"

/* The other side of a many-valued field: ids of what the record has in it. no: FIELD_KEY's parts. */
#define SQL_LINKS(model_no, field_no, from)                                                                            \
	"(SELECT to_id FROM link WHERE field=(" SQL_STR(model_no) "<<16|" SQL_STR(field_no) ") AND from_id=" from ")"

#endif
