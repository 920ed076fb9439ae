#!/bin/sh
# run.sh NAME PROGRAM...: runs each test program, prints one line each and a closing "N passed, N failed".
# A program's output is shown only when it fails. Each runs with its own HOME, no locale, a fixed zone.
name=$1; shift
passed=0 failed=0
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
for t in "$@"; do
	home=$work/home; rm -rf "$home"; mkdir -p "$home"
	case $t in *.sh) set -- bash "$t" ;; *) set -- "$t" ;; esac
	if HOME=$home XDG_DATA_HOME=$home/data XDG_CONFIG_HOME=$home/config XDG_STATE_HOME=$home/state XDG_RUNTIME_DIR= \
		TZ=UTC LC_ALL=C.UTF-8 CRM_DB= CRM_CONFIG= timeout "${TEST_TIMEOUT:-300}" "$@" >"$work/out" 2>&1 </dev/null; then
		passed=$((passed + 1)); echo "ok    $t"
		[ -n "$VERBOSE" ] && cat "$work/out"
		grep '^figure:' "$work/out"
	else
		failed=$((failed + 1)); echo "FAIL  $t"; tail -n 60 "$work/out"
	fi
done
echo "$name:"
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
