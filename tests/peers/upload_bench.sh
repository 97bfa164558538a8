#!/usr/bin/env bash
# Holds `vod upload` to its targets, beside curl, opendal, boto3 and the vendor's Python SDK of COS.
# Fetches the latter three from PyPI once, into the target directory. Needs python3 with venv, curl
# from 7.84 on, GNU time and Linux.
#
# Usage: upload_bench.sh [ROUNDS] [MIB] [FAR_MIB]
#
#   ROUNDS   how often each is run, in turn with the others: 5 unless told. The far line has a round
#            less, the uploads with faults three times as many.
#   MIB      the file on loopback and of the upload that is killed: 1024 unless told
#   FAR_MIB  the file over the far line: 4096 unless told
#
# Set TMPDIR to a folder in memory, which keeps the disk out of it; the file lies there twice. The
# sandbox keeps nothing of what it is sent. One round of all takes about two minutes;
# `upload_bench.sh 1 256 512` is a glance of half a minute. The last table says which targets were
# met; the ratios in it are worth more than the seconds, on a machine that does nothing else.
set -eu
cd "$(dirname "$0")/../.."

venv="${CARGO_TARGET_DIR:-target}/peers/venv-cos"
peers="cos-python-sdk-v5==1.9.44 boto3==1.44.5 opendal==0.47.12"

have="$("$venv/bin/pip" freeze 2>/dev/null | tr 'A-Z_' 'a-z-' || true)"
for peer in $peers; do
    if ! grep -qx "$peer" <<<"$have"; then
        python3 -m venv "$venv"
        "$venv/bin/pip" install --quiet --disable-pip-version-check "$peer"
    fi
done

cargo build --quiet --release --package vod-cli
exec "$venv/bin/python" -B tests/peers/upload_bench.py \
    "${CARGO_TARGET_DIR:-target}/release/vod" "${1:-5}" "${2:-1024}" "${3:-4096}"
