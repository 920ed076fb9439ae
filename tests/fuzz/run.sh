#!/usr/bin/env bash
# run.sh TARGET...: runs each libFuzzer target over its kept corpus for FUZZ_SECONDS, as many at a time as there are
# processors. What it finds goes to $BUILD_DIR/corpus/NAME, an input that breaks it to $BUILD_DIR/found; a new input
# worth keeping is copied by hand into tests/fuzz/corpus/NAME. Closes with "N passed, N failed".
[ $# -gt 0 ] || { echo "no fuzz target in tests/fuzz" >&2; exit 1; }
here=$(dirname "$0") passed=0 failed=0 seconds=${FUZZ_SECONDS:-20} jobs=${TEST_JOBS:-$(nproc 2>/dev/null || echo 2)}
found=$BUILD_DIR/found; mkdir -p "$found"
export ASAN_OPTIONS=detect_leaks=1:allocator_may_return_null=1 UBSAN_OPTIONS=print_stacktrace=1 LC_ALL=C.UTF-8 TZ=UTC
if "$1" -runs=0 -artifact_prefix="$found/probe-" 2>&1 </dev/null | grep -q 'LeakSanitizer has encountered a fatal error'; then
	ASAN_OPTIONS=${ASAN_OPTIONS/detect_leaks=1/detect_leaks=0}
	echo "figure: leaks are not looked for: a process may not trace itself here"
fi
trap 'left=$(jobs -p); [ -z "$left" ] || kill $left' EXIT
trap 'exit 130' INT TERM

# fuzz TARGET: becomes the fuzzer; what it says goes to its log
fuzz() {
	local name=${1##*/fuzz_} dirs dict=()
	dirs=("$BUILD_DIR/corpus/$name"); mkdir -p "${dirs[0]}"
	[ ! -d "$here/corpus/$name" ] || dirs+=("$here/corpus/$name")
	[ ! -e "$here/$name.dict" ] || dict=("-dict=$here/$name.dict")
	exec "$1" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -print_final_stats=1 \
		-artifact_prefix="$found/$name-" "${dict[@]}" "${dirs[@]}" >"$BUILD_DIR/fuzz_$name.log" 2>&1 </dev/null
}

pids=()
collect() { # the oldest that is not yet told of
	local target=$1 name=${1##*/fuzz_} log=$BUILD_DIR/${1##*/}.log runs
	if wait "$2"; then
		runs=$(sed -nE 's/^stat::number_of_executed_units: *//p' "$log")
		passed=$((passed + 1)); echo "ok    fuzz_$name, $runs runs in $seconds s"
	else
		failed=$((failed + 1)); echo "FAIL  fuzz_$name"; tail -n 60 "$log"
	fi
}
targets=("$@")
for i in "${!targets[@]}"; do
	[ "$i" -lt "$jobs" ] || collect "${targets[i - jobs]}" "${pids[i - jobs]}"
	fuzz "${targets[i]}" &
	pids+=($!)
done
for ((i = ${#targets[@]} > jobs ? ${#targets[@]} - jobs : 0; i < ${#targets[@]}; i++)); do
	collect "${targets[i]}" "${pids[i]}"
done
echo "fuzz:"
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
