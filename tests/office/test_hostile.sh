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

# ---- text ----
may_die=
python=$(command -v python3) || { figure "hostile text: not tried, python3 is missing"; exit 0; }
cp "$tree/tests/office/texts.py" /tmp/texts.py; chmod 755 /tmp/texts.py
by ann env LC_ALL=C.UTF-8 CRM_BIN=/usr/bin/crm PATH="$(dirname "$(readlink -f "$python")"):/usr/bin:/bin" PATIENCE= python3 /tmp/texts.py || exit 1
sound
