# Somebody leaves: what is theirs goes to others in one step, seen before and undone after; and who may not be let go.
. "$(dirname "$0")/lib.sh"
crm init >/dev/null || exit 1
for who in ann bob cem dan; do crm new user login=$who >/dev/null; done
crm set user dan manager=ann; crm set user bob manager=ann
crm new department name=d head=ann >/dev/null
crm new team name=T leader=ann >/dev/null
for i in 1 2 3; do crm new lead name=open$i kind=opportunity owner=ann >/dev/null; done
won=$(crm new lead name=sold kind=opportunity owner=ann); crm won $won >/dev/null
crm new account name=Acme owner=ann >/dev/null
crm new activity summary=call record=lead/1 owner=ann >/dev/null
owner_of() { crm list "$1" "id = $2" --columns owner --format tsv | tail -1 | tr -d '\r"'; }
ann=$(crm list user 'login = ann' --format ids)

# who is shut out leaves records behind, which is said
ends 1 crm --as bob hand_over $ann --to bob
has "$err" 'may not'
ends 1 crm hand_over $ann --to ann
ends 2 crm hand_over $ann
has "$(crm hand_over $ann --to bob,cem --preview)" 'Leads: 3'
is 3 "$(crm list lead 'owner = ann and outcome = open' --count)"
out=$(crm hand_over $ann --to bob,cem) || wrong "not handed over: $out"
has "$out" 'records of ann handed over'
# in turn, oldest owners first come first served: each of the two has some
is "3" "$(crm list lead 'owner in (bob, cem) and outcome = open' --count)"
is "0" "$(crm list lead 'owner = ann and outcome = open' --count)"
[ "$(crm list lead 'owner = bob' --count)" -gt 0 ] && [ "$(crm list lead 'owner = cem' --count)" -gt 0 ] || wrong "not in turn"
is ann "$(owner_of lead $won)"
is 0 "$(crm list account 'owner = ann' --count)"
is 0 "$(crm list activity 'owner = ann and done_at is empty' --count)"
# people, teams and departments go to the first; who was led by the one who leaves does not lead himself
is "" "$(crm list user 'login = bob' --columns manager --format tsv | tail -1 | tr -d '\r"')"
is bob "$(crm list user 'login = dan' --columns manager --format tsv | tail -1 | tr -d '\r"')"
is bob "$(crm list team 'name = T' --columns leader --format tsv | tail -1 | tr -d '\r"')"
is bob "$(crm list department 'name = d' --columns head --format tsv | tail -1 | tr -d '\r"')"
# one undo brings all back
crm undo >/dev/null
is 4 "$(crm list lead 'owner = ann and active in (yes, no)' --count)"
is ann "$(crm list team 'name = T' --columns leader --format tsv | tail -1 | tr -d '\r"')"
# all of it, and the door shut
crm hand_over $ann --to cem --what all --disable >/dev/null
is cem "$(owner_of lead $won)"
ends 1 crm --as ann list lead
ends 1 crm hand_over $(crm list user 'login = bob' --format ids) --to ann
has "$err" 'never see them'
crm undo >/dev/null
crm --as ann list lead >/dev/null || wrong "the door is still shut"

# --- loops and levels in the chain of managers ---
crm set user bob manager=dan
for to in dan bob ann; do ends 1 crm set user ann manager=$to; done
crm new profile name=People >/dev/null; p=$(crm list profile 'name = People' --format ids)
crm new right profile=$p verbs=see,edit sees=people changes=people >/dev/null
crm set user ann profiles=People
crm new lead name=deep owner=bob >/dev/null # ann leads dan, who leads bob
is 1 "$(crm --as ann list lead 'name = deep' --count)"
crm set user dan manager=
is 0 "$(crm --as ann list lead 'name = deep' --count)"

# --- the last super administrator stays, whatever the way ---
me=$(crm list user 'profiles = "Super administrator"' --format ids)
crm new user login=adm profiles=Administrator >/dev/null
for c in "set user $me profiles=Salesperson" "set user $me disabled=yes" "trash user $me" "hand_over $me --to ann --disable" \
	"set profile 5 power=none" "trash profile 5"; do
	crm --as adm $c >/dev/null 2>&1 && wrong "an administrator did: $c"
	crm $c >/dev/null 2>&1 && wrong "done: $c"
done
is "$me" "$(crm list user 'profiles = "Super administrator" and not disabled = yes' --format ids)"
has "$(crm list audit 'act = refused and login = adm')" 'profile|user'
