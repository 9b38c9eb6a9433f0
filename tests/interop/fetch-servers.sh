#!/bin/sh
# Fetches Debian's Exim, OpenSMTPD, unbound, dnsdist, nginx, ldns and h2load for the interop tests and the benchmarks
# into target/interop. They are unpacked, not installed: some conflict with Postfix and with each other, and nothing on
# this machine starts or changes.
# `fetch-servers.sh present` fetches nothing and tells by its exit code whether all are there.
set -eu

packages="exim4-daemon-light opensmtpd unbound dnsdist nginx-light ldnsutils nghttp2-client"

say() { printf '%s\n' "$*" >&2; }

cd "$(dirname "$0")/../.."
cache=$PWD/target/interop
if [ "${1-}" = present ]; then
    [ "$(cat "$cache/complete" 2>/dev/null)" = "$packages" ]
    exit
fi
mkdir -p "$cache"
exec 9>"$cache/lock"
flock 9
if [ "$(cat "$cache/complete" 2>/dev/null)" = "$packages" ]; then
    exit 0
fi
if ! command -v apt-get >/dev/null 2>&1; then
    say "these are needed and there is no apt-get: $packages"
    say "unpack them into $cache/root and write this list into $cache/complete"
    exit 1
fi

export DEBIAN_FRONTEND=noninteractive
mkdir -p "$cache/archives/partial"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
# One by one, each with the libraries that are missing here.
fetch_it() {
    for package in $packages; do
        apt-get install -y --no-install-recommends --download-only \
            -o Dir::Cache::archives="$cache/archives" "$package" >"$log" 2>&1 || return 1
    done
}

say "fetching Exim, OpenSMTPD, unbound, dnsdist, nginx, ldns and h2load into target/interop (they are not installed) …"
# The package lists may be missing or old: fetch them only when the first try fails.
if ! fetch_it && ! { apt-get update >"$log" 2>&1 && fetch_it; }; then
    tail -n 20 "$log" >&2
    say "the servers could not be fetched by apt-get: see the lines above"
    exit 1
fi
rm -rf "$cache/root"
for archive in "$cache"/archives/*.deb; do
    dpkg -x "$archive" "$cache/root"
done
printf '%s\n' "$packages" >"$cache/complete"
