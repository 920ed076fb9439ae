/* All profiles in memory, with what was won and lost of each: what a rebuild, a fit and an evaluation work on. */
#ifndef SALES_SCORING_SET_H
#define SALES_SCORING_SET_H

#include "scoring.h"

/* Numbers for texts, in the order they come. */
struct word_map {
	int *slot; /* index + 1; 0: free */
	int cap;
	char **word;
	int n, cap_words;
	struct arena arena;
};
int word_add(struct word_map *m, const char *text, size_t n);
int word_find(const struct word_map *m, const char *text, size_t n); /* -1: none */
void words_free(struct word_map *m);

struct set_profile {
	int64_t id, stage;
	int team;           /* index; 0: none */
	int stage_item;     /* -1: no stage */
	int first, n;       /* of flat */
	int won, lost, open;
};
struct score_set {
	struct word_map item;  /* "NO=VALUE" */
	int *item_no;          /* its variable's number */
	int cap_item_no;
	struct set_profile *profile; /* by id */
	int n, cap;
	int *flat; /* items of all profiles */
	int n_flat, cap_flat;
	int64_t *team; /* ids by index; [0] is 0 */
	int n_teams, cap_teams;
	int first_stage; /* item of the lowest generic stage; -1 */
	struct set_stage {
		int64_t id, sequence;
		int item;
	} *stage;
	int n_stages, cap_stages;
};
enum rc set_load(struct session *s, struct score_set *out, struct err *err);
void set_free(struct score_set *set);
int set_find(const struct score_set *set, int64_t profile); /* -1 */

/* Frequencies in memory: cells by (team, item), tenths. Team index SET_ALL: everybody's sums. */
#define SET_ALL (-1)
struct tally {
	uint64_t *key; /* 0: free */
	int64_t *won, *lost;
	size_t cap, n;
	double *all_won, *all_lost; /* by item: everybody's */
	struct team_sum {
		bool any;
		double won[SCORE_VARS + 2], lost[SCORE_VARS + 2]; /* by variable's place */
	} *sum; /* by team index; one more for everybody */
	int n_teams;
};
void tally_init(struct tally *t, const struct score_set *set);
/* won and lost records of a profile. */
void tally_add(struct tally *t, const struct score_set *set, const struct set_profile *p, int won, int lost);
/* After the last: gives each row its 0.1, leaves out rare tags, adds up. */
void tally_finish(struct tally *t, const struct score_conf *c, const struct score_set *set);
/* with_stage: the profile's own stage counts; without, everybody stands at the first. False: no result. */
bool tally_chance(const struct tally *t, const struct score_conf *c, const struct score_set *set,
	const struct set_profile *p, bool with_stage, double *chance);
/* The odds (logarithm) that the profile's stage adds to those of the first stage. */
double tally_stage_odds(const struct tally *t, const struct score_conf *c, const struct score_set *set,
	const struct set_profile *p);
enum rc tally_write(struct session *s, const struct tally *t, const struct score_set *set, struct err *err);
void tally_free(struct tally *t);

#endif
