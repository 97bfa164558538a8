#!/usr/bin/env bash
# Stands between cargo and rustc: appends wall, user and system seconds of a compared crate to
# COST_TIMES. Cargo's own time is not in it, nor that of any dependency.
set -eu
if [[ " $* " == *" --crate-name cost_"* ]]; then
    TIMEFORMAT='%3R %3U %3S'
    { time "$@" 2>&3; } 3>&2 2>>"$COST_TIMES"
else
    exec "$@"
fi
