# The demo office: every screen shows life, and one command takes it away again.
. "$(dirname "$0")/lib.sh"
ends 0 crm init --demo
has "$out" 'demo office'
board=$(crm)
has "$board" '^Pipeline [0-9]+ '
for column in New Qualified Proposition; do has "$board" "(^|│ )$column [0-9]+"; done
has "$board" '━'
is 1500 "$(crm list lead 'kind = lead and (active = yes or active = no) and status is not empty' --count)"
[ "$(crm list account --count)" -ge 400 ] || wrong "too few accounts"
json "$(crm board --format json)"
json "$(crm show lead "$(crm list opportunity --limit 1 --format ids)" --format json)"
ends 1 crm init --demo
ends 0 crm init --remove-demo
is 0 "$(crm list opportunity --count)"
ends 0 crm undo
[ "$(crm list opportunity --count)" -gt 100 ] || wrong "undo did not bring the demo back"
ends 0 crm check
exit 0
