#!/bin/sh
# What vod-api costs a hello-world beside reqwest alone: crates, versions of syn, build time.
#
# Makes two packages in a temporary folder. `tests/footprint.sh count` leaves the builds out.
set -eu

limit=112
rounds=${ROUNDS:-3}
root=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
unset CARGO_TARGET_DIR

package() {
    mkdir -p "$work/$1/src"
    cat >"$work/$1/Cargo.toml"
    cat >"$work/$1/src/main.rs"
    # Both start from the tree's own lock file, so that they are made of the same versions.
    cp "$root/Cargo.lock" "$work/$1/Cargo.lock"
}

package_manifest() {
    printf '[package]\nname = "hello"\nversion = "0.0.0"\nedition = "2024"\n\n[workspace]\n\n[dependencies]\n'
}

