#!/usr/bin/env bash
# What a hundred Actions cost to compile: our expansion beside other forms of the same Actions, and
# less one generated thing at a time.
#
#     tests/cost/run.sh [ROUNDS]            every form, and what each generated thing costs
#     THINGS="docs codes" tests/cost/run.sh only these things (THINGS= for none)
#     COUNT=1 ACTIONS=20 tests/cost/run.sh  millions of instructions under valgrind, not seconds
#
# Instructions are the same in every run, so one round is enough and small differences are real; but
# rustc is fifteen times as slow under valgrind, hence the smaller API.
#
# Only the own crate is timed: dependencies are built before, and cargo's time is not counted. Every
# round builds every form once, one after the other, so that a busy machine slows all alike. Ratios
# are of medians of CPU seconds (user and system, of all threads); wall time stands beside them.
set -eu

rounds=${1:-$([ -n "${COUNT:-}" ] && echo 1 || echo 5)}
all="docs messages builder bounds setters Debug Clone PartialEq rules tables values slots codes unknown"
things=${THINGS-$all}
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
target=${CARGO_TARGET_DIR:-$root/target}
work=$target/cost
forms="plain dyn tables serde full ours"

# The versions of the workspace, for the tools and for the crates they write.
mkdir -p "$work"
cp "$root/Cargo.lock" "$here/Cargo.lock"
cp "$root/Cargo.lock" "$work/Cargo.lock"
# The list of things is one word each.
# shellcheck disable=SC2086
cargo run --quiet --manifest-path "$here/Cargo.toml" --target-dir "$target/cost-tools" -- \
    "$work" "$root/vod-api" "${ACTIONS:-100}" $things
for thing in $things; do
    forms="$forms without-$thing"
done

export CARGO_TARGET_DIR="$work/target" CARGO_INCREMENTAL=0
export RUSTC_WORKSPACE_WRAPPER="$here/timed.sh" COST_TIMES="$work/time" COST_COUNT="${COUNT:-}"
cd "$work"
rm -f "$work/times"

# One command over one form: a row of its times.
build() {
    touch "$2/src/lib.rs"
    rm -f "$COST_TIMES"
    case $1 in
        release) cargo build --release --quiet --package "cost-$2" ;;
        *) cargo "$1" --quiet --package "cost-$2" ;;
    esac
    echo "$1 $2 $(cat "$COST_TIMES")"
}

echo "building dependencies" >&2
for command in check build release; do
    build "$command" plain >/dev/null
    build "$command" serde >/dev/null
done
round=0
while [ "$round" -lt "$rounds" ]; do
    round=$((round + 1))
    echo "round $round of $rounds" >&2
    for command in check build release; do
        for form in $forms; do
            build "$command" "$form" >>"$work/times"
        done
    done
done
awk -v actions="${ACTIONS:-100}" -v unit="${COUNT:+M}" -f "$here/report.awk" "$work/times"
