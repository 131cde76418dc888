#!/bin/sh
# Packages in target/dist: make dist. Two runs from the same commit, binary and JDK give the same bytes, whoever builds
# where: see reproduce.sh.
#   hearsay-VERSION-linux-ARCH.tar.gz   binary, man pages, completions, unit, settings; for every distribution
#   hearsay_VERSION_ARCH.deb            the same for Debian and Ubuntu; where there is dpkg-deb
#   hearsay-VERSION-jvm.tar.gz          for every platform with Java 25
#   hearsay-VERSION-sbom.cdx.json       what it is made of (CycloneDX)
#   SHA256SUMS
# ARCH is the binary's own: a binary for arm64 can be packed anywhere, but only be made on arm64.
#   HEARSAY_BINARY      a native binary that is there already; else target/hearsay-runner, which make native makes
#   SOURCE_DATE_EPOCH   the time in everything that is packed; else that of the last commit
#   DIST                another directory than target/dist
set -eu
cd "$(dirname "$0")/../.."
. src/dist/functions.sh
umask 022
LC_ALL=C TZ=UTC
export LC_ALL TZ
dist=${DIST:-target/dist}
work=target/dist-work

IN_ORDER=yes sh src/build/jar.sh
version=$(pom_version)
SOURCE_DATE_EPOCH=$(source_date)
export SOURCE_DATE_EPOCH
binary=$(find_binary)
architecture=$(architecture_of "$binary")
check_version "$binary" "$version"

rm -rf "$dist" "$work"
mkdir -p "$dist" "$work"
pages "$work/pages" "$version"

. src/dist/archives.sh
archive_of_binary "hearsay-$version-linux-$architecture"
archive_of_jar "hearsay-$version-jvm"
if command -v dpkg-deb >/dev/null 2>&1; then
  . src/dist/deb.sh
  debian_package "$(debian_version "$version")"
else
  echo "no .deb was made: there is no dpkg-deb here" >&2
fi
install -m 644 target/hearsay-sbom.json "$dist/hearsay-$version-sbom.cdx.json"
(cd "$dist" && sha256sum -- hearsay* >SHA256SUMS)
rm -rf "$work"
cat "$dist/SHA256SUMS"
