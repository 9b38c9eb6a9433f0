#!/bin/sh
# Installs Debian's Postfix for the interop tests, without configuring or starting a mail system.
# The tests run an instance of their own from a temporary folder.
set -eu

say() { printf '%s\n' "$*" >&2; }

if [ -x /usr/sbin/postfix ] && [ -x /usr/sbin/posttls-finger ]; then
    exit 0
fi
if ! command -v apt-get >/dev/null 2>&1; then
    say "postfix is missing and there is no apt-get: install Postfix with this system's package manager"
    exit 1
fi
if [ "$(id -u)" != 0 ]; then
    say "postfix is missing: run this script as root (sudo sh tests/interop/install-postfix.sh)"
    exit 1
fi

export DEBIAN_FRONTEND=noninteractive
install_it() { apt-get install -y --no-install-recommends postfix >"$log" 2>&1; }

log=$(mktemp)
trap 'rm -f "$log"' EXIT
if command -v debconf-set-selections >/dev/null 2>&1; then
    # "No configuration": the package neither asks nor starts a server.
    echo "postfix postfix/main_mailer_type select No configuration" | debconf-set-selections
fi
# The package lists may be missing or old: fetch them only when the first try fails.
if ! install_it && ! { apt-get update >"$log" 2>&1 && install_it; }; then
    tail -n 20 "$log" >&2
    say "postfix could not be installed by apt-get: see the lines above"
    exit 1
fi
if [ ! -x /usr/sbin/posttls-finger ]; then
    say "postfix was installed, but /usr/sbin/posttls-finger is missing: install a complete Postfix package"
    exit 1
fi
