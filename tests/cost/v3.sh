#!/usr/bin/env bash
# What the pages of API 3.0 cost to compile: vod-api as it is, beside a copy whose index of API 3.0
# lists only the two Actions that an upload stands on, with the types that these name.
#
#     tests/cost/v3.sh [ROUNDS]
#
# Only the own crate is timed: dependencies are built before, and cargo's time is not counted. Every
# round builds both once, one after the other, so that a busy machine slows both alike. Ratios are of
# medians of CPU seconds (user and system, of all threads); wall time stands beside them.
set -eu

rounds=${1:-5}
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
work=${CARGO_TARGET_DIR:-$root/target}/cost-v3

# Both copies in one workspace with the tree's versions, so that they share what is built before.
rm -rf "$work/with" "$work/without"
mkdir -p "$work"
work=$(cd "$work" && pwd)
for form in with without; do
    mkdir "$work/$form"
    cp -R "$root/vod-api/src" "$root/vod-api/benches" "$work/$form/"
    cp -R "$root/spec" "$work/$form/spec"
    sed "s/^name = \"vod-api\"/name = \"cost-$form\"/" "$root/vod-api/Cargo.toml" \
        >"$work/$form/Cargo.toml"
done
sed -e 's/^members = .*/members = ["with", "without"]/' -e '/^default-members/d' \
    -e "s|path = \"|path = \"$root/|" "$root/Cargo.toml" >"$work/Cargo.toml"
cp "$root/Cargo.lock" "$root/README.md" "$work/"
sed -e '/^- \[ApplyUpload\]/b' -e '/^- \[CommitUpload\]/b' -e '/^- \[/d' \
    "$work/with/spec/v3/README.md" >"$work/without/spec/v3/README.md"
# Of the shared types, what these two name: a section that nothing uses is a mistake.
used=$(grep -ho 'Types\.md#[a-z0-9-]*' "$work"/without/spec/v3/{Apply,Commit}Upload.md |
    cut -d'#' -f2 | paste -s -d ' ' -)
awk -v used=" $used " '/^### / { out = !index(used, " " tolower($2) " ") } !out' \
    "$work/with/spec/v3/Types.md" >"$work/without/spec/v3/Types.md"
listed() { grep -c '^- \[' "$work/$1/spec/v3/README.md"; }

export CARGO_TARGET_DIR="$work/target" CARGO_INCREMENTAL=0
export RUSTC_WORKSPACE_WRAPPER="$here/timed.sh" COST_TIMES="$work/time"
cd "$work"

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
    build "$command" without >/dev/null
done
rm -f "$work/times"
round=0
while [ "$round" -lt "$rounds" ]; do
    round=$((round + 1))
    echo "round $round of $rounds" >&2
    for command in check build release; do
        for form in with without; do
            build "$command" "$form" >>"$work/times"
        done
    done
done
echo "vod-api with the $(listed with) Actions of API 3.0, beside vod-api with $(listed without) of them"
for command in check build release; do
    for form in with without; do
        for column in 4 3; do
            # CPU seconds, then wall.
            awk -v command="$command" -v form="$form" -v column="$column" '$1 == command && $2 == form {
                print column == 4 ? $4 + $5 : $3
            }' "$work/times" | sort -n | awk '{ all[NR] = $1 } END { print all[int((NR + 1) / 2)] }'
        done
    done | paste -s -d ' ' - | awk -v command="$command" '{
        printf "%-8s %.2f CPU s beside %.2f: %.2f times, %.2f in wall time\n", command, $1, $3, $1 / $3, $2 / $4
    }'
done
