# Disks that fill up under the office: tmpfs, ext4 with blocks of 4 KiB and 1 KiB, and a limit on the size of files. Nobody dies
# without a word, nothing committed is lost, and when there is room again the same session saves.
. "$(dirname "$0")/lib.sh"
drive=$BUILD_DIR/tests/office/probe_drive
printf '%s\n' 'expect Office chairs' 'keys enter' 'settle' 'keys G' 'settle' 'keys e' 'settle' "touch $work/typing" "wait $work/full" \
	'type written-on-a-full-disk' 'keys ctrl-s' 'settle' >$work/try
# while it is full a file of the test says so; then the very same session saves
printf '%s\n' "wait $work/roomy" 'keys ctrl-s' 'settle' 'keys esc' 'settle' >>$work/try

drafts=/home/ann/.local/state/crm/drafts
disk() { # NAME MOUNT...: an office on a small disk of its own
	local name=$1 n before after p said; shift
	rm -f $work/full $work/roomy $work/typing
	mkdir -p /srv/crm; "$@" || { figure "$name: not tried, it cannot be mounted here"; return; }
	[ -e $bin ] && { ADMIN=ann sh data/office/setup install $bin >$work/setup 2>&1 || wrong "$(cat $work/setup)"; } || office "$CRM" ann
	by ann crm new lead kind=opportunity name="Office chairs" stage=New >/dev/null || exit 1
	for n in $(seq 30); do by ann crm new lead name="kept $n" >/dev/null || exit 1; done
	before=$(sqlite3 -readonly $db 'SELECT count(*) FROM lead')
	by ann env CRM=$bin "$drive" $work/try $bin >$work/driven 2>&1 &
	p=$!
	for n in $(seq 300); do [ ! -e $work/typing ] || break; sleep 0.05; done
	dd if=/dev/zero of=/srv/crm/filler bs=64k >/dev/null 2>&1; dd if=/dev/zero of=/srv/crm/filler2 bs=1k >/dev/null 2>&1
	# what is left in the log goes too, a page at a time, so that not even a draft fits
	(echo 'PRAGMA wal_autocheckpoint=0;'; for n in $(seq 4000); do echo "INSERT INTO meta VALUES('fill$n', 1);"; done) |
		sqlite3 -bail $db >/dev/null 2>&1 && wrong "$name: never full"
	touch $work/full
	# what the session could not save is a file of ann's, hers alone
	for n in $(seq 200); do grep -qs written-on-a-full-disk $drafts/* && break; sleep 0.1; done
	grep -qs written-on-a-full-disk $drafts/* || { kill $p; wait $p; cat $work/driven; wrong "$name: no draft in a file"; }
	is "600 ann 700" "$(stat -c '%a %U' $drafts/*) $(stat -c %a $drafts)"
	# others: a write is refused with a message and 75, reading goes on
	refused=0 died=0
	for n in $(seq 40); do
		by ann crm new lead name="full $n" notes="$(head -c 8000 /dev/zero | tr '\0' x)" >/dev/null 2>$work/err; code=$?
		case $code in 0) before=$((before + 1)) ;; 75) refused=$((refused + 1)); [ -s $work/err ] || wrong "$name: no word" ;;
		*) died=$((died + 1)); cat $work/err ;; esac
	done
	is 0 $died
	[ $refused -gt 0 ] || wrong "$name: it never became full"
	by ann crm list lead --count >/dev/null 2>$work/err || wrong "$name: no reading on a full disk: $(cat $work/err)"
	rm -f /srv/crm/filler /srv/crm/filler2
	touch $work/roomy
	wait $p || { cat $work/driven; wrong "$name: the session at work was lost"; }
	by ann crm new lead name=after >/dev/null || wrong "$name: not well again"
	is "" "$(ls $drafts)"
	after=$(sqlite3 -readonly $db 'SELECT count(*) FROM lead')
	is $((before + 1)) "$after"
	is 1 "$(sqlite3 -readonly $db "SELECT count(*) FROM lead WHERE notes LIKE '%written-on-a-full-disk%'")"
	sound
	figure "disk full, $name: $refused of 40 writes refused with a message, 0 deaths, 0 of $before rows lost, the draft in a file meanwhile, the same session saved when there was room"
	umount -l /srv/crm
}
ext4() { # BLOCK
	dd if=/dev/zero of=/tmp/disk$1 bs=1M count=48 2>/dev/null && mkfs.ext4 -q -m 0 -b "$1" /tmp/disk$1 && mount -o loop /tmp/disk$1 /srv/crm
}
disk tmpfs mount -t tmpfs -o size=40m office /srv/crm
disk "ext4, blocks of 4096" ext4 4096
disk "ext4, blocks of 1024" ext4 1024

# a limit on the size of files is the person's own affair, and hers alone
rm -rf /srv/crm; rm -f $bin
(userdel ann; userdel crm-tick) 2>/dev/null
office "$CRM" ann
by ann crm new lead name=kept >/dev/null || exit 1
refused=0
for blocks in 0 1 8 64 512 1024; do
	PATIENCE=20 by ann bash -c "ulimit -f $blocks; crm new lead name=limited" 2>&1 >/dev/null | cat >$work/err; code=${PIPESTATUS[0]}
	case $code in 0) ;; 75 | 1) refused=$((refused + 1)); [ -s $work/err ] || wrong "RLIMIT_FSIZE $blocks: no word" ;; *) wrong "RLIMIT_FSIZE $blocks: exit $code" ;; esac
done
by ann crm new lead name=after >/dev/null || wrong "others suffer"
sound
figure "RLIMIT_FSIZE: $refused of 6 refused with a message, others unharmed"
