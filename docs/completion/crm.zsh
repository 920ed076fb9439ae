#compdef crm
# Completion of crm for zsh. Made from the tables by make docs.
local -a names models
models=(field office_setting audit user department group profile team team_member target stage lead opportunity account contact contact_role tag source medium campaign lost_reason industry country activity activity_type note recurring_plan scoring_rule activity_plan plan_line attendee series holiday shift right field_right sharing_rule share)
names=(
	'init:make the database'
	'import:bring a spreadsheet in, in one step'
	'export:write records as a spreadsheet that comes back in unchanged'
	'template:a spreadsheet to fill in'
	'list:the records that match'
	'agenda:what is late, due and coming up for me'
	'board:the board as text'
	'show:a record, what belongs to it, and its history'
	'new:make a record and print its id'
	'set:change fields of records, in one step'
	'find:any records by text, or whose a phone number is'
	'similar:records that may be the same, and why'
	'duplicates:groups of records with the same address or number'
	'merge:make one record of several, in one step'
	'trash:move records to the trash'
	'restore:take records out of the trash'
	'score:probabilities\: computed anew, explained, judged'
	'history:the steps that were done, or the changes of one record, newest first'
	'undo:take back your last step, or the one named'
	'redo:do again what was undone last'
	'rights:what profiles let people do, by record type'
	'why:why somebody may see a record, and change it'
	'fields:the fields of record types'
	'models:the record types'
	'config:the office'\''s settings'
	'check:look for faults in the database'
	'backup:write a verified copy of the database and print its path'
	'restore-backup:put a backup in the place of the database'
	'migrate:bring a database of an older crm up to date, after a backup'
	'doctor:look at everything around the database, and say how to mend it'
	'purge:take old records out of the trash, for good'
	'tick:do what is due, for a timer'
	'help:this help, or that of a command'
	'hand_over:Who leaves\: open work, customers and people go to others'
	'assign:Who has no owner goes to teams and their members, by criteria and capacity'
	'mark:What stands here counts as sold, or no longer'
	'empty:Before a stage is deleted'
	'won:Sold\: to the won stage'
	'convert:From lead to customer\: account, contact, opportunity'
	'quick:call acme\: wants 20 seats @fri 10\:00 $12000 #vip'
	'incoming:A new lead of a number, with a note'
	'qualify:Worth a sale\: from lead to opportunity'
	'lost:Not sold, and why'
	'reopen:Back to work, from won, lost or put away'
	'stage:To another column'
	'status:What became of the lead'
	'revive:Back to work, from invalid, dead or junk'
	'stars:Priority, 0 to 3'
	'revenue:What it may bring'
	'automatic:The probability as computed, in place of one'\''s own number'
	'owner:Hand it to somebody'
	'tag:Add tags'
	'note:Write a note'
	'log:What happened, and the next step'
	'next:Plan, move, or a whole plan'
	'plan:Several activities at once, from a plan'
	'share:Let somebody else see or change it'
	'demo:Invented people and months of their work, to try everything on'
	'demo_remove:What was invented goes to the trash; undo brings it back'
	'done:Done now; what follows is made or offered'
	'snooze:Put off by a week, or to a day; or a plan'
	'repeat:It comes again every day, week, two weeks or month'
	'spread:What this one of a series says holds for later ones, or for all'
	'stop:This and later ones, or all that are open, go to the trash'
	'invite:Ask colleagues and contacts to come'
	'answer:Whether one comes\: yes, no, maybe'
	'recount:Of all records, by all scoring rules'
)
local curcontext=$curcontext state line
_arguments -C \
		'*--db[the database]:PATH:_files' \
		'*--config[a settings file in place of your own]:PATH:_files' \
		'*--as[act as this user of a single-user database]:LOGIN:' \
		'*--no-color[no colours]' \
		'*--plain[lines with numbers to pick, for screen readers and dumb terminals]' \
		'*--version[the version of the program]' \
		'*--help[this help, or that of a command]' \
		'1:command:->names' '*::word:->words'
case $state in
names) _describe command names ;;
words)
	case $words[1] in
	init) _arguments \
		'*--demo[with an invented office and months of its history]' \
		'*--remove-demo[take the invented office out again, in one step]' \
		'*--admin[in a shared office\: this account administers it; also when it is there already]:LOGIN:' ;;
	import) _arguments \
		'*--dry-run[only say what it would do]' \
		'*--map[this column is that field; may be given again]:FIELD=HEADER:' \
		'*--set[the same value for every row; may be given again]:FIELD=VALUE:' \
		'*--value[this text means the record or choice NAME; nothing leaves it out, + makes it; may be given again]:FIELD\:TEXT=NAME:' \
		'*--column[a column that is no field goes to notes, tags or ignore; HEADER *\: each of them; may be given again]:HEADER=PLACE:' \
		'*--on-duplicate[a row that is there already\: leave it, fill what is empty, overwrite, make another, ask for each]:HOW:(skip fill overwrite create ask)' \
		'*--erase-blank[with overwrite, a blank cell empties the field]' \
		'*--bad-email[a row with a bad address is refused, or comes in without it, the text in the notes]:HOW:(reject import)' \
		'*--encoding[the file'\''s encoding; found out otherwise]:NAME:' \
		'*--delimiter[comma, semicolon, tab, pipe or space; found out otherwise]:D:' \
		'*--repair[mend text that was stored in a wrong encoding before it came here]' \
		'*--header-line[the line of the headers, 0 for none; found out otherwise]:N:' \
		'*--header-rows[1\: the header line alone, 2\: the row below it too, units or more of the headers; found out otherwise]:N:(1 2)' \
		'*--date-order[how 5/6/2026 is read; by what each column shows otherwise]:ORDER:(ymd dmy mdy)' \
		'*--decimal[the decimal sign of its numbers; by what each column shows otherwise]:SIGN:(point comma)' \
		'*--source[whose external ids the file holds]:NAME:' \
		'*--rejects[write refused rows there, with their reasons]:FILE:_files' \
		'*--yes[do not ask]' \
		'*--log[list the imports there were, with the step that undoes each]' \
		'*--format[how the result is printed]:FORMAT:(text json)' \
		'1:file:_files' '2:model:($models)' ;;
	export) _arguments \
		'*--output[write to this file; its ending tells the format]:FILE:_files' \
		'*--columns[these fields, dotted through references\: name,account.country]:A,B:' \
		'*--sort[the order\: -revenue,name; a minus\: from the largest]:FIELDS:' \
		'*--format[the form of the output]:FORMAT:(csv tsv json vcf ics)' \
		'*--raw[do not guard cells that a spreadsheet would run as formulas]' \
		'*--bom[begin with a byte order mark, for programs that need one]' \
		'*--force[overwrite the file]' \
		'1:model:($models)' '*:word:' ;;
	template) _arguments \
		'1:model:($models)' '*:word:' ;;
	list) _arguments \
		'*--columns[these fields, dotted through references\: name,account.country]:A,B:' \
		'*--sort[the order\: -revenue,name; a minus\: from the largest]:FIELDS:' \
		'*--limit[at most this many]:N:' \
		'*--count[only their number]' \
		'*--trash[those in the trash]' \
		'*--as-of[as it was at the end of that day]:DATE:' \
		'*--format[how it is printed\: table for people]:FORMAT:(table csv tsv json ids)' \
		'1:model:($models)' '*:word:' ;;
	agenda) _arguments \
		'*--days[this many days ahead; 7 otherwise]:N:' \
		'*--format[how it is printed\: table for people]:FORMAT:(table csv tsv json)' ;;
	board) _arguments \
		'*--by[the field whose values are the columns]:FIELD:' \
		'*--limit[cards in each column; 5 otherwise]:N:' \
		'*--as-of[as it was at the end of that day]:DATE:' \
		'*--format[how it is printed\: table for people]:FORMAT:(table json)' ;;
	show) _arguments \
		'*--format[how it is printed\: table for people]:FORMAT:(table csv tsv json)' \
		'1:model:($models)' '*:word:' ;;
	new) _arguments \
		'*--format[how the result is printed]:FORMAT:(text json)' \
		'1:model:($models)' '*:word:' ;;
	set) _arguments \
		'*--if-version[only if the record still has this version; else exit 4]:N:' \
		'*--scope[of a series\: this one alone, it and later ones, or all that are open]:WHICH:(one later all)' \
		'1:model:($models)' '*:word:' ;;
	find) _arguments \
		'*--limit[at most this many; 20 otherwise]:N:' \
		'*--format[how it is printed\: table for people]:FORMAT:(table csv tsv json)' ;;
	similar) _arguments \
		'*--format[how it is printed\: table for people]:FORMAT:(table csv tsv json)' \
		'1:model:($models)' '*:word:' ;;
	duplicates) _arguments \
		'*--format[how it is printed\: table for people]:FORMAT:(table csv tsv json)' \
		'1:model:($models)' '*:word:' ;;
	merge) _arguments \
		'*--owner[who has it afterwards]:USER:' \
		'*--team[whose it is afterwards]:TEAM:' \
		'*--take[this field from that record; may be given again]:FIELD=ID:' \
		'*--preview[show what it would do]' \
		'*--format[how it is printed\: table for people]:FORMAT:(table csv tsv json)' \
		'1:model:($models)' '*:word:' ;;
	trash) _arguments \
		'*--scope[of a series\: this one alone, it and later ones, or all that are open]:WHICH:(one later all)' \
		'1:model:($models)' '*:word:' ;;
	restore) _arguments \
		'1:model:($models)' '*:word:' ;;
	score) _arguments \
		'*--rebuild[count anew what was won and lost, score every open record]' \
		'*--explain[why this record'\''s probability is what it is]:ID:' \
		'*--evaluate[what the methods are worth on records they have not seen]' \
		'*--format[how the result is printed]:FORMAT:(text json)' ;;
	history) _arguments \
		'*--format[how it is printed\: table for people]:FORMAT:(table csv tsv json)' \
		'*--limit[this many rows, the newest; 50 otherwise]:N:' \
		'*--user[only this person'\''s steps]:LOGIN:' \
		'*--since[from the beginning of that day on]:DATE:' \
		'*--until[to the end of that day]:DATE:' \
		'*--text[whose words hold this text]:T:' \
		'1:model:($models)' '*:word:' ;;
	undo) _arguments \
		'*--format[how the result is printed]:FORMAT:(text json)' ;;
	redo) _arguments \
		'*--format[how the result is printed]:FORMAT:(text json)' ;;
	rights) _arguments \
		'*--format[how it is printed\: table for people]:FORMAT:(table csv tsv json)' ;;
	why) _arguments \
		'*--format[how it is printed\: table for people]:FORMAT:(table csv tsv json)' \
		'*--user[this person; oneself otherwise]:LOGIN:' \
		'1:model:($models)' '*:word:' ;;
	fields) _arguments \
		'*--format[how it is printed\: table for people]:FORMAT:(table csv tsv json)' \
		'1:model:($models)' '*:word:' ;;
	models) _arguments \
		'*--format[how it is printed\: table for people]:FORMAT:(table csv tsv json)' ;;
	config) _arguments \
		'*--format[how it is printed\: table for people]:FORMAT:(table csv tsv json)' ;;
	check) _arguments \
		'*--quick[only what is fast at any size\: no journal, no full text]' ;;
	backup) _arguments ;;
	restore-backup) _arguments \
		'*--wait[how long the others have to save and leave; 30 otherwise]:SECONDS:' ;;
	migrate) _arguments \
		'*--wait[how long the others have to save and leave; 30 otherwise]:SECONDS:' ;;
	doctor) _arguments \
		'*--format[how it is printed\: table for people]:FORMAT:(table csv tsv json)' \
		'*--fix[mend owners, modes and missing files of a shared office, as root]' ;;
	purge) _arguments \
		'*--days[what was put there this many days ago, or earlier; 30 otherwise]:N:' ;;
	tick) _arguments \
		'*--list[only list the jobs and when they ran last]' ;;
	help) _arguments \
		'*--generate[a page made from the tables, on standard output]:PAGE:(keys fields commands man bash zsh fish)' \
		'1:command:(${names%%:*})' ;;
	esac ;;
esac
