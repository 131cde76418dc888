#!/bin/sh
# A certificate that is replaced under load, every fifth time by a broken one, with jar and binary: delay, failures,
# reloads.
#   TIMES  how often it is replaced (50)
set -eu
cd "$(dirname "$0")/../.."
JAVA_HOME=$(sh src/build/find-jdk.sh)
export JAVA_HOME
mvn -B -ntp -q package -DskipTests
mvn -B -ntp -q failsafe:integration-test -DskipITs=false -Dreplacements="${TIMES:-50}" \
  -Dit.test='CertificatesIT#replacementsUnderLoadFailNoRequestAndTheNewestCertificateIsServed' |
  sed -n '/replacements,/p;/ERROR/p'
