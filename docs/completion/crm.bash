# Completion of crm for bash. Made from the tables by make docs.
_crm_fields() {
	case $1 in
	field) echo "name= model= label= type= choices= refers_to= required= help=" ;;
	office_setting) echo "key= value=" ;;
	audit) echo "" ;;
	user) echo "name= login= email= manager= department= departments= profiles= time_zone= language= calendar= disabled=" ;;
	department) echo "name= parent= head=" ;;
	group) echo "name= members=" ;;
	profile) echo "name= power= export_rows=" ;;
	team) echo "name= sequence= leader= use_leads= use_opportunities= alias= criteria= opt_out= convert=" ;;
	team_member) echo "team= user= capacity= criteria= preferred= opt_out=" ;;
	target) echo "team= user= start= period= measure= amount=" ;;
	stage) echo "name= sequence= won= folded= teams= requirements= rotting_days= probability= next= criteria=" ;;
	lead) echo "name= kind= status= temperature= phase= stage= owner= team= co_owners= participants= account= contact= company= contact_name= salutation= job= department= email= email2= phone= mobile= website= street= street2= city= zip= state= country= language= industry= employees= source= medium= campaign= referred= tags= priority= revenue= recurring= recurring_plan= opt_out= do_not_call= revive_on= first_touch= last_touch= last_contact= probability= closing= lost_reason= notes= external_id= budget= authority= need= timeline= challenges= money= prioritisation= status_reason=" ;;
	account) echo "name= parent= email= phone= website= industry= employees= street= street2= city= zip= state= country= language= owner= team= co_owners= participants= tags= notes= external_id=" ;;
	contact) echo "name= salutation= first_name= last_name= account= job= department= email= email2= phone= mobile= website= street= street2= city= zip= state= country= language= birthday= opt_out= do_not_call= owner= team= co_owners= participants= tags= notes= external_id=" ;;
	contact_role) echo "contact= record= role=" ;;
	tag) echo "name= colour=" ;;
	source) echo "name=" ;;
	medium) echo "name=" ;;
	campaign) echo "name=" ;;
	lost_reason) echo "name=" ;;
	industry) echo "name=" ;;
	country) echo "name= code= calling=" ;;
	activity) echo "summary= type= record= due= owner= start= length= place= note= feedback= reminder=" ;;
	activity_type) echo "name= delay= unit= counted_from= default_owner= follow= next_type= sequence= contact=" ;;
	note) echo "record= author= text=" ;;
	recurring_plan) echo "name= months=" ;;
	scoring_rule) echo "name= of= criteria= touch= times= points=" ;;
	activity_plan) echo "name= sequence= notes=" ;;
	plan_line) echo "plan= type= summary= delay= unit= side= person= user= sequence= note=" ;;
	attendee) echo "activity= user= contact= answer=" ;;
	series) echo "name=" ;;
	holiday) echo "name= start= until= yearly= user=" ;;
	shift) echo "user= hours= start= until=" ;;
	right) echo "profile= model= verbs= sees= changes=" ;;
	field_right) echo "profile= model= field= is=" ;;
	sharing_rule) echo "name= model= criteria= target= may=" ;;
	share) echo "record= target= may= until=" ;;
	esac
}
_crm() {
	local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]}
	local command= model= options= words= i
	for ((i = 1; i < COMP_CWORD; i++)); do
		case ${COMP_WORDS[i]} in
		--db|--config|--as) ((i++)) ;;
		-*) ;;
		*) if [ -z "$command" ]; then command=${COMP_WORDS[i]}
		elif [ -z "$model" ]; then model=${COMP_WORDS[i]}; fi ;;
		esac
	done
	case $command in
	init) options="--demo --remove-demo --admin" ;;
	import) options="--dry-run --map --set --value --column --on-duplicate --erase-blank --bad-email --encoding --delimiter --repair --header-line --header-rows --date-order --decimal --source --rejects --yes --log --format" ;;
	export) options="--output --columns --sort --format --raw --bom --force" ;;
	list) options="--columns --sort --limit --count --trash --as-of --format" ;;
	agenda) options="--days --format" ;;
	board) options="--by --limit --as-of --format" ;;
	show) options="--format" ;;
	new) options="--format" ;;
	set) options="--if-version --scope" ;;
	find) options="--limit --format" ;;
	similar) options="--format" ;;
	duplicates) options="--format" ;;
	merge) options="--owner --team --take --preview --format" ;;
	trash) options="--scope" ;;
	score) options="--rebuild --explain --evaluate --format" ;;
	history) options="--format --limit --user --since --until --text" ;;
	undo) options="--format" ;;
	redo) options="--format" ;;
	rights) options="--format" ;;
	why) options="--format --user" ;;
	fields) options="--format" ;;
	models) options="--format" ;;
	config) options="--format" ;;
	check) options="--quick" ;;
	restore-backup) options="--wait" ;;
	migrate) options="--wait" ;;
	doctor) options="--format --fix" ;;
	purge) options="--days" ;;
	tick) options="--list" ;;
	help) options="--generate" ;;
	esac
	case $command:$previous in
	import:--on-duplicate) words="skip fill overwrite create ask" ;;
	import:--bad-email) words="reject import" ;;
	import:--header-rows) words="1 2" ;;
	import:--date-order) words="ymd dmy mdy" ;;
	import:--decimal) words="point comma" ;;
	import:--format) words="text json" ;;
	export:--format) words="csv tsv json vcf ics" ;;
	list:--format) words="table csv tsv json ids" ;;
	agenda:--format) words="table csv tsv json" ;;
	board:--format) words="table json" ;;
	show:--format) words="table csv tsv json" ;;
	new:--format) words="text json" ;;
	set:--scope) words="one later all" ;;
	find:--format) words="table csv tsv json" ;;
	similar:--format) words="table csv tsv json" ;;
	duplicates:--format) words="table csv tsv json" ;;
	merge:--format) words="table csv tsv json" ;;
	trash:--scope) words="one later all" ;;
	score:--format) words="text json" ;;
	history:--format) words="table csv tsv json" ;;
	undo:--format) words="text json" ;;
	redo:--format) words="text json" ;;
	rights:--format) words="table csv tsv json" ;;
	why:--format) words="table csv tsv json" ;;
	fields:--format) words="table csv tsv json" ;;
	models:--format) words="table csv tsv json" ;;
	config:--format) words="table csv tsv json" ;;
	doctor:--format) words="table csv tsv json" ;;
	help:--generate) words="keys fields commands man bash zsh fish" ;;
	*:--db|*:--config|import:--rejects|export:-o|export:--output)
		COMPREPLY=($(compgen -f -- "$current")); return ;;
	esac
	if [ -n "$words" ]; then COMPREPLY=($(compgen -W "$words" -- "$current")); return; fi
	if [ -z "$command" ]; then words="init import export template list agenda board show new set find similar duplicates merge trash restore score history undo redo rights why fields models config check backup restore-backup migrate doctor purge tick help hand_over assign mark empty won convert quick incoming qualify lost reopen stage status revive stars revenue automatic owner tag note log next plan share demo demo_remove done snooze repeat spread stop invite answer recount --db --config --as --no-color --plain --version --help"
	elif [[ $current = -* ]]; then words=$options
	else
		case $command in
		import)
			[ -n "$model" ] || { COMPREPLY=($(compgen -f -- "$current")); return; }
			words="field office_setting audit user department group profile team team_member target stage lead opportunity account contact contact_role tag source medium campaign lost_reason industry country activity activity_type note recurring_plan scoring_rule activity_plan plan_line attendee series holiday shift right field_right sharing_rule share" ;;
		new|set) if [ -n "$model" ]; then compopt -o nospace; words=$(_crm_fields "$model")
			else words="field office_setting audit user department group profile team team_member target stage lead opportunity account contact contact_role tag source medium campaign lost_reason industry country activity activity_type note recurring_plan scoring_rule activity_plan plan_line attendee series holiday shift right field_right sharing_rule share"; fi ;;
		import|export|template|list|show|new|set|similar|duplicates|merge|trash|restore|history|why|fields) [ -n "$model" ] || words="field office_setting audit user department group profile team team_member target stage lead opportunity account contact contact_role tag source medium campaign lost_reason industry country activity activity_type note recurring_plan scoring_rule activity_plan plan_line attendee series holiday shift right field_right sharing_rule share" ;;
		help) words="init import export template list agenda board show new set find similar duplicates merge trash restore score history undo redo rights why fields models config check backup restore-backup migrate doctor purge tick help hand_over assign mark empty won convert quick incoming qualify lost reopen stage status revive stars revenue automatic owner tag note log next plan share demo demo_remove done snooze repeat spread stop invite answer recount" ;;
		esac
	fi
	COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -F _crm crm
