# Sourced, after alive.sh. Finds programs, or installs their packages.

# need PROGRAM PACKAGE LOG: finds the program or installs its package; says what to do if neither works.
need() {
  if command -v "$1" >/dev/null 2>&1; then return 0; fi
  if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null 2>&1; then
    if [ -z "${need_lists:-}" ]; then
      alive "$3" "Fetching the package lists" apt-get -q update || true
      need_lists=fetched
    fi
    alive "$3" "Installing the package $2" env DEBIAN_FRONTEND=noninteractive \
      apt-get -q -y -o DPkg::Lock::Timeout=300 --no-install-recommends install "$2" || true
    if command -v "$1" >/dev/null 2>&1; then return 0; fi
  fi
  echo "$1 is missing and could not be installed: install the package $2 (Debian's name)." >&2
  return 1
}
