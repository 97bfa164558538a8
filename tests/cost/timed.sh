#!/usr/bin/env bash
# Stands between cargo and rustc: appends wall, user and system seconds of a compared crate to
# COST_TIMES, or with COST_COUNT millions of instructions in place of the first two. Cargo's own time
# is not in it, nor that of any dependency.
set -eu
if [[ " $* " != *" --crate-name cost_"* ]]; then
    exec "$@"
elif [ -n "${COST_COUNT:-}" ]; then
    # The compiler itself, not what rustup puts before it.
    sysroot=$("$1" --print sysroot)
    shift
    LD_LIBRARY_PATH="$sysroot/lib" valgrind --tool=cachegrind --cache-sim=no \
        --cachegrind-out-file=/dev/null --log-file="$COST_TIMES.log" "$sysroot/bin/rustc" "$@"
    awk '/I *refs:/ { gsub(",", "", $NF); print $NF / 1e6, $NF / 1e6, 0 }' \
        "$COST_TIMES.log" >>"$COST_TIMES"
else
    TIMEFORMAT='%3R %3U %3S'
    { time "$@" 2>&3; } 3>&2 2>>"$COST_TIMES"
fi
