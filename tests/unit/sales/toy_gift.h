/* The example of docs/adding-a-record-type.md: presents for customers, one file of tables and rules. */
#ifndef TOY_GIFT_H
#define TOY_GIFT_H

#include "record/model.h"

extern const struct model gift_model;

#endif
