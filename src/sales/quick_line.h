/* The grammar of the quick line: "call acme: wants 20 seats @fri 10:00 $12000 #vip". Pure: it knows words, dates,
 *amounts and tags, and no database.
 *
 *	line  = { word | "@" date [ time ] | "@" time | amount | "#" tag }
 *	words = [ head ":" ] note          the first colon with a blank after it, or a wide one, ends the head
 *	time  = 10:00 | 10am | 3pm
 *	amount = a number with a currency sign or code before or behind it: $12000, €12k, 12k EUR as 12kEUR
 *
 * Signs and digits of all scripts, wide ones too. A word behind "@" that is neither date nor time stays a word: it may
 * name a colleague. */
#ifndef SALES_QUICK_LINE_H
#define SALES_QUICK_LINE_H

#include "base/arena.h"
#include "base/date.h"

#define QUICK_TAGS 16

struct quick_line {
	const char *head, *note; /* "" when there is none; without a colon all words are the head */
	bool colon;
	bool dated;
	struct date due;
	int start; /* minutes of the day; -1: none */
	bool amounts;
	int64_t amount; /* minor units */
	const char *tag[QUICK_TAGS];
	int n_tags;
};
/* digits: of the currency's minor unit. All texts in the arena. */
void quick_line_parse(const char *text, struct date today, enum date_order order, int digits, struct arena *a,
	struct quick_line *out);

#endif
