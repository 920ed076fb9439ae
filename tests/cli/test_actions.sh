# The actions of record types are commands: stage, won, lost, reopen, with their words in order.
. "$(dirname "$0")/lib.sh"
export CRM_DB
for n in one two three; do crm new opportunity name=$n revenue=100 >/dev/null || exit 1; done
stage() { crm show lead "$1" --format json | sed -nE 's/^ "stage":"([^"]*)".*/\1/p'; }

ends 0 crm stage 1 Qualified
has "$out" 'Qualified'
is Qualified "$(stage 1)"
ends 0 crm stage 1 --stage Proposition
is Proposition "$(stage 1)"
ends 0 crm stage lead 1 New
is New "$(stage 1)"
ends 1 crm stage 1 Nowhere
has "$err" '^crm: stage: '

ends 0 crm won 1 2
is Won "$(stage 1)"
has "$(crm history)" '2 won|won'
# what is won cannot be lost
ends 1 crm lost 1 --reason 'Too expensive'
has "$err" '^crm: lost: lead 1: '
# the others still go
ends 1 crm lost 1 3 --reason 'too expensive' --note 'next year'
is Won "$(stage 1)"
is 3 "$(crm list opportunity 'active = no' --format ids)"
has "$(crm show lead 3 --format json)" '"lost_reason":"Too expensive"'
is $'1\n2' "$(crm list opportunity --sort id --format ids)"
ends 0 crm reopen 3
is 3 "$(crm list opportunity --count)"

# the office's way: where a stage names its next ones, a card goes there and nowhere else
crm set stage New next=Qualified >/dev/null
crm new opportunity name=four >/dev/null
ends 1 crm stage 4 Proposition
is '' "$out"
has "$err" 'from New the way leads to Qualified, not to Proposition: go there first'
ends 0 crm stage 4 Qualified
ends 0 crm stage 4 Proposition
ends 0 crm trash opportunity 4

crm set stage New next-=Qualified >/dev/null
ends 0 crm won 3 --format json
json "$out"
has "$out" '"done":1'
ends 0 crm help lost
has "$out" '--reason'
ends 0 crm lost --help
has "$out" '--reason'
ends 2 crm lost 1 --reason
ends 2 crm won x y z=1 --nonsense

# a tag that nobody has is made on the way, as crm set makes it, and one undo takes both back
ends 0 crm tag 3 --tags 'brand new, "so, so"'
has "$(crm list opportunity id = 3 --columns tags --format csv)" 'brand new'
is 2 "$(crm list tag 'name in ("brand new", "so, so")' --count)"
ends 0 crm undo
hasnt "$(crm list opportunity id = 3 --columns tags --format csv)" 'brand new'
is 0 "$(crm list tag 'name in ("brand new", "so, so")' --count)"
ends 3 crm tag 999 --tags nowhere
is 0 "$(crm list tag name = nowhere --count)"
exit 0
