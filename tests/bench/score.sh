#!/usr/bin/env bash
# What predictive scoring is worth on labelled leads: score.sh DIR. Each spreadsheet of DIR with a column Converted (1 or 0)
# or deal_stage (Won, Lost, ...) is imported through the command line, its columns as own fields, and judged by
# `crm score --evaluate`. Columns that sales people fill in while they work (tags, quality) or that count the activity know
# the end and are left out. Web behaviour is what a visitor did; the rest are CRM fields, among them the profile that an
# office gives its leads; the figure without that stands beside, so that nobody takes it for more.
set -eu
dir=${1:-}
crm=${CRM:-$(cd "$(dirname "$0")/../.." && pwd)/build/crm}
[ -n "$dir" ] && [ -d "$dir" ] || { echo "scoring: no labelled leads here (SCORE_DATA=directory of spreadsheets)"; exit 0; }
command -v sqlite3 >/dev/null || { echo "scoring: sqlite3 is not installed, labelled leads are not judged"; exit 0; }
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
export CRM_DB=$work/s.db XDG_CONFIG_HOME=$work XDG_DATA_HOME=$work HOME=$work LC_ALL=C.UTF-8 TZ=UTC
unset CRM_CONFIG CRM_NOW

profile="lead_profile asymmetrique_profile_index asymmetrique_profile_score"
web="totalvisits total_time_spent_on_website page_views_per_visit last_activity last_notable_activity"
# what names the record, what names the end, what was judged by people on the way
skip="converted prospect_id lead_number tags lead_quality asymmetrique_activity_index
asymmetrique_activity_score opportunity_id deal_stage engage_date close_date close_value"

# header words as field names: small letters, digits, _ for the rest; one a line
names() { sqlite3 :memory: ".import --csv '$1' t" "SELECT name FROM pragma_table_info('t')"; }
field_of() { printf '%s' "$1" | tr 'A-Z' 'a-z' | tr -c 'a-z0-9' '_' | tr -s '_' | sed 's/^_//; s/_$//' | cut -c1-50; }
in_list() { case " $(echo $2) " in *" $1 "*) return 0 ;; esac; return 1; }
row() { awk -v n="$1" -v m="$2" -v s="$3" -v b="$4" 'BEGIN { printf "%-58s %10.4f         %s %8.2f          %s\n", n, m, s, b, (s == ">=" ? m >= b : m < b) ? "ok" : "OVER" }'; }
# value SECTION METHOD FIGURE: a number of the JSON
section() { tr -d '\n' <"$work/out.json" | awk -v name="\"$1\":{" '{ i = index($0, name); s = substr($0, i + length(name)); j = index(s, "}}"); print substr(s, 1, j) }'; }
value() { section "$1" | awk -v m="\"$2\":{" -v k="\"$3\":" '{ i = index($0, m); s = substr($0, i); j = index(s, k); s = substr(s, j + length(k)); sub(/[,}].*/, "", s); print s }'; }

# load FILE WON LOST (SQL): the rows with an end, in the file's order, as leads that were won or lost
load() {
	local file=$1 won=$2 lost=$3 cols="" n=0 header f
	rm -f "$work"/s.db*
	"$crm" init >/dev/null
	crm_fields=""; web_fields=""; bare_fields=""; set --
	while IFS= read -r header; do
		f=$(field_of "$header"); n=$((n + 1))
		in_list "$f" "$skip" && continue
		"$crm" new field model=lead name="x_$f" label="c$n" type=text >/dev/null
		cols="$cols, \"$header\" AS \"c$n\""
		set -- "$@" --map "x_$f=c$n"
		in_list "$f" "$web $profile" || bare_fields="$bare_fields,x_$f"
		if in_list "$f" "$web"; then web_fields="$web_fields,x_$f"; else crm_fields="$crm_fields,x_$f"; fi
	done <<<"$(names "$file")"
	sqlite3 :memory: ".import --csv '$file' t" ".headers on" ".mode csv" ".once '$work/in.csv'" \
		"SELECT 'lead ' || rowid AS title, CASE WHEN $won THEN 'Won' ELSE 'New' END AS stage_of, CASE WHEN $won THEN 'yes' ELSE 'no' END AS kept,
		CASE WHEN $won THEN NULL ELSE 0 END AS chance $cols FROM t WHERE $won OR $lost ORDER BY rowid"
	"$crm" import "$work/in.csv" lead -y --header-line 1 --set kind=opportunity --map name=title --map stage=stage_of --map active=kept --map probability=chance "$@" >"$work/import.txt" ||
		{ cat "$work/import.txt"; exit 1; }
}

judge() { "$crm" config scoring.variables "$1" >/dev/null; "$crm" score --evaluate --format json >"$work/out.json"; }

for file in "$dir"/*.csv; do
	base=$(basename "$file" .csv)
	case "$(head -c 4000 "$file" | head -1)" in
	*Converted*)
		load "$file" "Converted = '1'" "Converted = '0'"
		judge "${crm_fields#,}"
		echo "$base: CRM fields, $(grep -o '"closed":[0-9]*' "$work/out.json") records"
		row "  logistic, cross-validated: AUC" "$(value cross_validation logistic auc)" ">=" 0.78
		row "  logistic, cross-validated: calibration error" "$(value cross_validation logistic calibration_error)" "<" 0.04
		row "  logistic, newest fifth: AUC" "$(value newest_fifth logistic auc)" ">=" 0.5
		judge "${bare_fields#,}"
		printf '%-58s %10.4f\n' "  the same without the profiles that the office gave: AUC" "$(value cross_validation logistic auc)"
		echo "$base: with web behaviour"
		judge "${crm_fields#,}$web_fields"
		row "  logistic, cross-validated: AUC" "$(value cross_validation logistic auc)" ">=" 0.86
		row "  logistic, cross-validated: calibration error" "$(value cross_validation logistic calibration_error)" "<" 0.04
		row "  logistic, newest fifth: AUC" "$(value newest_fifth logistic auc)" ">=" 0.5
		row "  frequency, cross-validated: AUC" "$(value cross_validation frequency auc)" ">=" 0.5
		"$crm" score --evaluate ;;
	*deal_stage*)
		load "$file" "deal_stage = 'Won'" "deal_stage = 'Lost'"
		judge "${crm_fields#,}"
		echo "$base: $(grep -o '"signal":[a-z]*' "$work/out.json") (a pipeline without one is expected)"
		"$crm" score --evaluate ;;
	esac
done
