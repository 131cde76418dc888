# Sourced from the top of the repository by what prepares and plays the stories.
#   E2E_HOME  the engine's data, and what was fetched for it; kept, so that the next run is quick
. src/demo/alive.sh
. src/e2e/engine.sh
. src/e2e/images.sh

if [ "$(id -u)" -ne 0 ]; then
  echo "These stories run with an engine of their own, which needs root: run them as root, in a virtual machine or" >&2
  echo "a privileged container if you like. An engine that runs here already is neither used nor touched." >&2
  exit 2
fi
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin
# Not below target/: the path of a Unix socket may not be longer than about a hundred characters.
E2E_HOME=${E2E_HOME:-/var/cache/hearsay-e2e}
export PATH E2E_HOME
mkdir -p "$E2E_HOME" target/e2e
exec 9>"$E2E_HOME/lock"
flock -n 9 || {
  echo "Another run has this engine: wait for its end, or set E2E_HOME to another directory." >&2
  exit 2
}
