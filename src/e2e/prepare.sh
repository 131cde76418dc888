#!/bin/sh
# Fetches what the stories with containers need: the engine, a browser and the base image. e2e.sh does the same if it
# has not been done; this is for running it beside something else.
set -eu
cd "$(dirname "$0")/../.."
. src/e2e/home.sh
need_tools target/e2e/install.log
need_base target/e2e/base.log
