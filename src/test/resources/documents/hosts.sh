#!/bin/bash
# Runs the steps of one page on hosts of its own: network namespaces on a switch, each with its own name, /etc, /run and
# home. To be started by: unshare --net --mount --uts --pid --fork --mount-proc --kill-child; what steps have started
# ends with it.
#   $1  a directory with
#       hosts        a line for each host: NAME ADDRESS
#       path         what comes first in the PATH
#       hosts.etc    every host's /etc/hosts
#       hearsay.properties   what the package leaves in /etc/hearsay
#       steps/N/     hosts: where it runs; sh: its commands; expect: text that its output has at last, it is repeated
#                    until then; background: it goes on
#   $2  so many seconds a command may take to print what is expected
set -euo pipefail
dir=$1
limit=$2

mount --make-rprivate /
mount -t tmpfs tmpfs /run
mkdir /run/netns
ip link set lo up
ip link add switch type bridge
ip link set switch up

make_host() {
  local name=$1 address=$2
  ip netns add "$name"
  ip link add "port-$name" type veth peer name eth0 netns "$name"
  ip link set "port-$name" master switch up
  ip -n "$name" link set lo up
  ip -n "$name" link set eth0 up
  ip -n "$name" addr add "$address/24" dev eth0
  mkdir -p "$dir/$name/home" "$dir/$name/bin" "$dir/$name/etc"
  nsenter --net="/run/netns/$name" unshare --mount --uts bash -ec '
    mount -t tmpfs tmpfs /run
    mount -t tmpfs tmpfs /var/lib
    mount -t tmpfs tmpfs "$1/$2/etc"
    cp -a /etc/. "$1/$2/etc/"
    mount --bind "$1/$2/etc" /etc
    mkdir -p /etc/hearsay
    cp "$1/hearsay.properties" /etc/hearsay/
    cp "$1/hosts.etc" /etc/hosts
    echo "hearsay:x:64999:64999::/var/lib/hearsay:/usr/sbin/nologin" >>/etc/passwd
    echo "hearsay:x:64999:" >>/etc/group
    echo $$ >"$1/$2/pid"
    mount --bind "$1/$2/bin" /usr/local/bin
    hostname "$2"
    mkdir -p /run/hearsay /var/lib/hearsay
    touch "$1/$2/made"
    exec sleep infinity' bash "$dir" "$name" &
  host[$name]=$!
  until [ -e "$dir/$name/made" ]; do sleep 0.02; done
}

on_host() {
  local name=$1 script=$2
  nsenter --target "${host[$name]}" --net --mount --uts --wd="$dir/$name/home" \
    env -i HOME="$dir/$name/home" PATH="$(cat "$dir/path"):/usr/local/bin:/usr/local/sbin:/usr/bin:/usr/sbin:/bin:/sbin" \
    LANG=C.UTF-8 JAVA_HOME="${JAVA_HOME:-}" HOSTS="$dir" bash -e "$script"
}

# once NAME STEP: its commands, with what they print.
once() {
  on_host "$1" "$2/sh" >"$2/output" 2>&1 </dev/null
}

give_up() {
  local name=$1 step=$2
  echo "on $name:"
  cat "$step/sh"
  echo "printed:"
  cat "$step/output"
  if [ -e "$step/expect" ]; then echo "and not: $(cat "$step/expect")"; fi
  for log in "$dir"/*/home/*.log; do
    if [ -s "$log" ]; then
      echo "$log:"
      tail -n 40 "$log"
    fi
  done
  exit 1
}

declare -A host
while read -r name address; do
  make_host "$name" "$address"
done <"$dir/hosts"

for step in $(ls -d "$dir"/steps/* | sort -V); do
  for name in $(cat "$step/hosts"); do
    if [ -e "$step/background" ]; then
      on_host "$name" "$step/sh" >"$dir/$name/home/background-$(basename "$step").log" 2>&1 </dev/null &
    elif [ -e "$step/expect" ]; then
      end=$((SECONDS + limit))
      # However wide the columns of a table are.
      until once "$name" "$step" && tr -s ' ' <"$step/output" | grep -qF -f "$step/expect"; do
        if [ "$SECONDS" -ge "$end" ]; then give_up "$name" "$step"; fi
        sleep 0.2
      done
    else
      once "$name" "$step" || give_up "$name" "$step"
    fi
  done
done
