#!/bin/sh
# What vod-api costs a hello-world beside reqwest alone: crates, versions of syn, build time.
#
# `tests/footprint.sh count` leaves the builds out; ROUNDS says how many of them there are.
set -eu

limit=112
rounds=${ROUNDS:-3}
root=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
unset CARGO_TARGET_DIR

# A package from its dependencies (standard input) and its main.
package() {
    mkdir -p "$work/$1/src"
    {
        printf '[package]\nname = "hello-%s"\nversion = "0.0.0"\nedition = "2024"\n\n' "$1"
        printf '[profile.dev]\ndebug = "line-tables-only"\n\n[workspace]\n\n[dependencies]\n'
        cat
    } >"$work/$1/Cargo.toml"
    printf '%s\n' "$2" >"$work/$1/src/main.rs"
    # Both start from the tree's lock file, so that they are made of the same versions.
    cp "$root/Cargo.lock" "$work/$1/Cargo.lock"
    (cd "$work/$1" && cargo fetch --quiet)
}

# Names and versions, one line a crate; the package itself is not among them.
crates() {
    (cd "$work/$1" && cargo tree --edges normal,build --prefix none --format '{p}') |
        sed 's/ (.*//' | grep -v '^hello-' | sort -u
}

# Milliseconds of a clean build.
build() {
    rm -rf "$work/$1/target"
    start=$(date +%s%N)
    (cd "$work/$1" && cargo build --quiet --offline)
    echo $((($(date +%s%N) - start) / 1000000))
}

median() {
    sort -n | awk '{ all[NR] = $1 } END { print all[int((NR + 1) / 2)] }'
}

package vod '#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), vod_api::Error> {
    let client = vod_api::v2::Client::new(vod_api::Credential::from_env()?)?;
    let answer = client.apply_upload().video_type("mp4").send().await?;
    println!("{}", answer.video.storage_path);
    Ok(())
}' <<EOF
vod-api = { path = "$root/vod-api" }
tokio = { version = "1", features = ["rt", "macros"] }
EOF

package reqwest '#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), reqwest::Error> {
    let _ = rustls::crypto::ring::default_provider().install_default();
    println!("{}", reqwest::get("https://vod.api.qcloud.com/").await?.text().await?);
    Ok(())
}' <<EOF
reqwest = { version = "0.13", default-features = false, features = ["rustls-no-provider"] }
rustls = { version = "0.23", default-features = false, features = ["ring", "std", "tls12"] }
tokio = { version = "1", features = ["rt", "macros"] }
EOF

crates vod >"$work/vod.txt"
crates reqwest >"$work/reqwest.txt"
count=$(wc -l <"$work/vod.txt")
syn=$(grep -c '^syn v' "$work/vod.txt" || true)
echo "crates: $count with vod-api (at most $limit), $(wc -l <"$work/reqwest.txt") with reqwest alone"
echo "versions of syn: $syn (exactly 1)"
[ "$count" -le "$limit" ] && [ "$syn" -eq 1 ] || { grep '^syn v' "$work/vod.txt"; exit 1; }
[ "${1:-}" != count ] || exit 0

round=0
while [ "$round" -lt "$rounds" ]; do
    build vod >>"$work/vod.ms"
    build reqwest >>"$work/reqwest.ms"
    round=$((round + 1))
done
ours=$(median <"$work/vod.ms")
theirs=$(median <"$work/reqwest.ms")
awk -v ours="$ours" -v theirs="$theirs" 'BEGIN {
    printf "clean debug build: %.1f s with vod-api, %.1f s with reqwest alone, ratio %.2f (target 1.2)\n",
        ours / 1000, theirs / 1000, ours / theirs
}'
