# Leads shared out, statuses, targets, settings and the clock's chores, from the shell.
. "$(dirname "$0")/lib.sh"
crm init >/dev/null || exit 1
crm config currency EUR >/dev/null || exit 1
ends 0 crm undo
crm config currency EUR

# a setting is a step: seen in history, taken back by undo
crm config leads off
has "$(crm history --limit 1)" 'setting leads: off'
ends 0 crm undo
is on "$(crm config leads)"
ends 0 crm redo
is off "$(crm config leads)"
ends 0 crm undo
ends 1 crm config leads maybe
ends 1 crm config assignment.repeat sometimes
has "$err" 'off, or 1 to 99 minutes'

# nothing to share out says why
ends 0 crm assign
has "$out" '^nothing to share out: no team takes part'

crm new user login=ada name=Ada >/dev/null
crm new user login=bob name=Bob >/dev/null
crm new team name=North criteria='priority >= 1' >/dev/null
crm new team_member team=North user=ada capacity=60 >/dev/null
crm new team_member team=North user=bob capacity=30 preferred='country = Iran' >/dev/null
for i in 1 2 3 4 5; do crm new lead name="lead $i" owner= team= priority=1 email=p$i@x$i.example >/dev/null; done
crm new lead name=iran owner= team= priority=1 country=Iran >/dev/null
crm new lead name=other owner= team= >/dev/null

ends 0 crm assign --preview --seed 5 --format json
json "$out"
has "$out" '"merged":0,"allocated":6,"assigned":3,"seed":5'
has "$out" '"ref":"lead/6","text":"iran: to North, Bob"'
is 0 "$(crm list lead 'team = North' --count)"
ends 0 crm assign --seed 5
has "$out" '^0 merged, 6 to teams, 3 to people \(seed 5\)$'
has "$out" 'team 1: North: the quotas of the day are used up, 3 wait'
is 6 "$(crm list lead 'team = North' --count)"
is 3 "$(crm list opportunity 'team = North' --count)"
is 1 "$(crm list lead 'team is empty' --count)"
ends 0 crm undo
is 0 "$(crm list lead 'team = North' --count)"
is 0 "$(crm list opportunity --count)"
ends 1 crm new team name=Bad criteria='colour = red'
ends 1 crm new team name=Bad alias='sales@office'

# by the clock: once in its interval, as the program itself
crm config assignment.repeat '1 day'
ends 0 crm tick
has "$out" '^assign: 0 merged, 6 to teams, 3 to people'
has "$(crm history --limit 1)" 'system.* 6 to teams'
ends 0 crm tick
hasnt "$out" 'assign'
ends 0 env CRM_NOW=2026-11-22T09:00:00Z "$CRM" tick
has "$out" '^assign: 0 merged, 0 to teams, 3 to people'
has "$(crm tick --list)" '^revive '

# many at once: each job runs in one of them
crm config assignment.repeat off
crm new lead name=away status=invalid status_reason='on leave' revive_on=2026-11-20 >/dev/null
for i in 1 2 3 4; do crm tick >"$work/tick$i" & done; wait
is 1 "$(cat "$work"/tick? | grep -c 'revive: 1 lead revived')"
is 1 "$(crm list lead 'name = away and status = working' --count)"

# statuses: with their reason, asked for by their status only, and back
id=$(crm new lead name=gone)
ends 0 crm status "$id" --status invalid --reason 'no wish now' --revive-on 2027-01-01
is 0 "$(crm list lead 'name = gone' --count)"
is 1 "$(crm list lead 'name = gone and status = invalid' --count)"
ends 0 crm revive "$id"
is 1 "$(crm list lead 'name = gone' --count)"
ends 1 crm revive "$id"
ends 1 crm status "$id" --status void
ends 0 crm status "$id" --status void --reason 'typed twice'
is 0 "$(crm list lead 'name = gone and status = void' --count)"
has "$(crm list lead --trash)" gone
ends 0 crm restore lead "$id"
is 1 "$(crm list lead 'name = gone and status = new' --count)"

# a record falls; a target counts it
ends 0 crm new lead kind=opportunity name=deal owner=ada team=North revenue=1000
ends 0 crm won "$out"
has "$out" '^the first deal of Ada, congratulations!$'
ends 0 crm new lead kind=opportunity name=deal2 owner=ada team=North revenue=2000
ends 0 crm won "$out" --format json
json "$out"
has "$out" '"remark":"the best deal of North in 30 days!"'
crm new target team=North start=2026-11-01 period=month amount=4000 >/dev/null
crm new target user=ada start=2026-11-01 period=month measure=wins amount=4 >/dev/null
has "$(crm list target --columns name,goal,attained,progress --format csv)" '^"North","4,000","3,000","75"'
has "$(crm list target --columns name,goal,attained,progress --format csv)" '^"Ada","4 wins","2 wins","50"'
has "$(crm list team name=North --columns progress,won,open --format csv)" '^"75","3000.00",'
is 1 "$(crm list team 'progress >= 75' --count)"

# the coarse views, as fields
has "$(crm board --by process)" 'Nurturing'
is 2 "$(crm list lead 'step = customer' --count)"

# who changes her login stays herself
me=$(crm list user --columns id,login --format csv | sed -n 2p)
crm set user "${me%%,*}" login=someone-else
before=$(crm list user --count)
crm new tag name=mine >/dev/null || wrong "no longer let in"
is "$before" "$(crm list user --count)"
exit 0
