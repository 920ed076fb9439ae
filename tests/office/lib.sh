# What the programs of this folder share. Each runs on a machine of its own: a mount namespace in which / is an overlay that is
# thrown away, with its own accounts, groups, /srv and /etc, and a namespace of processes in which it sees, signals and ends none
# but its own. Nothing outside is touched. It needs root and a kernel that has
# overlay mounts; without them it says so in one line and is passed over.
# OFFICE_FULL=1 takes the full figures (500 kills, 1000 cuts, 100 migrations) where CI takes a part of them.
: "${CRM:?the built program}" "${BUILD_DIR:?where it was built}"
tree=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
full=${OFFICE_FULL:-}

skip() { echo "figure: ${0##*/} skipped: $*"; exit 0; }

if [ -z "$OFFICE_WORLD" ]; then
	[ "$(id -u)" = 0 ] || skip "only root can make a machine to throw away"
	base=$(mktemp -d) || exit 1
	trap 'rmdir "$base"' EXIT
	unshare -m -p -f --kill-child --propagation private bash -c '
		mount -t tmpfs -o mode=755 office "$1" && mkdir "$1/upper" "$1/work" "$1/root" &&
		mount -t overlay -o "lowerdir=/,upperdir=$1/upper,workdir=$1/work" office "$1/root" &&
		mount -t proc proc "$1/root/proc" && mount --rbind /dev "$1/root/dev" &&
		mount -t tmpfs -o mode=1777 office "$1/root/tmp" && mount -t tmpfs -o mode=755 office "$1/root/srv" &&
		mount -t tmpfs -o mode=755 office "$1/root/home"' - "$base" 2>/dev/null ||
		skip "no overlay mounts here"
	# the namespace above was only the question; this one stays as long as the test
	unshare -m -p -f --kill-child --propagation private bash -c '
		mount -t tmpfs -o mode=755 office "$1" && mkdir "$1/upper" "$1/work" "$1/root"
		mount -t overlay -o "lowerdir=/,upperdir=$1/upper,workdir=$1/work" office "$1/root"
		mount -t proc proc "$1/root/proc"; mount --rbind /dev "$1/root/dev"
		for d in tmp:1777 srv:755 home:755 var/tmp:1777; do
			mount -t tmpfs -o "mode=${d#*:}" office "$1/root/${d%:*}"; done
		mkdir -p "$1/root/run/crm-test"; rm -rf "$1/root/run/systemd"
		# a checkout that stood in one of these folders is laid over its empty place, to be thrown away like the rest
		if [ ! -e "$1/root$4/Makefile" ]; then
			mkdir -p "$1/tree" "$1/treework" "$1/root$4"
			mount -t overlay -o "lowerdir=$4,upperdir=$1/tree,workdir=$1/treework" office "$1/root$4"; fi
		cd "$2"; OFFICE_WORLD=1 exec chroot "$1/root" bash "$3"' - "$base" "$PWD" "$tree/tests/office/${0##*/}" "$tree"
	exit
fi

cd "$tree" || exit 1
export HOME=/root LC_ALL=C.UTF-8 TZ=UTC
unset CRM_DB CRM_CONFIG CRM_NOW XDG_DATA_HOME XDG_CONFIG_HOME XDG_STATE_HOME
work=/tmp/work; mkdir -p -m 777 $work # the people of the tests leave marks in it
db=/srv/crm/crm.db
bin=/usr/bin/crm

wrong() { echo "line ${BASH_LINENO[1]}: $*"; exit 1; }
is() { [ "$1" = "$2" ] || wrong "expected: $1"$'\n'"seen:     $2"; }
has() { grep -qE -- "$2" <<<"$1" || wrong "no line matches: $2"$'\n'"in: $(head -c 1500 <<<"$1")"; }
hasnt() { ! grep -qE -- "$2" <<<"$1" || wrong "a line matches: $2"$'\n'"in: $(head -c 1500 <<<"$1")"; }
figure() { echo "figure: $*"; }
ends() { # STATUS COMMAND...: output in $out, errors in $err
	local want=$1 got; shift
	out=$("$@" 2>$work/err </dev/null); got=$?; err=$(cat $work/err)
	[ "$got" = "$want" ] || wrong "exit $got, not $want: $*"$'\n'"$err"
}
# by USER COMMAND...: with the account's own groups, home and nothing of ours in the environment; for 60 s at most.
# (It may not be called as: that is the assembler, which timeout and xargs would find.)
by() {
	local user=$1; shift
	timeout -k 2 "${PATIENCE:-60}" setpriv --reuid "$user" --regid "$(id -g "$user")" --init-groups --inh-caps=-all --bounding-set=-all \
		env -i HOME="$(getent passwd "$user" | cut -d: -f6)" PATH=/usr/bin:/bin LC_ALL=C.UTF-8 TERM=xterm-256color "$@"
}
people() { for p in "$@"; do useradd -m -s /bin/bash "$p" || exit 1; done; }

# An office as the installer makes it, ann its administrator, the others let in; program: another build of it.
office() { # PROGRAM USER...
	local program=$1 p; shift
	install -m 755 "$program" $bin
	people "$@"
	ADMIN=$1 sh data/office/setup install $bin >$work/setup 2>&1 || wrong "no office: $(cat $work/setup)"
	for p in "${@:2}"; do by "$1" crm new user login="$p" >$work/out 2>&1 || wrong "no $p: $(cat $work/out)"; done
}
sound() { # the database has no fault
	local said
	said=$(sqlite3 -readonly $db 'PRAGMA integrity_check; PRAGMA foreign_key_check;' 2>&1)
	is ok "$said"
}
