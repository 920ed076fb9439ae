/* The office's settings as records. */
#ifndef RECORD_SETTING_PRIVATE_H
#define RECORD_SETTING_PRIVATE_H

#include "record/model.h"

struct session;

enum setting_slot { SETTING_KEY = SYS_N, SETTING_VALUE, SETTING_N };
extern const struct model setting_model;
/* Reads what a session keeps of the settings (currency, country, calendar) again. */
void session_settings(struct session *s);

#endif
