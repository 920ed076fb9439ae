#!/usr/bin/env bash
# run.sh NAME PROGRAM...: runs each test program, prints one line each and a closing "N passed, N failed".
# A program's output is shown only when it fails, beside its lines "figure: ..."; VERBOSE=1 shows all.
# Each runs with its own HOME, a UTF-8 locale without a country, a fixed zone and no terminal.
name=$1; shift
passed=0 failed=0
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
for t in "$@"; do
	home=$work/home; rm -rf "$home"; mkdir -p "$home"
	case $t in *.sh) cmd=(bash "$t") ;; *) cmd=("$t") ;; esac
	if env -u MAKEFLAGS -u MAKELEVEL -u LINES -u COLUMNS -u NO_COLOR -u CRM_NOW \
		HOME="$home" XDG_DATA_HOME="$home/data" XDG_CONFIG_HOME="$home/config" XDG_STATE_HOME="$home/state" \
		XDG_RUNTIME_DIR= TZ=UTC LC_ALL=C.UTF-8 CRM_DB= CRM_CONFIG= \
		timeout "${TEST_TIMEOUT:-300}" "${cmd[@]}" >"$work/out" 2>&1 </dev/null; then
		passed=$((passed + 1)); echo "ok    $t"
		if [ -n "$VERBOSE" ]; then cat "$work/out"; else grep '^figure:' "$work/out"; fi
	else
		status=$?; failed=$((failed + 1)); echo "FAIL  $t (exit $status)"; tail -n 60 "$work/out"
	fi
done
echo "$name:"
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
