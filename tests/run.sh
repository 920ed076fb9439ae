#!/usr/bin/env bash
# run.sh NAME PROGRAM...: runs the test programs, TEST_JOBS at a time (as many as there are processors), prints one line
# each, in order, and a closing "N passed, N failed". A program's output is shown only when it fails, beside its lines
# "figure: ..."; VERBOSE=1 shows all. Each runs with its own HOME, a UTF-8 locale without a country, a fixed zone and no
# terminal. TEST_TIMEOUT is in seconds a program; TEST_SLOW=n says that all is n times slower here (sanitizers). With
# TEST_AGAIN=1 what failed beside others runs once more by itself, after its output was shown: where the machine is shared
# with strangers, one stolen second is not a fault of the program. What fails alone has failed.
name=$1; shift
tests=("$@") jobs=${TEST_JOBS:-$(nproc 2>/dev/null || echo 2)} slow=${TEST_SLOW:-1}
passed=0 failed=0 shown=0 again=()
work=$(mktemp -d) || exit 1
stop() { local left; left=$(jobs -p); [ -z "$left" ] || kill $left 2>/dev/null; wait; rm -rf "$work"; }
trap stop EXIT
trap 'exit 130' INT TERM

# leaks are found by tracing oneself, which a container or a debugger may forbid: then all else is still looked at
fatal='LeakSanitizer has encountered a fatal error'
if [ -x "$CRM" ] && "$CRM" --version 2>&1 </dev/null | grep -q "$fatal"; then
	export ASAN_OPTIONS=detect_leaks=0
	echo "figure: leaks are not looked for: a process may not trace itself here"
fi

# run INDEX: the program's output, time in ms and exit status go to files in $work/INDEX
run() {
	local at=$work/$1 t=${tests[$1]} cmd from=${EPOCHREALTIME/[.,]/} pid status
	mkdir -p "$at/home"
	case $t in *.sh) cmd=(bash "$t") ;; *) cmd=("$t") ;; esac
	env -u MAKEFLAGS -u MAKELEVEL -u LINES -u COLUMNS -u NO_COLOR -u CRM_NOW TEST_SLOW="$slow" \
		HOME="$at/home" XDG_DATA_HOME="$at/home/data" XDG_CONFIG_HOME="$at/home/config" XDG_STATE_HOME="$at/home/state" \
		XDG_RUNTIME_DIR= TZ=UTC LC_ALL=C.UTF-8 CRM_DB= CRM_CONFIG= \
		timeout -k 5 "${TEST_TIMEOUT:-$((120 * slow))}" "${cmd[@]}" >"$at/out" 2>&1 </dev/null &
	pid=$!; trap 'kill $pid' TERM
	wait $pid; status=$?
	echo "$(((${EPOCHREALTIME/[.,]/} - from) / 1000))" >"$at/ms"
	echo "$status" >"$at/status.new"; mv "$at/status.new" "$at/status"
}

# what has ended, as far as all before it has
show() {
	local at ms status
	while at=$work/$shown; [ -e "$at/status" ]; do
		read -r status <"$at/status"; read -r ms <"$at/ms"
		if [ "$status" -eq 0 ]; then
			passed=$((passed + 1)); printf 'ok    %s, %d ms\n' "${tests[shown]}" "$ms"
			if [ -n "$VERBOSE" ]; then cat "$at/out"; else grep '^figure:' "$at/out"; fi
		else
			if [ -n "$TEST_AGAIN" ]; then again+=("$shown"); else failed=$((failed + 1)); fi
			printf 'FAIL  %s (exit %d, %d ms)\n' "${tests[shown]}" "$status" "$ms"
			if [ "$(wc -l <"$at/out")" -gt 140 ]; then head -n 80 "$at/out"; echo ...; tail -n 60 "$at/out"; else cat "$at/out"; fi
		fi
		rm -rf "$at"; shown=$((shown + 1))
	done
}

for i in "${!tests[@]}"; do
	while [ "$(jobs -pr | wc -l)" -ge "$jobs" ]; do wait -n; done
	show
	run "$i" &
done
while [ "$shown" -lt "${#tests[@]}" ]; do
	wait -n || [ -n "$(jobs -pr)" ] || [ -e "$work/$shown/status" ] || { echo "FAIL  ${tests[shown]} was not run"; exit 1; }
	show
done

todo=("${again[@]}")
TEST_AGAIN=
for i in "${todo[@]}"; do
	echo "again, by itself:"
	run "$i"; shown=$i; show
done
echo "$name:"
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
