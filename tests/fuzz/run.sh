#!/usr/bin/env bash
# run.sh TARGET...: runs each libFuzzer target over its kept corpus for FUZZ_SECONDS. What it finds goes to
# $BUILD_DIR/corpus/NAME, an input that breaks it to $BUILD_DIR/found; a new input worth keeping is copied by hand
# into tests/fuzz/corpus/NAME. Closes with "N passed, N failed".
[ $# -gt 0 ] || { echo "no fuzz target in tests/fuzz" >&2; exit 1; }
here=$(dirname "$0") passed=0 failed=0
found=$BUILD_DIR/found; mkdir -p "$found"
export ASAN_OPTIONS=detect_leaks=1:allocator_may_return_null=1 UBSAN_OPTIONS=print_stacktrace=1 LC_ALL=C.UTF-8 TZ=UTC
if "$1" -runs=0 -artifact_prefix="$found/probe-" 2>&1 </dev/null | grep -q 'LeakSanitizer has encountered a fatal error'; then
	ASAN_OPTIONS=${ASAN_OPTIONS/detect_leaks=1/detect_leaks=0}
	echo "figure: leaks are not looked for: a process may not trace itself here"
fi
for target; do
	name=${target##*/fuzz_} kept=$here/corpus/${target##*/fuzz_} log=$BUILD_DIR/$(basename "$target").log
	mkdir -p "$BUILD_DIR/corpus/$name"
	dirs=("$BUILD_DIR/corpus/$name"); [ -d "$kept" ] && dirs+=("$kept")
	dict=(); [ -e "$here/$name.dict" ] && dict=("-dict=$here/$name.dict")
	if "$target" -max_total_time="${FUZZ_SECONDS:-20}" -timeout=10 -rss_limit_mb=2048 -print_final_stats=1 \
		-artifact_prefix="$found/$name-" "${dict[@]}" "${dirs[@]}" >"$log" 2>&1 </dev/null; then
		passed=$((passed + 1))
		runs=$(sed -nE 's/^stat::number_of_executed_units: *//p' "$log")
		echo "ok    fuzz_$name, $runs runs in ${FUZZ_SECONDS:-20} s"
	else
		failed=$((failed + 1)); echo "FAIL  fuzz_$name"; tail -n 60 "$log"
	fi
done
echo "fuzz:"
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
