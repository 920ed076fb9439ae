# Who may what, by every shipped profile, verb and path of the command line: expected from the matrix that `crm rights` prints.
. "$(dirname "$0")/lib.sh"
crm init >/dev/null || exit 1
me=$(crm list user --format ids)
as() { local who=$1; shift; crm --as "$who" "$@"; }

# somebody of each profile, with a record of their own and one of somebody else's
profiles=$(crm list profile --columns name --format tsv | tail -n +2 | tr -d '\r"')
n=0
while read -r name; do
	n=$((n + 1))
	crm new user login=u$n profiles="$name" >/dev/null || wrong "no user of $name"
done <<<"$profiles"
is 6 "$n"
crm new user login=other >/dev/null
cell() { # PROFILE MODEL COLUMN: from the matrix
	crm rights "$1" --format tsv | tr -d '\r"' | awk -F'\t' -v m="$2" -v c="$3" 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == c) k = i } $2 == m { print $k }'
}
checks=0 denials=0
may() { # yes|no COMMAND...: done, or refused with exit 1 or 3
	local want=$1 got; shift
	"$@" >"$work/out" 2>"$work/err" </dev/null; got=$?
	checks=$((checks + 1))
	if [ "$want" = yes ]; then
		[ "$got" = 0 ] || wrong "exit $got: $*: $(cat "$work/err")"
	else
		denials=$((denials + 1))
		[ "$got" = 1 ] || [ "$got" = 3 ] || wrong "exit $got, not refused: $*"
	fi
}
both() { [ "$1" = yes ] && [ "$2" = yes ] && echo yes || echo no; }
sees() { [ "$1" = all ] && echo yes || echo no; }

for model in lead account; do
	for i in $(seq $n); do
		name=$(sed -n ${i}p <<<"$profiles") who=u$i
		own=$(crm new $model name="own $i" owner=$who) theirs=$(crm new $model name="theirs $i" owner=other)
		see=$(cell "$name" $model see) edit=$(cell "$name" $model edit) create=$(cell "$name" $model create)
		delete=$(cell "$name" $model delete) export=$(cell "$name" $model export) import=$(cell "$name" $model import)
		all=$(sees "$(cell "$name" $model sees)") any=$(sees "$(cell "$name" $model changes)")
		[ "$(cell "$name" $model changes)" = none ] && edit=no delete=no
		# their own record
		may "$see" as $who show $model $own
		may "$see" as $who history $model $own
		may "$see" as $who why $model $own
		may "$edit" as $who set $model $own name="mine $i"
		may "$edit" as $who share $own --user other
		# somebody else's: by every path the same
		may "$(both "$see" "$all")" as $who show $model $theirs
		may "$(both "$see" "$all")" as $who history $model $theirs
		may "$(both "$edit" "$any")" as $who set $model $theirs name="theirs $i taken"
		may "$(both "$delete" "$any")" as $who trash $model $theirs
		crm restore $model $theirs >/dev/null 2>&1
		is "$([ "$all" = yes ] && echo 1 || echo 0)" "$(as $who list $model "id = $theirs" --count)"
		is "$([ "$all" = yes ] && echo 1 || echo 0)" "$(as $who list $model "id = $theirs" --count --as-of today)"
		is "$([ "$all" = yes ] && echo "$theirs")" "$(as $who list $model "theirs $i" --format ids)"
		# the type
		may "$create" as $who new $model name="new $i"
		may "$export" as $who export $model
		may "$export" as $who list $model --format json
		printf 'name,email\nRow %s,r%s@example.com\n' $i $i >"$work/in.csv"
		may "$import" as $who import "$work/in.csv" $model --yes
		may "$(cell "$name" stage configure)" as $who new stage name="s$model$i"
		may "$([ "$i" -gt 0 ] && [[ $name == *dministrator ]] && echo yes || echo no)" as $who new user login="v$model$i"
		may "$([ "$name" = "Super administrator" ] && echo yes || echo no)" as $who new user login="w$model$i" profiles=Administrator
		may "$([[ $name == *dministrator ]] && echo yes || echo no)" as $who config leads on
		may "$delete" as $who trash $model $own
	done
done
echo "figure: $checks deeds of $n profiles on 2 record types agree with the matrix, $denials of them refused"

# forbidden and missing: the same words and codes
own=$(crm new lead name=hidden owner=other revenue=5) gone=999999
same() {
	local a b
	a=$(as u5 "$@" $own 2>&1 </dev/null; echo $?); b=$(as u5 "$@" $gone 2>&1 </dev/null; echo $?)
	is "${b//$gone/N}" "${a//$own/N}"
}
u5=$(sed -n 5p <<<"$profiles")
crm set user u5 profiles=Salesperson
for c in "show lead" "history lead" "trash lead" "restore lead" "won" "similar" "why lead"; do same $c; done
is "$(as u5 set lead $gone name=x 2>&1 | sed "s/$gone/N/")" "$(as u5 set lead $own name=x 2>&1 | sed "s/$own/N/")"
is "$(as u5 new note text=x record=lead/$gone 2>&1 | sed "s/$gone/N/")" "$(as u5 new note text=x record=lead/$own 2>&1 | sed "s/$own/N/")"
hasnt "$(as u5 history)" hidden
hasnt "$(as u5 list lead)" hidden
is "" "$(as u5 list lead hidden --format ids)"
# a missing field and a hidden one
p=$(crm list profile 'name = Salesperson' --format ids)
mine=$(crm new lead name=visible owner=u5 revenue=77 company=Secretive)
is 1 "$(as u5 list lead Secretive --count)"
crm new field_right profile=$p model=lead field=revenue is=hidden >/dev/null
crm new field_right profile=$p model=lead field=company is=hidden >/dev/null
crm new field_right profile=$p model=lead field=email is=read_only >/dev/null
for where in "revenue > 1" "company = x"; do ends 2 as u5 list lead "$where"; has "$err" 'has no field'; done
ends 2 as u5 list lead --sort -revenue; ends 2 as u5 list lead --columns name,company
is 0 "$(as u5 list lead Secretive --count)"
hasnt "$(as u5 show lead $mine)" '77|Secretive'
hasnt "$(as u5 board)" '77'
ends 2 as u5 set lead $mine revenue=1; ends 1 as u5 set lead $mine email=a@b.example
hasnt "$(as u5 history lead $mine)" '77|Secretive'
is 77 "$(crm list lead "id = $mine" --columns revenue --format tsv | tail -1 | tr -d '\r"' | cut -d. -f1)"
# refusals are in the audit, which nobody changes
has "$(crm list audit 'act = refused and login = u5')" 'edit lead'
ends 3 as u5 show audit 1
ends 1 crm trash audit 1
# the journal by who, when and what
is 0 "$(crm history --user u5 --until yesterday --format tsv | tail -n +2 | wc -l)"
has "$(crm history --user u1 --since today --text 'mine 1')" 'mine 1'
hasnt "$(crm history --user u1 --limit 1000)" 'mine 2'
ends 2 crm history --since never
# one disabled is out at once; one shared with sees
crm share $own --user u5 --may edit >/dev/null
as u5 set lead $own name=shared || wrong "shared, and not to be changed"
has "$(crm why lead $own --user u5)" 'shared with .*change it'
crm set user u5 disabled=yes
ends 1 as u5 list lead
has "$err" 'may not open'
is 1 "$me"
