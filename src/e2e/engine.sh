# Sourced, after alive.sh. A Docker engine of our own: installed from the system's packages, started beside whatever
# runs already, with its own socket and data, and removed without a trace.
#   E2E_HOME  the engine's data and what was fetched for it; kept between runs, so that the next one is quick

# apt-get with lists of its own: the machine's sources are neither changed nor read, except for the mirror in use.
private_apt() {
  apt-get -o Dir::Etc::sourcelist="$E2E_HOME/apt/e2e.sources" -o Dir::Etc::sourceparts=/dev/null \
    -o Dir::State::lists="$E2E_HOME/apt/lists" -o Dir::Cache="$E2E_HOME/apt/cache" -o Acquire::Languages=none \
    -o APT::Default-Release="$(codename)" -o DPkg::Lock::Timeout=600 "$@"
}

# In a subshell, so that the many variables of that file stay there.
codename() (
  . /etc/os-release
  echo "$VERSION_CODENAME"
)

mirror() {
  apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' "Codename: $(codename)" | head -n 1
}

install_tools() {
  export DEBIAN_FRONTEND=noninteractive
  mkdir -p "$E2E_HOME/apt/lists/partial" "$E2E_HOME/apt/cache/archives/partial"
  printf 'Types: deb\nURIs: %s\nSuites: %s\nComponents: main\nSigned-By: %s\n' \
    "$(mirror)" "$(printf '%s\n' "$(codename)" trixie | sort -u | tr '\n' ' ')" \
    /usr/share/keyrings/debian-archive-keyring.gpg >"$E2E_HOME/apt/e2e.sources"
  private_apt -qq update
  # Debian 13's engine, builder and compose are new enough, and need no newer C library than Debian 12 has.
  set -- iptables mmdebstrap docker.io/trixie docker-buildx/trixie docker-compose/trixie
  command -v docker >/dev/null || set -- "$@" docker-cli/trixie
  command -v chromium >/dev/null || set -- "$@" chromium
  # What is installed here must not be started by its package.
  if [ ! -e /usr/sbin/policy-rc.d ]; then
    printf '#!/bin/sh\nexit 101\n' >/usr/sbin/policy-rc.d
    chmod 755 /usr/sbin/policy-rc.d
    trap 'rm -f /usr/sbin/policy-rc.d' EXIT
  fi
  private_apt -qq -y --no-install-recommends install "$@"
}

# need_tools LOG: installs what is missing.
need_tools() {
  command -v apt-get >/dev/null || {
    echo "Missing tools are installed with Debian's apt, which does not exist here." >&2
    return 2
  }
  for tool in docker dockerd mmdebstrap chromium; do
    command -v "$tool" >/dev/null || {
      alive "$1" "Installing the engine, a maker of base images and a browser" in_shell install_tools
      return
    }
  done
  docker compose version >/dev/null 2>&1 && docker buildx version >/dev/null 2>&1 ||
    alive "$1" "Installing the engine's parts" in_shell install_tools
}

# A shell of its own, for functions that set traps and variables.
in_shell() (
  "$@"
)

# No rule for the host's firewall, no forwarding: what runs inside cannot reach anything outside. No bridge docker0,
# which may belong to another engine. The networks use the range for benchmarks (RFC 2544), which is nobody's. A
# restarted suite finds an engine that still runs.
engine_up() {
  DOCKER_HOST=unix://$E2E_HOME/run/docker.sock
  export DOCKER_HOST
  if docker info >/dev/null 2>&1; then return 0; fi
  mkdir -p "$E2E_HOME/run" "$E2E_HOME/data"
  rm -f "$E2E_HOME/run/dockerd.pid"
  setsid dockerd --data-root "$E2E_HOME/data" --exec-root "$E2E_HOME/run/exec" --pidfile "$E2E_HOME/run/dockerd.pid" \
    -H "$DOCKER_HOST" --storage-driver overlay2 --iptables=false --ip6tables=false --ip-forward=false --ip-masq=false \
    --bridge=none --default-address-pool base=198.18.128.0/17,size=24 --log-level warn \
    >"$E2E_HOME/run/dockerd.log" 2>&1 </dev/null 9>&- &
  engine_tries=0
  until docker info >/dev/null 2>&1; do
    engine_tries=$((engine_tries + 1))
    if [ "$engine_tries" -gt 150 ] || ! kill -0 $! 2>/dev/null; then
      echo "The Docker engine did not start:" >&2
      tail -n 20 "$E2E_HOME/run/dockerd.log" >&2
      return 1
    fi
    sleep 0.2
  done
}

# Removes containers and networks; images and build cache stay for the next run.
engine_down() {
  [ -r "$E2E_HOME/run/dockerd.pid" ] || return 0
  docker ps -aq | xargs -r docker rm -f -v >/dev/null 2>&1 || true
  docker network prune -f >/dev/null 2>&1 || true
  docker volume prune -af >/dev/null 2>&1 || true
  engine_pid=$(cat "$E2E_HOME/run/dockerd.pid")
  kill "$engine_pid" 2>/dev/null || true
  engine_tries=0
  while kill -0 "$engine_pid" 2>/dev/null && [ "$engine_tries" -lt 150 ]; do
    engine_tries=$((engine_tries + 1))
    sleep 0.1
  done
  for engine_mount in "$E2E_HOME"/run/exec/netns/*; do umount "$engine_mount" 2>/dev/null || true; done
}
