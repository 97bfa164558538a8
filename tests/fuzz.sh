#!/bin/sh
# Fuzzes the page reader, then the generator, each for SECONDS (600 unless set). Needs a nightly
# toolchain and cargo-fuzz. Every page of this repository is in the corpus; folders of pages that
# are given as arguments too.
set -eu

seconds=${SECONDS_EACH:-600}
root=$(cd "$(dirname "$0")/.." && pwd)
cd "$root/vod-spec"
command -v cargo-fuzz >/dev/null || {
    echo "cargo-fuzz is not there: cargo install cargo-fuzz" >&2
    exit 1
}

corpus=$root/target/fuzz/corpus
mkdir -p "$corpus"
find "$root/spec" "$root/tests/pages" "$root/examples" "$root/vod-spec/tests/pages" \
    "$root/vod-spec/explain" "$@" -name '*.md' -type f | while read -r page; do
    cp "$page" "$corpus/$(printf '%s' "$page" | tr -c 'A-Za-z0-9.\n' '_')"
done

export CARGO_TARGET_DIR="$root/target/fuzz"
for target in page expand; do
    mkdir -p "$root/target/fuzz/found/$target" "$root/target/fuzz/artifacts/$target"
    cargo +nightly fuzz run "$target" "$root/target/fuzz/found/$target" "$corpus" -- \
        -max_total_time="$seconds" -timeout=10 -rss_limit_mb=4096 -max_len=65536 \
        -artifact_prefix="$root/target/fuzz/artifacts/$target/"
done
