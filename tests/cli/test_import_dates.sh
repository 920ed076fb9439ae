# Dates with times before and behind them, of many hands: as an instant, and as a day.
. "$(dirname "$0")/lib.sh"

n=0
: >"$work/want"
echo 'Full Name,Email,Created Date,Expected Closing' >"$work/in.csv"
while IFS=$'\t' read -r text instant day; do
	case $text in '#'*) continue ;; esac
	n=$((n + 1))
	echo "N$n,e$n@x.example,\"$text\",\"$text\"" >>"$work/in.csv"
	echo "\"$text\" \"$instant\",\"$day\"" >>"$work/want"
done <tests/data/import/dates.tsv
[ "$n" -ge 40 ] || wrong "only $n dates"
crm import "$work/in.csv" --yes --date-order dmy >/dev/null 2>"$work/err" || wrong "$(cat "$work/err")"
crm list lead --columns created_at,closing --sort id --format csv | tail -n +2 | tr -d '\r' >"$work/seen"
sed 's/^"[^"]*" //' "$work/want" >"$work/values"
bad=$(diff "$work/values" "$work/seen") || wrong "$bad"$'\n'"of: $(diff "$work/values" "$work/seen" | sed -n 's/^\([0-9]*\)c.*/\1p/p' | sed -n -f - "$work/want")"

# the order that a time in front hides, told by another cell of the column
printf 'Name,Email,Created Date\nA,a@x.example,14:30 05.06.2024\nB,b@x.example,09:15 21.06.2024\n' >"$work/in.csv"
has "$(crm import "$work/in.csv" --dry-run --format json)" '"date_order":"dmy".*"asks":\[\]'
