#!/bin/sh
# The .deb on bare Debian systems with the systemd of each: bare.sh [bookworm|trixie]...
# For each suite a balancer and two backends are three containers of systemd-nspawn in a network of their own, which
# nothing leaves. The package is installed as its settings say, sends traffic, loses its agent by kill -9, is upgraded
# and purged; what then differs from before is told. Needs root. Where there is no Debian, or no mirror of it, it says so
# and ends with 0.
#   DEB        the package; else the one in target/dist
#   BARE_HOME  bare systems, kept, so that the next run is quick
set -eu
cd "$(dirname "$0")/../.."
. src/dist/bare-hosts.sh
. src/dist/bare-play.sh
deb=${DEB:-$(ls target/dist/hearsay_*_"$(dpkg --print-architecture 2>/dev/null)".deb 2>/dev/null || true)}
home=${BARE_HOME:-/var/cache/hearsay-bare}
lan=198.18.82

without() {
  echo "The package was not tried on bare systems: $1."
  exit 0
}

[ "$(id -u)" -eq 0 ] || without "it needs root"
for tool in mmdebstrap systemd-nspawn curl ip nsenter; do
  command -v "$tool" >/dev/null || without "there is no $tool (Debian: mmdebstrap, systemd-container, curl, iproute2)"
done
[ -r "$deb" ] || without "there is no package; make dist makes one"
mirror=$(apt-get indextargets --format '$(REPO_URI) $(ORIGIN) $(SUITE)' 'Created-By: Packages' 2>/dev/null |
  awk '$2 == "Debian" && $3 !~ /-/ { print $1; exit }')
[ -n "$mirror" ] || without "this is no Debian with a mirror"
mkdir -p "$home"
run=$(mktemp -d "$home/run.XXXXXX")
trap 'down; rm -rf "$run"' EXIT
trap 'exit 130' INT TERM HUP

failed=0
for suite in "${@:-bookworm}"; do
  base "$suite" || without "the mirror does not give $suite"
  echo "== $suite: $(basename "$deb")"
  # Not as a condition: a step that fails would then not end the play.
  set +e
  (
    set -e
    play
  )
  status=$?
  set -e
  if [ "$status" -eq 0 ]; then echo "== $suite: all is well"; else failed=1; fi
  down
done
exit "$failed"
