#!/usr/bin/env bash
# The template of every type of record: what it shows comes in as it stands, beside the records of a living office.
set -u
. tests/cli/lib.sh

crm init --demo >/dev/null 2>&1 || wrong "no demo office"
cp "$CRM_DB" "$work/demo.db"
types=$(crm models --format csv | tail -n +2 | cut -d'"' -f2) || wrong "no types"
taken=0
for type in $types; do
	if ! crm template "$type" >"$work/$type.csv" 2>"$work/err"; then
		has "$(cat "$work/err")" 'are made by the program'
		continue
	fi
	is 2 "$(wc -l <"$work/$type.csv")"
	cp "$work/demo.db" "$CRM_DB"
	rm -f "$CRM_DB"-wal "$CRM_DB"-shm
	out=$(crm import "$work/$type.csv" "$type" --yes --format json 2>&1) || wrong "$type: $out"$'\n'"$(cat "$work/$type.csv")"
	has "$out" '"rows":1,"new":1,'
	hasnt "$out" 'not taken|"kept"'
	taken=$((taken + 1))
done
[ "$taken" -ge 30 ] || wrong "only $taken types have a template"
is '"name","model","label","type","choices","refers_to","required","help"' "$(head -1 "$work/field.csv" | tr -d '\r')"
has "$(cat "$work/contact_role.csv")" '"lead/[0-9]+"'
has "$(cat "$work/team_member.csv")" '"helen|Helen Marsh"'
