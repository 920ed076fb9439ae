# crm score: probabilities computed anew, explained and judged; scoring rules; settings.
. "$(dirname "$0")/lib.sh"

is 2026-11-13 "$(crm config scoring.start)"
is frequency "$(crm config scoring.method)"
ends 2 crm score
has "$err" 'say one of'
ends 2 crm score --rebuild --evaluate
ends 1 crm config scoring.variables colour
has "$err" 'no variable of scoring'

crm new source name=Fair >/dev/null; crm new source name=Web >/dev/null
for i in 1 2 3; do
	crm new lead kind=opportunity name="won $i" source=Fair stage=Won country=DE >/dev/null || exit 1
	crm new lead kind=opportunity name="lost $i" source=Web stage=New country=DE active=no probability=0 >/dev/null || exit 1
done
id=$(crm new lead kind=opportunity name=open source=Fair stage=New country=DE)
web=$(crm new lead kind=opportunity name=other source=Web stage=New country=DE)
out=$(crm score --rebuild)
has "$out" '^2 records scored, learnt from 3 won and 3 lost'
json "$(crm score --rebuild --format json)"

out=$(crm score --explain "$id")
has "$out" 'helps  Source: Fair'
json "$(crm score --explain "$id" --format json)"
has "$(crm score --explain "$id" --format json)" '"variable":"source","value":"Fair"'
has "$(crm score --explain "$web")" 'hurts  Source: Web'
has "$(crm show lead "$id")" 'helps  Source: Fair'
ends 3 crm score --explain 999

# one's own number stays until it is given back
crm set lead "$id" probability=12 >/dev/null || exit 1
crm score --rebuild >/dev/null
is 12 "$(crm list lead "id = $id" --columns probability --format csv | tail -1 | tr -d '%"\r')"
crm automatic "$id" >/dev/null || exit 1
hasnt "$(crm list lead "id = $id" --columns probability --format csv)" '^12$'
crm undo >/dev/null || exit 1
is 12 "$(crm list lead "id = $id" --columns probability --format csv | tail -1 | tr -d '%"\r')"

# too few to judge by, then enough
ends 1 crm score --evaluate
has "$err" 'too few'
{
	echo "name,stage,active,probability,source"
	for i in $(seq 1 120); do
		if [ $((i % 3)) = 0 ]; then echo "w$i,Won,yes,,Fair"; else echo "l$i,New,no,0,Web"; fi
	done
} >"$work/closed.csv"
crm import "$work/closed.csv" lead -y --header-line 1 --set kind=opportunity >/dev/null || exit 1
out=$(crm score --evaluate)
has "$out" '^126 records were won or lost'
has "$out" 'logistic regression'
has "$out" 'suspiciously good'
out=$(crm score --evaluate --format json)
json "$out"
has "$out" '"signal":true,"suspicious":true'
crm config scoring.method logistic >/dev/null || exit 1
has "$(crm score --explain "$web" --format json)" '"method":"logistic"'
has "$(crm tick)$(crm tick)" '' # what is due today was done just now

# points by rules
crm new scoring_rule name="From a fair" criteria="source = Fair" points=20 >/dev/null || exit 1
crm new scoring_rule name=Calls touch=Call points=5 times=2 >/dev/null || exit 1
is 20 "$(crm list lead "id = $id" --columns score --format csv | tail -1 | tr -d '"\r')"
has "$(crm show lead "$id")" 'From a fair +.20'
has "$(crm list lead 'score >= 20' --format csv)" 'open'
has "$(crm recount)" 'counted'
