# Sourced by bare.sh: what happens on the hosts. Each step ends the play when it fails.
unit=hearsay-agent

play() {
  mkdir -p "$run/bare" "$run/tools/upper"
  tar -C "$run/bare" -xf "$home/$suite.tar"
  dependencies
  network
  plug client 1
  number=10
  for host in balancer web1 web2; do
    number=$((number + 1))
    plug "$host" "$number"
    layer "$host" "$run/first/upper:$run/bare"
    boot "$host"
  done
  echo "systemd $(on balancer systemctl --version | sed -n '1s/[^0-9]*\([0-9]*\).*/\1/p'), three hosts are up"
  for host in balancer web1 web2; do
    # HAProxy is the agent's child here.
    on "$host" systemctl --quiet disable --now haproxy
    files "$host" >"$run/$host/before"
    cp "$deb" "$run/$host/root/root/hearsay.deb"
    on "$host" dpkg -i /root/hearsay.deb >"$run/$host/dpkg" 2>&1 || { cat "$run/$host/dpkg"; return 1; }
  done
  ! on balancer systemctl is-active --quiet "$unit" || { echo "FAILED: it runs before anybody said what it is"; return 1; }
  settings
  for host in balancer web1 web2; do
    on "$host" systemctl --quiet enable --now "$unit" || { journal "$host"; return 1; }
  done
  until_true 30 "both backends answer through the balancer" both || { journals; return 1; }
  echo "both backends answer through port 80 of the balancer"
  who
  stop_one
  crash
  upgrade
  for host in web1 web2 balancer; do purge "$host"; done
}

# As apt installs it on a system that has nothing: with HAProxy. Removed again, it leaves only what it asked for.
dependencies() {
  layer first "$run/bare"
  cp "$deb" "$run/first/root/root/hearsay.deb"
  cp /etc/resolv.conf "$run/first/root/etc/resolv.conf"
  unshare --mount --pid --fork --root="$run/first/root" --mount-proc env PATH=/usr/sbin:/usr/bin:/sbin:/bin DEBIAN_FRONTEND=noninteractive LC_ALL=C sh -ec '
    apt-get -qq update
    apt-get -qq -y install /root/hearsay.deb
    test -x /usr/sbin/haproxy
    hearsay version
    dpkg -P hearsay
    rm /root/hearsay.deb' >"$run/first/log" 2>&1 || { tail -n 20 "$run/first/log"; return 1; }
  left=$(find "$run/first/root" -xdev -iname '*hearsay*' -print; grep hearsay "$run/first/root/etc/passwd" || true)
  [ -z "$left" ] || { echo "FAILED: purged, it left $left"; return 1; }
  umount "$run/first/root"
  echo "apt installs it, HAProxy with it, and purges it"
}

# As the comments of the file of settings say.
settings() {
  on balancer hearsay keygen >"$run/key"
  for host in balancer web1 web2; do
    cp "$run/key" "$run/$host/root/root/key"
    on "$host" install -o hearsay -g hearsay -m 600 /root/key /var/lib/hearsay/keyring
    rm "$run/$host/root/root/key"
    file=$run/$host/root/etc/hearsay/hearsay.properties
    sed -i -e "s|^#hearsay.join=.*|hearsay.join=$lan.11|" -e 's|^#\(hearsay.keyring=\)|\1|' "$file"
    case $host in
      balancer) sed -i 's|^#\(hearsay.role=balancer\)|\1|' "$file" ;;
      *)
        sed -i -e 's|^#\(hearsay.role=backend\)|\1|' -e 's|^#\(hearsay.tag=\)|\1|' -e 's|^#\(hearsay.check=\)|\1|' "$file"
        application "$host"
        ;;
    esac
  done
}

# A web application that answers with the name of its host; perl is on every Debian.
application() {
  cat >"$run/$1/root/root/web.pl" <<'PERL'
use IO::Socket::INET;
my $listener = IO::Socket::INET->new(LocalPort => 3000, Listen => 128, ReuseAddr => 1) or die;
chomp(my $host = `cat /etc/hostname`);
while (1) {
  my $client = $listener->accept or next;
  while (my $line = <$client>) { last if $line =~ /^\r?\n$/ }
  print $client "HTTP/1.0 200 OK\r\nContent-Length: " . length($host) . "\r\n\r\n$host";
  close $client;
}
PERL
  on "$1" systemd-run --quiet --unit=web perl /root/web.pl
}

get() { nsenter --net=/run/netns/hearsay-client curl -sf --max-time 5 "http://$lan.11/"; }

# Whether a few answers come from both.
both() {
  answers=$(for _ in 1 2 3 4 5 6; do get || true; echo; done | sort -u | tr '\n' ' ')
  case $answers in *web1*web2*) true ;; *) false ;; esac
}

# Nobody is root, and nothing is left of root but the ports.
who() {
  for program in hearsay haproxy; do
    on balancer sh -c "for p in \$(pidof $program); do grep -E '^(Uid|CapEff|NoNewPrivs):' /proc/\$p/status; done" >"$run/who"
    [ -s "$run/who" ] || { echo "FAILED: no $program runs"; return 1; }
    ! grep -q '^Uid:[[:space:]]*0' "$run/who" || { echo "FAILED: $program is root"; return 1; }
    ! grep '^CapEff' "$run/who" | grep -qv '0000000000000400$' || { echo "FAILED: $program may too much"; return 1; }
    ! grep '^NoNewPrivs' "$run/who" | grep -qv '1$' || { echo "FAILED: $program may gain rights"; return 1; }
  done
  echo "neither is root: $(tr -s '\t\n' '  ' <"$run/who")"
}

# A backend that is stopped while requests come: none fails, and then none comes to it.
stop_one() {
  (for _ in $(seq 60); do get >/dev/null && echo ok || echo failed; done) >"$run/answers" &
  load=$!
  until_true 20 "requests come" test -s "$run/answers"
  on web1 systemctl stop "$unit"
  wait "$load"
  lost=$(grep -c failed "$run/answers" || true)
  echo "a backend is stopped under load: $(grep -c ok "$run/answers") answers, $lost failed"
  [ "$lost" -eq 0 ] || return 1
  ! both || { echo "FAILED: the one that is stopped still gets requests"; return 1; }
  on web1 systemctl start "$unit"
  until_true 20 "the one that was stopped is back" both
}

# The agent of the balancer is killed: systemd starts another, which finds the HAProxy that has served all the time.
crash() {
  before=$(on balancer systemctl show -P MainPID "$unit")
  serving=$(on balancer pidof haproxy)
  (for _ in $(seq 60); do get >/dev/null && echo ok || echo failed; done) >"$run/answers" &
  load=$!
  on balancer sh -c "kill -9 $before"
  until_true 20 "another agent has come" another "$before" || { journal balancer; return 1; }
  wait "$load"
  lost=$(grep -c failed "$run/answers" || true)
  until_true 20 "the agent is ready again" on balancer hearsay health >/dev/null || { journal balancer; return 1; }
  [ "$serving" = "$(on balancer pidof haproxy)" ] || { echo "FAILED: another HAProxy serves"; journal balancer; return 1; }
  echo "the balancer's agent is killed under load: $(grep -c ok "$run/answers") answers, $lost failed, the same HAProxy"
  [ "$lost" -eq 0 ]
}

another() {
  now=$(on balancer systemctl show -P MainPID "$unit")
  [ "$now" != "$1" ] && [ "$now" != 0 ]
}

# Installed over itself while it runs: what the operator wrote stays, and it serves.
upgrade() {
  before=$(on balancer systemctl show -P MainPID "$unit")
  settings_before=$(sha256sum <"$run/balancer/root/etc/hearsay/hearsay.properties")
  on balancer dpkg -i /root/hearsay.deb >"$run/balancer/dpkg" 2>&1 || { cat "$run/balancer/dpkg"; return 1; }
  [ "$settings_before" = "$(sha256sum <"$run/balancer/root/etc/hearsay/hearsay.properties")" ] ||
    { echo "FAILED: an upgrade wrote the settings"; return 1; }
  another "$before" || { echo "FAILED: an upgrade left the old program running"; return 1; }
  until_true 20 "it serves after an upgrade" both || { journal balancer; return 1; }
  echo "upgraded: a new process, the same settings"
}

# Purged while it runs: no process, no user, no file more than before.
purge() {
  on "$1" dpkg -P hearsay >"$run/$1/dpkg" 2>&1 || { cat "$run/$1/dpkg"; return 1; }
  ! grep -i warning "$run/$1/dpkg" || return 1
  ! on "$1" pidof hearsay haproxy || { echo "FAILED: $1 still runs something"; return 1; }
  ! on "$1" grep hearsay /etc/passwd /etc/group /etc/shadow || { echo "FAILED: $1 still has the user"; return 1; }
  on "$1" rm -f /root/hearsay.deb /root/web.pl
  on "$1" systemctl --quiet stop web 2>/dev/null || true
  files "$1" >"$run/$1/after"
  diff "$run/$1/before" "$run/$1/after" >"$run/$1/left" || {
    echo "FAILED: $1 was left with"
    cat "$run/$1/left"
    return 1
  }
  echo "$1 is purged: $(wc -l <"$run/$1/after") files and directories as before"
}

# Each file with its kind, rights, owner and content, but for what a running system writes by itself, and dpkg's own books.
files() {
  on "$1" sh -c '
    find / -xdev \( -path /proc -o -path /sys -o -path /dev -o -path /run -o -path /tmp -o -path /var/tmp -o -path /var/log \
      -o -path /var/cache -o -path /var/lib/dpkg -o -path /var/lib/systemd -o -path /var/lib/apt \) -prune \
      -o ! -path "/etc/*-" ! -path /root -printf "%p %y %m %u %g\n" | sort
    find /run -xdev -iname "*hearsay*" -print
    find /etc -xdev -type f ! -name "*-" -exec sha256sum {} + | sort -k 2'
}

journal() { on "$1" journalctl --no-pager -n 40 -u "$unit" || true; }

journals() { for host in balancer web1 web2; do echo "-- $host"; journal "$host"; done; }
