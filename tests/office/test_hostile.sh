# Hostile environments, limits, closed descriptors; and hostile text through every entry on every output.
. "$(dirname "$0")/lib.sh"
office "$CRM" ann bob
SECRET=Topsecret4711
by ann crm new lead name="$SECRET" >/dev/null || exit 1
ran=0
harmless() { # COMMAND...: whatever it answers, the secret is not in it, and it did not crash
	local code
	ran=$((ran + 1))
	PATIENCE=20 by bob "$@" >$work/said 2>&1 </dev/null; code=$?
	! grep -qa "$SECRET" $work/said || wrong "told: $*"
	[ $code -lt 124 ] || { [ "$may_die" ] || wrong "ended with $code: $*: $(tail -3 $work/said)"; }
}

# libraries that the environment names are loaded by an ordinary program, and not by the office's
cat >/tmp/evil.c <<'X'
#include <stdio.h>
#include <unistd.h>
__attribute__((constructor)) static void f(void) { FILE *o = fopen("/tmp/evil.out", "a"); if (o) fprintf(o, "%d %d\n", getgid(), getegid()); }
unsigned la_version(unsigned v) { f(); return v; }
X
gcc -shared -fPIC -o /tmp/evil.so /tmp/evil.c || wrong "no evil library"
chmod 755 /tmp/evil.so
by bob env LD_PRELOAD=/tmp/evil.so true
[ -s /tmp/evil.out ] || wrong "the evil library is harmless: the test proves nothing"
rm -f /tmp/evil.out
for v in LD_PRELOAD LD_AUDIT LD_LIBRARY_PATH GCONV_PATH LOCPATH TERMINFO TERMINFO_DIRS TERMCAP TMPDIR SQLITE_TMPDIR NLSPATH LANGUAGE \
	HOSTALIASES RES_OPTIONS MALLOC_TRACE MALLOC_CHECK_ GLIBC_TUNABLES LD_DEBUG LD_PROFILE LD_BIND_NOT XDG_DATA_HOME \
	XDG_CONFIG_HOME XDG_RUNTIME_DIR HOME USER LOGNAME SHELL PATH TZ LANG LC_ALL TERM COLUMNS LINES EDITOR PAGER CRM_CONFIG \
	CRM_NOW OUTPUT_CHARSET NCURSES_TRACE ESCDELAY POSIXLY_CORRECT; do
	for x in /tmp/evil.so "$(head -c 3000 /dev/zero | tr '\0' A)" /srv/crm/crm.db ../../../../tmp '%s%n%x' ''; do
		[ "$full" ] || [ ${#x} -gt 2999 ] || [ "$x" = /tmp/evil.so ] || continue
		harmless env "$v=$x" /usr/bin/crm list lead
	done
done
! grep -qv '^\([0-9]*\) \1$' /tmp/evil.out 2>/dev/null || wrong "an evil library ran with the office's group: $(cat /tmp/evil.out)"
figure "hostile environment: $ran runs, 0 leaks, 0 crashes"

# limits and descriptors: the caller may be refused or die, the database and the others do not
may_die=1 ran=0
for l in "-n 4" "-n 10" "-n 32" "-s 64" "-s 1024" "-v 20000" "-v 60000" "-d 100" "-t 0" "-u 1" "-f 0" "-f 8" "-c unlimited" "-i 0" "-l 0"; do
	for c in "list lead" "new lead name=limited" "export lead -o /home/bob/x$RANDOM.csv" "import /home/bob/in.csv lead -y"; do
		printf 'name,company\nLimited,x\n' >/home/bob/in.csv; chmod 644 /home/bob/in.csv
		harmless bash -c "ulimit $l; exec crm $c"
	done
done
for c in "list lead" "new lead name=closed"; do
	harmless bash -c "exec crm $c <&-"; harmless bash -c "exec crm $c >&-"; harmless bash -c "exec crm $c 2>&-"
	harmless bash -c "exec crm $c <&- >&- 2>&-"; harmless bash -c "exec crm $c 3</dev/null 4<&3 5<&3 9<&3"
	harmless perl -e "exec {'/usr/bin/crm'} '', split / /, '$c'"
	harmless bash -c "trap '' HUP INT TERM PIPE CHLD XFSZ; exec crm $c"
	harmless setpriv --no-new-privs crm $c
	harmless unshare -Ur crm $c
	harmless bash -c "umask 0777; exec crm $c"
	harmless bash -c "cd /proc/self/fd; exec crm $c"
done
cores=$(find /home /srv /tmp /var/tmp -xdev -type f -name 'core*')
[ -z "$cores" ] || wrong "a core file was left: $cores"
by ann crm new lead name=after >/dev/null || wrong "others suffer"
for f in "" -wal -shm; do is "root:crm 660" "$(stat -c '%U:%G %a' $db$f)"; done
sound
is "no faults" "$($bin check)"
ends 1 by bob setpriv --no-new-privs crm list lead
has "$err" 'did not give this program the office'
figure "limits, closed descriptors, withheld privileges: $ran runs, 0 leaks, the database sound, others unharmed"

# ---- files of one's own that the program reads by itself, expressions without end, signals at any moment ----
may_die= ran=0
mkdir -p /home/bob/.config/crm /home/bob/.local/state/crm; chown -R bob: /home/bob/.config /home/bob/.local
for file in crm.conf headers.tsv choices.tsv; do
	for what in 'mkfifo $f' 'ln -s /dev/zero $f' 'ln -s /srv/crm/crm.db $f' 'ln -s /etc/shadow $f' 'mkdir $f' 'head -c 30000000 /dev/zero >$f' 'printf "\033]0;x\a = \n" >$f'; do
		by bob bash -c "f=/home/bob/.config/crm/$file; rm -rf \$f; $what"
		harmless crm list lead; harmless crm import /home/bob/in.csv --dry-run
	done
	rm -rf /home/bob/.config/crm/$file
done
for f in /srv/crm/crm.db /etc/shadow /dev/zero /proc/self/mem; do harmless crm --config $f list lead; done
# drafts as files: a folder that is somebody else's, and texts of another hand, among them one for a record that is not bob's
own=$(printf '/srv/crm/crm.db\0bob' | sha256sum | head -c 12)
keep=/home/bob/.local/state/crm/drafts
printf '%s\n' 'settle' 'keys y' 'settle' 'dump' 'keys esc esc esc Q' 'exit' >$work/steps
screens() { # the screens, driven: nothing of others is on them
	by bob env CRM=$bin TEST_SLOW=3 "$BUILD_DIR/tests/office/probe_drive" $work/steps $bin >$work/driven 2>&1 || { cat $work/driven; wrong "$1"; }
	! grep -q "$SECRET" $work/driven || wrong "$1: told"
	ran=$((ran + 1))
}
ln -sfn /srv $keep; screens "a linked folder"
rm $keep; mkdir -m 777 $keep; chown bob: $keep; screens "an open folder"
chmod 700 $keep
draft() { printf "$2" >"$keep/$own-$1"; chown bob: "$keep/$own-$1"; screens "draft $1"; rm -rf "$keep/$own-$1"; }
draft lead-1 'crm draft 1 9000000000\nname\tmine\t=%%s%%n\n'
draft lead-2 'crm draft -1 9000000000\nname\t\033]0;x\a\t=\n'
draft profile-1 'crm draft 1 9000000000\nname\tmine\tm1,2,x,,99999999999999999999\n'
draft user-1 'crm draft 99 9000000000\nlogin\tbob\ti\n'
draft nothing-9 'crm draft 1 9000000000\n'
draft lead-0 'crm draft 0 9000000000\nid\t7\n\t\t\n\\'
draft audit-1 'crm draft 0 9000000000\nname\tx\t-\n'
draft lead--5 'no draft'
mkfifo $keep/$own-lead-3; screens "a pipe"; rm $keep/$own-lead-3
deep=$(head -c 16000 /dev/zero | tr '\0' '('); many=$(for i in $(seq 1200); do printf ' or name=y'; done); nots=$(for i in $(seq 3900); do printf 'not '; done)
for c in "$deep" "${nots}name=x" "name=x$many" "name=x${many// or / and }" "$(printf 'owner.%.0s' $(seq 2500))name=x" "revenue=$(head -c 16000 /dev/zero | tr '\0' '-')1"; do
	harmless bash -c 'ulimit -s 1024; exec crm list lead "$1"' - "$c"
	has "$(cat $work/said)" '^crm: '
done
for s in HUP INT TERM USR1 ALRM PIPE QUIT TSTP ABRT SEGV BUS; do for i in 1 2 3; do
	by bob bash -c "crm new lead name=signal >/dev/null & p=\$!; sleep 0.0\$((RANDOM % 40)); kill -$s \$p; sleep 0.02; kill -9 \$p; wait" >/dev/null 2>&1
	ran=$((ran + 1))
done; done
# what is said on a terminal is harmless, whatever was typed
odd=$(printf '\033]0;odd\007\033[31m\342\200\256')
by bob bash -c 'printf "\033]0;odd\a\033[31m = 1\n" >/home/bob/odd.conf'
for c in "--config /home/bob/odd.conf list lead" "$odd" "list $odd" "list lead 'name = $odd ('" "list lead --sort $odd" "import /tmp/$odd --yes" "--config /tmp/$odd list lead" "new lead 'name=$odd'" "help $odd"; do
	by bob script -qec "crm ${c//;/\\;}" /dev/null >$work/said 2>&1 </dev/null
	! grep -qE "$(printf '\033')\]|$(printf '\007|\342\200\256|\033')\[31" $work/said || wrong "said raw: $c: $(cat -v $work/said)"
	ran=$((ran + 1))
done
is root "$(stat -c %U /srv/crm)"
sound
figure "own files, expressions, signals, the terminal: $ran runs, 0 leaks, none hangs"

# ---- text ----
python=$(command -v python3) || { figure "hostile text: not tried, python3 is missing"; exit 0; }
cp "$tree/tests/office/texts.py" /tmp/texts.py; chmod 755 /tmp/texts.py
by ann env LC_ALL=C.UTF-8 CRM_BIN=/usr/bin/crm PATH="$(dirname "$(readlink -f "$python")"):/usr/bin:/bin" PATIENCE= python3 /tmp/texts.py || exit 1
sound
