#!/bin/sh
# A certificate that is replaced under load, every fifth time by a broken one: delay, failures, reloads.
#   TIMES  how often it is replaced (50)
set -eu
cd "$(dirname "$0")/../.."
JAVA_HOME=$(sh src/build/find-jdk.sh)
export JAVA_HOME
mvn -B -ntp -q test-compile surefire:test -Dreplacements="${TIMES:-50}" \
  -Dtest='CertificatesTest#replacementsUnderLoadFailNoRequestAndTheNewestCertificateIsServed' |
  sed -n '/replacements,/p;/ERROR/p'
