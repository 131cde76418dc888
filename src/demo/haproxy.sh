# Sourced, after alive.sh. Finds HAProxy, or installs it with the system's package manager.

# HAProxy's directory is often not in the PATH of an unprivileged user.
find_haproxy() {
  PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin:/opt/homebrew/bin command -v haproxy
}

# need_haproxy LOG: its path in the variable haproxy; installs it if it is missing. Prints which one it is.
need_haproxy() {
  haproxy=$(find_haproxy) || {
    install_haproxy "$1" || return 1
    haproxy=$(find_haproxy)
  }
  echo "HAProxy: $haproxy, $("$haproxy" -v | head -n 1)" >&2
}

# as_root COMMAND...: runs it with sudo if necessary. The password is requested before anything goes to the background.
as_root() {
  if [ "$(id -u)" -eq 0 ]; then
    alive "$install_log" "$install_what" "$@"
  elif command -v sudo >/dev/null 2>&1; then
    sudo -v && alive "$install_log" "$install_what" sudo -n "$@"
  else
    echo "HAProxy is missing and this user may not install it: run as root: $*" >&2
    return 1
  fi
}

install_haproxy() {
  install_log=$1
  echo "HAProxy is missing; installing it with the system's package manager. Only the program is used,"
  echo "not the service that some systems set up with it."
  install_what="Installing the package haproxy"
  if command -v apt-get >/dev/null 2>&1; then
    # The lists may be older than the packages on offer, so they are fetched first.
    install_what="Fetching the package lists" as_root apt-get -q update || return 1
    as_root env DEBIAN_FRONTEND=noninteractive \
      apt-get -q -y -o DPkg::Lock::Timeout=300 --no-install-recommends install haproxy
  elif command -v dnf >/dev/null 2>&1; then
    as_root dnf -y install haproxy
  elif command -v apk >/dev/null 2>&1; then
    as_root apk add haproxy
  elif command -v pacman >/dev/null 2>&1; then
    as_root pacman -S --noconfirm --needed haproxy
  elif command -v zypper >/dev/null 2>&1; then
    as_root zypper --non-interactive install haproxy
  elif command -v brew >/dev/null 2>&1; then
    alive "$install_log" "$install_what" brew install haproxy
  else
    echo "HAProxy is missing, and no package manager known here was found." >&2
    echo "Install HAProxy 2.4 or newer by hand, then run make demo again." >&2
    return 1
  fi
}
