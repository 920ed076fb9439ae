# Activities from the shell: agenda, done, snooze, next, plans, series, meetings, hours, the calendar file.
. "$(dirname "$0")/lib.sh"
export CRM_DB TZ=UTC
crm new account name='Pars Co' phone=+982188887777 >/dev/null
crm new lead kind=opportunity name='Server room' account='Pars Co' revenue=22000 >/dev/null
crm new lead kind=opportunity name=Chairs >/dev/null
crm new activity type=Call record=lead/1 due=2026-11-19 >/dev/null                     # 1
crm new activity type=Meeting record=lead/2 start=2026-11-21T14:00:00Z length=45 place='Room 2; left' >/dev/null # 2
crm new activity summary='Send offer' record=lead/1 due=2026-12-20 note=$'bring\nthe list' >/dev/null # 3
due() { crm list activity "id = $1" --columns due --format tsv | tail -1 | tr -d '"\r'; }

# the agenda: what is late, due, and coming up in the days asked for
out=$(crm agenda --format tsv)
is 3 "$(wc -l <<<"$out")"
has "$out" $'^"1"\t"overdue"\t"Call"\t"Pars Co"\t'
has "$out" $'^"2"\t"today"\t"Meeting"\t'
is 4 "$(crm agenda --days 30 --format tsv | wc -l)"
json "$(crm agenda --format json)"
has "$(crm agenda --format json)" '"state":"overdue".*"worth":22000.00'
ends 2 crm agenda --days x

# done, snooze
ends 0 crm done 1 --feedback 'wants a demo'
has "$(crm show lead 1)" 'Call done: wants a demo'
ends 1 crm done 1
has "$err" 'activity 1: not as it stands'
ends 0 crm snooze 2
is 2026-11-28 "$(due 2)"
is 2026-11-28T14:00:00Z "$(crm list activity 'id = 2' --columns start --format json | sed -nE 's/.*"start":"([^"]*)".*/\1/p')"
ends 0 crm snooze 2 --until fri
is 2026-11-27 "$(due 2)"
ends 0 crm snooze 2 --until 15.6
is 2026-06-15 "$(due 2)" # the year is today's
ends 1 crm snooze 2 --until 'no day'
has "$err" 'neither a day'
crm undo >/dev/null
is 2026-11-27 "$(due 2)"

# plans
crm new activity_plan name=Onboarding >/dev/null
crm new plan_line plan=Onboarding type=Call summary=Welcome delay=2 person=owner >/dev/null
crm new plan_line plan=Onboarding type=Meeting delay=1 unit=months person=chosen >/dev/null
before=$(crm list activity --count)
ends 1 crm plan lead 1 2 Onboarding
has "$err" 'nobody was chosen for "Meeting" on Server room.*nothing was planned'
is "$before" "$(crm list activity --count)"
me=$(crm list user --columns login --format tsv | tail -1 | tr -d '"\r')
ends 0 crm plan lead 1 2 Onboarding --date 2027-01-31 --owner "$me" --preview
has "$out" 'Tue 2 Feb 2027  Welcome  Server room'
has "$out" 'Sun 28 Feb 2027  Meeting  Chairs'
is "$before" "$(crm list activity --count)"
ends 0 crm plan lead 1 2 Onboarding --date 2027-01-31 --owner "$me"
is $((before + 4)) "$(crm list activity --count)"
crm undo >/dev/null
is "$before" "$(crm list activity --count)"
ends 0 crm next lead 2 --due onboarding
is $((before + 2)) "$(crm list activity --count)"
crm undo >/dev/null

# series
id=$(crm new activity summary=Report due=2026-11-30)
ends 0 crm repeat "$id" --every monthly --count 3
is '2026-11-30 2026-12-30 2027-01-30' "$(crm list activity 'summary = Report' --sort due --columns due --format tsv | tail -n +2 | tr -d '"\r' | xargs)"
ends 0 crm stop "$id" --scope all
is 0 "$(crm list activity 'summary = Report' --count)"
ends 2 crm repeat "$id"

# a change of one is meant for that one, for later ones or for all: one step, one undo
weekly=$(crm new activity type=Meeting summary=Round start=2026-12-01T10:00:00Z)
crm repeat "$weekly" --every weekly --count 5 >/dev/null
series=$(crm list activity "id = $weekly" --columns series --format json | sed -nE 's/.*"series_id":([0-9]+).*/\1/p')
round() { crm list activity "series = #$series" --columns "$1" --sort occurrence --format tsv | sed 1d | tr -d '"\r' | xargs; }
before=$(round due,place)
third=$(crm list activity "series = #$series and due = 2026-12-15" --format ids)
ends 0 crm set activity "$third" place=Roof
is 1 "$(round place | grep -o Roof | wc -l)"
ends 0 crm set activity "$third" due=2026-12-16 --scope later
is '2026-12-01 2026-12-08 2026-12-16 Roof 2026-12-23 2026-12-30' "$(round due,place)" # Roof was meant for one
crm undo >/dev/null
ends 0 crm set activity "$third" summary=Kick --scope all
is 'Kick Kick Kick Kick Kick' "$(round summary)"
crm undo >/dev/null
is 'Round Round Round Round Round' "$(round summary)"
ends 0 crm trash activity "$third" --scope later
is '2026-12-01 2026-12-08' "$(round due)"
crm undo >/dev/null
ends 0 crm trash activity "$third"
is 4 "$(round due | wc -w)"
crm undo >/dev/null
crm undo >/dev/null # the roof
is "$before" "$(round due,place)"

# meetings
crm new contact name='Ada Lovelace' >/dev/null
ends 0 crm invite 2 --users "$me" --contacts 'Ada Lovelace'
ends 0 crm answer 2 yes
ends 0 crm answer 2 maybe --attendee 'Ada Lovelace'
is 'yes maybe' "$(crm list attendee --sort id --columns answer --format json | sed -nE 's/.*"answer":"([^"]*)".*/\1/p' | xargs)"

# the answers go with the calendar file; who has no address gets the one that says so
crm new contact name='王 "明" Wang' email=wang@x.example >/dev/null
ends 0 crm invite 2 --contacts '王 "明" Wang'
crm set user 1 email=me@x.example >/dev/null
ics=$(crm export activity 'id = 2' --format ics | sed -e ':a;N;$!ba;s/\r\n //g')
has "$ics" $'^ORGANIZER;CN="[^"]+":mailto:me@x.example\r$'
has "$ics" $'^ATTENDEE;PARTSTAT=ACCEPTED;CN="[^"]+":mailto:me@x.example\r$'
has "$ics" $'^ATTENDEE;PARTSTAT=TENTATIVE;CN="Ada Lovelace":invalid:nomail\r$'
has "$ics" $'^ATTENDEE;PARTSTAT=NEEDS-ACTION;CN="王 明 Wang":mailto:wang@x.example\r$'
hasnt "$(crm export activity 'id = 3' --format ics)" 'ATTENDEE|ORGANIZER'

# what a change does beside itself is said where nobody is asked too
crm new lead kind=opportunity name=Sold stage=Proposition >/dev/null
ends 0 crm set stage Proposition won=yes
has "$err" '1 card becomes won, with probability 100: crm undo takes it back'
crm undo >/dev/null
ends 0 crm set stage Proposition won=no
hasnt "$err" 'card'

# hours and holidays
crm config hours 'mon-fri 9:00-17:00' >/dev/null
crm new holiday name=Closed start=2026-11-23 >/dev/null
is 2026-11-24 "$(due "$(crm new activity type=Call)")" # two days on is that Monday
ends 1 crm config hours 'late'
has "$err" 'mon-fri 9:00-17:00'

# the calendar file: times in UTC, whole days as days, CRLF, folded, escaped, an alarm for what has a time
crm set activity 3 summary="$(printf 'x%.0s' {1..100})" >/dev/null
ics=$(crm export activity --format ics)
has "$ics" $'^BEGIN:VCALENDAR\r$'
has "$ics" $'^UID:activity-2@crm\r$'
has "$ics" $'^DTSTART:20261127T140000Z\r$'
has "$ics" $'^DURATION:PT45M\r$'
has "$ics" $'^LOCATION:Room 2\\\\; left\r$'
has "$ics" $'^TRIGGER:-PT15M\r$'
has "$ics" $'^DTSTART;VALUE=DATE:20261220\r$'
has "$ics" $'^DESCRIPTION:bring\\\\nthe list\r$'
is 0 "$(awk '{ sub(/\r$/, ""); if (length($0) > 75) n++ } END { print n + 0 }' <<<"$ics")"
is "$(grep -c BEGIN:VEVENT <<<"$ics")" "$(grep -c END:VEVENT <<<"$ics")"
is 0 "$(grep -vc $'\r$' <<<"$ics")"
