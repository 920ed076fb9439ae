# The program is linked as the security rules want it: position independent, relocations read-only, no executable stack,
# stack protector and checked libc calls in use.
crm=${CRM:?the built program} status=0
wrong() { echo "$crm: $1"; status=1; }
readelf -Wh "$crm" | grep -qE 'Type: +DYN' || wrong "not position independent (-pie)"
readelf -Wl "$crm" | grep -q GNU_RELRO || wrong "no read-only relocations (-z relro)"
readelf -Wd "$crm" | grep -qE 'BIND_NOW|FLAGS.* NOW' || wrong "binds lazily (-z now)"
readelf -Wd "$crm" | grep -q TEXTREL && wrong "relocations in the text"
readelf -Wl "$crm" | grep -E 'GNU_STACK' | grep -qE ' RWE? ' || wrong "no GNU_STACK header"
readelf -Wl "$crm" | grep -E 'GNU_STACK' | grep -q 'RWE' && wrong "executable stack"
readelf -Wd "$crm" | grep -qE 'RPATH|RUNPATH' && wrong "a library path inside"
# what the compiler put in is seen in the libraries, whatever of them the program uses
wants=$(nm -u "${BUILD_DIR:?where the libraries are}"/lib*.a 2>/dev/null)
if ! grep -q __asan_ <<<"$wants"; then # the sanitizers bring checks of their own
	grep -q __stack_chk_fail <<<"$wants" || wrong "no stack protector (-fstack-protector-strong)"
	grep -qE '__[a-z]+_chk$' <<<"$wants" || wrong "no checked libc call (_FORTIFY_SOURCE)"
fi
exit $status
