/* Names of months in the languages that spreadsheets come in. */
#ifndef SRC_BASE_MONTHS_H
#define SRC_BASE_MONTHS_H

/* 1-12 for a month's name, or its first three letters or more, in German, French, Spanish, Italian, Portuguese, Dutch,
 * Swedish, Danish, Polish, Russian, Turkish or Arabic; 0 when it is none, or when its letters begin two. */
int month_word(const char *word);

#endif
