/* The computed words of activities: SQL over the row and the twin in C of each. */
#ifndef SALES_ACTIVITY_FORMULAS_H
#define SALES_ACTIVITY_FORMULAS_H

#include <stdbool.h>

#include "record/field.h"

struct record;
struct session;
struct value;

extern const struct choice activity_states[];
extern const char activity_sql_state[];
bool activity_state(struct session *s, const struct record *r, struct value *out);
extern const char activity_sql_late[];
bool activity_late(struct session *s, const struct record *r, struct value *out);
extern const char activity_sql_who[];
bool activity_who(struct session *s, const struct record *r, struct value *out);
extern const char activity_sql_phone[];
bool activity_phone(struct session *s, const struct record *r, struct value *out);
extern const char activity_sql_worth[];
bool activity_worth(struct session *s, const struct record *r, struct value *out);
extern const char activity_sql_clock[];
bool activity_clock(struct session *s, const struct record *r, struct value *out);
extern const char activity_sql_answer[];
bool activity_answer(struct session *s, const struct record *r, struct value *out);
extern const char activity_sql_repeated[];
bool activity_repeated(struct session *s, const struct record *r, struct value *out);

#endif
