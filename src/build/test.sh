#!/bin/sh
# All tests. HAProxy is installed if it is missing, so no test is skipped for want of it.
#   RERUNS  how often a failed test is repeated (default 0); one that passes then is reported as a flake
set -eu
cd "$(dirname "$0")/../.."
. src/demo/alive.sh
. src/demo/haproxy.sh
. src/build/need.sh
. src/build/jdk.sh
mkdir -p target
need_haproxy target/install.log || exit 1
PATH=$PATH:$(dirname "$haproxy"):/usr/sbin:/sbin
export PATH
# As root, hosts with networks of their own are tested too.
if [ "$(id -u)" -eq 0 ]; then
  need ip iproute2 target/install.log
  need nft nftables target/install.log
fi
# The balancer's tests run with each available version of HAProxy.
sh src/build/haproxy-versions.sh
# The tests of the packaged program run too.
mvn -B -ntp verify -DskipITs=false \
  -Dsurefire.rerunFailingTestsCount="${RERUNS:-0}" -Dfailsafe.rerunFailingTestsCount="${RERUNS:-0}"
