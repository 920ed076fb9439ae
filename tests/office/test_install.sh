# What the installer makes is what the doctor finds good; each thing that is put wrong is named, and mended by --fix.
. "$(dirname "$0")/lib.sh"
cat data/office/setup >/dev/null || exit 1
office "$CRM" ann bob
mode() { stat -c '%U:%G %a' "$1"; }
is "root:crm 2755" "$(mode $bin)"
is "root:crm 2770" "$(mode /srv/crm)"
is "root:root 700" "$(mode /srv/crm/backup)"
for f in "" -wal -shm -notify; do is "root:crm 660" "$(mode $db$f)"; done
is "root:root 644" "$(mode /etc/crm.conf)"
is "" "$(getent group crm | cut -d: -f4)"

# people find their way in by their account alone; root and strangers do not
has "$(by ann crm list user --columns login,profiles --format csv)" 'ann.*Super administrator'
by ann crm new lead name=first >/dev/null || wrong "ann cannot work"
is 0 "$(by bob crm list lead --count)" # hers is not his to see
people eve
ends 1 by eve crm list lead
has "$err" 'eve is no user of this office yet'
ends 1 by bob crm --as ann list lead
has "$err" 'may not look as somebody else'
# an administrator looks as somebody else, and only looks; root is nobody
by bob crm new lead name="Of Bob" >/dev/null || wrong "bob cannot work"
has "$(by ann crm --as bob list lead)" '^Of Bob'
hasnt "$(by ann crm --as bob list lead)" first
is 1 "$(by ann crm --as bob list lead --count)"
ends 1 by ann crm --as bob new lead name=x
has "$err" 'you look at the office as bob does'
ends 1 by ann crm --as bob set user bob calendar=jalali
ends 1 $bin --as ann new lead name=x
# what is a person's own in her record she sets herself, and nothing else there
ends 0 by bob crm set user bob calendar=jalali time_zone=Asia/Tehran
has "$(by bob crm show lead 2)" '140[0-9]'
ends 0 by bob crm set user bob calendar= time_zone=
for change in "profiles=Super administrator" "manager=ann" "login=ann" "disabled=yes" "name=Ann" "calendar=jalali,manager=ann"; do
	IFS=, ; ends 1 by bob crm set user bob $change; unset IFS
done
ends 1 by bob crm set user ann calendar=jalali
ends 1 $bin list lead
has "$err" 'root keeps this office'
ends 1 by crm-tick crm list lead
ends 1 by ann crm init --demo
ends 1 by ann crm backup
ends 1 by ann crm migrate
ends 1 by ann crm restore-backup /etc/passwd

# a database of one's own stays possible, without the office's group
by bob crm --db /home/bob/own.db new lead name=mine >/dev/null || wrong "no database of one's own"
is "bob:bob 600" "$(mode /home/bob/own.db)"
ends 1 by bob crm --db $db list lead
has "$err" 'ermission denied'
ends 1 by bob env CRM_DB=$db crm list lead

mkdir -p /etc/cron.d; cp data/office/crm.cron /etc/cron.d/crm
$bin backup >/dev/null || wrong "no backup"
ends 0 $bin doctor
hasnt "$out" 'FAULT'
ends 0 by bob crm doctor
ends 0 $bin doctor --format json
broken() { # WHAT COMMAND: the doctor names WHAT after COMMAND
	eval "$2" || wrong "cannot break: $2"
	out=$($bin doctor 2>&1) && wrong "not seen: $1: $2"
	has "$out" "FAULT +$1"
	$bin doctor --fix >/dev/null 2>&1
}
mended() { broken "$@"; ends 0 $bin doctor; }
mended folder 'chmod 3770 /srv/crm'
mended folder 'chown bob /srv/crm'
mended "backups' folder" 'chmod 755 /srv/crm/backup'
mended database "chmod 666 $db"
mended log "chown bob $db-wal"
mended "log's index" "chgrp bob $db-shm"
mended "notes to others" "rm $db-notify"
mended settings 'chmod 666 /etc/crm.conf'
broken group 'sed -i s/^crm:.*/\&bob/ /etc/group'; sed -i 's/^\(crm:.*\)bob/\1/' /etc/group
broken program "chmod 755 $bin; chgrp crm $bin" 2>/dev/null; chmod 2755 $bin
broken "timers' account" 'userdel crm-tick'; useradd --system crm-tick
broken timers 'rm /etc/cron.d/crm'; cp data/office/crm.cron /etc/cron.d/crm
broken backup "sqlite3 $db \"UPDATE meta SET value = value - 27 * 3600 WHERE key = 'backup_at'\""; $bin doctor --fix >/dev/null
has "$(by bob crm doctor)" 'FAULT +backup'
if setfacl -m u:bob:rwx /srv/crm 2>/dev/null; then mended "lists of rights" true; fi

# a second installation leaves the data alone; a removal keeps it; a purge takes all
ADMIN=ann sh data/office/setup install $bin >/dev/null || wrong "not again"
is 2 "$(by ann crm list lead --count)"
sh data/office/setup remove $bin >/dev/null
[ -e $db ] || wrong "the data went"
sh data/office/setup purge $bin >/dev/null
[ ! -e /srv/crm ] || wrong "/srv/crm stays"
getent group crm && wrong "the group stays"
getent passwd crm-tick && wrong "the account stays"
figure "office: installed, looked at, broken in 14 ways, mended, purged"
