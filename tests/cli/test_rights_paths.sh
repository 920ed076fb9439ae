# What each person is shown, by every path that shows records, against a reckoning of its own: whose records somebody sees
# stands below by name, every text of a record carries its owner's mark, and no mark of anybody else may come out anywhere.
# Then every deed that takes a number: the same words and code for what may not be seen and for what is not there.
. "$(dirname "$0")/lib.sh"
if [ -w /dev/shm ]; then # thousands of short programs: the disk would be waited for
	rm -rf "$work"; work=$(mktemp -d /dev/shm/crm-paths.XXXXXX) || exit 1
	export CRM_DB=$work/crm.db
fi
crm init >/dev/null || exit 1
as() { local who=$1; shift; crm --as "$who" "$@" 2>&1 </dev/null; }
id_of() { crm list "$1" "$2" --format ids; }

# --- the people, and whose records they see ---
owners="ann bob lea top mid dep"
for d in one two; do crm new department name=$d >/dev/null; done
for p in people department; do
	id=$(crm new profile name="Of $p")
	crm new right profile=$id verbs=see,create,edit,delete,import,export sees=$p changes=own >/dev/null
done
person() { crm new user login="$1" profiles="$2" department="$3" ${4:+manager=$4} >/dev/null || wrong "no $1"; }
person top "Of people" one
person mid Salesperson one top
person ann Salesperson one mid
person bob Salesperson two
person lea "Team leader" one
person dep "Of department" two
person man "Sales manager" one
person ro Read-only one
person adm Administrator one
crm new team name=T leader=lea >/dev/null
crm new team_member team=T user=ann >/dev/null
declare -A sees=([ann]=ann [bob]=bob [mid]=mid [lea]="ann lea" [top]="ann mid top" [dep]="bob dep"
	[man]=$owners [ro]=$owners [adm]=$owners)

# --- a record of each type for each, and all of them alike ---
n=0
for o in $owners; do
	n=$((n + 1))
	crm new source name="zzsource${o}zz" >/dev/null # for all to see: it must not hide what the test looks for
	crm new account name="zzacct${o}zz" phone=+49309999999 owner=$o >/dev/null
	crm new contact name="zzcont${o}zz" mobile=+49308888888 email=same@twin.example owner=$o >/dev/null
	crm new lead name="zzlead${o}zz" company="zzfirm${o}zz" mobile=+49307777777 email=same@twin.example kind=opportunity \
		revenue=$((10 ** n)) owner=$o team=T >/dev/null
	lead[n]=$(id_of lead "name = zzlead${o}zz")
	crm new activity summary="zzact${o}zz" record=lead/${lead[n]} owner=$o due=2026-11-20 >/dev/null
	crm new note text="zznote${o}zz" record=lead/${lead[n]} >/dev/null
	crm new lead name="zzgone${o}zz" owner=$o kind=lead >/dev/null
	crm trash lead "$(id_of lead "name = zzgone${o}zz")" >/dev/null
	crm new lead name="zzwon${o}zz" owner=$o kind=opportunity team=T revenue=$((10 ** n)) >/dev/null
	crm won "$(id_of lead "name = zzwon${o}zz")" >/dev/null
done
# the team rows of lea's team belong to her reach: T is the team of all leads, so she sees them all
declare -A leads_of=([lea]=$owners)
crm new lead name="zzfreshmidzz" owner=bob >/dev/null
crm set lead "$(id_of lead "name = zzfreshmidzz")" owner=mid >/dev/null # was bob's, is mid's

marks=0 outputs=0
owner_ok() { # WHO KIND OWNER
	local all=${sees[$1]}
	case $2 in lead | firm | note | gone | won | fresh | act) all="$all ${leads_of[$1]}" ;; esac
	[[ " $all " == *" $3 "* ]]
}
shows() { # WHO COMMAND...: nobody else's mark
	local who=$1 text mark
	text=$(as "$@") || true
	outputs=$((outputs + 1))
	for mark in $(grep -oE 'zz(lead|firm|acct|cont|note|gone|won|fresh|act)(ann|bob|lea|top|mid|dep)zz' <<<"$text" | sort -u); do
		mark=${mark#zz} mark=${mark%zz} marks=$((marks + 1))
		owner_ok "$who" "${mark%???}" "${mark: -3}" || wrong "$who is shown $mark by: crm ${*:2}"$'\n'"$text"
	done
}
count_of() { # WHO KIND: by the names above
	local c=0 o
	for o in $owners; do owner_ok "$1" "$2" "$o" && c=$((c + 1)); done
	echo $c
}
sum_of() {
	local c=0 k=0 o
	for o in $owners; do k=$((k + 1)); owner_ok "$1" lead "$o" && c=$((c + 10 ** k)); done
	echo $c
}

for who in ann lea top dep ro; do
	# exactly these, and as many as are counted
	for kind in lead:lead:zzlead account:acct:zzacct contact:cont:zzcont activity:act:zzact note:note:zznote; do
		IFS=: read -r model mark title <<<"$kind"
		want=$(count_of "$who" "$mark")
		is "$want" "$(as "$who" list "$model" "$title" --count)"
		is "$want" "$(as "$who" list "$model" "$title" --count --as-of today)"
		is "$want" "$(as "$who" list "$model" "$title" --format ids | wc -l)"
		for format in table csv tsv json; do shows "$who" list "$model" --format $format; done
		for format in csv tsv json vcf ics; do shows "$who" export "$model" --format $format; done
		shows "$who" list "$model" "name ~ zz"; shows "$who" list "$model" --sort -created_at --limit 3
		shows "$who" list "$model" --trash; shows "$who" list "$model" --as-of today --format tsv
		shows "$who" duplicates "$model"
	done
	is "$(count_of "$who" gone)" "$(as "$who" list lead --trash --count)"
	# counts and sums that are reckoned elsewhere
	figures() { as "$who" list team --columns "$1" | tail -1 | tr -dc '0-9 ' | tr -s ' ' | sed 's/^ //; s/ $//'; }
	is "$(count_of "$who" lead) $(sum_of "$who")" "$(figures open,won)"
	is "$(count_of "$who" act)" "$(figures overdue)"
	is "$(sum_of "$who")" "$(as "$who" board 'outcome = open and not name ~ fresh' --format json | grep -oE '"sum": ?[0-9.]+' | awk -F'[: ]+' '{ s += $2 } END { printf "%d", s }')"
	for path in "board" "board --format json" "board --as-of today" "board --by owner" "agenda" "agenda --days 100 --format json" \
		"find zz" "find +49307777777" "find 030 8888888" "find same@twin.example" "history" "history --limit 500 --text zz" \
		"history --format json" "list activity --columns summary,who,phone,worth,record" "list lead --columns name,who,customer,next_activity" \
		"list share" "list audit" "list target" "rights" "list lead owner.name~a" "list note --columns text,record"; do
		shows "$who" $path
	done
	for o in $(seq $n); do
		for path in "show lead" "history lead" "why lead" "similar lead" "score --explain"; do shows "$who" $path "${lead[o]}"; done
		shows "$who" merge "${lead[o]}" "${lead[o % n + 1]}" --preview
		for model in account contact activity note; do shows "$who" show $model "$o"; done
	done
done
[ "$marks" -gt 800 ] || wrong "only $marks marks were looked at"

# --- a typed one that is like others says nothing of them; nor does a row of a spreadsheet ---
printf 'name,email,company\nzz,same@twin.example,zzfirm\n' >"$work/in.csv"
for who in ann bob; do # neither sees what the other makes here
	shows $who import "$work/in.csv" lead --dry-run; shows $who import "$work/in.csv" contact --dry-run --format json
	is "$(as $who quick "call nobody at all: hello" | sed 's/nobody at all/X/')" "$(as $who quick "call zzleadtopzz: hello" | sed 's/zzleadtopzz/X/')"
	shows $who incoming +49308888888 --name x; shows $who undo
done

# --- the same words and code for what may not be seen and for what is not there ---
gone=999999 same=0
# alike NUMBER COMMAND, with ID for the number
alike() {
	local hidden=$1 a b code; shift
	a=$(as ann "${@//ID/$hidden}") code=$?
	b=$(as ann "${@//ID/$gone}") || is $? $code
	same=$((same + 1))
	is "${b//$gone/N}" "${a//$hidden/N}"
	[ $code != 0 ] || wrong "done: $*"
}
bobs=${lead[2]}
for c in "show lead ID" "history lead ID" "why lead ID" "similar lead ID" "set lead ID name=x" "trash lead ID" "restore lead ID" \
	"won ID" "lost ID --reason 1" "convert ID" "qualify ID" "reopen ID" "stage ID Qualified" "status ID --status working" "revive ID" \
	"stars ID --priority 1" "revenue ID --revenue 5" "automatic ID" "owner ID --owner ann" "tag ID --tags a" "note ID --text a" \
	"log ID --outcome connected" "next ID --due 7" "share ID --user ann" "score --explain ID" "merge ID ID" "show lead ID --format json" \
	"new note text=x record=lead/ID" "new activity summary=x record=lead/ID"; do
	alike "$bobs" $c
done
for model in account:zzacctbobzz contact:zzcontbobzz activity:zzactbobzz note:zznotebobzz; do
	one=$(id_of "${model%:*}" "${model#*:}") model=${model%:*}
	[ -n "$one" ] || wrong "bob has no $model"
	for c in "show $model ID" "history $model ID" "why $model ID" "set $model ID owner=ann" "trash $model ID" "restore $model ID"; do
		alike "$one" $c
	done
done
one=$(id_of activity zzactbobzz)
for c in "done ID" "snooze ID" "repeat ID --every daily" "invite ID --users ann" "stop ID --scope all"; do alike "$one" $c; done
# a step of somebody else's
step=$(crm history --text zzleadbobzz --limit 1 --format tsv | tail -1 | cut -f1 | tr -d '"')
alike "$step" undo ID
echo "figure: $outputs outputs of 5 people hold $marks marks of records, none of somebody else's; $same deeds answer alike for hidden and missing"
