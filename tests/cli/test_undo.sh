# Undo and redo go by person: each command is a session of its own.
. "$(dirname "$0")/lib.sh"
crm new opportunity name=deal >/dev/null || exit 1
crm set lead 1 priority=1 || exit 1
crm set lead 1 priority=2 || exit 1
priority() { crm show lead 1 --format json | sed -nE 's/^ "priority":([0-9a-z]+).*/\1/p'; }
ends 0 crm undo
has "$out" '^undid step [0-9]+: priority=2 of Lead 1 \(1 put back\)'
is 1 "$(priority)"
ends 0 crm undo
is 0 "$(priority)"
ends 0 crm redo
is 1 "$(priority)"
ends 0 crm redo --format json
json "$out"
has "$out" '"records":1,"kept":0'
is 2 "$(priority)"
ends 1 crm redo
has "$err" 'nothing to redo'

# a deed after an undo drops what could be redone
crm undo >/dev/null || exit 1
crm set lead 1 name=other || exit 1
ends 1 crm redo

# one that is named; what was changed since stays
step=$(crm history --format csv | sed -nE 's/^"([0-9]+)",.*"priority=1 of.*/\1/p')
crm set lead 1 priority=3 || exit 1
ends 0 crm undo "$step"
has "$out" 'changed since and kept'
is 3 "$(priority)"

# what the office stands on is nobody's deed to undo
stages=$(crm list stage --format ids)
for made in 1 2; do
	ends 1 crm undo $made
	has "$err" "^crm: step $made was made by the program itself"
done
is "$stages" "$(crm list stage --format ids)"

# a stage stays while cards stand in it, whoever undoes its making
crm new stage name=Extra sequence=5 >/dev/null || exit 1
step=$(crm history --format csv | sed -nE 's/^"([0-9]+)",.*"made Stage Extra.*/\1/p')
crm stage 1 Extra >/dev/null || exit 1
ends 0 crm undo "$step"
has "$out" '0 put back, 1 changed since and kept'
has "$(crm list stage)" '^Extra '
crm stage 1 New >/dev/null || exit 1

# the undo of a creation is the trash
crm new tag name=odd >/dev/null || exit 1
crm undo >/dev/null || exit 1
is 0 "$(crm list tag --count)"
# an action of many is one step
crm new opportunity name=second >/dev/null || exit 1
crm won 1 2 >/dev/null || exit 1
crm undo >/dev/null || exit 1
is 0 "$(crm list opportunity 'stage = Won' --count)"
# the trash
crm trash lead 1 2 || exit 1
crm undo >/dev/null || exit 1
is 2 "$(crm list lead --count)"

json "$(crm history --format json)"
json "$(crm history lead 1 --format json)"
has "$(crm history lead 1)" 'priority'
has "$(crm history --limit 1 --format csv)" '^"step","at","user","label","undone"'
is 2 "$(crm history --limit 1 --format csv | wc -l)"
ends 2 crm history lead
exit 0
