# fields, models, config, check, backup, help, version: what there is, as data.
. "$(dirname "$0")/lib.sh"
has "$(crm --version)" '^crm [0-9a-f]'
[ ! -e "$CRM_DB" ] || wrong "a version needs no database"
ends 0 crm init
[ -e "$CRM_DB" ] || wrong "no database was made"
ends 1 crm init
has "$err" 'is there already'

json "$(crm fields --format json)"
has "$(crm fields lead --format csv)" '^"lead","email","E-mail","email"'
has "$(crm fields lead)" '^lead +stage +'
json "$(crm models --format json)"
has "$(crm models)" '^lead '
ends 2 crm fields nonsense

json "$(crm config --format json)"
is EUR "$(crm config currency)"
crm config country IR || exit 1
is IR "$(crm config country)"
ends 1 crm config country Nowhere
ends 2 crm config nonsense
ends 1 crm config leads maybe

is "no faults" "$(crm check)"
copy=$(crm backup) || exit 1
is "$work/backup/crm-2026-11-21-090000.db" "$copy"
is 'SQLite format 3' "$(head -c 15 "$copy")"
ends 1 crm backup
crm backup "$work/elsewhere" >/dev/null || exit 1

ends 0 crm help
has "$out" '^  import '
has "$out" '^  won '
for c in $(crm help | sed -nE 's/^  ([a-z]+)  .*/\1/p'); do
	ends 0 crm help "$c"
	has "$out" "^crm $c"
	is "$out" "$(crm "$c" --help)"
done
ends 2 crm help nonsense
is "$(crm help)" "$(crm --help)"

for page in keys fields commands man bash zsh fish; do
	ends 0 crm help --generate $page
	[ -n "$out" ] || wrong "the page $page is empty"
done
crm help --generate bash >"$work/bash" && bash -n "$work/bash" || exit 1
complete_words() { # WORDS...: what bash offers for the last one
	bash -c '. "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); compopt() { :; }; _crm; echo "${COMPREPLY[*]}"' - "$work/bash" "$@"
}
is "reopen restore redo revenue" "$(complete_words crm re | tr ' ' '\n' | grep -E '^(reopen|restore|redo|revenue)$' | sort | sed 's/reopen/1&/; s/restore/2&/; s/redo/3&/; s/revenue/4&/' | sort | cut -c2- | paste -sd' ')"
is opportunity "$(complete_words crm list opp)"
is "json" "$(complete_words crm list --format j)"
is "company=" "$(complete_words crm new lead comp)"
is "--if-version" "$(complete_words crm set lead --if)"
exit 0
