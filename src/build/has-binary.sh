#!/bin/sh
# Exits with 0 if there is a native binary newer than everything it is built from, else with 1.
cd "$(dirname "$0")/../.." || exit 1
[ -x target/hearsay-runner ] && [ -z "$(find pom.xml src/main -newer target/hearsay-runner -print -quit)" ]
