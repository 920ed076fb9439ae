# The board as text: without a terminal, by another field, in lines.
. "$(dirname "$0")/lib.sh"
ends 0 crm
has "$out" '^New 0'
has "$out" 'No leads yet'
for i in 1 2 3 4 5 6 7; do crm new opportunity name="Deal $i" revenue=${i}000 priority=$((i % 4)) >/dev/null || exit 1; done
crm new opportunity name='سرور شرکت پارس' company='株式会社サンプル' revenue=22000 stage=Qualified >/dev/null || exit 1
crm new lead name='Not on the board' >/dev/null || exit 1

board=$(crm)
is "$board" "$(crm board)"
has "$board" '^Pipeline 8 +€50,000'
has "$board" '^New 7 +€28k │ Qualified 1 +€22k │ Proposition 0'
has "$board" '1-5/7'
has "$board" '株式会社'
has "$board" '★★★'
hasnt "$board" 'Not on the board'
hasnt "$board" $'\033'
# every line of a band has its border at the same cell, whatever the script
is 25 "$(grep '│' <<<"$board" | while IFS= read -r line; do wc -L <<<"${line%%│*}"; done | sort -u)"
has "$(crm board 'revenue > 20k')" '^Pipeline 1 '
has "$(crm board --by priority)" '^0 2'
has "$(crm board --by owner --limit 1)" '1-1/8'
ends 2 crm board --by nonsense
ends 2 crm board --by account.country
out=$(crm board --format json)
json "$out"
has "$out" '"stage":"New","stage_id":1,"count":7,"sum":28000.00'

# what is won waits for nothing
crm new opportunity name=Sold stage=Won >/dev/null || exit 1
has "$(crm board name = Sold)" 'Sold'
hasnt "$(crm board name = Sold)" 'no next step'
crm undo >/dev/null || exit 1

# lines with numbers
out=$(crm --plain)
has "$out" '^1\. New: 7, €28,000'
is "$out" "$(crm board --plain)"
has "$(crm --plain list lead)" '^1\. '
has "$(crm --plain show lead 1)" '^1\. Title: Deal 1'

# asked and answered where there is a terminal
if script -qec true /dev/null >/dev/null 2>&1 </dev/null; then
	printf '1\n1\n1\nRenamed\nb\nb\nq\n' | script -qec "$CRM --plain" /dev/null >"$work/typed" 2>&1
	has "$(crm list lead name = Renamed --count)" '^1$'
	has "$(cat "$work/typed")" 'number opens a column'
	# what can be done to it, asked in order
	printf '1\n2\na\n1\n\nq\n' | TERM=dumb script -qec "$CRM" /dev/null >"$work/dumb" 2>&1
	has "$(cat "$work/dumb")" 'number changes a field'
	has "$(cat "$work/dumb")" '1\. Won'
	TERM=xterm script -qec "$CRM board --no-color" /dev/null </dev/null >"$work/mono" 2>&1
	hasnt "$(cat "$work/mono")" $'\033\\['
	TERM=xterm script -qec "$CRM board" /dev/null </dev/null >"$work/color" 2>&1
	has "$(cat "$work/color")" $'\033\\[1m'
fi
exit 0
