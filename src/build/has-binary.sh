#!/bin/sh
# Whether there is a native binary that is newer than everything it was made of: 0 if so, else 1.
cd "$(dirname "$0")/../.." || exit 1
[ -x target/hearsay-runner ] && [ -z "$(find pom.xml src/main -newer target/hearsay-runner -print -quit)" ]
