#!/usr/bin/env bash
# Fetches a release of mta-sts, checks where it comes from, and runs it. All that it is told comes by the environment.
set -euo pipefail

refuse() {
    printf '::error title=mta-sts::%s\n' "$1"
    exit 2
}

case "${RUNNER_OS:?}-${RUNNER_ARCH:?}" in
    Linux-X64) target=x86_64-unknown-linux-musl ;;
    Linux-ARM64) target=aarch64-unknown-linux-musl ;;
    macOS-X64) target=x86_64-apple-darwin ;;
    macOS-ARM64) target=aarch64-apple-darwin ;;
    Windows-X64) target=x86_64-pc-windows-msvc ;;
    *) refuse "there is no release for $RUNNER_OS on $RUNNER_ARCH" ;;
esac

folder=$(mktemp -d "${RUNNER_TEMP:?}/mta-sts.XXXXXX")
cd "$folder"
repository=${REPOSITORY:-mta-sts/mta-sts}
# Without a tag, gh takes the newest release.
gh release download ${VERSION:+"$VERSION"} --repo "$repository" --pattern "mta-sts-*-$target.tar.gz" ||
    refuse "the release ${VERSION:-that is newest} of $repository has no archive for $target"
archive=$(ls mta-sts-*.tar.gz)
gh attestation verify "$archive" --repo "$repository" ||
    refuse "$archive has no attestation of $repository: it is not used"
tar -xzf "$archive" --strip-components=1

arguments=(check --format github --fail-on "${FAIL_ON:-warning}")
[ "${PROBE:-false}" = true ] || arguments+=(--no-probe)
[ -z "${EXPECT-}" ] || arguments+=(--expect "$EXPECT")
[ -z "${MIN_MAX_AGE-}" ] || arguments+=(--min-max-age "$MIN_MAX_AGE")
[ -z "${MIN_CERT_DAYS-}" ] || arguments+=(--min-cert-days "$MIN_CERT_DAYS")
exec ./mta-sts "${arguments[@]}" -- "${DOMAIN:?}"
