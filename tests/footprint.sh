#!/usr/bin/env bash
# What vod-api costs a hello-world beside reqwest alone: crates, versions of syn, build time. A
# third build, of reqwest and the libraries that vod-api stands on, tells theirs from our own cost.
#
# `tests/footprint.sh count` leaves the builds out; ROUNDS says how many of them there are.
set -eu

limit=112
rounds=${ROUNDS:-3}
root=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
unset CARGO_TARGET_DIR
# From a registry a crate is never built incrementally; from a path it would be, and pay for it.
export CARGO_INCREMENTAL=0

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

# Wall, user and system seconds of a clean build. What others do at the same time changes the first.
build() {
    rm -rf "$work/$1/target"
    TIMEFORMAT='%3R %3U %3S'
    (cd "$work/$1" && { time cargo build --quiet --offline 2>&3; } 3>&2 2>&1)
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

alone='#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), reqwest::Error> {
    let _ = rustls::crypto::ring::default_provider().install_default();
    println!("{}", reqwest::get("https://vod.api.qcloud.com/").await?.text().await?);
    Ok(())
}'

package reqwest "$alone" <<EOF
reqwest = { version = "0.13", default-features = false, features = ["rustls-no-provider"] }
rustls = { version = "0.23", default-features = false, features = ["ring", "std", "tls12"] }
tokio = { version = "1", features = ["rt", "macros"] }
EOF

# Every dependency of vod-api's that is not of this workspace, as it asks for it.
package libraries "$alone" <<EOF
reqwest = { version = "0.13", default-features = false, features = ["rustls-no-provider"] }
rustls = { version = "0.23", default-features = false, features = ["ring", "std", "tls12"] }
tokio = { version = "1", features = ["rt", "macros", "fs"] }
base64 = "0.23"
fastrand = "2"
hmac = { version = "0.13", default-features = false }
jsonc-parser = "0.34"
percent-encoding = "2"
serde_json = { version = "1", features = ["raw_value"] }
sha1 = { version = "0.11", default-features = false }
sha2 = { version = "0.11", default-features = false }
syn = { version = "3", default-features = false, features = ["parsing", "printing", "proc-macro"] }
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
    for one in vod libraries reqwest; do
        build "$one" >>"$work/$one.times"
    done
    round=$((round + 1))
done
# Medians of what an awk expression makes of the times, as ratios.
ratios() {
    for one in vod libraries reqwest; do
        awk "{ print $2 }" "$work/$one.times" | median
    done | paste -s -d ' ' - | awk -v of="$1" '{
        printf "clean debug build, %s beside that of reqwest alone: ", of
        printf "%.2f with vod-api, %.2f with its libraries and nothing of ours\n", $1 / $3, $2 / $3
    }'
}
ratios "wall time (target 1.2)" '$1'
ratios "CPU time" '$2 + $3'
