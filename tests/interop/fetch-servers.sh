#!/bin/sh
# Fetches Debian's Exim and OpenSMTPD for the interop tests into target/interop. They are unpacked, not installed: they conflict
# with Postfix and with each other, and nothing on this machine starts or changes.
set -eu

packages="exim4-daemon-light opensmtpd"

say() { printf '%s\n' "$*" >&2; }

cd "$(dirname "$0")/../.."
cache=$PWD/target/interop
mkdir -p "$cache"
exec 9>"$cache/lock"
flock 9
if [ -e "$cache/complete" ]; then
    exit 0
fi
if ! command -v apt-get >/dev/null 2>&1; then
    say "Exim and OpenSMTPD are needed and there is no apt-get: unpack them into $cache/root and create $cache/complete"
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

say "fetching Exim and OpenSMTPD into target/interop (they are not installed) …"
# The package lists may be missing or old: fetch them only when the first try fails.
if ! fetch_it && ! { apt-get update >"$log" 2>&1 && fetch_it; }; then
    tail -n 20 "$log" >&2
    say "Exim and OpenSMTPD could not be fetched by apt-get: see the lines above"
    exit 1
fi
rm -rf "$cache/root"
for archive in "$cache"/archives/*.deb; do
    dpkg -x "$archive" "$cache/root"
done
touch "$cache/complete"
