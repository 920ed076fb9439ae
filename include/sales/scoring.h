/* Predictive scoring: how likely a lead or opportunity is to be won, learnt from those that were won and lost since a
 * start date; and what the methods are worth, measured on records that they have not seen. */
#ifndef SALES_SCORING_H
#define SALES_SCORING_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"

struct session;

struct score_rebuilt {
	int64_t leads, open, won, lost; /* live records; won and lost: those since the start date */
	int64_t profiles;               /* different ones */
	bool read_anew;                 /* the values of all records were read again, since the settings had changed */
};
/* Empties the table of frequencies, counts all won and lost records since the start date, fits the logistic method where
 * the office chose it, and gives every open record with a stage its probability. RC_INVALID: scoring is off. */
enum rc scoring_rebuild(struct session *s, struct score_rebuilt *out, struct err *err);
/* The last rebuild is older than a day, or what it was made by changed. */
bool scoring_due(struct session *s);

/* Why a number is what it is. */
#define SCORE_REASONS 3
struct score_reason {
	const char *variable, *label, *value; /* the variable's name and label; the value as people read it */
	double weight;                        /* 0 .. 1; above 0.5 it helps */
	double won, lost;                     /* of the table's row; 0 for the logistic method */
};
struct score_explained {
	int64_t automatic, own, shown; /* hundredths of a percent; own: -1 none */
	bool logistic, has_result;     /* no result: nothing was won or lost yet, or scoring is off */
	bool base_only;                /* nothing predicts anything here: the base rate is shown */
	const char *team;              /* whose frequencies; NULL: everybody's */
	const char *note;              /* in place of reasons: won, lost, mapped by the stage, off; NULL: none */
	struct score_reason helps[SCORE_REASONS], hurts[SCORE_REASONS];
	int n_helps, n_hurts;
};
/* Text in the arena. RC_NOT_FOUND: no such record, or not yours to see. */
enum rc scoring_explain(struct session *s, int64_t id, struct arena *a, struct score_explained *out, struct err *err);

/* What a method is worth on records it has not seen. */
struct score_figures {
	double auc, auc_low, auc_high; /* 95 % interval, Hanley and McNeil */
	double log_loss;               /* natural logarithm, mean */
	double calibration;            /* expected calibration error over 10 bins of equal width */
};
struct score_evaluated {
	int64_t closed, won, used;   /* closed since the start; how many of them, the newest, were looked at */
	int64_t held_out;            /* the newest fifth */
	double base_rate;            /* of the others */
	struct score_figures base, frequency, logistic;       /* on the newest fifth */
	struct score_figures cv_base, cv_frequency, cv_logistic; /* by cross-validation in five folds */
	bool signal;                 /* the variables tell something: AUC and log-loss beat the base rate beyond chance */
	bool suspicious;             /* AUC above 0.98: a variable may know the outcome */
	bool logistic_better;
};
/* RC_INVALID: scoring is off, or too few records were won or lost. */
enum rc scoring_evaluate(struct session *s, struct score_evaluated *out, struct err *err);

#endif
