/* The table of commands. Parser, help, man page and completions read it. */
#include "base/i18n.h"
#include "table.h"

#define OPT_FORMAT                                                                                                     \
	{                                                                                                              \
		"format", 0, "FORMAT", FORMATS, N_("how it is printed: table for people")                              \
	}
static const struct opt format_opts[] = { OPT_FORMAT, { 0 } };
#define OPT_RESULT                                                                                                     \
	{                                                                                                              \
		"format", 0, "FORMAT", "text|json", N_("how the result is printed")                                    \
	}
static const struct opt result_opts[] = { OPT_RESULT, { 0 } };
static const struct opt why_opts[] = {
	OPT_FORMAT,
	{ "user", 0, "LOGIN", NULL, N_("this person; oneself otherwise") },
	{ 0 },
};
static const struct opt history_opts[] = {
	OPT_FORMAT,
	{ "limit", 0, "N", NULL, N_("this many rows, the newest; 50 otherwise") },
	{ "user", 0, "LOGIN", NULL, N_("only this person's steps") },
	{ "since", 0, "DATE", NULL, N_("from the beginning of that day on") },
	{ "until", 0, "DATE", NULL, N_("to the end of that day") },
	{ "text", 0, "T", NULL, N_("whose words hold this text") },
	{ 0 },
};
static const struct opt init_opts[] = {
	{ "demo", 0, NULL, NULL, N_("with an invented office and months of its history") },
	{ "remove-demo", 0, NULL, NULL, N_("take the invented office out again, in one step") },
	{ "admin", 0, "LOGIN", NULL, N_("in a shared office: this account administers it; also when it is there already") },
	{ 0 },
};
static const struct opt check_opts[] = {
	{ "quick", 0, NULL, NULL, N_("only what is fast at any size: no journal, no full text") },
	{ 0 },
};
static const struct opt wait_opts[] = {
	{ "wait", 0, "SECONDS", NULL, N_("how long the others have to save and leave; 30 otherwise") },
	{ 0 },
};
static const struct opt doctor_opts[] = {
	OPT_FORMAT,
	{ "fix", 0, NULL, NULL, N_("mend owners, modes and missing files of a shared office, as root") },
	{ 0 },
};
static const struct opt purge_opts[] = {
	{ "days", 0, "N", NULL, N_("what was put there this many days ago, or earlier; 30 otherwise") },
	{ 0 },
};
static const struct opt find_opts[] = {
	{ "limit", 0, "N", NULL, N_("at most this many; 20 otherwise") },
	OPT_FORMAT,
	{ 0 },
};
static const struct opt merge_opts[] = {
	{ "owner", 0, "USER", NULL, N_("who has it afterwards") },
	{ "team", 0, "TEAM", NULL, N_("whose it is afterwards") },
	{ "take", 0, "FIELD=ID", NULL, N_("this field from that record; may be given again") },
	{ "preview", 0, NULL, NULL, N_("show what it would do") },
	OPT_FORMAT,
	{ 0 },
};
static const struct opt help_opts[] = {
	{ "generate", 0, "PAGE", "keys|fields|commands|man|bash|zsh|fish",
		N_("a page made from the tables, on standard output") },
	{ 0 },
};
static const struct opt set_opts[] = {
	{ "if-version", 0, "N", NULL, N_("only if the record still has this version; else exit 4") },
	{ "scope", 0, "WHICH", "one|later|all", N_("of a series: this one alone, it and later ones, or all that are open") },
	{ 0 },
};
static const struct opt trash_opts[] = {
	{ "scope", 0, "WHICH", "one|later|all", N_("of a series: this one alone, it and later ones, or all that are open") },
	{ 0 },
};

static const struct opt import_opts[] = {
	{ "dry-run", 0, NULL, NULL, N_("only say what it would do") },
	{ "map", 0, "FIELD=HEADER", NULL, N_("this column is that field; may be given again") },
	{ "set", 0, "FIELD=VALUE", NULL, N_("the same value for every row; may be given again") },
	{ "value", 0, "FIELD:TEXT=NAME", NULL,
		N_("this text means the record or choice NAME; nothing leaves it out, + makes it; may be given again") },
	{ "column", 0, "HEADER=PLACE", NULL,
		N_("a column that is no field goes to notes, tags or ignore; HEADER *: each of them; may be given again") },
	{ "on-duplicate", 0, "HOW", "skip|fill|overwrite|create|ask",
		N_("a row that is there already: leave it, fill what is empty, overwrite, make another, ask for each") },
	{ "erase-blank", 0, NULL, NULL, N_("with overwrite, a blank cell empties the field") },
	{ "bad-email", 0, "HOW", "reject|import",
		N_("a row with a bad address is refused, or comes in without it, the text in the notes") },
	{ "encoding", 0, "NAME", NULL, N_("the file's encoding; found out otherwise") },
	{ "delimiter", 0, "D", NULL, N_("comma, semicolon, tab, pipe or space; found out otherwise") },
	{ "repair", 0, NULL, NULL, N_("mend text that was stored in a wrong encoding before it came here") },
	{ "header-line", 0, "N", NULL, N_("the line of the headers, 0 for none; found out otherwise") },
	{ "header-rows", 0, "N", "1|2",
		N_("1: the header line alone, 2: the row below it too, units or more of the headers; found out otherwise") },
	{ "date-order", 0, "ORDER", "ymd|dmy|mdy", N_("how 5/6/2026 is read; by what each column shows otherwise") },
	{ "decimal", 0, "SIGN", "point|comma", N_("the decimal sign of its numbers; by what each column shows otherwise") },
	{ "source", 0, "NAME", NULL, N_("whose external ids the file holds") },
	{ "rejects", 0, "FILE", NULL, N_("write refused rows there, with their reasons") },
	{ "yes", 'y', NULL, NULL, N_("do not ask") },
	{ "log", 0, NULL, NULL, N_("list the imports there were, with the step that undoes each") },
	OPT_RESULT,
	{ 0 },
};
static const struct opt export_opts[] = {
	{ "output", 'o', "FILE", NULL, N_("write to this file; its ending tells the format") },
	{ "columns", 0, "A,B", NULL, N_("these fields, dotted through references: name,account.country") },
	{ "sort", 0, "FIELDS", NULL, N_("the order: -revenue,name; a minus: from the largest") },
	{ "format", 0, "FORMAT", "csv|tsv|json|vcf|ics", N_("the form of the output") },
	{ "raw", 0, NULL, NULL, N_("do not guard cells that a spreadsheet would run as formulas") },
	{ "bom", 0, NULL, NULL, N_("begin with a byte order mark, for programs that need one") },
	{ "force", 'f', NULL, NULL, N_("overwrite the file") },
	{ 0 },
};
static const struct opt list_opts[] = {
	{ "columns", 0, "A,B", NULL, N_("these fields, dotted through references: name,account.country") },
	{ "sort", 0, "FIELDS", NULL, N_("the order: -revenue,name; a minus: from the largest") },
	{ "limit", 0, "N", NULL, N_("at most this many") },
	{ "count", 0, NULL, NULL, N_("only their number") },
	{ "trash", 0, NULL, NULL, N_("those in the trash") },
	{ "as-of", 0, "DATE", NULL, N_("as it was at the end of that day") },
	{ "format", 0, "FORMAT", FORMATS_IDS, N_("how it is printed: table for people") },
	{ 0 },
};
static const struct opt agenda_opts[] = {
	{ "days", 0, "N", NULL, N_("this many days ahead; 7 otherwise") },
	OPT_FORMAT,
	{ 0 },
};
static const struct opt tick_opts[] = {
	{ "list", 0, NULL, NULL, N_("only list the jobs and when they ran last") },
	{ 0 },
};
static const struct opt board_opts[] = {
	{ "by", 0, "FIELD", NULL, N_("the field whose values are the columns") },
	{ "limit", 0, "N", NULL, N_("cards in each column; 5 otherwise") },
	{ "as-of", 0, "DATE", NULL, N_("as it was at the end of that day") },
	{ "format", 0, "FORMAT", "table|json", N_("how it is printed: table for people") },
	{ 0 },
};
static const struct opt score_opts[] = {
	{ "rebuild", 0, NULL, NULL, N_("count anew what was won and lost, score every open record") },
	{ "explain", 0, "ID", NULL, N_("why this record's probability is what it is") },
	{ "evaluate", 0, NULL, NULL, N_("what the methods are worth on records they have not seen") },
	OPT_RESULT,
	{ 0 },
};

const struct command commands[] = {
	{ "init", "[--demo]", N_("make the database"), init_opts, 0, 0,
		N_("Every other command makes it too when it is missing; not so in a shared office, where it is root's to make."),
		cmd_init, FOR_ROOT_TOO },
	{ "import", "FILE|- [MODEL]", N_("bring a spreadsheet in, in one step"), import_opts, 0, 2,
		N_("MODEL is lead unless it is named. Encoding, delimiter, headers and dates are found out. An import "
		   "that was cut off goes on where it was when the same file is imported again. Exit 5: some rows were "
		   "refused."),
		cmd_import },
	{ "export", "MODEL [CRITERIA] [-o FILE]", N_("write records as a spreadsheet that comes back in unchanged"),
		export_opts, 1, -1, NULL, cmd_export },
	{ "template", "MODEL", N_("a spreadsheet to fill in"), NULL, 1, 1, NULL, cmd_template },
	{ "list", "MODEL [CRITERIA]", N_("the records that match"), list_opts, 1, -1,
		N_("CRITERIA: stage = New and (revenue > 5k or tags in (vip, 2026)) and not owner = me. Archived "
		   "records are listed when "
		   "the criteria name the field active."),
		cmd_list },
	{ "agenda", "[--days N]", N_("what is late, due and coming up for me"), agenda_opts, 0, 0, NULL, cmd_agenda },
	{ "board", "[CRITERIA]", N_("the board as text"), board_opts, 0, -1,
		N_("Each column with its count, its sum and a bar of what is overdue, due today, planned, and without "
		   "a next step."),
		cmd_board },
	{ "show", "MODEL ID", N_("a record, what belongs to it, and its history"), format_opts, 2, 2, NULL, cmd_show },
	{ "new", "MODEL FIELD=VALUE...", N_("make a record and print its id"), result_opts, 2, -1,
		N_("With json the whole record is printed. FIELD=@FILE takes the value from a file, FIELD=@@x is the "
		   "text @x. References are ids or names; "
		   "crm fields MODEL "
		   "lists the fields."),
		cmd_new },
	{ "set", "MODEL ID... FIELD=VALUE...", N_("change fields of records, in one step"), set_opts, 3, -1,
		N_("FIELD= empties a field. tags+=x adds to a set of values, tags-=x takes from it. FIELD=@FILE takes "
		   "the value from a "
		   "file."),
		cmd_set },
	{ "find", "TEXT...", N_("any records by text, or whose a phone number is"), find_opts, 1, -1,
		N_("Of a number, in any writing: who has it, then what is open with them. crm incoming makes a lead of one that "
		   "nobody has."),
		cmd_find },
	{ "similar", "[MODEL] ID", N_("records that may be the same, and why"), format_opts, 1, 2,
		N_("The same address or number first, then the same domain and company. A key that more than 20 share says "
		   "nothing and is left out. MODEL is lead unless it is named."),
		cmd_similar },
	{ "duplicates", "[MODEL]", N_("groups of records with the same address or number"), format_opts, 0, 1,
		N_("MODEL is lead unless it is named. crm merge makes one record of each group."), cmd_duplicates },
	{ "merge", "[MODEL] ID ID...", N_("make one record of several, in one step"), merge_opts, 2, -1,
		N_("What referred to the others refers to the one that stays; the others go to the trash and one undo brings all "
		   "back. --preview shows field by field what will stand in it and where that comes from. MODEL is lead unless "
		   "it is named."),
		cmd_merge },
	{ "trash", "MODEL ID...", N_("move records to the trash"), trash_opts, 2, -1, NULL, cmd_trash },
	{ "restore", "MODEL ID...", N_("take records out of the trash"), NULL, 2, -1, NULL, cmd_restore },
	{ "score", "--rebuild | --explain ID | --evaluate", N_("probabilities: computed anew, explained, judged"), score_opts,
		0, 0,
		N_("Settings: scoring.start, scoring.variables and scoring.method of crm config. AUC is the chance that a "
		   "won record stands above a lost one, 0.5 is chance; log-loss is per record, natural logarithm; "
		   "calibration is the mean distance of chance and outcome over ten bins of equal width."),
		cmd_score },
	{ "history", "[MODEL ID]", N_("the steps that were done, or the changes of one record, newest first"),
		history_opts, 0, 2, NULL, cmd_history },
	{ "undo", "[STEP]", N_("take back your last step, or the one named"), result_opts, 0, 1,
		N_("What was changed since stays as it is and is counted. The numbers of steps are in crm history."),
		cmd_undo },
	{ "redo", "", N_("do again what was undone last"), result_opts, 0, 0, NULL, cmd_redo },
	{ "rights", "[PROFILE]", N_("what profiles let people do, by record type"), format_opts, 0, 1,
		N_("Types without a row of their own go by the row for everything else; in csv, tsv and json every type is "
		   "written out. crm set right ID verbs+=export changes one."),
		cmd_rights, FOR_ROOT_TOO },
	{ "why", "MODEL ID", N_("why somebody may see a record, and change it"), why_opts, 2, 2, NULL, cmd_why },
	{ "fields", "[MODEL]", N_("the fields of record types"), format_opts, 0, 1, NULL, cmd_fields, FOR_ROOT_TOO },
	{ "models", "", N_("the record types"), format_opts, 0, 0, NULL, cmd_models, FOR_ROOT_TOO },
	{ "config", "[KEY [VALUE]]", N_("the office's settings"), format_opts, 0, 2, NULL, cmd_config, FOR_ROOT_TOO },
	{ "check", "", N_("look for faults in the database"), check_opts, 0, 0,
		N_("The file itself, references, sets, counters, full text, and whether the journal agrees with the records."),
		cmd_check, FOR_ROOT_TOO },
	{ "backup", "[DIR]", N_("write a verified copy of the database and print its path"), NULL, 0, 1,
		N_("DIR is the folder backup beside the database unless it is named. There the newest of 24 hours, 30 days and "
		   "12 months are kept. In a shared office it is root's."),
		cmd_backup, FOR_ROOT_TOO },
	{ "restore-backup", "FILE", N_("put a backup in the place of the database"), wait_opts, 1, 1,
		N_("The others are asked to save and leave first. The copy is looked through before, and what stood there is kept "
		   "under another name, which this command takes too. In a shared office it is root's."),
		cmd_restore_backup, FOR_ROOT_TOO },
	{ "migrate", "", N_("bring a database of an older crm up to date, after a backup"), wait_opts, 0, 0,
		N_("A database of one's own is brought up to date by itself; that of a shared office by root."), cmd_migrate,
		FOR_ROOT_TOO },
	{ "doctor", "", N_("look at everything around the database, and say how to mend it"), doctor_opts, 0, 0,
		N_("In a shared office: program, group, folders, files, timers, backups. Anybody may ask, root sees all. Exit 1: "
		   "something is at fault."),
		cmd_doctor, FOR_ROOT_TOO },
	{ "purge", "", N_("take old records out of the trash, for good"), purge_opts, 0, 0,
		N_("This cannot be undone. What other records still refer to stays."), cmd_purge },
	{ "tick", "", N_("do what is due, for a timer"), tick_opts, 0, 0,
		N_("Each job runs once however many run this at the same time; what failed is tried again at the next. The "
		   "journal names the program itself."),
		cmd_tick, FOR_TIMERS_TOO },
	{ "help", "[COMMAND]", N_("this help, or that of a command"), help_opts, 0, 1, NULL, cmd_help, FOR_TIMERS_TOO },
};
const int n_commands = COUNT(commands);
