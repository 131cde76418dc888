# Sourced by bare.sh: hosts with a systemd of their own, and the network between them.

# base SUITE: leaves what debootstrap's smallest variant gives, and systemd, in a tar.
base() {
  [ -s "$home/$1.tar" ] && return 0
  echo "Fetching a bare $1, which takes about a minute"
  mmdebstrap -q --variant=minbase --include=systemd-sysv --aptopt='Acquire::Languages "none"' \
    "$1" "$home/$1.new.tar" "deb $mirror $1 main" && mv "$home/$1.new.tar" "$home/$1.tar"
}

# A switch in a namespace of its own: no interface of this machine is touched.
network() {
  ip netns add hearsay-sw
  ip -n hearsay-sw link add br0 type bridge
  ip -n hearsay-sw link set br0 up
}

# plug NAME NUMBER: a namespace with the address LAN.NUMBER.
plug() {
  ip netns add "hearsay-$1"
  ip -n "hearsay-$1" link add eth0 type veth peer name "v$2" netns hearsay-sw
  ip -n hearsay-sw link set "v$2" master br0 up
  ip -n "hearsay-$1" link set lo up
  ip -n "hearsay-$1" link set eth0 up
  ip -n "hearsay-$1" addr add "$lan.$2/24" dev eth0
}

# layer NAME LOWER: a file system above others, at RUN/NAME/root.
layer() {
  mkdir -p "$run/$1/upper" "$run/$1/work" "$run/$1/root"
  mount -t overlay overlay -o "lowerdir=$2,upperdir=$run/$1/upper,workdir=$run/$1/work" "$run/$1/root"
}

# boot NAME: its systemd, until that has started all.
boot() {
  echo "$1" >"$run/$1/root/etc/hostname"
  rm -f "$run/$1/root/etc/machine-id"
  # Both hierarchies of control groups may be there on this machine: a systemd that only knows the new one gets that.
  SYSTEMD_NSPAWN_UNIFIED_HIERARCHY=1 systemd-nspawn --quiet --register=no --keep-unit --directory="$run/$1/root" \
    --hostname="$1" --machine="hearsay-$1" --network-namespace-path="/run/netns/hearsay-$1" \
    --resolv-conf=off --console=pipe --boot >"$run/$1/console" 2>&1 </dev/null &
  echo $! >"$run/$1/nspawn"
  until_true 60 "$1 has booted" booted "$1"
}

booted() {
  pgrep -P "$(cat "$run/$1/nspawn")" >"$run/$1/pid" || return 1
  case $(on "$1" systemctl is-system-running 2>/dev/null) in running | degraded) true ;; *) false ;; esac
}

# on NAME COMMAND...: inside the host.
on() {
  on_host=$1
  shift
  nsenter --all --root --target "$(head -n 1 "$run/$on_host/pid")" env -i -C / PATH=/usr/sbin:/usr/bin:/sbin:/bin \
    LC_ALL=C DEBIAN_FRONTEND=noninteractive "$@"
}

# until_true SECONDS WHAT COMMAND...: waits for a condition; what did not come true is told.
until_true() {
  until_end=$(($(date +%s) + $1))
  until_what=$2
  shift 2
  until "$@"; do
    if [ "$(date +%s)" -ge "$until_end" ]; then
      echo "FAILED: $until_what" >&2
      return 1
    fi
    sleep 0.1
  done
}

# Everything that was started, mounted or made.
down() {
  for file in "$run"/*/nspawn; do
    [ -e "$file" ] || continue
    kill "$(cat "$file")" 2>/dev/null || true
    # The first signal asks the systemd inside, the second one does not ask.
    until_true 20 "a container has ended" gone "$(cat "$file")" || kill -9 "$(cat "$file")" 2>/dev/null || true
    rm -f "$file"
  done
  for root in "$run"/*/root; do umount "$root" 2>/dev/null || true; done
  for name in balancer web1 web2 client sw; do ip netns del "hearsay-$name" 2>/dev/null || true; done
  rm -rf "${run:?}"/*
}

gone() { ! kill -0 "$1" 2>/dev/null; }
