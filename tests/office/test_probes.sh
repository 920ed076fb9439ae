# What another person of this machine can get at, past the program and through it: nothing. The same probes against a program
# whose agent keeps the office's group must find leaks, or they would prove nothing.
. "$(dirname "$0")/lib.sh"
SECRET=Topsecret4711
drive=$BUILD_DIR/tests/office/probe_drive

# probes: by bob; every leak is a line in $work/leaks. A probe leaks when it says the secret, or when it succeeds where it
# says so ("may not").
leak() { echo "$*" >>$work/leaks; n_leaks=$((n_leaks + 1)); }
silent() { # COMMAND...: must not tell the secret
	n_probes=$((n_probes + 1))
	"$@" >$work/said 2>&1 </dev/null
	! grep -qa "$SECRET" $work/said || leak "told: $*"
}
fails() { # COMMAND...: must not succeed either
	local status
	n_probes=$((n_probes + 1))
	"$@" >$work/said 2>&1 </dev/null; status=$?
	! grep -qa "$SECRET" $work/said || leak "told: $*"
	[ $status -ne 0 ] || leak "succeeded: $*"
}
by_hand() {
	local f
	for f in "" -wal -shm -notify; do
		fails by bob cat $db$f
		fails by bob ln $db$f /home/bob/linked$f
		fails by bob cp $db$f /home/bob/copied$f
		fails by bob sh -c ": >>$db$f"
	done
	fails by bob ls /srv/crm
	fails by bob ls /srv/crm/backup
	fails by bob sqlite3 $db 'SELECT * FROM lead'
	fails by bob touch /srv/crm/mine
	fails by bob rm -f $db
	fails by bob mv $db /srv/crm/other.db
	fails by bob newgrp crm
}
# every file of the office, and all that a descriptor could be called by
targets() {
	local f n
	for f in "" -wal -shm -notify; do echo $db$f; done
	echo /srv/crm/secret.csv; echo $copy
	for n in $(seq 3 ${last_fd}); do echo /proc/self/fd/$n; echo /dev/fd/$n; done
	for f in /home/bob/link*; do echo "$f"; done
}
through_the_program() {
	local f
	rm -f /home/bob/link*
	for f in "" -wal -shm; do by bob ln -s $db$f /home/bob/link$f; done
	by bob ln -s /srv/crm/secret.csv /home/bob/link-secret
	by bob ln -s /srv/crm /home/bob/link-folder
	for f in $(targets); do
		fails by bob crm import "$f" lead --dry-run --format json
		fails by bob crm new lead name=probe "notes=@$f"
		fails by bob crm --config "$f" list lead
		fails by bob crm --db "$f" list lead
		fails by bob env CRM_DB="$f" crm list lead
		fails by bob crm export lead -f -o "$f"
	done
	fails by bob crm export lead -o /srv/crm/made.csv
	fails by bob crm export lead -o /home/bob/link-folder/made.csv
	fails by bob crm export lead -o /srv/crm/backup/made.csv
	printf 'name,company\nx,y\n,\n' >/home/bob/in.csv; chown bob /home/bob/in.csv
	silent by bob crm import /home/bob/in.csv lead --dry-run --rejects /srv/crm/rejects.csv
	silent by bob env CRM_CONFIG=/srv/crm/secret.csv crm list user
	fails by bob crm import /srv/crm lead --dry-run
	mkfifo /home/bob/pipe; chown bob /home/bob/pipe
	fails by bob crm import /home/bob/pipe lead --dry-run
	fails by bob crm import /dev/tty lead --dry-run
	fails by bob crm backup /home/bob
	for f in made.csv rejects.csv mine made.csv.partial rejects.csv.partial backup/made.csv; do
		[ ! -e /srv/crm/$f ] || { leak "written: /srv/crm/$f"; rm -f /srv/crm/$f; }
	done
}
# the program at work: what its user can take from it and its agent, and what an editor of hers gets
at_work() {
	local pid p
	rm -f /home/bob/{out,at_work,go,editor}
	cat >/home/bob/editor <<'X'
#!/bin/bash -p
{ id; cat /srv/crm/crm.db /srv/crm/secret.csv; ls /proc/self/fd; } >/home/bob/out 2>&1
for n in 3 4 5 6 7 8 9 10 11 12; do cat /proc/self/fd/$n </dev/null >>/home/bob/out 2>/dev/null; done
mv /home/bob/out /home/bob/at_work
until [ -e /home/bob/go ]; do /usr/bin/sleep 0.05; done
echo "written by hand" >>"$1"
X
	chmod 755 /home/bob/editor; chown bob /home/bob/editor
	printf '%s\n' 'expect Office chairs' 'keys enter' 'settle' 'keys G' 'settle' 'keys e' 'settle' 'keys ctrl-o' \
		'wait /home/bob/at_work' 'wait /home/bob/go' 'settle' 'expect written by hand' >$work/form
	chmod 644 $work/form
	by bob env CRM=$bin EDITOR=/home/bob/editor "$drive" "$work/form" $bin >$work/driven 2>&1 &
	p=$!
	for _ in $(seq 300); do [ ! -e /home/bob/at_work ] || break; sleep 0.05; done
	if [ -e /home/bob/at_work ]; then
		n_probes=$((n_probes + 3))
		! grep -qa $SECRET /home/bob/at_work || leak "the editor read the office's files"
		! grep -q 'crm' <(head -1 /home/bob/at_work) || leak "the editor has the office's group: $(head -1 /home/bob/at_work)"
		# of the whole family of the program, none may be looked into
		for pid in $(pgrep -u bob -x crm); do
			n_probes=$((n_probes + 8))
			by bob "$BUILD_DIR/tests/office/probe_process" "$pid" >$work/said 2>&1
			while read -r said; do leak "$said"; done < <(grep '^leak' $work/said)
		done
	else
		cat $work/driven; wrong "the editor was not reached"
	fi
	touch /home/bob/go
	wait $p || { cat $work/driven; wrong "the form was not driven"; }
}
all_probes() { # LAST_FD: descriptors that are tried by number
	local last_fd=$1
	n_leaks=0 n_probes=0; : >$work/leaks
	at_work; by_hand; through_the_program
}

office "$CRM" ann bob
by ann crm new lead kind=opportunity name="Server room" stage=New notes="$SECRET" >/dev/null || exit 1
by bob crm new lead kind=opportunity name="Office chairs" stage=New notes=mine >/dev/null || exit 1
copy=$($bin backup) || exit 1
printf 'name,company\n%s,x\n' $SECRET >/srv/crm/secret.csv; chgrp crm /srv/crm/secret.csv; chmod 640 /srv/crm/secret.csv

all_probes $([ "$full" ] && echo 40 || echo 10)
[ $n_leaks -eq 0 ] || { cat $work/leaks; wrong "$n_leaks leaks"; }
sound
figure "permission probes: $n_probes by another user, $n_leaks leaks"

# the same against a program that does not drop
rm -f /home/bob/*; 
install -o root -g crm -m 2755 "$BUILD_DIR/tests/office/crm-undropped" $bin
all_probes 3
[ $n_leaks -gt 0 ] || wrong "the probes see nothing where the agent keeps the group"
figure "the same on a program without the drop: $n_leaks of $n_probes leak ($(paste -sd';' $work/leaks | cut -c1-300))"
