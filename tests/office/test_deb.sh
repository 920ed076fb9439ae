# The Debian package does what install-office does: installed, upgraded over itself, removed with the data kept, purged.
. "$(dirname "$0")/lib.sh"
command -v dpkg-deb >/dev/null || skip "no dpkg here"
people ann
deb=$(make -s deb OFFICE_BUILD="$BUILD_DIR" 2>$work/err | tail -1)
[ -s "$deb" ] || wrong "no package: $(tail -5 $work/err)"
has "$(dpkg-deb -f "$deb" Depends)" 'libsqlite3'
hasnt "$(dpkg-deb -c "$deb")" ' \./srv/'
SUDO_USER=ann DEBIAN_FRONTEND=noninteractive dpkg -i "$deb" >$work/out 2>&1 || wrong "not installed: $(cat $work/out)"
is "root:crm 2755" "$(stat -c '%U:%G %a' /usr/bin/crm)"
ends 0 /usr/bin/crm backup
ends 0 /usr/bin/crm doctor
by ann crm new lead name=kept >/dev/null || wrong "ann cannot work"
dpkg -i "$deb" >$work/out 2>&1 || wrong "no upgrade: $(cat $work/out)"
is "root:crm 2755" "$(stat -c '%U:%G %a' /usr/bin/crm)"
is 1 "$(by ann crm list lead --count)"
dpkg -r crm >$work/out 2>&1 || wrong "not removed: $(cat $work/out)"
[ -e $db ] && [ ! -e /usr/bin/crm ] || wrong "the data went, or the program stays"
dpkg -P crm >$work/out 2>&1 || wrong "not purged: $(cat $work/out)"
[ ! -e /srv/crm ] && ! getent group crm && ! getent passwd crm-tick && ! dpkg-statoverride --list /usr/bin/crm || wrong "something stays"
if command -v lintian >/dev/null; then
	said=$(lintian --no-cfg "$deb" 2>/dev/null | grep '^E:'); [ -z "$said" ] || echo "$said"
	figure "lintian: $(grep -c . <<<"$said") errors"
fi
figure "Debian package: installed, upgraded, removed, purged"
